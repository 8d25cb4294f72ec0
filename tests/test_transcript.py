"""The transcripts, read back by small strict readers of the formats."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobuild.model import Cue, Role, Timeline, Word
from audiobuild.outputs.transcript import lrc, srt, vtt, words_json

RATE = 48_000
NAMES = {"host": "小满", "guest": "陶渡"}


def a_timeline(*texts: str, seconds: float = 2.5) -> Timeline:
    """A cue of so many seconds for each text, host and guest in turn, the last one reaching the end."""
    step = round(seconds * RATE)
    cues = tuple(
        Cue(n * step, (n + 1) * step, Role.HOST if n % 2 == 0 else Role.GUEST, "guest" if n % 2 else "host", text)
        for n, text in enumerate(texts)
    )
    return Timeline(RATE, (), 0, cues, (), len(texts) * step)


def milliseconds(stamp: str) -> int:
    """A WebVTT or SubRip time; both want two digits at least for hours and exactly three for thousandths."""
    found = re.fullmatch(r"(\d{2,}):([0-5]\d):([0-5]\d)[.,](\d{3})", stamp)
    assert found, stamp
    hours, minutes, seconds, rest = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def blocks_of(text: str) -> list[list[str]]:
    """Blocks parted by one empty line; the file ends with a line end."""
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text.splitlines() == text[:-1].split("\n")  # no line end but the plain one
    blocks = [block.split("\n") for block in text[:-1].split("\n\n")]
    assert all(line for block in blocks for line in block)
    return blocks


def cue_of(times: str, point: str) -> tuple[int, int]:
    start, end = times.split(" --> ")
    assert start[-4] == end[-4] == point
    return milliseconds(start), milliseconds(end)


def read_vtt(text: str) -> list[tuple[int, int, str, list[str]]]:
    """Start, end, voice and lines of each cue, by the grammar of WebVTT as far as a transcript may use it."""
    assert "\0" not in text
    assert "\r" not in text
    header, *blocks = blocks_of(text)
    assert header == ["WEBVTT"]
    cues = []
    for times, *lines in blocks:
        payload = "\n".join(lines)
        assert "-->" not in payload
        found = re.fullmatch(r"<v ([^<>&\n]+)>([^<>]+)</v>", payload)
        assert found, payload
        assert not re.search(r"&(?!(?:amp|lt|gt);)", found[2])
        cues.append((*cue_of(times, "."), found[1], html.unescape(found[2]).split("\n")))
    return cues


def read_srt(text: str) -> list[tuple[int, int, list[str]]]:
    """Start, end and lines of each cue; numbers count from one."""
    cues = []
    for number, (counter, times, *lines) in enumerate(blocks_of(text), 1):
        assert counter == str(number)
        assert lines
        cues.append((*cue_of(times, ","), lines))
    return cues


def without_blanks(text: str) -> str:
    """The text without blanks and control characters, the only things a transcript may drop."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cs"))


def test_each_cue_has_time_voice_and_words():
    """Names, times and texts are as given, in order."""
    assert read_vtt(vtt(a_timeline("灯还亮着吗？", "亮着。"), NAMES)) == [
        (0, 2500, "小满", ["灯还亮着吗？"]),
        (2500, 5000, "陶渡", ["亮着。"]),
    ]
    assert read_srt(srt(a_timeline("灯还亮着吗？", "亮着。"), NAMES)) == [
        (0, 2500, ["小满：灯还亮着吗？"]),
        (2500, 5000, ["陶渡：亮着。"]),
    ]


def test_hours_are_counted():
    """A cue after an hour has its hour, and LRC counts minutes on."""
    start = (3600 + 62) * RATE + RATE // 4
    timeline = Timeline(RATE, (), 0, (Cue(start, start + RATE, Role.GUEST, "guest", "好。"),), (), 5000 * RATE)
    assert "\n01:01:02.250 --> 01:01:03.250\n" in vtt(timeline, NAMES)
    assert "\n01:01:02,250 --> 01:01:03,250\n" in srt(timeline, NAMES)
    assert lrc(timeline, NAMES) == "[61:02.25]陶渡：好。\n"


