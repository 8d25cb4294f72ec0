"""Marks in the text: readings, pauses and sounds, from the script to the sound; without them nothing changes."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import INTERVIEW
from hypothesis import given, settings
from hypothesis import strategies as st
from support.post import record, result, rewrite

from audiobuild.building.sounds import show_sounds
from audiobuild.engines.edge import Edge
from audiobuild.engines.tone import Tone
from audiobuild.errors import ScriptError
from audiobuild.marks import LONGEST, SHORTEST, USUAL, Break, Marked, is_mark, is_unclear, read_marks, without_marks
from audiobuild.model import Line, Music, Pauses, Script, SegmentFacts, Utterance, Voice, Word
from audiobuild.planning.plan import mark_warnings, plan_lines, with_music
from audiobuild.pronunciation import pronounce
from audiobuild.pronunciation.zh.spelling import syllables_of
from audiobuild.script import read_bytes, script_as_json
from audiobuild.script.decode import decode
from audiobuild.script.exact_write import write_exact
from audiobuild.sound import audio, word_alignment
from audiobuild.sound.timeline import lay_out

GOLDEN = Path(__file__).parent / "golden"
DOCS = Path(__file__).parent.parent / "docs"
PAUSES = Pauses()
RATE, FRAME = 48_000, 1152
SECOND = 1000
SOUND = SegmentFacts(46, 50_000, 0)

READINGS = ["歙（shè）县", "曹翀(chōng)", "重庆（Chóngqìng）", "2008（读：二零零八）", "nginx (say: engine x)"]
SILENCES = [
    "[停顿 2秒]",
    "[停顿]",
    "（停顿）",
    "[pause 500ms]",
    "[pause 1.5s]",
    "[音效 门铃]",
    "[sound doorbell]",
]
NO_MARKS = [
    *(
        "ERP（企业资源计划）",
        "接口（API）",
        "他（he）",
        "复印纸（A4）",
        "立方米（m3）",
        "个人简历（résumé）",
        "马拉加（Málaga）",
    ),
    *(
        "版本（v1）",
        "[笑]",
        "[laughs]",
        "（停顿片刻）",
        "[the company]",
        "[sound of rain]",
        "(pause)",
    ),
    *("（shè）县", "（音效 门铃）"),
]


def texts(script: Script) -> list[str]:
    """What is spoken, turn by turn, without its marks."""
    own = [paragraph for turn in script.turns for paragraph in turn.paragraphs]
    return [without_marks(paragraph) for paragraph in (*(script.lede.paragraphs if script.lede else ()), *own)]


def planned(text: str, sounds: tuple[str, ...] = ()):
    script = read_bytes(text.encode(), "x.txt")
    ids = {who.id for who in script.speakers} | {"n"}
    return plan_lines(script, {who: Voice("tone", "low", "zh") for who in ids}, PAUSES, sounds)


def answered(text: str, sounds: tuple[str, ...] = ()):
    return planned(f"标题\nQ 好吗？\nA {text}\nQ 然后呢？\nA 没了。\n", sounds)


def timeline_of(text: str):
    lines = answered(text).lines
    return lay_out(lines, [SOUND] * len(lines), RATE, FRAME)


# ------------------------------------------------------------------------------------------------------------- reading


@given(st.text(alphabet="我行长shèa1 .。,，:：2%（()）[]［］【】读say停顿pause音效", max_size=40))
@settings(deadline=None)
def test_a_text_is_its_own_text_when_no_mark_is_found_in_it(text: str) -> None:
    marked = read_marks(text)
    if not (marked.readings or marked.silent):
        assert marked._replace(doubts=()) == Marked(text)


@pytest.mark.parametrize("text", NO_MARKS)
def test_what_is_no_mark_stays_what_it_is(text: str) -> None:
    assert read_marks(f"我说{text}吧。") == Marked(f"我说{text}吧。") or text.startswith("（shè")
    assert read_marks(text).text == text


PLAIN = st.text(alphabet="我你好他走了。，！？", min_size=1, max_size=8)


@given(st.lists(st.tuples(PLAIN, st.sampled_from(SILENCES)), min_size=1, max_size=5), PLAIN)
@settings(deadline=None)
def test_a_text_with_marks_less_the_marks_is_the_text(pairs: list[tuple[str, str]], end: str) -> None:
    marked = read_marks("".join(text + mark for text, mark in pairs) + end)
    assert marked.text == "".join(text for text, _ in pairs) + end
    assert marked.silent == tuple(mark for _, mark in pairs)
    places = np.cumsum([len(text) for text, _ in pairs]).tolist()
    assert [found.at for found in marked.breaks] == places


@pytest.mark.parametrize("mark", READINGS)
def test_a_reading_is_of_what_stands_before_it(mark: str) -> None:
    marked = read_marks(f"在{mark}住")
    written = re.sub(r" ?[（(].*?[）)]", "", mark)
    assert marked.text == f"在{written}住"
    (reading,) = marked.readings
    assert marked.text[reading.start : reading.end] in written
    assert reading.said


def test_syllables_are_those_of_as_many_characters_before_the_bracket() -> None:
    (reading,) = read_marks("他住在重庆（chóng qìng）").readings
    assert (reading.start, reading.end, reading.syllables) == (3, 5, ("chong2", "qing4"))
    assert read_marks("住庆（chóng qìng）人").readings[0].start == 0
    assert not read_marks("a庆（chóng qìng）").readings


@pytest.mark.parametrize(
    ("written", "syllables"),
    [
        ("shè", "she4"),
        ("chóngqìng", "chong2 qing4"),
        ("chong2qing4", "chong2 qing4"),
        ("Xī'ān", "xi1 an1"),
        ("xiān", "xian1"),
        ("lǜ", "lv4"),
        ("lü4", "lv4"),
        ("dòufu", "dou4 fu5"),
        ("lái le", "lai2 le5"),
        ("ɡuǎnɡ", "guang3"),
        ("de5", "de5"),
        ("she", ""),
        ("shè x", ""),
        ("fé", ""),
        ("", ""),
    ],
)
def test_pinyin_is_taken_as_people_write_it(written: str, syllables: str) -> None:
    assert " ".join(syllables_of(written)) == syllables


@pytest.mark.parametrize(
    ("mark", "pause"),
    [
        ("[停顿 2秒]", 2 * SECOND),
        ("[停顿2秒]", 2 * SECOND),
        ("[停顿：两秒]", 2 * SECOND),
        ("[停顿 半秒]", SECOND // 2),
        ("［停顿　０.５ 秒］", SECOND // 2),
        ("【pause 2s】", 2 * SECOND),
        ("[Pause 500 ms]", 500),
        ("[pause 1.5 seconds]", 1500),
        ("[停頓]", USUAL),
        ("（停顿 3秒）", 3 * SECOND),
        ("[pause 20s]", LONGEST),
        ("[pause 1ms]", SHORTEST),
        ("[pause 0s]", SHORTEST),
    ],
)
def test_a_pause_has_its_length_within_the_limits(mark: str, pause: int) -> None:
    marked = read_marks(f"走{mark}吧")
    assert (marked.text, marked.breaks) == ("走吧", (Break(1, pause),))
    assert bool(marked.doubts) == (pause in (SHORTEST, LONGEST))


@pytest.mark.parametrize(
    "text", ["他说（读：某某）", "角色（读：觉色）很难", "长（chang2 zhang3）大", "长（cháng zhǎng）大"]
)
def test_a_reading_that_nothing_before_it_can_have_is_spoken_and_said(text: str) -> None:
    marked = read_marks(text)
    assert (marked.text, marked.readings) == (text, ())
    assert "is spoken as written: nothing before it can have this reading" in marked.doubts[0]


@pytest.mark.parametrize("text", ["他（he is）说", "他（you can）去", "版本（v1 beta）"])
def test_a_bracket_of_other_words_is_no_doubtful_reading(text: str) -> None:
    assert read_marks(text) == Marked(text)


@pytest.mark.parametrize("mark", ["[停顿 20]", "[暂停 2秒]", "[音效]", "[pause 3 eggs]", "[sound:]"])
def test_a_bracket_that_begins_like_a_mark_and_is_none_is_unclear(mark: str) -> None:
    assert is_unclear(mark[0], mark[1:-1])
    assert not is_mark(mark[0], mark[1:-1])
    marked = read_marks(f"走{mark}吧。")  # as a script in exact form has it
    assert (marked.text, marked.breaks, marked.silent) == ("走吧。", (), (mark,))
    assert mark in marked.doubts[0]
    script = read_bytes(f"标题\nQ 好吗？\nA 走{mark}吧。\n".encode(), "x.txt")
    assert texts(script) == ["好吗？", "走吧。"]
    assert [cut.text for cut in script.dropped] == [mark]
    assert mark in mark_warnings(script)[0].message


def test_a_pause_out_of_range_is_warned_of_with_what_was_taken() -> None:
    script = read_bytes("标题\nQ 好吗？\nA 走[停顿 30秒]吧。\n".encode(), "x.txt")
    (warning,) = mark_warnings(script)
    assert (warning.code, warning.line) == ("mark", 3)
    assert "“[停顿 30秒]” is 10 s" in warning.message


def documented() -> list[str]:
    """Every mark in the table of the page about scripts."""
    section = (
        (DOCS / "scripts.md")
        .read_text("utf-8")
        .partition("## Marks in the text")[2]
        .partition("There are no others")[0]
    )
    rows = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    return [mark for row in rows for mark in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("mark", documented())
def test_the_marks_of_the_page_about_scripts_are_understood(mark: str) -> None:
    marked = read_marks(f"在{mark}")
    assert len(marked.readings) + len(marked.breaks) == 1
    assert not marked.doubts


def test_the_example_of_the_page_about_scripts_is_planned_as_it_says() -> None:
    section = (DOCS / "scripts.md").read_text("utf-8").partition("## Marks in the text")[2]
    example = section.partition("```text\n")[2].partition("```")[0]
    placed = planned("标题\n" + example, ("门铃",)).placed[1:]
    shown = [place.kind if isinstance(place, Music) else place.utterance.text for place in placed]
    assert shown == ["您怎么去歙县？", "坐船，慢一点", "再走。", "sound:门铃", "2008年才有车。"]
    assert placed[1].pause == PAUSES.turn + 2 * SECOND


# ------------------------------------------------------------------------------------------------------- in the script


def test_marks_stay_in_the_script_and_stage_directions_do_not() -> None:
    text = "标题\nQ [停顿]好吗？[停顿 2秒]\n[音效 门铃]\nA 走[停顿 1秒][音效 雨]吧。[笑]\n（停顿）\n再见。\n"
    script = read_bytes(text.encode(), "x.txt")
    assert [turn.paragraphs for turn in script.turns] == [
        ("[停顿]好吗？[停顿 2秒][音效 门铃]",),
        ("走[停顿 1秒][音效 雨]吧。（停顿）", "再见。"),
    ]
    assert [cut.text for cut in script.dropped] == ["[笑]"]


def test_the_exact_form_keeps_the_marks_and_the_plan() -> None:
    text = "去歙（shè）县\nQ [停顿]好吗？[停顿 2秒]\n[音效 门铃]\nA 走[停顿 1秒][停顿 20]吧。\n（停顿）\n2008（读：零八）年再见。\n"
    script = read_bytes(text.encode(), "x.txt")
    exact = write_exact(script, text.encode())
    again = read_bytes(exact.encode(), "x.md")
    assert [turn.paragraphs for turn in again.turns] == [turn.paragraphs for turn in script.turns]
    facts = [
        [
            (place.kind, place.pause) if isinstance(place, Music) else (place.utterance, place.pause, place.chapter)
            for place in planned(form, ("门铃",)).placed
        ]
        for form in (text, exact)
    ]
    assert facts[0] == facts[1]


def test_in_the_exact_form_a_mark_may_have_a_line_of_its_own() -> None:
    form = "---\nform: exact\ntitle: 标题\ncast:\n  问: Q\n  答: A\n---\n\n问：好吗？\n\n[停顿 2秒]\n\n答：好。\n"
    lines = planned(form).lines
    assert [line.utterance.text for line in lines] == ["标题", "好吗？", "好。"]
    assert lines[2].pause == PAUSES.turn + 2 * SECOND


def with_rows_of_marks(lines: list[str], spoken: set[int], seed: int) -> tuple[str, int]:
    """The lines with marks at the end of some spoken ones, or in rows of their own, and the number of marks."""
    chance = random.Random(seed)
    made: list[str] = []
    count = 0
    for number, line in enumerate(lines, 1):
        made.append(line)
        if number in spoken and line.strip() and chance.random() < 0.3:
            count += 1
            if seed % 2:
                made[-1] = line.rstrip() + "[停顿 2秒]"
            else:
                made.append("[停顿 2秒]")
    return "\n".join(made), count


def reading_of(script: Script) -> object:
    turns = [
        (turn.role, turn.speaker, turn.section, tuple(map(without_marks, turn.paragraphs))) for turn in script.turns
    ]
    return script.title.text, script.style.id, [section.title for section in script.sections], texts(script), turns


def check_golden(path: Path) -> None:
    data = path.read_bytes()
    lines = decode(data, path.name).text.replace("\r", "").split("\n")
    try:
        script = read_bytes("\n".join(lines).encode(), path.name)
    except ScriptError:
        return
    spoken = {line for turn in script.turns for line in range(turn.lines[0], turn.lines[1] + 1)}
    spoken -= {cut.line for cut in script.dropped}
    for seed in (0, 1):
        text, count = with_rows_of_marks(lines, spoken, seed)
        marked = read_bytes(text.encode(), path.name)
        assert reading_of(marked) == reading_of(script)
        assert sum(text.count("[停顿 2秒]") for turn in marked.turns for text in turn.paragraphs) == count


SCRIPTS = [path for path in sorted(GOLDEN.iterdir()) if path.suffix in (".txt", ".md") and "table" not in path.name]


@pytest.mark.parametrize("path", SCRIPTS[::16], ids=lambda path: path.name)
def test_marks_at_the_ends_of_rows_change_nothing_else_in_a_reading(path: Path) -> None:
    check_golden(path)


@pytest.mark.soak
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_marks_change_nothing_else_in_any_golden_reading(path: Path) -> None:
    check_golden(path)


# ---------------------------------------------------------------------------------------------------------- in the plan


@given(st.lists(st.tuples(PLAIN, st.sampled_from(SILENCES)), min_size=1, max_size=5), PLAIN)
@settings(deadline=None)
def test_lines_lose_no_letter_to_marks(pairs: list[tuple[str, str]], end: str) -> None:
    plain = "我" + "".join(text for text, _ in pairs) + end + "我。"
    marked = "我" + "".join(text + mark for text, mark in pairs) + end + "我。"
    shown = "".join(line.utterance.text for line in answered(marked, ("门铃", "doorbell")).lines)
    assert shown == "".join(line.utterance.text for line in answered(plain).lines)


def test_a_pause_between_sentences_is_as_much_longer_to_the_frame() -> None:
    plain, paused = timeline_of("走。来。"), timeline_of("走。[停顿 2秒]来。")
    moved = [after.start - before.start for before, after in zip(plain.cues, paused.cues, strict=True)]
    assert moved[:3] == [0, 0, 0]
    assert 0 <= moved[3] - 2 * RATE < FRAME or 0 <= 2 * RATE - moved[3] < FRAME
    before, after = paused.cues[2:4]
    assert 0 <= after.start - before.end - (2 * RATE + PAUSES.sentence * RATE // 1000) < FRAME


@given(st.integers(SHORTEST, LONGEST))
def test_a_pause_in_a_sentence_parts_it_by_its_length_to_the_frame(pause: int) -> None:
    before, after = timeline_of(f"慢一点[pause {pause}ms]再说。").cues[2:4]
    assert (before.text, after.text) == ("慢一点", "再说。")
    assert 0 <= after.start - before.end - pause * RATE // 1000 < FRAME


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ("“[停顿]来。”他说。", ["“来。”", "他说。"]),
        ("来[停顿]。他说。", ["来。", "他说。"]),
        ("来。[停顿]”他说。", ["来。”", "他说。"]),
        ("我[停顿]、[停顿]他。", ["我、", "他。"]),
        ("慢一点[停顿]，再说。", ["慢一点，", "再说。"]),
    ],
)
def test_a_pause_next_to_a_sign_parts_no_sign_from_its_words(answer: str, lines: list[str]) -> None:
    assert [line.utterance.text for line in answered(answer).lines[2:-2]] == lines


def test_a_pause_at_the_end_of_a_turn_is_before_the_next() -> None:
    plain, paused = answered("走。").lines, answered("走。[停顿 2秒]").lines
    assert [line.pause for line in paused[:3]] == [line.pause for line in plain[:3]]
    assert paused[3].pause == plain[3].pause + 2 * SECOND


def test_a_sound_is_between_the_sentences_and_takes_the_chapter_of_a_turn_it_opens() -> None:
    placed = planned("标题\nQ [音效 门铃]好吗？\nA 来。[音效 雨]走[音效 雨]吧。\n", ("门铃", "雨")).placed
    assert [place.kind if isinstance(place, Music) else place.utterance.text for place in placed] == [
        *("标题", "sound:门铃", "好吗？", "来。", "sound:雨", "走", "sound:雨", "吧。"),
    ]
    assert [place.chapter for place in placed[:3]] == ["标题", "好吗？", None]
    assert [place.pause for place in placed[3:]] == [PAUSES.turn, *[PAUSES.music] * 4]


def test_a_sound_shares_its_chapter_with_the_sting_before_it() -> None:
    placed = with_music(planned("标题\nQ [音效 门铃]好吗？\nA 来。\n", ("门铃",)).placed, ("sting",), PAUSES)
    assert [place.kind for place in placed if isinstance(place, Music)] == ["sting", "sound:门铃"]
    assert [place.chapter for place in placed if place.chapter] == ["标题", "好吗？"]


def test_a_sound_the_show_does_not_have_leaves_the_plan_as_it_is_without_it() -> None:
    assert answered("走[音效 雷]吧。").lines == answered("走吧。").lines
    assert answered("走[音效 雷]吧。[音效 雷]").missing == {"雷": 3}


def test_titles_and_chapters_have_no_marks() -> None:
    text = "去歙（shè）县的路\n## 第一段[音效 雨]\nQ 您[停顿]去歙（shè）县吗？\nA 去。\nQ 2008（读：二零零八）年呢？\nA 也去。\n"
    lines = planned(text).lines
    assert [line.chapter for line in lines if line.chapter] == ["去歙县的路", "第一段 · 您去歙县吗？", "2008年呢？"]


def test_each_reading_is_given_to_its_own_sentence() -> None:
    lines = answered("去歙（shè）县。找单（shàn）师傅，[停顿]他叫曹翀（chōng）。").lines[2:-2]
    found = [[line.utterance.text[each.start : each.end] for each in line.utterance.readings] for line in lines]
    assert found == [["歙"], ["单"], ["翀"]]


# ------------------------------------------------------------------------------------------------------- in the engines


def utterance(text: str, language: str = "zh") -> Utterance:
    marked = read_marks(text)
    return Utterance(marked.text, Voice("tone", "low", language), language, marked.readings)


def pronounced(text: str, language: str = "zh"):
    spoken = utterance(text, language)
    return pronounce(spoken.text, language, given=spoken.readings)


def test_the_embedded_voice_says_given_pinyin_and_nothing_of_the_marks() -> None:
    (piece,) = pronounced("去歙(shè)县，找单(shàn)师傅，他叫曹翀（chōng）。").pieces
    assert piece.written == "去歙县，找单师傅，他叫曹翀。"
    assert piece.pinyin == "qù shèxiàn zhǎo shàn shīfu tā jiào cáo chōng"


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("银行的行（xíng）长来了。", "yínháng de xíngzhǎng lái le"),
        ("长（zhǎng）大了。", "zhǎngdà le"),
        ("不（bù）去。", "bù qù"),
        ("一（yī）定去。", "yīdìng qù"),
        ("關（guàn）於", "guàn yú"),
    ],
)
def test_a_given_reading_is_kept_and_leaves_its_neighbours_theirs(text: str, pinyin: str) -> None:
    assert " ".join(piece.pinyin for piece in pronounced(text).pieces) == pinyin


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("2008（读：二零零八）年用nginx（say: engine x）。", "zh", "二零零八年用engine x。"),
        ("We use nginx (say: engine x) and C++ (say: C plus plus).", "en", "We use engine x and C plus plus."),
        ("I met 曹翀(chōng).", "en", "I met 曹翀."),
    ],
)
def test_given_words_are_said_in_place_of_what_is_written(text: str, language: str, said: str) -> None:
    (piece,) = pronounced(text, language).pieces
    assert piece.normalized == said
    assert piece.written == without_marks(text)


@given(
    st.lists(st.sampled_from([*READINGS, "我", "去", "。", "，", "3个", "the ", "\U000f0000"]), max_size=14).map(
        "".join
    )
)
@settings(deadline=None)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_with_given_readings_the_pieces_are_the_text_without_marks(language: str, text: str) -> None:
    spoken = utterance(text, language)
    limit = pronounce(spoken.text, language, 40, given=spoken.readings)
    assert "".join(piece.written for piece in limit.pieces) == without_marks(text)
    online = Edge({}).pronounce(spoken)
    assert "".join(piece.written for piece in online.pieces) == without_marks(text)


def test_the_online_voices_and_the_hum_receive_readings_as_text() -> None:
    spoken = utterance("去歙(shè)县，2008（读：二零零八）年。")
    (online,), (hum,) = Edge({}).pronounce(spoken).pieces, Tone({}).pronounce(spoken).pieces
    assert online.engine_input == hum.engine_input == "去摄县，二零零八年。"
    assert online.written == hum.written == "去歙县，2008年。"


def test_the_times_of_words_are_of_the_text_without_marks() -> None:
    said = pronounced("去歙(shè)县，2008（读：二零零八）年用nginx（say: engine x）。")
    heard = [Word(at, at + 1, part) for at, part in enumerate(re.findall(r"[^\s,.]+", said.pieces[0].engine_input))]
    words = word_alignment.written(said, heard)
    assert "".join(word.text for word in words) == "去歙县2008年用nginx"
    assert all(before.end <= after.start for before, after in pairwise(words))


# ------------------------------------------------------------------------------------------------------- in an episode


@pytest.fixture
def sounds(show: Path) -> Path:
    """The show's folder of sounds, with one of half a second at 880 Hz."""
    folder = show / "sounds"
    folder.mkdir()
    time = np.arange(24_000) / RATE
    (folder / "门铃.wav").write_bytes(audio.wav((0.05 * np.sin(2 * np.pi * 880 * time)).astype(np.float32), RATE))
    return folder


