"""Years, decades, dates and times of day in English text."""

from __future__ import annotations

import re

from audiobuild.pronunciation.en.numbers import cardinal_en, decade_en, name_en, ordinal_en, whole_en, year_en
from audiobuild.pronunciation.rules import JOINT, Rule
from audiobuild.pronunciation.tables import table

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
_DAYS = table(
    """
    Mon Monday, Tue Tuesday, Tues Tuesday, Wed Wednesday, Weds Wednesday, Thu Thursday, Thur Thursday, Thurs Thursday
    Fri Friday, Sat Saturday, Sun Sunday
    """
)
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b)|May"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_NTH = r"(?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]|20)\d\d"
_THING = (  # nouns that are counted, so the number is not a year: 1500 people, 2000 square feet
    r"(?!\s(?:[a-z]+\s)?(?:days|weeks|hours|minutes|seconds|cases|countries|cities|homes|schools|stores|people|men|women|children|points|percent|miles?|square|feet|pounds|meters|metres|copies|"
    r"thousand|million|billion|cubic|kilo\w+|dollars|euros|students|employees|users|votes|calories|jobs|words|species))"
)


def _month(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3]))


def _year(text: str) -> str:
    return year_en(int(text))


def _two_figures(two: str) -> str:
    """The last two figures of a year, or the minutes of a time: 08 as oh eight."""
    number = cardinal_en(int(two))
    if int(two) > 9:
        return number
    return f"oh {number}"


def _days(day: str, last: str | None) -> str:
    """A day of a month, or a range of days."""
    if last:
        return f"{ordinal_en(int(day))} to {ordinal_en(int(last))}"
    return ordinal_en(int(day))


def _month_day(found: re.Match[str]) -> str:
    name, day, last, year = found.group("month", "day", "last", "year")
    date = f"{_month(name)} {_days(day, last)}"
    if year:
        return f"{date}, {_year(year)}"
    return date


def _day_month(found: re.Match[str]) -> str:
    the, day, last, name, year = found.group("the", "day", "last", "month", "year")
    date = f"{the or 'the '}{_days(day, last)} of {_month(name)}"
    if year:
        return f"{date}, {_year(year)}"
    return date


def _written(year: str, month: str, day: str) -> str:
    return f"{MONTHS[int(month) - 1]} {ordinal_en(int(day))}, {_long_year(year)}"


def _long_year(year: str) -> str:
    if len(year) == 4:
        return _year(year)
    if int(year) < 50:
        return _year(f"20{year}")
    return _year(f"19{year}")


def _slashed(found: re.Match[str]) -> str:
    """A date such as 3/15/2024, read month first (American) unless the first number can only be a day."""
    first, _, second, year = found.groups()
    if int(first) <= 12:
        return _written(year, first, second)
    if int(second) <= 12:
        return _written(year, second, first)
    return found[0]


def _dotted(found: re.Match[str]) -> str:
    return _written(found[3], found[2], found[1])


def _iso(found: re.Match[str]) -> str:
    return _written(found[1], found[2], found[3])


def _years(found: re.Match[str]) -> str:
    first, last = _year(found[1]), found[2] or ""
    if len(last) == 4:
        return f"{first} to {_year(last)}"
    return f"{first} to {_two_figures(last)}"


def _decade(found: re.Match[str]) -> str:
    return decade_en(found[1] or "", found[2])


def _seconds(found: re.Match[str]) -> str:
    if found[2]:
        return found[1] + _counted(found[2], "second")
    return f"{cardinal_en(int(found[4]))} second"


def _half_day(letter: str) -> str:
    return f"{letter.upper()}{JOINT}M"


def _clock(hour: str, minute: str) -> str:
    """20:05 as twenty oh five, 8:00 as eight o'clock, 14:00 as fourteen hundred."""
    hours = cardinal_en(int(hour))
    if minute != "00":
        return f"{hours} {_two_figures(minute)}"
    if int(hour) > 12 or hour[0] == "0":
        return f"{hours} hundred"
    return f"{hours} o'clock"


def _twelve(found: re.Match[str]) -> str:
    """A time with a.m. or p.m.; keeps the full stop if it also ends the sentence."""
    hour, minute, half = found.group("hour", "minute", "half")
    words = [cardinal_en(int(hour))]
    if minute and minute != "00":
        words.append(_two_figures(minute))
    words.append(_half_day(half[0]))
    if half.endswith(".") and _ends_here(found):
        words[-1] += "."
    return " ".join(words)


