"""Declarations at the top: who takes part, in which role, and by which short name.

They are found before the style is chosen, because a cast list looks like labels. They are never spoken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, filterfalse

from audiobuild.model import Dropped, Role
from audiobuild.regex import lazy
from audiobuild.script.cast_lines import CONDUCTED, Line, Person, declared_by, declared_role, listed, person
from audiobuild.script.front_matter import PEOPLE_TABLES
from audiobuild.script.label_candidates import Head, heads, key_of
from audiobuild.script.lines import BOLD, Row, ends_sentence, fold, is_set_apart, plain
from audiobuild.script.patterns import AT_THE_TOP, reason_of
from audiobuild.script.people import role_of_word
from audiobuild.script.questions import asks, is_question
from audiobuild.script.short_names import mentioned, without_notes

TOP = 80  # declarations are in the first lines
_CONTEXT = 20  # lines in which people are introduced
_RETURNS = 2  # a label is repeated before turns of its speaker
_LEAST_FIELDS, _MAX_FIELD = 5, 60  # fields of a sheet; letters of a field's value
_KNOWN_FIELDS = 3  # fields of a sheet of which one has a role word: INTERVIEWER
_COUNTED = lazy(r"^\d{1,2}\s?[.、．)）]\s?(?=\D)")
_SPEAKS = ("colon", "dot", "letter")  # label shapes after which a sentence is certainly speech


@dataclass(slots=True)
class Declared:
    """All declarations of a file; `context` is the folded prose of its first lines, where people are introduced.

    `settled` are the keys of those whom front matter or an option names: what the text says never outweighs that.
    """

    people: list[Person] = field(default_factory=list)
    context: str = ""
    settled: frozenset[str] = frozenset()

    def introduces(self, key: str) -> bool:
        """Whether the first lines name the label inside a line; at the start of a line it may be a label itself."""
        return len(key) >= 2 and any(line.find(key, 1) > 0 for line in self.context.split("\n"))

    def person(self, key: str) -> Person | None:
        """The declared person of a label, None if it is not declared."""
        return next((p for p in self.people if key in p.keys), None)

    def role(self, key: str) -> Role | None:
        """The declared role of a label, None if it has none."""
        return next((p.role for p in self.people if key in p.keys and p.role), None)


def from_settings(settings: Mapping[str, object], named: Iterable[str]) -> list[Person]:
    """The people named in front matter as hosts and guests, and those of the cast and of --as (`named`)."""
    people = [*_called(settings.get("cast")), *(Person(name, (key_of(name),), None) for name in named if fold(name))]
    for setting, role in (("hosts", Role.HOST), ("guests", Role.GUEST)):
        people += [Person(name, (key_of(name),), role) for name in _names_in(settings.get(setting))]
    return people


def _called(cast: object) -> list[Person]:
    """The people of the cast whose label is not their name: `老许: {role: A, name: 许望潮}`."""
    entries = cast.items() if isinstance(cast, Mapping) else ()
    named = [(str(label), str(who.get("name", ""))) for label, who in entries if isinstance(who, Mapping)]
    return [person(name, (key_of(label), key_of(name)), None) for label, name in named if fold(name)]


def with_labels(declared: Declared, labels: Iterable[str]) -> Declared:
    """The declarations with other names, of which nothing is known but that they are labels."""
    names = [name for name in labels if fold(name) and not declared.person(key_of(name))]
    return replace(declared, people=[*declared.people, *(Person(name, (key_of(name),), None) for name in names)])


def names_in_front(settings: Mapping[str, object]) -> list[str]:
    """The names of `labels:` and the keys of the tables for speakers, but for the letters of roles."""
    tables = (settings.get(name) for name in PEOPLE_TABLES)
    keys = [str(key) for table in tables if isinstance(table, Mapping) for key in table]
    return [name for name in (*_names_in(settings.get("labels")), *keys) if name not in set(Role)]


def _names_in(setting: object) -> list[str]:
    """The names of a setting: a list, or one line with commas."""
    if not setting:
        return []
    names = setting if isinstance(setting, list) else re.split(r"[、，,;；]", str(setting))
    return [str(name).strip() for name in names if fold(str(name))]


def declarations(rows: list[Row], people: list[Person]) -> tuple[list[Row], list[list[Head]], Declared, list[Dropped]]:
    """The lines without the cast lists, legends and abbreviations at the top, and the people they name.

    Returns the lines, the label candidates of each line, the declarations and what was dropped.
    """
    shapes = [heads(row) for row in rows]
    counts = _counted(shapes)
    declared = Declared([*people, *_glossed(chain(*shapes[:TOP]), counts)], settled=_keys_of(people))
    top = _first_words(rows[:TOP], shapes, counts)
    above = rows[: min(top, _first_question(rows[:TOP]))]
    known = {**_sheet(above, shapes, counts), **listed(above, counts)}
    kept: list[Row] = []
    kept_shapes: list[list[Head]] = []
    dropped: list[Dropped] = []
    for index, row in enumerate(rows[:top]):
        below = _is_below(dropped, kept) or _is_below_metadata(rows, index, shapes, counts)
        line = Line(row, shapes[index], index, below, counts)
        found = declared_by(line) or (None if row.keep else known.get(index))
        if found is not None:
            declared.people += found
            dropped.append(Dropped(row.line, plain(row.text), "declaration"))
            continue
        declared.people += mentioned(row, counts)
        bare, notes = without_notes(row, counts)
        dropped += notes
        if plain(bare.text).strip():
            kept.append(bare)
            kept_shapes.append(heads(bare) if notes else shapes[index])
    context = [*kept, *rows[top : top + _CONTEXT]][:_CONTEXT]
    declared.context = "\n".join(fold(row.text) for row in context)
    return kept + rows[top:], kept_shapes + shapes[top:], declared, dropped


def _keys_of(people: list[Person]) -> frozenset[str]:
    return frozenset(chain.from_iterable(who.keys for who in people))


def _counted(shapes: list[list[Head]]) -> Counter[str]:
    """The number of lines that may begin with each label."""
    return Counter(chain.from_iterable({head.key for head in own} for own in shapes))


def _sheet(rows: list[Row], shapes: list[list[Head]], counts: Counter[str]) -> dict[int, list[Person]]:
    """The lines of an archive's sheet at the top: fields on consecutive lines, `Tape: 14, side A`, no word repeated.

    Below the first question there is none, and below the first sentence only one with a role word: such a list may be
    an answer.
    """
    fields = [any(_is_field(head, counts) for head in own) for own in shapes[: len(rows)]]
    blocks = _blocks(rows, fields)
    prose = _first_sentence(rows, fields)
    top = chain.from_iterable(block for block in blocks if len(block) >= _LEAST_FIELDS and block[0] < prose)
    known = (i for block in blocks if _is_known(block, shapes) for i in block)
    return {i: [] for i in (*top, *filterfalse(lambda i: reason_of(rows[i], AT_THE_TOP), known))}


def _first_sentence(rows: list[Row], fields: list[bool]) -> int:
    """The index of the first line below the title that is a sentence and no field."""
    return next((i for i, is_field in enumerate(fields) if i and not is_field and ends_sentence(rows[i].text)), TOP)


def _blocks(rows: list[Row], fields: list[bool]) -> list[list[int]]:
    """The consecutive lines that are fields."""
    blocks: list[list[int]] = [[]]
    for i, is_field in enumerate(fields):
        if rows[i].gap or not is_field:
            blocks.append([])
        blocks[-1] += [i] * is_field
    return blocks


def _is_known(block: list[int], shapes: list[list[Head]]) -> bool:
    """Whether a short sheet is below the first line, and has a role word."""
    known = len(block) >= _KNOWN_FIELDS and block[0] > 0
    return known and any(role_of_word(head.key) for i in block for head in shapes[i])


def _is_field(head: Head, counts: Counter[str]) -> bool:
    """Whether a line is a word that occurs once, a colon, and a few words that are no sentence."""
    short = head.form == "colon" and 0 < len(head.rest) <= _MAX_FIELD
    return short and counts[head.key] == 1 and not (ends_sentence(head.rest) or is_question(head.rest))


def _is_below(dropped: list[Dropped], kept: list[Row]) -> bool:
    """Whether the line before was a declaration."""
    return bool(dropped) and bool(kept) and dropped[-1].line > kept[-1].line


def _first_words(rows: list[Row], shapes: list[list[Head]], counts: Counter[str]) -> int:
    """The index of the first line in which a repeated label has a sentence: speech begins there."""
    for index, row in enumerate(rows):
        returning = [head for head in shapes[index] if counts[head.key] >= _RETURNS and head.form in _SPEAKS]
        if any(_is_said(head.rest, row.timed) and not CONDUCTED.match(head.rest) for head in returning):
            return index
    return len(rows)


def _first_question(rows: list[Row]) -> int:
    """The index below the first question that its form sets apart, but for the title: lists below are answers."""
    asked = (i + 1 for i, row in enumerate(rows) if row.level != 1 and is_set_apart(row) and _is_asked(row) and i)
    return next(asked, len(rows))


def _is_asked(row: Row) -> bool:
    """Whether a line set apart asks, or is bold and counted: `1. Please introduce yourself.`"""
    text = plain(row.text)
    return asks(text) or (row.text.startswith(BOLD) and _COUNTED.match(text) is not None)


def _is_said(rest: str, timed: bool) -> bool:
    """Whether the text after a label is speech and not a name: a sentence, or text with a time."""
    return bool(rest) and (timed or (ends_sentence(rest) and not rest.endswith(("：", ":"))))


def _glossed(candidates: Iterable[Head], counts: Counter[str]) -> list[Person]:
    """The people of `Marta Ibsen (MKI)：` and `嘉宾A（吴桐）：`: the text in brackets is a label too."""
    found: dict[str, Person] = {}
    for head in candidates:
        role, short = role_of_word(head.key), key_of(head.gloss)
        is_label = short != head.key and counts[short] > 0 and role_of_word(short) is None
        if is_label and head.form == "colon" and head.rest:
            found.setdefault(head.key, Person(head.gloss if role else head.label, (head.key, short), role))
    return list(found.values())


def _is_below_metadata(rows: list[Row], index: int, shapes: list[list[Head]], counts: Counter[str]) -> bool:
    """Whether the line follows metadata or a cast list: `主持人：…` then names the host and is not his speech."""
    above = rows[max(0, index - 1) : index]
    if not above or rows[index].gap:
        return False
    declares = [declared_role(head)[0] for head in shapes[index - 1] if head.form == "colon" and counts[head.key] == 1]
    return any(declares) or reason_of(above[0], AT_THE_TOP) is not None
