"""Reading: properties of every script, rule by rule, and how a file that is not a script is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.invariants import FORBIDDEN, MARKUP, check_nothing_vanishes, check_shape, spoken

from audiobuild.errors import ScriptError
from audiobuild.model import NARRATOR_ID, Role, Script
from audiobuild.script import read_bytes, read_script, script_as_json


def steady(examples: int) -> settings:
    """The same examples in every run, however slow the machine."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def read(text: str) -> Script:
    return read_bytes(text.encode(), "talk.txt")


def said(script: Script) -> list[tuple[str, str, tuple[str, ...]]]:
    """Who says what: role, speaker, paragraphs."""
    return [(t.role.value, t.speaker, t.paragraphs) for t in script.turns]


def roles(script: Script) -> dict[str, str]:
    return {(s.name or s.label or ""): s.role.value for s in script.speakers if s.id != NARRATOR_ID}


def cuts(script: Script) -> set[tuple[int, str]]:
    return {(d.line, d.reason) for d in script.dropped}


def codes(script: Script) -> set[tuple[str, int | None]]:
    return {(w.code, w.line) for w in script.warnings}


# ---------------------------------------------------------------------------------------------- scripts, by generation


@dataclass(frozen=True)
class Interview:
    """A generated script and what must come of it: the turns, and the lines that are not to be spoken."""

    text: str
    turns: list[tuple[str, tuple[str, ...]]]
    cut: list[int]
    title: str
    lede: tuple[str, ...]
    sections: list[str]


@dataclass(frozen=True)
class Manner:
    """One way to write an interview: the two marks, blank lines between blocks, how a section heading looks."""

    ask: str
    answer: str
    airy: bool
    section: str
    title: str = "{}"


MANNERS = {
    "letter and blank": Manner("Q {}", "A {}", False, "{}"),
    "letter and colon": Manner("Q: {}", "A: {}", False, "一、{}"),
    "wide letter": Manner("Ｑ：{}", "Ａ：{}", True, "## {}", "# {}"),
    "bold letter": Manner("**Q：{}**", "**A：** {}", True, "## {}", "# {}"),
    "numbered letter": Manner("Q1：{}", "A1：{}", False, "一、{}"),
    "wen and da": Manner("问：{}", "答：{}", False, "（一）{}"),
    "indented wen and da": Manner("　　问：{}", "　　答：{}", False, "　　一、{}"),
    "role and name": Manner("记者：{}", "陶渡：{}", True, "一、{}"),
    "outlet and name": Manner("山河周刊：{}", "卫如霜：{}", True, "{}"),
    "two names": Manner("程实：{}", "陆远：{}", False, "一、{}"),
    "initials": Manner("DW：{}", "PF：{}", True, "一、{}"),
    "bold question": Manner("**{}**", "{}", True, "## {}", "# {}"),
    "heading question": Manner("### {}", "{}", True, "## {}", "# {}"),
    "quoted question": Manner("> {}", "{}", True, "## {}", "# {}"),
    "quoted role": Manner("> 记者：{}", "陶渡：{}", True, "## {}", "# {}"),
    "symbols": Manner("□ {}", "■ {}", False, "一、{}"),
}
FURNITURE = [
    "· 3 ·",
    "- 12 -",
    ">>>>>>>>>>>>",
    "（掌声）",
    "【笑】",
    "https://example.com/a/b?c=1",
    "（图：黄石滩的水尺）",
]
WORDS = "山路 河水 老人 早晨 邮包 铁盒 渡船 灯塔 信纸 雪地 石头 旧书 夜里 窗户 汽笛 柴火 竹林 气味 手指 门口 去年 秋天 海风 种子".split()
VERBS = "想起 走过 看见 留下 等着 收到 带走 听见 修好 数完".split()
clause = st.builds(
    lambda a, v, b, c, w: f"{a}{v}{b}，{c}还{w}它",
    *(st.sampled_from(pool) for pool in (WORDS, VERBS, WORDS, WORDS, VERBS)),
)


