"""The end of an interview: the host's goodbye, then credits, reading lists, notes and advertisements."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left

from audiobuild.model import Dropped, Role
from audiobuild.regex import lazy
from audiobuild.script.headings import is_last_word
from audiobuild.script.lines import ITALIC, ITALIC_END, Kind, Row, ends_sentence, is_cjk, is_set_apart, plain
from audiobuild.script.patterns import AT_THE_END, BELOW_A_RULE, CLOSING_BLOCKS, reason_of
from audiobuild.script.people import name_strength
from audiobuild.script.questions import asks
from audiobuild.script.turn_starts import Chosen, Mark
from audiobuild.script.turns import tells_of_others

_GOODBYE = lazy(
    r"^(?:最[后後][，,]?\s?)?(?:再次|非常|十分|衷心)?(?:感[谢謝]|[谢謝]{2})[^。！!？]{0,24}"
    r"(?:接受|抽[空出]|[参參][与與加]|(?:你|您|[们們])的分享)"
    r"[^。？]{0,24}[。！!～~]{0,2}$|"
    r"^(?:Finally, )?(?:many )?(?:thank you|thanks)\b[^.?]{0,60}\bfor (?:talking|speaking|joining|taking|sharing|"
    r"your time|sitting|the interview|this interview|doing this)\b[^?]{0,60}$|"
    r"^(?:本日は|今日は)[^。]{0,20}ありがとうございました。?$",
    re.IGNORECASE,
)

_IN_CUES = frozenset(["credits", "byline"])
_RULE = lazy(r"^(?:[-—–_=*~·#─━═※－＿]\s?){3,}$")
_OF_THE_PAGE = frozenset(["ad", "credits", "byline"])
_MAX_NAME = 60  # characters of a line without a full stop between credits and links
_NAME = 2  # the strength of a name
_WORD = lazy(r"[\u3400-\u9fff]{2,}|[^\W\d_\u3400-\u9fff]{3,}")
_LEAST_LINKS = 1  # a section of fewer links is a chapter
_ALL_LINK = 0.9  # the share of links in an item that is one
_MAX_TAIL = 12  # lines below a rule; the longest in the published interviews has nine
_MAX_CREDITS = 20  # lines; the longest block of credits in the published interviews has 14


def closing(rows: list[Row], chosen: Chosen, gone: list[Dropped], cues: bool) -> tuple[list[Row], int, list[Dropped]]:
    """The lines that are spoken, the first that only the narrator may speak, and what is dropped below the last turn.

    `gone` was dropped before and may have opened a closing block. `cues` are recorded speech: nothing in them opens a
    block, and only a credit at their very end is dropped.
    """
    last_mark = max(chosen.marks, default=-1)
    end, block = (len(rows), "") if cues else _closing_block(rows, last_mark, gone)
    if cues:
        page = tail = end - _credits_above(rows[last_mark + 1 :])
    else:
        tail = _below_rule(rows[:end], chosen, gone)
        page = _second_rule(rows[:end], tail, gone)
        page = _above_page(rows[:page], _first_below(rows, chosen), tail, gone)
        tail = min(tail, _about_the_guest(rows[:page], chosen), _last_words(rows[:page], last_mark))
    reasons = [
        *(reason_of(row, AT_THE_END, BELOW_A_RULE) for row in rows[tail:page]),
        *_reasons_in(rows[page:end], "ad"),
        *_reasons_in(rows[end:], block),
    ]
    below = list(zip(rows[tail:], reasons, strict=True))
    kept = [row for row, reason in below if not reason]
    return [*rows[:tail], *kept], tail, [_dropped(row, reason) for row, reason in below if reason]


def _reasons_in(rows: list[Row], block: str) -> list[str | None]:
    """The reasons of the lines of a closing block, None for those that the author asked to keep."""
    return [None if row.keep else reason_of(row, AT_THE_END, BELOW_A_RULE) or block for row in rows]


def _credits_above(rows: list[Row]) -> int:
    """The number of lines at the end of cues that are credits."""
    found = (reason_of(row, AT_THE_END) for row in reversed(rows))
    return len(list(itertools.takewhile(_IN_CUES.__contains__, found)))


def _first_below(rows: list[Row], chosen: Chosen) -> int:
    """The index of the first line that the last turn does not need: below `Thanks, Ann!` no answer is needed."""
    last = max(chosen.marks, default=-1)
    below = rows[last + 1 : last + 2]
    is_credit = bool(below) and reason_of(below[0], AT_THE_END) is not None and last >= 0 and not asks(rows[last].text)
    return last + 1 + (last >= 0 and not is_credit and _awaits_text(chosen))


def _above_page(rows: list[Row], first: int, tail: int, gone: list[Dropped]) -> int:
    """The index below the last line of the talk: the lines from there are credits, links, and names between such."""
    cuts = sorted(cut.line for cut in gone if cut.reason in _OF_THE_PAGE)
    credit = [*_are_credits(rows[:tail], AT_THE_END), *_are_credits(rows[tail:], AT_THE_END, BELOW_A_RULE)]
    below = False
    for i in reversed(range(first, len(rows))):
        row = rows[i]
        above = _are_between(cuts, rows[i - 1], row) or credit[i - 1]
        below = below or _are_between(cuts, row)
        if row.keep or not (credit[i] or _is_link_or_name(row, above, below)):
            return i + 1
        below = True
    return min(first, len(rows))


def _are_credits(rows: list[Row], *tables: str) -> list[bool]:
    """Whether each line is one of these tables."""
    return [reason_of(row, *tables) is not None for row in rows]


def _is_link_or_name(row: Row, above: bool, below: bool) -> bool:
    """Whether a line is a link, or a few words next to a link or credit; `above`, `below`: one is there."""
    is_apart = row.is_prose and row.gap and len(row.text) <= _MAX_NAME
    if not is_apart or ends_sentence(row.text):
        return False
    if row.linked or not below:
        return row.linked * 2 >= len(row.text) or (below and row.linked > 0)
    return any((above, is_set_apart(row), name_strength(plain(row.text)) >= _NAME))


def _are_between(cuts: list[int], row: Row, following: Row | None = None) -> bool:
    """Whether lines were cut between a row and the following one, or below it if there is none."""
    return bisect_left(cuts, row.line) < (bisect_left(cuts, following.line) if following else len(cuts))


def _second_rule(rows: list[Row], tail: int, gone: list[Dropped]) -> int:
    """The index of the first line below a second rule, which an appeal precedes; else the number of lines."""
    rules = sorted(cut.line for cut in gone if _RULE.match(cut.text))
    appealed = False
    for i, row in enumerate(rows[tail:], tail):
        between = bisect_left(rules, rows[i - 1].line) < bisect_left(rules, row.line)
        if appealed and between and not any(below.keep for below in rows[i:]):
            return i
        appealed = appealed or reason_of(row, AT_THE_END, BELOW_A_RULE) == "ad"
    return len(rows)


def _last_words(rows: list[Row], last_mark: int) -> int:
    """The index of the first of the headings at the end that are sentences."""
    words = itertools.takewhile(is_last_word, reversed(rows[last_mark + 1 :]))
    return len(rows) - len(list(words))


def _about_the_guest(rows: list[Row], chosen: Chosen) -> int:
    """The index of the last line if it tells of the guest whose turn is the last, else the number of lines."""
    last = len(rows) - 1
    opener = max(chosen.marks, default=last)
    if last <= opener + chosen.implicit or not rows[last].gap:
        return len(rows)
    mark = chosen.marks[opener]
    is_guest = chosen.implicit or mark.side is Role.GUEST
    return last if is_guest and _tells_of(rows[last], mark.label or "") else len(rows)


def _tells_of(row: Row, label: str) -> bool:
    """Whether a line in italics, or one that names this speaker, tells of others and not of oneself."""
    text = plain(row.text)
    is_note = row.text.startswith(ITALIC) and row.text.endswith(ITALIC_END)
    return tells_of_others(text) and (is_note or any(_names(name, text) for name in _WORD.findall(label)))


def _names(name: str, text: str) -> bool:
    """Whether a text has a name, as a whole word if it is written in Latin letters."""
    return name in text if is_cjk(name[0]) else name in _WORD.findall(text)


def _below_rule(rows: list[Row], chosen: Chosen, gone: list[Dropped]) -> int:
    """The index of the first line below a rule that ends the last turn, the number of lines if there is none."""
    lines = [row.line for row in rows]
    rules = {bisect_left(lines, cut.line) for cut in gone if _RULE.match(cut.text)} - {len(rows)}
    if not chosen.marks or _are_ornaments(rows, chosen, rules):
        return len(rows)
    below = min((i for i in rules if i >= _first_below(rows, chosen)), default=len(rows))
    return below if len(rows) - below <= _MAX_TAIL else len(rows)


def _awaits_text(chosen: Chosen) -> bool:
    """Whether the last mark is a question without its answer, or a label without its text."""
    mark = chosen.marks[max(chosen.marks)]
    return not mark.rest or (mark.side is Role.HOST and chosen.implicit)


def _are_ornaments(rows: list[Row], chosen: Chosen, rules: set[int]) -> bool:
    """Whether a rule is inside a turn somewhere above: then no rule of the file ends one."""
    inside = range(min(chosen.marks) + 1, max(chosen.marks))
    return any(i in inside and i not in chosen.marks and rows[i].kind is not Kind.HEADING for i in rules)


def _dropped(row: Row, reason: str) -> Dropped:
    return Dropped(row.line, f"{row.marker} {plain(row.text)}".strip(), reason)


def _closing_block(rows: list[Row], last_mark: int, gone: list[Dropped]) -> tuple[int, str]:
    """The index of the first line of an unspoken block after the last turn, and its reason."""
    lines = [row.line for row in rows]
    opened: dict[int, str] = {}  # by a dropped line directly above
    for cut in gone:
        reason = reason_of(Row(cut.line, cut.text), CLOSING_BLOCKS)
        if reason:
            opened.setdefault(bisect_left(lines, cut.line), reason)
    for i in range(last_mark + 1 or _middle(rows), len(rows)):
        reason = opened.get(i) or reason_of(rows[i], CLOSING_BLOCKS) or _block_at_end(rows, i)
        if reason:
            return i, reason
    return len(rows), ""


def _middle(rows: list[Row]) -> int:
    """The first index where a block may open in a text without turns: it may not contain over half of the text."""
    before = list(itertools.accumulate(len(row.text) for row in rows))
    return bisect_left(before, sum(before[-1:]) / 2)


def goodbye(rows: list[Row], chosen: Chosen) -> None:
    """Assign thanks for the interview at the very end, if they follow an answer without a label, to the host."""
    last = len(rows) - 1
    opener = max(chosen.marks, default=last)
    if opener >= last or not rows[last].gap or not _GOODBYE.match(plain(rows[last].text).strip()):
        return
    hosts = {m.key for m in chosen.marks.values() if m.side is Role.HOST and m.key is not None}
    key = hosts.pop() if len(hosts) == 1 else None
    chosen.marks[last] = Mark(key, None, plain(rows[last].text), "goodbye", Role.HOST)


def _block_at_end(rows: list[Row], first: int) -> str:
    """The reason of a line with which a block of credits or links begins, "" of any other."""
    return _credits_on_a_page(rows, first) or _links_at_end(rows, first)


def _links_at_end(rows: list[Row], first: int) -> str:
    """The reason of a heading if all below it are items that are links, several, and words that introduce them."""
    below = rows[first + 1 :]
    is_section = rows[first].kind is Kind.HEADING and len(below) > _LEAST_LINKS
    return "ad" if is_section and all(map(_is_of_links, below)) else ""


def _is_of_links(row: Row) -> bool:
    """Whether a line is an item that is a link, or introduces such."""
    text = plain(row.text)
    return row.linked >= len(text) * _ALL_LINK if row.kind is Kind.ITEM else text.endswith((":", "："))


def _credits_on_a_page(rows: list[Row], first: int) -> str | None:
    """The reason of a line if a page break precedes it and all from it on, few, are credits and no sentences."""
    if not rows[first].broken or len(rows) - first > _MAX_CREDITS:
        return None
    spoken = [row for row in rows[first:] if ends_sentence(row.text) and reason_of(row, AT_THE_END) is None]
    return None if spoken else reason_of(rows[first], AT_THE_END)
