"""Processes audio samples: from an engine's output to the encoder's input (trim, level, limit, resample, measure).

Samples are mono float32 arrays in which 1.0 is full scale. All work is plain numpy in a fixed order, so the same input
gives the same bits on any number of threads.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from audiobuild.errors import AudioError, ConfigError
from audiobuild.i18n import _
from audiobuild.model import AudioSettings, Take, Word

Samples: TypeAlias = NDArray[np.float32]

HEADROOM = 2.0  # the amplitude of the value 32767 in a take
SILENCE = -50.0  # dBFS: a take whose peak is below contains no speech

BLOCK = 0.010  # seconds: the resolution of trimming
FLOOR = -41.0  # dB under the voice's own loudness; weak initial fricatives of quiet voices reach down to -36
KEPT_BEFORE, KEPT_AFTER, FADE = 0.020, 0.030, 0.005  # seconds

UNLEVELLED, LEVELLED = 0.4, 0.7  # seconds: a sentence's own loudness is ignored below the first, used from the second
CORRECTION = 4.0  # dB: how far a sentence may be moved from its voice's constant
MARGIN = 0.7  # dB between the limiter's ceiling and the true peak allowed after the MP3 codec
MAKE_UP, MAKE_UP_ROUNDS = 0.05, 2  # LU that may be missing, attempts to add what is missing
TAKEN_BACK = 1.3  # dB of gain for each LU missing, as the limiter removes part of it again (measured optimum)
SMOOTHING = 0.004  # seconds on each side of a limited peak

LONGEST_MUSIC = 180  # seconds: music is in memory as a whole while it is levelled
MUSIC_FLOOR = -60.0  # dBFS: quieter sound at the ends of a file is silence

ZEROS_KEPT = 64  # zero crossings of the resampler's sinc on each side
KAISER = 10.06  # the window's beta for a stop band of -100 dB

# Interpolation by four, in units of 2**-13; the third and fourth phase are these two reversed (BS.1770-5, annex 2).
_PHASES = (
    (14, 90, -161, 272, -487, 1125, 7964, -838, 390, -218, 122, -68),
    (-239, 240, -424, 730, -1364, 3810, 6388, -1641, 832, -477, 271, -155),
)
_TAPS = len(_PHASES[0])
_GROWTH = max(sum(map(abs, phase)) for phase in _PHASES) / 8192  # no interpolated value exceeds its samples by more
_CELL = 128  # samples examined together when looking for peaks


# ------------------------------------------------------------------------------------------------------ in and out


def decode_mp3(data: bytes) -> tuple[Samples, int]:
    """The sound of an MP3 in memory as mono samples, and its rate in Hz.

    Encoder delay and padding are removed when the file states them (Xing or Info header); a bare stream keeps them.
    Raises AudioError when `data` holds no MP3 frame that can be decoded.
    """
    import miniaudio

    try:
        sound = miniaudio.mp3_read_f32(data)
    except miniaudio.DecodeError as error:
        raise AudioError(
            _("{size} bytes received as MP3 cannot be decoded; request the sound again.").format(size=len(data))
        ) from error
    if not sound.num_frames:
        raise AudioError(_("an MP3 of {size} bytes contains no sound; request it again.").format(size=len(data)))
    channels = np.frombuffer(sound.samples, np.float32).reshape(-1, sound.nchannels)
    return channels[:, 0] if sound.nchannels == 1 else channels.mean(axis=1, dtype=np.float32), sound.sample_rate


def decode_sound(data: bytes) -> tuple[Samples, int]:
    """The sound of a WAV, FLAC, MP3 or Ogg Vorbis in memory as mono samples, and its rate in Hz. Raises AudioError."""
    import miniaudio

    try:
        sound = _decoded(data)
    except miniaudio.DecodeError as error:
        raise AudioError(
            _("{size} bytes received as sound cannot be decoded; request it again.").format(size=len(data))
        ) from error
    if not sound.num_frames:
        raise AudioError(_("{size} bytes contain no sound; request it again.").format(size=len(data)))
    return decode_pcm(sound.samples.tobytes(), sound.nchannels), sound.sample_rate


def decode_pcm(data: bytes, channels: int = 1) -> Samples:
    """Raw 16-bit little-endian sound as mono samples."""
    frames = np.frombuffer(data, "<i2").reshape(-1, channels).astype(np.float32) / np.float32(32768)
    return frames[:, 0] if channels == 1 else frames.mean(axis=1, dtype=np.float32)


def to_take(samples: NDArray[np.floating], rate: int) -> Take:
    """Mono float samples as a take. Raises AudioError when they cannot be speech."""
    if not samples.size:
        raise AudioError(_("the voice delivered no sound; speak the sentence again or cast another voice."))
    if not np.isfinite(samples).all():
        raise AudioError(_("the voice delivered values that are not numbers; speak again or cast another voice."))
    peak = float(np.abs(samples).max())
    if peak < _amplitude(SILENCE):
        raise AudioError(
            _("the voice delivered silence (peak {peak:.1f} dBFS); cast another voice.").format(peak=_decibels(peak))
        )
    if peak > HEADROOM:
        raise AudioError(
            _("the voice delivered noise (peak {peak:+.1f} dBFS); cast another voice.").format(peak=_decibels(peak))
        )
    return Take(np.rint(samples * (32767 / HEADROOM)).astype(np.int16), rate)


def from_take(take: Take) -> Samples:
    """A take as mono float32 samples; peaks above 1.0 are allowed here."""
    return take.samples.astype(np.float32) * np.float32(HEADROOM / 32767)


def wav(samples: Samples, rate: int) -> bytes:
    """Mono samples as a 16-bit WAV file; values above full scale are clipped."""
    import io

    pcm = np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    out = io.BytesIO()
    _segment()(data=pcm, sample_width=2, frame_rate=rate, channels=1).export(out, format="wav")
    return out.getvalue()


def _segment() -> Any:
    """pydub's AudioSegment, without its warning that ffmpeg is missing: most users do not need ffmpeg."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        from pydub import AudioSegment
    return AudioSegment


