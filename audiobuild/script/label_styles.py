"""Styles by label: turns that begin with a label of one family of shapes. A new family is one more row of FAMILIES."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from audiobuild.model import Role
from audiobuild.script import words
from audiobuild.script.declarations import Declared
from audiobuild.script.evidence import LETTERS
from audiobuild.script.label_candidates import Head
from audiobuild.script.labels import labels
from audiobuild.script.lines import BOLD, BOLD_END, Kind, Row, ends_sentence, fold
from audiobuild.script.people import name_strength
from audiobuild.script.questions import is_question
from audiobuild.script.turn_starts import Candidates, Chosen, Mark

BARE = "colon without speech"
# The shapes of each family, strongest first: separators that vary inside a file stay in one family.
_DRIFTS = ("colon", "dot", "bold", "bracket", "timed")  # shapes that a label may also have inside the same file
# Shapes that ordinary words have too: they are labels only where the speaker changes.
_WEAK = ("letter", "glued")
_FEW = 4  # a quarter of the labels at most: these are exceptions
_FEW_GLUED = 2  # half of the labels: a sentence right after a bold name is less likely a turn
_SEVERAL = 2  # labels that are a pattern
_RETURNS = 3  # times that a label is certainly one
_SHAPES_IN_IDS = {"letter": "space", "blank": "space"}


@dataclass(frozen=True, slots=True)
class Family:
    """The shapes that labels of one style may have, strongest first: separators that vary inside a file.

    Without one of its `own` shapes a family is no different from the first one.
    """

    name: str
    forms: tuple[str, ...]
    own: tuple[str, ...]

    def candidates(self, lines: Candidates) -> dict[int, Head]:
        """The strongest label candidate of each line in one of these shapes, by line index."""
        return lines.candidates(self.forms) if any(map(lines.by_form.get, self.own)) else {}

    def style(self, lines: Candidates, declared: Declared) -> Iterator[Chosen]:
        """The reading of the file by labels of this family; none if the file has no such labels."""
        found = _in_shape(lines, self.candidates(lines))
        keys = labels(lines.rows, lines.asks, found, declared)
        if BARE in self.forms and len(keys) > 1:
            keys = {**_introduced(lines, found, declared), **keys}
        firm_forms = [form for form in self.forms if form not in _WEAK]
        firm = {**lines.labelled(_DRIFTS, keys), **lines.labelled(firm_forms, keys)}
        weak = lines.labelled(_WEAK, keys)
        missing = _missing(_without_lists(lines, firm), {i: weak[i] for i in weak.keys() - firm.keys()}, keys)
        kept = _below_title(lines, _opening(_without_lists(lines, firm), missing, keys))
        marks = {i: Mark(h.key, h.label, h.rest, h.form, keys[h.key], h.time, h.gloss) for i, h in kept.items()}
        prose = missing.keys() & lines.by_form["letter"].keys() - kept.keys()
        if marks:
            yield Chosen(_id_of(marks), marks, prose=tuple(sorted(prose)), sides=keys)


_FIRST = ("colon", "dot", "letter", "glued", "bold", "timed", "symbol")
FAMILIES = (
    Family("colon", _FIRST, _FIRST),
    Family("alone", (BARE, "timed", "alone"), ("alone",)),
    Family("bracket", ("colon", "bracket"), ("bracket",)),
    Family("quoted", ("quoted", "symbol"), ("quoted", "symbol")),
    Family("bar", ("letter", "bar"), ("bar",)),
    Family("blank", ("letter", "symbol", "blank"), ("blank", "symbol")),
)


def _in_shape(lines: Candidates, found: dict[int, Head]) -> dict[int, Head]:
    """The candidates without words such as 问题一 in plain text, if several other labels return and are always bold."""
    bold = {i for i in found if lines.rows[i].text.startswith(BOLD)}
    times = Counter(found[i].key for i in bold)
    if sum(count >= _RETURNS for count in times.values()) < _SEVERAL:
        return found
    return {i: head for i, head in found.items() if i in bold or head.key in times or head.key not in words.SOFT}


def _introduced(lines: Candidates, found: Collection[int], declared: Declared) -> dict[str, Role]:
    """The people introduced at the top whose labels have a colon, while the other labels are alone on their lines."""
    colons = lines.by_form["colon"].items() - lines.by_form[BARE].items()
    apart = [head for i, head in sorted(colons) if lines.rows[i].gap and i not in found]
    return {head.key: Role.GUEST for head in apart if declared.introduces(head.key) and name_strength(head.label)}


def _without_lists(lines: Candidates, firm: dict[int, Head]) -> dict[int, Head]:
    """The labels without those of list items, of headings, and those glued to a sentence, if these are few: a list of
    people or terms inside a turn, a section about a person, a bold name in prose.
    """
    few: set[int] = set()
    for is_other, times in _OTHERS:
        others = {i for i, head in firm.items() if is_other(lines.rows[i], head)}
        few |= others if len(others) * times <= len(firm) else set()
    return {i: head for i, head in firm.items() if i not in few}


def _is_item(row: Row, head: Head) -> bool:
    return row.kind is Kind.ITEM


def _is_headline(row: Row, head: Head) -> bool:
    """Whether a heading is only a name, or a name and no sentence: `## Pia: Treasurer of the choir`."""
    return row.kind is Kind.HEADING and not ends_sentence(head.rest)


def _is_glued(row: Row, head: Head) -> bool:
    """Whether a sentence follows a bold name without a blank: `**阿蛮**守东头，…`"""
    return head.form == "bold" and row.text[row.text.find(BOLD_END) + 1 :][:1].isalpha()


# What lines are likelier than turns if they are fewer than all labels divided by the figure.
_OTHERS = ((_is_item, _FEW), (_is_headline, _FEW), (_is_glued, _FEW_GLUED))


def _below_title(lines: Candidates, kept: dict[int, Head]) -> dict[int, Head]:
    """The labels without the first if it is a line at the top: `ANN LEE: An interview by …`, and `Ann Lee:` below.

    No other label of the person is written like it, and a heading is between it and the next label.
    """
    first, second = [*sorted(kept)[:2], 0, 0][:2]
    same = [head.label for i, head in kept.items() if i != first and fold(head.label) == fold(kept[first].label)]
    headed = any(row.kind is Kind.HEADING for row in lines.rows[first:second])
    if len(same) < _SEVERAL or kept[first].label in same or not headed:
        return kept
    return {i: head for i, head in kept.items() if i != first}


def _missing(firm: dict[int, Head], weak: dict[int, Head], keys: dict[str, Role]) -> dict[int, Head]:
    """The weak candidates with the label of a firm one, or in a role that no firm label has."""
    own = {head.key for head in firm.values()}
    covered = {keys[key] for key in own} if len(firm) > 1 else set()
    return {i: head for i, head in weak.items() if head.key in own or keys[head.key] not in covered}


def _opening(firm: dict[int, Head], missing: dict[int, Head], keys: dict[str, Role]) -> dict[int, Head]:
    """The candidates that open turns: firm, or missing where a host asks, or the role changes as it should."""
    order = sorted({**missing, **firm}.items())
    following = [*(keys[head.key] for _, head in order), None][1:]
    kept: dict[int, Head] = {}
    speaking: Role | None = None
    for (i, head), after in zip(order, following, strict=True):
        side = keys[head.key]
        opens = speaking is Role.HOST
        if side is Role.HOST:
            opens = is_question(head.rest) or (not opens and after is Role.GUEST)
        if i in firm or opens:
            kept[i] = head
            speaking = side
    return kept


def _id_of(marks: dict[int, Mark]) -> str:
    """The style's name by its most frequent shape: letter-space, letter-colon, label-colon, …"""
    form = Counter(mark.form for mark in marks.values()).most_common(1)[0][0]
    letters = sum(mark.key in LETTERS for mark in marks.values()) * 2 > len(marks)
    kind = "letter" if letters else "label"
    return "symbol" if form == "symbol" else f"{kind}-{_SHAPES_IN_IDS.get(form, form)}"
