"""Decide who asks and who answers: the first rule that applies, with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.declarations import Declared
from audiobuild.script.label_candidates import key_of
from audiobuild.script.lines import fold
from audiobuild.script.people import is_outlet, name_strength, role_of_word
from audiobuild.script.questions import asks
from audiobuild.script.selections import keys_where, mapped, share, without
from audiobuild.script.turns import ANSWER, QUESTION

_INTERVIEWS = lazy(
    r"(?:专访|專訪|对话|對話|独家|访谈|訪談|采访|採訪|访|訪|问|對談|Interview(?:ing)? with|"
    r"(?:A )?(?:Short )?(?:Talk|Conversation|Chat) with|In conversation with|Talking (?:to|with)|Q&A with|"
    r"Meet)[：:\s·|丨]*(.*)$",
    re.IGNORECASE,
)
_INTERVIEWED = lazy(
    r"^(.*?)(?:(?:专访|專訪|访谈|訪談|采访|採訪)(?:[实實]?[录錄]|手?[记記])?(?!\w)|自述|口述|インタビュー|に聞く|さんに聞|"
    r": (?:an )?interview|Interview(?!s|ed|ing))",
    re.IGNORECASE,
)
_PAIRED = lazy(r"\s*(?:与|與|和|对|對|vs\.?|and|×|、|&|＆|と)")
# 今天和乔木一起主持; I'm your co-host
_I_HOST = lazy(
    r"(?:和|跟|与|與)[^，。！？]{1,12}一起主持|我是(?:你们的|大家的|本期|今天的)?(?:联合)?主[持播]|[我由]来主持|"
    r"(?:欢迎|歡迎)(?:大家)?(?:[收来來][听聽看到]|回到)|(?:我们|我們)(?:今天|本期)?[请請][来來到]了?|"
    r"\b(?:I['’]m|I am) your (?:co[- ]?)?host\b|\bwelcome (?:back )?to (?:the|another|this)\b|\bmy co[- ]?host\b|"
    r"\b(?:my|our) guests? (?:today|this week) (?:is|are)\b|\b(?:I['’]m|I am|we['’]re) joined (?:\w+ )?by\b|"
    r"\bwelcome (?:\w+ )?to (?:\w+ ){1,6}?(?:show|episode|podcast|program|programme)\b",
    re.IGNORECASE,
)
# How the host ends a talk; only the first speaker is one by these words.
_CLOSES = lazy(
    r"that['’]s (?:it|all|about it) (?:for|from) (?:today|us|this)|see you (?:all )?next|"
    r"thanks?(?: you)? (?:all |everyone )?for (?:listening|tuning in|joining)|"
    r"(?:感谢|感謝|谢谢|謝謝)[^。！]{0,12}(?:收听|收聽|收看|聆听)|(?:下期|下次|下回)(?:再见|再見|见|見)",
    re.IGNORECASE,
)
_MY_COHOST = lazy(
    r"(?:with me,? as (?:always|usual|ever),? (?:is )?|my co[- ]?hosts?,? (?:is |are )?|"
    r"(?:我的搭档|我的搭檔|联合主持人?|我[和跟与與]))([^,，.。!！?？]{1,30})",
    re.IGNORECASE,
)
_GUESSED = ("asks-questions", "order")
_FEW_ASKED = 2  # turns with a question of a panelist beside a host who opens the talk
_MANY_ASKERS = 3  # people who ask one and the same person
_ANSWERS = 0.6  # turns of a person whom all others ask, for each turn of these
_NAMES = 0.4  # share of the turns in which a reporter names the others, who never name him
NOBODY = lazy(r"(?:unknown|unidentified|unnamed)(?:speaker|person|voice)?\d*$|(?:未知|不明)(?:发言人|发言者|说话人)?$")
_OPENING = 2  # turns in which a programme introduces its host
CLEAR = 1.5  # the share of questions must be this many times the next one's to decide alone
_UNSURE = 2  # turns without a question added to those of each speaker, as a few turns say little about him
_ASKS, _OFTEN = 0.3, 0.5  # shares of questions from which a third person may be, and is, a second host
_SELDOM = 4  # a guessed host has no fewer turns than the most frequent speaker divided by this
_TIMES_SHORTER = 3  # a host's turns are this many times shorter than those of a guest who speaks first
_UNLABELLED: dict[tuple[str, ...], Role] = {(QUESTION,): Role.HOST, (ANSWER,): Role.GUEST}


@dataclass(frozen=True, slots=True)
class Decision:
    """A role and the rule that decided it."""

    role: Role
    by: str


@dataclass(frozen=True, slots=True)
class Voice:
    """The facts about a speaker before his role is known: his label keys, his name or label, the texts of his turns."""

    keys: tuple[str, ...]
    name: str
    said: tuple[str, ...]


def decide(
    voices: Mapping[str, Voice], declared: Declared, headline: str, overrides: Mapping[str, Role]
) -> tuple[dict[str, Decision], bool]:
    """The role of every speaker, and whether the host was only guessed by the order or length of turns.

    The order of the speakers, by which voices are given, is the same with and without overrides, but for a whole cast.
    """
    decided, guessed = _decided(voices, declared, headline, overrides)
    is_cast = all(decision.by == "option" for decision in decided.values())
    order = decided if is_cast or not overrides else _decided(voices, declared, headline, {})[0]
    return {key: decided[key] for key in order}, guessed


def _decided(
    voices: Mapping[str, Voice], declared: Declared, headline: str, overrides: Mapping[str, Role]
) -> tuple[dict[str, Decision], bool]:
    wanted = {key_of(name) or name.strip(): role for name, role in overrides.items()}  # □ has no letters to compare
    decided = _all_known(voices, declared, wanted)
    turned = _turned(voices, decided, declared)
    decided.update(turned)
    for key in _interviewees(voices, headline):
        decided.setdefault(key, Decision(Role.GUEST, "title"))
    guessed = _by_speech(voices, decided)
    hosts = [key for key in _hosts_by_word(voices) if decided[key].by in _GUESSED]
    if any(decided[key].role is Role.GUEST for key in without(decided, hosts)):
        decided.update(dict.fromkeys(hosts, Decision(Role.HOST, "declared")))
    return decided, guessed or bool(turned)


def _all_known(voices: Mapping[str, Voice], declared: Declared, wanted: Mapping[str, Role]) -> dict[str, Decision]:
    """The roles that need no comparison of the speakers."""
    known = mapped(lambda voice: _known(voice, declared, wanted), voices)
    return {key: decision for key, decision in known.items() if decision}


def _turned(voices: Mapping[str, Voice], decided: Mapping[str, Decision], declared: Declared) -> dict[str, Decision]:
    """The roles of two people of whom the text declares one to ask, if in fact only the other one does."""
    shares = {key: share(asks, voice.said) for key, voice in voices.items() if len(voice.said) >= _MANY_ASKERS}
    host, other = min(shares, key=shares.__getitem__, default=""), max(shares, key=shares.__getitem__, default="")
    if len(voices) != 2 or decided.get(host) != Decision(Role.HOST, "declared") or other in decided:
        return {}
    is_wrong = shares[host] == 0 and shares[other] >= _OFTEN and declared.settled.isdisjoint(voices[host].keys)
    roles = {host: Decision(Role.GUEST, "asks-questions"), other: Decision(Role.HOST, "asks-questions")}
    return roles if is_wrong else {}


def _known(voice: Voice, declared: Declared, wanted: Mapping[str, Role]) -> Decision | None:
    """The role given by an option, a declaration, the label's own word, or an unlabelled question or answer."""
    keys = (*voice.keys, key_of(voice.name))
    sources = (
        ("default", [_UNLABELLED.get(voice.keys)]),
        ("option", map(wanted.get, keys)),
        ("declared", map(declared.role, keys)),
        ("known-label", map(role_of_word, voice.keys)),
        ("known-label", [_outlet(voice)]),
        ("known-label", [Role.GUEST for key in voice.keys if key in words.TOGETHER]),
    )
    return next((Decision(role, by) for by, roles in sources for role in roles if role), None)


