"""Keeps published.json: the identities, dates and names that are assigned once and must never change."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audiobuild.errors import PublishError
from audiobuild.i18n import N_, _
from audiobuild.regex import lazy
from audiobuild.storage import files
from audiobuild.storage.files import reason
from audiobuild.suggestions import did_you_mean

FILE = "published.json"
SCHEMA = "audiobuild.published/1"
_APART = timedelta(minutes=1)  # between two episodes of one date
_LEAST = timedelta(seconds=1)  # what a date in a feed can express
_MOVED = timedelta(days=1)  # as far as an episode can be moved from the date that its author gave
LONGEST_SLUG = 48  # characters, so that a name stays readable in a list of files
_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid, given by the podcast namespace's specification."""
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
"""Names of the show's own files, and those that Windows reserves for devices."""
_LOCAL_DOMAINS = (".local", ".lan", ".internal", ".localhost", ".home.arpa")
_SLUG = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is assigned to one episode: its guid, its publication date (UTC), and the name its files begin with.

    A withdrawn episode keeps its entry and is in no feed.
    """

    guid: str
    date: datetime
    slug: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The show's podcast:guid ("": none yet), and the entries by the name of the episode's files (see `key`)."""

    guid: str = ""
    episodes: Mapping[str, LedgerEntry] = field(default_factory=dict)


