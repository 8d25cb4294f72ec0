"""Choose how this file marks its speakers: every style is scored on the whole file, and the best is used.

A style is a family of label shapes (`label_styles`), a kind of line that answers (`answer_lines`) or asks
(`question_lines`), or one of the first two with a kind of line that asks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, compress, product

from audiobuild.script.answer_lines import ANSWER_KINDS
from audiobuild.script.declarations import Declared
from audiobuild.script.label_candidates import Head
from audiobuild.script.label_styles import BARE, FAMILIES
from audiobuild.script.lines import Row, plain
from audiobuild.script.question_lines import QUESTION_KINDS, without_number
from audiobuild.script.questions import asks, is_question
from audiobuild.script.score import judge
from audiobuild.script.speaker_changes import change_styles
from audiobuild.script.turn_starts import Candidates, Chosen

_OFTEN, _LONG = 3, 4  # lines with a name, and letters of it, before another may be a slip of the pen
_RETURNS_DECLARED = 2  # turns of each, if the script declares one of the speakers
_RETURNS = 3  # turns of each speaker, so that words before a colon are certainly labels
_NARRATION = Chosen("narration", {}, 0.3)  # the score is what another style needs


def candidates_of(rows: list[Row], found: list[list[Head]]) -> Candidates:
    """The lines with the facts that every style needs."""
    ends = [asks(row.text) for row in rows]
    asking = frozenset(compress(range(len(rows)), ends))
    prompts = (i for i, row in enumerate(rows) if is_question(without_number(plain(row.text))))
    questions = asking.union(prompts)
    kinds = {kind.name: kind.lines_in(rows, asking) for kind in QUESTION_KINDS}
    by_form = _by_form(found)
    return Candidates(rows, by_form, ends, asking, questions, frozenset(i + 1 for i in questions), kinds)


def _by_form(found: list[list[Head]]) -> dict[str, dict[int, Head]]:
    """The label candidates of each form by line, and those that are alone on their line before a colon."""
    by_form: defaultdict[str, dict[int, Head]] = defaultdict(dict)
    right = _slips(found)
    for i, heads in enumerate(found):
        for head in heads if not right else [_mended(head, right) for head in heads]:
            by_form[head.form].setdefault(i, head)
    by_form[BARE] = {i: head for i, head in by_form["colon"].items() if not head.rest}
    return by_form


def _slips(found: list[list[Head]]) -> dict[str, Head]:
    """The frequent name meant by one that occurs less often, with two letters exchanged: Crhis Lane for Chris Lane."""
    times = Counter(chain.from_iterable({head.key for head in heads} for heads in found))
    frequent = sorted(chain.from_iterable(found), key=lambda head: times[head.key])
    often = {_letters(head.key): head for head in frequent if times[head.key] >= _OFTEN}
    seldom = [key for key in times if len(key) >= _LONG and _letters(key) in often]
    return {key: often[_letters(key)] for key in seldom if _is_exchanged(key, often[_letters(key)].key)}


def _letters(key: str) -> str:
    return "".join(sorted(key))


def _is_exchanged(one: str, other: str) -> bool:
    """Whether the only difference of two words of equal length is that two neighbouring letters are exchanged."""
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(places) == 2 and places[1] - places[0] == 1


def _mended(head: Head, right: dict[str, Head]) -> Head:
    known = right.get(head.key)
    return replace(head, key=known.key, label=known.label) if known else head


def choose(lines: Candidates, declared: Declared, wanted: str = "") -> Chosen:
    """The style of the file with the best score, with the best of those that read the file otherwise.

    A style `wanted` by its id goes before all others, if anything in the file has it.
    """
    judged = [judge(lines, style) for style in _styles(lines, declared)]
    best, *others = sorted([_NARRATION, *judged], key=lambda style: (style.id != wanted, -style.score))
    if best.id != wanted:
        best = next((other for other in others if _labels_all_of(other, best, declared)), best)
    second = next((other for other in others if other.marks and not _is_part(other, best)), None)
    return replace(best, runner_up=second.id, margin=best.score - second.score) if second else best


def _labels_all_of(labelled: Chosen, unlabelled: Chosen, declared: Declared) -> bool:
    """Whether one style has labels, several times each, at all lines that another takes for questions without any.

    Then these are labels, whoever was declared to ask; twice each is enough if one of them is declared.
    """
    without_labels = unlabelled.marks and not any(mark.key for mark in unlabelled.marks.values())
    if not without_labels or not unlabelled.marks.keys() <= labelled.marks.keys():
        return False
    keys = Counter(mark.key for mark in labelled.marks.values())
    return len(keys) > 1 and None not in keys and min(keys.values()) >= _least_turns(keys, declared)


def _least_turns(keys: Iterable[str | None], declared: Declared) -> int:
    """The turns that each needs."""
    return _RETURNS_DECLARED if any(declared.person(key or "") for key in keys) else _RETURNS


def _is_part(one: Chosen, other: Chosen) -> bool:
    """Whether one of two styles has all the marks of the other."""
    return one.marks.keys() <= other.marks.keys() or one.marks.keys() >= other.marks.keys()


def _styles(lines: Candidates, declared: Declared) -> Iterator[Chosen]:
    """Every style that the file may have, without its score."""
    labelled = chain.from_iterable(family.style(lines, declared) for family in FAMILIES)
    answered = chain.from_iterable(kind.style(lines) for kind in ANSWER_KINDS)
    bases = [*labelled, *answered]
    yield from chain(bases, change_styles(lines))
    for base, kind in product([Chosen("", {}), *bases], QUESTION_KINDS):
        yield from kind.style(lines, base)
