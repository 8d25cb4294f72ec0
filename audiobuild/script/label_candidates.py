"""Label candidates: every shape at the start of a line that could be a label, not yet decided.

A candidate is recognised by its shape only; `labels` decides for the whole file which candidates are labels. SHAPES
has the shapes, strongest first: most are a pattern with the groups `label`, `rest` and `time`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from audiobuild.regex import HAN, lazy
from audiobuild.script.cuts import TIME
from audiobuild.script.lines import BOLD, BOLD_END, EMPHASIS, Row, fold, is_cjk, opens_quote, plain

MAX_LABEL = 40  # characters
_MAX_CJK, _MAX_WORDS = 20, 5  # characters of a label in hanzi or kana, words of a Latin one
_WITH_NOTES = MAX_LABEL + 20  # characters of a label with its time or gloss
COLONS = "：:﹕︰∶꞉ː"
_HAN_NUMBER = r"[一二三四五六七八九十百]{1,4}"
_NUMBER = lazy(
    rf"^(?:\(?\d{{1,3}}(?:[、.．)）:：\s]|(?=[^\d\s:：]))|（\d{{1,3}}）|[（(]?{_HAN_NUMBER}[、.．)）\s]|"
    rf"第{_HAN_NUMBER}[、，\s])\s*"
)
_GLOSSED = lazy(r"^(.*?)(?:\s*[（(\[【〔]([^（()）\[\]【】〔〕]{0,40})[)）\]】〕]\s*)?$")
_SHORT_NOTE = lazy(r"[（(](?=[^（）()]{0,40}(?:[简簡][称稱]|下同))[^（）()]{1,60}[)）]\s*$")  # 葛兆光（简称“葛”，下同）
_QUOTED = lazy(r"^[《“「『\"]([^《》“”「」『』\"]{1,20})[》”」』\"](?=$|提问|提問|问$|問$)")
# `“红胡子”Brian Harrington`, `Paul "LeoNerd" Evans`: a nickname with the name
_NICKNAME = lazy(
    rf"^[“「『\"][^“”「」『』\"，。！？]{{1,12}}[”」』\"]\s?(?=[A-ZÀ-Þ]|{HAN})|"
    r"(?<=\w )[“\"][^“”\"]{1,16}[”\"] (?=[A-ZÀ-Þ])"
)
_DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_TIME_TAIL = lazy(
    rf"[\s\u3000,，]*(?:{_DATE}\s{{1,3}})?(?:[-–—@]\s*)?"
    rf"[(（\[【]?\s?{TIME}(?:\s?[-–—~～]\s?{TIME})?\s?[)）\]】]?\s*[：:]?\s*$"
)
_TIME_ONLY = lazy(rf"^[(（\[【]?\s?{TIME}\s?[)）\]】]?$")
_NUMBERED_WORD = lazy(
    rf"^(?:第(?:\d{{1,3}}|{_HAN_NUMBER})(问|問|答|个问题|個問題)"
    rf"|(q|a|问|問|答|问题|問題|提问|提問|回答|追问|追問|question|answer|質問|答え)(?:no)?(?:\d{{1,3}}|{_HAN_NUMBER}))$"
)
_STOPS = r"[。！？；，!?;]|,(?! [A-Z])"
_STOP = lazy(_STOPS)
_NO_LABEL = lazy(
    rf"{_STOPS}|——|──|[…“\"‘「」『』《》<>|\\={{}}]|(?<![A-Za-z\d])\d{{3}}|^[\d\s]*$|//|.{{{MAX_LABEL + 1}}}"
)
_IN_SENTENCE = lazy(
    rf"^.{{{MAX_LABEL + 13}}}|{_STOPS}|[A-Za-z]{{4}}\.$"
)  # `Exactly.` is speech; `Jr.` does not end a sentence
_ANY_COLON = lazy(f"[{COLONS}]")


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
    return list(filter(None, (shape(text, row) for shape in SHAPES)))


def firm_heads(row: Row) -> list[Head]:
    """The candidates of the strongest shapes only: a colon, or a letter."""
    text = plain(row.text).strip()
    return list(filter(None, (_colon(text, row), _letter(text, row))))


def key_of(label: str) -> str:
    """The label in the form used for comparison: folded, without gloss, question number and time."""
    text = plain(label).strip()
    bare, _ = _parts(_TIME_TAIL.sub("", text))
    folded = fold(bare) or fold(text)
    match = _NUMBERED_WORD.match(folded)
    return match[match.lastindex or 0] if match else folded


def unnumbered(label: str) -> str:
    """A label without the number of its question: Q for Q1, 问 for 第三问."""
    bare = re.sub(rf"^第\s?(?:\d{{1,3}}|{_HAN_NUMBER})[个個]?|\s?(?:\d{{1,3}}|{_HAN_NUMBER})$", "", label).strip()
    return bare or label


@dataclass(frozen=True, slots=True)
class _Name:
    """The parts of a label: its key, the label without number, time and gloss, and the time and gloss."""

    key: str
    label: str
    time: str
    gloss: str


@lru_cache(maxsize=4096)
def _name(written: str) -> _Name | None:
    """The parts of a possible label, None if it cannot be one. Cached, because labels repeat throughout a file."""
    stamp = _TIME_TAIL.search(written, 1) if written[-1:] in "0123456789)）]】：: \u3000" else None
    time = stamp.group().strip(" \u3000,，：:") if stamp else ""
    untimed = _SHORT_NOTE.sub("", written[: stamp.start()] if stamp else written)
    bare, gloss = _parts(_NUMBER.sub("", untimed.strip()))
    label = _NICKNAME.sub("", _QUOTED.sub(r"\1", bare.strip(" \u3000*_#-—·•")))
    is_sentence = _STOP.search(untimed) or _NO_LABEL.search(label) or _is_too_long(label)
    key = "" if is_sentence else key_of(label)
    return _Name(key, label, time, gloss.strip()) if key and not key.isdecimal() else None


def _parts(label: str) -> tuple[str, str]:
    """A label without its gloss, and the gloss; a label that is all in brackets has none."""
    match = _GLOSSED.match(label)
    bare, gloss = match.groups("") if match else ("", "")
    return (bare, gloss) if bare else (label, "")


def _is_too_long(label: str) -> bool:
    if is_cjk(label[0]) or is_cjk(label[-1]):
        return len(label) > _MAX_CJK
    return len(label.split()) > _MAX_WORDS


# ------------------------------------------------------------------------------------------------------------- shapes

_OPEN, _CLOSE = "（(\\[【〔", "）)\\]】〕"
# The first colon that is not inside a bracket or a time; between Q1 and a figure it ends a label.
_COLON = lazy(
    rf"(?![QA]\.\s)(?P<label>(?i:[qa]|question|answer|问|問|答)\s*\d{{1,3}}(?=[{COLONS}])|"
    rf"(?:[^{COLONS}{_OPEN}]|[{_OPEN}][^{_CLOSE}]*[{_CLOSE}]|(?<=\d)[{COLONS}](?=\d))+(?=(?<!\d)[{COLONS}]|[{COLONS}](?!\d)))[{COLONS}](?!//)"
)
# Q and A without a colon, fullwidth or bold; lower case only before punctuation (a word may be "a").
_LETTER = lazy(
    r"(?P<label>[QAＱＡ问問答]|[qa](?=[0-9]{0,3}\s?[.)]\s))(?P<number>[0-9０-９]{0,3})"
    r"(?:(?P<dot>\s?[.．、)）]\s*|\s?[|｜丨>＞]\s*|\s?[-–—]{1,2}\s+)|(?P<letter>[ \t\u3000]+)|"
    rf"(?P<glued>(?<=[A-ZＡ-Ｚ0-9])(?={HAN}|[“「《‘])))(?![{COLONS}.])"
)
_BOLD_PART = lazy(f"{BOLD}([^{BOLD_END}]*){BOLD_END}(?=.)")
_BOLD = lazy(
    rf"{BOLD}\s*(?P<label>[^{BOLD_END}]{{0,{MAX_LABEL}}}[^{BOLD_END}{COLONS}\s])\s*{BOLD_END}[\s{EMPHASIS}]*(?:(?:[—–]{{1,2}}|--)\s+)?"
    rf"(?=[^\s{COLONS}{EMPHASIS}a-zß-öø-ÿα-ωа-я])"  # **Nils Aaby** rings the small bell
)
_BRACKET = lazy(
    r"[【\[［（(〔<＜「『〈]\s?(?P<label>[^【】\[\]［］（）()〔〕<>＜＞「」『』：:。，？！]{1,20})"
    r"\s?[】\]］）)〕>＞」』〉]\s*[：:]?\s*(?=\S)"
)
_SPOKEN = lazy(
    r"(?P<label>[^\s「」『』“”【】：:，。！？、（）()]{1,12})[ \u3000]?"
    r"[「『“【](?P<rest>.{1,40000}(?=[」』”】][。.]?$)|.{1,40000}$)"
)
_BAR_WORD = r"[^\s：:，。！？|｜丨>—–-]{1,20}"
_BAR = lazy(
    rf"(?P<label>{_BAR_WORD}(?: {_BAR_WORD}){{0,3}})\s?"
    r"(?:[|｜丨>＞/]|——|──|―{1,2}|\s[—–]|\s-(?=\s)|[—–]\s)\s*(?=\S)"
)
_TIMED = lazy(
    rf"(?=[^:]{{0,60}}:)"
    rf"(?P<label>[^\d：:。，！？]{{1,24}}?(?:\s?\d{{1,2}})?)[ \t\u3000]+(?P<time>[(（\[]?{TIME}[)）\]]?[：:]?)\s+(?=\S)"
)
_SYMBOL = lazy(r"(-{2,3}(?=\s)|[□■○●◇◆△▲☆★▷▶►◎▽▼◉⊙▪▫◻◼❓❔💬🎤🙋➤✦✧※]|——|──|—|─|――|―|–)\s*(?=\S)")
_WORD = r"[^\s：:，。！？；、,!?;“”\"「」『』（）()\[\]【】<>|*#]"
_CAPITAL = r"[A-Z][\w.'’\-]{0,20}"
# A label of two characters is often spaced to the width of three: `记　者　　您…`.
_BLANK = lazy(
    rf"(?P<label>{HAN}[\u3000 ]{{1,2}}{HAN}(?=\u3000| {{2}}|\t)|"
    rf"(?=[^\x00-\x7f]){_WORD}{{1,12}}(?:[ ・·]{_WORD}{{1,8}})?(?=[\u3000\t ])|"
    rf"{_CAPITAL}(?: {_CAPITAL}){{0,3}}(?=\t| {{2}}))[\u3000\t ]+(?=\S)(?!(?:{_DATE}\s{{0,3}})?(?:{TIME})?$)"
)


def _labelled(form: str, match: re.Match[str] | None) -> Head | None:
    """The candidate of a matched pattern; the text after the match follows the label unless a group names it."""
    name = _name(match["label"]) if match else None
    if match is None or name is None:
        return None
    parts = {"rest": match.string[match.end() :], "time": name.time, **match.groupdict()}
    return Head(name.key, name.label, form, plain(parts["rest"]).strip(), parts["time"], name.gloss)


def _matched(form: str, pattern: re.Pattern[str], text: str, row: Row) -> Head | None:
    return _labelled(form, pattern.match(text))


def _colon(text: str, row: Row) -> Head | None:
    head = _labelled("colon", _COLON.match(text, 0, _WITH_NOTES))
    return replace(head, rest="", time=head.rest) if head and _TIME_ONLY.match(head.rest) else head


def _letter(text: str, row: Row) -> Head | None:
    match = _LETTER.match(text)
    if not match:
        return None
    bold = _BOLD_PART.match(row.text)
    is_bold = match.lastgroup != "dot" and bold and plain(bold[1]).strip() == match.group().strip()
    form = "bold" if is_bold else str(match.lastgroup)
    return Head(key_of(match["label"]), match["label"] + match["number"], form, text[match.end() :].strip())


def _bold(text: str, row: Row) -> Head | None:
    return _labelled("bold", _BOLD.match(row.text))


def _spoken(text: str, row: Row) -> Head | None:
    match = _SPOKEN.match(text)
    is_whole = match is None or match.end("rest") < len(text) or opens_quote(text[match.start("rest") - 1 :])
    return _labelled("quoted", match) if is_whole else None


def _symbol(text: str, row: Row) -> Head | None:
    marked = row.marker if row.marker in "●►▪" else ""
    match = _SYMBOL.match(text) or _SYMBOL.match(marked + text)
    if not match:
        return None
    key = "—" if match[1][0] in "—─―–-" else match[1]
    return Head(key, match[1], "symbol", match.string[match.end() :].strip())


# “I'm Ali.” says a name, and is none; “Ali Reyes Jr.” is.
_STATED = lazy(r"\S+ (?!.*\b(?:Jr|Sr|Esq)\.$).*[a-z]{2}\.$")


def _alone(text: str, row: Row) -> Head | None:
    if (
        row.played
        or _STATED.match(plain(text))
        or _IN_SENTENCE.search(text)
        or _ANY_COLON.search(_TIME_TAIL.sub("", text).rstrip(COLONS))
    ):
        return None
    name = _name(text.rstrip(COLONS))
    return Head(name.key, name.label, "alone", "", name.time, name.gloss) if name else None


SHAPES: tuple[Callable[[str, Row], Head | None], ...] = (
    _colon,
    _letter,
    _bold,
    partial(_matched, "bracket", _BRACKET),
    _spoken,
    partial(_matched, "bar", _BAR),
    partial(_matched, "timed", _TIMED),
    _symbol,
    partial(_matched, "blank", _BLANK),
    _alone,
)
