"""The exact form of a script, read by rule: `form: exact` in the front matter, and the names in `cast:` as labels.

Nothing is scored and nothing is guessed: a line is a turn, a section, a comment or text to be spoken, and a line that
could be mistyped is an error. `exact_write` writes it. The rules are described in docs/scripts.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from audiobuild.errors import ScriptError
from audiobuild.i18n import N_, _
from audiobuild.model import (
    NARRATOR_ID,
    Dropped,
    Lede,
    Role,
    Script,
    ScriptWarning,
    Section,
    Source,
    Speaker,
    Style,
    Title,
    Turn,
)
from audiobuild.regex import lazy
from audiobuild.script.front_matter import EXACT_FORM, KNOWN, Front, cast_in, front_matter
from audiobuild.script.language import spoken_language
from audiobuild.script.people import bare_name
from audiobuild.suggestions import did_you_mean, nearest

ESCAPE = "\\"
#: Settings that overrule a guess; in the exact form the text itself says what is spoken.
OF_A_GUESS = frozenset(["keep", "drop"])
REASONS = frozenset(
    "ad byline caption code control-chars credits declaration footnote footnote-mark metadata original page-break "
    "repeat stage-direction table timestamp url".split()
)
#: The opening of a comment; after a backslash it is text.
OPENING = lazy(r"(\\*)<!--")
#: The end of a comment; in a comment's text it has a backslash.
ENDING = lazy(r"--(\\*)>")
REASON = lazy(r"([a-z-]+):(?: (.*))?", re.DOTALL)

_BLANKS = r"[ \t\u3000]"
_HEADING = lazy(rf"(#{{1,6}})(?:{_BLANKS}+(.*)|(?<=##)([^#\s].*)|)", re.DOTALL)
#: What looks like a label: a few words and a colon. An ASCII colon needs a blank or a Chinese character after it, so
#: that 10:30 and https://… are text.
_HEAD = lazy(
    r"[*_]{0,2}([^\W\d_][^：:。！？；，、,!?;…“”\"「」『』《》]{0,23}?)"
    rf"[*_]{{0,2}}{_BLANKS}*(?:：|:(?=[\s*_]|[\u2e80-\uffef]|$))"
)
_MOST_WORDS = 4  # of a label: the longest in the golden scripts have three
_SPEAKER_ID = lazy(r"[qan]\d*")
_KEYS_OF_A_MEMBER = ("role", "name", "voice")
_ROLES = N_("A (answers), Q (asks) or N (narrates)")


class Kind(Enum):
    """What a line of the exact form is."""

    PARAGRAPH = "paragraph"
    TURN = "turn"
    SECTION = "section"
    TITLE = "title"
    OTHER_HEADING = "other heading"
    UNKNOWN_LABEL = "unknown label"


class Part(NamedTuple):
    """A line that has been read: its text without escapes, and its label if it begins a turn."""

    kind: Kind
    text: str
    label: str = ""


class Row(NamedTuple):
    """A line of the body without its comments and surrounding blanks; `line` counts from 1 in the file."""

    line: int
    text: str


class Grammar:
    """Reads single lines of a script whose cast has these labels."""

    def __init__(self, labels: Iterable[str]) -> None:
        longest_first = sorted(labels, key=len, reverse=True)
        names = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._turn = re.compile(rf"({names}){_BLANKS}*[：:]{_BLANKS}*(.*)", re.DOTALL)

    def part(self, text: str) -> Part:
        """What a line is; a backslash before its first character, or before that of a turn or heading, is not text."""
        if text.startswith(ESCAPE):
            return Part(Kind.PARAGRAPH, text[1:])
        turn = self._turn.match(text)
        if turn:
            return Part(Kind.TURN, turn[2].removeprefix(ESCAPE), turn[1])
        heading = _HEADING.fullmatch(text)
        if heading:
            title = heading[2] or heading[3] or ""
            return Part(_kind_of_heading(len(heading[1])), title.removeprefix(ESCAPE))
        head = _HEAD.match(text)
        if head and len(head[1].split()) <= _MOST_WORDS:
            return Part(Kind.UNKNOWN_LABEL, head[1].strip())
        return Part(Kind.PARAGRAPH, text)


def _kind_of_heading(level: int) -> Kind:
    kinds = {1: Kind.TITLE, 2: Kind.SECTION}
    return kinds.get(level, Kind.OTHER_HEADING)


def read_exact(
    source: Source,
    lines: list[str],
    dropped: Sequence[Dropped],
    warnings: Sequence[ScriptWarning],
    overrides: Mapping[str, Role],
) -> Script:
    """The Script of a file in the exact form; `dropped` and `warnings` are those of decoding and cleaning.

    Raises ScriptError, with the line and the remedy, for a front matter that cannot be read, a cast without names or
    roles, an unknown label, and a heading or label without text.
    """
    front = _front(source, lines)
    cast = _Cast(source, front, lines, overrides)
    rows, comments = without_comments(lines, front.lines, source.path)
    reader = _Reader(source, cast)
    reader.read(rows)
    return _script(source, front, cast, reader, [*dropped, *front.dropped, *comments], warnings)


# -------------------------------------------------------------------------------------------------------- front matter


def _front(source: Source, lines: list[str]) -> Front:
    front = front_matter(lines)
    if front.settings.get("form") != EXACT_FORM:
        problem = front.warnings[0] if front.warnings else None
        if problem is None:
            raise _error(source, 1, _("the front matter is not closed or not valid; end it with a line “---”"))
        raise _error(source, problem.line or 1, problem.message.replace(_(" and was ignored"), "").rstrip(_(".")))
    unknown = [*front.unknown, *sorted(OF_A_GUESS & front.settings.keys())]
    if unknown:
        key = unknown[0]
        remedy = did_you_mean(key, sorted(KNOWN - OF_A_GUESS), _("remove it, or use one of"))
        raise _error(
            source,
            _line_of(lines, front, key),
            _("there is no key “{key}” in the exact form; {remedy}").format(key=key, remedy=remedy),
        )
    return front


def _line_of(lines: Sequence[str], front: Front, key: str) -> int:
    """The line of the front matter that has the key; its first line if the key is written in another way."""
    for number, line in enumerate(lines[: front.lines], start=1):
        text = line.lstrip(" \t\"'{-")
        if text.startswith(key) and text[len(key) :].lstrip(" \t\"'")[:1] in (":", "：", "="):
            return number
    return 1


def _error(source: Source, line: int, what: str) -> ScriptError:
    ending = "" if what.endswith(("?", ".")) else "."
    return ScriptError(f"{source.path}:{line}: {what}{ending}", line)


@dataclass(frozen=True, slots=True)
class Member:
    """One name in `cast:`; `name` is the person's name, None for a letter or the word for a role."""

    label: str
    role: Role
    name: str | None