@st.composite
def interviews(draw) -> Interview:
    """An interview in one of the manners, with title, lede, sections and furniture; no sentence occurs twice.

    Paragraphs differ in length, since lines of one width are hard wrapping.
    """
    manner = MANNERS[draw(st.sampled_from(sorted(MANNERS)))]
    clauses = iter(draw(st.lists(clause, min_size=60, max_size=60, unique=True)))
    names = iter(draw(st.permutations(["渡口", "火炉", "雨季", "收成", "书信"])))
    title, lede = draw(st.sampled_from(["山里的声音", "一个人的灯"])), ()
    lines, turns, cut, sections = [manner.title.format(title)], [], [], []

    def add(line: str) -> None:
        if manner.airy:
            lines.append("")
        lines.append(line)

    if draw(st.booleans()):
        lede = (f"{next(clauses)}。{next(clauses)}。",)
        add(("　　" if "　　" in manner.ask else "") + lede[0])
    for number in range(draw(st.integers(3, 6))):
        if number and draw(st.integers(0, 3)) == 0 and len(sections) < 4:
            sections.append(next(names))
            add(manner.section.format(sections[-1]))
        asked, answer = (
            f"{next(clauses)}吗？",
            [
                "".join(f"{next(clauses)}。" for _ in range(1 + (number + count) % 3))
                for count in range(draw(st.integers(1, 3)))
            ],
        )
        add(manner.ask.format(asked))
        add(manner.answer.format(answer[0]))
        for paragraph in answer[1:]:
            add(("　　" if "　　" in manner.ask else "") + paragraph)
        if draw(st.integers(0, 2)) == 0:
            add(draw(st.sampled_from(FURNITURE)))
            cut.append(len(lines))
        turns += [("Q", (asked,)), ("A", tuple(answer))]
    return Interview("\n".join(lines) + "\n", turns, cut, title, lede, sections)


LINES = [
    "Q 为什么？", "A 因为风。", "Q：几点？", "A：八点。", "问：哪里？", "答：山上。", "记者：谁？", "陶渡：我。", "# 题目", "## 怎么办？",
    "**真的吗？**", "> 引文。", "- 一项", "1、多少？", "一、开头", "（笑）", "[00:12] 雨", "00:01:02", "- 3 -", "责任编辑：尤可", "（完）",
    "---", "```", "| a | b |", "| --- | --- |", "来源：两岸周报", "记者：程实（以下简称“程”）", "程：好。", "注意：小心。", "A 股涨了。",
    "图：河", "见[这里](https://example.com)。", "脚注[1]。", "[1] 说明。", "<p>段落</p>", "&lt;b&gt;", "i<10 && p > 0", "title: 甲", "发言人1 00:02",
    "1", "00:00:01,000 --> 00:00:02,000", "广告：买伞", "扫码关注我们", "**", "****", "：", "Q", "A", "问：", "**答：**", "「好。」", "──どうして",
    "佐伯　風。", "　　缩进", "\u200b", "\u202e反\u202c", "\x1b[31m红\x1b[0m", "\x00", "", "", "", "<div>", "</div>", "<table><tr><td>格",
]  # fmt: skip
soups = st.lists(st.sampled_from(LINES) | clause.map(lambda c: c + "。"), max_size=30).map("\n".join)


# ------------------------------------------------------------------------------------ what holds for every reading (8)


@pytest.mark.soak
@steady(200)
@given(interviews())
def test_a_generated_interview_is_read_exactly(made: Interview) -> None:
    """Whatever the manner: the questions are Q, the answers A, title, lede and headings are found, furniture goes."""
    script = read(made.text)
    assert [(t.role.value, t.paragraphs) for t in script.turns] == made.turns
    assert script.title.text == made.title
    assert (script.lede.paragraphs if script.lede else ()) == made.lede
    assert [s.title for s in script.sections] == made.sections
    assert sorted({d.line for d in script.dropped}) == made.cut
    check_shape(script, made.text)
    check_nothing_vanishes(script, made.text)
    assert not any(MARKUP.search(part) for part in spoken(script))


@pytest.mark.soak
@steady(400)
@given(soups)
def test_any_mixture_of_lines_is_sound_and_accounted_for(text: str) -> None:
    """Lines of every style in any order: turns ascend, sums are right, and each line is spoken, a heading or dropped."""
    try:
        script = read(text)
    except ScriptError as error:
        assert "talk.txt" in str(error)
        return
    check_shape(script, text)
    check_nothing_vanishes(script, text)


ELEMENTS = ["<p>{}</p>", "<h2>{}</h2>", "<p><strong>{}</strong></p>", "<li>{}</li>", "<blockquote>{}</blockquote>", "<div>\n{}\n</div>",
            "{}<br>", "<td>{}</td>", "<!-- {} -->", "<aside>{}</aside>", "<pre>{}</pre>", "<p>{}"]  # fmt: skip
