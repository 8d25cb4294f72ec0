"""Accuracy on the CPP test set of g2pM's repository: python bench/polyphones.py FOLDER.

FOLDER holds test.sent (sentences with one character between ▁ marks) and test.lb (its reading), as in the `data`
folder of github.com/kakaobrain/g2pM. Prints pypinyin, g2pM and ours, whole and by character with --by-character.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_traps_zh import ours

Reader = Callable[[str, int], str]


def pypinyin_reader() -> Reader:
    from pypinyin import Style, pinyin

    def read(sentence: str, place: int) -> str:
        split = pinyin(sentence, style=Style.TONE3, neutral_tone_with_five=True, errors=lambda text: list(text))
        return split[place][0].replace("ü", "v")

    return read


def g2pm_reader() -> Reader:
    from g2pM import G2pM

    model = G2pM()
    return lambda sentence, place: model(sentence, char_split=True)[place].replace("u:", "v")


def main() -> None:
    folder = Path(sys.argv[1])
    sentences = (folder / "test.sent").read_text(encoding="utf-8").splitlines()
    labels = (folder / "test.lb").read_text(encoding="utf-8").split()
    readers: dict[str, Reader] = {
        "pypinyin": pypinyin_reader(),
        "g2pM": g2pm_reader(),
        "ours": lambda text, place: ours(text)[place],
    }
    right: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence, label in zip(sentences, labels, strict=True):
        place = sentence.index("▁")
        plain = re.sub("▁", "", sentence)
        for name, read in readers.items():
            if read(plain, place) == label.replace("u:", "v"):
                right[name] += 1
            else:
                wrong[name][plain[place]] += 1
    print("| | " + " | ".join(readers) + " |\n|---|" + "---:|" * len(readers))
    print(
        f"| {len(labels)} sentences | "
        + " | ".join(f"{100 * right[name] / len(labels):.1f} %" for name in readers)
        + " |"
    )
    if "--by-character" in sys.argv:
        for character in sorted({character for counts in wrong.values() for character in counts}):
            print(f"| {character}, wrong | " + " | ".join(str(wrong[name][character]) for name in readers) + " |")


if __name__ == "__main__":
    main()
