"""The build record of each episode: what the last build made from what, and why the next build has work to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from audiobuild.building.episode import PAUSES, PEOPLE, EpisodePlan, LineKeys
from audiobuild.i18n import _, english
from audiobuild.marks import given_readings
from audiobuild.model import About, Line, Reading, ScriptWarning, SegmentFacts
from audiobuild.planning.recordings import letters, takes
from audiobuild.regex import lazy
from audiobuild.storage.files import relative_to_here

SCHEMA = "audiobuild.record/5"
READABLE = (SCHEMA, "audiobuild.record/4")  # /4 has no digest of the words: its lines are pronounced again
_LINES = ',\n "lines": [\n'  # comes before the lines, which are last in the file
_NEXT = ",\n"
_END = "\n]\n}\n"
_KEY = lazy(r"[0-9a-f]{64}")
OUTDATED = "recording-text"  # code of the warning of a recording whose text has changed
BEFORE, EXCERPT = 6, 24  # characters of a text that are shown before a change, and in all


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: its size and SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line as built: text, voice name, start in seconds, keys of take, words and segment, the segment's facts.

    `readings` are those worth checking. The sentences of a recording share the take, which is its file. Stored in JSON
    under the field names; a line that is spoken has no `recording`, which is the file's name.
    """

    text: str
    voice: str
    start: float
    take: str
    run: str  # the segment's key, under the name that records have had from the first
    facts: SegmentFacts
    readings: tuple[Reading, ...]
    words: str = ""
    recording: str = ""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What the last build did.

    `inputs` is the digest of the files and settings the episode was made from, `recipe` that of what was read in them.
    `script` is the script's path from the record's folder, as in "../scripts/talk.md" ("": the record is older, or the
    path is not in UTF-8).
    `chapters` are (second, title), `cover` is the picture's file or "", `music` the facts of each segment of music by
    key. `instead` says why the show's fallback spoke in place of the online voices ("": it did not).
    `recordings_folder` is where recorded answers were looked for or "", `recordings` maps each of their files to its
    time of change and the text that it was first used for.
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
    lines: tuple[SpokenLine, ...]
    outputs: Mapping[str, Written]
    instead: str = ""
    script: str = ""
    recordings_folder: str = ""
    recordings: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that spoke."""
        return tuple(sorted({line.voice.partition(":")[0] for line in self.lines if not line.recording}))


def record_json(record: BuildRecord) -> Iterator[bytes]:
    """The record as JSON in pieces, with a spoken line on each line, so that ten hours need little memory."""
    facts = {"schema": SCHEMA, "engines": record.engines, **_shallow(record)}
    facts["about"] = asdict(record.about)
    facts["warnings"] = [asdict(warning) | {"message": english(warning.message)} for warning in record.warnings]
    facts["instead"] = english(record.instead)
    facts["outputs"] = {name: asdict(file) for name, file in record.outputs.items()}
    del facts["lines"]
    head = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    yield f"{head[:-2]}{_LINES}".encode()
    written = json.JSONEncoder(ensure_ascii=False).encode
    for number, line in enumerate(record.lines):
        shown = _shallow(line)
        if not line.recording:
            del shown["recording"]
        yield f"{_NEXT if number else ''}{written(shown)}".encode()
    yield _END.encode()


def _shallow(value: BuildRecord | SpokenLine) -> dict[str, Any]:
    """The fields uncopied: asdict copies deeply, which is slow for the lines of ten hours."""
    return {name: getattr(value, name) for name in value.__slots__}


def read_record(path: Path) -> BuildRecord | None:
    """The record of the last build, or None when there is none that can be trusted."""
    try:
        return _decode(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):  # absent, or not as `record_json` writes it
        return None


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """A record without its lines: how many there are, and the engines that spoke them."""

    record: BuildRecord
    lines: int
    engines: tuple[str, ...]


def read_header(path: Path) -> RecordHeader | None:
    """The record without its lines; None when it is absent or not as `record_json` writes it.

    Only the lines' ends are counted, so that a thousand episodes can be found up to date in a second.
    """
    try:
        head, found, lines = path.read_bytes().partition(_LINES.encode())
        if not found or not lines.endswith(_END.encode()):
            return None
        facts = json.loads(head + b"}")
        engines = tuple(map(str, facts["engines"]))
        count = lines.count(b"\n{") + lines.startswith(b"{")
        return RecordHeader(_decode(facts | {"lines": []}), count, engines)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unaltered(record: BuildRecord, path: Path) -> bool:
    """Whether every file that the record under `path` names is as it was written.

    A file that was last changed before the record was written, and has its length, is trusted unread, as make does.
    """
    try:
        written = path.stat().st_mtime_ns
        return all(_unaltered(path.parent / name, file, written) for name, file in record.outputs.items())
    except OSError:
        return False


Place = tuple[str, str, tuple[Reading, ...]]


def place_of(line: Line) -> Place:
    """What decides the keys of a line while the rules are the same: its text, its voice, the readings given for it."""
    return line.utterance.text, line.utterance.voice.full_name, given_readings(line.utterance)


def known_lines(record: BuildRecord | None, plan: EpisodePlan) -> dict[Place, LineKeys]:
    """The keys of `place_of` lines of the last build, when the same voices were pronounced by the same rules."""
    if record is None or record.identities != plan.identities:
        return {}
    return {
        (line.text, line.voice, _given(line.readings)): LineKeys(line.take, line.words, line.readings)
        for line in record.lines
        if line.words and not line.recording
    }


def segments(record: BuildRecord | None) -> dict[str, SegmentFacts]:
    """The segments of the last build, by key."""
    if record is None:
        return {}
    return {**record.music, **{line.run: line.facts for line in record.lines}}


def reasons(record: BuildRecord | None, plan: EpisodePlan, missing: int) -> tuple[str, ...]:
    """Why the episode has to be built, in the user's words; `missing` counts the sentences without a take."""
    if record is None:
        return (_("not built yet"),)
    if plan.request.force:
        return (_("asked for with --force"),)
    if record.instead and not plan.request.fallback_reason:
        return (_("spoken by the fallback last time"),)
    found = [*_text_reasons(record, plan), *_voice_reasons(record, plan), *_recording_reasons(record, plan)]
    if found:
        return tuple(found)
    if missing:
        return (_("takes missing ({missing})").format(missing=missing),)
    if record.recipe == plan.recipe:
        return (_("output missing or altered"),)
    return (_("settings changed"),)