pages = st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(LINES) | clause), min_size=3, max_size=20).map(
    lambda parts: "<!doctype html>\n" + "\n".join(element.format(line) for element, line in parts)
)
cues = st.lists(st.sampled_from(LINES) | clause | clause.map("记者：{}".format), min_size=2, max_size=20).map(
    lambda lines: "\n\n".join(f"00:00:0{n % 9},000 --> 00:00:0{n % 9},900\n{line}" for n, line in enumerate(lines))
)
one_line = st.tuples(st.sampled_from(["", " ", "　"]), st.lists(st.sampled_from(LINES) | clause, max_size=20)).map(
    lambda made: made[0].join(made[1])
)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("texts", "page"), [(pages, True), (cues, False), (one_line, False)], ids=["page", "subtitles", "one line"]
)
def test_any_mixture_in_any_container_is_sound_and_accounted_for(texts: st.SearchStrategy[str], page: bool) -> None:
    """The same lines as a web page, as subtitles, or all on one line."""

    @steady(250)
    @given(texts)
    def holds(text: str) -> None:
        try:
            script = read(text)
        except ScriptError as error:
            assert "talk.txt" in str(error)
            return
        check_shape(script, text)
        check_nothing_vanishes(script, text, page)

    holds()


@pytest.mark.parametrize("text", ["Q\n来源：两岸周报\n<p>段落</p>", "A：八点。\n**答：**", "Q\n河水带走。\n──どうして"])
def test_a_label_without_text_is_accounted_for(text: str) -> None:
    check_nothing_vanishes(read(text), text)


def test_an_answer_letter_in_the_closing_is_read_or_refused() -> None:
    reads_or_refuses("**答：**\n（完）\n汽笛想起。\nA 因为风。".encode())


def test_no_tab_is_spoken() -> None:
    assert not any("\t" in part for part in spoken(read("石匠\n问：几\t点？\n答：八\t点。\n")))


@pytest.mark.soak
@steady(60)
@given(interviews(), st.sampled_from(["other.txt", "深/层.md", "x"]))
def test_same_bytes_same_dump_and_the_name_changes_only_the_path(made: Interview, name: str) -> None:
    one, again, other = read(made.text), read(made.text), read_bytes(made.text.encode(), name)
    assert json.dumps(script_as_json(one)) == json.dumps(script_as_json(again))
    first, second = script_as_json(one), script_as_json(other)
    assert first["source"].pop("path") == "talk.txt" and second["source"].pop("path") == name
    assert first == second


ENCODINGS = {
    "utf-8 with a mark": lambda t: b"\xef\xbb\xbf" + t.encode(),
    "utf-16-le with a mark": lambda t: b"\xff\xfe" + t.encode("utf-16-le"),
    "utf-16-be with a mark": lambda t: b"\xfe\xff" + t.encode("utf-16-be"),
    "gb18030": lambda t: t.encode("gb18030"),
    "crlf": lambda t: t.replace("\n", "\r\n").encode(),
    "cr": lambda t: t.replace("\n", "\r").encode(),
    "no last newline": lambda t: t.rstrip("\n").encode(),
}


@pytest.mark.soak
@pytest.mark.parametrize("encoding", ENCODINGS)
@steady(15)
@given(interviews())
def test_another_encoding_or_newline_gives_the_same_reading(encoding: str, made: Interview) -> None:
    plain, other = read(made.text), read_bytes(ENCODINGS[encoding](made.text), "talk.txt")
    assert other.turns == plain.turns
    assert (other.title, other.lede, other.sections, other.dropped) == (
        plain.title,
        plain.lede,
        plain.sections,
        plain.dropped,
    )


# ------------------------------------------------------------------------------------------------------- hostile bytes

SOUND = "山上的气象站\n问：站里住着几个人？\n答：两个。一个看天，一个看锅。\n问：下雪的时候怎么下山？\n答：不下山。等雪自己下山。\n"


def reads_or_refuses(data: bytes) -> None:
    try:
        script = read_bytes(data, "talk.txt")
    except ScriptError as error:
        message = str(error)
        assert "talk.txt" in message and message.isprintable() and len(message) < 500
        return
    assert not any(FORBIDDEN.search(part) for part in spoken(script))
    json.dumps(script_as_json(script), ensure_ascii=False).encode()


@steady(500)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused_with_a_script_error(data: bytes) -> None:
    reads_or_refuses(data)


