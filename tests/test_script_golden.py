"""Golden scripts: each one small interview with one quirk, and its reading written by hand from the rules.

`NAME.json` next to a script says how it must be read. `NAME.open.json` says the same of a reading not reached yet: that
test must fail, and reports when it no longer does. A reason `a|b` in the JSON means that either is right.
"""

from __future__ import annotations

import json
import re
import runpy
import unicodedata
from pathlib import Path

import pytest

from audiobuild.model import NARRATOR_ID, Script, Speaker
from audiobuild.script import read_bytes

GOLDEN = Path(__file__).parent / "golden"
DOCS = Path(__file__).parent.parent / "docs"
READINGS = sorted(GOLDEN.glob("*.json"))
SCRIPTS = {path.stem: path for path in GOLDEN.iterdir() if path.suffix != ".json"}


def stem_of(reading: Path) -> str:
    return reading.name.removesuffix(".json").removesuffix(".open")


def case(reading: Path):
    marks = []
    if reading.name.endswith(".open.json"):
        reason = json.loads(reading.read_text(encoding="utf-8"))["open"]
        marks.append(pytest.mark.xfail(strict=True, reason=reason))
    return pytest.param(reading, marks=marks, id=stem_of(reading))


def name_of(speaker: Speaker) -> str:
    """The name or label in narrow letters; padding inside a name of hanzi (`陈　芜`) counts for nothing."""
    name = unicodedata.normalize("NFKC", speaker.name or speaker.label or "")
    return re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", name)


def shown(script: Script) -> dict[str, object]:
    """The stable essentials of a reading, in the words of the golden files."""
    names = {s.id: "" if s.id == NARRATOR_ID else name_of(s) for s in script.speakers}
    return {
        "title": script.title.text,
        "encoding": script.source.encoding,
        "lede": list(script.lede.paragraphs) if script.lede else [],
        "sections": [[s.title, s.first_turn] for s in script.sections],
        "turns": [[t.role.value, names[t.speaker], *t.paragraphs] for t in script.turns],
        "dropped": sorted({(d.line, d.reason) for d in script.dropped}),
        "warnings": sorted({(w.code, w.line) for w in script.warnings}, key=str),
    }


def allowed(reason: str) -> set[str]:
    return set(reason.split("|"))


@pytest.mark.parametrize("reading", [case(reading) for reading in READINGS])
def test_a_golden_script_is_read_as_its_file_says(reading: Path) -> None:
    expected = json.loads(reading.read_text(encoding="utf-8"))
    expected.pop("open", None)
    quirk = expected.pop("quirk")
    path = SCRIPTS[stem_of(reading)]
    got = shown(read_bytes(path.read_bytes(), path.name))
    dropped, wanted = got.pop("dropped"), [tuple(pair) for pair in expected.pop("dropped")]
    expected["warnings"] = sorted((tuple(pair) for pair in expected["warnings"]), key=str)
    assert got == expected, quirk
    assert [line for line, _ in dropped] == [line for line, _ in wanted], quirk
    for (line, reason), (_, may_be) in zip(dropped, wanted, strict=True):
        assert reason in allowed(may_be), f"{quirk}: line {line}"


def test_every_golden_script_has_a_reading_and_every_reading_a_script() -> None:
    assert sorted(SCRIPTS) == [stem_of(reading) for reading in READINGS]


def test_the_golden_scripts_cover_every_encoding() -> None:
    found = {json.loads(reading.read_text(encoding="utf-8"))["encoding"] for reading in READINGS}
    assert found >= {"utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "shift_jis"}


@pytest.mark.process
def test_the_page_about_scripts_shows_the_readings_of_today() -> None:
    """Except for the voices, which another module chooses; `python docs/examples.py` writes the page anew."""
    page = (DOCS / "scripts.md").read_text(encoding="utf-8")
    examples = runpy.run_path(str(DOCS / "examples.py"))
    assert without_casting(examples["renewed"](page)) == without_casting(page)


def without_casting(page: str) -> str:
    return re.sub(r"\nCasting\n(?:.+\n)+", "", page)
