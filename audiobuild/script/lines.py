"""The basic types of reading: a Row is one line (or paragraph) of the file with the facts its format gives.

Bold and italic stay in the text as four noncharacters, because a label or a question is often recognised by being
bold; `plain` removes them. Cleaning removes these code points from the input first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from audiobuild.regex import lazy

BOLD, BOLD_END, ITALIC, ITALIC_END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
EMPHASIS = BOLD + BOLD_END + ITALIC + ITALIC_END
_WIDE = lazy(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001f64f\U0001f900-\U0001f9ff\U00020000-\U0003fffd]+"
)
_COMBINING = lazy(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]+"
)
_NO_WORD = lazy(r"[\W_]+")
_EMPHASIS = lazy(f"[{EMPHASIS}]")
_BETWEEN_BOLD = lazy(f"{BOLD_END}([《》〈〉「」『』“”]{{1,2}}){BOLD}")  # **您在**《**那本书**》**里**
_CJK = lazy("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff]")
# Punctuation that both scripts use and that is next to hanzi without a blank.
_TIGHT = "“”‘’…—·"
# The marks that end a sentence; closing quotes and brackets may follow.
SENTENCE_END = lazy(r"(?:[。！？!?…；;：:.｡؟۔।]|——|──)[”」』’\"'）)】\]》〉]*$|[”」』\"]$")
_QUOTES = dict(zip('「『“"', '」』”"', strict=True))
QUESTION_END = lazy(r"[？?⁇⁈‽؟][”」』’\"'）)】\]!！。…~～]*$")


class Kind(Enum):
    """The kind of a Row in its format."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: `line` from 1, `text` with emphasis marks, `gap` true after a blank line.

    `level` is the heading level, `quote` the depth of quotation, `indent` the columns of blank before the text,
    `marker` the list bullet that was cut off. `broken` is true directly after a page break, `timed` if a time stamp was
    cut off the start. `last` is the last line of a row of several lines (0: only `line`). `columns` and `first_columns`
    are the width of its (last) line and of that line's first word in the file, both 0 in formats without lines.
    `keep` is true if the author asked to keep the row: no pattern or guess drops it.
    """

    line: int
    text: str
    kind: Kind = Kind.TEXT
    level: int = 0
    quote: int = 0
    indent: int = 0
    gap: bool = False
    marker: str = ""
    broken: bool = False
    timed: bool = False
    last: int = 0
    columns: int = 0
    first_columns: int = 0
    keep: bool = False

    @property
    def end(self) -> int:
        """The last source line of the row."""
        return self.last or self.line


def is_set_apart(row: Row) -> bool:
    """Whether the form of a line sets it apart from the sentences around it: a quote, a bold line, a heading."""
    bold = row.text.startswith(BOLD) and row.text.endswith(BOLD_END)
    return bold or row.quote > 0 or row.kind is Kind.HEADING


def plain(text: str) -> str:
    """The text without emphasis marks."""
    if BOLD in text or BOLD_END in text or ITALIC in text or ITALIC_END in text:
        return _EMPHASIS.sub("", text)
    return text


def unbolded(text: str) -> str:
    """The text without emphasis that is empty or split, which cutting a picture or link leaves behind."""
    if BOLD_END + BOLD in text:
        text = text.replace(BOLD_END + BOLD, "")
    if text.count(BOLD) > 1:
        text = _BETWEEN_BOLD.sub(r"\1", text)
    if BOLD + BOLD_END in text or ITALIC + ITALIC_END in text:
        return text.replace(BOLD + BOLD_END, "").replace(ITALIC + ITALIC_END, "")
    return text


def fold(text: str) -> str:
    """The text for comparison only: NFKC, without blanks, punctuation, symbols and controls, case-folded."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", plain(text))).casefold()


def join(parts: Iterable[str]) -> str:
    """The parts as one paragraph, with a blank between Latin neighbours and none next to CJK."""
    pieces: list[str] = []
    for part in parts:
        text = part.strip()
        if pieces and text and not (_is_tight(_bare_end(pieces[-1])) or _is_tight(_bare_start(text))):
            pieces += [] if _is_broken(pieces[-1], text) else [" "]
        if text:
            pieces.append(text)
    return "".join(pieces).replace(f"{BOLD_END} {BOLD}", " ").replace(BOLD_END + BOLD, "")


def _bare_end(text: str) -> str:
    return text.rstrip(EMPHASIS)[-1:] or text[-1:]


def _bare_start(text: str) -> str:
    return text.lstrip(EMPHASIS)[:1] or text[:1]


def _is_broken(before: str, text: str) -> bool:
    """Whether a hyphenated word is split between the two parts."""
    return len(before) > 1 and before[-1] == "-" and before[-2].isalpha() and text[0].islower()


def _is_tight(character: str) -> bool:
    return character in _TIGHT or is_cjk(character)


def is_cjk(character: str) -> bool:
    """Whether the character belongs to Chinese, Japanese or Korean text, punctuation included."""
    return bool(_CJK.match(character))


def width(text: str) -> int:
    """The columns the text takes on a terminal with a fixed-width font."""
    if text.isascii():
        return len(text)
    wide = sum(map(len, _WIDE.findall(text)))
    return len(text) + wide - sum(map(len, _COMBINING.findall(text)))


def ends_sentence(text: str) -> bool:
    """Whether the text ends where a sentence may end."""
    return bool(SENTENCE_END.search(plain(text).rstrip()[-16:]))


def opens_quote(text: str) -> bool:
    """Whether the text opens a quotation without closing it: the speech continues in the next paragraph."""
    closing = _QUOTES.get(text[:1])
    if not closing:
        return False
    return text.count(text[0]) % 2 == 1 if closing == text[0] else text.count(text[0]) > text.count(closing)


def printable(text: str) -> str:
    """The text without terminal control characters, for file names in messages."""
    return "".join(c if c.isprintable() else "\N{WHITE SQUARE}" for c in text)
