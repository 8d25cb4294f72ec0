"""The score of a style: the weighted sum of the features in FEATURES, each from 0 to 1.

The weights were set by hand on the golden scripts. A feature that is one more way to tell a style is one more row.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from audiobuild.model import Role
from audiobuild.script.questions import is_question
from audiobuild.script.selections import share
from audiobuild.script.turn_starts import Candidates, Chosen, Mark

_UNMARKED = 0.75  # the factor for a style in which only question marks show who speaks
_LABELLED = 0.05  # a label is better evidence than a shape


@dataclass(frozen=True, slots=True)
class _Turns:
    """The turns of a style: the lines that open them, in all (`order`) and by role.

    `first` is the first line with text of each turn that has any, `implicit` that no line opens an answer.
    """

    lines: Candidates
    marks: dict[int, Mark]
    order: list[int]
    questions: list[int]
    answers: list[int]
    first: dict[int, int]
    implicit: bool

    @classmethod
    def of(cls, lines: Candidates, marks: dict[int, Mark]) -> _Turns:
        """The turns that these lines open."""
        by_role: dict[Role, list[int]] = {role: [] for role in Role}
        for i, mark in marks.items():
            by_role[mark.side].append(i)
        questions, answers = by_role[Role.HOST], by_role[Role.GUEST]
        order = sorted(questions + answers)
        first = {i: i if marks[i].rest else i + 1 for i in order}
        filled = {i: j for i, j in first.items() if j == i or (j < len(lines.rows) and j not in marks)}
        return cls(lines, marks, order, questions, answers, filled, not answers)

    def asks(self, i: int) -> bool:
        """Whether a turn asks in its first line, or demands something there."""
        return i in self.first and is_question(self.marks[i].rest or self.lines.rows[self.first[i]].text)

    def tells(self, i: int) -> bool:
        """Whether a turn does not end its first line like a question; an answer in quotation marks may."""
        return self.marks[i].form == "enclosed" or i not in self.first or not self.lines.asks[self.first[i]]


def _covered(turns: _Turns) -> float:
    """The share of the text that comes after the first turn starts."""
    sizes = [len(row.text) for row in turns.lines.rows]
    return sum(sizes[turns.order[0] :]) / (sum(sizes) or 1)


def _alternation(turns: _Turns) -> float:
    """How regularly speakers alternate; for a style with questions only, the share of questions with text below."""
    ends = [*turns.order[1:], len(turns.lines.rows)]
    if turns.implicit:
        return sum(end > i + 1 for i, end in zip(turns.order, ends, strict=True)) / len(turns.order)
    if not turns.questions:
        return _NO_HOST
    changes = [_CHANGES[_change(turns.marks[i], turns.marks[j], j > i + 1)] for i, j in itertools.pairwise(turns.order)]
    return sum(changes) / max(1, len(changes))


_NO_HOST = 0.3
_CHANGES = {"role": 1.0, "guest": 1.0, "host": 0.7, "same": 0.3, "question": 0.8, "unlike": 0.0}


def _change(before: Mark, after: Mark, apart: bool) -> str:
    """What changes from one turn to the next: the role, the guest or the host; `apart` has text in between."""
    keys = {before.key, after.key}
    if before.side is not after.side:
        return "role"
    if None in keys:
        return "question" if apart and keys == {None} and before.side is Role.HOST else "unlike"
    return "same" if len(keys) == 1 else before.side.name.lower()


def _asks(turns: _Turns) -> float:
    """The share of the questions that ask."""
    return share(turns.asks, turns.questions)


def _tells(turns: _Turns) -> float:
    """The share of the answers that tell."""
    return share(turns.tells, turns.answers, empty=_NO_ANSWER)


_NO_ANSWER = 0.7


def _same_forms(turns: _Turns) -> float:
    """The share of the turns that have the most frequent shape of their role."""
    forms = Counter((mark.side, mark.form) for mark in turns.marks.values())
    most = {side: count for (side, _), count in reversed(forms.most_common())}
    return sum(most.values()) / len(turns.order)


FEATURES: dict[str, tuple[float, Callable[[_Turns], float]]] = {
    "covered": (0.15, _covered),
    "alternation": (0.35, _alternation),
    "asks": (0.25, _asks),
    "tells": (0.15, _tells),
    "same": (0.10, _same_forms),
}


def judge(lines: Candidates, candidate: Chosen) -> Chosen:
    """The candidate with its score."""
    turns = _Turns.of(lines, candidate.marks)
    if not turns.order:
        return candidate
    parts = {name: feature(turns) for name, (_, feature) in FEATURES.items()}
    weighted = sum(weight * parts[name] for name, (weight, _) in FEATURES.items())
    size = len(turns.order) * (1 + turns.implicit)
    labelled = sum(mark.key is not None for mark in candidate.marks.values()) * 2 > len(turns.order)
    shown = {name: round(parts[name], 2) for name in ("alternation", "covered", "asks")}
    return replace(
        candidate,
        implicit=turns.implicit,
        score=weighted * size / (size + 1.0) * _share_marked(turns, candidate) + _LABELLED * labelled,
        evidence={"Q": float(len(turns.questions)), "A": float(len(turns.answers)), **shown},
    )


def _share_marked(turns: _Turns, candidate: Chosen) -> float:
    """Of a style with questions only, the share of the asking paragraphs that it marks; a few may be in answers."""
    if candidate.unmarked or not turns.implicit:
        return _UNMARKED if candidate.unmarked else 1.0
    marks, last = turns.marks, len(turns.lines.rows) - 1
    rest = [i for i in turns.lines.kinds["paragraph"] if turns.order[0] < i < last]
    asked = sum(marks.keys().isdisjoint((i, i + 1)) for i in rest)
    return len(marks) / (len(marks) + max(0, asked - len(marks) // 2))
