"""The exact form: a script that is written in it is read back as the same script, and nothing of its source is lost."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.invariants import check_shape
from test_script_golden import SCRIPTS

from audiobuild.building.episode import cast_script
from audiobuild.building.requests import BuildRequest
from audiobuild.errors import ScriptError
from audiobuild.model import Line, Role, Script, Turn
from audiobuild.planning.plan import plan_lines
from audiobuild.script import read_bytes
from audiobuild.script.exact_write import write_exact

ROOT = Path(__file__).parent.parent
HOSTILE = sorted((ROOT / "tests" / "hostile").glob("*.txt"))
SPEC = importlib.util.spec_from_file_location("interviews", ROOT / "bench" / "interviews.py")
assert SPEC and SPEC.loader
interviews = importlib.util.module_from_spec(SPEC)
sys.modules.setdefault("interviews", interviews)
SPEC.loader.exec_module(interviews)


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
        "speakers": [(who.id, who.role, who.name, who.turns, who.chars) for who in script.speakers],
        "turns": [(t.role, t.speaker, t.section, t.question, t.paragraphs) for t in script.turns],
        "settings": {key: value for key, value in script.settings.items() if key not in ("form", "title", "cast")},
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
