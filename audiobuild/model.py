"""The data types that all modules share: frozen values without behaviour.

Time inside audiobuild is whole samples; seconds and milliseconds appear only where a format needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# ---------------------------------------------------------------------------------------------- an interview, as read


NARRATOR_ID = "n"  # the speaker id, in every script, of the narrator of title, lede and headings


class Role(StrEnum):
    """The part a speaker has in the interview: to ask, to answer, or to narrate."""

    HOST = "Q"
    GUEST = "A"
    NARRATOR = "N"


@dataclass(frozen=True, slots=True)
class Source:
    """The file a script was read from: its size and digest, how it was decoded, how its lines end."""

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
    """How the file marks questions and answers, the confidence in that, and the counts it was computed from."""

    id: str
    question: str | None
    answer: str | None
    confidence: float
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person of the interview; `id` is unique in the script, `by` names the rule that decided the role.

    `gender` is "female", "male" or "" where the script does not show it, `gender_by` the word and the place that do.
    """

    id: str
    role: Role
    label: str | None
    name: str | None
    turns: int
    chars: int
    by: str
    gender: str = ""
    gender_by: str = ""


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
    """Text of the file that will not be spoken, and the reason; `inside_turn` is the turn it was in."""

    line: int
    text: str
    reason: str
    inside_turn: int | None = None


@dataclass(frozen=True, slots=True)
class ScriptWarning:
    """Something the user should check: a stable code, the line (None: the whole file) and one sentence."""

    code: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Script:
    """An interview as read. `settings` is the file's front matter, already checked for known keys."""

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

    `loudness` is the voice's own level in LUFS as the engine delivers it, measured once; it is a constant of the voice
    and never measured from an episode, so that an edit cannot change other sentences. `pitch` is in Hz above the
    voice's own (online voices only); voices with the same `alias` replace each other in another engine. `instructions`
    say how to speak, for engines whose models take instructions. `blend` holds the voices of the engine that it is
    mixed from, each with its part; () for a voice of its own. `about` tells users how it sounds.
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
    instructions: str = ""
    blend: tuple[tuple[str, int], ...] = ()
    about: str = ""

    @property
    def full_name(self) -> str:
        """The voice as it is written in casts and records: "engine:voice"."""
        return f"{self.engine}:{self.name}"


