"""Makes two of the English word lists in audiobuild/pronunciation/en/words/ from the other two and CMUdict.

    python bench/words.py cmudict.dict

`us_names.json.gz`: words and names that misaki's dictionaries and the rules of inflection lack, from CMUdict, in
misaki's symbols. `us_guess.bin.gz`: the model of `pronunciation/en/guess.py`: pairs of a letter and its sounds, and how
likely each is after the five before it. The same input gives the same bytes.

Letters and sounds are aligned by expectation-maximisation (one letter, none to three sounds); the probabilities are
interpolated with modified Kneser-Ney discounts (Chen and Goodman 1999; joint n-grams for this task: Bisani and Ney
2008), rare contexts are cut, and what is left is kept as whole numbers, so that reading is exact arithmetic.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import struct
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from audiobuild.pronunciation.en import dictionary
from audiobuild.pronunciation.en.guess import BITS, ORDER, SCALE
from audiobuild.pronunciation.en.wordlists import entries, tidied

Sequence = tuple[str, ...]
Counts = dict[Sequence, Counter[str]]
Probabilities = dict[Sequence, float]

WORDS = Path(dictionary.__file__).with_name("words")
ALIGNED_FIRST = 12_000  # words the alignment is learnt from
RARE = 3  # an n-gram of three and more that was seen less often is cut
EVER_SEEN = 8  # a letter's sounds that were seen less often are not guessed

ARPABET = dict(
    zip(
        "EY AY OW AW OY AA IY UW AE AO EH IH UH B D F G HH JH K L M N NG P R S SH T CH TH DH V W Y Z ZH".split(),
        "A I O W Y ɑ i u æ ɔ ɛ ɪ ʊ b d f ɡ h ʤ k l m n ŋ p ɹ s ʃ t ʧ θ ð v w j z ʒ".split(),
        strict=True,
    )
)
_VOWEL = "AIOWYiuæɑɔəɛɜɪʊʌᵻᵊɐ"


def from_arpabet(sounds: list[str]) -> str:
    """Sounds as CMUdict writes them in misaki's symbols: R AH1 N ER0 is ɹˈʌnəɹ."""
    symbols = "".join(map(_symbol, sounds))
    symbols = re.sub(rf"(?<=[{_VOWEL}ɹ])t(?=[iəɪO])(?!ən)", "T", symbols).replace("hw", "w")
    return re.sub(r"(?<=[td])ən", "ᵊn", re.sub(r"(?<=[tTdspbkɡfvzm])əl\b", "ᵊl", symbols))


def _symbol(sound: str) -> str:
    if not sound[-1].isdigit():
        return ARPABET[sound]
    mark = {"0": "", "1": "ˈ", "2": "ˌ"}[sound[-1]]
    weak = {"AH0": "ə", "ER0": "əɹ"}
    return mark + (weak.get(sound) or {"AH": "ʌ", "ER": "ɜɹ"}.get(sound[:-1]) or ARPABET[sound[:-1]])


def cmudict(path: Path) -> dict[str, str]:
    """The first sound of each word of CMUdict that is one word of letters, with or without an apostrophe inside."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *sounds = line.partition(" #")[0].split()
        if re.fullmatch(r"[a-z]+('[a-z]{2,})?", word) and len(word) > 1:
            found[word] = from_arpabet(sounds)
    return found


def folded(symbols: str) -> str:
    """Symbols without what two dictionaries write differently for one and the same sound."""
    return symbols.replace("ˌ", "").translate(str.maketrans("ɪᵻᵊTɔ", "əəətɑ"))


def names(words: dict[str, str]) -> dict[str, str]:
    """What of `words` neither a dictionary nor an inflection gives."""
    missing = {}
    for word, sound in sorted(words.items()):
        if any(spelling in entries(name) for spelling in (word, word.capitalize()) for name in ("gold", "silver")):
            continue
        inflected = dictionary.inflected(word)
        if inflected is None or not (folded(inflected) == folded(sound) or regular(word, words)):
            missing[word] = sound
    return missing


def regular(word: str, words: dict[str, str]) -> bool:
    """Whether a word begins with the sound of its stem: then misaki's stem and the rules give it better."""
    stems = [word[:-cut] + more for cut in (1, 2, 3, 4) for more in ("", "e", "y") if len(word) > cut + 1]
    return any(folded(words[word]).startswith(folded(words[stem])) for stem in stems if stem in words)


