"""A show with every fact that directories ask for, built with the hum and published; shared by several test files."""

from __future__ import annotations

from pathlib import Path

from support import command
from support.command import Done

SAMPLE = Path(__file__).parents[2] / "scripts" / "night-bakery.txt"
FACTS = """\
title = "夜里的 <职业> & 'Trades'"
author = "小满 & Co."
description = "和在夜里工作的人说话。"
language = "zh"
category = ["Society & Culture > Documentary", "Arts"]
explicit = false
owner = { name = "小满", email = "show@example.org" }
copyright = "小满"
engine = "tone"
"""


def run(folder: Path, *arguments: object) -> Done:
    """The command line in a folder."""
    return command.run(*arguments, cwd=folder)


def a_show(folder: Path, scripts: dict[str, str], facts: str = FACTS) -> Path:
    """A show folder with these scripts, not yet built."""
    (folder / "scripts").mkdir(parents=True)
    for name, text in scripts.items():
        (folder / "scripts" / name).write_text(text, encoding="utf-8")
    (folder / "audiobuild.toml").write_text(facts, encoding="utf-8")
    return folder


def published(folder: Path, base: str) -> Path:
    """Build and publish all of the show; the published folder."""
    for arguments in (["build"], ["publish", "--drafts", "--base-url", base]):
        done = run(folder, *arguments)
        assert done.returncode == 0, done.stderr
    return folder / "output" / "public"
