"""The messages of the code and the texts of a catalogue: `python bench/messages.py` writes them into it.

New messages come in without a text, those that no code says any more go out, and the rest keeps its text.
tests/test_i18n.py says what is missing.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

PACKAGE = Path(__file__).resolve().parent.parent / "audiobuild"
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "audiobuild.po"
CALLS = ("_", "N_")
IN_TEMPLATE = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"\)')
#: Texts of click that a user of audiobuild can meet; tests/test_i18n.py finds them in click.
OF_CLICK = (
    "Usage:", "Options", "Commands", "Arguments", "Error: {message}", "Try '{command} {option}' for help.",
    "Show this message and exit.", "Show the version and exit.", "default: {default}", "Aborted!", "Missing command.",
    "Missing argument", "Missing option", "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "No such option {name!r}.", "No such command {name!r}.", "Option {name!r} requires an argument.",
    "Option {name!r} does not take a value.", "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
)  # fmt: skip
#: Reasons that the system gives, in lower case as storage/files.py passes them on.
OF_SYSTEM = (
    "permission denied", "no such file or directory", "is a directory", "not a directory", "no space left on device",
    "file exists", "file name too long", "read-only file system", "address already in use", "too many open files",
    "connection refused", "input/output error", "name or service not known", "temporary failure in name resolution",
    "network is unreachable",
)  # fmt: skip
PLURALS_OF_CLICK = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)


class Place(NamedTuple):
    """A message of the code: its text, the plural if it has a number, and the file that says it."""

    text: str
    plural: str
    file: str


def main() -> None:
    """Write the catalogue anew."""
    head, known = read(CATALOGUE.read_text("utf-8")) if CATALOGUE.exists() else ("", {})
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    entries = [_entry(place, known.get(place.text, "")) for place in messages()]
    CATALOGUE.write_text("\n".join([head, *entries]), "utf-8")
    print(f"{len(entries)} messages, {sum(not known.get(place.text) for place in messages())} without a text")


def messages() -> list[Place]:
    """Every message, once, in the order of the files."""
    found: dict[str, Place] = {}
    for place in (*_in_code(), *_in_templates(), *_in_help(), *_of_settings(), *_codes(), *_of_click()):
        found.setdefault(place.text, place)
    return list(found.values())


def read(catalogue: str) -> tuple[str, dict[str, str]]:
    """The head of a catalogue up to its first message, and its texts by message."""
    head, *blocks = re.split(r"\n(?=#: )", catalogue)
    texts = {}
    for block in blocks:
        message, _plural, text = re.search(
            r'msgid ((?:".*"\n)+)(?:msgid_plural ((?:".*"\n)+))?msgstr(?:\[0\])? ((?:".*"\n?)+)', block
        ).groups()
        texts[_joined(message)] = _joined(text)
    return head, texts


def _joined(lines: str) -> str:
    return "".join(json.loads(line) for line in lines.splitlines())


def _entry(place: Place, text: str) -> str:
    lines = [f"#: {place.file}", f"msgid {_quoted(place.text)}"]
    if place.plural:
        lines.append(f"msgid_plural {_quoted(place.plural)}")
    if re.search(r"{\w", place.text):
        lines.insert(1, "#, python-brace-format")
    return "\n".join([*lines, f"msgstr{'[0]' if place.plural else ''} {_quoted(text)}"]) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _in_code() -> Iterator[Place]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.id in CALLS and texts:
                    yield Place(texts[0], "", _file(path))
                elif node.func.id == "ngettext":
                    yield Place(texts[0], texts[1], _file(path))


def _in_templates() -> Iterator[Place]:
    for path in sorted(PACKAGE.rglob("*.html")):
        for text in IN_TEMPLATE.findall(path.read_text("utf-8")):
            yield Place(text, "", _file(path))


def _in_help() -> Iterator[Place]:
    from audiobuild.cli import cli

    for command in _commands(cli):
        where = f"audiobuild {command.name}"
        for text in (command.short_help, command.help, command.epilog):
            if text:
                yield Place(text, "", where)
        for option in command.params:
            text = getattr(option, "help", None)
            if text and text not in OF_CLICK:
                yield Place(text, "", where)


def _commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from _commands(each)


def _of_settings() -> Iterator[Place]:
    """What the comments of a new audiobuild.toml say."""
    from audiobuild import engines, show_settings

    tables = [(each.help, each.settings) for each in show_settings.TABLES]
    tables += [("", show_settings.SHOW), ("", show_settings.CHANNEL)]
    tables += [("", engines.engine_class(name).settings) for name in engines.BUILT_IN]
    for meaning, settings in tables:
        for text in (meaning, *(each.help for each in settings)):
            if text:
                yield Place(text, "", "audiobuild init")


def _codes() -> Iterator[Place]:
    """Codes that `audiobuild parse` shows as words: why a text is left out, and what decided a role."""
    from audiobuild.script.exact import REASONS

    roles = ("asks-questions", "declared", "default", "known-label", "option", "order")
    for code in (*sorted(REASONS), *roles):
        yield Place(code, "", "audiobuild parse")


def _of_click() -> Iterator[Place]:
    for text in OF_SYSTEM:
        yield Place(text, "", "the system")
    for text in OF_CLICK:
        yield Place(text, "", "click")
    for one, many in PLURALS_OF_CLICK:
        yield Place(one, many, "click")


def _file(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


if __name__ == "__main__":
    sys.path.insert(0, str(PACKAGE.parent))
    main()
