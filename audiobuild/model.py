"""The nouns every room speaks in: frozen values without behaviour.

Time inside audiobuild is whole samples; seconds and milliseconds appear only where a format asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# ---------------------------------------------------------------------------------------------- an interview, as read


NARRATOR_ID = "n"  # the speaker id of whoever tells title, lede and headings, in every script


class Role(StrEnum):
    """Who speaks: the one who asks, the one who answers, the one who tells."""

    HOST = "Q"
    GUEST = "A"
    NARRATOR = "N"


@dataclass(frozen=True, slots=True)
class Source:
    """The file an interview was read from: its bytes, how they were decoded, how its lines end."""

    path: str
    bytes: int
    sha256: str
    encoding: str
    encoding_by: str
    bom: bool
    newline: str
    lines: int


@dataclass(frozen=True, slots=True)
class Title:
    """The episode's title, its source line (None: not from a line) and how it was found."""

    text: str
    line: int | None
    by: str


@dataclass(frozen=True, slots=True)
class Style:
    """Which marking of questions and answers the file uses, how surely, and the counts behind it."""

    id: str
    question: str | None
    answer: str | None
    confidence: float
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person of the interview; `id` is unique in the script, `by` says how the role was decided."""

    id: str
    role: Role
    label: str | None
    name: str | None
    turns: int
    chars: int
    by: str


@dataclass(frozen=True, slots=True)
class Lede:
    """The narrated paragraphs between title and first turn; `lines` is (first, last)."""

    paragraphs: tuple[str, ...]
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading between turns; `index` counts from 1, `first_turn` is the index of the turn after it."""

    index: int
    title: str
    line: int
    first_turn: int
    by: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's uninterrupted speech; `speaker` is a Speaker id, `lines` is (first, last) in the file."""

    index: int
    role: Role
    speaker: str
    label: str | None
    section: int
    question: int
    lines: tuple[int, int]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of the file that will not be spoken, and why; `inside_turn` is the turn it stood in."""

    line: int
    text: str
    reason: str
    inside_turn: int | None = None


@dataclass(frozen=True, slots=True)
class ScriptWarning:
    """A doubt about the reading: a stable code, the line (None: the whole file) and one sentence."""

    code: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Script:
    """An interview as read. `settings` holds the file's own front matter, already checked for known keys."""

    source: Source
    language: str
    title: Title
    style: Style
    speakers: tuple[Speaker, ...]
    lede: Lede | None
    sections: tuple[Section, ...]
    turns: tuple[Turn, ...]
    dropped: tuple[Dropped, ...]
    warnings: tuple[ScriptWarning, ...]
    settings: Mapping[str, object] = field(default_factory=dict)


