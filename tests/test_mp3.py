"""Segments and episodes: in every joined file, every decoder hears each segment as if alone, exactly where planned."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import miniaudio
import numpy as np
import pytest
from support.sound import RATE, turn

from audiobuild.errors import AudioError, ConfigError
from audiobuild.model import AudioSettings, Segment, Timeline
from audiobuild.sound import audio, mp3

PRESETS = {"48k": AudioSettings(), "24k": AudioSettings(rate=24_000, bitrate=64)}
GAPS = (3, *(n * 7 % 26 for n in range(26)))  # silent frames before each segment: 0 to 25 between two of them, mixed
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


def libsndfile(data: bytes, folder: Path) -> np.ndarray:
    import soundfile

    return soundfile.read(io.BytesIO(data), dtype="float32")[0]


def pyav(data: bytes, folder: Path) -> np.ndarray:
    import av

    with av.open(io.BytesIO(data)) as file:
        return np.concatenate([part.to_ndarray()[0] for part in file.decode(audio=0)])


def lame(data: bytes, folder: Path) -> np.ndarray:
    (folder / "in.mp3").write_bytes(data)
    command = ["lame", "--decode", "-t", "--silent", "in.mp3", "out.raw"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return np.fromfile(folder / "out.raw", "<i2").astype(np.float32) / 32768


def madplay(data: bytes, folder: Path) -> np.ndarray:
    (folder / "in.mp3").write_bytes(data)
    command = ["madplay", "-Q", "--no-dither", "-b", "16", "-o", "raw:out.raw", "in.mp3"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return np.fromfile(folder / "out.raw", "<i2").astype(np.float32) / 32768


def needs(tool: str, there: object = None) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not (there or shutil.which(tool)), reason=f"{tool} is not installed (.ci/run does it)")


DECODERS = [
    pytest.param(miniaudio_, id="miniaudio"),
    pytest.param(libsndfile, marks=needs("soundfile", find_spec("soundfile")), id="libsndfile"),
    pytest.param(pyav, marks=needs("PyAV", find_spec("av")), id="PyAV"),
    *(
        pytest.param(decoder, marks=[pytest.mark.process, needs(decoder.__name__)], id=decoder.__name__)
        for decoder in (ffmpeg, mpg123, lame)
    ),
]


class Made:
    """Six turns of three voices as segments, and the plan and bytes of an episode in which they are repeated."""

    def __init__(self, settings: AudioSettings) -> None:
        self.settings, self.samples = settings, mp3.frame_samples(settings)
        lengths = (3.3, 0.5, 1.7, 2.2, 0.8, 3.1)
        self.takes = [audio.to_take(turn(n, s, *VOICES[n % 3]), RATE) for n, s in enumerate(lengths)]
        self.loudness = [audio.loudness(audio.from_take(take), RATE) for take in self.takes]
        self.pcm = [
            audio.master(take, loud, 0.0, settings) for take, loud in zip(self.takes, self.loudness, strict=True)
        ]
        self.six = [self.segment(n) for n in range(len(self.takes))]
        self.segments = [self.six[n % 6] for n in range(len(GAPS))]
        self.timeline = plan(GAPS, CLOSING, self.segments, settings)
        self.data = join(self.timeline, self.segments, settings)
        before = np.cumsum([0, *(segment.frames for segment in self.segments[:-1])]) + np.cumsum(GAPS)
        self.firsts = [int(frame) for frame in before]  # the number of each segment's first frame

    def segment(self, n: int) -> Segment:
        return mp3.make_segment(self.takes[n], self.loudness[n], 0.0, self.settings)

    @cached_property
    def hour(self) -> tuple[Timeline, bytes]:
        """The plan and bytes of an episode of all that over and over."""
        times = round(3600 * self.settings.rate / self.timeline.length)
        segments = self.segments * times
        timeline = plan(GAPS * times, CLOSING, segments, self.settings)
        return timeline, join(timeline, segments, self.settings)


def plan(gaps: tuple[int, ...], closing: int, segments: list[Segment], settings: AudioSettings) -> Timeline:
    """Everything is heard but the last 1152 samples, which the decoder's delay pushes out of reach."""
    frames = sum(gaps) + closing + sum(segment.frames for segment in segments)
    return Timeline(settings.rate, gaps, closing, (), (), frames * mp3.frame_samples(settings) - 1152)


def join(timeline: Timeline, segments: list[Segment], settings: AudioSettings) -> bytes:
    facts = [segment.facts for segment in segments]
    return b"".join(mp3.episode_bytes(TAG, timeline, facts, lambda n: segments[n].data, settings))


def alone(segment: Segment, before: int, settings: AudioSettings) -> bytes:
    return join(plan((before,), 2, [segment], settings), [segment], settings)


