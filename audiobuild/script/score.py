"""The score of a style: text covered, alternation, questions that ask, and one shape throughout."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable

from audiobuild.model import Role
from audiobuild.script.lines import Row
from audiobuild.script.questions import is_question
from audiobuild.script.turn_starts import Chosen, Lines, Mark

# The weights of the parts, set by hand on the golden scripts.
_WEIGHTS = {"covered": 0.15, "alternation": 0.35, "asks": 0.25, "tells": 0.15, "same": 0.10}
_PARAGRAPHS = 0.75  # the factor for a style in which only question marks show who speaks
_LABELLED = 0.05  # a label is better evidence than a shape


def judge(lines: Lines, candidate: Chosen) -> Chosen:
    """The candidate with its score."""
    marks = candidate.marks
    order = [i for i, mark in marks.items() if mark.side is not Role.NARRATOR]
    if not order:
        return candidate
    questions = [i for i in order if marks[i].side is Role.HOST]
    answers = [i for i in order if marks[i].side is not Role.HOST]
    candidate.implicit = not answers
    parts = {
        "covered": _covered(lines.rows, order[0]),
        "alternation": _alternation(lines.rows, candidate, order),
        "asks": _share(questions, lambda i: is_question(_said(lines.rows, marks, i)), empty=0.0),
        "tells": _share(answers, lambda i: not _asks(lines, marks, i) or marks[i].form == "enclosed", empty=0.7),
        "same": _same_forms(marks, order),
    }
    size = len(order) * (2 if candidate.implicit else 1)
    score = sum(weight * parts[name] for name, weight in _WEIGHTS.items()) * size / (size + 1.0)
    if candidate.kind == "paragraph":
        score *= _PARAGRAPHS
    elif candidate.implicit:
        score *= _share_marked(lines, marks, order[0])
    if sum(mark.key is not None for mark in marks.values()) * 2 > len(order):
        score += _LABELLED
    candidate.score = score
    shown = {name: round(parts[name], 2) for name in ("alternation", "covered", "asks")}
    candidate.evidence = {"Q": float(len(questions)), "A": float(len(answers)), **shown}
    return candidate


def _covered(rows: list[Row], first: int) -> float:
    """The share of the text that comes after the first turn starts."""
    return sum(len(row.text) for row in rows[first:]) / (sum(len(row.text) for row in rows) or 1)


def _share(places: list[int], holds: Callable[[int], bool], empty: float) -> float:
    """The share of the places for which `holds` is true; `empty` if there are none."""
    return sum(map(holds, places)) / len(places) if places else empty


def _same_forms(marks: dict[int, Mark], order: list[int]) -> float:
    """The share of the turns that have the most frequent shape of their role."""
    forms = Counter((mark.form, mark.side) for mark in marks.values())
    most = (max((count for (_, of), count in forms.items() if of is side), default=0) for side in Role)
    return sum(most) / len(order)


def _share_marked(lines: Lines, marks: dict[int, Mark], first: int) -> float:
    """The share of the asking paragraphs that are questions in this style; a few in answers are ignored."""
    alone = lines.kinds["paragraph"]
    asked = sum(i > first and i not in marks and i + 1 < len(lines.rows) and i + 1 not in marks for i in alone)
    return len(marks) / (len(marks) + max(0, asked - len(marks) // 2))


def _asks(lines: Lines, marks: dict[int, Mark], i: int) -> bool:
    """Whether the turn's first line with text asks, judged by the text after its label."""
    if marks[i].rest:
        return lines.asks[i]
    return i + 1 < len(lines.rows) and i + 1 not in marks and lines.asks[i + 1]


def _said(rows: list[Row], marks: dict[int, Mark], i: int) -> str:
    """The text of the turn's first line that has any."""
    return marks[i].rest or (rows[i + 1].text if i + 1 < len(rows) and i + 1 not in marks else "")


def _alternation(rows: list[Row], candidate: Chosen, order: list[int]) -> float:
    """How regularly speakers alternate; for a style with questions only, the share of questions with text below."""
    marks = candidate.marks
    if candidate.implicit:
        follow = sum(after > i + 1 for i, after in zip(order, [*order[1:], len(rows)], strict=True))
        return follow / len(order)
    if all(marks[i].side is not Role.HOST for i in order):
        return 0.3
    changes = [_changes(rows, marks, i, j) for i, j in itertools.pairwise(order)]
    return sum(changes) / max(1, len(changes))


def _changes(rows: list[Row], marks: dict[int, Mark], i: int, j: int) -> float:
    """Whether the speaker changes between two marks: to the other role, or to another person of the same role."""
    before, after = marks[i], marks[j]
    if before.side is not after.side:
        return 1.0
    if before.key is not None and after.key is not None:
        return 1.0 if before.key != after.key and before.side is Role.GUEST else 0.7 if before.key != after.key else 0.3
    return 0.8 if before.key is None and after.key is None and j > i + 1 and before.side is Role.HOST else 0.0
