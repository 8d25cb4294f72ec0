"""One episode being built: which segments are missing, which are made, and its files once all are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from audiobuild.building import record
from audiobuild.building.assembly import (
    DamagedSegmentError,
    Materials,
    episode_cover,
    unpronounceable,
    write_episode,
    write_record,
)
from audiobuild.building.episode import EpisodePlan, LineKeys, Planner
from audiobuild.building.jobs import Done, Job, in_background
from audiobuild.building.record import BuildRecord
from audiobuild.building.requests import BuildRequest
from audiobuild.errors import AudiobuildError, ConfigError, OutputError, ServiceError
from audiobuild.i18n import _
from audiobuild.model import BuiltEpisode, Recording, ScriptWarning, Segment, SegmentFacts
from audiobuild.planning.plan import spoken_length
from audiobuild.storage import files
from audiobuild.storage.locks import Notify, waited_for
from audiobuild.storage.store import EntryKind, Store, output_tag

TOO_MANY = 3  # failed sentences of one episode: the rest of it is not tried
DENSEST = 30  # bytes of UTF-8 in a second of speech: ten Chinese characters or thirty letters, signs and blanks


@dataclass(frozen=True, slots=True)
class Status:
    """What a build would do, and why: `reasons` is empty when the episode is up to date."""

    lines: int
    missing: int
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...]


class EpisodeBuild:
    """The state of one episode between plan and files: what is missing, what is made, what failed."""

    def __init__(self, plan: EpisodePlan, store: Store, last: BuildRecord | None, inputs: str) -> None:
        """Find what is missing. `inputs` is the digest of the files and settings as they were when the script was read.

        The segments that the last record names are trusted without being read.
        """
        self.plan, self.store, self.last, self.inputs = plan, store, last, inputs
        self.keys = _keys(plan, last)
        self.segments = [plan.segment_of(line, keys) for line, keys in zip(plan.lines, self.keys, strict=True)]
        self.made: dict[str, SegmentFacts] = {}
        self.spoken = 0
        self.failures: list[AudiobuildError] = []
        self._cover: Future[bytes] | None = None
        self._music: dict[str, SegmentFacts] = {}
        self._recorded: dict[str, SegmentFacts] = {}
        self._search(record.segments(last))

    def _search(self, trusted: Mapping[str, SegmentFacts]) -> None:
        """Look for every segment in the store; those of `trusted` need not be read, the others are verified.

        A take is looked for only where its segment is missing: verifying an hour of PCM would cost more than the edit.
        """
        wanted = dict.fromkeys((*self.segments, *self.plan.music.values()))
        self.found = {} if self.plan.request.force else _found(self.store, wanted, trusted)
        self.jobs = self._jobs()
        self.left = {job.segment for job in self.jobs}
        self.missing = sum(self.plan.request.force or not self.store.has(EntryKind.TAKE, job.take) for job in self.jobs)

    def _jobs(self) -> list[Job]:
        plan, request = self.plan, self.plan.request
        jobs: dict[str, Job] = {}
        for line, keys, segment in zip(plan.lines, self.keys, self.segments, strict=True):
            if segment not in self.found and not line.recording:
                jobs[segment] = Job(
                    episode=request.episode,
                    store=self.store.place,
                    take=keys.take,
                    segment=segment,
                    utterance=line.utterance,
                    show=plan.show,
                    line=line.source,
                    force=request.force,
                )
        return list(jobs.values())

    # -------------------------------------------------------------------------------------------------- while it runs

    def limit_to(self, mine: Callable[[Job], bool]) -> None:
        """Keep only these jobs: those of one shard."""
        self.jobs = [job for job in self.jobs if mine(job)]
        self.left = {job.segment for job in self.jobs}

    def start(self) -> None:
        """Start what needs no voice: the cover in the background, the music, and the recordings.

        Raises AudiobuildError for a picture, music or recording that cannot be used, before any sentence is spoken.
        """
        self._cover = in_background(lambda: episode_cover(self.plan, self.store))
        if self.plan.show.cover:
            self._cover.result()
        self._make_music()
        self._make_recordings()

    def note(self, segment: str, result: Done | AudiobuildError) -> None:
        """Record the result of a segment's job."""
        self.left.discard(segment)
        if isinstance(result, Done):
            self.made[segment] = result.facts
            self.spoken += result.spoken
        else:
            self.failures.append(result)

    def is_made(self, segment: str) -> bool:
        """Whether a segment of a line, of a recording or of music can be read from the store."""
        is_kept = segment in self.found or segment in self._recorded or segment in self.plan.music.values()
        return segment in self.made or is_kept

    @property
    def hopeless(self) -> bool:
        """Whether the remaining sentences need not be tried."""
        return len(self.failures) >= TOO_MANY or any(map(is_general, self.failures))

    @property
    def progress(self) -> str:
        """How much is kept, for the message of a build that ended early."""
        return _("{done} of {total} sentences are done and kept; run the same command again to continue.").format(
            done=len(self.made), total=len(self.jobs)
        )

    # ------------------------------------------------------------------------------------------------------ at the end

    def finish(self, perform: Callable[[Iterable[Job]], dict[str, Done]], notify: Notify) -> BuiltEpisode:
        """Join, tag and write the files once every job is done; waits for another build of the same episode.

        `perform` runs jobs again if a segment of the store turns out to be damaged. Raises AudiobuildError.
        """
        request = self.plan.request
        with episode_lock(request, notify):
            last = current_record(self.plan)
            if last:  # another build has finished it meanwhile
                refresh(request, last, self.inputs)
                return built_episode(request, last, self.spoken, ())
            done = self._write(perform)
        reasons = record.reasons(self.last, self.plan, self.missing)
        episode = built_episode(request, done, self.spoken, reasons)
        if self.store.only_in_memory(self.segments):
            return replace(episode, warnings=(*episode.warnings, _store_full(request)))
        return episode

    def _write(self, perform: Callable[[Iterable[Job]], dict[str, Done]]) -> BuildRecord:
        try:
            return write_episode(self._materials())
        except DamagedSegmentError:
            self._repair(perform)
        try:
            return write_episode(self._materials())
        except DamagedSegmentError as error:
            place = self.plan.request.store
            raise OutputError(
                _("{place} cannot be read; check the disk, or choose another folder with -o.").format(place=place)
            ) from error

    def _repair(self, perform: Callable[[Iterable[Job]], dict[str, Done]]) -> None:
        """Verify every segment, and make those again that differ from the record."""
        self._search({})
        self._make_music()
        self._make_recordings()
        for segment, made in perform(self.jobs).items():
            self.note(segment, made)

    def _materials(self) -> Materials:
        made = {**self.found, **self._recorded, **self.made}
        facts = [made[segment] for segment in self.segments]
        if self._cover is None:
            raise RuntimeError("start() has to be called before finish()")
        return Materials(
            self.plan, self.store, self.keys, self.segments, facts, self._music, self._cover, self.inputs, self.last
        )

    def _make_music(self) -> None:
        for kind, key in self.plan.music.items():
            self._music[kind] = self.found[key] if key in self.found else self._music_segment(kind, key)

    def _music_segment(self, kind: str, key: str) -> SegmentFacts:
        from audiobuild.sound import mp3

        path, sounds = self.plan.music_files[kind]
        return self._kept(key, mp3.make_music(path, sounds, self.plan.show.audio))

    def _make_recordings(self) -> None:
        for line, key in zip(self.plan.lines, self.segments, strict=True):
            if line.recording and key not in self.found:
                self._recorded[key] = self._recording_segment(line.recording, line.utterance.voice.gain, key)

    def _recording_segment(self, recorded: Recording, gain: float, key: str) -> SegmentFacts:
        from audiobuild.sound import recording

        sentences = [(text, spoken_length(text)) for text, _ in recorded.sentences]
        return self._kept(key, recording.make_recording(recorded.path, sentences, gain, self.plan.show.audio))

    def _kept(self, key: str, segment: Segment) -> SegmentFacts:
        with self.store.claim(key, patient=True):
            self.store.put_segment(key, segment)
        return segment.facts


