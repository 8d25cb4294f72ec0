"""Listening pages for tests: of a real episode, as it was built; and of what a test thinks up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from audiobuild.model import Page, PageCue, Role, ShowPage
from audiobuild.site import episode_page, index_page

NARRATOR, HOST = ("旁白", "Narrator"), ("主持人", "Host")
CUES = (
    PageCue(0, 2, Role.NARRATOR, "旁白", "凌晨的面包房。", 0),
    PageCue(3, 5, Role.HOST, "主持人", "习惯了吗？", 1),
    PageCue(6, 8, Role.GUEST, "顾晓棠", "习惯了。", 2),
    PageCue(8.5, 12, Role.GUEST, "顾晓棠", "面团不认识时钟。", 2),
)


def page(**changes) -> Page:
    """A page with all there can be; `changes` are what a test wants otherwise."""
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


def page_of(output: Path, stem: str, **changes) -> Page:
    """The page of an episode that was built into `output`."""
    record = json.loads((output / f"{stem}.json").read_text(encoding="utf-8"))
    told = json.loads((output / f"{stem}.words.json").read_text(encoding="utf-8"))["cues"]
    cues, turn = [], 0
    for place, cue in enumerate(told):
        name = cue["speaker"]
        turn += place > 0 and name != told[place - 1]["speaker"]
        role = Role.NARRATOR if name in NARRATOR else Role.HOST if name in HOST else Role.GUEST
        cues.append(PageCue(cue["start"], cue["end"], role, name, cue["text"], turn))
    built = {
        "title": record["title"],
        "seconds": record["seconds"],
        "audio": f"{stem}.mp3",
        "cover": f"{stem}.jpg",
        "chapters": tuple(map(tuple, record["chapters"])),
        "cues": tuple(cues),
        "downloads": {"MP3": f"{stem}.mp3", "WebVTT": f"{stem}.vtt"},
    }
    return page(**{**built, **changes})


def write(folder: Path, output: Path, stem: str, **changes) -> Page:
    """Put the page of a built episode, what it needs and an index into `folder`; returns what the page shows."""
    from mutagen.id3 import ID3

    folder.mkdir(exist_ok=True)
    shown = page_of(output, stem, **changes)
    for ending in ("mp3", "vtt"):
        shutil.copy(output / f"{stem}.{ending}", folder)
    picture = ID3(output / f"{stem}.mp3").getall("APIC")[0].data
    for name in (f"{stem}.jpg", "x.jpg"):
        (folder / name).write_bytes(picture)
    (folder / "feed.xml").write_text("<rss/>", encoding="utf-8")
    (folder / f"{stem}.html").write_text(episode_page(shown), encoding="utf-8")
    (folder / "index.html").write_text(index_page(show_page(), [(f"{stem}.html", shown)]), encoding="utf-8")
    return shown
