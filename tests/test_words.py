"""Word times of the written text: in order, without overlaps, complete."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobuild.model import Piece, Pronunciation, Word
from audiobuild.pronunciation import pronounce
from audiobuild.pronunciation.phonemes import MARKS
from audiobuild.sound.word_alignment import written

SPOKEN = re.compile(f"[^{re.escape(''.join(MARKS))}]+")


def heard(said: Pronunciation) -> list[Word]:
    """A word of 8 samples every 10 for each word of symbols, as an engine would time them."""
    texts = [text for piece in said.pieces for text in SPOKEN.findall(piece.engine_input)]
    return [Word(10 * n, 10 * n + 8, text) for n, text in enumerate(texts)]


def texts(text: str, language: str = "zh", limit: int = 280) -> list[str]:
    said = pronounce(text, language, limit)
    return [word.text for word in written(said, heard(said))]


def material(text: str) -> str:
    """The text without blanks and punctuation."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] not in "PZC")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("阿里云跟内部的IT系统。", "zh", "阿 里 云 跟 内部 的 IT 系统"),
        ("2013年，在60km/h的路上。", "zh", "2013 年 在 60km/h 的 路上"),
        ("有10%-20%的人用iPhone15和GPT-4。", "zh", "有 10%-20% 的 人 用 iPhone15 和 GPT-4"),
        ("這個，C++和24/7。", "zh", "這個 C++ 和 24/7"),
        ("W公司的OpenAI很好。", "zh", "W 公司 的 OpenAI 很 好"),
        ("也不怕。W公司的www.abc.com很好", "zh", "也 不怕 W 公司 的 www.abc.com 很 好"),
        ("電腦記錄", "zh", "電 腦 記 錄"),
        ("⽼⼈说⻢路⻓，买了7㎏⽶。", "zh", "⽼ ⼈ 说 ⻢ 路 ⻓ 买 了 7㎏ ⽶"),
        ("先==关⽕==再$E=mc^2$好", "zh", "先== 关 ⽕== 再 $E=mc^2$ 好"),
        ("嗯，小孩儿不怕😀", "zh", "嗯 小 孩儿 不怕😀"),
        ("Mr. King said 3,000 men came at 9 a.m. in 1905.", "en", "Mr King said 3,000 men came at 9 a.m in 1905"),
        ("A/B tests—don't ask.", "en", "A/B tests don't ask"),
        ("IBM's A/B test cost $1.50; NASA paid.", "en", "IBM's A/B test cost $1.50 NASA paid"),
        ("She met 王坚.", "en", "She met 王 坚"),
        ("THE WHOLE TITLE", "en", "THE WHOLE TITLE"),
    ],
)
def test_each_word_is_the_part_of_the_text_that_is_heard(text: str, language: str, words: str) -> None:
    assert texts(text, language) == words.split()


def test_a_word_of_several_sounds_lasts_from_the_first_to_the_last() -> None:
    """“60km/h” is spoken as four words, in another order."""
    said = pronounce("在60km/h的路上", "zh")
    assert [word.text for word in heard(said)][1:5] == "mei↓ ɕjau↓ ʂɨ↗ ljou↘".split()
    assert [(word.start, word.end) for word in written(said, heard(said)) if word.text == "60km/h"] == [(10, 78)]


def test_a_letter_spoken_as_two_words_moves_none_after_it() -> None:
    """W is “ta→pu lju”."""
    said = pronounce("W公司很好", "zh")
    assert [word.text for word in heard(said)][:3] == ["ta↘pu", "lju", "kʊ→ŋsɨ→"]
    assert [(word.start, word.text) for word in written(said, heard(said))][:2] == [(0, "W"), (20, "公司")]


def test_an_engine_that_speaks_the_text_itself_is_followed_word_by_word() -> None:
    """The online voices give times for parts of the text they were sent."""
    said = Pronunciation(
        (Piece("好的，1,000个\x07字。", "好的，1,000个 字。", "好的，1,000个 字。"), Piece("走吧", "走吧", "走吧"))
    )
    times = [Word(0, 5, "好的"), Word(9, 20, "1,000"), Word(20, 25, "个"), Word(25, 30, "字"), Word(40, 50, "走吧")]
    assert list(written(said, times)) == times


def test_without_word_times_there_are_no_words() -> None:
    assert written(pronounce("好的。", "zh"), []) == ()


FRAGMENTS = st.sampled_from(
    "我 你 在 了 的 吗 嗯 他 一 不 银行 重庆 云计算 一点儿 這個電腦 2013年 10% 3.5 1/3 60km/h $5.5亿 24/7 GPT-4 C++ OpenAI WWW".split()
    + "www.a.com iPhone15 WiFi don't e.g. Mr. １０月 ① ， 。 —— …… “ ” （ ） 、 · / - 😀 é № & ω の \u0301".split()
    + [" ", "\n"]
)


@given(st.lists(FRAGMENTS, min_size=1, max_size=25).map("".join), st.sampled_from(["zh", "en"]))
@settings(max_examples=150, deadline=None)
def test_words_are_in_order_without_overlaps_and_hold_all_of_the_text(text: str, language: str) -> None:
    """Of any mixture, even when it is spoken in several pieces, and within what was heard."""
    said = pronounce(text, language, 60)
    given_ = heard(said)
    words = written(said, given_)
    assert material("".join(word.text for word in words)) == (material(text) if given_ else "")
    assert all(word.start <= word.end for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert not words or (words[0].start, words[-1].end) == (given_[0].start, given_[-1].end)
    place = 0
    for word in words:
        place = text.index(word.text, place) + len(word.text)
