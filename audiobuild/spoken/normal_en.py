"""English text in words: figures, dates, units and signs as they are read out."""

from __future__ import annotations

import re

from audiobuild.spoken.figures import TENS, cardinal_en, in_words, year_en
from audiobuild.spoken.plain import plain
from audiobuild.spoken.rules import ADDRESS, Rule, rewrite

_CURRENCIES = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yuan", "fen")}
_MILLIONS = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "bn": "billion", "B": "billion"}
_MONTHS = re.findall(r"\w+", "January February March April May June July August September October November December")
_YEAR = r"(?:1[1-9]|20)\d\d"


def digits(text: str) -> str:
    """Figures one by one, groups apart: 555-1234."""
    return ", ".join(" ".join(cardinal_en(int(figure)) for figure in group) for group in re.findall(r"\d+", text))


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _money(found: re.Match[str]) -> str:
    sign, whole, cents, scale = found.groups()
    unit, small = _CURRENCIES[sign]
    if scale:
        amount = whole.replace(",", "") + (f".{cents}" if cents else "")
        return f"{amount} {_MILLIONS.get(scale, scale)} {unit}s"
    plural = "" if _whole(whole) == 1 or unit == "yuan" else "s"
    words = f"{cardinal_en(_whole(whole))} {unit}{plural}"
    if not cents or int(cents) == 0:
        return words
    smaller = {"penny": "pence"}.get(small, small + "s") if int(cents) != 1 else small
    return f"{words} and {cardinal_en(int(cents.ljust(2, '0')))} {smaller}"


def _noon(found: re.Match[str]) -> str:
    return f" {found[1].upper()}M"


def _decade(found: re.Match[str]) -> str:
    tens = TENS[int(found[2][0])]
    plural = {"": "hundreds", "ten": "tens"}.get(tens, tens[:-1] + "ies")
    return f"{cardinal_en(int(found[1]))} {plural}" if found[1] else plural


def _years(found: re.Match[str]) -> str:
    return f"{year_en(int(found[1]))} to {year_en(int(found[2])) if len(found[2]) == 4 else cardinal_en(int(found[2]))}"


def _date(found: re.Match[str]) -> str:
    return f"{found[1]} {_ordinal(int(found[2]))}" + (f", {year_en(int(found[3]))}" if found[3] else "")


def _ordinal(number: int) -> str:
    """A day of the month, as the grammar reads an ordinal."""
    suffix = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return in_words(f"{number}{suffix}")


def _iso_date(found: re.Match[str]) -> str:
    month = _MONTHS[min(int(found[2]), 12) - 1]
    return f"{month} {_ordinal(int(found[3]))}, {year_en(int(found[1]))}"


_SPOKEN_SIGNS = {".": " dot ", "/": " slash ", "@": " at ", "-": " dash ", "_": " underscore ", "?": " question mark "}
_SPOKEN_SIGNS |= {"=": " equals ", "&": " and ", "#": " hash ", "%": " percent ", "+": " plus "}


def _address(found: re.Match[str]) -> str:
    return "".join(_SPOKEN_SIGNS.get(letter, letter) for letter in found[0].rstrip("/"))


_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|[a-z]+)?|May"

