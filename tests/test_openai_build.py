"""Episodes spoken by a speech server, through the command line: what is kept, what is reported, who speaks instead."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COMPACT
from support import fastkokoro
from support.speech_server import RunningServer, Server

from audiobuild.engines.online.limits import Limits

KEY = "sk-proj-veryverysecret0123456789"
QUICK = Limits(base=0.02, window=0.2, pauses=(0.02, 0.02))
LINES = 14  # sentences of the show's script
VOICES = '[voices]\nQ = "zf_xiaoxiao"\nA = "zm_yunyang"\nN = "eric"\n'

pytestmark = pytest.mark.soak  # whole builds through the stand-in


@pytest.fixture(scope="module")
def stand_in() -> Iterator[RunningServer]:
    running = RunningServer()
    yield running
    running.close()


@pytest.fixture
def server(stand_in: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Server:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr("audiobuild.engines.openai.LIMITS", QUICK)
    stand_in.service.reset()
    stand_in.service.key = KEY
    return stand_in.service


@pytest.fixture
def served(show: Path, server: Server) -> Path:
    """A show spoken by the stand-in, with voices that no file of it describes."""
    settings(show, "", f'base = "{server.address}"\nmodel = "kokoro"\n')
    return show


def settings(show: Path, top: str, table: str) -> None:
    (show / "audiobuild.toml").write_text(f'engine = "openai"\n{top}{COMPACT}{VOICES}[openai]\n{table}', "utf-8")


def test_an_episode_is_spoken_by_voices_that_only_the_server_knows(served: Path, server: Server, audiobuild) -> None:
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    assert len(server.log) == LINES
    assert {request.body["voice"] for request in server.log} == {"zf_xiaoxiao", "zm_yunyang", "eric"}
    record = json.loads((served / "output" / "post.json").read_text("utf-8"))
    assert set(record["voices"].values()) == {"openai:zf_xiaoxiao", "openai:zm_yunyang", "openai:eric"}
    assert "up to date" in audiobuild("build").stdout
    assert len(server.log) == LINES


def test_the_key_is_in_no_file_and_in_no_message(served: Path, server: Server, audiobuild) -> None:
    server.plan = {0: "json_200", 3: "http_500", 5: "http_429"}
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    server.always = "http_400"
    other = audiobuild("build", "--force", "--json")
    assert other.returncode == 1
    files = [path.read_bytes() for path in served.rglob("*") if path.is_file()]
    assert len(files) > 2 * LINES
    assert not any(KEY[:12].encode() in data for data in files)
    assert KEY[:12] not in done.stdout + done.stderr + other.stdout + other.stderr


def test_other_instructions_speak_the_lines_of_that_voice_anew(served: Path, server: Server, audiobuild) -> None:
    audiobuild("build")
    server.log.clear()
    (served / "voices").mkdir()
    (served / "voices" / "openai.toml").write_text('[voices]\neric = { language = "any", instructions = "Calm." }\n')
    assert audiobuild("build").returncode == 0
    assert {(request.body["voice"], request.body["instructions"]) for request in server.log} == {("eric", "Calm.")}


def test_a_wrong_key_ends_the_build_after_the_first_answers(served: Path, server: Server, audiobuild) -> None:
    server.key = "another"
    done = audiobuild("build")
    assert done.returncode == 1
    assert done.stderr.count("did not accept the key of [openai] key_env (HTTP 401)") == 1
    assert len(server.log) <= 4


def test_the_fallback_speaks_the_whole_episode(served: Path, server: Server, audiobuild) -> None:
    settings(served, 'fallback = "tone"\n', f'base = "{server.address}"\nmodel = "kokoro"\n')
    server.plan = dict.fromkeys(range(5, 99), "http_401")
    done = audiobuild("build")
    assert done.returncode == 0
    assert "tone speaks the whole episode, because the speech service did not accept the key" in done.stderr
    server.plan = {}
    server.log.clear()
    assert audiobuild("build").returncode == 0
    assert 0 < len(server.log) < LINES


TWO_ENGINES = """\
engine = "kokoro"
[voices]
A = "openai:cherry"
[openai]
model = "kokoro"
"""
TALK = "山里的路\nQ 一天走多少路？\nA 三十里，走得很慢。\nQ 累吗？\nA 累。\n"


def cast_of_two(show: Path, server: Server, top: str = "", changed: str = "") -> None:
    """A guest of the server and an embedded host, in one short script."""
    toml = f'{top}{COMPACT}{TWO_ENGINES}base = "{server.address}"\n{changed}'
    (show / "audiobuild.toml").write_text(toml, "utf-8")
    (show / "scripts" / "post.txt").write_text(TALK, "utf-8")


@pytest.mark.voice
def test_a_guest_of_the_server_talks_with_an_embedded_host(show: Path, server: Server, audiobuild) -> None:
    cast_of_two(show, server)
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    assert {request.body["voice"] for request in server.log} == {"cherry"}
    record = json.loads((show / "output" / "post.json").read_text("utf-8"))
    spoken = {line["text"]: line["voice"] for line in record["lines"]}
    assert spoken["累吗？"] == "kokoro:zf_xiaoxiao"
    assert spoken["累。"] == "openai:cherry"
    assert "up to date" in audiobuild("build").stdout
    cast_of_two(show, server, changed='instructions = "slowly"\n')
    again = json.loads(audiobuild("build", "--json").stdout)["episodes"][0]
    assert again["spoken"] == len({text for text, voice in spoken.items() if voice == "openai:cherry"})


def test_a_draft_of_a_show_with_two_engines_asks_no_server(show: Path, server: Server, audiobuild) -> None:
    cast_of_two(show, server)
    done = audiobuild("build", "--engine", "tone")
    assert done.returncode == 0, done.stderr
    assert not server.log
    record = json.loads((show / "output" / "post.json").read_text("utf-8"))
    assert {line["voice"].partition(":")[0] for line in record["lines"]} == {"tone"}


def test_without_the_guest_s_server_the_fallback_speaks_all(show: Path, server: Server, audiobuild) -> None:
    """The host does not keep the embedded voice while the guest hums."""
    cast_of_two(show, server, top='fallback = "tone"\n')
    server.plan = dict.fromkeys(range(1, 99), "http_401")
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    assert "tone speaks the whole episode" in done.stderr
    record = json.loads((show / "output" / "post.json").read_text("utf-8"))
    assert {line["voice"].partition(":")[0] for line in record["lines"]} == {"tone"}


def test_the_voices_of_the_server_are_listed_as_it_tells_them(served: Path, server: Server, audiobuild) -> None:
    listed = json.loads(audiobuild("voices", "--engine", "openai", "--language", "zh", "--json").stdout)
    rows = {row["voice"]: (row["language"], row["gender"]) for row in listed["voices"]}
    assert rows == {
        "zf_xiaoxiao": ("zh", "female"),
        "zm_yunyang": ("zh", "male"),
        "cherry": ("zh", "female"),
        "eric": ("any", ""),
    }
    assert listed["remarks"][0] == "as the service offers them now"


def test_a_server_that_lists_no_voices_leaves_those_of_the_settings(served: Path, server: Server, audiobuild) -> None:
    server.voices = None
    done = audiobuild("voices", "--engine", "openai")
    assert "nova" in done.stdout
    assert "those of the settings, because the service cannot be asked directly" in done.stderr
    assert "it lists no voices, HTTP 404" in done.stderr


def test_the_doctor_has_a_voice_of_the_show_speak(served: Path, server: Server, monkeypatch, audiobuild) -> None:
    monkeypatch.setattr("audiobuild.engines.edge.Edge.examine", lambda *_: iter(()))
    monkeypatch.setattr("audiobuild.engines.kokoro.Kokoro.examine", lambda *_: iter(()))
    printed = audiobuild("doctor", "--live").stdout
    assert f"speech server: the service can be reached directly, to {server.address}" in printed
    assert printed.count("live zf_xiaoxiao: ") == len(server.log) == 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('base = "ftp://x"', "base: “ftp://x” is not an address like https://api.openai.com/v1"),
        ('extra = { voice = "x" }', "extra: voice is set by audiobuild"),
        ("extra = { day = 2026-01-01 }", "extra holds what JSON has not"),
        ('format = "ogg"', "format: unknown name “ogg”"),
        ('key_env = "sk-proj-1"', "a key never belongs into a file"),
        ('key = "x"', "unknown name “key”"),
    ],
)
def test_a_mistake_in_the_settings_is_named(served: Path, audiobuild, table: str, said: str) -> None:
    settings(served, "", f"{table}\n")
    done = audiobuild("build")
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.process
@pytest.mark.skipif("FASTKOKORO" not in os.environ, reason="FASTKOKORO names no command (tests/support/fastkokoro.py)")
def test_an_interview_is_built_through_a_server_that_nobody_here_wrote(
    show: Path, tmp_path_factory, audiobuild
) -> None:
    process, base = fastkokoro.start(tmp_path_factory.mktemp("server"))
    try:
        settings(show, "", f'base = "{base}"\nmodel = "kokoro"\ntimeout = 600.0\n')
        toml = (show / "audiobuild.toml").read_text("utf-8").replace("eric", "zm_yunxi")
        (show / "audiobuild.toml").write_text(toml, "utf-8")
        (show / "scripts" / "post.txt").write_text("山里的路\nQ 一天走多少路？\nA 三十里，走得很慢。\n", "utf-8")
        listed = json.loads(audiobuild("voices", "--engine", "openai", "--json").stdout)
        assert {"zf_xiaoxiao", "zm_yunyang"} <= {row["voice"] for row in listed["voices"]}
        done = audiobuild("build")
        assert done.returncode == 0, done.stderr
        assert "[doubtful]" not in done.stderr
        assert (show / "output" / "post.mp3").stat().st_size > 20_000
    finally:
        process.kill()
        process.wait()
