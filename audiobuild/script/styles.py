"""Choose how this file marks its speakers: every style is scored on the whole file, and the best is used.

A style is a family of label shapes (LABEL_FORMS), a kind of line that is a question (QUESTION_LINES), or both. A new
style is one more entry in one of these tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script.declarations import Declared
from audiobuild.script.evidence import LETTERS
from audiobuild.script.label_candidates import Head
from audiobuild.script.labels import labels
from audiobuild.script.lines import (
    BOLD,
    BOLD_END,
    ITALIC,
    ITALIC_END,
    Kind,
    Row,
    ends_sentence,
    opens_quote,
    plain,
)
from audiobuild.script.people import name_strength, role_of_word
from audiobuild.script.questions import MAX_QUESTION, asks, is_question
from audiobuild.script.score import judge
from audiobuild.script.turn_starts import Chosen, Lines, Mark

# The shapes that labels of one style may have: separators that vary inside a file stay in one family.
LABEL_FORMS: dict[str, tuple[str, ...]] = {
    "colon": ("colon", "dot", "bold", "letter", "glued", "symbol", "timed"),
    "alone": ("alone", "timed", "colon"),
    "bracket": ("bracket", "colon"),
    "quoted": ("quoted", "symbol"),
    "bar": ("bar", "letter"),
    "blank": ("blank", "symbol", "letter"),
}
NARRATION = 0.3  # the score that another style needs
# Without one of these shapes a family is no different from the first one.
_OWN_FORMS = {name: frozenset(forms) - {"colon", "letter", "timed"} for name, forms in LABEL_FORMS.items()}
_DRIFTS = ("colon", "dot", "bold", "timed", "bracket")  # shapes that a label may also have inside the same file
# Shapes that ordinary words have too: they are labels only where the speaker changes.
WEAK = frozenset(("letter", "glued"))
_NUMBERED = lazy(
    r"^(?:[（(]?(\d{1,6})\s?[.、．)）:：](?!\d)|(\d{1,3})[\s\u3000]+(?=\S)|"
    r"[（(]?([一二三四五六七八九十]{1,3})[、.．)）]|第([\d一二三四五六七八九十]{1,3})(?:[问問题題]|"
    r"[个個][问問][题題])[：:、\s]?)\s*(?=\S)"
)
# A prompt among questions: an imperative.
_TO_WHOM = ("给", "給", "对", "對")
_IMPERATIVE = lazy(
    r"(?:[请請]|最[后後][，,]?)?(?:[给給对對][^，。]{1,16})?(?:推[荐薦]|分享|介[绍紹]|描述|形容|列[举舉]|[举舉]|[说說讲講谈談聊]{2}|用[一几三])|"
    r"(?:please |finally,? )?(?:describe|tell|give|recommend|share|name|list|any|one|advice|walk|talk|introduce)\b",
    re.IGNORECASE,
)
# `1. **Why?**`: a number that Markdown generates
_LISTED = lazy(r"^\d{1,3}[.)]\s+")
_FIRM_QUESTIONS = ("bold", "heading")  # one such line is enough
_FEW_HEADINGS = 4  # if labels ask this many times more, an asking heading is a heading
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九十")}
_MAX_QUOTED = 12  # paragraphs of one quotation
_ENCLOSED = lazy(r"^[「『“\"].{2,40000}[」』”\"]$")


def _bold_line(row: Row) -> bool:
    start = _LISTED.match(row.text)
    return (
        row.text.startswith(BOLD, start.end() if start else 0)
        and row.text.rstrip("。？！?!：: ").endswith(BOLD_END)
        and row.text.count(BOLD) == 1
    )


def _italic_line(row: Row) -> bool:
    return (
        row.text.startswith(ITALIC)
        and row.text.rstrip("。？！?! ").endswith(ITALIC_END)
        and row.text.count(ITALIC) == 1
    )


def _numbered_line(row: Row) -> bool:
    return row.kind is Kind.TEXT and not row.quote and bool(_NUMBERED.match(plain(row.text)))


def _paragraph(row: Row) -> bool:
    text = plain(row.text)
    return row.kind is Kind.TEXT and not row.quote and len(text) <= MAX_QUESTION and not _ENCLOSED.match(text)


# Kinds of lines that ask without a label.
QUESTION_LINES: dict[str, Callable[[Row], bool]] = {
    "bold": _bold_line,
    "heading": lambda row: row.kind is Kind.HEADING,
    "numbered": _numbered_line,
    "quote": lambda row: row.quote > 0,
    "italic": _italic_line,
    "item": lambda row: row.kind is Kind.ITEM,
    "paragraph": _paragraph,
}
_ONLY_ASKING = ("item", "paragraph")  # these lines are questions only if they ask
# Kinds of unlabelled answers that are set apart from their question.
ANSWER_LINES: dict[str, Callable[[Row], bool]] = {
    "enclosed": lambda row: bool(_ENCLOSED.match(plain(row.text))) or opens_quote(plain(row.text)),
    "quote": lambda row: row.quote > 0,
    "indented": lambda row: row.indent >= 2,
}


def lines_of(rows: list[Row], found: list[list[Head]]) -> Lines:
    asking = [asks(row.text) for row in rows]
    questions = [asked or is_question(without_number(plain(row.text))) for row, asked in zip(rows, asking, strict=True)]
    kinds = {
        name: [i for i, row in enumerate(rows) if (asking[i] or name not in _ONLY_ASKING) and test(row)]
        for name, test in QUESTION_LINES.items()
    }
    forms = frozenset(head.form for row_heads in found for head in row_heads)
    return Lines(rows, found, asking, questions, kinds, forms)


def choose(lines: Lines, declared: Declared) -> Chosen:
    """The style of the file with the best score."""
    labelled: list[Chosen] = [Chosen("", {}, 0.0)]
    for name in LABEL_FORMS:
        labelled += _labelled(lines, name, declared)
    answered = [c for name, test in ANSWER_LINES.items() if (c := _answered(lines, name, test))]
    candidates = [Chosen("narration", {}, NARRATION)]
    for labels_ in [*labelled, *answered]:
        if labels_.marks:
            candidates.append(judge(lines, labels_))
        for name in QUESTION_LINES:
            questions = _questions(lines, name, labels_)
            if questions:
                candidates.append(judge(lines, _combined(name, questions, labels_)))
    candidates.sort(key=lambda c: -c.score)
    best = candidates[0]
    second = next(
        (
            c
            for c in candidates[1:]
            if c.marks and not (c.marks.keys() <= best.marks.keys() or c.marks.keys() >= best.marks.keys())
        ),
        None,
    )
    if second:
        best.runner_up, best.margin = second.id, best.score - second.score
    return best


# ---------------------------------------------------------------------------------------------------------- candidates


def heads_of_family(lines: Lines, name: str) -> dict[int, Head]:
    """The strongest label candidate of each line in one of the family's shapes, by line index."""
    if name != "colon" and not lines.forms & _OWN_FORMS[name]:
        return {}
    found: dict[int, Head] = {}
    for index, row_heads in enumerate(lines.heads):
        head = next((h for h in row_heads if h.form in LABEL_FORMS[name] and _belongs(h, name)), None)
        if head:
            found[index] = head
    return found


