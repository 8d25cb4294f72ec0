"""The exact form: a script that is written in it is read back as the same script, and nothing of its source is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bench import of_bench
from support.invariants import check_shape
from test_script_golden import SCRIPTS

from audiobuild.building.casting import cast_script
from audiobuild.building.requests import BuildRequest
from audiobuild.errors import ScriptError
from audiobuild.model import Line, Role, Script, Turn
from audiobuild.planning.plan import plan_lines
from audiobuild.script import read_bytes
from audiobuild.script.exact_write import write_exact

ROOT = Path(__file__).parent.parent
REWRITTEN = ("form", "title", "cast", "gender", "keep", "drop")
HOSTILE = sorted((ROOT / "tests" / "hostile").glob("*.txt"))
interviews = of_bench("interviews")


def plan(script: Script) -> list[Line]:
    """The lines of the episode: text, voice, pause, chapter and speaker; not the line of the source."""
    request = BuildRequest(Path("talk.txt"), Path(), Path(), Path("no-show"), "tone", {})
    cast = cast_script(replace(script, settings={**script.settings, "cover": ""}), request)
    return [replace(line, source=0) for line in plan_lines(cast.script, cast.voices, cast.show.pauses).lines]


def facts(script: Script) -> dict[str, object]:
    """What a script says, written down apart from the code that is tested."""
    return {
        "title": script.title.text,
        "language": script.language,
        "lede": script.lede and script.lede.paragraphs,
        "sections": [(section.title, section.first_turn, section.index) for section in script.sections],
        "speakers": [(who.id, who.role, who.name, who.gender, who.turns, who.chars) for who in script.speakers],
        "turns": [(t.role, t.speaker, t.section, t.question, t.paragraphs) for t in script.turns],
        "settings": {key: value for key, value in script.settings.items() if key not in REWRITTEN},
    }


def check_round_trip(data: bytes, name: str, roles: dict[str, Role] | None = None) -> str:
    """The text in the exact form, after all that must hold of it."""
    script = read_bytes(data, name, roles or {})
    text = write_exact(script, data)
    again = read_bytes(text.encode(), name)
    assert again.style.id == "exact"
    assert facts(again) == facts(script)
    assert plan(again) == plan(script)
    check_shape(again, text)
    check_nothing_is_lost(script, data, text)
    assert write_exact(again, text.encode()) == text
    return text


def check_nothing_is_lost(script: Script, data: bytes, text: str) -> None:
    """Every dropped text is a comment with its reason, but for settings, which are settings again."""
    comments = {line for line in text.split("\n") if line.startswith("<!-- ")}
    front = text[: text.index("\n---\n")].lower()
    for cut in script.dropped:
        words = cut.text.removesuffix("…").replace("-->", "--\\>").strip()
        if not words or (cut.reason == "metadata" and is_a_setting(words, front)):
            continue
        start = words.removeprefix("<!--").removesuffix("--\\>").strip()[:300].strip()
        assert any(start in comment and (cut.reason in comment or cut.reason == "code") for comment in comments), cut


def is_a_setting(line: str, front: str) -> bool:
    """Whether every word of a line of the source's front matter is in the settings again, its key perhaps renamed."""
    value = line.partition(":")[2] or line.partition("=")[2] or line
    value = value.partition(" #")[0]
    words = value.lower().translate(dict.fromkeys(map(ord, "\"'[],{}-+"), " ")).split()
    return all(word in front for word in words)


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_golden_script_is_the_same_in_the_exact_form(name: str) -> None:
    path = SCRIPTS[name]
    check_round_trip(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_a_hostile_script_is_the_same_in_the_exact_form(path: Path) -> None:
    try:
        read_bytes(path.read_bytes(), path.name)
    except ScriptError:
        return  # nothing to write
    check_round_trip(path.read_bytes(), path.name)


@pytest.mark.parametrize("seed", range(1, 400, 4))
def test_a_made_interview_is_the_same_in_the_exact_form(seed: int) -> None:
    made = interviews.make(seed, held=seed % 8 == 1)
    check_round_trip(made.text.encode(), made.name)


# ------------------------------------------------------------------------------------------------ text like markup

TALK = """---
form: exact
title: 灯塔
language: zh
cast:
  记者: Q
  陶渡: A
  旁白: N
---

记者：几点？

陶渡：八点。

第二段。
"""

LIKE_MARKUP = [
    "记者：不是我说的",
    "记者 : 也不是",
    "陶渡:八点",
    "旁白：没有",
    "阿宝：我也去",
    "**注意：**别站着",
    "In other words: no",
    "# 一号",
    "## 二号",
    "##三号",
    "### 四号",
    "#",
    "##",
    "---",
    "+++",
    "...",
    "<!-- 看这里 -->",
    "<!-- 没有完",
    "说 <!-- 又说",
    "\\<!-- 有斜线",
    "\\\\<!-- 两条",
    "没有开 -->",
    "\\",
    "\\\\",
    "\\记者：有斜线",
    "[停]",
    "（笑）",
    "[^1]: 注",
    "> 引",
    "- 项",
    "1. 项",
    "```",
    "|a|b|",
    "&amp; &lt;b&gt;",
    "<b>粗</b>",
    "https://example.org/a?b=c",
    "10:30 出发",
    "form: exact",
    "title: 别的",
    "：没有名字",
    "……",
    "أهلا: بك",
    "e\u0301: combining",
    "🙂：好",
    "a  b\tc",
]


def with_paragraphs(first: str, second: str) -> Script:
    """TALK with other words in the answer."""
    script = read_bytes(TALK.encode(), "talk.md")
    answer = replace(script.turns[1], paragraphs=(first, second))
    guest = replace(script.speakers[1], chars=len(first) + len(second))
    return replace(script, turns=(script.turns[0], answer), speakers=(script.speakers[0], guest))


def spoken_again(script: Script) -> tuple[Turn, ...]:
    text = write_exact(script, TALK.encode())
    again = read_bytes(text.encode(), "talk.md")
    assert write_exact(again, text.encode()) == text
    return again.turns


@pytest.mark.parametrize("text", LIKE_MARKUP)
def test_text_that_looks_like_markup_comes_back_unchanged(text: str) -> None:
    for first, second in ((text, "后来。"), ("先。", text), (text, text)):
        assert spoken_again(with_paragraphs(first, second))[1].paragraphs == (first, second)


@pytest.mark.parametrize("text", LIKE_MARKUP)
def test_a_title_lede_and_heading_that_look_like_markup_come_back_unchanged(text: str) -> None:
    source = TALK.replace("记者：几点？", "引子。\n\n## 一\n\n记者：几点？")
    script = read_bytes(source.encode(), "talk.md")
    script = replace(script, title=replace(script.title, text=text))
    script = replace(script, lede=replace(script.lede, paragraphs=(text,)))
    script = replace(script, sections=(replace(script.sections[0], title=text),))
    speakers = (*script.speakers[:2], replace(script.speakers[2], chars=len(text)))
    again = read_bytes(write_exact(replace(script, speakers=speakers), source.encode()).encode(), "talk.md")
    assert again.title.text == text
    assert again.lede and again.lede.paragraphs == (text,)
    assert again.sections[0].title == text


PIECES = [
    "记者",
    "陶渡",
    "：",
    ":",
    " ",
    "#",
    "\\",
    "<!--",
    "-->",
    "--",
    "-",
    "。",
    "a",
    "字",
    "[",
    "'",
    '"',
    "\u0301",
    "ש",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join).filter(lambda t: t == t.strip() != "")


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_paragraphs_come_back_unchanged(first: str, second: str) -> None:
    assert spoken_again(with_paragraphs(first, second))[1].paragraphs == (first, second)


# -------------------------------------------------------------------------------------------------------- what is kept


def exact(source: str, roles: dict[str, Role] | None = None, name: str = "talk.md") -> str:
    """A script's text in the exact form."""
    return check_round_trip(source.encode(), name, roles)


def test_roles_given_by_name_are_in_the_cast() -> None:
    source = "两个人\n\n水生：潮水几点来？\n\n木青：八点。\n\n水生：天天来？\n\n木青：天天来。\n"
    assert "  水生: A\n  木青: Q\n" in exact(source, {"水生": Role.GUEST, "木青": Role.HOST})


def test_voices_and_names_of_the_cast_are_kept() -> None:
    source = (
        (
            "---\ntitle: 译者\ncast: {叶: hum-low, Q: hum-high, 叶连娜: hum}\n---\n访问者：陈芜（以下简称“陈”）\n"
            "受访者：叶连娜（以下简称“叶”）\n\n陈：第一本书是什么？\n叶：说明书。\n陈：后来呢？\n叶：后来是小说。\n"
        )
        .replace("hum-low", "low")
        .replace("hum-high", "high")
        .replace(": hum}", ": low}")
    )
    voices = [(line.speaker, line.utterance.voice.name) for line in plan_of_voices(source)]
    assert voices == [(line.speaker, line.utterance.voice.name) for line in plan_of_voices(exact_only(source))]
    assert "{role: A, name: 叶连娜, voice: " in exact_only(source)


def exact_only(source: str) -> str:
    return write_exact(read_bytes(source.encode(), "talk.md"), source.encode())


def plan_of_voices(source: str) -> list[Line]:
    return plan(read_bytes(source.encode(), "talk.md"))


def test_every_setting_of_a_front_matter_is_kept_and_what_is_none_is_a_comment() -> None:
    source = (
        "---\ntitle: \"灯塔: 夜\"  # 旧题\nshow: 'it''s'\nauthor: [甲, \"乙，丙\"]\ndate: 2024-05-01\n"
        "description: |\n  一段。\n\n  又一段。\nlexicon:\n  单雄信: shan4 xiong2 xin4\n  'a: b': 'null'\n"
        "hosts: []\ntags: [x]\n---\n\n问：几点？\n\n答：八点。\n\n问：谁？\n\n答：我。\n"
    )
    text = exact(source)
    assert "<!-- metadata: tags: [x] -->" in text and "<!-- metadata: # 旧题 -->" in text
    assert read_bytes(text.encode(), "x").settings["description"] == "一段。\n\n又一段。"


def test_a_sex_that_the_script_shows_is_declared_in_the_exact_form() -> None:
    source = "灯塔\n\n陶渡住在北礁，她守塔十九年。\n\n记者：几点？\n\n陶渡：八点。\n\n记者：天天？\n\n陶渡：天天。\n"
    assert read_bytes(source.encode(), "x").speakers[1].gender == "female"
    assert "gender:\n  陶渡: female\n" in exact(source)
    assert "gender:\n  a: female\n" in exact(source.replace("陶渡：", "A："))  # A: female would be every guest's
    assert not read_bytes(TALK.replace("第二段", "陶渡，她").encode(), "x").speakers[1].gender


def test_lines_kept_and_dropped_by_the_front_matter_are_text_and_comments_in_the_exact_form() -> None:
    source = "---\ndrop: [天天。]\n---\n灯塔\n\n记者：几点？\n\n陶渡：八点。\n\n天天。\n\n记者：谁？\n\n陶渡：我。\n"
    text = exact(source)
    assert "\ndrop:" not in text and "<!-- metadata: drop: [天天。] -->" in text
    assert "天天。 -->" in text.replace("[天天。] -->", "")


def test_a_long_cast_and_lexicon_are_read_in_the_exact_form() -> None:
    """200 lines of front matter are the limit elsewhere."""
    words = "".join(f"  字{number}: zi4\n" for number in range(2500))
    source = TALK.replace("---\n\n记者", f"lexicon:\n{words}---\n\n记者")
    assert len(read_bytes(source.encode(), "talk.md").turns) == 2
    exact(source)


def test_a_title_that_is_too_long_for_front_matter_is_a_heading() -> None:
    text = exact(f"# {'[灯]塔' * 300}\n\n问：几点？\n\n答：八点。\n\n问：谁？\n\n答：我。\n")
    assert "\n# [灯]塔" in text and "\ntitle:" not in text


def test_a_long_dropped_text_is_kept_whole() -> None:
    source = f"灯塔\n\n问：几点？\n\n答：八点。\n\n```\n{'x = 1; ' * 100}END\n```\n\n问：谁？\n\n答：我。\n"
    assert "x = 1; END" in exact(source)


def test_a_script_without_turns_is_narrated_in_the_exact_form() -> None:
    assert "cast:\n  旁白: N\n" in exact("灯塔\n\n天黑了，灯亮了，船回来了。没有人说话。\n")


def test_hand_written_layout_is_read_and_comments_keep_their_place() -> None:
    source = TALK.replace(
        "陶渡：八点。\n\n第二段。", "陶渡：\n八点。 <!-- 想了很久 -->\n<!-- ad: 广告\n两行 -->\n第二段。"
    )
    script = read_bytes(source.encode(), "talk.md")
    assert script.turns[1].paragraphs == ("八点。", "第二段。")
    assert [(cut.reason, cut.text) for cut in script.dropped if cut.line > 9] == [
        ("code", "<!-- 想了很久 -->"),
        ("ad", "广告 两行"),
        ("ad", "…"),
    ]
    text = exact(source)
    assert "陶渡：八点。\n<!-- 想了很久 -->\n<!-- ad: 广告 两行 -->\n\n第二段。\n" in text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("八点<!-- x -->整。", "八点整。"),
        ("at <!-- x --> eight", "at eight"),
        ("at <!-- x -->eight", "at eight"),
        ("八点 <!-- x -->", "八点"),
    ],
)
def test_a_comment_within_a_line_leaves_no_second_blank(written: str, said: str) -> None:
    script = read_bytes(TALK.replace("第二段。", written).encode(), "talk.md")
    assert script.turns[1].paragraphs == ("八点。", said)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_an_exact_file_may_have_any_encoding_and_line_ends(encoding: str, newline: str) -> None:
    script = read_bytes(TALK.replace("\n", newline).encode(encoding), "talk.md")
    assert facts(script) == facts(read_bytes(TALK.encode(), "talk.md"))


