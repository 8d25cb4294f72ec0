"""Who is a speaker, who of them asks, and how labels are written, in further made scripts of published kinds."""

from __future__ import annotations

import random

import pytest
from support.reading import roles_of, script_of, turns_of

from audiobuild.script import read_bytes

# --------------------------------------------------------------------------------------------------- who of them asks


@pytest.mark.parametrize("names", [("Vera", "Ruth", "Olaf", "Ines"), ("晓月", "阿蛮", "铁匠", "小满")])
def test_one_who_asks_all_questions_is_the_only_host_though_a_guest_speaks_more(names: tuple[str, ...]) -> None:
    host, first, second, third = names
    turns = " | ".join(
        f"{host}: How was the year {n}? | {first}: It was long. | {second}: It was wet. | {first}: And it was cold. | "
        f"{third}: It was good."
        for n in range(3)
    )
    assert roles_of(script_of(turns, "{}: {}")) == {host: "Q", first: "A", second: "A", third: "A"}


def test_one_with_a_few_short_turns_is_not_the_host_by_their_length() -> None:
    long = "It was wet that year and the year before, and we had to carry the hay up to the barn on our own backs."
    talk = " | ".join(f"Ann: {long} | Bo: It was dry for {n} weeks." for n in range(9))
    text = script_of(f"{talk} | Dan: Well. | Ann: {long} | Dan: It was.")
    assert roles_of(text) == {"Ann": "A", "Bo": "Q", "Dan": "A"}


def test_one_who_welcomes_but_gives_all_answers_is_the_guest_of_the_one_who_asks() -> None:
    turns = " | ".join(f"Ann: What of year {n}? | Bo: It rained." for n in range(5))
    text = script_of(f"Bo: Hello and welcome back to another week. I am Bo. | {turns}")
    assert roles_of(text) == {"Bo": "A", "Ann": "Q"}


def test_a_title_that_says_who_interviews_names_no_guest() -> None:
    turns = " | ".join(f"杜若：第{n}年怎样？ | 石砚：那一年下雨。 | 杜若：后来呢？ | 石砚：又下雨。" for n in "一二三")
    text = "# 山路：杜若采访修路的人\n\n" + script_of(turns.replace("：", ": "), "**{}：** {}")
    assert roles_of(text) == {"杜若": "Q", "石砚": "A"}


@pytest.mark.parametrize("title", ["石砚访谈录", "石砚专访", "石砚采访实录"])
def test_a_title_that_says_whose_interview_it_is_names_the_guest(title: str) -> None:
    turns = " | ".join(f"杜若：你说第{n}年。 | 石砚：那一年下雨？" for n in "一二三四")
    text = f"# {title}\n\n" + script_of(turns.replace("：", ": "), "**{}：** {}")
    assert roles_of(text) == {"杜若": "Q", "石砚": "A"}


@pytest.mark.parametrize("line", ["#### Interviewer: Dora", "採訪：Dora"])
def test_a_declared_asker_who_gives_all_answers_is_the_guest_and_that_is_warned_of(line: str) -> None:
    text = f"# Kites\n\n{line}\n\n" + script_of(
        " | ".join(f"Ned: Is it year {n}? | Dora: It is, and windy." for n in range(4)), "{}: {}"
    )
    assert roles_of(text) == {"Ned": "Q", "Dora": "A"}
    assert "roles-guessed" in [warning.code for warning in read_bytes(text.encode(), "a.md").warnings]


def test_what_front_matter_says_of_who_asks_holds_whoever_asks() -> None:
    text = "---\nhosts: [Dora]\nguests: [Ned]\n---\n\n" + script_of(
        " | ".join(f"Ned: Is it year {n}? | Dora: It is, and windy." for n in range(4)), "{}: {}"
    )
    assert roles_of(text) == {"Ned": "A", "Dora": "Q"}


# ------------------------------------------------------------------------------------------- one name in several forms


def test_a_name_with_and_without_its_role_is_one_speaker() -> None:
    turns = " | ".join(f"阿蛮主持人: 第{n}年下雨吗？ | 石砚: 下了，很久。 | 铁匠: 我不记得。" for n in "一二三四")
    assert roles_of(script_of(f"{turns} | 阿蛮: 谢谢各位。")) == {"阿蛮主持人": "Q", "石砚": "A", "铁匠": "A"}


def test_a_full_name_with_its_short_one_in_brackets_inside_the_talk_is_a_label() -> None:
    talk = "\n\n".join(f"杜：第{n}年怎么样？\n\n石：那一年下雨。" for n in "一二三四")
    text = f"# 修路\n\n{talk}\n\n**后来**\n\n杜若（简称“杜”，下同）：后来呢？\n\n石砚（简称“石”，下同）：又下雨。\n"
    assert turns_of(text)[-2:] == ["Q 杜若: 后来呢？", "A 石砚: 又下雨。"]
    assert [who.name for who in read_bytes(text.encode(), "a.md").speakers] == ["杜若", "石砚"]


