"""Heteronyms: choose between the pronunciations of one spelling by context (to recˈord, a rˈecord)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import takewhile
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
#: Words that end like plurals but are verbs before their object, or nouns before other nouns.
_ENDS_IN_S = listed(
    "sells buys makes has gets needs wants uses offers provides gives takes keeps shows sets holds finds grows ships "
    "includes contains requires means brings creates causes faces reports sees loses adds sales sports arms customs "
    "systems operations goods news series savings communications economics"
)
_ADVERBS = listed("not never always also often just even still now")
_STARTS_NOUN_PHRASE = _DETERMINERS | _POSSESSIVES
#: Words that end a noun phrase: none of them appears between a determiner and its noun.
_ENDS_NOUN_PHRASE = _PREPOSITIONS | _PRONOUNS | _MODALS | _BE
_AFTER_NOUN = listed("of is was are were has had")
_NOT_PLURAL = ("ss", "us", "is", "as", "'s", "ous")


class Place(NamedTuple):
    """A position in the lower-case words of a text; "," is a pause, "." the end of a sentence."""

    words: Sequence[str]
    at: int

    def near(self, step: int) -> str:
        """The word `step` positions away, "" beyond a pause or the end."""
        target = self.at + step
        if not 0 <= target < len(self.words):
            return ""
        first, last = sorted((self.at, target))
        between = self.words[first : last + 1]
        if "," in between or "." in between:
            return ""
        return self.words[target]

    @property
    def word(self) -> str:
        return self.words[self.at]

    @property
    def before(self) -> str:
        """The previous word that is not an adverb: to fully record."""
        word = self.near(-1)
        if word.endswith("ly") or word in _ADVERBS:
            return self.near(-2) or word
        return word

    @property
    def sentence(self) -> list[str]:
        """Up to twelve words on each side, within the same sentence."""
        left = takewhile(_is_no_stop, reversed(self.words[max(0, self.at - 12) : self.at]))
        right = takewhile(_is_no_stop, self.words[self.at + 1 : self.at + 13])
        return [*left, *right]

    @property
    def opens(self) -> bool:
        """Whether it is the first word of its sentence."""
        return self.at == 0 or self.words[self.at - 1] == "."


def _is_no_stop(word: str) -> bool:
    return word != "."


def _plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    if word in _PLURALS:
        return True
    if len(word) < 4 or word.endswith(_NOT_PLURAL):
        return False
    return word.endswith("s")


def _plural_subject(word: str) -> bool:
    """Whether a word can be a plural subject before a verb: not a verb itself, and not the first half of a compound."""
    return word not in _ENDS_IN_S and _plural(word)


def _asked(place: Place) -> bool:
    """Whether an auxiliary and a noun phrase precede: did the new team record it."""
    for step in (2, 3, 4):
        word = place.near(-step)
        if not word:
            return False
        if word in _ASKING and place.near(1 - step) in _STARTS_NOUN_PHRASE:
            return step > 2 and not place.near(-1).endswith(("ed", "ing"))
    return False


def _in_noun_phrase(place: Place) -> bool:
    """Whether a determiner is up to three words before, without a verb between: the brand new record."""
    for step in (2, 3):
        word = place.near(-step)
        if word in _DETERMINERS or word.endswith("'s"):
            return True
        if not word or word in _ENDS_NOUN_PHRASE:
            return False
    return False


# ------------------------------------------------------------------------------------------------------ part of speech


def part_of_speech(place: Place) -> str:
    """NOUN, ADJ, VERB or MODIFIER (a noun before a noun), judged by the neighbours; "" if they do not decide."""
    left, right = place.before, place.near(1)
    if not left:
        return _at_the_start(place, right)
    if left == "to" and right in ("of", "is", "was", "has"):
        return "NOUN"  # due to increase of
    kind = _KIND_AFTER.get(left, "")
    if kind != "VERB" and place.near(-1) in _DEGREES:
        return "ADJ"
    if not kind and left.endswith("'s"):
        kind = "MODIFIER"
    if kind == "MODIFIER":
        return _before_its_noun(right)
    return kind or _by_phrase(place, right)


#: The part of speech after a preposition, a determiner, a form of to be, a pronoun or a modal verb.
_KIND_AFTER = {
    **dict.fromkeys(_PREPOSITIONS, "NOUN"),
    **dict.fromkeys(_STARTS_NOUN_PHRASE, "MODIFIER"),
    **dict.fromkeys(_BE, "ADJ"),
    **dict.fromkeys(_MODALS | _PRONOUNS, "VERB"),
}
_FINITE = _BE | _MODALS | _HAVE


def _at_the_start(place: Place, right: str) -> str:
    """The part of speech of a word without a word before it: record it, record sales are."""
    if right in _OBJECTS:
        return "VERB"
    if _plural(right) and place.near(2) in _FINITE:
        return "MODIFIER"
    return ""


def _before_its_noun(right: str) -> str:
    if _names_a_thing(right):
        return "MODIFIER"
    return "NOUN"


def _by_phrase(place: Place, right: str) -> str:
    """The part of speech after a word that may be a noun or an adjective."""
    if place.before in ("and", "or", "but", "then") and place.near(-2):
        return part_of_speech(Place(place.words, place.at - 2))
    if _asked(place):
        return _in_a_question(right)
    if _agrees(place) and _goes_on_as_verb(place, right):
        return "VERB"
    if _plural_subject(place.near(-1)) and not place.word.endswith(("s", "ate")):
        return "VERB"  # these claims conflict with it
    if not _in_noun_phrase(place):
        return _after_a_subject(place, right)
    if place.word.endswith("s"):
        return "NOUN"
    return _before_its_noun(right)


def _after_a_subject(place: Place, right: str) -> str:
    """The part of speech after a noun without a determiner, or after an adjective."""
    before = place.near(-1)
    if right in _AFTER_NOUN or not right:
        return "NOUN"  # they sell fresh produce
    if _plural_subject(before) and _agrees(place) and not _names_a_thing(right):
        return "VERB"
    if before.endswith(_ADJECTIVE_ENDINGS):
        return "NOUN"
    return ""


def _agrees(place: Place) -> bool:
    """Whether the number of subject and verb agree: companies record, the company records."""
    return _plural(place.near(-1)) != place.word.endswith("s")


def _goes_on_as_verb(place: Place, right: str) -> bool:
    """Whether an object, a place or an adverb follows."""
    if right in _PLACES and place.word.endswith("s"):
        return True
    return right in _OBJECTS or right.endswith("ly")


_AFTER_ASKED_VERB = _OBJECTS | _PREPOSITIONS | {""}


def _in_a_question(right: str) -> str:
    if right in _AFTER_ASKED_VERB or _plural(right):
        return "VERB"
    return "NOUN"


_ADJECTIVE_ENDINGS = ("ive", "al", "ous", "ful", "less", "able", "ible", "ic", "ary", "ant", "ent", "est", "ish")
_NO_THING = (
    _PREPOSITIONS
    | _BE
    | _MODALS
    | _PRONOUNS
    | _HAVE
    | listed("and or but that when where because if while so then")
    | {""}
)


def _names_a_thing(word: str) -> bool:
    """Whether a word can be the noun after an adjective."""
    return word not in _NO_THING and not word.endswith(("ed", "ly", "'s"))


# --------------------------------------------------------------------------------------------------------------- clues

#: A test of the words around a place.
Clue = Callable[[Place], bool]
#: The first clue that holds decides: phonemes in the dictionaries' notation, or a part of speech in capitals.
Clues = tuple[tuple[Clue, str], ...]


def _always(place: Place) -> bool:
    return True


def _next_is(words: Iterable[str]) -> Clue:
    """A clue: one of the words follows; "" is a pause or the end."""
    wanted = frozenset(words)
    return lambda place: place.near(1) in wanted


def _second_next_is(words: Iterable[str]) -> Clue:
    wanted = frozenset(words)
    return lambda place: place.near(2) in wanted


def _last_is(words: Iterable[str]) -> Clue:
    """A clue: one of the words comes directly before."""
    wanted = frozenset(words)
    return lambda place: place.near(-1) in wanted


def _second_last_is(words: Iterable[str]) -> Clue:
    wanted = frozenset(words)
    return lambda place: place.near(-2) in wanted


def _third_last_is(words: Iterable[str]) -> Clue:
    wanted = frozenset(words)
    return lambda place: place.near(-3) in wanted


def _before_is(words: Iterable[str]) -> Clue:
    """A clue: one of the words comes before, adverbs skipped."""
    wanted = frozenset(words)
    return lambda place: place.before in wanted


def _around(words: str) -> Clue:
    """A clue: one of the words, or its plural, is in the sentence."""
    wanted = listed(words)
    return lambda place: any(word in wanted or word.rstrip("s") in wanted for word in place.sentence)


def _is(kind: str) -> Clue:
    """A clue: the part of speech is `kind`."""
    return lambda place: part_of_speech(place) == kind


def _all(*clues: Clue) -> Clue:
    return lambda place: all(clue(place) for clue in clues)


def _any(*clues: Clue) -> Clue:
    return lambda place: any(clue(place) for clue in clues)


def _not(clue: Clue) -> Clue:
    return lambda place: not clue(place)


def _opens(place: Place) -> bool:
    return place.opens


def _last_is_plural(place: Place) -> bool:
    return _plural(place.near(-1))


def _before_is_plural(place: Place) -> bool:
    return _plural(place.before)


_verb = _is("VERB")

# ---------------------------------------------------------------------------------------- words with rules of their own

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

_contains = _last_is(listed("of contain contains contained found remove removes removed detected traces leaking"))
_LEAD: Clues = (
    (_next_is(listed("paint pipe pipes poisoning acid bullet bullets exposure contamination free-based")), "lˈɛd"),
    (_all(_last_is(["to"]), _is("NOUN")), "lˈɛd"),
    (_all(_contains, _next_is(listed("in from was were is and or") | {""})), "lˈɛd"),
    (_any(_contains, _last_is(_DETERMINERS), _verb), "lˈid"),
    (_metal, "lˈɛd"),
    (_always, "lˈid"),
)

_turned = _next_is(listed("up down through around back its along past"))
_WIND: Clues = (
    (_all(_verb, _any(_turned, _next_is(_OBJECTS), _last_is(["to"]))), "VERB"),
    (_always, "NOUN"),
)
_WINDS: Clues = (
    (_all(_turned, _not(_last_is(_DETERMINERS)), _not(_last_is_plural)), "VERB"),
    (_always, "NOUN"),
)
_WOUND: Clues = (
    (_before_is(_DETERMINERS | _PREPOSITIONS | {"to"}), "NOUN"),
    (_next_is(_PLACES | _OBJECTS | listed("tightly back")), "VBD"),
    (_always, "NOUN"),
)

_wear_and = _all(_last_is(["and"]), _second_last_is(["wear"]))
_ripped = _next_is(listed("down apart off open into through out away") | _OBJECTS)
_TEAR: Clues = (
    (_wear_and, "tˈɛɹ"),
    (_any(_verb, _ripped), "tˈɛɹ"),
    (_all(_next_is(["in", "through"]), _last_is(_DETERMINERS | listed("small big long"))), "tˈɛɹ"),
    (_torn, "tˈɛɹ"),
    (_always, "tˈɪɹ"),
)
_TEARS: Clues = (
    (_wear_and, "tˈɛɹ"),
    (_any(_last_is(_DETERMINERS), _next_is(["up"])), "tˈɪɹz"),
    (_any(_last_is(_PRONOUNS), _ripped), "tˈɛɹz"),
    (_always, "tˈɪɹz"),
)

_BOW: Clues = (
    (_all(_next_is(listed("tie ties and")), _not(_ship_or_stage)), "bˈO"),
    (_any(_verb, _next_is(listed("down before out")), _ship_or_stage), "bˈW"),
    (_all(_last_is(["a"]), _second_last_is(listed("take takes took taking taken"))), "bˈW"),
    (_always, "bˈO"),
)
_BOWS: Clues = tuple((clue, f"{sound}z") for clue, sound in _BOW)

_LIVE: Clues = (
    (
        _last_is(_BE | _DETERMINERS | _POSSESSIVES | listed("went go goes going streamed broadcast performed watch")),
        "lˈIv",
    ),
    (_any(_verb, _last_is_plural, _last_is(listed("people who that and"))), "lˈɪv"),
    (_next_is((_PLACES | _OBJECTS) - {"on"}), "lˈɪv"),
    (_always, "lˈIv"),
)
_LIVES: Clues = (
    (_last_is(_DETERMINERS | _POSSESSIVES | _PREPOSITIONS), "lˈIvz"),
    (_any(_last_is_plural, lambda place: place.near(-1).endswith(("'", "ed", "ing"))), "lˈIvz"),
    (_last_is(_PRONOUNS | listed("that everyone nobody someone still now also only")), "lˈɪvz"),
    (_next_is(_PLACES), "lˈɪvz"),
    (_always, "lˈIvz"),
)
_CLOSE: Clues = (
    (_all(_next_is(listed("to by up together range enough")), _not(_before_is(["to"])), _not(_verb)), "ADJ"),
    (_all(_before_is(_DETERMINERS), _next_is(["", "of"])), "NOUN"),
    (_before_is(_DETERMINERS), "ADJ"),
    (_any(_verb, _before_is_plural, _all(_opens, _next_is(_OBJECTS))), "VERB"),
    (_always, "ADJ"),
)
_TINY = listed(
    "detail details amount amounts quantity quantities trace traces particle particles difference differences "
    "change changes fraction creature creatures dose doses variation variations print"
)
_MINUTE: Clues = (
    (_any(_next_is(_TINY), _last_is(["so", "very", "too"])), "ADJ"),
    (_all(_before_is(_BE), _next_is([""])), "ADJ"),
    (_always, "NOUN"),
)
_GLAD = _BE - listed("get getting got keep kept") | listed("perfectly quite very fairly")
_CONTENT: Clues = (
    (_all(_any(_last_is(_GLAD), _before_is(_GLAD)), _next_is(["", "with", "to", "and", "just", "in"])), "ADJ"),
    (_next_is(listed("himself herself themselves ourselves myself itself")), "VERB"),
    (_always, "NOUN"),
)
_USED: Clues = (
    (_not(_next_is(["to"])), "jˈuzd"),
    (_any(_second_next_is(_OBJECTS | {""}), lambda place: place.near(2).endswith("ing")), "jˈust"),
    (_last_is(_BE - listed("get getting got became become becomes")), "jˈuzd"),
    (_always, "jˈust"),
)
_INVALID: Clues = (
    (_all(_is("NOUN"), _next_is(_BE | _HAVE | {""}), _not(_before_is(_BE))), "NOUN"),
    (_always, "ADJ"),
)
_counted = _last_is(listed("two three four five six seven eight nine ten several many these those"))
_PERSON = listed(
    "man woman men women father mother parent parents person people couple relative relatives aunt uncle king queen "
    "lady gentleman professor monk grandmother grandfather dog"
)
_SCHOLAR = listed("man men woman scholar scholars professor society societies journal judge colleague friend counsel")
_BEST = listed("high highs low lows level levels number numbers time sales profit profits breaking holder")


def _said_of_the_past(place: Place) -> bool:
    """Whether `read` is in the past tense: by other words of the sentence, or by a singular subject (he read)."""
    words = set(place.sentence)
    left = place.before
    if left in ("and", "or", "then"):
        earlier = {place.near(-2), place.near(-3), place.near(-4)}
        return place.near(-2).endswith("ed") or not _PAST.isdisjoint(earlier)
    if _said_of_a_habit(place, words):
        return left in ("he", "she", "it")
    if not _PAST.isdisjoint(words) or any(map(_is_past_form, words)):
        return True
    if left in ("i", "he", "she", "it", "who"):
        return True
    if left in ("people", "children", "men", "women", "to") or left in _PRONOUNS:
        return False
    return not _plural(left)


def _said_of_a_habit(place: Place, words: set[str]) -> bool:
    """Whether the sentence is about a habit: whenever he reads."""
    if place.near(-2) in ("when", "whenever", "if", "while") and _PAST.isdisjoint(words):
        return True
    return not _HABIT.isdisjoint(words) and words.isdisjoint(("yesterday", "ago", "last"))


def _is_past_form(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed")


_READ: Clues = (
    (_all(_opens, _next_is(["by"])), "ɹˈɛd"),
    (_any(_opens, _before_is((_MODALS - {"not", "never"}) | _ASKING)), "ɹˈid"),
    (_any(_before_is(_HAVE | (_BE - {"get"})), _second_last_is(_HAVE), _next_is(["by"])), "ɹˈɛd"),
    (_before_is(_DETERMINERS | listed("good great easy quick must")), "ɹˈid"),
    (lambda place: place.before.endswith(("ing", "ish")), "ɹˈid"),
    (_any(_asked, _all(_before_is(_PRONOUNS), _second_last_is(_ASKING))), "ɹˈid"),
    (_said_of_the_past, "ɹˈɛd"),
    (_always, "ɹˈid"),
)

#: What a quarrel is, and what it does; a line of seats is and does other things.
_ANGRY = listed(
    "blazing bitter loud furious almighty terrible flaming shouting public political diplomatic domestic family "
    "drunken noisy angry massive ugly heated huge tremendous violent fierce blistering nasty"
)
_quarrel = _any(_last_is(_ANGRY), _next_is(listed("broke erupted over about with flared blew between")))

_OWN_RULES: Mapping[str, Clues] = {
    "lead": _LEAD,
    "wind": _WIND,
    "winds": _WINDS,
    "wound": _WOUND,
    "tear": _TEAR,
    "tears": _TEARS,
    "bow": _BOW,
    "bows": _BOWS,
    "bass": ((_fish, "bˈæs"), (_always, "bˈAs")),
    "live": _LIVE,
    "lives": _LIVES,
    "close": _CLOSE,
    "closer": ((_always, "DEFAULT"),),
    "minute": _MINUTE,
    "content": _CONTENT,
    "read": _READ,
    "used": _USED,
    "learned": ((_next_is(_SCHOLAR), "ADJ"), (_always, "VERB")),
    "dove": ((_next_is(listed("into in off under headfirst straight")), "VERB"), (_always, "NOUN")),
    "polish": ((_always, "pˈɑlɪʃ"),),
    "sewer": ((_always, "sˈuəɹ"),),
    "invalid": _INVALID,
    "does": ((_all(_counted, _not(_next_is(_PRONOUNS | {"not"}))), "dˈOz"), (_always, "dˈʌz")),
    "number": ((_next_is(["than"]), "nˈʌməɹ"), (_always, "nˈʌmbəɹ")),
    "axes": ((_chopping, "VERB"), (_always, "NOUN")),
    "aged": ((_any(_next_is(_PERSON), _all(_last_is(["the"]), _next_is([""]))), "ˈAʤɪd"), (_always, "ˈAʤd")),
    "sake": (
        (_any(_second_last_is(["for"]), _third_last_is(["for"])), "sˈAk"),
        (_drink, "sˈɑki"),
        (_always, "sˈAk"),
    ),
    "row": ((_all(_quarrel, _not(_next_is(["of", "house", "houses", "boat"]))), "ɹˈW"), (_always, "ɹˈO")),
    "rows": ((_all(_last_is(_ANGRY), _not(_next_is(["of"]))), "ɹˈWz"), (_always, "ɹˈOz")),
    "record": ((_next_is(_BEST), "NOUN"),),  # without a clue, the part of speech decides
}

#: Words pronounced differently as noun and verb, of which the dictionary has only one: noun, verb.
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
    """The pronunciations of a heteronym by part of speech, None for other words."""
    if word in _PAIRS:
        noun, verb = _PAIRS[word]
        return {"DEFAULT": noun, "VERB": verb}
    entry = entries("gold").get(word)
    return entry if isinstance(entry, dict) else None


def sound_in_context(words: Sequence[str], at: int) -> str | None:
    """The phonemes of the heteronym `words[at]` in its context, None for every other word.

    `words` are in lower case, with "," for a pause and "." for the end of a sentence.
    """
    place = Place(words, at)
    forms = _forms(place.word)
    if place.word in _OWN_RULES:
        return _by_clues(place, forms)
    if forms is None:
        return None
    if "None" in forms:
        return forms["DEFAULT" if place.near(1) else "None"]
    if "DT" not in forms:
        return _of(forms, part_of_speech(place), place.word)
    if place.near(1) in ("", "is", "was", "one", "day", "time", "way"):
        return forms["DT"]
    return forms["DEFAULT"]


def _by_clues(place: Place, forms: Mapping[str, str | None] | None) -> str | None:
    """The phonemes chosen by the clues of a word, through its part of speech if a clue names one."""
    fitting = (sound for clue, sound in _OWN_RULES[place.word] if clue(place))
    chosen = next(fitting, None) or part_of_speech(place)
    if forms and chosen.isascii():
        return _of(forms, chosen, place.word)
    return chosen


def _of(forms: Mapping[str, str | None], kind: str, word: str) -> str | None:
    """The form for a part of speech; a noun before a noun has an adjective's or noun's form, -ate one form for both."""
    if kind == "MODIFIER":
        noun = "DEFAULT" if word == "upset" else "NOUN"
        return forms.get("ADJ") or forms.get(noun) or forms["DEFAULT"]
    if kind == "NOUN" and word.endswith("ate") and "NOUN" not in forms:
        kind = "ADJ"
    return forms.get(kind) or forms["DEFAULT"]
