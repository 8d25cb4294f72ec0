"""What strangers to our code say of the pages: axe-core in the browser, html-validate and the Nu checker on the text."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support import pages
from support.browser import CHROMIUM, DESKTOP, PHONE, browser

from audiobuild.builder import Builder
from audiobuild.model import PageCue, PageLink, Role
from audiobuild.sampling import Sample, samples_page
from audiobuild.site import episode_page, feed_style, index_page, search_data

JUDGES = Path(__file__).parent.parent / ".ci" / "judges" / "node_modules"
AXE = JUDGES / "axe-core" / "axe.min.js"
VALIDATE = JUDGES / ".bin" / "html-validate"
NU = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"

pytestmark = pytest.mark.browser

NASTY = "</i>&\"'\u202e\x00\ud800 "  # not longer: the checker counts escaped characters of a title, and allows 70
LONG = tuple(
    PageCue(n * 3, n * 3 + 2.5, [Role.NARRATOR, Role.HOST, Role.GUEST][n % 3], "旁主客"[n % 3], f"第{n}句，面包。", n)
    for n in range(30)
)
SHOWN = {
    "zh": pages.page(cues=LONG, seconds=90.0, chapters=((0, "第0句，面包。"), (30, "中间"), (60, "最后"))),
    "en": pages.page(
        language="en",
        title="Bread",
        show="Awake",
        description="Why?\nBecause.",
        address="https://example.org/en.html",
        earlier=PageLink("zh.html", "Milk"),
        later=PageLink("ja.html", "Honey"),
    ),
    "ja": pages.page(language="ja"),
    "other": pages.page(language="fr", title="Pain", downloads={}, feed=""),
    "bare": pages.page(
        show="", author="", guests=(), description="", date="", cover="", index="", chapters=(), cues=()
    ),
    "nasty": pages.page(title=NASTY, show=NASTY, description=NASTY, guests=(NASTY,), chapters=((0, NASTY),)),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Every kind of page in one folder."""
    folder = tmp_path_factory.mktemp("pages")
    for name, page in SHOWN.items():
        (folder / f"{name}.html").write_text(episode_page(page), encoding="utf-8")
    shows = {
        "index": pages.show_page(subscribe="https://example.org/feed.xml"),
        "index-en": pages.show_page(language="en", subscribe=""),
        "index-nasty": pages.show_page(title=NASTY, author=NASTY, description=NASTY),
    }
    listed = [(f"{stem}.html", page) for stem, page in SHOWN.items()]
    (folder / "search.js").write_text(search_data(listed), encoding="utf-8")
    (folder / "feed.css").write_text(feed_style("zh"), encoding="utf-8")
    for name, show in shows.items():
        (folder / f"{name}.html").write_text(index_page(show, listed), encoding="utf-8")
    with Builder(engine="tone") as builder:
        sound, _ = builder.preview("你好。", voice="low").mp3()
    voices = [
        Sample("tone", "low", "zh", "female", "Q, A", sound, 1.0, 110.0, "4.0 characters a second"),
        Sample("tone", NASTY, NASTY, "", "", error=NASTY),
    ]
    (folder / "voices.html").write_text(samples_page(voices, "tone"), encoding="utf-8")
    (folder / "index-bare.html").write_text(
        index_page(pages.show_page(author="", description="", cover="", feed=""), []), encoding="utf-8"
    )
    return folder


@pytest.mark.skipif(not VALIDATE.exists(), reason="needs html-validate; .ci/run installs it")
def test_html_validate_finds_nothing(written):
    done = subprocess.run([VALIDATE, *written.glob("*.html")], capture_output=True, text=True, cwd=written)
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.skipif(not NU.exists() or not shutil.which("java"), reason="needs vnu and java; .ci/run installs them")
def test_the_nu_checker_finds_nothing(written):
    command = ["java", "-jar", NU, "--also-check-css", *written.glob("*.html"), written / "feed.css"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.fixture(scope="module")
def chromium():
    with browser() as tab:
        yield tab


SEARCH = "const q = document.getElementById('query'); q.value = '面包'; q.dispatchEvent(new Event('input'))"
STATES = {
    "episode": ("zh.html", ""),
    "listening": ("zh.html", "document.querySelector('audio').currentTime = 40; history.replaceState(0, '', '#')"),
    "searching": (
        "zh.html",
        "document.getElementById('keys').open = true; document.getElementById('link').click(); SEARCH",
    ),
    "sharing": ("zh.html", "document.getElementById('share').click()"),
    "bare": ("bare.html", ""),
    "english": ("en.html", ""),
    "index": ("index.html", ""),
    "searching-all": ("index.html", "SEARCH; new Promise(done => setTimeout(done, 300))"),
    "index-bare": ("index-bare.html", ""),
    "voices": ("voices.html", "document.querySelector('button').click()"),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.skipif(not (AXE.exists() and CHROMIUM), reason="needs axe-core and chromium; .ci/run installs them")
@pytest.mark.parametrize("look", [(PHONE, False), (DESKTOP, True)], ids=["phone-light", "desktop-dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(chromium, written, state, look):
    name, script = STATES[state]
    chromium.screen(look[0], dark=look[1])
    chromium.send("Page.navigate", url=(written / name).as_uri())
    chromium.until(f"location.pathname.endsWith('/{name}') && document.readyState === 'complete'")
    chromium.run(f"{{ {script.replace('SEARCH', SEARCH)} }}")
    chromium.run(AXE.read_text(encoding="utf-8") + "; 0")
    found = chromium.run(
        f"axe.run({{runOnly: {RULES}}}).then(r => [r.violations.map(v => [v.id, v.nodes.map(n => n.html)]), r.passes.length])"
    )
    assert found[0] == []
    assert found[1] > 10
