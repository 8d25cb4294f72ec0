"""One episode from draft to product: what is missing, and how what was made is put in place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from audiobuild.building import record
from audiobuild.building.episode import BuildRequest, Draft, inputs, picture_digest, program, voice_name
from audiobuild.building.jobs import Done, Job, beside
from audiobuild.building.record import Record, Spoken, Understood, Written
from audiobuild.errors import PublishError
from audiobuild.model import Episode, Line, Music, ScriptWarning, Segment, SegmentFacts, Timeline, Word
from audiobuild.plaintext import plain
from audiobuild.storage import files
from audiobuild.storage.locks import Tell, waited_for
from audiobuild.storage.store import Kind, Store, cover_key, output_tag, segment_key, take_key


@dataclass(frozen=True, slots=True)
class Status:
    """What a build would do, and why: `reasons` is empty when the episode is up to date."""

    lines: int
    missing: int
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...]


@dataclass(frozen=True, slots=True)
class BuiltEpisode:
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
BYTES = 30  # of UTF-8 in a second: ten Chinese characters or thirty letters, signs and blanks with them
AHEAD = 8  # runs read while as many are written


def standing(request: BuildRequest) -> BuiltEpisode | None:
    """The episode, when its files and settings are those it was built from; found out without reading the script."""
    path = _record_path(request)
    seen = None if request.force else record.glance(path)
    if seen is None or not record.unaltered(seen[0], path):
        return None
    last, lines, engines = seen
    if last.inputs != inputs(request, last.voices.values(), Path(last.cover) if last.cover else None):
        return None
    return BuiltEpisode(request.episode, last.seconds, len(last.chapters), lines, 0, engines, (), last.warnings)


def status(draft: Draft) -> Status:
    """What a build of this draft would do; writes nothing."""
    last = record.read(_record_path(draft.request))
    if _is_current(last, draft):
        return Status(len(draft.plan.lines), 0, (), draft.warnings)
    work = _work_of(draft, last, record.runs(last))
    reasons = record.reasons(last, draft, work.missing)
    return Status(len(draft.plan.lines), work.missing, reasons, (*draft.warnings, *work.warnings(draft)))


@dataclass(slots=True)
class Making:
    """An episode in work: what is to be done for it, and what came of it so far."""

    draft: Draft
    last: Record | None
    inputs: str  # as they were when the script was read
    work: _Work
    music: dict[str, SegmentFacts]
    made: dict[str, SegmentFacts]
    cover: Future[bytes]  # drawn while the voices speak
    spoken: int = 0

    @property
    def jobs(self) -> list[Job]:
        """What has to be done before the episode can be finished."""
        return self.work.todo

    @property
    def runs(self) -> list[str]:
        """The names of all runs of the episode."""
        return self.work.runs

    def take(self, run: str, done: Done) -> None:
        """Note that a run is made."""
        self.made[run] = done.facts
        self.spoken += done.spoken


def begin(draft: Draft, tell: Tell) -> BuiltEpisode | Making:
    """What there is to do for the episode: nothing, when it stands. PublishError when it could not be written."""
    request = draft.request
    last = record.read(_record_path(request))
    now = _inputs(draft)
    if last and _is_current(last, draft):
        return _standing(draft, last, now, tell)
    with _putting_in_place(request, tell):
        pass  # no work is begun whose result nobody would take
    work = _work_of(draft, last, record.runs(last))
    files.room(request.episode, _least(draft, work))
    cover = beside(lambda: _cover(draft, work.store))
    if draft.show.cover:  # a picture that cannot be used is told before an hour of speaking, not after
        cover.result()
    return Making(draft, last, now, work, _music(draft, work), {}, cover)


def finish(making: Making, perform: Callable[[Iterable[Job]], dict[str, Done]], tell: Tell) -> BuiltEpisode:
    """Join, tag, put in place: every job has been done. Whoever else builds the episode is waited for.

    `perform` does jobs at once, should a run of the store turn out to be damaged. Raises AudiobuildError.
    """
    draft, request = making.draft, making.draft.request
    with _putting_in_place(request, tell):
        seen = record.glance(_record_path(request))
        last = record.read(_record_path(request)) if seen and _is_current(seen[0], draft) else None
        if last:  # another build was there first
            _refresh(draft, last, making.inputs)
            return _built(request, last, making.spoken, ())
        try:
            done = _publish(making)
        except _DamagedRunError:  # the record was believed; now every run is read before it is used
            making.work = _work_of(draft, making.last, {})
            making.music = _music(draft, making.work)
            for run, made in perform(making.jobs).items():
                making.take(run, made)
            done = _published_at_last(making)
    reasons = record.reasons(making.last, draft, making.work.missing)
    warnings = _store_full(request) if making.work.store.spared(making.runs) else ()
    built = _built(request, done, making.spoken, reasons)
    return replace(built, warnings=(*built.warnings, *warnings))


def _published_at_last(making: Making) -> Record:
    try:
        return _publish(making)
    except _DamagedRunError as error:
        store = making.draft.request.store
        raise PublishError(f"{store} cannot be read; check the disk, or choose another folder with -o.") from error


@contextmanager
def _putting_in_place(request: BuildRequest, tell: Tell) -> Iterator[None]:
    """Hold the episode's lock, with the litter of killed builds gone and the folder known to take files."""
    lock, tag = Store(request.store).output(request.episode), output_tag(request.episode)
    with ExitStack() as held:
        with files.refusing(request.store):
            held.enter_context(waited_for(lock, str(request.episode), tell))
        files.sweep(request.out, tag)
        files.probe(request.out, tag=tag)
        yield


