"""Writes the notes of an episode: the description that lists its chapters, and the chapters as JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence

from audiobuild.plaintext import plain
from audiobuild.regex import lazy

LARGEST = 4000
"""Bytes of a description in a feed (Apple's limit), counted as HTML paragraphs."""
LEDE = 2400
"""Bytes of it that the text before the chapters may take."""
_REST = {
    "zh": "（其余章节见节目网页，音频文件里也有。）",
    "ja": "（残りのチャプターは番組ページと音声ファイルにあります。）",
    "en": "(The other chapters are on the episode's page and in the audio file.)",
}
_SENTENCE = lazy(r".*?(?:[。！？!?…]+[”’」』）)]*|\.(?=\s|$)|$)\s*", re.DOTALL)


def show_notes(description: str, chapters: Sequence[tuple[int, str]], language: str) -> tuple[str, ...]:
    """The description in paragraphs, each chapter one more: "00:01:02 Title"; `chapters` are (second, title).

    All together take at most 4000 bytes as `paragraphs` writes them: the text ends with a sentence, the list with a
    whole chapter and a line that says where the others are.
    """
    told = _told(description)
    rest = _REST.get(language.partition("-")[0], _REST["en"])
    room = LARGEST - sum(map(_bytes, told))
    listed = [f"{_clock(second)} {title}" for second, title in chapters]
    if sum(map(_bytes, listed)) <= room:
        return (*told, *listed)
    room -= _bytes(rest)
    kept = []
    for line in listed:
        room -= _bytes(line)
        if room < 0:
            break
        kept.append(line)
    return (*told, *kept, rest)


def paragraphs(lines: Sequence[str]) -> str:
    """The lines as HTML, a paragraph each: the one form in which every app keeps them apart."""
    return "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)


def chapters_json(title: str, chapters: Sequence[tuple[int, str]]) -> str:
    """The chapters as the podcast namespace's JSON, version 1.2: whole seconds, the same as in the tag."""
    listed = [{"startTime": second, "title": name} for second, name in chapters]
    return json.dumps({"version": "1.2.0", "title": title, "chapters": listed}, ensure_ascii=False, indent=1) + "\n"


def _told(description: str) -> list[str]:
    """The paragraphs of the description, ended early at a sentence where they are too long."""
    room = LEDE
    told: list[str] = []
    for paragraph in filter(None, map(plain, description.splitlines())):
        if _bytes(paragraph) > room:
            told += filter(None, [_beginning(paragraph, room)])
            break
        told.append(paragraph)
        room -= _bytes(paragraph)
    return told


def _beginning(paragraph: str, room: int) -> str:
    """As many whole sentences as have room with an ellipsis behind them; "" when none has."""
    kept = ""
    for sentence in _SENTENCE.findall(paragraph):
        if _bytes(kept + sentence + " …") > room:
            break
        kept += sentence
    return f"{kept.rstrip()} …" if kept.strip() else ""


def _bytes(line: str) -> int:
    return len(paragraphs([line, ""]).encode()) - len("<p></p>")


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
