"""Recorded answers: which file is which turn, how it sounds in the episode, and what is said of one that does not fit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from support.post import record, result, rewrite
from support.sound import RATE, turn

from audiobuild.building.episode import speaker_names
from audiobuild.errors import ConfigError
from audiobuild.model import AudioSettings, Script
from audiobuild.planning.plan import recordable
from audiobuild.planning.recordings import find_recordings, letters, takes
from audiobuild.script import exact_form, read_bytes, read_script
from audiobuild.sound import audio, recording
from audiobuild.studio.session import Session

GOLDEN = Path(__file__).parent / "golden"
COMPACT = AudioSettings(rate=24_000, bitrate=64)

TALK = """\
山里的邮局

记者：一天要走多少路？

周远：三十里。夏天走得快，冬天走得慢。

下雪的日子，我就在路上过夜。

记者：最远的一封信送到哪里？

周远：送到山顶的气象站。那里只有一个人，他等信等得最急。

记者：2008年以后呢？

周远：2008年修了路，我骑车。
"""


def script(text: str = TALK) -> Script:
    return read_bytes(text.encode(), "talk.txt")


def found(name: str, text: str = TALK) -> tuple[dict[int, list[int]], list[str]]:
    """The lines and sentences that a file is for, and what is said of it."""
    read = script(text)
    result = find_recordings(read, [Path(name)], speaker_names(read))
    turns = recordable(read)
    return {turns[place].line: sorted(own) for place, own in result.found.items()}, result.problems


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        ("周远-1.wav", 5, 0),
        ("周远 2.flac", 11, 0),
        ("周远_02.mp3", 11, 0),
        ("周远2 (1).mp3", 11, 0),
        ("周远-1.2.wav", 5, 2),
        ("周远-送到山顶.wav", 11, 0),
        ("周远-送到山顶.2.wav", 11, 2),
        ("周远-7 送到山顶的气象站.wav", 11, 0),
        ("周远-2008年修了路.wav", 15, 0),
        ("周远-2008 年修了路.wav", 15, 0),
        ("送到山顶的气象站那里.wav", 11, 0),
        ("那里只有一个人.wav", 11, 2),
        ("下雪的日子我.wav", 5, 3),
        ("5.wav", 5, 0),
        ("line 5.wav", 5, 0),
        ("第5行.wav", 5, 0),
        ("5.3.wav", 5, 3),
        ("记者-1.wav", 3, 0),
        ("a-2.wav", 11, 0),
        ("旁白-1.wav", 1, 0),
        ("narrator-山里的邮局.wav", 1, 0),
    ],
)
def test_a_name_says_which_turn_or_sentence_a_recording_is(name: str, line: int, sentence: int) -> None:
    assert found(name) == ({line: [sentence]}, [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "周远-9.wav",
            "周远-9.wav fits no turn: 周远 has 3 turns; rename it, as in 周远-三十里夏天走得快, or remove it",
        ),
        ("周远-0.wav", "has 3 turns"),
        ("周远-1.8.wav", "is for sentence 8, but the turn of line 5 has 3 sentences; rename it."),
        ("周远-送到山下的气象站.wav", "line 11 is “送到山顶的气象站。” now: rename it to 周远-送到山顶的气象站"),
        ("6.wav", "is for line 6, where no turn begins; the turn before it begins in line 5: rename it, or remove it."),
        ("x.wav", "names nobody of this script; rename it, as in "),
        ("今天的天气.wav", "fits no turn; rename it, as in "),
    ],
)
def test_a_name_that_fits_nothing_is_said_with_what_to_do(name: str, said: str) -> None:
    places, problems = found(name)
    assert places == {}
    assert said in problems[0]
    assert len(problems) == 1


def test_two_files_for_one_turn_are_said_and_the_first_is_used() -> None:
    read = script()
    files = [Path("周远-1.wav"), Path("周远-三十里.mp3"), Path("周远-2.1.wav"), Path("周远-2.wav")]
    result = find_recordings(read, files, {})
    assert {path.name for own in result.found.values() for path in own.values()} == {"周远-1.wav", "周远-2.wav"}
    assert result.problems == [
        "周远-1.wav and 周远-三十里.mp3 are both for line 5; the first is used: remove one.",
        "周远-2.1.wav is not used, because 周远-2.wav is the whole turn: remove one.",
    ]


def test_words_keep_their_turn_when_the_script_changes_elsewhere() -> None:
    more = TALK.replace("记者：一天", "记者：累吗？\n\n周远：不累。\n\n记者：一天").replace("冬天走得慢", "冬天慢")
    assert found("周远-三十里夏天走得快.wav", more) == ({9: [0]}, [])
    assert found("周远-1.wav", more) == ({5: [0]}, [])


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt"))[::6], ids=lambda path: path.name)
def test_every_name_that_is_listed_is_the_name_of_its_turn(path: Path) -> None:
    read = read_script(path)
    names = speaker_names(read)
    for take in takes(read, (), names):
        for name in (take.name, take.number):
            (row,) = (row for row in takes(read, [Path(f"{name}.wav")], names) if row.recorded)
            assert (row.line, row.text, row.file) == (take.line, take.text, Path(f"{name}.wav"))


# --------------------------------------------------------------------------------------------------------------- sound


def spoken(*seconds: float, noise: float = 0.0) -> np.ndarray:
    """Sentences of so many seconds, each with 0.3 s of silence before and 0.6 s after, in a room with noise."""
    sound = np.concatenate([turn(seed, length) for seed, length in enumerate(seconds)])
    return sound + (noise * np.random.default_rng(7).standard_normal(len(sound))).astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 1e-3, 3e-3])
def test_a_sentence_of_a_recording_is_where_it_is_heard(tmp_path: Path, noise: float) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(audio.wav(spoken(1.0, 3.0, 2.0, noise=noise), RATE))
    segment = recording.make_recording(path, [("一。", 1.1), ("二。", 2.6), ("三。", 2.2)], 0.0, COMPACT)
    starts = [word.start / RATE for word in segment.words]
    ends = [word.end / RATE for word in segment.words]
    assert starts == pytest.approx([0, 1.94, 5.84], abs=0.06)
    assert ends == pytest.approx([1.04, 4.94, 7.9], abs=0.08)
    assert [word.text for word in segment.words] == ["一。", "二。", "三。"]


def test_a_recording_without_pauses_is_divided_by_the_length_of_its_sentences(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    time = np.arange(4 * RATE) / RATE
    path.write_bytes(audio.wav((0.2 * np.sin(2 * np.pi * 300 * time)).astype(np.float32), RATE))
    segment = recording.make_recording(path, [("一。", 1.0), ("二。", 3.0)], 0.0, COMPACT)
    assert segment.words[1].start / RATE == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("level", [0.02, 0.15])
@pytest.mark.parametrize("rate", [8_000, 24_000])
def test_a_recording_is_trimmed_and_as_loud_as_speech_however_loud_it_is(tmp_path: Path, level, rate) -> None:
    path = tmp_path / "a.wav"
    sound = audio.resampled(turn(3, 4.0, level), RATE, rate)
    path.write_bytes(audio.wav(sound, rate))
    segment = recording.make_recording(path, [("一。", 1.0)], 0.0, COMPACT)
    heard, _ = audio.decode_mp3(segment.data)
    assert segment.content / RATE == pytest.approx(4.05, abs=0.05)
    assert audio.loudness(heard, RATE) == pytest.approx(COMPACT.loudness, abs=0.5)


# ------------------------------------------------------------------------------------------------------- in an episode


@pytest.fixture
def rec(show: Path) -> Path:
    """The folder of recordings of the show, with the guest's first answer: three sentences, of 1, 3 and 2.5 s."""
    folder = show / "rec"
    folder.mkdir()
    settings = show / "audiobuild.toml"
    settings.write_text(f'recordings = "rec/"\n{settings.read_text("utf-8")}', "utf-8")
    (folder / "A-三十里夏天走得快.wav").write_bytes(audio.wav(spoken(1.0, 3.0, 2.5), RATE))
    return folder