def _store_full(request: BuildRequest) -> tuple[ScriptWarning, ...]:
    text = (
        f"the disk under {request.store} is full: sentences were not kept, and are spoken again when something changes."
    )
    return (ScriptWarning("store-full", None, text),)


def _least(draft: Draft, work: _Work) -> int:
    """Bytes below which the episode's file will not be: speech is not faster than BYTES of text a second."""
    texts = (line.utterance for line in draft.plan.lines)
    seconds = sum(len(each.text.encode("utf-8", "replace")) / each.voice.rate for each in texts) / BYTES
    return int(seconds * draft.show.audio.bitrate * 125)


def _is_current(last: Record | None, draft: Draft) -> bool:
    """Whether the episode stands as a build of this draft would make it: same recipe, every file unaltered."""
    if last is None or draft.request.force or last.recipe != draft.recipe:
        return False
    return record.unaltered(last, _record_path(draft.request))


def _standing(draft: Draft, last: Record, now: str, tell: Tell) -> BuiltEpisode:
    """The episode as it stands; other inputs that came to the same are noted, so that the next look is quick again."""
    if now != last.inputs:
        with _putting_in_place(draft.request, tell):
            _refresh(draft, last, now)
    return _built(draft.request, last, 0, ())


def _refresh(draft: Draft, last: Record, now: str) -> None:
    if now != last.inputs:
        _write_record(draft.request, replace(last, inputs=now))


def _inputs(draft: Draft) -> str:
    voices = map(voice_name, draft.voices.values())
    return inputs(draft.request, voices, draft.show.cover, draft.script.source.sha256)


def _music(draft: Draft, work: _Work) -> dict[str, SegmentFacts]:
    return {kind: _music_run(draft, work, kind, run) for kind, run in draft.music.items()}


def _music_run(draft: Draft, work: _Work, kind: str, name: str) -> SegmentFacts:
    """The facts of a run of music, which is made when it is not there."""
    if name in work.found:
        return work.found[name]
    from audiobuild.sound import mp3

    sounds = draft.show.music
    run = mp3.make_music(sounds.files[kind], sounds, draft.show.audio)
    with work.store.claim(name, patient=True):
        work.store.put_segment(name, run)
    return run.facts


@dataclass(frozen=True, slots=True)
class _Work:
    """What every line was understood as, its run, the runs that are there, and what is left to do."""

    store: Store
    lines: list[Understood]
    runs: list[str]
    found: dict[str, SegmentFacts]
    todo: list[Job]
    missing: int  # how many sentences have to be spoken

    def warnings(self, draft: Draft) -> tuple[ScriptWarning, ...]:
        """What of the script has no sound."""
        return tuple(
            ScriptWarning("unsaid", line.source, f"“{reading.written}” has no sound; respell it in the lexicon.")
            for line, known in zip(draft.plan.lines, self.lines, strict=True)
            for reading in known.readings
            if reading.kind == "unsaid"
        )


