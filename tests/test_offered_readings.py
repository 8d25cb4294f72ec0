"""What an editor is offered for a part of a text: readings of a character, kinds of a number, letters of a word."""

from __future__ import annotations

import pytest

from audiobuild.pronunciation.offered import offers, word_around


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2010", ["value 两千零一十", "year 二零一零", "phone 二零幺零", "ordinal 第两千零一十"]),
        ("985", ["value 九百八十五", "figures 九八五", "ordinal 第九百八十五"]),
        ("2", ["value 二", "value 两", "ordinal 第二"]),
        ("0571", ["year 零五七一", "phone 零五七幺"]),
        ("24.6", ["value 二十四点六", "figures 二四六"]),
        ("8:05", ["time 八点零五分", "ratio 八比五"]),
        ("3:2", ["ratio 三比二"]),
        ("1/2", ["fraction 二分之一", "date 一月二日", "ratio 一比二"]),
        ("2010-05-03", ["date 二零一零年五月三日", "figures 二零一零零五零三"]),
        ("12-30", ["date 十二月三十日", "ratio 十二比三十", "range 十二到三十", "phone 幺二杠三零"]),
        ("长", ["reading zhǎng", "reading cháng"]),
        ("API", ["letters A P I"]),
        ("。", []),
    ],
)
def test_a_chinese_text_offers_each_way_once(text: str, said: list[str]) -> None:
    assert [f"{offer.kind} {offer.said}" for offer in offers(text, is_chinese=True)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1984", ["one thousand nine hundred eighty four", "nineteen eighty four", "one nine eight four"]),
        ("12", ["twelve", "one two", "twelfth"]),
        ("0571", ["zero five seven one"]),
        ("1,234.5", ["one thousand two hundred thirty four point five", "one two three four five"]),
        ("3/4", ["three quarters", "three to four"]),
        ("8:05", ["eight oh five", "eight to five"]),
        ("007", ["zero zero seven"]),
    ],
)
def test_an_english_number_offers_its_kinds(text: str, said: list[str]) -> None:
    assert [offer.said for offer in offers(text, is_chinese=False)][: len(said)] == said


@pytest.mark.parametrize(
    ("text", "at", "word"), [("他爱吃长面包。", 3, "长"), ("这很重要。", 3, "重要"), ("看 GPT 吧", 2, "G")]
)
def test_a_character_has_a_word_around_it(text: str, at: int, word: str) -> None:
    start, end = word_around(text, at, at + 1)
    assert text[start:end] == word