@pytest.fixture(scope="module", params=PRESETS)
def made(request: pytest.FixtureRequest) -> Made:
    return Made(PRESETS[request.param])


# -------------------------------------------------------------------------------------------------------------- a segment


def test_a_segment_is_whole_frames_that_need_nothing_before_them(made: Made):
    """Equal headers at every frame's place; the first frame's main_data_begin (ISO 11172-3: 9 bits, 13818-3: 8) is 0."""
    size, bits = {48_000: (288, 9), 24_000: (192, 8)}[made.settings.rate]
    header = {48_000: "fffb74c4", 24_000: "fff384c4"}[made.settings.rate]
    for segment in made.six:
        assert len(segment.data) == segment.frames * size == segment.frames * mp3.frame_bytes(made.settings)
        assert {segment.data[at : at + 4].hex() for at in range(0, len(segment.data), size)} == {header}
        assert int.from_bytes(segment.data[4:6], "big") >> (16 - bits) == 0


def test_later_frames_do_borrow(made: Made):
    """The bit reservoir is in use, so a segment's independence is not the encoder's doing in each frame."""
    size, bits = {48_000: (288, 9), 24_000: (192, 8)}[made.settings.rate]
    data = made.six[0].data
    starts = [int.from_bytes(data[at + 4 : at + 6], "big") >> (16 - bits) for at in range(0, len(data), size)]
    assert max(starts) > 0


def test_a_segment_sounds_like_its_master(made: Made):
    """In place, in level (LAME's own scaling undone) and in detail."""
    for pcm, segment in zip(made.pcm, made.six, strict=True):
        heard = miniaudio_(segment.data, Path())[DELAY : DELAY + segment.content]
        assert segment.content == len(pcm)
        assert np.dot(heard, pcm) / np.dot(pcm, pcm) == pytest.approx(1.0, abs=0.01)
        assert 10 * np.log10(np.sum(pcm**2) / np.sum((heard - pcm) ** 2)) > 17


def test_threads_and_repetition_give_the_same_bytes(made: Made):
    """Segments are made by workers in any order."""
    with ThreadPoolExecutor(8) as pool:
        again = list(pool.map(made.segment, [*range(6), *range(6)]))
    assert again == made.six * 2


@pytest.mark.parametrize("content", [2400, *range(4800, 5953, 192), 5952])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_encoder_s_end_leaves_room_for_the_decoder(preset: str, content: int):
    """For every phase of the frame grid at least 1152 samples follow the content, so any segment may be the last."""
    settings = PRESETS[preset]
    samples = (np.random.default_rng(content).standard_normal(content) * 0.1).astype(np.float32)
    segment = mp3.encode(samples, settings)
    assert 1152 <= segment.frames * mp3.frame_samples(settings) - segment.content <= 1152 + 576 + 4095


@pytest.mark.parametrize("preset", PRESETS)
def test_a_peak_that_the_codec_raises_is_brought_down(preset: str):
    """A hoarse turn pushed to -11 LUFS passes the ceiling when encoded once, and obeys it in the end."""
    settings = replace(PRESETS[preset], loudness=-11.0)
    hiss = np.random.default_rng(3).standard_normal(round(2.4 * RATE)) * 0.05
    speech = turn(3, 1.5, 0.1, pitch=220.0)
    take = audio.to_take(speech + hiss * (np.abs(speech) > 0.01), RATE)
    once = mp3.encode(audio.master(take, -22.0, 0.0, settings), settings)
    assert audio.true_peak(miniaudio_(once.data, Path())) > -1.0
    segment = mp3.make_segment(take, -22.0, 0.0, settings)
    assert audio.true_peak(miniaudio_(segment.data, Path())) <= -1.0


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
    """For each segment whether it sounds, joined, bit for bit as alone; the last 1105 samples belong to what follows.

    mpg123, whose decoder libsndfile and lame carry too, adds up its filter bank in an order that comes round every 16
    slots of 32 samples, so that it rounds alike only on equal frames modulo 8: hence a few silent frames before the
    single segment.
    """
    joined, answers = decode(data, folder), []
    singles: dict[tuple[int, int], np.ndarray] = {}  # each of the six is decoded once for each number of frames before
    for n, (first, segment) in enumerate(zip(made.firsts, made.segments, strict=True)):
        before = 0 if decode in (ffmpeg, pyav, miniaudio_) else first % 8
        if (n % 6, before) not in singles:
            singles[n % 6, before] = decode(alone(segment, before, made.settings), folder)[before * made.samples :]
        single = singles[n % 6, before]
        length = max(segment.content, segment.frames * made.samples - DELAY)
        answers.append(np.array_equal(joined[first * made.samples :][:length], single[:length]))
    return answers