def _labelled(lines: Lines, name: str, declared: Declared) -> list[Chosen]:
    """The reading of the file by labels of one family; empty if the file has no such labels."""
    found = heads_of_family(lines, name)
    keys = labels(lines.rows, lines.asks, found, declared) if found else {}
    if not keys:
        return []
    if name == "alone":
        keys = {**_introduced(lines, found, keys, declared), **keys}
    firm = _firm(lines, found, keys)
    weak = _first_of(lines, keys, WEAK, firm)
    kept, prose = _weigh(_without_lists(lines, firm), weak, keys)
    marks = {i: Mark(h.key, h.label, h.rest, h.form, keys[h.key], h.time, h.gloss) for i, h in sorted(kept.items())}
    return [Chosen(_label_id(marks), marks, 0.0, prose=prose, sides=keys)] if marks else []


def _firm(lines: Lines, found: dict[int, Head], keys: dict[str, Role]) -> dict[int, Head]:
    """The labels of the family, and labels of the same people in a related shape."""
    firm = {i: head for i, head in found.items() if head.key in keys and head.form not in WEAK}
    return firm | _first_of(lines, keys, _DRIFTS, firm)


def _first_of(lines: Lines, keys: dict[str, Role], forms: Collection[str], known: Collection[int]) -> dict[int, Head]:
    """The first candidate with one of these forms and keys in each line that is not `known`."""
    found: dict[int, Head] = {}
    for index, row_heads in enumerate(lines.heads):
        fitting = [head for head in row_heads if head.form in forms and head.key in keys]
        if fitting and index not in known:
            found[index] = fitting[0]
    return found


