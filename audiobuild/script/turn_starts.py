"""The types of a style: the lines that open turns, facts about every line, and the style of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiobuild.model import Role
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that opens a turn: its speaker (`key`, None without a label), its label and the text after it.

    `time` and `gloss` were next to the label and are not spoken.
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
    """The style of a file: which lines open turns, and how certain that is.

    `implicit`: an unlabelled answer follows each question; `prose`: lines that only look like turns.
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
    """The lines of a file with the facts that every style needs, computed once."""

    rows: list[Row]
    heads: list[list[Head]]
    asks: list[bool]
    questions: list[bool]
    kinds: dict[str, list[int]]
    forms: frozenset[str]
