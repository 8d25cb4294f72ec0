"""Changes of a script in the exact form: each is a change of the line or lines that hold one paragraph.

A paragraph is one line of the file, so an action on a sentence is an action on its paragraph's line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.marks import read_marks, without_marks
from audiobuild.script.exact import ESCAPE, Grammar, Kind, Part, without_comments
from audiobuild.script.front_matter import cast_in, front_matter
from audiobuild.script.lines import is_cjk
from audiobuild.studio.text import Text

SPOKEN = (Kind.TITLE, Kind.SECTION, Kind.TURN, Kind.PARAGRAPH)
_PINYIN = re.compile(r"[a-zü:\u00c0-\u01dc]+[1-5]?(?: [a-zü:\u00c0-\u01dc]+[1-5]?)*", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->")
_LABEL = re.compile(r"[^：:\s][^：:]{0,58}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A spoken line of the file: its number from 0, what it is, what precedes its text, and the text with its marks."""

    line: int
    kind: Kind
    before: str
    text: str


def paragraphs(text: Text) -> list[Paragraph]:
    """Everything of an exact script's body that is spoken, in order."""
    lines = text.plain
    grammar = Grammar(cast_in(front_matter(lines).settings)[0])
    rows, _ = without_comments(lines, front_matter(lines).lines, text.path)
    found = []
    for row in rows:
        part = grammar.part(row.text)
        if part.kind in SPOKEN and part.text:
            found.append(_paragraph(lines[row.line - 1], row.line - 1, part))
    return found


def _paragraph(raw: str, line: int, part: Part) -> Paragraph:
    """The line split before its text; comments and backslashes stay as they are written."""
    head = re.match(
        rf"\s*(?:{re.escape(part.label)}\s*[：:]\s*|#+\s*)?" if part.kind is not Kind.PARAGRAPH else r"\s*", raw
    )
    before = head[0] if head else ""
    return Paragraph(line, part.kind, before, raw[len(before) :])


def places(text: Text, rows: Iterable[str]) -> Iterator[Paragraph | None]:
    """The paragraph of each row of the page, which is given by its text; None where its line is not in the body."""
    left = paragraphs(text)
    for row in rows:
        wanted = _bare(row)
        at = next((n for n, each in enumerate(left) if _bare(_shown(each.text)) == wanted), None)
        yield None if at is None else left[at]
        del left[: 0 if at is None else at + 1]


def _shown(raw: str) -> str:
    """What is heard of a line's text: without comments, marks and the backslash that protects it."""
    return without_marks(_COMMENT.sub("", raw).removeprefix(ESCAPE))


def _bare(text: str) -> str:
    return "".join(text.split())


# -------------------------------------------------------------------------------------------------------- the actions


@dataclass(frozen=True, slots=True)
class Target:
    """A sentence in its paragraph: `start` to `end` of the paragraph's text, marks before it included in neither."""

    text: Text
    paragraph: Paragraph
    start: int
    end: int

    def put(self, *lines: str) -> Text:
        """The file with these lines in place of the paragraph's."""
        return self.text.with_lines(self.paragraph.line, self.paragraph.line + 1, list(lines))


def target(text: Text, paragraph: Paragraph, sentences: Iterable[str], wanted: int) -> Target:
    """The sentence number `wanted` of those that the paragraph consists of."""
    places = _offsets(paragraph.text)
    shown = "".join(char for char, _unused in places)
    start = 0
    for number, sentence in enumerate(sentences):
        begin = _find(shown, sentence, start)
        end = begin + len(_bare(sentence))
        if number == wanted:
            return Target(text, paragraph, places[begin][1], places[end - 1][1] + 1)
        start = end
    raise ScriptError(_("the script has changed: this sentence is no longer in it."))


def _find(shown: str, sentence: str, start: int) -> int:
    at = shown.find(_bare(sentence), start)
    if at < 0:
        raise ScriptError(_("this line cannot be changed here: edit it in the file."))
    return at


def _offsets(raw: str) -> list[tuple[str, int]]:
    """Each character that is heard, with its place in the line's text; blanks are left out."""
    blanked = _COMMENT.sub(lambda found: " " * len(found[0]), raw)
    silent = {at for start, end in read_marks(blanked).spans for at in range(start, end)}
    first = 1 if raw.startswith(ESCAPE) else 0
    return [(char, at) for at, char in enumerate(blanked) if at >= first and at not in silent and not char.isspace()]


def write(chosen: Target, action: Mapping[str, Any]) -> Text:
    """The sentence's text replaced; an empty one leaves the rest of its paragraph."""
    old = chosen.paragraph.text
    new = " ".join(str(action["text"]).split("\n")).strip()
    text = f"{old[: chosen.start]}{new}{old[chosen.end :]}".strip()
    if not text:
        raise ScriptError(_("nothing would be left of this paragraph: choose “not spoken” instead."))
    return chosen.put(_protected(chosen, text))


def _protected(chosen: Target, text: str) -> str:
    """The paragraph's line with this text, protected where it would be a label or a heading."""
    before, paragraph = chosen.paragraph.before, chosen.paragraph
    grammar = Grammar(cast_in(front_matter(chosen.text.plain).settings)[0])
    is_other = paragraph.kind is Kind.PARAGRAPH and grammar.part(text).kind is not Kind.PARAGRAPH
    return f"{before}{ESCAPE if is_other and not text.startswith(ESCAPE) else ''}{text}"


