"""Publishing: what phones get, what is assigned once, what is said and what is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from conftest import COMPACT, INTERVIEW
from hypothesis import given, settings
from hypothesis import strategies as st
from support.published import FACTS, a_show, published, run

import audiobuild
from audiobuild.checking.rss import listed_chapters
from audiobuild.errors import OutputError, PublishError
from audiobuild.model import Channel
from audiobuild.outputs import show_notes
from audiobuild.plaintext import clean_line
from audiobuild.publishing import ledger
from audiobuild.publishing.episodes import read_records
from audiobuild.publishing.feed import FeedHead, Item, rss
from audiobuild.publishing.identity import compare
from audiobuild.publishing.items import word_starts
from audiobuild.publishing.ledger import Ledger, LedgerEntry

BASE = "https://example.org/show"
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show of two episodes, one of them with a Chinese name and front matter, built and not published."""
    front = "---\ndate: 2024-05-06\ndescription: 一只邮包 & <它的> 路。\nguests: [周远]\n---\n"
    folder = a_show(
        tmp_path_factory.mktemp("show") / "s", {"post.txt": INTERVIEW, "邮局.txt": front + INTERVIEW}, FACTS + COMPACT
    )
    assert run(folder, "build").returncode == 0
    return folder


@pytest.fixture
def show(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be published."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


def publish(folder: Path, *options: object) -> subprocess.CompletedProcess[str]:
    done = run(folder, "publish", "--drafts", *options)
    assert done.returncode == 0, done.stderr
    return done


def channel_of(public: Path) -> ET.Element:
    channel = ET.fromstring((public / "feed.xml").read_bytes()).find("channel")
    assert channel is not None
    return channel


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# ---------------------------------------------------------------------------------------------------- what is published


def test_the_folder_holds_all_that_a_phone_asks_for(show: Path) -> None:
    publish(show, "--base-url", BASE)
    public = show / "output" / "public"
    shapes = sorted(re.sub(r"-[0-9a-f]{8}\.", "-#.", name) for name in files_of(public))
    of_each = [".chapters.json", ".jpg", ".mp3", ".srt", ".vtt"]
    slug = json.loads((show / "published.json").read_bytes())["episodes"]["邮局"]["slug"]
    assert re.fullmatch(r"episode-[0-9a-f]{8}", slug)
    wanted = ["cover-#.jpg", "feed.xml", "index.html", "post.html", f"{slug}.html"]
    hidden = re.sub(r"-[0-9a-f]{8}$", "-#", slug)
    assert [name for name in shapes if name.startswith("post-")] == [f"post-#{ending}" for ending in of_each]
    assert {name.replace(slug, hidden) for name in shapes} >= {name.replace(slug, hidden) for name in wanted}
    assert all(name.isascii() for name in shapes)


def test_the_feed_says_of_show_and_episodes_what_the_settings_and_the_front_matter_say(show: Path) -> None:
    publish(show, "--base-url", BASE)
    channel = channel_of(show / "output" / "public")
    assert channel.findtext("title") == "夜里的 <职业> & 'Trades'"
    assert channel.findtext("itunes:owner/itunes:email", None, NAMES) == "show@example.org"
    assert [c.get("text") for c in channel.findall("itunes:category", NAMES)] == ["Society & Culture", "Arts"]
    assert channel.find("atom:link", NAMES).get("href") == BASE + "/feed.xml"
    assert channel.findtext("podcast:locked", None, NAMES) == "yes"
    new, old = channel.findall("item")  # newest first
    assert old.findtext("pubDate") == "Mon, 06 May 2024 00:00:00 +0000"
    assert abs(parsedate_to_datetime(new.findtext("pubDate")) - datetime.now(UTC)) < timedelta(minutes=30)
    assert old.findtext("description").startswith("<p>一只邮包 &amp; &lt;它的&gt; 路。</p>\n<p>00:00:00 山里的邮局</p>")
    people = [(p.text, p.get("role")) for p in old.findall("podcast:person", NAMES)]
    assert people == [("小满 & Co.", "host"), ("周远", "guest")]


@pytest.mark.soak
def test_a_show_without_settings_is_published_with_what_can_be_assumed_and_every_gap_is_named(tmp_path: Path) -> None:
    folder = a_show(tmp_path / "s", {"post.txt": INTERVIEW}, 'engine = "tone"\n')
    run(folder, "build")
    reported = publish(folder, "--base-url", BASE).stderr
    lines = re.findall(r"add the line  (.*?)  \(", reported)
    assert lines[:3:2] == ['title = "s"', 'language = "zh"']
    assert [line.partition(" =")[0] for line in lines] == [
        "title", "description", "language", "category", "explicit", "author", "owner"
    ]  # fmt: skip
    assert run(folder, "check", "output/public").returncode == 0
    assert reported.count("at the top of audiobuild.toml add the line  ") == len(lines)
    settings = folder / "audiobuild.toml"
    settings.write_text("\n".join([*lines, settings.read_text(encoding="utf-8")]), encoding="utf-8")
    run(folder, "build")
    assert publish(folder, "--base-url", BASE).stderr == ""
    assert "note" not in run(folder, "check", "output/public/feed.xml").stdout


def test_without_a_base_url_the_feed_is_of_this_machine_and_the_setting_is_named(show: Path) -> None:
    done = publish(show)
    assert "feed: http://127.0.0.1:8000/feed.xml" in done.stdout
    assert "base_url = " in done.stderr
    edit(show / "audiobuild.toml", 'engine = "tone"', 'engine = "tone"\nbase_url = "https://example.org/show"')
    done = publish(show)
    assert "feed: https://example.org/show/feed.xml" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("base", "said"), [("http://192.168.1.9/", "this network only"), ("http://example.org/", "not https")]
)
def test_an_address_that_directories_do_not_accept_is_reported(show: Path, base: str, said: str) -> None:
    assert said in publish(show, "--base-url", base).stderr


