"""How likely a head that returns is a label: log-odds of named features, with weights fitted into evidence.json.

What a head looks like adds to the odds; what decides is how the file uses it: how often it returns, whether a
question stands before it, whether the word passes on. `bench/fit_labels.py` fits the weights and prints how they do.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.resources import packaged
from audiobuild.script import words
from audiobuild.script.declarations import Declared
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import BOLD, BOLD_END, Kind, Row, ends_sentence, is_cjk, plain
from audiobuild.script.people import DEGREE, is_speech_verb, name_strength, role_of_word

# What a wrong decision costs a listener, in turns: a guest whose label is read aloud in somebody else's voice, and a
# phrase of an answer that is taken for a label. A head is a label when its odds are better than the ratio.
MERGED_GUEST, FALSE_LABEL = 1.2, 1.0
THRESHOLD = FALSE_LABEL / (FALSE_LABEL + MERGED_GUEST)
# Of a head that stands once only one turn is merged, but its words are lost where it is none.
MERGED_TURN, LOST_WORDS = 1.0, 1.0
THRESHOLD_ONCE = LOST_WORDS / (LOST_WORDS + MERGED_TURN)
MAX_OTHERS = 4  # more other labels say no more
ROUNDS = 3  # of odds beside the labels of the round before; a label is one that the last two agree on
LEAST_SHARE = -3.5  # in a long file a guest may hold few rows; below a thirtieth it says no more
ASKER = 0.4  # of the turns of somebody who asks end in a question
LETTERS = frozenset(["q", "a", "问", "問", "答"])
_STOP = lazy(r"[.!?。！？…]$")
_BOLD_LABEL = lazy(f"{BOLD}[^{BOLD_END}：:]+(?:[：:]\\s?{BOLD_END}|{BOLD_END}\\s?[：:])")
MAX_BOLD_NAME, LEAST_BOLD = 20, 6  # letters of such a name; turns with bold labels before the shape says so much
_LATIN, _HAN = lazy(r"[A-Za-z0-9]"), lazy(r"[\u3400-\u9fff]")
_ADDRESS = lazy(r"(?:https?:|www\.|@|[\w-]{1,40}\.(?:com|org|net|io)\b)")
_MARK = lazy(r"[^\w\s\u3000·•.'’,\-]")

Features = dict[str, float]


@dataclass(slots=True)
class Seen:
    """The heads of one family of shapes in file order, with the sums over the rows of each key."""

    order: list[tuple[int, Head]]
    counts: Counter[str] = field(default_factory=Counter)
    labels: dict[str, str] = field(default_factory=dict)
    sums: dict[str, Counter[str]] = field(default_factory=dict)
    forms: dict[str, Counter[str]] = field(default_factory=dict)
    asks: list[bool] = field(default_factory=list)
    rows: int = 0

    def total(self, name: str, key: str) -> float:
        """In how many rows of the key the feature holds."""
        return self.sums[name][key] if name in self.sums else 0

    def share(self, name: str, key: str) -> float:
        """The share of the key's rows in which the feature holds."""
        return self.total(name, key) / self.counts[key]


def count(rows: list[Row], asking: list[bool], found: Mapping[int, Head]) -> Seen:
    """The heads with everything that one walk over their rows tells."""
    seen = Seen(sorted(found.items()), asks=asking, rows=len(rows))
    for _, head in seen.order:
        seen.counts[head.key] += 1
        seen.labels.setdefault(head.key, head.label)
        seen.forms.setdefault(head.key, Counter())[head.form] += 1
    before = ""
    for place, (index, head) in enumerate(seen.order):
        holds = _of_row(rows, index, head, asking)
        holds["alternates"] = head.key != before
        holds["beside_single"] = _touches_single(seen, place)
        if seen.counts[head.key] > 1:
            before = head.key
        for name, value in holds.items():
            if value:
                seen.sums.setdefault(name, Counter())[head.key] += 1
    return seen


def _of_row(rows: list[Row], index: int, head: Head, asking: list[bool]) -> dict[str, bool]:
    """What holds of one row that begins with a head."""
    row = rows[index]
    said = index if head.rest or index + 1 == len(rows) else index + 1
    text = head.rest or plain(rows[said].text)
    above = rows[index - 1] if index else None
    return {
        "asks": asking[said],
        "sentence": ends_sentence(rows[said].text),
        "lower": text[:1].islower(),
        "address": bool(_ADDRESS.match(text)),
        "item": row.kind is Kind.ITEM,
        "quoted": row.quote > 0,
        "heading": row.kind is Kind.HEADING,
        "timed": row.timed or bool(head.time),
        "bare": not head.rest,
        "gap": row.gap,
        "bold": row.text.startswith(BOLD),
        "bold_label": bool(_BOLD_LABEL.match(row.text)),
        "before_ends": above is None or row.gap or above.kind is Kind.HEADING or ends_sentence(above.text),
        "behind_question": index > 0 and asking[index - 1],
    }


