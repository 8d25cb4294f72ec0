"""What a page has above its talk besides the introduction: links, fields, and sections that have nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping

from audiobuild.regex import lazy
from audiobuild.script.lines import Kind, Row, ends_sentence, plain
from audiobuild.script.patterns import AT_THE_TOP, reason_of

# Shares of links in a line: of a sentence that is one, of another line, of an item of a list of links.
_ALL, _MOST, _SOME = 0.9, 0.5, 0.25
_MAX_INTRODUCTION = 60  # characters of `For more information:`
_FIELD = lazy(r"^[^\s：:。！？?!][^：:。！？?!]{0,40}[：:]\s{0,9}[^。！？?!]{1,80}$")
_LEAST_FIELDS, _MAX_FIELD = 3, 120  # such lines, and the characters of one


def page_matter(rows: list[Row], first: int, title: int, silent: Mapping[int, str]) -> dict[int, str]:
    """The indexes of the lines above the first turn that are not spoken, with the reasons.

    `title` is the index of the title; `silent` are the lines of headings that are not spoken, with the reasons.
    """
    top = rows[:first]
    headings = {i for i, row in enumerate(top) if row.kind is Kind.HEADING}
    lines = set(range(first)).difference(headings, {title}, (i for i, row in enumerate(top) if row.keep))
    found = {
        **dict.fromkeys(_links(top, lines) | _fields(top), "metadata"),
        **_by_words(top),
        **_in_sections(top, silent),
    }
    gone = {i: reason for i, reason in found.items() if i in lines}
    return gone | dict.fromkeys(_empty_sections(top, title, gone), "metadata")


def _links(rows: list[Row], lines: Iterable[int]) -> set[int]:
    """Those of these lines that are mostly links, and the short ones that introduce such."""
    links = {i for i in lines if _is_link(rows[i]) and not _is_wrapped(rows[i : i + 2])}
    return links.union(i for i in lines if i + 1 in links and _introduces(rows[i]))


def _by_words(rows: list[Row]) -> dict[int, str]:
    """The lines that are not spoken for their words, with the reasons; a sentence is no field."""
    reasons = ((i, reason_of(row, AT_THE_TOP)) for i, row in enumerate(rows))
    return {i: reason for i, reason in reasons if reason and not (reason == "metadata" and ends_sentence(rows[i].text))}


def _in_sections(rows: list[Row], silent: Mapping[int, str]) -> dict[int, str]:
    """The lines below a heading that is not spoken, with its reason, up to the next heading."""
    lines = sorted(silent)
    section, line = "", 0
    found: dict[int, str] = {}
    for i, row in enumerate(rows):
        opened = lines[bisect_left(lines, line) : bisect_left(lines, row.line)]
        section = "" if row.kind is Kind.HEADING else "".join(map(silent.__getitem__, opened[-1:])) or section
        found.update({i: section} if section else {})
        line = row.line
    return found


def _is_link(row: Row) -> bool:
    """Whether a line is mostly links, or an item of a list of links."""
    text = plain(row.text)
    share = _ALL if ends_sentence(text) else _SOME if row.kind is Kind.ITEM else _MOST
    return len(text) <= _MAX_FIELD and row.linked >= max(1, len(text) * share)


def _is_wrapped(rows: list[Row]) -> bool:
    """Whether a line, the first of these, is inside a paragraph of several lines."""
    return rows[0].kind is Kind.TEXT and not all(row.gap or row.kind is not Kind.TEXT for row in rows)


def _introduces(row: Row) -> bool:
    """Whether a line is the short line above a list: `For more information:`."""
    return len(row.text) <= _MAX_INTRODUCTION and plain(row.text).endswith((":", "："))


def _fields(rows: list[Row]) -> set[int]:
    """The lines of a sheet: several fields in a row, or several headings each with a few words below it."""
    found: set[int] = set()
    block: list[int] = []
    kinds = [Kind.HEADING, *(row.kind for row in rows), Kind.HEADING]
    values: list[int] = []
    for i, row in enumerate(rows):
        text = plain(row.text).strip()
        short = row.kind is not Kind.HEADING and len(text) <= _MAX_FIELD and not ends_sentence(text)
        block = [*block, i] if short and _FIELD.match(text) else []
        found.update(block if len(block) >= _LEAST_FIELDS else ())
        values += [i] * (short and kinds[i] is kinds[i + 2] is Kind.HEADING)
    return found.union(values if len(values) >= _LEAST_FIELDS else ())


def _empty_sections(rows: list[Row], title: int, gone: Container[int]) -> set[int]:
    """The headings, but for the title, with nothing spoken below them before the next heading of their level."""
    found: set[int] = set()
    spoken, level = True, 0  # between this line and the next heading that is kept, and its level
    for i in reversed(range(len(rows))):
        row = rows[i]
        if row.kind is not Kind.HEADING:
            spoken = spoken or i not in gone
        elif spoken or level > row.level or i == title or row.keep:
            spoken, level = False, row.level
        else:
            found.add(i)
    return found
