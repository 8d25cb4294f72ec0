"""Short names explained in spoken text: `本刊记者陈芜（以下简称“陈”）`, `采访：陈芜`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from audiobuild.model import Dropped, Role
from audiobuild.regex import HAN, lazy
from audiobuild.script.cast_lines import SHORT, SHORTENED, Person, person
from audiobuild.script.label_candidates import key_of
from audiobuild.script.lines import Kind, Row, fold, plain
from audiobuild.script.people import is_outlet, name_strength, role_of_word

_MAX_BYLINE = 80  # characters
_MAX_NAME = 8  # characters of a name before its short name
# （《江南山野》简称“山野”，白云深简称“白”）
_SHORTENED_INSIDE = lazy(r"[（(][^（）()]{1,40}?(?:以下|下文)?[简簡][称稱][^（）()]{1,60}[）)]")
# （以下，威：老威；赵：赵苗苗）
_WHO = r"[^：:；;，,、（）()。\s]{1,6}[：:]\s?[^：:；;，,、（）()。]{1,16}"
_SHORT_NAMES = lazy(rf"[（(](?:以下|下文)中?[，,：:\s]?\s?({_WHO}(?:[；;，,、]\s?{_WHO}){{1,7}})[）)]")
_ONE_WHO = lazy(r"([^：:；;，,、]{1,6})[：:]\s?([^：:；;，,、]{1,16})")
_CALLED = lazy(
    r"([^，。；、：:（）()《》“”「」]{2,16})[》”」]?(?:以下|下文)?[简簡][称稱](?:为|為|作)?\s?[“「『\"‘]?([^，。；、”」』\"’（）()]{1,8})"
)
# `采访：陈芜` names the host; `采访陈芜`, `助教采访——陈芜` and `人物采访：陈芜` name the guest.
_NAMES_IN_BYLINE = lazy(
    rf"(?:(?<!{HAN})(?:采访|採訪|采写|採寫|访问)(?=[/／、&和・与：:丨|｜=＝\s])|"
    r"記者|记者|聞き手|インタビュー|主持|Interview(?:ed)? by|Interviewer)"
    r"(?:[/／、&和・与]\S{1,4})?\s*[：:/／丨|｜=＝]?\s*([^：:/／丨|｜=＝。，,（()）]{2,24}?)(?=$|\s{2,}|"
    r"[\u3000|｜丨，,（(／/。])",
    re.IGNORECASE,
)
_TITLED = lazy(r"^(?:本报|本刊|本网|本台)?(?:记者|記者|主持人|主播|司会|嘉宾|作者)\s*")
_CLAUSE = lazy(r"[，。、；：:！？“”\s（）()]")
_ASKS = lazy(
    r"(?!.*(?:专访|采访|对话|访谈)了?[^，。]{0,12}$)"
    r".*(?:记者|記者|本刊|本报|主持人|采访者|编辑|周刊|杂志|网|报)[^，。]{0,6}$"
)


def mentioned(row: Row, counts: Counter[str]) -> Iterator[Person]:
    """The people a spoken line mentions with their label."""
    text = plain(row.text)
    for match in SHORTENED.finditer(text):
        short = SHORT.match(match[1])
        if short and fold(short[1]):
            yield _before(text[: match.start()], short[1].strip())
    for label, name in _short_names(text):
        if counts[key_of(label)]:
            yield person(name, (key_of(label), key_of(name)), role_of_word(key_of(name)))
    if _SHORTENED_INSIDE.search(text):
        yield from _called(text)
    if len(text) <= _MAX_BYLINE and row.kind is not Kind.HEADING:
        yield from _in_byline(text, counts)


def _called(text: str) -> Iterator[Person]:
    """The people and newspapers of `（《江南山野》简称“山野”，白云深简称“白”）`."""
    for match in _CALLED.finditer(text):
        keys = key_of(match[1]), key_of(match[2])
        yield person(match[1].strip(), keys, Role.HOST if is_outlet(keys[0]) else None)


def _in_byline(text: str, counts: Counter[str]) -> Iterator[Person]:
    """The hosts of `采访：陈芜`, if the name, its first word or its first letter is a label."""
    for match in _NAMES_IN_BYLINE.finditer(text):
        key = key_of(match[1])
        if counts[key] or counts[key[:1]] > 1 or counts[key_of(match[1].strip().split(" ")[0])] > 1:
            yield person(match[1].strip(), (key,), Role.HOST)


def _short_names(text: str) -> list[tuple[str, str]]:
    """The people of `（以下，威：老威；赵：赵苗苗）`, by label and name."""
    notes = (match[1] for match in _SHORT_NAMES.finditer(text))
    return [(label.strip(), name.strip()) for note in notes for label, name in _ONE_WHO.findall(note)]


def _before(text: str, short: str) -> Person:
    """The person named directly before `（以下简称“陈”）` in a sentence."""
    tail = _CLAUSE.split(text)[-1][-16:]
    start = tail.rfind(short[:1])
    at_name = tail[start:] if 0 <= len(tail) - start <= _MAX_NAME and start >= 0 else short
    whole = len(text) <= _MAX_NAME and name_strength(text) > 0  # 小雨（以下简称雨）：
    name = text if whole else _TITLED.sub("", at_name) or at_name
    role = Role.HOST if _ASKS.match(tail) else None
    return person(name, (key_of(short), key_of(name)), role_of_word(key_of(text)) if whole else role)


def without_notes(row: Row, counts: Counter[str]) -> tuple[Row, list[Dropped]]:
    """The line without `（以下简称“陈”）`, and what was dropped; kept if the short name is no label of the file."""
    text = "" if row.keep else row.text
    notes = [m.group() for p in (SHORTENED, _SHORTENED_INSIDE, _SHORT_NAMES) for m in p.finditer(text)]
    notes = [note for note in dict.fromkeys(notes) if any(counts[key] for key in _labels_in(note))]
    for note in notes:
        text = text.replace(note, "")
    return replace(row, text=text) if notes else row, [Dropped(row.line, note, "declaration") for note in notes]


def _labels_in(note: str) -> Iterator[str]:
    """The possible labels that a note explains: the names after 称, their first letters, and the labels of a list."""
    for name in map(fold, re.split("[称稱]", note)[1:]):
        yield from (name[:1], name[:2], name, name[:-1])
    yield from (key_of(label) for label, _ in _short_names(note))
