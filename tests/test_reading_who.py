"""Who is a speaker, who of them asks, and how labels are written, in further made scripts of published kinds."""

from __future__ import annotations

import pytest

from audiobuild.script import read_bytes


def turns_of(text: str, name: str = "a.md") -> list[str]:
    """The turns as "role label: text"."""
    turns = read_bytes(text.encode(), name).turns
    return [f"{turn.role.value} {turn.label}: {' / '.join(turn.paragraphs)}" for turn in turns]


def roles_of(text: str, name: str = "a.md") -> dict[str | None, str]:
    """The role of each label."""
    return {speaker.label: speaker.role.value for speaker in read_bytes(text.encode(), name).speakers}


def _script(turns: str, mark: str = "**{}:** {}", gap: str = "\n\n") -> str:
    """A script of the turns "label: text | label: text"."""
    return gap.join(mark.format(*turn.strip().split(": ", 1)) for turn in turns.split("|")) + "\n"


# --------------------------------------------------------------------------------------------------- who of them asks


@pytest.mark.parametrize("names", [("Vera", "Ruth", "Olaf", "Ines"), ("晓月", "阿蛮", "铁匠", "小满")])
def test_one_who_asks_all_questions_is_the_only_host_though_a_guest_speaks_more(names: tuple[str, ...]) -> None:
    host, first, second, third = names
    turns = " | ".join(
        f"{host}: How was the year {n}? | {first}: It was long. | {second}: It was wet. | {first}: And it was cold. | "
        f"{third}: It was good."
        for n in range(3)
    )
    assert roles_of(_script(turns, "{}: {}")) == {host: "Q", first: "A", second: "A", third: "A"}
