"""Money, units and large numbers in English text."""

from __future__ import annotations

import re

from audiobuild.pronunciation.en.numbers import cardinal_en, decimal_en, fraction_en
from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.tables import table

#: A number as written: 1,234.5.
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"


def amount(text: str) -> str:
    """A written number in words."""
    return decimal_en(text.replace(",", ""))


def _is_one(text: str) -> bool:
    return text in ("1", "1.0")


# ----------------------------------------------------------------------------------------------------------- money

_CURRENCIES: dict[str, tuple[str, str, str]] = {
    "$": ("dollar", "dollars", "cent"),
    "US$": ("U.S. dollar", "U.S. dollars", "cent"),
    "A$": ("Australian dollar", "Australian dollars", "cent"),
    "AU$": ("Australian dollar", "Australian dollars", "cent"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent"),
    "CA$": ("Canadian dollar", "Canadian dollars", "cent"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent"),
    "NT$": ("New Taiwan dollar", "New Taiwan dollars", "cent"),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", "cent"),
    "S$": ("Singapore dollar", "Singapore dollars", "cent"),
    "R$": ("real", "reais", "centavo"),
    "€": ("euro", "euros", "cent"),
    "£": ("pound", "pounds", "penny"),
    "¥": ("yuan", "yuan", "fen"),
    "CN¥": ("yuan", "yuan", "fen"),
    "JP¥": ("yen", "yen", "sen"),
    "₹": ("rupee", "rupees", "paisa"),
    "₩": ("won", "won", "jeon"),
    "₽": ("ruble", "rubles", "kopeck"),
    "₺": ("lira", "lira", "kurus"),
    "₫": ("dong", "dong", "xu"),
    "₿": ("bitcoin", "bitcoin", "satoshi"),
    "฿": ("baht", "baht", "satang"),
}
_SIGN = r"(?:US|AU?|CA?|HK|NT|NZ|S|R)?\$|(?:CN|JP)?¥|[€£₹₩₽₺₫₿฿]"
SCALES = table(
    """
    k thousand, K thousand, m million, M million, mn million, mm million, MM million, B billion, b billion, bn billion
    Bn billion, T trillion, tn trillion, trn trillion
    """
)
_SCALE = r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn|Bn|tn|trn|mn|mm|MM|[kKmMbBT])\b)?"
#: Words after which an amount is an adjective: a $5 bill.
_BEFORE_NOUN = r"(?P<det>\b(?:[Aa]n?|[Aa]nother|[Ee]ach|[Ee]very|single|extra|whole|flat|measly)\s)"
_BEFORE_PRICE = (
    r"(?P<det>\b(?:[Aa]n?|[Aa]nother|[Ee]ach|[Ee]very|single|extra|whole|flat|measly"
    r"|[Tt]he|[Tt]h(?:is|at)|[Mm]y|[Yy]our|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir)\s)"
)
_NOUN_AHEAD = (
    r"(?=[ -](?!(?:and|or|to|for|in|on|at|of|a|an|the|per|from|by|with|is|was|if|when|more|less|each|I)\b)[A-Za-z])"
)


def _scale(found: re.Match[str], group: str = "scale") -> str:
    """The scale of an amount in words with a leading space (" million"), "" if it has none."""
    written = found[group]
    if not written:
        return ""
    return f" {SCALES.get(written, written)}"


def _money(found: re.Match[str]) -> str:
    sign, number = found.group("sign", "number")
    one, many, small = _CURRENCIES[sign]
    whole, _, cents = number.replace(",", "").partition(".")
    if found["scale"] or len(cents) > 2 or not whole:
        return f"{amount(number)}{_scale(found)} {many}"
    words = _counted(int(whole), one, many)
    if not int(cents or 0):
        return words
    coins = _coins(small, int(cents.ljust(2, "0")))
    if int(whole):
        return f"{words} and {coins}"
    return coins


