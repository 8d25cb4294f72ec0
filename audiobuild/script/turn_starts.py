"""The nouns of a style: the rows that open turns, what is asked of every row, and the style of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiobuild.model import Role
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """A row that opens a turn: whose (`key`, None for an unlabelled line), its label and the text behind it.

    `time` and `gloss` stood beside the label and are not spoken.
    """

    key: str | None
    label: str | None
    rest: str
    form: str
    side: Role
    time: str = ""
    gloss: str = ""


@dataclass(slots=True)
class Chosen:
    """The style of a file: which rows open turns, and how sure that is.

    `implicit`: a question is followed by its unlabelled answer; `prose`: rows that only look like turns.
    """

    id: str
    marks: dict[int, Mark]
    score: float
    implicit: bool = False
    evidence: dict[str, float] = field(default_factory=dict)
    runner_up: str = ""
    margin: float = 1.0
    prose: list[int] = field(default_factory=list)
    kind: str = ""
    sides: dict[str, Role] = field(default_factory=dict)


@dataclass(slots=True)
class Lines:
    """The rows of a file with what every style asks of them, worked out once."""

    rows: list[Row]
    heads: list[list[Head]]
    asks: list[bool]
    questions: list[bool]
    kinds: dict[str, list[int]]
    forms: frozenset[str]
