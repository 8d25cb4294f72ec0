"""Front matter: the settings at the top of a script: YAML in `---`, TOML in `+++`, or a JSON object in braces.

PyYAML, tomllib and json parse it. Unknown keys are normal (a blog has its own); one that is close to a known key gets
a warning, and all do in front matter that is no blog's. Common invalid YAML (`标题：x`, `title: a: b`) is repaired line
by line first.
"""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from audiobuild.i18n import _, listed
from audiobuild.model import Dropped, Role, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.script.clean import speakable
from audiobuild.script.lines import ends_sentence
from audiobuild.suggestions import nearest
from audiobuild.toml_text import toml_problem

KNOWN = frozenset(
    (
        "form title show author date description hosts guests labels cast voices gender language cover lexicon "
        "explicit season episode type link keep drop style recordings"
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
    alias: key
    for key, aliases in {
        "guests": "guest",
        "hosts": "host",
        "language": "lang idioma langue sprache",
        "title": "título titulo titre titel titolo",
        "author": "authors",
        "cover": "image",
        "description": "summary",
    }.items()
    for alias in aliases.split()
}
#: Settings that are tables; if PyYAML returns text, the lines below them are not valid YAML.
PEOPLE_TABLES = ("cast", "voices", "gender")
KEYS_OF_A_MEMBER = ("role", "name", "voice")  # of `陶: {role: A, name: 陶渡}` in the cast
_TABLES = (*PEOPLE_TABLES, "lexicon")
_MAY_CONTINUE = " \t-#}]"  # the first characters of a line of YAML that is no entry
_ENTRY = lazy(
    r"^(\"[^\"]{1,60}\"|'[^']{1,60}'|[^\s:#\[\]{}\"'=,-][^:=#\[\]{}\"']{0,60}?)\s*(?:[:：](?=\s|$|[^/])|=)\s*(.*)$"
)
#: Values that are valid YAML already: nothing, a quoted string, a flow list or map, the start of a block.
_VALUE = lazy(r"(?:|\"[^\"]*\"|'[^']*'|\[.*\]|\{.*\}|[|>][-+\d]{0,2})(?:\s+#.*)?")
_INDENT = (" ", "\t")
_NO_TEXT = ("", "|", ">", "#", "&")  # the first characters of a value that begins a block, or of none
_FLOW = lazy(r"[\[{][^\"']*")
_NEVER_CLOSED = lazy(
    r"(?im)^(?:cast|voices|gender|lexicon|hosts?|guests?|labels|keep|drop)\s*[:：]\s*[\[{][^\]}\n]*$",
)
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}
_COMMENT = lazy(r"\s+#.*$")
#: The keys of a header without a fence above it: those of Pelican, MultiMarkdown and Hexo.
_HEADER = frozenset(
    (
        "title subtitle custom_title date modified updated category categories tags tag keywords slug author authors "
        "summary description status lang layout template permalink comments published image cover translation"
    ).split()
)
#: Keys that only the generator of a blog reads. In front matter with one of them, other unknown keys are the site's.
_OF_BLOGS = frozenset(
    (
        "tags tag categories category keywords slug layout permalink draft published comments excerpt aliases weight "
        "redirect_from thumbnail taxonomies extra toc template url path guid nid typename wordpress_id section subtitle"
    ).split()
)
_LEAST_KEYS = 3  # of such a header, one of them its title
_FIRST_LINES = 20  # front matter begins in one of them
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
    """The most lines, and the most characters and values that PyYAML is given."""

    lines: int = MAX_LINES
    characters: int = MAX_CHARACTERS
    values: int = MAX_VALUES
    once: bool = False  # a key that is set twice is an error


