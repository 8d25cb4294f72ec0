"""How high a voice speaks: the fundamental frequency of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOWEST, HIGHEST = 60, 420  # Hz, of speaking adults
FRAME, STEP = 0.04, 0.02  # seconds: two periods of the lowest voice
FAINT = 10 ** (-30 / 20)  # of the loudest frame: quieter frames are pauses and breath
VOICED = 0.5  # correlation of a frame with itself a period later; noise and hissing stay below
OCTAVE = 0.9  # of the best correlation: a shorter period that reaches it is the real one, the best its double


def median_pitch(samples: NDArray[np.float32], rate: int) -> float | None:
    """The median fundamental frequency in Hz of `samples` (mono, at `rate` Hz), None when nothing is voiced."""
    size, step = round(FRAME * rate), round(STEP * rate)
    if len(samples) < size:
        return None
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::step]
    loudness = np.sqrt((frames**2).mean(axis=1))
    loud = frames[loudness > FAINT * loudness.max()]
    found = [period for period in map(_period, loud, [rate] * len(loud)) if period]
    return rate / float(np.median(found)) if found else None


def _period(frame: NDArray[np.float32], rate: int) -> int:
    """The period of a frame in samples, 0 when it has none."""
    size = len(frame)
    shortest, longest = rate // HIGHEST, min(rate // LOWEST, size - 1)
    spectrum = np.fft.rfft(frame - frame.mean(), 2 * size)
    same = np.fft.irfft(np.abs(spectrum) ** 2)[: longest + 1]
    overlap = 1 - np.arange(longest + 1) / size  # fewer samples overlap at a longer delay
    likeness = same / (same[0] * overlap) if same[0] > 0 else np.zeros(longest + 1)
    inner = likeness[shortest - 1 :]
    peaks = shortest + np.flatnonzero((inner[1:-1] >= inner[:-2]) & (inner[1:-1] > inner[2:]))
    best = float(likeness[peaks].max(initial=0))
    return int(peaks[likeness[peaks] >= OCTAVE * best][0]) if best >= VOICED else 0