def _outlet(voice: Voice) -> Role | None:
    """The host's role for a newspaper or magazine, which asks under its own name."""
    return Role.HOST if any(map(is_outlet, voice.keys)) and name_strength(voice.name) < 2 else None


def _interviewees(voices: Mapping[str, Voice], headline: str) -> list[str]:
    """The guests named by a headline: X in `专访X` and `对话X`, else the name before `访谈录`."""
    matches = (pattern.search(line) for line in headline.split("\n") for pattern in (_INTERVIEWS, _INTERVIEWED))
    named = (_named_alone(voices, match[1]) for match in matches if match)
    found = next(filter(None, named), [])
    return found if len(found) < len(voices) else []


def _named_alone(voices: Mapping[str, Voice], text: str) -> list[str]:
    """The speakers named in the text; none if another name is joined to one of them."""
    folded = fold(text)
    found = keys_where(lambda voice: len(fold(voice.name)) > 1 and fold(voice.name) in folded, voices)
    rest = (text.partition(voices[key].name)[2] for key in found)
    return [] if any(map(_PAIRED.match, rest)) else found


def _by_speech(voices: Mapping[str, Voice], decided: dict[str, Decision]) -> bool:
    """Decide the open speakers: the highest share of questions is the host, else the first, else the shorter one.

    Returns whether the host was only guessed.
    """
    open_keys = without(voices, decided)
    hosts: list[str] = []
    by = "asks-questions"
    if open_keys and Role.HOST not in (decision.role for decision in decided.values()):
        hosts, by = _askers(voices, open_keys)
        hosts = _without_panelists(hosts, by, voices)
    guessed = by == "order" and len(voices) > 1 and bool(hosts)
    guest = Decision(Role.GUEST, "order" if guessed else "asks-questions")
    decided.update(dict.fromkeys(hosts, Decision(Role.HOST, "asks-questions")))
    decided.update(dict.fromkeys(hosts[:1], Decision(Role.HOST, by)))
    decided.update(dict.fromkeys(without(open_keys, decided), guest))
    return guessed