@pytest.mark.parametrize(
    "base", ["example.org", "ftp://example.org/", "https://例 子.org/", "https://a b.org/", "https://e.org/?x"]
)
def test_an_address_that_is_none_is_refused_with_an_example(show: Path, base: str) -> None:
    done = run(show, "publish", "--drafts", "--base-url", base)
    assert done.returncode == 1
    assert "as in https://example.org/show/" in done.stderr


def test_a_cover_that_directories_take_is_published_as_it_is(show: Path) -> None:
    from PIL import Image

    Image.new("RGB", (1500, 1500), "teal").save(show / "cover.png")
    edit(show / "audiobuild.toml", 'engine = "tone"', 'engine = "tone"\ncover = "cover.png"')
    run(show, "build")
    publish(show)
    (cover,) = (show / "output" / "public").glob("cover-*")
    assert cover.read_bytes() == (show / "cover.png").read_bytes()
    Image.new("RGBA", (1500, 1500), "teal").save(show / "cover.png")  # seen through: no directory takes it
    run(show, "build")
    publish(show)
    (cover,) = (show / "output" / "public").glob("cover-*.jpg")
    assert cover.read_bytes().startswith(b"\xff\xd8")


# -------------------------------------------------------------------------------------------- the same again, and changes


def test_publishing_again_in_another_folder_changes_no_byte(show: Path, tmp_path: Path) -> None:
    publish(show, "--base-url", BASE)
    first = files_of(show / "output" / "public")
    moved = Path(shutil.copytree(show, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("public")))
    publish(moved, "--base-url", BASE)
    assert files_of(moved / "output" / "public") == first
    assert (moved / "published.json").read_bytes() == (show / "published.json").read_bytes()
    before = {path: path.stat().st_mtime_ns for path in (show / "output" / "public").iterdir()}
    publish(show, "--base-url", BASE)
    assert {path: path.stat().st_mtime_ns for path in (show / "output" / "public").iterdir()} == before


@pytest.mark.soak
def test_a_corrected_sentence_gets_a_new_address_and_keeps_its_identity(show: Path) -> None:
    publish(show, "--base-url", BASE)
    public = show / "output" / "public"
    before = channel_of(public).findall("item")[0]
    for number, words in enumerate(("两只手电筒", "三只手电筒", "四只手电筒")):
        edit(show / "scripts" / "post.txt", ("一把手电筒", "两只手电筒", "三只手电筒")[number], words)
        assert run(show, "build").returncode == 0
        publish(show, "--base-url", BASE)
    after = channel_of(public).findall("item")[0]
    for tag in ("guid", "pubDate", "link"):
        assert after.findtext(tag) == before.findtext(tag)
    assert after.find("enclosure").get("url") != before.find("enclosure").get("url")
    current = after.find("enclosure").get("url").rpartition("/")[2]
    kept = sorted(public.glob("post-*.mp3"), key=lambda path: path.stat().st_mtime_ns)
    assert len(kept) == 2  # the last one stays for whoever has yesterday's feed, older ones go
    assert kept[-1].name == current


def test_another_address_moves_the_feed_and_changes_no_identity(show: Path) -> None:
    publish(show, "--base-url", BASE)
    before = channel_of(show / "output" / "public")
    publish(show, "--base-url", "https://other.example.org")
    after = channel_of(show / "output" / "public")
    assert after.findtext("podcast:guid", None, NAMES) == before.findtext("podcast:guid", None, NAMES)
    assert [i.findtext("guid") for i in after.findall("item")] == [i.findtext("guid") for i in before.findall("item")]


def test_an_episode_that_is_gone_stops_the_publishing_until_it_is_withdrawn(show: Path) -> None:
    publish(show)
    feed = (show / "output" / "public" / "feed.xml").read_bytes()
    for file in (show / "output").glob("post.*"):
        file.unlink()
    done = run(show, "publish", "--drafts")
    assert done.returncode == 1
    assert "post: published before" in done.stderr
    assert (show / "output" / "public" / "feed.xml").read_bytes() == feed
    edit(show / "published.json", '"slug": "post"', '"slug": "post", "withdrawn": true')
    publish(show)
    assert not list((show / "output" / "public").glob("post*"))
    assert len(channel_of(show / "output" / "public").findall("item")) == 1


