"""Title, lede and section headings: the text that the narrator reads.

A heading that is a question is a turn (`styles` found those); any other heading is a chapter. The title is what the
file marks as such, else the first line that is not metadata.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped, Role, Title
from audiobuild.regex import HAN, lazy
from audiobuild.script import words
from audiobuild.script.lines import (
    BOLD,
    BOLD_END,
    ITALIC,
    ITALIC_END,
    Kind,
    Row,
    ends_sentence,
    fold,
    is_cjk,
    is_set_apart,
    plain,
)
from audiobuild.script.patterns import AT_THE_TOP, NAMES_BELOW, reason_of
from audiobuild.script.questions import asks
from audiobuild.script.repeats import MAX_PULL_QUOTE
from audiobuild.script.split import MAX_TITLE
from audiobuild.script.turn_starts import Mark

_COLONS = ("：", ":")
_CUT_SHORT = ("…", "...")
_SYMBOLS = "【[〔■◆●□◇○★☆▍▎▌◎※ "
_AROUND = f"{_SYMBOLS}】]〕　"
_HAN = "[一二三四五六七八九十百]{1,4}"
# Numbers that only headings have, and numbers that a sentence may begin with.
_HEADING_NUMBER = (
    rf"[（(]{_HAN}[)）]|{_HAN}[、.．]|第(?:{_HAN}|\d{{1,2}})[章节節部回幕篇](?:[：:\s\u3000]|$)|[IVX]{{1,4}}\.\s|"
    r"(?:Part|Chapter|Section)\s+(?:\d{1,2}|[IVX]{1,4})[.:：]?(?=\s|$)|0\d[\s\u3000.、．|｜/-]*(?=\D)"
)
_ANY_NUMBER = rf"^(?:{_HEADING_NUMBER}|[（(]\d{{1,2}}[)）]|\d{{1,2}}(?:[\s\u3000]+|[、．.|｜/](?!\d)\s*)(?=\S))\s*"
_NUMBER = lazy(_ANY_NUMBER, re.IGNORECASE)
_STRONG_NUMBER = lazy(rf"^(?:{_HEADING_NUMBER}|(?:Part|Chapter|Section)\s)", re.IGNORECASE)
_FIGURE = lazy(r"^[1-9]\d?[\s\u3000]+(?=\S)")
_CJK = lazy(HAN)
_FIRST = lazy(r"^\W*1[\s\u3000]+(?=\S)")
_FIRST_OF_LIST = lazy(r"^\W*1(?:[\s\u3000]+|[、．.|｜/)）]\s*)(?=[^\s\d])")
#: Lines of narration below a plain chapter heading, the most met in labelled interviews. A Chinese line without a mark
#: at its end is hardly ever speech; in English transcripts, sentences break off.
_MAX_NARRATED_HAN, _MAX_NARRATED = 3, 1
_STOP = r"[。？！；，、?!;]|[：:,.]$|\.\s"
#: A heading in a plain line: 20 characters of Chinese, or nine words with a capital, without a full stop.
_HEADING_LIKE = lazy(rf"^(?!.*(?:{_STOP}))(?:(?=[^\x00-\u2e7f]).{{1,20}}|(?=.{{1,60}}$)[^\W\d_]\S*(?:\s+\S+){{0,8}})$")
_BREAKS_OFF = lazy(r"(?:[-–—…,，、]|\.\.)$")  # a sentence that continues, or is broken off
_MARKED = lazy(rf"^[【\[〔■◆●□◇○★☆▍▎▌◎※]|{_ANY_NUMBER}", re.IGNORECASE)
_CALLED_TITLE = lazy(r"^(?:标题|標題|题目|題目|タイトル|Title|节目名称|本期标题)\s*[：:]\s*(?=\S)", re.IGNORECASE)
_IMAGE = lazy(r"^\[[^\[\]\s]{1,40}\.(?:gif|jpe?g|png|svg|webp|bmp)\]\s{0,20}(?=\S)", re.IGNORECASE)
_UNQUOTED = lazy(r"^([\"'])([^\"']{1,120})\1$")
_WORD = lazy(r"[!-~]{1,20}")
_LEDE_LABEL = lazy(
    r"^[【\[（(]?(?:编者按|編者按|编者的话|編者的話|编者前言|按语|按|摘要|导语|導語|引言|导读|導讀|前言|题记|"
    r"内容提要|内容简介|Editor['’]s note|Introduction|Intro|Summary|Abstract|リード|はじめに|編按|编按)"
    r"\s*(?:[：:】\]）)]|[\u3000]+|$)\s*",
    re.IGNORECASE,
)
#: A first line that is no title: over 120 characters, the end of a Chinese sentence or clause, a long line with a full
#: stop inside or a colon at its end, a long sentence.
_NO_TITLE = lazy(r"^(?:.{121}|.*[。；，]$|(?=.{41})(?:.*。.|.*[：:]$)|(?=.{61}).*\.$)")
_DEEPEST = 6  # the level of the deepest headings
_MAX_HEADING = 160  # characters of a heading; the lead set as one has 240
_MAX_TOPIC = 120  # characters of a bold line that is a topic between turns; the longest seen has 92
_ENDS_EMPHASIS = lazy(f"[{BOLD_END}{ITALIC_END}][。？！?! ]*$")
_ALL_EMPHASISED = lazy(f"(?:{BOLD}[^{BOLD_END}]*{BOLD_END}|(?P<italic>{ITALIC}[^{ITALIC_END}]*{ITALIC_END}))$")
_LEAST_GAPS = 5  # one in so many lines is below a blank line
_LEAST_HEADINGS = 3  # headings of a file whose plain lines are none
_LEAST_TOPICS = 2  # such lines; a single one may be words that a guest stresses
_LEAST_SENTENCE = 6  # characters of a sentence in the lede
#: Prose without a full stop: a line with a clause, or one longer than any title.
_PROSE = lazy(r"^(?:(?=.{12}).*，|[\u2e80-\uffff].{30}|.{61})")
_QUOTED_SENTENCE = lazy(r"^([“「『\"]).*[。！.!][”」』\"]$")
_COUNT = lazy(r"^(\d{1,2})([/／.．、)）])(?=\D)")
_FIELD = lazy(r"^[^\s：:。！？][^：:。！？]{0,15}[：:]")


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
    top = Top(_whole_title(rows[:first], given), start=first)
    title_row = title_line(rows, first, given, marks)
    chapters = {fold(row.text) for row in rows if row.kind is Kind.HEADING}
    for i, row in enumerate(rows[:first]):
        reason = _no_speech(rows, i, _folded(top.title), chapters)
        if i == title_row:
            top.title = _title(row)
        elif reason is None and _begins_body(rows, i, title_row, first, marks, top):
            top.start = i
            break
        elif reason is None and _is_narrated(rows, i, top.lede):
            top.lede.append(row)
        else:
            top.dropped.append(Dropped(row.line, _text(row), reason or "metadata"))
    return top


def _whole_title(rows: list[Row], given: Title | None) -> Title | None:
    """The given title; one that is cut short, `The baker of…`, with the text of the heading that has all of it."""
    if given is None or not given.text.endswith(_CUT_SHORT):
        return given
    start = fold(given.text)
    whole = (_text(row) for row in rows if row.kind is Kind.HEADING and fold(row.text).startswith(start))
    return replace(given, text=next(whole, given.text))


def _text(row: Row) -> str:
    return plain(row.text).strip()


def _folded(title: Title | None) -> str:
    return fold(title.text) if title else ""


def _title(row: Row) -> Title:
    """The title of a line, without the prefix 标题：, the mark of an image and the quotation marks of a header."""
    text = _text(row)
    shown = _UNQUOTED.sub(r"\2", _IMAGE.sub("", _CALLED_TITLE.sub("", text)))
    by = "heading" if row.kind is Kind.HEADING else "first-line"
    return Title(shown.replace("\t", " "), row.line, "metadata" if _CALLED_TITLE.match(text) else by)


def _no_speech(rows: list[Row], i: int, title: str, chapters: set[str]) -> str | None:
    """The reason why a line above the first turn is not spoken; None if it may be."""
    row, text = rows[i], _text(rows[i])
    if row.keep:
        return None
    if fold(text) == title or _lists_chapters(rows, i, chapters):
        return "repeat"
    if row.kind is Kind.HEADING and text.isalpha() and row.level > 1:
        return None  # 全文
    return reason_of(row, *(AT_THE_TOP, NAMES_BELOW)[: i + 1])


def _lists_chapters(rows: list[Row], i: int, chapters: set[str]) -> bool:
    """Whether a line is an item in a list of the chapters, or the line `Topics:` above the list."""
    introduces = _text(rows[i]).endswith(_COLONS)
    item = rows[min(i + introduces, len(rows) - 1)]
    return item.kind is Kind.ITEM and fold(item.text) in chapters


def title_line(rows: list[Row], first: int, given: Title | None, marks: Mapping[int, Mark]) -> int:
    """The index of the title's line, -1 if there is none or a title is given; a line is preferred to a page's title.

    If no line looks like one, a heading that is the name of a speaker is.
    """
    if given is not None and given.by != "html-title":
        return -1
    marked = [i for i in range(first) if rows[i].level == 1 or _CALLED_TITLE.match(plain(rows[i].text))]
    i = next(iter(marked), _first_words(rows[:first]))
    is_title = i in marked or any(map(_may_be_title, rows[:first][i : i + 1]))
    return i if is_title else _named(rows[:first], marks)


def _named(rows: list[Row], marks: Mapping[int, Mark]) -> int:
    """The index of the first heading that is the name of a speaker, -1 if there is none."""
    keys = {mark.key for mark in marks.values()}
    return next((i for i, row in enumerate(rows) if row.kind is Kind.HEADING and fold(row.text) in keys), -1)


def _first_words(rows: list[Row]) -> int:
    """The index of the first line that is no quote, no metadata and no button of the page, -1 if there is none."""
    lines = (i for i, row in enumerate(rows) if not (row.quote or _is_button(row) or reason_of(row, AT_THE_TOP)))
    return next(lines, -1)


def _is_button(row: Row) -> bool:
    """Whether a line is a link of one word: `[back](index)`."""
    text = _text(row)
    return row.linked >= len(text) and bool(_WORD.fullmatch(text))


def _may_be_title(row: Row) -> bool:
    """Whether an unmarked first line may be the title: not long, not a sentence, lede or numbered heading."""
    text = _text(row)
    return not (row.timed or any(no_title.match(text) for no_title in (_NO_TITLE, _LEDE_LABEL, _STRONG_NUMBER)))


def _begins_body(rows: list[Row], i: int, title_row: int, first: int, marks: Mapping[int, Mark], top: Top) -> bool:
    """Whether the body begins at this line: a section, or in a file without turns the first words of the text."""
    if not marks:
        return i > title_row or _is_prose(rows[i], top.lede)
    return i > title_row and _opens_body(rows, i, first, marks, top)


def _opens_body(rows: list[Row], i: int, first: int, marks: Mapping[int, Mark], top: Top) -> bool:
    """Whether a section begins at this line, before the first turn."""
    text = _text(rows[i])
    if rows[i].kind is Kind.HEADING:
        return not _is_set_large(rows[i])
    if i + 1 in marks and (_begins_count(rows[i]) or i in topics(rows, marks, 0)):
        return True
    if _LEDE_LABEL.match(text) or not is_short(rows[i]):
        return False
    after_lede = bool(top.lede) and (i + 1 in marks or ends_sentence(rows[min(i + 1, first - 1)].text))
    return after_lede or bool(_STRONG_NUMBER.match(text))


def _is_set_large(row: Row) -> bool:
    """Whether a heading is text: a pull quote, or the lead, sentences longer than any title."""
    return is_pull_quote(row) or (len(row.text) > _MAX_HEADING and ends_sentence(row.text))


def _begins_count(row: Row) -> bool:
    """Whether a line is a first numbered heading: `1 童年`, `一、路灯为什么会眨眼？`"""
    return _is_numbered_question(row) or (is_short(row) and bool(_FIRST_OF_LIST.match(_text(row))))


def _is_prose(row: Row, lede: list[Row]) -> bool:
    """Whether a line above the first turn is part of the lede: a sentence, long, or the rest of the line above."""
    text = _text(row)
    if row.timed or row.keep:
        return True  # text with a time stamp is speech
    if ends_sentence(text):
        return len(text) >= _LEAST_SENTENCE
    return bool(_PROSE.match(text)) or not all(ends_sentence(above.text) for above in lede[-1:])


def _is_narrated(rows: list[Row], i: int, lede: list[Row]) -> bool:
    """Whether a line is part of the lede; however short, one that introduces a quotation is: `她写道：`."""
    below = rows[i + 1].quote if i + 1 < len(rows) else 0
    return _is_prose(rows[i], lede) or (_text(rows[i]).endswith(_COLONS) and below > rows[i].quote)


def without_lede_label(text: str) -> str:
    """The paragraph without the prefix 编者按."""
    return _LEDE_LABEL.sub("", text, count=1) or text


def section_headings(rows: list[Row], marks: Mapping[int, Mark], start: int, last_mark: int) -> dict[int, Heading]:
    """The headings among rows[start:] by index."""
    found: dict[int, Heading] = {}
    deepest = _deepest(rows, marks)
    counted = any(_FIRST.match(row.text) for row in rows)  # there is a first number, unlike `24 小时便利店`
    places = sorted(set(range(start, len(rows))).difference(marks, _inside_paragraphs(rows, marks)))
    headed = {i: _heading(rows[i], "heading", counted) for i in places if _is_heading(rows[i], deepest)}
    short = topics(rows, marks, start) | _plain_headings(rows, marks, start, last_mark)
    marked = set(filter(lambda i: _is_marked(rows[i]), short))
    plain_lines = marked if len(headed) >= _LEAST_HEADINGS else short
    for i in sorted({*headed, *plain_lines}.intersection(places)):
        by = "number" if _NUMBER.match(_text(rows[i])) else "short-line-without-stop"
        found[i] = headed.get(i) or _heading(rows[i], by, counted)
    listed = _listed(rows, min(marks, default=len(rows)), {*found, *marks})
    return _with_text_below({i: heading for i, heading in found.items() if i not in listed}, len(rows))


def _inside_paragraphs(rows: list[Row], marks: Container[int]) -> set[int]:
    """The lines directly between two lines of a paragraph, in a file whose paragraphs are parted by blank lines."""
    if sum(row.gap for row in rows) * _LEAST_GAPS < len(rows):
        return set()
    places = (i for i in range(1, len(rows) - 1) if not (rows[i].gap or rows[i + 1].gap or i + 1 in marks))
    return {i for i in places if rows[i].kind is Kind.TEXT}


def _is_heading(row: Row, deepest: int) -> bool:
    """Whether a line is a heading by its form, and neither part of a turn nor a pull quote."""
    return row.kind is Kind.HEADING and row.level <= deepest and not is_pull_quote(row)


def _listed(rows: list[Row], first: int, found: Container[int]) -> set[int]:
    """The plain lines `2/ …` below the first turn of which the line `1/ …` is text: a list in the words of a guest."""
    matches = ((i, _COUNT.match(_text(row))) for i, row in enumerate(rows[first:], first) if row.kind is Kind.TEXT)
    numbers = {i: (int(match[1]), match[2]) for i, match in matches if match}
    text = {(number + 1, stop) for i, (number, stop) in numbers.items() if i not in found}
    return {i for i, number in numbers.items() if number in text}


def is_pull_quote(row: Row) -> bool:
    """Whether a heading is a sentence in quotation marks: words of the talk, set large."""
    text = _text(row).lstrip(_SYMBOLS)
    return row.kind is Kind.HEADING and len(text) > MAX_PULL_QUOTE / 2 and bool(_QUOTED_SENTENCE.match(text))


def _plain_headings(rows: list[Row], marks: Mapping[int, Mark], start: int, last_mark: int) -> set[int]:
    """The short lines that are headings by their place; none below a heading that asks."""
    end = min((i for i, mark in marks.items() if mark.key is None and rows[i].level), default=len(rows))
    short = (i for i in range(start, end) if i not in marks and is_short(rows[i]))
    return {i for i in short if _is_plain_heading(rows, i, marks, start, last_mark)}


def _deepest(rows: list[Row], marks: Mapping[int, Mark]) -> int:
    """The level of headings below which they are part of a turn: the deepest label, or the highest that asks."""
    opening = {i: rows[i].level for i in marks if rows[i].kind is Kind.HEADING}
    asking = [level for i, level in opening.items() if marks[i].key is None]
    return min(asking, default=max(opening.values(), default=_DEEPEST))


def topics(rows: list[Row], marks: Mapping[int, Mark], start: int) -> set[int]:
    """The topics of a talk: several lines alone above labels that are bold and no sentences, or emphasised and ask."""
    above = (i - 1 for i, mark in marks.items() if i > start and mark.key is not None)
    found = {i for i in above if i not in marks and rows[i].gap and _is_topic(rows[i])}
    return found if len(found) >= _LEAST_TOPICS else set()


def _is_topic(row: Row) -> bool:
    form = _ALL_EMPHASISED.match(row.text) if row.is_prose and len(row.text) <= _MAX_TOPIC else None
    is_topic = form is not None and (asks(row.text) or not (form["italic"] or ends_sentence(row.text)))
    return is_topic or _is_numbered_question(row)


def _is_numbered_question(row: Row) -> bool:
    """Whether a line is a heading that asks: `一、路灯为什么会眨眼？`"""
    text = _text(row)
    return row.is_prose and row.gap and len(text) <= MAX_TITLE and bool(_STRONG_NUMBER.match(text)) and asks(text)


def _with_text_below(found: dict[int, Heading], end: int) -> dict[int, Heading]:
    """The headings without those at the end that are to be kept or are sentences: they open nothing, and are spoken."""
    last = max(set(range(end)) - found.keys(), default=-1)
    return {
        i: heading for i, heading in found.items() if i < last or not (heading.row.keep or is_last_word(heading.row))
    }


def is_last_word(row: Row) -> bool:
    """Whether a heading is a whole sentence, which is spoken if nothing is below it."""
    return row.kind is Kind.HEADING and len(row.text) > MAX_TITLE / 2 and ends_sentence(row.text) and not asks(row.text)


def _heading(row: Row, by: str, counted: bool) -> Heading:
    """The heading of a line, without its number unless the line is to be kept."""
    title = _text(row) if row.keep else without_number(_text(row), counted)
    return Heading(row, title if row.kind is Kind.HEADING else title.strip(_AROUND), by)


def without_number(text: str, counted: bool = True) -> str:
    """The heading without its number; a figure before a blank counts only if the headings are `counted`."""
    numbered = counted or not _FIGURE.match(text)
    return _NUMBER.sub("", text, count=int(numbered)).strip().replace("\t", " ") or text if numbered else text


def is_short(row: Row) -> bool:
    """Whether a line has the shape of a plain heading: alone, short, without full stops, not in a list or quote."""
    text = _text(row)
    if row.kind is not Kind.TEXT or row.quote or row.timed or len(text) < 2:
        return False
    bare = without_number(text.strip(_AROUND)).strip("“”「」『』\"'") or text
    return (is_cjk(bare[0]) or bare[0].isupper()) and bool(_HEADING_LIKE.match(bare))


def _is_plain_heading(rows: list[Row], i: int, marks: Mapping[int, Mark], start: int, last_mark: int) -> bool:
    """Whether a short line is at the boundary of turns: after a finished sentence, before a turn or narration."""
    text = _text(rows[i])
    last = i + 1 >= len(rows) or (i > last_mark and not _STRONG_NUMBER.match(text))
    if last or _BREAKS_OFF.search(text) or _field_word(text) or not _ends_before(rows, i, marks, start):
        return False
    return _opens_below(rows, i, marks, start)


def _opens_below(rows: list[Row], i: int, marks: Mapping[int, Mark], start: int) -> bool:
    """Whether what follows a short line may have a heading: a turn, or narration."""
    if i + 1 in marks:
        breaks_off = marks[i + 1].rest[:1].islower() and not _is_marked(rows[i])  # the label is inside a sentence
        return not breaks_off and (i <= start or not _is_emphasised(rows[i + 1], marks[i + 1]) or _is_marked(rows[i]))
    return _may_open_narration(rows, i, marks) and not _is_item(rows[i + 1])


def _is_emphasised(row: Row, mark: Mark) -> bool:
    """Whether a turn is a bold or italic question without a label: a heading above it would not be plain."""
    return mark.key is None and bool(_ENDS_EMPHASIS.search(row.text))


def _is_marked(row: Row) -> bool:
    """Whether the form of a line marks it as a heading: bold, a number, a symbol."""
    return is_set_apart(row) or bool(_MARKED.match(_text(row)))


def _is_item(row: Row) -> bool:
    """Whether a line below a short one makes that one a line of verse or of a list."""
    return row.kind is Kind.ITEM or is_short(row)


def _may_open_narration(rows: list[Row], i: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a short line may be a heading above narration; after the first question it is speech instead.

    So it is where the questions are headings, because then the chapters are headings too.

    A line is one if its form marks it (a number, a symbol, bold), or if so few lines are between it and the next label
    that they may be narration; answers are longer.
    """
    asked = min((j for j, mark in marks.items() if mark.side is Role.HOST), default=i)
    most = _MAX_NARRATED_HAN if _CJK.search(rows[i].text) else _MAX_NARRATED
    labels = {marks[j].key for j in range(i + 1, i + 2 + most) if j in marks} - {None}
    by_heading = all(rows[j].kind is Kind.HEADING for j in marks)
    return i <= asked or bool(labels) or (_is_marked(rows[i]) and not by_heading)


def _field_word(text: str) -> bool:
    """Whether a line begins with the word of a field: `参见：《桥》`."""
    found = _FIELD.match(text)
    return found is not None and fold(found.group()) in words.NOT_LABELS


def _ends_before(rows: list[Row], i: int, marks: Mapping[int, Mark], start: int) -> bool:
    """Whether the text before line i is finished: a full stop, or no text yet."""
    if i <= start:
        return True
    mark, after = marks.get(i - 1), marks.get(i + 1)
    if mark and mark.side is Role.HOST:
        answers = mark.key is None or not mark.rest or asks(mark.rest)  # all lines below a question
        return not answers and after is not None and after.side is Role.HOST
    before = plain(rows[i - 1].text).rstrip()
    return ends_sentence(before) and not before.endswith((*_COLONS, "；"))
