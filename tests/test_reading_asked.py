"""Who asks without a label: headings on several levels, bold lines, and lists and topics inside an answer."""

from __future__ import annotations

import pytest

from audiobuild.model import Script
from audiobuild.script import read_bytes


def _read(text: str, name: str = "a.md") -> Script:
    return read_bytes(text.encode(), name)


def _turns(script: Script) -> list[str]:
    return [f"{turn.role.value}: {' / '.join(turn.paragraphs)}" for turn in script.turns]


def _chapters(script: Script) -> list[str]:
    return [section.title for section in script.sections]


LISTS = {
    "links": "- [Kettle One](https://example.org/a): 煮汤\n- [Pan](https://example.org/b): 烙饼\n- Jar: 腌菜\n- Ladle: 盛汤\n- Whisk: 打蛋\n",
    "zh": "- 大锅：煮汤\n- 平底锅：烙饼\n- 坛子：腌菜\n- 勺子：盛汤\n- 打蛋器：打蛋\n",
    "en": "- Kettle: for soup\n- Pan: for cakes\n- Jar: for beans\n- Ladle: for plates\n- Whisk: for eggs\n",
    "lines": "Kettle: for soup\nPan: for cakes\nJar: for beans\nLadle: for plates\nWhisk: for eggs\n",
}


@pytest.mark.parametrize("form", ["### {}", "**{}**", "**1. {}**", "Q: {}"])
@pytest.mark.parametrize("items", LISTS)
def test_a_list_of_named_things_inside_an_answer_is_spoken(form: str, items: str) -> None:
    asked = [form.format(text) for text in ("What is in your kitchen?", "Who cooks?", "Who eats?")]
    text = (
        f"# Kitchen\n\n{asked[0]}\n\nMany things.\n\n{LISTS[items]}\n{asked[1]}\n\nI do.\n\n{asked[2]}\n\nWe all do.\n"
    )
    script = _read(text.replace("Many things.\n\n", "") if items == "zh" else text)
    assert not [cut for cut in script.dropped if cut.reason == "declaration"]


def test_a_list_below_a_prompt_that_does_not_ask_is_spoken() -> None:
    text = (
        "# Kitchen\n\n**Your kitchen, please.**\n\n"
        + LISTS["en"]
        + "\n**Who cooks?**\n\nI do.\n\n**Who eats?**\n\nWe.\n"
    )
    assert not [cut for cut in _read(text).dropped if cut.reason == "declaration"]


@pytest.mark.parametrize("title", ["Salt pans, tape 14", "# Who owns the salt?", "谁的盐？"])
def test_a_sheet_below_the_title_stays_unspoken(title: str) -> None:
    text = f"{title}\n\nPlace: the pans\nTape: 14, side A\nLength: one hour\nBox: nine\nShelf: B\n\nQ: Whose is it?\n\nA: Ours.\n\nQ: Since when?\n\nA: 1920.\n"
    assert [cut.line for cut in _read(text).dropped if cut.reason == "declaration"] == [3, 4, 5, 6, 7]


PARTS = {
    "en": ("How do you train?", "Every day?", "Nearly, for an hour.", "With a coach?", "Twice a month."),
    "zh": ("平常怎么练习？", "每天都练吗？", "几乎每天，一个小时。", "会找老师吗？", "会，一个月两次。"),
    "de": ("Wie übst du?", "Jeden Tag?", "Fast, eine Stunde.", "Mit Lehrer?", "Zweimal im Monat."),
}


@pytest.mark.parametrize("language", PARTS)
def test_questions_one_level_below_a_question_are_asked(language: str) -> None:
    main, first, yes, second, no = PARTS[language]
    text = f"# Choir\n\n## Since when?\n\nFor years.\n\n## {main}\n\n### {first}\n\n{yes}\n\n### {second}\n\n{no}\n\n## And then?\n\nSleep.\n"
    script = _read(text)
    assert _turns(script)[2:6] == [f"Q: {main} / {first}", f"A: {yes}", f"Q: {second}", f"A: {no}"]
    assert not script.warnings


def test_main_questions_above_more_frequent_ones_are_asked() -> None:
    text = "# Talk\n\n" + "".join(
        f"## Question {n}: Who is number {n}?\n\nMe.\n\n### And why?\n\nSo.\n\n### Since when?\n\nLong.\n\n"
        for n in (1, 2, 3)
    )
    script = _read(text)
    assert [turn[0] for turn in _turns(script)] == ["Q", "A"] * 9
    assert not script.sections


@pytest.mark.parametrize("level", ["##", "####"])
def test_a_question_one_level_off_is_asked(level: str) -> None:
    text = f"# Wood\n\n### Do you plane?\n\nHalf the day.\n\n{level} And the rest?\n\nI help out.\n\n### What do you like?\n\nThe smell.\n"
    assert _turns(_read(text))[2:4] == ["Q: And the rest?", "A: I help out."]


