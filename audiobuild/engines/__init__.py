"""The engines that turn an utterance into sound: found by name, made with their settings."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from audiobuild.engines.protocol import Check, Engine, Listing, Offer
from audiobuild.engines.shared import Shared
from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.model import Show
from audiobuild.suggestions import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = [
    "DEFAULT",
    "Check",
    "Engine",
    "Listing",
    "Offer",
    "engine_class",
    "exists",
    "make",
    "names",
]

GROUP = "audiobuild.engines"  # of entry points
#: Known without asking the installed packages, which costs a start 15 ms; a test holds the table to pyproject.toml.
BUILT_IN = {
    "kokoro": "audiobuild.engines.kokoro:Kokoro",
    "edge": "audiobuild.engines.edge:Edge",
    "openai": "audiobuild.engines.openai:SpeechServer",
    "tone": "audiobuild.engines.tone:Tone",
}
DEFAULT = "kokoro"  # what engine = "auto" means


def names() -> tuple[str, ...]:
    """The names of all engines: the built-in ones, then those of other packages in alphabetical order."""
    return (*BUILT_IN, *sorted(_plug_ins()))


def exists(name: object) -> bool:
    """Whether there is an engine of this name; other packages are searched only when no built-in one has it."""
    return name in BUILT_IN or name in _plug_ins()


@cache
def engine_class(name: str) -> type[Engine]:
    """The class of the engine called `name`, which describes it.

    Raises ConfigError for an unknown engine and for one whose package cannot be imported.
    """
    if name in BUILT_IN:
        module, _unused, attribute = BUILT_IN[name].partition(":")
        found: type[Engine] = getattr(import_module(module), attribute)
        return found
    if name not in _plug_ins():
        raise ConfigError(
            _("there is no engine “{name}”; {remedy}").format(
                name=name, remedy=did_you_mean(name, names(), _("choose one of"))
            )
        )
    first, *others = _plug_ins()[name]
    if others:
        both = " and ".join(_package_of(point) for point in (first, others[0]))
        raise ConfigError(_("{both} both define an engine “{name}”: remove one of them.").format(both=both, name=name))
    return _loaded(name, first)


def make(name: str, show: Show, shared: Shared | None = None) -> Engine:
    """A new engine with the show's settings for it (those of its table in audiobuild.toml) and the show's lexicon.

    What several engines use together comes from `shared`. Nothing heavy is loaded before the first utterance. Raises
    ConfigError for an unknown engine, for an engine of another package that cannot be made and for a lexicon entry that
    cannot be pronounced.
    """
    from audiobuild.pronunciation.lexicon import Lexicon  # not sooner: --help needs the names of the engines only

    kind = engine_class(name)
    try:
        return kind(show.engines.get(name, {}), Lexicon(show.lexicon, show.lexicon_places), shared)
    except TypeError as error:  # abstract methods are missing, or the constructor takes something else
        raise ConfigError(
            _("the engine “{name}” of {package} is not compatible with this audiobuild: {error}.").format(
                name=name, package=_package(name), error=error
            )
        ) from error


@cache
def _plug_ins() -> dict[str, list[EntryPoint]]:
    """The engines of other packages by name; more than one under a name when two packages define it."""
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        if point.name not in BUILT_IN:
            found.setdefault(point.name, []).append(point)
    return found


def _loaded(name: str, point: EntryPoint) -> type[Engine]:
    """The class that an entry point names. Raises ConfigError naming the package."""
    try:
        found = point.load()
    except (ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError, OSError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ConfigError(
            _(
                "the engine “{name}” of {package} cannot be imported ({reason}): reinstall or remove that package."
            ).format(name=name, package=_package(name), reason=reason)
        ) from error
    if not (isinstance(found, type) and issubclass(found, Engine)):
        raise ConfigError(
            _("the engine “{name}” of {package} is not a subclass of audiobuild.engines.Engine: remove it.").format(
                name=name, package=_package(name)
            )
        )
    return found


def _package(name: str) -> str:
    """The package that an engine comes from, as in "the package audiobuild-beeper 1.0"."""
    points = _plug_ins().get(name)
    return _package_of(points[0]) if points else "audiobuild"


def _package_of(point: EntryPoint) -> str:
    return (
        _("the package {name} {version}").format(name=point.dist.name, version=point.dist.version)
        if point.dist
        else _("a package without a name")
    )
