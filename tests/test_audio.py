"""Audio processing: measurements agree with the standards, and nothing is changed but what was requested."""

from __future__ import annotations

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import lameenc
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.sound import RATE, turn

from audiobuild.errors import AudioError
from audiobuild.model import AudioSettings, Take, Word
from audiobuild.sound import audio

DEFAULT = AudioSettings()
COMPACT = AudioSettings(rate=24_000, bitrate=64)


def sine(frequency: float, seconds: float, rate: int, amplitude: float = 1.0, phase: float = 0.0):
    time = np.arange(round(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * frequency * time + phase)).astype(np.float32)


def decibels(ratio: float) -> float:
    return 20 * float(np.log10(ratio))


# ---------------------------------------------------------------------------------------------------------- loudness


@pytest.mark.parametrize("rate", [24_000, 48_000])
def test_a_full_scale_sine_of_997_hz_reads_minus_3_01_lufs(rate: int):
    """BS.1770-5, annex 1: this signal in one channel gives -3.01."""
    assert audio.loudness(sine(997, 5, rate), rate) == pytest.approx(-3.01, abs=0.005)


@pytest.mark.parametrize("rate", [24_000, 48_000])
@pytest.mark.parametrize(
    "levels",
    [[(-36, 10), (-23, 60), (-36, 10)], [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)]],
    ids=["relative gate", "absolute gate"],
)
def test_quiet_passages_are_gated(rate: int, levels: list[tuple[int, int]]):
    """EBU Tech 3341, cases 3 and 4: the answer is -23 within 0.1 LU. One channel needs 3.01 dB more than two."""
    tones = [sine(1000, seconds, rate, 10 ** ((level + 3.01) / 20)) for level, seconds in levels]
    assert audio.loudness(np.concatenate(tones), rate) == pytest.approx(-23.0, abs=0.1)


def test_the_meter_equals_the_standard_s_filter_run_sample_by_sample():
    """The two biquads of BS.1770-5 with their published coefficients, in the time domain, without any gate at work."""
    signal = np.random.default_rng(1).standard_normal(48_000) * 0.1
    filtered = signal
    for b, a in (
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    ):
        out, x1, x2, y1, y2 = [], 0.0, 0.0, 0.0, 0.0
        for x in map(float, filtered):
            y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
            x1, x2, y1, y2 = x, x1, y, y1
            out.append(y)
        filtered = np.array(out)
    blocks = [np.mean(filtered[start : start + 19_200] ** 2) for start in range(0, 48_000 - 19_200 + 1, 4800)]
    expected = -0.691 + 10 * np.log10(np.mean(blocks))
    assert audio.loudness(signal.astype(np.float32), 48_000) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("level", [0.02, 0.1, 0.3])
def test_speech_reads_the_same_at_both_rates(level: float):
    """Bringing 24 kHz to 48 kHz changes nothing that is heard."""
    speech = turn(3, 4, level)
    assert audio.loudness(audio.upsample(speech, 2), 48_000) == pytest.approx(audio.loudness(speech, RATE), abs=0.005)


def test_less_than_400_ms_has_no_loudness():
    """No gating block fits in."""
    assert audio.loudness(sine(997, 0.399, 48_000), 48_000) is None
    assert audio.loudness(sine(997, 0.4, 48_000), 48_000) is not None


@pytest.mark.parametrize("amplitude", [0.0, 10 ** (-70 / 20)])
def test_silence_has_no_loudness(amplitude: float):
    """Nothing passes the gate at -70 LUFS, neither digital silence nor a sine of -73."""
    assert audio.loudness(sine(997, 1, 48_000, amplitude), 48_000) is None


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("level", [0.03, 0.2])
def test_ffmpeg_s_meter_agrees(tmp_path: Path, level: float):
    """Its ebur128 filter prints loudness and true peak with one decimal; it interpolates peaks in its own way."""
    speech = audio.upsample(turn(5, 6, level), 2)
    (tmp_path / "speech.f32").write_bytes(speech.tobytes())
    command = "ffmpeg -hide_banner -nostats -f f32le -ar 48000 -ac 1 -i speech.f32 -af ebur128=peak=true -f null -"
    report = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=True).stderr
    integrated, peak = (float(re.findall(rf"{name}:\s+(-?[\d.]+)", report)[-1]) for name in ("I", "Peak"))
    assert audio.loudness(speech, 48_000) == pytest.approx(integrated, abs=0.1)
    assert audio.true_peak(speech) == pytest.approx(peak, abs=0.3)


