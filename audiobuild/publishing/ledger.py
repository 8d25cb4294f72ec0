"""Keeps published.json: what of a show and its episodes is assigned once and must never change."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audiobuild.errors import PublishError
from audiobuild.regex import lazy
from audiobuild.storage import files
from audiobuild.storage.files import reason

FILE = "published.json"
SCHEMA = "audiobuild.published/1"
LONGEST_SLUG = 48
_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of podcast:guid, as the podcast namespace says."""
_RESERVED = {
    "index",
    "feed",
    "cover",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{x}{n}" for x in ("com", "lpt") for n in range(10)),
}
"""Names of the show's own files, and those that Windows keeps for devices."""
_SLUG = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """Of one episode: its guid, its publication date (UTC), the name its files begin with.

    A withdrawn episode is kept here and is in no feed.
    """

    guid: str
    date: datetime
    slug: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The show's podcast:guid ("": none yet) and the entries by the episodes' file names without ending."""

    guid: str = ""
    episodes: Mapping[str, Entry] = field(default_factory=dict)


def read(path: Path) -> Ledger:
    """What the file holds; an empty ledger when there is none. Raises PublishError when it cannot be trusted."""
    try:
        facts = json.loads(path.read_bytes())
        if facts["schema"] != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        guid = str(uuid.UUID(facts["guid"]))
        return _distinct(Ledger(guid, {name: _entry(entry) for name, entry in facts["episodes"].items()}))
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise PublishError(f"{path} cannot be read: {reason(error)}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishError(
            f"{path} cannot be understood ({error}); bring it back from version control: without it every episode "
            "would be new to those who subscribe."
        ) from error


def write(path: Path, ledger: Ledger) -> None:
    """Put the ledger in place, whole or not at all; an unchanged one is not written."""
    if ledger != read(path):
        with files.whole(path, durable=True) as out:
            out.write(encode(ledger))


def encode(ledger: Ledger) -> bytes:
    """The ledger as JSON, in an order that keeps differences small in version control."""
    episodes = {name: _shown(entry) for name, entry in ledger.episodes.items()}
    facts = {"schema": SCHEMA, "guid": ledger.guid, "episodes": episodes}
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def assigned(
    ledger: Ledger, address: str, dates: Mapping[str, datetime | None], now: datetime, new: Callable[[], uuid.UUID]
) -> Ledger:
    """The ledger with all that `dates` (by file name: the date its author gives) has and the ledger has not.

    `address` is the feed's. A date by the author overrules the one assigned before.
    """
    entries = dict(ledger.episodes)
    for name, date in dates.items():
        known = entries.get(name)
        if known is None:
            taken = {entry.slug for entry in entries.values()}
            entries[name] = Entry(str(new()), date or now.replace(microsecond=0), slug(name, taken))
        elif date:
            entries[name] = replace(known, date=date)
    return Ledger(ledger.guid or feed_guid(address, new), entries)


def feed_guid(address: str, new: Callable[[], uuid.UUID]) -> str:
    """The podcast:guid that belongs to a feed's address; one of its own where only this network knows the address.

    Source: podcast namespace, tag guid: UUIDv5 of the address without scheme and trailing slashes. For an address such
    as 127.0.0.1 that would be the guid of many shows.
    """
    name = address.partition("://")[2].rstrip("/") if is_public(address) else f"urn:uuid:{new()}"
    return str(uuid.uuid5(_NAMESPACE, name))


def is_public(address: str) -> bool:
    """Whether the address can be one on the internet: not this machine, not a private network, not a bare name."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".lan", ".internal", ".localhost", ".home.arpa"))


def key(name: str) -> str:
    """A file's name as the ledger has it: some systems hand accents over apart from their letters."""
    return unicodedata.normalize("NFC", name)


def slug(name: str, taken: Collection[str]) -> str:
    """A name of lower-case ASCII letters, digits and hyphens that nothing in `taken` has.

    What ASCII cannot tell of the name is told by eight digits of its SHA-256.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    ascii_only = re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:LONGEST_SLUG].strip("-")
    lost = any(letter.isalnum() and not letter.isascii() for letter in kept) or len(kept) > LONGEST_SLUG
    if ascii_only and not lost and ascii_only not in _RESERVED and ascii_only not in taken:
        return ascii_only
    stem = ascii_only or "episode"
    marked = f"{stem}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return next(found for n in range(len(taken) + 1) if (found := f"{marked}-{n}" if n else marked) not in taken)


def _entry(facts: Mapping[str, Any]) -> Entry:
    date = datetime.fromisoformat(facts["date"])
    if date.tzinfo is None or not _SLUG.fullmatch(facts["slug"]):
        raise ValueError(f"an entry has the date “{facts['date']}” and the slug “{facts['slug']}”")
    return Entry(str(uuid.UUID(facts["guid"])), date.astimezone(UTC), facts["slug"], facts.get("withdrawn") is True)


def _shown(entry: Entry) -> dict[str, object]:
    facts = asdict(entry) | {"date": entry.date.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return facts if entry.withdrawn else {key: value for key, value in facts.items() if key != "withdrawn"}


def _distinct(ledger: Ledger) -> Ledger:
    """The ledger, unless two episodes share what tells them apart, as after a wrongly merged conflict."""
    for kind in ("guid", "slug"):
        values = [getattr(entry, kind) for entry in ledger.episodes.values()]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise ValueError(f"two episodes have the {kind} {twice}")
    return ledger