SUBTITLES = ("vtt", "srt", "lrc", "chapters.json")


@pytest.mark.usefixtures("built")
def test_a_reading_costs_exactly_its_sentence_and_shows_nowhere_but_in_the_report(audiobuild) -> None:
    before = {ending: Path(f"output/post.{ending}").read_text("utf-8") for ending in SUBTITLES}
    rewrite("山里的邮局", "山（shàn）里的邮局")
    rewrite("周远在山里", "周远在山（shàn）里")
    rewrite("三十里", "三十（shān shì）里")
    assert result(audiobuild("build", "--json"))["spoken"] == 3
    assert record()["title"] == "山里的邮局"
    texts_before = {ending: re.sub(r"[\d:.,]+", "", text) for ending, text in before.items()}
    after = {ending: Path(f"output/post.{ending}").read_text("utf-8") for ending in SUBTITLES}
    assert {ending: re.sub(r"[\d:.,]+", "", text) for ending, text in after.items()} == texts_before
    assert "Marked in the text" in Path("output/post.readings.html").read_text("utf-8")
    rewrite("周远在山（shàn）里", "周远在山（shǎn）里")
    again = result(audiobuild("build", "--json"))
    assert (again["spoken"], again["reasons"]) == (1, ["text changed or added (1)", "text removed (1)"])
    rewrite("周远在山（shǎn）里", "周远在山（shàn）里")
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert {ending: Path(f"output/post.{ending}").read_text("utf-8") for ending in SUBTITLES} == after