def test_a_part_of_the_talk_that_asks_stays_a_chapter() -> None:
    text = "# Wood\n\n## Who is she?\n\n### Where from?\n\nUp north.\n\n### Since when?\n\nMay.\n\n## At work\n\n### Do you plane?\n\nYes.\n"
    script = _read(text)
    assert _chapters(script) == ["Who is she?", "At work"]
    assert [turn[0] for turn in _turns(script)] == ["Q", "A"] * 3


def test_headings_inside_an_unlabelled_answer_are_narrated_and_the_guest_goes_on() -> None:
    text = "# Plum\n\n## How did it begin?\n\nOn a train.\n\n### Plum and the mouse\n\nIt needs none.\n\n## What is next?\n\nA theme.\n"
    script = _read(text)
    assert not script.sections
    assert _turns(script)[:4] == [
        "Q: How did it begin?",
        "A: On a train.",
        "N: Plum and the mouse",
        "A: It needs none.",
    ]
    assert not script.warnings


def test_a_conclusion_below_heading_questions_is_narrated() -> None:
    text = "# Plum\n\n## How did it begin?\n\nOn a train.\n\n## What next?\n\nA theme.\n\n## Conclusion\n\nThanks to the maker of Plum! It was a pleasure.\n"
    script = _read(text)
    assert _chapters(script) == ["Conclusion"]
    assert _turns(script)[-1].startswith("N: Thanks")


@pytest.mark.parametrize(
    "asking", ["Arch or beam: what is the difference?", "How floods limit the design", "该用拱还是梁？"]
)
def test_one_voice_reads_a_talk_of_which_a_few_topics_ask(asking: str) -> None:
    topics = ["Steel", asking, "Rivers", "Old bridges", "What is a flood?", "Paint"]
    text = "# Bridges\n\n" + "".join(
        f"## {topic}\n\nI learned about {topic.rstrip('?？')} the hard way, and I paint it again.\n\n"
        for topic in topics
    )
    script = _read(text)
    assert {turn.speaker for turn in script.turns} == {"n"}
    assert _chapters(script) == topics
    assert [warning.code for warning in script.warnings] == ["no-turns"]


TWINS = "\n\n**早上**\n\n六点起床，先去河边跑一圈。\n\n**晚上**\n\n十点以前一定睡觉。\n\n"


def test_twin_bold_lines_inside_an_answer_below_a_heading_are_both_the_guests() -> None:
    script = _read(f"# 习惯\n\n### 有哪些习惯？{TWINS}### 在读什么书？\n\n一本讲鸟的书。\n\n### 周末呢？\n\n种菜。\n")
    assert not script.sections
    assert _turns(script)[1] == "A: 早上 / 六点起床，先去河边跑一圈。 / 晚上 / 十点以前一定睡觉。"


WRAPPED = (
    "**LM**：合唱团是什么时候成立的？\n\n**QR**：大概十年前吧，那时只有五个人。\n我们每个星期三在学校的礼堂里排练。\n{}\n"
    "这样的活动都是后来才有的，当时谁也没有想到。\n说实话，那几年我们唱得并不好。\n\n**LM**：现在有多少人？\n\n**QR**：一百二十个人。\n"
)


@pytest.mark.parametrize(
    "line",
    ["像老城合唱节和 [河边音乐会](https://example.org/x)", "像老城合唱节和河边音乐会", "**像老城合唱节和河边音乐会**"],
)
def test_a_line_between_two_of_one_paragraph_is_no_heading(line: str) -> None:
    script = _read(f"# 合唱团\n\n{WRAPPED.format(line)}")
    assert not script.sections
    assert [turn[0] for turn in _turns(script)] == ["Q", "A", "Q", "A"]


def test_a_line_between_blank_lines_stays_a_heading() -> None:
    script = _read(f"# 合唱团\n\n{WRAPPED.format('像')}\n老城合唱节\n\n**LM**：票卖完了吗？\n\n**QR**：卖完了。\n")
    assert _chapters(script) == ["老城合唱节"]


BOLD_TALK = "**When did you start?**\n\nAt nine.\n\n**What is the hardest bread?**\n\nRye.\n\n**Do you eat cake?**\n\nOn Sundays.\n\n"


@pytest.mark.parametrize("end", ["…", "..."])
def test_a_bold_sentence_that_the_guest_ends_is_the_interviewers(end: str) -> None:
    script = _read(f"# Bread\n\n{BOLD_TALK}**So in front of a bakery we should{end}**\n\nGo in.\n")
    assert _turns(script)[-2:] == [f"Q: So in front of a bakery we should{end}", "A: Go in."]


def test_the_only_remark_among_many_bold_questions_is_the_interviewers() -> None:
    many = "".join(f"**What about bread {n}?**\n\nIt is good.\n\nNumber {n} is.\n\n" for n in range(8))
    script = _read(f"# Bread\n\n{many}**The rye is much unexplored.**\n\nIt is.\n")
    assert _turns(script)[-2:] == ["Q: The rye is much unexplored.", "A: It is."]


