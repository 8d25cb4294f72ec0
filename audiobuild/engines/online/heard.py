"""An answer of a speech service that was accepted, and how decoded sound is judged whatever the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.i18n import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 24_000  # Hz of all accepted sound: it divides both rates of an episode
QUIET = 1e-3  # RMS of full scale: speech is above
#: Seconds that a letter lasts at least at normal speed. A guess with a margin: nobody has measured the live voices.
QUICKEST_HAN, QUICKEST = 0.07, 0.02
FIRST_HAN = "⺀"  # letters from here on are syllables, those before it parts of one


class Boundary(NamedTuple):
    """A word and when it is heard, in ticks of 100 ns from the start of the sound before it was encoded."""

    offset: int
    duration: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """An answer that was accepted: its sound at RATE, its words, and what is doubtful about it.

    With `again` it is worth asking once more, since another answer may be without those doubts.
    """

    samples: NDArray[np.float32]
    boundaries: tuple[Boundary, ...] = ()
    doubts: tuple[str, ...] = ()
    again: bool = False


def rejected(check: int, figures: str) -> AttemptError:
    """The error for an answer that cannot be the text, spoken: the number of the check, and what it found."""
    return AttemptError(FailureKind.REJECTED, _("check {check}: {figures}").format(check=check, figures=figures))


def require_sound(samples: NDArray[np.float32], rate: int, check: int) -> None:
    """Raise AttemptError REJECTED when the samples are silence."""
    import numpy as np

    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    if level < QUIET:
        raise rejected(
            check, _("{seconds:.1f} s of silence, RMS {level:.5f}").format(seconds=len(samples) / rate, level=level)
        )


def too_short(text: str, seconds: float, check: int) -> Iterator[str]:
    """A doubt when nobody speaks the letters of `text` in so few seconds."""
    letters = [letter for letter in text if letter.isalnum()]
    least = sum(QUICKEST if letter < FIRST_HAN else QUICKEST_HAN for letter in letters)
    if seconds < least:
        yield _("words may be missing, {seconds:.1f} s is short for {count} letters (check {check})").format(
            seconds=seconds, count=len(letters), check=check
        )


def share(words: str, text: str) -> float:
    """How much of the letters and digits of `text` is found in `words`, in any order."""
    wanted = Counter(letter for letter in text.casefold() if letter.isalnum())
    found = Counter(letter for letter in words.casefold() if letter.isalnum())
    return (wanted & found).total() / max(1, wanted.total())
