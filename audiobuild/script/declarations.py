"""Declarations at the top: who takes part, in which role, and by which short name.

They are found before the style is chosen, because a cast list looks like labels. They are never spoken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped, Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.label_candidates import Head, heads, key_of
from audiobuild.script.lines import Kind, Row, ends_sentence, fold, is_cjk, plain
from audiobuild.script.patterns import AT_THE_TOP, reason_of
from audiobuild.script.people import is_outlet, name_strength, role_of_word
from audiobuild.script.questions import is_question

TOP = 80  # declarations are in the first lines
_CONTEXT = 20  # lines in which people are introduced
_RETURNS = 2  # a label is repeated before turns of its speaker
_LEAST_FIELDS, _MAX_FIELD = 5, 60  # fields of a sheet; letters of a field's value
_SPEAKS = ("colon", "dot", "letter")  # label shapes after which a sentence is certainly speech
_SHORT = lazy(
    r"(?:以下|下文|下称|下稱|后文|後文|文中)?(?:均|皆|都)?(?:简称|簡稱|简写|略称|略稱|称|稱)?(?:为|為|作|"
    r"：|:)?\s*[“\"「『‘《']?([^”\"」』’'》（）()，。、]{1,12})[”\"」』’'》]?"
)
_SHORTENED = lazy(r"[（(]((?:以下|下文|下称|下稱|后文|後文|文中)[^（）()]{1,60}|[简簡][称稱][^（）()]{1,60})[）)]")
# （《江南山野》简称“山野”，白云深简称“白”）
_SHORTENED_INSIDE = lazy(r"[（(][^（）()]{1,40}?(?:以下|下文)?[简簡][称稱][^（）()]{1,60}[）)]")
# （以下，威：老威；赵：赵苗苗）
_WHO = r"[^：:；;，,、（）()。\s]{1,6}[：:]\s?[^：:；;，,、（）()。]{1,16}"
_SHORT_NAMES = lazy(rf"[（(](?:以下|下文)中?[，,：:\s]?\s?({_WHO}(?:[；;，,、]\s?{_WHO}){{1,7}})[）)]")
_CALLED = lazy(
    r"([^，。；、：:（）()《》“”「」]{2,16})[》”」]?(?:以下|下文)?[简簡][称稱](?:为|為|作)?\s?[“「『\"‘]?([^，。；、”」』\"’（）()]{1,8})"
)
_LEGEND = lazy(
    r"[「“\"『]?(?<![A-Za-z])([A-Za-z]{1,8}|[\u4e00-\u9fff]{1,4}|[□■○●◇◆△▲])[」”\"』]?\s*(?:代表|＝|=|"
    r"指代|代指|是指|表示)\s*[“\"「]?([^，,。；;、“”\"「」（）()]{1,24})"
)
_SEPARATOR = lazy(r"[、，,;；/／&＆|｜]|\s+(?:and|和|与|與)\s+|[\u3000 ]{2,}|(?<=[)）])\s+")
_GLOSS = lazy(r"[（(\[【][^（()）\[\]【】]{0,80}[)）\]】]")
# `采访：陈芜` names the host; `采访陈芜`, `助教采访——陈芜` and `人物采访：陈芜` name the guest.
_NAMES_IN_BYLINE = lazy(
    r"(?:(?<![\u3400-\u9fff])(?:采访|採訪|采写|採寫|访问)(?=[/／、&和・与：:丨|｜=＝\s])|"
    r"記者|记者|聞き手|インタビュー|主持|Interview(?:ed)? by|Interviewer)"
    r"(?:[/／、&和・与]\S{1,4})?\s*[：:/／丨|｜=＝]?\s*([^：:/／丨|｜=＝。，,（()）]{2,24}?)(?=$|\s{2,}|"
    r"[\u3000|｜丨，,（(／/。])",
    re.IGNORECASE,
)
_AFTER_NAME = lazy(r"[，,、：:；;（(\[【|｜/／]|——|[-–—]\s|\s[-–—]|\s{2,}|\u3000|(?<=[\u3400-\u9fff])\s")
_PAIR_BORDER = lazy(
    r"[\u3000\t]+| {2,}|[，,；;、]\s*(?=[^\s：:＝=，,；;、]{1,12}\s?[：:＝=])|\s+(?=[A-Z]{1,3}\s?[：:＝=])"
)
_PAIR = lazy(r"^([^：:＝=。？！]{1,12})[：:＝=]\s*([^：:＝=。？！?!]{1,40})$")
_DOTTED = lazy(r"^([^・･／/：:]{1,8})[・･／/]([^・･／/：:。、？！]{2,16})$")
_SYMBOL_LEGEND = lazy(
    r"[「“\"『]?(?<![A-Za-z])([A-Za-z]{1,3}|[□■○●◇◆△▲☆★▽▼])[」”\"』]?\s*"
    r"(?:代表|表示|＝|=|是|为|為|即|：|:|は|stands for|denotes|is|for)"
    r"\s*[“\"「]?([^，,。；;、“”\"「」（）()]{1,24})"
)
_SHORTENED_LABEL = lazy(
    r"^([^：:（(]{1,12})[（(]((?:以下|下文|下称|下稱|后文|後文|文中|[简簡][称稱])[^（）()]{1,40})[）)]\s*[：:]\s*(\S.{0,80})$"
)
_STOP = lazy(r"[。！？!?，；;,]")
_TITLED = lazy(r"^(?:本报|本刊|本网|本台)?(?:记者|記者|主持人|主播|司会|嘉宾|作者)\s*")


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a declaration: the keys of his labels, and his role (None: not stated)."""

    name: str
    keys: tuple[str, ...]
    role: Role | None


