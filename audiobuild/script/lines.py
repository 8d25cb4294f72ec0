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
CHANGE = ">>"  # the marker of a row that begins with the words of another speaker than the row above
_WIDE = lazy(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001f64f\U0001f900-\U0001f9ff\U00020000-\U0003fffd]"
)
_COMBINING = lazy(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]"
)
_NO_WORD = lazy(r"[\W_]+")
_EMPHASIS = lazy(f"[{EMPHASIS}]")
_BETWEEN_BOLD = lazy(f"{BOLD_END}([《》〈〉「」『』“”]{{1,2}}){BOLD}")  # **您在**《**那本书**》**里**
_CJK_RANGES = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff"
_CJK = lazy(f"[{_CJK_RANGES}]")
# A line break next to hanzi, or to punctuation that both scripts use: no blank is needed there.
_TIGHT = f"[{_CJK_RANGES}“”‘’…—·]"
_AFTER_TIGHT = lazy(f"(?<={_TIGHT})([{EMPHASIS}]*)\n")
_BEFORE_TIGHT = lazy(f"\n([{EMPHASIS}]*)(?={_TIGHT})")
_IN_WORD = lazy(r"(?<=[^\W\d_]-)\n(?=[a-zß-öø-ÿ])")  # a hyphenated word is split between two lines
# The marks that end a sentence; closing quotes and brackets may follow.
SENTENCE_END = lazy(r"(?:[。！？!?…；;：:.｡؟۔।]|——|──)[”」』’\"'）)】\]》〉]*$|[”」』\"]$")
_QUOTES = {"「": "」", "『": "』", "“": "”"}
QUESTION_END = lazy(r"[？?⁇⁈‽؟]\s?[”」』’\"'）)】\]!！。…~～]*$")


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
    `played` is true for a cue without punctuation, and if a link before the row plays the recording from there: it is
    speech, and no label alone on its line.
    `linked` is the number of its characters that are links.
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
    played: bool = False
    linked: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether the row is neither a heading, nor a list item, nor quoted."""
        return self.kind is Kind.TEXT and not self.quote

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
    if BOLD in text or BOLD_END in text or ITALIC in text or ITALIC_END in text:  # a search for each is the fastest
        return _EMPHASIS.sub("", text)
    return text


def unbolded(text: str) -> str:
    """The text without emphasis that is empty or split, which cutting a picture or link leaves behind."""
    if BOLD not in text and ITALIC not in text:
        return text
    text = _BETWEEN_BOLD.sub(r"\1", text.replace(BOLD_END + BOLD, ""))
    return text.replace(BOLD + BOLD_END, "").replace(ITALIC + ITALIC_END, "")


def fold(text: str) -> str:
    """The text for comparison only: NFKC, without blanks, punctuation, symbols and controls, case-folded."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", plain(text))).casefold()


def join(parts: Iterable[str]) -> str:
    """The parts as one paragraph, with a blank between Latin neighbours and none next to CJK."""
    text = "\n".join(filter(None, map(str.strip, parts)))
    if not text.isascii():
        text = _AFTER_TIGHT.sub(r"\1", _BEFORE_TIGHT.sub(r"\1", text))
    text = _IN_WORD.sub("", text).replace("\n", " ")
    return text.replace(f"{BOLD_END} {BOLD}", " ").replace(BOLD_END + BOLD, "")


def is_cjk(character: str) -> bool:
    """Whether the character belongs to Chinese, Japanese or Korean text, punctuation included."""
    return bool(_CJK.match(character))


def width(text: str) -> int:
    """The columns the text takes on a terminal with a fixed-width font."""
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_COMBINING.findall(text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends where a sentence may end."""
    return bool(SENTENCE_END.search(plain(text).rstrip()[-16:]))


def opens_quote(text: str) -> bool:
    """Whether the text opens a quotation without closing it: the speech continues in the next paragraph."""
    opening = text[:1]
    if opening == '"':
        return text.count(opening) % 2 == 1
    return opening in _QUOTES and text.count(opening) > text.count(_QUOTES[opening])


def printable(text: str) -> str:
    """The text without terminal control characters, for file names in messages."""
    return "".join(c if c.isprintable() else "\N{WHITE SQUARE}" for c in text)