def test_a_newspaper_that_asks_inside_lines_is_a_speaker() -> None:
    turns = "".join(f"它在第{n}年很高。江城周刊：第{n}年以后呢？**石砚：**\n\n" for n in "一二三四五")
    text = f"# 塔\n\n我在塔下见了他。江城周刊：塔有多高？**石砚：**\n\n{turns}没有以后。\n"
    assert [turn.split(":")[0] for turn in turns_of(text)] == ["Q 江城周刊", "A 石砚"] * 6


@pytest.mark.parametrize(
    ("full", "short"), [("Wanda Chojna", "WCh"), ("Żywia Łapka-Turek", "Ż.Ł-T"), ("Øyvind Dahl", "ØD")]
)
def test_initials_are_the_name_they_abbreviate(full: str, short: str) -> None:
    turns = " | ".join(f"{short}: I would say so. And so did we. | Host: Did it rain in {n}?" for n in range(3))
    text = script_of(f"Host: Who are you? | {full}: I am from here. | Host: So it rained? | {turns}", "***{}:*** {}")
    assert [turn.split(":")[0] for turn in turns_of(text)][3] == f"A {short}"
    assert [who.turns for who in read_bytes(text.encode(), "a.md").speakers if who.role.value == "A"] == [4]


def test_two_letters_exchanged_twice_are_the_same_name() -> None:
    turns = " | ".join(f"Q: Is it wet in {n}? | Raoul: It is. | Q: And cold? | Lena: Not for me." for n in range(3))
    text = script_of(f"{turns} | Q: And then? | Roaul: It rained. | Q: And now? | Roaul: It does not.")
    assert roles_of(text) == {"Q": "Q", "Raoul": "A", "Lena": "A"}


# --------------------------------------------------------------------------------------------- labels that seldom occur


def _talk_of_three(seed: int, extra: str) -> str:
    """Sixty short turns of three people in random order, with the line `extra` twice among them."""
    chance, who = random.Random(seed), ["村上"]
    said = "もう出ました。 波は静かでした。 そうですか まだ海にいる人がいる。 なるほど。 四番も出たと朝の五時に".split()
    while len(who) < 60:
        who.append(chance.choice([name for name in ("村上", "石井", "木村") if name != who[-1]]))
    lines = [f"{name}：{chance.choice(said)}" for name in who]
    return "\n".join([*lines[:15], extra, *lines[15:30], "鐘の音", *lines[30:45], extra, *lines[45:]]) + "\n"


