"""Episodes spoken online, through the command line: what is requested, what is kept, what is reported."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.edge_service import ONCE, PATH, Running, Service, chance

from audiobuild.building.jobs import Threads
from audiobuild.cli import cli
from audiobuild.engines.online.limits import Limits
from audiobuild.model import NARRATOR_ID

QUICK = Limits(base=0.02, window=0.2, pauses=(0.02, 0.02))
LINES = 14  # sentences of the show's script

pytestmark = pytest.mark.soak  # whole builds through the stand-in, with its delays


@pytest.fixture
def build(online: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Build in this process, with short waits; returns the exit code, the episode's result, and the messages."""
    monkeypatch.setattr("audiobuild.engines.online.LIMITS", QUICK)

    def run(*args: str) -> tuple[int, dict, str]:
        capsys.readouterr()
        try:
            code = cli.main(["build", "--json", *args], standalone_mode=False) or 0
        except SystemExit as stop:
            code = int(str(stop.code))
        out, messages = capsys.readouterr()
        return code, json.loads(out)["episodes"][0], messages

    return run


def record(show: Path, out: str = "output") -> dict:
    return json.loads((show / out / "post.json").read_text(encoding="utf-8"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def settings(show: Path, before: str = "", after: str = "") -> None:
    path = show / "audiobuild.toml"
    path.write_text(before + path.read_text(encoding="utf-8") + after, encoding="utf-8")


def test_an_episode_is_spoken_online_with_word_times_and_a_second_build_asks_for_nothing(
    online: Path, service: Service, audiobuild
) -> None:
    done = audiobuild("build")
    assert done.returncode == 0, done.stderr
    assert "edge (Microsoft's online voices) speaks: " in done.stderr
    assert len(service.log) == len(set(service.asked)) == LINES
    cues = json.loads((online / "output" / "post.words.json").read_text(encoding="utf-8"))["cues"]
    assert [word for _, _, word in cues[0]["words"]] == ["山里", "的邮", "局"]
    assert "up to date" in audiobuild("build").stdout
    (online / "output" / "post.mp3").unlink()
    assert audiobuild("build").returncode == 0
    assert len(service.log) == LINES


def test_a_build_asks_for_as_many_at_once_as_the_pace_allows_whatever_the_number_of_jobs(
    online: Path, service: Service, build
) -> None:
    service.delay = (0.3, 0.0)
    assert build("--jobs", "1")[0] == 0
    assert 4 < service.peak <= 8


def test_the_shortest_sentences_are_asked_for_first_and_the_longest_are_not_left_to_the_end(
    online: Path, build, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []

    class Noting(Threads):
        def submit(self, call, /, *args):
            lengths.append(len(args[0].utterance.text))
            return super().submit(call, *args)

    monkeypatch.setattr("audiobuild.building.jobs.Threads", Noting)
    assert build()[0] == 0
    assert sorted(lengths[:4]) == sorted(lengths)[:4]
    assert lengths[4:] == sorted(lengths, reverse=True)[:-4]


@pytest.mark.soak
def test_faults_leave_no_trace_in_the_episode(online: Path, service: Service, build) -> None:
    assert build("-o", "whole")[0] == 0
    service.log.clear()
    service.chance = chance(3, 0.3, tuple(fault for fault in ONCE if "stall" not in fault and len(fault) < 11))
    assert build("-o", "faulty")[0] == 0
    assert len(service.log) > LINES
    whole, faulty = (files_of(online / folder) for folder in ("whole", "faulty"))
    assert {name: data for name, data in faulty.items() if name != "post.json"} == {
        name: data for name, data in whole.items() if name != "post.json"
    }


def test_a_cut_network_keeps_what_is_spoken_and_only_the_rest_is_asked_for_later(
    online: Path, running: Running, service: Service, build
) -> None:
    service.delay = (0.15, 0.0)

    def cut() -> None:
        while len(service.log) < 7:
            time.sleep(0.01)
        running.stop_listening()

    cutter = threading.Thread(target=cut)
    cutter.start()
    code, result, messages = build()
    cutter.join()
    assert (code, result["state"], result["class"]) == (1, "failed", "unreachable")
    takes = sum(path.is_file() for path in (online / "output" / ".cache" / "takes").rglob("*"))
    assert 0 < takes < LINES
    assert f" of {LINES} sentences are done and kept; run the same command again to continue." in messages
    assert "Or speak offline: --engine kokoro." in messages
    assert not (online / "output" / "post.mp3").exists()
    service.log.clear()
    running.listen()
    assert build()[1]["spoken"] == len(service.log) == LINES - takes


def test_a_text_without_sound_names_the_voice_that_is_gone_and_its_substitute(
    online: Path, service: Service, build
) -> None:
    del service.voices["zh-CN-YunjianNeural"]
    code, result, messages = build()
    assert (code, result["class"]) == (1, "silent")
    assert "the voice zh-CN-YunjianNeural is no longer offered; cast zh-CN-Yun" in messages


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_hangs_on_a_stalled_service_is_stopped_at_once(
    online: Path, service: Service, number: int, code: int
) -> None:
    """Far sooner than any limit of ours: a stall is waited for 8 s, an attempt 20."""
    service.chance = lambda number: "stall_mid"
    running = subprocess.Popen(
        [sys.executable, "-m", "audiobuild", "build"],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while len(service.asked) < 4:
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(number)
    _, messages = running.communicate(timeout=5)
    assert running.returncode == code
    assert f"0 of {LINES} sentences are done and kept" in messages and "Traceback" not in messages


@pytest.fixture
def with_narrator(online: Path):
    """Set something of the narrator's voice in the show's own voices/edge.toml."""
    row = '"zh-CN-YunyangNeural" = { '
    voices = (Path(__file__).parent.parent / "voices" / "edge.toml").read_text(encoding="utf-8")
    (online / "voices").mkdir()

    def write(what: str) -> None:
        (online / "voices" / "edge.toml").write_text(voices.replace(row, f"{row}{what}, "), encoding="utf-8")

    return write


@pytest.mark.soak
@pytest.mark.parametrize(
    ("what", "prosody"), [("rate = 0.8", ("-20%", "+0Hz")), ("pitch = -5", ("+0%", "-5Hz"))], ids=["rate", "pitch"]
)
def test_a_voice_with_another_speed_or_pitch_speaks_its_lines_anew(
    service: Service, build, with_narrator, what: str, prosody: tuple[str, str]
) -> None:
    build()
    service.log.clear()
    with_narrator(what)
    done = build()[1]
    assert done["spoken"] == len(service.log) == 5
    assert done["reasons"] == ["voice changed"]
    assert {(each.prosody["rate"], each.prosody["pitch"]) for each in service.log} == {prosody}


def test_a_voice_with_another_volume_is_louder_and_not_asked_for_again(
    online: Path, service: Service, build, with_narrator
) -> None:
    """Levelling would take back what the service did, so we do it ourselves."""
    build()
    service.log.clear()
    before = (online / "output" / "post.mp3").read_bytes()
    with_narrator("volume = -50")
    assert build()[1]["spoken"] == 0
    assert service.log == []
    assert (online / "output" / "post.mp3").read_bytes() != before


@pytest.mark.process
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_leads_to_voices_and_speech(
    online: Path, service: Service, audiobuild_alone, variable: str
) -> None:
    """The stand-in is the proxy: what comes through it asks for another host, which only a proxy could find."""
    away = "ws://speech.invalid:99" + PATH
    (online / "audiobuild.toml").write_text(f'engine = "edge"\n[edge]\nendpoint = "{away}"\n', encoding="utf-8")
    proxy = service.address.replace("ws://", "http://").removesuffix(PATH)
    done = audiobuild_alone("build", **{variable: proxy})
    assert done.returncode == 0, done.stderr
    assert {request.headers["Host"] for request in service.log} == {"speech.invalid:99"}


def test_a_mistake_in_the_settings_is_reported_once(online: Path, audiobuild) -> None:
    """It is met by every sentence, and no place of the script has to do with it."""
    (online / "audiobuild.toml").write_text('engine = "edge"\n[edge]\nproxy = "http://host:1/path"\n')
    messages = audiobuild("build").stderr
    assert "audiobuild: [edge] proxy is not the address of a proxy; write it like http://host:port. 0 of" in messages
    assert messages.count("is not the address of a proxy") == 1


@pytest.mark.process
def test_a_dead_proxy_is_named_with_the_place_it_came_from(online: Path, audiobuild_alone) -> None:
    (online / "audiobuild.toml").write_text('engine = "edge"\n[edge]\nproxy = "http://me:secret@127.0.0.1:9"\n')
    messages = audiobuild_alone("build").stderr
    assert "cannot be reached through the proxy http://127.0.0.1:9 ([edge] proxy)" in messages
    assert "secret" not in messages


def test_the_voices_of_the_service_are_listed_as_it_offers_them_and_who_is_gone_is_named(
    online: Path, service: Service, audiobuild
) -> None:
    del service.voices["zh-CN-YunyangNeural"]
    listed = json.loads(audiobuild("voices", "--engine", "edge", "--language", "zh", "--json").stdout)
    names = [row["voice"] for row in listed["voices"]]
    assert names == [name for name in service.voices if name.startswith("zh")]
    row = next(row for row in listed["voices"] if row["voice"] == "zh-CN-YunxiNeural")
    assert (row["language"], row["gender"], row["tags"]) == ("zh", "male", "Novel, Lively, Sunshine")
    assert listed["remarks"][0] == "as the service offers them now"
    assert "zh-CN-YunyangNeural, cast as N, is no longer offered; zh-CN-Yunjian" in "".join(listed["remarks"])
    assert (service.lists, len(service.log)) == (1, 0)


def test_without_the_service_the_known_voices_are_listed_with_their_date(
    online: Path, running: Running, service: Service, audiobuild
) -> None:
    running.stop_listening()
    done = audiobuild("voices", "--engine", "edge", "--language", "zh")
    assert done.returncode == 0
    assert re.search(r"zh-CN-shaanxi-XiaoniNeural +zh +female +Dialect, Bright", done.stdout)
    assert "from the list of 2026-11-24 that comes with audiobuild, because the service cannot be asked" in done.stderr


def test_any_voice_that_is_known_can_be_cast(online: Path, service: Service, build) -> None:
    assert build("--voice", "A=zh-TW-HsiaoChenNeural")[0] == 0
    assert "edge:zh-TW-HsiaoChenNeural" in record(online)["voices"].values()


# --------------------------------------------------------------------------------------------------------- the fallback


@pytest.fixture
def fallback(online: Path, service: Service) -> Path:
    """A show whose fallback is the hum, and a service that refuses everybody."""
    settings(online, 'fallback = "tone"\n')
    service.chance = lambda number: "http_403"
    return online


def test_a_show_cast_for_the_embedded_voices_is_drafted_with_the_online_ones_and_with_the_hum(
    online: Path, service: Service, build
) -> None:
    """A voice with a namesake online is that; another is replaced by the cast of the engine, which is said once."""
    toml = (online / "audiobuild.toml").read_text("utf-8").replace('engine = "edge"', 'engine = "kokoro"')
    wished = '[voices]\nQ = "zf_xiaoyi"\nA = "zf_xiaobei"\nN = "zf_xiaoxiao:60 zf_xiaobei:40"\n'
    (online / "audiobuild.toml").write_text(toml + wished, "utf-8")
    code, result, messages = build("--engine", "edge")
    assert (code, result["engines"]) == (0, ["edge"]), messages
    voices = {line["voice"] for line in record(online)["lines"]}
    assert "edge:zh-CN-XiaoyiNeural" in voices and len(voices) == 3
    assert messages.count("[voice-replaced]") == 1
    assert "edge has no voice zf_xiaobei, zf_xiaoxiao:60 zf_xiaobei:40, which the show wishes for" in messages
    asked = len(service.log)
    code, result, messages = build("--engine", "tone")
    assert (code, result["engines"]) == (0, ["tone"]), messages
    assert len(service.log) == asked


def test_without_a_fallback_an_episode_is_held_back(online: Path, service: Service, build) -> None:
    service.chance = lambda number: "http_403"
    code, result, _ = build()
    assert (code, result["state"], result["class"], result["status"]) == (1, "failed", "refused", 403)
    assert not (online / "output" / "post.mp3").exists()


def test_the_fallback_speaks_all_of_an_episode_and_says_so(fallback: Path, service: Service, build) -> None:
    """Never a part of it: nobody changes the voice in the middle of an interview."""
    service.chance = lambda number: "http_404" if number > 4 else None
    code, result, messages = build()
    assert (code, result["state"], result["engines"], result["spoken"]) == (0, "built", ["tone"], LINES)
    assert "tone speaks the whole episode, because the speech service does not serve" in messages
    assert "The next build tries the online voices again. [fallback]" in messages
    assert "tone (a hum, for drafts) speaks: " in messages
    made = record(fallback)
    assert {line["voice"].partition(":")[0] for line in made["lines"]} == {"tone"}
    assert "HTTP 404" in made["instead"]


def test_a_script_warning_is_printed_once_though_two_engines_try_it(fallback: Path, build) -> None:
    (fallback / "scripts" / "post.txt").write_text("山里的邮局\nQ 一天要走多少路？\nA 三十里。\n", encoding="utf-8")
    messages = build()[2]
    assert (messages.count("[style-uncertain]"), messages.count("[fallback]")) == (1, 1)


@pytest.mark.soak
def test_the_next_build_heals_a_fallback_and_asks_only_for_what_is_missing(
    fallback: Path, service: Service, build
) -> None:
    service.chance = lambda number: "http_404" if number > 4 else None
    build()
    takes = len({request.text for request in service.log if not request.refused})
    service.chance = lambda number: None
    service.log.clear()
    code, result, _ = build()
    assert (code, result["engines"], result["reasons"]) == (0, ["edge"], ["spoken by the fallback last time"])
    assert LINES - takes <= len(service.log) < LINES
    assert record(fallback)["instead"] == ""
    assert build()[1]["state"] == "up-to-date"


def test_a_fallback_whose_service_is_still_away_stays_as_it_is(fallback: Path, build) -> None:
    build()
    first = files_of(fallback / "output")
    code, result, messages = build()
    assert (code, result["state"]) == (0, "up-to-date")
    assert "[fallback]" in messages
    assert files_of(fallback / "output") == first


def test_a_fallback_keeps_the_wishes_that_it_has_voices_for(fallback: Path, build) -> None:
    voices = fallback / "voices"
    voices.mkdir()
    (voices / "tone.toml").write_text(
        '[cast.any]\nhosts = ["high"]\nguests = ["low"]\nnarrator = "middle"\n[voices]\n'
        + "".join(f'{name} = {{ language = "any" }}\n' for name in ("high", "low", "middle"))
        + 'deep = { language = "any", alias = "yunxi" }\n'
    )
    build("--voice", "A=zh-CN-YunxiNeural", "--voice", "Q=zh-CN-XiaoyiNeural")
    cast = record(fallback)["voices"]
    assert sorted(cast.values()) == ["tone:deep", "tone:high", "tone:middle"]
    assert cast[NARRATOR_ID] == "tone:middle"


def test_a_mistake_in_the_settings_does_not_start_the_fallback(fallback: Path, build) -> None:
    code, result, _ = build("--voice", "A=zh-CN-NobodyNeural")
    assert (code, result["state"]) == (1, "failed")
    assert "class" not in result
