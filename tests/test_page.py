"""The listening page in a real browser: from disk and over HTTP, with a mouse, a finger and a keyboard."""

import re
import time
from dataclasses import replace

import pytest
from support import pages
from support.browser import CHROMIUM, DESKTOP, PHONE, browser
from support.published import SAMPLE, a_show, published

from audiobuild.markup import clock
from audiobuild.model import PageCue, Role
from audiobuild.publishing.publish import PREVIEW
from audiobuild.publishing.serve import Server
from audiobuild.site import episode_page, index_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium; .ci/run installs it"),
]

AUDIO = "document.querySelector('audio')"
NOW = f"{AUDIO}.currentTime"
CURRENT = "document.querySelector('.cue[aria-current]')"
SLOW = f"{AUDIO}.playbackRate = 0.0625"  # what plays stays where it began, however long the test takes
NEAR = 0.06  # seconds: how exactly a browser reaches a place in an MP3


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The sample, hummed and published: the folder, and what its page has to show."""
    facts = 'title = "夜里醒着的人"\nauthor = "夜班编辑部"\nguests = ["顾晓棠"]\nengine = "tone"\n'
    scripts = {"night-bakery.txt": SAMPLE.read_text(encoding="utf-8")}
    show = a_show(tmp_path_factory.mktemp("shows") / "show", scripts, facts)
    return published(show, PREVIEW), pages.heard(show / "output", "night-bakery")


@pytest.fixture(scope="module")
def server(shown):
    with Server(shown[0].resolve(), "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.port}/"


@pytest.fixture(scope="module")
def chromium():
    with browser() as tab:
        yield tab


@pytest.fixture
def base(request, shown, server):
    """Where the page is opened from: disk, unless the test is marked `everywhere`."""
    return server if getattr(request, "param", "disk") == "http" else shown[0].as_uri() + "/"


everywhere = pytest.mark.parametrize("base", ["disk", "http"], indirect=True)


@pytest.fixture
def tab(chromium, base, shown):
    """The sample's page on a phone, nothing remembered of earlier visits."""
    chromium.screen(PHONE)
    chromium.open(f"{base}night-bakery.html")
    yield chromium
    if chromium.run("document.querySelector('audio') !== null"):
        chromium.run(f"{AUDIO}.pause(); {AUDIO}.currentTime = 0; localStorage.clear()")


def reopen(tab, fragment=""):
    address = tab.run("location.href.split('#')[0]")
    tab.open(address + fragment)


def near(seconds):
    return pytest.approx(seconds, abs=NEAR)


def sentence(number):
    return f"document.getElementById('s{number}')"


def in_view(tab, script):
    """Whether the whole element is to be seen, neither above the window nor below the player."""
    return tab.run(
        f"(() => {{ const b = {script}.getBoundingClientRect(), bar = document.querySelector('.controls');"
        " return b.top >= 0 && b.bottom <= bar.getBoundingClientRect().top })()"
    )


# ------------------------------------------------------------------------------------------------------------ listening


@everywhere
def test_a_click_on_a_chapter_plays_it(tab, shown):
    tab.run(SLOW)
    for number, (second, title) in enumerate(shown[1].chapters):
        tab.click(f"document.querySelectorAll('.chapters button')[{number}]")
        tab.until(f"!{AUDIO}.paused && !{AUDIO}.seeking")
        tab.run(f"{AUDIO}.pause()")
        assert second - NEAR <= tab.run(NOW) < second + 1
        assert tab.run("document.querySelector('.chapters [aria-current]').innerText").startswith(title)
        assert tab.run("document.getElementById('chapter').textContent") == title


@everywhere
def test_a_click_on_a_sentence_plays_it(tab, shown):
    tab.run(SLOW)
    for number in (8, 20, 3):
        tab.click(sentence(number))
        tab.until(f"!{AUDIO}.paused && !{AUDIO}.seeking")
        tab.run(f"{AUDIO}.pause()")
        start = shown[1].cues[number].start
        assert start - NEAR <= tab.run(NOW) < start + 1
        assert tab.run(f"{CURRENT}.id") == f"s{number}"