def _without_lists(lines: Lines, firm: dict[int, Head]) -> dict[int, Head]:
    """The labels without those of list items if these are few: a list of people or terms inside a turn."""
    listed = {i for i in firm if lines.rows[i].kind is Kind.ITEM}
    return {i: head for i, head in firm.items() if i not in listed} if len(listed) * 4 <= len(firm) else firm


def _introduced(lines: Lines, found: dict[int, Head], keys: dict[str, Role], declared: Declared) -> dict[str, Role]:
    """The people introduced at the top whose labels have a colon, while the other labels are alone on their lines."""
    if len(keys) < 2:
        return {}
    rows = ((i, row_heads) for i, row_heads in enumerate(lines.heads) if i not in found and lines.rows[i].gap)
    colons = (next((h for h in row_heads if h.form == "colon" and h.rest), None) for _, row_heads in rows)
    return {h.key: Role.GUEST for h in colons if h and declared.introduces(h.key) and name_strength(h.label)}


def _belongs(head: Head, family: str) -> bool:
    """Whether a candidate belongs to the family; a shape of several families needs a meaning."""
    if family == "alone" and head.form == "colon":
        return not head.rest
    return not (head.form == "timed" and family == "colon" and not head.time)


def _weigh(firm: dict[int, Head], weak: dict[int, Head], keys: dict[str, Role]) -> tuple[dict[int, Head], list[int]]:
    """The candidates that open turns (firm, or weak where the speaker changes), and the lines of the others."""
    covered = {keys[head.key] for head in firm.values()} if len(firm) > 1 else set()
    own = {head.key for head in firm.values()}
    few = len(covered) > 1 and len(weak) * 4 < len(firm)
    missing = {i: head for i, head in weak.items() if head.key in own or keys[head.key] not in covered}
    order = sorted({**_without_rare_glue(missing), **firm}.items())
    next_firm = _next_sides(order, firm, keys)
    kept: dict[int, Head] = {}
    prose: list[int] = []
    speaking: Role | None = None
    for position, (i, head) in enumerate(order):
        side = keys[head.key]
        follower = keys[order[position + 1][1].key] if position + 1 < len(order) else None
        passes = i in firm or _passes_on(head, side, speaking, next_firm[i], follower)
        if passes and (i in firm or not few or _missing(side, speaking, next_firm[i])):
            kept[i] = head
            speaking = side
        elif head.form == "letter":
            prose.append(i)
    return kept, prose


def _without_rare_glue(weak: dict[int, Head]) -> dict[int, Head]:
    """The weak candidates without those joined to their text, unless most are."""
    glued = sum(head.form == "glued" for head in weak.values())
    return weak if glued * 2 >= len(weak) else {i: head for i, head in weak.items() if head.form != "glued"}


def _next_sides(order: list[tuple[int, Head]], firm: Collection[int], keys: dict[str, Role]) -> dict[int, Role | None]:
    """The role of the next firm label after each line."""
    found: dict[int, Role | None] = {}
    coming: Role | None = None
    for i, head in reversed(order):
        found[i] = coming
        if i in firm:
            coming = keys[head.key]
    return found


def _passes_on(head: Head, side: Role, speaking: Role | None, firm_next: Role | None, follower: Role | None) -> bool:
    """Whether a weak candidate opens a turn: the role changes, and the next firm label agrees."""
    if side is Role.HOST:
        asking = is_question(head.rest)
        return asking or (speaking is not Role.HOST and follower is Role.GUEST)
    return speaking is Role.HOST and firm_next is not Role.GUEST


def _missing(side: Role, speaking: Role | None, firm_next: Role | None) -> bool:
    """Whether a turn is missing between firm labels around a weak candidate: a question, or an answer."""
    return speaking is not side and firm_next is not side


def _answered(lines: Lines, name: str, test: Callable[[Row], bool]) -> Chosen | None:
    """Answers marked by quotation marks, a block quote or an indent: the first line of each group opens a turn."""
    rows = lines.rows
    hits = {i for i, row in enumerate(rows) if test(row) and (not lines.asks[i] or _answers_back(lines, i, test))}
    hits |= _inside_quotation(rows, hits) if name == "enclosed" else set()
    if len(hits) < 2 or len(hits) * 5 > len(rows) * 4:
        return None
    starts = [i for i in sorted(hits) if i - 1 not in hits]
    asked = [i for i in starts if i and lines.questions[i - 1]]
    if len(asked) < 2 or len(asked) * 2 < len(starts):
        return None
    marks = {i: Mark(None, None, plain(rows[i].text), name, Role.GUEST) for i in starts}
    return Chosen(f"{name}-answer", marks, 0.0, kind=name)


