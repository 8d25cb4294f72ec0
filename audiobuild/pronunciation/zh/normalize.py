"""Chinese text normalization: figures, dates, units and signs in words."""

from __future__ import annotations

from unicodedata import normalize

from audiobuild.model import Decision
from audiobuild.pronunciation.latin import is_spelled
from audiobuild.pronunciation.plain import plain
from audiobuild.pronunciation.rules import rewrite
from audiobuild.pronunciation.zh.ions import ions_zh
from audiobuild.pronunciation.zh.numbers import by_figure_zh
from audiobuild.pronunciation.zh.rules import RULES
from audiobuild.regex import lazy

#: A text without any of these characters is already normalized.
_WRITTEN = lazy(
    r"[^\u3400-\u9fff\u3000-\u3006\u3008-\u301b\u301d-\u3029，。！？；：、“”‘’（）《》—…\s]|[一二三四五六七八九十日天月年岁点层楼章页个斤元周]—(?!—)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = lazy(r"(?<=[\dA-Za-z)）])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
#: Between a number and the fraction behind it: 2½.
_MIXED = lazy(r"(?<=\d)(?=[¼-¾⅐-⅞])")
#: A run of figures longer than any number, card or code: read one by one before any rule.
_LONG = lazy(r"\d{25,}")
#: A number of several Roman figures, which are characters of their own.
_ROMANS = lazy(r"[Ⅰ-Ⅻ]{2,}")
_COLON = lazy(r"(?<=\d)：(?=\d)")
_ZERO = lazy(r"(?<=[一二三四五六七八九零〇○])○|○(?=[一二三四五六七八九零〇])")
#: A blank between Chinese and figures, which is common: 2024 年, 约 5 亿.
_BLANK = lazy(r"(?<=[\d%℃°])[ \u00a0](?=[一-鿿])|(?<=[一-鿿])[ \u00a0](?=[\d$¥￥€£+-])")
_CAPITALS = lazy(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z'’])")
#: Lowered figures, and the dashes and tildes that stand between the ends of a range.
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉‐‑‒−﹣〜∼˜∿", "0123456789-----~~~~") | {ord("℡"): "电话"}


def normal_zh(text: str, decisions: list[Decision] | None = None) -> str:
    """`text` with all figures and readable signs in words; Latin words and punctuation stay, acronyms are spaced.

    The rules that applied are added to `decisions`.
    """
    if not _WRITTEN.search(text):
        return text
    text = text.translate(_PLAIN)
    if "⁺" in text or "⁻" in text:
        text = ions_zh(text)
    if "Ⅹ" in text:
        text = _ROMANS.sub(lambda found: normalize("NFKC", found[0]), text)
    powers = _POWER.sub(lambda found: "^" + found[0].translate(_RAISED), text)
    short = _LONG.sub(lambda found: by_figure_zh(found[0]), plain(_MIXED.sub("又", powers), "、"))
    ready = _BLANK.sub("", _COLON.sub(":", _ZERO.sub("零", short)))
    said = rewrite(ready, RULES, [] if decisions is None else decisions)
    return _CAPITALS.sub(lambda found: " ".join(found[0]) if is_spelled(found[0]) else found[0], said)
