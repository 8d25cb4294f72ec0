"""Which heads are labels of this file: words that say it, declared people, and heads that ask and answer in turn.

A head is weighed by evidence, never by its line alone: `步骤很简单：` inside an answer occurs once and neither asks
nor answers, so it stays prose (rule 1).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from audiobuild.model import Role
from audiobuild.script import words
from audiobuild.script.aliases import is_short_for
from audiobuild.script.declarations import Declared
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import Kind, Row, ends_sentence
from audiobuild.script.people import is_outlet, is_sure_word, name_strength, role_of_word

LETTERS = frozenset(["q", "a", "问", "問", "答"])
_ASKED_AGAIN = frozenset("追问 追問 提问 提問 发问 發問 问 問".split())
ENOUGH = 3  # points of evidence that make a head a label

Keys = dict[str, Role | None]


@dataclass(slots=True)
class Seen:
    """The heads of one family of shapes in file order, with what is counted of them."""

    order: list[tuple[int, Head]]
    counts: Counter[str] = field(default_factory=Counter)
    asking: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    labels: dict[str, str] = field(default_factory=dict)
    bare: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    timed: Counter[str] = field(default_factory=Counter)
    bare_askers: int = 0
    asks: list[bool] = field(default_factory=list)

    def share_asking(self, key: str) -> float:
        """The share of the key's turns that ask."""
        return self.asking[key] / self.counts[key]


def labels(rows: list[Row], asking: list[bool], found: Mapping[int, Head], declared: Declared) -> dict[str, Role]:
    """The keys among these heads that are labels, each with the side it is on as far as can be told.

    `asking` says of each row whether it asks.
    """
    seen = _count(rows, asking, found)
    keys: Keys = {}
    for key in seen.counts:
        sure, role = _said_by_word(key, seen, declared)
        if sure:
            keys[key] = role
    for _ in range(4):
        _set_hosts(keys, seen)
        accepted = _convincing(seen, keys, declared)
        if not accepted:
            break
        keys.update(dict.fromkeys(accepted))
    if len(keys) < 2:
        keys.update(dict.fromkeys(_frequent(rows, seen)))
        _set_hosts(keys, seen)
    _share_sides(keys, seen)
    keys.update(_drifted(seen, keys))
    keys.update(dict.fromkeys(_single_answerers(seen, keys, declared)))
    return {key: role or Role.GUEST for key, role in keys.items()}


def _count(rows: list[Row], asking: list[bool], found: Mapping[int, Head]) -> Seen:
    seen = Seen(sorted(found.items()), asks=asking)
    for index, head in seen.order:
        said = index if head.rest or index + 1 == len(rows) else index + 1
        seen.counts[head.key] += 1
        seen.asking[head.key] += asking[said]
        seen.sentences[head.key] += ends_sentence(rows[said].text)
        seen.labels.setdefault(head.key, head.label)
        seen.bare[head.key] += not head.rest
        seen.items[head.key] += rows[index].kind is Kind.ITEM
        seen.quoted[head.key] += rows[index].quote > 0
        seen.timed[head.key] += rows[index].timed or bool(head.time)
    seen.bare_askers = sum(1 for key in seen.bare if seen.bare[key] and role_of_word(key) is Role.HOST)
    return seen


def _said_by_word(key: str, seen: Seen, declared: Declared) -> tuple[bool, Role | None]:
    """Whether a declaration or the word itself makes the key a label, and the side it says (None: open)."""
    person = declared.person(key)
    role = role_of_word(key)
    if person and (seen.counts[key] > 1 or len(key) > 1):
        return True, person.role or role
    if key in words.PSEUDO_SPEAKERS:
        return key in words.SPONSORS or seen.bare[key] * 2 >= seen.counts[key], Role.NARRATOR
    if role and (is_sure_word(key) or seen.counts[key] >= 2 or (seen.bare[key] and seen.bare_askers >= 2)):
        return True, role
    if is_outlet(key) and seen.counts[key] >= 2 and seen.asking[key]:
        return True, Role.HOST
    return name_strength(seen.labels[key]) == 3 and seen.counts[key] >= 2, None