def texts(ending: str) -> str:
    """A transcript without its times."""
    return re.sub(r"[\d:.,]+", "", Path(f"output/post.{ending}").read_text("utf-8"))


ENDINGS = ("vtt", "srt", "lrc", "chapters.json")


@pytest.mark.usefixtures("built")
def test_a_recording_is_heard_in_place_of_its_turn_and_transcript_and_chapters_stay(rec: Path, audiobuild) -> None:
    before = {ending: texts(ending) for ending in ENDINGS}
    built = result(audiobuild("build", "--json"))
    assert (built["spoken"], built["reasons"], built["warnings"]) == (0, ["recordings changed (1)"], [])
    assert {ending: texts(ending) for ending in ENDINGS} == before
    lines = [line for line in record()["lines"] if line.get("recording")]
    assert [line["text"] for line in lines] == ["三十里。", "夏天走得快，冬天走得慢。", "下雪的日子，我就在路上过夜。"]
    assert [line["start"] - lines[0]["start"] for line in lines] == pytest.approx([0, 1.94, 5.84], abs=0.06)
    heard, rate = audio.decode_mp3(Path("output/post.mp3").read_bytes())
    start = round(lines[0]["start"] * rate)
    assert audio.loudness(heard[start : start + 8 * rate], rate) == pytest.approx(-19, abs=0.5)
    assert result(audiobuild("build", "--json"))["state"] == "up-to-date"
    assert "no defect" in audiobuild("check", "output").stderr


