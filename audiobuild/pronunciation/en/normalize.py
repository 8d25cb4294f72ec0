"""English text normalization: figures, dates, units and signs in words."""

from __future__ import annotations

import re
import unicodedata

from audiobuild.model import Decision
from audiobuild.pronunciation.en.abbreviations import ABBREVIATIONS, ACRONYMS, ROMAN, quiet
from audiobuild.pronunciation.en.arithmetic import ARITHMETIC, RANGES, REMAINING
from audiobuild.pronunciation.en.dates import RULES as DATES
from audiobuild.pronunciation.en.names import MODELS, NAMES, PHONES
from audiobuild.pronunciation.en.units import MEASURES, MONEY
from audiobuild.pronunciation.plain import plain
from audiobuild.pronunciation.rules import ADDRESS, JOINT, Rule, rewrite
from audiobuild.regex import lazy

__all__ = ["JOINT", "RULES", "normal_en"]

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def _raised(found: re.Match[str]) -> str:
    return "^" + found[0].translate(_RAISED)


#: Rules applied before equivalent characters are unified.
FIRST: tuple[Rule, ...] = (
    Rule(r"[\u00a0\u2000-\u200a\u202f\u205f]", " ", "5\u202fkm", "five kilometers"),
    Rule(r"[’‘ʼ](?=\w)|(?<=\w)[’ʼ]", "'", "don’t", "don't"),
    Rule(r"(?<=\d)[′’](?=[\d\s])|(?<=\d)′", "'", "6′ tall", "six feet tall"),
    Rule(r"(?<=\d)″", '"', "5″ screen", "five inches screen"),
    Rule(r"−|‐|‑", "-", "−5", "minus five"),
    Rule(r"[⁰¹⁴⁵⁶⁷⁸⁹⁻⁺ⁿ][⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ]*|[²³][⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ]+", _raised, "10⁶", "ten to the sixth"),
    Rule(r"[₀-₉]+", lambda m: m[0].translate(_LOWERED), "CO₂", "C O two"),
    Rule(r"(?<=\d)(?=[¼-¾⅐-⅞])", " ", "2½", "two and a half"),
    Rule(r"(?<![\w*_~`])(?:[*_]{1,3}|~~|`{1,3})(?=[\w\"'“(])", "", "*now* and __then__", "now and then"),
    Rule(r"(?<=[\w.,!?;:\"'”)])(?:[*_]{1,3}|~~|`{1,3})(?![\w*_~`])", "", "it is **here**", "it is here"),
)

_SPOKEN_SIGNS = {".": " dot ", "/": " slash ", "@": " at ", "-": " dash ", "_": " underscore ", "?": " question mark "}
_SPOKEN_SIGNS |= {
    "=": " equals ",
    "&": " and ",
    "#": " hash ",
    "%": " percent ",
    "+": " plus ",
    "~": " tilde ",
    ":": " colon ",
}
_FILE = (
    r"md|txt|py|js|ts|tsx|jsx|html?|css|json|ya?ml|toml|xml|csv|tsv|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|mp3|mp4|zip"
)
_FILE += r"|gz|tar|exe|sh|rs|go|java|cpp|ini|log|sql|wav|mov|apk|ipynb|cfg|conf|env|lock|epub|srt|vtt"
_ENDINGS = lazy(
    r"(?<=\.)(io|ai|cn|uk|tv|hk|tw|de|eu|us|jp|fr|md|py|js|ts|tsx|jsx|html?|css|csv|tsv|pdf|png|jpg|gz|sh|rs|mp3|mp4|xml|svg|cpp|sql|exe|apk|srt|vtt|cfg)\b"
)


def _address(found: re.Match[str]) -> str:
    """A web address or file name sign by sign, with figures as in other names."""
    address = re.sub("^[A-Za-z]+://", "", found[0]).rstrip("/")
    capital = _ENDINGS.sub(lambda ending: ending[0].upper(), address)
    said = "".join(_SPOKEN_SIGNS.get(letter, letter) for letter in capital)
    return re.sub(r"(?<![A-Za-z])\d{3,}(?![A-Za-z])", lambda figures: " ".join(figures[0]), said)