UNICODE = [
    "שלום, מה שלומך",
    "e\u0301a\u0308 n\u0303",
    "भाषा",
    "𠮷野家",
    "👩‍👧 走了",
    "前\u2028后",
    "前\u200b后",
    "ﬁ ½ Ⅳ",
    "\u202eabc\u202c",
]


@pytest.mark.parametrize("text", UNICODE)
def test_any_script_of_the_world_survives_as_far_as_it_can_be_spoken(text: str) -> None:
    plain = f"灯塔\n\n记者：{text}吗？\n\n陶渡：{text}。\n\n记者：{text}呢？\n\n陶渡：没有{text}。\n"
    exact(plain)
    exact(TALK.replace("第二段", text).replace("title: 灯塔", f"title: 灯{text}塔"))


def test_a_narrator_has_a_name_in_the_talk_and_needs_none_below_a_heading() -> None:
    source = TALK.replace("第二段。", "旁白：灯灭了。\n\n## 夜里\n\n海上起雾。\n\n记者：后来呢？\n\n陶渡：等。")
    script = read_bytes(source.encode(), "talk.md")
    assert [turn.role.value for turn in script.turns] == ["Q", "A", "N", "N", "Q", "A"]
    assert "旁白：灯灭了。\n\n## 夜里\n\n海上起雾。\n" in exact(source)


