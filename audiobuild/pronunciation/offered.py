"""The other ways in which a part of a text can be said, for an editor to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from audiobuild.pronunciation.en.numbers import cardinal_en, decimal_en, digits_en, fraction_en, ordinal_en, year_en
from audiobuild.pronunciation.form import HAN
from audiobuild.pronunciation.zh.heteronyms import heteronyms
from audiobuild.pronunciation.zh.normalize import normal_zh
from audiobuild.pronunciation.zh.numbers import by_figure_zh, cardinal_zh, counted_zh, number_zh
from audiobuild.regex import lazy

MOST = 6  # readings of a character that are offered; rarer ones can be typed
LONGEST_VALUE = 15  # figures: longer numbers are read one by one
LONGEST_YEAR = 4  # figures
_RUN = lazy(f"{HAN}+")
_DIGITS = lazy(r"[0-9]+")
_DECIMAL = lazy(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_PAIR = lazy(r"([0-9]+)\s?([:：/／-])\s?([0-9]+)")
_DATE = lazy(r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}")


class Offer(NamedTuple):
    """One way to say a text: what is written for it, and of which kind it is, e.g. "value" or "year"."""

    said: str
    kind: str


def offers(text: str, is_chinese: bool) -> list[Offer]:
    """Ways to say a part of a text, the most usual first, no two the same.

    A character has its readings in pinyin, a number its kinds (value, figure by figure, year, phone, ordinal, fraction,
    ratio, time), a Latin word its letters.
    """
    if _RUN.fullmatch(text):
        return [Offer(said, "reading") for said in _of_characters(text)]
    if text.isascii() and text.isalpha():
        return [Offer(" ".join(text.upper()), "letters")] if len(text) > 1 else []
    if not text[:1].isdecimal():
        return []
    found: dict[str, Offer] = {}
    for offer in _chinese(text) if is_chinese else _english(text):
        found.setdefault(offer.said, offer)
    return list(found.values())


def syllables(word: str) -> list[str]:
    """The reading of a word of Han characters, a syllable with its tone mark for each; [] for other text."""
    if not _RUN.fullmatch(word):
        return []
    from pypinyin import Style, pinyin

    return [found[0] for found in pinyin(word, style=Style.TONE)]


def _of_characters(word: str) -> list[str]:
    """Readings of a word: its own, then those with another reading of one character."""
    if len(word) == 1:
        return list(heteronyms(word)[:MOST])
    usual = syllables(word)
    others = ([*usual[:n], said, *usual[n + 1 :]] for n, character in enumerate(word) for said in heteronyms(character))
    return list(dict.fromkeys(map(" ".join, [usual, *others])))[:MOST]


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The word of a Chinese text that a part of it belongs to, as places in the text; the part itself in others."""
    from audiobuild.pronunciation.zh.readings import words  # loads the dictionary

    for run in _RUN.finditer(text):
        if not run.start() <= start < run.end():
            continue
        at = run.start()
        for word in words(run[0]):
            if at <= start < at + len(word):
                return at, max(end, at + len(word))
            at += len(word)
    return start, end


def _chinese(text: str) -> Iterator[Offer]:
    pair = _PAIR.fullmatch(text)
    if pair:
        yield from _chinese_pair(*pair.groups())
    if _DATE.fullmatch(text):
        yield Offer(normal_zh(text), "date")
    if _has_value(text):
        plain = text.replace(",", "")
        yield Offer(cardinal_zh(int(plain)) if plain.isdecimal() else number_zh(plain), "value")
        yield Offer(counted_zh(text), "value")
    if _DIGITS.fullmatch(text):
        yield from _chinese_figures(text)
    elif not pair:
        yield Offer(by_figure_zh("".join(filter(str.isdecimal, text))), "figures")


def _chinese_figures(text: str) -> Iterator[Offer]:
    yield Offer(by_figure_zh(text), "year" if len(text) == LONGEST_YEAR else "figures")
    if len(text) > 2:
        yield Offer(by_figure_zh(text, "幺"), "phone")
    if _has_place(text):
        yield Offer(f"第{cardinal_zh(int(text))}", "ordinal")


def _has_value(text: str) -> bool:
    """Whether figures are a number; those that begin with zero, or are very many, are read one by one."""
    whole = text.partition(".")[0]
    return bool(_DECIMAL.fullmatch(text)) and len(text) <= LONGEST_VALUE and (whole == "0" or whole[0] != "0")


def _has_place(text: str) -> bool:
    """Whether figures can be a place in a row."""
    return len(text) <= LONGEST_YEAR and text[0] != "0"


def _chinese_pair(first: str, sign: str, second: str) -> Iterator[Offer]:
    one, other = cardinal_zh(int(first)), cardinal_zh(int(second))
    if sign in "/／":
        yield Offer(f"{other}分之{one}", "fraction")
    if sign in "/／-" and 1 <= int(first) <= 12 and 1 <= int(second) <= 31:
        yield Offer(f"{one}月{other}日", "date")
    if sign in ":：" and _is_minute(second):
        minute = "整" if second == "00" else f"{number_zh(second)}分"
        yield Offer(f"{counted_zh(first)}点{minute}", "time")
    yield Offer(f"{one}比{other}", "ratio")
    if sign == "-":
        yield Offer(f"{one}到{other}", "range")
        yield Offer(f"{by_figure_zh(first, '幺')}杠{by_figure_zh(second, '幺')}", "phone")


def _is_minute(figures: str) -> bool:
    return len(figures) == 2 and int(figures) < 60


def _english(text: str) -> Iterator[Offer]:
    pair = _PAIR.fullmatch(text)
    if pair:
        yield from _english_pair(*pair.groups())
        return
    plain = text.replace(",", "")
    if _has_value(text):
        yield Offer(cardinal_en(int(plain)) if plain.isdecimal() else decimal_en(plain), "value")
    if not _DIGITS.fullmatch(text):
        yield Offer(digits_en(text), "figures")
        return
    if len(text) == LONGEST_YEAR and text[0] != "0":
        yield Offer(year_en(int(text)), "year")
    yield Offer(digits_en(text), "figures")
    if _has_place(text):
        yield Offer(ordinal_en(int(text)), "ordinal")


def _english_pair(first: str, sign: str, second: str) -> Iterator[Offer]:
    one, other = cardinal_en(int(first)), cardinal_en(int(second))
    if sign == "/" and int(second) > 1:
        yield Offer(fraction_en(int(first), int(second)), "fraction")
    if sign == ":" and _is_minute(second):
        yield Offer(f"{one} {f'oh {other}' if 0 < int(second) < 10 else other}", "time")
    yield Offer(f"{one} to {other}", "ratio")
