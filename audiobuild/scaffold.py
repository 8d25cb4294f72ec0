"""Writes a new show folder and a new engine's package, and the reference page of the settings: all of these from the
one declaration of each setting, or from the sample that is tested.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from keyword import iskeyword
from pathlib import Path
from typing import Any

from audiobuild import engines, show_settings
from audiobuild.config import FILE, LEXICON
from audiobuild.errors import ConfigError, OutputError
from audiobuild.i18n import N_, _
from audiobuild.regex import lazy
from audiobuild.resources import packaged, sample_engine_folder, samples_folder, voices_folder
from audiobuild.settings import Setting, Table, toml
from audiobuild.storage import files

WORKFLOW = Path(".github") / "workflows" / "publish.yml"
SAMPLE_ENGINE = "beeper"  # what the sample engine is called in its files and in their names
_ENGINE_NAME = lazy(r"[a-z][a-z0-9_]*")  # part of a module's name, and a table's in audiobuild.toml

COMMENT = 42  # column where the comments of a new audiobuild.toml begin; most settings are shorter

TOP = N_("The show. Every line may be left out; remove the # of a line to use it.")
FEED = N_("For “audiobuild publish”: what podcast directories ask for.")

PAGE_TOP = """\
# Settings

All settings; none is required. This page, the code that reads settings, and the file that `audiobuild init` writes come
from one declaration of each (`audiobuild/show_settings.py`, and `settings` of each engine); `make pages` rewrites it.
An unknown key is an error; the message suggests the nearest one.

## `audiobuild.toml`

In the show folder: the nearest folder above a script that has this file. Paths are relative to it.
"""
PAGE_VOICES = """\
## `voices/<engine>.toml`

In the show folder: it changes the voices and casts that come with the engine; a new name makes a new voice.
"""
PAGE_REMEMBERED = """\
## `voices.toml`

