"""Characters of PDFs and leftovers of markup: read as what they stand for, in text and in the lexicon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobuild.pronunciation import Lexicon, pronounce
from audiobuild.pronunciation.prepare import prepared


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("⽊⻔⻜⻘⻤⾨", "木门飞青鬼門"),
        ("9㎏ 4㎝ 6㎖", "9kg 4cm 6ml"),
        ("ﬂat ﬃ 𝒂𝕓𝟗 Ⓚ", "flat ffi ab9 K"),
        ("ｻｸﾗ", "サクラ"),
        ("a﹕b﹣c", "a:b-c"),
        ("①Ⅲ½r²㎡，“好”……", "①Ⅲ½r²㎡，“好”……"),
    ],
)
def test_a_compatibility_character_is_read_as_what_it_stands_for(written, read):
    assert prepared(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("先==看==再说", "先看再说"),
        ("~~旧的~~新的", "旧的新的"),
        ("- [x] 浇花", "- 浇花"),
        ("SO~2~和y^3^", "SO2和y^3"),
        ("取$n=2$和$\\alpha$", "取n=2和\\alpha"),
        ("x==y and y==z", "x==y and y==z"),
        ("between $4 and $9", "between $4 and $9"),
        ("US$3，HK$8", "US$3，HK$8"),
        ("8~9点，10~12点", "8~9点，10~12点"),
    ],
)
def test_markup_is_not_read_and_prices_and_sums_stay(written, read):
    assert prepared(written) == read


@given(st.text(st.characters(min_codepoint=0x2E80, max_codepoint=0x1F1FF, exclude_categories=["Cs"]), max_size=60))
def test_text_prepared_once_stays_as_it_is(text):
    assert prepared(prepared(text)) == prepared(text)


@pytest.mark.parametrize(("entry", "text"), [("单⽼⻓", "单老长"), ("单老长", "单⽼⻓"), ("⼭⽼⻓", "山老长")])
def test_a_lexicon_entry_matches_either_form_of_a_character(entry, text):
    said = pronounce(f"找{text}去", "zh", lexicon=Lexicon({entry: "shan4 lao3 zhang3"}))
    assert "shànlǎozhǎng" in "".join(piece.pinyin for piece in said.pieces).replace(" ", "")


def test_a_chinese_sentence_with_a_few_kana_is_spoken_without_them(show, audiobuild):
    done = audiobuild("say", "-n", "--engine", "kokoro", "她的店叫もも，开在河边。")
    assert done.returncode == 0
    assert "not spoken: も も" in done.stderr


def test_a_japanese_sentence_is_still_refused(show, audiobuild):
    done = audiobuild("say", "-n", "--engine", "kokoro", "東京駅前集合です")
    assert done.returncode == 1
    assert "Japanese" in done.stderr
