"""How many Chinese readings and written forms are right, by kind, beside other front ends: bench/readings.py FILE...

A FILE has the columns text, target, expected (right readings behind "|") and note (the kind, and ": guard" for a row
that was right before), or those of tests/traps/zh_readings.tsv. Without a FILE: that one, and zh_first_readings.tsv.
Where `expected` is in words, the rows are written forms. A front end without its packages is left out: pypinyin and
g2pM read characters, wetext writes forms out, misaki does both (`pip install misaki[zh] pypinyin-dict`; as version
1.1: the words of jieba, `large_pinyin` and its neutral tones; forms by cn2an).
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_traps_zh import TRAPS, ours

from audiobuild.pronunciation import pronounce
from audiobuild.pronunciation.zh.frontend import words_zh

Reader = Callable[[str], list[str]]
Writer = Callable[[str], str]


#: In a right reading: the words of a written form, and no pinyin.
HAN_WORDS = re.compile("[一-鿿]")


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
    """misaki 1.1's own front end; loaded last, since its dictionary replaces pypinyin's."""
    from jieba import posseg
    from misaki.zh_frontend import ZHFrontend
    from pypinyin import Style, lazy_pinyin

    front = ZHFrontend()

    def read(text: str) -> list[str]:
        syllables: list[str] = []
        for word, kind in front.tone_modifier.pre_merge_for_modify(posseg.lcut(text)):
            said = numbered(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors=list), word)
            toned = front.tone_modifier._neural_sandhi(word, kind, list(said)) if all(said) else said
            syllables += toned
        return syllables

    return read


def ours_written(text: str) -> str:
    return "".join(piece.normalized for piece in pronounce(text, "zh").pieces)


def wetext_writer() -> Writer:
    from wetext import Normalizer

    normalizer = Normalizer(lang="zh", operator="tn")
    return lambda text: str(normalizer.normalize(text))


def misaki_writer() -> Writer:
    import cn2an

    return lambda text: str(cn2an.transform(text, "an2cn"))


class FrontEnd(NamedTuple):
    """A front end: the module that it needs, how it is made, and whether it writes forms out or reads characters."""

    name: str
    module: str
    make: Callable[[], Any]
    writes: bool


#: In the order in which they are made: misaki's reader replaces pypinyin's dictionary.
FRONT_ENDS = (
    FrontEnd("ours", "audiobuild", lambda: ours, writes=False),
    FrontEnd("pypinyin", "pypinyin", pypinyin_reader, writes=False),
    FrontEnd("g2pM", "g2pM", g2pm_reader, writes=False),
    FrontEnd("misaki 1.1", "misaki", misaki_reader, writes=False),
    FrontEnd("ours", "audiobuild", lambda: ours_written, writes=True),
    FrontEnd("misaki 1.1", "cn2an", misaki_writer, writes=True),
    FrontEnd("wetext", "wetext", wetext_writer, writes=True),
)


def is_written_right(write: Writer, text: str, target: str, right: list[str]) -> bool:
    """Whether the target is in right words, next to the characters that surround it."""
    before, after = text.split(target, 1)
    said = comparable(write(text))
    left, right_side = (side if not side.isascii() else "" for side in (comparable(before)[-1:], comparable(after)[:1]))
    return any(left + comparable(one) + right_side in said for one in right)


def comparable(text: str) -> str:
    """Letters and figures only: 〇 is 零, 幺 is 一, 两 before a large unit 二."""
    text = unicodedata.normalize("NFKC", text).replace("〇", "零").replace("幺", "一")
    text = re.sub("两(?=[百千万亿])", "二", text)
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LMN").lower()


class Table(NamedTuple):
    """The rows of a file: text, target, right answers and kind."""

    name: str
    of_forms: bool
    rows: list[tuple[str, str, list[str], str]]


def table(path: Path) -> Table:
    """The rows of a file; for readings, the text in words."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    answers = [(line.get("expected") or line["pinyin"]).split("|") for line in lines]
    of_forms = any(HAN_WORDS.search(answer) for answer in answers[0])
    found = []
    for line, right in zip(lines, answers, strict=True):
        text = line["text"] if of_forms else words_zh(line["text"])
        kind = line.get("note") or line["category"]
        found.append((text, line.get("target") or line["word"], [one.strip() for one in right], kind))
    return Table(path.name, of_forms, found)


def is_right(read: Reader, text: str, target: str, right: list[str]) -> bool:
    """Whether the target is read in a right way; the tones of 一 and 不 that vary in speech are free for the others."""
    place = text.find(target)
    said = " ".join(read(text)[place : place + len(target)])
    bare = re.sub(r"\b(yi|bu)\d", r"\1", said)
    return said in right or (read is not ours and bare in {re.sub(r"\b(yi|bu)\d", r"\1", one) for one in right})


def judged(front_end: FrontEnd, tables: list[Table]) -> dict[str, list[bool]]:
    """Which rows of each table of its kind a front end has right."""
    mine = [one for one in tables if one.of_forms == front_end.writes]
    if not mine or not importlib.util.find_spec(front_end.module):
        return {}
    check = partial(is_written_right if front_end.writes else is_right, front_end.make())
    return {one.name: [check(text, target, right) for text, target, right, _ in one.rows] for one in mine}


def report(one: Table, results: dict[str, list[bool]]) -> None:
    tally: dict[str, list[int]] = defaultdict(lambda: [0] * (len(results) + 1))
    for place, (_, _, _, kind) in enumerate(one.rows):
        for name in (kind, "all"):
            right = [1, *(answers[place] for answers in results.values())]
            tally[name] = [old + new for old, new in zip(tally[name], right, strict=True)]
    print(f"\n| {one.name} | rows | {' | '.join(results)} |\n|---|---:|{'---:|' * len(results)}")
    for kind, (total, *right) in sorted(tally.items(), key=lambda item: item[0] == "all"):
        print(f"| {kind} | {total} | " + " | ".join(f"{100 * one / total:.1f} %" for one in right) + " |")


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or [TRAPS / "zh_readings.tsv", TRAPS / "zh_first_readings.tsv"]
    tables = [table(path) for path in paths]
    results: dict[str, dict[str, list[bool]]] = {one.name: {} for one in tables}
    for front_end in FRONT_ENDS:
        for name, answers in judged(front_end, tables).items():
            results[name][front_end.name] = answers
    for one in tables:
        report(one, results[one.name])


if __name__ == "__main__":
    main()
