"""Places segments in the episode: segment lengths and pauses to cues, chapters and gaps, in whole samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiobuild.model import Chapter, Cue, Line, Music, SegmentFacts, Timeline, Word

LEAD = 100  # least ms of silence between a chapter mark and the speech it opens
AFTER = 60  # least ms of silence between the sound before a chapter mark and the mark
CLOSING = 1000  # ms of silence after the last sound
CODEC_DELAY = 1105  # samples: LAME's 576 and a decoder's 529, which gapless players remove


def lay_out(lines: Sequence[Line | Music], segments: Sequence[SegmentFacts], rate: int, frame: int) -> Timeline:
    """Place the segments of lines and music on the grid of frames. `rate` in Hz, `frame` in samples.

    The sound of a segment whose first frame is number k begins at sample k * frame. A chapter's mark is the first
    whole second at least AFTER ms after the sound before it; the segment begins when its pause is over, and at least
    LEAD ms after the mark. So marks are exact in every format, and in silence (source: delivery rules for ID3, chapters
    JSON and descriptions, which must agree although some clients cut to whole seconds). A question waits 1.16 s at most
    where its pause is shorter: a whole second on top of the pause was heard as hesitation.
    """
    gaps: list[int] = []
    cues: list[Cue] = []
    marks: list[tuple[int, str]] = []
    position = sounding = 0  # first free frame; end of the last sound in samples
    for line, segment in zip(lines, segments, strict=True):
        earliest = sounding + _samples(line.pause, rate)
        if line.chapter is not None:
            mark = _whole_second(sounding + _samples(AFTER, rate), rate) if marks else 0
            marks.append((mark, line.chapter))
            earliest = max(earliest, mark + _samples(LEAD, rate)) if len(marks) > 1 else _samples(LEAD, rate)
        start = max(position, -(-earliest // frame))
        gaps.append(start - position)
        begin = start * frame
        sounding = begin + segment.content
        if isinstance(line, Line):
            text = line.utterance.text
            cues.append(Cue(begin, sounding, line.role, line.speaker, text, paragraph=line.paragraph))
        position = start + segment.frames
    delayed = -(-CODEC_DELAY // frame)  # frames that the codec's delay fills
    end = -(-(sounding + _samples(CLOSING, rate)) // frame)
    closing = max(0, end + delayed - position)
    length = (position + closing - delayed) * frame
    return Timeline(rate, tuple(gaps), closing, tuple(cues), _chapters(marks, length), length)


def with_words(timeline: Timeline, words: Sequence[Sequence[Word]]) -> Timeline:
    """The timeline with the words of each cue; their times are given from the start of their segment."""
    if not any(words):
        return timeline
    cues = zip(timeline.cues, words, strict=True)
    return replace(timeline, cues=tuple(replace(cue, words=_moved(own, cue.start)) for cue, own in cues))


def with_sentences(timeline: Timeline, recorded: Mapping[int, Sequence[tuple[Word, bool]]]) -> Timeline:
    """The timeline with a cue for each sentence of the cues that are recorded, given by their numbers.

    A sentence's times are given from the start of its recording; the flag says that it begins a paragraph.
    """
    cues: list[Cue] = []
    for number, cue in enumerate(timeline.cues):
        if number not in recorded:
            cues.append(cue)
        for sentence, begins in recorded.get(number, ()):
            start, end = cue.start + sentence.start, cue.start + sentence.end
            cues.append(replace(cue, start=start, end=end, text=sentence.text, words=(), paragraph=begins))
    return replace(timeline, cues=tuple(cues)) if recorded else timeline


def _moved(words: Sequence[Word], begin: int) -> tuple[Word, ...]:
    return tuple(Word(word.start + begin, word.end + begin, word.text) for word in words)


def _chapters(marks: list[tuple[int, str]], length: int) -> tuple[Chapter, ...]:
    ends = [start for start, _ in marks[1:]] + [length]
    return tuple(Chapter(start, end, title) for (start, title), end in zip(marks, ends, strict=True))


def _samples(milliseconds: int, rate: int) -> int:
    return milliseconds * rate // 1000


def _whole_second(sample: int, rate: int) -> int:
    return -(-max(0, sample) // rate) * rate
