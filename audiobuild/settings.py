"""Declares settings and reads their values: type, bounds, default, one line of help."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote, urlsplit

from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _
from audiobuild.regex import lazy
from audiobuild.suggestions import did_you_mean


class ValueType:
    """The values that a setting may have; `described` is their description on the reference page."""

    described: str

    def read(self, value: Any, where: str, folder: Path) -> Any:
        """The value as the program uses it; paths are relative to `folder`. Raises ConfigError."""
        raise NotImplementedError


class Setting(NamedTuple):
    """One setting: `help` is one line for the reference page and the file that `audiobuild init` writes.

    `default` is what the program uses when it is not set, `example` what the page and the file show.
    """

    name: str
    type: ValueType
    help: str
    default: Any = ""
    example: Any = ""


class Table(NamedTuple):
    """A table of a settings file, as in [pauses]: what it is for, and its settings.

    With `each` the keys are the user's own, every value is of that type, and `settings` are only examples.
    """

    name: str
    help: str
    settings: tuple[Setting, ...]
    each: ValueType | None = None


def read_table(found: object, settings: Iterable[Setting], where: str, folder: Path) -> dict[str, Any]:
    """Those settings that a table of a file holds, each converted by its type.

    `where` names file and table. Raises ConfigError when `found` is not a table, for an unknown setting and for an
    invalid value.
    """
    if not isinstance(found, Mapping):
        raise ConfigError(_("{where} must be a table of settings.").format(where=where))
    declared = {setting.name: setting for setting in settings}
    values = {}
    for name, value in found.items():
        one_of(name, declared, where)
        values[name] = declared[name].type.read(value, f"{where}: {name}", folder)
    return values


def one_of(value: str, values: Iterable[str], where: str) -> None:
    """Raise ConfigError unless the value is one of `values`; the message has the nearest one, or all."""
    choices = list(values)
    if value in choices:
        return
    raise ConfigError(
        _("{where}: unknown name “{value}”; {remedy}").format(
            where=where, value=value, remedy=did_you_mean(value, choices, _("choose one of"))
        )
    )


def within(value: float, low: float, high: float, where: str) -> None:
    """Raise ConfigError unless the value lies between the bounds or on one of them."""
    if not low <= value <= high:
        raise ConfigError(
            _("{where} must lie between {low:g} and {high:g}, not {value:g}.").format(
                where=where, low=low, high=high, value=value
            )
        )


def existing(path: Path, where: str) -> Path:
    """The path of a file. Raises ConfigError when there is none."""
    if not path.is_file():
        raise ConfigError(
            _("{where}: there is no file {path}; correct its name, or leave this setting out.").format(
                where=where, path=path
            )
        )
    return path


def web_folder(address: str, where: str) -> str:
    """The address of a folder on the web, ending in "/"; "" stays "". Raises ConfigError for any other address."""
    if not address:
        return ""
    is_file = bool(_OF_A_FILE.search(address))
    encoded = _web_address(address)
    if is_file or not encoded:
        raise ConfigError(
            _("{where}: “{address}” is not the address of a folder, as in https://example.org/show/.").format(
                where=where, address=address
            )
        )
    return encoded.rstrip("/") + "/"


class Text(ValueType):
    """A text in quotes; blanks around it are cut off."""

    described = "text"

    def read(self, value: Any, where: str, folder: Path) -> Any:
        """The text."""
        if not isinstance(value, str):
            raise ConfigError(_("{where} must be a text in quotes.").format(where=where))
        return value.strip()


class Texts(ValueType):
    """A list of texts."""

    described = "list of texts"

    def read(self, value: Any, where: str, folder: Path) -> tuple[str, ...]:
        """The texts."""
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(_('{where} must be a list of texts, as in ["one", "two"].').format(where=where))
        return tuple(value)


class TextOrTexts(Texts):
    """One text, or a list of texts."""

    described = "text, or list of texts"

    def read(self, value: Any, where: str, folder: Path) -> tuple[str, ...]:
        """The texts."""
        return super().read([value] if isinstance(value, str) else value, where, folder)


class TableOf(ValueType):
    """A table whose keys are the user's own, each with a value of one type."""

    def __init__(self, each: ValueType) -> None:
        self.each = each
        self.described = f"table, each value a {each.described}"

    def read(self, value: Any, where: str, folder: Path) -> dict[str, Any]:
        """The values by key."""
        if not isinstance(value, Mapping):
            raise ConfigError(
                _("{where} must be a table: write each name and its value on a line of its own below it.").format(
                    where=where
                )
            )
        return {key: self.each.read(found, f"{where}: {key}", folder) for key, found in value.items()}


class Flag(ValueType):
    """True or false."""

    described = "true or false"

    def read(self, value: Any, where: str, folder: Path) -> bool:
        """The value."""
        if not isinstance(value, bool):
            raise ConfigError(_("{where} must be true or false, without quotes.").format(where=where))
        return value


