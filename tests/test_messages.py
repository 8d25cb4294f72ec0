"""Wrong inputs: each is one line that says where, what and what to do, and the exit code is not zero."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.command import COMMAND
from support.wrong_inputs import TALK, WRONG, Wrong, message_of, tried

from audiobuild.script import read_bytes


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_a_wrong_input_is_one_line_with_place_mistake_and_remedy(
    wrong: Wrong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # without ffmpeg, which would be asked about sound
    done = tried(wrong, tmp_path)
    assert done.returncode in (1, 2)
    (line,) = message_of(done)
    assert line.startswith(("audiobuild: ", "Error: "))
    for part in (wrong.where, wrong.what, wrong.remedy):
        assert part in line
    assert line.endswith((".", "?", "a.txt", "docx a.doc"))


def test_there_are_more_than_forty() -> None:
    assert len(WRONG) == len({wrong.name for wrong in WRONG}) > 40


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        (
            f"---\ntitle: 灯\n{TALK}",
            1,
            "the front matter that begins here is never closed, so it has no effect; end it",
        ),
        (f"---\ntitle: [a\nx\n---\n{TALK}", 1, "no valid front matter, so it has no effect; write each setting as"),
        (f'+++\n标题 = "x"\n+++\n{TALK}', 2, '“标题” needs quotes: write "标题"'),
        (f"---\nguests: 何兰舟\n---\n{TALK}", 2, "“何兰舟” speaks nowhere in the script; did you mean “贺兰舟”?"),
    ],
)
def test_front_matter_that_is_not_used_is_said_with_its_line(head: str, line: int, said: str) -> None:
    warnings = [warning for warning in read_bytes(head.encode(), "a.txt").warnings if said in warning.message]
    assert [(warning.code, warning.line) for warning in warnings] == [("front-matter", line)]


@pytest.mark.parametrize("text", [TALK, f"---\n{TALK}", f"---\ntitle: 灯\nguests: [贺兰舟, 陶渡]\n---\n{TALK}"])
def test_what_is_no_mistake_is_not_said(text: str) -> None:
    assert not [found for found in read_bytes(text.encode(), "a.txt").warnings if found.code == "front-matter"]


@pytest.mark.process
@pytest.mark.usefixtures("show")
def test_what_is_said_of_standard_input_names_no_temporary_file() -> None:
    def fed(text: str, *arguments: str) -> str:
        command = [*COMMAND, *arguments]
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=300)
        assert "/audiobuild-" not in done.stdout + done.stderr
        return done.stdout + done.stderr

    assert "nobody in standard input is called “何兰舟”" in fed(TALK, "build", "-", "--as", "何兰舟=A")
    assert "standard input is empty" in fed("", "parse", "-")
    assert "standard input:2: explicit must be yes or no" in fed(f"---\nexplicit: x\n---\n{TALK}", "build", "-")
    assert "standard input:2: “何兰舟” speaks" in fed(f"---\nguests: 何兰舟\n---\n{TALK}", "build", "-n", "-")
    assert '"script": "standard input"' in fed(TALK, "build", "-n", "-", "--json")
