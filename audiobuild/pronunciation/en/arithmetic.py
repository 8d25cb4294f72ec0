"""Ranges, signs, fractions and arithmetic in English text, and all numbers that no other rule matched."""

from __future__ import annotations

import re

from audiobuild.pronunciation.en.numbers import cardinal_en, digits_en, fraction_en, ordinal_en, whole_en
from audiobuild.pronunciation.en.units import NUMBER, amount
from audiobuild.pronunciation.rules import Rule
from audiobuild.regex import lazy


def _fraction(found: re.Match[str]) -> str:
    return fraction_en(int(found[1]), int(found[2]))


def _mixed(found: re.Match[str]) -> str:
    part = fraction_en(int(found[2]), int(found[3]))
    if found[2] == "1":
        part = part.replace("one ", "a ", 1)
    return f"{whole_en(found[1])} and {part}"


def _hundred(found: re.Match[str]) -> str:
    """80/20 as eighty twenty, if the two add up to a hundred."""
    first, second = map(int, filter(None, found.groups()))
    if first + second == 100:
        return f"{cardinal_en(first)} {cardinal_en(second)}"
    return found[0]


def _out_of(found: re.Match[str]) -> str:
    given, most = filter(None, found.groups())
    return f"{amount(given)} out of {cardinal_en(int(most))}"


_POWERS = {"2": "squared", "3": "cubed", "23": "cubed"}
_MINUS = {"-": "minus ", "+": "", "": ""}


def _power(found: re.Match[str]) -> str:
    """x^2 as x squared, x^n as x to the n, 10^6 as ten to the sixth."""
    base, sign, exponent = found.groups()
    if not sign and exponent in _POWERS:
        return f"{base} {_POWERS[exponent]}"
    if not exponent.isdecimal():
        return f"{base} to the {_MINUS[sign]}{exponent}"
    if sign or len(exponent) > 3:
        return f"{base} to the {_MINUS[sign]}{whole_en(exponent)}"
    return f"{base} to the {ordinal_en(int(exponent))}"


def _scientific(found: re.Match[str]) -> str:
    number, sign, exponent = found.groups()
    if sign == "-":
        return f"{amount(number)} times ten to the minus {cardinal_en(int(exponent))}"
    return f"{amount(number)} times ten to the {ordinal_en(int(exponent))}"


#: Words in whose sentence two figures with a stroke are a blood pressure.
_PRESSURE = lazy(
    r"(?i)pressure|\bBP\b|mmHg|nurse|doctor|physician|medic|cuff|systolic|diastolic|hypertens|cardiolog|clinic|patient|reading|pulse|heart|\bnumbers\b"
)
_TYRE = lazy(r"(?i)\btires?\b|\btyres?\b|\d/\d\d\s?Z?R\d|\blens|\bvision")
#: The usual bounds of the two figures, in mmHg, and the least difference between them.
_UPPER, _LOWER, _APART = range(70, 261), range(40, 151), 15


def _pressure(found: re.Match[str]) -> str:
    """Blood pressure: 120/80 as one hundred twenty over eighty."""
    upper, lower = int(found[1]), int(found[2])
    unit = " millimeters of mercury" if found[3] else ""
    if upper not in _UPPER or lower not in _LOWER or upper - lower < _APART:
        return found[0]
    around = found.string[max(0, found.start() - 100) : found.end() + 60]
    if not unit and (_TYRE.search(around) or not _PRESSURE.search(around)):
        return found[0]
    return f"{cardinal_en(upper)} over {cardinal_en(lower)}{unit}"


_FIGURED = r"Figure|Fig\.?|figure|fig\.|Table|Exhibit|Equation|Exercise|Problem|Plate|Diagram|Listing|Chart|Map"


def _figure(found: re.Match[str]) -> str:
    return f"{found[1]}{cardinal_en(int(found[2]))} dash {cardinal_en(int(found[3]))}"


_SHARED = r"(?=\s(?:people|doctors|stars|dentists|Americans|adults|students|women|men|customers|users|children)\b)"


