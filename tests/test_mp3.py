"""Runs and episodes: whatever is joined, every decoder hears each run as if it stood alone, exactly where planned."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import miniaudio
import numpy as np
import pytest
from sound import RATE, turn

from audiobuild import audio, mp3
from audiobuild.errors import AudioError, ConfigError
from audiobuild.model import AudioSettings, Run, Timeline

PRESETS = {"48k": AudioSettings(), "24k": AudioSettings(rate=24_000, bitrate=64)}
GAPS = (3, 0, 1, 2, 17, 0)  # silent frames before each run
CLOSING = 20
DELAY = 576 + 529  # samples: LAME's encoder, any decoder (the standard's filter bank and overlap)
TAG = b"ID3\x03\x00\x00\x00\x00\x00\x13TIT2\x00\x00\x00\x09\x00\x00\x01\xff\xfeT\x00e\x00s\x00"
VOICES = ((0.02, 95.0), (0.1, 120.0), (0.3, 220.0))  # level, pitch: raw -36, -22, -16 LUFS


def ffmpeg(data: bytes, folder: Path) -> np.ndarray:
    (folder / "in.mp3").write_bytes(data)
    command = ["ffmpeg", "-v", "error", "-xerror", "-i", "in.mp3", "-f", "f32le", "-"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    assert not done.stderr
    return np.frombuffer(done.stdout, np.float32)


def mpg123(data: bytes, folder: Path) -> np.ndarray:
    (folder / "in.mp3").write_bytes(data)
    command = ["mpg123", "-q", "-e", "f32", "-s", "in.mp3"]
    return np.frombuffer(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout, np.float32)


def miniaudio_(data: bytes, folder: Path) -> np.ndarray:
    return np.array(miniaudio.mp3_read_f32(data).samples, np.float32)


DECODERS = [
    pytest.param(miniaudio_, id="miniaudio"),
    *(
        pytest.param(
            decoder,
            marks=pytest.mark.skipif(not shutil.which(decoder.__name__), reason=f"{decoder.__name__} is not installed"),
            id=decoder.__name__,
        )
        for decoder in (ffmpeg, mpg123)
    ),
]


class Made:
    """Six turns of three voices as runs, and the plan and bytes of their episode."""

    def __init__(self, settings: AudioSettings) -> None:
        self.settings, self.samples = settings, mp3.frame_samples(settings)
        lengths = (3.3, 0.5, 1.7, 2.2, 0.8, 3.1)
        self.takes = [audio.to_take(turn(n, s, *VOICES[n % 3]), RATE) for n, s in enumerate(lengths)]
        self.loudness = [audio.loudness(audio.from_take(take), RATE) for take in self.takes]
        self.runs = [self.run(n) for n in range(len(self.takes))]
        self.timeline = plan(GAPS, CLOSING, self.runs, settings)
        self.data = join(self.timeline, self.runs, settings)
        before = np.cumsum([0, *(run.frames for run in self.runs[:-1])]) + np.cumsum(GAPS)
        self.firsts = [int(frame) for frame in before]  # the number of each run's first frame

    def run(self, n: int) -> Run:
        return mp3.make_run(self.takes[n], self.loudness[n], 0.0, self.settings)

    def pcm(self, n: int) -> np.ndarray:
        return audio.master(self.takes[n], self.loudness[n], 0.0, self.settings)


def plan(gaps: tuple[int, ...], closing: int, runs: list[Run], settings: AudioSettings) -> Timeline:
    """Everything is heard but the last 1152 samples, which the decoder's delay pushes out of reach."""
    frames = sum(gaps) + closing + sum(run.frames for run in runs)
    return Timeline(settings.rate, gaps, closing, (), (), frames * mp3.frame_samples(settings) - 1152)


def join(timeline: Timeline, runs: list[Run], settings: AudioSettings) -> bytes:
    facts = [run.facts for run in runs]
    return b"".join(mp3.episode(TAG, timeline, facts, lambda n: runs[n].data, settings))


def alone(run: Run, before: int, settings: AudioSettings) -> bytes:
    return join(plan((before,), 2, [run], settings), [run], settings)


@pytest.fixture(scope="module", params=PRESETS)
def made(request: pytest.FixtureRequest) -> Made:
    return Made(PRESETS[request.param])


# -------------------------------------------------------------------------------------------------------------- a run


