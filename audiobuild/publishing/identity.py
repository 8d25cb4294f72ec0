"""Compares scripts, build records and the ledger, so that no ghost, draft or outdated episode is published unasked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path

from audiobuild import engines
from audiobuild.building.record import BuildRecord, read_header
from audiobuild.errors import PublishError
from audiobuild.i18n import _, listed
from audiobuild.publishing import ledger
from audiobuild.publishing.ledger import Ledger

SAME = 0.6
"""The share of an episode's sentences that a renamed one still has: a correction made together with the new name is
allowed, another episode with the same greeting is not the same."""


class State(Enum):
    """What has become of an episode's script since it was built."""

    CURRENT = "current"
    EDITED = "edited"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the scripts say of the episodes; all names are those of files.

    `renamed` maps a new name to the published one whose identity it takes over, `left_out` a name to the reason why it
    is not published, `refused` are sentences for which nothing may be published, each with its remedy.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def compare(
    home: Path, records: Mapping[str, BuildRecord], kept: Ledger, drafts: bool, samples: Collection[str] = ()
) -> Comparison:
    """Compare the scripts of the episodes in `home` with their records.

    `drafts` allows episodes that are no speech, and those of the sample scripts, whose SHA-256 are `samples`.
    """
    states = {name: _state(home, found) for name, found in records.items()}
    gone = _gone(states)
    published = set(filter(partial(_is_published, kept), records))
    renamed = _renamed(records, sorted(gone & published), sorted(records.keys() - gone - published))
    left_out = dict.fromkeys(renamed.values(), "")
    refused = []
    for name in sorted(records.keys() - left_out.keys() - _withdrawn(kept)):
        problem = _problem(home, name, records[name], states[name], name in published)
        if not drafts:
            problem = problem or _draft(name, records[name], () if name in published else samples)
        must_stop = name in published or states[name] is State.EDITED
        if problem and must_stop:
            refused.append(problem)
        elif problem:
            left_out[name] = problem
    return Comparison(renamed, left_out, tuple(sorted(refused)))


def without_scripts(home: Path, known: Collection[str]) -> Iterator[Path]:
    """The episodes in a folder whose scripts are gone, but for those with `known` names."""
    for audio in sorted(home.glob("*.mp3")):
        header = read_header(audio.with_suffix(".json")) if audio.stem not in known else None
        if header and _state(home, header.record) is State.GONE:
            yield audio


def require_current(found: Comparison) -> None:
    """Raise PublishError for what must not be published."""
    if found.refused:
        raise PublishError(
            _("nothing was published: {refused}. (--force publishes anyway.)").format(refused=listed(found.refused))
        )


def _gone(states: Mapping[str, State]) -> set[str]:
    return {name for name, state in states.items() if state is State.GONE}


def _withdrawn(kept: Ledger) -> set[str]:
    return {name for name, entry in kept.episodes.items() if entry.withdrawn}


def _is_published(kept: Ledger, name: str) -> bool:
    entry = kept.episodes.get(ledger.key(name))
    return entry is not None and not entry.withdrawn


def _state(home: Path, found: BuildRecord) -> State:
    """What became of the script. Without its folder nothing is known: the episodes were moved alone."""
    script = home / found.script
    if not found.script or not script.parent.is_dir():
        return State.CURRENT
    try:
        digest = hashlib.sha256(script.read_bytes()).hexdigest()
    except OSError:
        return State.GONE
    return State.CURRENT if digest == found.script_sha256 else State.EDITED


def _problem(home: Path, name: str, found: BuildRecord, state: State, published: bool) -> str:
    """What is wrong with an episode, with the remedy; "" when nothing is."""
    script = Path(found.script).name
    if state is State.GONE and published:
        return _(
            "{name} has no script any more ({script} is gone); put it back, or take it out with --withdraw {name}"
        ).format(name=name, script=script)
    if state is State.GONE:
        return _("{name} has no script any more ({script} is gone); delete {path}.*").format(
            name=name, script=script, path=home / name
        )
    if state is State.EDITED:
        return _("{script} was changed after {name} was built; run “audiobuild build”").format(script=script, name=name)
    return ""


def _draft(name: str, found: BuildRecord, samples: Collection[str]) -> str:
    """Why an episode is none to publish as it is, with the remedy; "" when it may be."""
    hum = next(
        (engine for engine in found.engines if engines.exists(engine) and engines.engine_class(engine).draft), ""
    )
    if hum:
        return _("{name} is a draft ({hum}: {label}); build it with a voice, or add --drafts").format(
            name=name, hum=hum, label=_(engines.engine_class(hum).label)
        )
    if found.script_sha256 in samples:
        return _(
            "{name} is the sample that came with audiobuild; delete its script and output, or add --drafts"
        ).format(name=name)
    return ""


def _renamed(records: Mapping[str, BuildRecord], gone: list[str], new: list[str]) -> dict[str, str]:
    """Which new episode is which published one whose script is gone: the one that shares most sentences."""
    found: dict[str, str] = {}
    for old in gone:
        shares = {name: _shared(records[old], records[name]) for name in new if name not in found}
        best = max(shares, key=shares.__getitem__, default="")
        if best and shares[best] >= SAME:
            found[best] = old
    return found


def _shared(old: BuildRecord, other: BuildRecord) -> float:
    """The share of the old episode's sentences that are in the other, spoken by whatever voice."""
    texts = {line.text for line in old.lines}
    return len(texts & {line.text for line in other.lines}) / max(1, len(texts))
