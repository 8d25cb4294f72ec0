"""Headings in a talk: chapters, whoever speaks below them, and never words of a turn."""

from __future__ import annotations

import pytest

from audiobuild.model import Script
from audiobuild.script import read_bytes


def _read(text: str) -> Script:
    return read_bytes(text.encode(), "a.md")


def _turns(script: Script) -> list[str]:
    return [f"{turn.role.value}: {' / '.join(turn.paragraphs)}" for turn in script.turns]


def _chapters(script: Script) -> list[str]:
    return [section.title for section in script.sections]


def _warned(script: Script) -> list[tuple[str, int | None]]:
    return [(warning.code, warning.line) for warning in script.warnings]


BELOW_A_HEADING = {
    "zh": "# 马\n\n李：怎么开始养马的？\n\n王：家里有一匹。\n\n## 进草原\n\n那年我十九岁，一个人坐车去了旗里。\n\n我每天四点起床。\n\n"
    "李：冷吗？\n\n王：冷。\n",
    "en": "# Horses\n\nLee: How did it begin?\n\nWong: We had one.\n\n## The steppe\n\nI was nineteen, and I was alone.\n\nMy day began at four.\n\n"
    "Lee: Was it cold?\n\nWong: It was.\n",
    "fr": "# Chevaux\n\nLea : Comment ?\n\nNoé : Un seul.\n\n## La steppe\n\nj'avais dix-neuf ans, mon oncle et moi.\n\nMa journée, je la "
    "commençais à quatre heures.\n\nLea : Il faisait froid ?\n\nNoé : Oui.\n",
}


@pytest.mark.parametrize("language", BELOW_A_HEADING)
def test_a_guest_who_speaks_of_himself_goes_on_below_a_heading(language: str) -> None:
    script = _read(BELOW_A_HEADING[language])
    assert [turn[0] for turn in _turns(script)] == ["Q", "A", "A", "Q", "A"]
    assert len(_chapters(script)) == 1
    assert _warned(script).count(("no-label-here", 9)) == 1


def test_a_guest_goes_on_below_two_headings() -> None:
    text = BELOW_A_HEADING["en"].replace("My day", "## The day\n\nI liked it. My day")
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A", "A", "A", "Q", "A"]


@pytest.mark.parametrize(
    "narration",
    [
        "他十九岁那年离开了家。我见到他时他已经老了。",
        "说话的时候，那匹马一直看我们，像在等我们。",
        "“我那时十九岁，我一个人。”这句话他说了三遍。",
        "草原上下了一夜的雪。",
    ],
)
def test_what_a_narrator_tells_below_a_heading_stays_the_narrators(narration: str) -> None:
    text = f"# 马\n\n李：怎么开始的？\n\n王：家里有一匹。\n\n## 进草原\n\n{narration}\n\n李：冷吗？\n\n王：冷。\n"
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A", "N", "Q", "A"]


NAMED = """## Grete Holm

She was born on an island.

## About the Interview

GRETE HOLM: An Interview Conducted by Ola Dahl, 3 May 2001.

## Interview

### The early years

Ola Dahl:

Where were you born?

Grete Holm:

On the island.

### Work at sea

Ola Dahl:

And then?

Grete Holm:

I went to sea.

### Advice

Ola Dahl: And now?

Grete Holm:

I rest.
"""


@pytest.mark.parametrize("asker", ["Ola Dahl", "Q"])
def test_a_heading_with_the_guests_name_is_the_title_and_no_label(asker: str) -> None:
    script = _read(NAMED.replace("Ola Dahl:", f"{asker}:"))
    assert script.title.text == "Grete Holm"
    assert script.lede is not None and script.lede.paragraphs == ("She was born on an island.",)
    assert _chapters(script)[-3:] == ["The early years", "Work at sea", "Advice"]
    assert [turn[0] for turn in _turns(script)] == ["Q", "A", "Q", "A", "Q", "A"]
    assert _turns(script)[-1] == "A: I rest."
    by_whom = [(5, "metadata"), (7, "declaration")]  # with its heading
    assert [(drop.line, drop.reason) for drop in script.dropped] == by_whom