@dataclass(slots=True)
class Declared:
    """All declarations of a file; `context` is the folded prose of its first lines, where people are introduced."""

    people: list[Person] = field(default_factory=list)
    context: str = ""

    def introduces(self, key: str) -> bool:
        """Whether the first lines name the label inside a line; at the start of a line it may be a label itself."""
        return len(key) >= 2 and any(line.find(key, 1) > 0 for line in self.context.split("\n"))

    def person(self, key: str) -> Person | None:
        """The declared person of a label, None if it is not declared."""
        return next((p for p in self.people if key in p.keys), None)

    def role(self, key: str) -> Role | None:
        """The declared role of a label, None if it has none."""
        return next((p.role for p in self.people if key in p.keys and p.role), None)


def from_settings(settings: Mapping[str, object], named: Iterable[str]) -> list[Person]:
    """The people named in front matter as hosts and guests, and those of the cast and of --as (`named`)."""
    people = [Person(name, (key_of(name),), None) for name in named if fold(name)]
    for setting, role in (("hosts", Role.HOST), ("guests", Role.GUEST)):
        people += [Person(name, (key_of(name),), role) for name in _names_in(settings.get(setting))]
    return people


def _names_in(setting: object) -> list[str]:
    """The names of a setting: a list, or one line with commas."""
    if not setting:
        return []
    names = setting if isinstance(setting, list) else re.split(r"[、，,;；]", str(setting))
    return [str(name).strip() for name in names if fold(str(name))]


def declarations(rows: list[Row], people: list[Person]) -> tuple[list[Row], list[list[Head]], Declared, list[Dropped]]:
    """The lines without the cast lists, legends and abbreviations at the top, and the people they name.

    Returns the lines, the label candidates of each line, the declarations and what was dropped.
    """
    shapes = [heads(row) for row in rows]
    counts = Counter(key for own in shapes for key in {head.key for head in own})
    declared = Declared([*people, *_glossed(shapes[:TOP], counts)])
    top = _first_words(rows[:TOP], shapes, counts)
    listed = _listed(rows[:top], counts)
    sheet = _sheet(rows[:top], shapes, counts)
    kept: list[Row] = []
    kept_shapes: list[list[Head]] = []
    dropped: list[Dropped] = []
    for index, row in enumerate(rows[:top]):
        below = _is_below(dropped, kept) or _is_cast_block(rows, index, shapes, counts)
        found = listed[index] if index in listed else _declared_by(row, shapes[index], counts, index, below)
        if found is None and index in sheet:
            found = []
        if found is not None:
            declared.people += found
            dropped.append(Dropped(row.line, plain(row.text), "declaration"))
            continue
        declared.people += _mentioned(row, counts)
        bare, notes = _without_notes(row, counts)
        dropped += notes
        if plain(bare.text).strip():
            kept.append(bare)
            kept_shapes.append(heads(bare) if notes else shapes[index])
    declared.context = "\n".join(fold(row.text) for row in (kept + rows[top : top + _CONTEXT])[:_CONTEXT])
    return kept + rows[top:], kept_shapes + shapes[top:], declared, dropped