# ------------------------------------------------------------------------------------------------------ voices, speech


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice as cast: an engine's voice name, its speed (1.0 = as the engine speaks) and gain in dB.

    `loudness` is the voice's own level in LUFS as the engine delivers it, measured once; it lives with the voice and
    is never taken from an episode, so that an edit cannot change its neighbours. `pitch` is in Hz above the voice's
    own (the online voices only); voices of the same `alias` stand for each other in another engine.
    """

    engine: str
    name: str
    language: str
    gender: str = ""
    rate: float = 1.0
    gain: float = 0.0
    loudness: float = -20.0
    pitch: int = 0
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What an engine is asked to say at once: the unit of rebuilding."""

    text: str
    voice: Voice
    language: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an utterance that an engine speaks in one call.

    `written` is the stretch as it stands in the text, `normalized` the same in words, `engine_input` what the engine
    receives (phonemes, or text for an online voice), `pinyin` the Chinese in it with tone marks, word by word ("" where
    the engine gives none).
    """

    written: str
    normalized: str
    engine_input: str
    pinyin: str = ""


class Reading(NamedTuple):
    """How something was read that an editor may want to check.

    `kind` is unsaid (it has no sound), guess (a word no dictionary lists), lexicon, number, latin or polyphone.
    """

    kind: str
    written: str
    said: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How an engine will say an utterance.

    The pieces' `written` joined are the utterance's text; `readings` are what an editor may want to check.
    """

    pieces: tuple[Piece, ...]
    readings: tuple[Reading, ...] = ()

    @property
    def unpronounceable(self) -> tuple[str, ...]:
        """What of the text has no sound."""
        return tuple(reading.written for reading in self.readings if reading.kind == "unsaid")


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance at its place in the episode.

    `pause` is the silence before it in milliseconds, `chapter` the title of the chapter it opens (None: none),
    `source` the line of the script it comes from.
    """

    utterance: Utterance
    role: Role
    speaker: str
    pause: int
    chapter: str | None
    source: int


class Music(NamedTuple):
    """Music at its place among the lines: `kind` is intro, sting or outro; `pause` and `chapter` as in a line."""

    kind: str
    pause: int
    chapter: str | None


class Word(NamedTuple):
    """A stretch of text and where it is heard: samples `start` (included) to `end` (not), in the sound it belongs to.

    In a take `text` is a stretch of what the engine received, for takes are named by that; in a run and a cue it is a
    stretch of the text as written, where a word may be a Chinese word, “60km/h”, or what else is heard in one go.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """An utterance, spoken: int16 mono at `rate` Hz with 6 dB of headroom (32767 stands for an amplitude of 2.0).

    The headroom is there because the embedded model's raw peaks reach 1.33. `words` are in order and do not overlap;
    an engine that does not know its words' times gives none.
    """

    samples: NDArray[np.int16]
    rate: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Casting:
    """The voices an engine lends to one language, in the order they are given out."""

    hosts: tuple[str, ...]
    guests: tuple[str, ...]
    narrator: str


@dataclass(frozen=True, slots=True)
class Profiles:
    """What one engine can be cast with: castings by language ("any" fits every one) and voices by name."""

    engine: str
    casts: Mapping[str, Casting]
    voices: Mapping[str, Voice]