def read_ledger(path: Path) -> Ledger:
    """Read the file; an empty ledger when there is none. Raises PublishError when it cannot be read or understood."""
    try:
        return _decode(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise PublishError(_("{path} cannot be read: {reason}.").format(path=path, reason=reason(error))) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishError(
            _(
                "{path} cannot be understood ({error}); restore it from version control: without it "
                "every episode would be new to your subscribers."
            ).format(path=path, error=error)
        ) from error


def write(path: Path, ledger: Ledger) -> None:
    """Write the ledger, unless the file holds it already. Raises OutputError."""
    if ledger != read_ledger(path):
        with files.atomic_write(path, durable=True) as out:
            out.write(ledger_json(ledger))


def ledger_json(ledger: Ledger) -> bytes:
    """The ledger as JSON, in an order that keeps differences small in version control."""
    episodes = {name: _encode_entry(entry) for name, entry in ledger.episodes.items()}
    facts = {"schema": SCHEMA, "guid": ledger.guid, "episodes": episodes}
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def assigned(
    ledger: Ledger, address: str, dates: Mapping[str, datetime | None], now: datetime, new: Callable[[], uuid.UUID]
) -> Ledger:
    """The ledger with an entry for each name in `dates`, which holds the author's date or None.

    Entries are kept as they are, but for a date that the author has given or changed. A new entry gets the guid
    `new()`, the author's date or `now`, and its own slug; a new ledger gets the guid of the feed's `address`. No two
    entries get the same date, because apps sort by it alone: new ones without a date end at `now`, in the natural order
    of their names and a minute apart, or less where others were published since; of several with one date the later
    names are minutes later.
    """
    entries = dict(ledger.episodes)
    last = now.replace(microsecond=0)
    undated = _one_after_another({name for name in dates.keys() - entries.keys() if not dates[name]}, last, entries)
    for name in sorted(dates, key=_natural):
        known, date = entries.get(name), dates[name]
        if known is None:
            free = _free(date, entries, _APART) if date else _free(undated[name], entries, -_LEAST)
            entries[name] = LedgerEntry(str(new()), free, slug(name, _slugs(entries)))
        elif date and not _is_kept(name, date, entries):
            del entries[name]
            entries[name] = replace(known, date=_free(date, entries, _APART))
    return Ledger(ledger.guid or feed_guid(address, new), entries)


def _slugs(entries: Mapping[str, LedgerEntry]) -> set[str]:
    return {entry.slug for entry in entries.values()}


def _one_after_another(
    names: Collection[str], last: datetime, entries: Mapping[str, LedgerEntry]
) -> dict[str, datetime]:
    """Dates in the natural order of the names, the last one at `last`, all after those of `entries` where seconds do.

    They are a minute apart where there is time for that.
    """
    latest_first = sorted(names, key=_natural, reverse=True)
    before = max((entry.date for entry in entries.values() if entry.date <= last), default=None)
    apart = _APART if before is None else (last - before) // (len(names) or 1)
    apart = min(_APART, max(_LEAST, apart - apart % _LEAST))
    return {name: last - number * apart for number, name in enumerate(latest_first)}


def renamed(ledger: Ledger, names: Mapping[str, str]) -> Ledger:
    """The ledger with the entries of old names under new ones; `names` maps new to old."""
    entries = dict(ledger.episodes)
    for new, old in names.items():
        entries[key(new)] = entries.pop(key(old))
    return Ledger(ledger.guid, entries)


def withdrawn(ledger: Ledger, names: Collection[str]) -> Ledger:
    """The ledger with these episodes withdrawn. Raises PublishError for a name that it does not hold."""
    entries = dict(ledger.episodes)
    for name in map(key, names):
        if name not in entries:
            raise PublishError(
                _("“{name}” was never published; {remedy}").format(
                    name=name, remedy=did_you_mean(name, entries, _("published are"))
                )
            )
        entries[name] = replace(entries[name], withdrawn=True)
    return Ledger(ledger.guid, entries)


def _is_kept(name: str, date: datetime, entries: Mapping[str, LedgerEntry]) -> bool:
    """Whether the date assigned to an entry follows from the author's: the same, or moved some minutes after others."""
    own = entries[name].date
    others = {entry.date for other, entry in entries.items() if other != name}
    return date <= own < date + _MOVED and own not in others and (own == date or date in others)


def _free(date: datetime, entries: Mapping[str, LedgerEntry], step: timedelta) -> datetime:
    """The date, or the first one that no entry has, in steps from it: an undated episode must not wait for its own."""
    taken = {entry.date for entry in entries.values()}
    while date in taken:
        date += step
    return date


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key in which the numbers in names count as numbers: 2-tea before 10-milk."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (0, part.casefold()) for part in parts]


def feed_guid(address: str, new: Callable[[], uuid.UUID]) -> str:
    """The podcast:guid of a feed: the UUIDv5 of its address without scheme and trailing slashes.

    Source: podcast namespace, tag guid. Many shows share an address such as 127.0.0.1, so a feed that is not public
    gets a random guid.
    """
    name = address.partition("://")[2].rstrip("/") if is_public(address) else f"urn:uuid:{new()}"
    return str(uuid.uuid5(_NAMESPACE, name))


def is_public(address: str) -> bool:
    """Whether an address can be on the internet: not this machine, a private network or a name without a dot."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith(_LOCAL_DOMAINS)


def key(name: str) -> str:
    """A file's name as the ledger spells it: some systems return accents separate from their letters."""
    return unicodedata.normalize("NFC", name)


def slug(name: str, taken: Collection[str]) -> str:
    """A name for files and addresses: lower-case ASCII letters, digits and hyphens, and not in `taken`.

    Where that loses a letter of `name`, eight digits of its SHA-256 are added, as in 02-灯塔: 02-1a2b3c4d.
    """
    plain = _without_accents(name)
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
    if _is_whole(stem, plain) and stem not in _RESERVED.union(taken):
        return stem
    marked = f"{stem or 'episode'}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    found, number = marked, 0
    while found in taken:
        number += 1
        found = f"{marked}-{number}"
    return found


def _without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_whole(stem: str, plain: str) -> bool:
    """Whether a slug holds every letter and digit of the name it was made from, and any at all."""
    if len(plain) > LONGEST_SLUG:
        return False
    letters = "".join(filter(str.isalnum, plain))
    return stem != "" and letters.isascii()


def _decode(facts: Mapping[str, Any]) -> Ledger:
    """The ledger in the JSON of its file. Raises ValueError, KeyError, TypeError or AttributeError for any other."""
    if facts["schema"] != SCHEMA:
        raise ValueError(_("its schema is not {schema}").format(schema=SCHEMA))
    guid = str(uuid.UUID(facts["guid"]))
    entries = {name: _decode_entry(entry) for name, entry in facts["episodes"].items()}
    _require_distinct(N_("guid"), [entry.guid for entry in entries.values()])
    _require_distinct(N_("slug"), [entry.slug for entry in entries.values()])
    return Ledger(guid, entries)


def _decode_entry(facts: Mapping[str, Any]) -> LedgerEntry:
    date = datetime.fromisoformat(facts["date"])
    if date.tzinfo is None or not _SLUG.fullmatch(facts["slug"]):
        raise ValueError(
            _("an entry has the date “{date}” and the slug “{slug}”").format(date=facts["date"], slug=facts["slug"])
        )
    guid, withdrawn = str(uuid.UUID(facts["guid"])), facts.get("withdrawn") is True
    return LedgerEntry(guid, date.astimezone(UTC), facts["slug"], withdrawn)


def _encode_entry(entry: LedgerEntry) -> dict[str, object]:
    facts = asdict(entry) | {"date": entry.date.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if not entry.withdrawn:
        del facts["withdrawn"]
    return facts


def _require_distinct(kind: str, values: Sequence[str]) -> None:
    """Raise ValueError when two episodes share a value, as after a wrongly merged conflict."""
    value, count = Counter(values).most_common(1)[0] if values else ("", 0)
    if count > 1:
        raise ValueError(_("two episodes have the {kind} {value}").format(kind=_(kind), value=value))
