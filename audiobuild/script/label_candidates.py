"""Label candidates: every shape at the start of a line that could be a label, not yet decided.

A candidate is recognised by its shape only; `labels` decides for the whole file which candidates are labels. The
shapes are the functions in SHAPES, strongest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from audiobuild.regex import lazy
from audiobuild.script.cuts import TIME
from audiobuild.script.lines import BOLD, BOLD_END, Row, fold, is_cjk, opens_quote, plain

MAX_LABEL = 40
COLONS = "：:﹕︰∶꞉ː"
_HAN_NUMBER = r"[一二三四五六七八九十百]{1,4}"
_NUMBER = lazy(
    rf"^(?:\(?\d{{1,3}}(?:[、.．)）:：\s]|(?=[^\d\s:：]))|（\d{{1,3}}）|[（(]?{_HAN_NUMBER}[、.．)）\s]|"
    rf"第{_HAN_NUMBER}[、，\s])\s*"
)
_GLOSS = lazy(r"\s*[（(\[【〔][^（()）\[\]【】〔〕]{0,40}[)）\]】〕]\s*$")
_QUOTED = lazy(r"^[《“「『\"]([^《》“”「」『』\"]{1,20})[》”」』\"](?=$|提问|提問|问$|問$)")
# `“红胡子”Brian Harrington`, `Paul "LeoNerd" Evans`: a nickname with the name
_NICKNAME = lazy(
    r"^[“「『\"][^“”「」『』\"，。！？]{1,12}[”」』\"]\s?(?=[A-ZÀ-Þ\u3400-\u9fff])|"
    r"(?<=\w )[“\"][^“”\"]{1,16}[”\"] (?=[A-ZÀ-Þ])"
)
_TIME_TAIL = lazy(
    rf"[\s\u3000,，]*(?:\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s{{1,3}})?(?:[-–—@]\s*)?[(（\[【]?\s?{TIME}(?:\s?[-–—~～]\s?{TIME})?\s?[)）\]】]?\s*[：:]?\s*$"
)
_TIME_ONLY = lazy(rf"^[(（\[【]?\s?{TIME}\s?[)）\]】]?\s*")
_MOMENT = lazy(rf"(?:\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s{{0,3}})?(?:{TIME})?")
_NUMBERED_WORD = lazy(
    rf"^(?:第(?:\d{{1,3}}|{_HAN_NUMBER})(问|問|答|个问题|個問題)"
    rf"|(q|a|问|問|答|问题|問題|提问|提問|回答|追问|追問|question|answer|質問|答え)(?:no)?(?:\d{{1,3}}|{_HAN_NUMBER}))$"
)
_STOPS = lazy(r"[。！？；，!?;]|,(?! [A-Z])")
_STARTS_NUMBERED = lazy(rf"^[（(]?(?:\d|第|{_HAN_NUMBER}[、.．)）\s])")
_FIRST_COLON = lazy(f"[{COLONS}]")
_SENTENCE = lazy(r"[A-Za-z]{4}\.$")  # `Exactly.` alone on a line is speech; `Jr.` does not end a sentence
_OPENING = lazy(r"[(（\[【〔]")
_BAD = lazy(r",(?! [A-Z])|——|──|[。！？…；，!?;“”\"‘「」『』《》<>|\\={}]|\d{3}|^[\d\s]+$|//")
# Q and A without a colon, fullwidth or bold; lower case only before punctuation (a word may be "a").
_LETTER = lazy(
    r"^(?:([QAＱＡ问問答])([0-9０-９]{0,3})(?:(\s?[.．、)）]\s*|\s?[|｜丨>＞]\s*|\s?[-–—]{1,2}\s+)|"
    r"([ \t\u3000]+)|(?<=[A-ZＡ-Ｚ0-9])(?=[\u3400-\u9fff“「《‘]))|([qa])([0-9]{0,3})(\s?[.)]\s+))"
)
_LETTERED = lazy(r"^[QA]\.\s")
_WORD = r"[^\s：:，。！？；、,!?;“”\"「」『』（）()\[\]【】<>|*#]"
_SOME_BLANK = lazy(r"[ \t\u3000]")
_SOME_QUOTE = lazy("[「『“【]")
_BLANK_CJK = lazy(rf"^((?=[^\x00-\x7f]){_WORD}{{1,12}}(?:[ ・·]{_WORD}{{1,8}})?)(?:[\u3000\t]+|[ ]+)(?=\S)")
# A label of two characters is often spaced to the width of three: `记　者　　您…`.
_BLANK_SPACED = lazy(r"^([\u3400-\u9fff][\u3000 ]{1,2}[\u3400-\u9fff])(?:\u3000+| {2,}|\t+)(?=\S)")
_BLANK_WIDE = lazy(r"^([A-Z][\w.'’\-]{0,20}(?: [A-Z][\w.'’\-]{0,20}){0,3})(?:\t+| {2,})(?=\S)")
_BRACKET = lazy(
    r"^[【\[［（(〔<＜「『〈]\s?([^【】\[\]［］（）()〔〕<>＜＞「」『』：:。，？！]{1,20})"
    r"\s?[】\]］）)〕>＞」』〉]\s*[：:]?\s*(?=\S)"
)
_SPOKEN = lazy(r"^([^\s「」『』“”【】：:，。！？、（）()]{1,12})[ \u3000]?[「『“【](.{1,40000})[」』”】][。.]?$")
_SPOKEN_ON = lazy(r"^([^\s「」『』“”【】：:，。！？、（）()]{1,12})[ \u3000]?([「『“])(.{1,40000})$")
_BAR = lazy(
    r"^([^\s：:，。！？|｜丨>—–-]{1,20}(?: [^\s：:，。！？|｜丨>—–-]{1,20}){0,3})\s?(?:[|｜丨>＞/]|——|──|"
    r"―{1,2}|\s[—–-]|[—–]\s)\s*(?=\S)"
)
_BARS = lazy(r"[|｜丨>＞/—─―–]|\s-\s")
_SYMBOL = lazy(r"^(-{2,3}(?=\s)|[□■○●◇◆△▲☆★▷▶►◎▽▼◉⊙▪▫◻◼❓❔💬🎤🙋➤✦✧※]|——|──|—|─|――|―|–)\s*(?=\S)")
_TIMED = lazy(rf"^([^\d：:。，！？]{{1,24}}?(?:\s?\d{{1,2}})?)[ \t\u3000]+[(（\[]?{TIME}[)）\]]?[：:]?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Head:
    """A label candidate: `key` for comparison, `label` as written, `form` its shape, `rest` the text after it.

    `gloss` is the text in brackets after the label: `陆柯（LK）：`.
    """

    key: str
    label: str
    form: str
    rest: str
    time: str = ""
    gloss: str = ""


def heads(row: Row) -> list[Head]:
    """All label candidates at the start of the line, strongest first."""
    text = plain(row.text).strip()
    found = (shape(text, row) for shape in SHAPES)
    return [head for head in found if head is not None]


def firm_heads(row: Row) -> list[Head]:
    """The candidates of the strongest shapes only: a colon, or a letter."""
    text = plain(row.text).strip()
    return [head for head in (_colon(text, row), _letter(text, row)) if head is not None]


def key_of(label: str) -> str:
    """The label in the form used for comparison: folded, without gloss, question number and time."""
    text = plain(label).strip()
    bare = _GLOSS.sub("", _TIME_TAIL.sub("", text)).strip() or text
    folded = fold(bare) or fold(text)
    match = _NUMBERED_WORD.match(folded)
    return (match[1] or match[2]) if match else folded


def unnumbered(label: str) -> str:
    """A label without the number of its question: Q for Q1, 问 for 第三问."""
    bare = re.sub(rf"^第\s?(?:\d{{1,3}}|{_HAN_NUMBER})[个個]?|\s?(?:\d{{1,3}}|{_HAN_NUMBER})$", "", label).strip()
    return bare or label


def _head(label: str, form: str, rest: str) -> Head | None:
    name = _name(label) if len(label) <= 3 * MAX_LABEL else None
    return Head(name.key, name.label, form, rest.strip(), name.time, name.gloss) if name else None


@dataclass(frozen=True, slots=True)
class _Name:
    """The parts of a label: its key, the label without number, time and gloss, and the time and gloss."""

    key: str
    label: str
    time: str
    gloss: str


@lru_cache(maxsize=4096)
def _name(label: str) -> _Name | None:
    """The parts of a possible label, None if it cannot be one. Cached, because labels repeat throughout a file."""
    stamp = _TIME_TAIL.search(label) if label[-1:].isdecimal() or label[-1:] in ")）]】：: \u3000" else None
    time = stamp.group().strip(" \u3000,，：:") if stamp and stamp.start() else ""
    bare = _TIME_TAIL.sub("", label).strip() if time else label.strip()
    if len(bare) > 2 * MAX_LABEL or _STOPS.search(bare):
        return None
    if _STARTS_NUMBERED.match(bare) and not _NUMBERED_WORD.match(fold(bare)):
        bare = _NUMBER.sub("", bare)
    glossed = _GLOSS.search(bare)
    bare = _GLOSS.sub("", bare).strip(" \u3000*_#-—·•") or bare
    bare = _NICKNAME.sub("", _QUOTED.sub(r"\1", bare))
    if not bare or not _is_label_like(bare):
        return None
    key = key_of(bare)
    gloss = glossed.group().strip(" \u3000（(【[〔)）】]〕") if glossed else ""
    return _Name(key, bare, time, gloss) if key and not key.isdecimal() else None


def _is_label_like(label: str) -> bool:
    if len(label) > MAX_LABEL or _BAD.search(label):
        return False
    if is_cjk(label[0]) or is_cjk(label[-1]):
        return len(label) <= 20
    return len(label.split()) <= 5


def _colon(text: str, row: Row) -> Head | None:
    if _LETTERED.match(text):
        return None  # A. Location: Oslo.
    hits = (match.start() for match in _FIRST_COLON.finditer(text, 0, MAX_LABEL + 20))
    place = next((i for i in hits if not _inside(text, i)), -1)
    if place <= 0 or text[place + 1 : place + 3] == "//":
        return None
    rest = text[place + 1 :]
    stamp = _TIME_ONLY.match(rest.lstrip())
    if stamp and stamp.end() == len(rest.lstrip()):
        head = _head(text[:place], "colon", "")
        return replace(head, time=rest.strip()) if head else None
    return _head(text[:place], "colon", rest)


def _inside(text: str, place: int) -> bool:
    """Whether the colon is inside a bracket or a time; between Q1 and a figure it ends a label."""
    before = text[:place]
    if text[place - 1].isdecimal() and text[place + 1 : place + 2].isdecimal():
        return not _NUMBERED_WORD.match(fold(before))
    if not _OPENING.search(before):
        return False
    return sum(before.count(c) for c in "(（[【〔") > sum(before.count(c) for c in ")）]】〕")


def _letter(text: str, row: Row) -> Head | None:
    match = _LETTER.match(text)
    if not match or text[match.end() : match.end() + 1] in COLONS + ".":
        return None
    letter, number, point = (match[1], match[2], match[3]) if match[1] else (match[5], match[6], match[7])
    form = (
        "dot"
        if point
        else "bold"
        if _bold_part(row) == text[: match.end()].strip()
        else "letter"
        if match[4]
        else "glued"
    )
    return Head(key_of(letter), letter + number, form, text[match.end() :].strip())


def _bold_part(row: Row) -> str:
    """The bold text at the start of the line, if more text follows it."""
    end = row.text.find(BOLD_END)
    return plain(row.text[1:end]).strip() if row.text.startswith(BOLD) and 0 < end < len(row.text) - 1 else ""


def _bold(text: str, row: Row) -> Head | None:
    label = _bold_part(row)
    rest = text[len(label) :].strip()
    if not label or len(label) > MAX_LABEL or not rest or rest[0] in COLONS or label[-1] in COLONS:
        return None
    if rest[0].islower():
        return None  # **Nils Aaby** rings the small bell
    return _head(label, "bold", rest)


def _alone(text: str, row: Row) -> Head | None:
    if len(text) > MAX_LABEL + 12 or _STOPS.search(text):
        return None
    stamped = _TIME_TAIL.sub("", text)
    if _SENTENCE.search(text):
        return None
    if _FIRST_COLON.search(stamped.rstrip(COLONS)):
        return None
    return _head(text.rstrip(COLONS) if stamped != text else text, "alone", "")


def _bracket(text: str, row: Row) -> Head | None:
    match = _BRACKET.match(text)
    return _head(match[1], "bracket", text[match.end() :]) if match else None


def _spoken(text: str, row: Row) -> Head | None:
    if not _SOME_QUOTE.search(text, 1, 15):
        return None
    match = _SPOKEN.match(text)
    if match:
        return _head(match[1], "quoted", match[2])
    opened = _SPOKEN_ON.match(text)
    return _head(opened[1], "quoted", opened[3]) if opened and opens_quote(text[opened.start(2) :]) else None


def _bar(text: str, row: Row) -> Head | None:
    match = _BAR.match(text) if _BARS.search(text, 0, 90) else None
    return _head(match[1], "bar", text[match.end() :]) if match else None


def _blank(text: str, row: Row) -> Head | None:
    if not _SOME_BLANK.search(text, 0, 90):
        return None
    match = _BLANK_SPACED.match(text) or _BLANK_CJK.match(text) or _BLANK_WIDE.match(text)
    if match and _MOMENT.fullmatch(text[match.end() :]):
        return None
    return _head(match[1], "blank", text[match.end() :]) if match else None


def _symbol(text: str, row: Row) -> Head | None:
    match = _SYMBOL.match(text) or (
        _SYMBOL.match(f"{row.marker}{text}") if row.marker in "●►▪" and row.marker else None
    )
    if not match:
        return None
    symbol = match[1]
    key = "—" if symbol[0] in "—─―–-" else symbol
    return Head(key, symbol, "symbol", text[match.end() :].strip() if text.startswith(symbol) else text)


def _timed(text: str, row: Row) -> Head | None:
    match = _TIMED.match(text) if ":" in text[:60] else None
    if not match:
        return None
    head = _head(match[1], "timed", text[match.end() :])
    return replace(head, time=match.group()[match.end(1) :].strip()) if head else None


SHAPES: tuple[Callable[[str, Row], Head | None], ...] = (
    _colon,
    _letter,
    _bold,
    _bracket,
    _spoken,
    _bar,
    _timed,
    _symbol,
    _blank,
    _alone,
)