def test_a_single_bold_sentence_among_few_questions_may_be_the_guests() -> None:
    script = _read(f"# Bread\n\n{BOLD_TALK}**Bread is work.**\n\nGo in.\n")
    assert _turns(script)[-1] == "A: On Sundays. / Bread is work. / Go in."


def test_a_bold_remark_above_a_labelled_answer_is_the_interviewers_and_a_last_heading_is_narrated() -> None:
    text = (
        "# Bees\n\n**How do you find them?**\n\n**Olga:** I walk and listen.\n\n**Do you wear gloves?**\n\n**Max:** Never, I want to feel.\n\n"
        "**We tried it, and they did not sting.**\n\n**Olga:** Then you were lucky.\n\n**What about the honey?**\n\n**Max:** We sell it.\n\n"
        "### **Summary**\n\nTalking to keepers taught us a lot.\n"
    )
    script = _read(text)
    assert _turns(script)[4:6] == ["Q: We tried it, and they did not sting.", "A: Then you were lucky."]
    assert _chapters(script) == ["Summary"]
    assert _turns(script)[-1].startswith("N: Talking")


def test_bold_goes_on_in_the_next_line_of_a_question() -> None:
    text = "# Nights\n\n" + "".join(f"**Q: What of night {n}?**\n\nIt was long.\n\n" for n in (1, 2, 3))
    script = _read(f"{text}**Q: Thank you, doctor.**\n**I was worried, but now I am calm.**\n\nThank you.\n")
    assert _turns(script)[-2:] == ["Q: Thank you, doctor. / I was worried, but now I am calm.", "A: Thank you."]


NAMED_ONCE = {
    "zh": (
        "南风",
        "很高兴请到小舟，下午好！",
        "小舟",
        "南风好。",
        "先介绍一下自己吧！",
        "我叫小舟。",
        "八年可不短。",
        "一晃就过去了。",
    ),
    "en": (
        "Ida",
        "Welcome, Rolf.",
        "Rolf",
        "Hello.",
        "Say a word about yourself!",
        "I sing.",
        "So much for that.",
        "Yes.",
    ),
    "nick": (
        "Ida",
        "Welcome, rolf2.",
        "rolf2",
        "Hello.",
        "Say a word about yourself!",
        "I sing.",
        "So much for that.",
        "Yes.",
    ),
}


@pytest.mark.parametrize("language", NAMED_ONCE)
def test_the_first_exchange_of_a_bold_talk_gives_the_names(language: str) -> None:
    host, welcome, guest, hello, *more = NAMED_ONCE[language]
    text = f"# Talk\n\nA singer came by.\n\n**{host}: {welcome}**\n\n{guest}: {hello}\n\n**{more[0]}**\n\n{more[1]}\n\n**{more[2]}**\n\n{more[3]}\n\n"
    script = _read(text + BOLD_TALK)
    assert [(speaker.label, speaker.role.value) for speaker in script.speakers][:2] == [(host, "Q"), (guest, "A")]
    assert _turns(script)[:2] == [f"Q: {welcome}", f"A: {hello}"]
    assert [turn[0] for turn in _turns(script)] == ["Q", "A"] * 6


def test_a_bold_lead_above_bold_questions_stays_the_narrators() -> None:
    script = _read(f"# Bread\n\n**A baker opened her door one night.**\n\nHer shop is small.\n\n{BOLD_TALK}")
    assert script.lede is not None and len(script.lede.paragraphs) == 2
    assert [turn[0] for turn in _turns(script)] == ["Q", "A"] * 3


def test_a_heading_with_a_name_and_an_office_is_no_turn_among_other_labels() -> None:
    text = "# Five questions\n\n## Pia: Treasurer of the choir\n\nThe letter talks to Pia from Lund.\n\n" + "".join(
        f"### What about number {n}?\n\n**Pia**: It is fine.\n\nNumber {n} is.\n\n" for n in range(4)
    )
    script = _read(text)
    assert _chapters(script) == ["Pia: Treasurer of the choir"]
    assert _turns(script)[:2] == ["N: The letter talks to Pia from Lund.", "Q: What about number 0?"]


def test_headings_that_are_labels_throughout_stay_labels() -> None:
    text = "".join(f"## Ida:\n\nIs {n} fine?\n\n## Rolf:\n\nNumber {n} is.\n\n" for n in range(4))
    assert [turn[0] for turn in _turns(_read(f"# Talk\n\n{text}"))] == ["Q", "A"] * 4


@pytest.mark.parametrize("word", ["Nachtrag", "Addendum", "附记", "译者按", "追記", "Update"])
def test_a_postscript_below_a_rule_is_no_speaker(word: str) -> None:
    talk = "".join(f"**Eva: Wo ist Nummer {n}?**\n\n**Tom:** Im Keller.\n\nNummer {n} auch.\n\n" for n in range(3))
    script = _read(f"# Band\n\n{talk}---\n\n**{word}:** Die Band gibt es nicht mehr.\n")
    assert {speaker.label for speaker in script.speakers} == {"Eva", "Tom", None}
    assert _turns(script)[-1] == f"N: {word}: Die Band gibt es nicht mehr."
