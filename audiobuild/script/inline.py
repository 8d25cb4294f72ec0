"""Cut unspoken parts out of spoken lines: addresses, note marks, stage directions, time stamps, markup.

Every cut is reported, so that nothing disappears silently. What is cut for its form only is in cuts.toml.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Callable

from audiobuild.marks import is_mark, is_unclear
from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.clean import speakable
from audiobuild.script.cuts import cuts
from audiobuild.script.lines import BOLD, BOLD_END, EMPHASIS, ITALIC, ITALIC_END, plain

_OPEN, _CLOSE = "（(\\[［【〔〈<＜｛{", "）)\\]］】〕〉>＞｝}"
_BRACKET = lazy(rf"[ \t]?([{_OPEN}])([^{_OPEN}{_CLOSE}\n]{{1,300}})([{_CLOSE}])")
_OPENS = lazy(f"[{_OPEN}]")
# An address, the bracket around it, and the words directly before: （采访视频地址：, 网站：, see:
_URL = lazy(
    r"([(（<\[【「]?)[ \t]?(?:(?:(?:(?<![\u3400-\u9fff])[\u3400-\u9fff]{0,8}"
    r"(?:链接|鏈接|连结|連結|网址|網址|地址|网站|網站|官网|官網|主页|主頁|原文|来源|來源)|"
    r"\b(?:URL|Link|Via|Source|Website|Site)|リンク)(?:为|是)?[ \t]?[：:]|见|見|参见|參見|详见|詳見)[ \t]?"
    r"([(（<\[【「]?)[ \t]?)?"
    r"((?:https?://|ftp://|www\.(?=[A-Za-z0-9]))[A-Za-z0-9\-._~:/?#@!$&'*+,;=%|()]{1,2000})( ?[）>＞\]】」)])?",
    re.IGNORECASE,
)
_ADDRESS_END = ".,;:!?'*|"  # characters that belong to the sentence if an address ends with them
_SHELL = lazy(r"[(（][\s，,、;；和与與及or见見参參详詳看seandat:：]{0,12}[)）]")  # remains around removed addresses
_EMPTY = lazy(r"(?<![A-Za-z\d_])[(（][ \t]{0,4}[)）]")
_CLOSING_OF = dict(zip("(（<＜[【「", ")）>＞]】」", strict=True))
# [[Page]], [[folder/Page|shown]]: links of a wiki
_WIKI_LINK = lazy(r"\[\[(?:[^\[\]|\n]{1,200}\||[^\[\]|\n]{1,200}/)?([^\[\]\n|]{1,200})\]\]")
_LINK = lazy(
    r"(?<!!)\[([^\[\]\n]{1,500})\](?:\(([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?)\)|\[([^\[\]\n]{0,60})\])"
)
_TAG_SIGN = lazy(rf"^([{EMPHASIS}]*)#(?=[^\W\d_])")  # [#harbour](tags/harbour)
_ENTITY = lazy(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED = lazy(r"\\([\\`*_{}\[\]()#+\-.!|<>~\"'])")
_ESCAPED_BRACKET = lazy(r"\\([\[\]])")
_GRAVE = lazy(r"(?<=[A-Za-zÀ-ÿ])`(?=(?:m|s|t|d|re|ve|ll|[a-zà-ÿ]{3,20})\b)")  # an apostrophe: I`m
_OPENS_CODE = lazy(r"(?:^|[^\w`])`{1,2}(?=[^\s`])")
_CODE = lazy(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,300})\1(?!`)")
_STRIKE = lazy(r"~~([^~\n]{1,500})~~")
_ITALIC = lazy(
    r"^\*(?![\s*])([^*\n]{1,40}[:：]) \*(?=\s)|"  # *Rook: * I lived here.
    r"(?<![*\\A-Za-z0-9])\*(?![\s*])([^*\n]{1,2000})(?<![\s\\])\*(?![*A-Za-z0-9])|(?<![\w\\])_(?![\s_])"
    r"([^_\n]{1,2000})(?<![\s\\])_(?!\w)"
)
_ITALIC_TEXT = lazy(f"({ITALIC})([^{EMPHASIS}]{{1,60}}){ITALIC_END}")
_MARKDOWN = lazy("[*_`~]")
#: Blanks and commas that cuts leave behind: before punctuation, after a label, doubled.
_LEFT_BEHIND = (
    (lazy(r"(?<=\S)[ \t]{1,20}(?=[，。！？；：、）」』”,;!?)]|[.:](?:\s|$))"), ""),
    (lazy(r"(?:^|(?<=[：:]))[ \t]{0,9}[，、；,;][ \t]{0,9}(?=\S)"), ""),
    (lazy(r"(?<=\S)[ \t]{2,20}(?=\S)"), " "),
)


def emphasise(text: str) -> str:
    """The text with Markdown's bold and italic as emphasis marks; a mark without its partner is removed."""
    if not _MARKDOWN.search(text):
        return text
    if not _OPENS_CODE.search(text):
        text = _GRAVE.sub("'", text)
    text = _CODE.sub(r"\2", text).replace("```", "")
    text = _STRIKE.sub(r"\1", _pairs(_pairs(text, "**", 2), "__", 3))
    return _ITALIC.sub(lambda m: f"{ITALIC}{m[m.lastindex or 0]}{ITALIC_END}", text)


