"""The pages people listen on: what they hold, and that no text can break them."""

import html.parser
import json
import re
import unicodedata
from itertools import combinations
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import jinja2
import pytest
from support.pages import CUES, page, show_page

from audiobuild.markup import clock, render
from audiobuild.model import PageCue, PageLink, Role
from audiobuild.site import episode_page, feed_style, index_page
from audiobuild.site.facts import PageHead
from audiobuild.site.messages import MESSAGES, duration, texts, written_date
from audiobuild.site.speaker_bar import COLOURS, SHAPES, speaker_bar, speaker_colours, speaker_shares

SITE = Path(__file__).parent.parent / "audiobuild" / "site"


class Parsed(html.parser.HTMLParser):
    """A page's elements with their attributes in order, its text without scripts and styles, and its JSON."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.json = "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        tag, facts = self.elements[-1] if self.elements else ("", {})
        if tag == "script":
            self.json += data if facts.get("type") == "application/json" else ""
        elif tag != "style":
            self.text += data

    @property
    def skeleton(self):
        """Elements and the names of their attributes: all that a text must not change."""
        return [(tag, sorted(facts)) for tag, facts in self.elements]

    def all(self, name):
        """The elements of a kind or a class."""
        return [f for tag, f in self.elements if tag == name or name in (f.get("class") or "").split()]


# -------------------------------------------------------------------------------------------------- no text breaks a page

unhurried = hypothesis.settings(deadline=None)  # the first page compiles its templates

NASTY = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt;",
    "{{ title }}",
    "{% raw %}",
    "{#",
    "]]>",
]
NASTY += [
    "' onload='x",
    "<!--",
    "-->",
    "<![CDATA[",
    "\u2028\u2029",
    "\u202e\u2066",
    "\0\x01\x1b\x7f\x85",
    "\ud800",
    "\ufffe",
]
NASTY += [
    "&amp",
    "&#0;",
    "\r\n\r\n",
    "</title></style></textarea>",
    "\U0001f600\u200d",
    "javascript:alert(1)",
    "\\u003c",
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(), st.lists(st.sampled_from(NASTY)).map("".join))


def readable(text):
    """The text as a page can hold it: characters that HTML forbids are blanks."""
    return "".join(
        " "
        if (unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n")
        or ord(c) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(c) <= 0xFDEF
        else c
        for c in text
    )


@pytest.mark.soak
@unhurried
@hypothesis.given(TEXTS, TEXTS)
def test_no_text_breaks_an_episode_page(text, other):
    cues = (*CUES[:3], PageCue(8.5, 12, Role.GUEST, text, other, 3))
    filled = page(
        title=text + "x",
        show=text + "x",
        author=other + "x",
        guests=(text,),
        description="x" + other.replace("\n", " "),
        chapters=((0, text + "x"), (3, other + "x")),
        cues=cues,
        downloads={text: "x.mp3"},
    )
    plain = page(
        title="x",
        show="x",
        author="x",
        guests=("x",),
        description="x",
        chapters=((0, "x"), (3, "x")),
        cues=(*CUES[:3], PageCue(8.5, 12, Role.GUEST, "y", "z", 3)),
        downloads={"x": "x.mp3"},
    )
    written = episode_page(filled)
    shown = Parsed(written)
    assert written.encode() == written.encode("utf-8", "replace")
    assert shown.skeleton == Parsed(episode_page(plain)).skeleton
    assert readable(other) in shown.text
    assert shown.all("audio")[0]["aria-label"] == readable(text + "x")
    kept = json.loads(shown.json)
    values = [kept["title"], kept["chapters"][1][1]]
    assert list(map(readable, values)) == [readable(text + "x"), readable(other + "x")]


@unhurried
@hypothesis.given(TEXTS, TEXTS)
def test_no_text_breaks_an_index_page(text, other):
    values = {"title": text + "x", "author": other + "x", "description": "x" + other.replace("\n", " ")}
    shown = Parsed(index_page(show_page(**values), [("a.html", page(title=text))]))
    plain = index_page(show_page(title="x", author="x", description="x"), [("a.html", page(title="x"))])
    assert shown.skeleton == Parsed(plain).skeleton
    assert readable(text) in shown.text


@unhurried
@hypothesis.given(TEXTS)
def test_no_text_ends_the_script_that_holds_the_facts(text):
    held = re.search(r'<script type="application/json" id="page">(.*?)</script>', episode_page(page(title=text)))
    assert readable(json.loads(held[1])["title"]) == readable(text)
    assert not set(held[1]) & set("<>&'")


def test_a_template_that_names_a_value_it_is_not_given_fails():
    head = PageHead("en", "website", "x", "x", "x", "", "", "")
    with pytest.raises(jinja2.UndefinedError, match="'description' is undefined"):
        render("site/index.html", head=head, show=show_page(), t=texts("en"))


@pytest.mark.parametrize("name", ["episode.js", "index.js", "look.css", "episode.css", "index.css", "feed.css"])
def test_what_is_inlined_cannot_end_its_element(name):
    assert not re.search(r"</|<!--", (SITE / name).read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------------ what a page says


@pytest.mark.parametrize(
    ("language", "tongue", "chapters"),
    [
        ("zh", "zh", "章节"),
        ("zh-TW", "zh-Hant", "章節"),
        ("zh-Hant", "zh-Hant", "章節"),
        ("en-GB", "en", "Chapters"),
        ("ja", "ja", "チャプター"),
        ("fr", "en", "Chapters"),
    ],
)
def test_the_page_speaks_the_language_of_the_episode_or_else_english(language, tongue, chapters):
    shown = Parsed(episode_page(page(language=language)))
    assert shown.all("html")[0]["lang"] == tongue
    assert shown.all("h1")[0]["lang"] == shown.all("text")[0]["lang"] == language
    assert chapters in shown.text


def test_every_language_has_every_message():
    assert {language: sorted(texts) for language, texts in MESSAGES.items()} == dict.fromkeys(
        MESSAGES, sorted(MESSAGES["en"])
    )
    assert all(text for texts in MESSAGES.values() for text in texts.values())


def test_every_message_is_used():
    said = "".join(
        path.read_text(encoding="utf-8") for path in SITE.iterdir() if path.suffix in (".html", ".js", ".py")
    )
    unused = [name for name in MESSAGES["en"] if not re.search(rf'\bt\.{name}\b|words\.{name}\b|\("{name}"', said)]
    assert unused == []


def test_what_is_not_there_leaves_no_gap():
    bare = {"show": "", "author": "", "guests": (), "description": "", "date": "", "cover": "", "feed": "", "index": ""}
    shown = Parsed(episode_page(page(**bare, downloads={}, chapters=(), cues=())))
    assert not [f for _, f in shown.elements if f.get("src") == "" or f.get("href") == ""]
    for gone in ("cover", "show", "lede", "shares", "chapters", "footer", "part"):
        assert shown.all(gone) == []


def test_sentences_of_a_turn_run_on_with_a_blank_only_where_the_script_has_one():
    def said(*texts):
        cues = tuple(PageCue(n, n + 1, Role.GUEST, "x", text, 0) for n, text in enumerate(texts))
        return re.sub(
            r"<.*?>",
            "",
            re.search(r'<p class="said" dir="auto">(.*?)</p>', episode_page(page(cues=cues, chapters=())))[1],
        )

    assert said("习惯了。", "面团不认识时钟。") == "习惯了。面团不认识时钟。"
    assert said("It is late.", "Yes.") == "It is late. Yes."
    assert said("他说OK.", "Yes.") == "他说OK. Yes."
    assert said("OK.", "好。") == "OK.好。"


def test_the_paragraphs_of_a_turn_are_paragraphs():
    cues = (
        PageCue(0, 1, Role.GUEST, "x", "水先来。", 0, paragraph=True),
        PageCue(1, 2, Role.GUEST, "x", "石头才动。", 0),
        PageCue(2, 3, Role.GUEST, "x", "人就可以坐下。", 0, paragraph=True),
        PageCue(3, 4, Role.GUEST, "x", "好。", 1),
    )
    shown = episode_page(page(cues=cues, chapters=()))
    said = re.findall(r'<p class="said" dir="auto">(.*?)</p>', shown)
    assert [re.sub("<.*?>", "", text) for text in said] == ["水先来。石头才动。", "人就可以坐下。", "好。"]


def test_the_page_holds_when_each_word_begins_in_small_steps():
    """Letters count as JavaScript counts them: 𠮷 has two."""
    cue = PageCue(6.0, 8.0, Role.GUEST, "x", "𠮷野家，习惯了。", 0, words=((0, 6.05), (4, 7.0), (6, 7.504)))
    shown = Parsed(episode_page(page(cues=(cue,), chapters=())))
    assert json.loads(shown.json)["cues"] == [[6.0, 8.0, 0, 5, 5, 95, 2, 50]]


def metas(shown):
    return {f.get("property") or f.get("name"): f["content"] for f in shown.all("meta") if "content" in f}


LD_JSON = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def test_a_link_to_an_episode_shows_its_picture_and_its_sound():
    written = episode_page(page(address="https://example.org/s/a.html"))
    shown = Parsed(written)
    found = metas(shown)
    assert found["og:title"] == "凌晨四点的面包房"
    assert found["og:url"] == "https://example.org/s/a.html"
    assert found["og:image"] == "https://example.org/s/x.jpg"
    assert found["og:audio"] == "https://example.org/s/x.mp3"
    assert [f["href"] for f in shown.all("link") if f["rel"] == "canonical"] == ["https://example.org/s/a.html"]
    facts = json.loads(LD_JSON.search(written)[1])
    assert (facts["@type"], facts["duration"]) == ("PodcastEpisode", "PT13S")
    assert facts["associatedMedia"]["contentUrl"] == "https://example.org/s/x.mp3"
    assert facts["partOfSeries"]["webFeed"] == "https://example.org/s/feed.xml"


def test_a_link_to_the_show_shows_its_picture():
    written = index_page(show_page(subscribe="https://example.org/s/feed.xml"), [])
    found = metas(Parsed(written))
    assert found["og:url"] == "https://example.org/s/"
    assert found["og:image"] == "https://example.org/s/x.jpg"
    assert json.loads(LD_JSON.search(written)[1])["@type"] == "PodcastSeries"


@pytest.mark.parametrize("written", [episode_page(page()), index_page(show_page(), [])], ids=["episode", "show"])
def test_a_page_whose_address_is_not_known_claims_none(written):
    assert not metas(Parsed(written)).keys() & {"og:url", "og:image", "og:audio"}
    assert not [f for f in Parsed(written).all("link") if f["rel"] == "canonical"]
    assert not LD_JSON.search(written)


def test_an_episode_leads_to_those_before_and_after_it():
    earlier, later = PageLink("a.html", "Milk & <Bread>"), PageLink("c.html", "Honey")
    shown = Parsed(episode_page(page(earlier=earlier, later=later)))
    assert {f["rel"]: f["href"] for f in shown.all("a") if "rel" in f} == {"prev": "a.html", "next": "c.html"}
    assert "Milk & <Bread>" in shown.text


def test_subscribing_leads_to_the_page_of_the_show_and_not_to_the_feed():
    links = [f["href"] for f in Parsed(episode_page(page())).all("a")]
    assert "feed.xml" not in links
    assert links.count("index.html#subscribe") == 2


def test_the_page_of_the_show_has_a_link_for_each_app():
    shown = Parsed(index_page(show_page(subscribe="https://example.org/s/feed.xml"), []))
    links = [f["href"] for f in shown.all("a") if "data-pattern" in f]
    assert links == [
        "pcast://example.org/s/feed.xml",
        "podcast://example.org/s/feed.xml",
        "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Fs%2Ffeed.xml",
        "pktc://subscribe/example.org/s/feed.xml",
        "https://antennapod.org/deeplink/subscribe?url=https%3A%2F%2Fexample.org%2Fs%2Ffeed.xml",
    ]


@pytest.mark.parametrize(
    ("language", "said"), [("zh-TW", "這是 Podcast 的訂閱網址"), ("en", "“Add by URL”"), ("fr", "“Add")]
)
def test_the_style_of_the_feed_says_in_its_language_what_it_is(language, said):
    assert said in feed_style(language)


def test_a_heading_that_is_read_out_is_a_paragraph_and_is_not_shown_twice():
    cues = (
        PageCue(0, 2, Role.NARRATOR, "旁白", "一张价目表", 0),
        PageCue(3, 5, Role.NARRATOR, "旁白", "是手写的。", 0),
    )
    shown = episode_page(page(cues=cues, chapters=((0, "一张价目表"),)))
    assert [e["class"] for e in Parsed(shown).all("said") if "said" in e["class"]] == ["said", "said title", "said"]
    assert '<h3 class="said"' in shown


def test_a_chapter_that_nobody_announces_has_a_heading_to_be_seen():
    assert '<h3 class="told" dir="auto">开场</h3>' in episode_page(page())


def test_every_sentence_is_on_the_page_whatever_the_chapters_say():
    for chapters in ((), ((5, "late"),), ((0, "a"), (1, "b"), (100, "c"))):
        shown = Parsed(episode_page(page(chapters=chapters)))
        assert [e["id"] for e in shown.all("cue")] == ["s0", "s1", "s2", "s3"]


def test_the_latest_episode_comes_first_in_the_index():
    pages = [(f"{n}.html", page(date=date)) for n, date in enumerate(["2026-01-02", "2026-03-01", "2025-12-31"])]
    links = [f["href"] for f in Parsed(index_page(show_page(feed=""), pages)).all("a")]
    assert links[1:] == ["1.html", "0.html", "2.html"]


def test_an_index_without_episodes_says_so():
    assert "还没有节目" in index_page(show_page(), [])


@pytest.mark.parametrize(
    ("seconds", "language", "said"),
    [
        (0, "zh", "0秒"),
        (59.4, "en", "59 s"),
        (97, "zh", "2分钟"),
        (3600, "en", "1 h"),
        (3900, "zh", "1小时 5分钟"),
        (3599, "ja", "1時間"),
        (3900, "zh-HK", "1小時 5分鐘"),
    ],
)
def test_a_length_is_said_in_words(seconds, language, said):
    assert duration(seconds, language) == said


@pytest.mark.parametrize(
    ("date", "language", "said"),
    [
        ("2026-11-04T06:00:00Z", "en", "4 November 2026"),
        ("2026-11-04", "zh", "2026年11月4日"),
        ("", "zh", ""),
        ("2026-13-01", "en", ""),
    ],
)
def test_a_date_is_written_as_the_language_does(date, language, said):
    assert written_date(date, language) == said


def test_a_position_has_hours_only_when_there_are_some():
    assert [clock(second) for second in (0, 59.9, 60, 3599, 3600, 36_061)] == [
        "0:00",
        "0:59",
        "1:00",
        "59:59",
        "1:00:00",
        "10:01:01",
    ]


# ------------------------------------------------------------------------------------------------------ the speaker bar


def test_the_speaker_bar_shows_everybody_at_their_time_in_their_lane():
    paths = dict(speaker_bar(CUES, 12.0, [0, 3]).paths)
    assert paths["n"].startswith("M0 18") and paths["n"].endswith("H0z")
    assert re.findall(r"M(\d+)", paths["h0"]) == ["2500"]
    assert re.findall(r"M(\d+)", paths["g0"]) == ["5000", "7083"]
    assert re.findall(r"M(\d+)", paths["marks"]) == ["2500"]


def test_pauses_that_nobody_would_see_are_not_drawn():
    cues = [PageCue(n, n + 0.9, Role.GUEST, "x", "。", 0) for n in range(1000)]
    assert speaker_bar(cues, 1000.0, []).paths == [("g0", "M0 23h9999v13H0z")]


def test_the_bar_of_a_long_talk_sums_up_who_speaks_most_when():
    """Hundreds of stretches would be noise on a phone: each part has one for every role, in its main speaker's colour."""
    turns = [(Role.HOST, "q"), (Role.GUEST, "a"), (Role.GUEST, "b")] * 200
    cues = [PageCue(n * 20, n * 20 + (15 if who[1] == "b" else 5), *who, "。", n) for n, who in enumerate(turns)]
    paths = dict(speaker_bar(cues, 12_000.0, []).paths)
    assert len(re.findall("M", paths["h0"])) == 60
    assert len(re.findall("M", paths["g1"])) == 60
    assert "g0" not in paths