def _without_panelists(hosts: list[str], by: str, voices: Mapping[str, Voice]) -> list[str]:
    """The guessed hosts without those who ask less than a host known by his words, none if only order decided."""
    leads = next(iter(_hosts_by_word(voices)), None)
    if leads is None:
        return hosts
    if by == "order":
        shares = mapped(lambda voice: share(asks, voice.said), voices)
        return [key for key in without(voices, [leads]) if _asks_too(key, leads, voices, shares)]
    few = [key for key in hosts if sum(map(asks, voices[key].said)) <= _FEW_ASKED]
    quiet = [key for key in few if len(voices[key].said) * 2 <= len(voices[leads].said)]
    return without(hosts, quiet)


def _hosts_by_word(voices: Mapping[str, Voice]) -> list[str]:
    """The speakers who introduce themselves as hosts in the first turns, or whom another calls a co-host.

    The first speaker is a host too if he ends the talk.
    """
    opening = mapped(lambda voice: " ".join(voice.said[:_OPENING]), voices)
    names = mapped(lambda voice: fold(voice.name) or "\n", voices)
    found = set(keys_where(_I_HOST.search, opening))
    found.update(key for key in list(voices)[:1] if _CLOSES.search(" ".join(voices[key].said[-_OPENING:])))
    for key, text in opening.items():
        named = fold(" ".join(_MY_COHOST.findall(text)))
        found.update(without(keys_where(named.__contains__, names), [key]))
    return sorted(found) if len(found) < len(voices) else []


def _asks_too(key: str, host: str, voices: Mapping[str, Voice], shares: Mapping[str, float]) -> bool:
    """Whether a third person is a second host: asks more than guests, and says less than the longest guest."""
    if len(voices) < 3 or len(voices[key].said) < 2:
        return False
    length = _lengths(voices)
    quiet = (length[other] for other, share in shares.items() if share < _ASKS)
    is_short = shares[key] >= _OFTEN or max(quiet, default=0) > length[key]
    return shares[key] >= max(_ASKS, _ASKS * shares[host]) and is_short


