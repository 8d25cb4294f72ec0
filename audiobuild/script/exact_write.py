"""Writes a script in the exact form, which `exact` reads back as the same script: same speech, voices and settings.

What the reading dropped is kept as comments with its reason. Writing a script that is in the exact form already gives
the same bytes again, except for the author's own layout.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.model import NARRATOR_ID, Dropped, Role, Script, Speaker, Turn
from audiobuild.regex import lazy
from audiobuild.script.clean import clean
from audiobuild.script.decode import decode
from audiobuild.script.documents import as_text
from audiobuild.script.exact import (
    ENDING,
    ESCAPE,
    OF_A_GUESS,
    OPENING,
    REASON,
    REASONS,
    Grammar,
    Kind,
    without_comments,
)
from audiobuild.script.front_matter import EXACT_FORM, cast_in, front_matter, is_exact, setting_name
from audiobuild.script.gender import with_genders
from audiobuild.script.lines import fold, is_cjk
from audiobuild.script.people import bare_name
from audiobuild.script.reading import read
from audiobuild.script.yaml_text import entry

_FIRST = ("form", "title", "show", "author", "date", "description", "hosts", "guests", "language", "cover")
_PATHS = ("cover", "recordings")  # relative to the folder of the script
_LAST = ("cast", "gender", "lexicon")
#: Settings that the exact form writes in another way or not at all.
_REWRITTEN = frozenset(["form", "title", "cast", "gender"]) | OF_A_GUESS
#: A longer title, or one with more brackets, is a heading above the text: front matter limits both.
_LONGEST_TITLE = 500
_MOST_BRACKETS = 10
_LONGEST_LABEL = 60
_LETTERS = {Role.HOST: "Q", Role.GUEST: "A", Role.NARRATOR: "N"}
_NARRATORS = {"zh": "旁白", "ja": "ナレーション"}
_NARRATOR = "Narrator"
_WIDE_COLON = ("zh", "ja", "ko", "yue")
_SHORTENED = 401  # characters of a dropped text that a reading has shortened, its ellipsis included
_KEY = 12  # folded characters by which the line of a paragraph is found
_WINDOW = 60  # lines in which the line of the next paragraph is looked for
_COMMENT = lazy(r"<!--(.*)-->", re.DOTALL)
_BREAK = lazy(r"\s*[\n\r]\s*")
_QUOTED = lazy(r"(?<![^\s\[{,:])(?:'(?:[^']|'')*'|\"(?:\\.|[^\"\\])*\")")
_NOTE = lazy(r"(?:^|(?<=\s))#.*")
_FRONT_KEY = lazy(r"[\"'\[]?([^\s\"':：=\[\]{}#,-][^\"':：=\[\]{}]*?)[\"'\]]?\s*(?:[:：=]|$)")


def write_exact(script: Script, data: bytes) -> str:
    """The script, which was read from `data`, in the exact form.

    Raises ScriptError if it would be read as another script; no interview is known with which that happens.
    """
    path = script.source.path
    lines = clean(decode(as_text(data, path), path).text)[0]
    text = _Writer(script, lines).text()
    try:
        again = with_genders(read(text.encode(), path, {}))
    except ScriptError as error:
        raise ScriptError(
            _("{path} cannot be written in the exact form: {error}").format(path=path, error=error)
        ) from error
    if speech_of(again) != speech_of(script):
        raise ScriptError(
            _("{path} cannot be written in the exact form, which would be read differently; report this.").format(
                path=path
            )
        )
    return text


def moved(script: Script, source: Path, target: Path) -> Script:
    """The script for a file in the folder `target`: the paths in it are relative to the folder of the script."""
    here, there = source.resolve(), target.resolve()
    if here == there:
        return script
    paths = {key: str(script.settings.get(key, "")) for key in _PATHS}
    kept = {
        key: os.path.relpath(here / path, there).replace(os.sep, "/")
        for key, path in paths.items()
        if path and (here / path).exists()
    }
    return replace(script, settings={**script.settings, **kept}) if kept else script


def speech_of(script: Script) -> tuple[object, ...]:
    """Everything in a script that decides what is heard and shown: two scripts with the same are the same episode."""
    settings = {key: value for key, value in script.settings.items() if key not in _REWRITTEN}
    return (
        script.title.text,
        script.language,
        script.lede.paragraphs if script.lede else (),
        [*map(attrgetter("title", "first_turn"), script.sections)],
        [*map(attrgetter("id", "role", "name", "gender", "turns", "chars"), script.speakers)],
        [*map(attrgetter("role", "speaker", "section", "question", "paragraphs"), script.turns)],
        settings,
        [_wish(who, cast_in(script.settings)[1]) for who in script.speakers],
    )


def _wish(who: Speaker, voices: Mapping[str, str]) -> str:
    """The voice that the script's own cast wants for a speaker, "" for none."""
    for handle in (str(who.label), str(who.name), who.id, who.role.value):
        if handle in voices:
            return voices[handle]
    return ""