def test_lrc_names_a_speaker_once_a_turn():
    """The name is where the speaker changes; brackets in the text cannot be taken for times."""
    cues = tuple(Cue(n * RATE, n * RATE + 9, Role.GUEST, who, text) for n, (who, text) in enumerate(
        [("host", "[00:01.00]问"), ("guest", "答"), ("guest", "再答")]
    ))  # fmt: skip
    read = lrc(Timeline(RATE, (), 0, cues, (), 9 * RATE), NAMES)
    assert read == "[00:00.00]小满：［00:01.00］问\n[00:01.00]陶渡：答\n[00:02.00]再答\n"


def test_words_are_listed_cue_by_cue_in_seconds():
    """JSON of a known schema, keys sorted, a cue a line; a cue without word times lists none."""
    cues = (
        Cue(RATE, 2 * RATE, Role.HOST, "host", "灯，3.5℃", (Word(RATE, RATE + 24, "灯"), Word(RATE + 47, 2 * RATE, "3.5℃"))),
        Cue(3 * RATE, 4 * RATE, Role.GUEST, "guest", "\"亮\"。"),
    )  # fmt: skip
    read = words_json(Timeline(RATE, (), 0, cues, (), 9 * RATE), NAMES)
    first = {"end": 2.0, "role": "Q", "speaker": "小满", "start": 1.0, "text": "灯，3.5℃"}
    first["words"] = [[1.0, 1.0, "灯"], [1.0, 2.0, "3.5℃"]]
    second = {"end": 4.0, "role": "A", "speaker": "陶渡", "start": 3.0, "text": '"亮"。', "words": []}
    whole = {"cues": [first, second], "schema": "audiobuild.words/1"}
    assert json.loads(read) == whole
    assert read.replace("\n", "") == json.dumps(whole, ensure_ascii=False, sort_keys=True).replace("}, {", "},{")
    assert len(read.splitlines()) == 4


def test_a_cue_that_begins_a_paragraph_says_so_in_the_json_of_words():
    cues = tuple(Cue(n * RATE, (n + 1) * RATE, Role.GUEST, "guest", "亮。", paragraph=n == 1) for n in range(2))
    read = json.loads(words_json(Timeline(RATE, (), 0, cues, (), 9 * RATE), NAMES))["cues"]
    assert [cue.get("paragraph", "absent") for cue in read] == ["absent", True]


def test_speakers_without_a_name_are_shown_by_their_id():
    """A voice tag is never empty."""
    assert [voice for *_, voice, _ in read_vtt(vtt(a_timeline("甲", "乙"), {"host": " \n"}))] == ["host", "guest"]


def test_names_cannot_break_out_of_their_tag():
    """Signs for which players drop a name are fullwidth, and a name is one line of at most 40 characters."""
    names = {"host": "A & <b>\nC-->", "guest": "长" * 90}
    voices = [voice for *_, voice, _ in read_vtt(vtt(a_timeline("甲", "乙"), names))]
    assert voices == ["A ＆ ＜b＞ C--＞", "长" * 40]


def test_subrip_has_nothing_that_players_take_for_markup():
    """No ASCII colon, angle or curly bracket in names and texts."""
    ((_, _, lines),) = read_srt(srt(a_timeline("在10:30，<i>灯</i>{\\an8}亮 --> 灭"), {"host": "Q:1"}))
    assert lines == ["Q：1：在10：30，＜i＞灯＜/i＞｛\\an8｝亮 --＞ 灭"]


def test_a_long_chinese_sentence_breaks_after_punctuation():
    """A sentence of 80 characters gets two lines, the first ending at a comma."""
    sentence = "我" * 40 + "，" + "你" * 38 + "。"
    ((*_, lines),) = read_vtt(vtt(a_timeline(sentence), NAMES))
    assert lines == ["我" * 40 + "，", "你" * 38 + "。"]