# ------------------------------------------------------------------------------------------- before anything is built


def up_to_date(request: BuildRequest, planner: Planner) -> BuiltEpisode | None:
    """The episode if its files and settings are unchanged since it was built, else None; does not read the script."""
    header = None if request.force else record.read_header(request.record)
    if header is None or not record.unaltered(header.record, request.record):
        return None
    last = header.record
    cover, recordings = (Path(path) if path else None for path in (last.cover, last.recordings_folder))
    if last.inputs != planner.inputs(request, last.voices.values(), cover, recordings):
        return None
    return BuiltEpisode(
        path=request.episode,
        seconds=last.seconds,
        chapters=len(last.chapters),
        lines=header.lines,
        spoken=0,
        engines=header.engines,
        reasons=(),
        warnings=last.warnings,
    )


def status(plan: EpisodePlan) -> Status:
    """What a build of this plan would do; writes nothing."""
    last = record.read_record(plan.request.record)
    warnings = (*plan.warnings, *record.outdated_recordings(last, plan))
    if last and is_current(last, plan):
        return Status(plan.sentences, 0, (), warnings)
    build = EpisodeBuild(plan, Store(plan.request.store), last, "")
    reasons = record.reasons(last, plan, build.missing)
    return Status(plan.sentences, build.missing, reasons, (*warnings, *unpronounceable(plan, build.keys)))


