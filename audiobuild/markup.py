"""Renders the package's templates: the one module that turns texts into HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from audiobuild.resources import packaged

# All but control characters (tab and line feed are allowed), halves of surrogate pairs, and noncharacters:
# https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream
# Written as what is allowed, common ranges first, because that is searched six times as fast.
_ALLOWED = "\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
_ALLOWED += "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
_ADDRESS = re.compile(r"(https?://[!-;=?-~]+[/\w#&=~%-])", re.ASCII)  # without a mark of the sentence at its end
_FORBIDDEN = re.compile(f"[^{_ALLOWED}]")


def render(template: str, **values: object) -> str:
    """Fill a template, named by its path in the package ("site/index.html"), and return the document.

    Every text among the values is escaped. A character that no HTML document may hold becomes a blank.
    Raises jinja2.UndefinedError for a name that the template uses and `values` does not give.
    """
    document = _environment().get_template(template).render(values)
    return _FORBIDDEN.sub(" ", document)


def clock(seconds: float) -> str:
    """A position as m:ss, from an hour on as h:mm:ss; the filter `clock` of the templates."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def timed(sentences: Iterable[tuple[int, float, str, str]]) -> Markup:
    """Sentences of a transcript, each with a button that plays it; all but the first are no stop for Tab.

    A sentence is its number, its start in seconds, its text and the space before it. The global `timed` of the
    templates: written as a part of one it took a third of the time for publishing a show.
    """
    return Markup("".join(f"{space}{_sentence(number, start, text)}" for number, start, text, space in sentences))


def _sentence(number: int, start: float, text: str) -> str:
    stop = ' tabindex="-1"' if number else ""
    jump = f'<button type="button" class="jump"{stop} data-start="{start:.3f}" aria-label="{clock(start)}"></button>'
    return f'<span class="cue" id="s{number}">{jump}{html.escape(text)}</span>'


def linked(text: str) -> Markup:
    """A text as HTML, its web addresses as links; the filter `linked` of the templates."""
    parts = _ADDRESS.split(text)  # text and addresses in turn
    links = (Markup('<a href="{0}">{0}</a>').format(part) if n % 2 else _escaped(part) for n, part in enumerate(parts))
    return Markup("").join(links)


def _escaped(text: str) -> Markup:
    """Text between tags, where quotes need no escape."""
    return Markup(html.escape(text, quote=False))


@cache
def _environment() -> Environment:
    """One for the process, so that a template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(packaged("")),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    environment.globals["inline"] = _inline
    environment.globals["timed"] = timed
    environment.filters["clock"] = clock
    environment.filters["linked"] = linked
    return environment


@cache
def _inline(name: str) -> Markup:
    """A style sheet or script of the package, unchanged; tests check that none can end its element."""
    return Markup(packaged(name).read_text(encoding="utf-8"))
