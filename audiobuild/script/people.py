"""What a label says by itself: its role, and whether it looks like a person's name."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.lines import fold, is_cjk

_NUMBER_TAIL = lazy(r"(?<=[^\W\d_])(?:\d{1,2}|[一二三四五六七八九十甲乙丙丁])$|(?<=[者人员])[a-d]$")
_PREFIXES = (
    (
        Role.HOST,
        (
            "主持人",
            "主播",
            "记者",
            "記者",
            "司会",
            "聞き手",
            "采访者",
            "採訪者",
            "访问者",
            "訪問者",
            "提问者",
            "主持",
            "host",
            "moderator",
            "interviewer",
        ),
    ),
    (Role.GUEST, ("嘉宾", "嘉賓", "受访者", "受訪者", "ゲスト", "被访者", "受访人", "guest", "interviewee")),
)
_ASKING_END = lazy(r"(?:提问|提問|发问|發問|追问|追問|[^学學访訪询詢顾顧疑一]问|[^學訪詢顧疑一]問|asks|asked)$")
_ANSWERING_END = lazy(r"(?:回答|答复|[^问問]答|answers|answered)$")
_ASKING_SUFFIXES = ("提问", "提問", "发问", "追问", "问", "問", "回答", "答")
_RECOGNISED = lazy(
    r"^(?:发言人|發言人|说话人|說話人|讲话人|講話人|演讲者|スピーカー|話者|発言者|話し手|speaker|spk|"
    r"unknownspeaker|participant|person|voice)[\da-z]{1,3}$"
)
_HAN = lazy(r"[\u3400-\u9fff〇々]+")
_NAME_PART = lazy(r"^(?:[A-ZÀ-Þ][\w'’.\-]*|de|van|von|der|la|le|al|bin|di|da|du)$")
DEGREE = lazy(r", (?:[A-Z][\w]{0,9}\.?[ ,]{0,2}|mus\.|rer\. nat\.){1,4}$")  # Reece, Psy.D
_JOINED = lazy(r"[·•・‧]")
_KATAKANA = lazy(r"[\u30a0-\u30ff]{2,12}")
_INITIALS = lazy(r"[A-Z]{1,4}")
# Letters of the longest names observed: 尼古拉·唐根, a surname and title of hanzi, a full name of hanzi, a word.
_LONGEST_FOREIGN, _LONGEST_HAN, _LONGEST_FULL_NAME, _LONGEST_LATIN = 16, 6, 4, 20
_MOST_PARTS = 4
_TITLES = lazy(r"^(?:dr|prof|professor|mr|mrs|ms|sir|dame|rev)\b\.?", re.IGNORECASE)
_SPEECH_VERB = lazy(
    r"(?:说|說|道|表示|认为|認為|指出|告诉|告訴|透露|回忆|回憶|写道|寫道|坦言|强调|強調|解释|解釋|补充|"
    r"補充|笑称|感叹|感慨|总结|想|觉得|讲|看|是|有|了|的|为|如下|在于|包括)$"
)
# 他又问, 我就说: reported speech.
_TOLD = lazy(r"^(?:[我你您他她它][们們]?|有人|[对對]方|人家|大家).{0,4}(?:[问問答说說道讲講]|回答|喊|叫)$")


@lru_cache(maxsize=4096)
def is_told(key: str) -> bool:
    """Whether a candidate is a pronoun with a verb of saying: the text after it is reported speech."""
    return bool(_TOLD.match(key))


@lru_cache(maxsize=4096)
def role_of_word(key: str) -> Role | None:
    """The role given by a label's own word: 记者 asks, 受访者 answers; None for other words."""
    if key in words.NARRATES or key in words.PSEUDO_SPEAKERS:
        return Role.NARRATOR
    if is_told(key):
        return None
    for candidate in (key, _NUMBER_TAIL.sub("", key)):
        if candidate in words.ASKS or candidate in words.OUTLETS:
            return Role.HOST
        if candidate in words.ANSWERS:
            return Role.GUEST
    for role, prefixes in _PREFIXES:
        if any(
            key.startswith(p) and 0 < len(key) - len(p) <= (4 if not p.isascii() else 14) for p in prefixes
        ) and not _SPEECH_VERB.search(key):
            return role
    if 2 <= len(key) <= 14 and _ASKING_END.search(key):
        return Role.HOST
    return Role.GUEST if 2 <= len(key) <= 14 and _ANSWERING_END.search(key) else None


