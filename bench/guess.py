"""How well words that no dictionary lists are guessed: python bench/guess.py cmudict.dict [checkpoint20.npz]

The model is made anew without one word in twenty (all words that begin with the same five letters together), and
these are guessed: exact sounds and stress, and errors per sound. The second column is the network inside the g2p_en
wheel (its checkpoint as the second argument), which has seen all of CMUdict: rows "in CMUdict" flatter it.
"""

from __future__ import annotations

import gzip
import random
import sys
import time
from collections.abc import Callable, Iterable
from hashlib import md5
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).parent.parent),
    str(Path(__file__).parent),
    str(Path(__file__).parent.parent / "tests"),
]

import words
from test_traps_en import arpabet, compared

from audiobuild.pronunciation.en import guess
from audiobuild.pronunciation.en.wordlists import entries

SAMPLE = 500


def held_out(word: str) -> bool:
    return md5(word[:5].encode()).digest()[0] < 13


def distance(first: list[str], second: list[str]) -> int:
    """Levenshtein's."""
    row = list(range(len(second) + 1))
    for i, one in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def sets(sounds: dict[str, str], cmu: dict[str, str]) -> dict[str, list[str]]:
    """Held-out words by where they come from."""
    gold = entries("gold")
    kinds = {
        "common words, not in CMUdict": lambda word: word in gold and word not in cmu,
        "names, not in CMUdict": lambda word: word.capitalize() in gold and word not in gold and word not in cmu,
        "common words, in CMUdict": lambda word: word in gold and word in cmu,
        "names, only in CMUdict": lambda word: word in cmu and word not in gold and word.capitalize() not in gold,
    }
    out = sorted(filter(held_out, sounds))
    found = {name: [word for word in out if len(word) > 3 and kind(word)] for name, kind in kinds.items()}
    return {name: random.Random(5).sample(chosen, min(SAMPLE, len(chosen))) for name, chosen in found.items()}


def network(path: Path) -> Callable[[str], list[str]]:
    """g2p_en's encoder and decoder (gated recurrent units, Cho et al. 2014, gates in PyTorch's order)."""
    import numpy as np

    weights = np.load(path)
    vowels = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split()
    order = (
        "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
    )
    names = ["<pad>", "<unk>", "<s>", "</s>"]
    for sound in order:
        bare = [sound] if sound not in vowels or sound == "UW" else []
        names += bare + ([sound + stress for stress in "012"] if sound in vowels else [])

    def step(kind: str, symbol: int, state):
        given = weights[f"{kind}_w_ih"] @ weights[f"{kind}_emb"][symbol] + weights[f"{kind}_b_ih"]
        kept = weights[f"{kind}_w_hh"] @ state + weights[f"{kind}_b_hh"]
        reset, update = np.split(1 / (1 + np.exp(-(given[:512] + kept[:512]))), 2)
        return (1 - update) * np.tanh(given[512:] + reset * kept[512:]) + update * state

    weights = {name: weights[name] for name in weights.files}

    def run(word: str) -> list[str]:
        state = np.zeros(256, np.float32)
        for symbol in [ord(letter) - 94 for letter in word] + [2]:
            state = step("enc", symbol, state)
        found, symbol = [], 2
        while len(found) < 40:
            state = step("dec", symbol, state)
            symbol = int(np.argmax(weights["fc_w"] @ state + weights["fc_b"]))
            if symbol == 3:
                break
            found.append(names[symbol])
        return found

    return run


def row(chosen: Iterable[str], sounds: dict[str, str], say: Callable[[str], list[str]]) -> str:
    exact = errors = total = 0
    start, count = time.perf_counter(), 0
    for count, word in enumerate(chosen, 1):  # noqa: B007
        right, heard = compared(arpabet(sounds[word])).split(), compared(say(word)).split()
        exact += right == heard
        errors += distance(heard, right)
        total += len(right)
    spent = 1000 * (time.perf_counter() - start) / count
    return f"{100 * exact / count:5.1f} % exact {100 * errors / total:5.1f} % of sounds wrong {spent:5.1f} ms a word"


def main() -> None:
    cmu = words.cmudict(Path(sys.argv[1]))
    sounds = words.training_words(cmu)
    learnt = sorted((word, words.units(sound)) for word, sound in sounds.items() if not held_out(word))
    chances = words.learnt_chances(learnt[:: len(learnt) // words.ALIGNED_FIRST])
    data = words.model_bytes(list(words.as_sequences(learnt, chances)))
    print(f"model: {len(data) / 1e6:.2f} MB, {len(gzip.decompress(data)) / 1e6:.2f} MB unpacked")
    guess._model.cache_clear()
    model = guess._Model(data)
    guess._model = lambda: model  # type: ignore[assignment]
    ways: dict[str, Callable[[str], list[str]]] = {"ours": lambda word: arpabet(guess.guess(word))}
    if len(sys.argv) > 2:
        ways["g2p_en"] = network(Path(sys.argv[2]))
    for name, chosen in sets(sounds, cmu).items():
        for way, say in ways.items():
            print(f"{name:30} {len(chosen):4} {way:8} {row(chosen, sounds, say)}")


if __name__ == "__main__":
    main()
