"""How many of the Chinese traps are right, by category, ours compared with plain misaki: python bench/traps.py
[FOLDER].

FOLDER holds zh_forms.tsv and zh_readings.tsv (default: tests/traps). misaki needs misaki[zh] and cn2an; without them
its column is left out.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_traps_zh import TRAPS, bare, read_right, rows, said_right

Check = Callable[[dict[str, str]], bool]


def misaki_checks() -> tuple[Check, Check]:
    """misaki's way with figures (cn2an) and with characters (jieba's words, pypinyin's readings)."""
    import cn2an
    import jieba
    from pypinyin import Style, lazy_pinyin

    def read(text: str) -> list[str]:
        syllables: list[str] = []
        for word in jieba.lcut(text, cut_all=False):
            said = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
            syllables += said if len(said) == len(word) else [""] * len(word)
        return [syllable.replace("ü", "v") for syllable in syllables]

    def form(row: dict[str, str]) -> bool:
        return bare(cn2an.transform(row["text"], "an2cn")) in {bare(said) for said in row["said"].split(" | ")}

    return form, lambda row: read_right(row, read)


def report(title: str, table: list[dict[str, str]], checks: dict[str, Check]) -> None:
    tally: dict[str, list[int]] = defaultdict(lambda: [0] * (len(checks) + 1))
    for row in table:
        results: list[Any] = [check(row) for check in checks.values()]
        for category in (row["category"], "all"):
            tally[category] = [old + new for old, new in zip(tally[category], [1, *results], strict=True)]
    print(f"\n| {title} | rows | {' | '.join(checks)} |\n|---|---:|{'---:|' * len(checks)}")
    for category, (total, *right) in sorted(tally.items(), key=lambda item: item[0] == "all"):
        print(f"| {category} | {total} | " + " | ".join(f"{100 * one / total:.1f} %" for one in right) + " |")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TRAPS
    forms: dict[str, Check] = {"ours": said_right}
    characters: dict[str, Check] = {"ours": read_right}
    if importlib.util.find_spec("jieba") and importlib.util.find_spec("cn2an"):
        forms["misaki"], characters["misaki"] = misaki_checks()
    report("written forms", rows(folder / "zh_forms.tsv"), forms)
    report("readings", rows(folder / "zh_readings.tsv"), characters)


if __name__ == "__main__":
    main()