class GivenReading(NamedTuple):
    """How the script wants `text[start:end]` of an utterance to be spoken.

    `syllables` is one numbered pinyin syllable (she4) for each character; where it is empty, `words` are said instead.
    """

    start: int
    end: int
    syllables: tuple[str, ...] = ()
    words: str = ""

    @property
    def said(self) -> str:
        """The syllables or words as one text."""
        return " ".join(self.syllables) or self.words


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence in milliseconds.

    Between two lines, by what the second line begins: sentence, paragraph, turn, section, music. Within a line, at
    least this much at its marks: an ellipsis, a dash, the end of a clause (; :), a comma, a comma between the items of
    a Chinese list (、), a bracket, a quotation mark; 0 is what the voice does.
    """

    sentence: int = 320
    paragraph: int = 550
    turn: int = 750
    section: int = 1200
    music: int = 400
    ellipsis: int = 350
    dash: int = 250
    clause: int = 200
    comma: int = 160
    list: int = 120
    bracket: int = 120
    quote: int = 0

    @property
    def at_marks(self) -> tuple[int, ...]:
        """Those within a line."""
        return (self.ellipsis, self.dash, self.clause, self.comma, self.list, self.bracket, self.quote)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text that an engine speaks with one voice, usually a sentence: the unit of rebuilding.

    `readings` are the ones that the script gives for parts of it, in order and without overlap; `pauses` has the
    silence at its marks, for engines that make it; `names` are people's names, which may occur in it.
    """

    text: str
    voice: Voice
    language: str
    readings: tuple[GivenReading, ...] = ()
    pauses: Pauses = Pauses()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an utterance that an engine speaks in one call.

    `written` is the part as written, `normalized` the same in words, `engine_input` what the engine receives (phonemes,
    or text for an online voice), `pinyin` its Chinese with tone marks, word by word ("" where the engine gives none).
    `pauses` are the milliseconds of silence that the engine makes at least at the marks between words, in order.
    """

    written: str
    normalized: str
    engine_input: str
    pinyin: str = ""
    pauses: tuple[int, ...] = ()


class Reading(NamedTuple):
    """How a number, word or character was read, for an editor to check.

    `kind` is unsaid (it has no sound), guess (no dictionary has the word), given (by a mark in the script), lexicon,
    number, latin or polyphone.
    """

    kind: str
    written: str
    said: str


class Decision(NamedTuple):
    """How one token was read, and the rule, table or dictionary that decided it.

    `written` is a number or sign as written, or a word or mark of the normalized text; `said` is its words, pinyin or
    phonemes.
    """

    written: str
    said: str
    source: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How an engine will speak an utterance.

    The pieces' `written` joined are the utterance's text; `readings` are for an editor to check. `decisions` say why
    each token is read so: first the numbers and signs, then the words in order.
    """

    pieces: tuple[Piece, ...]
    readings: tuple[Reading, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def unpronounceable(self) -> tuple[str, ...]:
        """The parts of the text that have no sound."""
        return tuple(reading.written for reading in self.readings if reading.kind == "unsaid")


class Recording(NamedTuple):
    """A recording that is heard in place of spoken sentences: its file, and each sentence's text.

    The flag of a sentence says that it begins a paragraph of the script.
    """

    path: Path
    sentences: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance at its place in the episode.

    `pause` is the silence before it in milliseconds, `chapter` the title of the chapter it opens (None: none),
    `source` the line of the script it comes from, `paragraph` says that it begins a paragraph of the script. With a
    `recording` nothing is spoken: the utterance holds the recorded sentences, a paragraph a line.
    """

    utterance: Utterance
    role: Role
    speaker: str
    pause: int
    chapter: str | None
    source: int
    paragraph: bool = False
    recording: Recording | None = None


class Music(NamedTuple):
    """Music, or a sound that the script asks for, at its place among the lines; `pause` and `chapter` as in a line.

    `kind` is intro, sting, outro, or "sound:" and the sound's name.
    """

    kind: str
    pause: int
    chapter: str | None


class Word(NamedTuple):
    """A part of a text and when it is heard: samples `start` (included) to `end` (not) of the sound it belongs to.

    In a take `text` is a part of the engine input, because a take's key is made of that; in a segment and a cue it is
    a part of the written text: a Chinese word, “60km/h”, or something else that is heard as one.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A spoken utterance: int16 mono at `rate` Hz with 6 dB of headroom (32767 is an amplitude of 2.0).

    The headroom is needed because the embedded model's raw peaks reach 1.33. `words` are in order and do not overlap;
    an engine without word times gives none.
    """

    samples: NDArray[np.int16]
    rate: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Casting:
    """The voices of an engine for one language, in the order in which they are assigned."""

    hosts: tuple[str, ...]
    guests: tuple[str, ...]
    narrator: str


@dataclass(frozen=True, slots=True)
class Profiles:
    """The voices of one engine: castings by language ("any" is for all languages) and voices by name.

    `open` is whether a voice that is not among them can be cast by its name, `blends` whether voices can be mixed.
    """

    engine: str
    casts: Mapping[str, Casting]
    voices: Mapping[str, Voice]
    open: bool = False
    blends: bool = False


# -------------------------------------------------------------------------------------------- sound on the file's grid


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """Level and encoding of an episode: Hz, kbit/s (mono CBR), LAME quality, LUFS (mono meter), dBTP."""

    rate: int = 48_000
    bitrate: int = 96
    quality: int = 3
    loudness: float = -19.0
    true_peak: float = -1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A take as whole MP3 frames, which can be joined to any other segment with the same settings.

    `data` has `frames` whole frames, `content` is the number of samples of sound in it (the rest is the encoder's
    tail), `crc` the CRC-16 of `data` as in the Info header, `words` are within `content`.
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
    """What placing and joining need to know of a segment, without its audio."""

    frames: int
    content: int
    crc: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence with its start and end in samples, and its `words` likewise (none for engines without word times).

    `paragraph` is that of its line.
    """

    start: int
    end: int
    role: Role
    speaker: str
    text: str
    words: tuple[Word, ...] = ()
    paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in samples: contiguous with its neighbours, starting on a whole second."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The place of every segment, cue and chapter, in whole samples at `rate` Hz.

    `gaps[i]` is the number of silence frames before segment i, `closing` the number after the last, `length` the
    samples that a gapless player delivers. Segments of music have a gap and no cue.
    """

    rate: int
    gaps: tuple[int, ...]
    closing: int
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    length: int


# ------------------------------------------------------------------------------------------------------------ products


@dataclass(frozen=True, slots=True)
class Sounds:
    """Music of a show: a file each for intro, sting (before a chapter) and outro, None for those it does not have.

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
        """The files of the music there is, by kind."""
        kinds = {"intro": self.intro, "sting": self.sting, "outro": self.outro}
        return {kind: path for kind, path in kinds.items() if path}


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed contains of a show besides its title, author, language and cover; "" and None where nothing is set.

    `link` is the show's website, `base_url` the address of the published folder (ends in "/"), `categories` are
    (category, subcategory or "") of Apple's list, `locked` asks other hosts not to import the feed. `timezone` is that
    of dates without one (an IANA name or an offset), `new_feed_url` the address of the feed that follows this one.
    `type` is "episodic" or "serial", `block` keeps the show out of directories and search engines. `funding` is where
    listeners can give money, and what the button there says; `license` an SPDX name, `txt` what others ask for as a
    proof of ownership, `medium` one of the podcast namespace's.
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
    timezone: str = "UTC"
    new_feed_url: str = ""
    type: str = "episodic"
    medium: str = "podcast"
    block: bool = False
    funding: Mapping[str, str] = field(default_factory=dict)
    license: str = ""
    location: str = ""
    txt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show:
    """The show an episode belongs to, as `audiobuild.toml` and the front matter of a script describe it.

    `voices` maps a role letter, speaker or label to "voice" or "engine:voice"; `rate`, `gain` and `pitch` map a role
    letter, speaker, label or voice to what its voice has in place of its own. `engines` holds each engine's own
    settings, `fallback` is the engine that speaks an episode when the online voices are not available ("": the episode
    is not built). `lexicon` maps a text to its pronunciation: pinyin, letters or other words. `cover` is a picture
    file; None: a cover is drawn. `people` maps a name to the addresses "link" and "image" of that person. `recordings`
    is the folder of recorded answers, `remembered` maps the name of a person to the voice that voices.toml keeps for
    her or him. `lexicon_places` says where an entry of the lexicon is written.
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
    rate: Mapping[str, float] = field(default_factory=dict)
    gain: Mapping[str, float] = field(default_factory=dict)
    pitch: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    engines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lexicon: Mapping[str, str] = field(default_factory=dict)
    channel: Channel = Channel()
    recordings: Path | None = None
    remembered: Mapping[str, str] = field(default_factory=dict)
    lexicon_places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """What a feed contains of an episode besides its title and chapters, as of the build of the episode.

    `date` is the date in the front matter as written there ("" where there is none). `explicit`, `season`, `number` and
    `link` are None or "" where the front matter does not say; `kind` is "full", "trailer" or "bonus".
    """

    show: str
    author: str
    hosts: tuple[str, ...]
    guests: tuple[str, ...]
    language: str
    description: str
    date: str
    explicit: bool | None = None
    season: int | None = None
    number: int | None = None
    kind: str = "full"
    link: str = ""


@dataclass(frozen=True, slots=True)
class TagContents:
    """The contents of an episode's ID3 tag. `language` is a BCP 47 tag ("zh", "en"), `cover` a JPEG."""

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
class BuiltEpisode:
    """The result of a build: the episode's file, its seconds and chapters, and how many of its `lines` were spoken.

    `reasons` says why it was built, empty when it was up to date; `warnings` are those of the script, then all others.
    """

    path: Path
    seconds: float
    chapters: int
    lines: int
    spoken: int
    engines: tuple[str, ...]
    reasons: tuple[str, ...]
    warnings: tuple[ScriptWarning, ...]


@dataclass(frozen=True, slots=True)
class PageCue:
    """A sentence on the listening page: seconds from the start, who speaks, and the text as written.

    `turn` counts the turns of the conversation, `paragraph` says that the sentence begins a paragraph. `words` are
    where each word begins: characters of the text before it, and seconds from the start of the episode.
    """

    start: float
    end: float
    role: Role
    speaker: str
    text: str
    turn: int
    paragraph: bool = False
    words: tuple[tuple[int, float], ...] = ()


class PageLink(NamedTuple):
    """A link to another page: its address, relative to the page that holds the link, and its title."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the listening page of one episode shows.

    `audio`, `cover`, `feed`, `index` and the values of `downloads` (label to file) are addresses relative to the page,
    "" where there is none; `chapters` are (second, title), `date` is ISO 8601, `seconds` the length of the audio.
    `address` is the page's own absolute address, "" as long as it is not known where it will be published; `earlier`
    and `later` are the episodes published before and after this one. A `hidden` page is not for search engines.
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
    address: str = ""
    earlier: PageLink | None = None
    later: PageLink | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShowPage:
    """What the index page of a show contains besides its episodes.

    `cover` and `feed` are addresses relative to the page, "" where there is none; `subscribe` is the absolute address
    of the feed, "" as long as it is not known where it will be published. A `hidden` page is not for search engines.
    """

    title: str
    author: str
    language: str
    description: str
    cover: str
    feed: str
    subscribe: str
    hidden: bool = False