def _sheet(rows: list[Row], shapes: list[list[Head]], counts: Counter[str]) -> set[int]:
    """The lines of an archive's sheet at the top: fields on consecutive lines, `Tape: 14, side A`, no word repeated."""
    found: set[int] = set()
    block: list[int] = []
    for index, row in enumerate(rows):
        block = [*block, index] if block and not row.gap else [index]
        if not _is_field(shapes[index], counts):
            block = []
        elif len(block) >= _LEAST_FIELDS:
            found.update(block)
    return found


def _is_field(shapes: list[Head], counts: Counter[str]) -> bool:
    """Whether a line is a word that occurs once, a colon, and a few words that are no sentence."""
    head = next((h for h in shapes if h.form == "colon"), None)
    if head is None or counts[head.key] > 1 or not 0 < len(head.rest) <= _MAX_FIELD:
        return False
    return not ends_sentence(head.rest) and not is_question(head.rest)


def _is_below(dropped: list[Dropped], kept: list[Row]) -> bool:
    """Whether the line before was a declaration."""
    return bool(dropped) and bool(kept) and dropped[-1].line > kept[-1].line


def _first_words(rows: list[Row], shapes: list[list[Head]], counts: Counter[str]) -> int:
    """The index of the first line in which a repeated label has a sentence: speech begins there."""
    for index, row in enumerate(rows):
        returning = [head for head in shapes[index] if counts[head.key] >= _RETURNS and head.form in _SPEAKS]
        if any(_is_said(head.rest, row.timed) for head in returning):
            return index
    return len(rows)


def _is_said(rest: str, timed: bool) -> bool:
    """Whether the text after a label is speech and not a name: a sentence, or text with a time."""
    return bool(rest) and (timed or (ends_sentence(rest) and not rest.endswith(("：", ":"))))


def _glossed(shapes: list[list[Head]], counts: Counter[str]) -> list[Person]:
    """The people of `Marta Ibsen (MKI)：` and `嘉宾A（吴桐）：`: the text in brackets is a label too."""
    found: dict[str, Person] = {}
    for head in (head for own in shapes for head in own if head.form == "colon" and head.gloss and head.rest):
        short = key_of(head.gloss)
        if counts[short] and short != head.key and len(short) <= 20 and role_of_word(short) is None:
            name = head.gloss if role_of_word(head.key) else head.label
            found.setdefault(head.key, Person(name, (head.key, short), role_of_word(head.key)))
    return list(found.values())


def _is_cast_block(rows: list[Row], index: int, shapes: list[list[Head]], counts: Counter[str]) -> bool:
    """Whether the line is next to metadata or a cast list: `主持人：…` then names the host and is not his speech."""
    above = index - 1 if index and not rows[index].gap else -1
    below = index + 1 if index + 1 < len(rows) and not rows[index + 1].gap else -1
    return any(i >= 0 and (_is_cast(shapes[i], counts) or reason_of(rows[i], AT_THE_TOP)) for i in (above, below))


def _is_cast(shapes: list[Head], counts: Counter[str]) -> bool:
    """Whether a line lists the people after a word that is not a label of any turn."""
    return any(h.form == "colon" and h.rest and counts[h.key] == 1 and _side(h)[0] for h in shapes)


