"""Front matter: the settings at the top of a script: YAML in `---`, TOML in `+++`, or a JSON object in braces.

PyYAML, tomllib and json parse it. Unknown keys are normal (a blog has its own); one that is close to a known key gets
a warning. Common invalid YAML (`标题：x`, `title: a: b`) is repaired line by line first.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from audiobuild.model import Dropped, Role, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.script.clean import speakable
from audiobuild.suggestions import nearest

KNOWN = frozenset(
    (
        "form title show author date description hosts guests cast gender language cover lexicon "
        "explicit season episode type link keep drop"
    ).split()
)
MAX_LINES = 200
#: The form that is read by rule (`exact`); another value of `form` is no setting.
EXACT_FORM = "exact"
_EXACT = lazy(r"^form\s*[:：=]\s*[\"']?exact[\"']?\s*(?:#.*)?$", re.IGNORECASE)
#: Longest front matter that is given to PyYAML: the worst of that length takes two seconds.
MAX_CHARACTERS = 16_384
#: Most brackets open at once: PyYAML's time grows with their square, and 500 of them end its recursion.
MAX_DEPTH = 100
#: Most values in a front matter, each use of an alias counted: 30 lines of aliases can expand to a billion values.
MAX_VALUES = 2_000
#: In the exact form nothing else can be meant by the lines, and there may be one for each word of a lexicon; PyYAML
#: reads its 16,000 lines in three seconds.
MAX_EXACT_CHARACTERS = 262_144
MAX_EXACT_VALUES = 20_000
_ALIASES = {
    "guest": "guests",
    "host": "hosts",
    "lang": "language",
    "idioma": "language",
    "langue": "language",
    "sprache": "language",
    "título": "title",
    "titulo": "title",
    "titre": "title",
    "titel": "title",
    "titolo": "title",
    "authors": "author",
    "image": "cover",
    "summary": "description",
}
#: How front matter may end, by how it begins.
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
#: Settings that are tables; if PyYAML returns text, the lines below them are not valid YAML.
_TABLES = ("cast", "gender", "lexicon")
_ENTRY = lazy(
    r"^(\"[^\"]{1,60}\"|'[^']{1,60}'|[^\s:#\[\]{}\"'=,-][^:=#\[\]{}\"']{0,60}?)\s*(?:[:：](?=\s|$|[^/])|=)\s*(.*)$"
)
#: Values that are valid YAML already: nothing, a quoted string, a flow list or map, the start of a block.
_VALUE = lazy(r"(?:|\"[^\"]*\"|'[^']*'|\[.*\]|\{.*\}|[|>][-+\d]{0,2})(?:\s+#.*)?")
_FLOW = lazy(r"[\[{][^\"']*")
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}
_COMMENT = lazy(r"\s+#.*$")
_JSON = json.JSONDecoder(parse_int=str, parse_float=str)


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a file: the settings, the number of its lines, what was dropped, and the warnings.

    `unknown` are the keys that are no settings.
    """

    settings: dict[str, object]
    lines: int
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[ScriptWarning, ...] = ()
    unknown: tuple[str, ...] = ()


class _Limits(NamedTuple):
    """The most characters and values that PyYAML is given."""

    characters: int = MAX_CHARACTERS
    values: int = MAX_VALUES