def _work_of(draft: Draft, last: Record | None, believed: Mapping[str, SegmentFacts]) -> _Work:
    """What there is and what is missing; runs that are believed are not read.

    A take is looked for only where its run is missing: verifying an hour of PCM would cost more than the edit.
    """
    store, force = Store(draft.request.store), draft.request.force
    known = _understood(draft, last)
    lines = draft.plan.lines
    takes = [each.take for each in known]
    runs = [
        segment_key(take, line.utterance.text, line.utterance.voice, draft.show.audio)
        for take, line in zip(takes, lines, strict=True)
    ]
    found = {} if force else _found(store, dict.fromkeys((*runs, *draft.music.values())), believed)
    todo = {
        run: Job(
            draft.request.episode, store.place, take, run, line.utterance, draft.show, line.source, draft.request.force
        )
        for line, take, run in zip(lines, takes, runs, strict=True)
        if run not in found
    }
    missing = sum(force or not store.has(Kind.TAKE, job.take) for job in todo.values())
    return _Work(store, known, runs, found, list(todo.values()), missing)


def _found(store: Store, runs: Iterable[str], believed: Mapping[str, SegmentFacts]) -> dict[str, SegmentFacts]:
    found = {}
    for name in runs:
        if name in believed and store.holds_segment(name):
            found[name] = believed[name]
        elif run := store.segment(name):
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
            said = speaker.pronounce(utterance)
            take = take_key(speaker.identity(utterance.voice), said, utterance.voice)
            known[place] = Understood(take, said.readings)
        lines.append(known[place])
    return lines


def _record_path(request: BuildRequest) -> Path:
    return request.out / f"{request.script.stem}.json"


def _built(request: BuildRequest, done: Record, spoken: int, reasons: tuple[str, ...]) -> BuiltEpisode:
    numbers = (done.seconds, len(done.chapters), len(done.lines), spoken)
    return BuiltEpisode(request.episode, *numbers, done.engines, reasons, done.warnings)


# ----------------------------------------------------------------------------------------------------------- publishing


def _publish(making: Making) -> Record:
    """Join, tag and write, the record last: it is believed only when every file it names is there unaltered."""
    from audiobuild.outputs import id3, show_notes, transcript
    from audiobuild.sound import mp3
    from audiobuild.sound.timeline import lay_out, with_words

    draft, work = making.draft, making.work
    spoken = [making.made.get(run) or work.found[run] for run in work.runs]
    settings, out, stem = draft.show.audio, draft.request.out, draft.request.script.stem
    parts = list(_parts(draft, work, spoken, making.music))
    facts = [part.facts for part in parts]
    timeline = lay_out([part.place for part in parts], facts, settings.rate, mp3.frame_samples(settings))
    words: list[tuple[Word, ...]] = []
    episode = _episode(draft, timeline, making.cover.result())
    sounds = _sounds(work.store, parts, words)
    audio = mp3.episode(id3.id3(episode), timeline, facts, lambda _: next(sounds), settings)
    frames = sum((*timeline.gaps, timeline.closing, *(run.frames for run in facts)))
    files.room(out / f"{stem}.mp3", frames * mp3.frame_bytes(settings))
    with closing(sounds), files.Together(out, output_tag(draft.request.episode)) as published:
        outputs = {f"{stem}.mp3": _write(published, f"{stem}.mp3", audio)}
        texts: dict[str, Callable[[], str]] = {
            "vtt": lambda: transcript.vtt(timeline, draft.names),
            "srt": lambda: transcript.srt(timeline, draft.names),
            "lrc": lambda: transcript.lrc(timeline, draft.names),
            "chapters.json": lambda: show_notes.chapters_json(episode.title, _chapters(timeline)),
            "readings.html": lambda: _pronunciation_report(draft, timeline, work),
            "words.json": lambda: transcript.words(with_words(timeline, words), draft.names),
        }
        for ending, text in texts.items():
            outputs[f"{stem}.{ending}"] = _write(published, f"{stem}.{ending}", [text().encode()])
        outputs[f"{stem}.jpg"] = _write(published, f"{stem}.jpg", [episode.cover])
        done = _record(making, timeline, spoken, outputs)
    _write_record(draft.request, done)
    return done


def _pronunciation_report(draft: Draft, timeline: Timeline, work: _Work) -> str:
    from audiobuild.outputs.pronunciation_report import pronunciation_report

    heard = list(zip(timeline.cues, (line.readings for line in work.lines), strict=True))
    return pronunciation_report(
        draft.script.title.text, draft.script.language, draft.request.episode.name, timeline.rate, heard
    )


class _Part(NamedTuple):
    """A line or music, its run's name and facts."""

    place: Line | Music
    run: str
    facts: SegmentFacts


def _parts(
    draft: Draft, work: _Work, spoken: Sequence[SegmentFacts], music: Mapping[str, SegmentFacts]
) -> Iterator[_Part]:
    lines = zip(work.runs, spoken, strict=True)
    for place in draft.placed:
        if isinstance(place, Music):
            yield _Part(place, draft.music[place.kind], music[place.kind])
        else:
            yield _Part(place, *next(lines))