def test_the_transcript_is_one_stop_for_tab_and_arrows_go_from_sentence_to_sentence(tab, shown):
    assert tab.run("document.querySelectorAll('.cue > button').length") == len(shown[1].cues)
    tab.run(f"{SLOW}; document.getElementById('query').focus()")
    tab.press("Tab")
    assert tab.run("document.activeElement.parentNode.id") == "s0"
    for _ in range(8):
        tab.press("ArrowDown")
    tab.press("ArrowUp")
    assert tab.run("document.activeElement.parentNode.id") == "s7"
    assert in_view(tab, sentence(7))
    tab.press("Enter")
    tab.until(f"!{AUDIO}.paused && !{AUDIO}.seeking")
    assert shown[1].cues[7].start - NEAR <= tab.run(NOW) < shown[1].cues[7].start + 1
    tab.press("Tab")
    assert tab.run("document.activeElement.closest('footer') !== null")
    assert tab.run("[...document.querySelectorAll('.text *')].filter(e => e.tabIndex >= 0).length") == 1


def test_tab_leads_to_the_sentence_being_played(tab, shown):
    tab.run(f"{AUDIO}.currentTime = {shown[1].cues[9].start + 0.2}")
    tab.until(f"{CURRENT}?.id === 's9'")
    tab.run("document.getElementById('query').focus()")
    tab.press("Tab")
    assert tab.run("document.activeElement.parentNode.id") == "s9"