def test_a_long_english_sentence_breaks_between_words():
    """No word is cut, and the words are all there."""
    sentence = " ".join(["lighthouse", "keeper", "it's", "3.5", "well-known"] * 8)
    ((*_, lines),) = read_vtt(vtt(a_timeline(sentence), NAMES))
    assert " ".join(lines) == sentence
    assert len(lines) == -(-len(sentence) // 65)


def test_no_line_begins_with_closing_punctuation():
    """Sixty-five characters and a full stop: the stop takes its character along."""
    ((*_, lines),) = read_vtt(vtt(a_timeline("字" * 65 + "。" + "“字”"), NAMES))
    assert [line[0] for line in lines[1:]] == ["字"]


HOSTILE = st.text(st.sampled_from("字，。“”…—é\u0301👩\u200d👧&<>-:\n\r\t\x00\u2028\u3000{[]} a.b"), max_size=200)


@given(st.lists(st.one_of(HOSTILE, st.text(max_size=200)), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_words_survive(texts):
    """Whatever is said, the files keep their form, no line is over 65 characters, and no sign of a text is lost."""
    timeline = a_timeline(*texts)
    shown = [without_blanks(text) for text in texts]
    read = read_vtt(vtt(timeline, NAMES)) if any(shown) else []
    assert [without_blanks("".join(lines)) for *_, lines in read] == [text for text in shown if text]
    assert all(0 < len(line) <= 65 for *_, lines in read for line in lines)
    fullwidth = str.maketrans(":<>{}", "：＜＞｛｝")
    spoken = ["".join(lines).partition("：")[2] for *_, lines in read_srt(srt(timeline, NAMES))] if read else []
    assert [without_blanks(text) for text in spoken] == [text.translate(fullwidth) for text in shown if text]


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 90_000)), min_size=1, max_size=20),
    st.sampled_from([24_000, 44_100, 48_000]),
)
@settings(max_examples=100, deadline=None)
def test_times_are_in_order_and_inside(steps, rate):
    """Every cue ends after it begins, starts do not go back, and nothing reaches beyond the end, however short."""
    cues, at = [], 0
    for gap, length in steps:
        cues.append(Cue(at + gap, at + gap + length, Role.GUEST, "guest", "字"))
        at += gap + length
    timeline = Timeline(rate, (), 0, tuple(cues), (), max(at, rate // 500))
    read = read_vtt(vtt(timeline, NAMES))
    assert len(read) == len(cues)
    assert all(start < end <= timeline.length * 1000 / rate for start, end, *_ in read)
    assert all(one[0] <= two[0] for one, two in pairwise(read))
    assert all(abs(start - cue.start * 1000 / rate) <= 2 for cue, (start, *_) in zip(cues, read, strict=True))


def test_the_same_timeline_gives_the_same_text():
    """No clock and no order of a dictionary gets into a transcript."""
    timeline = a_timeline("甲", "乙")
    for write in (vtt, srt, lrc, words_json):
        assert write(timeline, NAMES) == write(timeline, dict(reversed(NAMES.items())))


STRICT = """
const {WebVTTParser} = require("webvtt-parser"), fs = require("fs");
const read = new WebVTTParser().parse(fs.readFileSync(0, "utf8"), "subtitles");
console.log(JSON.stringify({errors: read.errors, cues: read.cues.length}));
"""


PARSER = Path(__file__).parent.parent / ".ci" / "judges" / "node_modules"


@pytest.mark.browser
@pytest.mark.skipif(
    shutil.which("node") is None or not (PARSER / "webvtt-parser").is_dir(),
    reason="the judge webvtt-parser is not installed (.ci/run does it)",
)
def test_webvtt_parser_finds_no_fault():
    """The strict parser of another project reads every cue without complaint."""
    text = vtt(a_timeline("甲 & <b>乙</b> --> 丙", "字" * 200, "“一\n\n二”", "x" * 100), {"host": "A & <B>"})
    env = {**os.environ, "NODE_PATH": str(PARSER)}
    run = subprocess.run(["node", "-e", STRICT], input=text.encode(), capture_output=True, check=True, env=env)
    assert json.loads(run.stdout) == {"errors": [], "cues": 4}


@pytest.mark.process
@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
@pytest.mark.parametrize(("write", "suffix"), [(vtt, "vtt"), (srt, "srt"), (lrc, "lrc")])
def test_ffprobe_reads_every_cue(tmp_path, write, suffix):
    """A player's reader finds as many cues as were said, at their times."""
    file = tmp_path / f"x.{suffix}"
    file.write_text(write(a_timeline("灯还亮着吗？", "亮着，" * 30, "好。"), NAMES), encoding="utf-8")
    command = ["ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "json", str(file)]
    packets = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["packets"]
    assert [float(packet["pts_time"]) for packet in packets] == [0, 2.5, 5]
