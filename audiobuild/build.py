"""The conductor: what is missing, in which order, with which workers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from audiobuild import files, record
from audiobuild.draft import Draft, voice_name
from audiobuild.errors import AudiobuildError, Interrupted, PublishError
from audiobuild.model import Episode, Line, ScriptWarning, Timeline
from audiobuild.record import Record, Spoken, Understood, Written
from audiobuild.takes import Kind, RunFacts, Store, run_key, take_key


@dataclass(frozen=True, slots=True)
class Status:
    """What a build would do, and why: `reasons` is empty when the episode is up to date."""

    lines: int
    missing: int
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the episode's file, its seconds and chapters, and how many sentences were spoken for it."""

    path: Path
    seconds: float
    chapters: int
    lines: int
    spoken: int
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...] = ()


Progress = Callable[[int, int], None]  # sentences done, sentences asked for


def status(draft: Draft) -> Status:
    """What a build of this draft would do; writes nothing."""
    last = record.read(_record_path(draft))
    if not draft.order.force and record.is_current(last, draft):
        return Status(len(draft.plan.lines), 0, ())
    work = _work_of(draft, last)
    reasons = record.reasons(last, draft, work.missing)
    return Status(len(draft.plan.lines), work.missing, reasons, work.warnings(draft))


def build(draft: Draft, jobs: int, progress: Progress) -> Built:
    """Make the episode: speak and encode what is missing, join, tag, put in place.

    `jobs` workers speak at once. Raises AudiobuildError; what was finished by then is kept in the store.
    """
    last = record.read(_record_path(draft))
    if last and not draft.order.force and record.is_current(last, draft):
        return _built(draft, last, 0, ())
    files.probe(draft.order.out)
    files.probe(draft.order.store)
    work = _work_of(draft, last)
    made = _perform(draft, work, jobs, progress) if work.todo else {}
    done = _publish(draft, work, [made.get(run) or work.found[run] for run in work.runs])
    built = _built(draft, done, work.missing, record.reasons(last, draft, work.missing))
    return replace(built, warnings=work.warnings(draft))


@dataclass(frozen=True, slots=True)
class _Job:
    line: Line
    take: str
    run: str
    speak: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """What every line was understood as, its run, the runs that are there, and what is left to do."""

    store: Store
    lines: list[Understood]
    runs: list[str]
    found: dict[str, RunFacts]
    todo: list[_Job]

    @property
    def missing(self) -> int:
        """How many sentences have to be spoken."""
        return sum(job.speak for job in self.todo)

    def warnings(self, draft: Draft) -> tuple[ScriptWarning, ...]:
        """What of the script has no sound."""
        return tuple(
            ScriptWarning("unsaid", line.source, f"“{reading.written}” has no sound; respell it in the lexicon.")
            for line, known in zip(draft.plan.lines, self.lines, strict=True)
            for reading in known.readings
            if reading.kind == "unsaid"
        )


def _work_of(draft: Draft, last: Record | None) -> _Work:
    """A take is looked for only where its run is missing: verifying an hour of PCM would cost more than the edit."""
    store, force = Store(draft.order.store), draft.order.force
    known = _understood(draft, last)
    lines = draft.plan.lines
    takes = [each.take for each in known]
    runs = [
        run_key(take, line.utterance.text, line.utterance.voice, draft.show.audio)
        for take, line in zip(takes, lines, strict=True)
    ]
    found = {} if force else {run: facts for run in dict.fromkeys(runs) if (facts := store.run_facts(run))}
    todo = {
        run: _Job(line, take, run, force or not store.has(Kind.TAKE, take))
        for line, take, run in zip(lines, takes, runs, strict=True)
        if run not in found
    }
    return _Work(store, known, runs, found, list(todo.values()))


def _understood(draft: Draft, last: Record | None) -> list[Understood]:
    """Take and readings of each line; a line that the last build knew is not read by the front end again."""
    known = record.understood(last, draft)
    lines = []
    for line in draft.plan.lines:
        utterance = line.utterance
        place = (utterance.text, voice_name(utterance.voice))
        if place not in known:
            speaker = draft.engine_of(line)
            said = speaker.said(utterance)
            take = take_key(speaker.identity(utterance.voice), said, utterance.voice)
            known[place] = Understood(take, said.readings)
        lines.append(known[place])
    return lines


def _record_path(draft: Draft) -> Path:
    return draft.order.out / f"{draft.order.script.stem}.json"


def _built(draft: Draft, done: Record, spoken: int, reasons: tuple[str, ...]) -> Built:
    return Built(draft.path, done.seconds, len(done.chapters), len(done.lines), spoken, reasons)


# ------------------------------------------------------------------------------------------------------------- speaking


