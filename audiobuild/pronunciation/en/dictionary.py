"""English words to phonemes: dictionary lookup, and rules for endings, prefixes and compounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from audiobuild.pronunciation.en.wordlists import entries, listed, name, tidied
from audiobuild.pronunciation.tables import table

VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ")

#: The longest word that the rules analyse; longer runs of letters are not words.
LONGEST = 45

#: Endings that do not change the sound of their stem.
_ENDINGS = table(
    """
    ness nəs, less ləs, ful fᵊl, ish ɪʃ, ism ˌɪzəm, ist ɪst, ize ˌIz, ise ˌIz, able əbᵊl, ible əbᵊl, ably əbli
    ward wəɹd, wards wəɹdz, like lˌIk, ship ʃˌɪp, hood hˌʊd, wise wˌIz, ment mənt, dom dəm, some səm, fold fˌOld
    er əɹ, or əɹ, est ᵻst, ly li, y i, ee ˈi, ette ˈɛt, esque ˈɛsk, man mən, men mən
    ization əzˈAʃən, isation əzˈAʃən
    """
)
_PREFIXES = table(
    """
    un ʌn, re ɹi, non nɑn, pre pɹi, mis mɪs, dis dɪs, de di, co kO, sub sʌb, super sˌupəɹ, inter ˌɪntəɹ, over ˌOvəɹ
    under ˌʌndəɹ, out Wt, anti ˌæntˌI, multi mˌʌlti, micro mˌIkɹO, mini mˌɪni, mega mˌɛɡə, hyper hˌIpəɹ, cyber sˌIbəɹ
    auto ˌɔTO, bio bˌIO, geo ʤˌiO, neuro nˌʊɹO, photo fˌOTO, semi sˌɛmi, pseudo sˌudO, ultra ˌʌltɹə, trans tɹænz
    counter kˌWntəɹ, post pˌOst, tele tˌɛlə, crypto kɹˌɪptO, nano nˌænO, eco ˌikO, macro mˌækɹO, mono mˌɑnO, poly pˌɑli
    proto pɹˌOTO, quasi kwˌAzI, retro ɹˌɛtɹO, electro əlˌɛktɹO, hydro hˌIdɹO, psycho sˌIkO, socio sˌOsiO
    """
)


def _spellings(word: str) -> Iterator[str]:
    """The word itself, then the spellings a dictionary may list: lower case, capitalised."""
    yield word
    if word != word.lower():
        yield word.lower()
    if word != word.capitalize():
        yield word.capitalize()


def _whole(word: str, use: str) -> str | None:
    """The phonemes of the word itself."""
    for spelling in _spellings(word):
        sound = listed(spelling, use)
        if sound:
            return sound
    return None


def _name(word: str, use: str) -> str | None:
    return name(word.lower())


def _first(stems: Sequence[str], use: str) -> str | None:
    """The phonemes of the first stem that misaki lists, else of the first that is a name."""
    known: list[str] = []
    for stem in stems:
        if len(stem) > 1:
            known += _spellings(stem)
    for stem in known:
        sound = listed(stem, use)
        if sound:
            return sound
    return next(filter(None, map(name, known)), None)


def plural(sound: str) -> str:
    """The phonemes with the ending -s: s after a voiceless sound, ᵻz after a sibilant, else z."""
    if sound[-1] in "szʃʒʧʤ":
        return sound + "ᵻz"
    if sound[-1] in "ptkfθ":
        return sound + "s"
    return sound + "z"


def _plural(word: str, use: str) -> str | None:
    """-s, -es, -ies and 's."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return None
    base = word[:-1].removesuffix("'")
    stems = [base]
    if base.endswith("e"):
        stems.append(base[:-1])
    if base.endswith("ie"):
        stems.append(base[:-2] + "y")
    sound = _first(stems, use)
    if sound is None:
        return None
    return plural(sound)


def _flapped(sound: str) -> str:
    """The phonemes with an American t between vowels written T, as misaki writes it for this model."""
    if sound[-1] == "t" and sound[-2:-1] in VOWELS | {"ɹ"}:
        return sound[:-1] + "T"
    return sound


