"""Words of one spelling and several sounds: which one is meant, by the words around (to recˈord, a rˈecord)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from audiobuild.pronunciation.en.wordlists import entries
from audiobuild.pronunciation.tables import listed

_DETERMINERS = listed(
    "the a an this these those my your his her its our their no some any every each another which what whose one two "
    "three four five six seven eight nine ten both many few several more most less much all own such other same"
)
_POSSESSIVES = listed("my your his its our their whose")
_PRONOUNS = listed(
    "i you we they he she it who i'll you'll we'll they'll i'd you'd we'd they'd he'd she'd he'll she'll"
)
_MODALS = listed(
    "to will would can could shall should may might must do does did cannot can't won't don't doesn't didn't couldn't "
    "wouldn't shouldn't let's please not never gonna wanna helps help lets"
)
_ASKING = listed("do does did will would can could should may might must let make makes made help helped see watch")
_PREPOSITIONS = listed(
    "of in on at by for with from without into about under over between through during per via as like than after "
    "before against among across despite until off near onto"
)
_BE = listed(
    "is are was were be been being am i'm you're we're they're he's she's it's that's isn't aren't wasn't weren't seem "
    "seems seemed feel feels felt become became becomes stay stays stayed remain remains remained look looks looked "
    "get getting got keep kept"
)
_HAVE = listed("have has had having i've you've we've they've haven't hasn't hadn't he'd get gets got")
_DEGREES = listed("very so too quite more most as rather really pretty fairly extremely perfectly totally just not")
_OBJECTS = _DETERMINERS | listed("me him us them it itself themselves yourself myself himself herself ourselves")
_PLACES = listed(
    "in at on with near here there alone together abroad by under up down among without between through for to along "
    "around across into past off away apart over"
)
_PAST = listed(
    "yesterday ago earlier once last was were had did went said told came saw took made got gave thought found knew "
    "felt left wrote became began kept"
)
_HABIT = listed("every always usually often sometimes never rarely daily whenever still today now nowadays reads")
_PLURALS = listed("people men women children police critics")
#: Words that end like plurals: verbs before their object, and nouns that go before nouns.
_ENDS_IN_S = listed(
    "sells buys makes has gets needs wants uses offers provides gives takes keeps shows sets holds finds grows ships "
    "includes contains requires means brings creates causes faces reports sees loses adds sales sports arms customs "
    "systems operations goods news series savings communications economics"
)
_NOT_PLURAL = ("ss", "us", "is", "as", "'s", "ous")


class Place(NamedTuple):
    """A word among the small words of its text; "," stands for a pause, "." for the end of a sentence."""

    words: Sequence[str]
    at: int

    def near(self, step: int) -> str:
        """The word `step` places on, "" beyond a mark or the end."""
        between = range(self.at, self.at + step + (1 if step > 0 else -1), 1 if step > 0 else -1)
        if not all(0 <= place < len(self.words) and self.words[place] not in (",", ".") for place in between):
            return ""
        return self.words[self.at + step]

    @property
    def word(self) -> str:
        return self.words[self.at]

    @property
    def sentence(self) -> list[str]:
        """Up to twelve words on each side, of this sentence only."""
        start, end = self.at, self.at
        while start > max(0, self.at - 12) and self.words[start - 1] != ".":
            start -= 1
        while end < min(len(self.words), self.at + 13) and self.words[end] != ".":
            end += 1
        return [*self.words[start : self.at], *self.words[self.at + 1 : end]]

    @property
    def opens(self) -> bool:
        """Whether it is the first word of its sentence."""
        return self.at == 0 or self.words[self.at - 1] == "."


def _plural(word: str) -> bool:
    if word in _PLURALS:
        return True
    return word.endswith("s") and len(word) > 3 and not word.endswith(_NOT_PLURAL)


def _to_the_left(place: Place) -> str:
    """The word before, adverbs passed over: to fully record."""
    before = place.near(-1)
    if before.endswith("ly") or before in ("not", "never", "always", "also", "often", "just", "even", "still", "now"):
        return place.near(-2) or before
    return before


def _asked(place: Place) -> bool:
    """Did the new team record it: an auxiliary, then a noun phrase up to here."""
    for step in (2, 3, 4):
        word = place.near(-step)
        if not word:
            return False
        if word in _ASKING and place.near(1 - step) in _DETERMINERS | _POSSESSIVES:
            return step > 2 and not place.near(-1).endswith(("ed", "ing"))
    return False


def _in_noun_phrase(place: Place) -> bool:
    """The brand new record, the world record: a determiner up to three words before, and no verb between."""
    for step in (2, 3):
        word = place.near(-step)
        if word in _DETERMINERS or word.endswith("'s"):
            return True
        if not word or word in _PREPOSITIONS | _PRONOUNS | _MODALS | _BE:
            return False
    return False


def part_of_speech(place: Place) -> str:
    """NOUN, ADJ, VERB or MODIFIER (before its noun) as the neighbours say; "" when they say nothing."""
    left, right = _to_the_left(place), place.near(1)
    if left == "to" and right in ("of", "is", "was", "has"):
        return "NOUN"  # due to increase of
    if left in _MODALS or left in _PRONOUNS:
        return "VERB"
    if left in _BE or place.near(-1) in _DEGREES:
        return "ADJ"
    if left in _DETERMINERS or left in _POSSESSIVES or left.endswith("'s"):
        return "MODIFIER" if _names_a_thing(right) else "NOUN"
    if left in _PREPOSITIONS:
        return "NOUN"
    if left in ("and", "or", "but", "then") and place.near(-2):
        return part_of_speech(Place(place.words, place.at - 2))
    if not left:
        headed = _plural(right) and place.near(2) in _BE | _MODALS | _HAVE
        return "VERB" if right in _OBJECTS else "MODIFIER" if headed else ""
    return _by_phrase(place, right)


def _by_phrase(place: Place, right: str) -> str:
    """After a word that may be a noun or an adjective."""
    before, third_person = place.near(-1), place.word.endswith("s")
    if _asked(place):
        return "VERB" if not right or right in _OBJECTS | _PREPOSITIONS or _plural(right) else "NOUN"
    agrees = _plural(before) != third_person  # companies record, the company records
    if agrees and (right in _OBJECTS or (right in _PLACES and third_person) or right.endswith("ly")):
        return "VERB"
    if _plural(before) and not third_person and before not in _ENDS_IN_S and not place.word.endswith("ate"):
        return "VERB"  # these claims conflict with it
    if _in_noun_phrase(place):
        return "MODIFIER" if _names_a_thing(right) and not third_person else "NOUN"
    if right in ("of", "is", "was", "are", "were", "has", "had"):
        return "NOUN"
    if agrees and _plural(before) and before not in _ENDS_IN_S and right and not _names_a_thing(right):
        return "VERB"
    if not right:
        return "NOUN"  # they sell fresh produce
    return "NOUN" if before.endswith(_ADJECTIVE_ENDINGS) else ""


_ADJECTIVE_ENDINGS = ("ive", "al", "ous", "ful", "less", "able", "ible", "ic", "ary", "ant", "ent", "est", "ish")
_NO_THING = (
    _PREPOSITIONS | _BE | _MODALS | _PRONOUNS | _HAVE | listed("and or but that when where because if while so then")
)


def _names_a_thing(word: str) -> bool:
    """Whether a word can be the noun after an adjective."""
    return bool(word) and word not in _NO_THING and not word.endswith(("ed", "ly", "'s"))


# ------------------------------------------------------------------------------------- words with rules of their own


def _around(words: str) -> Callable[[Place], bool]:
    wanted = listed(words)
    return lambda place: any(word in wanted or word.rstrip("s") in wanted for word in place.sentence)


_metal = _around(
    "pipe paint poisoning metal pencil bullet zinc copper mercury toxic battery acid solder melted contaminated "
    "contamination tin cadmium arsenic"
)
_fish = _around("fish fishing caught lake striped largemouth sea grilled river bait pond trout fillet")
_chopping = _around("wood chop tree door handle swing throwing firefighter rescuer sharpen blade log hammer")
_drink = _around("sushi warm hot rice drink drank drinks cup bottle japanese brewed brewery sip pour beer wine tasting")
_ship_or_stage = _around(
    "ship boat stern deck audience show concert stage curtain applause stand respect queen king sailor yacht"
)
_torn = _around(
    "muscle ligament fabric jeans shirt paper meniscus rotator acl tendon jacket seam cloth canvas sail wear"
)


def _lead(place: Place) -> str:
    if place.near(1) in listed("paint pipe pipes poisoning acid bullet bullets exposure contamination free-based"):
        return "lˈɛd"
    if place.near(-1) == "to" and part_of_speech(place) == "NOUN":
        return "lˈɛd"
    if place.near(-1) in listed("of contain contains contained found remove removes removed detected traces leaking"):
        return "lˈɛd" if place.near(1) in listed("in from was were is and or") or not place.near(1) else "lˈid"
    verb_or_role = part_of_speech(place) == "VERB" or place.near(-1) in _DETERMINERS
    return "lˈɛd" if _metal(place) and not verb_or_role else "lˈid"


def _wind(place: Place) -> str:
    turned = place.near(1) in listed("up down through around back its along past")
    verb = part_of_speech(place) == "VERB"
    if place.word == "winds":
        return "VERB" if turned and place.near(-1) not in _DETERMINERS and not _plural(place.near(-1)) else "NOUN"
    return "VERB" if verb and (turned or place.near(1) in _OBJECTS or place.near(-1) == "to") else "NOUN"


def _wound(place: Place) -> str:
    left, right = _to_the_left(place), place.near(1)
    if left in _DETERMINERS or left == "to":
        return "NOUN"
    return "VBD" if right in _PLACES | _OBJECTS | listed("tightly back") and left not in _PREPOSITIONS else "NOUN"


def _tear(place: Place) -> str:
    ripped = listed("down apart off open into through out away")
    if place.near(-1) == "and" and place.near(-2) == "wear":
        return "tˈɛɹ"
    if place.word == "tears":
        third = place.near(-1) in _PRONOUNS or place.near(1) in ripped | _OBJECTS
        return "tˈɛɹz" if third and place.near(-1) not in _DETERMINERS and place.near(1) != "up" else "tˈɪɹz"
    verb = part_of_speech(place) == "VERB" or place.near(1) in ripped | _OBJECTS
    hole = place.near(1) in ("in", "through") and place.near(-1) in _DETERMINERS | listed("small big long")
    return "tˈɛɹ" if verb or hole or _torn(place) else "tˈɪɹ"


def _bow(place: Place) -> str:
    s = "z" if place.word.endswith("s") else ""
    bent = part_of_speech(place) == "VERB" or place.near(1) in listed("down before out") or _ship_or_stage(place)
    bent = bent or (place.near(-1) == "a" and place.near(-2) in listed("take takes took taking taken"))
    with_arrows = place.near(1) in listed("tie ties and") and not _ship_or_stage(place)
    return ("bˈW" if bent and not with_arrows else "bˈO") + s


def _live(place: Place) -> str:
    left, right = place.near(-1), place.near(1)
    if left in _BE | _DETERMINERS | _POSSESSIVES | listed("went go goes going streamed broadcast performed watch"):
        return "lˈIv"
    if part_of_speech(place) == "VERB" or (_plural(left) or left in ("people", "who", "that", "and")):
        return "lˈɪv"
    return "lˈɪv" if right in _PLACES | _OBJECTS and right != "on" else "lˈIv"


def _lives(place: Place) -> str:
    left, right = place.near(-1), place.near(1)
    if left in _DETERMINERS | _POSSESSIVES | _PREPOSITIONS or _plural(left) or left.endswith(("'", "ed", "ing")):
        return "lˈIvz"
    if left in _PRONOUNS | listed("that everyone nobody someone still now also only") or right in _PLACES:
        return "lˈɪvz"
    return "lˈIvz"


def _close(place: Place) -> str:
    left, right = _to_the_left(place), place.near(1)
    near_by = right in ("to", "by", "up", "together", "range", "enough")
    if near_by and left != "to" and part_of_speech(place) != "VERB":
        return "ADJ"
    if left in _DETERMINERS:
        return "NOUN" if not right or right == "of" else "ADJ"
    kind = part_of_speech(place)
    if kind == "VERB":
        return "VERB"
    return "VERB" if _plural(left) or (place.opens and right in _OBJECTS) else "ADJ"


def _minute(place: Place) -> str:
    tiny = listed(
        "detail details amount amounts quantity quantities trace traces particle particles difference differences "
        "change changes fraction creature creatures dose doses variation variations print"
    )
    predicate = _to_the_left(place) in _BE and not place.near(1)
    return "ADJ" if place.near(1) in tiny or predicate or place.near(-1) in ("so", "very", "too") else "NOUN"


def _content(place: Place) -> str:
    glad = _BE - listed("get getting got keep kept") | listed("perfectly quite very fairly")
    if {place.near(-1), _to_the_left(place)} & glad and place.near(1) in ("", "with", "to", "and", "just", "in"):
        return "ADJ"
    return "VERB" if place.near(1) in listed("himself herself themselves ourselves myself itself") else "NOUN"


def _read(place: Place) -> str:
    left, right = _to_the_left(place), place.near(1)
    if left in _MODALS - listed("not never") or left in _ASKING or place.opens:
        return "ɹˈid" if not (place.opens and right == "by") else "ɹˈɛd"
    if left in _HAVE | _BE - listed("get") or place.near(-2) in _HAVE or right == "by":
        return "ɹˈɛd"
    if left in _DETERMINERS or left.endswith(("ing", "ish")) or left in ("good", "great", "easy", "quick", "must"):
        return "ɹˈid"
    if _asked(place) or (left in _PRONOUNS and place.near(-2) in _ASKING):
        return "ɹˈid"
    return "ɹˈɛd" if _past_here(place) else "ɹˈid"


def _past_here(place: Place) -> bool:
    """Whether `read` tells of the past: by other words of the sentence, or because he reads today."""
    sentence, left = place.sentence, _to_the_left(place)
    if left in ("and", "or", "then"):
        before = place.near(-2)
        return before.endswith("ed") or bool(_PAST & {before, place.near(-3), place.near(-4)})
    if place.near(-2) in ("when", "whenever", "if", "while") and not _PAST & set(sentence):
        return left in ("he", "she", "it")
    if _HABIT & set(sentence) and not listed("yesterday ago last") & set(sentence):
        return left in ("he", "she", "it")
    if _PAST & set(sentence) or any(word.endswith("ed") and len(word) > 4 for word in sentence):
        return True
    singular = left in ("i", "he", "she", "it", "who") or (left not in _PRONOUNS and not _plural(left))
    return singular and left not in ("people", "children", "men", "women", "to")


def _used(place: Place) -> str:
    if place.near(1) != "to":
        return "jˈuzd"
    then = place.near(2)
    passive = place.near(-1) in _BE - listed("get getting got become became becomes")
    return "jˈuzd" if passive and not then.endswith("ing") and then not in _OBJECTS and then else "jˈust"


def _record(place: Place) -> str:
    best = listed("high highs low lows level levels number numbers time sales profit profits breaking holder")
    return "NOUN" if place.near(1) in best else part_of_speech(place)


def _invalid(place: Place) -> str:
    someone = part_of_speech(place) == "NOUN" and place.near(1) in _BE | _HAVE | {""}
    return "NOUN" if someone and _to_the_left(place) not in _BE else "ADJ"


def _does(place: Place) -> str:
    counted = place.near(-1) in listed("two three four five six seven eight nine ten several many these those")
    return "dˈOz" if counted and place.near(1) not in _PRONOUNS | listed("not") else "dˈʌz"


def _aged(place: Place) -> str:
    person = listed(
        "man woman men women father mother parent parents person people couple relative relatives aunt uncle king "
        "queen "
        "lady gentleman professor monk grandmother grandfather dog"
    )
    return "ˈAʤɪd" if place.near(1) in person or (place.near(-1) == "the" and not place.near(1)) else "ˈAʤd"


def _learned(place: Place) -> str:
    scholar = listed(
        "man men woman scholar scholars professor society societies journal judge colleague friend counsel"
    )
    return "ADJ" if place.near(1) in scholar else "VERB"


_OWN_RULES: Mapping[str, Callable[[Place], str]] = {
    "lead": _lead,
    "record": _record,
    "wind": _wind,
    "winds": _wind,
    "wound": _wound,
    "tear": _tear,
    "tears": _tear,
    "bow": _bow,
    "bows": _bow,
    "bass": lambda place: "bˈæs" if _fish(place) else "bˈAs",
    "live": _live,
    "lives": _lives,
    "close": _close,
    "closer": lambda place: "DEFAULT",
    "minute": _minute,
    "content": _content,
    "read": _read,
    "used": _used,
    "learned": _learned,
    "dove": lambda place: "VERB" if place.near(1) in listed("into in off under headfirst straight") else "NOUN",
    "polish": lambda place: "pˈɑlɪʃ",
    "sewer": lambda place: "sˈuəɹ",
    "invalid": _invalid,
    "does": _does,
    "number": lambda place: "nˈʌməɹ" if place.near(1) == "than" else "nˈʌmbəɹ",
    "axes": lambda place: "VERB" if _chopping(place) else "NOUN",
    "aged": _aged,
    "sake": lambda place: "sˈɑki" if _drink(place) and "for" not in (place.near(-2), place.near(-3)) else "sˈAk",
}

#: Nouns and verbs of two sounds that the dictionary knows one of: noun, verb.
_PAIRS: dict[str, tuple[str, str]] = {
    "resume": ("ɹˈɛzəmˌA", "ɹəzˈum"),
    "resumes": ("ɹˈɛzəmˌAz", "ɹəzˈumz"),
    "protest": ("pɹˈOtˌɛst", "pɹətˈɛst"),
    "protests": ("pɹˈOtˌɛsts", "pɹətˈɛsts"),
    "export": ("ˈɛkspˌɔɹt", "ɪkspˈɔɹt"),
    "exports": ("ˈɛkspˌɔɹts", "ɪkspˈɔɹts"),
    "perfume": ("pˈɜɹfjˌum", "pəɹfjˈum"),
    "address": ("ˈædɹˌɛs", "ədɹˈɛs"),
    "incline": ("ˈɪnklˌIn", "ɪnklˈIn"),
}


@cache
def _forms(word: str) -> Mapping[str, str | None] | None:
    """The forms of a word of several sounds, None for other words."""
    if word in _PAIRS:
        noun, verb = _PAIRS[word]
        return {"DEFAULT": noun, "VERB": verb}
    entry = entries("gold").get(word)
    return entry if isinstance(entry, dict) else None


def sound_in_context(words: Sequence[str], at: int) -> str | None:
    """The sound of the small word at `at` among the others where it has several, None for every other word.

    `words` hold "," for a pause and "." for the end of a sentence.
    """
    place = Place(words, at)
    own, forms = _OWN_RULES.get(place.word), _forms(place.word)
    if own is not None:
        chosen = own(place)
        return _of(forms, chosen, place.word) if forms and chosen.isascii() else chosen
    if forms is None:
        return None
    if "None" in forms:
        return forms["DEFAULT" if place.near(1) else "None"]
    if "DT" in forms:
        return forms["DT" if place.near(1) in ("", "is", "was", "one", "day", "time", "way") else "DEFAULT"]
    return _of(forms, part_of_speech(place), place.word)


def _of(forms: Mapping[str, str | None], kind: str, word: str) -> str | None:
    """The form for a part of speech. A noun before a noun sounds as it does alone; -ate has one sound for both."""
    if kind == "MODIFIER":
        return forms.get("ADJ") or (None if word == "upset" else forms.get("NOUN")) or forms["DEFAULT"]
    if kind == "NOUN" and word.endswith("ate") and "NOUN" not in forms:
        kind = "ADJ"
    return forms.get(kind) or forms["DEFAULT"]
