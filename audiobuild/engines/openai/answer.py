"""Checks that an answer is the whole text, spoken: servers send errors, halves, silence and noise as success."""

from __future__ import annotations

import json
import statistics
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.heard import FIRST_HAN, RATE, Heard, rejected, require_sound, too_short
from audiobuild.engines.openai.containers import is_mp3, require_whole_mp3, whole_wav
from audiobuild.errors import AudioError
from audiobuild.i18n import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATES = (8_000, 96_000)  # Hz that are believed
SAMPLE_BYTES = 2  # of raw PCM
SHOWN = 160  # characters of a server's own message

#: Seconds that people need: a syllable, a letter of an alphabet, a figure as it is written, a mark with its pause.
SYLLABLE, LETTER, FIGURE, MARK = 0.2, 0.065, 0.25, 0.15
LONG_ENOUGH = 1.5  # seconds of speech from which on its length says something
LEARNT, REMEMBERED = 4, 30  # answers after which a voice's own pace is known, and how many count
SHORTEST, LONGEST = 0.6, 2.2  # times the usual length for the text: half a sentence is 0.5, one said twice 2
SAME = 0.15  # by which the lengths of two answers to one text may differ, when the model speaks it so
ENDLESS = (30.0, 6.0)  # seconds, and times the usual length: no text is spoken so slowly
WIDEST = 48_000 * 2 * 4  # bytes of a second: 48 kHz, stereo, 32 bits
NOISE = (0.25, 0.4)  # RMS of full scale and share of zero crossings: raw sound of another format, never speech
BLOCK = RATE // 50  # samples, 20 ms
CUT_OFF = 0.5  # RMS of the last block, as a share of the loud blocks': 0.01 to 0.05 in speech of Kokoro
LONG_SILENCE = 3.0  # seconds within a sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer with status 200, and its content type."""

    data: bytes
    kind: str


def usual_seconds(text: str) -> float:
    """How long people speak the text."""
    return sum(map(_seconds, text))


def most_bytes(text: str) -> int:
    """More bytes than any sound of the text has."""
    return round(_endless(text) * WIDEST)


def error_text(body: bytes) -> str:
    """What a server says in a body that is no sound: the message in its JSON, else its text; "" for neither."""
    text = body.decode("utf-8", "replace").strip()
    try:
        found = json.loads(text)
    except ValueError:
        printable = text.isprintable() and not text.startswith("<")
        return _short(text) if printable else ""
    return _short(_message(found))


class Judge:
    """Accepts or rejects the answers of one server, whose voices' pace it learns. Safe to use from several threads."""

    def __init__(self, form: str, rate: int) -> None:
        self._form, self._rate = form, rate
        self._lock = threading.Lock()
        self._paces: dict[str, deque[float]] = {}  # by voice: length of its answers, as a share of the usual one
        self._doubted: dict[tuple[str, str], float] = {}  # by voice and text

    def accepted(self, answer: Answer, text: str, voice: str, speed: float) -> Heard:
        """The answer, decoded, when it can be `text` spoken at `speed` times the normal; else AttemptError."""
        samples = _decoded(answer, self._form, self._rate)
        if len(samples) < BLOCK:
            raise rejected(5, _("{count} samples of sound").format(count=len(samples)))
        require_sound(samples, RATE, check=4)
        _require_no_noise(samples)
        from audiobuild.engines.online.sound import speech

        start, end = speech(samples)
        seconds = (end - start) / RATE
        if seconds > _endless(text):
            raise rejected(
                5, _("{seconds:.0f} s of sound for {count} letters").format(seconds=seconds, count=len(text))
            )
        doubts = (
            *self._unlike_the_voice(voice, text, seconds * speed),
            *too_short(text, seconds * speed, check=7),
            *_oddities(samples[start:end], len(samples) - end),
        )
        return Heard(samples, (), doubts, again=bool(doubts))

    def _unlike_the_voice(self, voice: str, text: str, seconds: float) -> Iterator[str]:
        """A doubt when the text is far shorter or longer than the voice usually is, unless it is always so."""
        usual = usual_seconds(text)
        if usual < LONG_ENOUGH:
            return
        share = seconds / usual
        with self._lock:
            pace = self._paces.setdefault(voice, deque(maxlen=REMEMBERED))
            middle = statistics.median(pace) if len(pace) >= LEARNT else 1.0
            before = self._doubted.pop((voice, text), None)
            fits = SHORTEST * middle <= share <= LONGEST * middle
            if fits or (before is not None and abs(share - before) <= SAME * before):
                pace.append(share)
            else:
                self._doubted[voice, text] = share
        if not fits:
            what = _("words may be missing") if share < middle else _("words may be repeated")
            yield _("{what}, {seconds:.1f} s where {usual:.1f} s are usual (check 6)").format(
                what=what, seconds=seconds, usual=usual * middle
            )


