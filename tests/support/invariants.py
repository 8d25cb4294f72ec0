"""Properties of every reading (sheet, section 8): used by the tests and by the fuzzer in bench."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter

from audiobuild.model import NARRATOR_ID, Script
from audiobuild.script import script_as_json

REASONS = frozenset(
    "asked page-break url stage-direction footnote-mark footnote caption byline credits ad code table repeat timestamp "
    "declaration metadata control-chars original".split()
)


def spoken(script: Script) -> list[str]:
    """Every text that will be heard."""
    texts = [script.title.text, *(s.title for s in script.sections), *(script.lede.paragraphs if script.lede else ())]
    return texts + [p for t in script.turns for p in t.paragraphs]


FORBIDDEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_TAG = re.compile(r"<(?:!--(?s:.*?)--|/?[A-Za-z!][^<>]*)>")
# Words that announce a lede or a title, as the sheet leaves them either way.
_ANNOUNCED = set("编編者按的话話前言语語摘要导導引读讀题題记記内容提简簡介标標目节節名称本期リードはじめにタイトル")
_NUMERALS = set(
    "〇一二三四五六七八九十百第章节節部回幕篇个個问問题題"
)  # the number of a heading or question is not spoken
MARKUP = re.compile(r"\*\*|\]\(|</|<br|<p>|&nbsp;|&ldquo;|```|https?://|\[\^?1\]")


def check_shape(script: Script, text: str) -> None:
    """Invariants 2, 3 and 4 of a reading."""
    count = len(re.split("\r\n|\n|\r", text))
    last = question = section = 0
    ids = {s.id for s in script.speakers}
    for index, turn in enumerate(script.turns):
        assert turn.index == index
        assert last <= turn.lines[0] <= turn.lines[1] <= count  # one line may hold several turns
        assert turn.section >= section and turn.question >= question
        last, section, question = turn.lines[1], turn.section, turn.question
        assert turn.speaker in ids
        assert turn.paragraphs and all(p.strip() for p in turn.paragraphs)
    assert [s.index for s in script.sections] == list(range(1, len(script.sections) + 1))
    for heading in script.sections:
        assert script.turns[heading.first_turn].section >= heading.index
        assert heading.first_turn == 0 or script.turns[heading.first_turn - 1].section < heading.index
    assert len(ids) == len(script.speakers)
    for speaker in script.speakers:
        mine = [t for t in script.turns if t.speaker == speaker.id]
        assert all(t.role is speaker.role for t in mine)
        chars = sum(len(p) for t in mine for p in t.paragraphs)
        if speaker.id == NARRATOR_ID and script.lede:
            chars += sum(map(len, script.lede.paragraphs))
        assert (speaker.turns, speaker.chars) == (len(mine), chars)
    assert script.title.text.strip()
    for part in spoken(script):
        assert not FORBIDDEN.search(part) and part == part.strip()
    for cut in script.dropped:
        assert cut.reason in REASONS and 1 <= cut.line <= count
        inside = [t.index for t in script.turns if t.lines[0] <= cut.line <= t.lines[1]]
        assert cut.inside_turn in (inside or [None])
    assert all(w.line is None or 1 <= w.line <= count for w in script.warnings)
    shown = json.dumps(script_as_json(script), ensure_ascii=False)
    assert not FORBIDDEN.search(shown)


def check_nothing_vanishes(script: Script, text: str, page: bool = False) -> None:
    """Invariant 1: every line with a letter is accounted for, and every hanzi of the file turns up again.

    `page`: the text is HTML, whose tags are no lines of their own.
    """
    text = _TAG.sub(lambda tag: "\n" * tag.group().count("\n"), text) if page else text
    heard = {n for t in script.turns for n in range(t.lines[0], t.lines[1] + 1)}
    heard |= set(range(script.lede.lines[0], script.lede.lines[1] + 1)) if script.lede else set()
    heard |= {script.title.line} | {s.line for s in script.sections} | {d.line for d in script.dropped}
    titles = [letters(title) for title in (script.title.text, *(s.title for s in script.sections))]
    for number, line in enumerate(re.split("\r\n|\n|\r", text), 1):
        known = number in heard or not any(c.isalnum() for c in line) or any(not letters(line) - t for t in titles)
        assert known, f"line {number} vanished: {line!r}"
    labels = [t.label or "" for t in script.turns]
    kept = letters("".join([*spoken(script), *labels, *(d.text for d in script.dropped)]))
    if any(len(d.text) > 400 for d in script.dropped):
        return  # a long text is listed shortened
    lost = set(letters(text) - kept) - _NUMERALS - _ANNOUNCED
    assert not lost, f"vanished: {''.join(lost)}"


def letters(text: str) -> Counter[str]:
    return Counter(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) == "Lo")