@pytest.mark.usefixtures("built")
def test_without_its_recording_a_turn_is_spoken_again_from_the_store(rec: Path, built: Path, audiobuild) -> None:
    before = (built / "post.mp3").read_bytes()
    audiobuild("build")
    (rec / "A-三十里夏天走得快.wav").unlink()
    again = result(audiobuild("build", "--json"))
    assert (again["spoken"], again["reasons"]) == (0, ["recordings changed (1)"])
    assert (built / "post.mp3").read_bytes() == before


@pytest.mark.usefixtures("rec")
def test_an_edit_elsewhere_costs_its_sentence_and_one_in_the_recorded_turn_none(audiobuild) -> None:
    assert result(audiobuild("build", "--json"))["spoken"] == 11
    rewrite("他等信等得最急", "他等信等得心急")
    assert result(audiobuild("build", "--json"))["spoken"] == 1
    rewrite("就在路上过夜", "就在路上睡觉")
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert "睡觉" in texts("vtt")


@pytest.mark.usefixtures("built")
def test_one_sentence_of_a_turn_can_be_recorded(rec: Path, audiobuild) -> None:
    (rec / "A-三十里夏天走得快.wav").rename(rec / "A-2.2.wav")
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    (line,) = (line for line in record()["lines"] if line.get("recording"))
    assert line["text"] == "那里只有一个人，他等信等得最急。"


def outdated(done) -> list[str]:
    return [warning["message"] for warning in result(done)["warnings"] if warning["code"] == "recording-text"]


@pytest.mark.usefixtures("built")
def test_a_recording_of_a_changed_sentence_is_said_until_it_is_saved_again(rec: Path, audiobuild) -> None:
    audiobuild("build")
    rewrite("就在路上过夜", "就在路上睡觉")
    said = (
        "rec/A-三十里夏天走得快.wav was recorded for “，我就在路上过夜。”, and the text is “，我就在路上睡觉。” now; "
        "record it again, or save the file once more if it says so already."
    )
    assert outdated(audiobuild("build", "--json")) == [said]
    assert outdated(audiobuild("build", "--json")) == [said]
    assert said in audiobuild("build", "-n").stderr
    path = rec / "A-三十里夏天走得快.wav"
    path.write_bytes(path.read_bytes() + b"\0\0")
    assert outdated(audiobuild("build", "--json")) == []
    rewrite("路上睡觉。", "路上睡觉！")  # no letter is different
    assert outdated(audiobuild("build", "--json")) == []


@pytest.mark.usefixtures("built")
def test_a_number_that_is_now_that_of_another_turn_is_said_with_the_name_to_give(rec: Path, audiobuild) -> None:
    (rec / "A-三十里夏天走得快.wav").rename(rec / "A-1.wav")
    audiobuild("build")
    rewrite("Q 一天", "Q 累吗？\nA 不累。\nQ 一天")
    assert outdated(audiobuild("build", "--json")) == [
        "rec/A-1.wav was recorded for the text of line 6, and this is line 4: rename it to A-三十里夏天走得快.wav."
    ]