def speaker(chosen: Target, action: Mapping[str, Any]) -> Text:
    """The paragraph becomes a turn of this label, which joins the cast when it is not in it."""
    label = str(action["label"]).strip()
    if not _LABEL.fullmatch(label):
        raise ScriptError(_("“{label}” cannot be a label: write a name without a colon.").format(label=label))
    roles, _unused = cast_in(front_matter(chosen.text.plain).settings)
    changed = chosen.put(f"{label}{_colon(label)}{chosen.paragraph.text.removeprefix(ESCAPE)}")
    if label in roles:
        return changed
    return changed.with_setting("cast", label, str(action.get("role", "A")))


def _colon(label: str) -> str:
    return ": " if label.isascii() else "："


def merge(chosen: Target, action: Mapping[str, Any]) -> Text:
    """The paragraph belongs to the turn above: its label, or its heading, goes."""
    if chosen.paragraph.kind is Kind.PARAGRAPH:
        raise ScriptError(_("this paragraph belongs to the turn above already."))
    return chosen.put(_protected(_as_paragraph(chosen), chosen.paragraph.text))


def _as_paragraph(chosen: Target) -> Target:
    line = chosen.paragraph.line
    return Target(chosen.text, Paragraph(line, Kind.PARAGRAPH, "", chosen.paragraph.text), chosen.start, chosen.end)


def split(chosen: Target, action: Mapping[str, Any]) -> Text:
    """A paragraph of its own begins with the sentence."""
    text = chosen.paragraph.text
    if not text[: chosen.start].strip():
        raise ScriptError(_("this sentence begins its paragraph already."))
    rest = _protected(_as_paragraph(chosen), text[chosen.start :].strip())
    return chosen.put(chosen.paragraph.before + text[: chosen.start].rstrip(), "", rest)


def heading(chosen: Target, action: Mapping[str, Any]) -> Text:
    """The paragraph becomes the heading of a chapter, or is one no longer."""
    if chosen.paragraph.kind is Kind.SECTION:
        return merge(chosen, action)
    return chosen.put(f"## {chosen.paragraph.text.removeprefix(ESCAPE)}")


def drop(chosen: Target, action: Mapping[str, Any]) -> Text:
    """The sentence is no longer spoken; it stays in the file as a comment. A paragraph of one goes as a whole."""
    text = chosen.paragraph.text
    said = text[chosen.start : chosen.end].replace("-->", "--\\>")
    rest = f"{text[: chosen.start]}<!-- ad: {said} -->{text[chosen.end :]}"
    if _shown(rest).strip():
        return chosen.put(f"{chosen.paragraph.before}{rest}")
    return chosen.put(f"<!-- ad: {said} -->")


def pause(chosen: Target, action: Mapping[str, Any]) -> Text:
    """Silence before the sentence, in seconds."""
    seconds = float(action["seconds"])
    text = chosen.paragraph.text
    mark = f"[停顿 {seconds:g}秒]" if any(map(is_cjk, text)) else f"[pause {seconds:g}s] "
    return chosen.put(f"{chosen.paragraph.before}{text[: chosen.start]}{mark}{text[chosen.start :]}")


def reading(chosen: Target, action: Mapping[str, Any]) -> Text:
    """How the characters `start` to `end` of the sentence are said here: pinyin, or other words."""
    text = chosen.paragraph.text
    places = [at for _unused, at in _offsets(text) if chosen.start <= at < chosen.end]
    start, end = int(action["start"]), int(action["end"])
    if not 0 <= start < end <= len(places):
        raise ScriptError(_("choose the characters that are to be said in another way."))
    first, after = places[start], places[end - 1] + 1
    old = next((stop for begin, stop in read_marks(text).spans if begin == after), after)  # a mark that it replaces
    said = str(action["reading"]).strip()
    changed = f"{text[:after]}{_mark(text, text[first:after], said)}{text[old:]}"
    if len(read_marks(changed).readings) < len(read_marks(text).readings) + (old == after):
        raise ScriptError(
            _("“{said}” is no reading of “{text}”: write pinyin, one syllable a character.").format(
                said=said, text=text[first:after]
            )
        )
    return chosen.put(f"{chosen.paragraph.before}{changed}")


def _mark(text: str, written: str, said: str) -> str:
    """The mark after a word: pinyin for Chinese, else other words, in the language of the text."""
    if _PINYIN.fullmatch(said) and not written.isascii():
        return f"（{said}）"
    return f"（读：{said}）" if any(map(is_cjk, text)) else f" (say: {said})"


ACTIONS: Mapping[str, Callable[[Target, Mapping[str, Any]], Text]] = {
    "text": write,
    "speaker": speaker,
    "merge": merge,
    "split": split,
    "heading": heading,
    "drop": drop,
    "pause": pause,
    "reading": reading,
}


def keep(text: Text, line: int) -> Text:
    """The comment that begins in this line, counted from 1, is spoken again."""
    raw = text.plain[line - 1]
    found = re.search(r"<!--\s*(?:[a-z-]+:\s)?(.*?)\s*-->", raw)
    if not found:
        raise ScriptError(_("this is no comment of one line: edit it in the file."))
    return text.with_lines(
        line - 1, line, [raw[: found.start()] + found[1].replace("--\\>", "-->") + raw[found.end() :]]
    )