@steady(300)
@given(st.text(max_size=300))
def test_arbitrary_text_is_read_or_refused_with_a_script_error(text: str) -> None:
    reads_or_refuses(text.encode("utf-8", "surrogatepass"))


@pytest.mark.soak
@steady(250)
@given(
    interviews(),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5), st.binary(max_size=6)), min_size=1, max_size=8),
)
def test_a_damaged_script_is_read_or_refused_with_a_script_error(made: Interview, codec: str, damage) -> None:
    data = made.text.encode(codec)
    for place, length, new in damage:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + length :]
    reads_or_refuses(data)


# ------------------------------------------------------------------------------------------------- who asks (3 and 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "对谈\n采访人：程实\n受访者：陆远\n程实：您好，请坐。\n陆远：为什么？\n程实：坐着好说。\n陆远：真的吗？\n",
            {"程实": "Q", "陆远": "A"},
            id="a declaration decides before the question marks do",
        ),
        pytest.param(
            "石匠\n记者：先说说石头。\n陆远：石头有什么好说的？\n记者：说说锤子。\n陆远：锤子也要说吗？\n",
            {"记者": "Q", "陆远": "A"},
            id="a word for a role decides before the question marks do",
        ),
        pytest.param(
            "石匠\n山河周刊：先说说石头。\n陆远：石头有什么好说的？\n山河周刊：说说锤子。\n陆远：锤子也要说吗？\n",
            {"山河周刊": "Q", "陆远": "A"},
            id="an outlet asks",
        ),
        pytest.param(
            "石匠\n陆远：石头从山上来。\n程实：山在哪里？\n陆远：在雾里。\n程实：雾什么时候散？\n陆远：石头到家的时候。\n",
            {"程实": "Q", "陆远": "A"},
            id="who ends in question marks asks, even when the other begins",
        ),
    ],
)
def test_who_asks_is_decided_by_the_first_rule_that_applies(text: str, expected: dict[str, str]) -> None:
    assert roles(read(text)) == expected


def test_an_override_beats_every_rule() -> None:
    text = "石匠\n记者：先说说石头。\n陆远：石头从山上来。\n记者：说说锤子。\n陆远：锤子听话。\n"
    script = read_bytes(text.encode(), "talk.txt", {"记者": Role.GUEST, "陆远": Role.HOST})
    assert roles(script) == {"记者": "A", "陆远": "Q"}