@pytest.mark.usefixtures("built")
def test_a_pause_between_sentences_speaks_nothing_and_lengthens_the_episode(audiobuild) -> None:
    before = record()
    rewrite("夏天走得快，冬天走得慢。\n", "[停顿 2秒]夏天走得快，冬天走得慢。\n")
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    assert record()["seconds"] - before["seconds"] == pytest.approx(2, abs=0.024)
    assert [line["text"] for line in record()["lines"]] == [line["text"] for line in before["lines"]]


@pytest.mark.usefixtures("built")
def test_a_pause_in_a_sentence_speaks_its_two_parts(audiobuild) -> None:
    rewrite("夏天走得快，冬天", "夏天走得快，[停顿 2秒]冬天")
    assert result(audiobuild("build", "--json"))["spoken"] == 2
    assert "停顿" not in "".join(Path(f"output/post.{ending}").read_text("utf-8") for ending in SUBTITLES)


@pytest.mark.usefixtures("built", "sounds")
def test_a_sound_is_heard_at_its_place_as_loud_as_speech_and_speaks_nothing(audiobuild) -> None:
    rewrite("三十里。夏天", "三十里。[音效 门铃]夏天")
    assert result(audiobuild("build", "--json"))["spoken"] == 0
    lines = record()["lines"]
    place = next(place for place, line in enumerate(lines) if line["text"].startswith("夏天"))
    heard, rate = audio.decode_mp3(Path("output/post.mp3").read_bytes())
    part = heard[round((lines[place]["start"] - 0.75) * rate) : round((lines[place]["start"] - 0.5) * rate)]
    pitch = np.abs(np.fft.rfft(part * np.hanning(len(part)))).argmax() / 0.25
    assert pitch == pytest.approx(880, abs=8)
    assert audio.loudness(np.tile(part, 8), rate) == pytest.approx(-19, abs=1)
    assert result(audiobuild("build", "--json"))["state"] == "up-to-date"


