"""Made scripts, and what is read from them in a form that a test can show."""

from __future__ import annotations

from audiobuild.script import read_bytes


def turns_of(text: str, name: str = "a.md") -> list[str]:
    """The turns as "role label: text"."""
    turns = read_bytes(text.encode(), name).turns
    return [f"{turn.role.value} {turn.label}: {' / '.join(turn.paragraphs)}" for turn in turns]


def roles_of(text: str, name: str = "a.md") -> dict[str | None, str]:
    """The role of each label."""
    return {speaker.label: speaker.role.value for speaker in read_bytes(text.encode(), name).speakers}


def script_of(turns: str, mark: str = "**{}:** {}", gap: str = "\n\n") -> str:
    """A script of the turns "label: text | label: text"."""
    return gap.join(mark.format(*turn.strip().split(": ", 1)) for turn in turns.split("|")) + "\n"
