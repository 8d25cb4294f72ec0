"""Assemble the Script from the chosen style and the lines: turns, speakers, sections, dropped texts and warnings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped, Lede, Role, ScriptWarning, Section, Speaker, Turn
from audiobuild.script import words
from audiobuild.script.aliases import aliases
from audiobuild.script.declarations import Declared
from audiobuild.script.headings import Heading
from audiobuild.script.label_candidates import unnumbered
from audiobuild.script.lines import fold
from audiobuild.script.people import bare_name
from audiobuild.script.questions import asks
from audiobuild.script.roles import Decision, Voice, decide
from audiobuild.script.turn_starts import Chosen
from audiobuild.script.turns import ANSWER, QUESTION, Spoken

NARRATOR = "n"
SHOWN = 400  # characters kept of a dropped text


@dataclass(slots=True)
class Cast:
    """The speakers in order of appearance: the speaker of each label key, and the role, id and name of each speaker."""

    speaker: dict[str, str]
    decided: dict[str, Decision] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)
    guessed: bool = False

    def role(self, key: str | None) -> Role:
        """The role of a turn's key; None is the narrator."""
        return Role.NARRATOR if key is None else self.decided[self.speaker[key]].role

    def id(self, key: str | None) -> str:
        """The speaker id of a turn's key."""
        return NARRATOR if key is None else self.ids[self.speaker[key]]


def cast_of(
    spoken: list[Spoken], chosen: Chosen, declared: Declared, headline: str, overrides: Mapping[str, Role]
) -> Cast:
    """The speakers of these turns with their roles."""
    labels: dict[str, str] = {}
    for turn in spoken:
        if turn.key is not None:
            labels.setdefault(turn.key, turn.label or "")
    named = {key: label for key, label in labels.items() if key not in (QUESTION, ANSWER)}
    counts = Counter(turn.key for turn in spoken if turn.key is not None)
    cast = Cast({**{key: key for key in labels}, **aliases(named, counts, chosen.sides, declared)})
    keys: dict[str, list[str]] = {}
    for key in labels:
        keys.setdefault(cast.speaker[key], []).append(key)
    cast.names = {speaker: _name(own, named, declared) for speaker, own in keys.items()}
    texts = _said_by(spoken, cast.speaker)
    voices = {s: Voice(tuple(own), cast.names[s] or labels[s], texts[s]) for s, own in keys.items()}
    cast.decided, cast.guessed = decide(voices, declared, headline, overrides)
    _number(cast)
    return cast


