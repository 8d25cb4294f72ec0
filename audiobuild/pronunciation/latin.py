"""Latin words and letters in Chinese speech, with the pronunciation Mandarin speakers give them."""

from __future__ import annotations

import re

from audiobuild.i18n import N_
from audiobuild.pronunciation.en.dictionary import looked_up, pronounced, said_as_word
from audiobuild.pronunciation.en.guess import GUESS, guess
from audiobuild.pronunciation.tables import listed, table
from audiobuild.regex import lazy

#: The source of the sound of spelled letters.
SPELLED = N_("letter by letter")
#: Letter names in Mandarin speech; 0 marks the position of the tone. F L M N S X begin with ɛ, as people say them.
LETTERS: dict[str, str] = table(
    """
    A ei0, B pi0, C si0, D ti0, E i0, F ɛ0fu, G ʨi0, H ei0ʨʰy, I ai0, J ꭧei0, K kʰei0, L ɛ0lə, M ɛ0mu, N ɛ0n
    O ou0, P pʰi0, Q kʰjou0, R a0ɚ, S ɛ0sɨ, T tʰi0, U jou0, V vi0, W ta0pu lju, X ɛ0kʰesɨ, Y wai0, Z ʦei0
    """
)

#: Names pronounced as words but missing from the dictionaries, in misaki's notation.
_NAMES = table(
    """
    SAAS sˈæs, PAAS pˈæs, IAAS ˈIæs, OPPO ˈOpO, VIVO vˈivO, ZARA zˈɑɹə, IKEA Ikˈiə, JSON ʤˈAsɑn, MOBA mˈObə
    TOEFL tˈOfəl, MACOS mˈækˌOˌɛs, DEVOPS dˈɛvˌɑps, LINUX lˈɪnəks, ASUS ˈAsˌus
    """
)
#: Words that are words in capitals too; others in capitals are spelled: IT, WHO, US.
_WORDS = listed(
    """
    SIM DEMO BUG SHOW TOP PLUS PRO MAX MINI BOSS OFFER TEAM JAVA NIKE SONY IPAD IPHONE LOGO SWOT STEM SMART LASER
    RADAR UNIX PYTHON EXCEL WORD CASE CALL OPEN HELLO LIVE AIR NEW LOW HIGH COOL LOVE HAPPY STORY HOTEL COFFEE STYLE
    FASHION GIF
    """
)

_PART = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:'[a-z]+)?|[A-Z]")
_ASPIRATED = str.maketrans({"p": "pʰ", "t": "tʰ", "k": "kʰ", "ʧ": "\uab67ʰ", "T": "ɾ"})


def letters(word: str) -> str:
    """An acronym: its letter names joined, tone 1 on all but the last, tone 4 on the last."""
    *first, last = [LETTERS[letter] for letter in word.upper() if letter in LETTERS]
    return "".join(first).replace("0", "→") + last.replace("0", "↘")


def _aspirated(symbols: str) -> str:
    """Aspirated English p t k, except after s: Mandarin p t k without aspiration are heard as b d g."""
    return re.sub(r"(?<!s)[ptkʧ]", lambda found: found[0].translate(_ASPIRATED), symbols)


def is_spelled(word: str) -> bool:
    """Whether a word in capitals, or a short mixed-case one that is not a word, is spelled letter by letter."""
    if word.upper() in _NAMES or word in _WORDS:
        return False
    if word.isupper():
        return len(word) < 4 or not said_as_word(word)
    if len(word) > 4 or sum(map(str.isupper, word)) < 2:
        return False
    return pronounced(word) is None


def _word(part: str) -> tuple[str, str]:
    """The phonemes of a word and their source: spelled, listed or guessed."""
    if is_spelled(part):
        return letters(part), SPELLED
    if part.upper() in _NAMES:
        return _aspirated(_NAMES[part.upper()]), N_("list of Latin names")
    known = looked_up(part)
    if known:
        return _aspirated(known.sound), known.source
    if _can_be_guessed(part):
        return _aspirated(guess(part)), GUESS
    return letters(part), SPELLED


_VOWELS = frozenset("aeiouy")


def _can_be_guessed(part: str) -> bool:
    return len(part) > 3 and not _VOWELS.isdisjoint(part.lower())


def _parts(word: str) -> list[str]:
    """The words of a camel-case word; any other word alone."""
    if word.isupper() or is_spelled(word):
        return [word]
    if word.upper() in _NAMES or pronounced(word) is not None:
        return [word]
    return _PART.findall(word)


def latin_sound(word: str) -> tuple[str, str]:
    """The phonemes of a Latin word or name in Chinese speech, and what decided them.

    A camel-case word is split into its words.
    """
    parts = _parts(word.replace(" ", ""))
    joint = "" if len(parts[0]) == 1 else " "  # iPad is one word, OpenAI two
    sounds = [_word(part) for part in parts]
    sources = dict.fromkeys(source for _, source in sounds)
    return joint.join(sound for sound, _ in sounds), " + ".join(sources)
