"""Kinds of scripts that people publish, one made example each, read as their author meant them."""

from __future__ import annotations

import pytest

from audiobuild.script import read_bytes

# name of the file, its text, and its turns as "role: paragraph / paragraph"
KINDS = {
    "a folded original below each turn": (
        "a.md",
        (
            "# 邮路\n\n**主持人**: 信怎么送？\n\n<details><summary>原文</summary>\n\n**Host**: How?\n\n</details>\n\n"
            "**埃诺**: 走冰。\n\n<details><summary>原文</summary>\n\n**Eino**: On the ice.\n\n</details>\n"
        ),
        ["Q: 信怎么送？", "A: 走冰。"],
    ),
    "LaTeX": (
        "a.tex",
        (
            "\\section{Puddles}\n\\begin{description}\n\\item[Q:] \\emph{When?}\n\\item[A:] Within \\textbf{ten} minutes.\n"
            "\\item[Q:] And then?\n\\item[A:] I sleep.\n\\end{description}\n"
        ),
        ["Q: When?", "A: Within ten minutes.", "Q: And then?", "A: I sleep."],
    ),
    "the boxes of tasks": (
        "a.md",
        "# 开店\n\n问：办什么？\n\n答：两件。\n\n- [x] 租房子\n- [ ] 找师傅\n\n问：先办哪件？\n\n答：找师傅。\n",
        ["Q: 办什么？", "A: 两件。 / 租房子 / 找师傅", "Q: 先办哪件？", "A: 找师傅。"],
    ),
    "template tags": (
        "a.md",
        (
            "# Ferry\n\n**Lena:** In a storm?\n\n**Abel:** Soup. {% include a.html %} Hot.\n\n{{< figure src='a.jpg' >}}\n\n"
            "**Lena:** And then?\n\n**Abel:** Cake.\n{:.center}\n"
        ),
        ["Q: In a storm?", "A: Soup. Hot.", "Q: And then?", "A: Cake."],
    ),
    "notes of translators": (
        "a.txt",
        "桥\n记者：为什么是弯的？\n罗布：河是弯的（译者按：也指老实）。\n记者：画错了？\n罗布：没有（河马翻译组注：见后）。\n",
        ["Q: 为什么是弯的？", "A: 河是弯的。", "Q: 画错了？", "A: 没有。"],
    ),
    "comments written as link definitions": (
        "a.md",
        '[//]: # (checked)\n[#]: author: "杜若"\n\n修伞的人\n====\n\n问：怎么听？\n\n答：听声音。\n\n问：然后？\n\n答：再听。\n',
        ["Q: 怎么听？", "A: 听声音。", "Q: 然后？", "A: 再听。"],
    ),
    "lines that end in Unicode's line separator": (
        "a.txt",
        "修表人\u2028Q 还在吗？\u2028A 在。\u2028Q 以后呢？\u2028A 再说。",
        ["Q: 还在吗？", "A: 在。", "Q: 以后呢？", "A: 再说。"],
    ),
    "cues cut inside a sentence": (
        "a.srt",
        (
            "1\n00:00:01,000 --> 00:00:02,000\nRolf: Nobody painted it for\n\n2\n00:00:02,000 --> 00:00:03,000\nninety years. "
            "May I?\n\n3\n00:00:03,000 --> 00:00:04,000\nGreta: With the back\n\n4\n00:00:04,000 --> 00:00:05,000\nof your hand.\n\n"
            "5\n00:00:05,000 --> 00:00:06,000\nRolf: Why?\n\n6\n00:00:06,000 --> 00:00:07,000\nGreta: It is old.\n"
        ),
        ["Q: Nobody painted it for ninety years. May I?", "A: With the back of your hand.", "Q: Why?", "A: It is old."],
    ),
    "marks of a changed speaker": (
        "a.txt",
        "Bees\nRuth: >> Why outside?\nNils: >> The bees are inside.\nRuth: >> And there?\nNils: >> They shiver.\n",
        ["Q: Why outside?", "A: The bees are inside.", "Q: And there?", "A: They shiver."],
    ),
    "bold questions behind list numbers": (
        "a.md",
        (
            "# Talk\n\n1. **How did you start?**\n\n    With a [book](https://example.org/a?b=c) that somebody had left behind.\n\n"
            "1. **Tell us about your work.**\n\n    It is slow.\n\n1. **And now?**\n\n    Now I wait.\n"
        ),
        [
            "Q: How did you start?",
            "A: With a book that somebody had left behind.",
            "Q: Tell us about your work.",
            "A: It is slow.",
            "Q: And now?",
            "A: Now I wait.",
        ],
    ),
    "a bold question that a link cuts": (
        "a.md",
        "# 羊\n\n**走多远？**\n\n很远。\n\n**您在**[**那本书**](https://example.org/a)**里说先坐下来，为什么？**\n\n羊会回来。\n\n**冬天呢？**\n\n不丢。\n",
        [
            "Q: 走多远？",
            "A: 很远。",
            "Q: 您在那本书里说先坐下来，为什么？",
            "A: 羊会回来。",
            "Q: 冬天呢？",
            "A: 不丢。",
        ],
    ),
    "the last word on a line of its own": (
        "a.txt",
        "灯笼\n问：几层？\n答：三层，里面一层薄的透光，外面好看的，糊好就完\n了。\n问：竹子呢？\n答：头年冬天砍的。\n",
        ["Q: 几层？", "A: 三层，里面一层薄的透光，外面好看的，糊好就完 / 了。", "Q: 竹子呢？", "A: 头年冬天砍的。"],
    ),
    "speech that an answer reports": (
        "a.md",
        (
            "# 铁桥\n\n**老韦**：怎么来的？\n\n**桥工**：走来的。有人拦我。他又问：“哪一村？”我没说话。他又问：“谁认得你？”我跑了。\n\n"
            "**老韦**：然后呢？\n\n**桥工**：干活。\n"
        ),
        [
            "Q: 怎么来的？",
            "A: 走来的。有人拦我。他又问：“哪一村？”我没说话。他又问：“谁认得你？”我跑了。",
            "Q: 然后呢？",
            "A: 干活。",
        ],
    ),
    "a nickname in front of a name": (
        "a.md",
        (
            "# 桥\n\n**桥刊：原因是什么？**\n\n**“黑胡子”Bran Harlow：** 水位。\n\n**请参见：[桥一](https://example.org/a)**\n\n"
            "**桥刊：河对岸呢？**\n\n**“黑胡子”Bran Harlow：** 也来。\n\n**桥刊：明年还修吗？**\n\n**“黑胡子”Bran Harlow：** 修。\n"
        ),
        [
            "Q: 原因是什么？",
            "A: 水位。 / 请参见：桥一",
            "Q: 河对岸呢？",
            "A: 也来。",
            "Q: 明年还修吗？",
            "A: 修。",
        ],
    ),
    "short lines in an answer": (
        "a.txt",
        (
            "Tides\n\nRuth: Where were you?\n\nNils: I was north of the bay.\n\nAt Lund I did--\n\nWell, I rowed.\n\nAll day long\n\n"
            "The boat was old.\n\nIt leaked.\n\nRuth: And then?\n\nNils: Home.\n\nRuth: Alone?\n\nNils: Yes.\n"
        ),
        [
            "Q: Where were you?",
            "A: I was north of the bay. / At Lund I did-- / Well, I rowed. / All day long / The boat was old. / It leaked.",
            "Q: And then?",
            "A: Home.",
            "Q: Alone?",
            "A: Yes.",
        ],
    ),
    "a short answer below a heading": (
        "a.md",
        "# Ilse\n\n## Which boat?\n\nThe red one.\n\n## You could not live without...\n\nMoney, health, peace\n\n## Tea or beer?\n\nTea.\n",
        [
            "Q: Which boat?",
            "A: The red one.",
            "Q: You could not live without...",
            "A: Money, health, peace",
            "Q: Tea or beer?",
            "A: Tea.",
        ],
    ),
    "headings that tell somebody to speak, and one that does not ask": (
        "a.md",
        (
            "# 面包\n\n## 先介绍一下自己和你的店。\n\n我烤面包。\n\n## 第一炉怎么样？\n\n糊了。\n\n## 后来呢？\n\n好了。\n\n"
            "## 与烤炉同行，相信面包的力量\n\n越来越多的人知道了这家店。\n\n店还会开下去。\n"
        ),
        [
            "Q: 先介绍一下自己和你的店。",
            "A: 我烤面包。",
            "Q: 第一炉怎么样？",
            "A: 糊了。",
            "Q: 后来呢？",
            "A: 好了。",
            "N: 越来越多的人知道了这家店。 / 店还会开下去。",
        ],
    ),
    "questions that begin with an article": (
        "a.md",
        "# Film\n\n**A few months back you left?**\n\nYes.\n\n**What is next?**\n\nA film.\n\n**A person asks why?**\n\nI shrug.\n",
        [
            "Q: A few months back you left?",
            "A: Yes.",
            "Q: What is next?",
            "A: A film.",
            "Q: A person asks why?",
            "A: I shrug.",
        ],
    ),
    "a speaker who speaks once, without a blank": (
        "a.md",
        (
            "# Svk\n\n**Ann:** Why?\n\n**Bob:** It hurt.\n\n**Ann:** Where?\n\n**Bob:** Here.\n\n**obra:**Well, before that.\n\n"
            "**Ann:** And now?\n\n**Bob:** Fine.\n"
        ),
        ["Q: Why?", "A: It hurt.", "Q: Where?", "A: Here.", "A: Well, before that.", "Q: And now?", "A: Fine."],
    ),
    "names in buttons of a web page": (
        "a.html",
        "<html><body><h1>炉</h1>"
        + "".join(
            f'<div><button><div class="avatar"><img src="a.png"></div><div class="authorname">{name}</div></button></div>'
            f"<div><p>{text}</p></div>"
            for name, text in (
                ("陈小满", "炉子还热吗？"),
                ("周大川", "热。"),
                ("陈小满", "说说那一代人、那些小店"),
                ("周大川", "都关了。"),
                ("陈小满", "为什么？"),
                ("周大川", "没有人来。"),
            )
        )
        + "</body></html>",
        ["Q: 炉子还热吗？", "A: 热。", "Q: 说说那一代人、那些小店", "A: 都关了。", "Q: 为什么？", "A: 没有人来。"],
    ),
    "a title behind a comma in a label": (
        "a.txt",
        "夜\n\n电台：卖什么？\n\n沈谷，药师、博士：耳塞。\n\n电台：也算药？\n\n沈谷，药师、博士：不算。\n\n电台：天亮呢？\n\n沈谷，药师、博士：睡觉。\n",
        ["Q: 卖什么？", "A: 耳塞。", "Q: 也算药？", "A: 不算。", "Q: 天亮呢？", "A: 睡觉。"],
    ),
    "a bold question with a title of a book": (
        "a.md",
        "# 鸟\n\n**怕吗？**\n\n怕。\n\n**您在**《**草**》**里写到一只鹤，后来呢？**\n\n飞走了。\n\n**还听得见吗？**\n\n听得见。\n",
        [
            "Q: 怕吗？",
            "A: 怕。",
            "Q: 您在《草》里写到一只鹤，后来呢？",
            "A: 飞走了。",
            "Q: 还听得见吗？",
            "A: 听得见。",
        ],
    ),
    "the sheet of an archive": (
        "a.txt",
        (
            "SALT ROADS, INTERVIEW 4\n\nNarrator: Hilda Marsh\nInterviewer: Sione Tavita\nDate: 12 May 1998\nTape: 14, side A\n"
            "Deposited: County Record Office\n\nTAVITA: Where did you stand?\n\nMARSH: On the wall.\n\nTAVITA: A broom?\n\n"
            "MARSH: It was in my hand.\n"
        ),
        ["Q: Where did you stand?", "A: On the wall.", "Q: A broom?", "A: It was in my hand."],
    ),
    "a word before a colon that goes on in lower case": (
        "a.txt",
        (
            "Pigeons\nJM: What is on the ring?\nRT: Year, club, number.\nUSA: blue. Belgium: red. Ours is green.\nJM: Would you sell?\n"
            "RT: None.\nJM: Race?\nRT: Mine wins.\n"
        ),
        [
            "Q: What is on the ring?",
            "A: Year, club, number. / USA: blue. Belgium: red. Ours is green.",
            "Q: Would you sell?",
            "A: None.",
            "Q: Race?",
            "A: Mine wins.",
        ],
    ),
    "sentences in an answer with the words of an advertisement": (
        "a.txt",
        (
            "书店\n\n记者：怎么让人知道？\n\n骆驼：办法都很土。\n\n扫码的海报我贴过，被水泡掉了。\n\n推荐阅读的书只有一本，放在秤上。\n\n"
            "记者：版权呢？\n\n骆驼：请他吃面。\n\n记者：还开吗？\n\n骆驼：开。\n"
        ),
        [
            "Q: 怎么让人知道？",
            "A: 办法都很土。 / 扫码的海报我贴过，被水泡掉了。 / 推荐阅读的书只有一本，放在秤上。",
            "Q: 版权呢？",
            "A: 请他吃面。",
            "Q: 还开吗？",
            "A: 开。",
        ],
    ),
    "narration behind a motto and before the first question": (
        "a.txt",
        (
            "助教\n\n朱梦：「先有所悟，再与人说。」\n\n听见她\n\n这位助教是谁？\n\n大二，会画画。\n\n她叫朱梦。\n\n记者：累吗？\n\n朱梦：不累。\n\n"
            "记者：为什么？\n\n朱梦：喜欢。\n"
        ),
        [
            "A: 「先有所悟，再与人说。」",
            "N: 这位助教是谁？ / 大二，会画画。 / 她叫朱梦。",
            "Q: 累吗？",
            "A: 不累。",
            "Q: 为什么？",
            "A: 喜欢。",
        ],
    ),
}