@pytest.mark.usefixtures("built", "sounds")
def test_another_file_of_a_sound_makes_the_episode_again(sounds: Path, audiobuild) -> None:
    rewrite("三十里。夏天", "三十里。[音效 门铃]夏天")
    audiobuild("build")
    (sounds / "门铃.wav").write_bytes(audio.wav(np.full(9_000, 0.1, np.float32) * np.sin(np.arange(9_000) / 9), RATE))
    again = result(audiobuild("build", "--json"))
    assert (again["state"], again["spoken"]) == ("built", 0)


@pytest.mark.usefixtures("built", "sounds")
def test_a_missing_sound_is_one_warning_that_names_what_there_is(audiobuild) -> None:
    before = record()["seconds"]
    rewrite("三十里。夏天", "三十里。[sound Doorbell]夏天")
    rewrite("我就在路上", "我[sound doorbell]就在路上")
    built = result(audiobuild("build", "--json"))
    assert (built["spoken"], record()["seconds"]) == (0, before)
    (warning,) = [warning for warning in built["warnings"] if warning["code"] == "sound"]
    assert warning["line"] == 4
    assert warning["message"].startswith("there is no sound “doorbell” in sounds (there are: 门铃); add a .wav, ")


def test_sounds_are_found_by_name_in_any_case_and_by_the_first_ending(sounds: Path) -> None:
    for name in ("Door.ogg", "Door.wav", "cafe\u0301.mp3", "notes.txt", ".hidden.wav"):
        (sounds / name).touch()
    found = {name: path.name for name, path in show_sounds(sounds.parent).items()}
    assert found["door"] == "Door.wav"
    assert found["door.ogg"] == "Door.ogg"
    assert found["café"] == "cafe\u0301.mp3"
    assert found.keys().isdisjoint({"notes", ".hidden"})


