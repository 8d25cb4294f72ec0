"""Which labels are the same speaker: declared short names, surnames, given names, initials, `记者` and `记者张三`."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.declarations import Declared
from audiobuild.script.lines import fold
from audiobuild.script.people import is_outlet, role_of_word

_WORDS, _INITIAL = lazy(r"[\s.-]+"), lazy(r"[^\W\d_a-z][a-z]?")
_PARTS = lazy(r"[\s·•・‧.]+")
_AND = lazy(r"\s(?:and|und|et|y|e|i|и|en|og|och)\s|[、，&＆+＋]|[和与與跟と]")
MOST_COMPARED = 200  # labels compared with each other; a file with more people is a chat log
# Letters and words that only mean "question" or "answer": all of them are the same speaker.
_SAME_VOICE = (
    frozenset(["q", "问", "問", "question", "質問", "提问", "提問", "问题", "問題", "追问", "追問"]),
    frozenset(["a", "答", "answer", "回答", "答え", "答复", "解答"]),
)


def aliases(labels: Mapping[str, str], sides: Mapping[str, Role], declared: Declared) -> dict[str, str]:
    """The key of its speaker for each label key; `labels` gives each key's label as written."""
    speaker = {key: _declared_key(key, labels, declared) for key in labels}
    for same in _SAME_VOICE:
        used = list(filter(same.__contains__, labels))
        speaker.update(dict.fromkeys(used, *used[:1]))
    by_length = _by_length(labels)
    for key in by_length:
        if speaker[key] == key:
            speaker[key] = _longer(
                key, [k for k in by_length if speaker[k] == k and sides.get(k) == sides.get(key)], labels
            )
    return {key: _root(key, speaker) for key in labels}


def _by_length(labels: Mapping[str, str]) -> list[str]:
    """The labels of one speaker each, the shorter ones first; none of a chat log."""
    single = () if len(labels) > MOST_COMPARED else (key for key in labels if not _is_joint(labels[key], labels))
    return sorted(single, key=lambda key: (not key.endswith(words.NAME_ENDINGS), len(key), key))


def _longer(key: str, others: list[str], labels: Mapping[str, str]) -> str:
    """The only label that this one is short for, else the label itself."""
    longer = [other for other in others if other != key and is_short_for(labels[key], labels[other])]
    return longer[0] if len(longer) == 1 else key


def _is_joint(label: str, labels: Mapping[str, str]) -> bool:
    """Whether a label names one of the speakers and somebody else, who speak together: `Ann and Bo`, 阿蛮、石砚."""
    parts = [fold(part) for part in _AND.split(label)]
    return len(parts) > 1 and all(parts) and not labels.keys().isdisjoint(parts)


def _declared_key(key: str, labels: Mapping[str, str], declared: Declared) -> str:
    """The first label of the declared person with this label, else the label itself."""
    person = declared.person(key)
    own = filter(labels.__contains__, person.keys if person else ())
    return next(own, key)


def _root(key: str, speaker: Mapping[str, str]) -> str:
    """The speaker at the end of a chain: 贺老师 is 贺先生 is 贺兰舟."""
    for _ in range(len(speaker)):
        if speaker[key] == key:
            break
        key = speaker[key]
    return key


def is_short_for(short: str, full: str) -> bool:
    """Whether one label may be a short form of the other: 陈 of 陈芜, Jane or JD of Jane Doe, 记者 of 记者张三."""
    a, b = fold(short), fold(full)
    parts = list(filter(None, map(fold, _PARTS.split(full))))
    if not 0 < len(a) < len(b):
        return _same_surname(a, b)
    if _is_longer_role(a, b) or a == "".join(map(itemgetter(0), parts)):
        return True
    if role_of_word(a) or role_of_word(b):
        return len(a) > 1 and role_of_word(a) is not None and b.startswith(a)
    tests = (_is_word_of(a, parts), _is_part_of(a, b), _same_surname(a, b), _is_initials(short, full))
    return any(tests)


def _is_initials(short: str, full: str) -> bool:
    """Whether a label has the first letters of each word of the other, one or two of each: WCh, Ż.Ł-T."""
    pieces = _INITIAL.findall(short)
    words_of = list(filter(None, map(fold, _WORDS.split(full))))
    starts = zip(words_of, map(fold, pieces), strict=False)
    is_whole = len(pieces) == len(words_of) > 1 and fold("".join(pieces)) == fold(short)
    return is_whole and all(word.startswith(piece) for word, piece in starts)


def _is_word_of(a: str, parts: list[str]) -> bool:
    """Whether a label is a word of the other, or the first character of a foreign name in hanzi."""
    foreign = len(parts) > 1 and a == parts[0][:1] and not a.isascii()
    return a in parts or foreign


def _is_longer_role(a: str, b: str) -> bool:
    """Whether a label is another label with words in front, or a name and a role: 本报记者, 江城晚报, 阿蛮主持人."""
    if len(a) > 1 and b.startswith(a) and role_of_word(a) is None and role_of_word(b[len(a) :]) is not None:
        return True
    if len(a) < 2 or not b.endswith(a):
        return False
    if is_outlet(b) and a.endswith(words.OUTLET_ENDINGS):
        return True
    return role_of_word(b) is not None and role_of_word(b[: -len(a)]) is not None


def _is_part_of(a: str, b: str) -> bool:
    """Whether a label is the surname or the given name of a Chinese full name."""
    named = b[:2] in words.COMPOUND_SURNAMES if len(b) == 4 else b[0] in words.SURNAMES
    given = named and len(a) == 2 and b.endswith(a)
    return len(b) <= 4 and not b.isascii() and (given or b.startswith(a))


def _same_surname(a: str, b: str) -> bool:
    """Whether a label is a surname with a title and the other its full name: 贺老师 and 贺先生 for 贺兰舟."""
    endings = (ending for ending in words.NAME_ENDINGS if a.endswith(ending))
    surname = a.removesuffix(next(endings, a))
    full = len(surname) < len(b) <= 4 and b.startswith(surname) and not b.endswith(words.NAME_ENDINGS)
    return full and surname[:1] in words.SURNAMES and bool(surname)
