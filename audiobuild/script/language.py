"""The language of a text, by its script and, in Latin letters, by its function words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

from audiobuild.model import Lede, Turn
from audiobuild.regex import lazy

_JUDGED = 400  # turns used to detect the language of a script
_SAMPLE = 40_000
_SCRIPTS = (
    ("ko", lazy("[\uac00-\ud7a3]")),
    ("ru", lazy("[\u0400-\u04ff]")),
    ("ar", lazy("[\u0600-\u06ff]")),
    ("he", lazy("[\u0590-\u05ff]")),
    ("hi", lazy("[\u0900-\u097f]")),
    ("th", lazy("[\u0e00-\u0e7f]")),
    ("el", lazy("[\u0370-\u03ff]")),
)
_KANA = lazy("[\u3041-\u30fa]")
_HAN = lazy("[\u3400-\u9fff]")
_LATIN = lazy("[A-Za-zÀ-ɏ]")
_WORD = lazy("[A-Za-zÀ-ɏ]+")
#: Function words: a quarter to a third of all words in a text of their language.
_FUNCTION_WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "en": "the of and to in that it is was for you with on this but have are we my not they what so at be i a",
        "es": "que de la el en y los las una un por con para pero como más está esto muy porque también se no es lo",
        "fr": "que de la le les des une un est pour dans mais avec pas nous vous et je sur qui en il on ce à ça du",
        "de": "der die das und ist nicht ich ein eine mit auf wir sie auch aber für es zu den von dass war wie da",
        "it": "che di il la gli una un per non con sono ma anche come questo perché della è e in si le lo del ho",
        "pt": "que de o os as uma um por com para mas como mais não está você também isso e é a em se eu do da foi",
    }.items()
}
_LEAST_WORDS = 40  # words; a shorter text is too short to distinguish languages in Latin letters
_LEAST_SHARE = 0.15  # least share of function words; in English text those of another language are under 0.06
_TIMES_ENGLISH = 2.0  # times as many as English function words


def spoken_language(settings: Mapping[str, object], turns: Iterable[Turn], lede: Lede | None) -> str:
    """The language set in front matter, else that of the first turns and the lede."""
    said = [text for turn in islice(turns, _JUDGED) for text in turn.paragraphs]
    every = "".join([*said, *(lede.paragraphs if lede else ())])
    return str(settings.get("language", "")) or language_of(every)


def language_of(text: str) -> str:
    """The language as a BCP 47 primary tag: zh, ja, en, es, fr, de, it, pt, or that of another script.

    It is zh if there are no letters.
    """
    sample = text[:_SAMPLE]
    kana, han, latin = (len(pattern.findall(sample)) for pattern in (_KANA, _HAN, _LATIN))
    if kana > 3 and kana * 8 > kana + han:
        return "ja"
    other, count = max(((name, len(pattern.findall(sample))) for name, pattern in _SCRIPTS), key=lambda x: x[1])
    if count > max(han, latin // 3):
        return other
    return "zh" if han * 4 >= latin else _in_latin_letters(sample)


def _in_latin_letters(text: str) -> str:
    """The language of a text in Latin letters, by its function words; en unless another is much more likely."""
    words = Counter(_WORD.findall(text.lower()))
    shares = {name: sum(words[word] for word in own) for name, own in _FUNCTION_WORDS.items()}
    best = max(shares, key=lambda name: shares[name])
    total = words.total()
    sure = total >= _LEAST_WORDS and shares[best] >= max(_LEAST_SHARE * total, _TIMES_ENGLISH * shares["en"])
    return best if sure else "en"
