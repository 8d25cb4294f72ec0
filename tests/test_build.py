"""Building through the command line: what is made, what is kept, what is said."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest
from conftest import COMPACT
from PIL import Image

import audiobuild as audiobuild_package
from audiobuild.model import AudioSettings
from audiobuild.resources import voices_folder
from audiobuild.sound import mp3

SUBTITLES = {"post.vtt", "post.srt", "post.lrc"}


def edit(script: Path, old: str, new: str) -> None:
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new), encoding="utf-8")


def result(done) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["episodes"][0]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_show_builds_without_any_setting(show: Path, audiobuild) -> None:
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    assert "output/post.mp3".replace("/", "\\" if "\\" in str(show) else "/") in done.stdout
    names = {"post.mp3", "post.json", "post.words.json", "post.chapters.json", "post.readings.html", "post.jpg"}
    assert set(files_of(show / "output")) == names | SUBTITLES
    assert "tone (a hum, for drafts) speaks: " in done.stderr


@pytest.mark.usefixtures("built")
def test_the_record_names_every_sentence_in_order_and_its_voice(show: Path, audiobuild) -> None:
    record = json.loads((show / "output" / "post.json").read_text(encoding="utf-8"))
    texts = [line["text"] for line in record["lines"]]
    assert texts[0] == "山里的邮局"
    assert texts[-1] == "一把手电筒，一双袜子，还有没送出去的一封信。"
    assert record["voices"]["n"] == "tone:middle"
    assert [title for _, title in record["chapters"]] == [
        "山里的邮局",
        "一天要走多少路？",
        "最远的一封信送到哪里？",
        "一只邮包",
        "邮包里现在还装着什么？",
    ]


def test_the_length_in_the_record_is_the_number_of_frames_in_the_file(show: Path, audiobuild) -> None:
    (show / "audiobuild.toml").write_text('engine = "tone"\n', encoding="utf-8")
    audiobuild("build")
    record = json.loads((show / "output" / "post.json").read_text(encoding="utf-8"))
    data = (show / "output" / "post.mp3").read_bytes()
    tag = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    frames, rest = divmod(len(data) - tag, mp3.frame_bytes(AudioSettings()))
    assert rest == 0
    # One frame is the Info header, one covers the decoder's delay.
    assert round(record["seconds"] * 48_000) == (frames - 2) * 1152


@pytest.mark.usefixtures("built")
def test_a_second_build_does_nothing_and_says_so(show: Path, audiobuild) -> None:
    before = {path: path.stat().st_mtime_ns for path in (show / "output").rglob("*")}
    done = audiobuild("build")
    assert "up to date" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in (show / "output").rglob("*")} == before


@pytest.mark.usefixtures("built")
def test_one_edited_sentence_speaks_one_sentence(show: Path, audiobuild) -> None:
    edit(show / "scripts" / "post.txt", "冬天走得慢", "冬天走得更慢")
    again = result(audiobuild("build", "--json"))
    assert again["spoken"] == 1
    assert again["reasons"] == ["text changed or added (1)", "text removed (1)"]


@pytest.mark.usefixtures("built")
def test_a_moved_answer_speaks_nothing(show: Path, audiobuild) -> None:
    edit(show / "scripts" / "post.txt", "夏天走得快，冬天走得慢。\n", "\n夏天走得快，冬天走得慢。\n")
    again = result(audiobuild("build", "--json"))
    assert (again["state"], again["spoken"]) == ("built", 0)


@pytest.mark.usefixtures("built")
def test_going_back_to_an_old_text_speaks_nothing_and_gives_the_same_bytes(show: Path, audiobuild) -> None:
    first = files_of(show / "output")
    edit(show / "scripts" / "post.txt", "冬天走得慢", "冬天走得更慢")
    audiobuild("build")
    edit(show / "scripts" / "post.txt", "冬天走得更慢", "冬天走得慢")
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert files_of(show / "output") == first


def test_the_bytes_depend_neither_on_the_number_of_workers_nor_on_the_store(show: Path, audiobuild) -> None:
    audiobuild("build", "-o", "one", "--jobs", 1)
    audiobuild("build", "-o", "four", "--jobs", 4)
    assert files_of(show / "one") == files_of(show / "four")


@pytest.mark.usefixtures("built")
def test_a_changed_level_encodes_again_and_speaks_nothing(show: Path, audiobuild) -> None:
    edit(show / "audiobuild.toml", "bitrate = 64", "bitrate = 64, loudness = -20.0")
    again = result(audiobuild("build", "--json"))
    assert (again["spoken"], again["reasons"]) == (0, ["settings changed"])


@pytest.mark.usefixtures("built")
def test_changed_pauses_at_marks_are_noticed_and_named(show: Path, audiobuild) -> None:
    edit(show / "audiobuild.toml", "audio =", "pauses = { comma = 300 }\naudio =")
    again = result(audiobuild("build", "--json"))
    assert again["reasons"] == ["pauses at marks changed"]


@pytest.mark.usefixtures("built")
def test_a_changed_voice_speaks_only_its_own_sentences(show: Path, audiobuild) -> None:
    again = result(audiobuild("build", "--json", "--voice", "N=deep"))
    assert (again["spoken"], again["reasons"]) == (5, ["voice changed"])


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("name", ["post.mp3", "post.vtt", "post.words.json", "post.json"])
def test_an_output_that_was_deleted_or_altered_is_restored(show: Path, audiobuild, name: str) -> None:
    whole = files_of(show / "output")
    (show / "output" / name).unlink()
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert files_of(show / "output") == whole
    (show / "output" / name).write_bytes(whole[name][:-9] + b"?" * 9)
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert files_of(show / "output") == whole


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("kind", ["takes", "runs"])
def test_a_damaged_entry_of_the_store_is_made_again(show: Path, audiobuild, kind: str) -> None:
    whole = files_of(show / "output")
    (show / "output" / "post.mp3").unlink()
    entries = [path for path in (show / "output" / ".cache" / kind).rglob("*") if path.is_file()]
    assert entries
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-1])
    audiobuild("build")
    assert files_of(show / "output") == whole


@pytest.mark.usefixtures("built")
def test_a_run_that_is_gone_is_made_again_within_the_same_build(show: Path, audiobuild) -> None:
    """The record says that the run is there; that it is not shows when the episode is joined."""
    run = next(path for path in sorted((show / "output" / ".cache" / "runs").rglob("*")) if path.is_file())
    run.write_bytes(run.read_bytes()[:-1])
    edit(show / "scripts" / "post.txt", "冬天走得慢", "冬天走得更慢")
    done = audiobuild("build", "--json")
    assert done.returncode == 0, done.stderr
    made = files_of(show / "output")
    audiobuild("build", "-o", "anew")
    assert files_of(show / "anew") == made


def picture(path: Path, colour: str) -> None:
    Image.new("RGB", (1400, 1400), colour).save(path)


CHANGES = {
    "the title of the show": lambda show: edit(show / "audiobuild.toml", "山里的声音", "山里的人"),
    "a pause": lambda show: (show / "audiobuild.toml").write_text('engine = "tone"\n[pauses]\nturn = 2000\n'),
    "the level of a voice": lambda show: edit(show / "voices" / "tone.toml", "loudness = -20.95", "loudness = -15.0"),
    "the cover named in the script": lambda show: picture(show / "scripts" / "cover.png", "blue"),
}


def inputs_in_record(show: Path) -> str:
    return json.loads((show / "output" / "post.json").read_text(encoding="utf-8"))["inputs"]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_an_episode_is_made_from_makes_it_anew_when_it_changes(show: Path, audiobuild, change: str) -> None:
    """An unread script counts as up to date while the digest of everything the episode depends on is the same."""
    shutil.copytree(voices_folder(), show / "voices")
    script = show / "scripts" / "post.txt"
    picture(show / "scripts" / "cover.png", "red")
    script.write_text("---\ncover: cover.png\n---\n" + script.read_text(encoding="utf-8"), encoding="utf-8")
    audiobuild("build")
    before = inputs_in_record(show)
    assert result(audiobuild("build", "--json"))["state"] == "up-to-date"
    CHANGES[change](show)
    assert result(audiobuild("build", "--json"))["state"] == "built"
    assert inputs_in_record(show) != before


@pytest.mark.process
@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("module", "state"), [("outputs/id3.py", "up-to-date"), ("sound/mp3.py", "built")])
def test_another_version_of_the_program_looks_at_every_script_again(
    show: Path, audiobuild_alone, module: str, state: str
) -> None:
    """Its record names the other program; only other code for sound makes the episode anew."""
    shutil.copytree(Path(audiobuild_package.__file__).parent, show / "code" / "audiobuild")
    shutil.copytree(voices_folder(), show / "code" / "voices")
    before = inputs_in_record(show)
    same = audiobuild_alone("build", "--json", PYTHONPATH=str(show / "code"))
    assert result(same)["state"] == "up-to-date" and inputs_in_record(show) == before
    with (show / "code" / "audiobuild" / module).open("a", encoding="utf-8") as code:
        code.write("#\n")
    other = audiobuild_alone("build", "--json", PYTHONPATH=str(show / "code"))
    assert result(other)["state"] == state
    assert inputs_in_record(show) != before


def test_an_unusable_cover_is_reported_before_a_word_is_spoken(show: Path, audiobuild) -> None:
    Image.new("RGB", (200, 200)).save(show / "cover.png")
    edit(show / "audiobuild.toml", 'engine = "tone"', 'engine = "tone"\ncover = "cover.png"')
    done = audiobuild("build")
    assert done.returncode == 1 and "needs 300 pixels" in done.stderr
    assert takes_in(show) == 0


def test_a_cover_that_is_not_square_is_fitted_and_that_is_said_by_build_and_by_publish(show: Path, audiobuild) -> None:
    Image.new("RGB", (1600, 1400), "teal").save(show / "cover.png")
    edit(show / "audiobuild.toml", 'engine = "tone"', 'engine = "tone"\ncover = "cover.png"')
    said = "1600 x 1400 pixels and is fitted into a square on a blurred ground"
    assert said in audiobuild("build").stderr
    assert said in audiobuild("publish", "--drafts").stderr


@pytest.mark.parametrize("cover", ["https://example.org/a.png", "/images/no-such-picture.png"])
def test_a_cover_that_is_only_an_address_is_warned_of_and_drawn(show: Path, audiobuild, cover: str) -> None:
    script = show / "scripts" / "post.txt"
    script.write_text(f"---\ncover: {cover}\n---\n" + script.read_text(encoding="utf-8"), encoding="utf-8")
    shown = audiobuild("parse", "scripts/post.txt").stdout
    assert "is an address and no file here" in shown and "tone:" in shown
    done = audiobuild("build")
    assert done.returncode == 0 and "is an address and no file here" in done.stderr
    assert (show / "output" / "post.jpg").is_file()


@pytest.mark.usefixtures("built")
def test_force_speaks_everything_again(show: Path, audiobuild) -> None:
    again = result(audiobuild("build", "--json", "--force"))
    assert again["spoken"] == again["sentences"]


def test_a_dry_run_says_what_and_why_and_writes_nothing(show: Path, audiobuild) -> None:
    done = audiobuild("build", "--dry-run")
    assert "would speak 14 of 14 sentences (not built yet)" in done.stdout
    assert not (show / "output").exists()


def test_a_failed_episode_does_not_stop_the_others(show: Path, audiobuild) -> None:
    (show / "scripts" / "empty.txt").write_text("", encoding="utf-8")
    done = audiobuild("build")
    assert done.returncode == 1
    assert (show / "output" / "post.mp3").exists()
    assert not (show / "output" / "empty.mp3").exists()
    assert "1 of 2 episodes failed:\n" in done.stderr and "empty.txt" in done.stderr


@pytest.mark.usefixtures("built")
def test_a_record_that_another_program_wrote_is_not_trusted(show: Path, audiobuild) -> None:
    path = show / "output" / "post.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["lines"][0]["take"] = "../../../../etc/passwd"
    path.write_text(json.dumps(record), encoding="utf-8")
    done = audiobuild("build", "--json")
    assert result(done)["reasons"] == ["not built yet"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "nosuch.txt"], 1, "nosuch.txt: there is no such file"),
        (["build", "--engine", "tonne"], 2, "did you mean “tone”"),
        (["build", "--as", "李雷=A"], 1, "is called “李雷”"),
        (["build", "--voice", "李雷=low"], 1, "is called “李雷”"),
        (["say", "你好", "-o", "x.ogg"], 1, "has to end in .mp3 or .wav"),
        (["build", "--voice", "A=hihg"], 1, "did you mean “high”"),
        (["build", "--voice", "A"], 2, "not of the form NAME=VALUE"),
        (["build", "--voice", "Q=low", "--voice", "A=low"], 1, "both speak with low"),
        (["build", "--as", "王=X"], 2, "not a role"),
        (["build", "-o", "audiobuild.toml"], 1, "cannot write to audiobuild.toml: "),
        (["build", "--jobs", "0"], 2, "0"),
        (["say", "……"], 1, "nothing to speak"),
        (["say", "你好", "--role", "Q", "--voice", "low"], 2, "not both"),
        (["parse", "output"], 1, "output"),
        (["init", "."], 1, "is a show already"),
        (["init", "audiobuild.toml"], 1, "audiobuild.toml is a file; name a folder"),
        (["build", "-n", "--workers", "tcp://127.0.0.1:1"], 2, "--dry-run speaks nothing"),
        (["build", "-n", "--shard", "1/2"], 2, "--dry-run speaks nothing"),
    ],
)
def test_a_foreseeable_mistake_is_one_sentence_and_an_exit_code(show: Path, audiobuild, arguments, code, said) -> None:
    done = audiobuild(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_scripts_that_would_become_one_episode_fail_alone_and_all_are_named(show: Path, audiobuild) -> None:
    scripts = show / "scripts"
    for name in ("one.txt", "one.md", "desk/two.txt", "two.txt"):
        (scripts / name).parent.mkdir(exist_ok=True)
        (scripts / name).write_bytes((scripts / "post.txt").read_bytes())
    done = audiobuild("build", "--json")
    assert done.returncode == 1
    states = {item["script"]: item["state"] for item in json.loads(done.stdout)["episodes"]}
    assert states == {
        "scripts/desk/two.txt": "failed",
        "scripts/one.md": "failed",
        "scripts/one.txt": "failed",
        "scripts/post.txt": "built",
        "scripts/two.txt": "failed",
    }
    assert "would both become output/one.mp3" in done.stderr
    assert "would both become output/two.mp3" in done.stderr
    assert not (show / "output" / "one.mp3").exists()


def test_a_script_whose_record_would_be_the_words_of_another_is_refused(show: Path, audiobuild) -> None:
    (show / "scripts" / "post.words.txt").write_text("x", encoding="utf-8")
    done = audiobuild("build")
    assert done.returncode == 1
    assert "post.words.json" in done.stderr


def test_scripts_in_subfolders_are_built_but_not_what_a_build_made(show: Path, audiobuild) -> None:
    (show / "scripts" / "2026").mkdir()
    (show / "scripts" / ".drafts").mkdir()
    for folder in ("2026", ".drafts"):
        shutil.copy(show / "scripts" / "post.txt", show / "scripts" / folder / f"mill-{folder.strip('.')}.txt")
    assert audiobuild("build", "scripts", "-o", "scripts/made").returncode == 0
    assert {path.stem for path in (show / "scripts" / "made").glob("*.mp3")} == {"post", "mill-2026"}
    again = json.loads(audiobuild("build", "scripts", "-o", "scripts/made", "--json").stdout)
    assert [each["state"] for each in again["episodes"]] == ["up-to-date"] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names in Unicode")
def test_a_script_whose_name_is_in_gbk_bytes_gives_an_episode_of_that_name(show: Path, audiobuild) -> None:
    named = os.fsencode(show / "scripts") + "/修表.txt".encode("gbk")
    Path(os.fsdecode(named)).write_text("问：磨还转吗？\n答：每天都转。\n", encoding="utf-8")
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    assert "修表.mp3" in done.stdout
    assert json.loads((show / "output" / "修表.json").read_text(encoding="utf-8"))["title"] == "修表"


@pytest.mark.process
def test_a_script_from_standard_input_gives_an_episode_of_the_given_name(show: Path) -> None:
    command = [sys.executable, "-m", "audiobuild"]
    text = "问：磨还转吗？\n答：每天都转。\n".encode()
    done = subprocess.run([*command, "build", "-", "--name", "磨坊"], input=text, capture_output=True, check=True)
    assert "磨坊.mp3" in done.stdout.decode()
    record = json.loads((show / "output" / "磨坊.json").read_text(encoding="utf-8"))
    assert record["title"] == "磨坊"
    done = subprocess.run([*command, "parse", "-"], input=text, capture_output=True, check=True)
    assert "每天都转。" in done.stdout.decode()
    done = subprocess.run([*command, "build", "-", "--name", "a/b"], input=text, capture_output=True, check=False)
    assert done.returncode == 2


def test_a_script_outside_any_show_builds_into_the_current_folder(tmp_path: Path, audiobuild, show: Path) -> None:
    away = tmp_path / "elsewhere"
    away.mkdir()
    script = (show / "scripts" / "post.txt").rename(away / "mine.txt")
    (show / "audiobuild.toml").unlink()
    done = audiobuild("build", script, "--engine", "tone", cwd=away)
    assert done.returncode == 0, done.stderr
    assert (away / "output" / "mine.mp3").exists()


def test_a_new_show_builds_at_once(tmp_path: Path, audiobuild) -> None:
    assert audiobuild("init", tmp_path / "new").returncode == 0
    done = audiobuild("build", "--engine", "tone", cwd=tmp_path / "new")
    assert done.returncode == 0, done.stderr


def test_say_prints_the_pronunciation_and_writes_an_mp3(show: Path, audiobuild) -> None:
    edit(show / "audiobuild.toml", COMPACT, "")
    done = audiobuild("say", "你好。", "--voice", "high", "-o", "hello.mp3")
    assert done.returncode == 0, done.stderr
    assert "said   你好。" in done.stdout
    assert (show / "hello.mp3").read_bytes()[:2] == b"\xff\xfb"


def test_say_writes_a_wav_of_the_same_sound_when_asked(show: Path, audiobuild) -> None:
    edit(show / "audiobuild.toml", COMPACT, "")
    done = audiobuild("say", "你好。", "--voice", "high", "-o", "hello.wav")
    assert done.returncode == 0, done.stderr
    with wave.open(str(show / "hello.wav")) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (1, 48_000, 2)
        assert f"{sound.getnframes() / 48_000:.1f} s" in done.stdout


def test_parse_shows_the_voices_that_build_casts_whatever_language_the_show_names(show: Path, audiobuild) -> None:
    with (show / "audiobuild.toml").open("a", encoding="utf-8") as toml:
        toml.write('language = "en"\n')
    (show / "voices").mkdir()
    (show / "voices" / "tone.toml").write_text(
        '[cast.zh]\nhosts = ["high"]\nguests = ["low"]\nnarrator = "middle"\n'
        '[cast.en]\nhosts = ["bright"]\nguests = ["deep"]\nnarrator = "middle"\n'
        + "".join(f'[voices.{name}]\nlanguage = "any"\n' for name in ("high", "low", "middle", "bright", "deep"))
    )
    shown = audiobuild("parse", "scripts/post.txt").stdout
    assert audiobuild("build").returncode == 0
    cast = json.loads((show / "output" / "post.json").read_text(encoding="utf-8"))["voices"]
    assert set(cast.values()) == {"tone:bright", "tone:deep", "tone:middle"}
    assert all(voice in shown for voice in cast.values())


def test_voices_lists_who_is_cast_as_what(show: Path, audiobuild) -> None:
    rows = json.loads(audiobuild("voices", "--json").stdout)["voices"]
    rows_by_name = {row["voice"]: row for row in rows}
    host = {"engine": "kokoro", "voice": "zf_xiaoxiao", "language": "zh", "gender": "female", "cast_as": "Q"}
    assert rows_by_name["zf_xiaoxiao"] == host | {"tags": "230 Hz, 4.7 characters a second"}
    assert rows_by_name["zm_yunxia"]["tags"].startswith("a boy's voice")
    edge = next(row for row in rows if row["voice"] == "zh-CN-YunyangNeural")
    assert (edge["cast_as"], edge["tags"]) == ("N", "News, Professional, Reliable")


def test_every_command_explains_itself(audiobuild) -> None:
    helped = audiobuild("--help").stdout
    for command in ("build", "parse", "say", "voices", "doctor", "init"):
        assert command in helped
        assert audiobuild(command, "--help").stdout.startswith("Usage: audiobuild " + command)


@pytest.mark.process
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a POSIX shell and /dev/full")
@pytest.mark.parametrize(
    ("streams", "code"), [("2>&-", 0), ("2>/dev/full", 0), (">&-", 0), (">&- 2>&-", 0), (">/dev/full", 1)]
)
def test_a_closed_or_full_stream_stops_no_work_and_shows_no_traceback(show: Path, streams: str, code: int) -> None:
    command = f'"{sys.executable}" -m audiobuild build {streams}'
    # As users run it: unbuffered streams would hide what a full one leaves in its buffer.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, encoding="utf-8", env=plain)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert (show / "output" / "post.mp3").exists()


@pytest.mark.process
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a POSIX shell and /dev/full")
def test_wrong_usage_is_exit_code_2_though_nobody_can_read_why(show: Path) -> None:
    command = f'"{sys.executable}" -m audiobuild build --jobs 0 2>/dev/full'
    assert subprocess.run(command, shell=True, capture_output=True).returncode == 2


def takes_in(show: Path) -> int:
    return sum(path.is_file() for path in (show / "output" / ".cache" / "takes").rglob("*"))


@pytest.mark.process
@pytest.mark.voice
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_keeps_what_is_spoken_and_continues_there(show: Path, audiobuild, number, code) -> None:
    short = "".join(f"Q {number}问。\nA {number}答。\n" for number in "一二三四")
    (show / "scripts" / "post.txt").write_text(f"短谈\n{short}", encoding="utf-8")
    command = [sys.executable, "-m", "audiobuild", "build", "--engine", "kokoro"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    deadline = time.monotonic() + 240  # two sentences on a machine that is busy otherwise
    while takes_in(show) < 2:
        assert time.monotonic() < deadline and running.poll() is None
        time.sleep(0.05)
    running.send_signal(number)
    _, said = running.communicate(timeout=20)
    kept = takes_in(show)
    assert running.returncode == code
    assert "are done and kept; run the same command again to continue." in said and "Traceback" not in said
    assert not (show / "output" / "post.mp3").exists()
    assert not list((show / "output").rglob(".tmp-*"))
    again = result(audiobuild("build", "--engine", "kokoro", "--json"))
    assert again["spoken"] == again["sentences"] - kept


# ------------------------------------------------------------------------------------- a cast for another engine


@pytest.mark.parametrize("voice", ["zm_yunxi", "kokoro:zm_yunxi"])
def test_a_show_cast_for_another_engine_is_drafted_with_the_hum(show: Path, audiobuild, voice: str) -> None:
    toml = f'title = "夜班"\n{COMPACT}\n[voices]\nA = "{voice}"\n'
    (show / "audiobuild.toml").write_text(toml, encoding="utf-8")
    done = audiobuild("build", "--engine", "tone")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(f"tone has no voice {voice}, which the show wishes for; its own cast speaks instead") == 1
    record = json.loads((show / "output" / "post.json").read_text(encoding="utf-8"))
    assert record["engines"] == ["tone"]


def test_a_voice_of_another_engine_with_a_namesake_is_replaced_without_a_word(show: Path, audiobuild) -> None:
    toml = 'title = "夜班"\nengine = "edge"\n[voices]\nA = "zh-CN-YunxiNeural"\n'
    (show / "audiobuild.toml").write_text(toml, encoding="utf-8")
    done = audiobuild("parse", "scripts/post.txt", "--engine", "kokoro")
    assert "kokoro:zm_yunxi" in done.stdout
    assert "voice-replaced" not in done.stdout + done.stderr


def test_a_voice_that_no_engine_has_is_refused_by_a_draft_too(show: Path, audiobuild) -> None:
    (show / "audiobuild.toml").write_text('title = "夜班"\n[voices]\nA = "zm_yunx"\n', encoding="utf-8")
    done = audiobuild("build", "--engine", "tone")
    assert done.returncode == 1
    assert "did you mean “zm_yunxi”" in done.stderr


@pytest.mark.process  # click asks bash for its version
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_a_completion_script(audiobuild, shell: str) -> None:
    done = audiobuild("completion", shell)
    assert done.returncode == 0
    assert "_AUDIOBUILD_COMPLETE" in done.stdout


def test_a_completion_script_completes_commands_and_options(monkeypatch: pytest.MonkeyPatch, audiobuild) -> None:
    monkeypatch.setenv("_AUDIOBUILD_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "audiobuild pub")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert "publish" in audiobuild().stdout
