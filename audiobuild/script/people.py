"""What a label says by itself: its role, and whether it looks like a person's name.

Both are tables of patterns whose first matching row decides. Keys are labels as `lines.fold` returns them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.lines import fold, is_cjk

DEGREE = lazy(r", (?:[A-Z][\w]{0,9}\.?[ ,]{0,2}|mus\.|rer\. nat\.){1,4}$")  # Reece, Psy.D
_NUMBER_TAIL = lazy(r"(?<=[^\W\d_])(?:\d{1,2}|[一二三四五六七八九十甲乙丙丁])$|(?<=[者人员])[a-d]$")
_SAYS = (
    "(?:说|說|道|表示|认为|認為|指出|告诉|告訴|透露|回忆|回憶|写道|寫道|坦言|强调|強調|解释|解釋|补充|"
    "補充|笑称|感叹|感慨|总结|想|觉得|讲|看|是|有|了|的|为|如下|在于|包括)$"
)
_LIST = "(?:名单|名單|阵容|陣容|介绍|介紹|簡介|简介)$"  # 嘉宾阵容
_SPEECH_VERB = lazy(f"^(?=..).*{_SAYS}")
# 他又问, 我就说
_REPORTED = r"(?:[我你您他她它][们們]?|有人|[对對]方|人家|大家).{0,4}(?:[问問答说說道讲講]|回答|喊|叫)$"
_IS_REPORTED = lazy(f"^{_REPORTED}")
_ASKING_END = r"(?:提问|提問|发问|發問|追问|追問|[^学學访訪询詢顾顧疑一]问|[^學訪詢顧疑一]問|asks|asked)$"
_ANSWERING_END = r"(?:回答|答复|[^问問]答|answers|answered)$"
_ROLE_ENDING = lazy(f"{_ASKING_END}|{_ANSWERING_END}")


def _prefixes(listed: tuple[str, ...]) -> str:
    """A pattern of the longer labels that begin with one of these words: 主持人小王, but not 主持人说."""
    most = {True: 14, False: 4}  # characters after the word, by whether it is Latin
    return f"^(?!.*(?:{_SAYS}|{_LIST}))(?:{'|'.join(f'{word}.{{1,{most[word.isascii()]}}}$' for word in listed)})"


_ROLES = {
    **dict.fromkeys(words.ANSWERS, Role.GUEST),
    **dict.fromkeys(words.ASKS | words.OUTLETS, Role.HOST),
}
_ROLE_FORMS = (
    (Role.HOST, lazy(_prefixes(words.HOST_PREFIXES))),
    (Role.GUEST, lazy(_prefixes(words.GUEST_PREFIXES))),
    (Role.HOST, lazy(f"^(?=.{{2,14}}$).*{_ASKING_END}")),
    (Role.GUEST, lazy(f"^(?=.{{2,14}}$).*{_ANSWERING_END}")),
)
_NARRATORS = words.NARRATES | words.PSEUDO_SPEAKERS
_NO_NAMES = words.NOT_LABELS | words.TERMS | {""}
_SURNAME = f"[{''.join(sorted(words.SURNAMES))}]"
_OUTLET = lazy(rf"(?=...)(?!{_SURNAME}..$).*(?:{'|'.join(words.OUTLET_ENDINGS)})$")
_TITLED = f"(?:{'|'.join(words.NAME_ENDINGS)})$"
# How much a key in hanzi looks like a name. The longest full names have four hanzi, with a title six.
_HAN = lazy(r"[\u3400-\u9fff〇々]+")
_HAN_NAMES = (
    (0, lazy(rf".{{7}}|(?=..).*{_SAYS}|{_REPORTED}")),
    (2, lazy(rf"(?=..).*{_TITLED}|{_SURNAME}.{{0,2}}$")),
    (0, lazy(r".{5}")),
    (2, lazy(rf"[老小阿大]|{'|'.join(words.COMPOUND_SURNAMES)}")),
    (1, lazy("^")),
)
# The same for labels in Latin letters, with a blank after each full stop: one to four capital words.
_PART = r"(?:[A-ZÀ-Þ][\w'’.\-]*|de|van|von|der|la|le|al|bin|di|da|du)"
_LATIN_NAMES = (
    (
        2,
        lazy(
            rf"{_PART}(?:\s+{_PART}){{1,3}}$|[A-Z][A-Z\d_'.\-]*$|(?={_PART}$)(?i:dr|prof|professor|mr|mrs|ms|sir|dame|rev)\b"
        ),
    ),
    (1, lazy(rf"{_PART}$")),
    (0, lazy("^")),
)
_FOREIGN = lazy(rf"[\u30a0-\u30ff]{{2,12}}$|.*{_TITLED}")
_TWO_LETTERS = lazy(r"[^\W\d_]\W*\w|\w\W*[^\W\d_]")
_PADDED = lazy(r"^([\u3400-\u9fff])\u3000+([\u3400-\u9fff])$")
_JOINED = lazy(r"[·•・‧]")  # 尼古拉·唐根
_LONGEST_FOREIGN, _LONGEST_HAN, _LONGEST_WORD = 16, 6, 20  # letters of the longest names observed
_NUMBERED_SPEAKER = lazy(
    r"^(?:发言人|發言人|说话人|說話人|讲话人|講話人|演讲者|スピーカー|話者|発言者|話し手|speaker|spk|"
    r"unknownspeaker|participant|person|voice)[\da-z]{1,3}$"
)


@lru_cache(maxsize=4096)
def is_told(key: str) -> bool:
    """Whether a candidate is a pronoun with a verb of saying: the text after it is reported speech."""
    return bool(_IS_REPORTED.match(key))


def is_speech_verb(key: str) -> bool:
    """Whether a candidate ends like reported speech: 他笑着说."""
    return bool(_SPEECH_VERB.search(key))


@lru_cache(maxsize=4096)
def role_of_word(key: str) -> Role | None:
    """The role given by a label's own word: 记者 asks, 受访者 answers; None for other words."""
    if key in _NARRATORS:
        return Role.NARRATOR
    if is_told(key):
        return None
    listed = _ROLES.get(key) or _ROLES.get(_NUMBER_TAIL.sub("", key))
    return listed or next((role for role, form in _ROLE_FORMS if form.match(key)), None)


