"""What a line at the top declares: people with their roles (`嘉宾：郁金、大雷`) or the meaning of labels (`Q=本刊`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.label_candidates import Head, key_of
from audiobuild.script.lines import Kind, Row, ends_sentence, fold, is_cjk, plain
from audiobuild.script.people import is_outlet, name_strength, role_of_word, unpadded
from audiobuild.script.questions import is_question

MAX_LINE = 160  # characters of a line that explains labels
_MAX_NAME, _MAX_KEY = 30, 20  # characters of a name with an office, letters of a name
_MAX_LISTED = 12  # people below the heading of a cast list
_MAX_REST = 16  # characters beside the explanations of labels
_SHORT_KEY = 4  # letters of a label that is explained at the top
_ROLE_FORMS = ("colon", "bar", "blank")
_NO_HEAD = Head("", "", "", "")
_OFTEN = 3  # times that a label is used if only a description follows it at the top
_GLOSS = lazy(r"[（(\[【][^（()）\[\]【】]{0,80}[)）\]】]")
SHORTENED = lazy(r"[（(]((?:以下|下文|下称|下稱|后文|後文|文中)[^（）()]{1,60}|[简簡][称稱][^（）()]{1,60})[）)]")
SHORT = lazy(
    r"(?:以下|下文|下称|下稱|后文|後文|文中)?(?:均|皆|都)?(?:简称|簡稱|简写|略称|略稱|称|稱)?(?:为|為|作|"
    r"：|:)?\s*[“\"「『‘《']?([^”\"」』’'》（）()，。、]{1,12})[”\"」』’'》]?"
)
_SHORTENED_LABEL = lazy(
    r"^([^：:（(]{1,12})[（(]((?:以下|下文|下称|下稱|后文|後文|文中|[简簡][称稱])[^（）()]{1,40})[）)]"
    r"\s*[：:]\s*(\S[^。！？!?，；;,]{0,29})[ 。.]*$"
)
# `「K」代表记者`; with at least two of them, also `Q=本刊，A=陶渡` and `■ は編集部`
_LEGEND = lazy(
    r"[「“\"『]?(?<![A-Za-z])([A-Za-z]{1,8}|[\u4e00-\u9fff]{1,4}|[□■○●◇◆△▲])[」”\"』]?\s*(?:代表|＝|=|"
    r"指代|代指|是指|表示)\s*[“\"「]?([^，,。；;、“”\"「」（）()]{1,24})"
)
_SYMBOL_LEGEND = lazy(
    r"[「“\"『]?(?<![A-Za-z])([A-Za-z]{1,3}|[□■○●◇◆△▲☆★▽▼])[」”\"』]?\s*"
    r"(?:代表|表示|＝|=|是|为|為|即|：|:|は|stands for|denotes|is|for)"
    r"\s*[“\"「]?([^，,。；;、“”\"「」（）()]{1,24})"
)
_PAIR_BORDER = lazy(
    r"[\u3000\t]+| {2,}|[，,；;、]\s*(?=[^\s：:＝=，,；;、]{1,12}\s?[：:＝=])|\s+(?=[A-Z]{1,3}\s?[：:＝=])"
)
_PAIR = lazy(r"^([^：:＝=。？！]{1,12}?)\s*[：:＝=]\s*([^：:＝=。？！?!]{1,40})$")
_FIELD_BORDER = lazy(r"[\u3000\t]+| {2,}|\s+(?=[A-Z][a-z]{2,20}\s?:)|(?<=\S)\s(?=[\u3400-\u9fff・]{2,6}：)")
_DOTTED = lazy(r"^([^・･／/：:]{1,8})[・･／/]([^・･／/：:。、？！]{2,16})$")  # 聞き手・三原澄
_SEPARATOR = lazy(r"[、，,;；/／&＆|｜]|\s+(?:and|和|与|與)\s+|[\u3000 ]{2,}|(?<=[)）])\s+")
_HIDDEN = lazy(r"[、，,;；/／&\s|]")
_AFTER_NAME = lazy(r"[，,、：:；;（(\[【|｜/／]|——|[-–—]\s|\s[-–—]|\s{2,}|\u3000|(?<=[\u3400-\u9fff])\s")
_DESCRIBED = lazy(r"[，,；;]|——")
_OFFICE = lazy(r"(?:[：:—–-]|——).*$")
_LIST_WORD = lazy(r"(?:名单|名單|阵容|陣容|们|們|介绍|介紹|簡介|简介)$")
_STOP = lazy(r"[。！？!?，；;,]")
_NO_WHO = lazy(r"[。！？!?，；;,、/／&＆|｜]|.{31}")  # a sentence, several people, or too long
# `GRETE HOLM: An Interview Conducted by Ola Dahl, Harbour Museum`
CONDUCTED = lazy(
    r"(?:An? )?(?:[\w-]{1,20} ){0,2}interview(?:ed)? (?:was )?(?:conducted |made |recorded )?by ([^,.;]{2,40})|"
    r"(?:由)?(\S{2,8})(?:采访|採訪|访谈|訪談)(?:整理)?[。.]?$",
    re.IGNORECASE,
)
_ENDS = lazy(r"[。！？!?]$")


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a declaration: the keys of the labels, and the role (None: not stated)."""

    name: str
    keys: tuple[str, ...]
    role: Role | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line at the top: its label candidates, its index, and whether it is below a declaration or metadata.

    `counts` says how often each key is a label candidate in the file.
    """

    row: Row
    heads: list[Head]
    index: int
    below: bool
    counts: Counter[str]

    @property
    def text(self) -> str:
        """The text without emphasis."""
        return plain(self.row.text)

    @property
    def head(self) -> Head:
        """The label candidate that may be a role word or a short label, an empty one if there is none."""
        found = (head for head in self.heads if head.form in _ROLE_FORMS and head.rest)
        return next(found, _NO_HEAD)


def person(name: str, keys: Iterable[str], role: Role | None) -> Person:
    """A Person with each key once."""
    return Person(unpadded(name), tuple(filter(None, dict.fromkeys(keys))), role)


def declared_by(line: Line) -> list[Person] | None:
    """The people that a whole line declares; None if it is not a declaration or is to be kept."""
    if line.row.keep:
        return None
    return next(filter(None, (reader(line) for reader in _READERS)), None)


def role_said(who: str) -> Role | None:
    """The role in the description of a person: a role word, one inside it, or the name of a newspaper, which asks."""
    bare = fold(_GLOSS.sub("", who))
    return role_of_word(bare) or _role_in(who) or (Role.HOST if is_outlet(bare) else None)


def _role_in(text: str) -> Role | None:
    """The role named inside a text, None if there is none."""
    folded = fold(text)
    if any(word in folded for word in words.DECLARES_ASKS if len(word) > 1):
        return Role.HOST
    return Role.GUEST if any(word in folded for word in words.DECLARES_ANSWERS if len(word) > 1) else None


def declared_role(head: Head) -> tuple[bool, Role | None]:
    """Whether a label is a word that declares people (采访, 嘉宾, 参加者), and their role."""
    key = _LIST_WORD.sub("", head.key)
    firm = head.form == "colon" or key not in words.SOFT
    for table, role in ((words.DECLARES_ASKS, Role.HOST), (words.DECLARES_ANSWERS, Role.GUEST)):
        if key in table:
            return firm, role
    return key in words.DECLARES_PEOPLE and head.form == "colon", None


# ------------------------------------------------------------------------------------------ labels with their meaning


def _explained(label: str, meaning: str) -> Person:
    """The person of a label with its meaning: a name, a role, or a name with a role in brackets."""
    bare = _GLOSS.sub("", meaning).strip()
    own = role_of_word(fold(bare))
    role = role_said(meaning) or role_of_word(key_of(label))
    return person(label if own or not bare else bare, (key_of(label) or label, key_of(bare)), role)


def _legend(line: Line) -> list[Person] | None:
    """The people of `「K」代表记者`, `Q=本刊，A=陶渡`: letters used as labels, with their meaning."""
    for pattern, least in ((_LEGEND, 1), (_SYMBOL_LEGEND, 2)) if len(line.text) <= MAX_LINE else ():
        pairs = [pair for pair in pattern.findall(line.text) if line.counts[key_of(pair[0]) or pair[0]]]
        rest = "".join(pattern.sub("", line.text).split())
        if len(pairs) >= least and len(rest) <= _MAX_REST:
            return [_explained(label, meaning.strip()) for label, meaning in pairs]
    return None


def _pairs(line: Line) -> list[Person] | None:
    """The people of `T：調査者　　I：話者（店主）`: several labels on one line, each followed by a description only."""
    text = line.text.strip(" （）()[]【】")
    parts = list(filter(None, map(str.strip, _PAIR_BORDER.split(text))))
    found = list(filter(None, map(_PAIR.match, parts)))
    if len(found) < max(2, len(parts)) or len(text) > MAX_LINE:
        return None
    people = [_explained(match[1], match[2].strip()) for match in found]
    used = all(line.counts[key_of(match[1])] > 1 for match in found)
    known = any(who.role for who in people) or all(name_strength(who.name) > 1 for who in people)
    return people if used and known else None


def _pairs_of_roles(line: Line) -> list[Person] | None:
    """The people of `聞き手・三原澄　話し手・大野` and `聞き手　小林　話し手　大野`: role words and names."""
    parts = list(filter(None, map(str.strip, _PAIR_BORDER.split(line.text.strip()))))
    dotted = [match.groups() for match in map(_DOTTED.match, parts) if match]
    tokens = line.text.split()
    spaced = list(zip(tokens[::2], tokens[1::2], strict=False))
    if len(dotted) == len(parts):
        return _with_roles(dotted, 1)
    return _with_roles(spaced, len(spaced)) if len(tokens) > 3 and len(tokens) % 2 == 0 else None


def _with_roles(pairs: Sequence[Sequence[str]], least: int) -> list[Person] | None:
    """The people of pairs of a role word and a name; None with fewer role words than `least`."""
    people = [person(name.strip(), (key_of(name),), role_of_word(key_of(word))) for word, name in pairs]
    known = [who for who in people if who.role]
    return people if len(known) >= least else None


def _fields(line: Line) -> list[Person] | None:
    """The people of `Interviewer: Ann Lee  Photos: Bo Lund`: fields on one line, one of them a role."""
    parts = list(map(_PAIR.match, filter(None, _FIELD_BORDER.split(line.text[:MAX_LINE].strip()))))
    pairs = [(key_of(match[1]), match[2].strip()) for match in parts if match and len(match[1]) > 1]
    people = [person(who, (key_of(who),), declared_role(Head(key, key, "colon", who))[1]) for key, who in pairs]
    named = [who for who in people if who.role]
    return named if len(pairs) == len(parts) and 0 < len(named) < len(people) else None


def _short_label(line: Line) -> list[Person] | None:
    """The people of `T：田中太郎（聞き手）`, `K：主持人`: a label of the file followed by a description only."""
    head = line.head
    who = _GLOSS.sub("", head.rest)
    bare = fold(who)
    is_label = head.form == "colon" and len(head.key) <= _SHORT_KEY and head.key not in words.NOT_LABELS
    is_name = 0 < len(bare) <= _MAX_REST and not _STOP.search(who)
    if line.counts[head.key] < _OFTEN or not is_label or not is_name or bare == head.key:
        return None
    introduced = head.key in (bare[: len(head.key)], bare[-len(head.key) :]) or role_said(head.rest) is not None
    return [_explained(head.label, head.rest)] if introduced else None


# ---------------------------------------------------------------------------------------------- roles with their people


def _shortened_label(line: Line) -> list[Person] | None:
    """The people of `采访者（以下简称“采”）：林一帆`: the short name follows the role."""
    match = _SHORTENED_LABEL.match(line.text)
    short = SHORT.match(match[2]) if match else None
    if match is None or short is None or is_question(match[3]):
        return None
    name = _GLOSS.sub("", match[3]).strip(" 。.")
    return [person(name, map(key_of, (match[1], short[1], name)), role_of_word(key_of(match[1])))]


def _conducted(line: Line) -> list[Person] | None:
    """The people of `GRETE HOLM: An Interview Conducted by Ola Dahl`: a title with both names, and no turn."""
    match = CONDUCTED.match(line.head.rest)
    if match is None or line.head.form != "colon":
        return None
    host = (match[1] or match[2]).strip()
    return [person(line.head.label, (line.head.key,), Role.GUEST), person(host, (key_of(host),), Role.HOST)]


def _introduced(line: Line) -> list[Person] | None:
    """The person of `采访嘉宾：卢卫平，某数据库创始人。`: a name that is used as a label, with a description."""
    declares, role = declared_role(line.head)
    name, *described = _DESCRIBED.split(line.head.rest, maxsplit=1)
    keys = [key_of(name), *_gloss_keys(name, line.counts)]
    used = line.counts[keys[0]] > 0 or len(keys) > 1
    if not described or not declares or not used or line.counts[line.head.key] > 1:
        return None
    return [person(_GLOSS.sub("", name).strip(), keys, role)]


def _cast(line: Line) -> list[Person] | None:
    """The people of `嘉宾：郁金（合唱指挥）、大雷`: names after a role word."""
    head = line.head
    declares, role = declared_role(head)
    if not declares or _ENDS.search(head.rest):
        return None
    if line.below and line.counts[head.key] > 1 and role_said(head.rest) is role:
        return [Person(head.label, (head.key,), role)]  # 司会：編集部
    if _is_alone(line) and _is_who(head.rest):
        return [_with_office(head, who) for who in _people([head.rest], role, line.counts)]
    return _names(head, role, line)


def _is_alone(line: Line) -> bool:
    """Whether a role word is below a declaration, or not the first line and nowhere else in the file."""
    once = line.counts[line.head.key] == 1 and line.head.key not in words.SOFT
    return line.below or (once and line.index > 0)


def _names(head: Head, role: Role | None, line: Line) -> list[Person] | None:
    """The people after a role word: one of them is a label or has a short name, or all look like names."""
    hidden = _GLOSS.sub(lambda gloss: _HIDDEN.sub("\x01", gloss.group()), head.rest)  # separators inside brackets
    parts = list(filter(str.strip, filter(None, _SEPARATOR.split(hidden))))
    named = _people([part.replace("\x01", "，") for part in parts], role, line.counts)
    used = any(line.counts[key] > (len(key) == 1) for who in named for key in who.keys)  # a letter must be repeated
    if used or SHORTENED.search(head.rest):
        return named
    only_names = len(named) == len(parts) and all(map(_may_be_name, named))
    return named if only_names and line.index and line.counts[head.key] == 1 else None


def _may_be_name(who: Person) -> bool:
    return name_strength(who.name) >= 2 or len(fold(who.name)) <= 4


def _is_who(text: str) -> bool:
    """Whether the text only describes a person: a name, perhaps with an office, and no sentence."""
    bare = _GLOSS.sub("", text).strip()
    if not bare or _NO_WHO.search(bare) or is_question(bare):
        return False
    return name_strength(bare) >= 2 or (is_cjk(bare[0]) and len(bare.split()) > 1)


def _with_office(head: Head, who: Person) -> Person:
    """The person of `江边杂志主编 季青`: the name after an office is a label too."""
    *office, last = who.name.split()
    name = last if office and is_cjk(last[0]) and len(last) > 1 else who.name
    return person(name, (head.key, *who.keys, key_of(name)), who.role)


def _people(parts: list[str], role: Role | None, counts: Counter[str]) -> list[Person]:
    """The people of the parts of a cast list that are not too long for a name."""
    people: list[Person] = []
    for part in parts:
        alias = SHORT.match("".join(SHORTENED.findall(part)[:1]))
        name = _GLOSS.sub("", part).strip(" \u3000.。")
        name = _OFFICE.sub("", name).strip() or name
        keys = [key_of(name), *_gloss_keys(part, counts), key_of(alias[1] if alias else "")]
        if 0 < len(name) <= _MAX_NAME and len(keys[0]) <= _MAX_KEY:
            people.append(person(name, keys, role))
    return people


def _gloss_keys(name: str, counts: Counter[str]) -> list[str]:
    """The labels of the file in brackets after a name: `谭舟（TZ）`."""
    glosses = (key_of(gloss.strip("（(【[〔)）】]〕")) for gloss in _GLOSS.findall(name))
    return [key for key in glosses if counts[key]]


def listed(rows: list[Row], counts: Counter[str]) -> dict[int, list[Person]]:
    """The people of a cast list below its heading, by line index: `**回答者**`, then one person on each line."""
    found: dict[int, list[Person]] = {}
    for index, row in enumerate(rows):
        known, role = declared_role(Head(fold(row.text), plain(row.text), "colon", ""))
        if index and known and index not in found:
            below = _lines_of_people(rows[index + 1 : index + 1 + _MAX_LISTED], role, counts)
            found.update({index: []} if below else {})
            found.update({index + 1 + i: [who] for i, who in enumerate(below)})
    return found


def _lines_of_people(rows: list[Row], role: Role | None, counts: Counter[str]) -> list[Person]:
    """The people of lines that contain only a name used as a label, and optionally a description."""
    people: list[Person] = []
    for row in rows:
        text = plain(row.text).strip()
        name = _AFTER_NAME.split(text, maxsplit=1)[0].strip()
        key = key_of(name)
        is_line = row.kind is Kind.ITEM or (not row.gap and len(text) <= 60 and not ends_sentence(text))
        if not is_line or not counts[key] or role_of_word(key) or declared_role(Head(key, name, "colon", ""))[0]:
            break
        people.append(Person(name, (key,), role or _role_in(text[len(name) :])))
    return people


_READERS = (
    _conducted,
    _legend,
    _pairs_of_roles,
    _pairs,
    _shortened_label,
    _introduced,
    _cast,
    _fields,
    _short_label,
)