class Number(ValueType):
    """A number between two bounds, or on one of them."""

    noun: ClassVar[str] = N_("number")
    types: ClassVar[tuple[type, ...]] = (int, float)

    def __init__(self, low: float, high: float, unit: str = "") -> None:
        self.low, self.high, self.unit = low, high, unit

    @property
    def described(self) -> str:  # type: ignore[override]
        """As in "whole number, 0 to 10000 milliseconds"."""
        return f"{self.noun}, {self.low:g} to {self.high:g} {self.unit}".rstrip()

    def read(self, value: Any, where: str, folder: Path) -> Any:
        """The value as a float."""
        self._check(value, where)
        return float(value)

    def _check(self, value: Any, where: str) -> None:
        if type(value) not in self.types:
            unit = _(" ({unit})").format(unit=_(self.unit)) if self.unit else ""
            raise ConfigError(_("{where} must be a {noun}{unit}.").format(where=where, noun=_(self.noun), unit=unit))
        within(value, self.low, self.high, where)


class Whole(Number):
    """A whole number between two bounds, or on one of them."""

    noun = N_("whole number")
    types = (int,)

    def read(self, value: Any, where: str, folder: Path) -> int:
        """The value."""
        self._check(value, where)
        return int(value)


class OneOf(Text):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.described = " or ".join(words)

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The word."""
        word = str(super().read(value, where, folder))
        one_of(word, self.words, where)
        return word


class JsonTable(ValueType):
    """A table whose keys are the user's own, with any values that JSON has."""

    described = "table"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The table as JSON, with its keys in order."""
        if not isinstance(value, Mapping):
            raise ConfigError(
                _("{where} must be a table: put its settings under [{name}].").format(
                    where=where, name=where.rpartition(": ")[2]
                )
            )
        try:
            return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise ConfigError(
                _("{where} holds what JSON has not, such as a date: write it as a text.").format(where=where)
            ) from error


class Choice(ValueType):
    """One of a few whole numbers."""

    def __init__(self, *choices: int) -> None:
        self.choices = choices
        self.described = " or ".join(map(str, choices))

    def read(self, value: Any, where: str, folder: Path) -> int:
        """The value."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise ConfigError(
                _("{where} must be a whole number, {choices}.").format(where=where, choices=self._offered())
            )
        if value not in self.choices:
            raise ConfigError(
                _("{where} must be {choices}, not {value}.").format(where=where, choices=self._offered(), value=value)
            )
        return value

    def _offered(self) -> str:
        return _(" or ").join(map(str, self.choices))


class ExistingFile(Text):
    """The path of an existing file."""

    described = "file"

    def read(self, value: Any, where: str, folder: Path) -> Path | None:
        """The path, None for an empty text."""
        name = super().read(value, where, folder)
        return existing(folder / name, where) if name else None


class FilePath(Text):
    """The path of a file that is checked only when it is used."""

    described = "file"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The absolute path."""
        return str((folder / super().read(value, where, folder)).resolve())


class FolderPath(Text):
    """The path of a folder that is looked into only when it is used."""

    described = "folder"

    def read(self, value: Any, where: str, folder: Path) -> Path | None:
        """The path, None for an empty text."""
        name = super().read(value, where, folder)
        return folder / name if name else None


class WebAddress(Text):
    """An address on the web."""

    described = "web address"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The address in ASCII."""
        address = str(super().read(value, where, folder))
        encoded = _web_address(address)
        if address and not encoded:
            raise ConfigError(
                _("{where}: “{address}” is not a web address; write it as in https://example.org/.").format(
                    where=where, address=address
                )
            )
        return encoded


class WebFolder(Text):
    """The address of a folder on the web."""

    described = "web address of a folder"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The address, ending in "/"."""
        return web_folder(super().read(value, where, folder), where)


class Email(Text):
    """An e-mail address."""

    described = "e-mail address"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The address."""
        email = str(super().read(value, where, folder))
        if email and not _EMAIL.fullmatch(email):
            raise ConfigError(
                _("{where}: “{email}” is not an e-mail address; write it as in name@example.org.").format(
                    where=where, email=email
                )
            )
        return email


class SubTable(ValueType):
    """A table inside a table, written on one line."""

    def __init__(self, *settings: Setting) -> None:
        self.settings = settings
        self.described = "table: " + ", ".join(f"{each.name} ({each.type.described})" for each in settings)

    def read(self, value: Any, where: str, folder: Path) -> dict[str, Any]:
        """The settings given in it."""
        if not isinstance(value, Mapping):
            name = where.rpartition(": ")[2]
            raise ConfigError(
                _("{where} must be a table: put its settings under [{name}].").format(where=where, name=name)
            )
        return read_table(value, self.settings, where, folder)


def toml(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {toml(part)}" for name, part in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(toml, value)) + "]"
    return str(value)


_EMAIL = lazy(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_OF_A_FILE = lazy(r"[?#]|\.(?:xml|rss|json|html?|php|aspx?)/?$")
_NO_ADDRESS = lazy(r"[\s\"<>\x00-\x1f\x7f]")
_ASCII = "".join(map(chr, range(33, 127)))


def _web_address(address: str) -> str:
    """A whole web address in ASCII, as feeds ask for; "" if it is none.

    Letters of other scripts are encoded: in the host as xn--…, elsewhere as %….
    """
    try:
        parts = urlsplit(address)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
        has_host = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    if not has_host or _NO_ADDRESS.search(address):
        return ""
    return quote(parts._replace(netloc=host).geturl(), safe=_ASCII)