def _answers_back(lines: Lines, i: int, test: Callable[[Row], bool]) -> bool:
    """Whether an asking line may be an answer: it begins a longer quotation, or directly follows a question."""
    return opens_quote(plain(lines.rows[i].text)) or (i > 0 and lines.questions[i - 1] and not test(lines.rows[i - 1]))


def _inside_quotation(rows: list[Row], hits: set[int]) -> set[int]:
    """The lines between the opening and the closing line of a quotation; an unclosed quotation has none."""
    inside: set[int] = set()
    for start in hits:
        if not opens_quote(plain(rows[start].text)):
            continue
        for end in range(start + 1, min(start + _MAX_QUOTED, len(rows))):
            if end in hits and rows[end].text[:1] == rows[start].text[:1]:
                break
            if plain(rows[end].text).endswith(("」", "』", "”")):
                inside.update(range(start + 1, end + 1))
                break
    return inside


def _questions(lines: Lines, name: str, base: Chosen) -> dict[int, Mark]:
    """The lines of one kind that are questions of this file; empty if the file does not ask like that."""
    rows = lines.rows
    hits = _hits(lines, name, base)
    asking = [i for i in hits if lines.questions[i]]
    if not _ask_enough(name, base, asking) or not _is_way_of_asking(rows, name, hits, asking):
        return {}
    known, all_hits = set(asking), set(hits)
    whole = name == "heading" and _has_chapters_above(rows, hits) and len(asking) * 2 >= len(hits)
    chosen = {i for i in hits if i in known or (i > asking[0] and _is_prompt(rows, name, i, all_hits, whole))}
    if name == "heading":
        chosen.update(i for i in hits if i < asking[0] and i + 1 not in all_hits and _demands(plain(rows[i].text)))
    if base.kind == "enclosed" and name == "paragraph":
        chosen.update(_before_answers(rows, base))
    if name in _FIRM_QUESTIONS and len(asking) > 1:
        chosen.update(_asked_otherwise(lines, name, base, asking[0]))
    return {i: Mark(None, *_question_text(lines, i), name, Role.HOST) for i in sorted(chosen)}


def _hits(lines: Lines, name: str, base: Chosen) -> list[int]:
    """The lines of one kind that may ask; with labels, the title is not one."""
    hits = [i for i in lines.kinds[name] if i not in base.marks]
    if name == "numbered":
        return _in_sequence(lines, hits)
    if name != "heading":
        return hits
    return _question_level(lines, [i for i in hits if lines.rows[i].level > 1] if base.sides else hits)


def _ask_enough(name: str, base: Chosen, asking: list[int]) -> bool:
    """Whether enough lines ask for this to be the file's way of asking, given the labels that ask."""
    labelled = sum(mark.side is Role.HOST and mark.key is not None for mark in base.marks.values())
    if len(asking) * _FEW_HEADINGS < labelled:
        return False
    asked = any(mark.side is Role.HOST for mark in base.marks.values())
    needs_two = name not in _FIRM_QUESTIONS and (asked or not base.marks)
    return len(asking) >= (2 if needs_two else 1)


def _question_text(lines: Lines, i: int) -> tuple[str | None, str]:
    """The word that marks a line as a question (`**Q：…**`), if any, and the question without it and its number."""
    head = next((h for h in lines.heads[i] if h.form in ("colon", "dot", "letter")), None)
    if head and head.rest and (_is_letter_label(head) or role_of_word(head.key) is Role.HOST):
        return head.label, head.rest
    return None, without_number(plain(lines.rows[i].text))


def _is_letter_label(head: Head) -> bool:
    """Whether a letter before a question is a label; the "A" of `A person asks` is an article."""
    return head.key in LETTERS and head.form != "letter"


def _asked_otherwise(lines: Lines, name: str, base: Chosen, first: int) -> list[int]:
    """The asking bold lines if questions are headings, and the reverse: files are not always consistent."""
    other = lines.kinds["heading" if name == "bold" else "bold"]
    own = set(lines.kinds[name])
    return [
        i
        for i in other
        if i > first and lines.asks[i] and i not in base.marks and i + 1 < len(lines.rows) and i + 1 not in own
    ]


def _before_answers(rows: list[Row], base: Chosen) -> list[int]:
    """The paragraphs directly before answers in quotation marks: these are questions in any form."""
    found = [i - 1 for i in base.marks if i and rows[i - 1].kind is Kind.TEXT and not rows[i - 1].quote]
    return [i for i in found if len(plain(rows[i].text)) > 20 or "，" in rows[i].text]


