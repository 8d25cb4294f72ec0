"""Candidates that ask without a label: bold lines, headings, numbered lines and the like. A new kind is one more row of
QUESTION_KINDS.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from audiobuild.model import Role
from audiobuild.regex import lazy
from audiobuild.script.answer_lines import ENCLOSED, is_text
from audiobuild.script.evidence import ASKER, LETTERS
from audiobuild.script.label_candidates import Head
from audiobuild.script.lines import BOLD, BOLD_END, ITALIC, ITALIC_END, Kind, Row, ends_sentence, fold, plain
from audiobuild.script.people import name_strength, role_of_word
from audiobuild.script.questions import MAX_QUESTION, asks
from audiobuild.script.selections import keys_with, places_where, share, without
from audiobuild.script.turn_starts import Candidates, Chosen, Mark
from audiobuild.script.turns import tells_of_others

_LISTED = r"\d{1,3}[.)]\s+"  # `1. **Why?**`: a number that Markdown generates
_BOLD_LINE = lazy(rf"^(?:{_LISTED})?{ITALIC}?{BOLD}[^{BOLD}]*{BOLD_END}{ITALIC_END}?[。？！?!：: ]*$")
_ITALIC_LINE = lazy(rf"^{ITALIC}[^{ITALIC}]*{ITALIC_END}[。？！?! ]*$")
_NUMBERED = lazy(
    r"^(?:[（(]?(\d{1,6})\s?[.、．)）:：](?!\d)|(\d{1,3})[\s\u3000]+(?=\S)|"
    r"[（(]?([一二三四五六七八九十]{1,3})[、.．)）]|第([\d一二三四五六七八九十]{1,3})(?:[问問题題]|"
    r"[个個][问問][题題])[：:、\s]?)\s*(?=\S)"
)
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九十")}
# A prompt among questions: an imperative, or a heading that says to whom the next words are.
_TO_WHOM = ("给", "給", "对", "對")
_IMPERATIVE = lazy(
    r"(?:[请請]|最[后後][，,]?)?(?:[给給对對][^，。]{1,16})?(?:推[荐薦]|分享|介[绍紹]|描述|形容|列[举舉]|[举舉]|[说説說讲講谈談聊]{2}|用[一几三])|"
    r"(?:please |finally,? )?(?:describe|tell|give|recommend|share|name|list|any|one|advice|walk|talk|introduce)\b",
    re.IGNORECASE,
)
# The interviewer speaks to somebody, which an introduction hardly ever does.
_ADDRESSES = lazy(
    r"[你您]|あなた|\b(?:you|your|yours|yourself|us|tú|te|usted|ustedes|vosotros|vous|votre|tu|ton|toi|du|dich|dir|dein|"
    r"deine|ihr|euch|você|vocês|lei|voi|ты|тебя|тебе|вы|вас|вам|ваш|твой|thanks|gracias|danke|merci|obrigad[oa]|grazie|"
    r"спасибо)\b|[谢謝]{2}|感[谢謝]|ありがとう",
    re.IGNORECASE,
)
_UNFINISHED = lazy(r"(?:…|\.\.\.)$")  # So the next time we plant a tree…
_ALTERNATE = 0.9  # the share of set-apart lines with an answer below if they and the answers alternate
_LEAST_ALTERNATING = 3  # lines that ask before that is a pattern
_FEW_ASK = 0.2  # the share of alternating lines that must ask; interviewers ask in a quarter of theirs at least
_MANY_ASK = 8  # lines that ask, so that one that does not is the interviewer's too
_MOST_PAIRS = 2  # exchanges that give the names in an unlabelled talk, one for each language
_MOST_ASK = 0.5  # the share of single items above answers that must ask, so that all are the interviewer's
_SPOKEN = 0.5  # the share of lines below labels alone on their lines, so that their form is a speaker's
_MAX_PROMPT = 40  # characters of a bold line that demands without asking
_OF_ALL_LINES = 0.25  # the share of the lines that must ask if nothing else marks questions
_FEW_LINES = 4  # if labels ask this many times more, an asking heading is a heading
_TOPICS = (
    0.6  # the share of the headings that must ask: of 38 files, in two topics of a talk at most 0.25, else 0.83 or more
)


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A kind of line that asks without a label.

    It is the file's way of asking if `least` lines and at least `of_kind` of its lines ask. `only_asking`: lines of
    this kind are questions only if they ask. `unmarked`: only question marks tell them, so a quarter of all lines must.
    `apart`: the form sets the lines apart from answers, so that all of them are the interviewer's, whatever they say.
    `opens`: a line that demands without asking may be the first. `few_ask`: the least share that asks where they
    alternate with text; that of quotations in a portrait, which alternate too, is small. `alone`: a single item
    directly above an answer with a label is the interviewer's.
    """

    name: str
    is_line: Callable[[Row], bool]
    is_prompt: Callable[[str], bool] = lambda text: False
    select: Callable[[Candidates, list[int], Chosen], list[int]] = lambda lines, hits, base: hits
    least: int = 2
    of_kind: float = 0.5
    only_asking: bool = False
    unmarked: bool = False
    apart: bool = False
    opens: bool = False
    few_ask: float = _FEW_ASK
    alone: bool = False

    def lines_in(self, rows: list[Row], asking: Collection[int]) -> list[int]:
        """The lines of this kind."""
        found = _of_one_level(rows, places_where(self.is_line, rows), asking)
        return list(filter(asking.__contains__, found)) if self.only_asking else found

    def style(self, lines: Candidates, base: Chosen) -> Iterator[Chosen]:
        """A style with questions of this kind and the turns of `base`; none if the file does not ask like that."""
        hits = _not_of_a_speaker(base, self.select(lines, without(lines.kinds[self.name], base.marks), base))
        asking = list(filter(lines.questions.__contains__, hits))
        base = _without_guessed_hosts(base) if len(asking) >= _LEAST_ALTERNATING else base
        if len(asking) < self._least(lines, base, hits, asking):
            return
        pairs = {} if base.marks or not self.apart else _named_pairs(lines, hits)
        chosen = {*asking, *self._further(lines, hits, base, asking), *_from_first(lines, hits, pairs)}
        first = 0 if base.sides else min(chosen)  # without labels, no answer comes before the first question
        marks = {i: mark for i, mark in base.marks.items() if i >= first}
        marks.update((i, Mark(None, *_question_text(lines, i), self.name, Role.HOST)) for i in chosen)
        marks.update(_named_marks(pairs, self.name))
        sides = {**base.sides, **{answers.key: Role.GUEST for _, answers in pairs.values()}}
        name = "+".join(filter(None, (f"{self.name}-question", base.id)))
        yield replace(base, id=name, marks=dict(sorted(marks.items())), unmarked=self.unmarked, sides=sides)

    def _further(self, lines: Candidates, hits: list[int], base: Chosen, asking: list[int]) -> set[int]:
        """The lines that belong to the interviewer besides those that ask."""
        found = {*self._prompts(lines, hits, asking[0])}.union(base.asked_above if self.unmarked else ())
        found |= _alone_above_answers(lines, base) if self.alone else set()
        if self.apart and Role.HOST not in base.sides.values():
            found |= _remarks(lines, hits, found.union(asking), base)
            found |= _opening_remarks(lines, hits, asking[0]) if self._alternates(lines, hits, asking) else set()
        return found

    def _least(self, lines: Candidates, base: Chosen, hits: list[int], asking: list[int]) -> float:
        """How many lines must ask: of this kind, of all lines, and compared with the labels that ask.

        Where people with names ask one another as often, no line without a name is a question, but an agenda's item.
        """
        first = next(iter(asking), 0)
        sides = {mark.side for mark in base.marks.values()}
        labelled = Counter(mark.side for mark in base.marks.values() if mark.key is not None)
        return max(
            1 if sides == {Role.GUEST} else self.least,  # where only answers are marked, one question is enough
            (self.few_ask if self._alternates(lines, hits, asking) else self.of_kind) * sum(i >= first for i in hits),
            _OF_ALL_LINES * self.unmarked * (len(lines.rows) - first - 1),
            labelled[Role.HOST] / _FEW_LINES,
            _asked_by_name(base),
        )

    def _alternates(self, lines: Candidates, hits: list[int], asking: list[int]) -> bool:
        """Whether these lines and text strictly alternate, and most are sentences, which headings are not."""
        if not self.apart or len(asking) < _LEAST_ALTERNATING:
            return False
        others = set(hits)
        below = [i for i in hits if i >= asking[0]]
        said = share(lambda i: ends_sentence(lines.rows[i].text), below)
        return min(said, share(lambda i: lines.has_text_below(i, others), below)) >= _ALTERNATE

    def _prompts(self, lines: Candidates, hits: list[int], first: int) -> list[int]:
        """The lines that demand an answer without asking; before the first line that asks, only of some kinds."""
        others = set(hits)
        may_open = {i for i in hits if i > first or self.opens or _is_bold_first(lines.rows[i])}
        below = [i for i in hits if i in may_open and lines.has_text_below(i, others)]
        return [i for i in below if self.is_prompt(plain(lines.rows[i].text))]


