"""The base class of all engines, those of other packages included."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from audiobuild.engines.shared import Shared
from audiobuild.errors import AudiobuildError
from audiobuild.i18n import _
from audiobuild.model import Piece, Pronunciation, Take, Utterance, Voice
from audiobuild.resources import code_digest
from audiobuild.settings import Setting

if TYPE_CHECKING:
    from audiobuild.pronunciation.lexicon import Lexicon

SENTENCES = {"zh": "你好，世界。", "en": "Hello, world."}  # what `audiobuild doctor` lets an engine speak


class Offer(NamedTuple):
    """A voice that an engine offers: its locale is a BCP 47 tag as in "zh-CN", `tags` what it is good for."""

    name: str
    locale: str
    gender: str = ""
    tags: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The first part of the locale, as in "zh"."""
        return self.locale.partition("-")[0]


class Listing(NamedTuple):
    """Voices that an engine has besides those of its voices file, and the day of the list."""

    day: str = ""
    offers: tuple[Offer, ...] = ()


class Check(NamedTuple):
    """One thing `audiobuild doctor` looked at; a `needed` check that is not ok makes the command fail."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


class Engine(ABC):
    """Turns an utterance into sound. One object serves all episodes that have the same settings and lexicon.

    `speak` and `pronounce` may be called from several threads at once. A package adds an engine by an entry point in
    the group "audiobuild.engines" with the engine's name. A whole engine, with two voices of a beep:

        class Beeper(Engine):
            name = "beeper"
            label = "a beep for each sentence"
            languages = ("any",)
            voices_file = Path(__file__).with_name("beeper.toml")
            settings = (Setting("length", Number(0.1, 9.0, "seconds"), "of a beep", default=1.0, example=2.0),)

            def identity(self, voice: Voice) -> tuple[str, ...]:
                return ("1", voice.name, str(self.options["length"]))

            def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
                import numpy as np  # here, so that listing voices does not load it

                pitch = {"high": 880, "low": 440}[voice.name]
                time = np.arange(round(24_000 * self.options["length"] / voice.rate)) / 24_000
                return Take(np.round(8_000 * np.sin(2 * np.pi * pitch * time)).astype(np.int16), 24_000)

    Its beeper.toml, in the format of a show's own voices/beeper.toml:

        [cast.any]
        hosts = ["high"]
        guests = ["low"]
        narrator = "low"

        [voices]
        high = { language = "any", loudness = -15.3 }
        low = { language = "any", loudness = -15.3 }
    """

    name: ClassVar[str]
    label: ClassVar[str]
    """A noun phrase for users, as in "the embedded voice, offline"."""
    draft: ClassVar[bool] = False
    """Whether what it speaks is no speech: such an episode is published only when asked for."""
    languages: ClassVar[tuple[str, ...]]
    """The languages it speaks, as in ("zh", "en"); "any" means all."""
    voices_file: ClassVar[Path]
    """The casts and voices shipped with the engine; a show's own voices/<name>.toml replaces it."""
    settings: ClassVar[tuple[Setting, ...]] = ()
    """The settings of the table [<name>] in audiobuild.toml."""
    voice_settings: ClassVar[tuple[str, ...]] = ()
    """Which of "pitch", "volume", "instructions" its voices may have besides the settings that all voices have."""
    open_voices: ClassVar[bool] = False
    """Whether a voice that its voices file does not name can be cast: a server knows its own."""
    online: ClassVar[bool] = False
    """Whether it needs a network: it cannot be a show's fallback, and a fallback can replace it."""
    one_process: ClassVar[bool] = False
    """Whether its requests must come from one process: its sentences are never sent to the workers of a cluster."""
    concurrency: int = 1
    """How many utterances to speak at once regardless of the number of cores; 1 when each uses a core."""

    def __init__(
        self, options: Mapping[str, Any] | None = None, lexicon: Lexicon | None = None, shared: Shared | None = None
    ) -> None:
        """Keep what an engine is made with.

        `options` are values of `settings`, already checked; `self.options` holds the defaults too. `lexicon` has the
        words that the show pronounces in its own way. `shared` holds what several engines use together: a loaded model.
        """
        defaults = {setting.name: setting.default for setting in self.settings}
        self.options = {**defaults, **(options or {})}
        if lexicon is None:
            from audiobuild.pronunciation.lexicon import Lexicon  # not sooner: it costs a tenth of the start

            lexicon = Lexicon()
        self.lexicon = lexicon
        self.shared = shared or Shared()

    @cached_property
    def frontend_version(self) -> str:
        """The version of the rules that turn text into `engine_input`: another version speaks changed sentences again.

        By default that of the rules of `in_words`, and the lexicon.
        """
        return code_digest("pronunciation/**/*.py")[:16] + self.lexicon.digest

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """How the utterance will be spoken; the pieces' `written` joined are its text. Raises EngineError.

        By default in one piece, as text for an engine that reads text itself: figures, units and signs in words, and
        respelled by the lexicon and the marks of the script.
        """
        from audiobuild.pronunciation import in_words
        from audiobuild.pronunciation.given import hold

        held = hold(utterance.text, utterance.readings, self.lexicon)
        said = in_words(held.lexicon.respelled(held.text), utterance.language)
        return Pronunciation((Piece(utterance.text, said, said),))

    @abstractmethod
    def identity(self, voice: Voice) -> tuple[str, ...]:
        """All that decides the sound besides `engine_input` and the voice's rate: model, voice, runtime versions."""

    @abstractmethod
    def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
        """The utterance as sound: int16 samples, mono, and their rate in Hz, at `voice.rate` times the normal speed.

        Raises EngineError when there is no usable sound, Interrupted after `stop`.
        """

    def load(self) -> None:  # noqa: B027  (optional)
        """Import what speaking needs; called in a thread while a script is read, and has no other effect."""

    def prepare(self, threads: int) -> None:  # noqa: B027  (optional)
        """Begin to load in the background what speaking needs; errors are raised by `speak`.

        `threads` is how many one call of `speak` may use: one is best when several speak at once. The sound is the
        same.
        """

    def warning(self, utterance: Utterance) -> str:
        """A sentence on what is doubtful about the sound accepted for the utterance; "" for nothing."""
        return ""

    def stop(self) -> None:  # noqa: B027  (optional)
        """End what is being spoken as soon as possible; `speak` raises Interrupted from now on."""

    @classmethod
    def listed(cls) -> Listing:
        """Voices that can be cast although the voices file does not name them."""
        return Listing()

    def offered(self) -> Sequence[Offer] | None:
        """The voices as a service offers them now, None for an engine without a service. Raises EngineError."""
        return None

    def examine(self, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
        """What `audiobuild doctor` shows of the engine; `voices` has a voice for each language of SENTENCES it casts.

        By default each voice speaks its sentence. An online engine is used only when `live` is asked for.
        """
        if live or not self.online:
            yield from self.spoken(voices, self.name)

    def spoken(self, voices: Mapping[str, Voice], what: str) -> Iterator[Check]:
        """A check for each language: its sentence, spoken by its voice."""
        for language, voice in voices.items():
            try:
                take = self.speak(self.pronounce(Utterance(SENTENCES[language], voice, language)), voice)
                found = Check(
                    "",
                    True,
                    _("{name} spoke {seconds:.1f} s").format(name=voice.name, seconds=len(take.samples) / take.rate),
                )
            except AudiobuildError as error:
                found = Check("", False, str(error))
            yield found._replace(what=f"{what} ({language})", needed=not self.online)


def substitute(gone: Offer, offers: Iterable[Offer]) -> Offer | None:
    """Of the voices offered, the nearest to one that is gone: same language; then gender, locale and most tags."""
    near = [offer for offer in offers if offer.language == gone.language and offer.name != gone.name]

    def likeness(offer: Offer) -> tuple[bool, bool, int]:
        shared = len(set(offer.tags) & set(gone.tags))
        return offer.gender == gone.gender, offer.locale == gone.locale, shared

    return max(near, key=likeness, default=None)
