"""Styles without labels whose answers are set apart: in quotation marks, as a block quote, or by an indent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script.lines import Kind, Row, opens_quote, plain
from audiobuild.script.selections import places_where
from audiobuild.script.turn_starts import Candidates, Chosen, Mark

ENCLOSED = lazy(r"^[「『“\"].{2,40000}[」』”\"]$")
_MOST = 0.8  # share of the lines: if more are of a kind, it does not set answers apart


def is_text(row: Row) -> bool:
    """Whether a line is plain text: no heading, no list item, no quote."""
    return row.kind is Kind.TEXT and not row.quote


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """A kind of line that answers; of a `quotation`, only the first and last line show it."""

    name: str
    is_line: Callable[[Row], bool]
    quotation: bool = False

    def style(self, lines: Candidates) -> Iterator[Chosen]:
        """The reading of the file by groups of such lines as answers; none if few follow a question."""
        hits = set(places_where(self.is_line, lines.rows)) - lines.asking
        starts = sorted(hits - {i + 1 for i in hits})
        followed = len(lines.after_questions.intersection(starts))
        if followed >= max(2, len(starts) / 2) and len(hits) <= _MOST * len(lines.rows):
            marks = {i: Mark(None, None, plain(lines.rows[i].text), self.name, Role.GUEST) for i in starts}
            above = {i - 1 for i in starts} - {-1} if self.quotation else ()
            asked = frozenset(i for i in above if is_text(lines.rows[i]))
            yield Chosen(f"{self.name}-answer", marks, asked_above=asked)


def _is_quotation(row: Row) -> bool:
    text = plain(row.text)
    return opens_quote(text) or bool(ENCLOSED.match(text))


ANSWER_KINDS = (
    AnswerKind("enclosed", _is_quotation, quotation=True),
    AnswerKind("quote", lambda row: row.quote > 0),
    AnswerKind("indented", lambda row: row.indent >= 2 and row.kind is not Kind.ITEM),
)