def _without_notes(row: Row, counts: Counter[str]) -> tuple[Row, list[Dropped]]:
    """The line without `（以下简称“陈”）`, and what was dropped; kept if the short name is no label of the file."""
    notes: list[Dropped] = []

    def take(match: re.Match[str]) -> str:
        short_names = [fold(part) for part in re.split("[称稱]", match.group())[1:]]
        if not any(name.startswith(key) for name in short_names for key in (name[:1], name[:2], name) if counts[key]):
            return match.group()
        notes.append(Dropped(row.line, match.group(), "declaration"))
        return ""

    def take_names(match: re.Match[str]) -> str:
        if not all(counts[key_of(label)] for label, _ in _short_names(match)):
            return match.group()
        notes.append(Dropped(row.line, match.group(), "declaration"))
        return ""

    text = _SHORT_NAMES.sub(take_names, _SHORTENED_INSIDE.sub(take, _SHORTENED.sub(take, row.text)))
    return (replace(row, text=text), notes) if notes else (row, [])


def _short_names(match: re.Match[str]) -> list[tuple[str, str]]:
    """The people of `（以下，威：老威；赵：赵苗苗）`, by label and name."""
    pairs = (re.split("[：:]", pair, maxsplit=1) for pair in re.split("[；;，,、]", match[1]))
    return [(label.strip(), name.strip()) for label, name in pairs]


def _listed(rows: list[Row], counts: Counter[str]) -> dict[int, list[Person]]:
    """The people of a cast list below its heading, by line index: `**回答者**`, then one person on each line."""
    found: dict[int, list[Person]] = {}
    for index, row in enumerate(rows):
        known, role = _side(Head(fold(row.text), plain(row.text), "colon", ""))
        if index and known and index not in found:
            people = _lines_of_people(rows[index + 1 : index + 13], role, counts)
            if people:
                found[index] = []
                found.update({index + 1 + i: [person] for i, person in enumerate(people)})
    return found


def _lines_of_people(rows: list[Row], role: Role | None, counts: Counter[str]) -> list[Person]:
    """The people of lines that contain only a name used as a label, and optionally a description."""
    people: list[Person] = []
    for row in rows:
        text = plain(row.text).strip()
        name = _AFTER_NAME.split(text, maxsplit=1)[0].strip()
        is_line = row.kind is Kind.ITEM or (not row.gap and len(text) <= 60 and not ends_sentence(text))
        key = key_of(name)
        if (
            not is_line
            or len(text) > 160
            or not counts[key]
            or role_of_word(key)
            or _side(Head(key, name, "colon", ""))[0]
        ):
            break
        people.append(Person(name, (key,), role or _role_in(text[len(name) :])))
    return people


def _pairs(text: str, counts: Counter[str]) -> list[Person] | None:
    """The people of `T：調査者　　I：話者（店主）`: several labels on one line, each followed by a description only."""
    parts = [part.strip() for part in _PAIR_BORDER.split(text.strip(" （）()[]【】")) if part and part.strip()]
    dotted = [match for part in parts if (match := _DOTTED.match(part))]
    if len(dotted) == len(parts) and any(role_of_word(key_of(match[1])) for match in dotted):
        return [_dotted(match) for match in dotted]
    spaced = _spaced_pairs(text.split())
    if spaced:
        return spaced
    found = [match for part in parts if (match := _PAIR.match(part))]
    pairs = [(match[1].strip(), match[2].strip()) for match in found]
    if len(pairs) < max(2, len(parts)) or not all(counts[key_of(label)] >= 2 for label, _ in pairs):
        return None
    sides = [_role_said(who) or role_of_word(key_of(label)) for label, who in pairs]
    if not any(sides) and not all(name_strength(_GLOSS.sub("", who)) >= 2 for _, who in pairs):
        return None
    return [_paired(label, who, role) for (label, who), role in zip(pairs, sides, strict=True)]


