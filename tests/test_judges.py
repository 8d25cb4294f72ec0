"""The shipped sample, built and published in the run, before judges that know nothing of this program.

Each judge passes what is published, and is seen to refuse it with a planted fault.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from support.published import SAMPLE, a_show, published, run

pytestmark = pytest.mark.process

NODE = Path(__file__).parent.parent / ".ci" / "judges" / "node_modules"
VTT = """
const {WebVTTParser} = require(process.argv[1] + "/webvtt-parser"), fs = require("fs"); let bad = 0
for (const f of process.argv.slice(2)) {
  const r = new WebVTTParser().parse(fs.readFileSync(f, "utf8"), "subtitles")
  for (const e of r.errors) { bad = 1; console.log(f, e.line, e.message) }
  if (!r.cues.length) bad = 1
}
process.exit(bad)
"""
PARTYTIME = """
const {parseFeed} = require(process.argv[1] + "/podcast-partytime")
console.log(JSON.stringify(parseFeed(require("fs").readFileSync(process.argv[2], "utf8"))))
"""


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"the judge {tool} is not installed (.ci/run does it)")


def needs_node(package: str) -> pytest.MarkDecorator:
    there = shutil.which("node") and (NODE / package).is_dir()
    return pytest.mark.skipif(not there, reason=f"the judge {package} is not installed (.ci/run does it)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    folder = a_show(tmp_path_factory.mktemp("show") / "s", {"面包房.txt": SAMPLE.read_text(encoding="utf-8")})
    published(folder, f"http://127.0.0.1:{port}")
    return folder


@pytest.fixture(scope="module")
def public(show: Path) -> Path:
    return show / "output" / "public"


@pytest.fixture(scope="module")
def audio(public: Path) -> Path:
    (found,) = public.glob("*.mp3")
    return found


def printed(*command: object) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# --------------------------------------------------------------------------------------------------- 1 ffprobe, unsorted


def probed(file: Path) -> list[list[object]]:
    """The chapters in their order in the file, as [second, title]."""
    found = json.loads(printed("ffprobe", "-v", "error", "-show_chapters", "-of", "json", file))
    return [[chapter["start"] / 1000, chapter["tags"]["title"]] for chapter in found["chapters"]]


def listed(public: Path) -> list[list[object]]:
    (file,) = public.glob("*.chapters.json")
    chapters = json.loads(file.read_text(encoding="utf-8"))["chapters"]
    return [[chapter["startTime"], chapter["title"]] for chapter in chapters]


def swapped(audio: Path, target: Path) -> Path:
    """The MP3 with its first two chapters in the other order."""
    data = audio.read_bytes()
    first = data.index(b"CHAP")
    second = data.index(b"CHAP", first + 4)
    third = data.index(b"CHAP", second + 4)
    target.write_bytes(data[:first] + data[second:third] + data[first:second] + data[third:])
    return target


@needs("ffprobe")
def test_ffprobe_lists_the_chapters_of_the_json_in_their_order(public: Path, audio: Path, tmp_path: Path) -> None:
    assert probed(audio) == listed(public)
    assert len(listed(public)) == 6
    assert probed(swapped(audio, tmp_path / "x.mp3")) != listed(public)


@needs("ffmpeg")
def test_chapters_survive_conversion_to_m4b(public: Path, audio: Path, tmp_path: Path) -> None:
    def marks(file: Path) -> list[float]:
        printed("ffmpeg", "-v", "error", "-y", "-i", file, "-map", "0:a", "-c:a", "aac", tmp_path / "o.m4b")
        found = json.loads(printed("ffprobe", "-v", "error", "-show_chapters", "-of", "json", tmp_path / "o.m4b"))
        return [float(chapter["start_time"]) for chapter in found["chapters"]]

    def early(found: list[float]) -> list[float]:
        return [start - mark for mark, (start, _) in zip(found, listed(public), strict=True)]

    assert all(0 <= difference <= 0.03 for difference in early(marks(audio)))
    assert not all(0 <= d <= 0.03 for d in early(marks(swapped(audio, tmp_path / "x.mp3"))))


# -------------------------------------------------------------------------------------------------- 2 mp3val, 3 raw tag


@needs("mp3val")
def test_mp3val_finds_constant_frames_and_nothing_to_warn_of(audio: Path, tmp_path: Path) -> None:
    reported = printed("mp3val", audio)
    assert "WARNING" not in reported
    assert re.search(r", CBR$", reported, re.MULTILINE)
    (tmp_path / "cut.mp3").write_bytes(audio.read_bytes()[:-100])
    assert "WARNING" in printed("mp3val", tmp_path / "cut.mp3")


def number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def walk(data: bytes, at: int, end: int) -> Iterator[tuple[str, bytes]]:
    """Frames of version 2.3: plain sizes, no padding."""
    while at < end:
        size = number(data[at + 4 : at + 8])
        yield data[at : at + 4].decode("ascii"), data[at + 10 : at + 10 + size]
        at += 10 + size
    assert at == end


def raw_tag(file: Path) -> None:
    """The sheet's judge: mutagen reads, sizes are walked by hand. The AssertionError says what is wrong."""
    from mutagen.id3 import ID3
    from mutagen.mp3 import MP3

    data = file.read_bytes()
    assert data[:6] == b"ID3\x03\x00\x00"
    assert data[-128:-125] != b"TAG"
    end = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    assert end <= 262144
    ids, span = [], []
    for kind, body in walk(data, 10, end):
        if kind == "CHAP":
            at = body.index(0) + 1
            ids.append(body[: at - 1])
            span.append((number(body[at : at + 4]), number(body[at + 4 : at + 8])))
            assert body[at + 8 : at + 16] == b"\xff" * 8
            assert [name for name, _ in walk(body, at + 16, len(body))] == ["TIT2"]
    tag = ID3(file, translate=False)
    (contents,) = tag.getall("CTOC")
    assert int(contents.flags) == 3
    assert [name.encode() for name in contents.child_element_ids] == ids
    assert len(set(ids)) == len(ids) <= 255
    assert span[0][0] == 0
    assert all(a[1] == b[0] for a, b in pairwise(span))
    assert all(start < stop and start % 1000 == 0 for start, stop in span)
    assert abs(span[-1][1] - MP3(file).info.length * 1000) <= 1
    assert not {"TDRC", "TDAT", "TIME"} & set(tag.keys())


