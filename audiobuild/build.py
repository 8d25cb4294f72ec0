"""The conductor: what is missing, in which order, with which workers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from audiobuild import files, record
from audiobuild.draft import Draft, Order, inputs, picture_digest, program, voice_name
from audiobuild.errors import AudiobuildError, Interrupted
from audiobuild.model import Episode, Line, Music, RunFacts, ScriptWarning, Timeline, Word
from audiobuild.record import Record, Spoken, Understood, Written
from audiobuild.takes import Kind, Store, cover_key, run_key, take_key


@dataclass(frozen=True, slots=True)
class Status:
    """What a build would do, and why: `reasons` is empty when the episode is up to date."""

    lines: int
    missing: int
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the episode's file, its seconds and chapters, and how many sentences were spoken for it.

    `reasons` is empty when the episode was up to date, `warnings` are all there are, those of the script first.
    """

    path: Path
    seconds: float
    chapters: int
    lines: int
    spoken: int
    engines: tuple[str, ...]
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...]


class _DamagedRunError(Exception):
    """A run that the record knows is gone from the store, or is another."""


BLOCK = 1 << 20  # bytes written at once

Progress = Callable[[int, int], None]  # sentences done, sentences asked for


def standing(order: Order) -> Built | None:
    """The episode, when its files and settings are those it was built from; found out without reading the script."""
    path = _record_path(order)
    last = record.read(path)
    if last is None or order.force or not record.unaltered(last, path):
        return None
    if last.inputs != inputs(order, last.voices.values(), Path(last.cover) if last.cover else None):
        return None
    return _built(order, last, 0, ())


def status(draft: Draft) -> Status:
    """What a build of this draft would do; writes nothing."""
    last = record.read(_record_path(draft.order))
    if _is_current(last, draft):
        return Status(len(draft.plan.lines), 0, (), draft.warnings)
    work = _work_of(draft, last, record.runs(last))
    reasons = record.reasons(last, draft, work.missing)
    return Status(len(draft.plan.lines), work.missing, reasons, (*draft.warnings, *work.warnings(draft)))


def build(draft: Draft, jobs: int, progress: Progress) -> Built:
    """Make the episode: speak and encode what is missing, join, tag, put in place.

    `jobs` workers speak at once. Raises AudiobuildError; what was finished by then is kept in the store.
    """
    last = record.read(_record_path(draft.order))
    if last and _is_current(last, draft):
        return _built(draft.order, _refreshed(draft, last), 0, ())
    files.probe(draft.order.out)
    files.probe(draft.order.store)
    try:
        work = _work_of(draft, last, record.runs(last))
        done = _make(draft, work, jobs, progress)
    except _DamagedRunError:  # the record was believed; now every run is read before it is used
        work = _work_of(draft, last, {})
        done = _make(draft, work, jobs, progress)
    return _built(draft.order, done, work.missing, record.reasons(last, draft, work.missing))


def _is_current(last: Record | None, draft: Draft) -> bool:
    """Whether the episode stands as a build of this draft would make it: same recipe, every file unaltered."""
    if last is None or draft.order.force or last.recipe != draft.recipe:
        return False
    return record.unaltered(last, _record_path(draft.order))


def _refreshed(draft: Draft, last: Record) -> Record:
    """The record with the inputs as they are now: they came to the same episode, and the next look is quick again."""
    now = _inputs(draft)
    if now == last.inputs:
        return last
    done = replace(last, inputs=now)
    _write(_record_path(draft.order), [record.encode(done)])
    return done


def _inputs(draft: Draft) -> str:
    return inputs(draft.order, map(voice_name, draft.voices.values()), draft.show.cover)


def _make(draft: Draft, work: _Work, jobs: int, progress: Progress) -> Record:
    music = {kind: _music_run(draft, work, kind, run) for kind, run in draft.music.items()}
    made = _perform(draft, work, jobs, progress) if work.todo else {}
    facts = [made.get(run) or work.found[run] for run in work.runs]
    return _publish(draft, work, facts, music)