def test_a_run_is_whole_frames_that_need_nothing_before_them(made: Made):
    """Equal headers at every frame's place; the first frame's main_data_begin (ISO 11172-3: 9 bits, 13818-3: 8) is 0."""
    size, bits = {48_000: (288, 9), 24_000: (192, 8)}[made.settings.rate]
    header = {48_000: "fffb74c4", 24_000: "fff384c4"}[made.settings.rate]
    for run in made.runs:
        assert len(run.data) == run.frames * size == run.frames * mp3.frame_bytes(made.settings)
        assert {run.data[at : at + 4].hex() for at in range(0, len(run.data), size)} == {header}
        assert int.from_bytes(run.data[4:6], "big") >> (16 - bits) == 0


def test_later_frames_do_borrow(made: Made):
    """The bit reservoir is in use, so a run's independence is not the encoder's doing in each frame."""
    size, bits = {48_000: (288, 9), 24_000: (192, 8)}[made.settings.rate]
    data = made.runs[0].data
    starts = [int.from_bytes(data[at + 4 : at + 6], "big") >> (16 - bits) for at in range(0, len(data), size)]
    assert max(starts) > 0


def test_a_run_sounds_like_its_master(made: Made):
    """In place, in level (LAME's own scaling undone) and in detail."""
    for n, run in enumerate(made.runs):
        pcm, heard = made.pcm(n), miniaudio_(run.data, Path())[DELAY : DELAY + run.content]
        assert run.content == len(pcm)
        assert np.dot(heard, pcm) / np.dot(pcm, pcm) == pytest.approx(1.0, abs=0.01)
        assert 10 * np.log10(np.sum(pcm**2) / np.sum((heard - pcm) ** 2)) > 17


def test_threads_and_repetition_give_the_same_bytes(made: Made):
    """Runs are made by workers in any order."""
    with ThreadPoolExecutor(8) as pool:
        again = list(pool.map(made.run, [*range(6), *range(6)]))
    assert again == made.runs * 2


@pytest.mark.parametrize("content", [2400, *range(4800, 5953, 192), 5952])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_encoder_s_end_leaves_room_for_the_decoder(preset: str, content: int):
    """For every phase of the frame grid at least 1152 samples follow the content, so any run may be the last."""
    settings = PRESETS[preset]
    samples = (np.random.default_rng(content).standard_normal(content) * 0.1).astype(np.float32)
    run = mp3.encode(samples, settings)
    assert 1152 <= run.frames * mp3.frame_samples(settings) - run.content <= 1152 + 576 + 4095


@pytest.mark.parametrize("preset", PRESETS)
def test_a_peak_that_the_codec_raises_is_brought_down(preset: str):
    """A hoarse turn pushed to -11 LUFS passes the ceiling when encoded once, and obeys it in the end."""
    settings = replace(PRESETS[preset], loudness=-11.0)
    hiss = np.random.default_rng(3).standard_normal(round(2.4 * RATE)) * 0.05
    speech = turn(3, 1.5, 0.1, pitch=220.0)
    take = audio.to_take(speech + hiss * (np.abs(speech) > 0.01), RATE)
    once = mp3.encode(audio.master(take, -22.0, 0.0, settings), settings)
    assert audio.true_peak(miniaudio_(once.data, Path())) > -1.0
    run = mp3.make_run(take, -22.0, 0.0, settings)
    assert audio.true_peak(miniaudio_(run.data, Path())) <= -1.0


def test_a_sound_the_codec_cannot_keep_is_refused():
    """A tone above LAME's low-pass would come out as silence."""
    tone = np.sin(np.arange(48_000) * 2 * np.pi * 22_000 / 48_000).astype(np.float32)
    with pytest.raises(AudioError, match="does not sound like its source"):
        mp3.encode(0.3 * tone, PRESETS["48k"])


@pytest.mark.parametrize(("rate", "bitrate"), [(44_100, 96), (48_000, 64), (24_000, 96)])
def test_other_formats_are_refused(rate: int, bitrate: int):
    """Only two formats have frames of equal size and 24 ms."""
    with pytest.raises(ConfigError, match=f"{rate} Hz at {bitrate} kbit/s is not offered; choose 48000 Hz at 96"):
        mp3.frame_samples(AudioSettings(rate=rate, bitrate=bitrate))


# ----------------------------------------------------------------------------------------------------------- joined


def isolated(made: Made, data: bytes, decode, folder: Path) -> list[bool]:
    """For each run whether it sounds, joined, bit for bit as alone; the last 1105 samples belong to what follows.

    mpg123 adds up its filter bank in an order that comes round every 16 slots of 32 samples, so that it rounds alike
    only on equal frames modulo 8: hence a few silent frames before the single run.
    """
    joined, answers = decode(data, folder), []
    for first, run in zip(made.firsts, made.runs, strict=True):
        single = decode(alone(run, first % 8, made.settings), folder)[first % 8 * made.samples :]
        length = max(run.content, run.frames * made.samples - DELAY)
        answers.append(np.array_equal(joined[first * made.samples :][:length], single[:length]))
    return answers