# --------------------------------------------------------------------------------------------------------- true peak


@pytest.mark.parametrize(("divisor", "degrees"), [(4, 0), (4, 45), (6, 60), (8, 67.5)])
def test_a_sine_s_true_peak_is_its_amplitude(divisor: int, degrees: float):
    """EBU Tech 3341, cases 15 to 18: half scale reads -6.0 dBTP within +0.2 and -0.4, though samples stay lower."""
    tone = sine(48_000 / divisor, 1, 48_000, 0.5, np.deg2rad(degrees))
    ramp = np.minimum(1, np.arange(len(tone)) / 4800)
    assert -6.4 <= audio.true_peak((tone * ramp * ramp[::-1]).astype(np.float32)) <= -5.8


@given(st.integers(0, 2**32 - 1), st.integers(1, 600), st.floats(0.0, 1.0))
@example(seed=103, count=103, wildness=1.0)  # peaks beyond its first sample
@settings(max_examples=60, deadline=None)
def test_leaving_out_quiet_places_never_misses_a_peak(seed: int, count: int, wildness: float):
    """The peak found equals that of interpolating everywhere, for smooth signals and for wild ones."""
    rng = np.random.default_rng(seed)
    samples = rng.standard_normal(count) * np.exp(-6 * wildness * rng.random(count))
    taps = [0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625]
    taps += [0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125]
    half = [-0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625]
    half += [0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375]
    full = [np.abs(np.convolve(samples, phase)).max() for phase in (taps, taps[::-1], half, half[::-1])]
    highest = max(np.abs(samples).max(), *full)
    assert 10 ** (audio.true_peak(samples.astype(np.float32)) / 20) == pytest.approx(highest, rel=1e-5)


def test_a_peak_between_low_samples_far_from_the_highest_is_found():
    """Twelve samples of 0.6 whose signs follow the interpolator add up to 1.215, beyond a lone sample of 1.0."""
    samples = np.zeros(2000, np.float32)
    samples[500] = 1.0
    samples[1500:1512] = [-0.6, 0.6, -0.6, 0.6, -0.6, 0.6, 0.6, -0.6, 0.6, -0.6, 0.6, -0.6]
    assert 10 ** (audio.true_peak(samples) / 20) == pytest.approx(1.215, abs=0.002)


def test_silence_peaks_at_minus_infinity():
    """Zero has no level."""
    assert audio.true_peak(np.zeros(100, np.float32)) == float("-inf")


# -------------------------------------------------------------------------------------------------------- in and out


@pytest.mark.parametrize(
    ("samples", "fact"),
    [
        ([], "no sound"),
        ([0.1, np.nan], "not numbers"),
        ([0.1, np.inf], "not numbers"),
        ([0.003] * 100, r"silence \(peak -50.5"),
        ([0.1, 2.1], r"noise \(peak \+6.4"),
    ],
)
def test_what_cannot_be_speech_is_refused_and_named(samples: list[float], fact: str):
    """An engine's failure must not become a silent or broken episode."""
    with pytest.raises(AudioError, match=fact):
        audio.to_take(np.array(samples, np.float32), RATE)


def test_a_take_keeps_peaks_above_full_scale():
    """The embedded model's raw peaks reach 1.33; a take holds them to half a step of its 16 bits."""
    samples = np.linspace(-1.99, 1.99, 1001, dtype=np.float32)
    assert np.abs(audio.from_take(audio.to_take(samples, RATE)) - samples).max() <= 1 / 32767 + 1e-6


def test_what_is_not_mp3_is_refused():
    """The decoder's own error is translated."""
    with pytest.raises(AudioError, match="5000 bytes received as MP3 cannot be decoded"):
        audio.decode_mp3(bytes(5000))


def test_two_channels_are_mixed():
    """Half the sum: a tone on the left and nothing on the right is half as loud."""
    left = (sine(440, 1, RATE, 0.5) * 32767).astype(np.int16)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(2)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(128)
    stereo = np.stack([left, np.zeros_like(left)], axis=1)
    samples, rate = audio.decode_mp3(bytes(encoder.encode(stereo.tobytes()) + encoder.flush()))
    assert rate == RATE
    assert samples.ndim == 1
    assert np.abs(samples[4800:-4800]).max() == pytest.approx(0.25 * 0.95, rel=0.02)  # LAME's own scale


# ---------------------------------------------------------------------------------------------------------- trimming


