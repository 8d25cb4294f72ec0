"""Fit the weights by which reading tells labels: `python bench/fit_labels.py [--made N] [--write]`.

Truth: the golden scripts (a head is a label when a turn of the golden reading begins after it) and made interviews
(bench/interviews.py). Logistic regression, ridge, Newton steps; five folds by script. Prints how labels are told in
the folds that a table was not fitted on, then the made interviews of held-out names and shapes. Needs numpy.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import interviews
import numpy as np

from audiobuild.errors import ScriptError
from audiobuild.script import evidence, read_bytes
from audiobuild.script.clean import clean
from audiobuild.script.decode import decode
from audiobuild.script.evidence import THRESHOLD, THRESHOLD_ONCE, Features, Seen
from audiobuild.script.formats import read_container
from audiobuild.script.label_candidates import key_of
from audiobuild.script.label_styles import FAMILIES
from audiobuild.script.labels import known_keys
from audiobuild.script.lines import fold
from audiobuild.script.reading import candidates

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "audiobuild" / "script" / "evidence.json"
RIDGE, GOLDEN_WEIGHT, FOLDS = 2.0, 3.0, 5
Table = dict[str, float]
Array = Any


@dataclass(frozen=True, slots=True)
class Case:
    """The heads of one family of shapes in one script: which are known, which are open, and which are labels."""

    script: str
    golden: bool
    seen: Seen
    known: frozenset[str]
    base: dict[str, Features]
    once: dict[str, Features]
    labels: frozenset[str]


def main() -> None:
    """Fit, print, and with --write store the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--made", type=int, default=1500)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    cases = [*golden_cases(), *made_cases(range(1000, 1000 + options.made))]
    scripts = sorted({case.script for case in cases})
    random.Random(1).shuffle(scripts)
    fold_of = {script: place % FOLDS for place, script in enumerate(scripts)}
    told = []
    for number in range(FOLDS):
        tables = fit([case for case in cases if fold_of[case.script] != number])
        told += [(case, judged(case, tables)) for case in cases if fold_of[case.script] == number]
    figures = {
        "golden": figures_of([pair for pair in told if pair[0].golden]),
        "made": figures_of([pair for pair in told if not pair[0].golden]),
    }
    tables = fit(cases)
    print("cross-validation", json.dumps(figures))
    stored = {"generator": interviews.VERSION, "made": options.made, "cross_validation": figures, "tables": tables}
    if options.write:
        TABLES.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
        evidence.weights.cache_clear()
    for name, held, plain in (("noise", True, False), ("no noise", True, True), ("known, no noise", False, True)):
        right = sum(is_read_right(interviews.make(seed, held, plain)) for seed in range(90_000, 90_100))
        print(f"made interviews, {'held-out names and shapes, ' if held else ''}{name}: {right} of 100 read right")


def golden_cases() -> Iterator[Case]:
    """The goldens, with the labels that their readings say."""
    folder = ROOT / "tests" / "golden"
    for path in sorted(folder.iterdir()):
        reading = path.with_suffix(".json")
        if path.suffix == ".json" or not reading.exists():
            continue
        turns = json.loads(reading.read_text("utf-8"))["turns"]
        starts = {fold(turn[2])[:12] for turn in turns}
        yield from cases_of(path.name, path.read_bytes(), starts, None)


def made_cases(seeds: range) -> Iterator[Case]:
    """Made interviews with their labels."""
    for seed in seeds:
        made = interviews.make(seed)
        yield from cases_of(f"{seed}-{made.name}", made.text.encode(), set(), frozenset(map(key_of, made.labels)))


def cases_of(name: str, data: bytes, starts: set[str], labels: frozenset[str] | None) -> Iterator[Case]:
    """One case for each family of shapes."""
    contents = read_container(clean(decode(data, name).text)[0])
    found = candidates(contents)
    if found is None:
        return
    lines, declared = found
    for family in FAMILIES:
        heads = family.candidates(lines)
        seen = evidence.count(lines.rows, lines.asks, heads)
        known = frozenset(known_keys(seen, declared))
        own = {k: evidence.own_features(k, seen, declared) for k in seen.counts if k not in known}
        base = {k: f for k, f in own.items() if seen.counts[k] >= 2}
        once = {k: f for k, f in own.items() if seen.counts[k] == 1}
        said = {h.key for i, h in heads.items() if fold(h.rest or _below(lines.rows, i))[:12] in starts}
        if own:
            yield Case(name, labels is None, seen, known, base, once, said if labels is None else labels)


