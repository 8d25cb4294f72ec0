"""Made scripts, and what is read from them in a form that a test can show."""

from __future__ import annotations

from audiobuild.script import read_bytes

TALK = "**Mia:** Where is the well?\n\n**Oda:** Behind the barn.\n\n**Mia:** Is it deep?\n\n**Oda:** Nine metres.\n"
TURNS = ["Q: Where is the well?", "A: Behind the barn.", "Q: Is it deep?", "A: Nine metres."]  # of TALK, as `heard`


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


def heard(text: str, name: str = "a.md") -> list[str]:
    """What is heard of a script, in order: the lede, the chapters and the turns."""
    script = read_bytes(text.encode(), name)
    parts = [(script.lede.lines[0], f"L: {' / '.join(script.lede.paragraphs)}")] if script.lede else []
    parts += [(section.line, f"# {section.title}") for section in script.sections]
    parts += [(turn.lines[0], f"{turn.role}: {' / '.join(turn.paragraphs)}") for turn in script.turns]
    return [text for _, text in sorted(parts, key=lambda part: part[0])]