_FERRY = "Good evening, the ferry is tied up and the soup is on the stove."
_ROPES = "Tonight we talk about ropes, and about who may cut them."
KINDS |= {
    "a table of times and texts in a web page": (
        "a.html",
        (
            "<html><body><table><thead><th>Time</th><th>Text</th></thead>"
            f"<tr><td>0h00m00s</td><td>{_FERRY}</td></tr>"
            f"<tr><td>0h00m40s</td><td>{_ROPES}</td></tr>"
            "</table></body></html>"
        ),
        [f"N: {_FERRY} / {_ROPES}"],
    ),
    "a table of times and texts in Markdown": (
        "a.md",
        (f"# Ropes\n\n| 00:01 | {_FERRY} |\n| 00:40 | {_ROPES} |\n"),
        [f"N: {_FERRY} / {_ROPES}"],
    ),
}

KINDS |= {
    "short names declared in brackets": (
        "a.md",
        (
            "# 渡口\n\n他撑了四十年的船，如今住在岸边（以下，远：老远；季：季青竹）\n\n**远**：还撑船吗？\n\n**季**：不撑了。\n\n"
            "**远**：想不想？\n\n**季**：天天想。\n"
        ),
        ["Q: 还撑船吗？", "A: 不撑了。", "Q: 想不想？", "A: 天天想。"],
    ),
    "notes of translators' groups": (
        "a.md",
        (
            "# 桥\n\n**问：** 几座？\n\n**答：** 三座（KQTT 校注：应为四座），都在。\n\n（KQTT 译注：桥是指渡桥。）\n\n"
            "**问：** 谁修？\n\n**答：** <ruby>石匠<rt>mason</rt></ruby>修。\n"
        ),
        ["Q: 几座？", "A: 三座，都在。", "Q: 谁修？", "A: 石匠修。"],
    ),
    "what a transcriber did not hear": (
        "a.txt",
        (
            "Looms\n\nHost: Who built it (unclear) first?\n\nRuth: My {} aunt. {laughter from H} She (not clear) did.<|endoftext|>\n\n"
            "Host: And the {heddle}?\n\nRuth: Unclear to me.\n"
        ),
        ["Q: Who built it first?", "A: My aunt. She did.", "Q: And the {heddle}?", "A: Unclear to me."],
    ),
    "links of a wiki": (
        "a.md",
        (
            "# Mills\n\n**Q:** Which one?\n\n**A:** The [[places/Old Mill]], and [[p/x|the new one]].\n\n**Q:** Why?\n\n**A:** Wind.\n\n"
            "- [[topics/wind]]\n- [[topics/flour]]\n"
        ),
        ["Q: Which one?", "A: The Old Mill, and the new one.", "Q: Why?", "A: Wind."],
    ),
    "an italic legend right under a picture": (
        "a.md",
        (
            "# Maps\n\n**Q:** Which one?\n\n**A:** This one.\n\n[{% image 'a.jpg' %}](https://example.org)\n"
            "*A page from the [atlas](https://example.org/a), with notes in red.*\n\n*I drew it.*\n\n**Q:** Why?\n\n**A:** For fun.\n"
        ),
        ["Q: Which one?", "A: This one. / I drew it.", "Q: Why?", "A: For fun."],
    ),
}