The voice that each person keeps in every episode; `audiobuild build --remember-cast` adds lines to it, see
[voices](voices.md#a-cast-for-the-show).
"""
PAGE_LEXICON = """\
## `voices/lexicon.toml`

The pronunciation of words that the voice gets wrong, for all scripts of the show; see [voices](voices.md#the-lexicon).
"""


def create(folder: Path) -> list[Path]:
    """Write the show's files and return them. Raises OutputError when the folder holds a show already."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(_("{folder} is a file; name a folder for the show, new or empty.").format(folder=folder))
    if (folder / FILE).exists():
        raise OutputError(
            _("{folder} is a show already: it has an {file}; choose another folder.").format(folder=folder, file=FILE)
        )
    contents = {FILE: new_settings(folder.resolve().name).encode(), ".gitignore": b"/output/\n"}
    contents[f"voices/{LEXICON}"] = (voices_folder() / LEXICON).read_bytes()
    for sample in sorted(samples_folder().glob("*.txt")):
        contents[f"scripts/{sample.name}"] = sample.read_bytes()
    return _written(folder, contents)


def create_engine(name: str, folder: Path) -> list[Path]:
    """Write a package with an engine called `name` that beeps, to be changed, and return its files.

    Raises ConfigError for a name that an engine cannot have, OutputError when the folder holds a project already.
    """
    class_name = name.title().replace("_", "")
    if not _ENGINE_NAME.fullmatch(name) or iskeyword(class_name):
        raise ConfigError(
            _("an engine cannot be called “{name}”: take small letters, digits and “_”, as in “my_voice”.").format(
                name=name
            )
        )
    if name == "auto" or engines.exists(name):
        raise ConfigError(_("there is an engine “{name}” already; choose another name.").format(name=name))
    if (folder / "pyproject.toml").exists():
        raise OutputError(
            _("{folder} holds a project already: it has a pyproject.toml; choose another folder.").format(folder=folder)
        )
    sample = sample_engine_folder()
    contents = {}
    for path in sorted(path for path in sample.rglob("*") if path.suffix in (".py", ".toml")):
        text = path.read_text(encoding="utf-8").replace(SAMPLE_ENGINE.title(), class_name)
        place = path.relative_to(sample).as_posix().replace(SAMPLE_ENGINE, name)
        contents[place] = text.replace(SAMPLE_ENGINE, name).encode()
    return _written(folder, contents)


def _written(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    """Write those files that are not there, and return all of them."""
    for name, data in contents.items():
        if not (folder / name).exists():
            with files.atomic_write(folder / name) as out:
                out.write(data)
    return [folder / name for name in contents]


def create_workflow(folder: Path) -> Path:
    """Write the workflow that builds, checks and publishes the show on GitHub, and return it.

    It belongs into the repository that the show is in, which may be a folder above; without one it is the show's own.
    Raises OutputError when the folder holds no show, or there is such a workflow already.
    """
    if not (folder / FILE).exists():
        raise OutputError(
            _("{folder} is no show: it has no {file}; create one there with “audiobuild init --github”.").format(
                folder=folder, file=FILE
            )
        )
    home = folder.resolve()
    root = next((above for above in (home, *home.parents) if (above / ".git").exists()), home)
    target = root / WORKFLOW
    if target.exists():
        raise OutputError(_("{target} exists; rename it, then run the same command again.").format(target=target))
    place = home.relative_to(root).as_posix()
    text = packaged("workflow.yml").read_text("utf-8").replace("FOLDER", place)
    with files.atomic_write(target) as out:
        out.write(text.replace("PATH", "" if place == "." else f"{place}/").encode())
    return files.relative_to_here(target)


def new_settings(title: str = "") -> str:
    """The text of a new audiobuild.toml: every setting with an example, commented out but for a given title."""
    top = list(_examples(show_settings.SHOW))
    if title:
        top[0] = _with_comment(f"title = {toml(title)}", _(show_settings.SHOW[0].help))
    blocks = [
        [f"# {_(TOP)}", *top],
        [f"# {_(FEED)}", *_examples(show_settings.CHANNEL)],
    ]
    for table in (*show_settings.TABLES, *_tables_of_engines(engines.names())):
        blocks.append([_with_comment(f"[{table.name}]", _(table.help)), *_examples(table.settings)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def reference() -> str:
    """The page docs/settings.md."""
    parts = [PAGE_TOP, _section("The show", show_settings.SHOW), _section("The feed", show_settings.CHANNEL)]
    for table in (*show_settings.TABLES, *_tables_of_engines(engines.BUILT_IN)):
        title = f"`[{table.name}]`: {table.help}"
        parts.append(_example_section(title, table) if table.each else _section(title, table.settings))
    parts.append(PAGE_VOICES)
    parts.append(_section("A voice, in `[voices]`", show_settings.VOICE))
    for name in engines.BUILT_IN:
        more = engines.engine_class(name).voice_settings
        own = [setting for setting in show_settings.MORE_OF_A_VOICE if setting.name in more]
        if own:
            parts.append(_section(f"Also a voice of `{name}`", own))
    parts.append(_section("`[cast.<language>]`: the default voices of the roles", show_settings.CAST))
    parts.append(PAGE_REMEMBERED)
    parts.append(_toml_block(show_settings.REMEMBERED.settings))
    parts.append(PAGE_LEXICON)
    parts.append(_toml_block(show_settings.LEXICON.settings))
    return "\n".join(parts)


def _tables_of_engines(names: Iterable[str]) -> Iterator[Table]:
    """The tables of those engines that have settings; one of a broken package is left out."""
    for name in names:
        try:
            kind = engines.engine_class(name)
        except ConfigError:
            continue
        privacy = _(" (the text is sent to a service)") if kind.online else ""
        if kind.settings:
            yield Table(name, _(kind.label) + privacy, kind.settings)


def _examples(settings: Iterable[Setting]) -> Iterator[str]:
    for setting in settings:
        yield _with_comment(f"# {_assignment(setting)}", _(setting.help) if setting.help else "")


def _with_comment(line: str, comment: str) -> str:
    return f"{line:<{COMMENT}}  # {comment}" if comment else line


def _assignment(setting: Setting) -> str:
    name = setting.name if setting.name.isascii() else toml(setting.name)
    return f"{name} = {toml(setting.example)}"


def _section(title: str, settings: Iterable[Setting]) -> str:
    """A heading, a table of the settings, and their examples."""
    settings = tuple(settings)
    rows = [f"| `{each.name}` | {each.type.described} | {_default(each.default)} | {each.help} |" for each in settings]
    table = ["| setting | value | default | meaning |", "| --- | --- | --- | --- |", *rows]
    return f"### {title}\n\n" + "\n".join(table) + "\n\n" + _toml_block(settings)


def _example_section(title: str, table: Table) -> str:
    described = table.each.described if table.each else ""
    return f"### {title}\n\nThe keys are your own, each value is a {described}.\n\n" + _toml_block(table.settings)


def _toml_block(settings: Iterable[Setting]) -> str:
    lines = [_with_comment(_assignment(each), "") for each in settings]
    return "```toml\n" + "\n".join(lines) + "\n```\n"


def _default(value: Any) -> str:
    """The default as TOML; a dash where nothing is set."""
    return f"`{toml(value)}`" if value or isinstance(value, int | float) else "–"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(reference())
