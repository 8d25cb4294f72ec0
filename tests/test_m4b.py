"""`build --m4b`: an audiobook with the chapters, the cover and the length of the episode, made by ffmpeg."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import COMPACT, INTERVIEW
from support.published import FACTS, a_show, run

from audiobuild.building.record import read_record
from audiobuild.outputs.m4b import Book, write_m4b

pytestmark = [pytest.mark.process, pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_show(tmp_path_factory.mktemp("show") / "s", {"post.txt": INTERVIEW}, FACTS + COMPACT)
    assert run(folder, "build", "--m4b").returncode == 0
    return folder / "output"


def probed(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", path]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_chapters_length_cover_and_names_are_those_of_the_episode(built: Path) -> None:
    found, record = probed(built / "post.m4b"), read_record(built / "post.json")
    assert record is not None
    marks = [(float(each["start_time"]), each["tags"]["title"]) for each in found["chapters"]]
    assert marks == [(float(start), title) for start, title in record.chapters]
    assert abs(float(found["format"]["duration"]) - record.seconds) < 0.1
    assert found["format"]["tags"]["title"] == record.title
    sound, picture = (each for each in found["streams"] if each["codec_type"] in ("audio", "video"))
    assert (sound["codec_name"], sound["channels"]) == ("aac", 1)
    assert (picture["codec_name"], picture["disposition"]["attached_pic"]) == ("mjpeg", 1)


def test_signs_of_ffmpeg_s_own_format_come_through(built: Path, tmp_path: Path) -> None:
    audio = Path(shutil.copy(built / "post.mp3", tmp_path / "x.mp3"))
    nasty = "a=b; #1 \\所有\n[CHAPTER]"
    found = probed(write_m4b(audio, built / "post.jpg", Book(nasty, nasty, "", [(0, nasty), (3, "b")], 9.0)))
    shown = "a=b; #1 \\所有 [CHAPTER]"
    assert [each["tags"]["title"] for each in found["chapters"]] == [shown, "b"]
    assert (found["format"]["tags"]["title"], found["format"]["tags"]["artist"]) == (shown, shown)


def test_the_same_episode_is_not_converted_again_and_gives_the_same_bytes(built: Path) -> None:
    book = built / "post.m4b"
    before, data = book.stat().st_mtime_ns, book.read_bytes()
    done = run(built.parent, "build", "--m4b", "--json")
    assert json.loads(done.stdout)["episodes"][0]["m4b"].endswith("post.m4b")
    assert book.stat().st_mtime_ns == before
    book.unlink()
    run(built.parent, "build", "--m4b")
    assert book.read_bytes() == data


def test_without_ffmpeg_the_episode_is_built_and_the_remedy_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_show(tmp_path / "s", {"post.txt": INTERVIEW}, FACTS + COMPACT)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run(folder, "build", "--m4b")
    assert (done.returncode, (folder / "output" / "post.mp3").is_file()) == (1, True)
    assert "ffmpeg is not installed; install it, or build without --m4b." in done.stderr
    assert list((folder / "output").glob("*.m4b")) == []


@pytest.mark.parametrize("option", [("--watch",), ("--shard", "1/2")])
def test_an_option_that_finishes_no_episode_excludes_it(tmp_path: Path, option: tuple[str, ...]) -> None:
    done = run(tmp_path, "build", "--m4b", *option)
    assert (done.returncode, "--m4b is for finished episodes" in done.stderr) == (2, True)