#: Applied before the units, because a range shares its unit: 10-20%.
RANGES: tuple[Rule, ...] = (
    Rule(
        r"(?<![\w./-])(\d{2,3})\s?/\s?(\d{2,3})(\s?mm\s?Hg)?(?![\w/-]|\.\d)",
        _pressure,
        "her pressure was 142/87",
        "her pressure was one hundred forty two over eighty seven",
        "/",
    ),
    Rule(
        rf"\b((?:{_FIGURED})\s)(\d{{1,2}})[-–](\d{{1,2}})(?![\w-]|\.\d)(?!\s(?:people|feet|meters|guests|seats))",
        _figure,
        "Table 7-2",
        "Table seven dash two",
    ),
    Rule(r"(?<!\w)~\s?(?=[\d$€£.])", "about ", "~50", "about fifty"),
    Rule(
        r"\b(\d\d?)[-/](\d\d?)(?=\s(?:split|chance|ratio|rule|joint|odds|vote|basis|partner|mix)\b)|\b(50)[-/](50)\b",
        _hundred,
        "a 60-40 split",
        "a sixty forty split",
    ),
    Rule(r"(?<![\w.])(\d+)[ -](\d+)/(\d+)\b(?!/)", _mixed, "2 1/2", "two and a half", "/"),
    Rule(r"(?<=\d)-(?=\d+\s?=)", " minus ", "9-4=5", "nine minus four equals five"),
    Rule(
        r"(?<=[\w)²³])\s[-–]\s(?=\d+\s?=)|(?<=\d\s)[-–](?=\s\d)",
        " minus ",
        "9 - 4 = 5",
        "nine minus four equals five",
    ),
    Rule(
        rf"(?<![\w.])({NUMBER})\s?[x×*]\s?10\^(-?)(\d+)\b",
        _scientific,
        "3 × 10^8",
        "three times ten to the eighth",
    ),
    Rule(rf"(?<![\w.])({NUMBER})[eE]([+-]?)(\d+)\b", _scientific, "1e6", "one times ten to the sixth"),
    Rule(
        r"(?<=\d)\s?[x×*]\s?(?=\d+(?:\.\d+)?\s?=)"
        r"|(?<=\d) × (?=\d+(?:\.\d+)?(?!\s?(?:cm|mm|m|in|inch|inches|ft|feet|km|px)\b))",
        " times ",
        "5 × 3 = 15",
        "five times three equals fifteen",
    ),
    Rule(r"(?<=[\d\"'])\s?[x×]\s?(?=\d)", " by ", "4x4", "four by four"),
    Rule(
        r"(?<![\w.-])\d{1,2}(?:-\d{1,2}){2,3}(?![\w-]|\.\d)",
        lambda m: " ".join(map(whole_en, m[0].split("-"))),
        "9-1-1",
        "nine one one",
    ),
    Rule(r"(?<=\b[a-z]) - (?=[a-z]\b)", " minus ", "x - y", "x minus y"),
    Rule(r"(?<=\b[a-z]) / (?=[a-z]\b)", " divided by ", "x / y", "x divided by y"),
    Rule(r"(?<!\S)<\s?(?=[\d$€£.])", "less than ", "<5%", "less than five percent"),
    Rule(r"(?<!\S)>\s?(?=[\d$€£.])", "greater than ", ">5%", "greater than five percent"),
    Rule(r"(?<![\w.,)\]%°'\"-])-(?=\.?\d)", "minus ", "-5 degrees", "minus five degrees"),
    Rule(r"(?<=\d)%\s?[-–—]\s?(?=\d)", " percent to ", "5%-10%", "five percent to ten percent"),
    Rule(r"(?<=\d)\s?[-–—~～〜∼]\s?(?=(?:minus )?\.?\d)", " to ", "3-5 years", "three to five years"),
)

