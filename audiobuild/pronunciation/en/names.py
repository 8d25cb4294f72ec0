"""Phone numbers, and figures in names and versions, in English text."""

from __future__ import annotations

import re

from audiobuild.pronunciation.en.numbers import cardinal_en, digits_en, name_en, whole_en
from audiobuild.pronunciation.rules import Rule

# ---------------------------------------------------------------------------------------------------------- phones


def _phone(found: re.Match[str]) -> str:
    """A phone number figure by figure, with a pause between groups; +1 and 1-800 in their usual form."""
    plus = "plus " if found[0].startswith("+") else ""
    groups = re.findall(r"\d+", found[0])
    return plus + ", ".join("eight hundred" if group == "800" else digits_en(group) for group in groups)


PHONES: tuple[Rule, ...] = (
    Rule(
        r"\b1-(?:800|888|877|866)-(?=[A-Z]{3})",
        lambda m: f"{_phone(m)}, ",
        "1-800-FLOWERS",
        "one, eight hundred, FLOWERS",
    ),
    Rule(
        r"(?<![\w.+-])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,5}(?:[ .-]\d{2,5}){1,4}(?![\w-])"
        r"|(?<![\w.])\+\d{8,14}(?!\w)",
        _phone,
        "+86 138 0013 8000",
        "plus eight six, one three eight, zero zero one three, eight zero zero zero",
    ),
    Rule(
        r"(?<![\w.+-])(?:1[ .-])?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])",
        _phone,
        "1-800-555-0199",
        "one, eight hundred, five five five, zero one nine nine",
    ),
    Rule(
        r"(?<![\w.+,$€£-])\d{3}[-.]\d{4}(?![\w-]|,\d|\.\d)",
        _phone,
        "555-1234",
        "five five five, one two three four",
    ),
    Rule(
        r"(?<![\w.+,$€£-])(?:\d{3}[- ]\d{4}[- ]\d{4}|0\d{2,4}[- ]\d{3,4}[- ]?\d{4}|\d{3}-\d{2}-\d{4})(?![\w-])",
        _phone,
        "020 7946 0958",
        "zero two zero, seven nine four six, zero nine five eight",
    ),
    Rule(
        r"(?:(?<=\b[Cc]all )|(?<=\b[Dd]ial )|(?<=\b[Cc]alled ))911\b|\b(?:911|411|311|988)\b(?=\s?(?:[.,;!?)]|$|call|"
        r"operator|emergency|hotline|dispatch|and|or|if|when|for))",
        lambda m: digits_en(m[0]),
        "call 911.",
        "call nine one one.",
    ),
    Rule(
        r"(?i)(?<=\bext )\.?\d+|(?<=\bextension )\d+",
        lambda m: digits_en(m[0]),
        "extension 204",
        "extension two zero four",
    ),
)

# ----------------------------------------------------------------------------------------------- names and versions

_VERSIONED = (
    r"(?:[Vv]ersions?|[Rr]elease|Python|Java|Node|PHP|Ubuntu|Kubernetes|macOS|iOS|iPadOS|watchOS|Android|Windows|Linux|"
    r"kernel|Chrome|Firefox|Django|Rails|Ruby|Go|React|Vue|Angular|PostgreSQL|Postgres|MySQL|Redis|OpenSSL|Debian|Fedora|"
    r"GCC|LLVM|CUDA|PyTorch|TensorFlow|Bluetooth|USB|HDMI|TLS|Unicode|Swift|Kotlin|Rust|Perl|Docker|Git|npm|Spring|Safari|"
    r"Hadoop|Spark|Kafka|Elasticsearch|MongoDB|SQLite|Excel|Office|Photoshop|Unity|Unreal|Blender|Xcode|Minecraft|Claude|"
    r"Gemini|Llama|GPT|DeepSeek|Qwen|Web|Industry|Wi-Fi)"
)
_PLACED = (
    r"(?:Flight|Route|Highway|Hwy|Interstate|Room|Suite|Apartment|Apt|Area|Boeing|Airbus|Section|Title|Bus|Train|Channel|"
    r"Studio|Unit|Gate|Form|Peugeot|Porsche|BMW|Mazda|Ferrari|Xbox|Nokia|[Rr]oom|[Ff]light|[Rr]oute|[Hh]ighway|[Pp]ort|"
    r"RTX|GTX|RFC|Intel|Ryzen|Radeon|Studio|Psalm|I|US|error|HTTP|Error)"
)


