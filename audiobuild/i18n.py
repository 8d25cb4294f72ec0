"""Messages in the user's language: English as written in the code, or the text of a catalogue in locale/.

A message is written `_("{name} cannot be read: {reason}.").format(name=name, reason=why)`: the English text with named
places, translated when it is said, never when a module is imported. A text at the top of a module is marked with `N_`,
and goes through `_` where it is shown. What a file keeps is `english(message)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from audiobuild.resources import packaged

ENGLISH, CHINESE = "en", "zh"
LANGUAGES = {ENGLISH: "", CHINESE: "zh_CN"}
"""The languages of messages, each with the folder of its catalogue."""
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it
_ENTRY = r'^msgid ((?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?msgstr(?:\[0\])? ((?:".*"\n?)+)'
_language = ENGLISH
_texts: dict[str, str] = {}  # of the language, by message


class Message(str):
    """A translated text that remembers its English."""

    __slots__ = ("english",)
    english: str

    def __new__(cls, text: str, in_english: str = "") -> Message:
        """The text, and the same in English."""
        message = super().__new__(cls, text)
        message.english = in_english
        return message

    def format(self, *args: Any, **values: Any) -> Message:
        """The text with its places filled, in both languages."""
        original = {name: _in_english(value) for name, value in values.items()}
        return Message(super().format(*args, **values), self.english.format(*args, **original))


def select(language: str) -> None:
    """Say everything in this language of LANGUAGES from now on, in the whole process."""
    global _language, _texts
    folder = LANGUAGES[language]
    _language, _texts = language, read_catalogue(folder) if folder else {}


def selected() -> str:
    """The language selected."""
    return _language


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the variables of a process ask for; English where they ask for none of LANGUAGES."""
    locale = next(filter(None, map(environment.get, _LOCALES)), "")
    return CHINESE if locale.startswith(CHINESE) else ENGLISH


def read_catalogue(folder: str) -> dict[str, str]:
    """The texts of a catalogue by message; of a message with a number its one form in languages without plurals."""
    written = packaged(f"locale/{folder}/LC_MESSAGES/audiobuild.po").read_text(encoding="utf-8")
    entries = ((_unquoted(message), _unquoted(text)) for message, text in re.findall(_ENTRY, written, re.MULTILINE))
    return {message: text for message, text in entries if message and text}


def _unquoted(lines: str) -> str:
    return "".join(json.loads(line) for line in lines.splitlines())


def _(message: str) -> str:
    """The message in the language selected; its English where there is no other text."""
    if _language == ENGLISH:
        return message
    return Message(_texts.get(message, message), message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for that number of things, in the language selected."""
    message = one if number == 1 else many
    if _language == ENGLISH:
        return message
    return Message(_texts.get(one, message), message)


def N_(message: str) -> str:  # noqa: N802  (gettext's name)
    """A message that is translated where it is shown."""
    return message


SEMICOLON = N_("; ")


def listed(messages: Iterable[str], separator: str = SEMICOLON) -> str:
    """The messages with a separator between them, which is a message too."""
    found = list(messages)
    return Message(_(separator).join(found), separator.join(map(english, found)))


def clause(message: object) -> str:
    """A message, or that of an error, without its full stop, for a sentence that goes on after it."""
    return str(message).rstrip(".。")


def english(message: str) -> str:
    """The message as a file keeps it, whatever the language is."""
    return message.english if isinstance(message, Message) else message


def _in_english(value: Any) -> Any:
    """A value for a place of a message; that of an error is its own message."""
    if isinstance(value, BaseException) and value.args:
        value = value.args[0]
    return english(value) if isinstance(value, str) else value
