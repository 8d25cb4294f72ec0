"""How many Chinese readings are right, by kind: ours, pypinyin, g2pM and misaki's way: python bench/readings.py FILE...

A FILE has the columns text, target, expected (right readings behind "|") and note (the kind, and ": guard" for a row
that was right before), or those of tests/traps/zh_readings.tsv. Without a FILE: that one, and zh_first_readings.tsv.
misaki 1.1 reads jieba's words with pypinyin and pypinyin-dict's `large_pinyin`: it needs both, else its column is left
out. wetext reads no characters.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_traps_zh import TRAPS, ours

from audiobuild.pronunciation.zh.frontend import words_zh

Reader = Callable[[str], list[str]]


def numbered(syllables: list[str], text: str) -> list[str]:
    """One syllable for each character, v for ü."""
    plain = [syllable.replace("ü", "v").replace("u:", "v") for syllable in syllables]
    return plain if len(plain) == len(text) else [""] * len(text)


def pypinyin_reader() -> Reader:
    from pypinyin import Style, lazy_pinyin

    def read(text: str) -> list[str]:
        return numbered(
            lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True, errors=list), text
        )

    return read


def g2pm_reader() -> Reader:
    from g2pM import G2pM

    model = G2pM()
    return lambda text: numbered(model(text, char_split=True), text)


def misaki_reader() -> Reader:
    """misaki 1.1's way; loaded last, since its dictionary replaces pypinyin's."""
    import jieba
    from pypinyin import Style, lazy_pinyin
    from pypinyin_dict.phrase_pinyin_data import large_pinyin

    large_pinyin.load()

    def read(text: str) -> list[str]:
        syllables: list[str] = []
        for word in jieba.lcut(text):
            said = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors=list)
            syllables += numbered(said, word)
        return syllables

    return read


def rows(path: Path) -> list[tuple[str, str, list[str], str]]:
    """Text in words, target, right readings and kind of each row."""
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for row in table:
        expected = row.get("expected") or row["pinyin"]
        right = [reading.strip() for reading in expected.split("|")]
        kind = row.get("note") or row["category"]
        found.append((words_zh(row["text"]), row.get("target") or row["word"], right, kind))
    return found


def is_right(read: Reader, text: str, target: str, right: list[str]) -> bool:
    """Whether the target is read in a right way; the tones of 一 and 不 that vary in speech are free for the others."""
    place = text.find(target)
    said = " ".join(read(text)[place : place + len(target)])
    bare = re.sub(r"\b(yi|bu)\d", r"\1", said)
    return said in right or (read is not ours and bare in {re.sub(r"\b(yi|bu)\d", r"\1", one) for one in right})


def report(path: Path, readers: dict[str, Reader]) -> None:
    tally: dict[str, list[int]] = defaultdict(lambda: [0] * (len(readers) + 1))
    for text, target, right, kind in rows(path):
        results = [is_right(read, text, target, right) for read in readers.values()]
        for name in (kind, "all"):
            tally[name] = [old + new for old, new in zip(tally[name], [1, *results], strict=True)]
    print(f"\n| {path.name} | rows | {' | '.join(readers)} |\n|---|---:|{'---:|' * len(readers)}")
    for kind, (total, *right) in sorted(tally.items(), key=lambda item: item[0] == "all"):
        print(f"| {kind} | {total} | " + " | ".join(f"{100 * one / total:.1f} %" for one in right) + " |")


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or [TRAPS / "zh_readings.tsv", TRAPS / "zh_first_readings.tsv"]
    for path in paths:
        readers: dict[str, Reader] = {"ours": ours, "pypinyin": pypinyin_reader(), "g2pM": g2pm_reader()}
        if importlib.util.find_spec("jieba") and importlib.util.find_spec("pypinyin_dict"):
            readers["misaki 1.1"] = misaki_reader()
        report(path, readers)


if __name__ == "__main__":
    main()
