"""How well a style fits a file (rule 1): text covered, alternation, questions that ask, one shape throughout."""

from __future__ import annotations

import itertools
from collections import Counter

from audiobuild.model import Role
from audiobuild.script.lines import Row
from audiobuild.script.questions import is_question
from audiobuild.script.turn_starts import Chosen, Lines, Mark


def judge(lines: Lines, candidate: Chosen) -> Chosen:
    """The candidate with its score: text covered, alternation, questions that ask, one shape throughout."""
    rows = lines.rows
    marks = candidate.marks
    order = [i for i, mark in marks.items() if mark.side is not Role.NARRATOR]
    if not order:
        return candidate
    questions = [i for i in order if marks[i].side is Role.HOST]
    candidate.implicit = len(questions) == len(order)
    total = sum(len(row.text) for row in rows) or 1
    covered = sum(len(row.text) for row in rows[order[0] :]) / total
    alternation = _alternation(rows, candidate, order)
    asking = sum(is_question(_said(rows, marks, i)) for i in questions) / len(questions) if questions else 0.0
    answers = [i for i in order if marks[i].side is not Role.HOST]
    telling = (
        1 - (sum(_asks(lines, marks, i) and marks[i].form != "enclosed" for i in answers) / len(answers))
        if answers
        else 0.7
    )
    forms = Counter((m.form, m.side) for m in marks.values())
    same = sum(max((c for (_, s), c in forms.items() if s is side), default=0) for side in Role) / len(order)
    size = len(order) * (2 if candidate.implicit else 1)
    score = (0.15 * covered + 0.35 * alternation + 0.25 * asking + 0.15 * telling + 0.10 * same) * size / (size + 1.0)
    if candidate.kind == "paragraph":
        score *= 0.75
    elif candidate.implicit:
        score *= _share_marked(lines, marks, order[0])
    if sum(mark.key is not None for mark in marks.values()) * 2 > len(order):
        score += 0.05  # a label says more than a shape
    candidate.score = score
    candidate.evidence = {
        "Q": float(len(questions)),
        "A": float(len(answers)),
        "alternation": round(alternation, 2),
        "covered": round(covered, 2),
        "asks": round(asking, 2),
    }
    return candidate


def _share_marked(lines: Lines, marks: dict[int, Mark], first: int) -> float:
    """The share of the paragraphs that ask which are questions in this style; a few in answers mean nothing."""
    alone = lines.kinds["paragraph"]
    asked = sum(i > first and i not in marks and i + 1 < len(lines.rows) and i + 1 not in marks for i in alone)
    return len(marks) / (len(marks) + max(0, asked - len(marks) // 2))


def _asks(lines: Lines, marks: dict[int, Mark], i: int) -> bool:
    """Whether the turn's first row that has text asks; a row asks as what stands behind its label does."""
    if marks[i].rest:
        return lines.asks[i]
    return i + 1 < len(lines.rows) and i + 1 not in marks and lines.asks[i + 1]


def _said(rows: list[Row], marks: dict[int, Mark], i: int) -> str:
    """The text of the turn's first row that has any."""
    return marks[i].rest or (rows[i + 1].text if i + 1 < len(rows) and i + 1 not in marks else "")


def _alternation(rows: list[Row], candidate: Chosen, order: list[int]) -> float:
    """How regularly the word passes on; in a style of questions only, how many have text below."""
    marks = candidate.marks
    if candidate.implicit:
        follow = sum(after > i + 1 for i, after in zip(order, [*order[1:], len(rows)], strict=True))
        return follow / len(order)
    if all(marks[i].side is not Role.HOST for i in order):
        return 0.3
    changes = [_changes(rows, marks, i, j) for i, j in itertools.pairwise(order)]
    return sum(changes) / max(1, len(changes))


def _changes(rows: list[Row], marks: dict[int, Mark], i: int, j: int) -> float:
    """Whether the word passes on between two marks: to the other side, or to another person of the same one."""
    before, after = marks[i], marks[j]
    if before.side is not after.side:
        return 1.0
    if before.key is not None and after.key is not None:
        return 1.0 if before.key != after.key and before.side is Role.GUEST else 0.7 if before.key != after.key else 0.3
    return 0.8 if before.key is None and after.key is None and j > i + 1 and before.side is Role.HOST else 0.0
