"""What a script's front matter says for the feed: whether the episode is explicit, its season, number and kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audiobuild.dates import READABLE, read_date
from audiobuild.errors import ConfigError
from audiobuild.i18n import _, clause, listed
from audiobuild.model import Script, ScriptWarning
from audiobuild.settings import WebAddress, one_of

KINDS = ("full", "trailer", "bonus")
_YES, _NO = ("true", "yes", "explicit", "是"), ("false", "no", "clean", "否")


def feed_facts(settings: Mapping[str, object], where: Callable[[str], str]) -> dict[str, Any]:
    """The facts by their names in `About`; `where` names the place of a setting.

    Raises ConfigError for all values that are none of those allowed.
    """
    facts, problems = {}, []
    for key, (field, read) in _FACTS.items():
        if settings.get(key):
            try:
                facts[field] = read(str(settings[key]).strip(), where(key))
            except ConfigError as error:
                problems.append(clause(error))
    if problems:
        text = listed(problems)
        raise ConfigError(text if text.endswith(("?", "？")) else _("{text}.").format(text=text))
    return facts


def date_warning(script: Script) -> tuple[ScriptWarning, ...]:
    """A warning with its line when the date of the front matter cannot be read."""
    text = str(script.settings.get("date", ""))
    if not text or read_date(text):
        return ()
    line = next((drop.line for drop in script.dropped if drop.reason == "metadata" and text in drop.text), None)
    message = _(
        "the date “{text}” cannot be read, so the episode is dated when it is published; write it as {readable}."
    ).format(text=text, readable=_(READABLE))
    return (ScriptWarning("date", line, message),)


def _flag(value: str, where: str) -> bool:
    if value.casefold() not in (*_YES, *_NO):
        raise ConfigError(_("{where} must be yes or no, not “{value}”.").format(where=where, value=value))
    return value.casefold() in _YES


def _count(value: str, where: str) -> int:
    if not (value.isascii() and value.isdecimal() and int(value)):
        raise ConfigError(_("{where} must be a whole number from 1, not “{value}”.").format(where=where, value=value))
    return int(value)


def _kind(value: str, where: str) -> str:
    one_of(value.casefold(), KINDS, where)
    return value.casefold()


def _address(value: str, where: str) -> str:
    return str(WebAddress().read(value, where, Path()))


_FACTS: Mapping[str, tuple[str, Callable[[str, str], Any]]] = {
    "explicit": ("explicit", _flag),
    "season": ("season", _count),
    "episode": ("number", _count),
    "type": ("kind", _kind),
    "link": ("link", _address),
}
