"""Front matter: the settings a script carries at its top, between two `---` (YAML) or two `+++` (TOML) lines.

Of YAML only what people write in front matter is read: flat `key: value`, lists, one level of maps, quoted strings and
block scalars. Keys that are not ours are normal (a blog has its own); one that is almost one of ours is warned of.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from audiobuild.model import Dropped, Role, ScriptWarning
from audiobuild.regex import lazy

KNOWN = frozenset(["title", "show", "author", "date", "description", "guests", "cast", "language", "cover", "lexicon"])
MAX_LINES = 200
_ALIASES = {"guest": "guests", "lang": "language", "authors": "author", "image": "cover", "summary": "description"}
_ENTRY = lazy(
    r"^(\"[^\"]{1,60}\"|'[^']{1,60}'|[^\s:#\[\]{}\"'=,-][^:=#\[\]{}\"']{0,60}?)\s*(?:[:：](?=\s|$|[^/])|=)\s*(.*)$"
)


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the text: the settings, the number of lines they take, what was dropped and warned of."""

    settings: dict[str, object]
    lines: int
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[ScriptWarning, ...] = ()


def cast_in(settings: Mapping[str, object]) -> tuple[dict[str, Role], dict[str, str]]:
    """The roles and the voices that the cast gives: `陶渡: A`, `陶渡: zm_yunxi` or `陶渡: A kokoro:zm_yunxi`."""
    cast = settings.get("cast")
    roles: dict[str, Role] = {}
    voices: dict[str, str] = {}
    for name, value in cast.items() if isinstance(cast, dict) else ():
        for word in str(value).replace(",", " ").split():
            if word in list(Role):
                roles[str(name)] = Role(word)
            else:
                voices.setdefault(str(name), word)
    return roles, voices


def front_matter(lines: list[str]) -> Front:
    """The front matter of the file; without any, no settings and no lines."""
    start = next((i for i, line in enumerate(lines[:20]) if line.strip()), 0)
    fence = lines[start].strip() if lines else ""
    if fence not in ("---", "+++"):
        return Front({}, 0)
    closing = ("---", "...") if fence == "---" else ("+++",)
    end = next((i for i in range(start + 1, min(len(lines), start + MAX_LINES)) if lines[i].rstrip() in closing), -1)
    body = lines[start + 1 : end] if end > 0 else []
    if not body or (fence == "---" and not _looks_like_yaml(body)):
        return Front({}, 0)
    dropped = tuple(Dropped(i + 1, lines[i].strip(), "metadata") for i in range(start, end + 1) if lines[i].strip())
    try:
        raw = tomllib.loads("\n".join(body)) if fence == "+++" else _yaml(body)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        warning = ScriptWarning(
            "front-matter", start + 1, f"the TOML front matter cannot be read and was ignored: {_one_line(error)}"
        )
        return Front({}, end + 1, dropped, (warning,))
    settings, unknown = _known(raw)
    meant = [
        f"{key} (did you mean {close[0]}?)"
        for key in unknown
        if (close := get_close_matches(key.lower(), KNOWN, 1, 0.8))
    ]
    warnings = (
        (ScriptWarning("front-matter", start + 1, f"unknown keys were ignored: {', '.join(meant)}"),) if meant else ()
    )
    return Front(settings, end + 1, dropped, warnings)


def _known(raw: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """The settings we know, and the names of the others; `NAME: A` at the top level is a role in the cast."""
    settings: dict[str, object] = {}
    unknown: list[str] = []
    cast: dict[str, object] = {}
    for key, value in raw.items():
        name = _ALIASES.get(key.lower(), key.lower())
        if name in KNOWN and value not in ("", None):
            settings[name] = _plain(value)
        elif str(value).strip() in ("Q", "A", "N"):
            cast[key] = str(value).strip()
        elif name not in KNOWN:
            unknown.append(key)
    if cast:
        own = settings.get("cast")
        settings["cast"] = {**cast, **(own if isinstance(own, dict) else {})}
    return settings, unknown


def _plain(value: object) -> object:
    """Strings, lists and maps of strings only: dates and numbers of TOML as they are written."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value if isinstance(value, str) else str(value)


def _looks_like_yaml(body: list[str]) -> bool:
    """Front matter is keys and what hangs below them; a rule above prose is no front matter."""
    entries = sum(bool(_ENTRY.match(line)) for line in body)
    odd = sum(1 for line in body if line.strip() and not (_ENTRY.match(line) or line[0] in " \t-#}]"))
    return entries >= 1 and odd == 0


def _yaml(body: list[str]) -> dict[str, object]:
    raw: dict[str, object] = {}
    index = 0
    while index < len(body):
        match = _ENTRY.match(body[index])
        index += 1
        if not match:
            continue
        key, value = _unquote(match[1]), match[2].strip()
        below = index
        while below < len(body) and (not body[below].strip() or body[below][0] in " \t-"):
            below += 1
        raw[key] = _value(value, [line for line in body[index:below] if line.strip()])
        index = below
    return raw


def _value(value: str, below: list[str]) -> object:
    """One entry's value: a scalar, a flow or block list, a flow or block map, a block scalar."""
    if value[:1] in "|>" and value[:2].strip("|>+-0123456789") == "" and value:
        return (" " if value[0] == ">" else "\n").join(line.strip() for line in below)
    if value:
        return _flow(value)
    items = [line.strip()[1:].strip() for line in below if line.strip().startswith("-")]
    if items:
        return [_unquote(item) for item in items]
    entries = [match for line in below if (match := _ENTRY.match(line.strip()))]
    return {_unquote(match[1]): _unquote(_comment_off(match[2])) for match in entries} if entries else ""


def _flow(value: str) -> object:
    value = _comment_off(value)
    if value.startswith("[") and value.endswith("]"):
        return [_unquote(part) for part in re.split(r"[,，、]", value[1:-1]) if part.strip()]
    if value.startswith("{") and value.endswith("}"):
        pairs = [_ENTRY.match(part.strip()) for part in re.split(r"[,，]", value[1:-1])]
        return {_unquote(match[1]): _unquote(match[2]) for match in pairs if match}
    return _unquote(value)


def _comment_off(value: str) -> str:
    return value if value[:1] in "\"'" else re.sub(r"\s+#.*$", "", value).strip()


def _unquote(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'" else value


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