# ------------------------------------------------------------------------------------------------------------ music


def open_music(path: Path, fade: int, rate: int) -> Samples:
    """A file of music as mono samples at `rate`, without silence at its ends, its end faded over `fade` ms.

    WAV, FLAC, MP3 and Ogg Vorbis are decoded here, other formats by ffmpeg where it is installed. Raises ConfigError
    when the file cannot be read, is silent, or is longer than LONGEST_MUSIC.
    """
    sound = open_sound(path).set_channels(1).set_sample_width(2)
    if len(sound) > LONGEST_MUSIC * 1000:
        raise ConfigError(
            _("{path} lasts {seconds:.0f} s; cut it to at most {limit} s.").format(
                path=path, seconds=len(sound) / 1000, limit=LONGEST_MUSIC
            )
        )
    samples = np.frombuffer(sound.raw_data, "<i2").astype(np.float32) / np.float32(32768)
    try:
        kept = trim(samples, sound.frame_rate, MUSIC_FLOOR)
    except AudioError as error:
        raise ConfigError(_("{path}: it contains only silence; choose another file.").format(path=path)) from error
    end = min(fade / 1000, len(kept) / sound.frame_rate / 3)
    return resampled(_faded(kept, sound.frame_rate, max(FADE, end)), sound.frame_rate, rate)


