"""Invented listening pages, and what the page of a built episode has to show."""

from __future__ import annotations

import json
from pathlib import Path

from audiobuild.model import Page, PageCue, Role, ShowPage

CUES = (
    PageCue(0, 2, Role.NARRATOR, "旁白", "凌晨的面包房。", 0),
    PageCue(3, 5, Role.HOST, "主持人", "习惯了吗？", 1),
    PageCue(6, 8, Role.GUEST, "顾晓棠", "习惯了。", 2),
    PageCue(8.5, 12, Role.GUEST, "顾晓棠", "面团不认识时钟。", 2),
)


def page(**changes) -> Page:
    """A page with every part; `changes` are the fields that a test sets differently."""
    facts = {
        "title": "凌晨四点的面包房",
        "show": "夜里醒着的人",
        "author": "夜班编辑部",
        "guests": ("顾晓棠",),
        "language": "zh",
        "description": "一家只在夜里开工的面包房。",
        "date": "2026-11-24T06:00:00+08:00",
        "seconds": 13.0,
        "audio": "x.mp3",
        "cover": "x.jpg",
        "feed": "feed.xml",
        "index": "index.html",
        "downloads": {"MP3": "x.mp3", "WebVTT": "x.vtt"},
        "chapters": ((0, "开场"), (3, "习惯了吗？")),
        "cues": CUES,
    }
    return Page(**{**facts, **changes})


def show_page(**changes) -> ShowPage:
    """The show of such pages."""
    facts = {
        "title": "夜里醒着的人",
        "author": "夜班编辑部",
        "language": "zh",
        "description": "城市睡着以后，总有人还醒着。",
        "cover": "x.jpg",
        "feed": "feed.xml",
        "subscribe": "",
    }
    return ShowPage(**{**facts, **changes})


def heard(output: Path, stem: str) -> Page:
    """What the page of an episode that was built into `output` has to show."""
    record = json.loads((output / f"{stem}.json").read_text(encoding="utf-8"))
    stored = json.loads((output / f"{stem}.words.json").read_text(encoding="utf-8"))["cues"]
    cues = [PageCue(cue["start"], cue["end"], Role(cue["role"]), cue["speaker"], cue["text"], 0) for cue in stored]
    chapters = tuple(map(tuple, record["chapters"]))
    return page(title=record["title"], seconds=record["seconds"], chapters=chapters, cues=tuple(cues))
