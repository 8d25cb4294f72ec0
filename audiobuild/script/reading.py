"""The pipeline: the bytes of an interview become a Script, step by step.

The steps are pure functions: decode, clean, formats, boilerplate, declarations, styles, headings, turns, roles.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from audiobuild.errors import ScriptError
from audiobuild.model import Dropped, Lede, Role, Script, ScriptWarning, Source, Style, Title, Turn
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.assemble import cast_of, doubts, place, sections_from, speakers_from, turns_from
from audiobuild.script.boilerplate import asides, furniture, repeats
from audiobuild.script.clean import clean
from audiobuild.script.closing import closing, goodbye
from audiobuild.script.credit_patterns import AT_THE_TOP
from audiobuild.script.declarations import Declared, declarations, from_settings
from audiobuild.script.decode import decode, newline_of
from audiobuild.script.exact import read_exact
from audiobuild.script.formats import Contents, read_container
from audiobuild.script.front_matter import cast_in, is_exact
from audiobuild.script.headings import Heading, Top, read_top, section_headings, without_lede_label
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.label_candidates import Head
from audiobuild.script.language import spoken_language
from audiobuild.script.left_out import doubtful_drops
from audiobuild.script.lines import Row, is_set_apart, plain, printable
from audiobuild.script.patterns import reason_of
from audiobuild.script.split import join_numbers, mend_labels, split_rows, without_titles
from audiobuild.script.styles import choose, lines_of
from audiobuild.script.turn_starts import Chosen, Lines
from audiobuild.script.turns import ANSWER, Builder, Spoken, paragraphs
from audiobuild.script.wrapping import unwrap

# The site name after a page's title: `守窑人 - 两岸周报`, `Salt | The Weekly`.
_SITE = lazy(r"(?<=\S)(?:\s+[-–—|·_]\s+|_|\|)[^-–—|_]{1,40}$")


def read(data: bytes, path: str, overrides: Mapping[str, Role]) -> Script:
    """The Script of a file's bytes; `path` is used in messages, and as the title if there is no other.

    Raises ScriptError if the bytes contain no interview.
    """
    name = printable(path)
    decoded = decode(data, name)
    lines, dropped, warnings = clean(decoded.text)
    source = Source(
        name,
        len(data),
        hashlib.sha256(data).hexdigest(),
        decoded.encoding,
        decoded.by,
        decoded.bom,
        newline_of(decoded.text),
        len(lines),
    )
    if is_exact(lines):
        found = [*decoded.warnings, *warnings]
        return read_exact(source, lines, [*decoded.dropped, *dropped], found, overrides)
    contents = read_container(lines)
    return _read(
        source,
        contents,
        [*decoded.dropped, *dropped, *contents.dropped],
        [*decoded.warnings, *warnings, *contents.warnings],
        {**cast_in(contents.front.settings)[0], **overrides},
    )


def _read(
    source: Source,
    contents: Contents,
    dropped: list[Dropped],
    warnings: list[ScriptWarning],
    overrides: Mapping[str, Role],
) -> Script:
    styled = _styled(contents, overrides)
    if styled is None:
        raise ScriptError(f"{source.path} is empty or contains nothing to speak; write the interview into it.")
    body = _body(styled, _given_title(contents), contents.kind == "subtitles")
    title = body.top.title or Title(fold_name(source.path), None, "file-name")
    spoken = _spoken(body, title)
    headline = "\n".join([title.text, *(cut.text for cut in body.top.dropped)])
    cast = cast_of(spoken, body.chosen, styled.declared, headline, overrides)
    turns = turns_from(spoken, cast)
    sections, by_section = sections_from(body.headings, turns)
    lede = _lede(body.top)
    if not turns and not lede:
        raise ScriptError(f"{source.path} contains no interview, only a title; write questions and answers below it.")
    dropped = [*dropped, *styled.dropped, *_page_title(contents, title), *body.dropped, *by_section]
    told = {title.line, *(heading.row.line for heading in body.headings.values())}
    left = place(dropped + _goes_on(dropped, styled.spans, turns, lede, told), turns)
    timed = sum(row.timed for row in body.rows) * 2 > len(body.rows)
    line_of = {i: row.line for i, row in enumerate(body.rows)}
    warnings = [
        *warnings,
        *doubts(turns, spoken, body.chosen, cast, line_of, timed),
        *doubtful_drops(left, source.path),
    ]
    return Script(
        source,
        spoken_language(contents.front.settings, turns, lede),
        title,
        _style_of(body.chosen),
        tuple(speakers_from(spoken, turns, cast, lede)),
        lede,
        tuple(sections),
        tuple(turns),
        left,
        tuple(sorted(warnings, key=lambda w: (w.line or 0, w.code))),
        contents.front.settings,
    )


@dataclass(slots=True)
class _Body:
    """The lines from the title to the last spoken one, with their headings; `dropped` was dropped around them."""

    rows: list[Row]
    chosen: Chosen
    top: Top
    headings: dict[int, Heading]
    dropped: list[Dropped]


def _body(styled: _Styled, given: Title | None, cues: bool) -> _Body:
    """The lines between the text above the first turn and the text below the last."""
    chosen = styled.chosen
    last_mark = max(chosen.marks, default=-1)
    end, by_closing = closing(styled.rows, last_mark, styled.furniture, cues)
    rows = styled.rows[:end]
    goodbye(rows, chosen)
    chosen.prose = [place for place in chosen.prose if place < end]
    top = read_top(rows, min(chosen.marks, default=len(rows)), chosen.marks, given)
    headings = section_headings(rows, chosen.marks, top.start, last_mark)
    return _Body(rows, chosen, top, headings, [*by_closing, *top.dropped])


def _spoken(body: _Body, title: Title) -> list[Spoken]:
    """The turns with their paragraphs; a line that only looks like a turn begins a paragraph."""
    chosen = body.chosen
    chosen.prose = [place for place in chosen.prose if body.rows[place].line != title.line]
    builder = Builder(chosen, body.headings, _answerer(chosen))
    builder.build(body.rows, body.top.start)
    body.dropped += builder.dropped
    prose = frozenset(body.rows[i].line for i in chosen.prose)
    for turn in builder.turns:
        turn.paragraphs = paragraphs(turn.rows, prose)
    return [turn for turn in builder.turns if turn.paragraphs]


@dataclass(slots=True)
class _Styled:
    """The lines that may be spoken, and their style; `spans` maps each row of several lines to its last line.

    `furniture` is the dropped boilerplate, `dropped` everything that was dropped.
    """

    rows: list[Row]
    chosen: Chosen
    declared: Declared
    spans: dict[int, int]
    furniture: list[Dropped]
    dropped: list[Dropped]


def _styled(contents: Contents, overrides: Mapping[str, Role]) -> _Styled | None:
    """The contents up to the choice of the style, None if no line is left."""
    ready = _ready(contents, overrides)
    if not ready.rows:
        return None
    chosen = choose(lines_of(ready.rows, ready.heads), ready.declared)
    rows, chosen, by_aside = _without_asides(ready.rows, chosen)
    return _Styled(rows, chosen, ready.declared, ready.spans, ready.furniture, ready.dropped + by_aside)


def candidates(contents: Contents) -> tuple[Lines, Declared] | None:
    """The lines with all label candidates and the declarations, before a style is chosen; None without lines."""
    ready = _ready(contents, {})
    return (lines_of(ready.rows, ready.heads), ready.declared) if ready.rows else None


@dataclass(frozen=True, slots=True)
class _Ready:
    """The lines before a style is chosen, the label candidates of each, and what was dropped so far."""

    rows: list[Row]
    heads: list[list[Head]]
    declared: Declared
    spans: dict[int, int]
    furniture: list[Dropped]
    dropped: list[Dropped]


def _ready(contents: Contents, overrides: Mapping[str, Role]) -> _Ready:
    """Drop boilerplate and declarations, and join broken lines and labels."""
    rows, by_furniture = furniture(contents.rows)
    rows, by_number = join_numbers(mend_labels(split_rows(without_titles(rows))))
    rows = unwrap(rows, contents.kind == "markdown")
    spans = {row.line: row.end for row in (*contents.rows, *rows) if row.last > row.line}
    rows, shapes, declared, by_declaration = declarations(rows, from_settings(contents.front.settings, overrides))
    return _Ready(rows, shapes, declared, spans, by_furniture, by_furniture + by_number + by_declaration)


def _style_of(chosen: Chosen) -> Style:
    """The style in the form in which it is reported."""
    marks = _mark_of(chosen, Role.HOST), _mark_of(chosen, Role.GUEST)
    return Style(chosen.id, *marks, round(min(0.99, chosen.score), 2), chosen.evidence)


def fold_name(path: str) -> str:
    """The file's name without its suffix, the title if there is no other."""
    return Path(path).stem or "untitled"


