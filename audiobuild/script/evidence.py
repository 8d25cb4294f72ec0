"""The probability that a repeated label candidate is a label: log-odds of named features, fitted in evidence.json.

The shape of a candidate adds to the odds, but its use in the file decides: how often it occurs, whether a question
comes before it, whether speakers alternate at it. `bench/fit_labels.py` fits the weights and prints their accuracy.
A new feature is one more entry in LINE_FEATURES (a fact of one line) or OWN_FEATURES (of all lines of a candidate).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from audiobuild.model import Role
from audiobuild.regex import HAN, lazy
from audiobuild.resources import packaged
from audiobuild.script import words
from audiobuild.script.declarations import Declared
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import BOLD, BOLD_END, ITALIC, ITALIC_END, Kind, Row, ends_sentence, is_cjk, plain
from audiobuild.script.people import DEGREE, is_speech_verb, name_strength, role_of_word
from audiobuild.script.selections import keys_where, keys_with, without

# The costs of errors, in turns: a guest's label read aloud by another voice, and a phrase of an answer taken for
# a label. A candidate is a label if its odds are better than their ratio.
MERGED_GUEST, FALSE_LABEL = 1.2, 1.0
THRESHOLD = FALSE_LABEL / (FALSE_LABEL + MERGED_GUEST)
# A candidate that occurs once costs only one merged turn if missed, but loses words if it is not a label.
MERGED_TURN, LOST_WORDS = 1.0, 1.0
THRESHOLD_ONCE = LOST_WORDS / (LOST_WORDS + MERGED_TURN)
MAX_OTHERS = 4  # more other labels add no evidence
ROUNDS = 3  # rounds of odds, given the labels of the round before; a label must be in the last two
LEAST_SHARE = -3.5  # the least log share counted (1/33): in a long file a guest may have few lines
ASKER = 0.4  # the share of a host's turns that end in a question
LETTERS = frozenset(["q", "a", "问", "問", "答"])
_BOLD_LABEL = lazy(f"{BOLD}[^{BOLD_END}：:]+(?:[：:]\\s?{BOLD_END}|{BOLD_END}\\s?[：:])")
_ITALIC_LABEL = lazy(f"{ITALIC}[^{ITALIC_END}：:]+(?:[：:]\\s?{ITALIC_END}|{ITALIC_END}\\s?[：:])")
MAX_SHAPED, LEAST_SHAPED = 20, 6  # letters of a label known by its shape; turns before the shape is evidence
LEAST_DENSE, DENSE = 20, 12  # labelled lines of a file, and for each line without, where nearly every line has a label
SELDOM = 3  # turns of a word such as 注意 that are paragraphs of answers; a side of a debate (正方) has more
MANY = 8  # lines of a label of which one may have another shape
_BRACKETS = tuple("[【〔")
_STOP = lazy(r"[.!?。！？…]$")
_LATIN_AND_HAN = lazy(rf"(?=.*[A-Za-z0-9]).*{HAN}")
_ADDRESS = lazy(r"(?:https?:|www\.|@|[\w-]{1,40}\.(?:com|org|net|io)\b)")
_MARK = lazy(r"[^\w\s\u3000·•.'’,\-]")
_LOWER = lazy(r"[a-z]")

Features = dict[str, float]


@dataclass(slots=True)
class Seen:
    """The label candidates of one family of shapes in file order, with sums over the lines of each key."""

    order: list[tuple[int, Head]]
    asks: list[bool]
    rows: int
    counts: Counter[str] = field(default_factory=Counter)
    labels: dict[str, str] = field(default_factory=dict)
    sums: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    forms: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def total(self, name: str, key: str) -> float:
        """In how many lines of the key the feature holds."""
        return self.sums[name][key]

    def share(self, name: str, key: str) -> float:
        """The share of the key's lines in which the feature holds."""
        return self.sums[name][key] / self.counts[key]

    def always(self, name: str, key: str) -> bool:
        """Whether the feature holds in all lines of the key."""
        return self.sums[name][key] == self.counts[key]

    def form(self, key: str) -> str:
        """The most frequent shape of the key."""
        return self.forms[key].most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins with a candidate: `said` is the line with its speech, `text` that speech."""

    row: Row
    head: Head
    above: Row | None
    below: Row | None
    said: Row
    text: str
    asks: bool
    after_question: bool


LINE_FEATURES: dict[str, Callable[[_Line], bool]] = {
    "asks": lambda line: line.asks,
    "said": lambda line: line.said.kind is not Kind.ITEM and ends_sentence(line.said.text),
    "sentence": lambda line: ends_sentence(line.said.text),
    "lower": lambda line: line.text[:1].islower(),
    "address": lambda line: _ADDRESS.match(line.text) is not None,
    "item": lambda line: line.row.kind is Kind.ITEM,
    "quoted": lambda line: line.row.quote > 0,
    "heading": lambda line: line.row.kind is Kind.HEADING,
    "timed": lambda line: line.row.timed or bool(line.head.time),
    "bare": lambda line: not line.head.rest,
    "gap": lambda line: line.row.gap,
    "bold": lambda line: line.row.text.startswith(BOLD),
    "bold_label": lambda line: _BOLD_LABEL.match(line.row.text) is not None,
    "italic_label": lambda line: _ITALIC_LABEL.match(line.row.text) is not None,
    "apart": lambda line: line.row.gap and not (line.below and line.below.kind is Kind.ITEM and not line.below.gap),
    "bracketed": lambda line: line.head.label[:1] in _BRACKETS,
    "before_ends": lambda line: _may_begin(line.row, line.above),
    "after_question": lambda line: line.after_question,
}


def _may_begin(row: Row, above: Row | None) -> bool:
    """Whether the text before the line may end there."""
    return above is None or row.gap or above.kind is Kind.HEADING or ends_sentence(above.text)


def count(rows: list[Row], asking: list[bool], found: Mapping[int, Head]) -> Seen:
    """The candidates with the features collected in one pass over their lines."""
    seen = Seen(sorted(found.items()), asking, len(rows))
    for _, head in seen.order:
        seen.counts[head.key] += 1
        seen.labels.setdefault(head.key, head.label)
        seen.forms[head.key][head.form] += 1
    single = {index for index, head in seen.order if seen.counts[head.key] == 1}
    before = ""
    for index, head in seen.order:
        line = _line(rows, index, head, asking)
        for name, holds in LINE_FEATURES.items():
            seen.sums[name][head.key] += holds(line)
        seen.sums["alternates"][head.key] += head.key != before
        seen.sums["next_to_single"][head.key] += not single.isdisjoint((index - 1, index + 1))
        before = before if index in single else head.key
    return seen


def _line(rows: list[Row], index: int, head: Head, asking: list[bool]) -> _Line:
    said = index if head.rest or index + 1 == len(rows) else index + 1
    text = head.rest or plain(rows[said].text)
    above = rows[index - 1] if index else None
    below = rows[index + 1] if index + 1 < len(rows) else None
    return _Line(rows[index], head, above, below, rows[said], text, asking[said], index > 0 and asking[index - 1])


@dataclass(frozen=True, slots=True)
class _Own:
    """A candidate by itself: its key, its label, how often it occurs and in which form, how much it is like a name."""

    key: str
    label: str
    times: int
    form: str
    strength: int
    seen: Seen
    declared: Declared


OWN_FEATURES: dict[str, Callable[[_Own], float]] = {
    "log_count": lambda own: math.log(own.times),
    "log_share_of_rows": lambda own: max(LEAST_SHARE, math.log(own.times / max(1, own.seen.rows))),
    "log_share_of_candidates": lambda own: max(LEAST_SHARE, math.log(own.times / len(own.seen.order))),
    "rank": lambda own: own.times / max(own.seen.counts.values()),
    "three_or_more": lambda own: own.times >= 3,
    "name_1": lambda own: own.strength == 1,
    "name_2": lambda own: own.strength >= 2,
    "introduced": lambda own: own.declared.introduces(own.key),
    "role_word": lambda own: role_of_word(own.key) is not None,
    "field_word": lambda own: own.key in words.NOT_LABELS,
    "term": lambda own: own.key in words.TERMS,
    "interjection": lambda own: own.key in words.INTERJECTIONS,
    "ends_in_stop": lambda own: _STOP.search(own.label) is not None and DEGREE.search(own.label) is None,
    "degree": lambda own: DEGREE.search(own.label) is not None,
    "speech_verb": lambda own: is_speech_verb(own.key),
    "latin_and_han": lambda own: _LATIN_AND_HAN.search(own.label) is not None,
    "odd_mark": lambda own: own.form != "symbol" and _MARK.search(own.label) is not None,
    "capital_letter": lambda own: len(own.label) == 1 and own.label.isascii() and own.label.isupper(),
    "begins_lower": lambda own: _LOWER.match(own.label) is not None,
    "log_length": lambda own: math.log(len(own.label) if is_cjk(own.label[0]) else 2 * len(own.label.split())),
    "weak_form": lambda own: own.form in ("letter", "glued"),
    "symbol": lambda own: own.form == "symbol",
    "form_alone": lambda own: own.form == "alone",
    "form_blank": lambda own: own.form == "blank",
    "form_bar": lambda own: own.form == "bar",
}
_OF_SHAPES = ("said", "bold_label", "italic_label", "apart", "bracketed")
# Features of lines of which the share counts; these are only for labels known by their shape.
_SHARES = (*(name for name in LINE_FEATURES if name not in _OF_SHAPES), "alternates", "next_to_single")
_ALIKE = ("gap", "bare", "bold", "timed", "item", "quoted", "heading")  # what the labels of one file have in common


def own_features(key: str, seen: Seen, declared: Declared) -> Features:
    """The features of a candidate from its lines and its word, independent of other candidates."""
    label = seen.labels[key]
    own = _Own(key, label, seen.counts[key], seen.form(key), name_strength(label), seen, declared)
    facts = {name: float(feature(own)) for name, feature in OWN_FEATURES.items()}
    return facts | {name: seen.share(name, key) for name in _SHARES}


def features_given(base: Mapping[str, Features], seen: Seen, likely: Collection[str]) -> dict[str, Features]:
    """The features of each candidate, given the likely labels."""
    places = _places(seen, set(base), likely)
    file = _Likely.of(seen, likely)
    return {key: {**own, **file.features(key, own, places)} for key, own in base.items()}


@dataclass(frozen=True, slots=True)
class _Likely:
    """The likely labels of a file: the number of their lines, their shapes, and what these lines have in common."""

    seen: Seen
    keys: Collection[str]
    rows: int
    alike: dict[str, int]
    forms: Counter[str]
    coverage: float
    unlabelled: float
    lettered: bool

    @classmethod
    def of(cls, seen: Seen, keys: Collection[str]) -> _Likely:
        """The sums over these labels."""
        forms: Counter[str] = Counter()
        for key in keys:
            forms.update(seen.forms[key])
        alike = {name: sum(map(seen.sums[name].__getitem__, keys)) for name in _ALIKE}
        lettered = any(seen.counts[key] > 1 for key in {"a", "答"}.intersection(keys))
        return cls(seen, keys, sum(map(seen.counts.__getitem__, keys)), alike, forms, *_coverage(seen, keys), lettered)

    def features(self, key: str, own: Features, places: Mapping[str, Counter[str]]) -> Features:
        """The features of one candidate given these labels; its own lines are excluded if it is one of them."""
        mine = key in self.keys
        others = self.rows - self.seen.counts[key] * mine
        found = {name: where[key] / self.seen.counts[key] for name, where in places.items()}
        found["others"] = float(min(MAX_OTHERS, len(self.keys) - mine))
        found["coverage"] = self.coverage
        found["log_unlabelled"] = self.unlabelled
        found["named_covered"] = self.coverage * own["name_2"]
        found["log_unlabelled_named"] = self.unlabelled * (own["name_1"] + own["name_2"])
        found["named_after_asker"] = found["after_asker"] * own["name_2"]
        found["no_other"] = float(others == 0)
        found["word_among_letters"] = float(self.lettered and key not in LETTERS)
        form = self.seen.form(key)
        same = self.forms[form] - self.seen.forms[key][form] * mine
        found["same_form"] = same / max(1, others)
        for name in _ALIKE:
            usual = (self.alike[name] - self.seen.total(name, key) * mine) / others if others else own[name]
            found[f"unlike_{name}"] = abs(own[name] - usual)
        return found


def _coverage(seen: Seen, likely: Collection[str]) -> tuple[float, float]:
    """The share of lines with a candidate between the likely labels, and the log of the number without a label."""
    labelled = [place for place, (_, head) in enumerate(seen.order) if head.key in likely]
    if not labelled:
        return 0.0, 0.0
    first, last = labelled[0], labelled[-1]
    span = seen.order[last][0] - seen.order[first][0] + 1
    return (last - first + 1) / span, math.log1p(span - len(labelled))


def _places(seen: Seen, open_keys: Collection[str], likely: Collection[str]) -> dict[str, Counter[str]]:
    """How often each candidate follows a host, is between two turns of one other speaker, and follows itself.

    `questions` is the number of hosts' turns directly above it.
    """
    judged = {*likely, *open_keys}
    askers = {key for key in likely if _asks(key, seen)}
    order = [head.key for _, head in seen.order if head.key in judged]
    after = list(_last_likely(order[::-1], likely))[::-1]
    found: dict[str, Counter[str]] = {name: Counter() for name in ("after_asker", "joins", "after_itself", "questions")}
    question, answered = 0, Counter[str]()
    for key, last, following in zip(order, _last_likely(order, likely), after, strict=True):
        found["after_itself"][key] += last == key
        found["after_asker"][key] += last != key and last in askers
        found["joins"][key] += key != last == following != ""
        question += key in askers
        found["questions"][key] += answered.get(key) != question
        answered[key] = question
    return found


def _last_likely(order: list[str], likely: Collection[str]) -> Iterator[str]:
    """The last likely label before each place, "" if there is none."""
    last = ""
    for key in order:
        yield last
        last = key if key in likely else last


def _asks(key: str, seen: Seen) -> bool:
    role = role_of_word(key)
    return role is Role.HOST if role else seen.share("asks", key) >= ASKER


def odds(features: Features, table: Mapping[str, float]) -> float:
    """The probability that a candidate with these features is a label."""
    total = table["bias"] + sum(table.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def weights() -> dict[str, dict[str, float]]:
    """The fitted tables: `alone` before any label is known, `given_labels` and `once` given the likely labels."""
    tables: dict[str, dict[str, float]] = json.loads(packaged("script/evidence.json").read_text("utf-8"))["tables"]
    return tables


def likely_by(features: Mapping[str, Features], table: Mapping[str, float], threshold: float) -> list[str]:
    """The candidates whose odds by a table are above the threshold."""
    return keys_where(lambda own: odds(own, table) > threshold, features)


def returning_labels(seen: Seen, known: Collection[str], declared: Declared) -> list[str]:
    """The repeated candidates that are labels, in addition to the `known` ones."""
    returning = without(keys_where((1).__lt__, seen.counts), words.INTERJECTIONS.union(known, _seldom_fields(seen)))
    base = {key: own_features(key, seen, declared) for key in returning}
    before = likely = {*likely_by(base, weights()["alone"], THRESHOLD), *known}
    for _ in range(ROUNDS):
        given = features_given(base, seen, likely)
        before, likely = likely, {*likely_by(given, weights()["given_labels"], THRESHOLD), *known}
    return [key for key in base if key in before & likely]


def _seldom_fields(seen: Seen) -> set[str]:
    """The words that are no speaker's, in two or three turns beside many of others: 注意, Background."""
    most = max(seen.counts.values(), default=0)
    return {key for key in words.NOT_LABELS & seen.counts.keys() if seen.counts[key] <= min(SELDOM, most // 2)}


def single_labels(seen: Seen, labels: Collection[str], declared: Declared, fields: Collection[str] = ()) -> list[str]:
    """The candidates that occur once and are labels, given the labels of the file; `fields` are none."""
    never = words.NOT_LABELS | words.TERMS | {*labels, *fields, *_below_talk(seen, labels)}
    lower = +seen.sums["lower"]
    if not lower.keys() & set(labels):  # `USA: blue.` where every turn begins with a capital
        never |= lower.keys()
    once = without(keys_with(1, seen.counts), never)
    if not labels or not once:
        return []
    base = {key: own_features(key, seen, declared) for key in once}
    shaped = without(shaped_labels(seen, labels), never)
    likely = likely_by(features_given(base, seen, labels), weights()["once"], THRESHOLD_ONCE)
    return [*(key for key in shaped if key in base), *without(likely, shaped)]


def _below_talk(seen: Seen, labels: Collection[str]) -> set[str]:
    """The candidates below the last turn and words without a label that have no sentence: `Photos: Ann Lee`."""
    last = max((index for index, head in seen.order if head.key in labels), default=0)
    below = {head.key for index, head in seen.order if index > last + 1}
    return {key for key in below if not seen.total("said", key)}


def shaped_labels(seen: Seen, labels: Collection[str]) -> list[str]:
    """The candidates that are no labels by their odds, but have the shape that the labels of the file have."""
    turns = sum(map(seen.counts.__getitem__, labels))
    shape = next((shape for shape in _SHAPES if turns >= LEAST_SHAPED and shape.fits(labels, seen)), None)
    others = without(seen.counts, words.INTERJECTIONS.union(words.NOT_LABELS, labels))
    return [key for key in others if shape and len(key) <= MAX_SHAPED and shape.has(key, seen)]


def labels_between(seen: Seen, labels: Collection[str]) -> list[str]:
    """The repeated candidates between labelled lines, in a file where nearly every line has a label.

    There, a line without a label of the file is hardly ever the second paragraph of a turn.
    """
    others = _between(seen, labels)
    alone = Counter(key for index, key in others.items() if others.keys().isdisjoint((index - 1, index + 1)))
    often = without(keys_where((1).__lt__, alone), words.NOT_LABELS | words.TERMS | words.INTERJECTIONS)
    usual = _usual(seen, labels)
    return [key for key in often if alone[key] == seen.counts[key] and _is_like(key, seen, usual)]


def _between(seen: Seen, labels: Collection[str]) -> dict[int, str]:
    """The candidates between labelled lines by index, none if more than a few lines there have no candidate."""
    labelled = [index for index, head in seen.order if head.key in labels]
    if len(labelled) < LEAST_DENSE:
        return {}
    inside = range(labelled[0], labelled[-1])
    others = {index: head.key for index, head in seen.order if index in inside and head.key not in labels}
    bare = len(inside) - len(labelled) - len(others)
    return others if bare * DENSE <= len(labelled) else {}


def _usual(seen: Seen, labels: Collection[str]) -> dict[str, bool]:
    """Whether most lines of the labels have each form that is alike in a file, but for the blank line above."""
    lines = sum(map(seen.counts.__getitem__, labels))
    return {name: sum(map(seen.sums[name].__getitem__, labels)) * 2 > lines for name in _ALIKE[1:]}


def _is_like(key: str, seen: Seen, usual: Mapping[str, bool]) -> bool:
    """Whether a candidate may be a name, is always before a colon and a sentence, and has the form of the labels."""
    said = seen.always("sentence", key) and seen.forms[key]["colon"] == seen.counts[key]
    form = all(seen.total(name, key) == seen.counts[key] * has_it for name, has_it in usual.items())
    return said and form and name_strength(seen.labels[key]) > 0


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the lines of all labels of a file may have in common: a form, and facts of LINE_FEATURES.

    `least` is how often a candidate must occur to be a label by this shape, `strength` how much it must look
    like a name.
    """

    form: str
    facts: tuple[str, ...]
    least: int = 1
    strength: int = 0

    def fits(self, labels: Collection[str], seen: Seen) -> bool:
        """Whether the lines of these labels have the shape, but for a few."""
        lines = sum(map(seen.counts.__getitem__, labels))
        most = lines // MANY
        formed = sum(seen.forms[key][self.form] for key in labels)
        return lines - formed <= most and all(
            lines - sum(seen.total(fact, key) for key in labels) <= most for fact in self.facts
        )

    def has(self, key: str, seen: Seen) -> bool:
        """Whether a candidate has the shape."""
        named = seen.counts[key] >= self.least and name_strength(seen.labels[key]) >= self.strength
        return named and self.fits([key], seen)


# The first shape that the labels have counts: where all labels are bold or have a time, a name without is none.
_SHAPES = (
    _Shape("colon", ("bold_label", "gap")),
    _Shape("bracket", ("bold",)),  # **<rook>**  shall we begin
    _Shape("colon", ("italic_label",)),
    _Shape("colon", ("bracketed",)),
    _Shape("alone", ("heading",), least=2),
    _Shape("colon", ("item", "sentence", "apart"), least=2, strength=1),
    _Shape("colon", ("item", "sentence", "before_ends"), least=2, strength=1),
    _Shape("colon", ("timed",), least=2, strength=1),
    _Shape("colon", ("gap", "sentence"), least=2, strength=2),
)
