"""Planning: sentences, pauses and chapter openings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobuild.model import Pauses, Role, Voice
from audiobuild.planning.division import LONGEST_HAN, LONGEST_SENTENCE, sentences
from audiobuild.planning.plan import MOST_CHAPTERS, TITLE_LENGTH, chapter_title, plan_lines
from audiobuild.script import read_bytes

PAUSES = Pauses(sentence=1, paragraph=2, turn=3, section=4)


def planned(text: str, pauses: Pauses = PAUSES):
    script = read_bytes(text.encode(), "x.txt")
    ids = {who.id for who in script.speakers} | {"n"}
    return plan_lines(script, {who: Voice("tone", who, "zh") for who in ids}, pauses)


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


def test_the_first_line_of_each_paragraph_of_the_script_is_marked() -> None:
    script = "# 标题行\n\n**问：** 第一个问题？说说看。\n\n**答：** 第一句。第二句。\n\n第三句。\n\n第四句。第五句。\n"
    begins = {line.utterance.text: line.paragraph for line in planned(script).lines}
    assert [text for text, first in begins.items() if not first] == ["说说看。", "第二句。", "第五句。"]


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


def chapters(text: str) -> list[str]:
    return [line.chapter for line in planned(text).lines if line.chapter is not None]


def test_three_hundred_questions_share_chapters_of_at_least_a_sixtieth_of_the_episode() -> None:
    opened = chapters("标题行\n" + "".join(f"Q 第{n}个问题？\nA 回答。\n" for n in range(300)))
    assert MOST_CHAPTERS * 2 // 3 < len(opened) <= MOST_CHAPTERS + 1
    assert opened[:2] == ["标题行", "第0个问题？"]


def test_a_quick_follow_up_in_a_long_talk_shares_the_chapter_of_the_question_before_it() -> None:
    answer = "A " + "很长的回答。" * 200 + "\n"
    talk = "".join(f"Q 第{n}个问题？\n{answer}" for n in range(20))
    opened = chapters(f"标题行\nQ 开场的问题？\nA 对。\nQ 追问一句？\n{answer}{talk}")
    assert len(opened) == 22
    assert "开场的问题？" in opened
    assert "追问一句？" not in opened


def test_of_two_turns_of_the_host_that_are_too_near_the_one_that_asks_opens_the_chapter() -> None:
    answer = "A " + "很长的回答。" * 200 + "\n"
    talk = "".join(f"Q 第{n}个问题？\n{answer}" for n in range(20))
    opened = chapters(f"标题行\nQ 我们聊聊天气。\nA 对。\nQ 冬天冷吗？\n{answer}{talk}")
    assert "冬天冷吗？" in opened
    assert "我们聊聊天气。" not in opened


def test_a_heading_keeps_its_chapter_when_a_question_is_too_near_to_it() -> None:
    answer = "A " + "很长的回答。" * 200 + "\n"
    talk = "".join(f"Q 第{n}个问题？\n{answer}" for n in range(20))
    opened = chapters(f"标题行\n{talk}Q 只问一句？\nA 对。\n\n第二部分\n\n这里是旁白。\n{talk}")
    assert "第二部分" in opened
    assert "只问一句？" not in opened


@pytest.mark.parametrize("said", ["对。", "嗯嗯", "Right.", "Yeah…"])
def test_an_interjection_of_the_host_opens_no_chapter(said: str) -> None:
    assert chapters(f"标题行\nQ 问题一？\nA 好。\nQ {said}\nA 还有呢。\n") == ["标题行", "问题一？"]


def test_a_chapter_title_does_not_begin_with_an_interjection() -> None:
    assert chapter_title("Yeah. So we built the thing twice.") == "So we built the thing twice."


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


# ------------------------------------------------------------------------------------------- speech without stops


@pytest.mark.parametrize(
    "speech",
    [
        "凌晨的街上没有人路灯还亮着卖花的人推着车慢慢走过去" * 30,
        "凌晨的街上没有人，路灯还亮着，卖花的人推着车慢慢走过去，" * 30,
        "so we walked down to the river and nobody said a word until the boat came round " * 30,
        "夜班车 末班车 头班车 " * 60,
    ],
    ids=["no mark at all", "commas", "English", "blanks"],
)
def test_speech_without_stops_is_divided_into_lines_of_at_most_thirty_seconds(speech: str) -> None:
    lines = [line for line in planned(f"标题行\nQ 您几点到？\nA {speech}\n").lines if line.speaker != "n"][1:]
    said = [line.utterance.text for line in lines]
    assert "".join("".join(said).split()) == "".join(speech.split())
    assert max(map(len, said)) <= LONGEST_SENTENCE
    assert max(sum("一" <= letter <= "鿿" for letter in text) for text in said) <= LONGEST_HAN


def test_a_divided_sentence_is_cut_between_words() -> None:
    said = [line.utterance.text for line in planned("标题行\nQ 问？\nA " + "卖豆腐的人把板子放在水里" * 30).lines]
    assert said[2].endswith("水里")


def test_a_chapter_title_begins_where_a_long_question_begins() -> None:
    question = "So tell me, " + "and then we walked along the river " * 10 + "did you see it?"
    assert chapter_title(question).startswith("So tell me")


def test_the_rest_of_a_divided_sentence_follows_sooner_than_a_new_sentence() -> None:
    said = planned("标题行\nQ 问？\nA " + "路灯还亮着，" * 40 + "走了。到了。\n", Pauses(sentence=320, turn=750)).lines
    assert [line.pause for line in said[-3:]] == [750, 160, 320]


def test_every_line_carries_the_pauses_at_marks_of_the_show():
    said = planned("标题行\nQ 问？\nA 走，来。还有。\n", Pauses(comma=99)).lines
    assert {line.utterance.pauses.comma for line in said} == {99}