class _UnreadableError(Exception):
    """Front matter that cannot be parsed: the reason and its line, counted from 0 for the opening fence."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def cast_in(settings: Mapping[str, object]) -> tuple[dict[str, Role], dict[str, str]]:
    """The roles and the voices of the cast: `陶渡: A`, `陶渡: zm_yunxi` or `陶渡: A kokoro:zm_yunxi`.

    Also `陶: {role: A, name: 陶渡, voice: zm_yunxi}`.
    """
    cast = settings.get("cast")
    roles: dict[str, Role] = {}
    voices: dict[str, str] = {}
    for name, value in cast.items() if isinstance(cast, dict) else ():
        described = f"{value.get('role', '')} {value.get('voice', '')}" if isinstance(value, dict) else str(value)
        given = described.replace(",", " ").split()
        roles.update((str(name), Role(word)) for word in given if word in list(Role))
        voice = " ".join(word for word in given if word not in list(Role))  # several words for a blend
        voices.update({str(name): voice} if voice else {})
    return roles, voices


def line_of(dropped: Iterable[Dropped], key: str) -> int | None:
    """The line of the front matter that sets `key`, by what was dropped of a script; None where no line does."""
    for cut in dropped:
        entry = _ENTRY.match(cut.text) if cut.reason == "metadata" else None
        if entry and setting_name(entry[1].strip("\"'")) == key:
            return cut.line
    return None


def setting_name(key: str) -> str:
    """The name of a setting by the key as it is written."""
    return _ALIASES.get(key.lower(), key.lower())


def is_exact(lines: list[str]) -> bool:
    """Whether the front matter says `form: exact`, also one that cannot be read."""
    start, fence = _opening(lines)
    if fence.startswith("{"):
        return _json_front(lines, start).settings.get("form") == EXACT_FORM
    closing = _FORMATS.get(fence, ("", _yaml, ()))[2]
    if not closing:
        return False
    end = _end(lines, start, closing, len(lines)) or start + MAX_LINES
    return any(map(_EXACT.match, lines[start + 1 : end]))


def _opening(lines: list[str]) -> tuple[int, str]:
    """The first of the first lines that is not empty: its index and its text."""
    start = next((place for place, line in enumerate(lines[:_FIRST_LINES]) if line.strip()), 0)
    return start, "".join(lines[start : start + 1]).strip()


def _end(lines: list[str], start: int, closing: tuple[str, ...], most: int) -> int:
    """The index of the line that closes the front matter that begins at `start`; 0 if `most` lines have none."""
    below = enumerate(map(str.rstrip, lines[start + 1 : start + most]), start + 1)
    return next((place for place, line in below if line in closing), 0)


def front_matter(lines: list[str]) -> Front:
    """The front matter of the file; no settings and no lines if it has none."""
    start, fence = _opening(lines)
    if fence.startswith("{"):
        return _json_front(lines, start)
    if fence not in _FORMATS:
        return _open_front(lines, start)
    kind, parse, closing = _FORMATS[fence]
    limits = _Limits()
    if is_exact(lines):
        limits = _Limits(len(lines), MAX_EXACT_CHARACTERS, MAX_EXACT_VALUES, once=True)
    end = _end(lines, start, closing, limits.lines)
    if end <= start + 1:
        return Front({}, 0, warnings=_unclosed(lines, start, fence))
    try:
        raw = parse(lines[start + 1 : end], limits)
    except _UnreadableError as error:
        message = _(
            "the {kind} front matter cannot be read and was ignored: {error}; correct it, or quote the value."
        ).format(kind=kind, error=error)
        warnings = (ScriptWarning("front-matter", start + 1 + error.line, message),)
        return Front({}, end + 1, _metadata(lines, start, end), warnings)
    if raw is None:
        return Front({}, 0, warnings=_unread(lines, start))
    return _front(raw, lines, start, end)


def _unclosed(lines: list[str], start: int, fence: str) -> tuple[ScriptWarning, ...]:
    """A warning if a setting is in the lines directly below a fence that nothing closes."""
    if not _has_setting(itertools.takewhile(str.strip, lines[start + 1 : start + MAX_LINES])):
        return ()
    message = _(
        "the front matter that begins here is never closed, so it has no effect; end it with a line “{fence}”."
    ).format(fence=fence)
    return (ScriptWarning("front-matter", start + 1, message),)


def _unread(lines: list[str], start: int) -> tuple[ScriptWarning, ...]:
    """A warning if a setting is in the first line between two fences whose lines are no front matter."""
    if not _has_setting(lines[start + 1 : start + 2]):
        return ()
    message = _("what begins here is no valid front matter, so it has no effect; write each setting as NAME: VALUE.")
    return (ScriptWarning("front-matter", start + 1, message),)


def _has_setting(lines: Iterable[str]) -> bool:
    entries = filter(None, map(_ENTRY.match, lines))
    return any(setting_name(entry[1]) in KNOWN for entry in entries)


def _open_front(lines: list[str], start: int) -> Front:
    """The settings of a header that begins without a fence; it ends at a blank line or at its only fence."""
    end = _end_of_header(lines, start)
    if end == start:
        return Front({}, 0)
    below = end + len(list(itertools.takewhile(lambda line: not line.strip(), lines[end : end + MAX_LINES])))
    fenced = lines[below : below + 1] == ["---"]
    raw = _repaired_values(lines[start:end], _Limits()) if fenced or below > end else None
    return _front(raw, lines, start, below if fenced else end - 1) if raw else Front({}, 0)


def _end_of_header(lines: list[str], start: int) -> int:
    """The index below the last line of a header that begins at `start` without a fence; `start` if none does."""
    entries = map(_ENTRY.match, lines[start : start + MAX_LINES])
    keys = [entry[1].lower() for entry in itertools.takewhile(_may_be_in_header, entries) if entry]
    own = [place for place, key in enumerate(keys, start) if key in _HEADER]
    is_header = "title" in keys and len(own) >= _LEAST_KEYS and own[0] == start
    return own[-1] + 1 if is_header else start


def _may_be_in_header(entry: re.Match[str] | None) -> bool:
    """Whether a line may be a field of a header without a fence; between its own there are some of the site."""
    return entry is not None and (entry[1].lower() in _HEADER or (entry[1].isascii() and not ends_sentence(entry[2])))


def _front(raw: Mapping[str, object], lines: list[str], start: int, end: int) -> Front:
    """The front matter with these values, between two lines."""
    settings, unknown = _known(raw)
    ignored = _ignored(unknown, start + 1)
    return Front(settings, end + 1, _metadata(lines, start, end), ignored, tuple(unknown))


def _metadata(lines: list[str], start: int, end: int) -> tuple[Dropped, ...]:
    numbered = enumerate(map(str.strip, lines[start : end + 1]), start + 1)
    return tuple(Dropped(number, line, "metadata") for number, line in numbered if line)


def _ignored(unknown: list[str], line: int) -> tuple[ScriptWarning, ...]:
    """One warning for all unknown keys; for a blog's front matter, for those that are close to a known key."""
    known = {*KNOWN, f"form: {EXACT_FORM}"}
    near = {key: nearest(key.lower(), known, 0.8) for key in unknown}
    is_of_blog = not _OF_BLOGS.isdisjoint(map(str.lower, unknown))
    named = list(filter(near.get, unknown) if is_of_blog else unknown)
    if not named:
        return ()
    asked = _("{key} (did you mean {near}?)")
    meant = listed((asked.format(key=key, near=near[key]) if near[key] else key for key in named), ", ")
    message = _("unknown keys were ignored: {meant}")
    if not all(map(near.get, named)):
        message = _("unknown keys were ignored: {meant}; the keys are {keys}.")
    return (ScriptWarning("front-matter", line, message.format(meant=meant, keys=", ".join(sorted(KNOWN)))),)