def _cues(texts: list[str]) -> bytes:
    cues = [
        f"00:{n // 60:02d}:{n % 60:02d}.000 --> 00:{n // 60:02d}:{n % 60:02d}.900\n{text}\n"
        for n, text in enumerate(texts)
    ]
    return "\n".join(["WEBVTT\nKind: captions\nLanguage: en\n", *cues]).encode()


@pytest.mark.parametrize(
    "sentence", ["By the time I came, the ferry was gone.", "Music was all I had.", "Words fail me."]
)
@pytest.mark.parametrize("after", [0, 12])
def test_a_sentence_in_cues_opens_no_credits(sentence: str, after: int) -> None:
    texts = [
        "I came late.",
        *(f"We sat on bench {n}." for n in range(8)),
        sentence,
        *(f"I rowed {n} miles." for n in range(after)),
    ]
    script = read_bytes(_cues(texts), "a.vtt")
    assert " ".join(" ".join(turn.paragraphs) for turn in script.turns) == " ".join(texts)


@pytest.mark.parametrize("words", ["thanks to my mother", "notes", "comments", "related"])
@pytest.mark.parametrize("stop", ["", "."])
def test_a_cue_opens_no_closing_block(words: str, stop: str) -> None:
    texts = (
        [f"we sat on bench {n}{stop}" for n in range(8)]
        + [words + stop]
        + [f"I rowed {n} miles{stop}" for n in range(4)]
    )
    for said in (texts, texts[:9]):
        script = read_bytes(_cues(said), "a.vtt")
        spoken = " ".join(" ".join(turn.paragraphs) for turn in script.turns)
        assert spoken.endswith(" ".join(said[1:]))  # the first may be the title