class _UnreadableError(Exception):
    """Front matter that cannot be parsed: the reason and its line, counted from 0 for the opening fence."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def cast_in(settings: Mapping[str, object]) -> tuple[dict[str, Role], dict[str, str]]:
    """The roles and the voices of the cast: `陶渡: A`, `陶渡: zm_yunxi` or `陶渡: A kokoro:zm_yunxi`.

    In the exact form also `陶: {role: A, name: 陶渡, voice: zm_yunxi}`.
    """
    cast = settings.get("cast")
    roles: dict[str, Role] = {}
    voices: dict[str, str] = {}
    if not isinstance(cast, dict):
        return roles, voices
    for name, value in cast.items():
        described = f"{value.get('role', '')} {value.get('voice', '')}" if isinstance(value, dict) else str(value)
        for word in described.replace(",", " ").split():
            if word in list(Role):
                roles[str(name)] = Role(word)
            else:
                voices.setdefault(str(name), word)
    return roles, voices


def setting_name(key: str) -> str:
    """The name of a setting by the key as it is written."""
    return _ALIASES.get(key.lower(), key.lower())


def is_exact(lines: list[str]) -> bool:
    """Whether the front matter says `form: exact`, also one that cannot be read."""
    start = _first_line(lines)
    fence = lines[start].strip() if lines else ""
    if fence.startswith("{"):
        return _json_front(lines, start).settings.get("form") == EXACT_FORM
    if fence not in _FENCES:
        return False
    end = _closing(lines, start, fence, len(lines)) or start + MAX_LINES
    return any(map(_EXACT.match, lines[start + 1 : end]))


def front_matter(lines: list[str]) -> Front:
    """The front matter of the file; no settings and no lines if it has none."""
    start = _first_line(lines)
    fence = lines[start].strip() if lines else ""
    if fence.startswith("{"):
        return _json_front(lines, start)
    exact = is_exact(lines)
    end = _closing(lines, start, fence, len(lines) if exact else MAX_LINES)
    body = lines[start + 1 : end]
    if not body:
        return Front({}, 0)
    limits = _Limits(MAX_EXACT_CHARACTERS, MAX_EXACT_VALUES) if exact else _Limits()
    try:
        raw = _toml(body) if fence == "+++" else _yaml(body, limits)
    except _UnreadableError as error:
        kind = "TOML" if fence == "+++" else "YAML"
        message = f"the {kind} front matter cannot be read and was ignored: {error}; correct it, or quote the value."
        warnings = (ScriptWarning("front-matter", start + 1 + error.line, message),)
        return Front({}, end + 1, _metadata(lines, start, end), warnings)
    if raw is None:
        return Front({}, 0)
    settings, unknown = _known(raw)
    misspelled = _misspelled(unknown, start + 1)
    return Front(settings, end + 1, _metadata(lines, start, end), misspelled, tuple(unknown))


def _first_line(lines: list[str]) -> int:
    """The first of the first 20 lines that is not empty, else the first line."""
    for place, line in enumerate(lines[:20]):
        if line.strip():
            return place
    return 0


def _closing(lines: list[str], start: int, fence: str, most: int) -> int:
    """The index of the line that closes the front matter opened by `fence` at `start`; 0 if `most` lines have none."""
    closing = _FENCES.get(fence, ())
    for place in range(start + 1, min(len(lines), start + most)):
        if lines[place].rstrip() in closing:
            return place
    return 0


def _metadata(lines: list[str], start: int, end: int) -> tuple[Dropped, ...]:
    places = range(start, end + 1)
    return tuple(Dropped(place + 1, lines[place].strip(), "metadata") for place in places if lines[place].strip())


def _misspelled(unknown: list[str], line: int) -> tuple[ScriptWarning, ...]:
    """One warning for all unknown keys that are close to a known key, if there are any."""
    meant = []
    for key in unknown:
        close = nearest(key.lower(), {*KNOWN, f"form: {EXACT_FORM}"}, 0.8)
        if close:
            meant.append(f"{key} (did you mean {close}?)")
    if not meant:
        return ()
    return (ScriptWarning("front-matter", line, f"unknown keys were ignored: {', '.join(meant)}"),)


def _known(raw: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """The known settings, and the names of the others; `NAME: A` at the top level is a role of the cast."""
    settings: dict[str, object] = {}
    unknown: list[str] = []
    cast: dict[str, object] = {}
    for key, value in raw.items():
        name = setting_name(key)
        if name == "form":
            _add_form(value, settings, unknown)
        elif name in KNOWN and value != "":
            settings[name] = value
        elif str(value).strip() in ("Q", "A", "N"):
            cast[key] = str(value).strip()
        elif name not in KNOWN:
            unknown.append(key)
    return _with_cast(settings, cast), unknown


def _add_form(value: object, settings: dict[str, object], unknown: list[str]) -> None:
    """Add the exact form to the settings; a form that we do not know is an unknown key."""
    if str(value).lower() == EXACT_FORM:
        settings["form"] = EXACT_FORM
    else:
        unknown.append(f"form: {value}")


def _with_cast(settings: dict[str, object], cast: dict[str, object]) -> dict[str, object]:
    """The settings with these roles too; those under `cast` win."""
    if cast:
        own = settings.get("cast")
        settings["cast"] = {**cast, **own} if isinstance(own, dict) else cast
    return settings


# ---------------------------------------------------------------------------------------------------------------- JSON


def _json_front(lines: list[str], start: int) -> Front:
    """The settings of a JSON object at the top; no settings if the braces are not JSON."""
    text = "\n".join(lines[start : start + MAX_LINES])[:MAX_CHARACTERS]
    if _depth(text) > MAX_DEPTH:
        return Front({}, 0)
    try:
        raw, size = _JSON.raw_decode(text.lstrip())
    except (json.JSONDecodeError, RecursionError):
        return Front({}, 0)
    size += len(text) - len(text.lstrip())
    end = start + text.count("\n", 0, size)
    is_alone = not text[size:].partition("\n")[0].strip()
    if not isinstance(raw, dict) or not raw or not is_alone:
        return Front({}, 0)
    settings, unknown = _known({key: _json_text(value) for key, value in raw.items()})
    warnings = _misspelled(unknown, start + 1)
    return Front(settings, end + 1, _metadata(lines, start, end), warnings, tuple(unknown))


def _json_text(value: object) -> object:
    """The value with strings, lists and maps of strings only, as for YAML and TOML; null is empty text."""
    if isinstance(value, dict):
        return {key: _json_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json_text(inner) for inner in value]
    if value is None:
        return ""
    return speakable(value).strip() if isinstance(value, str) else str(value)


# ---------------------------------------------------------------------------------------------------------------- TOML


def _toml(body: list[str]) -> Mapping[str, object]:
    try:
        return {key: _as_text(value) for key, value in tomllib.loads("\n".join(body)).items()}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _UnreadableError(_one_line(str(error)), 0) from error


def _as_text(value: object) -> object:
    """The value with strings, lists and maps of strings only; TOML dates and numbers as written."""
    if isinstance(value, dict):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    return "\n".join(
        map(speakable, str(value).split("\n"))
    )  # its escapes can encode characters that cleaning has removed


# ---------------------------------------------------------------------------------------------------------------- YAML


def _yaml(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    """The values of a YAML map; None for text between two rules. Raises _UnreadableError for invalid front matter."""
    if not any(map(_ENTRY.match, body)):
        return None
    try:
        raw = _values(body, limits)
    except _UnreadableError:
        if not _looks_like_yaml(body):
            return None
        repaired = _repaired_values(body, limits)
        if repaired is None:
            raise
        return repaired
    if raw is not None and not _has_text_for_table(raw):
        return raw
    if not _looks_like_yaml(body):
        return raw
    return _repaired_values(body, limits) or raw


def _looks_like_yaml(body: list[str]) -> bool:
    """Whether every line is a key or indented below one; a rule above prose is not front matter."""
    entries = 0
    for line in filter(str.strip, body):
        if _ENTRY.match(line):
            entries += 1
        elif line[0] not in " \t-#}]":
            return False
    return entries > 0


def _has_text_for_table(raw: Mapping[str, object]) -> bool:
    """Whether a cast or lexicon is text, or its names contain a Chinese colon: `{程实：A}`."""
    for name in _TABLES:
        table = raw.get(name, {})
        if isinstance(table, str):
            return True
        if isinstance(table, dict) and "：" in "".join(table):
            return True
    return False


def _values(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    """The values that PyYAML parses: text, lists and maps of text. None if it is no map or its keys are not ours."""
    import yaml

    text = "\n".join(body)
    if len(text) > limits.characters:
        raise _UnreadableError(f"it has more than {limits.characters:,} characters", 0)
    if _depth(text) > MAX_DEPTH:
        raise _UnreadableError("it is nested too deeply", 0)
    try:
        # Composed, not loaded: safe_load converts 2026-11-30, no, 1.10 and 12:30 to dates, booleans and numbers,
        # but their text is wanted, and it lets a few lines of aliases expand to a billion values.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        if not isinstance(root, yaml.MappingNode):
            return None
        if not all(_ENTRY.match(body[_line(text, key.start_mark)]) for key, _ in root.value):
            return None
        return _Nodes(limits.values).map(root)
    except yaml.MarkedYAMLError as error:
        raise _UnreadableError(_one_line(str(error.problem)), _line(text, error.problem_mark) + 1) from error
    except yaml.YAMLError as error:
        raise _UnreadableError(_one_line(str(error)), 0) from error
    except RecursionError as error:
        raise _UnreadableError("it is nested too deeply", 0) from error


def _depth(text: str) -> int:
    """The most brackets open at once, those in quotes included."""
    return max(accumulate(_BRACKETS.get(letter, 0) for letter in text), default=0)


def _line(text: str, mark: Any) -> int:
    """The line of a mark, from 0; PyYAML's own number also counts breaks that do not end a line here (U+2028)."""
    return text.count("\n", 0, mark.index)