def _known(raw: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """The known settings, and the names of the others; `NAME: A` at the top level is a role of the cast."""
    settings: dict[str, object] = {}
    others: dict[str, object] = {}
    for key, value in raw.items():
        name = setting_name(key)
        if name == "form" and str(value).lower() != EXACT_FORM:
            others[f"form: {value}"] = ""
        elif name not in KNOWN:
            others[key] = str(value).strip()
        elif value != "":
            settings[name] = EXACT_FORM if name == "form" else value
    cast = _move_roles(others)
    own = settings.get("cast")
    if cast:
        settings["cast"] = cast | (own if isinstance(own, dict) else {})
    return settings, list(others)


def _move_roles(others: dict[str, object]) -> dict[str, object]:
    """Take the roles out of the keys that are no settings: `NAME: A`."""
    roles = {key: role for key, role in others.items() if role in list(Role)}
    for key in roles:
        del others[key]
    return roles


def _texts(value: object) -> object:
    """A value of JSON or TOML with strings, lists and maps of strings only; null is empty text."""
    if isinstance(value, dict):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return list(map(_texts, value))
    return "" if value is None else "\n".join(map(speakable, str(value).split("\n"))).strip()


# ---------------------------------------------------------------------------------------------------------------- JSON


def _json_front(lines: list[str], start: int) -> Front:
    """The settings of a JSON object at the top; no settings if the braces are not JSON."""
    text = "\n".join(lines[start : start + MAX_LINES])[:MAX_CHARACTERS]
    margin = len(text) - len(text.lstrip())
    try:
        raw, size = _JSON.raw_decode(text.lstrip()) if _depth(text) <= MAX_DEPTH else ({}, 0)
    except (json.JSONDecodeError, RecursionError):
        return Front({}, 0)
    is_alone = not text[margin + size :].partition("\n")[0].strip()
    if not raw or not is_alone:
        return Front({}, 0)
    return _front(
        {key: _texts(value) for key, value in raw.items()}, lines, start, start + text.count("\n", 0, margin + size)
    )


# ---------------------------------------------------------------------------------------------------------------- TOML


def _toml(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    text = "\n".join(body)
    try:
        return {key: _texts(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        problem = toml_problem(text, error)
        raise _UnreadableError(_one_line(problem.what), problem.line) from error
    except RecursionError as error:
        raise _UnreadableError(_("it is nested too deeply"), 0) from error


# ---------------------------------------------------------------------------------------------------------------- YAML


def _yaml(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    """The values of a YAML map; None for text between two rules. Raises _UnreadableError for invalid front matter."""
    body = list(map(_without_tabs, body))
    if not any(map(_ENTRY.match, body)):
        return None
    try:
        raw = _values(body, limits)
    except _UnreadableError:
        _check_brackets(body)
        repaired = _repaired_values(body, limits) if _is_repairable(body) else {}
        if repaired is None:
            raise
        return repaired or None
    if (raw is None or _has_text_for_table(raw)) and _is_repairable(body):
        return _repaired_values(body, limits) or raw
    return raw


def _check_brackets(body: list[str]) -> None:
    """Raises _UnreadableError for a list or table of ours that invalid YAML never closes: `hosts: [小夏`."""
    text = "\n".join(body)
    found = _NEVER_CLOSED.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        entry = found.group().strip()
        raise _UnreadableError(_("the bracket of “{entry}” is never closed").format(entry=entry), line)


def _is_repairable(body: list[str]) -> bool:
    """Whether every line is a key or indented below one; a rule above prose is not front matter."""
    return all(_ENTRY.match(line) or line[0] in _MAY_CONTINUE for line in filter(str.strip, body))


def _has_text_for_table(raw: Mapping[str, object]) -> bool:
    """Whether a cast or lexicon is text, or its names contain a Chinese colon: `{程实：A}`."""
    tables = [raw.get(name, {}) for name in _TABLES]
    return any(isinstance(table, str) or "：" in "".join(table) for table in tables if isinstance(table, str | dict))


def _values(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    """The values that PyYAML parses: text, lists and maps of text. None if it is no map or its keys are not ours."""
    import yaml

    text = "\n".join(body)
    if len(text) > limits.characters:
        raise _UnreadableError(_("it has more than {characters:,} characters").format(characters=limits.characters), 0)
    if _depth(text) > MAX_DEPTH:
        raise _UnreadableError(_("it is nested too deeply"), 0)
    try:
        # Composed, not loaded: safe_load converts 2026-11-30, no, 1.10 and 12:30 to dates, booleans and numbers,
        # but their text is wanted, and it lets a few lines of aliases expand to a billion values.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        if not isinstance(root, yaml.MappingNode):
            return None
        if not all(_ENTRY.match(body[_line(text, key.start_mark)]) for key, _unused in root.value):
            return None
        return _Nodes(text, limits).map(root)
    except yaml.MarkedYAMLError as error:
        raise _UnreadableError(_one_line(str(error.problem)), _line(text, error.problem_mark) + 1) from error
    except yaml.YAMLError as error:
        raise _UnreadableError(_one_line(str(error)), 0) from error
    except RecursionError as error:
        raise _UnreadableError(_("it is nested too deeply"), 0) from error


def _depth(text: str) -> int:
    """The most brackets open at once, those in quotes included."""
    return max(itertools.accumulate(_BRACKETS.get(letter, 0) for letter in text), default=0)


def _line(text: str, mark: Any) -> int:
    """The line of a mark, from 0; PyYAML's own number also counts breaks that do not end a line here (U+2028)."""
    return text.count("\n", 0, mark.index)


class _Nodes:
    """Converts PyYAML's nodes to values, with every scalar as its written text; `null` is empty text."""

    def __init__(self, text: str, limits: _Limits) -> None:
        self._text, self._limits, self._count = text, limits, 0

    def map(self, node: Any) -> dict[str, object]:
        """The entries of a map; the last value of a repeated key is used, unless each may be set once."""
        values: dict[str, object] = {}
        for key, value in node.value:
            if self._limits.once and str(key.value) in values:
                raise _UnreadableError(
                    _("“{key}” is set twice").format(key=key.value), _line(self._text, key.start_mark) + 1
                )
            values[str(key.value)] = self._value(value)
        return values

    def _value(self, node: Any) -> object:
        self._count += 1
        if self._count > self._limits.values:
            raise _UnreadableError(_("it stands for more than {most:,} values").format(most=self._limits.values), 0)
        if node.id == "mapping":
            return self.map(node)
        if node.id == "sequence":
            return [item for inner in node.value for item in self._items(inner, node.flow_style) if item != ""]
        if node.style == '"':
            return speakable(node.value)  # its escapes can encode characters that cleaning has removed
        return "" if not node.style and node.value in ("~", "null") else node.value.strip()

    def _items(self, node: Any, in_flow: bool) -> list[object]:
        """The items that a node of a list is; PyYAML treats a Chinese comma as a letter: [程实，陆远]."""
        value = self._value(node)
        if not in_flow or not isinstance(value, str) or node.style:
            return [value]
        return list(re.split(r"\s*[，、]\s*", value))


def _repaired_values(body: list[str], limits: _Limits) -> Mapping[str, object] | None:
    """The values of almost valid YAML, None if it cannot be repaired."""
    try:
        return _values([_repaired(line) for line in _whole_values(body)], limits)
    except _UnreadableError:
        return None


def _whole_values(body: list[str]) -> list[str]:
    """The lines with a text over several lines joined: indented lines below a value, which are no list items."""
    whole: list[list[str]] = []
    has_value = False
    for line in body:
        text = line.strip()
        if has_value and line[:1] in _INDENT and text and not text.startswith("- "):
            whole[-1].append(text)
            continue
        entry = _ENTRY.match(line)
        has_value = entry is not None and entry[2].strip()[:1] not in _NO_TEXT
        whole.append([line])
    return [" ".join(parts) for parts in whole]


def _repaired(line: str) -> str:
    """An entry as valid YAML: `标题：x` as `标题: x`, `title: a: b` as `title: 'a: b'`."""
    text = line.lstrip(" ")
    indent = line[: len(line) - len(text)]
    found = _ENTRY.match(text)
    if found is None:
        return indent + text
    key, value = found[1].strip("\"'"), found[2].strip()
    if not _VALUE.fullmatch(value):
        value = _quoted(_COMMENT.sub("", value))
    elif value.startswith("{") and _FLOW.fullmatch(value):
        value = value.replace("，", ", ").replace("：", ": ")
    return f"{indent}{_quoted(key)}: {value}"


def _without_tabs(line: str) -> str:
    """The line with the tabs at its start, which YAML forbids, as blanks."""
    text = line.lstrip("\t")
    return "    " * (len(line) - len(text)) + text


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


#: For each fence: the format, what parses it, and the lines that close it.
_FORMATS: dict[str, tuple[str, Callable[[list[str], _Limits], Mapping[str, object] | None], tuple[str, ...]]] = {
    "---": ("YAML", _yaml, ("---", "...")),
    "+++": ("TOML", _toml, ("+++",)),
    "/*": ("YAML", _yaml, ("*/",)),
}