def begin(plan: EpisodePlan, store: Store, planner: Planner, notify: Notify) -> BuiltEpisode | EpisodeBuild:
    """The finished episode when it is current, else the state of its build. Raises OutputError when the folder cannot
    be written.
    """
    request = plan.request
    voices = [voice.full_name for voice in plan.voices.values()]
    inputs = planner.inputs(request, voices, plan.show.cover, plan.recordings_folder, plan.script.source.sha256)
    last = record.read_record(request.record)
    if last and is_current(last, plan):
        if inputs != last.inputs:
            with episode_lock(request, notify):
                refresh(request, last, inputs)
        return built_episode(request, last, 0, ())
    with episode_lock(request, notify):
        pass  # fails before long work, not after it
    plan = replace(plan, warnings=(*plan.warnings, *record.outdated_recordings(last, plan)))
    build = EpisodeBuild(plan, store, last, inputs)
    files.require_space(request.episode, _least_bytes(plan))
    build.start()
    return build


def is_current(last: BuildRecord, plan: EpisodePlan) -> bool:
    """Whether the episode is what a build of this plan would make: same recipe, every file unaltered."""
    if plan.request.force or last.recipe != plan.recipe:
        return False
    known = tuple(warning for warning in last.warnings if warning.code == record.OUTDATED)
    if record.outdated_recordings(last, plan) != known:
        return False
    return record.unaltered(last, plan.request.record)


def current_record(plan: EpisodePlan) -> BuildRecord | None:
    """The build record if the episode is current, else None."""
    header = record.read_header(plan.request.record)
    return record.read_record(plan.request.record) if header and is_current(header.record, plan) else None


def refresh(request: BuildRequest, last: BuildRecord, inputs: str) -> None:
    """Store the digest of changed inputs that give the same episode, so that the next check is quick again."""
    if inputs != last.inputs:
        write_record(request, replace(last, inputs=inputs))


@contextmanager
def episode_lock(request: BuildRequest, notify: Notify) -> Iterator[None]:
    """Hold the episode's lock, after removing stale temporary files and checking that the folder can be written."""
    lock, tag = Store(request.store).output(request.episode), output_tag(request.episode)
    with ExitStack() as held:
        with files.writing_to(request.store):
            held.enter_context(waited_for(lock, str(request.episode), notify))
        files.sweep(request.out, tag)
        files.probe(request.out, tag=tag)
        yield


def built_episode(request: BuildRequest, done: BuildRecord, spoken: int, reasons: tuple[str, ...]) -> BuiltEpisode:
    """The result that a build reports."""
    return BuiltEpisode(
        path=request.episode,
        seconds=done.seconds,
        chapters=len(done.chapters),
        lines=len(done.lines),
        spoken=spoken,
        engines=done.engines,
        reasons=reasons,
        warnings=done.warnings,
    )


def is_general(error: AudiobuildError) -> bool:
    """Whether another sentence would fail as well: a full or broken disk, wrong settings, a service out of reach."""
    return isinstance(error, OutputError | ConfigError) or (isinstance(error, ServiceError) and error.general)


def _store_full(request: BuildRequest) -> ScriptWarning:
    text = _(
        "the disk under {store} is full: sentences were not kept, and will be spoken again when something changes."
    ).format(store=request.store)
    return ScriptWarning("store-full", None, text)


def _least_bytes(plan: EpisodePlan) -> int:
    """A lower bound of the MP3's size in bytes."""
    seconds = 0.0
    for line in plan.lines:
        text, rate = line.utterance.text, line.utterance.voice.rate
        seconds += len(text.encode("utf-8", "replace")) / rate / DENSEST
    return int(seconds * plan.show.audio.bitrate * 1000 / 8)


def _found(store: Store, keys: Iterable[str], trusted: Mapping[str, SegmentFacts]) -> dict[str, SegmentFacts]:
    found = {}
    for key in keys:
        if key in trusted and store.holds_segment(key):
            found[key] = trusted[key]
        elif segment := store.segment(key):
            found[key] = segment.facts
    return found


def _keys(plan: EpisodePlan, last: BuildRecord | None) -> list[LineKeys]:
    """The keys of each line; those known from the last build skip the front end."""
    known = record.known_lines(last, plan)
    keys = []
    for line in plan.lines:
        if line.recording:
            keys.append(plan.keys_of(line))
            continue
        place = record.place_of(line)
        if place not in known:
            known[place] = plan.keys_of(line)
        keys.append(known[place])
    return keys
