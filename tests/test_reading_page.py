"""What a page has around its talk: links, fields, notices, boxes and captions. What is spoken of it, and by whom."""

from __future__ import annotations

import pytest
from support.reading import TALK, TURNS, heard

from audiobuild.script import read_bytes

TALK_ZH = "**记者：** 井在哪里？\n\n**阿田：** 在谷仓后面。\n\n**记者：** 深吗？\n\n**阿田：** 九米。\n"
TURNS_ZH = ["Q: 井在哪里？", "A: 在谷仓后面。", "Q: 深吗？", "A: 九米。"]


ABOVE = {
    "a list of people with their links": (
        "# The well\n\n## Hosts\n\n- Mia Lund -- [Blog](https://a.example), [Photos](https://b.example)\n"
        "- Oda Berg -- [Blog](https://c.example)\n\n## The talk\n\n" + TALK,
        ["# The talk", *TURNS],
    ),
    "buttons below a heading": (
        "# The well\n\n## Talk\n\n[Found a mistake? Tell us.](https://a.example)\n\n" + TALK,
        ["# Talk", *TURNS],
    ),
    "a player that is no chapter": (
        '# Der Brunnen\n\n## Hören\n\n<audio controls src="a.mp3"></audio>\n\n## Gespräch\n\n' + TALK,
        ["# Gespräch", *TURNS],
    ),
    "a notice about rights": (
        "# The well\n\n## Copyright Statement\n\nAll rights in the manuscript are reserved to the museum.\n\n"
        "Requests should be sent to the museum by letter, with the page.\n\n## Interview\n\n" + TALK,
        ["# Interview", *TURNS],
    ),
    "a notice about rights in Chinese": (
        "# 井\n\n### 版权说明\n\n本文为《港口周刊》特供稿件，如需转载，请与港口周刊联系。\n\n### 前言\n\n阿田挖了一口井，我去看了。\n\n"
        + TALK_ZH,
        ["# 前言", "N: 阿田挖了一口井，我去看了。", *TURNS_ZH],
    ),
    "fields below a heading": (
        "# 우물\n\n## 인터뷰\n\n대상: Oda Berg\n진행: Mia Lund\n날짜: 2020년 5월 3일\n장소: Oslo\n\n" + TALK,
        ["# 인터뷰", *TURNS],
    ),
    "a sheet of headings": (
        "# Entrevista 3\n\n## Dados\n\n### Nome\nOda Berg\n\n### Idade\n20 anos\n\n### Local\nOslo\n\n## Conversa\n\n"
        + TALK,
        ["# Conversa", *TURNS],
    ),
    "who wrote and edited, below a pull quote": (
        "# 井\n\n## 九米深的井\n\n作者｜小满\n\n编辑｜阿青\n\n阿田挖了一口井，我去看了。\n\n" + TALK_ZH,
        ["# 九米深的井", "N: 阿田挖了一口井，我去看了。", *TURNS_ZH],
    ),
}

# What has the same form and is spoken.
SPOKEN_ABOVE = {
    "a lede with links": (
        "# The well\n\n[Oda Berg](https://a.example) dug a [well](https://b.example) behind her barn, and "
        "[we](https://c.example) went to see it.\n\n" + TALK,
        ["L: Oda Berg dug a well behind her barn, and we went to see it.", *TURNS],
    ),
    "a list that tells something": (
        "# 井\n\n## 要点\n\n- 深度：井有九米，比村里别的井都深。\n- 位置：井在谷仓后面，要走三分钟。\n- 历史：[阿田](https://a.example)挖了三年。\n\n"
        + TALK_ZH,
        [
            "# 要点",
            "N: 深度：井有九米，比村里别的井都深。 / 位置：井在谷仓后面，要走三分钟。 / 历史：阿田挖了三年。",
            *TURNS_ZH,
        ],
    ),
    "an empty chapter with chapters below it": (
        "# The well\n\n## Part one\n\n### The digging\n\n" + TALK,
        ["# Part one", "# The digging", *TURNS],
    ),
}


@pytest.mark.parametrize("text, expected", (ABOVE | SPOKEN_ABOVE).values(), ids=(ABOVE | SPOKEN_ABOVE))
def test_a_page_above_its_talk(text: str, expected: list[str]) -> None:
    assert heard(text) == expected


