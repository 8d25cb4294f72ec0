"""What Mandarin tones become in company: 一 and 不 before other tones, 儿 as an ending."""

from __future__ import annotations

from audiobuild.regex import lazy

#: Words that end in 一 and keep its first tone whatever follows: 统一的, 之一是, 周一去.
_ENDS_IN_ONE: tuple[str, ...] = (
    "统一",
    "唯一",
    "惟一",
    "之一",
    "单一",
    "独一",
    "专一",
    "逐一",
    "万一",
    "归一",
    "其一",
    "划一",
    "周一",
)
_ENDS_IN_ONE += ("期一", "拜一", "初一", "如一", "高一", "大一", "研一", "合一", "比一", "对一")

#: Where such an ending is met by chance: 高一点, 每周一次.
_NO_ENDING = frozenset("点些下个次层天趟回节篇场期更封倍件条排步堆批片帮群")

#: What 一 numbers rather than counts: 一月, 一号, 一楼, 一等奖.
_NUMBERED_BY_ONE = lazy(r"(月(?!饼)|号|楼|年级|等奖|季度|线城市|期工程|把手)")

_DIGITS = "零〇一二三四五六七八九幺"
_TENS = "十百千万亿点"


#: Before and after these 儿 is a child, a syllable of its own; elsewhere it is the ending -r.
_CHILD = lazy(r"(?<=[女婴幼少孤胎健宠男育患生产运血潮浪形佳娇托弃孙])儿|儿(?=[童女子媳歌科戏孙时臣])")


def sandhi(run: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """The run with the tones of 一 and 不 by what follows them and the ending 儿 joined to its word.

    The third tones are left alone: the model itself changes them. The ending keeps the vowel ɚ without a tone, right
    behind its syllable: the model was trained on 儿 written apart and knows no merged finals (huar).
    """
    return _toned(_endings(run))


def _endings(run: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    text = "".join(word for word, _ in run)
    children = {found.start() for found in _CHILD.finditer(text)}
    out: list[tuple[str, list[str]]] = []
    place = 0
    for word, syllables in run:
        last = place + len(word) - 1
        if word[-1] == "儿" and last and last not in children and len(syllables) == len(word):
            syllables = [*syllables[:-1], "er5"]
            if word == "儿":
                before, said = out.pop()
                word, syllables = before + word, said + syllables
        out.append((word, syllables))
        place = last + 1
    return out


def _toned(run: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """The tones of 一 and 不 by what follows them; the model itself does the third tones."""
    text = "".join(word for word, _ in run)
    flat = [syllable for word, syllables in run for syllable in _padded(word, syllables)]
    for i, character in enumerate(text):
        if character == "一" and flat[i].startswith("yi"):
            flat[i] = "yi" + _tone_of_one(text, flat, i)
        elif character == "不" and flat[i] in {"bu2", "bu4", "bu5"}:
            flat[i] = "bu" + _tone_of_not(text, flat, i)
    place, out = 0, []
    for word, syllables in run:
        if len(syllables) == len(word):
            syllables = flat[place : place + len(word)]
        out.append((word, syllables))
        place += len(word)
    return out


def _padded(word: str, syllables: list[str]) -> list[str]:
    """As many entries as characters, so that places agree; what has more syllables counts by its first."""
    if len(syllables) == len(word):
        return syllables
    return (syllables[:1] or [""]) * len(word)


def _tone_of_one(text: str, flat: list[str], i: int) -> str:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if text.startswith("一五一十", i) or text.startswith("一五一十", max(i - 2, 0)):
        return "4"
    if not after or before in {"第", *_DIGITS, *_TENS} - {""} or after in _DIGITS:
        return "1"
    if (text.endswith(_ENDS_IN_ONE, 0, i + 1) and after not in _NO_ENDING) or (
        after == "点" and text[i + 2 : i + 3] in set(_DIGITS)
    ):
        return "1"
    if (
        before and before == after and text[i - 2 : i - 1] != "一" and text[i + 2 : i + 3] != "二"
    ):  # 看一看, but 一天一天
        return "5"
    if before == "月" and after in "日号":
        return "1"
    if _NUMBERED_BY_ONE.match(text, i + 1):
        return "1"
    if flat[i + 1].endswith("4") or after == "个":
        return "2"
    return "4"


def _tone_of_not(text: str, flat: list[str], i: int) -> str:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if flat[i] == "bu5" or (before and before == after):  # 差不多, 是不是
        return "5"
    if before == "要" and after in set("就再去试那这"):  # 要不|就走
        return "4"
    if after and flat[i + 1].endswith("4"):
        return "2"
    return "4"