def _set_hosts(keys: Keys, seen: Seen) -> None:
    """Where no word says it, the label with the highest share of questions asks; the others answer."""
    unknown = [k for k, role in keys.items() if role is None]
    if not unknown:
        return
    best = max(unknown, key=seen.share_asking)
    asked = any(role is Role.HOST and (seen.asking[k] or seen.counts[k] > 1) for k, role in keys.items())
    enough = 1 if len(unknown) > 1 else (seen.counts[best] + 1) // 2
    if not asked and seen.asking[best] >= enough > 0:
        keys[best] = Role.HOST


def _share_sides(keys: Keys, seen: Seen) -> None:
    """A label that is another form of one whose side is known is on that side."""
    for key in [k for k, role in keys.items() if role is None]:
        same = [k for k, role in keys.items() if role is not None and _same(key, k, seen)]
        if len(same) == 1:
            keys[key] = keys[same[0]]


def _same(key: str, other: str, seen: Seen) -> bool:
    """Whether two keys are a longer and a shorter form of one label."""
    one, two = seen.labels[key], seen.labels[other]
    return is_short_for(one, two) or (len(key) > 1 and is_short_for(two, one))


def _lists(key: str, seen: Seen, keys: Keys) -> bool:
    """Whether the key stands only in lists, while the labels of this file do not: `- CPU：…` inside an answer."""
    total = sum(seen.counts[k] for k in keys)
    return seen.items[key] == seen.counts[key] and total > 0 and 2 * sum(seen.items[k] for k in keys) < total


def _convincing(seen: Seen, keys: Keys, declared: Declared) -> list[str]:
    """The keys not yet accepted whose evidence is enough."""
    open_keys = [k for k, c in seen.counts.items() if c >= 2 and k not in keys and k not in words.NOT_LABELS]
    if not open_keys:
        return []
    behind, following = _neighbours(seen, keys)
    listed = _listed(seen, keys)
    lettered = any(k in LETTERS and role is Role.GUEST and seen.counts[k] >= 2 for k, role in keys.items())
    enough = ENOUGH + 2 if lettered else ENOUGH
    accepted = []
    for key in open_keys:
        count = seen.counts[key]
        if _lists(key, seen, keys):
            continue
        if key in words.TERMS and not declared.introduces(key) and seen.share_asking(key) < 0.5:
            continue
        if listed[key] * 2 >= count and not behind[key]:
            continue
        if _evidence(key, seen, declared, behind[key], following[key]) >= enough:
            accepted.append(key)
    return accepted


def _evidence(key: str, seen: Seen, declared: Declared, behind: int, following: int) -> int:
    count = seen.counts[key]
    strength = name_strength(seen.labels[key])
    points = {0: 0, 1: 0, 2: 1, 3: 3}[strength]
    points += 2 * declared.introduces(key)
    points += 2 * (seen.asking[key] * 2 >= count)
    points += 2 * (behind * 2 >= count)
    points += (strength >= 2 and following * 2 >= count) or (strength == 1 and following == count)
    points += 2 * (seen.timed[key] == count)
    points += count >= 3
    points += count * 5 >= len(seen.order)
    return points


def _neighbours(seen: Seen, keys: Keys) -> tuple[Counter[str], Counter[str]]:
    """How often each key stands right behind a label that asks, and right behind any label."""
    behind: Counter[str] = Counter()
    following: Counter[str] = Counter()
    before: str | None = None
    before_at = -1
    for index, head in seen.order:
        key = head.key
        asked = index > 0 and seen.asks[index - 1]
        if before is not None and key != before:
            asked = asked or keys.get(before) is Role.HOST
            asked = asked or (before not in keys and seen.share_asking(before) >= 0.5)
            named = name_strength(seen.labels[key]) >= 2 or (before_at == index - 1 and _is_named_guest(before, keys))
            following[key] += named and (before in keys or name_strength(seen.labels[before]) >= 2)
        behind[key] += asked and key != before
        if key in keys or seen.counts[key] >= 2:
            before, before_at = key, index
    return behind, following