@pytest.mark.usefixtures("built")
def test_a_recording_that_fits_no_line_is_one_warning_and_the_episode_is_built(rec: Path, audiobuild) -> None:
    (rec / "A-三十里夏天走得快.wav").rename(rec / "A-八.wav")
    built = result(audiobuild("build", "--json"))
    (warning,) = built["warnings"]
    assert warning["code"] == "recording"
    assert warning["message"].startswith("rec: A-八.wav fits no turn")
    assert result(audiobuild("build", "--json"))["warnings"] == [warning]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("A-2.wav", b"RIFF", "A-2.wav cannot be read as sound; save it as WAV, FLAC, MP3 or Ogg Vorbis."),
        ("A-2.mp3", b"", "A-2.mp3 cannot be read as sound; save it as WAV, FLAC, MP3 or Ogg Vorbis."),
        (
            "A-2.wav",
            audio.wav(np.zeros(RATE, np.float32), RATE),
            "contains only silence; record it again, or remove it",
        ),
        (
            "A-2.m4a",
            b"\0\0\0\x20ftypM4A ",
            "A-2.m4a: this format needs ffmpeg to be read; install ffmpeg, or save it as",
        ),
    ],
)
def test_a_recording_that_cannot_be_read_is_one_sentence_before_a_word_is_spoken(
    rec: Path, audiobuild, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, said: str
) -> None:
    monkeypatch.setenv("PATH", str(rec))
    (rec / name).write_bytes(data)
    done = audiobuild("build")
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("output/post.mp3").exists()


@pytest.mark.process
@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("ending", [".flac", ".ogg", ".mp3", ".m4a"])
def test_a_recording_may_be_in_every_common_format(rec: Path, audiobuild, ending: str) -> None:
    import shutil
    import subprocess

    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    path = rec / "A-三十里夏天走得快.wav"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", path, path.with_suffix(ending)], check=True)
    path.unlink()
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert [line["recording"] for line in record()["lines"] if line.get("recording")] == [path.stem + ending] * 3


def test_a_script_names_its_own_recordings_and_the_exact_form_keeps_them(rec: Path, audiobuild) -> None:
    Path("audiobuild.toml").write_text('engine = "tone"\naudio = { rate = 24000, bitrate = 64 }\n', "utf-8")
    rewrite("山里的邮局\n", "---\nrecordings: ../rec\n---\n山里的邮局\n")
    assert result(audiobuild("build", "--json"))["spoken"] == 11
    _, written = exact_form(Path("scripts/post.txt"), target=Path("post.md"))
    assert "\nrecordings: rec\n" in written


def test_a_folder_of_the_episode_s_name_holds_only_its_recordings(rec: Path, audiobuild) -> None:
    (rec / "post").mkdir()
    built = result(audiobuild("build", "--json"))
    assert (built["spoken"], built["warnings"]) == (14, [])
    (rec / "A-三十里夏天走得快.wav").rename(rec / "post" / "A-1.wav")
    assert result(audiobuild("build", "--json"))["reasons"] == ["recordings changed (1)"]


def test_a_missing_folder_is_said(show: Path, audiobuild) -> None:
    rewrite("山里的邮局\n", "---\nrecordings: voice\n---\n山里的邮局\n")
    (warning,) = result(audiobuild("build", "--json"))["warnings"]
    assert warning["message"] == "there is no folder scripts/voice; make it, or take “recordings” out of the settings."


def test_the_guide_lists_names_what_is_recorded_and_what_is_wrong(rec: Path, audiobuild, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(rec))  # without ffmpeg
    (rec / "A-2.wav").write_bytes(b"")
    (rec / "A-9.wav").write_bytes(b"")
    done = audiobuild("parse", "scripts/post.txt", "--takes")
    assert re.search(
        r"^4 +A-三十里夏天走得快 +A-1 +A-三十里夏天走得快\.wav \(9\.2 s\) +三十里。", done.stdout, re.MULTILINE
    )
    assert re.search(r"^3 +Q-一天要走多少路 +Q-1 +- +一天要走多少路？$", done.stdout, re.MULTILINE)
    assert "A-2.wav (cannot be used)" in done.stdout
    assert "A: 2 of 3 recorded.\n" in done.stderr
    assert "rec: A-9.wav fits no turn" in done.stderr
    listed = json.loads(audiobuild("parse", "scripts/post.txt", "--takes", "--json").stdout)
    assert listed["schema"] == "audiobuild.takes/1"
    assert [take["number"] for take in listed["takes"] if take["speaker"] == "A"] == ["A-1", "A-2", "A-3"]
    assert len(listed["problems"]) == 2