def test_20_ms_before_and_30_ms_after_the_sound_are_kept():
    """Blocks are 10 ms: a sound from 100 ms to 200 ms leaves 80 ms to 230 ms."""
    samples = np.zeros(RATE, np.float32)
    samples[2400:4800] = 0.1
    assert np.array_equal(audio.trim(samples, RATE, -60), samples[1920:5520])


def test_a_weak_first_sound_of_a_quiet_voice_is_not_clipped():
    """A voice at -24 LUFS begins with 100 ms of hiss at -57 dBFS: all of it stays, and so does a fading last sound."""
    rng = np.random.default_rng(2)
    voice = sine(200, 1, RATE, 0.09) * (1 + 0.5 * sine(3, 1, RATE))
    weak = (rng.uniform(-1, 1, 2400) * 10 ** (-57 / 20)).astype(np.float32)
    silence = np.zeros(12_000, np.float32)
    spoken = np.concatenate([silence, weak, voice, weak, silence])
    mastered = audio.master(audio.to_take(spoken, RATE), -24.0, 0.0, COMPACT)
    assert len(mastered) >= 2400 + len(voice) + 2400 + round(0.05 * RATE)


@pytest.mark.parametrize("gain", [-8, 0, 6])
def test_a_quiet_voice_is_cut_where_a_loud_one_is(gain: int):
    """The threshold follows the voice's own loudness."""
    speech = turn(4, 2, 0.1)
    louder = audio.to_take(speech * np.float32(10 ** (gain / 20)), RATE)
    usual = audio.master(audio.to_take(speech, RATE), -20.0, 0.0, COMPACT)
    assert len(audio.master(louder, -20.0 + gain, 0.0, COMPACT)) == len(usual)


@pytest.mark.parametrize("wanted", [DEFAULT, COMPACT])
def test_a_word_is_placed_where_its_sound_is_after_mastering(wanted: AudioSettings):
    """The highest sample of a turn, found again; words that reach into cut silence end with what is kept."""
    take = audio.to_take(turn(3, 2.0, 0.02), RATE)
    peak = int(np.abs(take.samples).argmax())
    words = (Word(0, 100, "a"), Word(peak, peak + 1, "b"), Word(peak + 1, len(take.samples), "c"))
    placed = audio.mastered_words(Take(take.samples, RATE, words), -20.0, wanted)
    mastered = audio.master(take, -20.0, 0.0, wanted)
    assert int(np.abs(mastered).argmax()) == placed[1].start
    assert (placed[0].start, placed[0].end, placed[2].end) == (0, 0, len(mastered))
    assert [word.text for word in placed] == ["a", "b", "c"]


def test_a_take_in_which_nothing_is_heard_is_refused():
    """Far below the voice's loudness there is no speech to trim to."""
    with pytest.raises(AudioError, match="no sound is above 9 dBFS"):
        audio.master(audio.to_take(turn(1, 1), RATE), 50.0, 0.0, DEFAULT)


# ---------------------------------------------------------------------------------------------------------- mastering


def with_pauses(sentences: list[np.ndarray], rate: int) -> float:
    """The loudness of an episode in which these follow each other 400 ms apart."""
    pause = np.zeros(round(0.4 * rate), np.float32)
    return audio.loudness(np.concatenate([part for each in sentences for part in (pause, each)] + [pause]), rate)


