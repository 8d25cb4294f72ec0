"""Inputs that broke the reading room once, found by fuzzing: each must be read soundly or refused in one sentence."""

from __future__ import annotations

import json

import pytest

from audiobuild.errors import ScriptError
from audiobuild.script import dump, read_bytes

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
    "only marks of emphasis": b"**__**~~``[](){}<>*",
}


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in SEEDS.items()])
def test_what_broke_once_is_read_or_refused(data: bytes) -> None:
    try:
        script = read_bytes(data, "talk.txt")
    except ScriptError as error:
        assert "talk.txt" in str(error) and "\n" not in str(error)
        return
    last = 0
    for turn in script.turns:
        assert last <= turn.lines[0] <= turn.lines[1]
        assert all(part.strip() and part.isprintable() for part in turn.paragraphs)
        last = turn.lines[1]
    assert all(section.first_turn < len(script.turns) for section in script.sections)
    assert json.dumps(dump(script), ensure_ascii=False).encode()