def test_what_directories_would_refuse_in_the_feed_is_reported(show: Path) -> None:
    edit(show / "audiobuild.toml", 'copyright = "小满"', 'copyright = "© 2024 小满"')
    reported = publish(show).stderr
    assert "name the owner only" in reported


def test_a_folder_that_cannot_be_written_is_another_error_than_nothing_to_publish(show: Path) -> None:
    with pytest.raises(OutputError, match="cannot write to"):
        audiobuild.publish(show / "output", show / "audiobuild.toml" / "public", force=True, drafts=True)
    with pytest.raises(PublishError, match="there are no episodes"):
        audiobuild.publish(show / "scripts")


@pytest.mark.process
def test_two_at_once_assign_once(show: Path) -> None:
    command = [sys.executable, "-m", "audiobuild", "publish", "--drafts"]
    both = [subprocess.Popen(command, cwd=show, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    reported = {i.findtext("guid") for i in channel_of(show / "output" / "public").findall("item")}
    kept = json.loads((show / "published.json").read_bytes())["episodes"]
    assert reported == {entry["guid"] for entry in kept.values()}


def test_the_folder_decides_what_is_kept_where_and_not_the_place_of_the_user(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "output", tmp_path / "a" / "output")
    publish(tmp_path, "a/output")
    first = (tmp_path / "a" / "published.json").read_bytes()
    publish(tmp_path / "a")
    assert (tmp_path / "a" / "published.json").read_bytes() == first
    assert not (tmp_path / "published.json").exists()


def test_files_of_others_are_not_touched(show: Path) -> None:
    public = show / "output" / "public"
    public.mkdir()
    for name in ("CNAME", "post-notes.mp3", "another-0123abcd.mp3"):
        (public / name).write_text("mine")
    publish(show)
    assert all((public / name).read_text() == "mine" for name in ("CNAME", "post-notes.mp3", "another-0123abcd.mp3"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda show: (show / "published.json").write_text("<<<<<<< mine"), "restore it from version control"),
        (lambda show: (show / "output" / "post.mp3").write_bytes(b"x"), "is not as it was built"),
        (lambda show: (show / "output" / "post.json").write_text("{}"), "is not as it was built"),
        (lambda show: shutil.rmtree(show / "output"), "there are no episodes"),
    ],
)
def test_what_cannot_be_published_is_reported(show: Path, spoil, said: str) -> None:
    spoil(show)
    done = run(show, "publish", "--drafts")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------------------------------------------- what is assigned once


def fresh():
    """Guids in a row."""
    numbers = iter(range(10_000))
    return lambda: uuid.UUID(int=next(numbers))


def test_the_guid_of_a_feed_is_that_of_the_podcast_namespace() -> None:
    """The namespace's own example."""
    assert ledger.feed_guid("https://podnews.net/rss", fresh()) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert ledger.feed_guid("https://podnews.net/rss/", fresh()) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_the_guid_of_a_preview_is_not_that_of_all_previews() -> None:
    new = fresh()
    assert ledger.feed_guid("http://127.0.0.1:8000/feed.xml", new) != ledger.feed_guid(
        "http://127.0.0.1:8000/feed.xml", new
    )


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://example.org/", True), ("https://8.8.8.8/", True), ("http://localhost:8000/", False),
        ("http://127.0.0.1/", False), ("http://192.168.0.7/", False), ("http://[::1]/", False), ("http://nas.local/", False),
    ],
)  # fmt: skip
def test_a_public_address_is_distinguished_from_a_local_one(address: str, public: bool) -> None:
    assert ledger.is_public(address) is public


def test_what_is_assigned_stays_but_for_the_date_of_the_author() -> None:
    first = ledger.assigned(Ledger(), BASE, {"a": None, "b": None}, NOW, fresh())
    again = ledger.assigned(first, "https://moved.example/", {"b": None, "c": None}, NOW + timedelta(days=9), fresh())
    assert again.guid == first.guid
    assert {name: again.episodes[name] for name in "ab"} == dict(first.episodes)
    assert again.episodes["c"].date == NOW + timedelta(days=9)
    dated = ledger.assigned(again, BASE, {"a": NOW - timedelta(days=400)}, NOW, fresh())
    assert dated.episodes["a"] == LedgerEntry(first.episodes["a"].guid, NOW - timedelta(days=400), "a")


@given(st.lists(st.text(min_size=1, max_size=80).map(ledger.key), unique=True, max_size=12))
@settings(deadline=None)
def test_every_name_gets_its_own_slug_that_any_server_and_any_disk_accepts(names: list[str]) -> None:
    kept = ledger.assigned(Ledger(), BASE, dict.fromkeys(names), NOW, fresh())
    slugs = [entry.slug for entry in kept.episodes.values()]
    assert len(set(slugs)) == len(slugs) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 70 for slug in slugs)
    assert not {"index", "con", "feed", "cover"} & set(slugs)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("01 Café Müller", "01-cafe-muller"),
        ("ep_2", "ep-2"),
        ("灯塔", r"episode-\w{8}"),
        ("02-灯塔", r"02-\w{8}"),
        ("CON", r"con-\w{8}"),
    ],
)
def test_a_slug_keeps_of_the_name_what_ascii_can(name: str, slug: str) -> None:
    assert re.fullmatch(slug, ledger.slug(name, ()))


