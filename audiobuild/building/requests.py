"""Build requests: which script, which show, which output folder, and what the user overrides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiobuild.config import show_folder
from audiobuild.errors import ConfigError, ScriptError
from audiobuild.i18n import _, listed
from audiobuild.model import Role
from audiobuild.storage.files import decoded_name, reason, relative_to_here

ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".srt", ".vtt", ".docx")
STORE = ".cache"
ORIGINALS = "originals"  # folder for scripts as they came, before the studio wrote them in the exact form


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """One episode to build.

    `script` is the script's path, `out` the folder for the episode's files, `store` the folder of takes and segments,
    `show` the folder with the settings. `engine` None leaves the choice to the settings; `voices` and `roles` map a
    speaker to a voice or a role. `fallback_reason` says why the show's fallback engine has to speak instead of the
    online voices ("": it does not). Without `recorded` everything is spoken, recordings or not. `clash` says which
    other script would become the same episode ("": none); then neither is built.
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
    recorded: bool = True
    clash: str = ""

    def check(self) -> None:
        """Raise ConfigError when another script would become the same episode."""
        if self.clash:
            raise ConfigError(self.clash)

    @property
    def name(self) -> str:
        """The name of the episode's files without their endings: that of the script."""
        return decoded_name(self.script.stem)

    @property
    def episode(self) -> Path:
        """The path of the episode's MP3."""
        return self.out / f"{self.name}.mp3"

    @property
    def record(self) -> Path:
        """The path of the episode's build record."""
        return self.out / f"{self.name}.json"


def collect(named: Sequence[Path], out: Path | None, show: Path | None = None) -> list[BuildRequest]:
    """One request for each script that is named or is in a named folder; without names, those in ./scripts.

    Settings come from `show`, else from the nearest folder above the script with an audiobuild.toml, else from the
    current folder; episodes go to `out`, else to the folder "output" of the show. Raises ScriptError for what does not
    exist, ConfigError when each of the scripts would become the same episode as another.
    """
    requests = []
    shows: dict[Path, Path] = {}  # by folder: a thousand scripts may be in one
    for script in _scripts(named):
        if script.parent not in shows or script.is_symlink():
            shows[script.parent] = show or show_folder(script) or Path.cwd()
        home = shows[script.parent]
        folder = out or relative_to_here(home / "output")
        requests.append(BuildRequest(script, folder, folder / STORE, home))
    return _with_clashes(requests)


def store_folder(out: Path | None) -> Path:
    """Where a build with this `-o` keeps what it has spoken; None: a build of the current folder's show."""
    return (out or Path("output")) / STORE


def _scripts(named: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in list(named) or [Path("scripts")]:
        try:
            if path.is_dir():
                found += _in_folder(path)
                continue
            there = path.exists()
        except OSError as error:
            raise ScriptError(_("{path} cannot be read: {reason}.").format(path=path, reason=reason(error))) from error
        if there:
            found.append(path)
        elif named:
            raise ScriptError(
                _("{path}: there is no such file; name a script, or a folder of scripts.").format(path=path)
            )
        else:
            raise ScriptError(
                _("there is no folder “scripts” here; name a script, or make a show with “audiobuild init”.")
            )
    return list(dict.fromkeys(found))


def _in_folder(folder: Path) -> list[Path]:
    """The scripts of a folder and its subfolders, or of the folder "scripts" in it when it is a show."""
    place = folder / "scripts" if (folder / "scripts").is_dir() else folder
    scripts = sorted(_below(place))
    if not scripts:
        raise ScriptError(
            _("{place}: there are no scripts here; scripts end in {endings}.").format(
                place=place, endings=", ".join(ENDINGS)
            )
        )
    return scripts


def _below(folder: Path) -> Iterator[Path]:
    """The scripts in a folder and its subfolders, but for hidden ones, originals, and folders with episodes."""
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == ORIGINALS:
            continue
        if path.is_dir():
            if not (path / STORE).is_dir() and not path.is_symlink():
                yield from _below(path)
        elif path.suffix.lower() in ENDINGS and not _is_note(path):
            yield path


def _is_note(path: Path) -> bool:
    return path.stem.lower() in ("readme", "licence", "license")


def _with_clashes(requests: Sequence[BuildRequest]) -> list[BuildRequest]:
    """The same requests; those that would write a file of another say so. Raises ConfigError when these are all."""
    clashes: dict[Path, str] = {}
    for request, other in _sharing(requests):
        clashes.setdefault(request.script, _clash(request, other))
    if clashes and len(clashes) == len(requests):
        raise ConfigError(listed(dict.fromkeys(clashes.values())))
    return [replace(request, clash=clashes.get(request.script, "")) for request in requests]


def _sharing(requests: Sequence[BuildRequest]) -> Iterator[tuple[BuildRequest, BuildRequest]]:
    """The requests that would write a file of another, each with that other."""
    resolved = {out: out.resolve() for out in {request.out for request in requests}}
    writers: dict[tuple[Path, str], list[BuildRequest]] = defaultdict(list)
    for request in requests:
        for ending in ("", ".words", ".chapters"):  # the records that an episode writes, all of them .json
            writers[resolved[request.out], f"{request.name}{ending}".casefold()].append(request)
    for first, *others in filter(lambda sharing: len(sharing) > 1, writers.values()):
        yield from ((request, first) for request in others)
        yield first, others[0]


def _clash(request: BuildRequest, other: BuildRequest) -> str:
    longer = max(request.record, other.record, key=lambda path: len(path.name))
    same = request.name.casefold() == other.name.casefold()
    first, second = sorted((request.script, other.script))
    return _(
        "{script} and {other} would both become {path}; rename one of them, or move it "
        "into a folder {folder}, which is not built."
    ).format(script=first, other=second, path=request.episode if same else longer, folder=ORIGINALS)
