"""Decide which candidates are labels of this file: role words, declared people, and names that alternate.

A candidate is judged by its use in the whole file, never by its line alone: `步骤很简单：` inside an answer occurs
once and neither asks nor answers, so it is text.
"""

from __future__ import annotations

from collections.abc import Mapping

from audiobuild.model import Role
from audiobuild.script import words
from audiobuild.script.aliases import MOST_COMPARED, is_short_for
from audiobuild.script.declarations import Declared
from audiobuild.script.evidence import Seen, count, returning_labels, single_labels
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import Row
from audiobuild.script.people import is_outlet, is_sure_word, name_strength, role_of_word

_ASKED_AGAIN = frozenset("追问 追問 提问 提問 发问 發問 问 問".split())


MAX_DRIFTED = 20  # letters of a label's longer or shorter form
Keys = dict[str, Role | None]


def labels(rows: list[Row], asking: list[bool], found: Mapping[int, Head], declared: Declared) -> dict[str, Role]:
    """The keys of the candidates that are labels, each with its role as far as it is known.

    `asking` has for each line whether it asks.
    """
    seen = count(rows, asking, found)
    keys = known_keys(seen, declared)
    keys.update(dict.fromkeys(returning_labels(seen, keys, declared)))
    _set_hosts(keys, seen)
    if len(keys) <= MOST_COMPARED:
        _share_sides(keys, seen)
        keys.update(_drifted(seen, keys))
    keys.update(dict.fromkeys(single_labels(seen, keys, declared)))
    return {key: role or Role.GUEST for key, role in keys.items()}


def known_keys(seen: Seen, declared: Declared) -> Keys:
    """The keys that are labels by declaration or by their own word, each with the role this gives."""
    keys: Keys = {}
    for key in seen.counts:
        sure, role = _said_by_word(key, seen, declared)
        if sure:
            keys[key] = role
    return keys


def _said_by_word(key: str, seen: Seen, declared: Declared) -> tuple[bool, Role | None]:
    """Whether a declaration or the word itself makes the key a label, and the role it gives (None: open)."""
    returns = seen.counts[key] > 1
    person = declared.person(key)
    role = role_of_word(key)
    if person and (returns or len(key) > 1):
        return True, person.role or role
    if key in words.PSEUDO_SPEAKERS:
        return key in words.SPONSORS or seen.share("bare", key) * 2 >= 1, Role.NARRATOR
    if role and (returns or is_sure_word(key) or _stands_like_askers(key, seen)):
        return True, role
    if returns and is_outlet(key) and seen.total("asks", key):
        return True, Role.HOST
    return returns and name_strength(seen.labels[key]) == 3, None


def _stands_like_askers(key: str, seen: Seen) -> bool:
    """Whether a role word is alone on its line, in a file where the hosts' labels are."""
    return seen.total("bare", key) > 0 and _bare_askers(seen) >= 2


def _bare_askers(seen: Seen) -> int:
    """The number of labels with a host's role word that are alone above their speech."""
    return sum(1 for key in seen.counts if seen.total("bare", key) and role_of_word(key) is Role.HOST)


def _set_hosts(keys: Keys, seen: Seen) -> None:
    """If no word gives the host, the label with the highest share of questions is the host, the others are guests."""
    unknown = [k for k, role in keys.items() if role is None]
    if not unknown:
        return
    best = max(unknown, key=lambda key: seen.share("asks", key))
    asked = any(role is Role.HOST and (seen.total("asks", k) or seen.counts[k] > 1) for k, role in keys.items())
    enough = 1 if len(unknown) > 1 else (seen.counts[best] + 1) // 2
    if not asked and seen.total("asks", best) >= enough > 0:
        keys[best] = Role.HOST


def _share_sides(keys: Keys, seen: Seen) -> None:
    """Give a label the role of another form of the same label."""
    for key in [k for k, role in keys.items() if role is None]:
        same = [k for k, role in keys.items() if role is not None and _same(key, k, seen)]
        if len(same) == 1:
            keys[key] = keys[same[0]]


def _same(key: str, other: str, seen: Seen) -> bool:
    """Whether two keys are a longer and a shorter form of one label."""
    one, two = seen.labels[key], seen.labels[other]
    return is_short_for(one, two) or (len(key) > 1 and is_short_for(two, one))


def _drifted(seen: Seen, keys: Keys) -> Keys:
    """Candidates that are another form of a label: its surname, its initials, its name without the role word."""
    open_keys = [key for key in seen.counts if key not in keys and key not in words.NOT_LABELS]
    asked_again = any(key in _ASKED_AGAIN or key == "q" for key in keys)
    found: Keys = {}
    for key in open_keys:
        if key in _ASKED_AGAIN and asked_again:
            found[key] = Role.HOST
        elif len(key) <= MAX_DRIFTED and (other := _other_form(key, keys, seen)):
            found[key] = keys[other]
    return found


def _other_form(key: str, keys: Keys, seen: Seen) -> str:
    """The one label of which the key is another form, "" if there is none."""
    same = [k for k in keys if _same(key, k, seen)]
    if len(same) != 1 or not name_strength(seen.labels[key]):
        return ""
    longer = len(key) > len(same[0])
    if (longer and not _grows(key, same[0], keys, seen)) or _is_quotation(key, same[0], seen):
        return ""
    return same[0]


def _grows(key: str, short: str, keys: Keys, seen: Seen) -> bool:
    """Whether a longer word is the full name of a short label and does not just begin alike, as 溫度 and 溫以安 do."""
    has_full = any(
        k != short and len(k) > len(short) and is_short_for(seen.labels[short], seen.labels[k]) for k in keys
    )
    return not has_full and (len(short) > 1 or name_strength(seen.labels[key]) >= 2)


def _is_quotation(key: str, other: str, seen: Seen) -> bool:
    """Whether the key occurs only in block quotes and its other form never does: a quotation, not a speaker."""
    return seen.total("quoted", key) == seen.counts[key] and seen.counts[other] >= 2 and not seen.total("quoted", other)