def _spaced_pairs(tokens: list[str]) -> list[Person]:
    """The people of 聞き手　小林　話し手　大野: role words and names alternate."""
    if len(tokens) < 4 or len(tokens) % 2 or not all(role_of_word(key_of(token)) for token in tokens[::2]):
        return []
    named = zip(tokens[::2], tokens[1::2], strict=True)
    return [Person(name, (key_of(name),), role_of_word(key_of(word))) for word, name in named]


def _dotted(match: re.Match[str]) -> Person:
    """The person of `聞き手・三原澄`: a role and a name."""
    return Person(match[2].strip(), (key_of(match[2]),), role_of_word(key_of(match[1])))


def _role_said(who: str) -> Role | None:
    bare = fold(_GLOSS.sub("", who))
    return role_of_word(bare) or _role_in(who) or (Role.HOST if is_outlet(bare) else None)


def _paired(label: str, who: str, role: Role | None) -> Person:
    bare = _GLOSS.sub("", who).strip()
    name = label if role_of_word(fold(bare)) or not bare else bare
    return Person(name, tuple(dict.fromkeys(k for k in (key_of(label) or label, key_of(bare)) if k)), role)


def _declared_by(
    row: Row, shapes: list[Head], counts: Counter[str], index: int, below_another: bool
) -> list[Person] | None:
    """The people that a whole line declares; None if it is not a declaration."""
    text = plain(row.text)
    for several in (_legend(text, counts), _pairs(text, counts) if len(text) <= 160 else None):
        if several is not None:
            return several
    shortened = _SHORTENED_LABEL.match(text)
    if shortened and (people := _shortened(shortened)):
        return people
    head = next((h for h in shapes if h.form in ("colon", "bar", "blank") and h.rest), None)
    if head is not None and _side(head)[0] and _introduced(head, counts):
        return _introduced(head, counts)
    if head is None or row.kind is Kind.HEADING or len(head.rest) > 300 or re.search(r"[。！？!?]$", head.rest):
        return None
    known, role = _side(head)
    if known:
        return _cast(head, role, counts, index, below_another)
    return _short_cast(head, counts) if head.form == "colon" else None


def _shortened(match: re.Match[str]) -> list[Person] | None:
    """The people of `采访者（以下简称“采”）：林一帆`: the short name follows the role."""
    short = _SHORT.match(match[2])
    name = _GLOSS.sub("", match[3]).strip(" 。.")
    if not short or not fold(short[1]) or not name or len(name) > 30:
        return None
    role = _side(Head(key_of(match[1]), match[1], "colon", name))[1] or role_of_word(key_of(match[1]))
    keys = (key_of(match[1]), key_of(short[1]), key_of(name))
    if is_question(match[3]) or _STOP.search(name):
        return None
    return [Person(name, tuple(dict.fromkeys(k for k in keys if k)), role)]


def _introduced(head: Head, counts: Counter[str]) -> list[Person] | None:
    """The person of `采访嘉宾：卢卫平，某数据库创始人。`: a name that is used as a label, with a description."""
    name = re.split(r"[，,；;]|——", head.rest, maxsplit=1)[0].strip()
    if (
        name == head.rest
        or _SHORTENED.search(head.rest)
        or not (counts[key_of(name)] or _gloss_keys(name, counts))
        or name_strength(_GLOSS.sub("", name).strip()) < 1
        or counts[head.key] > 1
    ):
        return None
    keys = (key_of(name), *_gloss_keys(name, counts))
    name = _GLOSS.sub("", name).strip()
    return [Person(name, keys, _side(head)[1])] if _GLOSS.sub("", head.rest).count("、") == 0 else None


def _gloss_keys(name: str, counts: Counter[str]) -> list[str]:
    """The labels of the file in brackets after a name: `谭舟（TZ）`."""
    return [key for gloss in _GLOSS.findall(name) if counts[key := key_of(gloss.strip("（(【[〔)）】]〕"))]]


def _side(head: Head) -> tuple[bool, Role | None]:
    key = re.sub(r"(?:名单|们|们|介绍|簡介|简介)$", "", head.key)
    if key in words.DECLARES_ASKS:
        return head.form == "colon" or key not in words.SOFT, Role.HOST
    if key in words.DECLARES_ANSWERS:
        return head.form == "colon" or key not in words.SOFT, Role.GUEST
    return key in words.DECLARES_PEOPLE and head.form == "colon", None


