"""Prints how the sexes of the people in thirty scripts are decided: `python bench/casting.py`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from support.known_sexes import KNOWN, judged

verdicts: Counter[str] = Counter()
for known in KNOWN:
    for label, verdict, why in judged(known):
        verdicts[verdict] += 1
        print(f"{verdict:<8} {label}  {why}")
print(f"{len(KNOWN)} scripts: " + ", ".join(f"{verdicts[each]} {each}" for each in ("right", "unknown", "wrong")))