def _ends_here(found: re.Match[str]) -> bool:
    """Whether the sentence ends here: nothing follows, or a capital or a closing mark."""
    rest = found.string[found.end() : found.end() + 20].lstrip()
    return not rest or rest[0].isupper() or rest[0] in '"”)'


def _counted(number: str, unit: str) -> str:
    if int(number) == 1:
        return f"one {unit}"
    return f"{cardinal_en(int(number))} {unit}s"


def _with_seconds(found: re.Match[str]) -> str:
    """2:45:10 as a duration, 14:30:05 as a time of day."""
    hour, minute, second = found.groups()
    if int(hour) < 10:
        return f"{_counted(hour, 'hour')} {_counted(minute, 'minute')} and {_counted(second, 'second')}"
    return f"{cardinal_en(int(hour))} {_two_figures(minute)} and {cardinal_en(int(second))} seconds"


_DAY_NAME = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday|s|rs?)?"
_THROUGH = r"(?:\s?[-–—]\s?|\s(?:to|thru|through)\s)"
_DAYS_BY_START = {name[:3]: name for name in _DAYS.values()}
_SCALE_AHEAD = r"(?=[ -](?:scale|model|replica|map|drawing|miniature|plan|slope|dilution|mix|ratio)\b)"
#: Words before and after a number of seconds: wait 90s and stir, a 60s timer. Elsewhere 60s is a decade.
_FOR = (
    r"(?i:for|after|waits?|waited|within|every|takes?|took|lasts?|lasted|than|only|just|about|around|least|most|another|exactly|roughly|nearly"
    r"|almost|is|was|boil|stir|hold|rest|cook|bake|heat|sleep|pause|last)"
)
_SECONDS_BEHIND = (
    r"(?!\sand\s(?:the\s)?['’]?\d0s)(?=[.,;:!?)]|$|\s(?:and|then|or|before|per|of|in|to|at|on"
    r"|until|while|if|later|long|max|each|between|apart|ago|more|longer|with|so|from)\b)"
)
_TIMED = (
    r"(?=[ -](?:timer|delay|timeout|window|countdown"
    r"|limit|rest|interval|lap|sprint|plank|exposure|pause|wait|hold|burst)s?\b)"
)


def _day_or_month(name: str) -> str:
    return _DAYS_BY_START.get(name[:3]) or _month(name)


def _day_range(found: re.Match[str]) -> str:
    """Tue-Sat and Jan.–Mar. as Tuesday to Saturday, January to March."""
    return f"{_day_or_month(found[1])} to {_day_or_month(found[2])}"


_HALF = r"\s?(?P<half>[AaPp](?:\.[Mm]\.?|[Mm]\b))"