def training_words(cmu: dict[str, str]) -> dict[str, str]:
    """Every word with a sound: CMUdict's, then misaki's silver and gold in its place."""
    found = {word: sound for word, sound in cmu.items() if word.isalpha()}
    for name in ("silver", "gold"):
        words = entries(name)
        for word, entry in words.items():
            small = word.islower() or (word.istitle() and word.lower() not in words)
            sound = entry if isinstance(entry, str) else entry["DEFAULT"]
            if word.isascii() and word.isalpha() and len(word) > 1 and small and sound:
                found[word.lower()] = tidied(sound)
    return found


# ------------------------------------------------------------------------------------------------------- alignment


def units(symbols: str) -> Sequence:
    """Single sounds, a mark of stress with its vowel."""
    return tuple(re.findall("[ˈˌ]?.", symbols))


Chances = dict[tuple[str, Sequence], float]


def _at_first(letter: str, sounds: Sequence) -> float:
    """A start for the alignment: one letter has one sound, vowels are vowels."""
    strange = sum((sound[-1] in _VOWEL) != (letter in "aeiouy") for sound in sounds)
    return (-2.5, 0.0, -4.0, -9.0)[len(sounds)] - 3.0 * strange


def aligned(word: str, sounds: Sequence, chances: Chances | None) -> list[Sequence] | None:
    """The likeliest sounds of each letter, or None when the word has over three times as many sounds as letters."""
    never = -1e9
    best = [[0.0] + [never] * len(sounds)]
    taken: list[list[int]] = [[]]
    for letter in word:
        scores, sizes = [never] * (len(sounds) + 1), [0] * (len(sounds) + 1)
        for start, score in enumerate(best[-1]):
            for size in range(min(3, len(sounds) - start) + 1) if score > never else ():
                piece = sounds[start : start + size]
                chance = math.log(chances.get((letter, piece), 1e-6)) if chances else _at_first(letter, piece)
                if score + chance > scores[start + size]:
                    scores[start + size], sizes[start + size] = score + chance, size
        best.append(scores)
        taken.append(sizes)
    if best[-1][-1] <= never:
        return None
    end, pieces = len(sounds), []
    for sizes in reversed(taken[1:]):
        pieces.append(sounds[end - sizes[end] : end])
        end -= sizes[end]
    return pieces[::-1]


def learnt_chances(words: list[tuple[str, Sequence]], rounds: int = 6) -> Chances:
    """How likely each letter has which sounds."""
    chances: Chances | None = None
    for _ in range(rounds):
        seen: Counter[tuple[str, Sequence]] = Counter()
        for word, sounds in words:
            seen.update(zip(word, aligned(word, sounds, chances) or (), strict=False))
        letters: Counter[str] = Counter()
        for (letter, _), count in seen.items():
            letters[letter] += count
        chances = {pair: count / letters[pair[0]] for pair, count in seen.items()}
    return chances or {}


# -------------------------------------------------------------------------------------------------------- n-grams


def counted(sequences: list[Sequence]) -> list[Counts]:
    """For each length of context what follows it: how often in the longest, after how many different units below."""
    raw: list[Counts] = [defaultdict(Counter) for _ in range(ORDER)]
    for sequence in sequences:
        for i in range(1, len(sequence)):
            for size in range(min(i, ORDER - 1) + 1):
                raw[size][sequence[i - size : i]][sequence[i]] += 1
    for size in range(ORDER - 1):
        kept = {context: after for context, after in raw[size].items() if context[:1] == ("<",)}
        raw[size] = defaultdict(Counter, kept)
        for context, after in raw[size + 1].items():
            raw[size][context[1:]].update(dict.fromkeys(after, 1))
    return raw


def smoothed(counts: list[Counts]) -> Probabilities:
    """The probability of each n-gram's last unit after the others."""
    found: Probabilities = {}
    units_known = len(counts[0][()])
    for size in range(ORDER):
        rare = Counter(count for after in counts[size].values() for count in after.values() if count < 5)
        share = rare[1] / (rare[1] + 2 * rare[2])
        discount = [0.0] + [n - (n + 1) * share * rare[n + 1] / max(1, rare[n]) for n in (1, 2, 3)]
        for context, after in counts[size].items():
            total = after.total()
            kept_back = sum(discount[min(count, 3)] for count in after.values()) / total
            for unit, count in after.items():
                shorter = found.get((*context[1:], unit), 1e-7) if size else 1 / units_known
                found[*context, unit] = (count - discount[min(count, 3)]) / total + kept_back * shorter
    return found


