"""The studio's page in a browser: the three stories, by mouse, by keys, on a phone; and what must never happen."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.browser import DESKTOP, browser
from support.studio import studio

from audiobuild.http_server import HttpServer

pytestmark = pytest.mark.browser

NARROW = (320, 640, True)
TALK = """\
夜里的面包

记者：你几点起床？
阿布：三点。他爱吃长面包。
记者：为什么这么早？
阿布：面要发酵，炉子要热。
阿宝：我也起得早。
记者：明天还卖吗？
阿布：卖。
"""
REFUSED = TALK.replace("阿宝：我也起得早。", "看炉子的：我也起得早。")


@pytest.fixture(scope="module")
def tab() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture
def show(tmp_path: Path) -> Path:
    (tmp_path / "audiobuild.toml").write_text('title = "早起"\nengine = "tone"\n', "utf-8")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "talk.txt").write_text(TALK, "utf-8")
    return tmp_path


class Page:
    """The studio of a show in the browser."""

    def __init__(self, tab: Any, server: HttpServer, script: Path) -> None:
        self.tab, self.server, self.script = tab, server, script

    def open(self, size: tuple[int, int, bool] = DESKTOP) -> None:
        self.tab.screen(size)
        self.tab.send("Page.navigate", url="about:blank")
        self.tab.until("location.href === 'about:blank'")
        self.tab.send("Page.navigate", url=self.server.address)
        self.tab.until("document.readyState === 'complete' && document.querySelectorAll('.sentence[title]').length > 0")
        self.tab.run(
            "window.faults = []; addEventListener('error', e => faults.push(e.message));"
            "addEventListener('unhandledrejection', e => faults.push(String(e.reason)))"
        )
        self.pronounced()

    def pronounced(self) -> None:
        """Wait until it is known how all sentences are said."""
        self.tab.until("[...document.querySelectorAll('.sentence')].every(each => each.title)")

    def text(self) -> str:
        return self.script.read_text("utf-8")

    def changed(self, was: str) -> str:
        """The file once it is another."""
        return self.wait(lambda: self.text() if self.text() != was else "")

    def wait(self, found: Callable[[], Any]) -> Any:
        end = time.monotonic() + 20
        while not (result := found()):
            assert time.monotonic() < end, self.tab.run("document.body.innerText")
            time.sleep(0.02)
        return result

    def sentence(self, text: str) -> str:
        """Script for the element of a sentence."""
        return f"[...document.querySelectorAll('.sentence')].find(each => each.textContent.includes('{text}'))"

    def click_word(self, sentence: str, word: str) -> None:
        """Click with the mouse in the middle of a word."""
        x, y = self.tab.run(
            f"(() => {{ const e = {self.sentence(sentence)}; e.scrollIntoView({{block: 'center', behavior: 'instant'}});"
            "const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT); let n; const r = document.createRange();"
            f"while ((n = walk.nextNode())) {{ const i = n.data.indexOf('{word}');"
            f"if (i >= 0) {{ r.setStart(n, i); r.setEnd(n, i + {len(word)});"
            "const b = r.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2] } } })()"
        )
        self.tab.click_at(x, y)

    def tap(self, script: str) -> None:
        """Touch the middle of an element."""
        x, y = self.tab.run(
            f"(() => {{ const e = {script}; e.scrollIntoView({{block: 'center', behavior: 'instant'}});"
            " const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2] })()"
        )
        self.tab.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.tab.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def is_well(self) -> None:
        assert self.tab.run("faults") == []


@pytest.fixture
def page(tab: Any, show: Path) -> Iterator[Page]:
    with studio(show, None) as server:
        opened = Page(tab, server, show / "scripts" / "talk.txt")
        opened.open()
        yield opened
        opened.is_well()


# ---------------------------------------------------------------------------------------------------------- the stories


def test_the_wrong_person_is_put_right_by_one_click(tab: Any, show: Path) -> None:
    (show / "scripts" / "talk.txt").write_text(REFUSED, "utf-8")
    with studio(show, None) as server:
        page = Page(tab, server, show / "scripts" / "talk.txt")
        page.open()
        assert "看炉子的" in tab.run("document.getElementById('refused').innerText")
        tab.click("document.querySelector('#refused .take')")
        assert "  看炉子的: A\n" in page.changed(REFUSED)
        tab.until("[...document.querySelectorAll('#cast .who')].some(each => each.textContent === '看炉子的')")
        tab.until("![...document.querySelectorAll('.sentence')].some(each => each.textContent.includes('看炉子的'))")
        page.is_well()


def test_a_paragraph_is_given_to_somebody_else(page: Page) -> None:
    page.tab.click(page.sentence("炉子要热"))
    page.tab.run(
        "(() => { const s = document.querySelector('#panel .speaker select'); s.value = '记者';"
        "s.dispatchEvent(new Event('change')) })()"
    )
    assert "\n记者：面要发酵，炉子要热。" in page.changed(TALK)


def test_a_wrong_reading_is_heard_corrected_and_kept_by_mouse(page: Page) -> None:
    page.click_word("长面包", "长")
    page.tab.until("document.querySelectorAll('.choices .reading').length >= 2")
    readings = page.tab.run("[...document.querySelectorAll('.choices .reading')].map(each => each.textContent)")
    assert {"cháng", "zhǎng"} <= set(readings)
    number = readings.index("zhǎng") + 1
    page.tab.click(f"document.querySelector('[data-choice=\"{number}\"]')")
    page.tab.until("document.getElementById('sound').src !== ''")
    page.tab.click(f"document.querySelector('[data-choice=\"{number}\"]').nextSibling")
    assert "他爱吃长（zhǎng）面包。" in page.changed(TALK)
    page.tab.until("document.getElementById('status').textContent.includes('talk.txt')")
    page.tab.click("document.getElementById('undo')")
    page.wait(lambda: page.text() == TALK)


def test_a_wrong_reading_is_corrected_by_keys_alone(page: Page) -> None:
    order = page.tab.run("[...document.querySelectorAll('.sentence')].map(each => each.textContent)")
    for _ in range(order.index("他爱吃长面包。")):
        page.tab.press("ArrowDown")
    for _ in range(4):
        page.tab.press("ArrowRight")
    page.tab.until("document.querySelector('.choices h3')?.textContent === '长'")
    page.tab.until("document.querySelectorAll('.choices .reading').length >= 2")
    page.tab.press("Enter")
    page.tab.until("document.activeElement.classList.contains('reading')")
    page.tab.run("document.activeElement.nextSibling.focus()")
    page.tab.press("Enter")
    assert re.search(r"他爱吃长（\w+）面包。", page.changed(TALK))


def test_a_turn_is_given_to_somebody_new_and_the_rest_in_one_step_more(tab: Any, show: Path) -> None:
    """The first story: a click on the name, a name and Enter; Enter again for all paragraphs that begin alike."""
    (show / "scripts" / "talk.txt").write_text(REFUSED, "utf-8")
    with studio(show, None) as server:
        page = Page(tab, server, show / "scripts" / "talk.txt")
        page.open()
        tab.click(f"{page.sentence('面要发酵')}.closest('.row').querySelector('.who')")
        tab.until("document.activeElement.matches('#panel .speaker input')")
        tab.type("看炉子的")
        tab.press("Enter")
        assert "\n看炉子的：面要发酵，炉子要热。\n" in page.changed(REFUSED)
        tab.until("document.activeElement.id === 'offer-yes'")
        once = page.text()
        assert "\\看炉子的：我也起得早。" in once
        tab.press("Enter")
        assert "\n看炉子的：我也起得早。" in page.changed(once)
        page.is_well()


def test_a_number_is_read_as_what_it_is(page: Page) -> None:
    was = TALK.replace("三点。他爱吃", "三点。2010年他爱吃")
    page.script.write_text(was, "utf-8")
    page.tab.until("document.body.innerText.includes('2010')")
    page.click_word("2010年", "01")
    page.tab.until("document.querySelector('.choices h3')?.textContent === '2010'")
    page.tab.until("document.querySelectorAll('.choices .keep').length >= 4")
    offers = page.tab.run("[...document.querySelectorAll('.choices .reading')].map(each => each.textContent)")
    assert offers[:3] == ["两千零一十", "二零一零", "二零幺零"]
    page.tab.click("document.querySelector('[data-choice=\"1\"]').nextSibling")
    assert "2010（读：两千零一十）年" in page.changed(was)


def test_a_reading_for_the_show_is_one_of_the_word_and_its_reach_is_said(page: Page) -> None:
    was = TALK.replace("他爱吃长面包。", "他是行长。行长姓王。")
    page.script.write_text(was, "utf-8")
    page.tab.until("document.body.innerText.includes('他是行长')")
    page.click_word("他是行长", "行")
    page.tab.until("document.querySelector('.choices input[value=show]') !== null")
    assert re.search(r"[（(]2 ", page.tab.run("document.querySelector('.choices fieldset').innerText"))
    page.tab.click("document.querySelector('.choices input[value=show]')")
    page.tab.until("document.querySelector('.choices h3').textContent === '行长'")
    page.tab.click("document.querySelector('[data-choice=\"1\"]').nextSibling")
    lexicon = page.script.parent.parent / "voices" / "lexicon.toml"
    page.wait(lexicon.exists)
    assert lexicon.read_text("utf-8") == '"行长" = "xíng zhǎng"\n'
    assert page.text() == was


def test_a_sentence_is_heard_in_another_voice_which_is_then_cast(page: Page) -> None:
    page.tab.click(page.sentence("炉子要热"))
    page.tab.press("v")
    page.tab.until("document.activeElement.dataset.voice === '1'")
    page.tab.press("1")
    page.tab.until("document.getElementById('sound').src !== ''")
    page.tab.click("document.querySelector('.voices .reading:not(.now)').nextSibling")
    assert re.search(r"  阿布: \S", page.changed(TALK))


def test_the_list_of_readings_is_worked_through_by_enter(page: Page, show: Path) -> None:
    (show / "audiobuild.toml").write_text('engine = "kokoro"\n', "utf-8")  # the hum reads no characters
    page.open()
    page.tab.click("document.getElementById('check')")
    page.tab.until("document.querySelectorAll('.review li').length > 1")
    left = page.tab.run("document.querySelectorAll('.review li').length")
    page.tab.run("document.querySelector('.review .right').focus()")
    page.tab.press("Enter")
    page.tab.until(f"document.querySelectorAll('.review li').length === {left - 1}")
    assert page.tab.run("document.activeElement.matches('.review .right')")
    page.open()
    page.tab.click("document.getElementById('check')")
    page.tab.until(f"document.querySelectorAll('.review li').length === {left - 1}")


def test_while_typing_a_pause_is_put_at_the_cursor_and_the_text_is_heard(page: Page) -> None:
    page.tab.click(page.sentence("炉子要热"))
    page.tab.press("e")
    page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
    page.tab.run("document.activeElement.setSelectionRange(5, 5)")
    alt = {"modifiers": 1, "key": "π", "windowsVirtualKeyCode": 80}  # as macOS sends Alt+P
    page.tab.send("Input.dispatchKeyEvent", type="rawKeyDown", code="KeyP", **alt)
    assert page.tab.run("document.activeElement.value") == "面要发酵，[停顿 1秒]炉子要热。"
    page.tab.send("Input.dispatchKeyEvent", type="rawKeyDown", code="KeyK", **{**alt, "key": "˚"})
    page.tab.until("document.getElementById('sound').src !== ''")
    assert page.text() == TALK  # heard before it is kept
    page.tab.press("Escape")
    assert "面要发酵，[停顿 1秒]炉子要热。" in page.changed(TALK)


def test_marked_while_it_plays_then_built_and_published(page: Page, show: Path) -> None:
    page.tab.press(" ")
    page.tab.until("document.getElementById('sound').currentTime > 0")
    page.tab.press("x")
    page.tab.until("document.querySelectorAll('.later').length === 1")
    page.tab.press(" ")
    page.tab.until("document.getElementById('check').textContent.startsWith('1')")
    page.tab.click("document.getElementById('build')")
    page.tab.until("document.getElementById('ready').open")
    assert (show / "output" / "talk.mp3").exists()
    left = page.tab.run("[...document.querySelectorAll('#ready-list li')].map(each => each.textContent)")
    assert any("hums" in each or "哼" in each for each in left)  # the engine tone is no voice
    assert page.tab.run("document.getElementById('publish').disabled")
    page.tab.press("Escape")


def test_a_text_is_edited_in_place_and_leaving_the_field_keeps_it(page: Page) -> None:
    page.tab.click(page.sentence("炉子要热"))
    page.tab.press("e")
    page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
    page.tab.run("document.activeElement.select()")
    page.tab.type("面要睡一夜。")
    page.tab.click(page.sentence("你几点"))
    assert "阿布：面要睡一夜。" in page.changed(TALK)


@pytest.mark.parametrize("story", ["reading", "edit"])
def test_on_a_phone_of_320_pixels_it_works_and_nothing_scrolls_sideways(page: Page, story: str) -> None:
    page.open(NARROW)
    assert page.tab.run("[innerWidth, document.documentElement.scrollWidth]") == [NARROW[0], NARROW[0]]
    page.click_word("长面包", "长")
    page.tab.until("document.querySelectorAll('.choices .keep').length >= 2")
    if story == "reading":
        page.tap("document.querySelector('.choices .keep')")
    else:
        page.tab.run("document.querySelector('.actions button').click()")
        page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
        page.tab.type("真的，")
        page.tab.run("document.activeElement.blur()")
    assert page.changed(TALK)
    assert page.tab.run("[innerWidth, document.documentElement.scrollWidth]") == [NARROW[0], NARROW[0]]


# ------------------------------------------------------------------------------------------------ what must never happen


def test_enter_of_an_input_method_keeps_and_closes_nothing(page: Page) -> None:
    page.tab.click(page.sentence("炉子要热"))
    page.tab.press("e")
    page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
    page.tab.send("Input.imeSetComposition", text="nihao", selectionStart=5, selectionEnd=5)
    page.tab.send("Input.dispatchKeyEvent", type="rawKeyDown", key="Process", code="Enter", windowsVirtualKeyCode=229)
    page.tab.send("Input.insertText", text="你好")
    assert page.tab.run("document.activeElement.tagName") == "TEXTAREA"
    assert page.text() == TALK
    page.tab.run(
        "document.activeElement.value = document.activeElement.value.replace('你好', ''); document.activeElement.blur()"
    )


def _typed(page: Page, text: str) -> None:
    """Open the field of a sentence and type over it."""
    page.tab.click(page.sentence("炉子要热"))
    page.tab.press("e")
    page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
    page.tab.run("document.activeElement.select()")
    page.tab.type(text)


def test_a_change_of_another_sentence_elsewhere_and_ours_are_both_in(page: Page) -> None:
    _typed(page, "面要睡一夜。")
    other = TALK.replace("明天还卖吗", "后天还卖吗")
    page.script.write_text(other, "utf-8")
    page.tab.run("document.activeElement.blur()")
    assert "后天还卖吗" in page.changed(other)
    assert "面要睡一夜。" in page.text()
    page.tab.until("document.body.innerText.includes('后天还卖吗')")


def test_what_was_typed_survives_a_change_of_the_same_sentence_elsewhere(page: Page) -> None:
    _typed(page, "面要睡一夜。")
    other = TALK.replace("面要发酵，炉子要热。", "面要醒，炉子早热了。")
    page.script.write_text(other, "utf-8")
    page.tab.run("document.activeElement.blur()")
    page.tab.until("/elsewhere|别处/.test(document.getElementById('status').textContent)")
    page.tab.until("document.querySelector('textarea')?.value === '面要睡一夜。'")
    page.tab.until("document.querySelector('.theirs').textContent.includes('面要醒，炉子早热了。')")
    assert page.text() == other
    page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
    page.tab.run("document.activeElement.blur()")
    assert "阿布：面要睡一夜。" in page.changed(other)


def test_a_page_that_is_loaded_again_hears_how_its_build_ends(page: Page, show: Path) -> None:
    page.tab.click("document.getElementById('build')")
    page.open()
    page.wait((show / "output" / "talk.mp3").exists)
    page.tab.until("document.getElementById('episodes').textContent.match(/built|已生成/)")


def test_offline_is_said_until_it_is_over_and_nothing_is_lost(page: Page) -> None:
    offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    _typed(page, "面要睡一夜。")
    page.tab.send("Network.emulateNetworkConditions", offline=True, **offline)
    page.tab.run("document.activeElement.blur()")
    page.tab.until("!document.getElementById('banner').hidden")
    assert page.tab.run("document.querySelector('textarea').value") == "面要睡一夜。"
    page.tab.send("Network.emulateNetworkConditions", offline=False, **offline)
    page.tab.run("document.querySelector('textarea').focus(); document.querySelector('textarea').blur()")
    assert "面要睡一夜。" in page.changed(TALK)
    page.tab.complaints.clear()


def test_eight_open_tabs_do_not_block_one_another(page: Page) -> None:
    others = [page.tab.send("Target.createTarget", url=page.server.address)["targetId"] for _ in range(7)]
    try:
        page.tab.click(page.sentence("炉子要热"))
        page.tab.press("d")
        assert "<!-- ad: 面要发酵，炉子要热。 -->" in page.changed(TALK)
    finally:
        for each in others:
            page.tab.send("Target.closeTarget", targetId=each)


def test_every_control_of_the_page_has_a_name(page: Page) -> None:
    page.click_word("长面包", "长")
    page.tab.until("document.querySelectorAll('.choices .keep').length >= 2")
    nodes = page.tab.send("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "combobox", "textbox", "radio", "checkbox", "link")
    controls = [node for node in nodes if node.get("role", {}).get("value") in roles and not node["ignored"]]
    assert len(controls) > 20
    assert [node for node in controls if not node.get("name", {}).get("value")] == []


def test_a_change_elsewhere_is_shown_at_once(page: Page) -> None:
    page.script.write_text(TALK.replace("卖。", "卖完了。"), "utf-8")
    page.tab.until("document.body.innerText.includes('卖完了')")


def test_a_hostile_script_runs_and_loads_nothing(tab: Any, show: Path) -> None:
    evil = "<img src=x onerror=alert(1)><script>window.evil=1</script>"
    (show / "scripts" / "talk.txt").write_text(TALK.replace("三点。", f"三点{evil}。"), "utf-8")
    with studio(show, None) as server:
        page = Page(tab, server, show / "scripts" / "talk.txt")
        page.open()
        assert tab.run("window.evil === undefined && document.querySelectorAll('main img, main script').length === 0")
        page.is_well()


def test_an_empty_show_and_a_refused_script_are_said(tab: Any, show: Path) -> None:
    (show / "scripts" / "talk.txt").write_text("没有人说话。", "utf-8")
    with studio(show, None) as server:
        tab.screen(DESKTOP)
        tab.send("Page.navigate", url="about:blank")
        tab.until("location.href === 'about:blank'")
        tab.send("Page.navigate", url=server.address)
        tab.until("document.querySelector('.empty') !== null || document.querySelectorAll('.sentence').length > 0")


def test_the_end_of_the_server_is_said_and_the_page_stays(tab: Any, show: Path) -> None:
    with studio(show, None) as server:
        page = Page(tab, server, show / "scripts" / "talk.txt")
        page.open()
    tab.run("document.getElementById('undo').disabled = false; document.getElementById('undo').click()")
    tab.until("/ended|退出/.test(document.getElementById('status').textContent)")
    assert tab.run("document.querySelectorAll('.sentence').length") > 5


# --------------------------------------------------------------------------------------------------------------- judges

JUDGES = Path(__file__).parent.parent / ".ci" / "judges" / "node_modules"
AXE = JUDGES / "axe-core" / "axe.min.js"
VALIDATE = JUDGES / ".bin" / "html-validate"
NU = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core; .ci/run installs it")
@pytest.mark.parametrize("look", [((390, 844, True), False), (DESKTOP, True)], ids=["phone-light", "desktop-dark"])
@pytest.mark.parametrize("state", ["talk", "word", "edit", "keys", "list"])
def test_axe_finds_nothing(page: Page, state: str, look: tuple[tuple[int, int, bool], bool]) -> None:
    page.open(look[0])
    page.tab.screen(look[0], dark=look[1])
    if state in ("word", "edit"):
        page.click_word("长面包", "长")
        page.tab.until("document.querySelectorAll('.choices .reading').length >= 2")
    if state == "edit":
        page.tab.press("e")
        page.tab.until("document.activeElement.tagName === 'TEXTAREA'")
    if state == "list":
        page.tab.press("x")
        page.tab.until("document.querySelectorAll('.later').length === 1")
        page.tab.run("document.getElementById('check').click()")
        page.tab.until("document.querySelectorAll('.review li').length > 0")
    if state == "keys":
        page.tab.run("document.getElementById('keys').showModal()")
    page.tab.run(AXE.read_text("utf-8") + "; 0")
    found = page.tab.run(
        f"axe.run({{runOnly: {RULES}}}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    assert found == []


@pytest.mark.skipif(not VALIDATE.exists(), reason="needs html-validate; .ci/run installs it")
def test_html_validate_finds_nothing() -> None:
    index = Path(__file__).parent.parent / "audiobuild" / "studio" / "page" / "index.html"
    done = subprocess.run([VALIDATE, index], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.skipif(not NU.exists() or not shutil.which("java"), reason="needs vnu and java; .ci/run installs them")
def test_the_nu_checker_finds_nothing() -> None:
    folder = Path(__file__).parent.parent / "audiobuild" / "studio" / "page"
    command = ["java", "-jar", str(NU), "--also-check-css", *map(str, (folder / "index.html", folder / "studio.css"))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")