#: Dates, then times, then years alone; the first rule that matches a place is used.
RULES: tuple[Rule, ...] = (
    Rule(r"(?<![\d/])9/11\b(?![/\d])", "nine eleven", "on 9/11", "on nine eleven"),
    Rule(r"(?<=\d-\d\d-\d\d)T(?=\d\d:\d\d)", ", ", "2024-05-06T08:30", "May sixth, twenty twenty four, eight thirty"),
    Rule(
        rf"(?<![\w-])(?:({_DAY_NAME})\.?{_THROUGH}({_DAY_NAME})\b)(?!-)",
        _day_range,
        "Thu-Sun",
        "Thursday to Sunday",
    ),
    Rule(
        rf"(?<![\w-])({_MONTH}){_THROUGH}({_MONTH})(?![\w-]|\s\d{{1,2}}\b)",
        _day_range,
        "Feb.–May",
        "February to May",
    ),
    Rule(
        rf"(?<![\d.:])\b1:(\d{{1,3}}(?:,\d{{3}})+|\d{{3,}}|\d{{1,2}}(?![:.]\d|\s?[ap]\.?m\b){_SCALE_AHEAD})\b",
        lambda m: f"one to {whole_en(m[1])}",
        "a 1:18 scale car",
        "a one to eighteen scale car",
        ":",
    ),
    Rule(
        r"(?i:(?<=scale )|(?<=scale of )|(?<=scale is )|(?<=scale: )|(?<=ratio of )|(?<=ratio is )|(?<=diluted ))"
        r"1:(\d{1,3})\b",
        lambda m: f"one to {whole_en(m[1])}",
        "to a scale of 1:48",
        "to a scale of one to forty eight",
        ":",
    ),
    Rule(
        rf"(\b{_FOR}\s(?:up to\s)?)(\d{{1,3}})s\b{_SECONDS_BEHIND}|(?<![\w'’.])()(\d{{1,3}})s\b{_TIMED}",
        _seconds,
        "wait 40s, then stir",
        "wait forty seconds, then stir",
    ),
    Rule(r"(?<=\d):00(?=\so'clock)", "", "at 5:00 o'clock", "at five o'clock"),
    Rule(rf"\b({YEAR})[-/](0[1-9]|1[0-2])[-/]({_DAY})\b(?![-/])", _iso, "2024-05-06", "May sixth, twenty twenty four"),
    Rule(
        rf"(?<![\d/-])({_DAY})([-/])({_DAY})\2({YEAR}|(?<=/)\d\d)\b(?![-/])",
        _slashed,
        "3/15/2024",
        "March fifteenth, twenty twenty four",
    ),
    Rule(
        rf"\b([Oo]n|[Bb]y|due|until|before|since)\s(0?[1-9]|1[0-2])/({_DAY})\b(?!/|\sof\b)",
        lambda m: f"{m[1]} {MONTHS[int(m[2]) - 1]} {ordinal_en(int(m[3]))}",
        "on 3/15",
        "on March fifteenth",
        "/",
    ),
    Rule(
        rf"(?<![\d.])({_DAY})\.(0?[1-9]|1[0-2])\.({YEAR})\b",
        _dotted,
        "15.3.2024",
        "March fifteenth, twenty twenty four",
    ),
    Rule(
        rf"(?P<the>\b[Tt]he\s)?(?<![\d/.,$-])\b(?P<day>{_DAY}){_NTH}(?:\s?[-–]\s?(?P<last>{_DAY}){_NTH})?\s(?:of\s)?"
        rf"(?P<month>{_MONTH})(?:,?\s(?P<year>{YEAR})\b)?(?!\s?\d)",
        _day_month,
        "5 May 2024",
        "the fifth of May, twenty twenty four",
    ),
    Rule(
        rf"(?<=\d)(?:{_NTH})\s?[-–—]\s?(?={_MONTH}\s\d)",
        " to ",
        "June 30-July 2",
        "June thirtieth to July second",
    ),
    Rule(
        rf"\b([Pp]re|[Pp]ost|[Mm]id|[Ll]ate|[Ee]arly)-({YEAR})\b(?!s|-\d)",
        lambda m: f"{m[1]} {_year(m[2])}",
        "pre-1990 cars",
        "pre nineteen ninety cars",
    ),
    Rule(
        rf"\b(?P<month>{_MONTH})\s(?P<day>{_DAY}){_NTH}\b(?!:|\.\d|,\d)(?:\s?[-–]\s?(?P<last>{_DAY}){_NTH}\b)?"
        rf"(?:,?\s(?P<year>{YEAR})\b)?",
        _month_day,
        "May 5, 2024",
        "May fifth, twenty twenty four",
    ),
    Rule(
        rf"\b((?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)\.?,?\s({YEAR})\b",
        lambda m: f"{_month(m[1])} {_year(m[2])}",
        "Sept. 2019",
        "September twenty nineteen",
    ),
    Rule(
        r"\b(?:(Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat|Sun)(?:\.(?=,?\s)|(?=,\s(?:Jan|Feb|Ma|Apr|Ju|Aug|Sep|Oct|Nov|Dec)))"
        r"|(Mon|Tues?|Thurs?|Thu|Fri)(?=\.$))",
        lambda m: _DAYS[m[1] or m[2]],
        "Tues. night",
        "Tuesday night",
    ),
    Rule(
        rf"(?<![\w'’-])(Tues?|Weds|Thurs?|Thu|Fri)(?![\w'’.-]|\s(?!{_MONTH})[A-Z])",
        lambda m: _DAYS[m[1]],
        "closed on Fri, sadly",
        "closed on Friday, sadly",
    ),
    Rule(
        r"((?:^|[,;]|\b(?:on|by|until|till|next|last|every|this|or|and))\s)(Mon|Wed|Sat|Sun)(?=\s\d|[,;]|\sat\b)",
        lambda m: m[1] + _DAYS[m[2]],
        "and Sat 10-2",
        "and Saturday ten to two",
    ),
    Rule(
        r"\b(\d\d?):([0-5]\d):([0-5]\d)\b(?![:\d])",
        _with_seconds,
        "2:45:10",
        "two hours forty five minutes and ten seconds",
        ":",
    ),
    Rule(r"(?<=\d)(\s?[AaPp]\.?[Mm]\.?)\s?[-–—]\s?(?=\d)", r"\1 to ", "9am-5pm", "nine A M to five P M"),
    Rule(
        r"(?<![\d:.])(\d\d?(?::[0-5]\d)?)\s?[-–—]\s?(?=\d\d?(?::[0-5]\d)?\s?[AaPp]\.?[Mm]\b)",
        r"\1 to ",
        "8-10 am",
        "eight to ten A M",
    ),
    Rule(
        rf"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?{_HALF}",
        _twelve,
        "at 8:30 a.m. sharp",
        "at eight thirty A M sharp",
    ),
    Rule(
        r"(?<![\d:.,$])([01]?\d|2[0-4]):([0-5]\d)\s?[-–—]\s?([01]?\d|2[0-4]):([0-5]\d)\b(?!:)",
        lambda m: f"{_clock(m[1], m[2])} to {_clock(m[3], m[4])}",
        "9:30-17:45",
        "nine thirty to seventeen forty five",
        ":",
    ),
    Rule(
        r"(?<![\d:.,$])([01]?\d|2[0-4]):([0-5]\d)(?![\d:]|\.\d)",
        lambda m: _clock(m[1], m[2]),
        "at 20:05",
        "at twenty oh five",
        ":",
    ),
    Rule(
        rf"(?<![\d.,$€£])\b({YEAR})\s?[-–—/]\s?({YEAR}|\d\d)\b(?![-/\d%]|\.\d|,\d)",
        _years,
        "1939-1945",
        "nineteen thirty nine to nineteen forty five",
    ),
    Rule(r"(?<![\d.,])\b(1\d|20)(\d)0['’]?s\b", _decade, "the 1990s", "the nineteen nineties"),
    Rule(r"(?<![\d.,\w])['’]?()([1-9])0['’]?s\b", _decade, "her 30s and the '80s", "her thirties and the eighties"),
    Rule(
        r"(?<![\w'])'(\d\d)\b(?!')",
        lambda m: _two_figures(m[1]),
        "the class of '08",
        "the class of oh eight",
    ),
    Rule(
        r"\b(FY|Q[1-4]|H[12])\s?['’]?(20\d\d)\b",
        lambda m: f"{m[1]} {_year(m[2])}",
        "Q3 2024",
        "Q three twenty twenty four",
    ),
    Rule(
        r"(?<![\d.,])(\d{1,4})(?=\s(?:BCE?|CE|AD)\b)|(?<=\bAD )(\d{1,4})\b",
        lambda m: name_en(m[0]),
        "44 BC",
        "forty four B C",
    ),
    Rule(
        rf"(?i)(?<=\b(?:in|by) )({YEAR})(?=\s(?:to|and)\s{YEAR}\b)|(?<=\bin )({YEAR})\b(?![.,:]\d|-\d|[%°])"
        rf"{_THING}",
        lambda m: _year(m[0]),
        "in 1905",
        "in nineteen oh five",
    ),
    Rule(
        r"(?i)\b(about|over|nearly|almost|than|exactly|roughly|least|most|only|some|around|nearly|approximately)\s"
        r"(\d{4})\b(?=\s[a-z]+s\b)",
        lambda m: f"{m[1]} {cardinal_en(int(m[2]))}",
        "over 1500 books",
        "over one thousand five hundred books",
    ),
    Rule(
        rf"(?<![\d.,$€£¥#\w+-])({YEAR})(?![\d%°\w]|[.,]\d|-\d|\s?[×x*/+=<>]\s?\d){_THING}"
        r"(?!\s(?!(?:was|is|has|does|its|his|this|as|us|plus|news|always|sales|elections|games|olympics)\b)[a-z]{3,}s\b)",
        lambda m: _year(m[0]),
        "the 1984 report",
        "the nineteen eighty four report",
    ),
)