def test_the_voice_of_a_narrators_name_is_the_narrators() -> None:
    source = TALK.replace("旁白: N", "旁白: N high").replace("第二段。", "旁白：灯灭了。")
    assert plan_of_voices(source)[-1].utterance.voice.name == "high"
    exact(source)


def test_a_guess_is_never_made_in_the_exact_form() -> None:
    """What other forms drop or take as labels is spoken: stage directions, addresses, credits, questions in bold."""
    said = "（笑）\n\n**几点？**\n\n责任编辑甲\n\nhttps://example.org"
    script = read_bytes(TALK.replace("第二段。", said).encode(), "talk.md")
    assert script.turns[1].paragraphs == ("八点。", *said.split("\n\n"))


# ------------------------------------------------------------------------------------------------------------- errors

WRONG = {
    "a label that is not in the cast": (("第二段。", "阿宝：我也去。"), 15, "“阿宝” is not in “cast:”; add “阿宝: A”"),
    "a mistyped label": (("第二段。", "陶度：我也去。"), 15, "did you mean “陶渡”?"),
    "no cast": (("cast:\n  记者: Q\n  陶渡: A\n  旁白: N\n", ""), 1, "needs “cast:”"),
    "an empty cast": (("cast:\n  记者: Q\n  陶渡: A\n  旁白: N\n", "cast: {}\n"), 5, "has no names"),
    "a cast that is a list": (("cast:\n  记者: Q\n  陶渡: A\n  旁白: N\n", "cast: [记者]\n"), 5, "is no table"),
    "a name without a role": (("  陶渡: A", "  陶渡: zm_yunxi"), 7, "“陶渡” in “cast:” has no role"),
    "a key of a name that is not known": (("  陶渡: A", "  陶渡: {rolle: A}"), 7, "did you mean “role”?"),
    "an unknown key": (
        ("language: zh", "languge: zh"),
        4,
        "no key “languge” in the exact form; did you mean “language”?",
    ),
    "a setting for guesses": (("language: zh", "drop: [夜]"), 4, "no key “drop” in the exact form"),
    "front matter that is never closed": (("  旁白: N\n---\n", "  旁白: N\n"), 1, "is never closed"),
    "front matter that is not YAML": (("title: 灯塔", "title: 灯塔\n- 夜"), 4, "cannot be read"),
    "a heading of another level": (("第二段。", "### 夜"), 15, "sections only"),
    "a second title": (("第二段。", "# 夜"), 15, "a title already"),
    "a heading without words": (("第二段。", "##"), 15, "has no words"),
    "a heading with nothing below": (("第二段。", "## 夜"), 15, "nothing below the heading “夜”"),
    "a label without text": (("第二段。", "记者：\n\n陶渡：八点。"), 15, "“记者” says nothing"),
    "a comment that is never closed": (("第二段。", "<!-- 夜"), 15, "never closed"),
    "no text": (("记者：几点？\n\n陶渡：八点。\n\n第二段。\n", ""), None, "contains no interview"),
}


