"""Women and men: what a script says of its speakers, and what it does not say."""

from __future__ import annotations

import pytest
from support.known_sexes import KNOWN, Known, judged

from audiobuild.script import read_bytes

TURNS = "记者：几点来？\n{0}：四点。\n记者：冷吗？\n{0}：冷。\n"
TURNS_EN = "Host: When?\n\n{0}: At four.\n\nHost: Cold?\n\n{0}: Always.\n"


def genders(text: str) -> dict[str | None, str]:
    return {who.label: who.gender for who in read_bytes(text.encode(), "x.txt").speakers if who.role != "N"}


@pytest.mark.parametrize(
    ("label", "gender"),
    [
        ("顾女士", "female"),
        ("顾先生", "male"),
        ("顾晓棠（女）", "female"),
        ("周远山（男）", "male"),
        ("王大爷", "male"),
        ("李阿姨", "female"),
        ("外婆", "female"),
        ("顾老师", ""),
        ("晓棠", ""),
        ("建国", ""),
        ("周师傅", ""),
    ],
)
def test_a_title_in_the_label_shows_the_sex_and_a_given_name_does_not(label: str, gender: str) -> None:
    assert gender in genders("面包房\n" + TURNS.format(label)).values()
    assert genders("面包房\n" + TURNS.format(label))["记者"] == ""


@pytest.mark.parametrize(
    ("label", "gender"),
    [("Mr. Lane", "male"), ("Ms. Osei", "female"), ("Grandma", "female"), ("Uncle Pete", "male"), ("Dr. Lane", "")],
)
def test_a_latin_title_shows_the_sex(label: str, gender: str) -> None:
    (found,) = set(genders("The Bakery\n\n" + TURNS_EN.format(label)).values()) - {""} or {""}
    assert found == gender


@pytest.mark.parametrize(
    ("lede", "gender"),
    [
        ("顾晓棠开店八年。每天四点，她就到了。", "female"),
        ("顾晓棠开店八年。每天四点，他就到了。", "male"),
        ("顾晓棠，女，1980年生。", "female"),
        ("顾晓棠和他们一起开店，其他人走了。", ""),
        ("顾晓棠弹吉他。", ""),
        ("店主顾晓棠开店八年。", ""),
        ("我们认识顾女士八年了。", "female"),
        ("顾晓棠和丈夫开店。他们起得早。", ""),
        (
            "记者去看顾晓棠。面包房在河边，猫很多，街上没有人，只有灯亮着，再远一些是桥，桥的那边是山，山上有雪，雪下面是路，路很长很长，走不到头，天又黑了，风也大。她走了。",
            "",
        ),
    ],
)
def test_the_first_pronoun_or_title_behind_the_name_decides(lede: str, gender: str) -> None:
    assert genders(f"面包房\n{lede}\n" + TURNS.format("顾晓棠"))["顾晓棠"] == gender


def test_a_pronoun_behind_another_speaker_s_name_is_not_counted() -> None:
    text = "面包房\n顾晓棠请周远山来，他送煤。\n记者：几点？\n顾晓棠：四点。\n记者：您呢？\n周远山：五点。\n"
    text += "记者：冷吗？\n顾晓棠：冷。\n周远山：不冷。\n"
    assert genders(text) == {"记者": "", "顾晓棠": "", "周远山": "male"}


def test_what_speaks_for_both_decides_nothing() -> None:
    text = "面包房\n顾晓棠说他早起。顾晓棠说她早起。\n" + TURNS.format("顾晓棠")
    assert genders(text)["顾晓棠"] == ""


def test_the_front_matter_overrules_the_text() -> None:
    text = "---\ngender:\n  顾晓棠: 男\n---\n面包房\n顾晓棠开店，她早起。\n" + TURNS.format("顾晓棠")
    script = read_bytes(text.encode(), "x.txt")
    (guest,) = (who for who in script.speakers if who.label == "顾晓棠")
    assert (guest.gender, guest.gender_by) == ("male", "male: front matter")


def test_the_word_and_the_line_that_decided_are_kept() -> None:
    script = read_bytes(("面包房\n\n顾晓棠开店，她早起。\n\n" + TURNS.format("顾晓棠")).encode(), "x.txt")
    assert [who.gender_by for who in script.speakers if who.label == "顾晓棠"] == ["她: line 3"]


def test_japanese_sensei_is_of_either_sex() -> None:
    text = (
        "夜のパン屋\n\n記者：何時に来ますか。\n\n田中先生：四時です。\n\n記者：寒いですか。\n\n田中先生：寒いです。\n"
    )
    assert set(genders(text).values()) == {""}


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.text.split("\n")[0])
def test_no_sex_of_thirty_scripts_is_wrong(known: Known) -> None:
    assert [label for label, verdict, _ in judged(known) if verdict == "wrong"] == []


def test_most_sexes_of_thirty_scripts_are_decided() -> None:
    verdicts = [verdict for known in KNOWN for _, verdict, _ in judged(known)]
    assert len(KNOWN) == 30
    assert verdicts.count("right") >= 33


@pytest.mark.parametrize(
    ("lede", "gender"),
    [
        ("顾晓棠在河边开店。本期《城记》请他讲讲。", ""),
        ("城记杂志找到了她，她叫顾晓棠。", ""),
    ],
)
def test_a_magazine_that_asks_has_no_sex(lede: str, gender: str) -> None:
    found = genders(f"面包房\n{lede}\n" + TURNS.format("顾晓棠").replace("记者", "城记"))
    assert (found["城记"], found["顾晓棠"]) == ("", gender)


def test_the_object_of_what_a_speaker_does_is_somebody_else() -> None:
    asked = TURNS.format("顾晓棠").replace("记者", "周远山")
    assert genders("面包房\n周远山请她坐下。\n" + asked)["周远山"] == ""
    assert genders("面包房\n周远山说他坐下了。\n" + asked)["周远山"] == "male"
    english = TURNS_EN.replace("Host", "Ann Lee").format("Bo Lund")
    assert genders("The Bakery\n\nAnn Lee asked him about bread.\n\n" + english)["Ann Lee"] == ""