def _music_run(draft: Draft, work: _Work, kind: str, name: str) -> RunFacts:
    """The facts of a run of music, which is made when it is not there."""
    if name in work.found:
        return work.found[name]
    from audiobuild import mp3

    sounds = draft.show.music
    run = mp3.make_music(sounds.files[kind], sounds, draft.show.audio)
    work.store.put_run(name, run)
    return run.facts


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


def _work_of(draft: Draft, last: Record | None, believed: Mapping[str, RunFacts]) -> _Work:
    """What there is and what is missing; runs that are believed are not read.

    A take is looked for only where its run is missing: verifying an hour of PCM would cost more than the edit.
    """
    store, force = Store(draft.order.store), draft.order.force
    known = _understood(draft, last)
    lines = draft.plan.lines
    takes = [each.take for each in known]
    runs = [
        run_key(take, line.utterance.text, line.utterance.voice, draft.show.audio)
        for take, line in zip(takes, lines, strict=True)
    ]
    found = {} if force else _found(store, dict.fromkeys((*runs, *draft.music.values())), believed)
    todo = {
        run: _Job(line, take, run, force or not store.has(Kind.TAKE, take))
        for line, take, run in zip(lines, takes, runs, strict=True)
        if run not in found
    }
    return _Work(store, known, runs, found, list(todo.values()))


def _found(store: Store, runs: Iterable[str], believed: Mapping[str, RunFacts]) -> dict[str, RunFacts]:
    found = {}
    for name in runs:
        if name in believed and store.holds_run(name):
            found[name] = believed[name]
        elif run := store.run(name):
            found[name] = run.facts
    return found


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


def _record_path(order: Order) -> Path:
    return order.out / f"{order.script.stem}.json"


def _built(order: Order, done: Record, spoken: int, reasons: tuple[str, ...]) -> Built:
    numbers = (done.seconds, len(done.chapters), len(done.lines), spoken)
    return Built(order.episode, *numbers, done.engines, reasons, done.warnings)


# ------------------------------------------------------------------------------------------------------------- speaking