def _counted(number: int, one: str, many: str) -> str:
    if number == 1:
        return f"one {one}"
    return f"{cardinal_en(number)} {many}"


#: Coins with an irregular plural.
_COINS = {"penny": "pence", "paisa": "paise"} | {name: name for name in ("fen", "sen", "jeon", "kurus", "xu", "satang")}


def _coins(small: str, number: int) -> str:
    return _counted(number, small, _COINS.get(small, f"{small}s"))


def _point(found: re.Match[str]) -> str:
    """A decimal comma as a point."""
    return found[0].replace(".", "").replace(",", ".")


def _money_range(found: re.Match[str]) -> str:
    """$5-10 million: the currency and the scale apply to both numbers."""
    scale, first = _scale(found), _scale(found, "first_scale")
    if first == scale:
        first = ""
    _, many, _ = _CURRENCIES[found["sign"]]
    return f"{amount(found['low'])}{first} to {amount(found['number'])}{scale} {many}"


def _money_before_noun(found: re.Match[str]) -> str:
    one, _, _ = _CURRENCIES[found["sign"]]
    return f"{found['det']}{amount(found['number'])}{_scale(found)} {one}"


def _price_before_noun(found: re.Match[str]) -> str:
    """A £2.40 ticket as a two pound forty ticket, a $0.50 stamp as a fifty cent stamp."""
    one, _, small = _CURRENCIES[found["sign"]]
    coins = int(found["cents"])
    words = []
    if int(found["whole"]):
        words = [cardinal_en(int(found["whole"])), one]
    if coins:
        words.append(cardinal_en(coins))
    if not int(found["whole"]):
        words.append(small)
    return found["det"] + " ".join(words)


def _amount_per(found: re.Match[str]) -> str:
    """12 L/min as twelve liters per minute, 20 mg/kg/day as twenty milligrams per kilogram per day."""
    number, unit = found.group("number", "unit")
    name = _UNITS[unit]
    if not (_is_one(number) or _before_noun(found)):
        name = _plural(name)
    below = [_TIMES.get(part) or _UNITS.get(part) or part for part in filter(None, found.group("below", "last"))]
    return " per ".join([f"{amount(number)} {name}", *below])


def _amount_per_many(found: re.Match[str]) -> str:
    number, unit, many, below = found.group("number", "unit", "many", "below")
    name = _UNITS[unit] if _is_one(number) else _plural(_UNITS[unit])
    return f"{amount(number)} {name} per {amount(many)} {_plural(_UNITS[below])}"