def test_say_uses_readings_and_lists_the_other_marks_as_not_spoken(show: Path, audiobuild) -> None:
    done = audiobuild("say", "-n", "--engine", "tone", "慢一点[停顿2秒]再说，去歙（shè）县。")
    assert "慢一点再说，去歙县。" in done.stdout
    assert "去摄县" in done.stdout
    assert "not spoken: [停顿2秒]" in done.stderr


def test_a_script_without_marks_has_the_recipe_it_had(built: Path, audiobuild) -> None:
    assert all(isinstance(place, Line) for place in planned(INTERVIEW).placed)
    assert result(audiobuild("build", "--json"))["state"] == "up-to-date"


def test_a_bare_pause_of_a_transcriber_stays_a_stage_direction() -> None:
    script = read_bytes("问：后来呢？\n答：In 1973. [pause] She wrote.\n问：真的？\n答：真的。\n".encode(), "x.txt")
    assert script.turns[1].paragraphs == ("In 1973. She wrote.",)
    assert [drop.reason for drop in script.dropped] == ["stage-direction"]


def test_the_json_of_a_reading_shows_texts_without_marks() -> None:
    text = "夜班[停顿 2秒]\n\n问：去歙（shè）县吗？\n答：去。[停顿]明天。\n"
    shown = script_as_json(read_bytes(text.encode(), "x.txt"))
    assert "停顿" not in str(shown["turns"]) + str(shown["title"])
    assert shown["turns"][0]["paragraphs"] == ["去歙县吗？"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我们用nginx(say engine x)做代理。", "我们用nginx做代理。"),
        ("nginx(SAY engine x", "nginx(SAY engine x"),
        ("nginx (say engine x)", "nginx (say engine x)"),
        ("服务器(say nginx)", "服务器(say nginx)"),
        ("nginx(say )", "nginx(say )"),
    ],
)
def test_a_joined_bracket_says_a_latin_word_without_a_colon_too(text: str, left: str) -> None:
    assert without_marks(text) == left