def _perform(draft: Draft, work: _Work, jobs: int, progress: Progress) -> dict[str, RunFacts]:
    """Do what is left; returns the facts of the runs made."""
    todo = work.todo
    made: dict[str, RunFacts] = {}
    for speaker in {job.line.utterance.voice.engine: draft.engine_of(job.line) for job in todo if job.speak}.values():
        speaker.prepare(max(1, jobs // len(todo)))  # one edited sentence has all workers' cores
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
    return job, run.facts


# ----------------------------------------------------------------------------------------------------------- publishing


def _publish(draft: Draft, work: _Work, spoken: Sequence[RunFacts], music: Mapping[str, RunFacts]) -> Record:
    """Join, tag and write, the record last: it is believed only when every file it names is there unaltered."""
    from audiobuild import mp3, tags, transcript
    from audiobuild.timeline import lay_out, with_words

    settings, out, stem = draft.show.audio, draft.order.out, draft.order.script.stem
    parts = list(_parts(draft, work, spoken, music))
    facts = [part.facts for part in parts]
    timeline = lay_out([part.place for part in parts], facts, settings.rate, mp3.frame_samples(settings))
    words: list[tuple[Word, ...]] = []
    audio = mp3.episode(
        tags.id3(_episode(draft, timeline, work.store)), timeline, facts, _reader(work.store, parts, words), settings
    )
    outputs = {f"{stem}.mp3": _write(out / f"{stem}.mp3", audio)}
    texts = {
        "vtt": transcript.vtt(timeline, draft.names),
        "srt": transcript.srt(timeline, draft.names),
        "lrc": transcript.lrc(timeline, draft.names),
        "readings.html": _reading_list(draft, timeline, work),
        "words.json": transcript.words(with_words(timeline, words), draft.names),
    }
    for ending, text in texts.items():
        outputs[f"{stem}.{ending}"] = _write(out / f"{stem}.{ending}", [text.encode()])
    done = _record(draft, timeline, work, spoken, music, outputs)
    _write(_record_path(draft.order), [record.encode(done)])
    return done


def _reading_list(draft: Draft, timeline: Timeline, work: _Work) -> str:
    from audiobuild.reading_list import reading_list

    heard = list(zip(timeline.cues, (line.readings for line in work.lines), strict=True))
    return reading_list(draft.script.title.text, draft.script.language, draft.order.episode.name, timeline.rate, heard)


class _Part(NamedTuple):
    """A line or music, its run's name and facts."""

    place: Line | Music
    run: str
    facts: RunFacts


def _parts(draft: Draft, work: _Work, spoken: Sequence[RunFacts], music: Mapping[str, RunFacts]) -> Iterator[_Part]:
    lines = zip(work.runs, spoken, strict=True)
    for place in draft.placed:
        if isinstance(place, Music):
            yield _Part(place, draft.music[place.kind], music[place.kind])
        else:
            yield _Part(place, *next(lines))


def _reader(store: Store, parts: Sequence[_Part], words: list[tuple[Word, ...]]) -> Callable[[int], bytes]:
    """What reads the runs in order, each once; the words of the lines are laid into `words` on the way."""

    def read(index: int) -> bytes:
        part = parts[index]
        run = store.run(part.run)
        if run is None or run.facts != part.facts:
            raise _DamagedRunError
        if isinstance(part.place, Line):
            words.append(run.words)
        return run.data

    return read


def _write(path: Path, pieces: Iterable[bytes]) -> Written:
    digest, size = hashlib.sha256(), 0
    with files.whole(path, durable=True) as out, ThreadPoolExecutor(1) as hashing:
        for block in _blocks(pieces):
            hashing.submit(digest.update, block)
            out.write(block)
            size += len(block)
    return Written(size, digest.hexdigest())


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces joined to about a megabyte each, so that hashing beside writing costs no more than it saves."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _cover(draft: Draft, store: Store) -> bytes:
    """The picture of the episode: drawing or scaling it takes longer than all the rest of an edit."""
    show, title = draft.show, draft.script.title.text
    colours = show.title or title  # episodes of one show share their colours
    key = cover_key(program(), picture_digest(show.cover), title, show.title, draft.guests, colours)
    kept = store.cover(key)
    if kept is None:
        from audiobuild import cover

        kept = (
            cover.load_cover(show.cover) if show.cover else cover.draw_cover(title, show.title, draft.guests, colours)
        )
        store.put_cover(key, kept)
    return kept


def _episode(draft: Draft, timeline: Timeline, store: Store) -> Episode:
    show, script = draft.show, draft.script
    title = script.title.text
    return Episode(
        title=title,
        show=show.title or title,
        author=show.author,
        guests=draft.guests,
        language=script.language,
        description=draft.description,
        year=show.year,
        cover=_cover(draft, store),
        timeline=timeline,
    )


def _record(
    draft: Draft,
    timeline: Timeline,
    work: _Work,
    spoken: Sequence[RunFacts],
    music: Mapping[str, RunFacts],
    outputs: Mapping[str, Written],
) -> Record:
    lines = zip(draft.plan.lines, timeline.cues, work.lines, work.runs, spoken, strict=True)
    return Record(
        inputs=_inputs(draft),
        recipe=draft.recipe,
        script_sha256=draft.script.source.sha256,
        title=draft.script.title.text,
        seconds=timeline.length / timeline.rate,
        chapters=tuple((chapter.start // timeline.rate, chapter.title) for chapter in timeline.chapters),
        voices={who: voice_name(voice) for who, voice in draft.voices.items()},
        identities=draft.identities,
        cover=str(draft.show.cover or ""),
        warnings=(*draft.warnings, *work.warnings(draft)),
        music={draft.music[kind]: facts for kind, facts in music.items()},
        lines=tuple(
            Spoken(
                line.utterance.text,
                voice_name(line.utterance.voice),
                cue.start / timeline.rate,
                known.take,
                run,
                fact,
                known.readings,
            )
            for line, cue, known, run, fact in lines
        ),
        outputs=outputs,
    )
