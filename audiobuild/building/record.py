"""The build record beside each episode: what the last build made of what, and why the next has more to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from audiobuild.building.episode import Draft, voice_name
from audiobuild.model import About, Reading, ScriptWarning, SegmentFacts
from audiobuild.regex import lazy

SCHEMA = "audiobuild.record/4"
_LINES = ',\n "lines": [\n'  # stands before the lines, which are last in the file
_NEXT = ",\n"
_END = "\n]\n}\n"
_KEY = lazy(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: its size and SHA-256."""

    bytes: int
    sha256: str


class Understood(NamedTuple):
    """What reading a line came to: the name of its take, and how doubtful words were read."""

    take: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as built: its text, "engine:voice", start in seconds, names of take and run, the run's facts, readings."""

    text: str
    voice: str
    start: float
    take: str
    run: str
    facts: SegmentFacts
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What the last build did.

    `inputs` is the digest of the files and settings it was made from, `recipe` that of what was read in them;
    `chapters` are (second, title), `cover` is the picture's file or "", `music` the facts of each run of music by name.
    `instead` says why the show's fallback spoke and not the online voices; it is "" when they did.
    """

    inputs: str
    recipe: str
    script_sha256: str
    title: str
    about: About
    seconds: float
    chapters: tuple[tuple[int, str], ...]
    voices: Mapping[str, str]
    identities: Mapping[str, list[str]]
    cover: str
    warnings: tuple[ScriptWarning, ...]
    music: Mapping[str, SegmentFacts]
    lines: tuple[Spoken, ...]
    outputs: Mapping[str, Written]
    instead: str = ""

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that spoke."""
        return tuple(sorted({line.voice.partition(":")[0] for line in self.lines}))


def encode(record: Record) -> Iterator[bytes]:
    """The record as JSON in pieces, a spoken line on each line: those of ten hours are never held together."""
    facts = {"schema": SCHEMA, "engines": record.engines, **_shallow(record)}
    facts["about"] = asdict(record.about)
    facts["warnings"] = [asdict(warning) for warning in record.warnings]
    facts["outputs"] = {name: asdict(file) for name, file in record.outputs.items()}
    del facts["lines"]
    head = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    yield f"{head[:-2]}{_LINES}".encode()
    written = json.JSONEncoder(ensure_ascii=False).encode
    for number, line in enumerate(record.lines):
        yield f"{_NEXT if number else ''}{written(_shallow(line))}".encode()
    yield _END.encode()


def _shallow(value: Record | Spoken) -> dict[str, Any]:
    """The fields as they are: asdict copies what is in them, which takes long for the lines of ten hours."""
    return {name: getattr(value, name) for name in value.__slots__}


def read(path: Path) -> Record | None:
    """The record of the last build, or None when there is none that can be believed."""
    try:
        return _decode(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):  # absent, or not as `encode` writes it
        return None


def glance(path: Path) -> tuple[Record, int, tuple[str, ...]] | None:
    """The record without its lines, how many there are, and the engines that spoke them; None as `read` has it.

    Of the lines only the ends are counted: a folder of a thousand episodes is told to be up to date in a second.
    """
    try:
        head, found, lines = path.read_bytes().partition(_LINES.encode())
        if not found or not lines.endswith(_END.encode()):
            return None
        facts = json.loads(head + b"}")
        engines = tuple(map(str, facts["engines"]))
        return _decode(facts | {"lines": []}), lines.count(b"\n{") + lines.startswith(b"{"), engines
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unaltered(record: Record, path: Path) -> bool:
    """Whether every file that the record under `path` names is as it was written.

    A file last changed before the record was written, and as long as it was, is believed unread, as make does it.
    """
    try:
        written = path.stat().st_mtime_ns
        return all(_unaltered(path.parent / name, file, written) for name, file in record.outputs.items())
    except OSError:
        return False


def understood(record: Record | None, draft: Draft) -> dict[tuple[str, str], Understood]:
    """What the last build understood of (text, voice), when the same voices read by the same rules."""
    if record is None or record.identities != draft.identities:
        return {}
    return {(line.text, line.voice): Understood(line.take, line.readings) for line in record.lines}


def runs(record: Record | None) -> dict[str, SegmentFacts]:
    """The runs of the last build, by name."""
    return {**record.music, **{line.run: line.facts for line in record.lines}} if record else {}


def reasons(record: Record | None, draft: Draft, missing: int) -> tuple[str, ...]:
    """Why the draft has to be built, in the user's words; `missing` counts the sentences without a take."""
    if record is None:
        return ("not built yet",)
    if draft.request.force:
        return ("asked for with --force",)
    if record.instead and not draft.request.instead:
        return ("spoken by the fallback last time",)
    found = [*_text_reasons(record, draft), *_voice_reasons(record, draft)]
    if not found and missing:
        found.append(f"takes missing ({missing})")
    if not found and record.recipe == draft.recipe:
        found.append("output missing or altered")
    return tuple(found) or ("settings changed",)


def _text_reasons(record: Record, draft: Draft) -> list[str]:
    before = {line.text for line in record.lines}
    now = {line.utterance.text for line in draft.plan.lines}
    counts = {"text changed or added": len(now - before), "text removed": len(before - now)}
    found = [f"{what} ({count})" for what, count in counts.items() if count]
    if not found and [line.text for line in record.lines] != [line.utterance.text for line in draft.plan.lines]:
        found.append("order changed")
    return found


def _voice_reasons(record: Record, draft: Draft) -> list[str]:
    found = []
    shared = [
        (draft.identities[voice], record.identities[voice]) for voice in draft.identities.keys() & record.identities
    ]
    cast = {who: voice_name(voice) for who, voice in draft.voices.items()}
    if dict(record.voices) != cast or any(now[:1] != then[:1] for now, then in shared):
        found.append("voice changed")
    if any(now[:1] == then[:1] and now != then for now, then in shared):
        found.append("engine updated")
    return found


def _decode(facts: dict[str, Any]) -> Record:
    if facts.pop("schema") != SCHEMA:
        raise ValueError("another schema")
    del facts["engines"]
    facts["chapters"] = tuple((int(second), str(title)) for second, title in facts["chapters"])
    facts["about"] = _about(facts["about"])
    facts["warnings"] = tuple(ScriptWarning(**warning) for warning in facts["warnings"])
    facts["lines"] = tuple(_line(line) for line in facts["lines"])
    facts["outputs"] = {str(name): Written(**file) for name, file in facts["outputs"].items()}
    facts["music"] = {str(run): SegmentFacts(*map(int, numbers)) for run, numbers in facts["music"].items()}
    record = Record(**facts)
    _check(key for line in record.lines for key in (line.take, line.run))
    _check(record.music)
    return record


def _about(facts: dict[str, Any]) -> About:
    return About(**facts | {who: tuple(map(str, facts[who])) for who in ("hosts", "guests")})


def _line(facts: dict[str, Any]) -> Spoken:
    readings = tuple(Reading(*map(str, reading)) for reading in facts.pop("readings"))
    return Spoken(**facts | {"facts": SegmentFacts(*map(int, facts["facts"])), "readings": readings})


def _check(keys: Any) -> None:
    """Keys become file names: nothing but a digest may pass."""
    if not all(isinstance(key, str) and _KEY.fullmatch(key) for key in keys):
        raise ValueError("a key is not a digest")


def _unaltered(path: Path, file: Written, written: int) -> bool:
    found = path.stat()
    if found.st_size != file.bytes:
        return False
    if found.st_mtime_ns < written:
        return True
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest() == file.sha256
