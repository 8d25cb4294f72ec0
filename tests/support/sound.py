"""Speech-like sound for tests: deterministic, with pauses, weak beginnings, hiss and a chosen loudness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 24_000


def turn(seed: int, seconds: float, level: float = 0.1, pitch: float = 120.0) -> NDArray[np.float32]:
    """`seconds` of babble at 24 kHz between 0.3 s of silence before and 0.6 s after; `level` scales it (peak about 5 x).

    Syllables of 180 ms: a hiss, then a harmonic tone with moving pitch and formants, some of them left out.
    """
    rng = np.random.default_rng(seed)
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.2 * np.sin(2 * np.pi * 0.7 * time + seed))) / RATE
    formant = 700 + 400 * np.sin(2 * np.pi * 1.3 * time + seed)
    voiced = sum(np.cos(n * phase + n * n) / (1 + ((n * pitch - formant) / 350) ** 2) for n in range(1, 28))
    hiss = np.convolve(rng.standard_normal(count), [1, -0.9], "same")
    place = time / 0.18 % 1
    spoken = rng.random(round(seconds / 0.18) + 1)[(time / 0.18).astype(int)] > 0.12
    spoken[: round(0.18 * RATE)] = spoken[-round(0.18 * RATE) :] = True
    sound = spoken * (np.sin(np.pi * place) ** 2 * voiced + 0.06 * (place < 0.3) * hiss)
    silent = 1e-5 * rng.standard_normal(round(0.9 * RATE))
    before = round(0.3 * RATE)
    return np.concatenate([silent[:before], level * sound, silent[before:]]).astype(np.float32)