MONEY: tuple[Rule, ...] = (
    Rule(
        rf"(?P<sign>{_SIGN})(?P<low>{NUMBER})\s?(?P<first_scale>million|billion|bn|[kKmMBT])?\s?[-–—]\s?"
        rf"(?:{_SIGN})?(?P<number>{NUMBER}){_SCALE}",
        _money_range,
        "$5-10 million",
        "five to ten million dollars",
    ),
    Rule(
        r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+|\d+),(\d\d)(?=\s?€)|(?<=€)(\d+),(\d\d)(?!\d)|(?<=€ )(\d+),(\d\d)(?!\d)",
        _point,
        "4,00 €",
        "four euros",
        "€",
    ),
    Rule(
        rf"(?P<det>)(?P<sign>{_SIGN})(?P<number>{NUMBER})-(?P<scale>hundred|thousand|million|billion|trillion)\b",
        _money_before_noun,
        "a $6-million house",
        "a six million dollar house",
    ),
    Rule(
        rf"{_BEFORE_PRICE}(?P<sign>{_SIGN})(?P<whole>\d{{1,4}})\.(?P<cents>\d\d)(?![\d.]){_NOUN_AHEAD}"
        r"(?! (?:he|she|they|we|you|it)\b)",
        _price_before_noun,
        "the £4.80 soup",
        "the four pound eighty soup",
    ),
    Rule(
        rf"{_BEFORE_NOUN}(?P<sign>{_SIGN})(?P<number>{NUMBER})(?![\d.]){_SCALE}{_NOUN_AHEAD}",
        _money_before_noun,
        "a $5 million deal",
        "a five million dollar deal",
    ),
    Rule(
        rf"(?P<det>)(?P<sign>{_SIGN})(?P<number>{NUMBER})(?![\d.]){_SCALE}(?=-[a-z])",
        _money_before_noun,
        "$100-a-night rooms",
        "one hundred dollar-a-night rooms",
    ),
    Rule(rf"-(?=(?:{_SIGN})\d)", "minus ", "-$5", "minus five dollars"),
    Rule(rf"(?P<sign>{_SIGN})\s?(?P<number>{NUMBER}){_SCALE}", _money, "$1.50", "one dollar and fifty cents"),
    Rule(
        rf"\b(?P<number>{NUMBER}){_SCALE}\s?(?P<sign>[€£₹₩₽₺₫₿])",
        _money,
        "20 €",
        "twenty euros",
    ),
    Rule(rf"\b({NUMBER})\s?¢", lambda m: f"{amount(m[1])} cent{'' if m[1] == '1' else 's'}", "5¢", "five cents"),
    Rule(
        rf"\b(USD|RMB|EUR|GBP|CNY|JPY|HKD|AUD|CAD)\s?({NUMBER})(\s?(?:million|billion|thousand|trillion)\b)?",
        lambda m: f"{amount(m[2])}{m[3] or ''} {m[1]}",
        "RMB 500 million",
        "five hundred million R M B",
    ),
    Rule(
        r"\b(dollars?|euros?|pounds?|yuan|yen|cents?)/(hour|hr|day|week|wk|month|mo|year|yr|person|kg|lb|"
        r"unit|user|seat|night|share|barrel|ton|hectare|GB|M|1M)\b",
        lambda m: f"{m[1]} per {_PER.get(m[2], m[2])}",
        "$20/hr",
        "twenty dollars per hour",
        "/",
    ),
)
_PER: dict[str, str] = table(
    "M million, 1M million, hr hour, wk week, mo month, yr year, kg kilogram, lb pound, GB gigabyte"
)

# -------------------------------------------------------------------------------------------------------- measures

