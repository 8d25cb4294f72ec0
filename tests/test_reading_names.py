"""Who several speakers at once are, and the names of people: in a speaker's list, in a sentence, in a list of names."""

from __future__ import annotations

import pytest

from audiobuild.pronunciation import pronounce
from audiobuild.script import read_bytes, spoken_names
from audiobuild.script.report import reading_report

TABLE = "小店\n\n主持人：查　理\n嘉宾：单丹丹、仇大江\n\n查理：难吗？\n\n单丹丹：难。\n\n仇大江：不难。\n\n查理：好吗？\n\n{0}：活着！\n\n单丹丹：好。\n"
BOX = "<html><body><h1>夜班</h1><p>夜里有车。</p><section><section>01</section><section><strong>谁在打车</strong></section></section>"
BOX += "<p>城记：谁？</p><p>单立人：有一位欠了我23块5，隔了两年又坐上我的车，给了我一百。</p>"
BOX += "<p><em>“欠了我23块5，隔了两年给了我一百。”</em></p><p>城记：几点？</p><p>单立人：六点。</p></body></html>"


def pinyin(text: str, names: tuple[str, ...] = ()) -> str:
    return " ".join(piece.pinyin for piece in pronounce(text, "zh", names=names).pieces)


@pytest.mark.parametrize("word", ["众人", "全体", "大家", "合"])
def test_all_together_are_a_speaker_and_not_the_host(word: str) -> None:
    script = read_bytes(TABLE.format(word).encode(), "x.txt")
    assert [(turn.label, turn.role, turn.paragraphs) for turn in script.turns if turn.label == word] == [
        (word, "A", ("活着！",))
    ]


def test_a_word_for_all_above_the_first_label_is_text() -> None:
    script = read_bytes(f"小店\n\n大家：请看。\n\n{TABLE.format('单丹丹')[4:]}".encode(), "x.txt")
    assert "大家" not in [turn.label for turn in script.turns]


def test_the_names_of_a_script_are_names_in_each_of_its_sentences() -> None:
    names = spoken_names(read_bytes(TABLE.format("众人").encode(), "x.txt"))
    assert names == ("查理", "单丹丹", "仇大江")
    assert pinyin("单丹丹没来。") == "dān dān dān méi lái"
    assert pinyin("单丹丹没来。", names) == "shàn dān dān méi lái"


def test_a_foreign_first_name_is_no_surname() -> None:
    script = TABLE.format("单丹丹").replace("难。", "查理·芒格说难。")
    assert "查理" not in spoken_names(read_bytes(script.encode(), "x.txt"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("经手的是单明远、仇雨、区燕。", "shàn míng yuǎn qiú yǔ ōu yān"),
        ("曾小舟、任晓燕。", "zēng xiǎo zhōu rén xiǎo yān"),
        ("黄豆、黑豆、葛根。", "hè dòu"),
        ("单价高、余量少。", "dānjià"),
        ("盖土、浇水、施肥。", "gài tǔ"),
    ],
)
def test_a_list_of_names_begins_with_surnames(text: str, said: str) -> None:
    assert (said in pinyin(text)) is (said != "hè dòu")


def test_names_set_wide_lose_their_blanks() -> None:
    script = read_bytes(TABLE.format("众人").encode(), "x.txt")
    assert script.speakers[0].name == "查理"


def test_a_number_in_a_box_above_a_bold_line_is_its_heading() -> None:
    script = read_bytes(BOX.encode(), "x.html")
    assert [section.title for section in script.sections] == ["谁在打车"]


def test_a_condensed_quotation_set_apart_is_not_spoken_again() -> None:
    script = read_bytes(BOX.encode(), "x.html")
    assert [cut.text for cut in script.dropped if cut.reason == "repeat"] == ["“欠了我23块5，隔了两年给了我一百。”"]
    other = BOX.replace("“欠了我23块5，隔了两年给了我一百。”", "“天亮以前的城市是另外一座，谁也不认识谁。”")
    assert [cut.text for cut in read_bytes(other.encode(), "x.html").dropped if cut.reason == "repeat"] == []


def test_guests_of_whom_nothing_shows_the_sex_are_named_once() -> None:
    report = reading_report(read_bytes(TABLE.format("众人").encode(), "x.txt"), {})
    assert "women or men: 单丹丹, 仇大江." in report
    known = TABLE.format("众人").replace("小店\n", "---\ngender: {单丹丹: 女, 仇大江: 男}\n---\n小店\n", 1)
    assert "women or men" not in reading_report(read_bytes(known.encode(), "x.txt"), {})


def test_what_a_page_s_markup_leaves_out_cannot_be_kept_and_the_warning_says_so() -> None:
    page = '---\nkeep: ["原创"]\n---\n' + BOX.replace(
        "<p>夜里", '<span class="icon_appmsg_tag" id="copyright_logo">原创</span><p>夜里'
    )
    messages = [warning.message for warning in read_bytes(page.encode(), "x.html").warnings]
    assert all("matches no line" not in message for message in messages)
