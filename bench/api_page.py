"""Prints docs/api.md from the public names and their docstrings: `make pages` rewrites the file, a test compares it."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from enum import Enum

import audiobuild

HEAD = """\
# Python API

The public names are those in `audiobuild.__all__`; the command line uses the same functions. This page is made from
the docstrings; `make pages` rewrites it.

```python
import audiobuild

script = audiobuild.read("my-show/scripts/talk.txt")  # who speaks, what is said, what was dropped
with audiobuild.Builder(show="my-show", engine="kokoro", jobs=2) as builder:
    episode = builder.build("my-show/scripts/talk.txt", progress=print)
    preview = builder.preview("重庆的行长", voice="zf_xiaoxiao")  # samples, rate, pronunciation
audiobuild.publish("my-show/output", base_url="https://example.org/show/")
defects = [finding for finding in audiobuild.check("my-show/output") if finding.defect]
```

Two builders share nothing: each owns its engines and loaded models, and one can be stopped while the other continues.
Calls block; `Builder.stop` may be called from another thread, and `progress` is called in the thread that builds.
Every expected failure is an `AudiobuildError`; its text is one sentence that ends with the remedy.
"""

SECTIONS = {
    "Build": ("Builder", "Progress", "BuiltEpisode", "Status", "Preview", "Pronounced"),
    "Lower level": ("BuildRequest", "EpisodePlan", "Listener", "Kept"),
    "Read": ("read", "Script", "Speaker", "Role", "Turn", "Section", "Dropped", "ScriptWarning"),
    "Publish and check": ("publish", "Published", "check", "Finding"),
    "Speech": ("Voice", "Utterance", "Pronunciation", "Piece", "Reading", "Take", "Word"),
}
ERRORS = "Errors"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, names in SECTIONS.items():
        parts.append(f"## {title}\n")
        parts += [entry(name, getattr(audiobuild, name)) for name in names]
    parts.append(f"## {ERRORS}\n")
    parts += [error(getattr(audiobuild, name)) for name in errors()]
    return "\n".join(parts)


def errors() -> list[str]:
    """The names of the errors, the base class first."""
    listed = {name for names in SECTIONS.values() for name in names}
    found = [name for name in audiobuild.__all__ if name not in listed and name != "__version__"]
    return sorted(found, key=lambda name: len(getattr(audiobuild, name).__mro__))


def entry(name: str, value: object) -> str:
    """A function, or a class with its fields and methods."""
    lines = [f"### `{name}`\n"]
    if inspect.isfunction(value):
        lines.append(f"```python\n{name}{signature(value)}\n```\n")
    lines.append(text(value))
    if isinstance(value, type):
        lines += members(value)
    return "\n".join(lines)


def members(kind: type) -> list[str]:
    """Fields and public methods of a class."""
    lines = []
    if issubclass(kind, Enum):
        lines.append("Values: " + ", ".join(f'`{member.name}` = `"{member.value}"`' for member in kind) + ".\n")
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(getattr(kind, "_fields", ()))
    if names:
        lines.append("Fields: " + ", ".join(f"`{name}`" for name in names) + ".\n")
    for name, member in vars(kind).items():
        if name.startswith("_") or name in names or isinstance(member, Enum):
            continue
        if isinstance(member, property):
            lines.append(f"**`{name}`** {text(member.fget)}")
        elif inspect.isfunction(member):
            lines.append(f"**`{name}{signature(member)}`**\n\n{text(member)}")
    return lines


def signature(function: object) -> str:
    """The signature on one line, without `self`."""
    shown = str(inspect.signature(function)).replace("'", "")
    shown = re.sub(r"\(self(, )?", "(", shown)
    shown = re.sub(r"<(Role\.\w+): \w>", r"\1", shown)
    return re.sub(r"audiobuild\.[a-z_.]+\.", "", shown)


def text(value: object) -> str:
    """The docstring, its examples as code."""
    shown = inspect.getdoc(value) or ""
    example = re.compile(r"(?m)^(?:(?:>>>|\.\.\.).*\n?)+")
    return example.sub(lambda found: f"```pycon\n{found[0].rstrip()}\n```\n", shown) + "\n"


def error(kind: type[Exception]) -> str:
    """An error with what it is a kind of."""
    base = kind.__mro__[1].__name__
    return f"### `{kind.__name__}`\n\nA kind of `{base}`. {text(kind)}"


if __name__ == "__main__":
    print(page(), end="")