def test_a_line_that_the_author_keeps_is_spoken_though_it_is_a_link() -> None:
    text = (
        '---\nkeep: ["Found a mistake"]\n---\n# The well\n\n[Found a mistake? Tell us.](https://a.example)\n\n' + TALK
    )
    assert heard(text) == ["L: Found a mistake? Tell us.", *TURNS]


BELOW = {
    "a rule of HTML": (
        "# The well\n\n" + TALK + "\n<hr />\n\n<p>Our thanks to Oda, who let us look into her well.</p>\n",
        [*TURNS, "N: Our thanks to Oda, who let us look into her well."],
    ),
    "a link to the page": (
        "# 井\n\n" + TALK_ZH + "\n[跳转到书签](https://a.example/card?id=7)\n",
        TURNS_ZH,
    ),
    "a signature with an address": (
        "# The well\n\n" + TALK + "\nLars Holm\n\nHarbour Weekly - [harbour-weekly.example](https://a.example)\n",
        TURNS,
    ),
    "a slogan between appeals": (
        "# 井\n\n" + TALK_ZH + "\n**扫码订阅港口周刊**\n\n**看见真实的港口**\n\n版权声明：转载请联系后台\n",
        TURNS_ZH,
    ),
    "the page of an account below a second rule": (
        "# 井\n\n" + TALK_ZH + "\n影片《井》 [網站](https://a.example) 及 [專頁](https://b.example)\n\n---\n\n"
        "請加入成為港口報的訂戶，長期支持我們的工作。\n\n---\n\n**博客｜井邊**\n\n【井邊】這裏記下港口的每一口井。\n",
        TURNS_ZH,
    ),
    "a closing formula over two lines": (
        (
            "<html><body><h1>The well</h1><p><b>Where is it?</b></p><p>Behind the barn.</p><p><b>Is it deep?</b></p>"
            "<p>Nine metres.</p><p><b>Thanks, Oda!</b></p><p>Feel free to ask more in the comments below.</p>"
            "<p>Cheers,<br>-Lars Holm, harbour master</p></body></html>"
        ),
        ["Q: Where is it?", "A: Behind the barn.", "Q: Is it deep?", "A: Nine metres.", "Q: Thanks, Oda!"],
    ),
    "words about the guest": (
        (
            "# 井\n\n**记者：** 井在哪里？\n\n**奥达：** 在谷仓后面。\n\n**记者：** 深吗？\n\n**奥达：** 九米。\n\n"
            "你可以去奥达的博客，了解他挖井的更多故事。\n"
        ),
        ["Q: 井在哪里？", "A: 在谷仓后面。", "Q: 深吗？", "A: 九米。", "N: 你可以去奥达的博客，了解他挖井的更多故事。"],
    ),
}

LINK = ["Q: Where do you write about it?", "A: The well book"]
SPOKEN_BELOW = {
    "an answer that is a link": (
        (
            "# The well\n\n**Where is it?**\n\nBehind the barn.\n\n**Is it deep?**\n\nNine metres.\n\n"
            "**Where do you write about it?**\n\n[The well book](https://a.example)\n"
        ),
        ["Q: Where is it?", "A: Behind the barn.", "Q: Is it deep?", "A: Nine metres.", *LINK],
    ),
    "a list of links in an answer": (
        "# The well\n\n" + TALK + "\n- [The well book](https://a.example)\n- [The pump book](https://b.example)\n",
        [*TURNS[:3], "A: Nine metres. / The well book / The pump book"],
    ),
    "a name at the end of an answer": (
        "# The well\n\n" + TALK + "\nOla Dahl\n",
        [*TURNS[:3], "A: Nine metres. / Ola Dahl"],
    ),
    "a guest who names himself": (
        (
            "# 井\n\n**记者：** 井在哪里？\n\n**奥达：** 在谷仓后面。\n\n**记者：** 深吗？\n\n**奥达：** 九米。\n\n"
            "大家说奥达疯了，可他们不知道，我就是想喝口好水。\n"
        ),
        [
            "Q: 井在哪里？",
            "A: 在谷仓后面。",
            "Q: 深吗？",
            "A: 九米。 / 大家说奥达疯了，可他们不知道，我就是想喝口好水。",
        ],
    ),
}


@pytest.mark.parametrize("text, expected", (BELOW | SPOKEN_BELOW).values(), ids=(BELOW | SPOKEN_BELOW))
def test_a_page_below_its_talk(text: str, expected: list[str]) -> None:
    assert heard(text) == expected


