"""Questions without labels, in bold or italics: every such line is the interviewer's, whatever it says."""

from __future__ import annotations

import pytest

from audiobuild.script import read_bytes


def _turns(text: str) -> list[str]:
    script = read_bytes(text.encode(), "a.md")
    return [f"{turn.role.value}: {' / '.join(turn.paragraphs)}" for turn in script.turns]


STATEMENTS = {
    "Russian with few questions": (
        (
            "# Пасека\n\nОн держит пчёл.\n\n## Разговор\n\n**Вы давно держите пчёл?**\n\nЛет десять.\n\n**И что было труднее?**\n\n"
            "Первая зима.\n\n**… и мыши.**\n\nДа, мыши тоже.\n\n**Мыши любят тепло.**\n\nКак и мы.\n\n**А мёд?**\n\nМёд был.\n\n"
            "**Это хорошо.**\n\nЕщё бы.\n"
        ),
        "QAQAQAQAQAQA",
    ),
    "Spanish, the first without a question mark": (
        (
            "# El molino\n\nMuele desde niño.\n\n**Gracias por recibirnos, cuéntenos quién es usted.**\n\nEl molinero.\n\n"
            "**¿Cuántos sacos salen?**\n\nNoventa.\n\n**Son muchos.**\n\nNo tantos.\n\n**¿Vende harina?**\n\nSí.\n\n**Me alegro.**\n\nYo también.\n"
        ),
        "QAQAQAQAQA",
    ),
    "remarks and thanks": (
        (
            "**Tell us what you do.**\n\nI bind books.\n\n**Which paper do you like best?**\n\nCotton.\n\n"
            "**Same here. I still have my first notebook.**\n\nKeep it dry.\n\n**Thank you for the visit!**\n"
        ),
        "QAQAQAQ",
    ),
    "sentences that break off, one in bold and italics": (
        (
            "**第一件作品是什么？**\n\n一只小凳子。\n\n**听起来很辛苦……**\n\n是啊，手上全是口子。\n\n***好多工序啊...***\n\n差不多要四十道。\n\n"
            "**现在还收徒弟吗？**\n\n收，去年来了两个。\n"
        ),
        "QAQAQAQA",
    ),
    "numbered, the first with an exclamation mark": (
        (
            "# 苹果\n\n1. **先说说这片地！**\n\n我种了十年苹果。\n\n2. **今年的收成好吗？**\n\n比去年好。\n\n3. **明年呢？**\n\n再看。\n"
        ),
        "QAQAQA",
    ),
}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_a_bold_line_between_answers_is_the_interviewers(kind: str) -> None:
    text, roles = STATEMENTS[kind]
    assert "".join(turn[0] for turn in _turns(text)) == roles


def test_one_stressed_sentence_in_an_answer_stays_the_guests() -> None:
    text = (
        "# Pipes\n\n**How do you hear a leak?**\n\nIt hisses.\n\n**The ear is only borrowed.**\n\nAt fifty it goes.\n\n"
        "**How many miles?**\n\nTwo thousand.\n\n**And at night?**\n\nThe same.\n"
    )
    assert [turn[0] for turn in _turns(text)] == ["Q", "A", "Q", "A", "Q", "A"]


def test_bold_headings_of_which_few_ask_are_no_questions() -> None:
    parts = ["Roots", "Sand or salt?", "The kiln", "Two winters", "The well", "Last words"]
    text = "# Pots\n\n" + "".join(f"**{part}**\n\nShe fired {n} pots. They held.\n\n" for n, part in enumerate(parts))
    assert {turn[0] for turn in _turns(text)} == {"N"}


def test_bold_lines_in_a_labelled_talk_are_no_questions_of_their_own() -> None:
    text = (
        "# Oars\n\nMia: Who rows?\n\nTom: I do.\n\n**Do not row alone.**\n\nMia: And then?\n\nTom: I rest.\n\n"
        "**What else is there?**\n\nMia: Is it far?\n\nTom: It is.\n"
    )
    assert [turn[0] for turn in _turns(text)] == ["Q", "A", "Q", "A", "Q", "A"]


@pytest.mark.parametrize("mark", ["_", "*", "**", "__", "***", "**_"])
def test_a_question_whose_emphasis_runs_over_lines_is_one_question(mark: str) -> None:
    end = mark[::-1]
    text = (
        f"# Mill\n\n{mark}1.Good morning. Would you tell the readers who you are and\nwhat you do at the mill, day by day,\n"
        f"and why?{end}\n\nI am the miller.\n\n{mark}2.How many sacks leave the yard\non a good day?{end}\n\nAbout ninety.\n\n"
        f"{mark}3.Do you sell flour?{end}\n\nYes.\n"
    )
    assert _turns(text) == [
        "Q: Good morning. Would you tell the readers who you are and what you do at the mill, day by day, and why?",
        "A: I am the miller.",
        "Q: How many sacks leave the yard on a good day?",
        "A: About ninety.",
        "Q: Do you sell flour?",
        "A: Yes.",
    ]


def test_an_emphasis_that_never_ends_joins_no_lines() -> None:
    text = "# Mill\n\nQ: Who?\n\nA: Both of us.\n*first the wheel\nthen the stone.\n\nQ: And?\n\nA: It turns.\n"
    assert _turns(text)[-1] == "A: It turns."
    assert "the wheel" in _turns(text)[1]


@pytest.mark.parametrize("indent", ["", "   "])
def test_the_first_numbered_bold_line_needs_no_question_mark(indent: str) -> None:
    parts = ["先说说这片地！", "今年的收成好吗？", "明年呢？"]
    text = "# 苹果\n\n## 采访\n\n" + "".join(
        f"{n}. **{part}**\n\n{indent}我种了{n}年。\n\n" for n, part in enumerate(parts, 1)
    )
    assert [turn[0] for turn in _turns(text)] == ["Q", "A"] * 3


@pytest.mark.parametrize(("line", "chapters"), [("So everyone is happy", 0), ("**Part 2 The yard**", 1)])
def test_a_plain_short_line_above_a_bold_question_is_the_end_of_the_answer(line: str, chapters: int) -> None:
    text = f"# Mill\n\n**Who grinds?**\n\nI do.\n\n{line}\n\n**How many sacks?**\n\nNinety.\n\n**Do you sell flour?**\n\nYes.\n"
    script = read_bytes(text.encode(), "a.md")
    assert len(script.sections) == chapters
