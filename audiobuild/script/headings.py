"""Title, lede and section headings: the text that the narrator reads.

A heading that is a question is a turn (`styles` found those); any other heading is a chapter. The title is what the
file marks as such, else the first line that is not metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from audiobuild.model import Dropped, Role, Title
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.lines import QUESTION_END, Kind, Row, ends_sentence, fold, is_cjk, is_set_apart, plain
from audiobuild.script.patterns import AT_THE_TOP, NAMES_BELOW, reason_of
from audiobuild.script.questions import asks
from audiobuild.script.turn_starts import Mark

_MAX_TITLE, _MAX_TITLE_LATIN = 100, 120  # characters; an official headline is long
_SHORT_TITLE = 40  # characters of a title that may contain a full stop or end in a colon
_LONG_SENTENCE = 60  # characters of a first line that ends in a full stop and is a sentence
_HAN = "[一二三四五六七八九十百]{1,4}"
_NUMBER = lazy(
    rf"^(?:[（(](?:{_HAN}|\d{{1,2}})[)）]|{_HAN}[、.．]|第(?:{_HAN}|\d{{1,2}})"
    rf"[章节節部回幕篇](?:[：:\s\u3000]|$)|(?:Part|Chapter|Section)\s+(?:\d{{1,2}}|[IVX]{{1,4}})[.:：]?(?=\s|$)"
    r"|0\d[\s\u3000.、．|｜/-]*(?=\D)|\d{1,2}(?:[\s\u3000]+|[、．.|｜/](?!\d)\s*)(?=\S)|[IVX]{1,4}\.\s)\s*",
    re.IGNORECASE,
)
_FIGURE = lazy(r"^[1-9]\d?[\s\u3000]+(?=\S)")
_FIRST = lazy(r"^1[\s\u3000]+(?=\S)")
_MAX_ONE_LINE = 60  # letters of a turn that is complete without a full stop
#: Lines of narration below a plain chapter heading, the most met in labelled interviews. A Chinese line without a mark
#: at its end is hardly ever speech; in English transcripts, sentences break off.
_MAX_NARRATED_HAN, _MAX_NARRATED = 3, 1
_STRONG_NUMBER = lazy(
    rf"^(?:[（(]{_HAN}[)）]|{_HAN}[、.．]|第(?:{_HAN}|\d{{1,2}})[章节節部回幕篇](?:[：:\s\u3000]|$)|0\d(?=\D)|(?:Part|Chapter|Section)\s|"
    r"[IVX]{1,4}\.\s)",
    re.IGNORECASE,
)
_STOP = lazy(r"[。？！；，、?!;]|[：:,.]$|\.\s")
_BREAKS_OFF = lazy(r"(?:[-–—…,，、]|\.\.)$")  # a sentence that continues, or is broken off
_MARKED = lazy(r"^[【\[〔■◆●□◇○★☆▍▎▌◎※]")
_CALLED_TITLE = lazy(r"^(?:标题|標題|题目|題目|タイトル|Title|节目名称|本期标题)\s*[：:]\s*(?=\S)", re.IGNORECASE)
_LEDE_LABEL = lazy(
    r"^[【\[（(]?(?:编者按|編者按|编者的话|編者的話|编者前言|按语|按|摘要|导语|導語|引言|导读|導讀|前言|题记|"
    r"内容提要|内容简介|Editor['’]s note|Introduction|Intro|Summary|Abstract|リード|はじめに|編按|编按)"
    r"\s*(?:[：:】\]）)]|[\u3000]+|$)\s*",
    re.IGNORECASE,
)
# `* 译者 : 半夏`: a list item above the title that names a contributor
_NO_TITLE_END = ("。", "；", "，")
_FIELD = lazy(r"^[^\s：:。！？][^：:。！？]{0,15}[：:]")
_LIST_NUMBER = lazy(r"^\s*(?:\d{1,2}\s?[.、．)）]|[-*•●·])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: its line, its title without number, and how it was recognised."""

    row: Row
    title: str
    by: str