# -------------------------------------------------------------------------------------------- sound on the file's grid


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """How an episode sounds and is encoded: Hz, kbit/s (mono CBR), LAME quality, LUFS (mono meter), dBTP."""

    rate: int = 48_000
    bitrate: int = 96
    quality: int = 3
    loudness: float = -19.0
    true_peak: float = -1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A take as whole MP3 frames, joinable to any other run with the same settings.

    `data` is `frames` whole frames, `content` the samples of speech in it (the rest is the encoder's tail), `crc` the
    CRC-16 of `data` as the Info header counts it, `words` lie within `content`.
    """

    data: bytes
    frames: int
    content: int
    crc: int
    words: tuple[Word, ...] = ()

    @property
    def facts(self) -> SegmentFacts:
        """All but the audio and the words."""
        return SegmentFacts(self.frames, self.content, self.crc)


class SegmentFacts(NamedTuple):
    """What placing and joining need to know of a run, without its audio."""

    frames: int
    content: int
    crc: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence with its place in time, in samples; `words` likewise, none where the engine knows no word times."""

    start: int
    end: int
    role: Role
    speaker: str
    text: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in samples: contiguous with its neighbours, starting on a whole second."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where everything falls, in whole samples at `rate` Hz.

    `gaps[i]` is the number of silent frames before run i, `closing` the number after the last, `length` the samples a
    gapless player delivers. Runs of music have a gap and no cue.
    """

    rate: int
    gaps: tuple[int, ...]
    closing: int
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    length: int


# ------------------------------------------------------------------------------------------------------------ products


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence between two lines in milliseconds, by what lies between them."""

    sentence: int = 320
    paragraph: int = 550
    turn: int = 750
    section: int = 1200
    music: int = 400


@dataclass(frozen=True, slots=True)
class Sounds:
    """Music of a show: a file each for what it has of intro, sting (before a chapter) and outro.

    `loudness` is in LUFS as a mono meter reads it (None: that of the speech), `fade` how many milliseconds the end
    takes to fade out, at most a third of the music.
    """

    intro: Path | None = None
    sting: Path | None = None
    outro: Path | None = None
    loudness: float | None = None
    fade: int = 800

    @property
    def files(self) -> dict[str, Path]:
        """Those that there are, by kind."""
        kinds = {"intro": self.intro, "sting": self.sting, "outro": self.outro}
        return {kind: path for kind, path in kinds.items() if path}


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed tells of a show beside its title, author, language and cover; "" and None where nothing is set.

    `link` is the show's website, `base_url` where the published folder will be found (ends in "/"), `categories` are
    (category, subcategory or "") of Apple's list, `locked` tells other hosts not to import the feed.
    """

    description: str = ""
    link: str = ""
    base_url: str = ""
    owner_name: str = ""
    owner_email: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    explicit: bool | None = None
    copyright: str = ""
    locked: bool = True


@dataclass(frozen=True, slots=True)
class Show:
    """The show an episode belongs to, as `audiobuild.toml` and the front matter of a script describe it.

    `voices` maps a role letter, speaker or label to "voice" or "engine:voice"; `engines` holds each engine's own
    settings, `fallback` is the engine that speaks an episode whose online voices cannot be had ("" holds it back).
    `lexicon` maps a text to how it is said: in pinyin, in letters or in other words. `cover` is a picture
    file; None: a cover is drawn.
    """

    title: str = ""
    author: str = ""
    guests: tuple[str, ...] = ()
    language: str = ""
    cover: Path | None = None
    engine: str = "auto"
    fallback: str = ""
    year: int | None = None
    audio: AudioSettings = AudioSettings()
    pauses: Pauses = Pauses()
    music: Sounds = Sounds()
    voices: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lexicon: Mapping[str, str] = field(default_factory=dict)
    channel: Channel = Channel()


@dataclass(frozen=True, slots=True)
class About:
    """What a feed tells of an episode beside its title and chapters, as it was when the episode was built.

    `date` is the date of the front matter as it stands there ("" where there is none).
    """

    show: str
    author: str
    hosts: tuple[str, ...]
    guests: tuple[str, ...]
    language: str
    description: str
    date: str


@dataclass(frozen=True, slots=True)
class Episode:
    """What the tag says of an episode. `language` is a BCP 47 tag ("zh", "en"), `cover` a JPEG."""

    title: str
    show: str
    author: str
    guests: tuple[str, ...]
    language: str
    description: str
    year: int | None
    cover: bytes
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class PageCue:
    """A sentence on the listening page: seconds from the start, who speaks, and the text as written.

    `turn` counts the turns of the conversation: neighbours of one turn are shown as one paragraph's text.
    """

    start: float
    end: float
    role: Role
    speaker: str
    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class Page:
    """What the listening page of one episode shows.

    `audio`, `cover`, `feed`, `index` and the values of `downloads` (label to file) are addresses relative to the page,
    "" where there is none; `chapters` are (second, title), `date` is ISO 8601, `seconds` the length of the audio.
    """

    title: str
    show: str
    author: str
    guests: tuple[str, ...]
    language: str
    description: str
    date: str
    seconds: float
    audio: str
    cover: str
    feed: str
    index: str
    downloads: Mapping[str, str]
    chapters: tuple[tuple[int, str], ...]
    cues: tuple[PageCue, ...]


@dataclass(frozen=True, slots=True)
class ShowPage:
    """What the index page of a show tells beside its episodes.

    `cover` and `feed` are addresses relative to the page, "" where there is none; `subscribe` is the absolute address
    of the feed, "" as long as nobody knows where it will be published.
    """

    title: str
    author: str
    language: str
    description: str
    cover: str
    feed: str
    subscribe: str
