"""Every setting of a show: the one declaration that reader, new shows and the reference page are made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobuild.blends import read_blend
from audiobuild.categories import category
from audiobuild.dates import zone_of
from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _
from audiobuild.model import AudioSettings, Channel, Pauses, Show, Sounds, Voice
from audiobuild.planning.cast import LANGUAGES
from audiobuild.regex import lazy
from audiobuild.settings import (
    Choice,
    Email,
    ExistingFile,
    Flag,
    FolderPath,
    Number,
    OneOf,
    Setting,
    SubTable,
    Table,
    Text,
    TextOrTexts,
    Texts,
    ValueType,
    WebAddress,
    WebFolder,
    Whole,
)

LOUDNESS = (-31.0, -16.0)  # LUFS a mono meter reads; louder than -16 crushes low voices
LONGEST = 10_000  # milliseconds of a pause or a fade
GAIN = 12.0  # dB that a voice may be made louder or softer: a factor of four
RATE = (0.5, 2.0)  # times the engine's own speed
PITCH = (-100, 100)  # Hz
VOLUME = (-74.0, 298.0)  # percent: what GAIN is as a change in volume
MEDIUMS = ("podcast", "audiobook", "course", "mixed", "music", "newsletter", "blog")  # of the podcast namespace
_TAG = lazy(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
FORMATS = {(48_000, 96), (24_000, 64)}  # Hz, kbit/s: the two formats whose segments are proved to join


class Categories(TextOrTexts):
    """One category of Apple's list, or several."""

    described = "category of Apple's list, or list of them"

    def read(self, value: Any, where: str, folder: Path) -> Any:
        """Pairs of category and subcategory ("" for none)."""
        return tuple(category(name, where) for name in super().read(value, where, folder))