_OVER = {"Y": "year", "Q": "quarter", "M": "month"}


def _version(found: re.Match[str]) -> str:
    """3.11 of Python is three point eleven, 22.04 is twenty two point oh four, 2.0 is two point oh."""
    return f"{found['head'].replace('-', ' ')}{' point '.join(map(_version_part, found['number'].split('.')))}"


def _version_part(figures: str) -> str:
    if len(figures) > 1 and figures[0] == "0":
        return " ".join("oh" if figure == "0" else cardinal_en(int(figure)) for figure in figures)
    return whole_en(figures)


def _points(found: re.Match[str]) -> str:
    return " point ".join(map(whole_en, found[0].split(".")))


def _octets(found: re.Match[str]) -> str:
    return " dot ".join(map(name_en, found[0].split(".")))


NAMES: tuple[Rule, ...] = (
    Rule(
        r"\b(i[3579])-(\d\d?)(\d{3})([A-Z]{0,2})\b",
        lambda m: f"{m[1][0]} {digits_en(m[1][1])} {whole_en(m[2])} {name_en(m[3])} {m[4]}",
        "i7-12700K chips",
        "i seven twelve seven hundred K chips",
    ),
    Rule(r"(?<=[A-Za-z]\d)-(?=\d)|(?<=[A-Za-z]\d\d)-(?=\d)", " ", "F16-2", "F sixteen two"),
    Rule(
        r"\b(\d{3,4})\s?[x×]\s?(\d{3,4})\b",
        lambda m: f"{name_en(m[1])} by {name_en(m[2])}",
        "1920x1080",
        "nineteen twenty by ten eighty",
    ),
    Rule(r"\b([YQM])o\1\b", lambda m: "{0} over {0}".format(_OVER[m[1]]), "YoY", "year over year"),
    Rule(r"\bC\+\+", "C plus plus", "C++ code", "C plus plus code"),
    Rule(r"\b([ACFJ])#", r"\1 sharp", "C#", "C sharp"),
    Rule(r"(?<!\w)\.NET\b", "dot net", ".NET", "dot net"),
    Rule(r"\b([A-Z][a-z]+)\.js\b", r"\1 JS", "Node.js", "Node J S"),
    Rule(r"\b401\(?k\)?(?!\w)", "four oh one K", "my 401(k)", "my four oh one K"),
    Rule(r"\b501\(c\)\(?3?\)?", "five oh one C three", "a 501(c)(3)", "a five oh one C three"),
    Rule(r"\b24/7/365\b", "twenty four seven three sixty five", "24/7/365", "twenty four seven three sixty five"),
    Rule(r"\b24/7\b", "twenty four seven", "24/7", "twenty four seven"),
    Rule(r"\b7-11\b", "seven eleven", "7-11", "seven eleven"),
    Rule(r"\b20/20\b(?=\s(?:vision|hindsight))", "twenty twenty", "20/20 vision", "twenty twenty vision"),
    Rule(r"\b802\.11(?=[a-z]{0,2}\b)", "eight oh two dot eleven ", "802.11 b", "eight oh two dot eleven b"),
    Rule(r"\bIPv([46])\b", r"IP v \1", "IPv6", "I P v six"),
    Rule(r"\bH\.(26[45])\b", lambda m: f"H dot {digits_en(m[1])}", "H.264", "H dot two six four"),
    Rule(r"\bMP([34])s?\b", r"MP \1", "MP3", "M P three"),
    Rule(r"\b([BCDGMP])2([BCGMP])\b", r"\1 to \2", "B2B", "B to B"),
    Rule(r"\bK8s\b", "Kubernetes", "K8s", "Kubernetes"),
    Rule(
        r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?!\.?\d)", _octets, "10.0.0.1", "ten dot zero dot zero dot one"
    ),
    Rule(r"(?<=\b[Vv]ersion )[vV]\.?\s?(?=\d)", "", "Version v3.1", "Version three point one"),
    Rule(r"\b[vV]\.?\s?(?=\d+(?:\.\d+)+)|\bv(?=\d+\b)", "version ", "v1.2.3", "version one point two point three"),
    Rule(r"\b([1-9])([KGDX])\b(?!\s(?:followers|users|people|views))", r"\1 \2", "4K and 5G", "four K and five G"),
    Rule(
        r"(?<=\b(?:a|A) )(5|10)K(?!\s(?!race|run|walk|charity|course|event|every|each|in|on|at|and|or|last|this)[a-z])"
        r"|\b(5|10)K(?=\s(?:race|run|walk|course|event))",
        lambda m: f"{m[1] or m[2]} K",
        "a 10K run",
        "a ten K run",
    ),
    Rule(r"\b3M\b(?!\s[a-z]+s\b)", "3 M", "at 3M", "at three M"),
    Rule(
        r"\b(7[0-8]7|A3[0-8]0)-(\d{1,4})\b",
        lambda m: f"{m[1] if m[1][0] == 'A' else name_en(m[1])} {name_en(m[2])}",
        "747-400",
        "seven forty seven four hundred",
    ),
    Rule(
        r"(?<=\b[Aa] )(7[0-8]7)\b(?!,)|\b(7[0-8]7)(?=s?\s(?:jet|plane|aircraft|Max|MAX|Dreamliner))",
        lambda m: name_en(m[0]),
        "a 747 lands",
        "a seven forty seven lands",
    ),
)

