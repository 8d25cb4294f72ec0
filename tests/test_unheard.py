"""Names, voices and the style that front matter declares."""

from __future__ import annotations

import pytest

from audiobuild.model import Role, Script
from audiobuild.script import people_of, read_bytes

TALK = "夜班\n\n记者：几点来？\n\n顾晓棠：四点。\n\n网友：真早。\n\n记者：冷吗？\n\n顾晓棠：冷。\n"


def read(front: str, text: str = TALK) -> Script:
    return read_bytes(f"---\n{front}\n---\n{text}".encode(), "x.md")


def said(script: Script) -> list[tuple[int | None, str]]:
    return [(warning.line, warning.message) for warning in script.warnings if warning.code == "front-matter"]


@pytest.mark.parametrize(
    "front",
    ["labels: [网友]", "labels: 网友、路人", "cast:\n  网友: A", "voices:\n  网友: zm_yunxi", "gender:\n  网友: 男"],
)
def test_a_name_declared_anywhere_in_front_matter_is_a_label(front: str) -> None:
    assert "网友" in [turn.label for turn in read(front).turns]
    assert "网友" not in [turn.label for turn in read("title: 夜").turns]


def test_a_declared_name_that_speaks_nowhere_is_said_with_its_line_and_the_nearest() -> None:
    assert said(read("title: 夜\ncast:\n  顾晓堂: A")) == [
        (4, "“顾晓堂” speaks nowhere in the script; did you mean “顾晓棠”?")
    ]
    assert said(read("labels: [张三]")) == [
        (2, "“张三” speaks nowhere in the script; there are 记者 2, 顾晓棠 2; read as text: 网友 1.")
    ]


@pytest.mark.parametrize("front", ["cast:\n  顾晓棠: A\n  Q: zf_xiaoxiao", "voices:\n  A: zm_yunxi", "hosts: 记者"])
def test_roles_and_names_that_speak_are_no_slip(front: str) -> None:
    assert said(read(front)) == []


@pytest.mark.parametrize(
    ("front", "message"),
    [
        (
            "cast: {韦兰: Q",
            "the YAML front matter cannot be read and was ignored: the bracket of “cast: {韦兰: Q” is never",
        ),
        ("cast: [韦兰, 韦小河]", "“cast” has no effect"),
        ("cast: 韦兰", "“cast” has no effect"),
        ("voices:\n  - A: zm_yunxi", "“voices” has no effect"),
        ("gender: {顾晓棠: femal}", "gender: “femal” (顾晓棠) has no effect; write female or male."),
    ],
)
def test_a_table_that_is_none_and_a_value_that_means_nothing_are_said_with_their_line(front: str, message: str) -> None:
    ((line, text),) = said(read(front))
    assert text.startswith(message)
    assert line in (2, 3)


def test_people_are_listed_with_their_turns_and_what_was_read_as_text() -> None:
    assert people_of(read("title: 夜")) == "记者 2, 顾晓棠 2; read as text: 网友 1"


def test_a_style_of_the_front_matter_is_used_where_the_file_has_it() -> None:
    assert {turn.role for turn in read("style: narration").turns} == {Role.NARRATOR}
    assert read("style: label-colon").style.id == "label-colon"
    ((_, text),) = said(read("style: bold-question"))
    assert "nothing here has the style “bold-question” of the front matter, so it is read as label-colon" in text
