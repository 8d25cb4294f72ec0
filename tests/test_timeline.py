"""Placing: every line on the frame grid, every chapter on a whole second inside silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobuild.model import AudioSettings, Line, Role, SegmentFacts, Utterance, Voice, Word
from audiobuild.sound import mp3
from audiobuild.sound.timeline import AFTER, CLOSING, LEAD, lay_out, with_words

VOICE = Voice("tone", "low", "zh")
FRAME, RATE = 1152, 48_000


def line(pause: int, chapter: str | None = None) -> Line:
    return Line(Utterance("好。", VOICE, "zh"), Role.GUEST, "a", pause, chapter, 1)


@st.composite
def episodes(draw):
    rows = draw(
        st.lists(st.tuples(st.integers(0, 3000), st.booleans(), st.integers(1, 400_000)), min_size=1, max_size=30)
    )
    lines = [line(pause, "c" if chapter or number == 0 else None) for number, (pause, chapter, _) in enumerate(rows)]
    # LAME's tail after the speech is 1274 to 2254 samples: two or three frames
    segments = [SegmentFacts(-(-(content + 1105 + 1152) // FRAME), content, 0) for *_, content in rows]
    return lines, segments


@given(episodes())
def test_segments_never_overlap_and_each_waits_at_least_its_pause(episode) -> None:
    lines, segments = episode
    timeline = lay_out(lines, segments, RATE, FRAME)
    for before, after, follower in zip(timeline.cues, timeline.cues[1:], lines[1:], strict=False):
        assert after.start - before.end >= follower.pause * RATE // 1000
    place = 0
    for gap, segment, cue in zip(timeline.gaps, segments, timeline.cues, strict=True):
        place += gap
        assert cue.start == place * FRAME
        place += segment.frames
    assert timeline.length == (place + timeline.closing - 1) * FRAME  # one frame covers the codec's delay


@pytest.mark.parametrize("settings", [AudioSettings(), AudioSettings(24_000, 64)], ids=["48k", "24k"])
@given(contents=st.lists(st.integers(1, 400_000), min_size=1, max_size=8))
def test_the_joiner_accepts_every_layout_in_both_formats(settings: AudioSettings, contents: list[int]) -> None:
    frame = mp3.frame_samples(settings)
    segments = [SegmentFacts(-(-(content + 1105) // frame) + 1, content, 0) for content in contents]
    timeline = lay_out(
        [line(500, "c" if place == 0 else None) for place in range(len(segments))], segments, settings.rate, frame
    )
    pieces = mp3.episode_bytes(b"", timeline, segments, lambda place: b"", settings)
    info = next(pieces)
    assert info[:4] == mp3.silence(1, settings)[:4]


@given(episodes())
def test_chapters_are_contiguous_on_whole_seconds_and_fill_the_episode(episode) -> None:
    timeline = lay_out(*episode, RATE, FRAME)
    chapters = timeline.chapters
    assert chapters[0].start == 0
    assert chapters[-1].end == timeline.length
    assert all(a.end == b.start for a, b in zip(chapters, chapters[1:], strict=False))
    assert all(chapter.start % RATE == 0 for chapter in chapters)


@given(episodes())
def test_a_chapter_mark_lies_in_the_silence_before_its_speech(episode) -> None:
    lines, segments = episode
    timeline = lay_out(lines, segments, RATE, FRAME)
    opening = [cue for cue, said in zip(timeline.cues, lines, strict=True) if said.chapter is not None]
    lead = LEAD * RATE // 1000
    for chapter, cue in zip(timeline.chapters, opening, strict=True):
        assert cue.start - chapter.start >= lead
        ended = [before.end for before in timeline.cues if before.end <= cue.start and before is not cue]
        assert not ended or chapter.start >= max(ended) + AFTER * RATE // 1000


@given(st.integers(1, 400_000), st.integers(0, 3000))
def test_a_question_waits_for_its_pause_and_little_more(content: int, pause: int) -> None:
    segments = [SegmentFacts(-(-(content + 1105 + 1152) // FRAME), content, 0)] * 2
    timeline = lay_out([line(0, "c"), line(pause, "d")], segments, RATE, FRAME)
    waits = (timeline.cues[1].start - timeline.cues[0].end) * 1000 / RATE
    assert pause <= waits <= max(pause, 1000 + AFTER + LEAD) + 1000 * 4 * FRAME / RATE


def test_words_keep_their_place_in_the_segment() -> None:
    """Whatever gap is before a segment, its words move with its cue."""
    words = (Word(0, 700, "好"), Word(700, 9_000, "的"))
    silent = lay_out([line(0, "c"), line(333, None)], [SegmentFacts(9, 9_000, 0)] * 2, RATE, FRAME)
    timeline = with_words(silent, [words, words])
    for cue in timeline.cues:
        assert [(word.start - cue.start, word.end - cue.start, word.text) for word in cue.words] == [*words]
    assert timeline.cues[1].words[0].start > timeline.cues[0].words[-1].end


def test_the_end_is_silence_of_the_closing_length() -> None:
    timeline = lay_out([line(0, "c")], [SegmentFacts(90, 100_000, 0)], RATE, FRAME)
    silence = timeline.length - timeline.cues[-1].end
    assert 0 <= silence - CLOSING * RATE // 1000 < FRAME
