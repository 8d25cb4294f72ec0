"""Updates the examples and the table of formats in scripts.md: `python docs/examples.py`.

The page itself says which scripts it shows: a line `<!-- NAME -->` comes before what is printed of tests/golden/NAME.
Of the table the first columns are written by hand (the script, its format, how it was read at first sight).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from audiobuild.model import Script
from audiobuild.script import read_script

DOCS = Path(__file__).parent
PAGE = DOCS / "scripts.md"
GOLDEN = DOCS.parent / "tests" / "golden"
_SHOWN = re.compile(r"(<!-- (\S+\.\w+) -->\n+```text\n)(.*?)(```\n)", re.DOTALL)
_ROW = re.compile(r"^(\| `(\d+-[^`]+)` \| [^|]* \| [^|]* \|)[^|]*\|[^|]*\|$", re.MULTILINE)


def renewed(page: str) -> str:
    """The page with every reading and every row of the table as they come out today."""
    return _ROW.sub(lambda row: f"{row[1]} {_judged(row[2])} |", _SHOWN.sub(_printed, page))


def _printed(match: re.Match[str]) -> str:
    """What `audiobuild parse` prints of the script."""
    command = [sys.executable, "-m", "audiobuild", "parse", str(GOLDEN / match[2])]
    return match[1] + subprocess.run(command, capture_output=True, text=True, check=True).stdout + match[4]


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