def test_a_closing_block_holds_no_more_than_half_of_a_text_without_turns() -> None:
    rest = [f"The ferry has {n} ropes, and each of them has a name." for n in range(2, 12)]
    script = read_bytes("\n\n".join(["# Ropes", "I begin with what others wrote.", "Notes", *rest]).encode(), "a.md")
    assert [text for turn in script.turns for text in turn.paragraphs][-10:] == rest


@pytest.mark.parametrize("credit", ["By Ann Lee", "Photos by Ann Lee and Tom Wood", "Music: Ann Lee"])
def test_a_credit_at_the_end_is_not_spoken(credit: str) -> None:
    text = f"# Oars\n\nQ: Who rows?\n\nA: I do.\n\nQ: And then?\n\nA: I rest.\n\n{credit}\n"
    script = read_bytes(text.encode(), "a.md")
    assert script.turns[-1].paragraphs == ("I rest.",)


def test_names_in_cues_are_found_where_each_turn_has_many_cues() -> None:
    said = [
        [f"{who}: So this is where"] + [f"the story of rope {n} goes on." for n in range(40)]
        for who in ("Ada", "Ben", "Cleo") * 6
    ]
    script = read_bytes(_cues([cue for turn in said for cue in turn]), "a.vtt")
    assert [turn.label for turn in script.turns] == ["Ada", "Ben", "Cleo"] * 6