def _touches_single(seen: Seen, place: int) -> bool:
    """Whether a head that stands only once is in the row right above or below: a list of terms."""
    index = seen.order[place][0]
    near = seen.order[max(0, place - 1) : place + 2]
    return any(abs(i - index) == 1 and seen.counts[head.key] == 1 for i, head in near)


def own_features(key: str, seen: Seen, declared: Declared) -> Features:
    """What the rows and the word of a head say of it, whatever the other heads are."""
    label, times = seen.labels[key], seen.counts[key]
    strength = name_strength(label)
    form = seen.forms[key].most_common(1)[0][0]
    found = {
        "log_count": math.log(times),
        "log_share_of_rows": max(LEAST_SHARE, math.log(times / max(1, seen.rows))),
        "log_share_of_heads": max(LEAST_SHARE, math.log(times / len(seen.order))),
        "rank": times / max(seen.counts.values()),
        "three_or_more": times >= 3,
        "name_1": strength == 1,
        "name_2": strength >= 2,
        "introduced": declared.introduces(key),
        "role_word": role_of_word(key) is not None,
        "field_word": key in words.NOT_LABELS,
        "term": key in words.TERMS,
        "interjection": key in words.INTERJECTIONS,
        "ends_in_stop": bool(_STOP.search(label)) and not DEGREE.search(label),
        "degree": bool(DEGREE.search(label)),
        "speech_verb": is_speech_verb(key),
        "latin_and_han": bool(_LATIN.search(label) and _HAN.search(label)),
        "odd_mark": form != "symbol" and bool(_MARK.search(label)),
        "capital_letter": len(label) == 1 and label.isascii() and label.isupper(),
        "begins_lower": label[0].islower() and label[0].isascii(),
        "log_length": math.log(len(label) if is_cjk(label[0]) else 2 * len(label.split())),
        "weak_form": form in ("letter", "glued"),
        "symbol": form == "symbol",
        "form_alone": form == "alone",
        "form_blank": form == "blank",
        "form_bar": form == "bar",
    }
    shares = {name: seen.share(name, key) for name in _SHARES}
    return {name: float(value) for name, value in (*found.items(), *shares.items())}


_SHARES = (
    "asks", "sentence", "lower", "address", "item", "quoted", "heading", "timed", "bare", "gap", "bold", "before_ends",
    "behind_question", "alternates", "beside_single",
)  # fmt: skip
_ALIKE = ("gap", "bare", "bold", "timed", "item", "quoted", "heading")  # what labels of one file have in common


def features_beside(base: Mapping[str, Features], seen: Seen, likely: Collection[str]) -> dict[str, Features]:
    """The features of each head with what the likely labels say of it."""
    places = _places(seen, set(base), likely)
    file = _Likely.of(seen, likely)
    return {key: {**own, **file.beside(key, own, places)} for key, own in base.items()}


@dataclass(frozen=True, slots=True)
class _Likely:
    """The likely labels of a file: how many rows they hold, in which shapes, and what these rows have in common."""

    seen: Seen
    keys: Collection[str]
    rows: int
    alike: dict[str, float]
    forms: Counter[str]
    coverage: float
    strays: float
    lettered: bool

    @classmethod
    def of(cls, seen: Seen, keys: Collection[str]) -> _Likely:
        """The sums over these labels."""
        forms: Counter[str] = Counter()
        for key in keys:
            forms.update(seen.forms[key])
        alike = {name: sum(seen.total(name, key) for key in keys) for name in _ALIKE}
        lettered = any(key in ("a", "答") and seen.counts[key] > 1 for key in keys)
        return cls(seen, keys, sum(seen.counts[key] for key in keys), alike, forms, *_coverage(seen, keys), lettered)

    def beside(self, key: str, own: Features, places: Mapping[str, Counter[str]]) -> Features:
        """What these labels say of one head; its own rows are left out when it is one of them."""
        mine = key in self.keys
        others = self.rows - self.seen.counts[key] * mine
        found = {name: where[key] / self.seen.counts[key] for name, where in places.items()}
        found["others"] = float(min(MAX_OTHERS, len(self.keys) - mine))
        found["coverage"] = self.coverage
        found["log_strays"] = self.strays
        found["named_covered"] = self.coverage * own["name_2"]
        found["log_strays_named"] = self.strays * (own["name_1"] + own["name_2"])
        found["named_behind_asker"] = found["behind_asker"] * own["name_2"]
        found["no_other"] = float(others == 0)
        found["beside_letters"] = float(self.lettered and key not in LETTERS)
        form = self.seen.forms[key].most_common(1)[0][0]
        same = self.forms[form] - self.seen.forms[key][form] * mine
        found["same_form"] = same / others if others else 0.0
        for name in _ALIKE:
            usual = (self.alike[name] - self.seen.total(name, key) * mine) / others if others else own[name]
            found[f"unlike_{name}"] = abs(own[name] - usual)
        return found