@pytest.mark.parametrize("name", ["大樹", "Ida", "リナ"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_third_name_between_labelled_lines_is_a_speaker(name: str, seed: int) -> None:
    turns = turns_of(_talk_of_three(seed, f"{name}：私も見ました。"), "a.txt")
    assert turns.count(f"A {name}: 私も見ました。") == 2


def test_a_quotation_between_labelled_lines_is_no_speaker() -> None:
    turns = turns_of(_talk_of_three(1, "> 大樹：私も見ました。"), "a.txt")
    assert not [turn for turn in turns if "大樹:" in turn]


def test_paragraphs_of_long_answers_that_begin_with_a_word_and_a_colon_are_no_speakers() -> None:
    filler = "\n".join(f"村上：{n}番の舟は？\n石井：出ました。\n朝でした。\n波は静かでした。" for n in range(12))
    text = f"{filler}\n朝食：魚でした。\n村上：そして？\n石井：帰りました。\n朝食：また魚でした。\n村上：なるほど。\n"
    assert not [turn for turn in turns_of(text, "a.txt") if "朝食:" in turn]


# ------------------------------------------------------------------------------------------- speakers the format names


def _chat(*said: str) -> str:
    """Markdown with a table of HTML, one line of it for each "name: text"."""
    cells = (line.split(": ", 1) for line in said)
    rows = "\n\n".join(
        f'    <tr >\n      \n<td width="114" >{name} \n</td>\n\n      \n<td >{text}\n</td>\n    </tr>'
        for name, text in cells
    )
    return f'---\ntitle: The mill talks\n---\n\n<table border="0" ><tbody >\n{rows}\n</tbody></table>\n'


def test_everybody_in_a_table_of_names_and_words_is_a_speaker_though_he_speaks_once() -> None:
    text = _chat(
        "Ottilie: We have twenty minutes.",
        "Benedict K.: Who owns the wheel now?",
        "Ottilie: The village does.",
        "windrushmiller: Is that final?",
        "Ottilie: windrushmiller: it is.",
        "Benedict K.: How much did it cost/",
        "Ottilie: Nobody says what it cost.",
    )
    assert [turn.partition(" ")[2] for turn in turns_of(text)] == [
        "Ottilie: We have twenty minutes.",
        "Benedict K.: Who owns the wheel now?",
        "Ottilie: The village does.",
        "windrushmiller: Is that final?",
        "Ottilie: windrushmiller: it is.",
        "Benedict K.: How much did it cost/",
        "Ottilie: Nobody says what it cost.",
    ]


def test_the_wrapped_paragraphs_of_a_page_inside_markdown_have_their_labels() -> None:
    text = "---\ntitle: Ropes\n---\n" + "\n\n".join(
        f"<p><b>{who}:</b> {said}\nwhich goes on over the line\nand ends here.\n</p>"
        for who, said in [("Ida", "Is it hemp?"), ("Karl", "It is hemp"), ("Ida", "Who twists it?"), ("Karl", "My son")]
        * 2
    )
    assert [turn.split(":")[0] for turn in turns_of(text)] == ["Q Ida", "A Karl", "Q Ida", "A Karl"] * 2


def test_markdown_with_a_tag_here_and_there_stays_markdown() -> None:
    text = "<p>\nA mill.\n</p>\n\n**Is it *old*?**\n\nVery old.\n\n<p>It was kind.</p>\n\n**And wet?**\n\nIn spring.\n\n<p>It was fun.</p>\n"
    assert [turn for turn in turns_of(text) if turn.startswith("Q")] == ["Q None: Is it old?", "Q None: And wet?"]


# ----------------------------------------------------------------------------------------- what asks without a label

ASKED = "**Is it old?**\n\nVery old.\n\n**Who built it?**\n\nMy aunt did.\n\n**Does it leak?**\n\nIn spring.\n\n"


def test_bold_sentences_that_alternate_above_the_first_question_are_the_askers() -> None:
    text = f"# A mill\n\nA talk.\n\n**It is good to be here.**\n\nYes.\n\n**A fine view.**\n\nI love it.\n\n{ASKED}"
    assert [turn for turn in turns_of(text) if turn.startswith("Q")][:2] == [
        "Q None: It is good to be here.",
        "Q None: A fine view.",
    ]


@pytest.mark.parametrize("remark", ["So the next time we walk past a mill…", "And then, one day..."])
def test_an_unfinished_bold_line_is_the_askers(remark: str) -> None:
    assert f"Q None: {remark}" in turns_of(f"# A mill\n\n{ASKED}**{remark}**\n\nGo in and look.\n")


def test_a_bold_remark_above_a_labelled_answer_is_the_askers() -> None:
    text = "# Bees\n\n" + "".join(
        f"**Is it year {n}?**\n\n**{who}:** It is, and wet.\n\n" for n, who in enumerate(["Olga", "Max"] * 2)
    )
    text += "**We tried it last week and they did not sting.**\n\n**Olga:** Then all was well.\n"
    assert turns_of(text)[-2:] == [
        "Q None: We tried it last week and they did not sting.",
        "A Olga: Then all was well.",
    ]


@pytest.mark.parametrize(("most", "other"), [("##", "###"), ("###", "##")])
def test_a_heading_of_another_level_that_asks_is_a_question(most: str, other: str) -> None:
    text = f"# Boats\n\n{most} Is it old?\n\nYes.\n\n{most} Does it leak?\n\nNo.\n\n{other} And the rest?\n\nFine.\n\n"
    assert turns_of(f"{text}{most} Who built it?\n\nI did.\n")[4:6] == ["Q None: And the rest?", "A None: Fine."]


def test_two_headings_that_ask_among_many_make_no_interview_of_a_talk() -> None:
    topics = "Steel|Arches|What is a beam?|Floods|Rust|How rivers limit it|Paint|Wood|Stone|Ropes|Rain|Age".split("|")
    text = "# Bridges\n\n" + "".join(f"## {topic}\n\nIt is patient, and it is strong.\n\n" for topic in topics)
    assert {turn[:1] for turn in turns_of(text)} == {"N"}


def test_a_heading_with_a_name_and_an_office_is_no_label_beside_labels_in_the_text() -> None:
    turns = "".join(f"### Is it year {n}?\n\n**Pia**: It is, and wet.\n\n" for n in range(5))
    text = f"# News\n\n## Pia: Harbour Treasurer\n\nThe letter talks to Pia from Lund.\n\n{turns}"
    assert turns_of(text)[0] == "N None: The letter talks to Pia from Lund."


def test_a_postscript_is_the_narrators() -> None:
    text = script_of(" | ".join(f"Ann: Is it year {n}? | Ben: It is, and wet." for n in range(4)))
    assert turns_of(f"{text}\n---\n\n**Nachtrag:** The boat is gone.\n")[-1][:6] == "N None"


def test_a_list_of_things_inside_an_answer_declares_nobody() -> None:
    things = "".join(
        f"- {name}: for {use}\n" for name, use in zip(("Pan", "Jar", "Pot", "Mug", "Fork"), "abcde", strict=True)
    )
    text = f"# Tools\n\n### What do you use?\n\nQuite a lot.\n\n{things}\n### Every day?\n\nYes.\n\n### And then?\n\nI rest.\n"
    assert "Pan: for a" in turns_of(text)[1]


def test_the_first_label_in_full_is_the_letter_of_the_others() -> None:
    turns = " | ".join(f"MV: It was year {n}. | L: And the year {n}?" for n in range(4))
    text = "# Lantern Interviews Ebb\n\n" + script_of(
        f"Lantern: Was it loud? | Mara Voss: No. | L: And wet? | {turns}", "{}: {}"
    )
    assert {speaker.name: speaker.role.value for speaker in read_bytes(text.encode(), "a.md").speakers} == {
        "Lantern": "Q",
        "Mara Voss": "A",
    }
