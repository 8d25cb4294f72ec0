"""The voices that can be cast, as rows of a table: those of every engine, or those a service offers now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from audiobuild.config import read_profiles, read_show
from audiobuild.engines import Listing, Offer, engine_class, make, names
from audiobuild.engines.protocol import substitute
from audiobuild.errors import ConfigError, EngineError
from audiobuild.i18n import _, clause
from audiobuild.model import Profiles, Voice


def voice_rows(engine: str | None, language: str | None, folder: Path) -> tuple[list[dict[str, str]], list[str]]:
    """Every voice that can be cast as a row (engine, voice, language, gender, cast_as, tags), and remarks.

    For a single engine with a service, these are the voices that it offers now. The remarks say whether it answered,
    which voices are gone, and which engine cannot be imported. Raises ConfigError.
    """
    if engine not in (None, "auto"):
        return _rows_of_one(engine, language, folder)
    rows: list[dict[str, str]] = []
    remarks: list[str] = []
    for name, profiles in _importable(folder, remarks):
        kind = engine_class(name)
        if language and kind.draft:  # a hum speaks no language
            continue
        rows += _known_rows(profiles, kind.listed(), language)
    return rows, remarks


def _importable(folder: Path, remarks: list[str]) -> Iterator[tuple[str, Profiles]]:
    """The profiles of every engine; one that a broken package brings becomes a remark."""
    every = read_profiles(folder)
    for name in names():
        try:
            engine_class(name)
        except ConfigError as error:
            remarks.append(clause(error))
            continue
        yield name, every[name]


def _rows_of_one(name: str, language: str | None, folder: Path) -> tuple[list[dict[str, str]], list[str]]:
    profiles = read_profiles(folder)[name]
    listing = engine_class(name).listed()
    try:
        offers = make(name, read_show(folder)).offered()
    except EngineError as error:
        source = (
            _("from the list of {day} that comes with audiobuild").format(day=listing.day)
            if listing.day
            else _("those of the settings")
        )
        return _known_rows(profiles, listing, language), [
            _("{source}, because {error}").format(source=source, error=error)
        ]
    if offers is None:
        return _known_rows(profiles, listing, language), []
    wanted = [offer for offer in offers if language in (None, offer.language, offer.locale) or offer.locale == "any"]
    remarks = [_("as the service offers them now"), *_withdrawn(profiles, listing, offers)]
    return [_row(profiles, offer.name, offer.language, offer.gender, offer.tags) for offer in wanted], remarks


def _known_rows(profiles: Profiles, listing: Listing, language: str | None) -> list[dict[str, str]]:
    """The voices of the settings, and those that the engine lists, without asking any service."""
    tags = {offer.name: offer.tags for offer in listing.offers}
    return [
        _row(profiles, voice.name, voice.language, voice.gender, _described(voice, tags))
        for voice in profiles.voices.values()
        if language in (None, voice.language) or voice.language == "any"
    ]


def _described(voice: Voice, tags: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What the settings say of a voice, then what its engine lists."""
    about = (voice.about,) if voice.about else ()
    return (*about, *tags.get(voice.name, ()))


def _row(profiles: Profiles, voice: str, language: str, gender: str, tags: Iterable[str]) -> dict[str, str]:
    return {
        "engine": profiles.engine,
        "voice": voice,
        "language": language,
        "gender": gender,
        "cast_as": _cast_as(profiles, voice),
        "tags": ", ".join(tags),
    }


def _withdrawn(profiles: Profiles, listing: Listing, offers: Sequence[Offer]) -> Iterator[str]:
    """A sentence for each voice that would be cast and is not offered any more."""
    offered = {offer.name for offer in offers}
    known = {offer.name: offer for offer in listing.offers}
    for name, voice in profiles.voices.items():
        roles = _cast_as(profiles, name)
        if name in offered or not roles:
            continue
        other = substitute(known.get(name, Offer(name, voice.language, voice.gender)), offers)
        instead = _("; {name} is the most similar").format(name=other.name) if other else ""
        yield _("{name}, cast as {roles}, is no longer offered{instead}").format(
            name=name, roles=roles, instead=instead
        )


def _cast_as(profiles: Profiles, voice: str) -> str:
    """The roles for which a voice is the default, as "Q", "A" or "N"."""
    lists = [("Q", "hosts"), ("A", "guests"), ("N", "narrator")]
    found = [role for role, kind in lists for casting in profiles.casts.values() if voice in getattr(casting, kind)]
    return ", ".join(dict.fromkeys(found))