# ---------------------------------------------------------------------------------------------------------------- cast


@dataclass(slots=True)
class _Labels:
    """The label of each speaker id but the narrator's, of each narrator's turn that needs one, and all labels."""

    of: dict[str, str] = field(default_factory=dict)
    narrators: dict[int, str] = field(default_factory=dict)
    cast: dict[str, object] = field(default_factory=dict)


def _labels(script: Script) -> _Labels:
    labels = _Labels()
    voices = cast_in(script.settings)[1]
    for who in script.speakers:
        if who.id == NARRATOR_ID:
            continue
        label = _first_usable((who.label, who.name), _LETTERS[who.role], labels.cast)
        labels.of[who.id] = label
        labels.cast[label] = _member(label, who.role, who.name, voices.get(label, ""))
    _add_narrators(script, labels, voices)
    _add_others(script, labels, voices)
    if not labels.cast:
        labels.cast[_default_narrator(script)] = Role.NARRATOR.value
    return labels


def _first_usable(wanted: Iterable[str | None], otherwise: str, taken: Collection[str]) -> str:
    """The first of the labels that can be used and is not taken, else `otherwise`, with a number if it is taken."""
    numbered = (f"{otherwise}{number}" for number in count(2))
    for label in chain(wanted, [otherwise], numbered):
        if label not in taken and _is_usable(label or ""):
            break
    return label or otherwise


def _is_usable(label: str) -> bool:
    """Whether a line that begins with the label and a colon is read as a turn of that label."""
    if not label or len(label) > _LONGEST_LABEL or "\n" in label or "<!--" in label:
        return False
    return Grammar([label]).part(f"{label}：x") == (Kind.TURN, "x", label)


def _member(label: str, role: Role, name: str | None, voice: str) -> object:
    """The value of a label in the cast; a map if the name does not follow from the label."""
    shown = name or ""
    if shown == bare_name(label):
        return _entry(role, voice)
    described: dict[str, object] = {"role": role.value, "name": shown}
    if voice:
        described["voice"] = voice
    return described


def _entry(role: Role, voice: str) -> str:
    return f"{role.value} {voice}".strip()


def _add_narrators(script: Script, labels: _Labels, voices: Mapping[str, str]) -> None:
    """Give the narrator's turns labels, but for those directly below a heading, which need none."""
    below = {section.first_turn for section in script.sections}
    default = _default_narrator(script)
    taken = set(labels.of.values())
    for turn in script.turns:
        needs_none = turn.label is None and turn.index in below
        if turn.speaker != NARRATOR_ID or needs_none:
            continue
        label = _first_usable((turn.label, default), _NARRATOR, taken)
        labels.narrators[turn.index] = label
        labels.cast.setdefault(label, _entry(Role.NARRATOR, voices.get(label, "")))


def _default_narrator(script: Script) -> str:
    """The first narrator that the script's own cast names, else the word of its language."""
    roles = cast_in(script.settings)[0]
    own = (name for name, role in roles.items() if role is Role.NARRATOR and name != Role.NARRATOR.value)
    return next(own, _NARRATORS.get(script.language.split("-")[0], _NARRATOR))


def _add_others(script: Script, labels: _Labels, voices: Mapping[str, str]) -> None:
    """Keep the entries of the script's own cast for somebody who does not speak, and the voices of roles and names."""
    speaking = {name for who in script.speakers for name in (who.name, who.id) if name}
    for name, role in cast_in(script.settings)[0].items():
        if name not in speaking and _is_usable(name):
            labels.cast.setdefault(name, _entry(role, voices.get(name, "")))
    narrator = next(iter(labels.narrators.values()), None)
    for name in sorted(voices.keys() & (speaking | set(_LETTERS.values()))):
        if not _is_of_narrator(name, voices, narrator):
            labels.cast.setdefault(name, voices[name])


def _is_of_narrator(name: str, voices: Mapping[str, str], narrator: str | None) -> bool:
    """Whether this is the voice of the role N, which the entry of a narrator gives already."""
    return name == Role.NARRATOR.value and narrator is not None and voices.get(narrator) == voices[name]


# -------------------------------------------------------------------------------------------------------------- writing


def _rank(key: str) -> int:
    """The place of a setting: others are between the first and the last."""
    if key in _FIRST:
        return _FIRST.index(key)
    if key in _LAST:
        return len(_FIRST) + 1 + _LAST.index(key)
    return len(_FIRST)