class _Cast:
    """The members of the cast in the order of the file."""

    def __init__(self, source: Source, front: Front, lines: Sequence[str], overrides: Mapping[str, Role]) -> None:
        self._source, self._front, self._lines = source, front, lines
        self.members: dict[str, Member] = {}
        voices: list[str] = []
        for label, value in self._table().items():
            role, name = self._described(label, value)
            if role is None:
                voices.append(label)
                continue
            role = overrides.get(label, overrides.get(str(name), role))
            self.members[label] = Member(label, role, name)
        self._check_voices(voices)
        if not self.members:
            raise self.error("cast", _("“cast:” has no names; write one on each line, as in “  陶渡: A”"))

    def _table(self) -> Mapping[str, object]:
        table = self._front.settings.get("cast")
        if table is None:
            raise _error(
                self._source, 1, _("the exact form needs “cast:” with every name and its role, as in “  陶渡: A”")
            )
        if not isinstance(table, dict):
            raise self.error(
                "cast", _("“cast:” is no table; write one name and its role on each line, as in “  陶渡: A”")
            )
        return table

    def error(self, key: str, what: str) -> ScriptError:
        """An error in the line of the front matter that has this key."""
        return _error(self._source, _line_of(self._lines, self._front, key), what)

    def line(self, label: str) -> int:
        """The line of a member."""
        return _line_of(self._lines, self._front, label)

    def _described(self, label: str, value: object) -> tuple[Role | None, str | None]:
        """The role and the name of an entry; no role for one that only gives a voice."""
        name = bare_name(label) or None
        if isinstance(value, dict):
            self._check_keys(label, value)
            name = str(value.get("name", name or "")) or None
            value = value.get("role", "")
        return _role_in(str(value)), name

    def _check_keys(self, label: str, described: Mapping[str, object]) -> None:
        for key in described:
            if key not in _KEYS_OF_A_MEMBER:
                remedy = did_you_mean(key, _KEYS_OF_A_MEMBER, "use")
                raise self.error(
                    label,
                    _("“{label}” in “cast:” has no key “{key}”; {remedy}").format(label=label, key=key, remedy=remedy),
                )

    def _check_voices(self, keys: Iterable[str]) -> None:
        """Entries without a role give a voice to a role, a speaker id or a name; raise ScriptError for others."""
        known = {*Role, *(member.name for member in self.members.values())}
        for key in keys:
            if key not in known and not _SPEAKER_ID.fullmatch(key):
                raise self.error(
                    key,
                    _("“{key}” in “cast:” has no role; write {roles}, as in “{key}: A”").format(
                        key=key, roles=_(_ROLES)
                    ),
                )

    @property
    def settings(self) -> dict[str, object]:
        """The settings; a narrator's voice is that of the role N, which all narrators share."""
        cast = dict(self._table())
        voices = cast_in(self._front.settings)[1]
        for label, member in self.members.items():
            if member.role is Role.NARRATOR and label in voices:
                cast.setdefault(Role.NARRATOR.value, voices[label])
        return {**self._front.settings, "cast": cast}


