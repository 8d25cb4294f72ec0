"""How long each voice pauses at each mark, and how fast it speaks: `python bench/pauses.py [--voice V ...]`.

Sentences with marks are spoken as a build speaks them. A pause is the longest silence between the middles of the two
words around a mark. Printed for each voice: the median and the range in milliseconds by mark, and for Chinese voices
the syllables in a second of speech, pauses included.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from statistics import median
from typing import Any

from audiobuild.config import read_profiles
from audiobuild.engines.kokoro import Kokoro
from audiobuild.model import Pronunciation, Take, Utterance, Voice
from audiobuild.planning.cast import find_voice
from audiobuild.pronunciation.phonemes import MARKS

VOICES = ("zf_xiaoxiao", "zm_yunyang", "zm_yunxi", "af_heart", "am_michael")
BLOCK = 0.005  # seconds
FLOOR = 10 ** (-40 / 20)  # of the take's peak: below it is silence
KINDS = {"…": "ellipsis", "—": "dash", ";": "clause", ":": "clause", ",": "comma", "、": "list", "(": "bracket"}
KINDS |= {")": "bracket", "“": "quote", "”": "quote", ".": "stop", "!": "stop", "?": "stop"}
TEXTS = {
    "zh": (
        "他想了想……还是没有开口，转身走了。",
        "那年冬天……我还记得，河面都冻住了。",
        "我只求一件事——把灯留着，别关。",
        "这口井——村里最老的一口，去年干了。",
        "他说得很清楚：先修路，后盖房；钱不够，就慢慢来。",
        "白天太吵；夜里倒好，能听见水声：一滴一滴的。",
        "摊上摆着茶叶、瓷碗、竹篮、旧书和一盏灯。",
        "我养过鸡、鸭、鹅、兔子，就是没养过羊。",
        "铺子里有面粉，白糖，红豆，芝麻，什么都不缺。",
        "那条船（后来沉了）是我爷爷造的。",
        "她的名字（不是笔名）叫阿青。",
        "我常读《活着》这本书，也读“新诗”和散文。",
    ),
    "en": (
        "He waited… and then he left, without a word.",
        "I never asked… it was late, and she was tired.",
        "We had one rule—keep the lamp lit, always.",
        "The old well—the deepest in town, they said—went dry.",
        "She was clear: fix the road first; build the house later.",
        "The days were loud; the nights were not: you could hear water.",
        "We sold tea, bowls, baskets, old books and a lamp.",
        "I kept hens, ducks, geese, rabbits, but never a goat.",
        "That boat (it sank later) was built by my father.",
        "Her name (not a pen name) was Rose.",
        "I read “The Tempest” twice, and liked it.",
    ),
}


def main() -> None:
    """Speak, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--voice", action="append", default=[])
    asked = options.parse_args()
    engine, profiles = Kokoro(), read_profiles(None)
    for name in asked.voice or VOICES:
        voice = find_voice(name, "kokoro", profiles)
        _report(engine, voice)


def _report(engine: Kokoro, voice: Voice) -> None:
    found: dict[str, list[float]] = {}
    syllables, seconds = 0, 0.0
    for text in TEXTS[voice.language]:
        said = engine.pronounce(Utterance(text, voice, voice.language))
        take = engine.speak(said, voice)
        for kind, pause in pauses(said, take):
            found.setdefault(kind, []).append(pause)
        syllables += sum(1 for letter in said.pieces[0].normalized if "\u3400" <= letter <= "\u9fff")
        seconds += (take.words[-1].end - take.words[0].start) / take.rate
    pace = f", {syllables / seconds:.2f} syllables/s" if syllables else ""
    print(f"{voice.name}, rate {voice.rate:g}{pace}")
    for kind in dict.fromkeys(KINDS.values()):
        lengths = found.get(kind, [])
        if lengths:
            print(f"  {kind:<9} {median(lengths):4.0f}  ({min(lengths):.0f}-{max(lengths):.0f}, {len(lengths)})")


def pauses(said: Pronunciation, take: Take) -> Iterator[tuple[str, float]]:
    """The kind of each mark between two words of a one-piece utterance, and the milliseconds of its pause."""
    symbols, end = said.pieces[0].engine_input, 0
    for i, word in enumerate(take.words[:-1]):
        end = symbols.index(word.text, end) + len(word.text)
        after = symbols.index(take.words[i + 1].text, end)
        kinds = [KINDS[mark] for mark in symbols[end:after] if mark in MARKS and mark in KINDS]
        if kinds:
            ranked = list(dict.fromkeys(KINDS.values()))
            yield min(kinds, key=ranked.index), silence(take, word, take.words[i + 1])


def silence(take: Take, before: Any, after: Any) -> float:
    """The longest silence in milliseconds between the middles of two words."""
    import numpy as np

    start, end = (before.start + before.end) // 2, (after.start + after.end) // 2
    size = round(take.rate * BLOCK)
    count = (end - start) // size
    blocks = np.abs(take.samples[start : start + count * size].astype(float)).reshape(count, size).max(axis=1)
    quiet = blocks < FLOOR * np.abs(take.samples.astype(float)).max()
    longest = run = 0
    for each in quiet:
        run = run + 1 if each else 0
        longest = max(longest, run)
    return longest * BLOCK * 1000


if __name__ == "__main__":
    main()