@pytest.mark.parametrize(("change", "line", "words"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_exact_file_is_refused_with_line_and_remedy(change: tuple[str, str], line: int, words: str) -> None:
    assert change[0] in TALK
    with pytest.raises(ScriptError) as error:
        read_bytes(TALK.replace(*change).encode(), "talk.md")
    assert words in str(error.value) and "\n" not in str(error.value)
    assert str(error.value).startswith(f"talk.md:{line}: " if line else "talk.md ")


def test_a_name_that_never_speaks_is_warned_of_with_its_line() -> None:
    script = read_bytes(TALK.replace("  旁白: N", "  阿宝: A").encode(), "talk.md")
    assert [(warning.code, warning.line) for warning in script.warnings] == [("front-matter", 8)]


def test_another_form_is_no_setting() -> None:
    source = "---\nform: {}\n---\nQ: Why?\n\nA: Because.\n"
    assert read_bytes(source.format("essay").encode(), "x").style.id != "exact"
    assert not read_bytes(source.format("essay").encode(), "x").settings
    assert "did you mean form: exact?" in read_bytes(source.format("exakt").encode(), "x").warnings[0].message


# ------------------------------------------------------------------------------------------------------------ command

SOURCE = "灯塔\n\n甲：几点？\n\n乙：八点。（笑）\n\n甲：天天？\n\n乙：天天。\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(SOURCE, "utf-8")
    return path


def test_the_exact_form_is_written_to_a_file_or_to_standard_output(audiobuild, talk: Path, tmp_path: Path) -> None:
    target = tmp_path / "talk.md"
    done = audiobuild("parse", talk, "--write", target)
    assert done.returncode == 0 and str(target) in done.stdout
    written = target.read_text("utf-8")
    assert "  甲: Q\n  乙: A\n" in written
    for arguments in ((talk, "--write", "-"), (talk, "-o", "-"), (talk, "--write"), ("--write", talk)):
        assert audiobuild("parse", *arguments).stdout == written
    other = tmp_path / "other.md"
    audiobuild("parse", talk, "--write", "-o", other)
    assert other.read_text("utf-8") == written


def test_roles_of_the_command_are_written(audiobuild, talk: Path) -> None:
    done = audiobuild("parse", talk, "--as", "甲=A", "--as", "乙=Q", "--write", "-")
    assert "  甲: A\n  乙: Q\n" in done.stdout
    refused = audiobuild("parse", talk, "--as", "丙=A", "--write", "-")
    assert (refused.returncode, refused.stdout) == (1, "") and "丙" in refused.stderr


def test_a_file_is_replaced_only_if_asked_and_the_script_itself_never(audiobuild, talk: Path, tmp_path: Path) -> None:
    target = tmp_path / "talk.md"
    target.write_text("mine", "utf-8")
    done = audiobuild("parse", talk, "--write", target)
    assert done.returncode == 1 and "--force" in done.stderr and target.read_text("utf-8") == "mine"
    assert audiobuild("parse", talk, "--write", target, "--force").returncode == 0
    assert "form: exact" in target.read_text("utf-8")
    link = tmp_path / "link.txt"
    link.symlink_to(talk)
    for own in (talk, link):
        done = audiobuild("parse", talk, "--write", own, "--force")
        assert done.returncode == 1 and "the script itself" in done.stderr
    assert talk.read_text("utf-8") == SOURCE


def test_a_wrong_exact_file_fails_and_writes_nothing(audiobuild, tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text(TALK.replace("第二段。", "阿宝：我也去。"), "utf-8")
    for arguments in ((path,), (path, "--write", tmp_path / "new.md")):
        done = audiobuild("parse", *arguments)
        assert done.returncode == 1 and done.stderr.count("\n") == 1 and ":15: " in done.stderr
    assert not (tmp_path / "new.md").exists()


@pytest.mark.parametrize("option", [("--json",), ("--voice", "A=zm_yunxi"), ("--engine", "tone")])
def test_options_that_a_file_cannot_hold_are_refused(audiobuild, talk: Path, option: tuple[str, ...]) -> None:
    assert audiobuild("parse", talk, "--write", "-", *option).returncode == 2


def test_a_cover_is_found_from_another_folder(audiobuild, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "cover.jpg").write_bytes(b"x")
    script = tmp_path / "a" / "talk.md"
    script.write_text(f"---\ncover: cover.jpg\n---\n{SOURCE}", "utf-8")
    target = tmp_path / "b" / "talk.md"
    assert audiobuild("parse", script, "--write", target).returncode == 0
    assert "cover: '../a/cover.jpg'\n" in target.read_text("utf-8")


def test_a_conversion_speaks_no_sentence_again(show: Path, audiobuild) -> None:
    script = next((show / "scripts").iterdir())
    assert audiobuild("build", script).returncode == 0
    target = show / "scripts" / "exact.md"
    assert audiobuild("parse", script, "--write", target).returncode == 0
    assert "would speak 0 of " in audiobuild("build", target, "-n").stdout


def test_exact_may_be_written_with_a_capital() -> None:
    text = "---\nform: Exact\ntitle: 夜谈\ncast:\n  小夏: Q\n  阿布: A\n---\n\n小夏：忙吗？\n阿布：不忙。\n"
    assert [turn.label for turn in read_bytes(text.encode(), "x.md").turns] == ["小夏", "阿布"]