# ---------------------------------------------------------------------------------------------------------- everything


def test_a_recording_a_pause_a_sound_and_a_reading_are_each_at_their_time_to_the_frame(rec: Path, audiobuild) -> None:
    Path("sounds").mkdir()
    time = np.arange(RATE // 2) / RATE
    Path("sounds/门铃.wav").write_bytes(audio.wav((0.1 * np.sin(2 * np.pi * 880 * time)).astype(np.float32), RATE))
    rewrite("A 送到山顶的气象站。那里", "A 送到山（shàn）顶的气象站。[停顿 2秒]那里")
    rewrite("A 一把手电筒", "A [音效 门铃]一把手电筒")
    assert result(audiobuild("build", "--json"))["spoken"] == 11
    lines = record()["lines"]
    heard, rate = audio.decode_mp3(Path("output/post.mp3").read_bytes())
    starts = {line["text"][:3]: round(line["start"] * rate) for line in lines}
    for start in (
        at for text, at in starts.items() if text not in ("夏天走", "下雪的")
    ):  # these are inside the recording
        assert start % 576 == 0
        assert np.abs(heard[start - 480 : start]).max() < 0.01
        assert np.abs(heard[start : start + 1200]).max() > 0.03
    after = starts["那里只"]
    silent = np.flatnonzero(np.abs(heard[:after]) > 0.01)[-1]
    assert (after - silent) / rate == pytest.approx(2 + 0.32 + 0.03, abs=0.024 + 0.01)
    bell = heard[starts["一把手"] - round(0.8 * rate) : starts["一把手"] - round(0.5 * rate)]
    assert np.abs(np.fft.rfft(bell * np.hanning(len(bell)))).argmax() / 0.3 == pytest.approx(880, abs=8)
    before = (starts["一把手"] - np.flatnonzero(np.abs(heard[: starts["一把手"]]) > 0.01)[-1]) / rate
    assert before == pytest.approx(0.4 + 0.03, abs=0.024 + 0.01)
    assert "no defect" in audiobuild("check", "output").stderr
    for old, new in (("气象站。[停顿", "观测站。[停顿"), ("（shàn）", "（shǎn）")):
        rewrite(old, new)
        assert result(audiobuild("build", "--json"))["spoken"] == 1
    rewrite("2秒", "3秒")
    assert result(audiobuild("build", "--json"))["spoken"] == 0


def test_a_sound_inside_a_recorded_turn_is_after_it(rec: Path, audiobuild) -> None:
    Path("sounds").mkdir()
    Path("sounds/bell.wav").write_bytes(audio.wav(turn(4, 0.5), RATE))
    rewrite("三十里。夏天", "三十里。[sound bell]夏天")
    audiobuild("build")
    lines = [line for line in record()["lines"] if line.get("recording")]
    assert len(lines) == 3
    assert record()["music"]


def test_letters_make_two_texts_the_same_sentence() -> None:
    assert letters("ＡＢ，c 1！") == "abc1"


def test_a_file_that_is_too_long_says_how_long_it_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "LONGEST", 2)
    path = tmp_path / "a.wav"
    path.write_bytes(audio.wav(turn(1, 3.0), RATE))
    with pytest.raises(ConfigError, match="cut it to at most"):
        recording.open_recording(path, RATE)


def test_the_studio_shows_the_sentences_of_a_recorded_turn_one_by_one(rec: Path) -> None:
    session = Session(rec.parent, "tone")
    (script,) = session.show()["episodes"]
    opened = session.open(script["id"])
    assert [each.line.recording for each in opened.shown] == [None] * 14
