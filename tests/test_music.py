"""Music: an intro, a sting before each chapter and an outro, levelled and placed on the same grid as speech."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from audiobuild.errors import ConfigError
from audiobuild.model import AudioSettings, Line, Music, SegmentFacts, Sounds
from audiobuild.sound import audio, mp3
from audiobuild.sound.timeline import lay_out

RATE = 48_000
FORMATS = [AudioSettings(), AudioSettings(24_000, 64)]


def tone(seconds: float, rate: int, pitch: float = 440.0, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.fixture
def music(show: Path) -> Path:
    """The show with an intro of 4 s, a sting of 0.8 s and an outro of 5 s; the folder of the music."""
    folder = show / "music"
    folder.mkdir()
    (folder / "intro.wav").write_bytes(audio.wav(tone(4, 44_100, 330), 44_100))
    (folder / "sting.wav").write_bytes(audio.wav(tone(0.8, 96_000, 660), 96_000))
    (folder / "outro.wav").write_bytes(audio.wav(tone(5, 24_000, 220), 24_000))
    with (show / "audiobuild.toml").open("a") as settings:
        settings.write(
            '[music]\nintro = "music/intro.wav"\nsting = "music/sting.wav"\noutro = "music/outro.wav"\nfade = 500\n'
        )
    return folder


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 88_200, 96_000])
def test_a_file_of_another_rate_sounds_the_same_at_the_rate_of_the_episode(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "tone.wav"
    path.write_bytes(audio.wav(tone(1.0, rate, 1000), rate))
    heard = audio.open_music(path, 0, RATE)
    whole = slice(RATE // 10, len(heard) - RATE // 10)  # without the short fade at the ends
    time = np.arange(len(heard)) / RATE
    basis = np.stack([np.sin(2 * np.pi * 1000 * time), np.cos(2 * np.pi * 1000 * time)], axis=1)[whole]
    fit = np.linalg.lstsq(basis, heard[whole], rcond=None)[0]
    error = heard[whole] - basis @ fit
    assert np.hypot(*fit) == pytest.approx(0.3, rel=1e-3)
    assert 10 * np.log10(np.mean(error**2) / np.mean(heard[whole] ** 2)) < -80


def test_what_the_rate_of_the_episode_cannot_hold_is_taken_out_and_not_folded_back(tmp_path: Path) -> None:
    path = tmp_path / "high.wav"
    path.write_bytes(audio.wav(tone(1.0, 96_000, 2000, 0.05) + tone(1.0, 96_000, 20_000, 0.5), 96_000))
    heard = audio.open_music(path, 0, 24_000)[2400:-2400]
    assert 20 * np.log10(np.abs(np.fft.rfft(heard * np.hanning(len(heard))))[3500:].max() / len(heard)) < -90


@pytest.mark.parametrize("settings", FORMATS, ids=["48k", "24k"])
@pytest.mark.parametrize("seconds", [0.15, 0.8, 6.0])
def test_music_is_as_loud_as_speech_however_loud_the_file(tmp_path: Path, settings: AudioSettings, seconds) -> None:
    for level in (0.02, 0.9):
        path = tmp_path / "tone.wav"
        path.write_bytes(audio.wav(tone(seconds, 44_100, 500, level), 44_100))
        run = mp3.make_music(path, Sounds(fade=0), settings)
        heard = audio.decode_mp3(run.data)[0][1105 : 1105 + run.content]
        repeated = np.tile(heard, -(-settings.rate // len(heard)))
        assert audio.loudness(repeated, settings.rate) == pytest.approx(settings.loudness, abs=0.2)
        assert audio.true_peak(heard) <= settings.true_peak


def test_the_end_fades_and_an_end_that_is_silent_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    sound = np.concatenate([np.zeros(RATE), tone(3, RATE), np.zeros(2 * RATE)]).astype(np.float32)
    path.write_bytes(audio.wav(sound, RATE))
    assert len(audio.open_music(path, 0, RATE)) == pytest.approx(3.05 * RATE, abs=0.02 * RATE)
    path.write_bytes(audio.wav(tone(3, RATE), RATE))
    faded = np.abs(audio.open_music(path, 1000, RATE))
    assert faded[-RATE // 4 : -RATE // 8].max() < 0.5 * faded[RATE : 2 * RATE].max()


def test_an_intro_opens_the_episode_stings_open_chapters_and_an_outro_ends_it(music: Path, audiobuild) -> None:
    assert audiobuild("build").returncode == 0
    record = json.loads(Path("output/post.json").read_text("utf-8"))
    sound, rate = audio.decode_mp3(Path("output/post.mp3").read_bytes())

    def pitch(start: float, seconds: float) -> float:
        part = sound[round(start * rate) : round((start + seconds) * rate)]
        return float(np.abs(np.fft.rfft(part * np.hanning(len(part)))).argmax() / seconds)

    first = record["lines"][0]["start"]
    assert 4.0 < first < 5.0
    assert pitch(1, 2) == pytest.approx(330, abs=2)
    marks = [second for second, _ in record["chapters"]]
    starts = [line["start"] for line in record["lines"]]
    for mark in marks[1:]:
        around = sound[round((mark - 0.05) * rate) : round((mark + 0.05) * rate)]
        assert np.abs(around).max() < 1e-3  # the mark lies in silence
        assert pitch(mark + 0.2, 0.5) == pytest.approx(660, abs=4)
        assert min(start for start in starts if start > mark) > mark + 0.8 + 0.4
    assert pitch(len(sound) / rate - 5, 2) == pytest.approx(220, abs=2)


def test_a_show_without_music_keeps_its_bytes_when_music_comes_and_goes(music: Path, show: Path, audiobuild) -> None:
    settings = (show / "audiobuild.toml").read_text("utf-8")
    plain, with_sound = settings.partition("[music]")[0], settings
    (show / "audiobuild.toml").write_text(plain, "utf-8")
    assert audiobuild("build").returncode == 0
    before = Path("output/post.mp3").read_bytes()
    (show / "audiobuild.toml").write_text(with_sound, "utf-8")
    assert "0 of " in audiobuild("build").stdout
    assert Path("output/post.mp3").read_bytes() != before
    (show / "audiobuild.toml").write_text(plain, "utf-8")
    assert "0 of " in audiobuild("build").stdout
    assert Path("output/post.mp3").read_bytes() == before


def test_other_music_under_the_same_name_makes_the_episode_anew_and_speaks_nothing(music: Path, audiobuild) -> None:
    assert audiobuild("build").returncode == 0
    before = Path("output/post.mp3").read_bytes()
    assert "up to date" in audiobuild("build").stdout
    (music / "intro.wav").write_bytes(audio.wav(tone(2, 44_100, 350), 44_100))
    assert "0 of " in audiobuild("build").stdout
    assert Path("output/post.mp3").read_bytes() != before
    assert "up to date" in audiobuild("build").stdout


def test_a_run_of_music_that_is_damaged_is_made_again(music: Path, audiobuild) -> None:
    assert audiobuild("build").returncode == 0
    before = Path("output/post.mp3").read_bytes()
    entries = [path for path in Path("output/.cache/runs").rglob("*") if path.is_file()]
    assert entries
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-1])
    Path("output/post.mp3").unlink()
    assert audiobuild("build").returncode == 0
    assert Path("output/post.mp3").read_bytes() == before


@pytest.mark.process
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no sound at all", "cannot be read as sound"),
        (None, "there is no file"),
        (audio.wav(np.zeros(48_000, np.float32), 48_000), "only silence"),
        (audio.wav(np.zeros(8_000 * 200, np.float32), 8_000), "cut it to at most 180 s"),
    ],
    ids=["not sound", "missing", "silent", "too long"],
)
def test_music_that_cannot_be_used_is_one_sentence_and_nothing_is_written(
    music: Path, audiobuild, data: bytes | None, said: str
) -> None:
    path = music / "intro.wav"
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    done = audiobuild("build")
    assert done.returncode == 1
    assert said in done.stderr or (said == "cannot be read as sound" and "needs ffmpeg" in done.stderr)
    assert "intro.wav" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(Path("output").glob("post.*"))


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg writes and reads these formats")
@pytest.mark.parametrize("name", ["a.mp3", "a.flac", "a.ogg", "a.m4a", "a.opus", "a.aiff", "24.wav"])
def test_every_common_format_is_read(tmp_path: Path, name: str) -> None:
    source, path = tmp_path / "source.wav", tmp_path / name
    source.write_bytes(audio.wav(tone(2, 44_100), 44_100))
    codec = ["-c:a", "pcm_s24le"] if name == "24.wav" else []
    command = ["ffmpeg", "-v", "error", "-i", source, "-ac", "2", *codec, path]
    subprocess.run([str(part) for part in command], check=True)
    heard = audio.open_music(path, 0, RATE)
    assert len(heard) / RATE == pytest.approx(2, abs=0.12)
    level = np.sqrt(np.mean(heard[RATE // 2 : RATE] ** 2))
    assert level == pytest.approx(0.3 / 2, rel=0.1)  # ffmpeg spreads mono over two channels 3 dB lower


@pytest.mark.process
def test_a_format_that_needs_ffmpeg_says_so_where_there_is_none(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "intro.m4a"
    path.write_bytes(b"\0\0\0\x20ftypM4A " + bytes(100))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match=r"intro\.m4a.*ffmpeg.*WAV"):
        audio.open_music(path, 0, RATE)


def test_music_takes_over_the_chapter_and_no_cue() -> None:
    placed = [Music("intro", 0, "one")]
    timeline = lay_out(placed, [SegmentFacts(100, 100 * 1152 - 2000, 0)], RATE, 1152)
    assert not [place for place in placed if isinstance(place, Line)]
    assert timeline.cues == ()
    assert [chapter.title for chapter in timeline.chapters] == ["one"]
