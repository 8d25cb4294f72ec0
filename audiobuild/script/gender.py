"""Whether a speaker is a woman or a man, from what the script says of them; never from a given name alone.

The evidence is a title in the label or the name (陈女士, Mr. Lane, 外婆), a note after the label (陈芜（女）), a title
after the name in what others say, and the first pronoun after the name in the lede, the narration and the lines about
the people. Where only one guest speaks, a pronoun in a passage without any name means this guest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from audiobuild.i18n import N_, _
from audiobuild.model import Role, Script, Speaker
from audiobuild.regex import lazy
from audiobuild.script.front_matter import EXACT_FORM
from audiobuild.script.lines import fold
from audiobuild.script.people import is_outlet

FEMALE, MALE = N_("female"), N_("male")
DECLARED: Mapping[str, str] = {
    **dict.fromkeys(("female", "woman", "f", "女", "女性", "她", "she"), FEMALE),
    **dict.fromkeys(("male", "man", "m", "男", "男性", "他", "he"), MALE),
}
"""What `gender:` in the front matter may say of a speaker."""
ABOUT_PEOPLE = ("declaration", "byline", "metadata")  # reasons of dropped lines that say who somebody is
NEAR = 60  # characters after a name in which its pronoun is looked for
CLEAR = 3  # times as much evidence for one as for the other

_TITLES = {
    FEMALE: (
        "女士|小姐|太太|夫人|奶奶|姥姥|外婆|婆婆|阿婆|阿姨|大妈|大娘|大姐|大嫂|大婶|妈妈|母亲|妻子|女儿|姐姐|妹妹|姑姑|"
        "姨妈|嫂子|女嘉宾|女主持|女主持人|女记者|女声|女"
    ),
    MALE: (
        "先生|爷爷|姥爷|外公|公公|阿公|大爷|大叔|大伯|大哥|叔叔|伯伯|舅舅|爸爸|父亲|丈夫|儿子|哥哥|弟弟|老爷子|男嘉宾|"
        "男主持|男主持人|男记者|男声|男"
    ),
}
_TITLES_EN = {
    FEMALE: r"Mrs|Ms|Miss|Madam|Lady|Mother|Mom|Mum|Grandma|Grandmother|Aunt|Sister|Wife|Daughter",
    MALE: r"Mr|Sir|Lord|Father|Dad|Grandpa|Grandfather|Uncle|Brother|Husband|Son",
}
_IN_LABEL = {
    gender: lazy(rf"[（(](?:{_TITLES[gender]})[）)]|(?:{_TITLES[gender]})$|^(?i:{_TITLES_EN[gender]})\b\.?")
    for gender in (FEMALE, MALE)
}
_BEHIND_NAME = {gender: rf"(?:{_TITLES[gender]})|[，,（(]\s?(?:{_TITLES[gender]})[，,）)]" for gender in (FEMALE, MALE)}
_PRONOUNS = {
    FEMALE: lazy(r"她(?!们)|\b(?i:she|her|hers|herself)\b"),
    MALE: lazy(r"(?<![其吉排])他(?![们人日乡国杀])|\b(?i:he|him|his|himself)\b"),
}
_SENTENCE_END, _SAID = lazy("[。！？]"), lazy("(?:说|告诉|觉得|认为|知道|以为|希望)[，：]?$")
# Verbs after a name whose object is somebody else: 本期《城记》请他讲讲, Salt asked him.
_OBJECT = lazy(
    r"^[》」』”\"’]?[^，,。！？；：:]{0,6}(?:请|邀请?|约|采访|专访|访问|拜访|对话|找到?|遇[到见]|[见听]到|联系上?|陪|让|跟|和|与|向|给|等)了?$"
    r"|^\W?\s(?:asked|met|interviewed|visited|invited|called|joined|found|(?:talked|spoke|sat down) (?:to|with))\s$"
)
_SENSEI = "先生"  # in Japanese: a teacher or a physician, of either sex


class Sign(NamedTuple):
    """One piece of evidence: for whom, the word that says it, where, and how much it weighs."""

    gender: str
    word: str
    place: str
    weight: int = 1


class _Passage(NamedTuple):
    """A text about the people, with its place and the ids of those who may have said it."""

    text: str
    place: str
    by: str | None = None


def with_genders(script: Script) -> Script:
    """The script with each speaker's gender where the script shows it, and what decided it.

    In the exact form only the front matter says it.
    """
    if script.style.id == EXACT_FORM:
        own = (_decided(who, [*_declared(who, script.settings)]) for who in script.speakers)
        return replace(script, speakers=tuple(own))
    passages = list(_passages(script))
    names = {who.id: _names(who) for who in script.speakers}
    speakers = (_decided(who, _signs(who, script, names, passages)) for who in script.speakers)
    return replace(script, speakers=tuple(speakers))


def _signs(who: Speaker, script: Script, names: Mapping[str, set[str]], passages: list[_Passage]) -> list[Sign]:
    """All evidence for a speaker; of a magazine there is none but the front matter."""
    signs = [*_declared(who, script.settings)]
    if _is_outlet(names[who.id], passages):
        return signs
    signs += [*_in_label(who, script.language), *_noted(who, script)]
    others = _others(names, who.id)
    signs += _mentioned(names[who.id] - others, others, [p for p in passages if p.by != who.id])
    if [who] == [each for each in script.speakers if each.role is Role.GUEST]:
        signs += _of_the_only_guest(passages, set().union(*names.values()))
    return signs


def _decided(who: Speaker, signs: list[Sign]) -> Speaker:
    """The speaker with the gender that clearly most evidence is for."""
    weights = {gender: sum(sign.weight for sign in signs if sign.gender == gender) for gender in (FEMALE, MALE)}
    likely = max(weights, key=weights.__getitem__)
    if weights[likely] < max(1, CLEAR * min(weights.values())):
        return who
    best = max((sign for sign in signs if sign.gender == likely), key=lambda sign: sign.weight)
    return replace(who, gender=likely, gender_by=_("{word}: {place}").format(word=best.word, place=best.place))


def _declared(who: Speaker, settings: Mapping[str, object]) -> Iterator[Sign]:
    declared = settings.get("gender")
    if not isinstance(declared, Mapping):
        return
    for handle in filter(None, (who.label, who.name, who.id, who.role.value)):
        gender = DECLARED.get(str(declared.get(handle, "")).casefold())
        if gender:
            yield Sign(gender, gender, _("front matter"), 1000)


def _in_label(who: Speaker, language: str) -> Iterator[Sign]:
    for text in filter(None, (who.label, who.name)):
        for gender, pattern in _IN_LABEL.items():
            found = pattern.search(text.strip())
            if found and not (language == "ja" and _SENSEI in found[0]):
                yield Sign(gender, found[0].strip("（()）. "), _("label"), 10)


def _noted(who: Speaker, script: Script) -> Iterator[Sign]:
    """Notes after the labels of the speaker's turns, which the reading dropped as declarations."""
    own = {turn.index for turn in script.turns if turn.speaker == who.id}
    for drop in script.dropped:
        if drop.reason == "declaration" and drop.inside_turn in own and drop.text in DECLARED:
            yield Sign(DECLARED[drop.text], drop.text, _("line {line}").format(line=drop.line), 10)