class Language(Text):
    """The tag of a language."""

    described = "language tag"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The tag, for example zh or zh-TW."""
        tag = str(super().read(value, where, folder))
        if tag and not _TAG.fullmatch(tag):
            tags = {name.casefold(): short for short, name in LANGUAGES.items()}
            known = tags.get(tag.casefold())
            remedy = _("write “{known}”").format(known=known) if known else _("write a tag, as in zh, en or zh-TW")
            raise ConfigError(
                _("{where}: “{tag}” is not the tag of a language; {remedy}.").format(
                    where=where, tag=tag, remedy=remedy
                )
            )
        return tag


class TimeZone(Text):
    """A time zone."""

    described = "time zone"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """Its name, of a zone that this system knows."""
        name = str(super().read(value, where, folder))
        if not zone_of(name):
            raise ConfigError(
                _("{where}: there is no time zone “{name}”; write it as in Asia/Shanghai or +08:00.").format(
                    where=where, name=name
                )
            )
        return name


class Blend(Text):
    """A voice mixed from others."""

    described = "voices with their parts"

    def read(self, value: Any, where: str, folder: Path) -> Any:
        """Names and parts, the largest first."""
        text = str(super().read(value, where, folder))
        parts = read_blend(text)
        if not parts:
            raise ConfigError(
                _("{where}: “{text}” is no blend; write it as in zf_xiaoxiao:60 zf_xiaobei:40.").format(
                    where=where, text=text
                )
            )
        return parts


_SHOW, _CHANNEL, _AUDIO, _PAUSES, _MUSIC = Show(), Channel(), AudioSettings(), Pauses(), Sounds()
_VOICE = Voice("", "", "")

#: At the top of audiobuild.toml, above all tables.
SHOW = (
    Setting("title", Text(), "the show's name", _SHOW.title, "My Show"),
    Setting("author", Text(), "who makes it", _SHOW.author, "Your Name"),
    Setting("guests", Texts(), "guests of every episode; default: those a script names", _SHOW.guests, ["Li Lei"]),
    Setting("language", Language(), "of all scripts; default: detected in each script", _SHOW.language, "zh"),
    Setting(
        "cover", ExistingFile(), "square, 1400 to 3000 pixels; without it a cover is drawn", _SHOW.cover, "cover.jpg"
    ),
    Setting("engine", Text(), "the voice engine; “audiobuild voices” lists all engines", _SHOW.engine, "auto"),
    Setting(
        "fallback",
        Text(),
        "engine for an episode whose online voices fail; without it that episode fails",
        _SHOW.fallback,
        "kokoro",
    ),
    Setting(
        "recordings",
        FolderPath(),
        "recorded answers, which are heard in place of spoken ones; “audiobuild parse --takes” lists their names",
        _SHOW.recordings,
        "rec/",
    ),
)
#: At the top too: what "audiobuild publish" writes into the feed about the show.
CHANNEL = (
    Setting("description", Text(), "what the show is about", _CHANNEL.description, "What the show is about"),
    Setting(
        "category",
        Categories(),
        'of Apple\'s list; ["Arts", "History"] for several',
        _CHANNEL.categories,
        "Society & Culture > Documentary",
    ),
    Setting("explicit", Flag(), "whether it is unfit for children", _CHANNEL.explicit, False),
    Setting(
        "owner",
        SubTable(Setting("name", Text(), "of the owner"), Setting("email", Email(), "of the owner")),
        "contact for podcast directories",
        {},
        {"name": "Your Name", "email": "you@example.org"},
    ),
    Setting("copyright", Text(), "the holder of the rights", _CHANNEL.copyright, "Your Name"),
    Setting("link", WebAddress(), "the show's website", _CHANNEL.link, "https://example.org/"),
    Setting(
        "base_url",
        WebFolder(),
        "address of the published folder",
        _CHANNEL.base_url,
        "https://example.org/show/",
    ),
    Setting("locked", Flag(), "false lets other hosts import the feed", _CHANNEL.locked, False),
    Setting(
        "timezone",
        TimeZone(),
        "of dates in scripts; an IANA name, or an offset such as +08:00",
        _CHANNEL.timezone,
        "Asia/Shanghai",
    ),
    Setting(
        "new_feed_url",
        WebAddress(),
        "where the feed has moved to; apps that read this one follow it",
        _CHANNEL.new_feed_url,
        "https://example.org/feed.xml",
    ),
    Setting("type", OneOf("episodic", "serial"), "serial: apps play the oldest episode first", _CHANNEL.type, "serial"),
    Setting("medium", OneOf(*MEDIUMS), "what it is", _CHANNEL.medium, "audiobook"),
    Setting("block", Flag(), "true: a private show, for no directory and no search engine", _CHANNEL.block, True),
    Setting(
        "funding",
        SubTable(Setting("url", WebAddress(), "where"), Setting("text", Text(), "what the button says")),
        "where listeners can support the show",
        {},
        {"url": "https://example.org/support", "text": "Support the show"},
    ),
    Setting("license", Text(), "the SPDX name of its licence", _CHANNEL.license, "CC-BY-4.0"),
    Setting("location", Text(), "the place that it is about", _CHANNEL.location, "Dunhuang"),
    Setting("txt", TextOrTexts(), "a code that a directory asks for as a proof", _CHANNEL.txt, "directory-code-123"),
)
PAUSES = Table(
    "pauses",
    "minimum silence in milliseconds (a chapter starts on a whole second); at marks, of the embedded voices",
    tuple(
        Setting(name, Whole(0, LONGEST, N_("milliseconds")), meaning, getattr(_PAUSES, name), getattr(_PAUSES, name))
        for name, meaning in (
            ("sentence", "before a sentence"),
            ("paragraph", "before a paragraph"),
            ("turn", "before another speaker"),
            ("section", "before a heading"),
            ("music", "around music"),
            ("ellipsis", "at … inside a sentence"),
            ("dash", "at —"),
            ("clause", "at ; and :"),
            ("comma", "at a comma"),
            ("list", "at 、"),
            ("bracket", "at ( and )"),
            ("quote", "at quotation marks; 0 is as the voice speaks"),
        )
    ),
)
MUSIC = Table(
    "music",
    "WAV, FLAC, MP3 or Ogg Vorbis; anything else where ffmpeg is installed",
    (
        Setting("intro", ExistingFile(), "at the start", _MUSIC.intro, "music/intro.mp3"),
        Setting("sting", ExistingFile(), "before each chapter", _MUSIC.sting, "music/sting.wav"),
        Setting("outro", ExistingFile(), "at the end", _MUSIC.outro, "music/outro.mp3"),
        Setting("fade", Whole(0, LONGEST, N_("milliseconds")), "length of the fade-out", _MUSIC.fade, _MUSIC.fade),
        Setting(
            "loudness", Number(-50.0, LOUDNESS[1], "LUFS"), "default: as loud as the speech", _MUSIC.loudness, -19.0
        ),
    ),
)
AUDIO = Table(
    "audio",
    "the sound of the episodes",
    (
        Setting("loudness", Number(*LOUDNESS, "LUFS"), "measured with a mono meter", _AUDIO.loudness, _AUDIO.loudness),
        Setting(
            "rate", Choice(48_000, 24_000), "Hz; 48000 goes with bitrate 96, 24000 with 64", _AUDIO.rate, _AUDIO.rate
        ),
        Setting(
            "bitrate", Choice(96, 64), "kbit/s; 96 goes with rate 48000, 64 with 24000", _AUDIO.bitrate, _AUDIO.bitrate
        ),
    ),
)
VOICES = Table(
    "voices",
    "the voice of a role (Q asks, A answers, N narrates) or of a name",
    (
        Setting("Q", Text(), "“audiobuild voices” lists the names", "", "zf_xiaoxiao"),
        Setting("A", Text(), "", "", "zm_yunyang"),
        Setting("N", Text(), "", "", "zm_yunxi"),
    ),
    each=Text(),
)


def _adjustment(name: str, meaning: str, each: ValueType, example: float) -> Table:
    return Table(name, meaning, (Setting("A", each, "", "", example),), each=each)


#: The tables that change how voices speak, each named after the attribute of a voice that it sets.
ADJUSTMENTS = (
    _adjustment("rate", "the speed of a role, name or voice, in place of the voice's own", Number(*RATE), 0.92),
    _adjustment("gain", "how much louder a role, name or voice is than the others", Number(-GAIN, GAIN, "dB"), 1.5),
    _adjustment("pitch", "how much higher a role, name or voice speaks, where the engine can", Whole(*PITCH, "Hz"), -5),
)
PEOPLE = Table(
    "people",
    "where apps lead from a name in the feed, and the picture they show",
    (
        Setting(
            "周远", SubTable(), "", {}, {"link": "https://example.org/zhou", "image": "https://example.org/zhou.jpg"}
        ),
    ),
    each=SubTable(Setting("link", WebAddress(), "a page"), Setting("image", WebAddress(), "a picture")),
)
TABLES = (VOICES, *ADJUSTMENTS, PAUSES, MUSIC, AUDIO, PEOPLE)

#: Of one voice in a show's voices/<engine>.toml.
VOICE = (
    Setting("language", Text(), "its language, for example zh, or any for all languages; required", "", "zh"),
    Setting("gender", Text(), "female or male: decides who is cast for whom", _VOICE.gender, "female"),
    Setting("rate", Number(*RATE), "its speed, 1.0 as the engine speaks", _VOICE.rate, 1.1),
    Setting("gain", Number(-GAIN, GAIN, "dB"), "louder or softer than the others", _VOICE.gain, -1.5),
    Setting("loudness", Number(-60.0, 0.0, "LUFS"), "its level as the engine delivers it", _VOICE.loudness, -20.0),
    Setting("alias", Text(), "a short name; voices with the same alias replace each other", _VOICE.alias, "xiaoxiao"),
    Setting("about", Text(), "how it sounds, for “audiobuild voices”", _VOICE.about, "a boy's voice"),
)
#: Of one voice too, where the engine allows it.
MORE_OF_A_VOICE = (
    Setting("pitch", Whole(*PITCH, "Hz"), "higher or lower than the voice's own", _VOICE.pitch, -5),
    Setting("volume", Number(*VOLUME, N_("percent")), "louder or softer; it is applied as gain", 0, -10),
    Setting("instructions", Text(), "how it speaks, in place of those of the show", _VOICE.instructions, "Calm, low."),
    Setting(
        "blend",
        Blend(),
        "voices of the same engine that it is mixed from, each with its part",
        _VOICE.blend,
        "zf_xiaoxiao:60 zf_xiaobei:40",
    ),
)
#: Of [cast.<language>] in voices/<engine>.toml: the voices of the roles.
CAST = (
    Setting("hosts", Texts(), "voices for those who ask, in order of preference", (), ["zf_xiaoxiao"]),
    Setting("guests", Texts(), "voices for those who answer, in order of preference", (), ["zm_yunyang", "zm_yunxi"]),
    Setting("narrator", Text(), "the voice of title, lede and headings", "", "zm_yunxi"),
)
REMEMBERED = Table(
    "remembered",
    "the voices that people keep",
    (Setting("陶渡", Text(), "the name as scripts have it", "", "kokoro:zm_yunyang"),),
    each=Text(),
)
LEXICON = Table(
    "lexicon",
    "how words are pronounced",
    (
        Setting("单雄信", Text(), "pinyin, with figures or with tone marks", "", "shan4 xiong2 xin4"),
        Setting("ACME", Text(), "letters, one by one", "", "A C M E"),
        Setting("nginx", Text(), "other words, which are then read as text", "", "engine x"),
    ),
    each=Text(),
)