def placed(made: Made, joined: np.ndarray) -> list[int]:
    """By how many samples each segment's sound is away from its place, by cross-correlation over +-1200 samples."""
    offsets = []
    for n, first in enumerate(made.firsts):
        pcm = made.pcm[n % 6]
        around = np.zeros(len(pcm) + 2400)
        start = first * made.samples - 1200
        part = joined[max(0, start) : start + len(around)]
        around[max(0, -start) :][: len(part)] = part
        size = 1 << (len(around) + len(pcm)).bit_length()
        likeness = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(pcm, size)), size)[:2401]
        offsets.append(int(np.argmax(likeness)) - 1200)
    return offsets


@pytest.mark.parametrize("decode", DECODERS)
def test_every_segment_sounds_as_if_alone(made: Made, tmp_path: Path, decode):
    """Bit-exact after gaps of 0 to 25 frames."""
    assert sorted(GAPS[1:]) == [*range(26)]
    assert isolated(made, made.data, decode, tmp_path) == [True] * len(GAPS)


def test_a_lost_leading_frame_is_noticed(made: Made, tmp_path: Path):
    """The proof above fails for the segment that lost its first frame, as its later frames point at foreign bytes."""
    size = mp3.frame_bytes(made.settings)
    start = len(TAG) + (1 + made.firsts[3]) * size
    broken = made.data[:start] + mp3.silence(1, made.settings) + made.data[start + size :]
    assert isolated(made, broken, miniaudio_, tmp_path) == [n != 3 for n in range(len(GAPS))]


@pytest.mark.parametrize("decode", DECODERS)
def test_every_segment_starts_at_its_planned_sample(made: Made, tmp_path: Path, decode):
    """Segment with first frame k at sample k x 1152 (576), zero off; the whole is as long as planned."""
    joined = decode(made.data, tmp_path)
    assert placed(made, joined) == [0] * len(GAPS)
    assert len(joined) == made.timeline.length


@pytest.mark.process
@needs("madplay")
def test_a_decoder_that_knows_no_gapless_playing_is_late_by_the_codec_s_delay_alone(made: Made, tmp_path: Path):
    """Every segment by the same 1105 samples; all frames are heard to their end."""
    joined = madplay(made.data, tmp_path)
    assert placed(made, joined) == [DELAY] * len(GAPS)
    assert len(joined) == made.timeline.length + 1152


def test_our_own_decoder_takes_the_delay_off(made: Made):
    """As every gapless player does."""
    samples, rate = audio.decode_mp3(made.data)
    assert (len(samples), rate) == (made.timeline.length, made.settings.rate)


def test_a_shifted_gap_is_noticed(made: Made, tmp_path: Path):
    """The proof above fails by one frame for the segment after it."""
    gaps = (*GAPS[:3], GAPS[3] + 1, GAPS[4] - 1, *GAPS[5:])
    shifted = join(replace(made.timeline, gaps=gaps), made.segments, made.settings)
    assert placed(made, miniaudio_(shifted, tmp_path)) == [made.samples * (n == 3) for n in range(len(GAPS))]


def test_a_wrong_delay_is_noticed(made: Made, tmp_path: Path):
    """The proof above fails for all segments when the Info frame states a delay that is 100 samples too long."""
    at = made.data.index(b"LAME3.100") + 21
    wrong = (676 << 12 | int.from_bytes(made.data[at : at + 3], "big") & 0xFFF).to_bytes(3, "big")
    joined = miniaudio_(made.data[:at] + wrong + made.data[at + 3 :], tmp_path)
    assert placed(made, joined) == [-100] * len(GAPS)


@pytest.mark.parametrize("decode", DECODERS)
def test_gaps_are_exactly_silent(made: Made, tmp_path: Path, decode):
    """All zeros between the frames of two segments, up to the reach of the next segment's first frame."""
    joined = decode(made.data, tmp_path)
    for first, gap in zip(made.firsts, GAPS, strict=True):
        silent = joined[(first - gap) * made.samples : max(0, first * made.samples - DELAY)]
        assert not silent.any()
    end = made.firsts[-1] + made.segments[-1].frames
    assert not joined[end * made.samples :].any()
    assert len(joined[end * made.samples :]) == CLOSING * made.samples - 1152


@pytest.mark.parametrize("decode", DECODERS)
def test_decoding_may_start_at_any_segment(made: Made, tmp_path: Path, decode):
    """A segment cut out of the file, first byte to last, sounds as in the whole, except for the delay, which is not stated there.

    To the bit; mpg123 adds up in another order there, which is rounding, and lame rounds that to 16 bits.
    """
    size = mp3.frame_bytes(made.settings)
    rounding = {mpg123: 1e-6, libsndfile: 1e-6, lame: 1 / 32768}.get(decode, 0)
    joined = decode(made.data, tmp_path)
    for first, segment in zip(made.firsts, made.segments, strict=True):
        late = decode(made.data[len(TAG) + (1 + first) * size :][: len(segment.data)], tmp_path)
        begin = len(late) - segment.frames * made.samples + DELAY  # some decoders take their delay off, stated or not
        assert (
            np.abs(late[begin:][: segment.content] - joined[first * made.samples :][: segment.content]).max()
            <= rounding
        )


