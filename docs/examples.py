"""Updates the examples and the table of formats in scripts.md: `python docs/examples.py`.

The page itself says which scripts it shows: a line `<!-- NAME -->` comes before what is printed of tests/golden/NAME.
Of the table the first columns are written by hand (the script, its format, how it was read at first sight).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from audiobuild.model import Script
from audiobuild.script import read_script

DOCS = Path(__file__).parent
PAGE = DOCS / "scripts.md"
GOLDEN = DOCS.parent / "tests" / "golden"
_SHOWN = re.compile(r"(<!-- (\S+\.\w+) -->\n+```text\n)(.*?)(```\n)", re.DOTALL)
_EXACT = re.compile(
    r"(<!-- exact -->\n+```text\n)(.*?)(```\n.*?<!-- exact reading -->\n+```text\n)(.*?)(```\n)", re.DOTALL
)
_ROW = re.compile(r"^(\| `(\d+-[^`]+)` \| [^|]* \| [^|]* \|)[^|]*\|[^|]*\|$", re.MULTILINE)


def renewed(page: str) -> str:
    """The page with every reading and every row of the table as they come out today."""
    page = _EXACT.sub(_exact, _SHOWN.sub(_printed, page))
    return _ROW.sub(lambda row: f"{row[1]} {_judged(row[2])} |", page)


def _printed(match: re.Match[str]) -> str:
    """The example with what is printed of its script."""
    return match[1] + _parsed(GOLDEN / match[2]) + match[4]


def _exact(match: re.Match[str]) -> str:
    """The example in the exact form with what is printed of the script that the page itself shows."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "talk.md"
        script.write_text(match[2], encoding="utf-8")
        return match[1] + match[2] + match[3] + _parsed(script) + match[5]


def _parsed(script: Path) -> str:
    """What `audiobuild parse` prints of the script."""
    command = [sys.executable, "-m", "audiobuild", "parse", str(script)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _judged(name: str) -> str:
    """The style that is recognised, and whether the reading is the one written by hand next to the script."""
    script = read_script(GOLDEN / name)
    wanted = json.loads((GOLDEN / name).with_suffix(".json").read_text(encoding="utf-8"))
    wanted["turns"] = [[role, *paragraphs] for role, _, *paragraphs in wanted["turns"]]
    same = all(part == wanted[key] for key, part in _reading(script).items())
    return f"`{script.style.id}` | {'yes' if same else 'no'}"


def _reading(script: Script) -> dict[str, object]:
    """Lede, sections and turns in the words of the golden files."""
    return {
        "lede": list(script.lede.paragraphs) if script.lede else [],
        "sections": [[section.title, section.first_turn] for section in script.sections],
        "turns": [[turn.role.value, *turn.paragraphs] for turn in script.turns],
    }


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
