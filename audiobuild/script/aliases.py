"""Which labels are the same speaker: declared short names, surnames, given names, initials, `记者` and `记者张三`."""

from __future__ import annotations

from collections.abc import Mapping

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.declarations import Declared
from audiobuild.script.lines import fold
from audiobuild.script.people import is_outlet, role_of_word

_PARTS = lazy(r"[\s·•・‧.]+")
MOST_COMPARED = 200  # labels compared with each other; a file with more people is a chat log
# Letters and words that only mean "question" or "answer": all of them are the same speaker.
_SAME_VOICE = (
    frozenset(["q", "问", "問", "question", "質問", "提问", "提問", "问题", "問題", "追问", "追問"]),
    frozenset(["a", "答", "answer", "回答", "答え", "答复", "解答"]),
)


def aliases(labels: Mapping[str, str], sides: Mapping[str, Role], declared: Declared) -> dict[str, str]:
    """The key of its speaker for each label key; `labels` gives each key's label as written."""
    speaker = {key: key for key in labels}
    for key in labels:
        person = declared.person(key)
        if person:
            used = [k for k in person.keys if k in labels]
            speaker[key] = used[0]
    for same in _SAME_VOICE:
        used = [k for k in labels if k in same]
        for key in used:
            speaker[key] = used[0]
    for key in sorted(
        labels if len(labels) <= MOST_COMPARED else (), key=lambda k: (not k.endswith(words.NAME_ENDINGS), len(k), k)
    ):
        if speaker[key] != key:
            continue
        longer = [
            k
            for k in labels
            if k != key and speaker[k] == k and sides.get(k) == sides.get(key) and is_short_for(labels[key], labels[k])
        ]
        if len(longer) == 1:
            speaker[key] = longer[0]
    return {key: _root(key, speaker) for key in labels}


def _root(key: str, speaker: Mapping[str, str]) -> str:
    for _ in range(len(speaker)):
        if speaker[key] == key:
            break
        key = speaker[key]
    return key


def is_short_for(short: str, full: str) -> bool:
    """Whether one label may be a short form of the other: 陈 of 陈芜, Jane or JD of Jane Doe, 记者 of 记者张三."""
    a, b = fold(short), fold(full)
    if not a or len(a) >= len(b):
        return _same_surname(a, b)
    parts = [part for part in _PARTS.split(full.strip()) if part]
    if len(parts) > 1 and len(a) > 1 and a == "".join(fold(part)[:1] for part in parts):
        return True
    if len(a) > 1 and b.endswith(a) and _is_longer_role(a, b):
        return True
    if role_of_word(a) is not None or role_of_word(b) is not None:
        return role_of_word(a) is not None and len(a) > 1 and b.startswith(a)
    if a in map(fold, parts):
        return True
    if len(parts) > 1 and len(a) == 1:
        return a == fold(parts[0])[:1] and not a.isascii()
    return _is_part_of(a, b) or _same_surname(a, b)


def _is_longer_role(a: str, b: str) -> bool:
    """Whether a label is another label with words in front: 本报记者 and 记者, 江城晚报 and 晚报."""
    if role_of_word(b) is not None and role_of_word(b[: -len(a)]) is not None:
        return True
    return is_outlet(b) and a.endswith(words.OUTLET_ENDINGS)


def _is_part_of(a: str, b: str) -> bool:
    """Whether a label is the surname or the given name of a Chinese full name."""
    if b.isascii() or len(b) > 4:
        return False
    named = b[:2] in words.COMPOUND_SURNAMES if len(b) == 4 else b[0] in words.SURNAMES
    return a == b[: len(a)] or (named and len(a) == 2 and b.endswith(a))


def _same_surname(a: str, b: str) -> bool:
    """Whether a label is a surname with a title and the other its full name: 贺老师 and 贺先生 for 贺兰舟."""
    ending = next((e for e in words.NAME_ENDINGS if a.endswith(e) and len(a) > len(e)), "")
    return (
        bool(ending)
        and not b.endswith(words.NAME_ENDINGS)
        and b.startswith(a[: -len(ending)])
        and len(b) > len(a) - len(ending)
        and a[0] in words.SURNAMES
        and len(b) <= 4
    )