def _pairs(text: str, mark: str, least: int) -> str:
    """The text with each pair of bold marks as an opening and a closing mark; an unpaired one is removed.

    The text is unchanged if the marks cut it into fewer than `least` parts.
    """
    parts = text.split(mark)
    if len(parts) < least:
        return text
    alone = parts.pop() if len(parts) % 2 == 0 else ""
    marks = itertools.cycle((BOLD, BOLD_END))
    return "".join(part + mark for part, mark in zip(parts, marks, strict=False))[:-1] + alone


class Cutter:
    """Cuts lines; `dropped` collects the cut texts with their reasons, `linked` counts the characters of links."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.linked = 0
        self.dropped: list[Dropped] = []

    def cut(self, text: str) -> str:
        """The spoken part of a line; entities and escapes are decoded last, and once."""
        text = self._without("first", _ESCAPED_BRACKET.sub(r"\1", text))
        if "[" in text:
            text = _LINK.sub(self._link, _WIKI_LINK.sub(r"\1", text))
        text = self._without("then", text)
        if "://" in text or "www." in text:
            text = _SHELL.sub(self._drop("url"), _URL.sub(self._url, text))
        if any(cut.reason == "url" for cut in self.dropped):
            text = _EMPTY.sub("", text)
        if _OPENS.search(text):
            text = _BRACKET.sub(self._bracket, text)
        text = self._without("last", text)
        text = _ITALIC_TEXT.sub(self._bracket, text)
        for pattern, instead in _LEFT_BEHIND if self.dropped else ():
            text = pattern.sub(instead, text)
        return _ENTITY.sub(lambda m: speakable(html.unescape(m.group())), _ESCAPED.sub(r"\1", text))

    def _without(self, table: str, text: str) -> str:
        """The text without what a table of cuts.toml cuts."""
        for row in cuts(table):
            if row.needle in text:
                text = row.pattern.sub(self._drop(row.reason), text)
        return text

    def _drop(self, reason: str) -> Callable[[re.Match[str]], str]:
        """A replacement that reports what is cut."""
        return lambda match: self._report(match.group(), reason)

    def _report(self, found: str, reason: str) -> str:
        if found.strip():
            self.dropped.append(Dropped(self.line, plain(found).strip(), reason))
        return ""

    def _url(self, match: re.Match[str]) -> str:
        """What is left of an address with its brackets and a leading 链接：: a full stop after it, an open bracket."""
        address = match[3].rstrip(_ADDRESS_END)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(_ADDRESS_END)
        after = match.group()[match.end(3) - match.start() - len(match[3]) + len(address) :]
        found = match.group()[: len(match.group()) - len(after)]
        opening = match[2] or match[1]
        before = ""
        if opening and after.lstrip(" ").startswith(_CLOSING_OF[opening]):
            end = after.index(_CLOSING_OF[opening]) + 1
            found, after = found + after[:end], after[end:]
        elif opening:
            before, found = found[:1], found[1:]
        return before + self._report(found, "url") + after

    def _link(self, match: re.Match[str]) -> str:
        if is_mark("[", match[1]):  # two marks in a row look like a link with a reference
            return match.group()
        self._report(match[2] or match[3] or "", "url")
        text = _TAG_SIGN.sub(r"\1", match[1])
        self.linked += len(plain(text))
        return text

    def _bracket(self, match: re.Match[str]) -> str:
        opening, content = match[1].replace(ITALIC, "*"), plain(match[2])
        if is_mark(opening, content):
            return match.group()
        unclear = "stage-direction" if is_unclear(opening, content) else None
        reason = bracket_reason(opening, content) or unclear
        return self._report(match.group(), reason) if reason else match.group()


@functools.lru_cache(maxsize=4096)
def bracket_reason(opening: str, content: str) -> str | None:
    """The reason why a bracket is not spoken; None for a gloss, which is spoken."""
    text = plain(content).strip()
    rows = (row for row in cuts("bracket") if opening in row.opening)
    return next((row.reason for row in rows if row.pattern.match(text)), None)