WARNED = [
    ("看门人\n\n您看了多少年的门？\n\n十七年。\n\n夜里听见什么？\n\n听见风。\n\n做梦吗？\n\n做。\n", ("no-labels", None)),
    ("早晨\n\n天还没有亮，卖豆浆的人先到了。\n\n然后是送报纸的人。\n", ("no-turns", None)),
    ("石匠\n记者：几点？\n记者：在哪里？\n陆远：八点，在桥上。\n记者：谁来？\n陆远：我来。\n", ("unanswered", 2)),
    ("石匠\n答：先说一句，石头很重。\n问：有多重？\n答：两个人。\n问：多远？\n答：一里。\n", ("answer-first", 2)),
    ("股民\nQ 几点来？\nA 九点。\nA 股还没有开。\nQ 坐哪里？\nA 第三排。\n", ("letter-in-prose", 4)),
    ("石匠\n程实：先说说石头的事情。\n陆远：石头从山上来。\n程实：再说说锤子的事情。\n陆远：锤子听话。\n", ("roles-guessed", None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "warning"), WARNED, ids=[w[0] for _, w in WARNED])
def test_a_doubt_is_a_warning_with_its_code_and_line(text: str, warning: tuple[str, int | None]) -> None:
    assert warning in codes(read(text))


def test_a_sound_script_has_no_warnings() -> None:
    assert not read(SOUND).warnings


def test_a_question_without_an_answer_is_spoken() -> None:
    script = read("石匠\n记者：几点？\n记者：在哪里？\n陆远：八点，在桥上。\n")
    assert [t.paragraphs for t in script.turns] == [("几点？",), ("在哪里？",), ("八点，在桥上。",)]


# ------------------------------------------------------------------------------------------------ spoken or not (5)

INSIDE = [
    ("· 3 ·", "page-break"), ("- 12 -", "page-break"), (">>>>>>>>>>>>", "page-break"), ("<<<<<<<<", "page-break"),
    ("* * *", "page-break"), ("----------", "page-break"), ("下转第3版", "page-break"), ("（上接第1版）", "page-break"),
    ("（掌声）", "stage-direction"), ("【笑】", "stage-direction"), ("[laughs]", "stage-direction"), ("[听不清 00:12]", "stage-direction"),
    ("https://example.com/a?b=1&copy=2", "url"), ("链接：https://example.com/a", "url"),
    ("▲ 司徒简的柴窑", "caption"), ("（图：黄石滩的水尺）", "caption"), ("（摄影：小满）", "caption"), ("![水尺](a.jpg)", "caption"),
]  # fmt: skip
BEFORE = [
    ("来源：两岸周报　2022-07-11 08:00", "metadata"),
    ("本文共 3200 字", "metadata"),
    ("嘉宾：陆远（石匠）", "declaration"),
]
AFTER = [
    ("责任编辑：尤可", "credits"),
    ("（完）", "credits"),
    ("扫码关注我们", "ad"),
    ("点击阅读原文", "ad"),
    ("推荐阅读", "ad"),
]
HEAD, FIRST, LAST = (
    "山上的气象站",
    "问：站里住着几个人？\n答：两个。一个看天，一个看锅。",
    "问：怎么下山？\n答：不下山。",
)
PLACED = (
    [(f"{HEAD}\n{FIRST}\n{line}\n{LAST}\n", 4, reason) for line, reason in INSIDE]
    + [(f"{HEAD}\n{line}\n{FIRST}\n{LAST}\n", 2, reason) for line, reason in BEFORE]
    + [(f"{HEAD}\n{FIRST}\n{LAST}\n{line}\n", 6, reason) for line, reason in AFTER]
)


@pytest.mark.parametrize(("text", "line", "reason"), PLACED, ids=[line for line, _ in INSIDE + BEFORE + AFTER])
def test_what_is_not_spoken_is_listed_with_line_and_reason(text: str, line: int, reason: str) -> None:
    script = read(text)
    assert cuts(script) == {(line, reason)}
    assert said(script) == said(read(f"{HEAD}\n{FIRST}\n{LAST}\n"))


@pytest.mark.parametrize(
    ("written", "heard", "reason"),
    [
        ("真的（笑），真的。", "真的，真的。", "stage-direction"),
        ("详情见公告 https://example.com/n/2010 ，里面有。", "详情见公告，里面有。", "url"),
        ("见[这里](https://example.com)，一行字。", "见这里，一行字。", "url"),
        ("这是他说的①，不是我。", "这是他说的，不是我。", "footnote-mark"),
        ("这是他说的[^1]，不是我。", "这是他说的，不是我。", "footnote-mark"),
        ("[00:47] 我唱一个例子。", "我唱一个例子。", "timestamp"),
    ],
)
def test_what_is_cut_out_of_a_spoken_line_is_listed_too(written: str, heard: str, reason: str) -> None:
    script = read(f"{HEAD}\n{FIRST}\n{written}\n{LAST}\n")
    assert script.turns[1].paragraphs[-1] == heard
    assert (4, reason) in cuts(script)


@pytest.mark.parametrize(
    "written",
    ["i<10 && p > 0 就停。", "B&B 和 TCP/IP，还有 C#。", "99.99%，1/3，½，2013年的CIO。", "上午08:30开门，晚上23:05关门。",
     "注意：不能站着读。", "步骤很简单：读数，记数。", "他只说了三个字：“涨疯了。”", "ERP（企业资源计划）是一张表。", "3*4*5 等于六十。",
     "文件叫 a_b_c。", "叶子落在不同的院子里（即东院和西院）。", "他喊：“Q！A！”", "他用 AT&T 的电话问：谁？"],
)  # fmt: skip
def test_text_is_carried_as_written(written: str) -> None:
    script = read(f"{HEAD}\n{FIRST}\n{written}\n{LAST}\n")
    assert script.turns[1].paragraphs[-1] == written
    assert not script.dropped and len(script.turns) == 4


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("**很**重，*不轻*。", "很重，不轻。"),
        ("AT&amp;T 和 &ldquo;风&rdquo;。", "AT&T 和 “风”。"),
        ("一&lt;break time=&quot;9s&quot;/&gt;二。", '一<break time="9s"/>二。'),
        ("&amp;lt;b&amp;gt; 是文字。", "&lt;b&gt; 是文字。"),
    ],
)
def test_marks_go_and_entities_are_decoded_once(written: str, heard: str) -> None:
    assert read(f"{HEAD}\n{FIRST}\n{written}\n{LAST}\n").turns[1].paragraphs[-1] == heard