@dataclass(slots=True)
class Top:
    """The part before the first turn: the title, the lede's lines, where the body starts, and the metadata."""

    title: Title | None
    lede: list[Row] = field(default_factory=list)
    start: int = 0
    dropped: list[Dropped] = field(default_factory=list)


def read_top(rows: list[Row], first: int, marks: Mapping[int, Mark], given: Title | None) -> Top:
    """Title and lede among rows[:first]; `given` is a title from front matter or the page."""
    top = Top(given, start=first)
    title_row = _title_row(rows, first, marks) if given is None or given.by == "html-title" else -1
    headings = {fold(row.text) for row in rows if row.kind is Kind.HEADING}
    for i in range(first):
        row, text = rows[i], plain(rows[i].text).strip()
        if i == title_row:
            top.title = _title(row, text)
        elif row.kind is Kind.ITEM and fold(text) in headings:
            _leave_list(top, rows[i - 1] if i else None)
            top.dropped.append(Dropped(row.line, text, "repeat"))
        elif reason := _no_speech(row, text, i, top):
            top.dropped.append(Dropped(row.line, text, reason))
        elif _begins_body(rows, i, title_row, first, marks, top):
            top.start = i
            break
        elif _is_prose(rows, i, top):
            top.lede.append(row)
        else:
            top.dropped.append(Dropped(row.line, text, "metadata"))
    return top


def _leave_list(top: Top, above: Row | None) -> None:
    """Drop the line `Topics:` with the list below it, whose items are the headings."""
    if top.lede and top.lede[-1] is above and plain(above.text).rstrip().endswith(("：", ":")):
        top.dropped.append(Dropped(above.line, plain(top.lede.pop().text).strip(), "repeat"))


def _title(row: Row, text: str) -> Title:
    """The title of a line, without the prefix 标题：."""
    called = _CALLED_TITLE.match(text)
    by = "heading" if row.kind is Kind.HEADING else "first-line"
    shown = text[called.end() :] if called else text
    return Title(shown.replace("\t", " "), row.line, "metadata" if called else by)


def _no_speech(row: Row, text: str, index: int, top: Top) -> str | None:
    """The reason why a line above the first turn is not spoken; None if it may be."""
    if top.title is not None and fold(text) == fold(top.title.text):
        return "repeat"
    if row.kind is Kind.ITEM and _FIELD.match(text) and not QUESTION_END.search(text):
        return "metadata"
    if not _not_body(row):
        return None
    return reason_of(row, AT_THE_TOP) or (reason_of(row, NAMES_BELOW) if index else None)


def _begins_body(rows: list[Row], i: int, title_row: int, first: int, marks: Mapping[int, Mark], top: Top) -> bool:
    """Whether the body begins at this line: a section, or in a file without turns the first words of the text."""
    if i > title_row and _opens_body(rows, i, first, marks, top):
        return True
    return not marks and (i > title_row or _is_prose(rows, i, top))


def _not_body(row: Row) -> bool:
    """Whether a line may be metadata; a heading of words only, such as 全文, opens the body instead."""
    return row.kind is not Kind.HEADING or row.level == 1 or not plain(row.text).strip().isalpha()


def _title_row(rows: list[Row], first: int, marks: Mapping[int, Mark]) -> int:
    """The index of the title's line, -1 if there is none."""
    for i in range(first):
        if _CALLED_TITLE.match(plain(rows[i].text)) or (rows[i].kind is Kind.HEADING and rows[i].level == 1):
            return i
    i = next((i for i in range(first) if not (rows[i].quote or reason_of(rows[i], AT_THE_TOP))), -1)
    if i < 0 or rows[i].timed:
        return -1
    if rows[i].kind is Kind.HEADING:
        return i if _is_title_heading(rows, i, marks) else -1
    return i if _may_be_title(plain(rows[i].text).strip()) else -1