def _lengths(voices: Mapping[str, Voice]) -> dict[str, float]:
    """The characters of each speaker's turns on average."""
    return mapped(lambda voice: sum(map(len, voice.said)) / max(1, len(voice.said)), voices)


def _askers(voices: Mapping[str, Voice], open_keys: list[str]) -> tuple[list[str], str]:
    """The hosts among the open speakers, and the rule that decided the first one."""
    open_keys = [key for key in open_keys if not NOBODY.match(fold(voices[key].name))] or open_keys
    shares = mapped(lambda voice: share(asks, voice.said), voices)
    answerer = max(open_keys, key=lambda key: len(voices[key].said))
    if _all_others_ask(answerer, without(voices, [answerer]), voices, shares):
        return without(open_keys, [answerer]), "asks-questions"
    host, by = _first_host(voices, open_keys, shares)
    return [host, *(key for key in open_keys if key != host and _asks_too(key, host, voices, shares))], by


def _first_host(voices: Mapping[str, Voice], open_keys: list[str], shares: Mapping[str, float]) -> tuple[str, str]:
    """The speaker with clearly the most questions, else a reporter, else the one by order and length; and the rule."""
    shares = {key: shares[key] * len(voices[key].said) / (len(voices[key].said) + _UNSURE) for key in open_keys}
    best, *others = sorted(open_keys, key=lambda key: -shares[key])
    clear = shares[best] > 0 and shares[best] >= CLEAR * max(map(shares.__getitem__, others), default=0)
    if clear and sum(map(asks, voices[best].said)) > 1:
        return best, "asks-questions"
    reporters = _reporters(open_keys, voices)
    if clear and not reporters:
        return best, "asks-questions"
    often = max(len(voices[key].said) for key in open_keys)
    speak = [key for key in open_keys if len(voices[key].said) * _SELDOM >= often]
    return next(iter(reporters), _first_or_shortest(speak, _lengths(voices))), "order"


def _all_others_ask(one: str, others: list[str], voices: Mapping[str, Voice], shares: Mapping[str, float]) -> bool:
    """Whether several people ask one who answers each of them, and asks little himself."""
    turns = sum(len(voices[key].said) for key in others)
    asked = sum(shares[key] * len(voices[key].said) for key in others)
    several = len(others) >= _MANY_ASKERS and sum(shares[key] > 0 for key in others) > 1
    answered = several and len(voices[one].said) >= _ANSWERS * turns
    return answered and asked >= _ASKS * turns and shares[one] * CLEAR * turns <= asked


def _reporters(open_keys: list[str], voices: Mapping[str, Voice]) -> list[str]:
    """The speaker who names the others in many turns while they never name him, if there is one."""
    names = {key: _last_name(voices[key].name) for key in open_keys}
    naming = {key: _naming(voices[key], [names[other] for other in without(names, [key])]) for key in open_keys}
    found = keys_where(bool, naming)
    return found if len(found) == 1 and naming[found[0]] >= _NAMES and len(voices[found[0]].said) > 1 else []


def _naming(voice: Voice, others: list[str]) -> float:
    """The share of the turns in which a speaker names one of the others."""
    names = "|".join(map(re.escape, filter(None, others)))
    if not names:
        return 0.0
    pattern = re.compile(rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])", re.IGNORECASE)
    return share(lambda text: pattern.search(text) is not None, voice.said)


def _last_name(name: str) -> str:
    """The last word of a name, "" if it is a letter or two."""
    last = "".join(name.split()[-1:])
    return last if len(last) >= 2 + last.isascii() else ""


def _first_or_shortest(open_keys: list[str], length: Mapping[str, float]) -> str:
    """The first speaker, or the one with the shortest turns if those of the first are much longer."""
    shortest = min(open_keys, key=lambda key: length[key])
    return shortest if length[open_keys[0]] > _TIMES_SHORTER * length[shortest] else open_keys[0]