def test_a_tag_that_only_an_entity_made_has_no_effect() -> None:
    assert "<speak>" in "".join(spoken(read(f"{HEAD}\n问：几点？\n答：&lt;speak&gt;八点。\n{LAST}\n")))


# --------------------------------------------------------------------------------------------------- encodings (7)

ENGLISH = "The Bell Founder\nQ: How long does it take?\nA: A week.\nQ: Why so long?\nA: It is a large bell.\n"
BIG5 = "山上的氣象站\n問：站裡住著幾個人？\n答：兩個。一個看天，一個看鍋。\n問：怎麼下山？\n答：不下山。\n"
KANA = "灯台のパン屋\n──どうして焼くのですか\n佐伯　風が強いので、粉が軽くなるのです。\n──いくつ焼きますか\n佐伯　四十個です。\n"


@pytest.mark.parametrize(
    ("text", "codec", "encoding", "by"),
    [
        (SOUND, "utf-8", "utf-8", "strict-utf8"),
        (SOUND, "utf-8-sig", "utf-8", "bom"),
        (SOUND, "utf-16", "utf-16-le", "bom"),
        (ENGLISH, "utf-16-le", "utf-16-le", "utf16-zeros"),
        (ENGLISH, "utf-16-be", "utf-16-be", "utf16-zeros"),
        (SOUND, "gb18030", "gb18030", "common-characters"),
        (BIG5, "big5", "big5", "common-characters"),
        (KANA, "shift_jis", "shift_jis", "common-characters"),
    ],
)
def test_the_encoding_is_found_and_recorded(text: str, codec: str, encoding: str, by: str) -> None:
    script = read_bytes(text.encode(codec), "talk.txt")
    assert (script.source.encoding, script.source.encoding_by) == (encoding, by)
    assert said(script) == said(read(text))


@pytest.mark.parametrize(("newline", "name"), [("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")])
def test_the_newline_is_recorded(newline: str, name: str) -> None:
    script = read_bytes(SOUND.replace("\n", newline).encode(), "talk.txt")
    assert (script.source.newline, script.source.lines) == (name, 5)


def test_a_few_bad_bytes_leave_the_file_utf8() -> None:
    """GB18030 would read the whole file as plausible mojibake."""
    script = read_bytes(SOUND.encode().replace("两个".encode(), b"\xff\x80" + "两个".encode()), "talk.txt")
    assert said(script) == said(read(SOUND))
    assert ("bad-bytes", 3) in codes(script) and script.source.encoding == "utf-8"


# ------------------------------------------------------------------------------------------- hostile kinds (9 and 10)

BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
    "zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)) * 4,
    "elf": b"\x7fELF\x02\x01\x01" + bytes(64) + bytes(range(256)) * 4,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 4,
    "mp3": b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + bytes(range(256)) * 4,
    "noise": bytes((i * i * 31 + i * 7 + (i >> 3) * 91) % 256 for i in range(4096)),
}


@pytest.mark.parametrize("kind", BINARY)
def test_a_binary_file_is_refused_as_not_text(kind: str) -> None:
    with pytest.raises(ScriptError, match=r"talk\.txt.*text"):
        read_bytes(BINARY[kind], "talk.txt")


@pytest.mark.parametrize("data", [b"", b"   \n\n\t\n", b"\xef\xbb\xbf", "　　\r\n".encode()])
def test_an_empty_file_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(ScriptError, match=r"talk\.txt.*empty"):
        read_bytes(data, "talk.txt")


def test_only_questions_are_spoken_and_warned_of() -> None:
    script = read("石匠\nQ：几点？\nQ：在哪里？\nQ：谁来？\n")
    assert {t.role for t in script.turns} == {Role.HOST} and len(script.turns) == 3
    assert {("unanswered", 2), ("unanswered", 3), ("unanswered", 4)} <= codes(script)


def test_a_name_that_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / ("x" * 300), Path("a\x00b.txt")):
        with pytest.raises(ScriptError) as caught:
            read_script(path)
        assert path.name.replace("\x00", "")[:40] in str(caught.value).replace("□", "")
        assert str(caught.value).isprintable()


def test_a_file_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_bytes(SOUND.encode())
    assert said(read_script(tmp_path / "talk.txt")) == said(read(SOUND))


