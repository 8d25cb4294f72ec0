"""What the documents print is what the program prints."""

import re
import runpy
import shlex
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


def sessions(name: str) -> list[tuple[str, str]]:
    """Each command of the document's consoles with what stands below it."""
    blocks = re.findall(r"```console\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    return [
        tuple(part.split("\n", 1)) for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part
    ]


def test_the_page_of_the_python_api_is_made_of_the_docstrings_of_today() -> None:
    made = runpy.run_path(str(DOCS.parent / "bench" / "api_page.py"))["page"]()
    assert (DOCS / "api.md").read_text("utf-8") == made, "make pages"


@pytest.mark.parametrize(("command", "printed"), sessions("voices.md"), ids=lambda text: text.split("\n")[0])
def test_the_sessions_in_the_voices_document_are_true(audiobuild, tmp_path, command, printed):
    assert audiobuild(*shlex.split(command)[1:], cwd=tmp_path).stdout == printed