def _undoubled(base: str) -> str:
    if len(base) > 2 and base[-1] == base[-2]:
        return base[:-1]
    return ""


def _with_e(base: str) -> tuple[str, str]:
    """The possible stems before an ending that starts with a vowel: hoping is from hope, hopping from hop."""
    if _is_short(base):
        return base + "e", base
    return base, base + "e"


_VOWEL_LETTERS = frozenset("aeiou")


def _is_short(base: str) -> bool:
    """Whether the last letter of a base follows its only vowel."""
    if base[-1:] in "wxy" or base[-2:-1] not in _VOWEL_LETTERS:
        return False
    return _VOWEL_LETTERS.isdisjoint(base[:-2])


def _past(word: str, use: str) -> str | None:
    """Words in -ed: ᵻd after t and d, t after a voiceless sound, else d."""
    if not word.endswith("ed"):
        return None
    base = word[:-2]
    stems = [base + "e", base, _undoubled(base)]
    if base.endswith("i"):
        stems.append(base[:-1] + "y")
    sound = _first(stems, "VERB")
    if sound is None:
        return None
    if sound[-1] in "td":
        return _flapped(sound) + "ᵻd"
    if sound[-1] in "pkfθʃsʧ":
        return sound + "t"
    return sound + "d"


def _continuous(word: str, use: str) -> str | None:
    """Words in -ing, and in -in' for it."""
    base = word.removesuffix("ing").removesuffix("in'")
    if base == word:
        return None
    sound = _first((*_with_e(base), _undoubled(base)), "VERB")
    if sound is None:
        return None
    if word.endswith("g"):
        return _flapped(sound) + "ɪŋ"
    return _flapped(sound) + "ɪn"


class Found(NamedTuple):
    """The phonemes of a word, and the list or rule that gave them."""

    sound: str
    source: str


class _Rule(NamedTuple):
    """A rule gives the phonemes of a word for a part of speech, or None if it does not apply."""

    source: str
    apply: Callable[[str, str], str | None]


_LISTS = (_Rule("misaki's dictionary and our additions", _whole), _Rule("CMUdict's names", _name))
_INFLECTIONS = (
    _Rule("dictionary, ending -s", _plural),
    _Rule("dictionary, ending -ed", _past),
    _Rule("dictionary, ending -ing", _continuous),
)


def _by_rules(rules: tuple[_Rule, ...], word: str, use: str) -> Found | None:
    """The phonemes from the first rule that applies, None if no rule does."""
    for rule in rules:
        sound = rule.apply(word, use)
        if sound:
            return Found(tidied(sound), rule.source)
    return None


def inflected(word: str, use: str = "DEFAULT") -> str | None:
    """The phonemes of a plural, past form or participle, from its stem; None if the stem is not listed."""
    found = _by_rules(_INFLECTIONS, word, use)
    return found and found.sound


#: British endings with the American ones that the dictionaries may list instead.
_BRITISH = table(
    """
    ise ize, ised ized, ises izes, ising izing, iser izer, isers izers, isation ization, isations izations, yse yze
    ysed yzed, ysing yzing, our or, ours ors, oured ored, ouring oring, lled led, lling ling
    ller ler, tre ter, tres ters, ogue og, ence ense, ences enses
    """
)


def _british(word: str, use: str) -> str | None:
    """The phonemes of a British spelling, from the American spelling: monetise."""
    for size in range(min(8, len(word) - 3), 2, -1):
        american = _BRITISH.get(word[-size:])
        if american is None:
            continue
        base = word[:-size] + american
        found = _by_rules((*_LISTS, *_INFLECTIONS), base, use)
        if found is not None:
            return found.sound
    return None


def _derived(word: str, use: str) -> str | None:
    """The phonemes of a stem with a suffix (leaderless); the longest suffix is tried first."""
    for size in range(min(7, len(word) - 3), 0, -1):
        ending = _ENDINGS.get(word[-size:])
        if ending is None:
            continue
        sound = _first_common(_stems(word[:-size], word[-size]))
        if sound is not None:
            return _joined(sound, ending)
    if not word.endswith("ically"):
        return None
    sound = pronounced(word[:-4])
    if sound is None:
        return None
    return sound + "ᵊli"