def _given_title(contents: Contents) -> Title | None:
    title = contents.front.settings.get("title")
    if title:
        return Title(_bare(str(title)), None, "front-matter")
    return Title(_SITE.sub("", _bare(contents.title[0])), contents.title[1], "html-title") if contents.title else None


def _bare(title: str) -> str:
    """A title without markup; what is cut out of it is in front matter or a page's head and is not speech."""
    bare = plain(Cutter(0).cut(emphasise(" ".join(title.split())))).strip()
    return bare or " ".join(title.split())


def _page_title(contents: Contents, title: Title) -> list[Dropped]:
    """The page's own title as dropped, if another title is spoken."""
    if contents.title is None:
        return []
    if title.by == "html-title":
        site = _SITE.search(_bare(contents.title[0]))
        return [Dropped(contents.title[1], site.group().strip(), "metadata")] if site else []
    return [Dropped(contents.title[1], contents.title[0], "metadata")]


def _goes_on(
    dropped: list[Dropped], spans: Mapping[int, int], turns: list[Turn], lede: Lede | None, told: set[int | None]
) -> list[Dropped]:
    """The further lines of dropped paragraphs: every line is listed, the first one with the text.

    `told` are the lines where the title and the headings begin.
    """
    heard = sorted([turn.lines for turn in turns] + ([lede.lines] if lede else []))
    starts = [first for first, _ in heard]

    def is_spoken(line: int) -> bool:
        at = bisect_right(starts, line) - 1
        return line in told or (at >= 0 and heard[at][1] >= line)

    cuts = {cut.line: cut for cut in dropped if cut.line in spans}.values()
    lines = [(cut, line) for cut in cuts for line in range(cut.line + 1, spans[cut.line] + 1)]
    return [Dropped(line, "…", cut.reason) for cut, line in lines if not is_spoken(line)]