def _coverage(seen: Seen, likely: Collection[str]) -> tuple[float, float]:
    """The share of the rows between the likely labels that begin with any head, and how many begin with no label."""
    labelled = [index for index, head in seen.order if head.key in likely]
    if not labelled:
        return 0.0, 0.0
    first, last = labelled[0], labelled[-1]
    span = last - first + 1
    return sum(first <= index <= last for index, _ in seen.order) / span, math.log1p(span - len(labelled))


def _places(seen: Seen, open_keys: Collection[str], likely: Collection[str]) -> dict[str, Counter[str]]:
    """How often each head stands behind one who asks, between two turns of one other, and behind itself."""
    judged = {*likely, *open_keys}
    askers = {key for key in likely if _asks(key, seen)}
    order = [head.key for _, head in seen.order if head.key in judged]
    before = _last_likely(order, likely)
    after = _last_likely(order[::-1], likely)[::-1]
    passed = [(key, last, following) for key, last, following in zip(order, before, after, strict=True) if last != key]
    return {
        "behind_asker": Counter(key for key, last, _ in passed if last in askers),
        "joins": Counter(key for key, last, following in passed if last and last == following),
        "behind_itself": Counter(key for key, last in zip(order, before, strict=True) if last == key),
        "questions": _questions_answered(order, askers),
    }


def _questions_answered(order: list[str], askers: Collection[str]) -> Counter[str]:
    """Under how many turns of those who ask each head stands."""
    found: Counter[str] = Counter()
    last: dict[str, int] = {}
    block = 0
    for key in order:
        block += key in askers
        found[key] += last.get(key) != block
        last[key] = block
    return found


def _last_likely(order: list[str], likely: Collection[str]) -> list[str]:
    """For each place the last likely label before it; "": none."""
    last = ""
    found: list[str] = []
    for key in order:
        found.append(last)
        if key in likely:
            last = key
    return found


def _asks(key: str, seen: Seen) -> bool:
    role = role_of_word(key)
    return role is Role.HOST if role else seen.share("asks", key) >= ASKER


def odds(features: Features, table: Mapping[str, float]) -> float:
    """The probability that a head with these features is a label."""
    total = table["bias"] + sum(table.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def weights() -> dict[str, dict[str, float]]:
    """The fitted tables: `alone` before any label is known, `beside` where the likely labels are."""
    tables: dict[str, dict[str, float]] = json.loads(packaged("script/evidence.json").read_text("utf-8"))["tables"]
    return tables


def returning_labels(seen: Seen, known: Collection[str], declared: Declared) -> list[str]:
    """The heads that return and are labels, beside those that are `known` to be."""
    returning = [k for k, times in seen.counts.items() if times > 1 and k not in known]
    base = {key: own_features(key, seen, declared) for key in returning if key not in words.INTERJECTIONS}
    if not base:
        return []
    stable = likely = {*likely_by(base, weights()["alone"], THRESHOLD), *known}
    for _ in range(ROUNDS):
        told = {*likely_by(features_beside(base, seen, likely), weights()["beside"], THRESHOLD), *known}
        stable, likely = told & likely, told
    return [key for key in base if key in stable]


def likely_by(features: Mapping[str, Features], table: Mapping[str, float], threshold: float) -> list[str]:
    """The heads whose odds by a table are above the threshold."""
    return [key for key, own in features.items() if odds(own, table) > threshold]


def single_labels(seen: Seen, labels: Collection[str], declared: Declared) -> list[str]:
    """The heads that stand only once and are labels all the same, beside the labels of the file."""
    never = words.NOT_LABELS | words.TERMS
    once = [key for key, times in seen.counts.items() if times == 1 and key not in labels and key not in never]
    if not any(seen.total("lower", key) for key in labels):  # `USA: blue.` where every turn begins with a capital
        once = [key for key in once if not seen.total("lower", key)]
    if not labels or not once:
        return []
    base = {key: own_features(key, seen, declared) for key in once}
    shaped = [key for key in once if _has_their_shape(key, seen, labels)]
    return [*shaped, *likely_by(features_beside(base, seen, labels), weights()["once"], THRESHOLD_ONCE)]


def _has_their_shape(key: str, seen: Seen, labels: Collection[str]) -> bool:
    """Whether a head is bold up to its colon as every label of the file is, in a row of its own, and may be a name."""
    same = ("bold_label", "gap")
    if not all(seen.total(name, key) for name in same) or len(key) > MAX_BOLD_NAME or key in words.INTERJECTIONS:
        return False
    turns = sum(seen.counts[other] for other in labels)
    return turns >= LEAST_BOLD and all(
        seen.total(name, other) == seen.counts[other] for name in same for other in labels
    )