#: Unit -> its name in the singular; the plural adds -s unless the table below gives another.
_UNITS = table(
    """
    km kilometer, cm centimeter, mm millimeter, nm nanometer, μm micrometer, µm micrometer, kg kilogram, mg milligram
    μg microgram, µg microgram, mcg microgram, lb pound, lbs pound, oz ounce, yd yard, mi mile, ft foot
    ml milliliter, mL milliliter, cl centiliter, dl deciliter, L liter, gal gallon, tsp teaspoon, tbsp tablespoon
    km/h kilometer per hour, kmh kilometer per hour, kph kilometer per hour, mph mile per hour, m/s meter per second
    km/s kilometer per second, mpg mile per gallon, ft/s foot per second, m/s² meter per second squared
    Hz hertz, kHz kilohertz, KHz kilohertz, MHz megahertz, GHz gigahertz, THz terahertz
    KB kilobyte, kB kilobyte, MB megabyte, GB gigabyte, TB terabyte, PB petabyte, EB exabyte
    KiB kibibyte, MiB mebibyte, GiB gibibyte, TiB tebibyte, Kb kilobit, Mb megabit, Gb gigabit
    kbps kilobit per second, Kbps kilobit per second, Mbps megabit per second, Gbps gigabit per second
    Tbps terabit per second, Mbit/s megabit per second, Gbit/s gigabit per second
    KB/s kilobyte per second, MB/s megabyte per second, GB/s gigabyte per second, bps basis point
    kV kilovolt, mV millivolt, V volt, mA milliamp, A amp, mAh milliamp hour, Ah amp hour, Wh watt hour, W watt
    kW kilowatt, KW kilowatt, MW megawatt, GW gigawatt, TW terawatt, mW milliwatt
    kWh kilowatt hour, MWh megawatt hour, GWh gigawatt hour, TWh terawatt hour, kJ kilojoule, MJ megajoule, J joule
    mmHg millimeter of mercury
    kcal kilocalorie, cal calorie, dB decibel, dBA decibel, dBm D B M, Pa pascal, hPa hectopascal, kPa kilopascal
    MPa megapascal,     psi P S I, bar bar, atm atmosphere, N newton, kN kilonewton, Nm newton meter, hp horsepower
    bhp brake horsepower
    px pixel, MP megapixel, dpi dot per inch, ppi pixel per inch, fps frame per second, rpm revolution per minute
    RPM revolution per minute, bpm beat per minute, ppm part per million, ppb part per billion, mol mole, lm lumen
    ha hectare, sq_ft square foot, sqft square foot, sq_km square kilometer, sq_mi square mile, sq_m square meter
    m² square meter, km² square kilometer, cm² square centimeter, mm² square millimeter, ft² square foot
    mi² square mile,     m³ cubic meter, cm³ cubic centimeter, km³ cubic kilometer, ft³ cubic foot, cc C C
    m^2 square meter
    m2 square meter, km2 square kilometer, cm2 square centimeter, mm2 square millimeter, ft2 square foot
    ㎡ square meter, m3 cubic meter, cm3 cubic centimeter, mm3 cubic millimeter, km3 cubic kilometer, ft3 cubic foot
    ㎥ cubic meter
    m^3 cubic meter,     km^2 square kilometer, cm^2 square centimeter, cm^3 cubic centimeter, g/L gram per liter
    mg/L milligram per liter
    mg/dL milligram per deciliter, g/cm³ gram per cubic centimeter, kg/m³ kilogram per cubic meter
    kg/m² kilogram per square meter,     °C degree Celsius, °F degree Fahrenheit, ℃ degree Celsius
    ℉ degree Fahrenheit, ° degree
    sec second, secs second, ms millisecond, μs microsecond, µs microsecond, ns nanosecond, min minute, mins minute
    hr hour, hrs hour, yr year, yrs year, wk week, wks week, mo month, mos month
    m meter, g gram, h hour, s second, l liter, t ton, K kelvin, Ω ohm, kΩ kiloohm, MΩ megaohm, % percent, ‰ per mille
    """
)
_UNITS = {unit.replace("_", " "): name for unit, name in _UNITS.items()}
_SAME_PLURAL = frozenset(("percent", "per mille", "P S I", "C C", "D B M"))
#: Units whose letters have other meanings too: accepted only directly after a figure.
_GLUED_ONLY = frozenset(("t", "K", "s", "V", "A", "N", "J"))
_UNIT = "|".join(sorted(map(re.escape, set(_UNITS) - _GLUED_ONLY), key=len, reverse=True))
_GLUED = "|".join(sorted(_GLUED_ONLY - {"K", "s", "t", "A"}))


def _plural(name: str) -> str:
    head, per, rest = name.partition(" of " if " of " in name else " per ")
    if name in _SAME_PLURAL or head.endswith(("hertz", "horsepower")):
        return name
    for one, many in (("foot", "feet"), ("degree", "degrees")):
        if one in head:
            return head.replace(one, many) + per + rest
    return head + "s" + per + rest


def _measure(found: re.Match[str]) -> str:
    number, hyphen, unit = found.group("number", "hyphen", "unit")
    name = _UNITS[unit]
    if not (_is_one(number) or hyphen == "-" or _before_noun(found)):
        name = _plural(name)
    if found["dot"] and not found.string[found.end() : found.end() + 9].lstrip()[:1].islower():
        name += "."
    return f"{amount(number)} {name}"


def _before_noun(found: re.Match[str]) -> bool:
    """Whether a measure is an adjective before its noun: a 5 km run."""
    before = found.string[max(0, found.start() - 4) : found.start()]
    after = found.string[found.end() : found.end() + 40]
    return bool(re.search(r"\b[Aa]n? $", before)) and bool(re.match(_NOUN_AHEAD, after))