def _below(rows: list[Any], index: int) -> str:
    return str(rows[index + 1].text) if index + 1 < len(rows) else ""


def fit(cases: list[Case]) -> dict[str, Table]:
    """The two tables: before any label is known, and given the likely ones."""
    alone = solved([(case, key, own) for case in cases for key, own in case.base.items()])
    rows = []
    likely = [set(case.known) | told_by(case.base, alone) for case in cases]
    table = alone
    for _ in range(2):
        given = [evidence.features_given(case.base, case.seen, own) for case, own in zip(cases, likely, strict=True)]
        rows += [(case, key, own) for case, every in zip(cases, given, strict=True) for key, own in every.items()]
        table = solved(rows)
        likely = [set(case.known) | told_by(every, table) for case, every in zip(cases, given, strict=True)]
    tables = {"alone": alone, "given_labels": table}
    single = [
        (case, key, own)
        for case in cases
        if (labels := case.known | judged_returning(case, tables))
        for key, own in evidence.features_given(case.once, case.seen, labels).items()
    ]
    return {**tables, "once": solved(single)}


def told_by(features: dict[str, Features], table: Table) -> set[str]:
    """The keys that a table takes for labels."""
    return set(evidence.likely_by(features, table, THRESHOLD))


def solved(rows: list[tuple[Case, str, Features]]) -> Table:
    """Logistic regression: each key weighs more the more often it returns, and more in a golden script."""
    names = list(rows[0][2])
    inputs = np.array([[1.0, *own.values()] for _, _, own in rows])
    truth = np.array([float(key in case.labels) for case, key, _ in rows])
    weight = np.array(
        [(GOLDEN_WEIGHT if case.golden else 1.0) * (1 + np.log(case.seen.counts[key])) for case, key, _ in rows]
    )
    weight *= len(rows) / weight.sum()
    table = np.zeros(inputs.shape[1])
    ridge = RIDGE * np.eye(len(table))
    ridge[0, 0] = 0.001
    for _ in range(40):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ table, -30, 30)))
        slope = inputs.T @ (weight * (guess - truth)) + ridge @ table
        bend = (inputs * (weight * np.maximum(guess * (1 - guess), 1e-6))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(bend, slope)
        table -= step
        if np.abs(step).max() < 1e-5:
            break
    return {name: round(float(value), 2) for name, value in zip(["bias", *names], table, strict=True)}


def judged(case: Case, tables: dict[str, Table]) -> set[str]:
    """The labels among the open keys of a case as reading tells them with these tables."""
    returning = judged_returning(case, tables)
    labels = case.known | returning
    given = evidence.features_given(case.once, case.seen, labels) if labels else {}
    return returning | set(evidence.likely_by(given, tables["once"], THRESHOLD_ONCE))


def judged_returning(case: Case, tables: dict[str, Table]) -> set[str]:
    """The labels among the open keys that return."""
    likely = set(case.known) | told_by(case.base, tables["alone"])
    for _ in range(2):
        given = evidence.features_given(case.base, case.seen, likely)
        likely = set(case.known) | told_by(given, tables["given_labels"])
    return likely - case.known


def figures_of(told: list[tuple[Case, set[str]]]) -> dict[str, int]:
    """Families told exactly, and the rows of labels missed and of false ones."""
    exact = missed = false = 0
    for case, got in told:
        truth = case.labels & (set(case.base) | set(case.once))
        exact += got == truth
        missed += sum(case.seen.counts[key] for key in truth - got)
        false += sum(case.seen.counts[key] for key in got - truth)
    return {"sets": len(told), "exact": exact, "missed_rows": missed, "false_rows": false}


def is_read_right(made: interviews.Interview) -> bool:
    """Whether every turn of a made interview is read, with its speaker."""
    try:
        script = read_bytes(made.text.encode(), made.name)
    except ScriptError:
        return False
    return [key_of(turn.label or "") for turn in script.turns] == [key_of(label) for label, _ in made.turns]


if __name__ == "__main__":
    main()