BETWEEN = {
    "the end of a sentence above the next label": (
        (
            "<html><body><p><strong>Mia: </strong>where is the well</p><p><strong>Oda: </strong>behind the barn.</p><p>Is it</p>"
            "<p><strong>Mia: </strong>deep?</p><p><strong>Oda: </strong>Nine metres, it is.</p></body></html>"
        ),
        ["Q: where is the well", "A: behind the barn. / Is it", "Q: deep?", "A: Nine metres, it is."],
    ),
    "thanks in headings at the end": (
        (
            "# 井\n\n### 记者：井在哪里？\n\n> 阿田：在谷仓后面。\n\n### 记者：深吗？\n\n> 阿田：九米。\n\n"
            "### 在此我们谢谢所有挖井的人：阿田、小满、阿青，以及村里每一位帮忙抬过石头的邻居。\n"
        ),
        [*TURNS_ZH, "N: 在此我们谢谢所有挖井的人：阿田、小满、阿青，以及村里每一位帮忙抬过石头的邻居。"],
    ),
    "a list counted in an answer": (
        (
            "# The well\n\n### Where is it?\n\nTwo things about that.\n\n1/ The barn is old:\n\nMy father built it.\n\n2/ Water and Stone\n\n"
            "The well is behind it.\n\n### Is it deep?\n\nNine metres.\n\n### Is it cold?\n\nVery.\n"
        ),
        [
            "Q: Where is it?",
            "A: Two things about that. / 1/ The barn is old: / My father built it. / 2/ Water and Stone / The well is behind it.",
            *("Q: Is it deep?", "A: Nine metres.", "Q: Is it cold?", "A: Very."),
        ],
    ),
    "times between the turns": (
        "井\n記者：井はどこですか。\n太田：納屋の裏です。\n〓00：05：20 〓\n記者：深いですか。\n太田：九メートルです。\n記者：冷たい？\n太田：はい。\n",
        [
            "Q: 井はどこですか。",
            "A: 納屋の裏です。",
            "Q: 深いですか。",
            "A: 九メートルです。",
            "Q: 冷たい？",
            "A: はい。",
        ],
    ),
    "actions in angle brackets": (
        "# The well\n\n" + TALK + "\n<Oda looks into the well>\n\n**Mia:** And cold?\n\n**Oda:** Very.\n",
        [*TURNS, "Q: And cold?", "A: Very."],
    ),
    "notes of an observer": (
        (
            "# El pozo\n\n**P:** ¿Dónde está?\n\n**R:** Detrás.\n\n**[NOTAS DE CAMPO]:** señala con la mano\n\n**P:** ¿Es hondo?\n\n"
            "**R:** Nueve metros.\n\n**[NOTAS DE CAMPO FINAL]:** sonríe.\n"
        ),
        ["Q: ¿Dónde está?", "A: Detrás.", "Q: ¿Es hondo?", "A: Nueve metros."],
    ),
    "a quotation whose lines have no mark": (
        (
            "# The well\n\n**Place**: Where is the well?\n\n> It is behind the barn that my father built when he was\n"
            "a young man. He carried every stone.\nThe barn is gone.\n\n**Depth**: Is it deep?\n\n> It is nine metres deep and so\n"
            "cold that we keep milk in it.\n\n**Water**: Is it good?\n\n> Very.\n"
        ),
        [
            "Q: Place: Where is the well?",
            "A: It is behind the barn that my father built when he was a young man. He carried every stone. / The barn is gone.",
            *("Q: Depth: Is it deep?", "A: It is nine metres deep and so cold that we keep milk in it."),
            *("Q: Water: Is it good?", "A: Very."),
        ],
    ),
    "the author between quotations": (
        (
            "# The well\n\nI heard this on the radio.\n\n> MIA: Where is the well?\n>\n> ODA: Behind the barn.\n\nThe barn has burnt since.\n\n"
            "> MIA: Is it deep?\n>\n> ODA: Nine metres.\n"
        ),
        ["L: I heard this on the radio.", *TURNS[:2], "N: The barn has burnt since.", *TURNS[2:]],
    ),
    "subheads that quote the talk": (
        (
            "# 井\n\n**九米深的井**\n\n记者：深吗？\n\n阿田：我要说，九米深的井，村里只有一口。\n\n**谷仓后面的路**\n\n记者：远吗？\n\n"
            "阿田：不远，谷仓后面的路很好走。\n\n记者：谢谢。\n\n阿田：不客气。\n"
        ),
        [
            "# 九米深的井",
            "Q: 深吗？",
            "A: 我要说，九米深的井，村里只有一口。",
            "# 谷仓后面的路",
            "Q: 远吗？",
            "A: 不远，谷仓后面的路很好走。",
            "Q: 谢谢。",
            "A: 不客气。",
        ],
    ),
    "a turn of which only a full stop is left": (
        "# The well\n\n" + TALK + "\n**Mia:** [inaudible].\n\n**Oda:** And cold.\n",
        [*TURNS, "A: And cold."],
    ),
    "a pull quote in a heading": (
        '# 井\n\n##### "村里别的井都浅，只有谷仓后面的这一口有九米深，水冬暖夏凉，我们喝了三代人，从来没有干过。"\n\n'
        "阿田挖了一口井，我去看了。\n\n" + TALK_ZH,
        [
            (
                'L: "村里别的井都浅，只有谷仓后面的这一口有九米深，水冬暖夏凉，我们喝了三代人，从来没有干过。"'
                " / 阿田挖了一口井，我去看了。"
            ),
            *TURNS_ZH,
        ],
    ),
}