@given(st.dictionaries(st.text(min_size=1).filter(lambda t: t.isprintable()), st.booleans(), max_size=5))
@settings(deadline=None)
def test_a_ledger_is_read_as_it_was_written(tmp_path_factory, names: dict[str, bool]) -> None:
    path = tmp_path_factory.getbasetemp() / "published.json"
    kept = ledger.assigned(Ledger(), BASE, dict.fromkeys(names), NOW, fresh())
    kept = replace(kept, episodes={n: replace(e, withdrawn=names[n]) for n, e in kept.episodes.items()})
    path.write_bytes(ledger.ledger_json(kept))
    assert ledger.read_ledger(path) == kept


def test_a_name_is_the_same_with_composed_and_decomposed_accents(show: Path) -> None:
    """Written on one system, checked out on another."""
    record = json.loads((show / "output" / "post.json").read_bytes())
    apart, whole = "e\u0301mile", "\u00e9mile"
    record["outputs"] = {name.replace("post", apart, 1): facts for name, facts in record["outputs"].items()}
    for file in sorted((show / "output").glob("post.*")):
        file.rename(file.with_name(file.name.replace("post", apart, 1)))
    (show / "output" / f"{apart}.json").write_text(json.dumps(record), encoding="utf-8")
    publish(show)
    first = json.loads((show / "published.json").read_bytes())
    assert whole in first["episodes"]
    publish(show)
    assert json.loads((show / "published.json").read_bytes()) == first


def test_two_episodes_with_one_guid_are_a_wrong_merge(tmp_path: Path) -> None:
    twin = LedgerEntry("00000000-0000-0000-0000-000000000001", NOW, "a")
    (tmp_path / "p.json").write_bytes(ledger.ledger_json(Ledger(str(uuid.UUID(int=9)), {"a": twin, "b": twin})))
    with pytest.raises(PublishError, match="two episodes have the guid"):
        ledger.read_ledger(tmp_path / "p.json")


# ------------------------------------------------------------------------------------------------- notes, and all texts

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("&<>\"'];\0\t\r\n\x1b\x85\u2028\u202e\u2066\u200f\ufeff\ufffeאبa中😀\ud800"), st.characters()
    ),
    max_size=60,
) | st.sampled_from(
    ["]]>", "<script>alert(1)</script>", "&amp;", "<!--", "<![CDATA[", "</item>", "%00", "../../etc", "\u202egnp.exe"]
)


@given(HOSTILE, HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=3), HOSTILE)
@settings(deadline=None)
def test_no_text_can_break_the_feed(title: str, show: str, description: str, people: list[str], rights: str) -> None:
    """The feed stays well-formed and of the same shape, and every text comes back as it was, cleaned of controls."""
    about = show_notes.html_paragraphs(show_notes.show_notes(description, [(0, clean_line(title) or "1")], "en"))
    reported = Channel(copyright=rights, owner_email=rights)
    head = FeedHead(show, show, rights, about, f"http://e/{show}.jpg", "http://e/feed.xml", "g", reported)
    item = Item(
        title,
        "g",
        NOW,
        about,
        about,
        "http://e/x.mp3",
        9,
        9.0,
        "p",
        "i",
        "c",
        "t",
        "en",
        tuple((p, "guest") for p in people),
    )
    channel = ET.fromstring(rss(head, [item])).find("channel")
    assert [child.tag for child in channel if child.tag == "item"] == ["item"]
    (read,) = channel.findall("item")
    assert len(read.findall("podcast:person", NAMES)) == len(people)
    assert (read.findtext("title") or "") == " ".join(clean_line(title).split())
    assert (channel.findtext("title") or "") == " ".join(clean_line(show).split())
    assert listed_chapters(read.findtext("description"))[-1] == (0, clean_line(title) or "1")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", "".join(channel.itertext()))


@given(
    HOSTILE, st.lists(st.tuples(st.integers(0, 99_999), HOSTILE.map(clean_line).filter(bool)), min_size=1, max_size=9)
)
@settings(deadline=None)
def test_notes_are_short_enough_and_list_whole_chapters(description: str, some: list[tuple[int, str]]) -> None:
    chapters = some * 60
    lines = show_notes.show_notes(description * 80, chapters, "zh")
    html = show_notes.html_paragraphs(lines)
    assert len(html.encode()) <= 4000
    reported = listed_chapters(html)
    reported = reported[
        len(listed_chapters(show_notes.html_paragraphs(show_notes.show_notes(description * 80, [], "zh")))) :
    ]
    assert list(reported) == chapters[: len(reported)]
    assert len(reported) == len(chapters) or "其余章节" in lines[-1]