def _perform(draft: Draft, work: _Work, jobs: int, progress: Progress) -> dict[str, RunFacts]:
    """Do what is left; returns the facts of the runs made."""
    todo = work.todo
    made: dict[str, RunFacts] = {}
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="speak")
    progress(0, len(todo))
    try:
        for job, facts in _finished({pool.submit(_make_run, draft, work.store, job) for job in todo}):
            made[job.run] = facts
            progress(len(made), len(todo))
    except (KeyboardInterrupt, AudiobuildError) as stop:
        for speaker in draft.engines.values():
            speaker.stop()
        pool.shutdown(cancel_futures=True)
        kept = f"{len(made)} of {len(todo)} sentences are done and kept; run the same command again to go on."
        if isinstance(stop, AudiobuildError):
            raise type(stop)(f"{str(stop).rstrip('.')}. {kept}") from stop
        raise Interrupted(f"stopped: {kept}") from stop
    pool.shutdown()
    return made


def _finished(waiting: set[Future[tuple[_Job, RunFacts]]]) -> Iterator[tuple[_Job, RunFacts]]:
    """Each finished job as it comes; the main thread only waits, so that it can be interrupted."""
    while waiting:
        done, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def _make_run(draft: Draft, store: Store, job: _Job) -> tuple[_Job, RunFacts]:
    from audiobuild import mp3, words

    voice, speaker = job.line.utterance.voice, draft.engine_of(job.line)
    said = speaker.said(job.line.utterance)
    take = None if job.speak else store.take(job.take)
    if take is None:
        take = speaker.speak(said, voice)
        store.put_take(job.take, take)
    take = replace(take, words=words.written(said, take.words))
    run = mp3.make_run(take, voice.loudness, voice.gain, draft.show.audio)
    store.put_run(job.run, run)
    return job, RunFacts(run.frames, run.content, run.crc, run.words)


# ----------------------------------------------------------------------------------------------------------- publishing


def _publish(draft: Draft, work: _Work, facts: Sequence[RunFacts]) -> Record:
    """Join, tag and write, the record last: it is believed only when every file it names is there unaltered."""
    from audiobuild import mp3, tags, transcript
    from audiobuild.timeline import Length, lay_out

    settings = draft.show.audio
    lengths = [Length(run.frames, run.content, run.words) for run in facts]
    timeline = lay_out(draft.plan.lines, lengths, settings.rate, mp3.frame_samples(settings))
    tag = tags.id3(_episode(draft, timeline))
    audio = mp3.episode(tag, timeline, [(run.frames, run.crc) for run in facts], _reader(work), settings)
    stem = draft.order.script.stem
    products = {
        f"{stem}.mp3": audio,
        f"{stem}.vtt": [transcript.vtt(timeline, draft.names).encode()],
        f"{stem}.srt": [transcript.srt(timeline, draft.names).encode()],
        f"{stem}.lrc": [transcript.lrc(timeline, draft.names).encode()],
        f"{stem}.readings.html": [_reading_list(draft, timeline, work).encode()],
        f"{stem}.words.json": [transcript.words(timeline, draft.names).encode()],
    }
    outputs = {name: _write(draft.order.out / name, pieces) for name, pieces in products.items()}
    done = _record(draft, timeline, work, outputs)
    _write(_record_path(draft), [record.encode(done)])
    return done


def _reading_list(draft: Draft, timeline: Timeline, work: _Work) -> str:
    from audiobuild.reading_list import reading_list

    heard = list(zip(timeline.cues, (line.readings for line in work.lines), strict=True))
    return reading_list(draft.script.title.text, draft.script.language, draft.path.name, timeline.rate, heard)


def _reader(work: _Work) -> Callable[[int], bytes]:
    def read(index: int) -> bytes:
        data = work.store.run_data(work.runs[index])
        if data is None:
            raise PublishError(f"{work.store.folder}: a run is gone or damaged; run the same command again.")
        return data

    return read


def _write(path: Path, pieces: Iterable[bytes]) -> Written:
    digest, size = hashlib.sha256(), 0
    with files.whole(path, durable=True) as out:
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
            size += len(piece)
    return Written(size, digest.hexdigest())


def _episode(draft: Draft, timeline: Timeline) -> Episode:
    from audiobuild import cover

    show, script = draft.show, draft.script
    title = script.title.text
    colours = show.title or title  # episodes of one show share their colours
    picture = cover.load_cover(show.cover) if show.cover else cover.draw_cover(title, show.title, draft.guests, colours)
    return Episode(
        title=title,
        show=show.title or title,
        author=show.author,
        guests=draft.guests,
        language=script.language,
        description=draft.description,
        year=show.year,
        cover=picture,
        timeline=timeline,
    )


def _record(draft: Draft, timeline: Timeline, work: _Work, outputs: Mapping[str, Written]) -> Record:
    return Record(
        recipe=draft.recipe,
        script_sha256=draft.script.source.sha256,
        title=draft.script.title.text,
        seconds=timeline.length / timeline.rate,
        chapters=tuple((chapter.start // timeline.rate, chapter.title) for chapter in timeline.chapters),
        voices={who: voice_name(voice) for who, voice in draft.voices.items()},
        identities=draft.identities,
        lines=tuple(
            Spoken(
                line.utterance.text,
                voice_name(line.utterance.voice),
                cue.start / timeline.rate,
                known.take,
                run,
                known.readings,
            )
            for line, cue, known, run in zip(draft.plan.lines, timeline.cues, work.lines, work.runs, strict=True)
        ),
        outputs=outputs,
    )