class _Item(NamedTuple):
    """A paragraph or heading as it is written, and its line in the source."""

    line: int
    text: str


class _Writer:
    """Writes one script; `lines` are those of its source."""

    def __init__(self, script: Script, lines: list[str]) -> None:
        self._script, self._lines = script, lines
        self._exact = is_exact(lines)
        self._front = front_matter(lines)
        self._labels = _labels(script)
        self._grammar = Grammar(self._labels.cast)
        self._places = _places(script, lines, self._front.lines)

    def text(self) -> str:
        """The file."""
        notes = self._notes()
        front = [*self._settings(), *(notes if self._exact else ())]
        blocks = self._blocks([] if self._exact else [_comment(Dropped(0, note, "metadata")) for note in notes])
        return "\n".join(["---", *front, "---", ""]) + "\n" + "\n\n".join(blocks) + "\n"

    def _settings(self) -> list[str]:
        changed = {"form": EXACT_FORM, "title": self._script.title.text, "cast": self._labels.cast}
        settings = {**self._script.settings, **changed}
        genders = self._genders()
        if genders:
            settings["gender"] = genders
        unwanted = [*OF_A_GUESS, *(["title"] if self._has_title_above() else [])]
        for key in unwanted:
            settings.pop(key, None)
        lines: list[str] = []
        for key in sorted(settings, key=_rank):
            lines += entry(key, settings[key])
        return lines

    def _genders(self) -> dict[str, object]:
        """The table of the script with everybody in it whose gender is known; a label Q or A would mean a role."""
        declared = self._script.settings.get("gender")
        genders: dict[str, object] = dict(declared) if isinstance(declared, Mapping) else {}
        for who in self._script.speakers:
            label = self._labels.of.get(who.id, who.id)
            if who.gender:
                genders[who.id if label in _LETTERS.values() else label] = who.gender
        return genders

    def _has_title_above(self) -> bool:
        """Whether the title is a heading above the text, because it is too long for the front matter."""
        title = self._script.title.text
        return len(title) > _LONGEST_TITLE or sum(map(title.count, "[]{}")) > _MOST_BRACKETS

    def _notes(self) -> list[str]:
        """What the front matter says besides its settings: notes of the author, and settings that are not ours."""
        cast = self._script.settings.get("cast")
        known = {*self._script.settings, *(cast if isinstance(cast, dict) else ())} - OF_A_GUESS
        kept = False
        found: list[str] = []
        fences = ("---", "...", "+++", "{", "}")
        for line in self._lines[: self._front.lines]:
            text = line.strip()
            key = _FRONT_KEY.match(line)
            if key:
                kept = setting_name(key[1].strip()) in known or key[1].strip() in known
            if text in ("", *fences):
                continue
            note = _note(text) if kept else text
            if note:
                found.append(note)
        return found

    def _blocks(self, above: list[str]) -> list[str]:
        """The paragraphs and headings, each with the comments that follow it."""
        blocks: list[str] = []
        comments = list(self._comments())
        if self._has_title_above():
            blocks.append(self._heading("#", self._script.title.text))
        _add(blocks, above)
        at = 0
        for item in self._items():
            while at < len(comments) and comments[at].line < item.line:
                _add(blocks, [comments[at].text])
                at += 1
            blocks.append(item.text)
        _add(blocks, [comment.text for comment in comments[at:]])
        return blocks

    def _comments(self) -> Iterator[_Item]:
        """The dropped texts as comments, without those of the front matter."""
        shortened = False
        for cut in self._script.dropped:
            if self._is_of_front(cut):
                continue
            goes_on = cut.text == "…"
            if not goes_on:
                shortened = self._is_shortened(cut)
            if shortened:
                cut = replace(cut, text=self._line(cut))
            if cut.text != "…":
                yield _Item(cut.line, _comment(cut))

    def _is_of_front(self, cut: Dropped) -> bool:
        is_above = cut.line <= self._front.lines and cut.reason == "metadata"
        return is_above and cut.text == self._line(cut)

    def _is_shortened(self, cut: Dropped) -> bool:
        """Whether the reading has shortened the text; then the lines of the source are written instead."""
        return not self._exact and len(cut.text) == _SHORTENED and cut.text.endswith("…")

    def _line(self, cut: Dropped) -> str:
        """The line of the source that a text was dropped from."""
        return self._lines[cut.line - 1].strip()

    def _items(self) -> Iterator[_Item]:
        lede = self._script.lede
        if lede:
            for line, text in zip(self._places.of(lede.paragraphs, *lede.lines), lede.paragraphs, strict=True):
                yield _Item(line, self._paragraph(text))
        sections = list(self._script.sections)
        for turn in self._script.turns:
            while sections and sections[0].first_turn == turn.index:
                section = sections.pop(0)
                yield _Item(section.line, self._heading("##", section.title))
            yield from self._turn(turn)

    def _turn(self, turn: Turn) -> Iterator[_Item]:
        lines = self._places.of(turn.paragraphs, *turn.lines)
        label = self._labels.narrators.get(turn.index) if turn.speaker == NARRATOR_ID else self._labels.of[turn.speaker]
        first = turn.paragraphs[0]
        yield _Item(lines[0], self._labelled(label, first) if label else self._paragraph(first))
        for line, text in zip(lines[1:], turn.paragraphs[1:], strict=True):
            yield _Item(line, self._paragraph(text))

    def _labelled(self, label: str, text: str) -> str:
        wide = self._script.language.split("-")[0] in _WIDE_COLON or any(map(is_cjk, label))
        start = f"{label}：" if wide else f"{label}: "
        is_plain = self._grammar.part(start + text) == (Kind.TURN, text, label)
        return _without_comment_marks(start + text if is_plain else f"{start}{ESCAPE}{text}")

    def _paragraph(self, text: str) -> str:
        is_plain = self._grammar.part(text) == (Kind.PARAGRAPH, text, "")
        return _without_comment_marks(text if is_plain else ESCAPE + text)

    def _heading(self, mark: str, title: str) -> str:
        is_plain = self._grammar.part(f"{mark} {title}")[1:] == (title, "")
        return _without_comment_marks(f"{mark} {title}" if is_plain else f"{mark} {ESCAPE}{title}")