SPOKEN_BETWEEN = {
    "a topic above a label": (
        "Die Quelle\n\nMia: Wo ist sie?\n\nOda: Hinter der Scheune.\n\nWasser\n\nMia: Ist es kalt?\n\nOda: Ja, sehr kalt.\n",
        ["Q: Wo ist sie?", "A: Hinter der Scheune.", "# Wasser", "Q: Ist es kalt?", "A: Ja, sehr kalt."],
    ),
    "numbered chapters": (
        "井\n\n1、谷仓的事\n\n记者：井在哪里？\n\n阿田：在谷仓后面。\n\n2、水的事\n\n记者：水冷吗？\n\n阿田：很冷。\n",
        ["# 谷仓的事", "Q: 井在哪里？", "A: 在谷仓后面。", "# 水的事", "Q: 水冷吗？", "A: 很冷。"],
    ),
    "questions in quotations with answers outside": (
        "# The well\n\n> Where is the well?\n\nBehind the barn.\n\n> Is it deep?\n\nNine metres.\n\n> Is it cold?\n\nVery.\n\n> And good?\n\nYes.\n",
        [*TURNS, "Q: Is it cold?", "A: Very.", "Q: And good?", "A: Yes."],
    ),
    "an answer directly below a quoted question": (
        "# 井\n\n> 问：井在哪里\n答：在谷仓后面。\n\n> 问：深吗\n答：九米。\n\n> 问：冷吗\n答：冷。\n",
        ["Q: 井在哪里", "A: 在谷仓后面。", "Q: 深吗", "A: 九米。", "Q: 冷吗", "A: 冷。"],
    ),
}


@pytest.mark.parametrize("text, expected", (BETWEEN | SPOKEN_BETWEEN).values(), ids=(BETWEEN | SPOKEN_BETWEEN))
def test_what_is_between_the_turns(text: str, expected: list[str]) -> None:
    assert heard(text) == expected


TOLD = "Kettle: for the soup / Pan: for pancakes / Big jar: for cucumbers / Ladle: soft / Whisk: for eggs"


@pytest.mark.parametrize("question", ["### {}", "**{}**", "**1. {}**"])
def test_a_list_in_an_answer_is_no_list_of_speakers(question: str) -> None:
    items = "".join(f"- {item}\n" for item in TOLD.split(" / "))
    asked = ["What do you cook with?", "How often do you cook?", "What is best?"]
    first, second, third = (question.format(text).replace("1", str(n)) for n, text in enumerate(asked, 1))
    text = f"# Soup\n\n{first}\n\nHere they are.\n\n{items}\n{second}\n\nTwice a day.\n\n{third}\n\nSoup.\n"
    assert heard(text) == [
        f"Q: {asked[0]}",
        f"A: Here they are. / {TOLD}",
        *(f"Q: {asked[1]}", "A: Twice a day.", f"Q: {asked[2]}", "A: Soup."),
    ]