def test_both_turns_of_a_line_are_read_where_the_second_label_returns_so() -> None:
    text = "".join(f"Interviewer:What about rope {n}? Rasmus:It is old. So it goes.\n\n" for n in range(8))
    script = read_bytes(text.encode(), "a.txt")
    assert [(turn.label, turn.paragraphs) for turn in script.turns][-2:] == [
        ("Interviewer", ("What about rope 7?",)),
        ("Rasmus", ("It is old. So it goes.",)),
    ]
    assert len(script.turns) == 16


def test_a_word_before_a_colon_inside_some_rows_is_no_label() -> None:
    text = "".join(f"Host: What about rope {n}?\n\nRasmus: It is old. Remember: it holds.\n\n" for n in range(4))
    script = read_bytes(text.encode(), "a.txt")
    assert [turn.label for turn in script.turns] == ["Host", "Rasmus"] * 4


def test_short_names_declared_in_brackets_are_not_spoken() -> None:
    script = read_bytes(KINDS["short names declared in brackets"][1].encode(), "a.md")
    assert script.lede is not None and script.lede.paragraphs == ("他撑了四十年的船，如今住在岸边",)
    assert [who.name for who in script.speakers if who.name] == ["老远", "季青竹"]


SPOKEN = {
    "es": "La barca sale a las seis y no espera a nadie. Yo la conozco desde que era niño, porque mi padre remaba en ella.",
    "fr": "La barque part à six heures et elle n'attend personne. Je la connais depuis que je suis petit, mon père y ramait.",
    "de": "Das Boot fährt um sechs und es wartet nicht auf uns. Ich kenne es, seit ich ein Kind war, und mein Vater auch.",
    "it": "La barca parte alle sei e non aspetta nessuno. La conosco da quando ero piccolo, perché mio padre remava con noi.",
    "pt": "O barco sai às seis e não espera por ninguém. Eu conheço o barco desde pequeno, porque o meu pai remava com os outros.",
    "en": "The boat leaves at six and it waits for nobody. I have known it since I was a child, and my father rowed it, too.",
}