@pytest.mark.parametrize("level", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("wanted", [DEFAULT, COMPACT, AudioSettings(loudness=-16.0)])
def test_a_turn_of_three_seconds_comes_out_at_the_target(level: float, wanted: AudioSettings):
    """Whatever the voice's own level, within the 0.05 LU at which making up stops."""
    take = audio.to_take(turn(7, 4, level), RATE)
    voice = audio.loudness(audio.from_take(take), RATE)
    mastered = audio.master(take, voice, 0.0, wanted)
    assert with_pauses([mastered], wanted.rate) == pytest.approx(wanted.loudness, abs=0.06)


def test_what_limiting_costs_is_made_up():
    """A turn with a few accents of 13 dB, limited by more than 3 dB, still reaches its target."""
    speech = turn(9, 5, 0.05, pitch=95.0)
    speech *= 1 + 3.5 * (np.arange(len(speech)) // 4320 % 6 == 0)
    voice = audio.loudness(speech, RATE)
    assert audio.true_peak(speech) + DEFAULT.loudness - voice > DEFAULT.true_peak - audio.MARGIN + 3
    mastered = audio.master(audio.to_take(speech, RATE), voice, 0.0, DEFAULT)
    assert with_pauses([mastered], 48_000) == pytest.approx(-19.0, abs=0.1)


def test_a_turn_too_short_for_the_meter_moves_with_its_voice_only():
    """Its own loudness says little: a word twice as loud stays twice as loud relative to its voice's other words."""
    word = turn(8, 0.3, 0.04)
    soft, loud = (audio.master(audio.to_take(word * scale, RATE), -25.0, 0.0, COMPACT) for scale in (1, 2))
    assert decibels(np.abs(loud).max() / np.abs(soft).max()) == pytest.approx(6.02, abs=0.1)


@pytest.mark.parametrize("level", [0.03, 0.05])
@pytest.mark.parametrize("seconds", [1.1, 1.6, 2.4])
def test_a_short_sentence_is_as_loud_as_a_long_one(seconds: float, level: float):
    """A script of one-line answers comes out at the target too."""
    take = audio.to_take(turn(3, seconds, level), RATE)
    natural = audio.loudness(audio.trim(audio.from_take(take), RATE, -60.0), RATE)
    mastered = audio.master(take, natural - 2.5, 0.0, COMPACT)
    assert with_pauses([mastered], COMPACT.rate) == pytest.approx(-19.0, abs=0.1)


@pytest.mark.parametrize("shape", [1, -1])
def test_a_voice_that_begins_its_sentences_loud_is_as_loud_as_one_that_swells(shape: int):
    """Their episodes, of sentences of 0.8 to 5 s: the meter's blocks at a sentence's ends count as those inside."""
    mastered = []
    for seed, seconds in enumerate((5, 0.8, 2.5, 1.4, 3.5, 1.0)):
        sentence = turn(seed, seconds, 0.05)
        slope = np.linspace(9, -9, len(sentence)) * shape  # dB
        take = audio.to_take(sentence * 10 ** (slope / 20), RATE)
        mastered.append(audio.master(take, audio.loudness(audio.from_take(take), RATE), 0.0, COMPACT))
    assert with_pauses(mastered, COMPACT.rate) == pytest.approx(-19.0, abs=0.1)


def test_a_turn_is_corrected_by_four_decibels_at_most():
    """A long turn 10 LU above its voice's constant is lowered by 4, so it comes out 6 above the target."""
    take = audio.to_take(sine(997, 4, RATE, 0.1), RATE)  # -23.01 LUFS
    wanted = AudioSettings(loudness=-30.0)
    assert audio.loudness(audio.master(take, -33.01, 0.0, wanted), 48_000) == pytest.approx(-24.0, abs=0.05)


def test_a_voice_s_gain_moves_it_above_the_target():
    """Two decibels more are two LU more."""
    take = audio.to_take(turn(9, 4, 0.03), RATE)
    voice = audio.loudness(audio.from_take(take), RATE)
    assert with_pauses([audio.master(take, voice, 2.0, DEFAULT)], 48_000) == pytest.approx(-17.0, abs=0.06)


@pytest.mark.parametrize("margin", [0.5, 2.0])
def test_true_peaks_stay_under_the_ceiling(margin: float):
    """A peaky turn pushed to -14 LUFS is limited to the true peak allowed, less the margin, within 0.1 dB."""
    take = audio.to_take(turn(11, 4, 0.1, pitch=90.0), RATE)
    voice = audio.loudness(audio.from_take(take), RATE)
    mastered = audio.master(take, voice, 0.0, AudioSettings(loudness=-14.0), margin)
    assert -1 - margin - 0.5 <= audio.true_peak(mastered) <= -1 - margin + 0.1


def test_the_limiter_touches_nothing_but_peaks():
    """Ten milliseconds from the one peak that is too high, all samples are exactly those of the unlimited turn."""
    speech = sine(300, 0.35, RATE, 0.1)  # too short for making up
    peak = speech.copy()
    peak[4000:4004] = [0.5, 1.9, 1.9, 0.5]
    plain, limited = (audio.master(audio.to_take(each, RATE), -19.0, 0.0, COMPACT) for each in (speech, peak))
    away = np.abs(np.arange(len(plain)) - 4000) > 240
    assert np.array_equal(plain[away], limited[away])
    assert np.abs(limited).max() < 10 ** (-1.7 / 20) < 1.9


def test_both_ends_fade_within_five_milliseconds():
    """A turn that begins and ends at full level starts and stops without a click; its middle is only scaled."""
    tone = np.full(RATE // 2, 0.1, np.float32)
    mastered = audio.master(audio.to_take(tone, RATE), -19.0, 0.0, COMPACT)
    assert mastered[0] < 0.001
    assert mastered[-1] < 0.001
    assert np.ptp(mastered[120:-120]) == 0


def test_any_number_of_threads_gives_the_same_samples():
    """Bit for bit, as the file's bytes rest on it."""
    takes = [audio.to_take(turn(seed, 2, 0.15), RATE) for seed in range(6)]
    alone = [audio.master(take, -24.0, 0.0, DEFAULT).tobytes() for take in takes]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda take: audio.master(take, -24.0, 0.0, DEFAULT).tobytes(), takes))
    assert together == alone


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_a_take_of_any_rate_is_brought_to_that_of_the_episode(rate):
    """A tone of 440 Hz is one of 440 Hz afterwards, as long as before, with its words where they were."""
    time = np.arange(rate) / rate
    words = (Word(rate // 10, rate // 2, "one"), Word(rate // 2, rate, "two"))
    take = replace(audio.to_take(0.2 * np.sin(2 * np.pi * 440 * time), rate), words=words)
    for preset in (DEFAULT, COMPACT):
        heard = audio.master(take, -19.0, 0.0, preset)
        assert abs(len(heard) - preset.rate) < preset.rate // 50
        strongest = np.abs(np.fft.rfft(heard)).argmax() * preset.rate / len(heard)
        assert abs(strongest - 440) < 1.5
        first, second = audio.mastered_words(take, -19.0, preset)
        assert (first.start, second.start, second.end) == tuple(
            pytest.approx(part * preset.rate, abs=2) for part in (0.1, 0.5, 1.0)
        )


# ---------------------------------------------------------------------------------------------------------- upsampling


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_given_samples_stay_where_they_were(ratio: int):
    """Exact length, no delay, every ratio-th sample unchanged."""
    samples = np.random.default_rng(6).standard_normal(1000).astype(np.float32)
    finer = audio.upsample(samples, ratio)
    assert len(finer) == 1000 * ratio
    assert np.array_equal(finer[::ratio], samples)


@pytest.mark.parametrize("ratio", [2, 3])
def test_the_filter_passes_what_was_there_and_stops_its_images(ratio: int):
    """From 24 kHz: flat within 0.001 dB up to 11.4 kHz, at least 98 dB down from 12.6 kHz on."""
    impulse = np.zeros(1001, np.float32)
    impulse[500] = 1
    response = np.abs(np.fft.rfft(audio.upsample(impulse, ratio), 1 << 16)) / ratio
    frequency = np.fft.rfftfreq(1 << 16, 1 / (24_000 * ratio))
    assert np.abs(20 * np.log10(response[frequency <= 11_400])).max() < 0.001
    assert decibels(response[frequency >= 12_600].max()) < -98


@pytest.mark.parametrize("frequency", [100, 1000, 7000, 11_000])
def test_a_sine_stays_that_sine(frequency: int):
    """Away from the ends the finer sine is the sine sampled twice as often."""
    finer = audio.upsample(sine(frequency, 0.2, 24_000), 2)
    error = (finer - sine(frequency, 0.2, 48_000))[400:-400]
    assert decibels(np.abs(error).max()) < -85


@pytest.mark.soak
def test_an_mp3_measured_minute_by_minute_is_as_loud_as_measured_at_once() -> None:
    """Loudness, true peak, length and the level at places, also across the end of a minute."""
    rng = np.random.default_rng(7)
    sound = rng.normal(0, 0.05, 48_000 * 130).astype(np.float32)
    sound[48_000 * 60 - 2000 : 48_000 * 60 + 2000] = 0
    sound[48_000 * 60 + 20_000 :: 48_000] = 0.9
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(48_000)
    encoder.set_out_sample_rate(48_000)
    encoder.set_bit_rate(96)
    data = bytes(encoder.encode(np.rint(sound * 32_767).astype("<i2").tobytes()) + encoder.flush())
    whole, rate = audio.decode_mp3(data)
    heard = audio.measure(data, rate, [48_000 * 60, 48_000 * 90], 500)
    assert heard.samples == len(whole)
    assert abs(heard.loudness - audio.loudness(whole, rate)) < 0.001
    assert abs(heard.true_peak - audio.true_peak(whole)) < 0.001
    quiet, loud = heard.levels
    assert quiet < -40 < -25 < loud
