"""Hearing an episode while it is made: `build --play`, `build --stream`, `say --play`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support.command import COMMAND, run

SCRIPT = "夜里的面包\n记者：你几点起床？\n阿布：三点。\n记者：为什么这么早？\n阿布：面要发酵，炉子要热。\n"
ENDS_EARLY = "#!/bin/sh\nhead -c 1000 >/dev/null\nexit 3\n"
KEEPS = "#!/bin/sh\nexec cat >played.mp3\n"


@pytest.fixture
def show(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(SCRIPT, "utf-8")
    (tmp_path / "audiobuild.toml").write_text('engine = "tone"\n')
    return tmp_path


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named mpv, the first that is looked for; it keeps what it is given to play."""
    path = tmp_path / "bin" / "mpv"
    path.parent.mkdir()
    path.write_text(KEEPS)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")
    return path


def test_the_stream_is_the_sound_of_the_finished_episode(show: Path) -> None:
    done = run("build", "talk.txt", "--stream", "heard.mp3", cwd=show)
    assert done.returncode == 0, done.stderr
    heard, episode = (show / "heard.mp3").read_bytes(), (show / "output" / "talk.mp3").read_bytes()
    assert heard.startswith(b"\xff\xfb")
    assert episode.endswith(heard)
    assert len(heard) > 50_000


def test_the_stream_of_an_edited_episode_is_whole(show: Path) -> None:
    run("build", "talk.txt", cwd=show)
    (show / "talk.txt").write_text(SCRIPT.replace("三点", "四点"), "utf-8")
    done = run("build", "talk.txt", "--stream", "heard.mp3", cwd=show)
    assert "1 of 5 sentences spoken" in done.stdout
    assert (show / "output" / "talk.mp3").read_bytes().endswith((show / "heard.mp3").read_bytes())


def test_music_and_pauses_are_in_the_stream(show: Path) -> None:
    run("say", "音乐。", "-o", "music.wav", "--voice", "tone:low", cwd=show)
    (show / "audiobuild.toml").write_text('engine = "tone"\n[music]\nintro = "music.wav"\noutro = "music.wav"\n')
    run("build", "talk.txt", "--stream", "heard.mp3", cwd=show)
    heard = (show / "heard.mp3").read_bytes()
    assert (show / "output" / "talk.mp3").read_bytes().endswith(heard)


@pytest.mark.process
def test_standard_output_gets_the_sound_and_nothing_else(show: Path) -> None:
    run("build", "talk.txt", "--stream", "heard.mp3", cwd=show)
    whole = (show / "heard.mp3").read_bytes()
    command = [*COMMAND, "build", "talk.txt", "--force", "--stream", "-", "-o", "other"]
    done = subprocess.run(command, cwd=show, capture_output=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, whole)


@pytest.mark.process
def test_a_player_gets_all_of_it_also_when_nothing_is_to_be_done(show: Path, player: Path) -> None:
    assert player.exists()
    first = run("build", "talk.txt", "--play", cwd=show)
    assert first.returncode == 0, first.stderr
    heard = (show / "played.mp3").read_bytes()
    assert (show / "output" / "talk.mp3").read_bytes().endswith(heard)
    run("build", "talk.txt", "--play", cwd=show)
    assert (show / "played.mp3").read_bytes() == (show / "output" / "talk.mp3").read_bytes()


@pytest.mark.process
def test_a_player_that_ends_early_is_said_and_the_episode_is_made(show: Path, player: Path) -> None:
    player.write_text(ENDS_EARLY)
    done = run("build", "talk.txt", "--play", cwd=show)
    assert done.returncode == 0
    assert "mpv could not play the sound (exit code 3)" in done.stderr
    assert (show / "output" / "talk.mp3").exists()


def test_without_a_player_nothing_is_built_and_the_remedy_is_said(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(show))
    done = run("build", "talk.txt", "--play", cwd=show)
    assert done.returncode == 1
    assert "install one of mpv, ffplay, mpg123" in done.stderr
    assert not (show / "output").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("talk.txt", "--play", "--stream", "x.mp3"), "--play and --stream exclude each other"),
        (("talk.txt", "--watch", "--play"), "--watch and --play exclude each other"),
        (("talk.txt", "other.txt", "--play"), "--play and --stream are for one episode"),
        (("talk.txt", "--shard", "1/2", "--play"), "leave out --shard"),
    ],
)
def test_what_cannot_be_heard_is_said(show: Path, arguments: tuple[str, ...], said: str) -> None:
    (show / "other.txt").write_text(SCRIPT, "utf-8")
    done = run("build", *arguments, cwd=show)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_stream_into_a_folder_that_is_not_there_is_said(show: Path) -> None:
    done = run("build", "talk.txt", "--stream", "no/heard.mp3", cwd=show)
    assert (done.returncode, done.stderr) == (
        1,
        "audiobuild: no/heard.mp3 cannot be written: no such file or directory.\n",
    )


@pytest.mark.process
def test_say_plays_without_writing_a_file(show: Path, player: Path) -> None:
    assert player.exists()
    done = run("say", "你好。", "--play", cwd=show)
    assert done.returncode == 0, done.stderr
    assert (show / "played.mp3").read_bytes().startswith((b"\xff\xfb", b"\xff\xf3"))
    assert not (show / "say.mp3").exists()
    assert not (show / "output").exists()


def test_say_writes_into_the_current_folder_and_not_among_the_episodes(show: Path) -> None:
    assert run("say", "你好。", cwd=show).returncode == 0
    assert (show / "say.mp3").exists()
    assert not (show / "output").exists()