@pytest.mark.parametrize("language", SPOKEN)
def test_the_language_of_latin_letters_is_found(language: str) -> None:
    text = "".join(f"Q: {SPOKEN[language]}\n\nA: {SPOKEN[language]}\n\n" for _ in range(3))
    assert read_bytes(text.encode(), "a.txt").language == language


def test_a_few_foreign_words_leave_a_text_english() -> None:
    text = f"Q: {SPOKEN['en']} {SPOKEN['es']}\n\nA: {SPOKEN['en']}\n\nQ: {SPOKEN['en']}\n\nA: Que será.\n"
    assert read_bytes(text.encode(), "a.txt").language == "en"


def test_a_json_object_at_the_top_is_front_matter() -> None:
    head = '{\n   "authors" : ["ann"],\n   "title" : " Oars and ends",\n   "draft" : false,\n   "image" : null\n}\n\n'
    script = read_bytes((head + "Q: Who rows?\n\nA: I do.\n\nQ: And then?\n\nA: I rest.\n").encode(), "a.md")
    assert script.title.text == "Oars and ends"
    assert [turn.paragraphs for turn in script.turns] == [("Who rows?",), ("I do.",), ("And then?",), ("I rest.",)]
    assert {cut.line for cut in script.dropped} == set(range(1, 7))


@pytest.mark.parametrize("text", ["{笑}\n", "{", '{"a": 1} is what she wrote.\n', "{}\n"])
def test_a_brace_at_the_top_is_no_front_matter_by_itself(text: str) -> None:
    script = read_bytes((text + "\nQ: Who rows?\n\nA: I do.\n\nQ: And then?\n\nA: I rest.\n").encode(), "a.md")
    assert [turn.paragraphs for turn in script.turns][-2:] == [("And then?",), ("I rest.",)]


