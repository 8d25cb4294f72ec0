"""Planning: sentences, pauses and chapter openings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobuild.model import Pauses, Role, Voice
from audiobuild.planning.plan import MOST_CHAPTERS, TITLE_LENGTH, chapter_title, plan_lines, sentences
from audiobuild.script import read_bytes

PAUSES = Pauses(sentence=1, paragraph=2, turn=3, section=4)


def planned(text: str):
    script = read_bytes(text.encode(), "x.txt")
    ids = {who.id for who in script.speakers} | {"n"}
    return plan_lines(script, {who: Voice("tone", who, "zh") for who in ids}, PAUSES)


@given(st.text(alphabet="我你他好。！？…”“，; .?!\"'aZ9 ", max_size=60))
def test_sentences_lose_no_letter_of_a_paragraph_that_says_something(text: str) -> None:
    kept = "".join("".join(sentences(text)).split())
    whole = "".join(text.split())
    assert kept == whole if any(letter.isalnum() for letter in text) else kept == ""


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("擦。盐比人勤快，你不擦，它就磨。", ["擦。", "盐比人勤快，你不擦，它就磨。"]),
        ("云计算是99.99%的机会。真的？！好。", ["云计算是99.99%的机会。", "真的？！", "好。"]),
        ("他说：“来。”我就来了。", ["他说：“来。”", "我就来了。"]),
        ("我……我不知道。", ["我……我不知道。"]),
        ("Dr. Smith left at 3.5 p.m. and came back. He ran.", ["Dr. Smith left at 3.5 p.m. and came back.", "He ran."]),
        ("J. R. Brown said “No.” Then he left.", ["J. R. Brown said “No.”", "Then he left."]),
        ("Yahoo! is old. Is it?", ["Yahoo! is old.", "Is it?"]),
        ("See https://a.b/?q=1. Good.", ["See https://a.b/?q=1.", "Good."]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(paragraph: str, expected: list[str]) -> None:
    assert list(sentences(paragraph)) == expected


def test_lines_are_the_title_the_lede_the_headings_and_the_turns_in_order() -> None:
    lines = planned(
        "标题行\n这是导语，讲一件事。\nQ 第一个问题？\nA 第一句。第二句。\n小标题\n这里是旁白。\nQ 第二个问题？\nA 好。\n"
    ).lines
    assert [(line.role.value, line.utterance.text) for line in lines] == [
        ("N", "标题行"),
        ("N", "这是导语，讲一件事。"),
        ("Q", "第一个问题？"),
        ("A", "第一句。"),
        ("A", "第二句。"),
        ("N", "小标题"),
        ("N", "这里是旁白。"),
        ("Q", "第二个问题？"),
        ("A", "好。"),
    ]


def test_a_pause_says_what_lies_between_two_lines() -> None:
    lines = planned(
        "标题行\n这是导语，讲一件事。\nQ 问题一？\nA 一。二。\n三在新的一段里。\nQ 问题二？\nA 好。\n"
    ).lines
    assert [line.pause for line in lines] == [
        0,
        PAUSES.section,
        PAUSES.section,
        PAUSES.turn,
        PAUSES.sentence,
        PAUSES.paragraph,
        PAUSES.turn,
        PAUSES.turn,
    ]


def test_chapters_open_at_the_title_each_question_and_each_narrated_heading() -> None:
    lines = planned("标题行\nQ 问题一？\nA 一。\n小标题\n这里是旁白。\nQ 问题二？\nA 好。\n").lines
    assert [line.chapter for line in lines if line.chapter] == ["标题行", "问题一？", "小标题", "问题二？"]


def test_a_question_right_under_a_heading_shares_its_chapter() -> None:
    lines = planned("标题行\nQ 问题一？\nA 一。\n\n小标题\n\nQ 问题二？\nA 好。\n").lines
    assert [(line.utterance.text, line.chapter) for line in lines if line.chapter][-1] == (
        "小标题",
        "小标题 · 问题二？",
    )


def test_three_hundred_questions_are_merged_into_what_an_mp3_can_list_with_a_warning() -> None:
    made = planned("标题行\n" + "".join(f"Q 第{n}个问题？\nA 回答。\n" for n in range(300)))
    assert 100 < sum(line.chapter is not None for line in made.lines) <= MOST_CHAPTERS
    assert [warning.code for warning in made.warnings] == ["chapters-merged"]
    assert made.lines[0].chapter == "标题行"


def test_an_answer_of_dots_is_not_spoken_but_reported() -> None:
    made = planned("标题行\nQ 问题一？\nA ……\nQ 问题二？\nA 好。\n")
    assert [warning.code for warning in made.warnings] == ["nothing-to-say"]
    assert "……" not in [line.utterance.text for line in made.lines]


@given(st.text(alphabet="我你他，。？ abc—·", min_size=1, max_size=200))
def test_a_chapter_title_is_short_and_a_beginning_of_the_question(question: str) -> None:
    title = chapter_title(question)
    assert len(title) <= TITLE_LENGTH
    assert title.removesuffix("…") in " ".join(question.split())


def test_a_chapter_title_is_cut_at_a_clause() -> None:
    question = "公共服务相对来说是标准化的，计算跟电力还是不太一样的，电力基本上是标准化的服务，这些矛盾怎么解决？"
    assert chapter_title(question) == "公共服务相对来说是标准化的，计算跟电力还是不太一样的…"


def test_a_chapter_takes_the_sentence_that_asks() -> None:
    assert chapter_title("谢谢您。那么接下来，您最想去哪里？") == "那么接下来，您最想去哪里？"


def test_every_turn_of_the_shipped_sample_is_in_the_plan() -> None:
    sample = Path(__file__).parent.parent / "scripts" / "night-bakery.txt"
    script = read_bytes(sample.read_bytes(), sample.name)
    made = plan_lines(
        script,
        {who.id: Voice("tone", who.id, "zh") for who in script.speakers} | {"n": Voice("tone", "n", "zh")},
        PAUSES,
    )
    spoken = "".join(line.utterance.text for line in made.lines if line.role is Role.GUEST)
    assert spoken == "".join(p for turn in script.turns if turn.role is Role.GUEST for p in turn.paragraphs)