def _is_named_guest(key: str, keys: Keys) -> bool:
    """Whether a label answers and is a name, not a letter or a role: others who answer beside him are names too."""
    return key in keys and keys[key] is not Role.HOST and role_of_word(key) is None


def _listed(seen: Seen, keys: Keys) -> Counter[str]:
    """How often each key stands next to a head that is no name: a list of terms, not people."""
    listed: Counter[str] = Counter()
    for (i, one), (j, other) in zip(seen.order, seen.order[1:], strict=False):
        if j == i + 1 and one.key != other.key:
            listed[one.key] += _is_term(other, seen, keys)
            listed[other.key] += _is_term(one, seen, keys)
    return listed


def _is_term(head: Head, seen: Seen, keys: Keys) -> bool:
    """Whether a head returns without being a name or a label, as the terms of a list do."""
    returns = seen.counts[head.key] >= 2 and seen.share_asking(head.key) < 0.5
    return returns and head.key not in keys and name_strength(head.label) < 2


def _frequent(rows: list[Row], seen: Seen) -> list[str]:
    """Heads that carry most of the file, in sentences, by turns: people, whatever their names look like."""
    often = [
        k
        for k, c in seen.counts.items()
        if c >= 3 and k not in words.NOT_LABELS | words.TERMS and seen.sentences[k] * 2 >= c
    ]
    covered = sum(seen.counts[k] for k in often)
    if not 2 <= len(often) <= 8 or covered * 2 < len(rows):
        return []
    order = [h.key for _, h in seen.order if h.key in often]
    changes = sum(a != b for a, b in itertools.pairwise(order))
    return often if changes * 10 >= 7 * (len(order) - 1) else []


def _single_answerers(seen: Seen, keys: Keys, declared: Declared) -> list[str]:
    """Names that stand only once, right behind a question or another such name (many people answer one question)."""
    if Role.HOST not in keys.values() or any(k in LETTERS and role is Role.GUEST for k, role in keys.items()):
        return []
    found: list[str] = []
    answering = False
    answerers = [key for key, role in keys.items() if role is not Role.HOST]
    many = sum(not any(key != k and _same(key, k, seen) for k in answerers) for key in answerers) >= 2
    for _, head in seen.order:
        key = head.key
        if key in keys:
            answering = keys[key] is Role.HOST or (many and seen.counts[key] < len(seen.order)) or seen.timed[key] > 0
        elif seen.counts[key] == 1 and answering and key not in words.NOT_LABELS | words.TERMS:
            if _lists(key, seen, keys):
                continue
            named = name_strength(head.label) >= 2 or declared.introduces(key)
            answering = named
            if named:
                found.append(key)
    return found


def _drifted(seen: Seen, keys: Keys) -> Keys:
    """Heads that are another form of a label: its surname, its initials, its name without the role word."""
    found: Keys = {}
    for key in seen.counts:
        if key in keys or key in words.NOT_LABELS or len(key) > 20:
            continue
        label = seen.labels[key]
        if key in _ASKED_AGAIN and any(k in _ASKED_AGAIN or k == "q" for k in keys):
            found[key] = Role.HOST
            continue
        same = [k for k in keys if _same(key, k, seen)]
        if len(same) == 1 and len(key) > len(same[0]) and not _grows(key, same[0], keys, seen):
            continue
        if len(same) == 1 and name_strength(label) and not _is_quotation(key, same[0], seen):
            found[key] = keys[same[0]]
    return found


def _grows(key: str, short: str, keys: Keys, seen: Seen) -> bool:
    """Whether a longer word is the full name of a short label, and not one that only begins so: 溫度 beside 溫以安."""
    has_full = any(
        k != short and len(k) > len(short) and is_short_for(seen.labels[short], seen.labels[k]) for k in keys
    )
    return not has_full and (len(short) > 1 or name_strength(seen.labels[key]) >= 2)


def _is_quotation(key: str, other: str, seen: Seen) -> bool:
    """Whether the key stands only in block quotes and its other form never does: somebody is quoted, nobody speaks."""
    return seen.quoted[key] == seen.counts[key] and seen.counts[other] >= 2 and not seen.quoted[other]