def cut(probabilities: Probabilities, sequences: list[Sequence]) -> Probabilities:
    """The n-grams up to two, and the longer ones seen often enough."""
    seen: Counter[Sequence] = Counter()
    for sequence in sequences:
        for size in range(3, ORDER + 1):
            seen.update(sequence[i : i + size] for i in range(len(sequence) - size + 1))
    return {gram: chance for gram, chance in probabilities.items() if len(gram) < 3 or seen[gram] >= RARE}


def back_off(kept: Probabilities) -> Probabilities:
    """For each context the factor on the shorter context's probability where it has no n-gram left."""
    followers: dict[Sequence, list[str]] = defaultdict(list)
    for gram in kept:
        followers[gram[:-1]].append(gram[-1])
    factors: Probabilities = {}

    def chance(context: Sequence, unit: str) -> float:
        known = kept.get((*context, unit))
        if known is not None or not context:
            return known or 1e-7
        return factors.get(context, 1.0) * chance(context[1:], unit)

    for context in sorted(followers, key=len):
        if context:
            own = 1 - sum(kept[*context, unit] for unit in followers[context])
            below = 1 - sum(chance(context[1:], unit) for unit in followers[context])
            factors[context] = max(own, 1e-4) / max(below, 1e-4)
    return factors


# ----------------------------------------------------------------------------------------------------------- files


def cost(chance: float) -> int:
    return min(255, max(0, round(-math.log(chance) * SCALE)))


def model_bytes(sequences: list[Sequence]) -> bytes:
    """The model as `guess.py` reads it: a line of units, then keys, costs and costs of backing off in byte planes."""
    kept = cut(smoothed(counted(sequences)), sequences)
    factors = back_off(kept)
    common = Counter(unit for sequence in sequences for unit in sequence)
    listed = sorted(unit for unit, count in common.items() if count >= EVER_SEEN)
    number = {unit: place for place, unit in enumerate(listed, 1)}
    rows = []
    for gram, chance in kept.items():
        if all(unit in number for unit in gram):
            key = 0
            for unit in gram:
                key = key << BITS | number[unit]
            rows.append((key, cost(chance), cost(factors.get(gram, 1.0))))
    rows.sort()
    keys = struct.pack(f"<{len(rows)}Q", *(row[0] for row in rows))
    planes = b"".join(keys[i::8] for i in range(8)) + bytes(row[1] for row in rows) + bytes(row[2] for row in rows)
    return gzip.compress(" ".join(listed).encode() + b"\n" + planes, 9, mtime=0)


def main() -> None:
    cmu = cmudict(Path(sys.argv[1]))
    (WORDS / "us_names.json.gz").write_bytes(packed({}))  # inflections are to be of misaki's words alone
    missing = names(cmu)
    (WORDS / "us_names.json.gz").write_bytes(packed(missing))
    words = sorted((word, units(sound)) for word, sound in training_words(cmu).items())
    chances = learnt_chances(words[:: len(words) // ALIGNED_FIRST])
    (WORDS / "us_guess.bin.gz").write_bytes(model_bytes(list(as_sequences(words, chances))))


def as_sequences(words: list[tuple[str, Sequence]], chances: Chances) -> list[Sequence]:
    """Each word as units, a letter and its sounds, between < and >."""
    found = []
    for word, sounds in words:
        pieces = aligned(word, sounds, chances)
        if pieces is not None and not any(map(_named, word, pieces)):
            found.append(("<", *(letter + "".join(piece) for letter, piece in zip(word, pieces, strict=True)), ">"))
    return found


def _named(letter: str, piece: Sequence) -> bool:
    """Whether a consonant is said by its name, as in CBS: nothing to learn spelling from."""
    return letter not in "aeiouyw" and any(sound[0] in "ˈˌ" for sound in piece)


def packed(entries: dict[str, str]) -> bytes:
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


if __name__ == "__main__":
    main()
