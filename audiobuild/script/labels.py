"""Decide which candidates are labels of this file: role words, declared people, and names that alternate.

A candidate is judged by its use in the whole file, never by its line alone: `步骤很简单：` inside an answer occurs
once and neither asks nor answers, so it is text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from audiobuild.model import Role
from audiobuild.script import words
from audiobuild.script.aliases import MOST_COMPARED, is_short_for
from audiobuild.script.cast_lines import Person
from audiobuild.script.declarations import Declared
from audiobuild.script.evidence import Seen, count, labels_between, returning_labels, shaped_labels, single_labels
from audiobuild.script.fields import field_keys
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import Row
from audiobuild.script.people import is_note, is_outlet, is_sure_word, name_strength, role_of_word
from audiobuild.script.selections import keys_where, keys_with, places_where, without

_BARE = 0.5  # the share of a block's labels that are alone on their lines: `Break`, but not `Music: …`
_LEAST_TOGETHER = 2  # labels of a file that can have one for all of them
MOST_TOLD, TIMES_MORE = 8, 2  # turns of an exchange told in a talk; turns of the talk for each of these
Keys = dict[str, Role | None]


def labels(rows: list[Row], asking: list[bool], found: Mapping[int, Head], declared: Declared) -> dict[str, Role]:
    """The keys of the candidates that are labels, each with its role as far as it is known.

    `asking` has for each line whether it asks.
    """
    if not found:
        return {}
    seen = count(rows, asking, found)
    fields = field_keys(rows, seen)
    keys = _not_in(fields, known_keys(seen, declared))
    keys.update(dict.fromkeys(without(returning_labels(seen, keys, declared), fields)))
    keys.update(dict.fromkeys(without(shaped_labels(seen, keys), {*fields, *keys_with(1, seen.counts)})))
    keys.update(dict.fromkeys(without(labels_between(seen, keys), {*fields, *keys})))
    told = _in_one_place(keys, seen)
    keys = _not_in(told, keys)
    _set_hosts(keys, seen)
    if len(keys) <= MOST_COMPARED:
        _share_sides(keys, seen)
        keys.update(_drifted(seen, keys))
    keys.update((key, role_of_word(key)) for key in single_labels(seen, keys, declared, fields | told))
    keys.update(dict.fromkeys(_together(keys, seen), Role.GUEST))
    return {key: role or Role.GUEST for key, role in keys.items()} | dict.fromkeys(_notes(keys, seen), Role.NARRATOR)


def _together(keys: Keys, seen: Seen) -> list[str]:
    """The words for several speakers (众人, All) before a colon, between the turns of two labels or more."""
    order = [head.key for _, head in seen.order]
    places = [place for place, key in enumerate(order) if key in keys]
    if len(set(map(order.__getitem__, places))) < _LEAST_TOGETHER:
        return []
    return [key for key in dict.fromkeys(order[places[0] :]) if key in words.TOGETHER and seen.form(key) == "colon"]


def _not_in(others: Collection[str], keys: Keys) -> Keys:
    """The keys that are not others."""
    return {key: keys[key] for key in without(keys, others)}


def _in_one_place(keys: Keys, seen: Seen) -> frozenset[str]:
    """The role words of one short exchange told inside a talk of many more turns: `“Q: Does it work? A: No.”`."""
    order = [head.key for _, head in seen.order if head.key in keys]
    places = places_where(role_of_word, order)
    if len(places) not in range(2, MOST_TOLD + 1) or len(order) < (1 + TIMES_MORE) * len(places):
        return frozenset()
    told = frozenset(order[places[0] : places[-1] + 1])
    is_exchange = (len(told) > 1 or told <= words.SOFT) and None not in map(role_of_word, told)
    return told if is_exchange and places[0] > 0 and places[-1] + 1 < len(order) else frozenset()


def _notes(keys: Keys, seen: Seen) -> list[str]:
    """The labels of notes in square brackets, `[NOTES]: smiles`, if those of most turns have none."""
    found = [key for key in keys if is_note(seen.labels[key])]
    noted = sum(map(seen.counts.__getitem__, found))
    return found if noted * 2 <= sum(map(seen.counts.__getitem__, keys)) else []


@dataclass(frozen=True, slots=True)
class _Known:
    """What a candidate is without its use in the file: a declared person, a role by its word, or a block."""

    key: str
    person: Person | None
    role: Role | None
    returns: bool
    bare_role: bool
    bare_block: bool
    asks: bool


# Why a candidate is a label before its use is judged, and the role that this gives; the first row that holds decides.
_KNOWN: tuple[tuple[Callable[[_Known], bool], Callable[[_Known], Role | None]], ...] = (
    (
        lambda it: it.person is not None and (it.returns or len(it.key) > 1),
        lambda it: (it.person and it.person.role) or it.role,
    ),
    (lambda it: it.bare_block, lambda it: Role.NARRATOR),
    (lambda it: it.role is not None and (it.returns or it.bare_role or is_sure_word(it.key)), lambda it: it.role),
    (lambda it: it.returns and it.asks and is_outlet(it.key), lambda it: Role.HOST),
)


def known_keys(seen: Seen, declared: Declared) -> Keys:
    """The keys that are labels by declaration or by their own word, each with the role this gives."""
    bare = +seen.sums["bare"]
    asking_bare = sum(role_of_word(key) is Role.HOST for key in bare) >= 2  # labels of hosts above their speech
    keys: Keys = {}
    for key, times in seen.counts.items():
        is_block = key in words.PSEUDO_SPEAKERS
        known = _Known(
            key,
            declared.person(key),
            None if is_block else role_of_word(key),
            times > 1,
            asking_bare and key in bare,
            key in words.SPONSORS or (is_block and seen.share("bare", key) >= _BARE),
            seen.total("asks", key) > 0,
        )
        keys.update((key, role(known)) for role in [role for holds, role in _KNOWN if holds(known)][:1])
    return keys


def _set_hosts(keys: Keys, seen: Seen) -> None:
    """If no word gives the host, the label with the highest share of questions is the host, the others are guests."""
    unknown = keys_with(None, keys)
    sure = [key for key in keys_with(Role.HOST, keys) if seen.counts[key] > 1 or seen.total("asks", key)]
    best = max(unknown, key=lambda key: seen.share("asks", key), default="")
    least = {0: math.inf, 1: (seen.counts[best] + 1) // 2}.get(len(unknown), 1)
    if not sure and seen.total("asks", best) >= least:
        keys[best] = Role.HOST


def _share_sides(keys: Keys, seen: Seen) -> None:
    """Give a label the role of another form of the same label."""
    for key in keys_with(None, keys):
        same = [other for other in keys_where(bool, keys) if _same(key, other, seen)]
        keys[key] = keys[same[0]] if len(same) == 1 else None


def _same(key: str, other: str, seen: Seen) -> bool:
    """Whether two keys are a longer and a shorter form of one label."""
    one, two = seen.labels[key], seen.labels[other]
    return is_short_for(one, two) or (len(key) > 1 and is_short_for(two, one))


def _drifted(seen: Seen, keys: Keys) -> Keys:
    """Candidates that are another form of a label: its surname, its initials, its name without the role word."""
    open_keys = filter(
        lambda key: name_strength(seen.labels[key]), without(seen.counts, words.NOT_LABELS | keys.keys())
    )
    return {key: keys[other] for key in open_keys for other in _other_forms(key, keys, seen)}


def _other_forms(key: str, keys: Keys, seen: Seen) -> list[str]:
    """The one label of which the key is another form, none if there are several."""
    same = [other for other in keys if _same(key, other, seen)]
    fits = len(same) == 1 and _grows(key, same[0], keys, seen) and not _is_quotation(key, same[0], seen)
    return same if fits else []


def _grows(key: str, short: str, keys: Keys, seen: Seen) -> bool:
    """Whether a longer word is the full name of a short label and does not just begin alike, as 溫度 and 溫以安 do."""
    longer = [other for other in keys if len(other) > len(short)]
    has_full = any(is_short_for(seen.labels[short], seen.labels[other]) for other in longer)
    is_name = len(short) > 1 or name_strength(seen.labels[key]) >= 2 or _is_first(key, keys, seen)
    return len(key) <= len(short) or (not has_full and is_name)


def _is_first(key: str, keys: Keys, seen: Seen) -> bool:
    """Whether a word that occurs once is where the first label is: `Lantern: …` above `L: …`."""
    first = next(head.key for _, head in seen.order if head.key == key or head.key in keys)
    return first == key and seen.counts[key] == 1


def _is_quotation(key: str, other: str, seen: Seen) -> bool:
    """Whether the key occurs only in block quotes and its other form never does: a quotation, not a speaker."""
    return seen.always("quoted", key) and seen.counts[other] >= 2 and not seen.total("quoted", other)