def placed(made: Made, joined: np.ndarray) -> list[int]:
    """By how many samples each run's sound is away from its place, by cross-correlation over +-1200 samples."""
    offsets = []
    for n, first in enumerate(made.firsts):
        pcm = made.pcm(n)
        around = np.zeros(len(pcm) + 2400)
        start = first * made.samples - 1200
        part = joined[max(0, start) : start + len(around)]
        around[max(0, -start) :][: len(part)] = part
        size = 1 << (len(around) + len(pcm)).bit_length()
        likeness = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(pcm, size)), size)[:2401]
        offsets.append(int(np.argmax(likeness)) - 1200)
    return offsets


@pytest.mark.parametrize("decode", DECODERS)
def test_every_run_sounds_as_if_alone(made: Made, tmp_path: Path, decode):
    """Bit-exact for gaps of 0 to 17 frames."""
    assert isolated(made, made.data, decode, tmp_path) == [True] * 6


def test_a_lost_leading_frame_is_noticed(made: Made, tmp_path: Path):
    """The proof above fails for the run that lost its first frame, as its later frames point at foreign bytes."""
    size = mp3.frame_bytes(made.settings)
    start = len(TAG) + (1 + made.firsts[3]) * size
    broken = made.data[:start] + mp3.silence(1, made.settings) + made.data[start + size :]
    assert isolated(made, broken, miniaudio_, tmp_path) == [True, True, True, False, True, True]


@pytest.mark.parametrize("decode", DECODERS)
def test_every_run_starts_at_its_planned_sample(made: Made, tmp_path: Path, decode):
    """Run with first frame k at sample k x 1152 (576), zero off; the whole is as long as planned."""
    joined = decode(made.data, tmp_path)
    assert placed(made, joined) == [0] * 6
    assert len(joined) == made.timeline.length


def test_our_own_decoder_takes_the_delay_off(made: Made):
    """As every gapless player does."""
    samples, rate = audio.decode_mp3(made.data)
    assert (len(samples), rate) == (made.timeline.length, made.settings.rate)


def test_a_shifted_gap_is_noticed(made: Made, tmp_path: Path):
    """The proof above fails by one frame for all runs behind it."""
    shifted = join(replace(made.timeline, gaps=(3, 0, 1, 3, 16, 0)), made.runs, made.settings)
    assert placed(made, miniaudio_(shifted, tmp_path)) == [0, 0, 0, made.samples, 0, 0]


def test_a_wrong_delay_is_noticed(made: Made, tmp_path: Path):
    """The proof above fails for all runs when the Info frame states a delay that is 100 samples too long."""
    at = made.data.index(b"LAME3.100") + 21
    wrong = (676 << 12 | int.from_bytes(made.data[at : at + 3], "big") & 0xFFF).to_bytes(3, "big")
    joined = miniaudio_(made.data[:at] + wrong + made.data[at + 3 :], tmp_path)
    assert placed(made, joined) == [-100] * 6


@pytest.mark.parametrize("decode", DECODERS)
def test_gaps_are_exactly_silent(made: Made, tmp_path: Path, decode):
    """All zeros between the frames of two runs, up to the reach of the next run's first frame."""
    joined = decode(made.data, tmp_path)
    for first, gap in zip(made.firsts, GAPS, strict=True):
        silent = joined[(first - gap) * made.samples : max(0, first * made.samples - DELAY)]
        assert not silent.any()
    end = made.firsts[-1] + made.runs[-1].frames
    assert not joined[end * made.samples :].any()
    assert len(joined[end * made.samples :]) == CLOSING * made.samples - 1152


@pytest.mark.parametrize("decode", DECODERS)
def test_decoding_may_start_at_any_run(made: Made, tmp_path: Path, decode):
    """From a run's first byte on all is as in the whole file, to rounding, but for the delay nobody states there."""
    size = mp3.frame_bytes(made.settings)
    joined = decode(made.data, tmp_path)
    for first, run in zip(made.firsts, made.runs, strict=True):
        late = decode(made.data[len(TAG) + (1 + first) * size :], tmp_path)
        begin = len(late) - (len(joined) - first * made.samples) - 1152 + DELAY
        assert np.abs(late[begin:][: run.content] - joined[first * made.samples :][: run.content]).max() < 1e-6


