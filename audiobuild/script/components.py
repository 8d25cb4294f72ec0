"""Parts of a page's source between its lines of text: style sheets, components, captions, boxes of a magazine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobuild.model import Dropped
from audiobuild.regex import lazy

# The letters of a picture inside the text: the address that is left is cut like any other.
_DATA = lazy(r"(data:[\w.+-]{1,40}/[\w.+-]{1,60};(?:charset=[\w-]{1,20};)?base64,)[A-Za-z0-9+/=]{40,}")
# `<MessageBox>`, `<v-card name="…">`, `</Message>`, also over several lines: no element of HTML has such a name.
_TAG = lazy(
    r"</?(?P<name>[A-Z][A-Za-z\d]{0,30}[a-z][A-Za-z\d.]{0,30}|[a-z][a-z\d]{0,20}(?:-[a-z\d]{1,20}){1,3})"
    r"(?P<given>\s[^<>]{0,600})?(?P<closed>/)?>"
)
#: A tag with its attributes, whose values may have line breaks and `>`.
_VALUE = r"""(?>"[^"]{0,200000}"|'[^']{0,200000}'|[^\s"'<>=]{1,2000})"""
WHOLE_TAG = lazy(
    r"<(?P<name>a|audio|br|button|div|embed|figure|font|h[1-6]|iframe|img|input|link|meta|object|p|picture|section|"
    r"source|span|table|td|track|video)"
    rf"(?>\s{{1,40}}(?>[\w:@.-]{{1,60}})\s?=\s?{_VALUE}|\s{{1,40}}(?>[\w:@.-]{{1,60}})(?=[\s/>])){{1,20}}\s{{0,40}}/?>"
)
_TEMPLATE = lazy(r"\{%[^{}]{1,600}\n[^{}]{0,600}%\}|\{\{<[^{}]{1,600}\n[^{}]{0,600}>\}\}")  # over several lines
_CLOSING_TAG = lazy(r"</([A-Za-z][\w.-]{0,60})\s{0,9}>")
_BROKEN = lazy(r"\n|.[<>].")
_ATTRIBUTE = lazy(r"[\w:@-]\s?=\s?[\"'{]")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of lines from `opens` to `closes` that is not spoken for `reason`, at most `longest` characters long."""

    reason: str
    opens: str
    closes: str
    longest: int


_BLOCKS = (
    _Block("code", r"(?mi)^[ \t]{0,8}<style\b[^<>\n]{0,300}>", "</style>", 200_000),
    _Block("code", r"(?mi)^[ \t]{0,8}<script\b[^<>\n]{0,300}>", "</script>", 200_000),
    _Block("caption", r"(?i)<figcaption\b[^<>\n]{0,300}>", "</figcaption>", 1_000),
    _Block("ad", r"(?m)^=TEXTBOX_START=[^\n]{0,200}$", "=TEXTBOX_END=", 5_000),
)
_OPENINGS = {block.closes: lazy(block.opens) for block in _BLOCKS}


def without_data(lines: list[str]) -> list[str]:
    """The lines without the letters of pictures that are written out, which may be longer than any pattern reaches."""
    return [_DATA.sub(r"\1", line) if "base64," in line else line for line in lines]


def without_components(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines without style sheets, captions, boxes and tags of components; line numbers are unchanged."""
    text = "\n".join(lines)
    spans = [span for block in _BLOCKS for span in _spans(text, block)] + _tags(text)
    spans += [(*tag.span(), "code") for tag in _TEMPLATE.finditer(text)]
    kept: list[str] = []
    dropped: list[Dropped] = []
    end, line, seen = 0, 1, 0
    for start, stop, reason in sorted(spans):
        if start < end:
            continue
        line, seen = line + text.count("\n", seen, start), start
        kept.append(text[end:start] + "\n" * text.count("\n", start, stop))
        parts = enumerate(text[start:stop].split("\n"), line)
        dropped += [Dropped(number, part.strip(), reason) for number, part in parts if part.strip()]
        end = stop
    return "".join([*kept, text[end:]]).split("\n"), dropped


def _spans(text: str, block: _Block) -> list[tuple[int, int, str]]:
    """The start and end of each block; one that is not closed, or too long, hides nothing."""
    found: list[tuple[int, int, str]] = []
    folded = text.lower() if block.closes.islower() else text
    if block.closes not in folded or len(folded) != len(text):
        return found
    end, close = 0, -1  # searched again only below the last one found, so that the time is linear
    for opening in _OPENINGS[block.closes].finditer(text):
        if close < opening.end():
            close = folded.find(block.closes, opening.end())
        if close < 0:
            break
        if opening.start() >= end and close - opening.end() <= block.longest:
            end = close + len(block.closes)
            found.append((opening.start(), end, block.reason))
    return found


def _tags(text: str) -> list[tuple[int, int, str]]:
    """The start and end of each tag over several lines, and of each component's.

    A component's is closed somewhere, or has attributes, unlike `<Ann> Yes.`.
    """
    closed = frozenset(_CLOSING_TAG.findall(text))
    of_html = (tag for tag in WHOLE_TAG.finditer(text) if "=" in tag.group() and _BROKEN.search(tag.group()))
    of_components = (tag for tag in _TAG.finditer(text) if _is_markup(tag, closed))
    return [(*tag.span(), "code") for tag in (*of_html, *of_components)]


def _is_markup(tag: re.Match[str], closed: frozenset[str]) -> bool:
    """Whether a tag is closed, by itself or somewhere, or has attributes."""
    return any((tag["closed"], tag["name"] in closed, _ATTRIBUTE.search(tag["given"] or "")))