ANSWERS = {
    "an item that sounds like an appeal": (
        "# 工具\n\n## 你用什么？\n\n下面这些。\n\n- 锅\n- 公众号\n- 勺子\n\n## 为什么？\n\n好用。\n\n## 还有吗？\n\n没有了。\n",
        [
            "Q: 你用什么？",
            "A: 下面这些。 / 锅 / 公众号 / 勺子",
            "Q: 为什么？",
            "A: 好用。",
            "Q: 还有吗？",
            "A: 没有了。",
        ],
    ),
    "a line of a paragraph": (
        (
            "# 合唱团\n\n**小满**：什么时候成立的？\n\n**阿青**：大概十年前吧，那时只有五个人。\n我们每个星期三排练。\n"
            "像老城合唱节和 [河边音乐会](https://a.example)\n这样的活动都是后来才有的。\n\n**小满**：现在呢？\n\n**阿青**：一百二十个人。\n"
        ),
        [
            "Q: 什么时候成立的？",
            "A: 大概十年前吧，那时只有五个人。 / 我们每个星期三排练。 / 像老城合唱节和 河边音乐会 / 这样的活动都是后来才有的。",
            *("Q: 现在呢？", "A: 一百二十个人。"),
        ],
    ),
    "bold words in an answer to a heading": (
        (
            "# 习惯\n\n### 你有哪些习惯？\n\n**早上**\n\n六点起床，先去河边跑一圈。\n\n**晚上**\n\n十点以前一定睡觉。\n\n### 你在读什么书？\n\n"
            "一本讲鸟的书。\n\n### 周末呢？\n\n种菜。\n"
        ),
        [
            "Q: 你有哪些习惯？",
            "A: 早上 / 六点起床，先去河边跑一圈。 / 晚上 / 十点以前一定睡觉。",
            *("Q: 你在读什么书？", "A: 一本讲鸟的书。", "Q: 周末呢？", "A: 种菜。"),
        ],
    ),
    "an invitation in a sentence": (
        "# 井\n\n" + TALK_ZH + "\n## 结语\n\n欢迎加入小组的讲座，了解最新的挖井办法和明年的计划！\n",
        [*TURNS_ZH, "# 结语", "N: 欢迎加入小组的讲座，了解最新的挖井办法和明年的计划！"],
    ),
}


@pytest.mark.parametrize("text, expected", ANSWERS.values(), ids=ANSWERS)
def test_what_is_said_in_an_answer(text: str, expected: list[str]) -> None:
    assert heard(text) == expected


SYNTAX = {
    "a template tag over several lines": (
        'From my uncle.\n\n{% include picture.html\nwidth="80%" file="/a.jpg"\ncaption="The oven." %}',
        "From my uncle.",
    ),
    "a link definition with a relative address": ("From my uncle.\n\n[oven]: ../images/oven.jpg", "From my uncle."),
    "links by their names only": (
        "From [Lars Holm] of the [Baker's Club].\n\n[Lars Holm]: https://a.example\n[baker's club]: https://b.example",
        "From Lars Holm of the Baker's Club.",
    ),
    "the sign of a tag in a link": ("From [#INRIA]({{site.url}}/tags/inria), in C#.", "From INRIA, in C#."),
    "an ordinal": ("On the 23<sup>rd</sup> of May<sup>1</sup>.", "On the 23rd of May."),
    "a line break of HTML": ("From my uncle.<br />He was a baker.", "From my uncle. He was a baker."),
    "the caption beside a picture": ("![](/a.jpeg) Lars Holm\n\nFrom my uncle.", "From my uncle."),
    "the title beside a picture": ("From my uncle.\n\n![](/a.jpeg)“An oven is a warm house”", "From my uncle."),
    "text beside a picture": ("![](/a.jpeg) My uncle showed me.", "My uncle showed me."),
    "brackets without a link": ("From [my] uncle.", "From [my] uncle."),
}


@pytest.mark.parametrize("answer, expected", SYNTAX.values(), ids=SYNTAX)
def test_the_markup_of_an_answer(answer: str, expected: str) -> None:
    text = f"# Bread\n\n## How did you learn?\n\n{answer}\n\n## What do you bake?\n\nRye bread.\n\n## For whom?\n\nFor all.\n"
    turns = [line for line in heard(text) if not line.startswith("#")]
    assert turns[:2] == ["Q: How did you learn?", f"A: {expected}"]


