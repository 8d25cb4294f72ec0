"""Assemble the Script from the chosen style and the lines: turns, speakers, sections, dropped texts and warnings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import attrgetter

from audiobuild.i18n import N_, _
from audiobuild.model import NARRATOR_ID as NARRATOR
from audiobuild.model import Dropped, Lede, Role, ScriptWarning, Section, Speaker, Turn
from audiobuild.script.aliases import aliases
from audiobuild.script.declarations import Declared
from audiobuild.script.headings import Heading
from audiobuild.script.label_candidates import unnumbered
from audiobuild.script.lines import fold
from audiobuild.script.people import bare_name, unpadded
from audiobuild.script.questions import asks
from audiobuild.script.roles import NOBODY, Decision, Voice, decide
from audiobuild.script.selections import mapped, without
from audiobuild.script.speaker_changes import FORM
from audiobuild.script.turn_starts import Chosen
from audiobuild.script.turns import ANSWER, QUESTION, Spoken

SHOWN = 400  # characters kept of a dropped text


@dataclass(frozen=True, slots=True)
class Cast:
    """The speakers in order of appearance: the speaker of each label key, and the role, id and name of each speaker.

    `guessed`: the host was only guessed.
    """

    speaker: dict[str, str]
    decided: dict[str, Decision]
    ids: dict[str, str]
    names: dict[str, str | None]
    guessed: bool

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
    labels = _labels_of(spoken)
    named = {key: labels[key] for key in without(labels, (QUESTION, ANSWER))}
    speaker = dict(zip(labels, labels, strict=True)) | aliases(named, chosen.sides, declared)
    keys = _grouped((speaker[key], key) for key in labels)
    said = _grouped((speaker[turn.key], "\n".join(turn.paragraphs)) for turn in spoken if turn.key is not None)
    names = mapped(lambda own: _name(own, named, declared), keys)
    voices = {key: Voice(tuple(keys[key]), names[key] or labels[key], tuple(said[key])) for key in keys}
    decided, guessed = decide(voices, declared, headline, overrides)
    return Cast(speaker, decided, _ids(decided), names, guessed)


def _labels_of(spoken: list[Spoken]) -> dict[str, str]:
    """The first label of each key, "" for speakers without one, in order of appearance."""
    labels: dict[str, str] = {}
    for turn in spoken:
        if turn.key is not None:
            labels.setdefault(turn.key, turn.label or "")
    return labels


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The second parts of the pairs by the first ones."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    return groups


def _name(keys: list[str], labels: Mapping[str, str], declared: Declared) -> str | None:
    """The fullest name of a speaker; None if his labels are only letters or role words."""
    people = filter(None, map(declared.person, keys))
    names = filter(None, (bare_name(labels[key]) for key in keys if key in labels))
    name = next((person.name for person in people), None) or max(names, key=len, default=None)
    return name and unpadded(name)


def _ids(decided: Mapping[str, Decision]) -> dict[str, str]:
    """The id of each speaker: q, q2, … for hosts, a, a2, … for guests."""
    counts: Counter[str] = Counter()
    ids: dict[str, str] = {}
    for speaker, decision in decided.items():
        letter = decision.role.value.lower()
        counts[letter] += letter != NARRATOR
        ids[speaker] = f"{letter}{counts[letter]}" if counts[letter] > 1 else letter
    return ids


def turns_from(spoken: list[Spoken], cast: Cast) -> list[Turn]:
    """The turns with their roles, speakers and question numbers."""
    roles = [cast.role(turn.key) for turn in spoken]
    questions = accumulate(int(role is Role.HOST) for role in roles)
    return [
        Turn(index, role, cast.id(turn.key), turn.label, turn.section, question, turn.lines, tuple(turn.paragraphs))
        for index, (turn, role, question) in enumerate(zip(spoken, roles, questions, strict=True))
    ]


def speakers_from(spoken: list[Spoken], turns: list[Turn], cast: Cast, lede: Lede | None) -> list[Speaker]:
    """One Speaker for each speaker of the script; the narrator is last, and only if he reads something."""
    count = Counter(turn.speaker for turn in turns)
    chars: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for turn, own in zip(turns, spoken, strict=True):
        chars[turn.speaker] += sum(map(len, turn.paragraphs))
        if turn.label:
            labels.setdefault(turn.speaker, turn.label if own.key == fold(turn.label) else unnumbered(turn.label))
    people = {cast.ids[key]: (decision, cast.names[key]) for key, decision in cast.decided.items()}
    people.pop(NARRATOR, None)
    speakers = [
        Speaker(id_, decision.role, labels.get(id_), name, count[id_], chars[id_], decision.by)
        for id_, (decision, name) in people.items()
    ]
    read = sum(map(len, lede.paragraphs)) if lede else 0
    narrator = Speaker(NARRATOR, Role.NARRATOR, None, None, count[NARRATOR], chars[NARRATOR] + read, "default")
    return [*speakers, narrator] if lede or count[NARRATOR] else speakers


def sections_from(headings: Mapping[int, Heading], turns: list[Turn]) -> tuple[list[Section], list[Dropped]]:
    """The sections, each with its first turn; a heading without a turn after it is dropped."""
    starts = [turn.section for turn in turns]
    found = [heading for _, heading in sorted(headings.items())]
    places = [bisect_left(starts, index) for index in range(1, len(found) + 1)]
    sections = [
        Section(index, heading.title, heading.row.end, first, heading.by)
        for index, (heading, first) in enumerate(zip(found, places, strict=True), 1)
    ]
    spoken = bisect_left(places, len(turns))
    rest = [Dropped(heading.row.line, heading.title, "metadata") for heading in found[spoken:]]
    return sections[:spoken], rest


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
    if {turn.role for turn in turns} <= {Role.NARRATOR}:
        return [_warning("no-turns"), _warning("one-voice")][: 1 + timed]
    found: dict[str, Sequence[int | None]] = {
        "no-labels": [None] * chosen.unmarked,
        "voices-alternate": [None] * (chosen.id == FORM),
        "style-uncertain": [None] * _is_uncertain(chosen),
        "roles-guessed": [None] * cast.guessed,
        "unnamed": _unnamed(turns),
        "letter-in-prose": [lines[i] for i in chosen.prose],
        "answer-first": [turns[0].lines[0]] * (turns[0].role is Role.GUEST and bool(spoken[0].label)),
        "unanswered": _unanswered(turns),
        "no-label-here": [own.lines[0] for own in filter(attrgetter("guessed"), spoken)],
    }
    uncertain = _uncertain(turns, chosen)
    warnings = [_warning(code, line) for code, places in found.items() for line in places]
    return [replace(each, message=each.message or uncertain) for each in warnings]


def _is_uncertain(chosen: Chosen) -> bool:
    """Whether the best style has a low score, or another one fits equally well."""
    is_close = chosen.margin < _CLOSE and bool(chosen.runner_up)
    return is_close or chosen.score < (_LOW_PARAGRAPHS if chosen.unmarked else _LOW)


_LOW, _LOW_PARAGRAPHS = 0.7, 0.55  # scores below which a style is uncertain; a style without labels scores lower
_CLOSE = 0.02  # two styles whose scores differ by less fit equally well
_MESSAGES = {
    "no-turns": N_("no questions or answers found, all is narration; add labels (Q: and A:)"),
    "one-voice": N_("time stamps but no names, so one voice reads all; add names as labels"),
    "no-labels": N_("no labels found, paragraphs that ask are questions; add labels if wrong"),
    "voices-alternate": N_("no names, so two voices change at each >>; add names as labels if more people speak"),
    "style-uncertain": "",  # says how the first turns are read
    "roles-guessed": N_("host guessed by order and length of turns; if wrong, use --as NAME=Q"),
    "unnamed": N_("a turn of nobody known, who is read as one more guest; replace the label by a name"),
    "letter-in-prose": N_("looks like a label but is read as text; add a colon if it is a label"),
    "answer-first": N_("an answer comes before the first question; check the labels up to here"),
    "unanswered": N_("no answer follows; check the label below it"),
    "no-label-here": N_("no label below the heading, so read as words of the speaker above it; add a label if wrong"),
}


def _warning(name: str, line: int | None = None) -> ScriptWarning:
    """A warning about a line or the whole file."""
    return ScriptWarning("roles-guessed" if name == "one-voice" else name, line, _(_MESSAGES[name]))


def _uncertain(turns: list[Turn], chosen: Chosen) -> str:
    shown = "; ".join(f"{turn.role}: {turn.paragraphs[0][:24]}" for turn in turns[:2])
    other = _(", next best {runner_up}").format(runner_up=chosen.runner_up) if chosen.runner_up else ""
    return _("check the roles: {shown} (style {id}, score {score:.2f}{other})").format(
        shown=shown, id=chosen.id, score=chosen.score, other=other
    )


def _unnamed(turns: list[Turn]) -> list[int]:
    """The line of the first turn of `Unknown Speaker`."""
    return [turn.lines[0] for turn in turns if NOBODY.match(fold(turn.label or ""))][:1]


def _unanswered(turns: list[Turn]) -> list[int]:
    """The lines of questions that nobody answers: the same host speaks next, or nobody."""
    pairs = zip(turns, [*turns[1:], turns[-1]], strict=True)
    alone = [turn for turn, after in pairs if turn.role is Role.HOST and after.speaker == turn.speaker]
    return [turn.lines[0] for turn in alone if asks(turn.paragraphs[-1])]