def test_headings_that_are_labels_throughout_stay_labels() -> None:
    text = "# Felt\n\n" + "".join(f"## I:\n\nWhat about hat {n}?\n\n## B:\n\nIt is felt.\n\n" for n in range(4))
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A"] * 4


def test_deeper_headings_between_turns_are_chapters() -> None:
    text = (
        "## Interview\n\n### Youth\n\nAnn Lee:\n\nWhere did you grow up?\n\nBo Ray:\n\nIn a mill town.\n\n### Money\n\n"
        "Ann Lee:\n\nWho paid for it?\n\nBo Ray:\n\nNobody.\n"
    )
    script = _read(text)
    assert _chapters(script)[-2:] == ["Youth", "Money"]
    assert _turns(script)[1] == "A: In a mill town."


TOPICS = (
    "**Tom Reed:**  \nWelcome. How long have you baked?\n\n**Ida Falk:**  \nTwenty years.\n\n"
    "**Topic 1: Clay keeps the heat longer than steel, making it kind**\n\n**Ida Falk:**  \nClay is slow.\n\n"
    "**Tom Reed:**  \nAnd steel?\n\n**Topic 2: Steel is easier to clean, reducing weekly trouble{}**\n\n"
    "**Ida Falk:**  \nSteel is quick.\n"
)


def test_long_bold_lines_above_labels_are_chapters() -> None:
    script = _read(TOPICS.format(""))
    assert _chapters(script) == [
        "Topic 1: Clay keeps the heat longer than steel, making it kind",
        "Topic 2: Steel is easier to clean, reducing weekly trouble",
    ]
    assert [turn[0] for turn in _turns(script)] == ["Q", "A", "A", "Q", "A"]


def test_one_long_bold_line_above_a_label_stays_speech() -> None:
    script = _read(TOPICS.format("."))
    assert _turns(script)[1].endswith("making it kind")


def test_machine_matter_below_headings_is_not_spoken() -> None:
    text = (
        "# Staff\n\n## Listen {#listen}\n\n[Download Episode](https://example.org/ep.mp3)\n\n## Transcript\n\n"
        "*Note: This transcript was generated using automated transcription and may contain errors.*\n\n"
        "Ann: Who?\n\nBob: We.\n\n## Then\n\n*（开始于 16:59）*\n\nAnn: And now?\n\nBob: You.\n"
    )
    script = _read(text)
    assert _turns(script) == ["Q: Who?", "A: We.", "Q: And now?", "A: You."]
    assert not any("{" in title for title in _chapters(script))


def test_a_page_with_a_heading_intro_keeps_it() -> None:
    text = "<h2>Intro</h2>\n" + "".join(f"<p>Kai: Wie war Tag {n}?</p>\n<p>Lena: Lang.</p>\n" for n in range(3))
    assert _chapters(read_bytes(text.encode(), "a.html")) == ["Intro"]