def _add(blocks: list[str], comments: Iterable[str]) -> None:
    """Add comments below the last block, or as a block of their own above all others."""
    text = "\n".join(comments)
    if text and blocks:
        blocks[-1] += f"\n{text}"
    elif text:
        blocks.append(text)


def _without_comment_marks(text: str) -> str:
    """The text with a backslash before each `<!--`, which is text here."""
    return OPENING.sub(rf"\1{ESCAPE * 2}<!--", text)


def _comment(cut: Dropped) -> str:
    """A dropped text as a comment; a comment of the source stays as it is where its text says no reason."""
    text = _BREAK.sub(" ", cut.text).strip()
    whole = _COMMENT.fullmatch(text)
    inner = whole[1].strip() if whole else ""
    reasoned = REASON.fullmatch(inner)
    is_own = cut.reason == "code" and inner and "-->" not in inner
    if is_own and not (reasoned and reasoned[1] in REASONS):
        return f"<!-- {ENDING.sub(_one_more, inner)} -->"
    return f"<!-- {cut.reason}: {ENDING.sub(_one_more, text)} -->"


def _one_more(ending: re.Match[str]) -> str:
    """The end of a comment as text in a comment, with one more backslash."""
    return f"--{ESCAPE}{ending[1]}>"


def _note(line: str) -> str:
    """The author's note in a line of the front matter, "" if there is none."""
    bare = _QUOTED.sub(lambda quoted: "_" * len(quoted.group()), line)
    note = _NOTE.search(bare)
    return line[note.start() :] if note else ""


# --------------------------------------------------------------------------------------------------------------- places


class _Places:
    """Finds the source lines of paragraphs, so that comments stay where their text was."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._folded: dict[int, str] = {}

    def of(self, paragraphs: Sequence[str], first: int, last: int) -> list[int]:
        """The lines of the paragraphs of lines `first` to `last`; one not found has the line of the one before."""
        found = [first]
        for text in paragraphs[1:]:
            found.append(self._next(fold(text)[:_KEY], found[-1], min(last, found[-1] + _WINDOW)))
        return found

    def _next(self, key: str, after: int, last: int) -> int:
        for line in range(after + 1, last + 1):
            if key in self._fold(line):
                return line
        return after

    def _fold(self, line: int) -> str:
        if line not in self._folded:
            self._folded[line] = fold(self._lines[line - 1])
        return self._folded[line]


class _ExactPlaces(_Places):
    """The same for a source in the exact form, in which a paragraph is a line."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(())
        self._rows = rows

    def of(self, paragraphs: Sequence[str], first: int, last: int) -> list[int]:
        """The lines of the paragraphs; a label may stand alone above the first."""
        end = bisect_right(self._rows, last)
        return list(self._rows[end - len(paragraphs) : end])


def _places(script: Script, lines: Sequence[str], front: int) -> _Places:
    if script.style.id != EXACT_FORM:
        return _Places(lines)
    rows, _ = without_comments(lines, front, script.source.path)
    return _ExactPlaces([row.line for row in rows])