ARITHMETIC: tuple[Rule, ...] = (
    Rule(r"(?<=half) x (?=\d)", " by ", "8½ x 11", "eight and a half by eleven"),
    Rule(r"\b(\d+)/(\d+)\b(?!/)", _hundred, "80/20", "eighty twenty", "/"),
    Rule(
        rf"(?<![\w./])(\d+\.\d+)/(5|10|100)\b(?!/)|(?<![\w./])(10)/(10)\b|(?<![\w./])(\d+)/(5|10|100)\b{_SHARED}",
        _out_of,
        "4.5/5",
        "four point five out of five",
        "/",
    ),
    Rule(
        r"(?i)\b(?P<head>an|score[sd]?(?: of)?|rat(?:ed|ing)(?: it)?(?: of)?|g[ia]ves? it|got|grade of)( an?)? "
        r"(\d\d?)/(5|10|100)\b(?!/)",
        lambda m: f"{m['head']}{m[2] or ''} {cardinal_en(int(m[3]))} out of {cardinal_en(int(m[4]))}",
        "an 8/10",
        "an eight out of ten",
        "/",
    ),
    Rule(r"\b1/2\s(?=(?:an?|the|my|his|her|their|our|your|of)\b)", "half ", "1/2 a loaf", "half a loaf"),
    Rule(r"(?<![\w./])([1-9]\d?)/([2-9]|1\d|20|32|64|100|1000)\b(?!/|\.\d)", _fraction, "1/3", "one third", "/"),
    Rule(r"(?<=\d)\s?/\s?(?=\d)", " slash ", "1024/7", "one thousand twenty four slash seven", "/"),
    Rule(r"(\b\w+|\))\s?\^\s?(-?)\(?(\d+|[a-z])\b\)?", _power, "x^2", "x squared"),
    Rule(r"²", " squared", "x²", "x squared"),
    Rule(r"³", " cubed", "x³", "x cubed"),
    Rule(r"(?<=\d)\s?\*\s?(?=\d)", " times ", "3*4", "three times four"),
    Rule(r"(?<=\w)\s\*\s(?=\w)", " times ", "a * b", "a times b"),
    Rule(r"(?<![\w.])(\d{1,3}(?:\.\d+)?)[xX×](?!\w)", lambda m: f"{amount(m[1])} times", "10x", "ten times"),
    Rule(r"~>|[=-]{1,2}>|→", " to ", "A -> B", "A to B"),
    Rule(r"<=|≤", " less than or equal to ", "x <= y", "x less than or equal to y"),
    Rule(r">=|≥", " greater than or equal to ", "x >= y", "x greater than or equal to y"),
    Rule(r"!=|≠", " not equal to ", "x != y", "x not equal to y"),
    Rule(r"==", " equals ", "x == y", "x equals y"),
    Rule(r"(?<=[\w)])\s?<\s?(?=[\w$(-])|(?<!\S)<\s?(?=\d)", " less than ", "5 < 6", "five less than six"),
    Rule(
        r"(?<=[\w)])\s>\s?(?=[\w$(-])|(?<=\d)>(?=\d)|(?<!\S)>\s?(?=\d)",
        " greater than ",
        "6 > 5",
        "six greater than five",
    ),
    Rule(r"\b([A-DF])-(?=\s|[.,;:!?]|$)", r"\1 minus", "a B- in art", "a B minus in art"),
    Rule(r"(?<=\d)\+(?=\s|$|[,.;)])", " plus", "100+ users", "one hundred plus users"),
    Rule(r"(?<=\d):(?=\d)", " to ", "16:9", "sixteen to nine"),
)

# --------------------------------------------------------------------------------------------------- what remains

REMAINING: tuple[Rule, ...] = (
    Rule(
        r"\b(\d{1,3}(?:,\d{3})+)(?:st|nd|rd|th)\b",
        lambda m: ordinal_en(int(m[1].replace(",", ""))),
        "the 1,000th",
        "the one thousandth",
    ),
    Rule(
        r"\b(\d+)(?:st|nd|rd|th)\b",
        lambda m: ordinal_en(int(m[1])) if len(m[1]) < 19 else digits_en(m[1]),
        "the 21st",
        "the twenty first",
    ),
    Rule(
        r"(?i)(?<=\bcode )(?:is |was )?\d+\b|(?<=\bpin is )\d+\b|(?<=\bpassword is )\d+\b",
        lambda m: re.sub(r"\d+", lambda figures: digits_en(figures[0]), m[0]),
        "the area code is 212",
        "the area code is two one two",
    ),
    Rule(r"#\s?(?=\d)", "number ", "#1", "number one"),
    Rule(
        r"(?<=[A-Z]\s)(\d{5})(?:-(\d{4}))?\b|(?<=[a-z]\s)(0\d{4})\b|(?<=York )\d{5}\b",
        lambda m: digits_en(m[0]),
        "ZIP 10001",
        "ZIP one zero zero zero one",
    ),
    Rule(r"(?<![\d.,])0(\d)(?!\d|\.\d)", lambda m: f"oh {cardinal_en(int(m[1]))}", "07", "oh seven"),
    Rule(
        rf"(?<![\d.]){NUMBER}(?!\d)",
        lambda m: f" {amount(m[0])} ",
        "1,234.5",
        "one thousand two hundred thirty four point five",
    ),
    Rule(r"\d+", lambda m: f" {whole_en(m[0])} ", "1.2.3.4.5", "one point two point three point four point five"),
)