LISTS = {
    "most items tell": "* What is the hum? Who finds it first?\n* I forgot a blog.\n* Another fact.\n* Some asked us.\n* It is home-made.\n",
    "one asks and answers": "  * Podcasting? You know it, I am sure.\n  * And who hears it?\n  * Others wrote on that.\n  * Some did not.\n  * Fin.\n",
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_in_a_monologue_is_no_interview(kind: str) -> None:
    text = f"# First show\n\nIt is out at last, our first show, and we are glad.\n\nComments:\n\n{LISTS[kind]}\nThat is all for today.\n"
    assert {turn.role.value for turn in _read(text).turns} <= {"N"}


def test_a_list_of_questions_and_answers_is_an_interview() -> None:
    text = "# Rope\n\n" + "".join(f"- What about rope {n}?\n- It is old, and it holds.\n\n" for n in range(4))
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A"] * 4


@pytest.mark.parametrize("heading", ["## {}", "### {}"])
def test_headings_that_ask_are_chapters_where_speakers_ask_one_another(heading: str) -> None:
    asked = ["Who moved the stone?", "What does a salmon see?"]
    text = "# A river\n\n" + "".join(
        f"{heading.format(ask)}\n\n**Dana Lock:** What about bend {n}?\n\n**Osei Tam:** I put it back.\n\n"
        f"**Dana Lock:** Who paid for {n}?\n\n**Osei Tam:** The county.\n\n"
        for n, ask in enumerate(asked)
    )
    script = _read(text)
    assert _chapters(script) == asked
    assert {speaker.label: speaker.role.value for speaker in script.speakers} == {"Dana Lock": "Q", "Osei Tam": "A"}


def test_headings_that_ask_a_panel_are_questions() -> None:
    text = "# A river\n\n" + "".join(
        f"## Who moved stone {n}?\n\n**Dana Lock:** The county did.\n\n**Osei Tam:** And the water did.\n\n"
        for n in range(3)
    )
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A", "A"] * 3


def test_numbered_lines_that_ask_above_labels_are_chapters() -> None:
    text = (
        "谁在夜里给路灯看病？\n\n一、路灯为什么会眨眼？\n\n宋桥：是病吗？\n伍老师：是老毛病。\n\n二、一个人能管多少盏？\n\n伍老师：四百六十盏。\n"
        "宋桥：都认得？\n伍老师：认得。\n"
    )
    script = read_bytes(text.encode(), "a.txt")
    assert _chapters(script) == ["路灯为什么会眨眼？", "一个人能管多少盏？"]
    assert [turn[0] for turn in _turns(script)] == ["Q", "A", "A", "Q", "A"]


def test_a_bold_name_that_a_sentence_follows_is_no_label_beside_bold_labels() -> None:
    text = (
        "# 桥\n\n**阿蛮**守东头，会吹口琴。\n\n**卢伯**守西头。\n\n**半山**：一天过多少人？\n\n**阿蛮**：三百。\n\n**卢伯**：有一个在看水。\n\n"
        "**半山**：怎么换班？\n\n**卢伯**：点个头。\n\n**半山**：下大雾呢？\n\n**阿蛮**：吹口琴。\n"
    )
    script = _read(text)
    assert script.lede is not None and script.lede.paragraphs == ("阿蛮守东头，会吹口琴。", "卢伯守西头。")
    assert [turn[0] for turn in _turns(script)] == ["Q", "A", "A", "Q", "A", "Q", "A"]


def test_bold_names_without_a_colon_throughout_stay_labels() -> None:
    text = "# 桥\n\n" + "".join(f"**半山**第{n}个雾天呢？\n\n**阿蛮**吹口琴，吹了很久。\n\n" for n in "一二三")
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A"] * 3


def test_labels_inside_a_quotation_are_quoted() -> None:
    text = (
        "# Cups\n\n**Tomas:** Is it an illness?\n\n**Reece:** There is a form:\n\n“Q: Does it work? A: No. Q: Would you lend it? A: To whom?”"
        "\n\n**Tomas:** And then?\n\n**Reece:** They keep it.\n"
    )
    assert [turn[0] for turn in _turns(_read(text))] == ["Q", "A", "Q", "A"]


def test_plain_numbered_questions_inside_an_answer_are_no_labels_beside_bold_ones() -> None:
    text = "# 水管\n\n" + "".join(f"**老王**：第{n}层换过吗？\n\n**赵姐**：没有。\n\n" for n in "一二三")
    text += "**赵姐**：他列了两个问题。\n\n问题一：谁出钱？\n\n问题二：谁赔？\n\n我一看，有道理。\n\n**老王**：后来呢？\n\n**赵姐**：换了。\n"
    script = _read(text)
    assert {speaker.label: speaker.role.value for speaker in script.speakers} == {"老王": "Q", "赵姐": "A"}
    assert "问题一：谁出钱？" in _turns(script)[-3]