def _is_way_of_asking(rows: list[Row], name: str, hits: list[int], asking: list[int]) -> bool:
    """Whether questions are most of the hits, and most have text below that is no question."""
    if len(asking) * 2 < sum(i >= asking[0] for i in hits) and name != "heading":
        return False
    if name != "item" and len(asking) * 10 >= 8 * (len(rows) - asking[0]) and len(asking) >= 2:
        return True  # only questions
    all_hits = set(hits)
    followed = sum(i + 1 < len(rows) and i + 1 not in all_hits for i in asking)
    if followed * 2 < len(asking):
        return False
    return name != "paragraph" or (len(asking) * 4 >= len(rows) - asking[0] - 1 and asking[0] <= 5)


def _has_chapters_above(rows: list[Row], hits: list[int]) -> bool:
    """Whether chapters have a heading level of their own, so that every heading below it is a question."""
    level = rows[hits[0]].level
    return sum(row.kind is Kind.HEADING and 1 < row.level < level for row in rows) >= 2


def _is_prompt(rows: list[Row], name: str, i: int, hits: set[int], whole: bool) -> bool:
    """Whether a hit without question form is still a question: numbered in sequence, the last, or short.

    `whole`: all headings of its group are questions.
    """
    if i + 1 >= len(rows) or i + 1 in hits:
        return False
    if name in ("bold", "italic"):
        text = plain(rows[i].text)
        if _LISTED.match(text):
            return True
        return len(text) <= 40 and (not ends_sentence(text) or bool(_IMPERATIVE.match(text)))
    if name == "heading":
        text = plain(rows[i].text)
        return whole or text.startswith(_TO_WHOM) or bool(_IMPERATIVE.match(text)) or ends_sentence(text)
    return name == "numbered"


def _demands(text: str) -> bool:
    """Whether a heading is a request to say something: `Tell me about yourself.`"""
    return ends_sentence(text) and bool(_IMPERATIVE.match(text))


def _in_sequence(lines: Lines, hits: list[int]) -> list[int]:
    """The numbered lines that count up from one; a list inside an answer starts again and is excluded."""
    kept: list[int] = []
    all_hits = set(hits)
    for i in hits:
        followed = i + 1 < len(lines.rows) and i + 1 not in all_hits
        if _number(lines.rows[i]) == len(kept) + 1 and (followed or lines.questions[i]):
            kept.append(i)
    return kept


def _number(row: Row) -> int:
    match = _NUMBERED.match(plain(row.text))
    digits = next((g for g in match.groups() if g), "") if match else ""
    if digits.isdecimal():
        return int(digits)
    if not digits:
        return -1
    tens, _, ones = digits.partition("十")
    if "十" not in digits:
        return _HAN_DIGITS.get(digits, -1)
    return 10 * (_HAN_DIGITS.get(tens, 1) if tens else 1) + (_HAN_DIGITS.get(ones, 0) if ones else 0)


def without_number(text: str) -> str:
    """The text without the number in front."""
    return _NUMBERED.sub("", text, count=1).strip() or text


def _question_level(lines: Lines, hits: list[int]) -> list[int]:
    """The headings of the level with the most questions."""
    levels = Counter(lines.rows[i].level for i in hits if lines.asks[i])
    levels = levels or Counter(lines.rows[i].level for i in hits if lines.questions[i])
    if not levels:
        return []
    level = max(levels, key=lambda n: (levels[n], n))
    return [i for i in hits if lines.rows[i].level == level]


def _combined(name: str, questions: dict[int, Mark], base: Chosen) -> Chosen:
    answers = base.marks
    if base.kind in ANSWER_LINES:  # without labels, no answer comes before the first question
        answers = {i: mark for i, mark in answers.items() if i > min(questions)}
    marks = dict(sorted((answers | questions).items()))
    ids = f"{name}-question" + (f"+{base.id}" if base.marks else "")
    return Chosen(ids, marks, 0.0, prose=base.prose, kind=name, sides=base.sides)


def _label_id(marks: dict[int, Mark]) -> str:
    """The style's name by its most frequent shape: letter-space, letter-colon, name-colon, …"""
    form = Counter(m.form for m in marks.values()).most_common(1)[0][0]
    letters = sum(m.key in LETTERS for m in marks.values()) * 2 > len(marks)
    shape = {"letter": "space", "blank": "space"}.get(form, form)
    return f"{'letter' if letters else 'label'}-{shape}" if form != "symbol" else "symbol"