def is_note(label: str) -> bool:
    """Whether a label is in square brackets, as those of an observer's notes are."""
    return label[:1] in ("[", "【") and label[-1:] in ("]", "】")


@lru_cache(maxsize=4096)
def is_outlet(key: str) -> bool:
    """Whether a label is named like a newspaper, magazine, site or community, which asks."""
    return key in words.OUTLETS or bool(_OUTLET.match(key))


@lru_cache(maxsize=4096)
def is_sure_word(key: str) -> bool:
    """Whether a label's word alone makes it a label even if it occurs once: 记者, but not 网友."""
    if key in words.SOFT or key in words.PSEUDO_SPEAKERS:
        return False
    return key in _ROLES or (role_of_word(key) is not None and not _ROLE_ENDING.search(key))


@lru_cache(maxsize=4096)
def name_strength(label: str) -> int:
    """How much a label looks like a person: 0 not at all, 1 perhaps (a capital word), 2 well, 3 a numbered speaker."""
    titled = DEGREE.search(label, 1)
    if titled:
        return max(2, name_strength(label[: titled.start()]))
    key = fold(label)
    if key in _NO_NAMES or key.isdecimal():
        return 0
    return 3 if _NUMBERED_SPEAKER.match(key) else _strength_by_script(label, key)


def _strength_by_script(label: str, key: str) -> int:
    """The strength of a name in hanzi, of a foreign or titled one, of a Latin one, or of one in several scripts."""
    if _HAN.fullmatch(key):
        return next(strength for strength, form in _HAN_NAMES if form.match(key))
    if _JOINED.search(label) or _FOREIGN.match(key):
        return 2 * (len(key) <= _LONGEST_FOREIGN)
    if label.isascii():
        spaced = label.replace(".", ". ").strip()
        return next(strength for strength, form in _LATIN_NAMES if form.match(spaced))
    return int(len(key) <= (_LONGEST_HAN if is_cjk(key[0]) else _LONGEST_WORD))


def unpadded(name: str) -> str:
    """A name of two Chinese characters without the blanks that set it as wide as one of three: 查　理."""
    return _PADDED.sub(r"\1\2", name)


def bare_name(label: str) -> str:
    """The person's name in a label without a role word before or after it, "" if there is only that word."""
    key = fold(label)
    if role_of_word(key) is None:
        return label
    if key in words.ASKS or key in words.ANSWERS:
        return ""
    first, *rest = label.split()
    name = " ".join(rest)
    if name and role_of_word(fold(first)) is not None:
        return name if _TWO_LETTERS.search(name) else ""
    return next(_names_around_role(label), "")


def _names_around_role(label: str) -> Iterator[str]:
    """The names before 提问 or 答, then those after 主持人 or 嘉宾."""
    before = (label.removesuffix(word) for word in filter(label.endswith, words.ASKING_SUFFIXES))
    yield from (name.strip() for name in before if name and role_of_word(fold(name)) is None)
    prefixes = filter(label.startswith, words.HOST_PREFIXES + words.GUEST_PREFIXES)
    after = (label.removeprefix(word).strip() for word in prefixes)
    yield from (name for name in after if len(name) >= 2 and name_strength(name))