class _Nodes:
    """Converts PyYAML's nodes to values, with every scalar as its written text; `null` is empty text."""

    def __init__(self, most: int) -> None:
        self._count, self._most = 0, most

    def map(self, node: Any) -> dict[str, object]:
        """The entries of a map; the last value of a repeated key is used."""
        entries = [(key.value, value) for key, value in node.value if key.id == "scalar"]
        return {key: self._value(value) for key, value in entries}

    def _value(self, node: Any) -> object:
        self._count += 1
        if self._count > self._most:
            raise _UnreadableError(f"it stands for more than {self._most:,} values", 0)
        if node.id == "mapping":
            return self.map(node)
        if node.id == "sequence":
            return self._list(node)
        if node.style == '"':
            return speakable(node.value)  # its escapes can encode characters that cleaning has removed
        if not node.style and node.value in ("~", "null"):
            return ""
        return node.value.strip()

    def _list(self, node: Any) -> list[object]:
        items: list[object] = []
        for inner in node.value:
            value = self._value(inner)
            if node.flow_style and isinstance(value, str) and not inner.style:
                items += re.split(r"\s*[，、]\s*", value)  # [程实，陆远]: YAML treats a Chinese comma as a letter
            else:
                items.append(value)
        return [item for item in items if item != ""]


def _repaired_values(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    """The values of almost valid YAML, None if it cannot be repaired."""
    try:
        return _values([_repaired(line) for line in body], limits)
    except _UnreadableError:
        return None


def _repaired(line: str) -> str:
    """An entry as valid YAML: `标题：x` as `标题: x`, `title: a: b` as `title: 'a: b'`, leading tabs as spaces."""
    text = line.lstrip(" \t")
    indent = line[: len(line) - len(text)].expandtabs(4)
    found = _ENTRY.match(text)
    if found is None:
        return indent + text
    key = found[1] if found[1][0] in "\"'" else _quoted(found[1])
    return f"{indent}{key}: {_repaired_value(found[2].strip())}"


def _repaired_value(value: str) -> str:
    if not _VALUE.fullmatch(value):
        return _quoted(_COMMENT.sub("", value))
    if value.startswith("{") and _FLOW.fullmatch(value):
        return value.replace("，", ", ").replace("：", ": ")
    return value


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