@lru_cache(maxsize=4096)
def is_outlet(key: str) -> bool:
    """Whether a label is named like a newspaper, magazine, site or community, which asks."""
    if key in words.OUTLETS:
        return True
    if len(key) < 3 or (len(key) == 3 and key[0] in words.SURNAMES):
        return False
    return key.endswith(words.OUTLET_ENDINGS)


@lru_cache(maxsize=4096)
def is_sure_word(key: str) -> bool:
    """Whether a label's word alone makes it a label even if it occurs once: 记者, but not 网友."""
    return (
        role_of_word(key) is not None
        and key not in words.SOFT | words.PSEUDO_SPEAKERS
        and not (_ASKING_END.search(key) and key not in words.ASKS)
        and not (_ANSWERING_END.search(key) and key not in words.ANSWERS)
    )


def is_speech_verb(key: str) -> bool:
    """Whether a candidate ends like reported speech: 他笑着说."""
    return len(key) > 1 and bool(_SPEECH_VERB.search(key))


@lru_cache(maxsize=4096)
def name_strength(label: str) -> int:
    """How much a label looks like a person: 0 not at all, 1 perhaps (a capital word), 2 well, 3 a numbered speaker."""
    titled = DEGREE.search(label)
    if titled and titled.start():
        return max(2, name_strength(label[: titled.start()]))
    key = fold(label)
    if not key or key.isdecimal() or key in words.NOT_LABELS or key in words.TERMS:
        return 0
    if _RECOGNISED.match(key):
        return 3
    if _HAN.fullmatch(key):
        return _han_strength(key)
    if _JOINED.search(label) or _KATAKANA.fullmatch(key) or key.endswith(words.NAME_ENDINGS):
        return 2 if len(key) <= _LONGEST_FOREIGN else 0
    return _latin_strength(label) if label.isascii() else _mixed_strength(key)


def _mixed_strength(key: str) -> int:
    """The strength of names with non-ASCII letters; hanzi mixed with other letters must be short."""
    return 1 if len(key) <= (_LONGEST_HAN if is_cjk(key[0]) else _LONGEST_LATIN) else 0


def _latin_strength(label: str) -> int:
    """The strength of one to four capital words, a title, or initials."""
    parts = label.replace(".", ". ").split()
    if not parts or len(parts) > _MOST_PARTS or not all(map(_NAME_PART.match, parts)):
        return 1 if _INITIALS.fullmatch(label) else 0
    return 2 if len(parts) > 1 or label.isupper() or _TITLES.match(label) else 1


def _han_strength(key: str) -> int:
    """The strength of a surname with a given name, a title, or a familiar form such as 老王; 0 for reported speech."""
    if len(key) > _LONGEST_HAN or is_speech_verb(key) or is_told(key):
        return 0
    if len(key) > 1 and key.endswith(words.NAME_ENDINGS):
        return 2
    if len(key) <= 3 and key[0] in words.SURNAMES:
        return 2
    if len(key) > _LONGEST_FULL_NAME:
        return 0
    return 2 if key[0] in "老小阿大" or key[:2] in words.COMPOUND_SURNAMES else 1


def bare_name(label: str) -> str:
    """The person's name in a label without a role word before or after it, "" if there is only that word."""
    key = fold(label)
    if role_of_word(key) is None:
        return label
    if key in words.ASKS or key in words.ANSWERS:
        return ""
    parts = label.split()
    if len(parts) > 1 and role_of_word(fold(parts[0])) is not None:
        return (
            " ".join(parts[1:])
            if any(map(str.isalpha, "".join(parts[1:]))) and len(fold("".join(parts[1:]))) > 1
            else ""
        )
    for word in _ASKING_SUFFIXES:
        if label.endswith(word) and len(label) > len(word) and role_of_word(fold(label[: -len(word)])) is None:
            return label[: -len(word)].strip()
    for _, prefixes in _PREFIXES:
        for prefix in prefixes:
            rest = label[len(prefix) :].strip() if label.startswith(prefix) else ""
            if len(rest) >= 2 and name_strength(rest) >= 1:
                return rest
    return ""
