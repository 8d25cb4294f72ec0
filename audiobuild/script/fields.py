"""Fields below a heading that look like labels: `**Field of study:** botany` over each talk of a series.

They follow a heading or each other, each once in its block, and their values are no sentences; a speaker's turns are
not all like that.
"""

from __future__ import annotations

from collections import Counter

from audiobuild.regex import lazy
from audiobuild.script.evidence import Seen
from audiobuild.script.lines import Kind, Row, ends_sentence
from audiobuild.script.people import role_of_word
from audiobuild.script.questions import is_question

_INITIAL = lazy(r"\b[A-Z]\.$")  # J. R.
_MAX_VALUE = 60  # letters of a field's value


def field_keys(rows: list[Row], seen: Seen) -> frozenset[str]:
    """The keys of which every line is a field; none if no other candidate is repeated."""
    times = Counter(seen.order[place][1].key for place in _fields(rows, seen))
    found = frozenset(key for key, count in times.items() if count == seen.counts[key])
    return found if any(count > 1 for key, count in seen.counts.items() if key not in found) else frozenset()


def _fields(rows: list[Row], seen: Seen) -> list[int]:
    """The places in `seen.order` of the fields."""
    fields: list[int] = []
    block: set[str] = set()
    next_field = 0  # the row in which the block may go on
    for place, (index, head) in enumerate(seen.order):
        if any(row.kind is Kind.HEADING for row in rows[max(0, index - 1) : index]) or not index:
            block, next_field = set(), index
        if index != next_field or head.key in block or not _is_value(head.rest) or role_of_word(head.key):
            continue
        block.add(head.key)
        fields.append(place)
        next_field = index + 1
    return fields


def _is_value(text: str) -> bool:
    """Whether the text after a colon is a value: a few words that are no sentence."""
    said = ends_sentence(text) and not _INITIAL.search(text)
    return 0 < len(text) <= _MAX_VALUE and not said and not is_question(text)