def _decoded(answer: Answer, form: str, rate: int) -> NDArray[np.float32]:
    """The sound at RATE; raises AttemptError for what is none, or not whole."""
    from audiobuild.sound.audio import decode_pcm, decode_sound, resampled

    data = answer.data
    if not data:
        raise AttemptError(FailureKind.SILENT, _("an empty answer"))
    try:
        if data.startswith(b"RIFF"):
            samples, rate = decode_sound(whole_wav(data))
        elif data.startswith((b"fLaC", b"OggS")) or is_mp3(data):
            require_whole_mp3(data)
            samples, rate = decode_sound(data)
        elif form == "pcm" and not _is_message(answer):
            samples = decode_pcm(_whole_samples(data))
        else:
            raise _no_sound(answer)
    except AudioError as error:
        raise rejected(3, _("{size} bytes cannot be decoded").format(size=len(data))) from error
    if not RATES[0] <= rate <= RATES[1]:
        raise rejected(3, _("a rate of {rate} Hz").format(rate=rate))
    return resampled(samples, rate, RATE)


def _whole_samples(data: bytes) -> bytes:
    if len(data) % SAMPLE_BYTES:
        raise rejected(2, _("raw sound of {size} bytes, an odd number").format(size=len(data)))
    return data


def _is_message(answer: Answer) -> bool:
    """Whether an answer that was to be raw sound is a text."""
    if answer.kind.startswith("text/") or "json" in answer.kind:
        return True
    return answer.data.lstrip()[:1] in (b"{", b"<") and bool(error_text(answer.data))


def _no_sound(answer: Answer) -> AttemptError:
    """The error for an answer that is no sound: a message of the server, or a format that cannot be read."""
    text = error_text(answer.data)
    said = (
        f": {text}"
        if text
        else _(" but {kind} of {data} bytes").format(kind=answer.kind or _("something unknown"), data=len(answer.data))
    )
    return AttemptError(FailureKind.BROKEN, _("HTTP 200, no sound{said}").format(said=said))


def _message(found: Any) -> str:
    """The message in the JSON of an error: {"error": {"message": …}}, {"detail": …}, {"message": …}."""
    if isinstance(found, Mapping):
        parts = [found.get(name) for name in ("error", "detail", "message", "code")]
        return " ".join(_message(part) for part in parts if part)
    if isinstance(found, list):
        return " ".join(map(_message, found))
    return str(found)


def _short(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _require_no_noise(samples: NDArray[np.float32]) -> None:
    """Raise AttemptError for what sounds like compressed bytes or samples of another size."""
    import numpy as np

    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    crossings = float(np.mean(np.signbit(samples[1:]) != np.signbit(samples[:-1])))
    if level > NOISE[0] and crossings > NOISE[1]:
        raise rejected(
            4, _("noise, RMS {level:.2f}, {crossings:.0%} zero crossings").format(level=level, crossings=crossings)
        )


def _oddities(sound: NDArray[np.float32], after: int) -> Iterator[str]:
    """Doubts about a sound from its first to its last loud sample, `after` samples of silence follow."""
    import numpy as np

    from audiobuild.engines.online.sound import QUIET

    blocks = sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK)
    if not len(blocks):
        return
    levels = np.sqrt(np.mean(np.square(blocks, dtype=np.float64), axis=1))
    loud = float(np.percentile(levels, 90))
    last = float(np.sqrt(np.mean(np.square(sound[-BLOCK:], dtype=np.float64))))
    if after < BLOCK and last > CUT_OFF * loud:
        yield _("it breaks off in mid-sound (check 8)")
    edges = np.flatnonzero(np.concatenate([[True], levels > QUIET, [True]]))
    pause = (int(np.diff(edges).max()) - 1) * BLOCK / RATE
    if pause > LONG_SILENCE:
        yield _("{pause:.1f} s of silence within (check 8)").format(pause=pause)


def _seconds(letter: str) -> float:
    if not letter.isalnum():
        return 0.0 if letter.isspace() else MARK
    if letter.isdecimal():
        return FIGURE
    return LETTER if letter < FIRST_HAN else SYLLABLE


def _endless(text: str) -> float:
    """Seconds that no speech of the text lasts."""
    return ENDLESS[0] + ENDLESS[1] * usual_seconds(text)
