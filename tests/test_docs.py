"""The documents are true: sessions print what the program prints, and the glossary has terms that are in use."""

import re
import runpy
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GLOSSARY = DOCS / "glossary.md"


def sessions(name: str) -> list[tuple[str, str]]:
    """Each command of the document's consoles with its output."""
    blocks = re.findall(r"```console\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    return [
        tuple(part.split("\n", 1)) for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part
    ]


def test_the_page_of_the_python_api_is_made_of_the_docstrings_of_today() -> None:
    made = runpy.run_path(str(DOCS.parent / "bench" / "api_page.py"))["page"]()
    assert (DOCS / "api.md").read_text("utf-8") == made, "make pages"


SAID = [(command, printed) for command, printed in sessions("scripts.md") if "audiobuild say" in command]


@pytest.mark.parametrize(("command", "printed"), [*sessions("voices.md"), *SAID], ids=lambda text: text.split("\n")[0])
def test_the_sessions_in_the_documents_of_voices_and_marks_are_true(audiobuild, tmp_path, command, printed):
    assert audiobuild(*shlex.split(command)[1:], cwd=tmp_path).stdout == printed


IN_CHINESE = [(page, *session) for page in ("zh/scripts.md", "zh/voices.md") for session in sessions(page)]


@pytest.mark.parametrize(("page", "command", "printed"), IN_CHINESE, ids=lambda text: text.split("\n")[0])
def test_the_sessions_in_the_chinese_documents_are_true(audiobuild, tmp_path, page, command, printed):
    script = re.search(r"```text\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    (tmp_path / "talk.txt").write_text(script[1] if script else "", "utf-8")
    assert audiobuild("--lang", "zh", *shlex.split(command)[1:], cwd=tmp_path).stdout == printed


def test_what_the_chinese_readme_says_is_said_is_true(audiobuild, tmp_path) -> None:
    page = (ROOT / "README.zh-CN.md").read_text("utf-8")
    command, printed = re.search(r"^\$ (audiobuild say .*)\n((?:.+\n)+?)```", page, re.MULTILINE).groups()
    assert audiobuild("--lang", "zh", *shlex.split(command)[1:], cwd=tmp_path).stdout == printed


def test_the_guide_of_recordings_in_the_page_about_scripts_is_true(audiobuild, tmp_path) -> None:
    page = (DOCS / "scripts.md").read_text("utf-8")
    example = re.search(r"<!-- exact -->\n+```text\n(.*?)```\n", page, re.DOTALL)
    (tmp_path / "talk.md").write_text(example[1], "utf-8")
    ((command, printed),) = [session for session in sessions("scripts.md") if "--takes" in session[0]]
    assert audiobuild(*shlex.split(command)[1:], cwd=tmp_path).stdout == printed


def test_the_tutorial_is_true(audiobuild, tmp_path) -> None:
    """Its commands in their order, with what it says to do between them."""
    page = (DOCS / "tutorial.md").read_text("utf-8")
    init, parse, draft, corrected, publish = (
        (shlex.split(command)[1:], printed.rstrip("\n") + "\n") for command, printed in sessions("tutorial.md")
    )
    assert audiobuild(*init[0], cwd=tmp_path).stdout == init[1]
    show = tmp_path / "my-show"
    for sample in (show / "scripts").iterdir():
        sample.unlink()
    script = show / "scripts" / "tides.txt"
    script.write_text(re.search(r"```text\n(.*?)```", page, re.DOTALL)[1], "utf-8")
    assert audiobuild(*parse[0], cwd=show).stdout == parse[1]
    assert audiobuild(*draft[0], cwd=show).stdout == draft[1]
    script.write_text(script.read_text("utf-8").replace("twice", "three times"), "utf-8")
    assert audiobuild(*corrected[0], cwd=show).stdout == corrected[1]
    assert audiobuild(*publish[0], cwd=show).stdout == publish[1]


def terms() -> list[str]:
    rows = re.findall(r"^\| (.+?) \| .+ \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return [row for row in rows if row not in ("term", "---")]


@pytest.fixture(scope="module")
def vocabulary() -> str:
    """The words of the program and of the other documents; a name such as SegmentFacts counts as two words."""
    files = [*(ROOT / "audiobuild").rglob("*.py"), ROOT / "README.md", *(DOCS.glob("*.md"))]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file != GLOSSARY)
    return re.sub(r"(?<=[a-z][a-z])(?=[A-Z])|_|\s+", " ", text).lower()


@pytest.mark.parametrize("term", terms())
def test_a_term_of_the_glossary_is_in_use(vocabulary, term):
    assert re.search(rf"\b{re.escape(term.lower())}s?\b", vocabulary)


def test_a_term_is_defined_once():
    assert sorted(set(terms())) == sorted(terms())