def test_the_raw_tag_is_as_every_app_needs_it(audio: Path, tmp_path: Path) -> None:
    raw_tag(audio)
    from mutagen.id3 import ID3

    saved = shutil.copy(audio, tmp_path / "v24.mp3")
    ID3(saved).save(saved)  # version 2.4, as mutagen writes by itself
    with pytest.raises(AssertionError):
        raw_tag(Path(saved))
    with pytest.raises(AssertionError):
        raw_tag(swapped(audio, tmp_path / "x.mp3"))


# --------------------------------------------------------------------------------------------------------- 4 gPodder's gpo


@pytest.fixture
def server(public: Path, port: int) -> Iterator[str]:
    command = [sys.executable, "-m", "audiobuild", "serve", str(public), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/feed.xml"
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(address):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


@needs("gpo")
def test_a_podcast_client_subscribes_downloads_the_same_bytes_and_sees_no_duplicate_after_a_rebuild(
    show: Path, public: Path, server: str, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GPODDER_HOME", str(tmp_path / "gp"))
    monkeypatch.setenv("GPODDER_DOWNLOAD_DIR", str(tmp_path / "gp" / "dl"))
    printed("gpo", "subscribe", server, "T")
    assert "1 new episode" in printed("gpo", "update")
    printed("gpo", "download")
    (got,) = (tmp_path / "gp" / "dl" / "T").glob("*.mp3")
    assert got.read_bytes() == (public / got.name).read_bytes()

    script = show / "scripts" / "面包房.txt"
    script.write_text(script.read_text(encoding="utf-8").replace("习惯了。", "早就习惯了。"), encoding="utf-8")
    published(show, f"http://127.0.0.1:{port}")
    assert len(list(public.glob("*.mp3"))) == 2  # the file before stays for those who have yesterday's feed
    assert re.search(r"^0 new episodes", printed("gpo", "update"), re.MULTILINE)
    assert got.read_bytes() == (public / got.name).read_bytes()

    (public / "feed.xml").write_bytes(
        re.sub(rb'(<guid isPermaLink="false">)[0-9a-f]{8}', rb"\g<1>00000000", (public / "feed.xml").read_bytes())
    )
    assert re.search(r"^1 new episode", printed("gpo", "update"), re.MULTILINE)  # so a new guid would be a duplicate
    published(show, f"http://127.0.0.1:{port}")


# --------------------------------------------------------------------------------------- 5 webvtt-parser, 6 podcast-partytime


def vtt_faults(*files: Path) -> str:
    command = ["node", "-e", VTT, str(NODE), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60).stdout


@pytest.mark.browser
@needs_node("webvtt-parser")
def test_the_strict_vtt_parser_finds_no_fault(public: Path, tmp_path: Path) -> None:
    found = list(public.glob("*.vtt"))
    assert vtt_faults(*found) == ""
    bad = tmp_path / "bad.vtt"
    bad.write_text(re.sub(r"--> [\d:.]+", "--> 00:00:00.000", found[0].read_text(encoding="utf-8")), encoding="utf-8")
    assert vtt_faults(bad)


def understood(feed: bytes, folder: Path) -> dict:
    (folder / "feed.xml").write_bytes(feed)
    return json.loads(printed("node", "-e", PARTYTIME, NODE, folder / "feed.xml").splitlines()[-1])


@pytest.mark.browser
@needs_node("podcast-partytime")
def test_readers_of_the_podcast_namespace_see_everything(public: Path, audio: Path, port: int, tmp_path: Path) -> None:
    base, feed = f"http://127.0.0.1:{port}/", (public / "feed.xml").read_bytes()
    seen = understood(feed, tmp_path)
    assert seen["title"] == "夜里的 <职业> & 'Trades'"
    assert (seen["medium"], seen["locked"], seen["explicit"]) == ("podcast", True, False)
    assert seen["podcastOwner"] == "show@example.org"
    assert re.fullmatch(r"[0-9a-f-]{36}", seen["guid"])
    assert seen["itunesCategory"] == ["Society & Culture > Documentary", "Arts"]
    (item,) = seen["items"]
    assert item["guid"]
    assert item["duration"] > 60
    assert item["enclosure"]["type"] == "audio/mpeg"
    assert item["enclosure"]["url"].startswith(base)
    assert item["enclosure"]["length"] > 1e4
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    (transcript,) = item["podcastTranscripts"]
    assert (transcript["type"], transcript["rel"], transcript["language"]) == ("text/vtt", "captions", "zh")
    assert item["podcastPeople"][0]["role"].lower() == "host"
    planted = feed.replace(b">podcast</podcast:medium>", b">podkast</podcast:medium>").replace(
        b"application/json+", b"x/"
    )
    seen = understood(planted, tmp_path)
    assert seen.get("medium") != "podcast"
    assert seen["items"][0].get("podcastChapters", {}).get("type") != "application/json+chapters"


@pytest.mark.browser
@needs_node("podcast-partytime")
def test_every_category_that_a_show_may_name_is_known_to_readers(public: Path, tmp_path: Path) -> None:
    from audiobuild.categories import CATEGORIES
    from audiobuild.model import Channel
    from audiobuild.publishing.feed import FeedHead, rss

    pairs = tuple((name, sub) for name, subs in CATEGORIES.items() for sub in ("", *subs))
    head = FeedHead(
        "t", "a", "en", "<p>d</p>", "http://e.org/c.jpg", "http://e.org/feed.xml", "g", Channel(categories=pairs)
    )
    seen = set(understood(rss(head, []), tmp_path)["itunesCategory"])
    assert {f"{name} > {sub}" if sub else name for name, sub in pairs} <= seen


# -------------------------------------------------------------------------------------------------- 7 ebur128, and ffmpeg


def heard(file: Path) -> tuple[float, float]:
    """LUFS as two loudspeakers play it, and true peak."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(file), "-filter_complex"]
    command += ["ebur128=peak=true:dualmono=true", "-f", "null", "-"]
    reported = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120).stderr
    loud, peak = (re.findall(rf"^ *{what}: *(-?[\d.]+|-?inf)", reported, re.MULTILINE)[-1] for what in ("I", "Peak"))
    return float(loud), float(peak)


@needs("ffmpeg")
def test_the_loudness_is_what_directories_ask_for(audio: Path, tmp_path: Path) -> None:
    loud, peak = heard(audio)
    assert abs(loud + 16) <= 0.5
    assert peak <= -1
    printed("ffmpeg", "-v", "error", "-i", audio, "-af", "volume=-3dB", tmp_path / "low.wav")
    assert abs(heard(tmp_path / "low.wav")[0] + 16) > 0.5


@needs("ffmpeg")
def test_every_frame_is_288_bytes_and_every_sample_is_heard(audio: Path, tmp_path: Path) -> None:
    sizes = printed(
        "ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "packet=size", "-of", "csv=p=0", audio
    )
    assert set(re.findall(r"\d+", sizes)) == {"288"}
    printed("ffmpeg", "-v", "error", "-i", audio, tmp_path / "x.wav")
    with wave.open(str(tmp_path / "x.wav")) as sound:
        samples = sound.getnframes()
    reported = json.loads(run(tmp_path, "check", audio, "--json").stdout)["findings"]
    assert [finding["found"] for finding in reported if finding["what"] == "gapless"] == [
        f"{samples} samples, as the frames state"
    ]


@needs("xmllint")
def test_the_feed_is_well_formed(public: Path, tmp_path: Path) -> None:
    printed("xmllint", "--noout", public / "feed.xml")
    (tmp_path / "bad.xml").write_bytes((public / "feed.xml").read_bytes().replace(b"&amp;", b"&"))
    assert subprocess.run(["xmllint", "--noout", str(tmp_path / "bad.xml")], capture_output=True).returncode


@needs("exiftool")
def test_the_covers_are_what_directories_take(public: Path) -> None:
    for cover in public.glob("*.jpg"):
        names = ("ImageSize", "ColorComponents", "BitsPerSample", "MIMEType", "FileSize#")
        reported = json.loads(printed("exiftool", "-j", *(f"-{name}" for name in names), cover))[0]
        assert reported["ImageSize"] == "1400x1400"
        assert (reported["ColorComponents"], reported["BitsPerSample"], reported["MIMEType"]) == (3, 8, "image/jpeg")
        assert reported["FileSize"] <= 512 * 1024


@pytest.mark.browser
@needs_node("html-validate")
def test_the_published_pages_are_valid_html(public: Path) -> None:
    done = subprocess.run(
        [NODE / ".bin" / "html-validate", *public.glob("*.html")],
        cwd=public,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "")
