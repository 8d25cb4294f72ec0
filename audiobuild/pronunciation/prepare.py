"""Prepare written text for the front ends: characters that stand for others, and leftovers of markup.

The lexicon is looked up in prepared text, and its entries are prepared too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from audiobuild.regex import lazy

#: Radicals of CJK Radicals Supplement, each followed by its ideograph: PDFs give them for ordinary characters, and
#: Unicode's compatibility forms cover only two of them. Source: the names of these characters in the Unicode standard.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫"
    "⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱网⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀"
    "⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_IDEOGRAPHS = str.maketrans(_RADICALS[::2], _RADICALS[1::2])

#: Compatibility characters: radicals, letters in circles and squares, unit signs (㎏), ligatures (ﬁ), upright and small
#: marks, half-width kana, bold and italic letters (𝗮). Numbers in circles, and ㎡ and ㎥, have rules of their own.
_COMPATIBLE = lazy(
    "[\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2131\u2133\u2134\u2145-\u2149\u2e80-\u2fdf\u249c-\u24e9\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0\u32c0-\u33a0\u33a2-\u33a4\u33a6-\u33ff"
    "\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe6b\uff61-\uff9f\U0001d400-\U0001d7ff\U0001f110-\U0001f14f]+"
)

_SCRIPT = lazy(r"_\{?(\w+)\}?|\^\{([\w+-]+)\}")


def _formula(found: re.Match[str]) -> str:
    """A formula without its dollar signs, and without the signs of subscripts: x_{1} as x1."""
    return _SCRIPT.sub(lambda part: part[1] or f"^{part[2]}", found[2])


#: What is read without its markup, with examples: H~2~O, x^2^, ==marked==, ~~struck~~, [x] a task, $E=mc^2$.
_MARKUP: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (lazy(r"(?<=[A-Za-z)])~([\dn+-]{1,3})~"), r"\1"),
    (lazy(r"(?<=[\w)])\^([+-]?\d{1,3}|[a-z]{1,2})\^"), r"^\1"),
    (lazy(r"(?<![A-Za-z0-9_)\]=!<>])==(?=[^\s=])([^=\n]*(?:=[^=\n]+)*)(?<!\s)==(?!=)"), r"\1"),
    (lazy(r"~~(?=[^\s~])([^~\n]+)(?<!\s)~~"), r"\1"),
    (lazy(r"(?m)^(\s*(?:[-*+]\s)?)\[[ xX√✓]\]\s*(?=\S)"), r"\1"),
    (
        lazy(
            r"(?<![A-Za-z0-9$\\])(\$\$?)(?=[A-Za-z\\(]|[\d.+-]+[^$\n\d]?[A-Za-z=^_\\*/<>])"
            r"([\x21-\x7e\u0391-\u03c9×÷±≤≥≠·²³][^$\"“”\n\u3000-\u9fff]{0,120}?)(?<!\s)\1(?![A-Za-z0-9$])"
        ),
        _formula,
    ),
)
#: Signs of markup; nearly every text is without any.
_SIGNS = lazy(r"[~^=$\[]")


def prepared(text: str) -> str:
    """`text` with radicals, ligatures, unit signs and styled letters as ordinary characters, and without markup."""
    if text.isascii():
        return without_markup(text)
    return without_markup(_COMPATIBLE.sub(_ordinary, text))


def _ordinary(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0].translate(_IDEOGRAPHS))


def without_markup(text: str) -> str:
    """`text` without the signs around marked words and formulas."""
    if not _SIGNS.search(text):
        return text
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text