def test_long_notes_end_with_a_sentence_and_keep_the_chapters() -> None:
    lines = show_notes.show_notes("一句话在这里。" * 300, [(n * 60, f"第{n}章") for n in range(20)], "zh")
    assert lines[0].endswith("。 …")
    assert [line.split()[1] for line in lines[1:]] == [f"第{n}章" for n in range(20)]


def test_the_json_of_chapters_is_that_of_the_podcast_namespace() -> None:
    read = json.loads(show_notes.chapters_json("题", [(0, "<甲>"), (61, "乙")]))
    assert read == {
        "version": "1.2.0",
        "title": "题",
        "chapters": [{"startTime": 0, "title": "<甲>"}, {"startTime": 61, "title": "乙"}],
    }


def test_a_hostile_script_is_published_and_breaks_nothing(tmp_path: Path) -> None:
    title = "]]> & <script>alert('1')</script> \u202eabc\" שלום"
    script = f"{title}\nQ \"A\" & <b>'B'</b> ]]> --> \u202ex？\nA <script src='//e.x'></script>&amp; \u200fשלום。\nQ --><!-- 二？\nA ]]>。\n"
    folder = a_show(tmp_path / "s", {"a & ' ] שלום.txt": script}, FACTS)
    public = published(folder, BASE)
    assert run(folder, "check").returncode == 0
    assert all(re.fullmatch(r"[a-z0-9.-]+", path.name) for path in public.iterdir())
    for page in public.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert(" not in text
        assert "<script src=" not in text


# ---------------------------------------------------------------------------------- scripts, records and the ledger


def guids(folder: Path) -> dict[str, str]:
    channel = channel_of(folder / "output" / "public")
    return {item.findtext("title") or "": item.findtext("guid") or "" for item in channel.findall("item")}


def test_the_feed_is_styled_and_episodes_lead_to_each_other(two: Path) -> None:
    public = two / "output" / "public"
    head = (public / "feed.xml").read_text(encoding="utf-8").splitlines()[:2]
    assert head[1] == '<?xml-stylesheet type="text/css" href="feed.css"?>'
    assert (public / "feed.css").is_file()
    newer, older = (public / name for name in ("mill.html", "box.html"))
    assert 'rel="prev" href="box.html"' in newer.read_text(encoding="utf-8")
    assert 'rel="next" href="mill.html"' in older.read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{BASE}/box.html">' in older.read_text(encoding="utf-8")


def test_a_preview_claims_no_address_on_the_web(show: Path) -> None:
    publish(show)
    assert "canonical" not in re.sub(
        "<script>.*", "", (show / "output/public/post.html").read_text("utf-8"), flags=re.S
    )


def test_words_are_found_in_their_text() -> None:
    words = [[1.0, 1.2, "磨"], [1.2, 1.5, "不在"], [1.5, 1.9, "磨"], [1.9, 2.0, "转"]]
    assert list(word_starts("磨，还磨转", words)) == [(0, 1.0), (3, 1.5), (4, 1.9)]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A show of two different episodes, published."""
    mill, box = "石磨坊\n问：磨还转吗？\n答：每天都转。\n", "邮筒\n问：还有人寄信吗？\n答：有，三天收一次。\n"
    folder = a_show(tmp_path / "s", {"mill.txt": mill, "box.txt": box}, FACTS + COMPACT)
    assert run(folder, "build").returncode == 0
    publish(folder, "--base-url", BASE)
    return folder


def test_a_renamed_script_keeps_its_identity_and_its_addresses(two: Path) -> None:
    before, scripts = guids(two), two / "scripts"
    (scripts / "mill.txt").rename(scripts / "old-mill.txt")
    assert run(two, "build").returncode == 0
    done = publish(two, "--base-url", BASE)
    assert guids(two) == before
    assert "old-mill is the episode that was published as mill" in done.stderr
    assert "episodes" in json.loads((two / "published.json").read_bytes())
    assert publish(two, "--base-url", BASE).returncode == 0
    assert guids(two) == before


def test_a_script_that_is_renamed_and_corrected_at_once_keeps_its_identity(two: Path) -> None:
    before, scripts = guids(two), two / "scripts"
    (scripts / "mill.txt").rename(scripts / "old-mill.txt")
    edit(scripts / "old-mill.txt", "每天都转。", "每天都转，除了冬天。")
    assert run(two, "build").returncode == 0
    publish(two, "--base-url", BASE)
    assert guids(two) == before


def test_another_episode_in_place_of_a_removed_one_is_no_rename(two: Path) -> None:
    scripts = two / "scripts"
    (scripts / "mill.txt").unlink()
    (scripts / "kiln.txt").write_text("柴窑\n问：窑还烧吗？\n答：一年烧两次，都在冬天。\n", encoding="utf-8")
    assert run(two, "build").returncode == 0
    done = run(two, "publish", "--drafts")
    assert done.returncode == 1
    assert "mill has no script any more" in done.stderr
    assert "--withdraw mill" in done.stderr


def test_build_names_an_episode_whose_script_is_gone(two: Path) -> None:
    assert "no script any more" not in run(two, "build").stderr
    (two / "scripts" / "mill.txt").unlink()
    assert f"{Path('output', 'mill.mp3')} has no script any more" in run(two, "build").stderr


def test_a_withdrawn_episode_leaves_the_feed_and_the_folder(two: Path) -> None:
    (two / "scripts" / "mill.txt").unlink()
    publish(two, "--base-url", BASE, "--withdraw", "mill")
    assert set(guids(two)) == {"邮筒"}
    assert not list((two / "output" / "public").glob("mill*"))
    assert run(two, "publish", "--drafts", "--withdraw", "mil").stderr.count("did you mean “mill”") == 1


def test_an_episode_older_than_its_script_is_not_published(two: Path) -> None:
    edit(two / "scripts" / "mill.txt", "每天都转。", "转。")
    done = run(two, "publish", "--drafts")
    assert done.returncode == 1
    assert "mill.txt was changed after mill was built; run “audiobuild build”" in done.stderr
    assert run(two, "publish", "--drafts", "--force").returncode == 0


def test_an_episode_that_hums_is_published_only_when_asked_for(two: Path) -> None:
    (two / "published.json").unlink()
    done = run(two, "publish")
    assert done.returncode == 1
    assert "is a draft (tone: a hum, for drafts)" in done.stderr
    assert "--drafts" in done.stderr


def test_the_sample_of_a_new_show_is_left_out_like_a_draft(two: Path) -> None:
    home = two / "output"
    spoken = {
        name: replace(found, lines=tuple(replace(line, voice="kokoro:zf_xiaoxiao") for line in found.lines))
        for name, found in read_records(home).items()
    }
    record = next(iter(spoken.values()))
    assert list(compare(home, spoken, Ledger(), False, ()).left_out) == []
    assert compare(home, spoken, Ledger(), False, {record.script_sha256}).left_out
    assert compare(home, spoken, Ledger(), True, {record.script_sha256}).left_out == {}


def test_episodes_moved_without_their_scripts_are_published(two: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    for name in ("output", "audiobuild.toml", "published.json"):
        (two / name).rename(elsewhere / name)
    publish(elsewhere, "--base-url", BASE)


def test_episodes_without_dates_are_a_minute_apart_in_the_natural_order_of_their_names() -> None:
    names = ("10-milk", "2-tea", "1-bread")
    entries = ledger.assigned(Ledger(), BASE, dict.fromkeys(names), NOW, uuid.uuid4).episodes
    assert sorted(names, key=lambda name: entries[name].date) == ["1-bread", "2-tea", "10-milk"]
    assert entries["10-milk"].date == NOW
    assert entries["1-bread"].date == NOW - timedelta(minutes=2)


def test_episodes_without_dates_follow_those_published_a_moment_ago_and_do_not_wait() -> None:
    first = ledger.assigned(Ledger(), f"{BASE}/feed.xml", dict.fromkeys(map(str, range(9))), NOW, uuid.uuid4)
    soon = NOW + timedelta(seconds=95)
    names = dict.fromkeys(map(str, range(12)))
    second = ledger.assigned(first, f"{BASE}/feed.xml", names, soon, uuid.uuid4)
    dates = [second.episodes[str(n)].date for n in range(12)]
    assert dates == sorted(set(dates))
    assert dates[-1] == soon
    third = ledger.assigned(second, f"{BASE}/feed.xml", dict.fromkeys(map(str, range(13))), soon, uuid.uuid4)
    assert third.episodes["12"].date == soon - timedelta(seconds=1)


def test_two_episodes_of_one_date_differ_by_a_minute_and_stay_as_they_are() -> None:
    day = datetime(2024, 5, 6, tzinfo=UTC)
    first = ledger.assigned(Ledger(), BASE, {"b": day, "c": day}, NOW, uuid.uuid4)
    assert [first.episodes[name].date - day for name in "bc"] == [timedelta(0), timedelta(minutes=1)]
    second = ledger.assigned(first, BASE, {"a": day, "b": day, "c": day}, NOW, uuid.uuid4)
    assert [second.episodes[name].date - day for name in "abc"] == [timedelta(minutes=n) for n in (2, 0, 1)]
    moved = ledger.assigned(second, BASE, {"a": day, "b": day, "c": NOW}, NOW, uuid.uuid4)
    assert moved.episodes["c"].date == NOW


def test_an_episode_dated_ahead_is_held_back_and_named(two: Path) -> None:
    script = two / "scripts" / "mill.txt"
    script.write_text("---\ndate: 2099-02-28\n---\n" + script.read_text(encoding="utf-8"), encoding="utf-8")
    (two / "published.json").unlink()
    assert run(two, "build").returncode == 0
    done = publish(two, "--base-url", BASE)
    assert set(guids(two)) == {"邮筒"}
    assert "held back until 2099-02-28 00:00 UTC: 石磨坊 (mill)" in done.stderr


def test_a_date_that_cannot_be_read_is_named_with_its_line_by_build_and_by_publish(two: Path) -> None:
    script = two / "scripts" / "mill.txt"
    script.write_text("---\ndate: tomorrow\n---\n" + script.read_text(encoding="utf-8"), encoding="utf-8")
    assert "mill.txt:2: the date “tomorrow” cannot be read" in run(two, "build").stderr
    assert "mill: the date “tomorrow” cannot be read" in publish(two, "--base-url", BASE).stderr


def test_explicit_season_number_and_kind_of_an_episode_are_in_its_item(two: Path) -> None:
    script = two / "scripts" / "mill.txt"
    front = "---\nexplicit: yes\nseason: 2\nepisode: 7\ntype: bonus\nlink: https://example.org/磨\n---\n"
    script.write_text(front + script.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(two, "build").returncode == 0
    publish(two, "--base-url", BASE)
    items = channel_of(two / "output" / "public").findall("item")
    (mill,) = (item for item in items if item.findtext("title") == "石磨坊")
    found = [mill.findtext(f"itunes:{tag}", None, NAMES) for tag in ("explicit", "season", "episode", "episodeType")]
    assert found == ["true", "2", "7", "bonus"]
    assert [mill.findtext(f"podcast:{tag}", None, NAMES) for tag in ("season", "episode")] == ["2", "7"]
    assert mill.findtext("link") == "https://example.org/%E7%A3%A8"
    (box,) = (item for item in items if item is not mill)
    assert box.findtext("itunes:explicit", None, NAMES) == "false"
    assert box.findtext("itunes:season", None, NAMES) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("explicit: maybe", "explicit must be yes or no, not “maybe”"),
        ("season: 0", "season must be a whole number from 1"),
        ("type: bonos", "did you mean “bonus”"),
    ],
)
def test_an_invalid_fact_of_an_episode_is_named(tmp_path: Path, line: str, said: str) -> None:
    script = f"---\n{line}\n---\n石磨坊\n问：磨还转吗？\n答：每天都转。\n"
    folder = a_show(tmp_path / "s", {"mill.txt": script}, FACTS + COMPACT)
    done = run(folder, "build")
    assert done.returncode == 1
    assert said in done.stderr


def test_the_show_s_description_is_plain_text_and_an_episode_s_addresses_are_links(two: Path) -> None:
    script = two / "scripts" / "mill.txt"
    front = '---\ndescription: "谱子在 https://example.org/a?b=1&c=2。"\n---\n'
    script.write_text(front + script.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(two, "build").returncode == 0
    publish(two, "--base-url", BASE)
    channel = channel_of(two / "output" / "public")
    assert channel.findtext("description") == "和在夜里工作的人说话。"
    link = '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>。'
    for tag in ("description", "content:encoded"):
        assert any(link in (item.findtext(tag, None, NAMES) or "") for item in channel.findall("item"))
    assert link in (two / "output" / "public" / "mill.html").read_text(encoding="utf-8")


def test_the_notes_in_html_are_whole_and_lead_to_the_listening_page() -> None:
    chapters = [(second, f"第{second}章" * 5) for second in range(200)]
    assert len(show_notes.show_notes("长。", chapters, "zh")) < len(chapters)
    first, *listed, last = show_notes.full_notes("长。", chapters, "zh", "https://example.org/a.html")
    assert (first, len(listed)) == ("长。", len(chapters))
    assert show_notes.html_paragraphs([last]).endswith(
        '<a href="https://example.org/a.html">https://example.org/a.html</a></p>'
    )


def test_traditional_characters_are_said_to_be_such_to_apps_and_readers(tmp_path: Path) -> None:
    script = "石磨坊\n問：這個磨還轉嗎？\n答：每天都轉，說來話長。\n"
    folder = a_show(tmp_path / "s", {"mill.txt": script}, FACTS + COMPACT)
    run(folder, "build")
    publish(folder, "--base-url", BASE)
    public = folder / "output" / "public"
    channel = channel_of(public)
    assert channel.findtext("language") == "zh-Hant"
    assert channel.find("item/podcast:transcript", NAMES).get("language") == "zh-Hant"
    assert "<v 來賓>" in (folder / "output" / "mill.vtt").read_text(encoding="utf-8")
    for page in ("index.html", "mill.html"):
        assert '<html lang="zh-Hant">' in (public / page).read_text(encoding="utf-8")


def test_an_only_guest_whom_the_settings_name_has_that_name_in_transcript_and_page(tmp_path: Path) -> None:
    script = "---\nguests: [周远]\n---\n石磨坊\n问：磨还转吗？\n答：每天都转。\n"
    folder = a_show(tmp_path / "s", {"mill.txt": script}, FACTS + COMPACT)
    run(folder, "build")
    publish(folder, "--base-url", BASE)
    assert "<v 周远>每天都转" in (folder / "output" / "mill.vtt").read_text(encoding="utf-8")
    page = (folder / "output" / "public" / "mill.html").read_text(encoding="utf-8")
    assert re.search(r'<span class="name"[^>]*>周远</span>', page)


def test_a_script_alone_does_not_name_the_show(tmp_path: Path) -> None:
    untitled = FACTS.partition("\n")[2] + COMPACT
    named = {f"{name}.txt": f"---\nshow: 别的节目\n---\n{INTERVIEW}" for name in ("one", "two")}
    folder = a_show(tmp_path / "s", {**named, "mill.txt": INTERVIEW}, untitled)
    run(folder, "build")
    publish(folder, "--base-url", BASE)
    assert channel_of(folder / "output" / "public").findtext("title") != "别的节目"
    publish(folder, "--base-url", BASE, "--withdraw", "mill")
    assert channel_of(folder / "output" / "public").findtext("title") == "别的节目"


def test_publish_names_what_is_new_and_what_has_changed(two: Path) -> None:
    assert not re.search("^(new|changed):", publish(two, "--base-url", BASE).stdout, re.MULTILINE)
    edit(two / "scripts" / "mill.txt", "每天", "天天")
    (two / "scripts" / "third.txt").write_text(INTERVIEW, encoding="utf-8")
    run(two, "build")
    said = publish(two, "--base-url", BASE).stdout
    assert re.search(r"^new: 山里的邮局\nchanged: 石磨坊$", said, re.MULTILINE)


def test_every_setting_of_a_show_is_in_its_feed(two: Path) -> None:
    toml = two / "audiobuild.toml"
    more = (
        'type = "serial"\nmedium = "audiobook"\nlicense = "CC-BY-4.0"\nlocation = "敦煌"\ntxt = ["one", "two"]\n'
        'funding = { url = "https://example.org/give", text = "支持我们" }\n'
    )
    people = '\n[people]\n"小满 & Co." = { link = "https://example.org/m", image = "https://example.org/m.jpg" }\n'
    toml.write_text(more + toml.read_text(encoding="utf-8") + people, encoding="utf-8")
    publish(two, "--base-url", BASE)
    channel = channel_of(two / "output" / "public")
    tags = ("itunes:type", "podcast:medium", "podcast:license", "podcast:location", "podcast:funding", "itunes:block")
    found = [channel.findtext(tag, None, NAMES) for tag in tags]
    assert found == ["serial", "audiobook", "CC-BY-4.0", "敦煌", "支持我们", None]
    assert [each.text for each in channel.findall("podcast:txt", NAMES)] == ["one", "two"]
    assert channel.find("podcast:funding", NAMES).get("url") == "https://example.org/give"
    person = channel.find("item/podcast:person", NAMES)
    assert (person.get("href"), person.get("img")) == ("https://example.org/m", "https://example.org/m.jpg")
    assert channel.findtext("lastBuildDate") == channel.find("item").findtext("pubDate")
    assert channel.findtext("image/url") == channel.find("itunes:image", NAMES).get("href")
    assert run(two, "check", "output/public").returncode == 0


def test_a_private_show_is_in_no_directory_and_told_how_to_stay_private(two: Path) -> None:
    toml = two / "audiobuild.toml"
    toml.write_text("block = true\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")
    said = publish(two, "--base-url", BASE).stderr
    secret = re.search(r'base_url = "(https://example.org/show/[0-9a-f]{24}/)"', said)
    assert secret
    public = two / "output" / "public"
    assert channel_of(public).findtext("itunes:block", None, NAMES) == "Yes"
    assert channel_of(public).findtext("podcast:block", None, NAMES) == "yes"
    for page in ("index.html", "mill.html"):
        assert '<meta name="robots" content="noindex, nofollow">' in (public / page).read_text(encoding="utf-8")
    assert "guesses" not in publish(two, "--base-url", secret[1]).stderr


def test_a_trailer_is_one_of_the_show_too(two: Path) -> None:
    script = two / "scripts" / "mill.txt"
    script.write_text("---\ntype: trailer\nseason: 2\n---\n" + script.read_text(encoding="utf-8"), encoding="utf-8")
    run(two, "build")
    publish(two, "--base-url", BASE)
    channel = channel_of(two / "output" / "public")
    (trailer,) = channel.findall("podcast:trailer", NAMES)
    (item,) = (item for item in channel.findall("item") if item.findtext("itunes:season", None, NAMES))
    facts = (item.find("enclosure").get("url"), item.findtext("pubDate"), "2", "石磨坊")
    assert (trailer.get("url"), trailer.get("pubdate"), trailer.get("season"), trailer.text) == facts


def test_a_feed_that_has_moved_names_its_new_address(two: Path) -> None:
    toml = two / "audiobuild.toml"
    toml.write_text('new_feed_url = "https://new.example.org/feed.xml"\n' + toml.read_text(encoding="utf-8"), "utf-8")
    publish(two, "--base-url", BASE)
    channel = channel_of(two / "output" / "public")
    assert channel.findtext("itunes:new-feed-url", None, NAMES) == "https://new.example.org/feed.xml"
