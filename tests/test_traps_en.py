"""Trap sets, written apart from the code: written forms with their words, and words in sentences with their sounds."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from audiobuild.pronunciation import pronounce

TRAPS = Path(__file__).parent / "traps"

#: misaki's symbols in ARPAbet. A flap is its stop; every unstressed vowel of the middle is one (ɪ, ə, ᵻ).
ARPABET = {
    **dict(
        zip(
            "AIOQWYaiuæɑɒɔəɐɛɜɪʊʌᵻᵊ",
            "EY AY OW OW AW OY AA IY UW AE AA AA AO AH AH EH ER IH UH AH IH AH".split(),
            strict=True,
        )
    ),
    **dict(
        zip(
            "bdfɡhʤklmnŋpɹsʃtTʧθðvwjzʒɾʔ",
            "B D F G HH JH K L M N NG P R S SH T T CH TH DH V W Y Z ZH T T".split(),
            strict=True,
        )
    ),
}
VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())


def rows(name: str):
    """Rows of a set, those that still fail marked with their reason."""
    with (TRAPS / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            marks = [pytest.mark.xfail(strict=True, reason=row["reason"])] if row.get("reason") else []
            yield pytest.param(row, marks=marks, id=f"{row['category']}: {row['text']} {row.get('word', '')}")


def letters(text: str) -> str:
    """What is compared of a text: its letters and figures, small."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).lower() if character.isalnum())


def words_of(text: str) -> str:
    return " ".join(piece.normalized for piece in pronounce(text, "en").pieces)


def arpabet(symbols: str) -> list[str]:
    """Sounds with stress figures: 1 before a vowel with ˈ, else 0 (how strong a second stress is, is a convention)."""
    sounds: list[str] = []
    stress = "0"
    for symbol in symbols:
        if symbol in "ˈˌ":
            stress = "1" if symbol == "ˈ" else "0"
            continue
        sound = ARPABET.get(symbol)
        if sound in VOWELS:
            sounds.append(sound + stress)
            stress = "0"
        elif sound:
            sounds.append(sound)
    return sounds


def compared(sounds: list[str]) -> str:
    """Sounds as they are compared: one r-coloured vowel, one reduced vowel, stress only where there is a choice."""
    joined = " ".join(sound.replace("2", "0") for sound in sounds)
    joined = re.sub(r"\bUH(\d) (?=[AEIOU])", r"UW\1 ", joined)
    joined = re.sub(r"\b(?:IH|AH)0\b", "AH0", joined)
    joined = re.sub(r"\b(?:ER(\d) R|AH(0) R)\b", lambda found: f"ER{found[1] or found[2]}", joined)
    if len(re.findall(r"\d", joined)) < 2:
        joined = re.sub(r"\d", "", joined)
    return joined


def sound_of(word: str, text: str) -> str:
    """The symbols of a word in its sentence, by its place among the words."""
    written = re.findall(r"[\w'’]+", text)
    heard = re.findall(r'[^\s;:,.!?—…"()“”]+', "".join(piece.engine_input for piece in pronounce(text, "en").pieces))
    place = written.index(word) if word in written else -1
    return heard[place] if len(written) == len(heard) else " ".join(heard)


@pytest.mark.parametrize("row", [*rows("en_forms.tsv"), *rows("en_mixed.tsv")])
def test_a_written_form_becomes_its_words(row):
    assert letters(words_of(row["text"])) in {letters(said) for said in row["said"].split(" | ")}


@pytest.mark.parametrize("row", [*rows("en_words.tsv")])
def test_a_word_has_its_sound_in_its_sentence(row):
    heard = compared(arpabet(sound_of(row["word"], row["text"])))
    assert heard in {compared(sounds.split()) for sounds in row["arpabet"].split(" | ")}
