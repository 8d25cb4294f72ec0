"""Build requests: which script, which show, which output folder, and what the user overrides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobuild.config import read_profiles, read_show, show_folder
from audiobuild.engines import Listing, Offer, engine_class, make, names
from audiobuild.engines.protocol import substitute
from audiobuild.errors import ConfigError, EngineError, ScriptError
from audiobuild.model import Profiles, Role
from audiobuild.storage.files import reason

ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".srt", ".vtt")
STORE = ".cache"


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """One episode to build.

    `script` is the script's path, `out` the folder for the episode's files, `store` the folder of takes and segments,
    `show` the folder with the settings. `engine` None leaves the choice to the settings; `voices` and `roles` map a
    speaker to a voice or a role. `fallback_reason` says why the show's fallback engine has to speak instead of the
    online voices ("": it does not).
    """

    script: Path
    out: Path
    store: Path
    show: Path
    engine: str | None = None
    voices: Mapping[str, str] | None = None
    roles: Mapping[str, Role] | None = None
    force: bool = False
    fallback_reason: str = ""

    @property
    def episode(self) -> Path:
        """The path of the episode's MP3."""
        return self.out / f"{self.script.stem}.mp3"

    @property
    def record(self) -> Path:
        """The path of the episode's build record."""
        return self.out / f"{self.script.stem}.json"


def collect(named: Sequence[Path], out: Path | None, show: Path | None = None) -> list[BuildRequest]:
    """One request for each script that is named or lies in a named folder; without names, those in ./scripts.

    Settings come from `show`, else from the nearest folder above the script with an audiobuild.toml, else from the
    current folder; episodes go to `out`, else to the folder "output" of the show. Raises ScriptError for what does not
    exist, ConfigError when two scripts would become the same episode.
    """
    requests = []
    shows: dict[Path, Path] = {}  # by folder: a thousand scripts lie in one
    for script in _scripts(named):
        if script.parent not in shows or script.is_symlink():
            shows[script.parent] = show or show_folder(script) or Path.cwd()
        home = shows[script.parent]
        folder = out or _short(home / "output")
        requests.append(BuildRequest(script, folder, folder / STORE, home))
    _distinct(requests)
    return requests


def store_folder(out: Path | None) -> Path:
    """Where a build with this `-o` keeps what it has spoken; None: a build of the current folder's show."""
    return (out or Path("output")) / STORE


def voice_rows(engine: str | None, language: str | None, folder: Path) -> tuple[list[dict[str, str]], list[str]]:
    """Every voice that can be cast as a row (engine, voice, language, gender, cast_as, tags), and remarks.

    Where one engine is asked for that has a service, these are the voices it offers now; the remarks say whether it
    could be asked, which voices are gone, and which engine cannot be imported. Raises ConfigError.
    """
    if engine not in (None, "auto"):
        return _rows_of_one(engine, language, folder)
    rows: list[dict[str, str]] = []
    remarks: list[str] = []
    for name, profiles in _importable(folder, remarks):
        rows += _known_rows(profiles, engine_class(name).listed(), language)
    return rows, remarks


def _importable(folder: Path, remarks: list[str]) -> Iterator[tuple[str, Profiles]]:
    """The profiles of every engine; one that a broken package brings becomes a remark."""
    every = read_profiles(folder)
    for name in names():
        try:
            engine_class(name)
        except ConfigError as error:
            remarks.append(str(error).rstrip("."))
            continue
        yield name, every[name]


def _rows_of_one(name: str, language: str | None, folder: Path) -> tuple[list[dict[str, str]], list[str]]:
    profiles = read_profiles(folder)[name]
    listing = engine_class(name).listed()
    try:
        offers = make(name, read_show(folder)).offered()
    except EngineError as error:
        remark = f"from the list of {listing.day} that audiobuild carries, because {error}"
        return _known_rows(profiles, listing, language), [remark]
    if offers is None:
        return _known_rows(profiles, listing, language), []
    wanted = [offer for offer in offers if language in (None, offer.language, offer.locale)]
    remarks = ["as the service offers them now", *_withdrawn(profiles, listing, offers)]
    return [_row(profiles, offer.name, offer.language, offer.gender, offer.tags) for offer in wanted], remarks


def _known_rows(profiles: Profiles, listing: Listing, language: str | None) -> list[dict[str, str]]:
    """The voices of the settings, and those that the engine lists, without asking any service."""
    tags = {offer.name: offer.tags for offer in listing.offers}
    return [
        _row(profiles, voice.name, voice.language, voice.gender, tags.get(voice.name, ()))
        for voice in profiles.voices.values()
        if language in (None, voice.language) or voice.language == "any"
    ]


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
        instead = f"; {other.name} comes nearest" if other else ""
        yield f"{name}, who is cast as {roles}, is no longer offered{instead}"


def _cast_as(profiles: Profiles, voice: str) -> str:
    """The roles a voice is given when nobody asks for another, as "Q", "A" or "N"."""
    lists = [("Q", "hosts"), ("A", "guests"), ("N", "narrator")]
    found = [role for role, kind in lists for casting in profiles.casts.values() if voice in getattr(casting, kind)]
    return ", ".join(dict.fromkeys(found))


def _scripts(named: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in list(named) or [Path("scripts")]:
        try:
            if path.is_dir():
                found += _in_folder(path)
                continue
            there = path.exists()
        except OSError as error:
            raise ScriptError(f"{path} cannot be read: {reason(error)}.") from error
        if there:
            found.append(path)
        elif named:
            raise ScriptError(f"{path}: there is no such file; name a script, or a folder of scripts.")
        else:
            raise ScriptError(
                "there is no folder “scripts” here; name a script, or make a show with “audiobuild init”."
            )
    return list(dict.fromkeys(found))


def _in_folder(folder: Path) -> list[Path]:
    """The scripts of a folder, or of the folder "scripts" in it when it is a show."""
    place = folder / "scripts" if (folder / "scripts").is_dir() else folder
    scripts = sorted(
        path
        for path in place.iterdir()
        if path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith(".") and not _is_note(path)
    )
    if not scripts:
        raise ScriptError(f"{place}: there are no scripts here; scripts end in {', '.join(ENDINGS)}.")
    return scripts


def _is_note(path: Path) -> bool:
    return path.stem.lower() in ("readme", "licence", "license")


def _distinct(requests: Sequence[BuildRequest]) -> None:
    homes: dict[tuple[Path, str], Path] = {}
    resolved = {request.out: request.out.resolve() for request in requests}
    for request in requests:
        stem = request.script.stem
        for name in (stem, f"{stem}.words", f"{stem}.chapters"):  # each with the ending .json is written
            other = homes.setdefault((resolved[request.out], name.casefold()), request.script)
            if other is not request.script:
                raise ConfigError(
                    f"{other} and {request.script} would both become {request.out / name}.json; rename one of them."
                )


def _short(path: Path) -> Path:
    """The path as seen from here, when it lies below."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
