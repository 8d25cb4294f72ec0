"""Where everything falls in the episode: run lengths and pauses to cues, chapters and gaps, in whole samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiobuild.model import Chapter, Cue, Line, Music, SegmentFacts, Timeline, Word

LEAD = 100  # ms of silence between a chapter mark and the speech it opens
CLOSING = 1000  # ms of silence behind the last sound
CODEC_DELAY = 1105  # samples: LAME's 576 and a decoder's 529, which gapless players take off


def lay_out(lines: Sequence[Line | Music], runs: Sequence[SegmentFacts], rate: int, frame: int) -> Timeline:
    """Place the runs of lines and music on the grid of frames. `rate` in Hz, `frame` in samples.

    A run whose first frame is number k begins to sound at sample k * frame. A chapter's mark is the first whole
    second that lies a pause behind the sound before it, less the lead; its run opens LEAD ms behind the mark at the
    earliest: so marks are exact in every format, and lie in silence (source: delivery rules for ID3, chapters JSON
    and descriptions, which must agree although some clients cut to whole seconds).
    """
    gaps: list[int] = []
    cues: list[Cue] = []
    marks: list[tuple[int, str]] = []
    position = sounding = 0  # first free frame; end of the last sound in samples
    for line, run in zip(lines, runs, strict=True):
        earliest = sounding + _samples(line.pause, rate)
        if line.chapter is not None:
            mark = _whole_second(earliest - _samples(LEAD, rate), rate) if marks else 0
            marks.append((mark, line.chapter))
            earliest = mark + _samples(LEAD, rate)
        start = max(position, -(-earliest // frame))
        gaps.append(start - position)
        begin = start * frame
        sounding = begin + run.content
        if isinstance(line, Line):
            cues.append(Cue(begin, sounding, line.role, line.speaker, line.utterance.text))
        position = start + run.frames
    behind = -(-CODEC_DELAY // frame)  # frames that hold what the codec's delay pushes back
    end = -(-(sounding + _samples(CLOSING, rate)) // frame)
    closing = max(0, end + behind - position)
    length = (position + closing - behind) * frame
    return Timeline(rate, tuple(gaps), closing, tuple(cues), _chapters(marks, length), length)


def with_words(timeline: Timeline, words: Sequence[Sequence[Word]]) -> Timeline:
    """The timeline with the words of each cue, which are given from the start of their run."""
    if not any(words):
        return timeline
    cues = zip(timeline.cues, words, strict=True)
    return replace(timeline, cues=tuple(replace(cue, words=_moved(own, cue.start)) for cue, own in cues))


def _moved(words: Sequence[Word], begin: int) -> tuple[Word, ...]:
    return tuple(Word(word.start + begin, word.end + begin, word.text) for word in words)


def _chapters(marks: list[tuple[int, str]], length: int) -> tuple[Chapter, ...]:
    ends = [start for start, _ in marks[1:]] + [length]
    return tuple(Chapter(start, end, title) for (start, title), end in zip(marks, ends, strict=True))


def _samples(milliseconds: int, rate: int) -> int:
    return milliseconds * rate // 1000


def _whole_second(sample: int, rate: int) -> int:
    return -(-max(0, sample) // rate) * rate