def test_a_speaker_bar_of_nothing_is_empty():
    assert speaker_bar([], 0, []).paths == []


def test_everybody_has_a_colour_and_neighbours_have_different_ones():
    cues = [
        PageCue(n, n + 1, role, name, "。", n)
        for n, (role, name) in enumerate(
            [
                (Role.HOST, "a"),
                (Role.GUEST, "a"),
                (Role.HOST, "b"),
                (Role.GUEST, "c"),
                (Role.NARRATOR, "n"),
                (Role.GUEST, "d"),
                (Role.GUEST, "e"),
            ]
        )
    ]
    assert list(speaker_colours(cues).values()) == ["h0", "g0", "h1", "g1", "n", "g2", "g3"]


def test_people_of_a_role_differ_in_shape_too():
    for role, colours in COLOURS.items():
        assert len({SHAPES[colour] for colour in colours}) == len(colours), role


def test_shares_are_of_what_is_spoken_and_the_longest_is_first():
    assert list(speaker_shares(CUES).items()) == [
        ((Role.GUEST, "顾晓棠"), 5.5 / 9.5),
        ((Role.NARRATOR, "旁白"), 2 / 9.5),
        ((Role.HOST, "主持人"), 2 / 9.5),
    ]


# ----------------------------------------------------------------------------------------------------------- the colours


