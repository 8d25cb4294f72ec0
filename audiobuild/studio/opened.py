"""A script as it was last read: its sentences, and how they are said, which need not be found again after a change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from audiobuild.builder import Builder
from audiobuild.building.episode import EpisodePlan, LineKeys
from audiobuild.config import LEXICON
from audiobuild.errors import AudiobuildError, ScriptError
from audiobuild.i18n import _
from audiobuild.model import Line, Script
from audiobuild.pronunciation.prepare import prepared
from audiobuild.script.front_matter import front_matter
from audiobuild.script.text_lines import text_of
from audiobuild.studio.changes import KEPT_ENDINGS, Action
from audiobuild.studio.view import Sentence, by_paragraph, sentences

Stamp = tuple[tuple[str, int, int], ...]
#: Actions that may change this sentence's paragraph, and those that may change the turn from it on.
_IN_PARAGRAPH = ("text", "split", "heading", "drop", "pause", "reading")
_IN_TURN = ("speaker", "merge")
_NOTHING = ("voice",)


@dataclass
class OpenScript:
    """A script as it was last read: `revision` is the SHA-256 of its bytes, `settings` the stamp of the show's files.

    `keys` are the sentences that the front end has seen; `versions` counts how often a sentence of the same id was
    another: a new voice, or a word of the lexicon.
    """

    plan: EpisodePlan
    read: Script
    revision: str
    settings: Stamp
    shown: list[Sentence]
    front: int  # lines of its front matter
    keys: dict[str, LineKeys] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: EpisodePlan, read: Script, data: bytes, settings: Stamp, known: OpenScript | None) -> OpenScript:
        """The script of these bytes; what is known of an earlier one is taken over where it is the same."""
        path = plan.request.script
        front = front_matter(text_of(data, str(path)).plain).lines if path.suffix.lower() in KEPT_ENDINGS else 0
        made = cls(plan, read, hashlib.sha256(data).hexdigest(), settings, sentences(plan.lines), front)
        if known:
            made._take_over(known)
        return made

    def _take_over(self, known: OpenScript) -> None:
        """Keep what the front end found for each sentence that would be said as before."""
        words = _other_words(known.plan.show.lexicon, self.plan.show.lexicon)
        is_same_show = _without_lexicon(known.settings) == _without_lexicon(self.settings)
        before = {each.id: each.line.utterance for each in known.shown}
        self.versions = dict(known.versions)
        for each in self.shown:
            was = before.get(each.id, each.line.utterance)
            if is_same_show and was == each.line.utterance and not _has_any(words, was.text):
                self.keys.update({each.id: known.keys[each.id]} if each.id in known.keys else {})
            else:
                self.versions[each.id] = self.versions.get(each.id, 0) + 1

    def is_of(self, data: bytes, settings: Stamp) -> bool:
        """Whether these bytes and settings are those that were read."""
        return self.settings == settings and self.revision == hashlib.sha256(data).hexdigest()

    def sentence(self, name: str) -> Line:
        """The line of a sentence's id. Raises ScriptError when the script has it no more."""
        for each in self.shown:
            if each.id == name:
                return each.line
        raise ScriptError(_("the script has changed: this sentence is no longer in it."))

    def has_once(self, name: str, do: str) -> bool:
        """Whether an action meant for another revision means the same here: its sentence is there, and only once."""
        if not name:
            return do != "keep"  # which names a line by its number
        texts = [each.line.utterance.text for each in self.shown]
        return any(each.id == name and texts.count(each.line.utterance.text) == 1 for each in self.shown)

    def keys_of(self, each: Sentence) -> LineKeys:
        """The keys of a sentence; the front end runs once for each."""
        if each.id not in self.keys:
            self.keys[each.id] = self.plan.keys_of(each.line)
        return self.keys[each.id]


def _other_words(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The words that only one of two lexicons has, or that they read differently."""
    return [prepared(word).lower() for word in {word for word, _ in before.items() ^ after.items()}]


def _has_any(words: Sequence[str], text: str) -> bool:
    shown = prepared(text).lower() if words else ""
    return any(word in shown for word in words)


def _without_lexicon(settings: Stamp) -> list[tuple[str, int, int]]:
    return [each for each in settings if each[0] != LEXICON]


def sound_of(opened: OpenScript, each: Sentence, builder: Builder) -> dict[str, Any]:
    """A sentence's run, its length in seconds if it is made, and its readings; or why it cannot be said."""
    try:
        keys = opened.keys_of(each)
    except AudiobuildError as error:
        return {"error": str(error)}
    run = opened.plan.segment_of(each.line, keys)
    segment = builder.kept(opened.plan, run)
    readings = [reading._asdict() for reading in keys.readings]
    return {
        "run": run,
        "seconds": segment.content / opened.plan.show.audio.rate if segment else None,
        "readings": readings,
    }


def check_only(before: Sequence[Sentence], after: Sequence[Sentence], action: Action) -> None:
    """Raise ScriptError when an action would change what another paragraph says, or who says it."""
    if action["do"] not in (*_IN_PARAGRAPH, *_IN_TURN, *_NOTHING):
        return
    old, new = _spoken(before), _spoken(after)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
    rest = zip(reversed(old[same:]), reversed(new[same:]), strict=False)
    end = len(old) - len(list(takewhile(lambda pair: pair[0] == pair[1], rest)))
    first, last = _may_change(before, action)
    if same < end and not (first <= same and end <= last):
        raise ScriptError(_("this would change other lines too: edit it in the file."))


def _spoken(shown: Sequence[Sentence]) -> list[tuple[str, str]]:
    return [(each.line.utterance.text, each.line.role.value) for each in shown]


def _may_change(shown: Sequence[Sentence], action: Action) -> tuple[int, int]:
    """The sentences, from and to, that an action may change: those of a paragraph, or of a turn from there on."""
    start = 0
    rows = by_paragraph(shown)
    for n, row in enumerate(rows):
        end = start + len(row)
        if any(each.id == action.get("sentence") for each in row):
            return start, end + (_rest_of_turn(rows[n:]) if action["do"] in _IN_TURN else 0)
        start = end
    return 0, 0


def _rest_of_turn(rows: Sequence[Sequence[Sentence]]) -> int:
    """How many sentences of the same speaker follow the first row without another between them."""
    speaker = rows[0][0].line.speaker
    return sum(len(row) for row in takewhile(lambda row: row[0].line.speaker == speaker, rows[1:]))
