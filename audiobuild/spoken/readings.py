"""Han characters to words of pinyin syllables: the phrase dictionary, then a model for the characters left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from audiobuild.spoken.pinyin import is_syllable
from audiobuild.spoken.tables import table
from audiobuild.spoken.words_zh import ADVERBS, CHANCE_WORDS, NOT_BEFORE, SURNAMES, TITLES, WORDS

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
_ENDS_IN_ONE += ("期一", "拜一", "初一", "如一")

#: What 一 numbers rather than counts: 一月, 一号, 一楼, 一等奖.
_NUMBERED_BY_ONE = re.compile(r"(月(?!饼)|号|楼|年级|等奖|季度|线城市|期工程|把手)")

_DIGITS = "零〇一二三四五六七八九幺"
_TENS = "十百千万亿点"


@cache
def _phrases() -> Mapping[str, list[list[str]]]:
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


@cache
def _polyphone_model() -> Any:
    from g2pM import G2pM

    return G2pM()


@cache
def _numbered(pinyin: str) -> str:
    """`zhòng` as `zhong4`, `lü` as `lv5`."""
    from pypinyin.contrib.tone_convert import to_tone3

    return str(to_tone3(pinyin, neutral_tone_with_five=True)).replace("ü", "v")


@cache
def _single(character: str) -> str:
    """The first reading pypinyin has for a character, "" if none."""
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(character), "")
    return _numbered(readings.split(",")[0]) if readings else ""


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


def words(han: str) -> Iterator[str]:
    """Cut a run of Han characters by longest match, as pypinyin's mmseg does, with our own words."""
    start = 0
    while start < len(han):
        end = min(len(han), start + _longest())
        while end > start + 1 and not _is_word(han[start:end], han[end : end + 1]):
            end -= 1
        yield han[start:end]
        start = end


def _is_word(text: str, after: str) -> bool:
    if text in WORDS:
        return True
    if text not in _phrases() or text in CHANCE_WORDS:
        return False
    return not after or after not in NOT_BEFORE.get(text, "")


def _by_dictionary(word: str) -> list[str] | None:
    if word in WORDS:
        return WORDS[word].split()
    if len(word) > 1 and word in _phrases():
        return [_numbered(choices[0]) for choices in _phrases()[word]]
    return None


def _by_model(sentence: str) -> list[str]:
    """One reading for each character of a sentence, from g2pM; what it does not know stays the character itself."""
    return [str(reading).replace("u:", "v") for reading in _polyphone_model()(sentence, char_split=True)]


#: Before 得 these are no verb, so it is "must": 我得走了, 首先得相信.
_BEFORE_MUST = "我你您他她它们谁都就也还又才只先总必可今后"
_AFTER_PLACE = "方点上下里中面区位图铁产理球质势带震址段基形步名毯板道表域主"


def _particle(sentence: str, place: int) -> list[str] | None:
    """得 and 地 standing alone: "must" or particle; a surname before a title; None for others."""
    character, before, after = sentence[place], sentence[:place], sentence[place + 1 : place + 2]
    if character in SURNAMES and sentence.startswith(TITLES, place + 1):
        return [SURNAMES[character]]
    if character == "得" and before:
        return ["dei3"] if before[-1] in _BEFORE_MUST else ["de5"]
    if character == "地" and after and after not in _AFTER_PLACE:
        adverb = before[-2:] in ADVERBS or before[-3:] in ADVERBS or before[-4:] in ADVERBS
        if adverb or re.search(r"(.)\1$|[一-鿿]{2}[然般样性]$", before):
            return ["de5"]
    return None


#: Characters that stand alone in nearly every sentence and are read so: nothing an editor has to look at.
_EVERYDAY = table(
    "的 de5, 了 le5, 着 zhe5, 说 shuo1, 大 da4, 上 shang4, 和 he2, 这 zhe4, 那 na4, 好 hao3, 能 neng2, 看 kan4"
)


def doubtful(word: str, syllables: list[str]) -> bool:
    """Whether a character of the word has several readings, and which one it is may be asked."""
    several = any(len(_polyphone_model().cedict.get(character, ())) > 1 for character in word)
    return several and _EVERYDAY.get(word) != " ".join(syllables)


def simplified(han: str) -> str:
    """Han characters with traditional forms made simplified: dictionary and model know these."""
    if all(character in _polyphone_model().cedict for character in han):
        return han
    import wetext

    return str(wetext.preprocess(han, traditional_to_simple=True))


def _character(character: str, guess: str) -> list[str]:
    if character == "嗯":
        return ["en5"]
    for reading in (guess, _single(character)):
        if reading and all(map(is_syllable, reading.split())):
            return reading.split()
    return []


def readings(
    sentence: str, spans: list[tuple[int, int]], own: Mapping[str, list[str]]
) -> list[list[tuple[str, list[str]]]]:
    """For each span of Han characters in `sentence`: its words, each with its syllables ([] where none is known).

    `own` gives characters whose syllables are decided already.

    The sentence around the spans is context for the polyphone model. Source of the order: on the CPP test set and an
    interview's polyphones the dictionary is better for words, the model for single characters.
    """
    guesses = _by_model(sentence)
    runs = []
    for start, end in spans:
        run, place = [], start
        for word in words(sentence[start:end]):
            known = own.get(word) or _by_dictionary(word)
            if known is None:
                known = _particle(sentence, place) or _character(word, guesses[place])
            run.append((word, known))
            place += len(word)
        runs.append(_sandhi(run))
    return runs


def _sandhi(run: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
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
    return syllables if len(syllables) == len(word) else (syllables[:1] or [""]) * len(word)


def _tone_of_one(text: str, flat: list[str], i: int) -> str:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if not after or before in {"第", *_DIGITS, *_TENS} - {""} or after in _DIGITS:
        return "1"
    if text[: i + 1].endswith(_ENDS_IN_ONE) or (after == "点" and text[i + 2 : i + 3] in set(_DIGITS)):
        return "1"
    if before and before == after:  # 看一看
        return "5"
    if before == "月" and after in "日号":
        return "1"
    if _NUMBERED_BY_ONE.match(text, i + 1):
        return "1"
    return "2" if flat[i + 1].endswith("4") or after == "个" else "4"


def _tone_of_not(text: str, flat: list[str], i: int) -> str:
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if flat[i] == "bu5" or (before and before == after):  # 差不多, 是不是
        return "5"
    return "2" if after and flat[i + 1].endswith("4") else "4"