# --------------------------------------------------------------------------------------------------- one hour, validated

VALIDATORS = {  # with what each says when it is content; the exit code is 0 whatever mp3val and mpg123 find
    "mp3val": (["mp3val", "x.mp3"], ", CBR"),
    "mp3check": (["mp3check", "-e", "-S", "--show-valid", "x.mp3"], "valid"),  # -S: to it an ID3v2 tag is junk in front
    "mpg123": (["mpg123", "-t", "x.mp3"], "finished"),
    "ffmpeg": (["ffmpeg", "-v", "warning", "-xerror", "-i", "x.mp3", "-f", "null", "-"], ""),
}
FAULT = re.compile("warning|error|illegal|missing|too (short|long)|truncated", re.IGNORECASE)


def faults(validator: str, data: bytes, folder: Path) -> list[str]:
    """The words in a validator's report that mean a fault."""
    (folder / "x.mp3").write_bytes(data)
    command, content = VALIDATORS[validator]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    report = done.stdout.decode("latin-1")
    found = [word[0].lower() for word in FAULT.finditer(report)]
    assert found or content in report
    return found


@pytest.mark.process
@pytest.mark.parametrize("validator", [pytest.param(name, marks=needs(name)) for name in VALIDATORS])
def test_validators_find_no_fault_in_an_hour(made: Made, tmp_path: Path, validator: str):
    """Strangers that walk all frames, recount them or decode them; each notices one frame without its header."""
    data = made.hour[1]
    assert faults(validator, data, tmp_path) == []
    at = len(TAG) + (made.firsts[12] + 41) * mp3.frame_bytes(made.settings)
    assert faults(validator, made.data[:at] + bytes(4) + made.data[at + 4 :], tmp_path)


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


@pytest.mark.soak
def test_the_info_frame_states_the_file_s_own_facts(made: Made):
    """Every field and both checksums, computed again from the bytes of a file of one hour."""
    timeline, data = made.hour
    size = mp3.frame_bytes(made.settings)
    info, music = data[len(TAG) :][:size], data[len(TAG) + size :]
    assert 3500 < timeline.length / made.settings.rate < 3700
    at = {48_000: 21, 24_000: 13}[made.settings.rate]  # after header and side information
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
    assert len(music) // size * made.samples - delay - padding == timeline.length
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


@pytest.mark.parametrize("change", [{"gaps": (1, 2)}, {"gaps": (*GAPS[:-1], -1)}, {"closing": -1}, {"rate": 44_100}])
def test_a_timeline_of_other_segments_is_refused(made: Made, change: dict[str, object]):
    """Before anything is written."""
    with pytest.raises(AudioError, match="timeline was not made for these segments"):
        mp3.episode_bytes(TAG, replace(made.timeline, **change), [r.facts for r in made.segments], bytes, made.settings)


@pytest.mark.parametrize("more", [-4096, 700])
def test_a_length_that_does_not_fit_is_refused(made: Made, more: int):
    """Padding must be at least the decoder's delay and fit in twelve bits."""
    wrong = replace(made.timeline, length=made.timeline.length + more)
    with pytest.raises(AudioError, match="samples after their content"):
        mp3.episode_bytes(TAG, wrong, [r.facts for r in made.segments], bytes, made.settings)


def test_a_segment_of_another_length_is_refused(made: Made):
    """A store that answers with something else is found out while writing."""
    pieces = mp3.episode_bytes(
        TAG, made.timeline, [r.facts for r in made.segments], lambda n: made.six[0].data, made.settings
    )
    with pytest.raises(AudioError, match="segment 2 has"):
        list(pieces)


# -------------------------------------------------------------------------------------------------------- loudness


def test_the_episode_has_the_loudness_and_peak_asked_for(made: Made):
    """Decoded: -19 +-0.2 LUFS in each turn of a second and more with its pauses, and in all; true peak at most -1 dBTP."""
    joined, pause = miniaudio_(made.data, Path()), 2 * made.settings.rate // 5
    for n, segment in enumerate(made.six):
        part = joined[made.firsts[n] * made.samples :][: segment.content]
        if segment.content > made.settings.rate:
            assert audio.loudness(np.pad(part, pause), made.settings.rate) == pytest.approx(-19.0, abs=0.2)
    assert audio.loudness(joined, made.settings.rate) == pytest.approx(-19.0, abs=0.2)
    assert audio.true_peak(joined) <= -1.0