@pytest.mark.parametrize(
    ("spoiled", "line"),
    [
        (SOUND.replace("答：两", "答\u200b：两"), 3),
        (SOUND.replace("问：下", "\ufeff问：下"), 4),
        (SOUND.replace("看锅", "看\u2060锅"), 3),
        (SOUND.replace("不下山", "\u202e不下山\u202c"), 5),
        (SOUND.replace("不下山", "\u2067不下山\u2069"), 5),
        (SOUND.replace("不下山", "\x1b[31m不下山\x1b[0m"), 5),
        (SOUND.replace("不下山", "\x1b]0;title\x07不下山"), 5),
        (SOUND.replace("不下山", "不\x00下\x07山"), 5),
        (SOUND.replace("不下山", "不\u00ad下山"), 5),
    ],
    ids=["zero width in a label", "mark before a label", "word joiner", "override", "isolate", "colours", "window title", "controls", "soft hyphen"],
)  # fmt: skip
def test_what_is_no_writing_is_removed_and_warned_of(spoiled: str, line: int) -> None:
    script = read(spoiled)
    assert said(script) == said(read(SOUND))
    assert any(code == "control-chars" for code, _ in codes(script))
    assert (line, "control-chars") in cuts(script) or "\x00" in spoiled


@pytest.mark.parametrize("character", ["\x0b", "\x1c", "\x1d", "\x85", "\u2028", "\u2029"])
def test_only_real_newlines_count_as_lines(character: str) -> None:
    script = read(SOUND.replace("一个看天", f"{character}一个看天"))
    assert script.source.lines == 5
    assert [t.lines for t in script.turns] == [t.lines for t in read(SOUND).turns]


@pytest.mark.parametrize("number", ["②", "²", "½", "٣", "３"])
def test_a_figure_that_is_no_plain_digit_breaks_nothing(number: str) -> None:
    for line in (f"{number}、几点？", f"Q{number}：几点？", f"{number} 00:00:0{number}", f"# {number}"):
        read(f"{HEAD}\n{line}\n{FIRST}\n{LAST}\n")


def test_a_very_long_line_is_read_or_refused() -> None:
    for piece in ("山", "(", "**", "A：", "[", "<a ", "> ", "Q ", "&", "https://", "00:", "“", "\u3000", "a b "):
        reads_or_refuses((piece * (60_000 // len(piece.encode()))).encode())


def test_thousands_of_turns_are_all_there() -> None:
    text = "".join(f"问：第{n}封信？\n答：送到了第{n}家。\n" for n in range(1500))
    script = read("邮局\n" + text)
    assert [t.paragraphs[0] for t in script.turns[:2998:2]] == [f"第{n}封信？" for n in range(1499)]
    assert len(script.turns) == 3000


def test_a_hostile_title_is_shown_as_it_is() -> None:
    assert read(f"# ../../etc/passwd: “与” CON\n\n{FIRST}\n{LAST}\n").title.text == "../../etc/passwd: “与” CON"


# ------------------------------------------------------------------------------------------------------- front matter

TALK = "陆远：你先敲一下。\n程实：空的吗？\n陆远：空的石头不能做门槛。\n程实：好的呢？\n陆远：像有人答应。\n"


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 石匠\ncast:\n  程实: A\n  陆远: Q\n---\n",
        "---\ntitle: 石匠\n程实: A\n陆远: Q\n---\n",
        "---\ntitle: '石匠'\ncast: {程实: A, 陆远: Q}\n---\n",
        '+++\ntitle = "石匠"\n[cast]\n"程实" = "A"\n"陆远" = "Q"\n+++\n',
    ],
    ids=["map", "top level", "flow", "toml"],
)
def test_front_matter_gives_title_and_roles_and_is_not_spoken(front: str) -> None:
    script = read(front + TALK)
    assert (script.title.text, script.title.by) == ("石匠", "front-matter")
    assert roles(script) == {"程实": "A", "陆远": "Q"}
    assert cuts(script) == {(n, "metadata") for n in range(1, front.count("\n") + 1)}


def test_a_key_that_is_almost_one_of_ours_is_warned_of_and_a_key_of_a_blog_is_not() -> None:
    script = read("---\ntitle: 石匠\nlayout: post\n---\n" + TALK)
    assert "front-matter" not in {code for code, _ in codes(script)}
    script = read("---\ntitle: 石匠\nguestes: 程实\n---\n" + TALK)
    assert ("front-matter", 1) in codes(script) and "guests" in script.warnings[0].message
    assert dict(script.settings) == {"title": "石匠"}


def test_broken_toml_is_warned_of_and_not_spoken() -> None:
    script = read("+++\ntitle = 石匠\n+++\n" + TALK)
    assert ("front-matter", 2) in codes(script) and len(script.turns) == 5


def settings_of(*front: str) -> dict[str, object]:
    return dict(read("\n".join(["---", *front, "---", TALK])).settings)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('title: "灯塔: 夜"  # a comment', "灯塔: 夜"),
        ("title: 'it''s'", "it's"),
        (r'title: "\u706f塔"', "灯塔"),
        ("title: 灯塔\n  夜里", "灯塔 夜里"),
        ('title: "灯塔\n夜里"', "灯塔 夜里"),
        ("title: 灯塔 # a comment", "灯塔"),
        ("title: C#", "C#"),
        ("title: &name 灯塔", "灯塔"),
    ],
)
def test_a_value_in_front_matter_is_what_yaml_says(written: str, title: str) -> None:
    assert settings_of(written) == {"title": title}