#: What wetext reads wrong, put into words or into a form it reads right. First match first.
RULES: tuple[Rule, ...] = (
    Rule(r"[’‘](?=\w)|(?<=\w)’", "'", "don’t", "don't"),
    Rule(r"\b24/7\b", "twenty four seven", "24/7", "twenty four seven"),
    Rule(r"\b50[/-]50\b", "fifty fifty", "50/50", "fifty fifty"),
    Rule(r"\b(9)/(11)\b", lambda m: f"{cardinal_en(int(m[1]))} {cardinal_en(int(m[2]))}", "9/11", "nine eleven"),
    Rule(r"\b911\b", lambda m: digits(m[0]).replace(",", ""), "911", "nine one one"),
    Rule(r"(?<![\d.])(\d+)\.(\d+)\.(\d+)\b", r"\1 point \2 point \3", "1.2.3", "one point two point three"),
    Rule(
        r"(?<![\d.-])\(?\d{3}\)?[- ](?:\d{3}-)?\d{4}(?![\d-])",
        lambda m: digits(m[0]),
        "555-1234",
        "five five five, one two three four",
    ),
    Rule(
        r"([$€£¥])(\d[\d,]*)(?:\.(\d+))?(?:\s?(bn|[kKmMB]|million|billion|trillion|thousand)\b)?",
        _money,
        "$1.50",
        "one dollar and fifty cents",
    ),
    Rule(r"(?<!\d)['’]?(1[5-9]|20)?(\d0)'?s\b", _decade, "the 1990s", "the nineteen nineties"),
    Rule(
        rf"\b({_YEAR})\s?[-–—]\s?({_YEAR}|\d\d)\b(?!-)",
        _years,
        "1939-1945",
        "nineteen thirty nine to nineteen forty five",
    ),
    Rule(
        rf"\b({_MONTH})\s(\d\d?)(?:st|nd|rd|th)?\b(?:,?\s({_YEAR})\b)?",
        _date,
        "May 5, 2024",
        "May fifth, twenty twenty four",
    ),
    Rule(
        rf"(?<![\d.,$€£¥#-])({_YEAR})(?![\d%°]|[.,]\d|\s(?:people|men|women|years|days|miles|dollars|kilo|met|ton)|-)",
        lambda m: year_en(int(m[1])),
        "in 1905",
        "in nineteen oh five",
    ),
    Rule(rf"\b({_YEAR})-(\d\d)-(\d\d)\b", _iso_date, "2024-05-06", "May sixth, twenty twenty four"),
    Rule(r"(?<=\d)\s?[-–—]\s?(?=\d)", " to ", "3-5 years", "three to five years"),
    Rule(r"(?<=\d)\s?([AaPp])\.[Mm]\.(?=\s+[a-z\d]|,)", _noon, "3:30 p.m. today", "three thirty PM today"),
    Rule(r"(?<=\d)\s?([AaPp])\.?[Mm]\b", _noon, "at 9 a.m.", "at nine AM."),
    Rule(
        r"(?<![\d.])(\d{1,3}(?:,\d{3})+)(?![\d.])",
        lambda m: cardinal_en(_whole(m[1])),
        "1,000 books",
        "one thousand books",
    ),
    Rule(
        r"(?<![\d.,:/])(\d{4,})(?![\d.,:/]\d|\d|[a-z])",
        lambda m: cardinal_en(int(m[1])),
        "3000 men",
        "three thousand men",
    ),
    Rule(r"\b([A-Za-z]+)-(?=\d)", r"\1 ", "GPT-4", "GPT four"),
    Rule(r"(?<=[a-z])(?=\d)", " ", "iPhone15", "iPhone fifteen"),
    Rule(r"\bNos?\.\s?(?=\d)", "number ", "No. 1", "number one"),
    Rule(r"\bMrs\.(?=\s)", "Missis", "Mrs. King", "Missis King"),
    Rule(r"\bMs\.(?=\s)", "Miz", "Ms. King", "Miz King"),
    Rule(r"\bMr\.(?=\s)", "Mister", "Mr. King", "Mister King"),
    Rule(r"\bDr\.(?=\s)", "Doctor", "Dr. King", "Doctor King"),
    Rule(r"\bProf\.(?=\s)", "Professor", "Prof. King", "Professor King"),
    Rule(r"\bSt\.(?=\s[A-Z])", "Saint", "St. Paul", "Saint Paul"),
    Rule(r"\b([A-Z])\.\s?(?=[A-Z]\.\s[A-Z])", r"\1 ", "J. K. Ray", "J K. Ray"),
    Rule(r"\be\.g\.,?", "for example,", "e.g. tea", "for example, tea"),
    Rule(r"\bi\.e\.,?", "that is,", "i.e. tea", "that is, tea"),
    Rule(r"\bvs?\.(?=\s)|\bvs\b", "versus", "us vs. them", "us versus them"),
    Rule(r"\betc\.(?=\s+[a-z])", "et cetera", "tea etc. and", "tea et cetera and"),
    Rule(r"\betc\.", "et cetera.", "etc.", "et cetera."),
    Rule(r"\b(?:[A-Za-z]\.){2,}", lambda m: m[0].replace(".", "").upper(), "U.S. sales", "US sales"),
    Rule(r"\bPh\.?D\b\.?", "PHD", "Ph.D. students", "PHD students"),
    Rule(r"(?i)\bhttps?://(?:www\.)?|\bwww\.", "", "https://x.org", "x dot org"),
    Rule(ADDRESS, _address, "me@x-y.org/a", "me at x dash y dot org slash a"),
    Rule(r"(?<=[A-Za-z])/(?=[A-Za-z])", " ", "A/B", "A B"),
)

#: Signs that are words.
SIGNS: dict[str, str] = {
    "&": " and ",
    "+": " plus ",
    "=": " equals ",
    "@": " at ",
    "%": " percent",
    "×": " times ",
    "÷": " divided by ",
    "°": " degrees ",
    "℃": " degrees Celsius ",
    "$": " dollars ",
    "€": " euros ",
    "£": " pounds ",
    "#": " number ",
    "≈": " about ",
    "±": " plus or minus ",
    "™": "",
    "®": "",
    "©": "",
}


def normal_en(text: str) -> str:
    """`text` with figures and readable signs in words; the grammar sees only sentences that hold a figure."""
    parts = re.split(r"(?<=[.!?;:])(\s+)", rewrite(plain(text, ", "), RULES))
    return "".join(_sentence(part) for part in parts)


def _sentence(text: str) -> str:
    return "".join(SIGNS.get(letter, letter) for letter in in_words(text))