def _cast(head: Head, role: Role | None, counts: Counter[str], index: int, below_another: bool) -> list[Person] | None:
    """The people of `嘉宾：郁金（合唱指挥）、大雷`: names after a role word."""
    once = counts[head.key] <= 1
    if below_another and not once and _role_said(head.rest) is role:
        return [Person(head.label, (head.key,), role)]  # 司会：編集部
    alone = index > 0 and counts[head.key] == 1 and head.key not in words.SOFT
    if (below_another or alone) and _is_who(head.rest) and (who := _person(head.rest, role, counts)):
        return [_with_office(head, who, role)]
    parts = [part for part in _SEPARATOR.split(_hide(head.rest)) if part and part.strip()]
    named = [person for part in parts if (person := _person(part, role, counts))]
    if any(_is_used(person, counts) for person in named) or (_SHORTENED.search(head.rest) and named):
        return named
    complete = bool(named) and len(named) == len(parts)
    return named if complete and once and index and all(map(_may_be_name, named)) else None


def _with_office(head: Head, who: Person, role: Role | None) -> Person:
    """The person of `江边杂志主编 季青`: the name after an office is a label too."""
    *office, last = who.name.split()
    name = last if office and is_cjk(last[0]) and len(last) > 1 else who.name
    return Person(name, tuple(dict.fromkeys((head.key, *who.keys, key_of(name)))), role)


def _is_used(person: Person, counts: Counter[str]) -> bool:
    """Whether the name is a label of the file; a single letter must be repeated."""
    return any(counts[key] > (len(key) == 1) for key in person.keys)


def _may_be_name(person: Person) -> bool:
    return name_strength(person.name) >= 2 or len(fold(person.name)) <= 4


def _is_who(text: str) -> bool:
    """Whether the text only describes a person: a name, perhaps with an office, and no sentence."""
    bare = _GLOSS.sub("", text).strip()
    if not bare or len(bare) > 30 or _STOP.search(bare) or is_question(bare) or re.search(r"[、/／&＆|｜]", bare):
        return False
    return name_strength(bare) >= 2 or (is_cjk(bare[0]) and len(bare.split()) > 1)


def _short_cast(head: Head, counts: Counter[str]) -> list[Person] | None:
    """The people of `T：田中太郎（聞き手）`, `K：主持人`: a label of the file followed by a description only."""
    if counts[head.key] < 3 or len(head.key) > 4 or head.key in words.NOT_LABELS:
        return None
    if len(head.rest) > 40 or re.search(r"[。！？!?，]", _GLOSS.sub("", head.rest)):
        return None
    bare = _GLOSS.sub("", head.rest).strip()
    gloss = " ".join(_GLOSS.findall(head.rest))
    role = _role_in(gloss) or role_of_word(fold(bare)) or (Role.HOST if is_outlet(fold(bare)) else None)
    introduces = fold(bare).startswith(head.key) or role is not None or fold(bare).endswith(head.key)
    if not bare or not introduces or fold(bare) == head.key or len(fold(bare)) > 16:
        return None
    name = head.label if role_of_word(fold(bare)) else bare
    return [Person(name, (head.key, key_of(bare)), role)]


def _role_in(text: str) -> Role | None:
    """The role named inside a gloss, None if there is none."""
    folded = fold(text)
    for role, table in ((Role.HOST, words.DECLARES_ASKS), (Role.GUEST, words.DECLARES_ANSWERS)):
        if any(len(word) > 1 and word in folded for word in table):
            return role
    return None


