"""The title and the first lines: front matter over several lines, cues without punctuation, numbers that answer."""

from __future__ import annotations

import pytest

from audiobuild.script import read_bytes

TALK = "Basil: When will the roof be green?\n\nWren: It is green.\n\nBasil: And soft?\n\nWren: After us.\n"


@pytest.mark.parametrize(
    "title",
    [
        "title: 'Moss: A Slow\n  Carpet, and the People\n  Who Wait'",
        'title: "Moss: A Slow\n  Carpet, and the People Who\n  Wait"',
        "title: Moss: A Slow\n  Carpet, and the\n  People Who Wait",
    ],
)
def test_a_title_over_several_lines_of_unfinished_yaml_is_whole(title: str) -> None:
    head = f"---\n{title}\nexcerpt: Two brothers. Wren: “It is\n  not finished.”\ntags:\n  - moss\n  - roof\n---\n\n"
    script = read_bytes((head + TALK).encode(), "a.md")
    assert script.title.text == "Moss: A Slow Carpet, and the People Who Wait"
    assert [turn.label for turn in script.turns] == ["Basil", "Wren"] * 2


def test_a_nested_map_of_unfinished_yaml_stays_a_map() -> None:
    head = "---\ntitle: Moss: and roofs\ncast:\n  Basil: Q\n  Wren: A\n---\n\n"
    script = read_bytes((head + TALK).encode(), "a.md")
    assert script.settings["cast"] == {"Basil": "Q", "Wren": "A"}


def test_the_first_cue_is_no_title() -> None:
    said = ["well the boat leaves at six", "and it waits for nobody", "so we ran", "and jumped into the water"]
    cues = "".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{text}\n\n" for n, text in enumerate(said))
    script = read_bytes(f"WEBVTT\n\n{cues}".encode(), "boat.vtt")
    assert script.title.text == "boat"
    texts = [
        *(script.lede.paragraphs if script.lede else ()),
        *(text for turn in script.turns for text in turn.paragraphs),
    ]
    assert " ".join(texts) == " ".join(said)


def test_a_number_alone_below_a_question_is_the_answer() -> None:
    text = "# Shelf\n\n**How many rooms?**\n\n12\n\n**How many chairs?**\n\nForty.\n\n**And tables?**\n\n7\n"
    script = read_bytes(text.encode(), "a.md")
    said = [f"{turn.role.value}: {' / '.join(turn.paragraphs)}" for turn in script.turns]
    assert said == ["Q: How many rooms?", "A: 12", "Q: How many chairs?", "A: Forty.", "Q: And tables?", "A: 7"]


def test_a_number_alone_below_a_finished_answer_belongs_to_the_heading_below() -> None:
    text = (
        "渡口的人\n\n1\n\n童年\n\n问：哪年来的？\n\n答：那年春天。\n\n2\n\n渡口\n\n问：后来呢？\n\n答：后来有桥了。\n"
    )
    script = read_bytes(text.encode(), "a.txt")
    assert [section.title for section in script.sections] == ["童年", "渡口"]
