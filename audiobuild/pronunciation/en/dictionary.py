"""English words to the model's symbols: the dictionaries, and the rules of endings, prefixes and compounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from audiobuild.pronunciation.en.wordlists import entries, listed, name, tidied
from audiobuild.pronunciation.tables import table

VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ")

#: The longest word that is taken apart; longer rows of letters are no words.
LONGEST = 45

#: Endings that leave the sound of their stem as it is.
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
    """The word itself, then as a dictionary may list it: small, capitalised."""
    yield word
    if word != word.lower():
        yield word.lower()
    if word != word.capitalize():
        yield word.capitalize()


def _whole(word: str, use: str) -> str | None:
    return next((found for spelling in _spellings(word) if (found := listed(spelling, use))), None) or name(
        word.lower()
    )


def _first(stems: tuple[str, ...], use: str) -> str | None:
    """The sound of the first stem that misaki lists, or else of the first name."""
    known = [spelling for stem in stems if len(stem) > 1 for spelling in _spellings(stem)]
    found = next((sound for stem in known if (sound := listed(stem, use))), None)
    return found or next((sound for stem in known if (sound := name(stem))), None)


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
    if sound is None:
        return None
    return plural(sound)


def _flapped(sound: str) -> str:
    """An American t between vowels, written T as misaki writes it for this model."""
    if sound[-1] == "t" and sound[-2:-1] in VOWELS | {"ɹ"}:
        return sound[:-1] + "T"
    return sound


def _undoubled(base: str) -> str:
    if len(base) > 2 and base[-1] == base[-2]:
        return base[:-1]
    return ""


def _with_e(base: str) -> tuple[str, ...]:
    """The stem before an ending that starts with a vowel: hop-ing is of hope, for hop has hopping."""
    short = base[-1:] not in "wxy" and base[-2:-1] in set("aeiou") and not set(base[:-2]) & set("aeiou")
    if short:
        return (base + "e", base)
    return (base, base + "e")


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
    """-ing, and -in' for it."""
    base = word.removesuffix("ing").removesuffix("in'")
    if base == word:
        return None
    sound = _first((*_with_e(base), _undoubled(base)), "VERB")
    if sound is None:
        return None
    return _flapped(sound) + ("ɪŋ" if word.endswith("g") else "ɪn")


_INFLECTIONS: tuple[Callable[[str, str], str | None], ...] = (_plural, _past, _continuous)


def inflected(word: str, use: str = "DEFAULT") -> str | None:
    """The sound of a plural, a past form or a participle by its stem, None if it is none or the stem is not listed."""
    found = next((sound for rule in _INFLECTIONS if (sound := rule(word, use))), None)
    if found is None:
        return None
    return tidied(found)


#: British endings and the American ones that the dictionaries may list instead.
_BRITISH = table(
    """
    ise ize, ised ized, ises izes, ising izing, iser izer, isers izers, isation ization, isations izations, yse yze
    ysed yzed, ysing yzing, our or, ours ors, oured ored, ouring oring, lled led, lling ling
    ller ler, tre ter, tres ters, ogue og, ence ense, ences enses
    """
)


def _british(word: str, use: str) -> str | None:
    """A word in British spelling by the American one: monetise."""
    for size in range(min(8, len(word) - 3), 2, -1):
        american = _BRITISH.get(word[-size:])
        base = word[:-size] + (american or word[-size:])
        sound = _whole(base, use) or inflected(base, use) if american else None
        if sound is not None:
            return sound
    return None


def _derived(word: str, use: str) -> str | None:
    """A stem with an ending (leaderless), the longest ending first."""
    for size in range(min(7, len(word) - 3), 0, -1):
        ending = _ENDINGS.get(word[-size:])
        if ending is None:
            continue
        base = word[:-size]
        stems = {
            "i": (base[:-1] + "y", base),
            "a": (base, base + "e", _undoubled(base)),
        }.get("i" if base.endswith("i") else "a" if word[-size] in "aeioy" else "", (base,))
        sound = next((found for stem in stems if len(stem) > 2 and (found := _common_stem(stem))), None)
        if sound is not None:
            return _joined(sound, ending)
    if word.endswith("ically"):
        sound = pronounced(word[:-4])
        if sound is None:
            return None
        return sound + "ᵊli"
    return None


def _common_stem(stem: str) -> str | None:
    """The sound of a stem, unless it is small and only a name is spelled so: monetise is not of Monet."""
    only_name = stem.islower() and stem.capitalize() in entries("gold") and stem not in entries("gold")
    if only_name:
        return None
    return pronounced(stem)


def _joined(stem: str, ending: str) -> str:
    """The stem before its ending: -le loses its vowel, t is flapped, and a stressed ending leaves no other stress."""
    if "ˈ" in ending:
        stem = stem.replace("ˈ", "ˌ")
    if ending.startswith("l") and stem[-2:] == "ᵊl":
        return stem[:-2] + ending  # possibly
    return (_flapped(stem) if ending[0] in VOWELS else stem) + ending


def _prefixed(word: str, use: str) -> str | None:
    """A stem behind a prefix: unsingable, cyberattack."""
    for size in range(min(7, len(word) - 3), 1, -1):
        prefix = _PREFIXES.get(word[:size].lower())
        if prefix is not None and (size > 3 or len(word) > size + 3):
            sound = pronounced(word[size:], use)
            if sound is not None and "ˈ" in sound:
                return (prefix if "ˌ" in prefix else "ˌ" * (prefix[0] in VOWELS) + prefix) + sound
    return None


def _compound(word: str, use: str) -> str | None:
    """Two listed words written as one: seawall; capitals inside are for others to cut."""
    if word[1:] != word[1:].lower() or len(word) < 7:
        return None
    cuts = sorted(range(3, len(word) - 2), key=lambda cut: (-min(cut, len(word) - cut), cut))
    for cut in cuts:  # livestream is of live and stream, before livest and ream
        first, second = _common(word[:cut]), _common(word[cut:])
        if "ˈ" in first and "ˈ" in second:
            return first + second.replace("ˈ", "ˌ")
    return None


def _common(word: str) -> str:
    entry = entries("gold").get(word.lower(), "")
    if isinstance(entry, str):
        return entry
    return entry["DEFAULT"] or ""


_RULES: tuple[Callable[[str, str], str | None], ...] = (_whole, *_INFLECTIONS, _british, _derived, _prefixed, _compound)


@lru_cache(4096)
def pronounced(word: str, use: str = "DEFAULT") -> str | None:
    """The symbols of an English word (letters and apostrophes), None if neither it nor its stem is listed.

    `use` is the part of speech where it matters (record, live, read): VERB, NOUN, VBD ... as the dictionary calls it.
    """
    rules = _RULES if len(word) <= LONGEST else ()
    sound = next((found for rule in rules if (found := rule(word, use))), None)
    if sound is None:
        return None
    return tidied(sound)


def said_as_word(capitals: str) -> bool:
    """Whether people say letters in capitals as a word (NASA) rather than one by one (CIO, IT).

    us_gold lists such words in capitals; where it withholds the sound from the noun (ID), the noun is spelled.
    """
    entry = entries("gold").get(capitals)
    if entry is None:
        return len(capitals) > 5 and pronounced(capitals.lower()) is not None
    return isinstance(entry, str)
