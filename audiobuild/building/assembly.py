"""The files of a finished episode: segments joined and tagged, transcripts, cover, report, and the build record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from typing import NamedTuple

from audiobuild.building import record
from audiobuild.building.episode import EpisodePlan, LineKeys, picture_digest
from audiobuild.building.record import BuildRecord, SpokenLine, Written
from audiobuild.building.requests import BuildRequest
from audiobuild.i18n import _
from audiobuild.model import Line, Music, ScriptWarning, Segment, SegmentFacts, TagContents, Timeline, Word
from audiobuild.plaintext import clean_line
from audiobuild.storage import files
from audiobuild.storage.store import Store, cover_key, output_tag

BLOCK = 1 << 20  # bytes written at once
PARTS = 64  # of an episode, in the bar on its cover: 18 pixels each
AHEAD = 8  # segments read while as many are written


class DamagedSegmentError(Exception):
    """The store no longer holds a segment as the record describes it."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What an episode's files are made from: the plan, and for each line its keys, segment and the segment's facts.

    `music` holds the facts of each kind of music, `cover` the picture as soon as it is drawn, `last` is the record of
    the build before.
    """

    plan: EpisodePlan
    store: Store
    keys: Sequence[LineKeys]
    segments: Sequence[str]
    facts: Sequence[SegmentFacts]
    music: Mapping[str, SegmentFacts]
    cover: Future[bytes]
    inputs: str
    last: BuildRecord | None = None


class _Part(NamedTuple):
    """A line or music, the key of its segment, and the segment's facts."""

    place: Line | Music
    segment: str
    facts: SegmentFacts


def write_episode(made: Materials) -> BuildRecord:
    """Join, tag and write the files, the record last: it is trusted only when every file it names is unaltered.

    Raises DamagedSegmentError when the store no longer holds a segment as the facts say, OutputError when a file cannot
    be written. Until all files are complete no old one is replaced.
    """
    from audiobuild.outputs import id3
    from audiobuild.sound import mp3
    from audiobuild.sound.timeline import lay_out, with_sentences

    plan, settings = made.plan, made.plan.show.audio
    out, stem = plan.request.out, plan.request.name
    parts = list(_parts(made))
    facts = [part.facts for part in parts]
    timeline = lay_out([part.place for part in parts], facts, settings.rate, mp3.frame_samples(settings))
    recorded = _recorded(made)
    episode = _tag_contents(plan, with_sentences(timeline, recorded), made.cover.result())
    words: list[tuple[Word, ...]] = []
    sounds = _sounds(made.store, parts, words)
    audio = mp3.episode_bytes(id3.id3(episode), timeline, facts, lambda _: next(sounds), settings)
    frames = sum((*timeline.gaps, timeline.closing, *(segment.frames for segment in facts)))
    files.require_space(plan.request.episode, frames * mp3.frame_bytes(settings))
    with closing(sounds), files.FileGroup(out, output_tag(plan.request.episode)) as group:
        outputs = {f"{stem}.mp3": _write(group, f"{stem}.mp3", audio)}
        for ending, text in _texts(made, timeline, words, recorded).items():
            outputs[f"{stem}.{ending}"] = _write(group, f"{stem}.{ending}", [text().encode()])
        outputs[f"{stem}.jpg"] = _write(group, f"{stem}.jpg", [episode.cover])
        done = _record(made, timeline, recorded, outputs)
    write_record(plan.request, done)
    return done


def write_record(request: BuildRequest, done: BuildRecord) -> None:
    """Write the build record, whole and on the disk. Raises OutputError."""
    with files.atomic_write(request.record, durable=True, tag=output_tag(request.episode)) as out:
        out.writelines(record.record_json(done))


