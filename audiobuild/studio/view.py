"""What the page shows of a script: its cast, its rows of sentences, what is not spoken, and its warnings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audiobuild.building.episode import EpisodePlan
from audiobuild.model import NARRATOR_ID, Line, Music, Role, Speaker
from audiobuild.script.left_out import can_be_kept, looks_like_speech, refused_heads

SHOWN_ID = 12  # hexadecimal digits of an id


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of the plan with an id that it keeps while its text stays: a digest of text and occurrence."""

    id: str
    line: Line


def sentences(lines: Iterable[Line]) -> list[Sentence]:
    """The lines with their ids."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        text = line.utterance.text
        found.append(Sentence(short_digest(f"{seen[text]} {text}"), line))
        seen[text] += 1
    return found


def by_paragraph(shown: Iterable[Sentence]) -> list[list[Sentence]]:
    """The sentences of each paragraph of the script."""
    rows: list[list[Sentence]] = []
    last: tuple[int, str] | None = None
    for each in shown:
        place = (each.line.source, each.line.speaker)
        if each.line.paragraph or place != last:
            rows.append([])
        rows[-1].append(each)
        last = place
    return rows


def short_digest(text: str) -> str:
    """The first digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:SHOWN_ID]


def described(plan: EpisodePlan, shown: list[Sentence], front: int, versions: Mapping[str, int]) -> dict[str, Any]:
    """The script as the page shows it, as data for JSON.

    `front` is the number of lines of its front matter, `versions` says which sentences are no longer said as they were.
    """
    script = plan.script
    spoken = _spoken_rows(plan, shown, versions)
    rows = sorted([*spoken, *_dropped_rows(plan, front)], key=lambda row: row["line"])
    return {
        "title": script.title.text,
        "language": script.language,
        "style": script.style.id,
        "confidence": script.style.confidence,
        "speakers": [*(_speaker(plan, who) for who in _people(script.speakers)), _narrator(plan)],
        "refused": [{"label": head.label, "count": head.count, "line": head.line} for head in refused_heads(script)],
        "warnings": [
            {"code": warning.code, "line": warning.line, "message": warning.message} for warning in plan.warnings
        ],
        "rows": rows,
    }


def _spoken_rows(plan: EpisodePlan, shown: list[Sentence], versions: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """A row for each paragraph, in the order in which they are heard."""
    lines = iter(shown)
    first = {row[0].id for row in by_paragraph(shown)}
    headings = {section.line: section.title for section in plan.script.sections}
    row: dict[str, Any] | None = None
    for place in plan.sequence:
        if isinstance(place, Music):
            row = {"kind": "sound", "line": row["line"] if row else 0, "text": place.kind}
            yield row
            continue
        sentence = next(lines)
        if row is None or row["kind"] == "sound" or sentence.id in first:
            row = _row(place, headings) | ({} if row else {"kind": "title"})
            yield row
        row["sentences"].append(_sentence(sentence, versions.get(sentence.id, 0)))


def _row(line: Line, headings: dict[int, str]) -> dict[str, Any]:
    kind = "turn"
    if line.speaker == NARRATOR_ID:
        kind = "heading" if line.source in headings else "told"
    return {
        "kind": kind,
        "line": line.source,
        "speaker": line.speaker,
        "role": line.role.value,
        "chapter": line.chapter,
        "sentences": [],
    }


def _sentence(sentence: Sentence, version: int) -> dict[str, Any]:
    line = sentence.line
    return {"id": sentence.id, "text": line.utterance.text, "pause": line.pause, "v": version}


def _dropped_rows(plan: EpisodePlan, front: int) -> Iterator[dict[str, Any]]:
    for cut in plan.script.dropped:
        if cut.line <= front:
            continue
        yield {
            "kind": "dropped",
            "line": cut.line,
            "text": cut.text,
            "reason": cut.reason,
            "keep": can_be_kept(cut),
            "doubtful": looks_like_speech(cut),
        }


def _people(speakers: Iterable[Speaker]) -> Iterator[Speaker]:
    """Hosts and guests: all narrators share a voice, and are listed once."""
    return (who for who in speakers if who.role is not Role.NARRATOR)


def _speaker(plan: EpisodePlan, who: Speaker) -> dict[str, Any]:
    return {
        "id": who.id,
        "role": who.role.value,
        "label": who.label,
        "name": plan.names[who.id],
        "turns": who.turns,
        "by": who.by,
        "sex": who.gender,
        "voice": plan.voices[who.id].full_name,
    }


def _narrator(plan: EpisodePlan) -> dict[str, Any]:
    facts = {"id": NARRATOR_ID, "role": Role.NARRATOR.value, "label": None, "turns": 0, "by": "default", "sex": ""}
    return {**facts, "name": plan.names[NARRATOR_ID], "voice": plan.voices[NARRATOR_ID].full_name}