def _answerer(chosen: Chosen) -> str:
    """The speaker of an answer without a label: the only guest, or an unnamed one if there are several."""
    guests = [k for k, side in chosen.sides.items() if side is Role.GUEST and k not in words.PSEUDO_SPEAKERS]
    return guests[0] if len(guests) == 1 else ANSWER


def _without_asides(rows: list[Row], chosen: Chosen) -> tuple[list[Row], Chosen, list[Dropped]]:
    """The lines without repeated pull quotes and bracketed actions, the style, and what was dropped."""
    first = min(chosen.marks, default=len(rows))
    unmarked = [i for i in range(len(rows)) if i not in chosen.marks]
    gone = dict.fromkeys(asides(rows, [i for i in unmarked if i > first]), "stage-direction")
    gone.update(dict.fromkeys(repeats(rows, _may_repeat(rows, chosen, first)), "repeat"))
    if not gone:
        return rows, chosen, []
    kept = [i for i in range(len(rows)) if i not in gone]
    place_of = {old: new for new, old in enumerate(kept)}
    marks = {place_of[i]: mark for i, mark in chosen.marks.items()}
    moved = replace(chosen, marks=marks, prose=[place_of[i] for i in chosen.prose if i in place_of])
    return [rows[i] for i in kept], moved, [Dropped(rows[i].line, plain(rows[i].text), gone[i]) for i in sorted(gone)]


def _may_repeat(rows: list[Row], chosen: Chosen, first: int) -> list[int]:
    """The indexes of lines that may be a pull quote; of a turn only those that their form sets apart."""
    titled = next((i for i in range(first) if reason_of(rows[i], AT_THE_TOP) is None), None)
    free = [i for i in range(len(rows)) if i not in chosen.marks and i != titled and not rows[i].timed]
    return [i for i in free if i < first or is_set_apart(rows[i])]


def _lede(top: Top) -> Lede | None:
    """The spoken lede without the prefix 编者按, None if there is none."""
    texts = [without_lede_label(text) for text in paragraphs(top.lede)]
    return Lede(tuple(texts), (top.lede[0].line, top.lede[-1].end)) if texts else None


def _mark_of(chosen: Chosen, side: Role) -> str | None:
    """How the role is marked: its most frequent label, or the kind of line."""
    counts: dict[str, int] = {}
    for mark in chosen.marks.values():
        if mark.side is side:
            shown = mark.label or mark.form
            counts[shown] = counts.get(shown, 0) + 1
    return max(counts, key=lambda k: counts[k]) if counts else None
