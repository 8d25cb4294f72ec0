"""Saved pages of WeChat and a Word file, built end to end: what is heard is the interview, and nothing of the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.articles import ARTICLES
from test_documents import document

from audiobuild.script import read_script

#: What such a page holds besides the interview.
AROUND = (
    "蓝字 原创 微信号 heanzhoukan 功能介绍 河边的人 人物访谈 黄石滩的水尺 摄影 END 尤可 受访者 木木 阅读原文 10万 赞赏 "
    "喜欢作者 长按 二维码 转账 扫一扫 公众号 看下一个 留言 预览 heanshangwu 转载 浙江 2024"
).split()


def heard(name: str) -> str:
    """The transcript of an episode: who says what."""
    return re.sub(r"\[.*?\]", "", Path(f"output/{name}.lrc").read_text("utf-8"))


@pytest.mark.parametrize("name", ARTICLES)
def test_a_saved_page_is_built_as_the_interview_that_is_in_it(show: Path, audiobuild, name: str) -> None:
    make, turns = ARTICLES[name]
    Path(f"scripts/{name}.html").write_text(make(), "utf-8")
    script = read_script(Path(f"scripts/{name}.html"))
    wanted = [text for pair in turns for text in pair]
    assert ["".join(turn.paragraphs) for turn in script.turns] == wanted
    assert [turn.role.value for turn in script.turns] == ["Q", "A"] * len(turns)
    done = audiobuild("build", f"scripts/{name}.html", "--json")
    (episode,) = json.loads(done.stdout)["episodes"]
    assert (episode["state"], episode["warnings"]) == ("built", [])
    assert [word for word in AROUND if word in heard(name)] == []
    assert "no defect" in audiobuild("check", "output").stderr


def test_a_word_file_is_built_as_the_interview_that_is_in_it(show: Path, audiobuild) -> None:
    Path("scripts/word.docx").write_bytes(document())
    (episode,) = json.loads(audiobuild("build", "scripts/word.docx", "--json").stdout)["episodes"]
    assert episode["state"] == "built"
    spoken = [line["text"] for line in json.loads(Path("output/word.json").read_text("utf-8"))["lines"]]
    script = read_script(Path("scripts/word.docx"))
    assert "".join(spoken[2:]) == "".join(paragraph for turn in script.turns for paragraph in turn.paragraphs)
    assert "no defect" in audiobuild("check", "output").stderr
