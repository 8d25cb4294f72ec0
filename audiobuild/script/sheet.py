"""A reading as people check it: who speaks, what will be said line by line, what will not and why."""

from __future__ import annotations

from collections.abc import Mapping

from audiobuild.model import Script


def sheet(script: Script, voices: Mapping[str, str]) -> str:
    """The printed reading; `voices` gives the voice of each speaker id."""
    lines = [script.title.text, ""]
    for speaker in script.speakers:
        lines.append(f"{speaker.role} {speaker.name or speaker.label or speaker.id} {speaker.turns} {speaker.chars} {speaker.by} {voices.get(speaker.id, '')}")
    for turn in script.turns:
        lines.append(f"{turn.lines[0]:5} {turn.role} {' '.join(turn.paragraphs)[:80]}")
    for cut in script.dropped:
        lines.append(f"{cut.line:5} {cut.reason} {cut.text[:80]}")
    return "\n".join(lines) + "\n"