def episode_cover(plan: EpisodePlan, store: Store) -> bytes:
    """The episode's cover as a JPEG; kept in the store, since drawing takes longer than all the rest of an edit."""
    show, title = plan.show, plan.script.title.text
    colours = show.title or title  # episodes of one show share their colours
    talk = _talk([line.role for line in plan.lines])
    key = cover_key(picture_digest(show.cover), title, show.title, plan.guests, colours, talk)
    kept = store.cover(key)
    if kept is not None:
        return kept
    from audiobuild.outputs import cover

    if show.cover:
        picture = cover.load_cover(show.cover)
    else:
        picture = cover.draw_cover(title, show.title, plan.guests, colours, talk)
    store.put_cover(key, picture)
    return picture


def _talk(roles: Sequence[str]) -> str:
    """The role that speaks in each of PARTS parts with as many sentences, which no edit inside a sentence changes."""
    return "".join(roles[len(roles) * part // PARTS] for part in range(PARTS))


def unpronounceable(plan: EpisodePlan, keys: Sequence[LineKeys]) -> tuple[ScriptWarning, ...]:
    """A warning for each stretch of text that has no sound."""
    return tuple(
        ScriptWarning(
            "unsaid",
            line.source,
            _("“{written}” has no sound; respell it in the lexicon.").format(written=reading.written),
        )
        for line, known in zip(plan.lines, keys, strict=True)
        for reading in known.readings
        if reading.kind == "unsaid"
    )


def _recorded(made: Materials) -> dict[int, list[tuple[Word, bool]]]:
    """The sentences of each line that is recorded, by its number, each with whether it begins a paragraph."""
    found = {}
    for number, (line, key) in enumerate(zip(made.plan.lines, made.segments, strict=True)):
        if line.recording:
            segment = made.store.segment(key)
            if segment is None or len(segment.words) != len(line.recording.sentences):
                raise DamagedSegmentError
            begins = (begins for _, begins in line.recording.sentences)
            found[number] = list(zip(segment.words, begins, strict=True))
    return found


def _texts(
    made: Materials,
    timeline: Timeline,
    words: list[tuple[Word, ...]],
    recorded: Mapping[int, Sequence[tuple[Word, bool]]],
) -> dict[str, Callable[[], str]]:
    """The text files by ending, each made when it is written: `words` is filled while the MP3 is."""
    from audiobuild.outputs import show_notes, transcript
    from audiobuild.outputs.pronunciation_report import pronunciation_report
    from audiobuild.sound.timeline import with_sentences, with_words

    plan = made.plan
    shown = with_sentences(timeline, recorded)
    title, language = plan.script.title.text, plan.script.language

    def report() -> str:
        heard = list(zip(timeline.cues, (known.readings for known in made.keys), strict=True))
        return pronunciation_report(title, language, plan.request.episode.name, timeline.rate, heard)

    return {
        "vtt": lambda: transcript.vtt(shown, plan.names),
        "srt": lambda: transcript.srt(shown, plan.names),
        "lrc": lambda: transcript.lrc(shown, plan.names),
        "chapters.json": lambda: show_notes.chapters_json(title, _chapters(timeline)),
        "readings.html": report,
        "words.json": lambda: transcript.words_json(with_sentences(with_words(timeline, words), recorded), plan.names),
    }


def _parts(made: Materials) -> Iterator[_Part]:
    lines = zip(made.segments, made.facts, strict=True)
    for place in made.plan.placed:
        if isinstance(place, Music):
            yield _Part(place, made.plan.music[place.kind], made.music[place.kind])
        else:
            yield _Part(place, *next(lines))


def _sounds(store: Store, parts: Sequence[_Part], words: list[tuple[Word, ...]]) -> Generator[bytes, None, None]:
    """The bytes of the segments in order; the words of the lines are appended to `words` on the way.

    The next ones are read and verified in another thread, so that neither that nor the writing waits.
    """
    groups = [parts[at : at + AHEAD] for at in range(0, len(parts), AHEAD)]
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(_verified, store, groups[0])
        for following in (*groups[1:], ()):
            current, coming = coming.result(), reading.submit(_verified, store, following)
            for part, segment in current:
                if isinstance(part.place, Line):
                    words.append(() if part.place.recording else segment.words)
                yield segment.data


def _verified(store: Store, parts: Iterable[_Part]) -> list[tuple[_Part, Segment]]:
    found = []
    for part in parts:
        segment = store.segment(part.segment)
        if segment is None or segment.facts != part.facts:
            raise DamagedSegmentError
        found.append((part, segment))
    return found


def _write(group: files.FileGroup, name: str, pieces: Iterable[bytes]) -> Written:
    """Write a file, and return its size and digest."""
    digest, size = hashlib.sha256(), 0
    with ThreadPoolExecutor(1) as hashing:

        def counted() -> Iterator[bytes]:
            nonlocal size
            for block in _blocks(pieces):
                hashing.submit(digest.update, block)
                size += len(block)
                yield block

        group.write(name, counted())
    return Written(size, digest.hexdigest())


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces joined to about a megabyte each, so that hashing in a thread costs no more than it saves."""
    block, size = [], 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join(block)


def _tag_contents(plan: EpisodePlan, timeline: Timeline, cover: bytes) -> TagContents:
    from audiobuild.outputs import show_notes

    show, title, language = plan.show, plan.script.title.text, plan.language
    return TagContents(
        title=title,
        show=show.title or title,
        author=show.author,
        guests=plan.guests,
        language=language,
        description="\n".join(show_notes.show_notes(plan.description, _chapters(timeline), language)),
        year=show.year,
        cover=cover,
        timeline=timeline,
    )


def _record(
    made: Materials,
    timeline: Timeline,
    recorded: Mapping[int, Sequence[tuple[Word, bool]]],
    outputs: Mapping[str, Written],
) -> BuildRecord:
    plan = made.plan
    return BuildRecord(
        inputs=made.inputs,
        recipe=plan.recipe,
        script_sha256=plan.script.source.sha256,
        script=files.relative_path(plan.request.script, plan.request.out),
        title=plan.script.title.text,
        about=plan.about,
        seconds=timeline.length / timeline.rate,
        chapters=_chapters(timeline),
        voices={who: voice.full_name for who, voice in plan.voices.items()},
        identities=plan.identities,
        cover=str(plan.show.cover or ""),
        warnings=(*plan.warnings, *unpronounceable(plan, made.keys), *_engine_warnings(plan)),
        music={plan.music[kind]: facts for kind, facts in made.music.items()},
        lines=tuple(_record_lines(made, timeline, recorded)),
        outputs=outputs,
        instead=plan.request.fallback_reason,
        recordings_folder=str(plan.recordings_folder or ""),
        recordings=record.first_texts(made.last, plan),
    )


def _record_lines(
    made: Materials, timeline: Timeline, recorded: Mapping[int, Sequence[tuple[Word, bool]]]
) -> Iterator[SpokenLine]:
    """A line of the record for each sentence; those of a recording share everything but text and start."""
    lines = zip(made.plan.lines, timeline.cues, made.keys, made.segments, made.facts, strict=True)
    for number, (line, cue, keys, segment, facts) in enumerate(lines):
        whole = SpokenLine(
            text=line.utterance.text,
            voice=line.utterance.voice.full_name,
            start=cue.start / timeline.rate,
            take=keys.take,
            run=segment,
            facts=facts,
            readings=keys.readings,
            words=keys.words,
            recording=line.recording.path.name if line.recording else "",
        )
        if number not in recorded:
            yield whole
        for word, _unused in recorded.get(number, ()):
            yield replace(whole, text=word.text, start=(cue.start + word.start) / timeline.rate)


def _engine_warnings(plan: EpisodePlan) -> Iterator[ScriptWarning]:
    """A warning for each sentence whose sound an engine accepted with a doubt."""
    for line in plan.lines:
        if line.recording:
            continue
        if doubt := plan.engine_of(line).warning(line.utterance):
            yield ScriptWarning("doubtful", line.source, doubt)


def _chapters(timeline: Timeline) -> tuple[tuple[int, str], ...]:
    """The chapters as (second, title), with the titles that the tag has."""
    chapters = enumerate(timeline.chapters, 1)
    return tuple((chapter.start // timeline.rate, clean_line(chapter.title) or str(n)) for n, chapter in chapters)
