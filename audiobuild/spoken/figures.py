"""Figures in English words, by the grammar in wetext; and the few number names our own rules need."""

from __future__ import annotations

import re

_ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_DIGIT = re.compile(r"\d")


def in_words(text: str) -> str:
    """English `text` with its figures in words, as the grammar reads them.

    A text without figures is returned as it is; what no rule of the grammar takes is read figure by figure.
    """
    if not _DIGIT.search(text):
        return text
    import wetext

    core = text.strip()
    tagged = wetext.tag(core, "en", "tn")
    if tagged:
        core = wetext.verbalize(wetext.reorder(tagged, "en", "tn"), "en", "tn")
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return lead + by_figure_en(core) + tail


def by_figure_en(text: str) -> str:
    """`text` with each figure replaced by its name and a space: 42 as four two."""
    return _DIGIT.sub(lambda found: f" {_ENGLISH[int(found[0])]} ", text)


def cardinal_en(number: int) -> str:
    """A whole number in words, American style: one hundred one."""
    for size, name in _SCALES:
        if number >= size:
            rest = f" {cardinal_en(number % size)}" if number % size else ""
            return f"{cardinal_en(number // size)} {name}{rest}"
    if number < 20:
        return _ENGLISH[number]
    return TENS[number // 10] + (f" {_ENGLISH[number % 10]}" if number % 10 else "")


def year_en(number: int) -> str:
    """A year as it is read: nineteen oh five, two thousand five, twenty twenty four."""
    century, rest = divmod(number, 100)
    if rest == 0 and century % 10:
        return f"{cardinal_en(century)} hundred"
    if rest == 0 or (century == 20 and rest < 10):
        return cardinal_en(number)
    return f"{cardinal_en(century)} {cardinal_en(rest) if rest > 9 else 'oh ' + _ENGLISH[rest]}"