def _role_in(described: str) -> Role | None:
    words = described.replace(",", " ").split()
    return next((Role(word) for word in words if word in list(Role)), None)


# ------------------------------------------------------------------------------------------------------------ comments


def without_comments(lines: Sequence[str], start: int, path: str) -> tuple[list[Row], list[Dropped]]:
    """The lines after the first `start` that have text, without `<!-- … -->`, and the comments as dropped text.

    Raises ScriptError for a comment that is never closed.
    """
    text = "\n".join(lines[start:])
    kept: list[str] = []
    dropped: list[Dropped] = []
    place, line = 0, start + 1
    for opening in OPENING.finditer(text):
        if opening.start() < place:
            continue  # inside a comment
        before = text[place : opening.start()]
        line += before.count("\n")
        if opening[1]:
            kept.append(f"{before}{opening[1][1:]}<!--")
            place = opening.end()
            continue
        end = text.find("-->", opening.end())
        if end < 0:
            raise ScriptError(
                _(
                    "{path}:{line}: the comment is never closed; write “-->” at its end, or “\\<!--” if it is text."
                ).format(path=path, line=line),
                line,
            )
        place = end + len("-->")
        comment = text[opening.end() : end]
        kept += [_joined(before, text[place : place + 1]), "\n" * comment.count("\n")]
        dropped += _dropped(line, comment)
        line += comment.count("\n")
    kept.append(text[place:])
    rows = [Row(number, row.strip()) for number, row in enumerate("".join(kept).split("\n"), start + 1)]
    return [row for row in rows if row.text], dropped


def _joined(before: str, after: str) -> str:
    """The text before a comment, without its last blank if there is one after the comment too, or the line ends."""
    return before if after.strip() else before.rstrip(" \t\u3000")


def _dropped(line: int, comment: str) -> list[Dropped]:
    """A comment as dropped text with its reason; every further line of it is listed too."""
    written = [part.strip() for part in comment.split("\n")]
    reason, text = _reasoned(ENDING.sub(_one_less, " ".join(filter(None, written))))
    if not text:
        return []
    more = [Dropped(line + below, "…", reason) for below, part in enumerate(written) if below and part]
    return [Dropped(line, text, reason), *more]


def _reasoned(text: str) -> tuple[str, str]:
    """The reason that a comment gives and the dropped text; `code` and the whole comment if it gives none."""
    reasoned = REASON.fullmatch(text)
    if reasoned and reasoned[1] in REASONS:
        return reasoned[1], reasoned[2] or ""
    return "code", f"<!-- {text} -->" if text else ""


def _one_less(ending: re.Match[str]) -> str:
    """The end of a comment as text, without the backslash that protects it."""
    return f"--{ending[1][1:]}>"