def _stems(base: str, following: str) -> tuple[str, ...]:
    """The possible spellings of a derived word's stem: happy in happi-ness, use in us-able, run in runn-er."""
    if base.endswith("i"):
        return base[:-1] + "y", base
    if following in "aeioy":
        return base, base + "e", _undoubled(base)
    return (base,)


def _first_common(stems: tuple[str, ...]) -> str | None:
    for stem in stems:
        sound = _common_stem(stem) if len(stem) > 2 else None
        if sound:
            return sound
    return None


def _common_stem(stem: str) -> str | None:
    """The phonemes of a stem; None for a lower-case stem that is only listed as a name: monetise is not from Monet."""
    only_name = stem.islower() and stem.capitalize() in entries("gold") and stem not in entries("gold")
    if only_name:
        return None
    return pronounced(stem)


def _joined(stem: str, ending: str) -> str:
    """Stem and suffix joined: -le loses its vowel, t is flapped, and a stressed suffix removes the stem's stress."""
    if "ˈ" in ending:
        stem = stem.replace("ˈ", "ˌ")
    if ending.startswith("l") and stem.endswith("ᵊl"):
        return stem[:-2] + ending  # possibly
    if ending[0] in VOWELS:
        return _flapped(stem) + ending
    return stem + ending


def _prefixed(word: str, use: str) -> str | None:
    """The phonemes of a stem with a prefix: unsingable, cyberattack."""
    for size in range(min(7, len(word) - 3), 1, -1):
        prefix = _PREFIXES.get(word[:size].lower())
        if prefix is None:
            continue
        if size < 4 and len(word) < size + 4:
            continue
        sound = pronounced(word[size:], use)
        if sound is not None and "ˈ" in sound:
            return _unstressed(prefix) + sound
    return None


def _unstressed(prefix: str) -> str:
    """The phonemes of a prefix, with secondary stress if it begins with a vowel."""
    if "ˌ" not in prefix and prefix[0] in VOWELS:
        return "ˌ" + prefix
    return prefix


def _compound(word: str, use: str) -> str | None:
    """The phonemes of two listed words written as one: seawall. Camel case is split elsewhere."""
    if word[1:] != word[1:].lower() or len(word) < 7:
        return None
    cuts = sorted(range(3, len(word) - 2), key=lambda cut: (-min(cut, len(word) - cut), cut))
    for cut in cuts:  # livestream: live and stream are tried before livest and ream
        first, second = _common(word[:cut]), _common(word[cut:])
        if "ˈ" in first and "ˈ" in second:
            return first + second.replace("ˈ", "ˌ")
    return None


def _common(word: str) -> str:
    entry = entries("gold").get(word.lower(), "")
    if isinstance(entry, str):
        return entry
    return entry["DEFAULT"] or ""


_RULES = (
    *(*_LISTS, *_INFLECTIONS),
    _Rule("dictionary, British spelling", _british),
    _Rule("dictionary, suffix", _derived),
    _Rule("dictionary, prefix", _prefixed),
    _Rule("dictionary, compound", _compound),
)


def pronounced(word: str, use: str = "DEFAULT") -> str | None:
    """The phonemes of `looked_up`."""
    found = looked_up(word, use)
    return found and found.sound


@lru_cache(4096)
def looked_up(word: str, use: str = "DEFAULT") -> Found | None:
    """The phonemes of an English word (letters and apostrophes); None if neither the word nor its stem is listed.

    `use` is the part of speech, in the dictionary's terms (VERB, NOUN, VBD ...). It decides words such as record, live
    and read.
    """
    if len(word) > LONGEST:
        return None
    return _by_rules(_RULES, word, use)


def said_as_word(capitals: str) -> bool:
    """Whether capitals are pronounced as a word (NASA) and not letter by letter (CIO, IT).

    us_gold lists such words in capitals; where it gives the noun no sound (ID), the noun is spelled.
    """
    entry = entries("gold").get(capitals)
    if entry is None:
        return len(capitals) > 5 and pronounced(capitals.lower()) is not None
    return isinstance(entry, str)