def test_only_a_keyboard_draws_a_ring_around_a_sentence(tab):
    rings = "[...document.querySelectorAll('.cue')].filter(e => getComputedStyle(e).outlineStyle !== 'none').length"
    tab.run(SLOW)
    tab.run(f"{sentence(1)}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
    left, top = tab.run(f"(b => [b.left, b.top])({sentence(1)}.getClientRects()[0])")
    tab.click_at(left + 2, top + 10)
    tab.until(f"!{AUDIO}.paused")
    assert tab.run(rings) == 0
    tab.press("ArrowDown")
    assert tab.run("document.activeElement.parentNode.id") == "s2"
    assert tab.run(rings) == 1


def test_marking_text_to_copy_it_plays_nothing(tab):
    tab.run(f"getSelection().selectAllChildren({sentence(4)}); {sentence(4)}.click()")
    assert tab.run(f"{AUDIO}.paused")


def test_nothing_plays_by_itself(tab):
    time.sleep(0.3)
    assert tab.run(f"{AUDIO}.paused && {NOW} === 0")


def marked_from(page):
    """When each sentence is marked: it begins, or the chapter does in the silence before it."""
    ends = [0, *(cue.end for cue in page.cues)]
    for cue, silence in zip(page.cues, ends, strict=False):
        yield min((mark for mark, _ in page.chapters if mark and silence <= mark <= cue.start), default=cue.start)


def test_the_sentence_being_spoken_is_marked_while_it_is_heard(tab, shown):
    starts = [cue.start for cue in shown[1].cues]
    watch = (
        "new MutationObserver(all => all.forEach(({target: t}) => t.ariaCurrent && t.id && window.heard.push(t.id)))"
    )
    tab.run(f"window.heard = []; {watch}.observe(document.querySelector('.text'), {{subtree: true, attributes: true}})")
    tab.run(f"{AUDIO}.currentTime = {starts[4] + 0.5}; {AUDIO}.playbackRate = 2; {AUDIO}.play()")
    tab.until(f"{NOW} > {starts[7] + 0.5}")
    tab.run(f"{AUDIO}.pause()")
    assert tab.run("window.heard.slice(0, 4)") == ["s4", "s5", "s6", "s7"]
    seen = []
    places = range(0, 97, 4)
    for second in places:
        tab.run(f"new Promise(done => {{ {AUDIO}.onseeked = done; {AUDIO}.currentTime = {second + 0.5} }})")
        seen.append(tab.run(f"{CURRENT}?.id"))
    wanted = [sum(start <= second + 0.5 for start in marked_from(shown[1])) - 1 for second in places]
    assert seen == [f"s{number}" if number >= 0 else None for number in wanted]


@everywhere
def test_the_text_follows_the_voice(tab, shown):
    for second in (20, 60, 94):
        tab.run(f"{AUDIO}.currentTime = {second}; {AUDIO}.play()")
        tab.until(f"{NOW} > {second} + 0.2")
        number = sum(cue.start <= second for cue in shown[1].cues) - 1
        assert tab.until(f"{CURRENT} && Number({CURRENT}.id.slice(1)) >= {number}")
        assert in_view(tab, CURRENT)


@pytest.mark.parametrize("by", ["button", "f"])
def test_a_page_that_the_reader_scrolled_does_not_follow_until_asked(tab, by):
    tab.run(f"{AUDIO}.currentTime = 88; {AUDIO}.play()")
    tab.until("scrollY > 500")
    tab.until("document.getElementById('follow').hidden")
    tab.send("Input.dispatchMouseEvent", type="mouseWheel", x=200, y=300, deltaX=0, deltaY=-5000)
    tab.until("scrollY === 0 && !document.getElementById('follow').hidden")
    before = tab.run(f"{CURRENT}.id")
    tab.run(f"{AUDIO}.playbackRate = 4")
    tab.until(f"{CURRENT}.id !== '{before}'")
    assert tab.run("scrollY") == 0
    if by == "f":
        tab.press("f")
    else:
        tab.run("document.getElementById('follow').click()")
    tab.until("scrollY > 500 && document.getElementById('follow').hidden")
    assert in_view(tab, CURRENT)


def test_the_strip_is_a_place_to_jump(tab, shown):
    box = tab.run(
        "(({left, top, width, height}) => [left, top, width, height])(document.getElementById('strip').getBoundingClientRect())"
    )
    tab.click_at(box[0] + box[2] / 2, box[1] + box[3] / 2)
    assert tab.run(NOW) == near(shown[1].seconds / 2) or abs(tab.run(NOW) - shown[1].seconds / 2) < 0.5
    assert tab.run("document.getElementById('position').value") == str(int(shown[1].seconds / 2))


def test_the_speed_is_kept_for_the_next_visit(tab):
    tab.run("const s = document.getElementById('speed'); s.value = '1.5'; s.dispatchEvent(new Event('change'))")
    assert tab.run(f"{AUDIO}.playbackRate") == 1.5
    reopen(tab)
    assert tab.run(f"[{AUDIO}.playbackRate, document.getElementById('speed').value]") == [1.5, "1.5"]


@everywhere
def test_the_next_visit_continues_where_this_one_stopped(tab):
    tab.run(f"{AUDIO}.currentTime = 40; {AUDIO}.play()")
    tab.until(f"{NOW} > 40.2")
    tab.run(f"{AUDIO}.pause()")
    stopped = tab.run(NOW)
    reopen(tab)
    assert tab.run(NOW) == pytest.approx(stopped, abs=0.2)
    assert tab.run(f"{AUDIO}.paused")


# ---------------------------------------------------------------------------------------------------- a link to a moment


@pytest.mark.parametrize(
    ("fragment", "second"),
    [
        ("#t=1:08", 68),
        ("#t=68", 68),
        ("#t=0:01:08", 68),
        ("#t=58.5", 58.5),
        ("#t=58.5,70", 58.5),
        ("#t=npt:1:08", 68),
        ("#t=68s", 68),
        ("#t=1m8s", 68),
        ("#id=x&t=68", 68),
    ],
)
def test_a_link_to_a_moment_opens_there_and_waits(tab, fragment, second):
    reopen(tab, fragment)
    tab.until(f"Math.abs({NOW} - {second}) < {NEAR}")
    assert tab.run(f"{AUDIO}.paused")
    assert tab.until(f"{CURRENT} !== null")
    assert in_view(tab, CURRENT)


@pytest.mark.parametrize("fragment", ["#t=", "#t=x", "#t=1:2:3:4", "#transcript"])
def test_a_link_to_no_moment_opens_at_the_beginning(tab, fragment):
    reopen(tab, fragment)
    assert tab.run(NOW) == 0


def test_a_link_beyond_the_end_says_where_the_end_is(tab, shown):
    reopen(tab, "#t=9:59:59")
    assert clock(shown[1].seconds) in tab.until("document.getElementById('status').textContent")
    assert tab.run(NOW) == 0


@everywhere
def test_a_link_to_this_moment_is_made_and_leads_here(tab):
    tab.run(f"{AUDIO}.currentTime = 61.3")
    tab.run("document.getElementById('link').click()")
    tab.until("location.hash === '#t=1:01'")
    assert "1:01" in tab.until("document.getElementById('status').textContent")


def test_the_time_next_to_a_name_is_a_link_to_that_moment(tab, shown):
    link = tab.run("[...document.querySelectorAll('.moment')].at(-1).getAttribute('href')")
    tab.click("[...document.querySelectorAll('.moment')].at(-1)")
    tab.until(f"!{AUDIO}.paused && {NOW} > 60")
    assert tab.run("location.hash") == link


# --------------------------------------------------------------------------------------------------------------- search


@everywhere
def test_search_counts_shows_and_steps_through_what_it_finds(tab, shown):
    whole = "".join(cue.text for cue in shown[1].cues)
    count = whole.count("面包")
    text = "document.getElementById('count').textContent"
    tab.run("document.getElementById('query').focus()")
    tab.type("面包")
    assert tab.run(text) == f"1 / {count}"
    assert tab.run("document.querySelectorAll('mark').length") == count
    tab.press("Enter")
    assert tab.run(text) == f"2 / {count}"
    tab.press("Enter", shift=True)
    tab.press("Enter", shift=True)
    assert tab.run(text) == f"{count} / {count}"
    assert tab.run("[...document.querySelectorAll('mark')].findIndex(m => m.matches('.here'))") == count - 1
    assert in_view(tab, "document.querySelector('mark.here')")
    tab.run("document.getElementById('later').click()")
    assert tab.run(text) == f"1 / {count}"
    tab.run("document.getElementById('earlier').click()")
    assert tab.run(text) == f"{count} / {count}"


def test_ending_a_search_leaves_the_text_as_it_was(tab):
    before = tab.run("document.querySelector('.text').innerHTML")
    for query in ("面包", "a", "。", "[.*", "没有这样的话"):
        tab.run("document.getElementById('query').focus()")
        tab.type(query)
        tab.press("Escape")
        assert tab.run("document.querySelector('.text').innerHTML") == before
    tab.run("document.getElementById('query').focus()")
    tab.type("面包房")  # found again, where a shorter search had cut the text
    assert tab.run("document.querySelectorAll('mark').length") == 2


def test_search_takes_the_query_as_it_is_and_does_not_mind_the_case(tab):
    tab.run("document.getElementById('query').focus()")
    tab.type("api")
    assert tab.run("document.querySelector('mark').textContent") == "API"
    tab.press("Escape")
    tab.run("document.getElementById('query').focus()")
    tab.type("99%")
    assert tab.run("document.querySelectorAll('mark').length") == 1
    tab.press("Escape")
    tab.run("document.getElementById('query').focus()")
    tab.type(".")
    assert tab.run("document.getElementById('count').textContent") == "没有找到"


@pytest.mark.parametrize(
    ("query", "found"),
    [("了。面团", ["了。", "面团"]), ("ＡＰＩ", ["API"]), ("９9％", ["99%"])],
    ids=["across sentences", "wide letters", "wide figures"],
)
def test_search_looks_across_sentences_and_at_letters_of_any_width(tab, query, found):
    tab.run("document.getElementById('query').focus()")
    tab.type(query)
    assert tab.run("document.getElementById('count').textContent") == "1 / 1"
    assert tab.run("[...document.querySelectorAll('mark.here')].map(m => m.textContent)") == found


# ---------------------------------------------------------------------------------------------------- sharing a sentence

SHARED = "document.getElementById('quote').textContent"


@pytest.mark.parametrize("by", ["button", "s"])
def test_the_sentence_being_played_can_be_copied_with_its_time(tab, shown, by):
    cue = shown[1].cues[5]
    tab.run("navigator.clipboard.writeText = async text => { window.copied = text }; 0")
    tab.run(f"{AUDIO}.currentTime = {cue.start + 0.2}")
    tab.until(f"{CURRENT}?.id === 's5'")
    if by == "s":
        tab.press("s")
    else:
        tab.run("document.getElementById('share').click()")
    assert tab.run(SHARED) == cue.text
    tab.run("document.getElementById('copy-quote').click()")
    copied = tab.until("window.copied")
    assert cue.text in copied
    assert copied.endswith(f"night-bakery.html#t={cue.start:.2f}")
    assert not tab.run("document.getElementById('card').open")
    reopen(tab, f"#t={cue.start:.2f}")
    tab.until(f"{CURRENT}?.id === 's5'")


def test_the_sentence_can_be_saved_as_a_picture(tab):
    tab.run("HTMLAnchorElement.prototype.click = function () { window.saved = [this.href, this.download] }")
    tab.press("s")
    tab.run("document.getElementById('picture').click()")
    address, name = tab.until("window.saved")
    assert name.endswith(".png")
    size = (
        f"new Promise(d => {{ const i = new Image(); i.onload = () => d([i.width, i.height]); i.src = '{address}' }})"
    )
    assert tab.run(size) == [1200, 1200]


def following(shown, second):
    """The first chapter that begins after a second."""
    return min(start for start, _ in shown[1].chapters if start > second + NEAR)


# ------------------------------------------------------------------------------------------------------------- keyboard


@everywhere
def test_keys_play_jump_and_change_the_speed(tab, shown):
    sentences = [cue.start for cue in shown[1].cues if cue.start > following(shown, 15)]
    steps = [
        ("ArrowRight", 5),
        ("l", 35),
        ("j", 20),
        ("ArrowLeft", 15),
        ("n", following(shown, 15)),
        ("n", following(shown, following(shown, 15))),
        ("p", following(shown, 15)),
        ("]", sentences[0]),
        ("]", sentences[1]),
        ("[", sentences[0]),
    ]
    for key, second in steps:
        tab.press(key)
        assert tab.run(NOW) == near(second), key
    tab.press(" ")
    tab.until(f"!{AUDIO}.paused")
    tab.press("k")
    tab.until(f"{AUDIO}.paused")
    tab.press(">", shift=True)
    assert tab.run(f"{AUDIO}.playbackRate") == 1.25
    tab.press("<", shift=True)
    assert tab.run(f"{AUDIO}.playbackRate") == 1


def test_keys_find_the_search_and_the_list_of_keys(tab):
    tab.screen(DESKTOP)
    tab.press("?", shift=True)
    assert tab.run("document.getElementById('keys').open")
    tab.press("/")
    assert tab.run("document.activeElement.id") == "query"
    tab.press("n")
    assert tab.run("document.getElementById('query').value") == "n"
    assert tab.run(NOW) == 0


def test_single_keys_can_be_switched_off_and_stay_off(tab):
    tab.screen(DESKTOP)
    tab.run("document.getElementById('keys-on').click()")
    tab.press("n")
    assert tab.run(NOW) == 0
    reopen(tab)
    tab.press("n")
    assert tab.run(NOW) == 0
    tab.run("document.getElementById('position').focus()")
    tab.press("ArrowRight")
    assert tab.run(NOW) == near(5)


def test_space_presses_the_button_that_has_the_focus(tab, shown):
    tab.run(f"{SLOW}; document.querySelectorAll('.chapters button')[3].focus()")
    tab.press(" ")
    tab.until(f"!{AUDIO}.paused")
    assert tab.run(NOW) == pytest.approx(shown[1].chapters[3][0], abs=1)


def test_the_position_is_available_to_screen_readers(tab):
    tab.run("document.getElementById('position').focus()")
    for _ in range(4):
        tab.press("ArrowRight")
    label = "document.getElementById('position').getAttribute('aria-valuetext')"
    assert tab.run(label) == "0:20, 别人下班的时候您上班，习惯了吗？"
    assert tab.run("document.getElementById('position').value") == "20"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_has_the_focus_is_never_covered_by_the_player(tab, size):
    tab.screen(size)
    tab.run("document.querySelector('.chapters button').focus()")
    for _ in range(50):
        tab.press("Tab")
        if tab.run("document.activeElement === document.body"):
            break
        place = "(document.activeElement.closest('.cue') ?? document.activeElement)"
        assert tab.run(f"{place}.closest('.player') !== null") or in_view(tab, place), tab.run(f"{place}.outerHTML")


# -------------------------------------------------------------------------------------------- the system's own controls


@everywhere
def test_the_system_receives_title_cover_and_chapters(tab, shown):
    found = tab.run(
        "(({title, artist, album, artwork, chapterInfo}) => ({title, artist, album, cover: artwork[0].src,"
        " chapters: chapterInfo.map(c => [c.startTime, c.title])}))(navigator.mediaSession.metadata)"
    )
    cover = found.pop("cover")
    assert found == {
        "title": shown[1].title,
        "artist": "顾晓棠",
        "album": "夜里醒着的人",
        "chapters": [list(chapter) for chapter in shown[1].chapters],
    }
    assert cover == next(shown[0].glob("night-bakery-*.jpg")).as_uri() or re.fullmatch(
        r"http://[^/]+/night-bakery-\w+\.jpg", cover
    )


def handlers(tab, prelude):
    """Open the page with what the system's controls are given kept in `kept`."""
    script = (
        f"window.kept = {{}}; MediaSession.prototype.setActionHandler = (name, act) => {{ {prelude} kept[name] = act }}"
    )
    added = tab.send("Page.addScriptToEvaluateOnNewDocument", source=script)
    reopen(tab)
    tab.send("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


@everywhere
def test_the_system_controls_play_and_jump(tab, shown):
    handlers(tab, "")
    steps = [
        ("seekto", "{seekTime: 40}", 40),
        ("seekforward", "{seekOffset: 10}", 50),
        ("seekbackward", "{}", 35),
        ("nexttrack", "{}", following(shown, 35)),
        ("previoustrack", "{}", max(second for second, _ in shown[1].chapters if second < following(shown, 35))),
    ]
    for name, details, second in steps:
        tab.run(f"kept.{name}({details})")
        assert tab.run(NOW) == near(second), name
    tab.run("kept.play()")
    tab.until(f"!{AUDIO}.paused")
    tab.run("kept.pause()")
    tab.until(f"{AUDIO}.paused")


def test_a_control_the_browser_does_not_know_costs_no_other(tab):
    handlers(tab, "if (name === 'seekto') throw new TypeError('unknown');")
    assert sorted(tab.run("Object.keys(kept)")) == sorted(
        ["play", "pause", "seekbackward", "seekforward", "previoustrack", "nexttrack"]
    )
    assert tab.complaints == []


# ------------------------------------------------------------------------------------------------ without this and that


@everywhere
def test_the_page_asks_for_its_own_audio_and_cover_and_for_nothing_else(tab, base, shown):
    reopen(tab)
    tab.run(f"{AUDIO}.play()")
    tab.until(f"{NOW} > 0.3")
    media = {path.name for ending in ("mp3", "jpg") for path in shown[0].glob(f"night-bakery-*.{ending}")}
    names = {"night-bakery.html", *media}
    assert set(tab.requests) - {"about:blank"} == {base + name for name in names}
    assert tab.complaints == []


@everywhere
def test_missing_audio_is_reported(tab, shown, base):
    text = (shown[0] / "night-bakery.html").read_text(encoding="utf-8")
    text = re.sub(r'src="night-bakery-\w+\.mp3"', 'src="gone.mp3"', text)
    (shown[0] / "broken.html").write_text(text, encoding="utf-8")
    tab.send("Page.navigate", url=f"{base}broken.html")
    assert "音频无法播放" in tab.until("document.getElementById('status')?.textContent")


def test_without_scripts_the_page_can_be_heard_and_read(tab, shown):
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        reopen_without_scripts(tab)
        visible = tab.run(
            "['audio', '.text', '.controls', '.search'].map(s => document.querySelector(s).checkVisibility())"
        )
    finally:
        tab.send("Emulation.setScriptExecutionDisabled", value=False)
    assert visible == [True, True, False, False]


def reopen_without_scripts(tab):
    address = tab.run("location.href")
    tab.send("Page.navigate", url="about:blank")
    tab.send("Page.navigate", url=address)
    tab.until("document.readyState === 'complete' && document.querySelector('.text') !== null")


def test_printed_it_is_text_with_names_and_times(tab, shown):
    tab.screen(DESKTOP, dark=True, media="print")
    hidden = [".controls", ".search", ".hint", "audio", "#follow", ".skip"]
    seen = ["h1", ".facts", ".chapters", ".who .name", ".moment", ".said"]
    for selector, wanted in [*((name, False) for name in hidden), *((name, True) for name in seen)]:
        assert tab.run(f"document.querySelector('{selector}').checkVisibility()") is wanted, selector
    assert tab.run("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.run("getComputedStyle(document.querySelector('.said')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_window(tab, width):
    tab.screen((width, 800, False))
    assert tab.run("document.documentElement.scrollWidth") <= width
    inside = (
        "[...document.querySelectorAll('.controls *')].every(e => e.getBoundingClientRect().right <= innerWidth + 1)"
    )
    assert tab.run(inside)


@pytest.fixture
def imagined(chromium, tmp_path):
    """Open a page that a test thinks up, whose audio is not there."""

    def show(fragment="", **changes):
        (tmp_path / "page.html").write_text(episode_page(pages.page(**changes)), encoding="utf-8")
        chromium.send("Page.navigate", url="about:blank")
        chromium.send("Page.navigate", url=(tmp_path / "page.html").as_uri() + fragment)
        chromium.until("location.href !== 'about:blank' && document.readyState === 'complete'")
        return chromium

    return show


@pytest.mark.parametrize("key", ["n", "p"])
def test_a_chapter_that_is_paused_at_marks_its_first_sentence(imagined, key):
    cues = tuple(replace(cue, start=cue.start + 0.13) for cue in pages.CUES)
    tab = imagined("#t=0:08" if key == "p" else "", cues=cues)
    tab.press(key)
    assert tab.run("document.getElementById('now').textContent") == "0:03"
    assert tab.run(f"{CURRENT}.id") == "s1"


def test_the_sleep_timer_stops_at_the_end_of_the_chapter_and_only_once(tab, shown):
    start = shown[1].chapters[1][0]
    choose = "(s => { s.value = 'chapter'; s.dispatchEvent(new Event('change')) })(document.getElementById('sleep'))"
    tab.run(f"{choose}; {AUDIO}.currentTime = {start} - 0.3; {AUDIO}.play()")
    tab.until(f"{AUDIO}.paused && {NOW} > {start} - 0.1")
    assert tab.run(NOW) < start + 1
    assert tab.run("document.getElementById('sleep').value") == ""


def test_a_jump_to_another_chapter_is_not_its_end(tab, shown):
    tab.run("document.getElementById('sleep').value = 'chapter'")
    tab.run(f"{SLOW}; document.querySelectorAll('.chapters .jump')[2].click()")
    tab.until(f"!{AUDIO}.seeking && {NOW} > 1")
    assert tab.run("document.getElementById('sleep').value") == "chapter"
    assert not tab.run(f"{AUDIO}.paused")


def test_the_sleep_timer_stops_after_minutes(imagined):
    tab = imagined()
    tab.run("window.setTimeout = (act, ms) => { window.later = [act, ms]; return 1 }")
    choose = "(s => { s.value = '15'; s.dispatchEvent(new Event('change')) })(document.getElementById('sleep'))"
    assert tab.run(f"{choose}; later[1]") == 900_000
    tab.run("later[0]()")
    assert tab.run("document.getElementById('sleep').value") == ""


WORDS = (
    replace(pages.CUES[0], words=((0, 0.0), (2, 0.5), (3, 1.0))),
    pages.CUES[1],
    replace(pages.CUES[2], text="𠮷野家，习惯了。", words=((0, 6.0), (4, 7.0), (6, 7.5))),
    pages.CUES[3],
)
LIT = "[...CSS.highlights.get('word')].map(String).join('|')"


@pytest.mark.parametrize(
    ("moment", "word"), [("6.2", "𠮷野家"), ("7.2", "习惯"), ("7.8", "了"), ("8.2", ""), ("9", ""), ("0.6", "的")]
)
def test_the_word_being_heard_is_lit(imagined, moment, word):
    assert imagined(f"#t={moment}", cues=WORDS).run(LIT) == word


def test_a_lit_word_is_drawn_in_another_colour(imagined, chromium, tmp_path):
    chromium.screen(DESKTOP)
    tab = imagined("#t=7.2", cues=WORDS)
    tab.picture(tmp_path / "lit.png")
    tab.run("CSS.highlights.clear()")
    tab.picture(tmp_path / "unlit.png")
    assert (tmp_path / "lit.png").read_bytes() != (tmp_path / "unlit.png").read_bytes()


@pytest.mark.parametrize(("letter", "second"), [(5, "0:07"), (0, "0:06"), (4, "0:06")])
@pytest.mark.parametrize("searched", ["", "习惯"])
def test_a_click_on_a_word_plays_from_it(imagined, letter, second, searched):
    """Letters count UTF-16 units: 𠮷 has two."""
    tab = imagined(cues=WORDS)
    tab.run("document.getElementById('query').focus()")
    tab.type(searched)
    box = (
        "(() => { const e = document.getElementById('s2'); let n = LETTER, w = document.createTreeWalker(e, 4);"
        " while (w.nextNode() && n >= w.currentNode.length) n -= w.currentNode.length;"
        " const r = new Range(); r.setStart(w.currentNode, n); r.setEnd(w.currentNode, n + 1);"
        " const b = r.getBoundingClientRect(); return [b.left + b.width * 0.8, b.top + b.height / 2] })()"
    )
    tab.click_at(*tab.run(box.replace("LETTER", str(letter))))
    assert tab.run("document.getElementById('now').textContent") == second


def test_a_moment_is_held_until_the_audio_is_known(imagined):
    tab = imagined("#t=0:07")
    assert tab.run("document.getElementById('now').textContent") == "0:07"
    assert tab.run(f"{CURRENT}.id") == "s2"
    tab.press("ArrowLeft")
    assert tab.run("document.getElementById('now').textContent") == "0:02"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_of_many_chapters_the_current_one_is_in_sight(imagined, chromium, size):
    chromium.screen(size)
    chapters = tuple((second, f"第{second}章") for second in range(100))
    tab = imagined("#t=1:17", chapters=chapters, seconds=100.0)
    current = "document.querySelector('.chapters [aria-current]').getBoundingClientRect()"
    assert tab.run("document.querySelector('.chapters [aria-current]').dataset.start") == "77"
    scroller = "document.querySelector('.chapters ol')" if size is PHONE else "document.querySelector('.aside')"
    assert tab.run(f"{scroller}.getBoundingClientRect().top <= {current}.top")
    assert tab.run(f"{current}.bottom <= {scroller}.getBoundingClientRect().bottom")


def test_sentences_below_the_screen_are_there_for_a_screen_reader(imagined):
    cues = [PageCue(n, n + 0.9, Role.GUEST, "顾晓棠", f"第{n}句。", n) for n in range(90)]
    tab = imagined(cues=tuple(cues), seconds=90.0)
    tab.send("Accessibility.enable")
    nodes = tab.send("Accessibility.getFullAXTree")["nodes"]
    assert "第89句。" in {node.get("name", {}).get("value") for node in nodes}


@pytest.mark.parametrize("percent", [115, 150, 200])
def test_the_player_fits_a_narrow_phone_with_large_letters(imagined, chromium, percent):
    chromium.screen((360, 740, True))
    tab = imagined()
    tab.run(f"document.documentElement.style.fontSize = '{percent}%'")
    outside = "[...document.querySelectorAll('.controls button, .controls select')].map(e => e.getBoundingClientRect())"
    assert tab.run(f"{outside}.filter(r => r.left < 0 || r.right > innerWidth).length") == 0


def test_in_a_window_of_very_large_letters_the_player_covers_no_text(tab):
    tab.screen((320, 256, False))
    assert tab.run("getComputedStyle(document.querySelector('.controls')).position") == "static"


def test_with_the_colours_of_the_system_the_current_sentence_is_still_highlighted(tab):
    tab.send("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    tab.run(f"{AUDIO}.currentTime = 24")
    tab.until(f"{CURRENT} !== null")
    colours = [tab.run(f"getComputedStyle({place}).backgroundColor") for place in (CURRENT, sentence(0))]
    assert colours[0] != colours[1]


# ------------------------------------------------------------------------------------------------------------ the index


def test_the_index_shows_the_address_a_phone_subscribes_to(chromium, server):
    chromium.screen(PHONE)
    chromium.open(f"{server}index.html")
    assert chromium.run("document.getElementById('address').value") == f"{server}feed.xml"
    assert chromium.run("document.getElementById('open').href") == f"{server}feed.xml".replace("http:", "pcast:")
    apps = dict(chromium.run("[...document.querySelectorAll('.apps a')].map(a => [a.textContent, a.href])"))
    assert apps["Apple Podcasts"] == f"{server}feed.xml".replace("http:", "podcast:")
    assert apps["Overcast"].endswith("add?url=http%3A%2F%2F" + server.split("/")[2].replace(":", "%3A") + "%2Ffeed.xml")
    chromium.run("document.getElementById('copy').click()")
    assert chromium.until("document.getElementById('status').textContent") == "订阅地址已复制"


def test_the_index_from_disk_offers_no_subscription_that_cannot_work(chromium, shown):
    chromium.open((shown[0] / "index.html").as_uri())
    assert not chromium.run("document.getElementById('subscribe').checkVisibility()")
    assert chromium.run("document.querySelector('.episode a').getAttribute('href')") == "night-bakery.html"


def test_the_published_address_is_shown_unchanged(chromium, shown):
    text = index_page(pages.show_page(subscribe="https://example.org/feed.xml"), [])
    (shown[0] / "other.html").write_text(text, encoding="utf-8")
    chromium.screen(DESKTOP)
    chromium.open((shown[0] / "other.html").as_uri())
    assert chromium.run("document.getElementById('address').value") == "https://example.org/feed.xml"
    assert chromium.run("document.querySelector('.qr').checkVisibility()")


def test_the_feed_reads_as_a_page(chromium, shown):
    chromium.complaints.clear()
    chromium.send("Page.navigate", url=(shown[0] / "feed.xml").as_uri())
    chromium.until("document.readyState === 'complete' && document.querySelector('rss') !== null")
    shows = "getComputedStyle(document.querySelector('{}')).display"
    assert chromium.until(shows.format("channel > title") + " === 'block'")
    assert chromium.run(shows.format("item > title")) == "block"
    assert chromium.run(shows.format("item > guid")) == "none"
    assert "播客" in chromium.run("getComputedStyle(document.querySelector('rss'), '::before').content")
    assert chromium.complaints == []