def _sounds(store: Store, parts: Sequence[_Part], words: list[tuple[Word, ...]]) -> Generator[bytes, None, None]:
    """The bytes of the runs in order; the words of the lines are laid into `words` on the way.

    The next ones are read and checked beside, so that on two cores neither that nor the writing waits.
    """
    groups = [parts[at : at + AHEAD] for at in range(0, len(parts), AHEAD)]
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(_checked, store, groups[0])
        for following in (*groups[1:], ()):
            runs, coming = coming.result(), reading.submit(_checked, store, following)
            for part, run in runs:
                if isinstance(part.place, Line):
                    words.append(run.words)
                yield run.data


def _checked(store: Store, parts: Iterable[_Part]) -> list[tuple[_Part, Segment]]:
    found = []
    for part in parts:
        run = store.segment(part.run)
        if run is None or run.facts != part.facts:
            raise _DamagedRunError
        found.append((part, run))
    return found


def _write(published: files.Together, name: str, pieces: Iterable[bytes]) -> Written:
    """Write a file, and tell its size and digest."""
    digest, size = hashlib.sha256(), 0
    with ThreadPoolExecutor(1) as hashing:

        def seen() -> Iterator[bytes]:
            nonlocal size
            for block in _blocks(pieces):
                hashing.submit(digest.update, block)
                size += len(block)
                yield block

        published.write(name, seen())
    return Written(size, digest.hexdigest())


def _write_record(request: BuildRequest, done: Record) -> None:
    with files.whole(_record_path(request), durable=True, tag=output_tag(request.episode)) as out:
        out.writelines(record.encode(done))


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces joined to about a megabyte each, so that hashing beside writing costs no more than it saves."""
    block, size = [], 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join(block)


def _cover(draft: Draft, store: Store) -> bytes:
    """The picture of the episode: drawing or scaling it takes longer than all the rest of an edit."""
    show, title = draft.show, draft.script.title.text
    colours = show.title or title  # episodes of one show share their colours
    key = cover_key(program(), picture_digest(show.cover), title, show.title, draft.guests, colours)
    kept = store.cover(key)
    if kept is None:
        from audiobuild.outputs import cover

        kept = (
            cover.load_cover(show.cover) if show.cover else cover.draw_cover(title, show.title, draft.guests, colours)
        )
        store.put_cover(key, kept)
    return kept


def _episode(draft: Draft, timeline: Timeline, cover: bytes) -> Episode:
    from audiobuild.outputs import show_notes

    show, script = draft.show, draft.script
    title = script.title.text
    return Episode(
        title=title,
        show=show.title or title,
        author=show.author,
        guests=draft.guests,
        language=script.language,
        description="\n".join(show_notes.show_notes(draft.description, _chapters(timeline), script.language)),
        year=show.year,
        cover=cover,
        timeline=timeline,
    )


def _record(
    making: Making, timeline: Timeline, spoken: Sequence[SegmentFacts], outputs: Mapping[str, Written]
) -> Record:
    draft, work = making.draft, making.work
    lines = zip(draft.plan.lines, timeline.cues, work.lines, work.runs, spoken, strict=True)
    return Record(
        inputs=making.inputs,
        recipe=draft.recipe,
        script_sha256=draft.script.source.sha256,
        title=draft.script.title.text,
        about=draft.about,
        seconds=timeline.length / timeline.rate,
        chapters=_chapters(timeline),
        voices={who: voice_name(voice) for who, voice in draft.voices.items()},
        identities=draft.identities,
        cover=str(draft.show.cover or ""),
        warnings=(*draft.warnings, *work.warnings(draft), *_doubts(draft)),
        music={draft.music[kind]: facts for kind, facts in making.music.items()},
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
        instead=draft.request.instead,
    )


def _doubts(draft: Draft) -> Iterator[ScriptWarning]:
    """What the engines took although something about it is doubtful."""
    for line in draft.plan.lines:
        if doubt := draft.engine_of(line).warning(line.utterance):
            yield ScriptWarning("doubtful", line.source, doubt)


def _chapters(timeline: Timeline) -> tuple[tuple[int, str], ...]:
    """The chapters as (second, title), with the very titles that the tag has."""
    chapters = enumerate(timeline.chapters, 1)
    return tuple((chapter.start // timeline.rate, plain(chapter.title) or str(n)) for n, chapter in chapters)