def level_music(music: Samples, wanted: float, settings: AudioSettings, margin: float) -> Samples:
    """The music at `wanted` LUFS, its true peaks at least `margin` dB below the settings' limit."""
    shortest = 2 * settings.rate // 5  # one block of the meter: a shorter sound is repeated to be measured
    natural = loudness(np.tile(music, -(-shortest // len(music))), settings.rate)
    if natural is None:
        raise AudioError(_("the music is too quiet to be levelled; choose another file."))
    gain = np.float32(_amplitude(wanted - natural))
    return _limited(music * gain, settings.rate, _amplitude(settings.true_peak - margin), wanted, loudness)


def open_sound(path: Path) -> Any:
    """A file as a pydub AudioSegment: WAV, FLAC, MP3 and Ogg Vorbis, others where ffmpeg is. Raises ConfigError."""
    import miniaudio

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            _("{path} cannot be read: {reason}; choose another file.").format(path=path, reason=error.strerror or error)
        ) from error
    try:
        sound = _decoded(data)
    except miniaudio.DecodeError:
        return _foreign(path)
    return _segment()(data=bytes(sound.samples), sample_width=2, frame_rate=sound.sample_rate, channels=sound.nchannels)


def _decoded(data: bytes) -> Any:
    """The sound at its own rate, because the decoder resamples coarsely."""
    import miniaudio

    facts = [miniaudio.wav_get_info, miniaudio.flac_get_info, miniaudio.mp3_get_info, miniaudio.vorbis_get_info]
    for info in facts:
        try:
            found = info(data)
        except miniaudio.DecodeError:
            continue
        return miniaudio.decode(data, nchannels=min(2, found.nchannels), sample_rate=found.sample_rate)
    raise miniaudio.DecodeError("not WAV, FLAC, MP3 or Ogg Vorbis")


_DECODED_HERE = (".wav", ".flac", ".mp3", ".ogg")


def _foreign(path: Path) -> Any:
    """A file that only ffmpeg can read."""
    import shutil

    sounds = _segment()  # before anything else of pydub is imported
    from pydub.exceptions import PydubException

    has_ffmpeg = shutil.which("ffmpeg") or shutil.which("avconv")  # asked here, because pydub prints a warning
    if not has_ffmpeg and path.suffix.lower() not in _DECODED_HERE:
        remedy = _("install ffmpeg, or save it as WAV, FLAC, MP3 or Ogg Vorbis")
        raise ConfigError(_("{path}: this format needs ffmpeg to be read; {remedy}.").format(path=path, remedy=remedy))
    unreadable = _("{path} cannot be read as sound; save it as WAV, FLAC, MP3 or Ogg Vorbis.").format(path=path)
    if not has_ffmpeg:
        raise ConfigError(unreadable)
    try:
        return sounds.from_file(path)
    except (PydubException, IndexError, KeyError, OSError) as error:  # pydub raises these when ffmpeg fails
        raise ConfigError(unreadable) from error


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The samples at the rate `wanted`, without delay; one windowed sinc for each position between two samples."""
    if rate == wanted:
        return samples
    shared = math.gcd(rate, wanted)
    up, down = wanted // shared, rate // shared
    cutoff = min(1.0, wanted / rate)
    reach = math.ceil(ZEROS_KEPT / cutoff)
    count = len(samples) * up // down
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, reach), 2 * reach)
    out = np.empty(count, np.float32)
    for first in range(min(up, count)):  # every up-th sample has the same position between two source samples
        whole, part = divmod(first * down, up)
        taps = _interpolator(np.arange(1 - reach, reach + 1) - part / up, reach, cutoff)
        places = whole + 1 + down * np.arange(-(-(count - first) // up))
        out[first::up] = windows[places] @ taps
    return out


# -------------------------------------------------------------------------------------------------------- measuring


def loudness(samples: Samples, rate: int) -> float | None:
    """Integrated loudness in LUFS (ITU-R BS.1770-5, mono); `rate` in Hz, a multiple of 10.

    None when no block passes the absolute gate of -70 LUFS, and always below 400 ms.
    """
    return _gated(_weighted_squares(samples, rate), rate)


def _gated(squares: NDArray[np.float64], rate: int) -> float | None:
    """The gated loudness of tenths of a second; None when no block passes the absolute gate."""
    power = (squares[:-3] + squares[1:-2] + squares[2:-1] + squares[3:]) / (4 * (rate // 10))
    power = power[power > _power(-70.0)]
    if not power.size:
        return None
    power = power[power > power.mean() / 10]
    return float(10 * np.log10(power.mean()) - 0.691)


def true_peak(samples: Samples) -> float:
    """True peak in dBTP, the values between the samples included (ITU-R BS.1770-5 annex 2); -inf for silence."""
    around = np.pad(samples, _TAPS // 2)  # a signal that ends suddenly peaks after its end
    peaks = _peaks(around, float(np.abs(samples).max(initial=0.0)))[1]
    return _decibels(float(peaks.max(initial=0.0)))


@dataclass(frozen=True, slots=True)
class Measured:
    """An MP3 as decoded: samples, LUFS (None: silence), dBTP, and the peak in dBFS around each requested place."""

    samples: int
    loudness: float | None
    true_peak: float
    levels: tuple[float, ...]


def measure(data: bytes, rate: int, places: Sequence[int], near: int) -> Measured:
    """Decode a mono MP3 minute by minute and measure it; `places` are samples, `near` samples on both sides of each.

    Raises AudioError when the MP3 cannot be decoded.
    """
    squares, levels = [np.zeros(0)], [0.0] * len(places)
    peak, at = 0.0, 0
    before = np.zeros(rate, np.float32)
    for block in _minutes(data, rate):
        around = np.concatenate([before, block])
        squares.append(_weighted_squares(block, rate, before))
        peak = _inner_peak(around[-len(block) - 2 * _TAPS :], peak)
        for number, place in enumerate(places):
            part = around[max(0, place - near - at + rate) : max(0, place + near - at + rate)]
            levels[number] = max(levels[number], float(np.abs(part).max(initial=0.0)))
        before, at = around[-rate:], at + len(block)
    peak = _inner_peak(np.concatenate([before[-2 * _TAPS :], np.zeros(2 * _TAPS, np.float32)]), peak)
    return Measured(at, _gated(np.concatenate(squares), rate), _decibels(peak), tuple(map(_decibels, levels)))


def _minutes(data: bytes, rate: int) -> Iterator[Samples]:
    """The decoded sound in arrays of a minute; the last one is shorter."""
    import miniaudio

    kept: list[Samples] = []
    try:
        for part in miniaudio.stream_memory(data, miniaudio.SampleFormat.FLOAT32, 1, rate, 5 * rate):
            kept.append(np.array(part, np.float32))
            if len(kept) == 12:
                yield np.concatenate(kept)
                kept = []
    except miniaudio.DecodeError as error:
        raise AudioError(_("{size} bytes cannot be decoded as an MP3.").format(size=len(data))) from error
    if kept:
        yield np.concatenate(kept)


def _inner_peak(samples: Samples, known: float) -> float:
    """The maximum of `known` and of the values at and between the samples, except at the ends of the array."""
    cells, peaks = _peaks(samples, max(known, float(np.abs(samples).max(initial=0.0))))
    places = cells[:, None] * _CELL + np.arange(_CELL)
    inside = (places >= _TAPS // 2) & (places < len(samples) - _TAPS // 2)
    return float(peaks[inside].max(initial=known))


def _weighted_squares(samples: Samples, rate: int, before: Samples | None = None) -> NDArray[np.float64]:
    """The sum of squares after the K filter for each whole tenth of a second; `before` is the sound before it."""
    hop = rate // 10
    step = 6 * hop
    size = 1 << (step + rate // 13).bit_length()  # the slowest pole decays by 160 dB in the rest of a block
    padded = np.zeros(size + len(samples), np.float32)
    padded[size - step : size - step + len(samples)] = samples
    if before is not None:
        padded[: size - step] = before[len(before) - (size - step) :]
    squares = []
    for start in range(0, len(samples), step):
        spectrum = np.fft.rfft(padded[start : start + size]) * _k_response(rate, size)
        weighted = np.fft.irfft(spectrum, size)[size - step :]
        squares.append(np.square(weighted).reshape(-1, hop).sum(axis=1, dtype=np.float64))
    return np.concatenate([np.zeros(0), *squares])[: len(samples) // hop]


@cache
def _k_response(rate: int, size: int) -> NDArray[np.complex64]:
    """The K filter's response on the bins of a transform.

    It is the response of BS.1770's filter at 48 kHz for every rate: a filter redesigned for 24 kHz reads 0.04 LU
    higher.
    """
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size * (rate / 48_000))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z * z) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z * z
    )
    low_cut = (1 - z) ** 2 / (1 - 1.99004745483398 * z + 0.99007225036621 * z * z)
    return np.asarray(shelf * low_cut, np.complex64)


def _peaks(samples: Samples, above: float) -> tuple[NDArray[np.intp], Samples]:
    """The cells of 128 samples in which the true peak may exceed `above`: their numbers, and the peak at each sample.

    The peak at sample i is the maximum of its absolute value and of the values interpolated between i and i + 1. Other
    cells cannot reach `above`: interpolation raises the highest sample of a window by a factor of at most 2.03.
    """
    before = _TAPS // 2 - 1
    padded = np.zeros((len(samples) // _CELL + 1) * _CELL + _TAPS - 1, np.float32)
    padded[before : before + len(samples)] = samples
    cells = np.lib.stride_tricks.sliding_window_view(padded, _CELL + _TAPS - 1)[::_CELL]
    hot = np.flatnonzero(np.maximum(cells.max(axis=1), -cells.min(axis=1)) > above / _GROWTH)
    near = np.ascontiguousarray(cells[hot].T)  # sample, cell: so every step below works on long rows
    peaks = np.abs(near[before : before + _CELL])
    for phase in (*_PHASES, *(phase[::-1] for phase in _PHASES)):
        value = np.zeros_like(peaks)
        for tap, weight in enumerate(phase):
            value += near[tap : tap + _CELL] * np.float32(weight / 8192)
        np.maximum(peaks, np.abs(value, out=value), out=peaks)
    return hot, peaks.T


# -------------------------------------------------------------------------------------------------------- mastering


def master(
    take: Take, voice_loudness: float, voice_gain: float, settings: AudioSettings, margin: float = MARGIN
) -> Samples:
    """A take as it will be encoded: trimmed, faded, levelled, limited, at `settings.rate`.

    `voice_loudness` (LUFS) is the voice's constant, `voice_gain` (dB) its level relative to the target, `margin` (dB)
    the distance of the limiter from `settings.true_peak`. Raises AudioError when the take is silent.
    """
    take = _divisible(take, settings.rate)
    speech = _faded(trim(from_take(take), take.rate, voice_loudness + FLOOR), take.rate)
    natural = _between_pauses(speech, take.rate)
    gain = settings.loudness + voice_gain - voice_loudness - _residual(natural, voice_loudness, len(speech) / take.rate)
    wanted = None if natural is None else natural + gain
    ceiling = _amplitude(settings.true_peak - margin)
    levelled = _limited(speech * np.float32(_amplitude(gain)), take.rate, ceiling, wanted, _between_pauses)
    return upsample(levelled, settings.rate // take.rate)


def _divisible(take: Take, wanted: int) -> Take:
    """A take whose rate divides `wanted`: itself, or resampled to it, as one of 22.05 kHz is for 48 kHz."""
    if wanted % take.rate == 0:
        return take
    ratio = wanted / take.rate
    sound = resampled(take.samples.astype(np.float32), take.rate, wanted)
    samples = np.rint(np.clip(sound, -32768, 32767)).astype(np.int16)
    words = tuple(Word(round(word.start * ratio), round(word.end * ratio), word.text) for word in take.words)
    return Take(samples, wanted, words)


def trim(samples: Samples, rate: int, floor: float) -> Samples:
    """The samples from 20 ms before the first block of 10 ms whose peak exceeds `floor` (dBFS) to 30 ms after the last.

    Raises AudioError when there is no such block.
    """
    start, end = heard(samples, rate, floor)
    return samples[start:end]


def mastered_words(take: Take, voice_loudness: float, settings: AudioSettings) -> tuple[Word, ...]:
    """The take's words with their times after `master`: samples at `settings.rate` from the first one kept."""
    if not take.words:
        return ()
    take = _divisible(take, settings.rate)
    start, end = heard(from_take(take), take.rate, voice_loudness + FLOOR)
    ratio = settings.rate // take.rate

    def place(sample: int) -> int:
        return (min(max(sample, start), end) - start) * ratio

    return tuple(Word(place(word.start), place(word.end), word.text) for word in take.words)


def heard(samples: Samples, rate: int, floor: float) -> tuple[int, int]:
    """The first sample that `trim` keeps, and the one after the last."""
    block = round(BLOCK * rate)
    padded = np.zeros(-(-len(samples) // block) * block, np.float32)
    padded[: len(samples)] = np.abs(samples)
    heard = np.flatnonzero(padded.reshape(-1, block).max(axis=1) > _amplitude(floor))
    if not heard.size:
        raise AudioError(
            _("no sound is above {floor:.0f} dBFS; speak the sentence again or cast another voice.").format(floor=floor)
        )
    start = max(0, int(heard[0]) * block - round(KEPT_BEFORE * rate))
    return start, min(len(samples), (int(heard[-1]) + 1) * block + round(KEPT_AFTER * rate))


def upsample(samples: Samples, ratio: int) -> Samples:
    """The samples at `ratio` times their rate, without delay: sample i becomes sample i x ratio, unchanged."""
    if ratio == 1:
        return samples
    out = np.empty(len(samples) * ratio, np.float32)
    out[::ratio] = samples
    for phase, taps in enumerate(_sinc(ratio), start=1):
        out[phase::ratio] = np.convolve(samples, taps)[ZEROS_KEPT : ZEROS_KEPT + len(samples)]
    return out


@cache
def _sinc(ratio: int) -> tuple[Samples, ...]:
    """The interpolators for the positions between two samples."""
    places = np.arange(-ZEROS_KEPT, ZEROS_KEPT)
    return tuple(_interpolator(places + phase / ratio, ZEROS_KEPT, 1.0) for phase in range(1, ratio))


def _interpolator(time: NDArray[np.floating], reach: int, cutoff: float) -> Samples:
    """A Kaiser-windowed sinc of unit gain at 0 Hz at these distances, in samples, all within `reach`."""
    taps = np.sinc(time * cutoff) * np.i0(KAISER * np.sqrt(np.maximum(0, 1 - np.square(time / reach))))
    return np.asarray(taps / taps.sum(), np.float32)


def _between_pauses(samples: Samples, rate: int) -> float | None:
    """What a sentence adds to an episode's loudness, in LUFS, including the meter's blocks that reach into the pauses.

    Without them its first and last 300 ms weigh less than its middle, and the episode is up to 0.4 LU too loud with
    one voice and too quiet with another. None for a sentence shorter than a block.
    """
    hop = rate // 10
    squares = _weighted_squares(np.pad(samples, (0, hop)), rate)  # so that the last tenth holds every sample
    return _gated(np.pad(squares, 3), rate) if len(samples) >= 4 * hop else None


def _residual(natural: float | None, voice: float, seconds: float) -> float:
    """How much of a sentence's deviation from its voice (both LUFS) is corrected, in dB: the longer, the more of it."""
    if natural is None:
        return 0.0
    weight = min(1.0, max(0.0, (seconds - UNLEVELLED) / (LEVELLED - UNLEVELLED)))
    return min(CORRECTION, max(-CORRECTION, weight * (natural - voice)))


def _faded(samples: Samples, rate: int, end: float = FADE) -> Samples:
    """The samples with linear ramps at both ends, of FADE and `end` seconds."""
    faded = samples.copy()
    first, last = (min(round(seconds * rate), len(samples) // 2) for seconds in (FADE, end))
    faded[:first] *= _ramp(first)
    faded[len(faded) - last :] *= _ramp(last)[::-1]
    return faded


def _ramp(count: int) -> Samples:
    return (np.arange(count, dtype=np.float32) + 0.5) / np.float32(max(count, 1))


def _limited(
    samples: Samples, rate: int, ceiling: float, wanted: float | None, meter: Callable[[Samples, int], float | None]
) -> Samples:
    """The samples with true peaks limited to `ceiling` (an amplitude), then amplified to `wanted` LUFS if too quiet."""
    limited = _held(samples, rate, ceiling)
    for _unused in range(MAKE_UP_ROUNDS):
        if limited is samples or wanted is None:
            break
        reached = meter(limited, rate)
        if reached is None or abs(wanted - reached) <= MAKE_UP:
            break
        limited = _held(limited * np.float32(_amplitude(TAKEN_BACK * (wanted - reached))), rate, ceiling)
    return limited


def _held(samples: Samples, rate: int, ceiling: float) -> Samples:
    """The samples, with a smooth gain below one around true peaks above `ceiling`; the same array if there are none."""
    cells, peaks = _peaks(samples, ceiling)
    excess = 1 - np.float32(ceiling) / np.maximum(peaks, np.float32(ceiling))
    if not excess.any():
        return samples
    reduction = np.zeros((len(samples) // _CELL + 1, _CELL), np.float32)
    reduction[cells] = excess
    reach = round(SMOOTHING * rate)
    spread = 2 * reach // _CELL + 1  # cells that a peak affects: only those are computed
    near = np.convolve(reduction.any(axis=1), np.ones(2 * spread + 1))[spread:-spread] > 0
    window = np.hanning(2 * reach + 3)[1:-1].astype(np.float32)
    smooth = np.convolve(_widened(reduction[near].reshape(-1), reach), window / window.sum(), "valid")
    reduction[near] = smooth.reshape(-1, _CELL)
    return samples * (1 - reduction.reshape(-1)[: len(samples)])


def _widened(values: Samples, reach: int) -> Samples:
    """The maximum within `reach` samples on both sides, for each sample and `reach` more at both ends."""
    widened = np.zeros(len(values) + 4 * reach, np.float32)
    widened[2 * reach : 2 * reach + len(values)] = values
    width, span = 1, 2 * reach + 1
    while width < span:  # by doubling
        shift = min(width, span - width)
        widened = np.maximum(widened[:-shift], widened[shift:])
        width += shift
    return widened


def _amplitude(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _decibels(amplitude: float) -> float:
    return 20 * float(np.log10(amplitude)) if amplitude else float("-inf")


def _power(loudness: float) -> float:
    return float(10 ** ((loudness + 0.691) / 10))
