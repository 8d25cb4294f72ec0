"""Numbers in English words, American style: cardinals, ordinals, years, decimals, fractions and pairs of figures."""

from __future__ import annotations

import re

from audiobuild.regex import lazy

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = (
    *((10**18, "quintillion"), (10**15, "quadrillion"), (10**12, "trillion"), (10**9, "billion"), (10**6, "million")),
    *((1000, "thousand"), (100, "hundred")),
)
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
#: The longest run of figures that is read as one number.
_LONGEST = 21


def cardinal_en(number: int) -> str:
    """A whole number below 10**21 in words: one hundred one."""
    for size, name in _SCALES:
        if number >= size:
            return _with_rest(f"{cardinal_en(number // size)} {name}", number % size)
    if number < 20:
        return _SMALL[number]
    return _with_rest(_TENS[number // 10], number % 10)


def _with_rest(words: str, rest: int) -> str:
    if rest:
        return f"{words} {cardinal_en(rest)}"
    return words


def digits_en(text: str) -> str:
    """The figures of `text` one by one: 404 as four zero four."""
    return " ".join(_SMALL[int(figure)] for figure in text if figure.isdecimal())


def whole_en(text: str) -> str:
    """Figures, with or without commas, as one number; one by one if they start with zero or are too long for a name."""
    figures = re.sub(r"\D", "", text)
    if len(figures) > _LONGEST or (len(figures) > 1 and figures[0] == "0"):
        return digits_en(figures)
    return cardinal_en(int(figures))


def ordinal_en(number: int) -> str:
    """An ordinal number in words: twenty third."""
    *rest, last = cardinal_en(number).split(" ")
    return " ".join([*rest, _ordinal(last)])


def _ordinal(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    if word.endswith("y"):
        return word[:-1] + "ieth"
    return word.removesuffix("e") + "th"


def decimal_en(text: str) -> str:
    """3.14 as three point one four, .5 as point five; a whole number as a cardinal."""
    whole, point, part = text.partition(".")
    if not point:
        return whole_en(whole)
    if whole:
        return f"{whole_en(whole)} point {digits_en(part)}"
    return f"point {digits_en(part)}"


def year_en(number: int) -> str:
    """A year in words: nineteen oh five, two thousand five, twenty twenty four."""
    century, rest = divmod(number, 100)
    if rest == 0 and century % 10:
        return f"{cardinal_en(century)} hundred"
    if _is_read_whole(century, rest):
        return cardinal_en(number)
    return f"{cardinal_en(century)} {_pair(rest)}"


def _is_read_whole(century: int, rest: int) -> bool:
    """Whether a year is read as one number and not in pairs: 2005, 987."""
    if rest == 0 or century < 10:
        return True
    return century % 10 == 0 and rest < 10


def _pair(number: int) -> str:
    """Two figures of a year or name: 05 as oh five."""
    if number > 9:
        return cardinal_en(number)
    return f"oh {_SMALL[number]}"


def name_en(figures: str) -> str:
    """Figures in a name, three or four of them in pairs: 747 as seven forty seven, 101 as one oh one."""
    if figures[:1] == "0" or figures[1:] == "00":
        return whole_en(figures)
    if len(figures) == 4:
        return year_en(int(figures))
    if len(figures) == 3:
        return f"{_SMALL[int(figures[0])]} {_pair(int(figures[1:]))}"
    return whole_en(figures)


def fraction_en(over: int, under: int) -> str:
    """1/2 as one half, 3/4 as three quarters, 5/8 as five eighths, 22/7 as twenty two sevenths."""
    name = {2: "half", 4: "quarter"}.get(under) or ordinal_en(under)
    if over == 1:
        return f"one {name}"
    plural = {"half": "halves"}.get(name, f"{name}s")
    return f"{cardinal_en(over)} {plural}"


def decade_en(century: str, tens: str) -> str:
    """("19", "9") as nineteen nineties, ("", "2") as twenties, ("20", "0") as two thousands."""
    if tens == "0" and century == "20":
        return "two thousands"
    if tens == "0":
        return f"{cardinal_en(int(century or 0))} hundreds"
    plural = _PLURAL_TENS[int(tens)]
    if century:
        return f"{cardinal_en(int(century))} {plural}"
    return plural


_PLURAL_TENS = ("", "tens", *(f"{name[:-1]}ies" for name in _TENS[2:]))

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_NUMBER = lazy(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def roman(text: str) -> int:
    """The value of a valid Roman number, 0 for any other text."""
    if not _ROMAN_NUMBER.fullmatch(text):
        return 0
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