def _text_reasons(record: BuildRecord, plan: EpisodePlan) -> list[str]:
    before = [line.text + _said(_given(line.readings)) for line in record.lines]
    now = [text for line in plan.lines for text in _texts(line)]
    added, removed = len(set(now) - set(before)), len(set(before) - set(now))
    found = []
    if added:
        found.append(_("text changed or added ({added})").format(added=added))
    if removed:
        found.append(_("text removed ({removed})").format(removed=removed))
    if not found and before != now:
        found.append(_("order changed"))
    return found


def _texts(line: Line) -> list[str]:
    """The sentences of a line, each with the readings given for it."""
    if line.recording:
        return [text for text, _ in line.recording.sentences]
    return [line.utterance.text + _said(given_readings(line.utterance))]


def _recording_reasons(record: BuildRecord, plan: EpisodePlan) -> list[str]:
    before = {(line.recording, line.take) for line in record.lines if line.recording}
    now = {(name, plan.keys_of(line).take) for name, line in plan.recordings.items()}
    changed = {name for name, _unused in now ^ before}
    return [_("recordings changed ({count})").format(count=len(changed))] if changed else []


def outdated_recordings(record: BuildRecord | None, plan: EpisodePlan) -> tuple[ScriptWarning, ...]:
    """A warning for each recording whose text is another than when the file was first used."""
    known = record.recordings if record else {}
    found = []
    for name, line in plan.recordings.items():
        then = known.get(name)
        is_same_file = then is not None and then[0] == changed_at(line)
        if then and is_same_file and letters(then[1]) != letters(line.utterance.text):
            found.append(ScriptWarning(OUTDATED, line.source, _outdated(plan, line, then[1])))
    return tuple(found)


