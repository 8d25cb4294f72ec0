"""Hostile files, written by somebody who never saw the reader: what each must and must not do is written next to it.

The heavy ones of their kind (megabytes, tens of thousands of turns) are made here, smaller: what is linear shows in
bench/read.py.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.invariants import check_nothing_vanishes, check_shape, spoken

from audiobuild.errors import ScriptError
from audiobuild.script import read_bytes
from audiobuild.script.decode import decode

CASES = sorted((Path(__file__).parent / "hostile").glob("*.expect.json"))
FACES = [
    ("Q", "Why here?"),
    ("A", "Because the oven was already there, and nobody used it."),
    ("Q", "Who buys it?"),
    ("A", "The ships do."),
]


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name.removesuffix(".expect.json"))
def test_a_hostile_file_is_read_or_refused_as_it_should(case: Path) -> None:
    wanted = json.loads(case.read_text(encoding="utf-8"))
    data = (case.parent / wanted["file"]).read_bytes()
    try:
        script = read_bytes(data, wanted["file"])
    except ScriptError as error:
        assert wanted["want"] != "ok"
        assert any(word in str(error) for word in wanted.get("error_mentions_any", [wanted["file"]]))
        return
    assert wanted["want"] != "error"
    check_shape(script, decode(data, "x").text)
    heard = spoken(script)
    assert len(script.turns) == wanted.get("turns_eq", len(script.turns))
    assert {turn.role.value for turn in script.turns} <= set(wanted.get("turns_roles_only", "QAN"))
    assert bare(wanted.get("title_contains", "")) in bare(script.title.text)
    for text in wanted.get("spoken_must_contain", []):
        assert bare(text) in bare("".join(heard))
    for point in wanted.get("spoken_forbid_codepoints", []):
        assert chr(int(point, 16)) not in "".join(heard)
    for text in wanted.get("spoken_forbid", []):
        assert text not in "\n".join(heard)
    assert script.warnings or not wanted.get("must_warn")


@pytest.mark.parametrize(
    "noise",
    ["<" * 3000 + " <a" * 500 + " <!--" * 200, "**" * 1501 + " *a" * 500 + " __" * 301 + " [" * 300 + " ](" * 300, "：" * 3000,
     "他说：好吗？我说：好。" * 300, "&amp;" * 2000 + "&" * 2000, "（" * 3000, "「" * 3000, "> " * 3000, "00:00 " * 1000],
    ids=["angle brackets", "stars", "colons", "inner labels", "ampersands", "brackets", "quotes", "nesting", "times"],
)  # fmt: skip
def test_noise_inside_an_answer_moves_no_turn(noise: str) -> None:
    text = (
        "A Quiet Bakery\n\n"
        + "\n\n".join(f"{role}: {said}" for role, said in FACES).replace("there, ", f"there, {noise} ")
        + "\n"
    )
    script = read_bytes(text.encode(), "talk.txt")
    assert [turn.role.value for turn in script.turns] == [role for role, _ in FACES]
    assert script.turns[3].paragraphs == ("The ships do.",)
    check_nothing_vanishes(script, text)
