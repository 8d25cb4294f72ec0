"""Writes an episode's show notes: the description with the list of chapters, and the chapters as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from audiobuild.markup import linked
from audiobuild.plaintext import clean_line
from audiobuild.reader_language import reader_language
from audiobuild.regex import lazy

LARGEST = 4000
"""Bytes of a description in a feed (Apple's limit), counted as HTML paragraphs."""
LEDE = 2400
"""Bytes of it that the text before the chapters may take, so that about 1,600 are left for chapters."""
_REST = {
    "zh": "（其余章节见节目网页，音频文件里也有。）",
    "zh-Hant": "（其餘章節見節目網頁，聲音檔裡也有。）",
    "ja": "（残りのチャプターは番組ページと音声ファイルにあります。）",
    "en": "(The other chapters are on the episode's page and in the audio file.)",
}
_PAGE = {
    "zh": "在网页上听，看文字稿：",
    "zh-Hant": "在網頁上聽，看逐字稿：",
    "ja": "ウェブで聴く・読む：",
    "en": "Listen and read along: ",
}
_SENTENCE = lazy(r".*?(?:[。！？!?…]+[”’」』）)]*|\.(?=\s|$)|$)\s*", re.DOTALL)


def show_notes(description: str, chapters: Sequence[tuple[int, str]], language: str) -> tuple[str, ...]:
    """The description in paragraphs, then a line for each chapter: "00:01:02 Title"; `chapters` are (second, title).

    Together they take at most 4000 bytes as `html_paragraphs` writes them. What is too long is cut: the text after a
    sentence, the list after a chapter, with a last line that says where the others are.
    """
    text = _cut_text(description)
    rest = _REST[reader_language(language, _REST) or "en"]
    left = LARGEST - sum(map(_bytes, text))
    listed = _listed(chapters)
    if sum(map(_bytes, listed)) <= left:
        return (*text, *listed)
    left -= _bytes(rest)
    kept = []
    for line in listed:
        left -= _bytes(line)
        if left < 0:
            break
        kept.append(line)
    return (*text, *kept, rest)


def full_notes(description: str, chapters: Sequence[tuple[int, str]], language: str, page: str) -> tuple[str, ...]:
    """The notes of `show_notes` without a limit, and a last line with the address of the listening page."""
    text = filter(None, map(clean_line, description.splitlines()))
    return (*text, *_listed(chapters), _PAGE[reader_language(language, _PAGE) or "en"] + page)


def html_paragraphs(lines: Sequence[str]) -> str:
    """The lines as HTML, a paragraph each: the only form that every app shows as separate lines."""
    return "\n".join(f"<p>{linked(line)}</p>" for line in lines)


def chapters_json(title: str, chapters: Sequence[tuple[int, str]]) -> str:
    """The chapters as the podcast namespace's JSON, version 1.2: whole seconds, the same as in the tag."""
    listed = [{"startTime": second, "title": name} for second, name in chapters]
    return json.dumps({"version": "1.2.0", "title": title, "chapters": listed}, ensure_ascii=False, indent=1) + "\n"


def _listed(chapters: Sequence[tuple[int, str]]) -> list[str]:
    return [f"{_hh_mm_ss(second)} {title}" for second, title in chapters]


def _cut_text(description: str) -> list[str]:
    """The paragraphs of the description, cut after a sentence where they are longer than LEDE."""
    left = LEDE
    kept: list[str] = []
    for paragraph in filter(None, map(clean_line, description.splitlines())):
        if _bytes(paragraph) > left:
            kept += filter(None, [_beginning(paragraph, left)])
            break
        kept.append(paragraph)
        left -= _bytes(paragraph)
    return kept


def _beginning(paragraph: str, most: int) -> str:
    """As many whole sentences as fit into `most` bytes with an ellipsis after them; "" when none does."""
    kept = ""
    for sentence in _SENTENCE.findall(paragraph):
        if _bytes(kept + sentence + " …") > most:
            break
        kept += sentence
    return f"{kept.rstrip()} …" if kept.strip() else ""


def _bytes(line: str) -> int:
    """What a line adds to the HTML: its paragraph and the line feed."""
    return len(html_paragraphs([line, ""]).encode()) - len("<p></p>")


def _hh_mm_ss(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
