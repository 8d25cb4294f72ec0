"""Recorded answers: a file of somebody speaking becomes a segment, trimmed and levelled like a take.

The segment's words are whole sentences. Where one ends and the next begins is not known from the sound alone, so the
pauses of the recording are given to the ends of the sentences: near the place that the length of the texts predicts,
and long ones rather than short ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from audiobuild.errors import AudioError, ConfigError
from audiobuild.i18n import _
from audiobuild.model import AudioSettings, Segment, Word
from audiobuild.sound import audio, mp3

LONGEST = 900  # seconds: longer than any answer; a recording is in memory as a whole while it is levelled
FLOOR = 6.0  # dB above the quietest blocks: what is louder is speech, and the noise of the room is not
QUIETEST = 5  # percent of the blocks, those that are taken for the noise of the room
QUIETEST_PEAK = 1e-6  # amplitude that stands for digital silence, which has no level in dB
LEAST_FLOOR, MOST_FLOOR = -41.0, -12.0  # dB from the speech's loudness between which the floor lies; -41 as for a take
KEPT = 0.06  # seconds on both sides of what is above the floor: weak consonants may be as loud as the room
SHORTEST_PAUSE = 0.15  # seconds: shorter silence is a stop consonant
LONG_PAUSE = 1.0  # seconds: a longer pause is no better an end of a sentence
PAUSE_WORTH = 0.6  # of a sentence's length: how far a pause of LONG_PAUSE may lie from where an end is expected


class Pause(NamedTuple):
    """A pause in samples, and how much speech there is before it, also in samples."""

    start: int
    end: int
    spoken: int


def make_recording(path: Path, sentences: Sequence[tuple[str, float]], gain: float, settings: AudioSettings) -> Segment:
    """A recording as a segment whose words are its sentences, given as text and how long each takes to say.

    It is as loud as other speech, and `gain` dB louder.

    Raises ConfigError when the file cannot be used, AudioError when it cannot be encoded.
    """
    samples = open_recording(path, settings.rate)
    natural = loudness_of(samples, settings.rate)
    start, end = audio.heard(samples, settings.rate, floor_of(samples, settings.rate, natural))
    kept = round(KEPT * settings.rate)
    speech = samples[max(0, start - kept) : end + kept]
    speech = audio.trim(speech, settings.rate, natural + audio.FLOOR)  # as mastering does, so that times stay right
    try:
        segment = mp3.make_segment(audio.to_take(speech, settings.rate), natural, gain, settings)
    except AudioError as error:
        text = _("{path} cannot be encoded as speech; record it again, or remove it to have the text spoken.").format(
            path=path
        )
        raise ConfigError(text) from error
    ends = sentence_ends(speech, settings.rate, natural, [length for _unused, length in sentences])
    texts = [text for text, _unused in sentences]
    return replace(segment, words=_words(texts, ends, segment.content))


def open_recording(path: Path, rate: int) -> NDArray[np.float32]:
    """A recording as mono samples at `rate`. Raises ConfigError when it cannot be read, is silent or too long."""
    sound = audio.open_sound(path)
    if len(sound) > LONGEST * 1000:
        raise ConfigError(
            _("{path} lasts {minutes:.0f} minutes; cut it to at most {limit}.").format(
                path=path, minutes=len(sound) / 60000, limit=LONGEST // 60
            )
        )
    samples = np.frombuffer(sound.set_channels(1).set_sample_width(2).raw_data, "<i2")
    if not samples.size or int(np.abs(samples.astype(np.int32)).max()) < 32768 * 10 ** (audio.SILENCE / 20):
        raise ConfigError(
            _("{path} contains only silence; record it again, or remove it to have the text spoken.").format(path=path)
        )
    return audio.resampled(samples.astype(np.float32) / np.float32(32768), sound.frame_rate, rate)


def loudness_of(samples: NDArray[np.float32], rate: int) -> float:
    """The loudness of a recording in LUFS; one that is shorter than the meter needs is repeated."""
    repeats = -(-(2 * rate // 5) // len(samples))
    found = audio.loudness(np.tile(samples, repeats), rate)
    return audio.SILENCE if found is None else found


def floor_of(samples: NDArray[np.float32], rate: int, natural: float) -> float:
    """The level in dBFS above which there is speech: that of the quietest blocks and FLOOR."""
    noise = float(np.percentile(_levels(samples, rate), QUIETEST))
    return min(natural + MOST_FLOOR, max(natural + LEAST_FLOOR, noise + FLOOR))


def sentence_ends(
    speech: NDArray[np.float32], rate: int, natural: float, lengths: Sequence[float]
) -> list[tuple[int, int]]:
    """Between each two sentences, where the first ends and where the next begins, in samples."""
    if len(lengths) < 2:
        return []
    levels = _levels(speech, rate)
    heard = levels > floor_of(speech, rate, natural)
    pauses = _pauses(heard, rate)
    spoken = int(np.count_nonzero(heard)) * _block(rate)
    shares = np.cumsum(lengths) / max(sum(lengths), 1e-9)
    wanted = [float(share) * spoken for share in shares[:-1]]
    if len(pauses) < len(wanted):
        return [(place, place) for place in _unvoiced(heard, wanted, rate)]
    return [(pause.start, pause.end) for pause in _assigned(pauses, wanted, spoken / len(lengths), rate)]


def _assigned(pauses: Sequence[Pause], wanted: Sequence[float], sentence: float, rate: int) -> list[Pause]:
    """A pause for each end, in order, with the least sum of distances; long pauses may lie farther away.

    `sentence` is the length of one on average, in samples.
    """
    worth = [PAUSE_WORTH * min(1.0, (pause.end - pause.start) / (LONG_PAUSE * rate)) for pause in pauses]
    best = np.zeros(len(pauses) + 1)
    chosen: list[NDArray[np.intp]] = []
    for end in wanted:
        costs = [abs(pause.spoken - end) / sentence - own for pause, own in zip(pauses, worth, strict=True)]
        sums = np.concatenate([[math.inf], best[:-1] + costs])  # of the ends so far, the last one at this pause
        best = np.minimum.accumulate(sums)
        chosen.append(_first_minima(sums))
    found: list[Pause] = []
    place = len(pauses)
    for own in reversed(chosen):
        place = int(own[place])
        found.append(pauses[place - 1])
        place -= 1
    return found[::-1]


def _first_minima(sums: NDArray[np.float64]) -> NDArray[np.intp]:
    """For each place, where the least of the sums up to it is."""
    is_new = np.concatenate([[True], sums[1:] < np.minimum.accumulate(sums)[:-1]])
    return np.maximum.accumulate(np.where(is_new, np.arange(len(sums)), 0))


def _pauses(heard: NDArray[np.bool_], rate: int) -> list[Pause]:
    """The pauses inside the speech."""
    block = _block(rate)
    edges = np.flatnonzero(np.diff(heard.astype(np.int8)))
    spoken = np.cumsum(heard)
    found = []
    for start, end in zip(edges[:-1] + 1, edges[1:] + 1, strict=True):
        if not heard[start] and (end - start) * audio.BLOCK >= SHORTEST_PAUSE:
            found.append(Pause(int(start) * block, int(end) * block, int(spoken[start]) * block))
    return found


def _unvoiced(heard: NDArray[np.bool_], wanted: Sequence[float], rate: int) -> list[int]:
    """Where so much of the speech is over, for a recording without enough pauses."""
    spoken = np.cumsum(heard) * _block(rate)
    return [int(place) * _block(rate) for place in np.searchsorted(spoken, wanted)]


def _words(texts: Sequence[str], ends: Sequence[tuple[int, int]], content: int) -> tuple[Word, ...]:
    starts = [0, *(min(start, content) for _, start in ends)]
    stops = [*(min(end, content) for end, _ in ends), content]
    return tuple(map(Word, starts, stops, texts))


def _levels(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """The peak of each block in dBFS."""
    block = _block(rate)
    padded = np.zeros(-(-len(samples) // block) * block, np.float32)
    padded[: len(samples)] = np.abs(samples)
    peaks = padded.reshape(-1, block).max(axis=1).astype(np.float64)
    return np.asarray(20 * np.log10(np.maximum(peaks, QUIETEST_PEAK)), np.float64)


def _block(rate: int) -> int:
    return round(audio.BLOCK * rate)