@pytest.mark.parametrize("value", ["2026-11-30", "no", "on", "1.10", "12:30", "0x1F", "1_000", "007"])
def test_a_value_in_front_matter_stays_as_it_is_written(value: str) -> None:
    assert settings_of(f"show: {value}") == {"show": value}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title：灯塔", "灯塔"),
        ("title:灯塔", "灯塔"),
        ("title = 灯塔", "灯塔"),
        ("title: 灯塔: 夜", "灯塔: 夜"),
        ("title: [专访] 灯塔", "[专访] 灯塔"),
        ('title: "灯塔" 之夜', '"灯塔" 之夜'),
        ("title: @灯塔", "@灯塔"),
        ("title: *灯塔*", "*灯塔*"),
    ],
)
def test_front_matter_that_is_not_quite_yaml_is_read_as_it_is_meant(written: str, title: str) -> None:
    assert settings_of(written, "layout: post") == {"title": title}


@pytest.mark.parametrize(
    "cast", ["cast:\n  程实：A\n  陆远：Q", "cast:\n\t程实: A\n\t陆远: Q", "cast: {程实：A，陆远：Q}"]
)
def test_a_cast_may_have_chinese_colons_and_tabs(cast: str) -> None:
    assert settings_of(cast) == {"cast": {"程实": "A", "陆远": "Q"}}


@pytest.mark.parametrize("guests", ["[程实，陆远]", "[程实, 陆远]", "\n- 程实\n- 陆远", "\n  - 程实\n  - '陆远'"])
def test_guests_are_a_list_however_it_is_written(guests: str) -> None:
    assert settings_of(f"guests: {guests}") == {"guests": ["程实", "陆远"]}


def test_chinese_colons_in_a_block_of_text_stay() -> None:
    assert settings_of("description: |", "  他说：好。", "  走了。") == {"description": "他说：好。\n走了。"}


def test_an_escape_in_front_matter_brings_in_no_character_that_a_script_may_not_have() -> None:
    assert settings_of(r'title: "灯\e[31m塔\ud800\0"') == {"title": "灯塔"}


def test_of_a_key_that_comes_twice_the_last_one_counts() -> None:
    assert settings_of("title: 石匠", "title: 灯塔") == {"title": "灯塔"}


def test_front_matter_that_cannot_be_read_is_warned_of_with_its_line_and_not_spoken() -> None:
    script = read("---\ntitle: 石匠\n- 程实\n---\n" + TALK)
    assert ("front-matter", 3) in codes(script) and "quote the value" in script.warnings[0].message
    assert (len(script.turns), dict(script.settings)) == (5, {})


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\n"
        + "\n".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "a: &a [*a]",
        "a: " + "[" * 5_000,
        "a:\n" + " -" * 5_000 + " x",
        "a: " + "x" * 100_000,
        "? [a]\n: b",
        "title: !!python/object/apply:os.system [ls]",
    ],
    ids=["billion laughs", "itself", "brackets", "blocks", "long", "a key that is a list", "a tag"],
)
def test_hostile_front_matter_is_no_danger_and_the_talk_is_read(front: str) -> None:
    assert len(read(f"---\n{front}\nlayout: x\n---\n{TALK}").turns) >= 5


def test_a_rule_above_prose_is_no_front_matter() -> None:
    assert read("---\n天还没有亮，卖豆浆的人先到了。\n---\n" + TALK).lede