def _feet(found: re.Match[str]) -> str:
    feet, inches = found.group("feet", "inches")
    words = f"{amount(feet)} feet"
    if _is_one(feet):
        words = f"{amount(feet)} foot"
    if inches == "1":
        return f"{words} one inch"
    if inches:
        return f"{words} {amount(inches)} inches"
    return words


def _inches(found: re.Match[str]) -> str:
    """A figure with an inch sign, unless the sign closes a quotation."""
    before = found.string[max(0, found.start() - 400) : found.start()]
    if (found[0].endswith("”") and before.count("“") > before.count("”")) or before.count('"') % 2:
        return found[0]
    single = _is_one(found[1]) or _before_noun(found)
    return f"{amount(found[1])} {'inch' if single else 'inches'}"


def _part_of(found: re.Match[str]) -> str:
    name = _UNITS[found["unit"]]
    article = "an" if name[0] in "aeiou" else "a"
    return f"{fraction_en(int(found['over']), int(found['under']))} of {article} {name}"


def _scaled(found: re.Match[str]) -> str:
    return f"{amount(found['number'])} {SCALES[found['scale']]}"


_WINDS = table("N north, S south, E east, W west")
_TIMES = table("d day, s second, sec second, min minute, h hour, hr hour, wk week, mo month, yr year, kg kilogram")
_OFTEN = "s|second|minute|hour|day|d|night|week|month|year"
_PEOPLE = (
    r"(?=\s(?:\w+\s)?(?:people|users|followers|subscribers|views|downloads|dollars|euros|copies|jobs|customers|readers|"
    r"listeners|members|players|units|tons|years|lines|records|parameters|tokens|barrels|viewers|fans|votes|steps|"
    r"employees|homes|households|devices|cars|vehicles|books|images|samples|requests|messages|transactions)\b)"
)

