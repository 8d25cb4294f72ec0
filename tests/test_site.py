"""The pages people listen on: what they hold, and that no text can break them."""

import html.parser

import pytest

from audiobuild.model import Page, PageCue, Role, ShowPage
from audiobuild.site import episode_page, index_page

CUES = (
    PageCue(0, 2, Role.NARRATOR, "旁白", "凌晨的面包房。", 0),
    PageCue(3, 5, Role.HOST, "主持人", "习惯了吗？", 1),
    PageCue(6, 8, Role.GUEST, "顾晓棠", "习惯了。", 2),
    PageCue(8.5, 12, Role.GUEST, "顾晓棠", "面团不认识时钟。", 2),
)


def page(**changes) -> Page:
    facts = {
        "title": "凌晨四点的面包房",
        "show": "夜间电台",
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
        "downloads": {"MP3": "x.mp3", "VTT": "x.vtt"},
        "chapters": ((0, "开场"), (3, "习惯了吗？")),
        "cues": CUES,
    }
    return Page(**{**facts, **changes})


def show_page(**changes) -> ShowPage:
    facts = {
        "title": "夜间电台",
        "author": "夜班编辑部",
        "language": "zh",
        "description": "夜里还醒着的人。",
        "cover": "cover.jpg",
        "feed": "feed.xml",
        "subscribe": "",
    }
    return ShowPage(**{**facts, **changes})


class Parsed(html.parser.HTMLParser):
    """A page's text, its elements with their attributes in order, and the content of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


EVIL = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "$title", "]]>", "' onload='x"]


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_markup(evil):
    kind = [tag for tag, _ in Parsed(episode_page(page())).elements]
    shown = Parsed(episode_page(page(title=evil, cues=(*CUES[:3], PageCue(8.5, 12, Role.GUEST, "顾晓棠", evil, 2)))))
    assert [tag for tag, _ in shown.elements] == kind
    assert evil in shown.text


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_markup_in_the_index(evil):
    kind = [tag for tag, _ in Parsed(index_page(show_page(), [("a.html", page())])).elements]
    shown = Parsed(index_page(show_page(title=evil, description=evil), [("a.html", page(title=evil))]))
    assert [tag for tag, _ in shown.elements] == kind
    assert shown.text.count(evil) >= 3
