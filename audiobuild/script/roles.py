"""Decide who asks and who answers: the first rule that applies, with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script.declarations import Declared
from audiobuild.script.label_candidates import key_of
from audiobuild.script.lines import fold
from audiobuild.script.people import is_outlet, name_strength, role_of_word
from audiobuild.script.questions import asks
from audiobuild.script.turns import ANSWER, QUESTION

_INTERVIEWS = lazy(
    r"(?:专访|專訪|对话|對話|独家|访谈|訪談|采访|採訪|访|訪|问|對談|Interview(?:ing)? with|"
    r"(?:A )?(?:Short )?(?:Talk|Conversation|Chat) with|In conversation with|Talking (?:to|with)|Q&A with|"
    r"Meet)[：:\s·|丨]*(.*)$",
    re.IGNORECASE,
)
_INTERVIEWED = lazy(
    r"^(.*?)(?:专访|專訪|访谈|訪談|访谈录|訪談錄|采访|採訪|自述|口述|インタビュー|に聞く|さんに聞|"
    r": (?:an )?interview|Interview)",
    re.IGNORECASE,
)
_PAIRED = lazy(r"\s*(?:与|與|和|对|對|vs\.?|and|×|、|&|＆|と)")
# 今天和乔木一起主持; I'm your co-host
_I_HOST = lazy(
    r"(?:和|跟|与|與)[^，。！？]{1,12}一起主持|我是(?:你们的|大家的|本期|今天的)?(?:联合)?主[持播]|[我由]来主持|"
    r"(?:欢迎|歡迎)(?:大家)?(?:[收来來][听聽看到]|回到)|(?:我们|我們)(?:今天|本期)?[请請][来來到]了?|"
    r"\b(?:I['’]m|I am) your (?:co-?)?host\b|\bwelcome (?:back )?to (?:the|another|this)\b|\bmy co-?host\b|"
    r"\b(?:my|our) guests? (?:today|this week) (?:is|are)\b",
    re.IGNORECASE,
)
_MY_COHOST = lazy(
    r"(?:with me,? as (?:always|usual|ever),? (?:is )?|my co-?hosts?,? (?:is |are )?|"
    r"(?:我的搭档|我的搭檔|联合主持人?|我[和跟与與]))([^,，.。!！?？]{1,30})",
    re.IGNORECASE,
)
_GUESSED = ("asks-questions", "order")
_OPENING = 2  # turns in which a programme introduces its host
CLEAR = 1.5  # the share of questions must be this many times the next one's to decide alone


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
    """The role of every speaker, and whether the host was only guessed by the order or length of turns."""
    wanted = {key_of(name): role for name, role in overrides.items()}
    decided: dict[str, Decision] = {}
    for key, voice in voices.items():
        known = _known(voice, declared, wanted)
        if known:
            decided[key] = known
    for key in _interviewees(voices, headline):
        decided.setdefault(key, Decision(Role.GUEST, "title"))
    guessed = _by_speech(voices, decided)
    for key in _hosts_by_word(voices):
        if decided[key].by in _GUESSED:
            decided[key] = Decision(Role.HOST, "declared")
    return decided, guessed


def _known(voice: Voice, declared: Declared, wanted: Mapping[str, Role]) -> Decision | None:
    """The role given by an option, a declaration, the label's own word, or an unlabelled question or answer."""
    if voice.keys in ((QUESTION,), (ANSWER,)):
        return Decision(Role.HOST if voice.keys == (QUESTION,) else Role.GUEST, "default")
    keys = (*voice.keys, key_of(voice.name))
    for key in keys:
        if key in wanted:
            return Decision(wanted[key], "option")
    for key in keys:
        role = declared.role(key)
        if role:
            return Decision(role, "declared")
    for key in voice.keys:
        role = role_of_word(key)
        if role:
            return Decision(role, "known-label")
    return (
        Decision(Role.HOST, "known-label")
        if any(is_outlet(k) and name_strength(voice.name) < 2 for k in voice.keys)
        else None
    )


def _interviewees(voices: Mapping[str, Voice], headline: str) -> list[str]:
    """The guests named by a headline: X in `专访X` and `对话X`, else the name before `访谈录`."""
    named = {k: fold(v.name) for k, v in voices.items() if len(fold(v.name)) >= 2}
    for line in headline.split("\n"):
        for pattern in (_INTERVIEWS, _INTERVIEWED):
            match = pattern.search(line)
            found = [k for k, name in named.items() if match and name in fold(match[1])]
            if found and not any(_PAIRED.match(match[1].partition(voices[k].name)[2]) for k in found if match):
                return found if len(found) < len(voices) else []
    return []


def _by_speech(voices: Mapping[str, Voice], decided: dict[str, Decision]) -> bool:
    """Decide the open speakers: the highest share of questions is the host, else the first, else the shorter one."""
    open_keys = [key for key in voices if key not in decided]
    if not open_keys:
        return False
    guessed = False
    if not any(decision.role is Role.HOST for decision in decided.values()):
        shares = {key: sum(map(asks, voice.said)) / max(1, len(voice.said)) for key, voice in voices.items()}
        host, by = _asker(voices, open_keys, shares)
        guessed = by == "order" and len(voices) > 1
        decided[host] = Decision(Role.HOST, by)
        others = [key for key in open_keys if key not in decided] if len(voices) > 2 else []
        too = [key for key in others if _asks_too(key, host, voices, shares)]
        decided.update(dict.fromkeys(too, Decision(Role.HOST, "asks-questions")))
    for key in open_keys:
        decided.setdefault(key, Decision(Role.GUEST, "order" if guessed else "asks-questions"))
    return guessed


def _hosts_by_word(voices: Mapping[str, Voice]) -> list[str]:
    """The speakers who introduce themselves as hosts in the first turns, or whom another calls a co-host."""
    found: list[str] = []
    for key, voice in voices.items():
        opening = " ".join(voice.said[:_OPENING])
        if _I_HOST.search(opening):
            found.append(key)
        for match in _MY_COHOST.finditer(opening):
            named = fold(match[1])
            found += [k for k, v in voices.items() if k != key and fold(v.name) and fold(v.name) in named]
    return found if len(set(found)) < len(voices) else []


def _asks_too(key: str, host: str, voices: Mapping[str, Voice], shares: Mapping[str, float]) -> bool:
    """Whether a third person is a second host: asks more than guests, and says less than the longest guest."""
    if len(voices[key].said) < 2 or shares[key] < max(0.3, 0.3 * shares[host]):
        return False
    length = {k: sum(map(len, v.said)) / max(1, len(v.said)) for k, v in voices.items()}
    quiet = [k for k in voices if shares[k] < 0.3]
    return shares[key] >= 0.5 or any(length[k] > length[key] for k in quiet)


def _asker(voices: Mapping[str, Voice], open_keys: list[str], shares: Mapping[str, float]) -> tuple[str, str]:
    ranked = sorted(open_keys, key=lambda k: -shares[k])
    if len(ranked) == 1:
        return ranked[0], "asks-questions" if shares[ranked[0]] else "order"
    if shares[ranked[0]] > 0 and shares[ranked[0]] >= CLEAR * shares[ranked[1]]:
        return ranked[0], "asks-questions"
    first = open_keys[0]
    lengths = {k: sum(map(len, voices[k].said)) / max(1, len(voices[k].said)) for k in open_keys}
    shortest = min(open_keys, key=lambda k: lengths[k])
    return (shortest if lengths[first] > 3 * lengths[shortest] else first), "order"
