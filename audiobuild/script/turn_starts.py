"""The types of a style: the lines that open turns, facts about every line, and the style of a file."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """A style of the file: which lines open turns, and how certain that is.

    `implicit`: an unlabelled answer follows each question; `unmarked`: only question marks show who speaks;
    `asked_above`: lines above answers that are questions in any form; `prose`: lines that only look like turns;
    `sides`: the role of each label; `narrated`: the first line below the talk, which only the narrator may speak.
    """

    id: str
    marks: dict[int, Mark]
    score: float = 0.0
    implicit: bool = False
    unmarked: bool = False
    asked_above: frozenset[int] = frozenset()
    evidence: dict[str, float] = field(default_factory=dict)
    runner_up: str = ""
    margin: float = 1.0
    prose: tuple[int, ...] = ()
    sides: dict[str, Role] = field(default_factory=dict)
    narrated: int = 1 << 60


@dataclass(frozen=True, slots=True)
class Candidates:
    """The lines of a file with their label candidates and the facts that every style needs, computed once.

    `asks` and `asking` are the lines that end like a question, `questions` those that read like one, `after_questions`
    the lines below these; `kinds` has the lines of each kind that may ask, `by_form` the label candidates of each form.
    """

    rows: list[Row]
    by_form: Mapping[str, Mapping[int, Head]]
    asks: list[bool]
    asking: frozenset[int]
    questions: frozenset[int]
    after_questions: frozenset[int]
    kinds: dict[str, list[int]]

    def has_text_below(self, i: int, others: Collection[int]) -> bool:
        """Whether the line below exists and is none of the others."""
        return i + 1 < len(self.rows) and i + 1 not in others

    def candidates(self, forms: Sequence[str]) -> dict[int, Head]:
        """The first candidate of each line in one of these forms, in the order of `forms`."""
        return dict(ChainMap(*({**self.by_form[form]} for form in forms)))

    def labelled(self, forms: Sequence[str], keys: Collection[str]) -> dict[int, Head]:
        """The same of the candidates with one of these keys."""
        fitting = ({i: head for i, head in self.by_form[form].items() if head.key in keys} for form in forms)
        return dict(ChainMap(*fitting))