@pytest.mark.skipif(not shutil.which("mp3val"), reason="mp3val is not installed")
def test_mp3val_finds_nothing(made: Made, tmp_path: Path):
    """A stranger that walks all frames and recomputes the counts; its exit code is 0 even with warnings."""
    (tmp_path / "x.mp3").write_bytes(made.data)
    report = subprocess.run(["mp3val", "x.mp3"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in report
    assert ", CBR" in report


# -------------------------------------------------------------------------------------------------------- Info frame


def slow_crc(data: bytes) -> int:
    """CRC-16 bit by bit as LAME's sources define it: reflected 0x8005, start 0."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ 0xA001 if byte & 1 else byte >> 1
        table.append(byte)
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


def test_the_info_frame_states_the_file_s_own_facts(made: Made):
    """Every field, computed anew from the bytes."""
    size = mp3.frame_bytes(made.settings)
    info, music = made.data[len(TAG) :][:size], made.data[len(TAG) + size :]
    at = {48_000: 21, 24_000: 13}[made.settings.rate]  # behind header and side information
    number = lambda start, count: int.from_bytes(info[at + start : at + start + count], "big")  # noqa: E731
    assert info[:4] == music[:4]
    assert not any(info[4:at])
    assert info[at : at + 8] == b"Info\0\0\0\x0b"
    assert number(8, 4) == len(music) / size
    assert number(12, 4) == len(music) + size
    assert number(20, 9) == int.from_bytes(b"LAME3.100", "big")
    assert number(29, 1) == 1
    assert number(40, 1) == made.settings.bitrate
    delay, padding = number(41, 3) >> 12, number(41, 3) & 0xFFF
    assert delay == 576
    assert len(music) // size * made.samples - delay - padding == made.timeline.length
    assert 529 <= padding <= 4095
    assert number(44, 1) >> 6 == {48_000: 2, 24_000: 0}[made.settings.rate]  # LAME: 0 up to 32 kHz, 1 44.1, 2 48
    assert number(48, 4) == len(music) + size
    assert number(52, 2) == slow_crc(music)
    assert number(54, 2) == slow_crc(info[: at + 54])
    assert not any(info[at + 56 :])


def test_the_checksum_has_the_standard_check_value():
    """CRC-16/ARC of "123456789" is 0xBB3D (the catalogue's check value for this polynomial)."""
    assert mp3.crc16(b"123456789") == slow_crc(b"123456789") == 0xBB3D
    assert mp3.crc16(b"") == 0


def test_checksums_join_without_reading_again():
    """crc(A + B) = advance(crc(A), |B|) ^ crc(B), for lengths around all powers of two."""
    data = np.random.default_rng(9).bytes(5000)
    for size in (0, 2, 254, 256, 258, 1024, 4094, 4096):
        joined = mp3.advance(mp3.crc16(data[:777]), size) ^ mp3.crc16(data[777 : 777 + size])
        assert joined == slow_crc(data[: 777 + size])


# ------------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    "change", [{"gaps": (1, 2)}, {"gaps": (3, 0, 1, 2, 17, -1)}, {"closing": -1}, {"rate": 44_100}]
)
def test_a_timeline_of_other_runs_is_refused(made: Made, change: dict[str, object]):
    """Before anything is written."""
    with pytest.raises(AudioError, match="timeline was not made for these runs"):
        mp3.episode(TAG, replace(made.timeline, **change), [r.facts for r in made.runs], bytes, made.settings)


@pytest.mark.parametrize("more", [-4096, 700])
def test_a_length_that_does_not_fit_is_refused(made: Made, more: int):
    """Padding lies between the decoder's delay and what twelve bits hold."""
    wrong = replace(made.timeline, length=made.timeline.length + more)
    with pytest.raises(AudioError, match="samples after their content"):
        mp3.episode(TAG, wrong, [r.facts for r in made.runs], bytes, made.settings)


def test_a_run_of_another_length_is_refused(made: Made):
    """A store that answers with something else is found out while writing."""
    pieces = mp3.episode(TAG, made.timeline, [r.facts for r in made.runs], lambda n: made.runs[0].data, made.settings)
    with pytest.raises(AudioError, match="Run 2 has"):
        list(pieces)


# -------------------------------------------------------------------------------------------------------- loudness


def test_the_episode_has_the_loudness_and_peak_asked_for(made: Made):
    """Decoded: -19 +-0.2 LUFS in each turn of three seconds and in the whole, true peak at most -1 dBTP."""
    joined = miniaudio_(made.data, Path())
    for n in (0, 5):
        part = joined[made.firsts[n] * made.samples :][: made.runs[n].content]
        assert audio.loudness(part, made.settings.rate) == pytest.approx(-19.0, abs=0.2)
    assert audio.loudness(joined, made.settings.rate) == pytest.approx(-19.0, abs=0.5)
    assert audio.true_peak(joined) <= -1.0
