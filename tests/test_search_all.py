"""The show's page searches all episodes, from disk too; an episode's page can be embedded in another site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import pages
from support.browser import CHROMIUM, DESKTOP, Browser, browser

from audiobuild.model import PageCue, Role
from audiobuild.site import episode_page, index_page, search_data

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")]


def said(*sentences: str) -> tuple[PageCue, ...]:
    return tuple(PageCue(n * 4.5, n * 4.5 + 4, Role.GUEST, "客", text, 0) for n, text in enumerate(sentences))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    listed = [
        (
            "bread.html",
            pages.page(
                title="面包", cover="", cues=said("我在ＡＢＣ上班。", "揉面要揉半个小时。", "然后等。"), address=""
            ),
        ),
        (
            "milk.html",
            pages.page(
                title="Milk",
                cover="",
                language="en",
                cues=said("Milk at four.", "A bakery, then?", "半个", "Siobhán O’Connell, “crêpe” maker."),
                address="",
            ),
        ),
    ]
    for name, page in listed:
        (folder / name).write_text(episode_page(page), encoding="utf-8")
    (folder / "index.html").write_text(index_page(pages.show_page(subscribe="", cover=""), listed), encoding="utf-8")
    (folder / "search.js").write_text(search_data(listed), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    with browser() as tab:
        tab.screen(DESKTOP)
        yield tab


def visit(tab: Browser, address: str) -> None:
    """Open a page that has no audio to wait for."""
    tab.send("Page.navigate", url=address)
    tab.until(f"location.href === '{address}' && document.readyState === 'complete'")


def found(tab: Browser, text: str) -> tuple[str, list[str]]:
    """The status line and the addresses of the places found."""
    tab.run(f"(q => {{ q.value = {text!r}; q.dispatchEvent(new Event('input')); }})(document.getElementById('query'))")
    tab.until("document.getElementById('count').textContent")
    links = tab.run("[...document.querySelectorAll('#found a')].map(link => link.getAttribute('href'))")
    return tab.run("document.getElementById('count').textContent"), links


def test_a_search_finds_places_of_all_episodes_from_disk(site: Path, tab: Browser) -> None:
    tab.open(f"{site.as_uri()}/index.html")
    assert found(tab, "半个") == ("2 处", ["bread.html#t=4.5", "milk.html#t=9"])
    assert found(tab, "abc上班。揉") == ("1 处", ["bread.html#t=0"])
    quote = tab.run("document.querySelector('#found p').textContent")
    assert "上班。揉" in quote, "Chinese sentences have no blank between them"
    assert found(tab, "FOUR. a  bakery") == ("1 处", ["milk.html#t=0"])
    assert found(tab, "siobhan o'connell, \"crepe") == ("1 处", ["milk.html#t=13.5"])
    assert found(tab, "气象站") == ("没有找到", [])
    assert tab.complaints == []


def test_a_search_without_its_file_says_so(site: Path, tab: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((site / "index.html").read_bytes())
    tab.open(f"{tmp_path.as_uri()}/index.html")
    assert "search.js" in found(tab, "半个")[0]
    tab.complaints.clear()


def test_an_embedded_page_shows_title_and_player_alone(site: Path, tab: Browser) -> None:
    shown = "['h1', '#player .controls', '#transcript', '.lede'].map(name => !!document.querySelector(name)?.checkVisibility())"
    visit(tab, f"{site.as_uri()}/bread.html?embed")
    assert tab.run(shown) == [True, True, False, False]
    assert tab.run("[...document.links].filter(link => link.checkVisibility()).every(link => link.target === '_blank')")
    visit(tab, f"{site.as_uri()}/bread.html")
    assert tab.run(shown)[:3] == [True, True, True]