def _not_of_a_speaker(base: Chosen, hits: list[int]) -> list[int]:
    """These lines, none if most are directly below labels that are alone on their lines: a speaker's form."""
    below = {i + 1 for i, mark in base.marks.items() if mark.key is not None and not mark.rest}
    return [] if share(below.__contains__, hits) > _SPOKEN else hits


def _of_one_level(rows: list[Row], found: list[int], asking: Collection[int]) -> list[int]:
    """The lines without headings that do not ask, if most that ask are no headings: `### **Summary**`."""
    headed = {i for i in found if rows[i].kind is Kind.HEADING}
    plain_asking = sum(i in asking and i not in headed for i in found)
    if plain_asking <= sum(i in asking for i in headed):
        return found
    return [i for i in found if i in asking or i not in headed]


def _is_bold_first(row: Row) -> bool:
    """Whether a line is bold and numbered 1: `1. **说说这片地！**`"""
    return bool(_BOLD_LINE.match(row.text)) and _number(row) == 1


def _is_bold_prompt(text: str) -> bool:
    return len(text) <= _MAX_PROMPT and (not ends_sentence(text) or bool(_IMPERATIVE.match(text)))


def _is_heading_prompt(text: str) -> bool:
    return text.startswith(_TO_WHOM) or bool(_IMPERATIVE.match(text)) or ends_sentence(text)


