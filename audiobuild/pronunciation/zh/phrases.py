"""pypinyin's data files: readings of phrases and of single characters.

The files are read directly: importing pypinyin builds tables, which takes longer than reading an interview.
"""

from __future__ import annotations

import gc
import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def _data(name: str) -> Any:
    places = getattr(find_spec("pypinyin"), "submodule_search_locations", None) or ()
    text = (Path(next(iter(places))) / name).read_text(encoding="utf-8")
    looked_for = gc.isenabled()
    gc.disable()  # to look for cycles among the new lists, which has none, takes as long as to read them
    try:
        return json.loads(text)
    finally:
        if looked_for:
            gc.enable()


@cache
def _phrases() -> Mapping[str, list[list[str]]]:
    return _data("phrases_dict.json")  # type: ignore[no-any-return]


@cache
def _characters() -> Mapping[str, str]:
    return _data("pinyin_dict.json")  # type: ignore[no-any-return]


@cache
def longest() -> int:
    """The length of the longest phrase in characters."""
    return max(map(len, _phrases()))


def is_phrase(text: str) -> bool:
    return text in _phrases()


@cache
def phrase(text: str) -> tuple[str, ...]:
    """The syllables of a phrase, as `zhong4`; KeyError if it is not listed."""
    return tuple(numbered(choices[0]) for choices in _phrases()[text])


@cache
def character(letter: str) -> str:
    """The first reading of a character, "" if it is not listed."""
    readings = _characters().get(str(ord(letter)), "")
    if readings:
        return numbered(readings.split(",")[0])
    return ""


@cache
def numbered(marked: str) -> str:
    """`zhòng` as `zhong4`, `lü` as `lv5`: v is ü, 5 the neutral tone."""
    letters, tone = "", "5"
    for letter in unicodedata.normalize("NFD", marked):
        tone = _TONES.get(letter, tone)
        if letter == "\u0308":
            letters = letters[:-1] + "v"
        elif letter not in _TONES:
            letters += letter
    return unicodedata.normalize("NFC", letters) + tone