def _names(who: Speaker) -> set[str]:
    """The forms by which others call a speaker: the whole name, and of a Latin name its first and last part."""
    found = {text.strip() for text in (who.label, who.name) if text and len(text.strip()) > 1}
    parts = (text.split() for text in found if text.isascii())
    return found | {part for words in parts if len(words) > 1 for part in (words[0], words[-1]) if len(part) > 2}


def _is_outlet(names: set[str], passages: list[_Passage]) -> bool:
    """Whether the names are those of a magazine or an organisation: by their ending, or as in 《城记》."""
    return any(is_outlet(fold(name)) or any(f"《{name}》" in passage.text for passage in passages) for name in names)


def _others(names: Mapping[str, set[str]], own: str) -> set[str]:
    return {name for who, known in names.items() if who != own for name in known}


def _passages(script: Script) -> Iterator[_Passage]:
    """The texts that may say who somebody is, each with its place."""
    yield _Passage(script.title.text, _("title"))
    if script.lede:
        for text in script.lede.paragraphs:
            yield _Passage(text, _("line {line}").format(line=script.lede.lines[0]), "lede")
    for drop in script.dropped:
        if drop.reason in ABOUT_PEOPLE:
            yield _Passage(drop.text, _("line {line}").format(line=drop.line))
    for turn in script.turns:
        by = "narration" if turn.role is Role.NARRATOR else turn.speaker
        for text in turn.paragraphs:
            yield _Passage(text, _("line {line}").format(line=turn.lines[0]), by)


def _mentioned(names: set[str], others: set[str], passages: Iterable[_Passage]) -> Iterator[Sign]:
    """Titles after the name in all texts, and the first pronoun after it in those that are nobody's speech."""
    if not names:
        return
    named = re.compile("|".join(map(_as_word, sorted(names, key=len, reverse=True))))
    surnames = {name[0] for name in names if "\u4e00" <= name[0] <= "\u9fff" and 2 <= len(name) <= 4}
    other = re.compile("|".join(map(_as_word, others))) if others else None
    for passage in passages:
        yield from _titled(passage, names | surnames)
        if passage.by in (None, "lede", "narration"):
            for found in named.finditer(passage.text):
                after = passage.text[found.end() : found.end() + NEAR]
                yield from _first_pronoun(other.split(after)[0] if other else after, passage.place)


def _as_word(name: str) -> str:
    return rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)


def _titled(passage: _Passage, names: set[str]) -> Iterator[Sign]:
    """A title after the name or the surname (顾女士; 顾晓棠，女，), or before a Latin one (Ms. Osei)."""
    for gender, behind in _BEHIND_NAME.items():
        for name in names:
            titled = rf"{re.escape(name)}(?P<t>{behind})|\b(?P<e>{_TITLES_EN[gender]})\.? (?:\w+ )?{re.escape(name)}\b"
            found = re.search(titled, passage.text) if name in passage.text else None
            if found:
                word = found["t"] or found["e"]
                yield Sign(gender, word.strip("，,（()） "), passage.place, 3)


def _first_pronoun(text: str, place: str) -> Iterator[Sign]:
    """The first pronoun, unless somebody says it in a later sentence: 认识陶渡。陶渡说他要走。

    Nor is it the object of what the name before it does: 陶渡请他坐下.
    """
    found = [(match.start(), gender, match[0]) for gender, match in _first_of_each(text) if match]
    for at, gender, word in sorted(found)[:1]:
        before = text[:at]
        if not _OBJECT.search(before) and not (_SENTENCE_END.search(before) and _SAID.search(before)):
            yield Sign(gender, word, place)


def _first_of_each(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    for gender, pattern in _PRONOUNS.items():
        yield gender, pattern.search(text)


def _of_the_only_guest(passages: Iterable[_Passage], names: set[str]) -> Iterator[Sign]:
    """The pronouns of a lede and of narration in which no speaker is named."""
    for passage in passages:
        if passage.by in ("lede", "narration") and not any(name in passage.text for name in names):
            yield from _first_pronoun(passage.text, passage.place)
