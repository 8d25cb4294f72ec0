"""Places segments in the episode: segment lengths and pauses to cues, chapters and gaps, in whole samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiobuild.model import Chapter, Cue, Line, Music, SegmentFacts, Timeline, Word

LEAD = 100  # least ms of silence between a chapter mark and the speech it opens
AFTER = 60  # least ms of silence between the sound before a chapter mark and the mark
CLOSING = 1000  # ms of silence after the last sound
CODEC_DELAY = 1105  # samples: LAME's 576 and a decoder's 529, which gapless players remove


class Layout:
    """Segments of lines and music placed one after another on the grid of frames. `rate` in Hz, `frame` in samples.

    The sound of a segment whose first frame is number k begins at sample k * frame. A chapter's mark is the first
    whole second at least AFTER ms after the sound before it; the segment begins when its pause is over, and at least
    LEAD ms after the mark. So marks are exact in every format, and in silence (source: delivery rules for ID3, chapters
    JSON and descriptions, which must agree although some clients cut to whole seconds). A question waits 1.16 s at most
    where its pause is shorter: a whole second on top of the pause was heard as hesitation.
    """

    def __init__(self, rate: int, frame: int) -> None:
        self._rate, self._frame = rate, frame
        self._gaps: list[int] = []
        self._cues: list[Cue] = []
        self._marks: list[tuple[int, str]] = []
        self._position = self._sounding = 0  # first free frame; end of the last sound in samples

    def place(self, line: Line | Music, segment: SegmentFacts) -> int:
        """Place the next segment, and return how many frames of silence lie before it."""
        start = max(self._position, -(-self._earliest(line) // self._frame))
        gap = start - self._position
        begin = start * self._frame
        self._sounding = begin + segment.content
        self._position = start + segment.frames
        self._gaps.append(gap)
        if isinstance(line, Line):
            text = line.utterance.text
            self._cues.append(Cue(begin, self._sounding, line.role, line.speaker, text, paragraph=line.paragraph))
        return gap

    def _earliest(self, line: Line | Music) -> int:
        """The first sample at which the line may sound; a chapter is marked."""
        earliest = self._sounding + _samples(line.pause, self._rate)
        if line.chapter is None:
            return earliest
        if not self._marks:
            self._marks.append((0, line.chapter))
            return _samples(LEAD, self._rate)
        mark = _whole_second(self._sounding + _samples(AFTER, self._rate), self._rate)
        self._marks.append((mark, line.chapter))
        return max(earliest, mark + _samples(LEAD, self._rate))

    @property
    def closing(self) -> int:
        """Frames of silence after the last segment: CLOSING, and what the codec's delay fills."""
        end = -(-(self._sounding + _samples(CLOSING, self._rate)) // self._frame)
        return max(0, end + self._delayed - self._position)

    def timeline(self) -> Timeline:
        """All that was placed."""
        length = (self._position + self.closing - self._delayed) * self._frame
        chapters = _chapters(self._marks, length)
        return Timeline(self._rate, tuple(self._gaps), self.closing, tuple(self._cues), chapters, length)

    @property
    def _delayed(self) -> int:
        return -(-CODEC_DELAY // self._frame)


def lay_out(lines: Sequence[Line | Music], segments: Sequence[SegmentFacts], rate: int, frame: int) -> Timeline:
    """The timeline of segments that are all known; see Layout."""
    layout = Layout(rate, frame)
    for line, segment in zip(lines, segments, strict=True):
        layout.place(line, segment)
    return layout.timeline()


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