@pytest.mark.parametrize("title", ["采访——王恺", "助教采访王恺", "人物采访：王恺", "# 采访——王恺", "# 采访王恺"])
def test_a_title_that_names_who_is_asked_is_no_credit(title: str) -> None:
    text = f"{title}\n\n红领巾：为什么要当助教？\n\n王恺：喜欢帮人。\n\n红领巾：累吗？\n\n王恺：不累。\n"
    roles = {speaker.label: speaker.role.value for speaker in read_bytes(text.encode(), "a.md").speakers}
    assert roles == {"红领巾": "Q", "王恺": "A"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_published_kind_is_read_as_its_author_meant_it(kind: str) -> None:
    name, text, turns = KINDS[kind]
    script = read_bytes(text.encode(), name)
    assert [f"{turn.role.value}: {' / '.join(turn.paragraphs)}" for turn in script.turns] == turns


def test_headings_that_a_list_of_topics_names_are_chapters_and_the_list_is_not_spoken() -> None:
    text = (
        "# Show\n\nWe talk of two things.\n\nTopics:\n\n- [Money](#m)\n- [Time and tide](#t)\n\n## Money\n\n**Ann:** What is it?\n\n"
        "**Bob:** It is paper, mostly, and then some\n\n## Time and tide\n\n**Ann:** And that?\n\n**Bob:** A river.\n"
    )
    script = read_bytes(text.encode(), "a.md")
    assert [section.title for section in script.sections] == ["Money", "Time and tide"]
    assert script.lede is not None
    assert script.lede.paragraphs == ("We talk of two things.",)


def test_a_heading_over_a_line_may_end_in_a_closing_quote() -> None:
    text = (
        '# Claw\n\nHe began in spring.\n\n1. Friends say: "we are hooked"\n---------\n\nHe asked them.\n\n'
        '2. "The dearest clock"\n------\n\nIt rang.\n'
    )
    assert [section.title for section in read_bytes(text.encode(), "a.md").sections] == [
        'Friends say: "we are hooked"',
        '"The dearest clock"',
    ]


@pytest.mark.parametrize("heading", ["第二部分 童年", "24 小时便利店", "第一节课", "第二回合", "90 后的磨坊"])
def test_a_heading_keeps_its_words(heading: str) -> None:
    text = f"# 磨\n\n## {heading}\n\n问：还转吗？\n\n答：转。\n\n## 尾声\n\n问：明天呢？\n\n答：也转。\n"
    assert [section.title for section in read_bytes(text.encode(), "a.md").sections] == [heading, "尾声"]


def test_a_co_host_asks_though_she_asks_nothing() -> None:
    text = (
        "# 天文台\n\n**乔木：** 欢迎收听《屋檐》。\n\n**小满：** 我是小满，今天和乔木一起主持。\n\n**秦岚：** 大家好。\n\n"
        "**乔木：** 磨多久？\n\n**秦岚：** 很久。\n\n**小满：** 我织围巾也这样。\n\n**秦岚：** 那您明白的。\n"
    )
    roles = {speaker.label: speaker.role.value for speaker in read_bytes(text.encode(), "a.md").speakers}
    assert roles == {"乔木": "Q", "小满": "Q", "秦岚": "A"}


NARRATED = """灯船的一年
守灯人顾舟在海上住了二十年。
Q 一年里最难的是哪一天？
A 换灯的那一天。风要小，船要稳，一个人做不来。
我们等过整整一个月。
小岛怎样等一盏灯
岛上的人把灯船叫作邻居，谁家办喜事都给它留一份糖。
那年冬天灯灭了三天，码头上一直有人站着，谁也不说话。
后来灯亮了，孩子们第一个看见，一路喊着跑回家。
Q 那三天您在做什么？
A 在修灯。手冻得握不住钳子，就用棉衣裹着。
"""


def test_a_short_line_over_paragraphs_between_two_turns_is_a_heading_that_the_narrator_reads_on() -> None:
    script = read_bytes(NARRATED.encode(), "lamp.txt")
    assert [section.title for section in script.sections] == ["小岛怎样等一盏灯"]
    assert [turn.role.value for turn in script.turns] == ["Q", "A", "N", "Q", "A"]
    assert len(script.turns[2].paragraphs) == 3