# ---------------------------------------------------------------------------------------------------------------- body


@dataclass(slots=True)
class _Open:
    """A turn that is being read; `label` is None for the narrator below a heading."""

    label: str | None
    section: int
    first: int
    last: int
    paragraphs: list[str] = field(default_factory=list)


class _Reader:
    """Reads the lines of the body in order."""

    def __init__(self, source: Source, cast: _Cast) -> None:
        self._source, self._cast = source, cast
        self.title: Title | None = None
        self.lede: list[Row] = []
        self.sections: list[Section] = []
        self.turns: list[_Open] = []
        self._open: _Open | None = None

    def read(self, rows: Iterable[Row]) -> None:
        """Read all lines. Raises ScriptError for a line that is none of the exact form."""
        grammar = Grammar(self._cast.members)
        steps = {
            Kind.PARAGRAPH: self._paragraph,
            Kind.TURN: self._turn,
            Kind.SECTION: self._section,
            Kind.TITLE: self._title,
            Kind.OTHER_HEADING: self._other_heading,
            Kind.UNKNOWN_LABEL: self._unknown_label,
        }
        for row in rows:
            part = grammar.part(row.text)
            steps[part.kind](row.line, part)
        self._close()
        if self.sections and self.sections[-1].first_turn == len(self.turns):
            last = self.sections[-1]
            raise self._error(
                last.line,
                _("there is nothing below the heading “{title}”; write a turn, or remove it").format(title=last.title),
            )

    def _error(self, line: int, what: str) -> ScriptError:
        return _error(self._source, line, what)

    def _close(self) -> None:
        if self._open and not self._open.paragraphs:
            label = self._open.label
            raise self._error(
                self._open.first, _("“{label}” says nothing here; write the text after the label").format(label=label)
            )
        self._open = None

    def _paragraph(self, line: int, part: Part) -> None:
        if not self.turns and not self.sections:
            self.lede.append(Row(line, part.text))
            return
        if self._open is None:
            self._begin(line, None)
        self._append(line, part.text)

    def _append(self, line: int, text: str) -> None:
        if self._open:
            self._open.paragraphs.append(text)
            self._open.last = line

    def _turn(self, line: int, part: Part) -> None:
        self._close()
        self._begin(line, part.label)
        if part.text:
            self._append(line, part.text)

    def _begin(self, line: int, label: str | None) -> None:
        self._open = _Open(label, len(self.sections), line, line)
        self.turns.append(self._open)

    def _section(self, line: int, part: Part) -> None:
        self._close()
        if not part.text:
            raise self._error(line, _("the heading has no words; write them after “## ”, or remove it"))
        self.sections.append(Section(len(self.sections) + 1, part.text, line, len(self.turns), "heading"))

    def _title(self, line: int, part: Part) -> None:
        if self.title or self._cast.settings.get("title"):
            raise self._error(line, _("there is a title already; write “## ” for a section, or “\\#” if it is text"))
        above = [*self.lede, *self.turns, *self.sections]
        if above or not part.text:
            raise self._error(
                line, _("a title has to be above all text; write “## ” for a section, or “\\#” if it is text")
            )
        self.title = Title(part.text, line, "heading")

    def _other_heading(self, line: int, part: Part) -> None:
        raise self._error(
            line, _("the exact form has sections only, which begin with “## ”; write “\\#” if it is text")
        )

    def _unknown_label(self, line: int, part: Part) -> None:
        near = nearest(part.text, self._cast.members)
        meant = _(" (did you mean “{near}”?)").format(near=near) if near else ""
        raise self._error(
            line,
            _(
                "“{text}” is not in “cast:”{meant}; add “{text}: A” to it, or begin the line with a "
                "backslash if it is text"
            ).format(text=part.text, meant=meant),
        )


# -------------------------------------------------------------------------------------------------------------- script