ADDRESSES: tuple[Rule, ...] = (
    Rule(
        r"(?i)\b(?:https?|ftp)://([^\s<>()\"“”]{1,400}[\w/])",
        _address,
        "https://x.org:80/a",
        "x dot org colon eighty slash a",
        ":",
    ),
    Rule(ADDRESS, _address, "me@x-y.org/a", "me at x dash y dot org slash a"),
    Rule(
        rf"(?i)(?<![\w.@-])[\w-]{{1,60}}(?:\.[\w-]{{1,30}}){{0,4}}\.(?:{_FILE})\b(?<![A-Z][a-z]\.js)(?<![a-z]{{3}}\.js)(?!\.\w)",
        _address,
        "config.json",
        "config dot json",
        ".",
    ),
    Rule(r"(?<![\w/])(?:~?/[\w.-]+){2,}/?", _address, "in /etc/hosts", "in slash etc slash hosts"),
    Rule(r"(?<![\w.])\.(?=[a-z]{2,}\b)", "dot ", "the .env file", "the dot env file"),
    Rule(r"(?<![\w@])@(?=\w)", "at ", "@sun", "at sun"),
    Rule(r"(?<![\w#&])#(?=\w*[A-Za-z])", "hashtag ", "#MeToo", "hashtag MeToo"),
    Rule(r"(?<=[a-z\d])_(?=[a-zA-Z\d])", " ", "the_sun", "the sun"),
)

LETTERS: tuple[Rule, ...] = (
    Rule(r"\b([Aa]nd|[Ee]ither)/or\b", r"\1 or", "and/or", "and or"),
    Rule(r"(?<=[a-z] )v\.(?= [A-Z])", "versus", "Smith v. Jones", "Smith versus Jones", "v."),
    Rule(r"\bn/a\b|\bN/A\b", "N A", "n/a", "N A"),
    Rule(r"(?<=\w)\s?/\s?(?=\w)", " ", "A/B", "A B", "/"),
    Rule(r"\s--?\s|(?<=\w)--(?=\w)", " — ", "tea - or not", "tea — or not"),
)

#: Signs that are read as words.
SIGNS: dict[str, str] = {
    "&": " and ",
    "+": " plus ",
    "=": " equals ",
    "@": " at ",
    "%": " percent",
    "‰": " per mille",
    "×": " times ",
    "÷": " divided by ",
    "°": " degrees ",
    "℃": " degrees Celsius ",
    "℉": " degrees Fahrenheit ",
    "$": " dollars ",
    "€": " euros ",
    "£": " pounds ",
    "¥": " yuan ",
    "¢": " cents ",
    "#": " number ",
    "№": " number ",
    "≈": " about ",
    "±": " plus or minus ",
    "√": " square root of ",
    "∞": " infinity ",
    "§": " section ",
    "∑": " sum ",
    "™": "",
    "®": "",
    "©": " copyright ",
    "∈": " in ",
    "∆": " delta ",
    "^": " to the ",
    "α": " alpha ",
    "β": " beta ",
    "γ": " gamma ",
    "δ": " delta ",
    "ε": " epsilon ",
    "θ": " theta ",
    "λ": " lambda ",
    "μ": " mu ",
    "µ": " mu ",
    "π": " pi ",
    "ρ": " rho ",
    "σ": " sigma ",
    "τ": " tau ",
    "φ": " phi ",
    "χ": " chi ",
    "ψ": " psi ",
    "ω": " omega ",
    "Γ": " gamma ",
    "Δ": " delta ",
    "Θ": " theta ",
    "Λ": " lambda ",
    "Π": " pi ",
    "Σ": " sigma ",
    "Φ": " phi ",
    "Ψ": " psi ",
    "Ω": " omega ",
}

#: All rules in the order in which they are applied.
RULES: tuple[Rule, ...] = (
    *(*FIRST, *ADDRESSES, *ABBREVIATIONS, *DATES, *MONEY, *PHONES, *NAMES, *RANGES, *MEASURES, *MODELS),
    *(*ARITHMETIC, *REMAINING, *ROMAN, *LETTERS, *ACRONYMS),
    Rule(f"[{re.escape(''.join(SIGNS))}]", lambda found: SIGNS[found[0]], "Ω", "omega"),
)


def normal_en(text: str, decisions: list[Decision] | None = None) -> str:
    """`text` with figures and readable signs in words, and JOINT between the letters of each acronym.

    The rules that applied are added to `decisions`.
    """
    applied = [] if decisions is None else decisions
    first = rewrite(quiet(unicodedata.normalize("NFC", text)), FIRST, applied)
    said = rewrite(plain(first, ", "), RULES[len(FIRST) :], applied)
    if said != text:
        return _spaced(said, text)
    return said


def _spaced(said: str, text: str) -> str:
    """`said` with single spaces, and no space before punctuation or at an end where `text` has none."""
    said = re.sub(r" +(?=[,.;:!?)\]](?:\W|$))|(?<=[(\[“]) +|(?<=[a-z]) (?=-[A-Za-z])", "", said)
    said = re.sub(r" {2,}", " ", said)
    said = said.strip(" ")
    return " " * (len(text) - len(text.lstrip(" "))) + said + " " * (len(text) - len(text.rstrip(" ")))