def first_texts(record: BuildRecord | None, plan: EpisodePlan) -> dict[str, tuple[int, str]]:
    """For each recording when the file was changed, and the text that it was first used for."""
    known = record.recordings if record else {}
    texts = {}
    for name, line in plan.recordings.items():
        now = (changed_at(line), line.utterance.text)
        then = known.get(name, now)
        texts[name] = then if then[0] == now[0] else now
    return texts


def changed_at(line: Line) -> int:
    """When the file of a recorded line was changed, in nanoseconds; 0 for one that is gone."""
    try:
        return line.recording.path.stat().st_mtime_ns if line.recording else 0
    except OSError:
        return 0


def _outdated(plan: EpisodePlan, line: Line, then: str) -> str:
    """What is said of a recording of another text: where that text is now, or what is different, and the remedy."""
    path = relative_to_here(line.recording.path) if line.recording else Path()
    moved = [take for take in takes(plan.script, (), plan.names) if letters(take.text) == letters(then)]
    if moved:
        place = _("line {line}, and this is line {source}").format(line=moved[0].line, source=line.source)
        return _("{path} was recorded for the text of {place}: rename it to {name}{suffix}.").format(
            path=path, place=place, name=moved[0].name, suffix=path.suffix
        )
    now = line.utterance.text
    at = next((at for at, (a, b) in enumerate(zip(then, now, strict=False)) if a != b), min(len(then), len(now)))
    start = max(0, at - BEFORE)
    before, after = (" ".join(text[start : start + EXCERPT].split()) for text in (then, now))
    return _(
        "{path} was recorded for “{before}”, and the text is “{after}” now; record it again, "
        "or save the file once more if it says so already."
    ).format(path=path, before=before, after=after)


def _given(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(reading for reading in readings if reading.kind == "given")


def _said(given: tuple[Reading, ...]) -> str:
    return "".join(f"\0{reading.written}\0{reading.said}" for reading in given)


def _voice_reasons(record: BuildRecord, plan: EpisodePlan) -> list[str]:
    """Compares identities: the first entry is the voice's speed and pitch, the rest the engine's."""
    names = (plan.identities.keys() & record.identities) - {PAUSES, PEOPLE}
    shared = [(plan.identities[name], record.identities[name]) for name in names]
    cast = {who: voice.full_name for who, voice in plan.voices.items()}
    found = []
    if dict(record.voices) != cast or any(now[:1] != then[:1] for now, then in shared):
        found.append(_("voice changed"))
    if any(now[:1] == then[:1] and now != then for now, then in shared):
        found.append(_("engine updated"))
    if plan.identities[PAUSES] != record.identities.get(PAUSES):
        found.append(_("pauses at marks changed"))
    return found


def _decode(facts: dict[str, Any]) -> BuildRecord:
    if facts.pop("schema") not in READABLE:
        raise ValueError("another schema")
    del facts["engines"]
    facts["chapters"] = tuple((int(second), str(title)) for second, title in facts["chapters"])
    facts["about"] = _about(facts["about"])
    facts["warnings"] = tuple(ScriptWarning(**warning) for warning in facts["warnings"])
    facts["lines"] = tuple(_line(line) for line in facts["lines"])
    facts["outputs"] = {str(name): Written(**file) for name, file in facts["outputs"].items()}
    facts["music"] = {str(run): SegmentFacts(*map(int, numbers)) for run, numbers in facts["music"].items()}
    facts["recordings"] = _recordings(facts.get("recordings", {}))
    record = BuildRecord(**facts)
    _check(key for line in record.lines for key in (line.take, line.run))
    _check(record.music)
    return record


def _recordings(facts: dict[str, Any]) -> dict[str, tuple[int, str]]:
    return {str(name): (int(at), str(text)) for name, (at, text) in facts.items()}


def _about(facts: dict[str, Any]) -> About:
    return About(**facts | {who: tuple(map(str, facts[who])) for who in ("hosts", "guests")})


def _line(facts: dict[str, Any]) -> SpokenLine:
    readings = tuple(Reading(*map(str, reading)) for reading in facts.pop("readings"))
    return SpokenLine(**facts | {"facts": SegmentFacts(*map(int, facts["facts"])), "readings": readings})


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
