"""Inputs that once broke the reader, found by fuzzing: each must be read correctly or refused in one sentence."""

from __future__ import annotations

import pytest
from support.invariants import check_nothing_vanishes, check_shape

from audiobuild.errors import ScriptError
from audiobuild.script import read_bytes
from audiobuild.script.clean import clean
from audiobuild.script.decode import decode
from audiobuild.script.formats import read_container

SEEDS = {
    "a note of a short name is all that stands on a line": "桑园\n受访人：吴蔚然（以下简称“吴”）\n（以下简称“贺”）\n贺：何时？\n吴：早。\n".encode(),
    "a line that looks like an answer stands behind the end mark": "**答：**\n（完）\n汽笛想起。\nA 因为风。".encode(),
    "a form feed and zero bytes stand inside the times of a subtitle": (
        b"1\n00\x0c\x00\x00:00:00,000 --> 00:00:03,000\n\xe4\xb8\xbb\xe6\x8c\x81\xe4\xba\xba\xef\xbc__\x9a\n\n3\n"
        b"00:00:03,000 --> 00:00:06,501\n\xe8\x88\xb9\xe6\x9d\xa5\xe4\xba\x86\xe3\x80\x82\n"
    ),
    "several turns stand in one paragraph of a page that covers several lines": (
        "<html><body>\n<h1>井</h1>\n<p>\n问：几点？\n答：八点。问：深吗？\n答：深。</p>\n<dl><dt>多深？</dt><dd>九丈。</dd></dl>".encode()
    ),
    "tags are never closed": b"<!doctype html><p>Q: x?<p>A: y." + b"<div" * 500 + b"<!--" * 500,
    "the front matter of a table that recurses": b"+++\n" + b"a = [" * 3000 + b"\n+++\nQ: x?\nA: y.\n",
    "a table of a page is never closed": (
        "<!doctype html>\n<td>1、多少？</td>\n<h2>柴火留下门口</h2>\n<blockquote><table><tr><td>格\n桶</blockquote>".encode()
    ),
    "a table of a page stands on one line": (
        "<!doctype html><table><tr><td>记者</td><td>几点？</td></tr><tr><td>任远</td><td>八点。</td></tr>"
        "<tr><td>记者</td><td>错过吗？</td></tr><tr><td>任远</td><td>没有。</td></tr></table>"
    ).encode(),
    "the title of a page is never closed": (
        "<html><head><title>磨坊</a></div>\n<h1>磨坊</h1>\n<dt>下雨呢？</dt>\n<dd>半个下午。</dd></body></html>".encode()
    ),
    "a quotation mark in a tag is never closed": (
        '<!doctype html>\n<p q = "><title>守夜人的茶</title>\n<p>问：几杯？</p>\n<p>答：三杯。</p>\n<p>问："怕什么？</p>'.encode()
    ),
    "lines before the article of a page are one paragraph": (
        "采访记录\n\n记者 10:00:05\n在吗？\n<body>\n<article><h1>雾</h1><p>问：几点？</p><p>答：八点，雾还没有散，船也没有来。</p>"
        "<p>问：谁来？</p><p>答：没有人来，所以我一直敲钟，敲到下午。</p></article></body>"
    ).encode(),
    "a title of a page goes over several lines": (
        "<html><head><title>磨坊 |\n人物\n（笑）周刊</title></head><body><h2>钟\n（笑）\n楼</h2><p>问：几点？</p><p>答：八点。</p></body></html>"
    ).encode(),
    "a script of a page is never closed": (
        "<!doctype html>\n<h1>茶</h1>\n<p>问：几杯？</p>\n<p>答：三杯。</p>\n<script>var q = 1;\n<nav>首页</na</h1>".encode()
    ),
    "a label of subtitles returns in the next cue": (
        "00:00:00,000 --> 00:00:00,900\n记者：山路\n\n00:00:01,000 --> 00:00:01,900\n记者：看见石头\n\n"
        "00:00:02,000 --> 00:00:02,900\n门口：汽笛\n\n00:00:03,000 --> 00:00:03,900\n门口：竹林\n"
    ).encode(),
    "only marks of emphasis": b"**__**~~``[](){}<>*",
}


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in SEEDS.items()])
def test_what_broke_once_is_read_or_refused(data: bytes) -> None:
    try:
        script = read_bytes(data, "talk.txt")
    except ScriptError as error:
        assert "talk.txt" in str(error) and "\n" not in str(error)
        return
    text = decode(data, "talk.txt").text
    check_shape(script, text)
    lines = clean(text)[0]
    check_nothing_vanishes(script, "\n".join(lines), read_container(lines).kind == "html")