def _script(
    source: Source,
    front: Front,
    cast: _Cast,
    reader: _Reader,
    dropped: Sequence[Dropped],
    warnings: Sequence[ScriptWarning],
) -> Script:
    if not reader.turns and not reader.lede:
        raise ScriptError(
            _("{path} contains no interview; write questions and answers below the front matter.").format(
                path=source.path
            )
        )
    settings = cast.settings
    lede = _lede(reader.lede)
    ids = _ids(cast, reader.turns)
    turns = _turns(reader.turns, cast, ids)
    silent = [label for label, member in cast.members.items() if label not in ids and member.role is not Role.NARRATOR]
    warnings = [*warnings, *front.warnings, *(_silent(cast, label) for label in silent)]
    return Script(
        source,
        spoken_language(settings, turns, lede),
        reader.title or _title(settings, source),
        Style(EXACT_FORM, None, None, 1.0),
        tuple(_speakers(cast, ids, turns, lede)),
        lede,
        tuple(reader.sections),
        tuple(turns),
        _placed(dropped, turns),
        tuple(sorted(warnings, key=lambda warning: (warning.line or 0, warning.code))),
        settings,
    )


def _title(settings: Mapping[str, object], source: Source) -> Title:
    if settings.get("title"):
        return Title(str(settings["title"]), None, "front-matter")
    return Title(Path(source.path).stem or "untitled", None, "file-name")


def _lede(rows: Sequence[Row]) -> Lede | None:
    if not rows:
        return None
    return Lede(tuple(row.text for row in rows), (rows[0].line, rows[-1].line))


def _silent(cast: _Cast, label: str) -> ScriptWarning:
    text = _("“{label}” in “cast:” never speaks; check the spelling of the labels, or remove it").format(label=label)
    return ScriptWarning("front-matter", cast.line(label), text)


def _ids(cast: _Cast, turns: Iterable[_Open]) -> dict[str, str]:
    """The speaker id of each label that speaks: the letter of the role, numbered in the order of the cast."""
    speaking = {turn.label for turn in turns}
    ids: dict[str, str] = {}
    counts: Counter[Role] = Counter()
    for label, member in cast.members.items():
        if label not in speaking:
            continue
        counts[member.role] += 1
        letter = member.role.value.lower()
        is_numbered = member.role is not Role.NARRATOR and counts[member.role] > 1
        ids[label] = f"{letter}{counts[member.role]}" if is_numbered else letter
    return ids


def _turns(opened: Iterable[_Open], cast: _Cast, ids: Mapping[str, str]) -> list[Turn]:
    turns: list[Turn] = []
    question = 0
    for index, turn in enumerate(opened):
        role, speaker = Role.NARRATOR, NARRATOR_ID
        if turn.label is not None:
            role, speaker = cast.members[turn.label].role, ids[turn.label]
        question += role is Role.HOST
        lines = (turn.first, turn.last)
        turns.append(Turn(index, role, speaker, turn.label, turn.section, question, lines, tuple(turn.paragraphs)))
    return turns


def _speakers(cast: _Cast, ids: Mapping[str, str], turns: Iterable[Turn], lede: Lede | None) -> list[Speaker]:
    """Everybody who speaks, in the order of the cast; the narrator is last."""
    count: Counter[str] = Counter()
    chars: Counter[str] = Counter()
    for turn in turns:
        count[turn.speaker] += 1
        chars[turn.speaker] += sum(map(len, turn.paragraphs))
    speakers: list[Speaker] = []
    for label, own in ids.items():
        member = cast.members[label]
        if member.role is not Role.NARRATOR:
            speakers.append(Speaker(own, member.role, label, member.name, count[own], chars[own], "declared"))
    if lede or count[NARRATOR_ID]:
        chars[NARRATOR_ID] += sum(map(len, lede.paragraphs)) if lede else 0
        numbers = count[NARRATOR_ID], chars[NARRATOR_ID]
        speakers.append(Speaker(NARRATOR_ID, Role.NARRATOR, None, None, *numbers, "default"))
    return speakers


def _placed(dropped: Iterable[Dropped], turns: Sequence[Turn]) -> tuple[Dropped, ...]:
    """The dropped texts in the order of the file, whole, each with the turn that it stands in."""
    starts = [turn.lines[0] for turn in turns]
    placed: list[Dropped] = []
    for cut in sorted(dropped, key=lambda cut: cut.line):
        at = bisect_right(starts, cut.line) - 1
        is_inside = at >= 0 and turns[at].lines[1] >= cut.line
        placed.append(replace(cut, inside_turn=at if is_inside else None))
    return tuple(placed)