MEASURES: tuple[Rule, ...] = (
    Rule(
        r"(?<![\w./])(\d+)/(\d+)[ -]?in\.(?=\s[a-z]|,)",
        lambda m: f"{fraction_en(int(m[1]), int(m[2]))} inch",
        "a 3/8 in. bolt",
        "a three eighths inch bolt",
        "/",
    ),
    Rule(
        rf"(?<![\w./])({NUMBER})\s?in\.(?=\s[a-z]|,)",
        lambda m: f"{amount(m[1])} inch{'' if _is_one(m[1]) else 'es'}",
        "a pipe of 12 in. or so",
        "a pipe of twelve inches or so",
    ),
    Rule(
        r"(?<=\d)°\s?([NSEW])\b",
        lambda m: f" degrees {_WINDS[m[1]]}",
        "40° N",
        "forty degrees north",
    ),
    Rule(
        r"(?<![\w.])(?P<feet>\d+)\s?ft\.?,?\s(?P<inches>\d+(?:\.\d+)?)\s?in\b\.?",
        _feet,
        "6 ft 2 in tall",
        "six feet two inches tall",
    ),
    Rule(
        rf"(?<![\w./])(?P<number>{NUMBER})\s?(?P<unit>{_UNIT})\s?/\s?(?P<many>10|100|1,?000)\s?(?!(?P=unit)\b)(?P<below>{_UNIT})(?![\w/°²³^'’])",
        _amount_per_many,
        "5 g/100 mL",
        "five grams per one hundred milliliters",
        "/",
    ),
    Rule(
        rf"(?<![\w./])(?P<number>{NUMBER})[ -]?(?P<unit>{_UNIT}|{_GLUED})\s?/\s?(?P<below>{_UNIT}|{_OFTEN})"
        rf"(?:\s?/\s?(?P<last>{_UNIT}|{_OFTEN}))?"
        r"(?![\w/°²³^'’])",
        _amount_per,
        "3 mL/min",
        "three milliliters per minute",
        "/",
    ),
    Rule(
        r"(?<=[\da-z])\s?/\s?(s|sec|second|min|minute|h|hr|hour|day|night|week|wk|month|mo|year|yr|person|head|kg)\b"
        r"(?<!m/s)(?<!/h)(?<!m/min)",
        lambda m: f" per {_TIMES.get(m[1], m[1])}",
        "8/day",
        "eight per day",
        "/",
    ),
    Rule(
        r"(?<![\w.])(?P<feet>\d+)\s?'\s?(?P<inches>\d+(?:\.\d+)?)\s?(?:\"|''|”)?(?!\w)",
        _feet,
        "6'2\" tall",
        "six feet two inches tall",
    ),
    Rule(
        r"(?<![\w.])(?P<feet>\d+)'(?P<inches>)(?![\w'])(?=\s?[x×]|\s(?:by|tall|long|wide|high)\b)",
        _feet,
        "8' tall",
        "eight feet tall",
    ),
    Rule(
        r"(?<![\w.])(\d+(?:\.\d+)?)[\"”]",
        _inches,
        'a 3.5" disk',
        "a three point five inch disk",
    ),
    Rule(
        rf"(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?P<scale>[kKM]|bn|mn|B){_PEOPLE}",
        _scaled,
        "5M users",
        "five million users",
    ),
    Rule(
        rf"(?<![\w.])(?P<number>{NUMBER})m{_PEOPLE}",
        lambda m: f"{amount(m[1])} million",
        "5m people",
        "five million people",
    ),
    Rule(
        rf"(?<=\d)(?P<unit>{_UNIT}|[kKMB])\s?[-–—]\s?(?={NUMBER}\s?(?P=unit)(?!\w))",
        r"\1 to ",
        "5kg-10kg",
        "five kilograms to ten kilograms",
    ),
    Rule(
        rf"(?<![\w./])(?P<over>[1-9]\d?)/(?P<under>[2-9]|1[026])\s?(?P<unit>{_UNIT})(?![\w/°²³^'’])",
        _part_of,
        "3/4 tsp",
        "three quarters of a teaspoon",
        "/",
    ),
    Rule(
        rf"(?<=[a-z])(?P<part> (?:half|halves|thirds?|quarters?|[a-z]+ths?)) (?P<unit>{_UNIT})(?![\w/°²³^'’])",
        lambda m: f"{m['part']} {_plural(_UNITS[m['unit']])}",
        "2 1/2 ft",
        "two and a half feet",
    ),
    Rule(
        rf"(?<![\w./])(?P<number>{NUMBER})(?P<hyphen>[ -]?)(?P<unit>{_UNIT})(?![\w/°²³^'’])(?P<dot>\.(?=\s|$))?",
        _measure,
        "5 km",
        "five kilometers",
    ),
    Rule(
        rf"(?<![\w.])(?P<number>{NUMBER})(?P<hyphen>)(?P<unit>{_GLUED})(?![\w/'’.-])(?P<dot>)",
        _measure,
        "220V",
        "two hundred twenty volts",
    ),
    Rule(
        r"(?<![\w./])(?P<number>\d+\.\d+)(?P<hyphen> ?)(?P<unit>s)(?![\w/'’-])(?P<dot>)",
        _measure,
        "9.58 s",
        "nine point five eight seconds",
    ),
    Rule(
        rf"\b(?P<number>{NUMBER})(?P<scale>bn|mn|tn|trn|Bn)\b",
        _scaled,
        "3.5bn",
        "three point five billion",
    ),
    Rule(r"(?<![\w.])(?P<number>\d+\.\d+)(?P<scale>[kKMBT])\b", _scaled, "1.5M", "one point five million"),
    Rule(r"(?<![\w.])(?P<number>\d\d+|[1-79])(?P<scale>[kK])\b(?!-)", _scaled, "10k", "ten thousand"),
    Rule(r"(?<![\w.])(?P<number>\d+)(?P<scale>M)\b(?!-)", _scaled, "40M", "forty million"),
)
