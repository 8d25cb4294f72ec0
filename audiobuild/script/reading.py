"""The pipeline: the bytes of an interview become a Script, stage by stage.

    bytes      decode, clean, formats          the text without what its format adds
      |
    Decoded    boilerplate, split, wrapping    lines that may be spoken, whole and with one speaker each
      |
    Lines      declarations, styles            what may be a label, what asks, who was introduced
      |
    Candidates label_styles, answer_lines,     the style with the best score: which lines open turns
      |        question_lines, score
    Styled     closing, headings, turns        title, lede, turns and chapters between the text around them
      |
    Cast       aliases, roles, assemble        who speaks, and who of them asks
      |
    Script

Each stage is a frozen value, and each step a function from one to the next.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.model import Dropped, Lede, Role, Script, ScriptWarning, Source, Style, Title
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.asked import asked, marked
from audiobuild.script.assemble import Cast, cast_of, doubts, place, sections_from, speakers_from, turns_from
from audiobuild.script.boilerplate import without_boilerplate
from audiobuild.script.clean import clean
from audiobuild.script.closing import closing, goodbye
from audiobuild.script.declarations import Declared, declarations, from_settings, names_in_front, with_labels
from audiobuild.script.decode import decode, newline_of
from audiobuild.script.documents import as_text
from audiobuild.script.formats import Contents, read_container
from audiobuild.script.front_matter import cast_in, is_exact
from audiobuild.script.headings import Heading, Top, read_top, section_headings, title_line, topics, without_lede_label
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.label_candidates import Head, key_of
from audiobuild.script.language import spoken_language
from audiobuild.script.left_out import doubtful_drops
from audiobuild.script.lines import Kind, Row, is_set_apart, plain, printable
from audiobuild.script.marks import RowMark, with_marks, without_marks
from audiobuild.script.page_top import page_matter
from audiobuild.script.patterns import AT_THE_TOP, reason_of
from audiobuild.script.people import role_of_word
from audiobuild.script.repeats import asides, is_set_quote, repeats
from audiobuild.script.selections import keys_with, places_where, without
from audiobuild.script.split import join_numbers, mend_labels, split_rows, with_name_lines, without_titles
from audiobuild.script.styles import candidates_of, choose
from audiobuild.script.turn_starts import Candidates, Chosen
from audiobuild.script.turns import ANSWER, Builder, Spoken, paragraphs
from audiobuild.script.wrapping import unwrap

_MAX_CONFIDENCE = 0.99
# The site name after a page's title: `守窑人 - 两岸周报`, `Salt | The Weekly`.
_SITE = lazy(r"(?<=\S)(?:\s+[-–—|·_]\s+|_|\|)[^-–—|_]{1,40}$")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The contents of a file, the marks at the ends of its rows, and what decoding and its format dropped."""

    source: Source
    contents: Contents
    marks: list[RowMark]
    dropped: list[Dropped]
    warnings: list[ScriptWarning]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that may be spoken, the label candidates of each, the people declared, and what was dropped so far.

    `spans` maps each row of several lines to its last line; `boilerplate` is the dropped boilerplate, which is also in
    `dropped`; `silent` are the lines of headings in it, with the reasons.
    """

    rows: list[Row]
    heads: list[list[Head]]
    declared: Declared
    spans: dict[int, int]
    boilerplate: list[Dropped]
    dropped: list[Dropped]
    warnings: list[ScriptWarning]
    silent: dict[int, str]


@dataclass(frozen=True, slots=True)
class Styled:
    """The lines from the title to the last spoken one, their style, headings and title."""

    rows: list[Row]
    chosen: Chosen
    top: Top
    title: Title
    headings: dict[int, Heading]
    dropped: list[Dropped]


@dataclass(frozen=True, slots=True)
class CastTurns:
    """The turns with their speakers, and what was dropped between them."""

    spoken: list[Spoken]
    speakers: Cast
    dropped: list[Dropped]


def read(data: bytes, path: str, overrides: Mapping[str, Role]) -> Script:
    """The Script of a file's bytes; `path` is used in messages, and as the title if there is no other.

    Raises ScriptError if the bytes contain no interview.
    """
    source, text, dropped, warnings = _cleaned(data, printable(path))
    if is_exact(text):
        from audiobuild.script.exact import read_exact  # imported here: most scripts are not in this form

        return read_exact(source, text, dropped, warnings, overrides)
    decoded = _decoded(source, text, dropped, warnings)
    roles = {**cast_in(decoded.contents.front.settings)[0], **overrides}
    lines = _lines(decoded.contents, roles, _labels_in_full(decoded.contents, roles))
    if not lines.rows:
        raise ScriptError(
            _("{path} is empty or contains nothing to speak; write the interview into it.").format(
                path=decoded.source.path
            )
        )
    wanted = str(decoded.contents.front.settings.get("style", ""))
    chosen = choose(candidates_of(lines.rows, lines.heads), lines.declared, wanted)
    if wanted and chosen.id != wanted:
        message = _(
            "nothing here has the style “{wanted}” of the front matter, so it is read as {style}; “audiobuild parse” "
            "without that line shows the style it finds."
        ).format(wanted=wanted, style=chosen.id)
        decoded.warnings.append(ScriptWarning("front-matter", None, message))
    styled = _styled(decoded, lines, chosen)
    return _script(decoded, lines, styled, _cast(styled, lines.declared, roles))


def candidates(contents: Contents) -> tuple[Candidates, Declared] | None:
    """The lines with all label candidates and the declarations, before a style is chosen; None without lines."""
    lines = _lines(contents, {})
    return (candidates_of(lines.rows, lines.heads), lines.declared) if lines.rows else None


# ------------------------------------------------------------------------------------------------------------- stages


def _cleaned(data: bytes, name: str) -> tuple[Source, list[str], list[Dropped], list[ScriptWarning]]:
    """Decode the bytes and clean the text; what that dropped, and its warnings. The source is the file as it came."""
    decoded = decode(as_text(data, name), name)
    text, dropped, warnings = clean(decoded.text)
    sha256 = hashlib.sha256(data).hexdigest()
    newline = newline_of(decoded.text)
    source = Source(name, len(data), sha256, decoded.encoding, decoded.by, decoded.bom, newline, len(text))
    return source, text, [*decoded.dropped, *dropped], [*decoded.warnings, *warnings]


def _decoded(source: Source, text: list[str], dropped: list[Dropped], warnings: list[ScriptWarning]) -> Decoded:
    """Read the format of the text."""
    contents = read_container(text)
    rows, marks = without_marks(contents.rows)
    contents = replace(contents, rows=rows)
    return Decoded(source, contents, marks, [*dropped, *contents.dropped], [*warnings, *contents.warnings])


def _labels_in_full(contents: Contents, overrides: Mapping[str, Role]) -> list[str]:
    """The labels of the text before `drop:` and `keep:`, which change what is spoken and not who speaks."""
    settings = contents.front.settings
    bare = {key: value for key, value in settings.items() if key not in ("drop", "keep")}
    if len(bare) == len(settings):
        return []
    lines = _lines(replace(contents, front=replace(contents.front, settings=bare)), overrides)
    if not lines.rows:
        return []
    style = choose(candidates_of(lines.rows, lines.heads), lines.declared, str(settings.get("style", "")))
    return list(dict.fromkeys(mark.label for mark in style.marks.values() if mark.key and mark.label))


def _lines(contents: Contents, overrides: Mapping[str, Role], labels: Iterable[str] = ()) -> Lines:
    """Drop boilerplate and declarations, and join broken lines and labels."""
    wishes = asked(contents.rows, contents.front.settings, contents.dropped)
    rows, boilerplate = without_boilerplate(wishes.rows)
    rows, by_number = join_numbers(mend_labels(split_rows(with_name_lines(without_titles(rows)))))
    rows = marked(unwrap(rows, contents.kind == "markdown"), wishes.kept)
    spans = {row.line: row.end for row in (*contents.rows, *rows) if row.last > row.line}
    voices = [name for name in contents.voices if role_of_word(key_of(name)) is None]
    named = from_settings(contents.front.settings, [*voices, *overrides])
    rows, heads, declared, by_declaration = declarations(rows, named)
    declared = with_labels(declared, [*names_in_front(contents.front.settings), *labels])
    dropped = wishes.dropped + boilerplate + by_number + by_declaration
    headed = {row.line for row in wishes.rows if row.kind is Kind.HEADING}
    silent = {cut.line: cut.reason for cut in boilerplate if cut.line in headed}
    return Lines(rows, heads, declared, spans, boilerplate, dropped, wishes.warnings, silent)


def _styled(decoded: Decoded, lines: Lines, chosen: Chosen) -> Styled:
    """Find the title, the lede and the headings, and drop what is above the first turn and below the last."""
    named = Title(Path(decoded.source.path).stem or "untitled", None, "file-name")
    given = _given_title(decoded.contents) or (named if decoded.contents.kind == "subtitles" else None)
    rows, chosen, by_page = _without_matter(lines, _without_empty_blocks(lines.rows, chosen), given)
    rows, chosen, by_aside = _without_asides(rows, chosen)
    last_mark = max(chosen.marks, default=-1)
    rows, tail, by_closing = closing(rows, chosen, lines.boilerplate, decoded.contents.kind == "subtitles")
    goodbye(rows, chosen)
    top = read_top(rows, min(chosen.marks, default=len(rows)), chosen.marks, given)
    title = top.title or named
    headings = section_headings(rows, chosen.marks, top.start, last_mark)
    prose = tuple(i for i in chosen.prose if i < len(rows) and rows[i].line != title.line)
    return Styled(
        rows,
        replace(chosen, prose=prose, narrated=tail),
        top,
        title,
        headings,
        [*lines.dropped, *by_page, *by_aside, *by_closing, *top.dropped],
    )


def _cast(styled: Styled, declared: Declared, overrides: Mapping[str, Role]) -> CastTurns:
    """Build the turns with their paragraphs; a line that only looks like a turn begins a paragraph."""
    chosen = styled.chosen
    builder = Builder(chosen, styled.headings, _answerer(chosen))
    builder.build(styled.rows, styled.top.start)
    prose = frozenset(styled.rows[i].line for i in chosen.prose)
    for turn in builder.turns:
        turn.paragraphs = paragraphs(turn.rows, prose)
    spoken = [turn for turn in builder.turns if turn.paragraphs]
    headline = "\n".join([styled.title.text, *(cut.text for cut in styled.top.dropped)])
    return CastTurns(spoken, cast_of(spoken, chosen, declared, headline, overrides), builder.dropped)


def _script(decoded: Decoded, lines: Lines, styled: Styled, cast: CastTurns) -> Script:
    """Number the turns, and list everything that is not spoken and everything to check."""
    source, contents, title, rows = decoded.source, decoded.contents, styled.title, styled.rows
    turns = turns_from(cast.spoken, cast.speakers)
    sections, by_section = sections_from(styled.headings, turns)
    lede = _lede(styled.top)
    if not turns and not lede:
        raise ScriptError(
            _("{path} contains no interview, only a title; write questions and answers below it.").format(
                path=source.path
            )
        )
    by_title = _page_title(contents, title)
    dropped = [*decoded.dropped, *styled.dropped, *cast.dropped, *by_title, *by_section]
    heard = [turn.lines for turn in turns] + ([lede.lines] if lede else [])
    headed = {title.line, *(heading.row.line for heading in styled.headings.values())}
    left = place(dropped + _further_lines(dropped, lines.spans, heard, headed), turns)
    timed = sum(row.timed for row in rows) * 2 > len(rows)
    line_of = {i: row.line for i, row in enumerate(rows)}
    doubtful = doubts(turns, cast.spoken, styled.chosen, cast.speakers, line_of, timed)
    warnings = [*decoded.warnings, *lines.warnings, *doubtful, *doubtful_drops(left, source.path)]
    turns, lede = with_marks(turns, lede, decoded.marks)
    return Script(
        source,
        spoken_language(contents.front.settings, turns, lede),
        title,
        _style_of(styled.chosen),
        tuple(speakers_from(cast.spoken, turns, cast.speakers, lede)),
        lede,
        tuple(sections),
        tuple(turns),
        left,
        tuple(sorted(warnings, key=lambda warning: (warning.line or 0, warning.code))),
        contents.front.settings,
    )


# -------------------------------------------------------------------------------------------------------------- parts


def _style_of(chosen: Chosen) -> Style:
    """The style in the form in which it is reported: each role is marked by its most frequent label or kind of line."""
    marks = {
        role: Counter(mark.label or mark.form for mark in chosen.marks.values() if mark.side is role) for role in Role
    }
    shown = {role: max(counts, key=counts.__getitem__, default=None) for role, counts in marks.items()}
    confidence = round(min(_MAX_CONFIDENCE, chosen.score), 2)
    return Style(chosen.id, shown[Role.HOST], shown[Role.GUEST], confidence, chosen.evidence)


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


def _further_lines(
    dropped: list[Dropped], spans: Mapping[int, int], heard: list[tuple[int, int]], headed: set[int | None]
) -> list[Dropped]:
    """The further lines of dropped paragraphs: every line is listed, the first one with the text.

    `heard` are the first and last lines of turns and lede, `headed` those where the title and the headings begin.
    """
    cuts = {cut.line: cut for cut in dropped if cut.line in spans}
    lines = [(cut, line) for cut in cuts.values() for line in range(cut.line + 1, spans[cut.line] + 1)]
    wanted = {line for _, line in lines}
    spoken = headed.union(*(wanted.intersection(range(first, last + 1)) for first, last in heard))
    return [Dropped(line, "…", cut.reason) for cut, line in lines if line not in spoken]


def _answerer(chosen: Chosen) -> str:
    """The speaker of an answer without a label: the only guest, or an unnamed one if there are several."""
    guests = without(keys_with(Role.GUEST, chosen.sides), words.PSEUDO_SPEAKERS)
    return guests[0] if len(guests) == 1 else ANSWER


def _without_empty_blocks(rows: list[Row], chosen: Chosen) -> Chosen:
    """The style without headings that would open a block nobody speaks, but have none: `Intro` above the first turn."""
    marks = chosen.marks
    pseudo = [i for i, mark in marks.items() if mark.key in words.PSEUDO_SPEAKERS and i + 1 in marks]
    empty = frozenset(i for i in pseudo if rows[i].kind is Kind.HEADING)
    return replace(chosen, marks={i: mark for i, mark in marks.items() if i not in empty}) if empty else chosen


def _without_asides(rows: list[Row], chosen: Chosen) -> tuple[list[Row], Chosen, list[Dropped]]:
    """The lines without repeated pull quotes and bracketed actions, the style, and what was dropped."""
    first = min(chosen.marks, default=len(rows))
    later = set(range(first + 1, len(rows))) - chosen.marks.keys()
    gone = dict.fromkeys(asides(rows, sorted(later)), "stage-direction")
    gone.update(dict.fromkeys(repeats(rows, _may_repeat(rows, chosen, first)), "repeat"))
    return _less(rows, chosen, gone)


def _without_matter(lines: Lines, chosen: Chosen, given: Title | None) -> tuple[list[Row], Chosen, list[Dropped]]:
    """The lines without the links, fields and empty sections of the page above the first turn, as `_without_asides`."""
    first = min(chosen.marks, default=0)
    title = title_line(lines.rows, first, given, chosen.marks)
    return _less(lines.rows, chosen, page_matter(lines.rows, first, title, lines.silent))


def _less(rows: list[Row], chosen: Chosen, gone: Mapping[int, str]) -> tuple[list[Row], Chosen, list[Dropped]]:
    """The lines without those of these indexes, the style, and what was dropped, with its reasons."""
    kept = without(range(len(rows)), gone)
    place_of = {old: new for new, old in enumerate(kept)}
    marks = {place_of[i]: mark for i, mark in chosen.marks.items()}
    moved = replace(chosen, marks=marks, prose=tuple(map(place_of.__getitem__, chosen.prose)))
    return [rows[i] for i in kept], moved, [Dropped(rows[i].line, plain(rows[i].text), gone[i]) for i in sorted(gone)]


def _may_repeat(rows: list[Row], chosen: Chosen, first: int) -> list[int]:
    """The indexes of lines that may be a pull quote; of speech only those that their form sets apart."""
    titled = places_where(lambda row: reason_of(row, AT_THE_TOP) is None, rows[:first])[:1]
    timed = places_where(lambda row: row.timed or row.played, rows)
    before = range(first if chosen.marks else 0)
    apart = {*before, *places_where(is_set_apart, rows), *places_where(is_set_quote, rows)}
    headings = {i for i in topics(rows, chosen.marks, 0) if not is_set_apart(rows[i - 1])}
    return sorted(apart.difference(chosen.marks, titled, timed, headings))


def _lede(top: Top) -> Lede | None:
    """The spoken lede without the prefix 编者按, None if there is none."""
    texts = [without_lede_label(text) for text in paragraphs(top.lede)]
    return Lede(tuple(texts), (top.lede[0].line, top.lede[-1].end)) if texts else None
