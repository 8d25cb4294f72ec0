"""Mandarin tone sandhi: 一 and 不 before other tones, and the suffix 儿."""

from __future__ import annotations

from audiobuild.i18n import N_
from audiobuild.pronunciation.zh.word import Word
from audiobuild.regex import lazy

#: Words that end in 一 and keep its first tone in any context: 统一的, 之一是, 周一去.
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
_ENDS_IN_ONE += ("里挑一", "二为一", "期一", "拜一", "初一", "如一", "高一", "大一", "研一", "合一", "比一", "对一")

#: Where such an ending only occurs by chance: 高一点, 每周一次.
_NO_ENDING = frozenset("点些下个次层天趟回节篇场期更封倍件条排步堆批片帮群")

#: Words for which 一 is an ordinal and not a count: 一月, 一号, 一楼, 一等奖.
_NUMBERED_BY_ONE = lazy(r"(月(?!饼)|号|楼|年级|等奖|季度|线城市|期工程|把手)")

#: In a sum 一 is a number: 三加一等于四, but not 再加一勺.
_SUMS = frozenset("加减乘除以")
_RESULT = ("等于", "得", "是", "再", "就是", "加", "减", "乘", "除")

_DIGITS = "零〇一二三四五六七八九幺"
_TENS = "十百千万亿点"
_FIGURES = frozenset(_DIGITS)
#: After these 一 is part of a number: 第一, 二十一.
_BEFORE_FIGURE = frozenset("第" + _DIGITS + _TENS)
#: Before these, or at the end, it is part of a number too: 一二三.
_AFTER_FIGURE = _FIGURES | {""}
#: 不 keeps its tone before these if 要 precedes: 要不|就走.
_AFTER_OR_ELSE = frozenset("就再去试那这")

#: Next to these 儿 means child and is a syllable; elsewhere it is the suffix -r.
_CHILD = lazy(r"(?<=[女婴幼少妻孤胎健宠男育患生产运血潮浪形佳娇托弃孙])儿|儿(?=[童女子媳歌科戏孙时臣])")

#: Follows the source of a word whose tone depends on the next one.
THEN_TONES = N_(", then the tones of 一 and 不")


def sandhi(run: list[Word]) -> list[Word]:
    """The run with the tones of 一 and 不 adapted to what follows, and the suffix 儿 joined to its word.

    Third tones are unchanged, because the model applies that sandhi itself. The suffix keeps the vowel ɚ without a
    tone, directly after its syllable: the model was trained on a separate 儿 and knows no merged finals (huar).
    """
    return _toned(_endings(run))


def _endings(run: list[Word]) -> list[Word]:
    """The run with the suffix 儿 as er5, joined to the word before if it is a word by itself."""
    text = "".join(word.written for word in run)
    if "儿" not in text:
        return run
    children = {found.start() for found in _CHILD.finditer(text)} | {0}
    out: list[Word] = []
    last = -1
    for word in run:
        last += len(word.written)
        if word.written[-1] != "儿" or last in children or not word.by_character:
            out.append(word)
        elif word.written == "儿":
            before = out.pop()
            out.append(Word(before.written + "儿", [*before.syllables, "er5"], before.source))
        else:
            out.append(word._replace(syllables=[*word.syllables[:-1], "er5"]))
    return out


def _toned(run: list[Word]) -> list[Word]:
    """The run with the tones of 一 and 不 adapted to what follows."""
    text = "".join(word.written for word in run)
    if "一" not in text and "不" not in text:
        return run
    flat: list[str] = []
    for word in run:
        flat += _padded(word)
    for place in range(len(text)):
        flat[place] = _with_tone(text, flat, place)
    out = []
    place = 0
    for word in run:
        toned = flat[place : place + len(word.written)]
        place += len(word.written)
        if word.by_character and toned != word.syllables:
            word = Word(word.written, toned, word.source + THEN_TONES)
        out.append(word)
    return out


def _padded(word: Word) -> list[str]:
    """One syllable for each character, so that indexes agree; a character with more syllables keeps its first."""
    if word.by_character:
        return word.syllables
    first = word.syllables[:1] or [""]
    return first * len(word.written)


def _with_tone(text: str, flat: list[str], place: int) -> str:
    """The syllable at a place, with the tone it has in its context."""
    syllable = flat[place]
    if text[place] == "一" and syllable.startswith("yi"):
        return "yi" + _tone_of_one(text, flat, place)
    if text[place] == "不" and syllable in ("bu2", "bu4", "bu5"):
        return "bu" + _tone_of_not(text, flat, place)
    return syllable


def _tone_of_one(text: str, flat: list[str], place: int) -> str:
    after = text[place + 1 : place + 2]
    if "一五一十" in (text[place : place + 4], text[max(place - 2, 0) :][:4]):
        return "4"
    if _is_figure(text, place) or _ends_word(text, place):
        return "1"
    if _is_between_twins(text, place):
        return "5"
    if _is_number_of(text, place):
        return "1"
    if after == "个" or flat[place + 1].endswith("4"):
        return "2"
    return "4"


def _is_figure(text: str, place: int) -> bool:
    """Whether the character is part of a number, or the last of the text."""
    return text[place - 1 : place] in _BEFORE_FIGURE or text[place + 1 : place + 2] in _AFTER_FIGURE


def _ends_word(text: str, place: int) -> bool:
    """Whether 一 ends a word or number that keeps its tone: 统一, one o'clock, 1.5 (一点五), a sum."""
    after = text[place + 1 : place + 2]
    if after == "点" and text[place + 2 : place + 3] in _FIGURES:
        return True
    if text[place - 1 : place] in _SUMS and text.startswith(_RESULT, place + 1):
        return True
    return after not in _NO_ENDING and text.endswith(_ENDS_IN_ONE, 0, place + 1)


def _is_between_twins(text: str, place: int) -> bool:
    """Whether a single character is repeated around 一: 看一看, but not 一天一天 and 一加一加二."""
    if text[place - 1 : place] != text[place + 1 : place + 2]:
        return False
    return text[place - 2 : place - 1] != "一" and text[place + 2 : place + 3] != "二"


def _is_number_of(text: str, place: int) -> bool:
    """Whether 一 is an ordinal and not a count: 月一日, 一楼."""
    if text[place - 1 : place] == "月" and text[place + 1] in "日号":
        return True
    return _NUMBERED_BY_ONE.match(text, place + 1) is not None


def _tone_of_not(text: str, flat: list[str], place: int) -> str:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if flat[place] == "bu5" or (before and before == after):  # 差不多, 是不是
        return "5"
    if before == "要" and after in _AFTER_OR_ELSE:
        return "4"
    if after and flat[place + 1].endswith("4"):
        return "2"
    return "4"