def _may_be_title(text: str) -> bool:
    """Whether an unmarked first line may be the title: not long, not a sentence, lede or numbered heading."""
    han = sum(map(is_cjk, text)) * 2 > len(text)
    short = len(text) <= _SHORT_TITLE
    if len(text) > (_MAX_TITLE if han else _MAX_TITLE_LATIN) or (han and "。" in text[:-1] and not short):
        return False
    if text.endswith(_NO_TITLE_END if short else (*_NO_TITLE_END, "：", ":")):
        return False
    if text.endswith(".") and len(text) > _LONG_SENTENCE:
        return False
    return not (_LEDE_LABEL.match(text) or _STRONG_NUMBER.match(text))


def _is_title_heading(rows: list[Row], i: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a heading below level 1 is the title and not one of several chapters."""
    level = rows[i].level
    others = [
        j for j, row in enumerate(rows) if j != i and row.kind is Kind.HEADING and row.level == level and j not in marks
    ]
    return not _STRONG_NUMBER.match(plain(rows[i].text)) and (not others or i + 1 not in marks)


def _opens_body(rows: list[Row], i: int, first: int, marks: Mapping[int, Mark], top: Top) -> bool:
    """Whether a section begins at this line, before the first turn."""
    row, text = rows[i], plain(rows[i].text).strip()
    if row.kind is Kind.HEADING:
        return True
    if _LEDE_LABEL.match(text) or not is_short(row):
        return False
    if _STRONG_NUMBER.match(text):
        return True
    return bool(top.lede) and (i + 1 in marks or (i + 1 < first and ends_sentence(rows[i + 1].text)))


def _is_prose(rows: list[Row], i: int, top: Top) -> bool:
    if rows[i].timed:
        return True  # text with a time stamp is speech
    text = plain(rows[i].text).strip()
    if text.startswith(("——", "──", "--")) and len(text) <= 40 and not text.endswith("。"):
        return False
    if ends_sentence(text) and not text.endswith(("：", ":")):
        return len(text) >= 6
    if len(text) >= 12 and "，" in text:
        return True
    if len(text) >= 16 and "、" in text and "：" in text and rows[i].gap:
        return True
    return (
        len(text) > (30 if is_cjk(text[0]) else 60)
        or bool(top.lede and not ends_sentence(top.lede[-1].text))
        or (text.endswith(("：", ":")) and len(text) > 6)
    )


def without_lede_label(text: str) -> str:
    """The paragraph without the prefix 编者按."""
    return _LEDE_LABEL.sub("", text, count=1) or text


def section_headings(rows: list[Row], marks: Mapping[int, Mark], start: int, last_mark: int) -> dict[int, Heading]:
    """The headings among rows[start:] by index."""
    found: dict[int, Heading] = {}
    asked = [rows[i].level for i in marks if rows[i].kind is Kind.HEADING]
    deepest = max(asked, default=6)
    counted = _are_counted(rows)
    for i in range(start, len(rows)):
        if i in marks or (rows[i].kind is Kind.HEADING and rows[i].level > deepest):
            continue
        row, text = rows[i], plain(rows[i].text).strip()
        if row.kind is Kind.HEADING:
            found[i] = Heading(row, without_number(text, counted), "heading")
        elif is_short(row) and _is_plain_heading(rows, i, marks, start, last_mark):
            by = "number" if _NUMBER.match(text) else "short-line-without-stop"
            found[i] = Heading(row, without_number(text, counted).strip("【】[]〔〕■◆●□◇○★☆▍▎▌◎※ 　"), by)
    return found


def _are_counted(rows: list[Row]) -> bool:
    """Whether figures before a blank number the headings (there is a first one), unlike `24 小时便利店`."""
    return any(_FIRST.match(plain(row.text).strip()) for row in rows if len(row.text) <= _MAX_TITLE)


def without_number(text: str, counted: bool = True) -> str:
    """The heading without its number; a figure before a blank counts only if the headings are `counted`."""
    if not counted and _FIGURE.match(text):
        return text.strip().replace("\t", " ")
    return _NUMBER.sub("", text, count=1).strip().replace("\t", " ") or text


def is_short(row: Row) -> bool:
    """Whether a line has the shape of a plain heading: alone, short, without full stops, not in a list or quote."""
    text = plain(row.text).strip()
    if row.kind is not Kind.TEXT or row.quote or row.timed or len(text) < 2:
        return False
    bare = without_number(text.lstrip("【[〔■◆●□◇○★☆▍▎▌◎※ ").lstrip()) or text
    bare = bare.strip("“”「」『』\"'") or bare
    if is_cjk(bare[0]):
        return len(bare) <= 20 and not _STOP.search(bare) and not bare.endswith(("：", "，"))
    return len(bare) <= 60 and len(bare.split()) <= 9 and bare[0].isupper() and not _STOP.search(bare)


def _is_plain_heading(rows: list[Row], i: int, marks: Mapping[int, Mark], start: int, last_mark: int) -> bool:
    """Whether a short line is at the boundary of turns: after a finished sentence, before a turn or narration."""
    text = plain(rows[i].text).strip()
    if _BREAKS_OFF.search(text) or _field_word(text) or not _ends_before(rows, i, marks, start):
        return False
    if i + 1 >= len(rows) or (i > last_mark and not _STRONG_NUMBER.match(text)):
        return False
    if _is_listed(rows, i, marks):
        return False
    return i + 1 in marks or (_may_open_narration(rows[i], i, marks) and not _is_item(rows[i + 1]))


def _is_listed(rows: list[Row], i: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a numbered line is next to another one: a list."""
    near = (j for j in (i - 1, i + 1) if 0 <= j < len(rows) and j not in marks)
    return bool(_LIST_NUMBER.match(plain(rows[i].text).strip())) and any(
        _LIST_NUMBER.match(plain(rows[j].text)) for j in near
    )


def _is_item(row: Row) -> bool:
    """Whether a line below a short one makes that one a line of verse or of a list."""
    return row.kind is Kind.ITEM or is_short(row)


def _may_open_narration(row: Row, i: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a short line may be a heading above narration; after the first question it is speech instead."""
    asked = (j for j, mark in marks.items() if mark.side is Role.HOST)
    most = _MAX_NARRATED_HAN if any(map(is_cjk, row.text)) else _MAX_NARRATED
    return i <= min(asked, default=i) or _is_heading_by_form(row) or _opens_narration(i, marks, most)


def _opens_narration(i: int, marks: Mapping[int, Mark], most: int) -> bool:
    """Whether so few lines are between line i and the next label that they may be narration; answers are longer."""
    return any(j in marks and marks[j].key is not None for j in range(i + 1, i + 2 + most))


def _is_heading_by_form(row: Row) -> bool:
    """Whether a short line is marked as a heading: by a number, a leading symbol, brackets around it, or bold."""
    text = plain(row.text).strip()
    return bool(_NUMBER.match(text) or _MARKED.match(text)) or is_set_apart(row)


def _field_word(text: str) -> bool:
    """Whether a line begins with the word of a field: `参见：《桥》`."""
    field_ = _FIELD.match(text)
    return field_ is not None and fold(field_.group()) in words.NOT_LABELS


def _ends_before(rows: list[Row], i: int, marks: Mapping[int, Mark], start: int) -> bool:
    """Whether the text before line i is finished: a full stop, a turn of one short line, or no text yet."""
    if i <= start:
        return True
    mark = marks.get(i - 1)
    if mark and mark.side is Role.HOST:
        after = marks.get(i + 1)
        answers = mark.key is None or not mark.rest or asks(mark.rest)  # all lines below a question
        return not answers and after is not None and after.side is Role.HOST
    if mark:
        return ends_sentence(mark.rest) or 0 < len(mark.rest) <= _MAX_ONE_LINE
    before = plain(rows[i - 1].text).rstrip()
    return ends_sentence(before) and not before.endswith(("：", ":", "；"))