def _legend(text: str, counts: Counter[str]) -> list[Person] | None:
    """The people of `「K」代表记者`, `Q=本刊，A=陶渡`: letters used as labels, with their meaning."""
    if len(text) > 160:
        return None
    for pattern in (_LEGEND, _SYMBOL_LEGEND):
        pairs = [(key_of(k), k, meaning.strip()) for k, meaning in pattern.findall(text) if counts[key_of(k) or k]]
        if pairs and len(re.sub(r"\s", "", pattern.sub("", text))) <= 16 and (pattern is _LEGEND or len(pairs) > 1):
            break
    else:
        return None
    people = []
    for key, label, meaning in pairs:
        role = role_of_word(key_of(meaning)) or _role_in(meaning) or (Role.HOST if is_outlet(fold(meaning)) else None)
        name = label if role_of_word(key_of(meaning)) else meaning
        people.append(Person(name, (key if key else label, key_of(meaning)), role or role_of_word(key)))
    return people


def _mentioned(row: Row, counts: Counter[str]) -> list[Person]:
    """The people a spoken line mentions with their label: `本刊记者陈芜（以下简称“陈”）`, `采访：陈芜`."""
    text = plain(row.text)
    people = [p for match in _SHORTENED.finditer(text) if (p := _before(text[: match.start()], match[1]))]
    for label, name in (pair for match in _SHORT_NAMES.finditer(text) for pair in _short_names(match)):
        if counts[key_of(label)]:
            people.append(Person(name, (key_of(label), key_of(name)), role_of_word(key_of(name))))
    for match in _CALLED.finditer(text) if _SHORTENED_INSIDE.search(text) else ():
        role = Role.HOST if is_outlet(key_of(match[1])) else None
        people.append(Person(match[1].strip(), (key_of(match[1]), key_of(match[2])), role))
    for match in _NAMES_IN_BYLINE.finditer(text) if len(text) <= 80 and row.kind is not Kind.HEADING else ():
        key = key_of(match[1])
        if counts[key] or any(
            k and key.startswith(k) and counts[k] > 1 for k in (key[:1], key.split()[0] if key.split() else "")
        ):
            people.append(Person(match[1].strip(), (key,), Role.HOST))
    return people


def _before(text: str, note: str) -> Person | None:
    """The person named directly before `（以下简称“陈”）` in a sentence."""
    short = _SHORT.match(note)
    if not short or not fold(short[1]):
        return None
    if len(text) <= 8 and name_strength(text) >= 1:  # 小雨（以下简称雨）：
        return Person(text, tuple(dict.fromkeys((key_of(short[1]), key_of(text)))), role_of_word(key_of(text)))
    tail = re.split(r"[，。、；：:！？“”\s（）()]", text)[-1][-16:]
    at = tail.rfind(short[1].strip()[:1])
    name = tail[at:] if at >= 0 and len(tail) - at <= 8 else short[1].strip()
    asks = re.search(
        r"(?:记者|記者|本刊|本报|主持人|采访者|编辑|周刊|杂志|网|报)[^，。]{0,6}$", tail
    ) and not re.search(r"(?:专访|采访|对话|访谈)了?[^，。]{0,12}$", tail)
    return Person(
        _TITLED.sub("", name) or name,
        tuple(dict.fromkeys((key_of(short[1]), key_of(_TITLED.sub("", name) or name)))),
        Role.HOST if asks else None,
    )


def _hide(text: str) -> str:
    """The text with the separators inside brackets masked."""
    return _GLOSS.sub(lambda m: re.sub(r"[、，,;；/／&\s|]", "\x01", m.group()), text)


def _person(part: str, role: Role | None, counts: Counter[str]) -> Person | None:
    short = _SHORTENED.search(part.replace("\x01", "，"))
    alias = _SHORT.match(short[1]) if short else None
    name = _GLOSS.sub("", part).strip(" \u3000.。")
    name = re.sub(r"(?:[：:—–-]|——).*$", "", name).strip() or name
    if not name or len(name) > 30 or len(fold(name)) > 20:
        return None
    keys = [key_of(name), *_gloss_keys(part.replace("\x01", "，"), counts)]
    if alias and fold(alias[1]):
        keys.append(key_of(alias[1]))
    return Person(name, tuple(dict.fromkeys(k for k in keys if k)), role)