#: Names that are rewritten after the units.
MODELS: tuple[Rule, ...] = (
    Rule(r"\b([1-9]\d{3})([A-Z]{1,2})\b", lambda m: f"{name_en(m[1])} {' '.join(m[2])}", "5950X", "fifty nine fifty X"),
    Rule(
        rf"(?P<head>\b{_VERSIONED}[ -])(?P<number>\d+\.\d{{1,3}}(?:\.\d+)*)(?![\d%])"
        r"(?!\s?(?:million|billion|GB|MB|percent))",
        _version,
        "Python 3.11",
        "Python three point eleven",
    ),
    Rule(r"(?<![\d.])\d+(?:\.\d+){2,}\b(?!\.\d)", _points, "1.2.3", "one point two point three"),
    Rule(
        rf"(?P<head>\b(?:{_PLACED}\s|(?:I|US|SR)-|Flight [A-Z]{{2}}\s?))(?P<number>[1-9]\d{{2,3}})\b(?![.,]\d|-\d)",
        lambda m: f"{m['head'].replace('-', ' ').rstrip()} {name_en(m['number'])}",
        "Room 101",
        "Room one oh one",
    ),
    Rule(
        r"\b(\d{3,4})([pi])\b",
        lambda m: f"{name_en(m[1])} {m[2].upper()}",
        "1080p",
        "ten eighty P",
    ),
    Rule(r"(?<=[A-Za-z])-([1-9]\d{2,3})\b(?![.,]\d)", lambda m: f" {name_en(m[1])}", "SHA-256", "S H A two fifty six"),
    Rule(
        r"\b([A-Za-z]*[A-Z])-(?=\d)",
        r"\1 ",
        "GPT-4",
        "G P T four",
    ),
    Rule(r"(?<=[A-Za-z])-(?=\d)", " ", "Covid-19", "Covid nineteen"),
    Rule(
        r"\b([A-Z]|[A-Za-z]*[A-Za-z]{2})(\d+)(?![\d.,]\d)([A-Za-z]?)(?![A-Za-z\d])",
        lambda m: f"{m[1]} {name_en(m[2])}{' ' + m[3].upper() if m[3] else ''}",
        "A380 and iPhone15",
        "A three eighty and iPhone fifteen",
    ),
    Rule(r"(?<=[A-Za-z])(?=\d)", " ", "R2D2", "R two D two"),
)