def tokens():
    """The colours that look.css names, light and dark."""
    light, dark = re.findall(r":root \{(.*?)\}", (SITE / "look.css").read_text(encoding="utf-8"), re.DOTALL)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6,8});", part)) for part in (light, dark)]


def linear(colour):
    """Red, green and blue as light, 0 to 1 (sRGB, IEC 61966-2-1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    """WCAG 2.2, relative luminance."""
    low, high = sorted(
        sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def mixed(colour, ground, share):
    parts = [(int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in parts)


SPEAKERS = ("h0", "h1", "g0", "g1", "g2", "g3", "g4", "n")


@pytest.mark.parametrize("theme", tokens(), ids=["light", "dark"])
def test_text_has_the_contrast_that_aa_asks_for(theme):
    for ground in ("paper", "raised"):
        assert contrast(theme["ink"], theme[ground]) >= 7
        assert contrast(theme["soft"], theme[ground]) >= 4.5
    for found in ("found", "found-now", "line"):
        assert contrast(theme["ink"], theme[found]) >= 4.5
    for who in SPEAKERS:
        sentence = mixed(theme[who], theme["paper"], 0.2)
        veil, share = theme["word"][:7], int(theme["word"][7:], 16) / 255
        assert contrast(theme["ink"], sentence) >= 4.5
        assert contrast(theme["ink"], mixed(veil, sentence, share)) >= 4.5


@pytest.mark.parametrize("theme", tokens(), ids=["light", "dark"])
def test_what_has_meaning_by_its_colour_has_contrast(theme):
    for who in SPEAKERS:
        assert min(contrast(theme[who], theme["paper"]), contrast(theme[who], theme["raised"])) >= 3


# What red-, green- and blue-blind people see: Machado, Oliveira and Fernandes 2009, severity 1.0.
BLIND = {
    "nobody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
DIFFERENT = 15
"""Distance in CIELAB; 2.3 is just noticeable side by side, at 10 nobody needs to compare."""


def lab(light):
    """CIELAB of linear sRGB light, D65."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * max(0, b) for a, b in zip(row, light, strict=True)) for row in rows]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", BLIND)
@pytest.mark.parametrize("theme", tokens(), ids=["light", "dark"])
def test_speakers_can_be_distinguished_by_all_eyes(theme, eyes):
    seen = {
        who: lab([sum(a * b for a, b in zip(row, linear(theme[who]), strict=True)) for row in BLIND[eyes]])
        for who in SPEAKERS
    }
    for one, other in combinations(SPEAKERS, 2):
        assert sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5 >= DIFFERENT, (one, other)