def _without_guessed_hosts(base: Chosen) -> Chosen:
    """The style with a host who has no host's word and seldom asks as a guest: others ask, without a label."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for mark in base.marks.values():
        said[mark.key or ""].append(mark.rest)
    hosts = filter(lambda key: role_of_word(key) is None, keys_with(Role.HOST, base.sides))
    guests = {key for key in hosts if share(asks, said[key]) < ASKER}
    marks = {i: replace(mark, side=Role.GUEST) if mark.key in guests else mark for i, mark in base.marks.items()}
    return replace(base, marks=marks, sides=base.sides | dict.fromkeys(guests, Role.GUEST)) if guests else base


def _alone_above_answers(lines: Candidates, base: Chosen) -> set[int]:
    """The list items directly above the labels of guests and below no other item, if most of them ask."""
    guests = (i - 1 for i, mark in base.marks.items() if mark.side is Role.GUEST and i)
    kinds = [row.kind for row in lines.rows]
    alone = [i for i in guests if kinds[i] is Kind.ITEM and kinds[max(0, i - 1)] is not Kind.ITEM]
    return set(alone) if share(lines.asking.__contains__, alone) > _MOST_ASK else set()


def _opening_remarks(lines: Candidates, hits: list[int], first: int) -> set[int]:
    """The lines above the first question, if several sentences there alternate with text as the questions do."""
    others = set(hits)
    opening = [i for i in hits if i < first and lines.has_text_below(i, others) and ends_sentence(lines.rows[i].text)]
    return set(opening) if len(opening) > 1 else set()


def _remarks(lines: Candidates, hits: list[int], asking: set[int], base: Chosen) -> set[int]:
    """The interviewer's lines that do not ask, if two do; above the first question only what speaks to somebody.

    A single remark between answers may be words that the guest stresses, unless it speaks to somebody, is directly
    above a label, or so many lines ask that a sentence alone like them asks too.
    """
    if len(asking) < 2:
        return set()
    others, first = set(hits), min(asking)
    sure = set(filter(lambda i: _speaks_to_somebody(lines.rows[i]), hits))
    later = set(filter(first.__lt__, others - asking))
    if len(later) == 1 and len(asking) < _MANY_ASK:
        later &= {*sure, *(i - 1 for i in (*hits, *base.marks)), *(i + 1 for i in hits)}
    sure = {i for i in sure if i > first or not _introduces(lines, i, others)}
    answered = filter(lambda i: lines.has_text_below(i, others), sure | later)
    return {*answered, *filter(lambda i: ends_sentence(lines.rows[i].text), later)}


def _introduces(lines: Candidates, i: int, others: Collection[int]) -> bool:
    """Whether the text below a line tells of others: an introduction below an appeal to the reader, and no answer."""
    below = itertools.takewhile(lambda j: j not in others, range(i + 1, len(lines.rows)))
    return tells_of_others("\n".join(plain(lines.rows[j].text) for j in below))


def _named_pairs(lines: Candidates, hits: list[int]) -> dict[int, tuple[Head, Head]]:
    """The questions with a name whose answers in plain text have another: `**Ida: Welcome!**`, then `Rolf: Hello.`

    In a talk without other labels these are the names of the two, given once.
    """
    others = set(hits)
    heads = lines.by_form["colon"]
    pairs = {i: (heads[i], heads[i + 1]) for i in hits if i in heads and i + 1 in heads and i + 1 not in others}
    answerers = {answers.key for _, answers in pairs.values()}
    is_named = len(answerers) == 1 and all(_are_names(*pair) for pair in pairs.values())
    return pairs if is_named and len(pairs) <= _MOST_PAIRS else {}


def _from_first(lines: Candidates, hits: list[int], pairs: Collection[int]) -> list[int]:
    """The lines with an answer below from the first exchange with names on."""
    others = set(hits)
    first = min(pairs, default=len(lines.rows))
    return [i for i in hits if i >= first and lines.has_text_below(i, others)]


def _named_marks(pairs: Mapping[int, tuple[Head, Head]], kind: str) -> Iterator[tuple[int, Mark]]:
    """The turns of exchanges with names."""
    for i, (asking, answers) in pairs.items():
        yield i, Mark(None, asking.label, asking.rest, kind, Role.HOST)
        yield i + 1, Mark(answers.key, answers.label, answers.rest, answers.form, Role.GUEST)


def _are_names(asking: Head, answers: Head) -> bool:
    """Whether two heads are names: both look like one, or the question names who answers."""
    both = bool(asking.rest and answers.rest) and asking.key != answers.key
    names = [name_strength(asking.label), name_strength(answers.label) or answers.key in fold(asking.rest)]
    return both and all(names)


def _speaks_to_somebody(row: Row) -> bool:
    text = plain(row.text)
    return bool(_ADDRESSES.search(text) or _IMPERATIVE.match(text) or _UNFINISHED.search(text)) or _number(row) == 1


def _question_level(lines: Candidates, hits: list[int], base: Chosen) -> list[int]:
    """The headings of the level with the most questions, and others that ask; with labels, the title is not one.

    Where speakers ask one another as often as headings ask, the headings are chapters.
    """
    title = 1 if base.sides else 0
    levels = Counter(lines.rows[i].level for i in lines.asking.intersection(hits))
    del levels[title]
    level = max(levels, key=lambda n: (levels[n], n), default=0)
    if _asked_by_name(base) >= max(2, levels[level]):
        return []
    same = [i for i in hits if lines.rows[i].level == level]
    return sorted({*same, *_asking_apart(lines, hits, same)}) if Role.HOST not in base.sides.values() else same


def _asking_apart(lines: Candidates, hits: list[int], same: list[int]) -> list[int]:
    """The headings of other levels that ask: below a question, or above it with an answer of their own."""
    first = min(same, default=len(lines.rows))
    level = lines.rows[first].level if same else 0
    others = set(hits)
    asking = lines.asking.intersection(hits)
    answered = [i for i in asking if lines.rows[i].level < level and lines.has_text_below(i, others)]
    above = answered if len(answered) > 1 else list(filter(first.__lt__, answered))
    return above + [i for i in asking if lines.rows[i].level > level and i > first]


def _in_sequence(lines: Candidates, hits: list[int], base: Chosen) -> list[int]:
    """The numbered lines that count up from one; a list inside an answer starts again and is excluded.

    Where speakers ask one another as often, lines numbered in hanzi are chapters.
    """
    kept: list[int] = []
    others = set(hits)
    for i in hits:
        is_item = i in lines.questions or lines.has_text_below(i, others)
        if is_item and _number(lines.rows[i]) == len(kept) + 1:
            kept.append(i)
    in_figures = any(char.isdecimal() for i in kept[:1] for char in plain(lines.rows[i].text)[:2])
    return kept if in_figures or _asked_by_name(base) < max(2, len(kept)) else []


def _asked_by_name(base: Chosen) -> int:
    """How often a speaker asks and another one with a label answers."""
    turns = [mark for mark in base.marks.values() if mark.key is not None]
    return sum(asks(mark.rest) and mark.key != after.key for mark, after in itertools.pairwise(turns))


def _outside_lists(lines: Candidates, hits: list[int], base: Chosen) -> list[int]:
    """The list items that ask, without those inside lists if most items of these lists do not ask."""
    depths = {lines.rows[i].indent for i in hits}
    items = [i for i, row in enumerate(lines.rows) if row.kind is Kind.ITEM and row.indent in depths]
    if len(items) <= 2 * len(hits):
        return hits
    return [i for i in hits if lines.has_text_below(i, items)]


def _number(row: Row) -> int:
    """The number in front of a line, in figures or hanzi; -1 if there is none."""
    match = _NUMBERED.match(plain(row.text))
    digits = str(match[match.lastindex or 0]) if match else ""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    return 10 * _HAN_DIGITS.get(tens, len(ten)) + _HAN_DIGITS.get(ones, 0) if digits else -1


def without_number(text: str) -> str:
    """The text without the number in front."""
    return _NUMBERED.sub("", text, count=1).strip() or text


def _is_paragraph(row: Row) -> bool:
    text = plain(row.text)
    return is_text(row) and len(text) <= MAX_QUESTION and not ENCLOSED.match(text)


QUESTION_KINDS = (
    QuestionKind("bold", lambda row: bool(_BOLD_LINE.match(row.text)), _is_bold_prompt, least=1, apart=True),
    QuestionKind(
        "heading",
        lambda row: row.kind is Kind.HEADING,
        _is_heading_prompt,
        _question_level,
        least=1,
        of_kind=_TOPICS,
        opens=True,
    ),
    QuestionKind(
        "numbered",
        lambda row: is_text(row) and bool(_NUMBERED.match(plain(row.text))),
        lambda text: True,
        _in_sequence,
    ),
    QuestionKind("quote", lambda row: row.quote > 0),
    QuestionKind("italic", lambda row: bool(_ITALIC_LINE.match(row.text)), _is_bold_prompt, apart=True),
    QuestionKind(
        "enclosed", lambda row: is_text(row) and bool(ENCLOSED.match(plain(row.text).strip())), apart=True, few_ask=0.5
    ),
    QuestionKind("item", lambda row: row.kind is Kind.ITEM, select=_outside_lists, only_asking=True, alone=True),
    QuestionKind("paragraph", _is_paragraph, only_asking=True, unmarked=True),
)


def _question_text(lines: Candidates, i: int) -> tuple[str | None, str]:
    """The word that marks a line as a question (`**Q：…**`), if any, and the question without it and its number."""
    heads = filter(None, (lines.by_form[form].get(i) for form in ("colon", "dot", "letter")))
    head = next((head for head in heads if head.rest), None)
    if head and _is_label_of_question(head):
        return head.label, head.rest
    return None, without_number(plain(lines.rows[i].text))


def _is_label_of_question(head: Head) -> bool:
    """Whether a label before a question marks it as one; the "A" of `A person asks` is an article."""
    return role_of_word(head.key) is Role.HOST or (head.key in LETTERS and head.form != "letter")
