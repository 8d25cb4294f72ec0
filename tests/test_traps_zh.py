"""Chinese written forms and polyphones with the reading a newsreader gives them: two tables, one test a row.

traps/zh_forms.tsv and zh_own_forms.tsv: category, text, said. traps/zh_readings.tsv: category, text, word, pinyin. Readings that are right
too follow " | ". A row with a `reason` is known to fail, and fails the tests when it no longer does.
"""

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from audiobuild.pronunciation import pronounce
from audiobuild.pronunciation.form import HAN
from audiobuild.pronunciation.zh.readings import readings

TRAPS = Path(__file__).parent / "traps"


def rows(path):
    """The rows of a table with tabs between its columns, each by the names of the columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def marked(name):
    for row in rows(TRAPS / name):
        known = [pytest.mark.xfail(reason=row["reason"], strict=True)] if row.get("reason") else []
        yield pytest.param(row, marks=known, id=f"{row['category']}-{row['text']}")


def bare(text):
    """Letters and figures only, at one width and in small letters: what is compared."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LMN").lower()


def ours(text):
    """The syllables of each character of the text, "" for what is no Han character."""
    spans = [found.span() for found in re.finditer(f"{HAN}+", text)]
    out = [""] * len(text)
    for (start, _), run in zip(spans, readings(text, spans, {}), strict=True):
        for word, syllables in run:
            out[start : start + len(word)] = syllables
            start += len(word)
    return out


def said_right(row):
    normal = "".join(piece.normalized for piece in pronounce(row["text"], "zh").pieces)
    return bare(normal) in {bare(said) for said in row["said"].split(" | ")}


def read_right(row, read=ours):
    start = row["text"].index(row["word"])
    return " ".join(read(row["text"])[start : start + len(row["word"])]) in row["pinyin"].split(" | ")


@pytest.mark.parametrize("row", [*marked("zh_forms.tsv"), *marked("zh_own_forms.tsv")])
def test_a_written_form_is_said_as_a_newsreader_says_it(row):
    assert said_right(row)


@pytest.mark.parametrize("row", list(marked("zh_readings.tsv")))
def test_a_character_of_several_readings_is_read_by_its_context(row):
    assert read_right(row)
