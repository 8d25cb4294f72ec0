"""Lets every voice speak one text, so that voices are heard before they are cast."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from audiobuild.builder import Builder
from audiobuild.errors import AudiobuildError
from audiobuild.markup import render
from audiobuild.planning.cast import LANGUAGES
from audiobuild.preview import text_language
from audiobuild.regex import lazy

#: What the voices of a language speak when no text is given.
TEXTS = {
    "zh": "你好，我是这档节目里的一个声音。今天我们慢慢聊，从一杯茶说起，好吗？",
    "en": "Hello, I am one of the voices of this show. Shall we take our time today, and begin with a cup of tea?",
}
ANY = "any"  # the language of a voice that speaks all
_HAN, _WORD = lazy("[\u3400-\u9fff]"), lazy(r"[^\W_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice speaking the text: an MP3 of `seconds`, or the sentence why there is none in `error`.

    `pitch` is the median in Hz (None: nothing was voiced), `pace` a number with its unit; both are measured here.
    """

    engine: str
    voice: str
    language: str
    gender: str
    cast_as: str
    sound: bytes = b""
    seconds: float = 0.0
    pitch: float | None = None
    pace: str = ""
    error: str = ""

    @property
    def address(self) -> str:
        """The sound inside the page."""
        return f"data:audio/mpeg;base64,{b64encode(self.sound).decode('ascii')}"


def samples(builder: Builder, rows: Sequence[Mapping[str, str]], text: str) -> Iterator[Sample]:
    """Each voice of `rows` (as `voice_list.voice_rows` gives them) with its sample, in their order.

    A text is spoken by the voices of its language. Without one each voice speaks a text in its own language; voices of
    languages for which there is none are passed over.
    """
    texts = {text_language(text): text} if text else TEXTS
    for row in rows:
        language = row["language"].partition("-")[0]
        spoken = next(iter(texts.values())) if language == ANY else texts.get(language)
        if spoken:
            yield _sample(builder, row, spoken)


def _sample(builder: Builder, row: Mapping[str, str], text: str) -> Sample:
    from audiobuild.sound.pitch import median_pitch

    known = Sample(row["engine"], row["voice"], row["language"], row["gender"], row["cast_as"])
    try:
        preview = builder.preview(text, voice=f"{row['engine']}:{row['voice']}")
        sound, seconds = preview.mp3()
    except AudiobuildError as error:
        return replace(known, error=str(error))
    pitch = median_pitch(preview.samples, preview.rate)
    return replace(known, sound=sound, seconds=seconds, pitch=pitch, pace=_pace(text, seconds))


def _pace(text: str, seconds: float) -> str:
    """How fast a text was spoken: characters a second where it is Chinese, else words a minute."""
    characters = len(_HAN.findall(text))
    words = len(_WORD.findall(text))
    if characters > words:
        return f"{characters / seconds:.1f} characters a second"
    return f"{60 * words / seconds:.0f} words a minute"


def samples_page(found: Sequence[Sample], engine: str) -> str:
    """The page: a player for each voice, with what to write to cast it in a show whose engine is `engine`."""
    groups = [
        (LANGUAGES.get(language.partition("-")[0], language), list(group))
        for language, group in groupby(found, key=lambda sample: sample.language)
    ]
    return render("site/voices.html", groups=groups, engine=engine, roles=("Q", "A", "N"))
