"""English: words and names, words of several sounds, guesses, and what becomes of any text at all."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobuild.pronunciation import pronounce
from audiobuild.pronunciation.en.guess import guess
from audiobuild.pronunciation.en.numbers import (
    cardinal_en,
    decimal_en,
    fraction_en,
    name_en,
    ordinal_en,
    roman,
    whole_en,
)
from audiobuild.pronunciation.en.pinyin import pinyin_name
from audiobuild.pronunciation.phonemes import MARKS, TOKENS

TRAPS = Path(__file__).parent / "traps"


def rows(name: str) -> list[dict[str, str]]:
    with (TRAPS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def normal(text: str) -> str:
    return "".join(piece.normalized for piece in pronounce(text, "en").pieces)


def said(text: str) -> str:
    return "".join(piece.engine_input for piece in pronounce(text, "en").pieces)


def bare(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def folded(symbols: str) -> str:
    """Symbols without second stresses and with one reduced vowel."""
    return symbols.replace("ˌ", "").translate(str.maketrans("ɪᵻᵊT", "əəət"))


# ------------------------------------------------------------------------------------------------- written forms


@pytest.mark.parametrize("row", rows("en_own_forms.tsv"), ids=lambda row: row["text"])
def test_our_own_sentences_become_their_words(row):
    assert bare(normal(row["text"])) == bare(row["said"])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (ordinal_en(21), "twenty first"),
        (ordinal_en(12), "twelfth"),
        (ordinal_en(40), "fortieth"),
        (decimal_en("0.05"), "zero point zero five"),
        (whole_en("007"), "zero zero seven"),
        (name_en("747"), "seven forty seven"),
        (name_en("101"), "one oh one"),
        (name_en("500"), "five hundred"),
        (fraction_en(3, 4), "three quarters"),
        (fraction_en(1, 2), "one half"),
        (cardinal_en(10**18 + 1), "one quintillion one"),
    ],
)
def test_numbers_in_english_words(number, words):
    assert number == words


@given(st.integers(1, 3999))
def test_a_roman_number_has_its_value(value):
    written, rest = "", value
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
        strict=True,
    ):
        written, rest = written + letters * (rest // size), rest % size
    assert roman(written) == value


@pytest.mark.parametrize("text", ["IIII", "IC", "VX", "ABC", "mix"])
def test_letters_that_are_no_roman_number_are_none(text):
    assert not roman(text)


@pytest.mark.soak
@settings(max_examples=200, deadline=None)
@given(st.lists(st.from_regex(r"[a-z]{3,12}", fullmatch=True), min_size=1, max_size=8).map(" ".join))
def test_plain_words_stay_as_they_are(text):
    assert normal(text) == text


@pytest.mark.soak
@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789.,:/-–$€%'\"x+#()kKmMBsth ²½"), min_size=1, max_size=30))
def test_whatever_is_made_of_figures_leaves_none(text):
    assert not re.search(r"\d", normal(f"It is {text} now."))


@pytest.mark.soak
@settings(max_examples=200, deadline=None)
@given(st.integers(2, 9999), st.sampled_from(["km", "kg", "GB", "mph", "°C", "kWh", "Mbps", "m²", "%"]))
def test_a_number_keeps_its_value_before_any_unit(number, unit):
    assert normal(f"It is {number}{unit} now.").startswith(f"It is {cardinal_en(number)} ")


@pytest.mark.soak
@pytest.mark.parametrize(
    "odd",
    [
        "1-",
        "1.",
        "1,",
        "A.",
        "A ",
        "Abc II ",
        "12 Abc Abc ",
        "$1 ",
        '1" ',
        "a^",
        "/a",
        "1x",
        "Dr. ",
        "555 ",
        "a@",
        "*a",
    ],
)
def test_a_long_odd_text_is_read_to_its_end(odd):
    """Twenty thousand of them take a moment, not hours: no rule goes back over what it has seen."""
    from audiobuild.pronunciation.en.normalize import normal_en

    assert normal_en(odd * 20_000 + " zebra").endswith("zebra")


# ---------------------------------------------------------------------------------------------- words and names


@pytest.mark.parametrize("row", rows("en_own_words.tsv"), ids=lambda row: f"{row['text']} {row['word']}")
def test_a_word_of_several_sounds_goes_by_its_sentence(row):
    place = re.findall(r"[\w']+", row["text"]).index(row["word"])
    heard = re.findall(r'[^\s;:,.!?—…"()“”]+', said(row["text"]))
    assert folded(heard[place]) == folded(row["symbols"])


@pytest.mark.parametrize(
    ("word", "symbols"),
    [
        ("Xiaoming", "ʃˌWmˈɪŋ"),
        ("Zhang", "ʤˈɑŋ"),
        ("Xi'an", "ʃˌiˈɑn"),
        ("Zhengfei's", "ʤˌʌŋfˈAz"),
        ("Anita", "ənˈiTə"),
        ("Siobhan", "ʃəvˈɔn"),
        ("Xavier's", "zˈAviəɹz"),
        ("Quixote", "kihˈOti"),
        ("Djoković", "ʤˈOkəvɪʧ"),
        ("Mbappé", "əmbɑpˈA"),
        ("Shirakabe", "ʃˌiɹˌɑkˈɑbˌA"),
        ("Shijiazhuang", "ʃˌɜɹʤˌɑʤwˈɑŋ"),
        ("monetise", "mˈɑnətˌIz"),
        ("unfriendliness", "ˌʌnfɹˈɛndlinəs"),
        ("livestream", "lˈIvstɹˌim"),
        ("nginx", "ˈɛnʤᵻnˌɛks"),
        ("JSON", "ʤˈAsən"),
        ("résumé", "ɹˈɛzəmˌA"),
        ("STOP", "stˈɑp"),
        ("three CEOs", "θɹˈi sˌiˌiˈOz"),
        ("AM", "ˌAˈɛm"),
        ("'em", "əm"),
    ],
)
def test_a_word_or_name_has_its_sound(word, symbols):
    assert said(word) == symbols


@pytest.mark.parametrize("word", ["Banks", "Max", "hello", "Linux", "Smith", "xiaoming"])
def test_a_word_that_is_not_spelled_in_pinyin_is_no_chinese_name(word):
    assert pinyin_name(word) is None


def test_accents_may_be_marks_of_their_own():
    """A text in decomposed letters, as some systems write file names, sounds as the composed one."""
    composed = "Café Łódź, Nguyễn."
    assert said(unicodedata.normalize("NFD", composed)) == said(composed)
    assert not [reading for reading in pronounce(composed, "en").readings if reading.kind == "unsaid"]


def test_a_letter_without_an_english_sound_is_reported():
    assert [reading.written for reading in pronounce("the ƕ", "en").readings] == ["ƕ"]


# ------------------------------------------------------------------------------------------------------- guesses


@pytest.mark.soak
@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[a-z]{0,8}[aeiou][a-z]{0,8}", fullmatch=True))
def test_a_guess_is_the_models_and_has_at_most_one_main_stress(word):
    symbols = guess(word)
    assert symbols
    assert set(symbols) <= TOKENS.keys() - MARKS
    assert symbols.count("ˈ") <= 1


@pytest.mark.parametrize(
    ("word", "symbols"), [("blorfing", "blˈɔɹfɪŋ"), ("snarvick", "snˈɑɹvˌɪk"), ("gleepitude", "ɡlˈipətˌud")]
)
def test_a_word_nobody_lists_sounds_as_it_is_spelled(word, symbols):
    assert folded(guess(word)) == folded(symbols)


def test_a_guessed_word_is_named_for_the_editor():
    readings = pronounce("We met Chukwuemeka in Boston.", "en").readings
    assert [(reading.kind, reading.written) for reading in readings] == [("guess", "Chukwuemeka")]