def _said_by(spoken: list[Spoken], speaker: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The last paragraphs of each speaker's turns, in file order."""
    said: dict[str, list[str]] = {}
    for turn in spoken:
        if turn.key is not None:
            said.setdefault(speaker[turn.key], []).append(turn.paragraphs[-1])
    return {key: tuple(texts) for key, texts in said.items()}


def _name(keys: list[str], labels: Mapping[str, str], declared: Declared) -> str | None:
    """The fullest name of a speaker; None if his labels are only letters or role words."""
    for key in keys:
        person = declared.person(key)
        if person:
            return person.name
    names = [name for k in keys if k in labels and (name := bare_name(labels[k]))]
    return max(names, key=len) if names else None


def _number(cast: Cast) -> None:
    counts: Counter[str] = Counter()
    for speaker, decision in cast.decided.items():
        letter = decision.role.value.lower()
        counts[letter] += 1
        cast.ids[speaker] = letter if counts[letter] == 1 or letter == NARRATOR else f"{letter}{counts[letter]}"


def turns_from(spoken: list[Spoken], cast: Cast) -> list[Turn]:
    """The turns with their roles, speakers and question numbers."""
    turns: list[Turn] = []
    question = 0
    for index, turn in enumerate(spoken):
        role = cast.role(turn.key)
        question += role is Role.HOST
        turns.append(
            Turn(index, role, cast.id(turn.key), turn.label, turn.section, question, turn.lines, tuple(turn.paragraphs))
        )
    return turns


def speakers_from(spoken: list[Spoken], turns: list[Turn], cast: Cast, lede: Lede | None) -> list[Speaker]:
    """One Speaker for each speaker of the script; the narrator is last, and only if he reads something."""
    chars: Counter[str] = Counter()
    count: Counter[str] = Counter()
    label: dict[str, str] = {}
    for turn, own in zip(turns, spoken, strict=True):
        chars[turn.speaker] += sum(map(len, turn.paragraphs))
        count[turn.speaker] += 1
        if turn.label and turn.speaker not in label:
            label[turn.speaker] = turn.label if own.key == fold(turn.label) else unnumbered(turn.label)
    speakers = [
        Speaker(
            cast.ids[key],
            d.role,
            label.get(cast.ids[key]),
            cast.names.get(key),
            count[cast.ids[key]],
            chars[cast.ids[key]],
            d.by,
        )
        for key, d in cast.decided.items()
        if cast.ids[key] != NARRATOR
    ]
    if lede or count[NARRATOR]:
        chars[NARRATOR] += sum(map(len, lede.paragraphs)) if lede else 0
        speakers.append(Speaker(NARRATOR, Role.NARRATOR, None, None, count[NARRATOR], chars[NARRATOR], "default"))
    return speakers


def sections_from(headings: Mapping[int, Heading], turns: list[Turn]) -> tuple[list[Section], list[Dropped]]:
    """The sections, each with its first turn; a heading without a turn after it is dropped."""
    sections: list[Section] = []
    dropped: list[Dropped] = []
    for _, heading in sorted(headings.items()):
        index = len(sections) + 1
        first = (
            next((t.index for t in turns if t.section >= index), None) if turns and turns[-1].section >= index else None
        )
        if first is None:
            dropped.append(Dropped(heading.row.line, heading.title, "metadata"))
        else:
            sections.append(Section(index, heading.title, heading.row.end, first, heading.by))
    return sections, dropped


def place(dropped: list[Dropped], turns: list[Turn]) -> tuple[Dropped, ...]:
    """The dropped texts in file order, shortened, each with the turn that contained it."""
    starts = [turn.lines[0] for turn in turns]
    result: list[Dropped] = []
    for cut in sorted(dropped, key=lambda d: d.line):
        at = bisect_right(starts, cut.line) - 1
        inside = at if at >= 0 and turns[at].lines[1] >= cut.line else None
        text = cut.text if len(cut.text) <= SHOWN else f"{cut.text[:SHOWN]}…"
        result.append(replace(cut, text=text, inside_turn=inside))
    return tuple(result)


def doubts(
    turns: list[Turn], spoken: list[Spoken], chosen: Chosen, cast: Cast, lines: Mapping[int, int], timed: bool
) -> list[ScriptWarning]:
    """The warnings an editor should check; `lines` maps the index of a Row to its line number."""
    if not any(turn.role in (Role.HOST, Role.GUEST) for turn in turns):
        return [_warning("no-turns"), *([_warning("one-voice")] if timed else [])]
    found: list[ScriptWarning] = []
    by_paragraph = chosen.unmarked
    if by_paragraph:
        found.append(_warning("no-labels"))
    close = chosen.margin < _CLOSE and bool(chosen.runner_up)
    if close or chosen.score < (_LOW_PARAGRAPHS if by_paragraph else _LOW):
        found.append(ScriptWarning("style-uncertain", None, _uncertain(turns, chosen)))
    if cast.guessed:
        found.append(_warning("roles-guessed"))
    found += [ScriptWarning("letter-in-prose", lines[i], _MESSAGES["letter-in-prose"]) for i in chosen.prose]
    if turns[0].role is Role.GUEST and spoken[0].label:
        found.append(ScriptWarning("answer-first", turns[0].lines[0], _MESSAGES["answer-first"]))
    return [*found, *_unanswered(turns)]


_LOW, _LOW_PARAGRAPHS = 0.7, 0.55  # scores below which a style is uncertain; a style without labels scores lower
_CLOSE = 0.02  # two styles whose scores differ by less fit equally well
_MESSAGES = {
    "no-turns": "no questions or answers found, all is narration; add labels (Q: and A:)",
    "one-voice": "time stamps but no names, so one voice reads all; add names as labels",
    "no-labels": "no labels found, paragraphs that ask are questions; add labels if wrong",
    "roles-guessed": "host guessed by order and length of turns; if wrong, use --as NAME=Q",
    "letter-in-prose": "looks like a label but is read as text; add a colon if it is a label",
    "answer-first": "an answer comes before the first question; check the labels up to here",
}


def _warning(name: str) -> ScriptWarning:
    """A warning about the whole file."""
    return ScriptWarning("roles-guessed" if name == "one-voice" else name, None, _MESSAGES[name])


def _uncertain(turns: list[Turn], chosen: Chosen) -> str:
    shown = "; ".join(f"{t.role}: {t.paragraphs[0][:24]}" for t in turns[:2])
    other = f", next best {chosen.runner_up}" if chosen.runner_up else ""
    return f"check the roles: {shown} (style {chosen.id}, score {chosen.score:.2f}{other})"


def _unanswered(turns: list[Turn]) -> list[ScriptWarning]:
    found: list[ScriptWarning] = []
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        if turn.role is not Role.HOST or not asks(turn.paragraphs[-1]):
            continue
        if after is None or (after.role is Role.HOST and after.speaker == turn.speaker):
            found.append(ScriptWarning("unanswered", turn.lines[0], "no answer follows; check the label below it"))
    return found


def pseudo(key: str | None) -> bool:
    """Whether a label names a block of the programme and not a speaker."""
    return key in words.PSEUDO_SPEAKERS