FOOTNOTES = (
    "<html><body><h1>Bread</h1><p><b>Mia:</b> How hot?</p><p><b>Oda:</b> Very<sup>1</sup>.</p><p><b>Mia:</b> How long?</p>"
    '<p><b>Oda:</b> An hour.</p><div class="footnotes"><hr><ol><li><p>An oven has 250 degrees.</p></li></ol></div></body></html>'
)
BYLINE = (
    "<html><body><h1>Rye #2</h1><h2>Interview</h2><p>By Tom Reed.\nOriginally appeared in Rye.\n4th March 1996.</p>"
    "<p>RR: How hot?</p><p>Ann: Very.</p><p>RR: How long?</p><p>Ann: An hour.</p></body></html>"
)
TALKED = ["Q: How hot?", "A: Very.", "Q: How long?", "A: An hour."]


def test_the_footnotes_and_the_byline_of_a_page_are_not_spoken() -> None:
    assert heard(FOOTNOTES) == TALKED
    assert [line for line in heard(BYLINE) if not line.startswith("#")] == TALKED


LAST = {
    "an italic note about the guest": ("*Oda bakes every day, and she sells her bread.*", "N: {}"),
    "who wrote it, and an invitation": (
        "*Written by Olle.*\n\n**Want to write for us? [Join](/join) and tell us.**",
        "",
    ),
    "an account and an address": ("**Bread and its makers**\n\nMail: bread@a.example", ""),
    "a postscript below a rule": (
        "---\n\n**Nachtrag:** Den Ofen gibt es nicht mehr.",
        "N: Nachtrag: Den Ofen gibt es nicht mehr.",
    ),
}


@pytest.mark.parametrize("end, expected", LAST.values(), ids=LAST)
def test_the_end_of_a_page(end: str, expected: str) -> None:
    text = f"# Bread\n\n### How hot?\n\nVery.\n\n### How long?\n\nAn hour.\n\n### For whom?\n\nFor all.\n\n{end}\n"
    text = (
        text.replace("### ", "**Mia:** ")
        .replace("\n\nVery.", "\n\n**Oda:** Very.")
        .replace("\n\nAn hour", "\n\n**Oda:** An hour")
    )
    text = text.replace("\n\nFor all", "\n\n**Oda:** For all")
    spoken = [expected.format(end.strip("*"))] if expected else []
    assert heard(text) == [*TALKED, "Q: For whom?", "A: For all.", *spoken]


SUBHEADS = {
    "a heading inside an answer": ("### Bread and salt", "N: Bread and salt"),
    "a question inside an answer": ("### And how long?", "Q: And how long?"),
}


@pytest.mark.parametrize("heading, expected", SUBHEADS.values(), ids=SUBHEADS)
def test_a_heading_below_a_question_is_not_the_guests(heading: str, expected: str) -> None:
    text = f"# Bread\n\n## How hot?\n\nVery.\n\n{heading}\n\nAn hour.\n\n## For whom?\n\nFor all.\n\n## Is it good?\n\nYes.\n"
    assert heard(text)[:4] == ["Q: How hot?", "A: Very.", expected, "A: An hour."]


def test_questions_below_a_question_are_asked_with_it() -> None:
    text = "# Bread\n\n## How do you bake?\n\n### How hot?\n\nVery.\n\n### How long?\n\nAn hour.\n\n## For whom?\n\nFor all.\n\n## Why?\n\nWhy not.\n"
    assert heard(text)[:4] == ["Q: How do you bake? / How hot?", "A: Very.", "Q: How long?", "A: An hour."]


def test_the_main_part_of_a_page_is_read_whatever_its_wrapper_is_called() -> None:
    page = (
        '<html><body><nav>Home</nav><div class="row sidebar-none"><main id="main"><h1>Mehl und Zeit</h1>'
        "<p><b>Zeitung:</b> Wann stehen Sie auf?</p><p><b>Bo:</b> Um drei.</p>"
        "<p><b>Zeitung:</b> Warum?</p><p><b>Bo:</b> Der Teig wartet nicht.</p></main></div></body></html>"
    )
    read = read_bytes(page.encode(), "page.html")
    assert [turn.paragraphs for turn in read.turns] == [
        ("Wann stehen Sie auf?",), ("Um drei.",), ("Warum?",), ("Der Teig wartet nicht.",)
    ]  # fmt: skip
