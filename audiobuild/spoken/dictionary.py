"""English words to the model's symbols: misaki's pronouncing dictionaries and the rules of inflection."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from audiobuild.spoken.tables import table

#: Words and names the dictionaries lack, in their notation.
NEW_WORDS: dict[str, str] = table(
    """
    wifi wˈIfˌI, podcast pˈɑdkˌæst, blog blˈɑɡ, iPhone ˈIfˌOn, iPad ˈIpˌæd, YouTube jˈutˌub, GitHub ɡˈɪthˌʌb
    Wikipedia wˌɪkipˈidiə, Kubernetes kˌubəɹnˈATiz, Alibaba ˌælibˈɑbə, Huawei wˈɑwˌA, Tencent tˈɛnsˌɛnt, Baidu bˈIdˌu
    Xiaomi ʃˈWmi, TikTok tˈɪktˌɑk, WeChat wˈiʧˌæt, Taobao tˈWbˌW, Lenovo lənˈOvO
    """
)

VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ")


@cache
def _entries(name: str) -> Mapping[str, str | Mapping[str, str | None]]:
    """One of misaki's dictionaries; they are carried along, since misaki itself stops at Python 3.12."""
    path = Path(__file__).with_name("words") / f"us_{name}.json.gz"
    return json.loads(gzip.decompress(path.read_bytes()))  # type: ignore[no-any-return]


def _listed(word: str, use: str) -> str | None:
    """The entry of `word` as it is spelled, in the form for `use` (VERB, VBN) where the dictionary tells forms."""
    for name in ("gold", "silver"):
        entry = _entries(name).get(word)
        if isinstance(entry, str):
            return entry
        if entry is not None:
            return entry.get(use) or entry["DEFAULT"]
    return NEW_WORDS.get(word)


def _spellings(word: str) -> Iterator[str]:
    """The word itself, then as the dictionary may list it: small, capitalised."""
    yield word
    if word != word.lower():
        yield word.lower()
    if word != word.capitalize():
        yield word.capitalize()


def _stem(word: str, use: str) -> str | None:
    return next((found for spelling in _spellings(word) if (found := _listed(spelling, use))), None)


def _first(stems: tuple[str, ...], use: str) -> str | None:
    return next((found for stem in stems if len(stem) > 1 and (found := _stem(stem, use))), None)


def plural(sound: str) -> str:
    """The sound with the ending -s: s after a voiceless sound, ᵻz after a hissing one, else z."""
    if sound[-1] in "szʃʒʧʤ":
        return sound + "ᵻz"
    return sound + ("s" if sound[-1] in "ptkfθ" else "z")


def _plural(word: str, use: str) -> str | None:
    """-s, -es, -ies and 's."""
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return None
    base = word[:-1].removesuffix("'")
    stems = (base, base[:-1] if base.endswith("e") else "", base[:-2] + "y" if base.endswith("ie") else "")
    sound = _first(stems, use)
    return None if sound is None else plural(sound)


def _flapped(sound: str) -> str:
    """An American t between vowels, written T as misaki writes it for this model."""
    return sound[:-1] + "T" if sound[-1] == "t" and sound[-2:-1] in VOWELS | {"ɹ"} else sound


def _undoubled(base: str) -> str:
    return base[:-1] if len(base) > 2 and base[-1] == base[-2] else ""


def _past(word: str, use: str) -> str | None:
    """-ed: ᵻd after t and d, t after a voiceless sound, else d."""
    if not word.endswith("ed"):
        return None
    base = word[:-2]
    sound = _first((base + "e", base, _undoubled(base), base[:-1] + "y" if base.endswith("i") else ""), "VERB")
    if sound is None:
        return None
    if sound[-1] in "td":
        return _flapped(sound) + "ᵻd"
    return sound + ("t" if sound[-1] in "pkfθʃsʧ" else "d")


def _continuous(word: str, use: str) -> str | None:
    """-ing."""
    if not word.endswith("ing"):
        return None
    base = word[:-3]
    sound = _first((base, base + "e", _undoubled(base)), "VERB")
    return None if sound is None else _flapped(sound) + "ɪŋ"


def _compound(word: str, use: str) -> str | None:
    """Two listed words written as one: seawall; capitals inside are for others to cut."""
    if word[1:] != word[1:].lower():
        return None
    for cut in range(len(word) - 3, 2, -1):
        first, second = _entries("gold").get(word[:cut].lower()), _entries("gold").get(word[cut:].lower())
        if isinstance(first, str) and isinstance(second, str) and "ˈ" in first and "ˈ" in second:
            return first + second.replace("ˈ", "ˌ")
    return None


def pronounced(word: str, use: str = "DEFAULT") -> str | None:
    """The symbols of an English word (letters and apostrophes), None if neither it nor its stem is listed.

    `use` is the part of speech where it matters (record, live, read): VERB, NOUN, VBD ... as the dictionary calls it.
    """
    rules = (_stem, _plural, _past, _continuous, _compound)
    sound = next((found for rule in rules if (found := rule(word, use))), None)
    return None if sound is None else sound.replace("ɾ", "T").replace("ʔ", "t")


def said_as_word(capitals: str) -> bool:
    """Whether people say letters in capitals as a word (NASA) rather than one by one (CIO, IT).

    us_gold lists such words in capitals; where it withholds the sound from the noun (ID), the noun is spelled.
    """
    entry = _entries("gold").get(capitals)
    if entry is None:
        return len(capitals) > 5 and pronounced(capitals.lower()) is not None
    return isinstance(entry, str)
