"""Spellings that several kinds of files share: language tags, lists of chapters, whole numbers."""

from __future__ import annotations

import re

from audiobuild.regex import lazy

CHAPTERS_LISTED = 3  # clients show a list of chapters only from three entries on
LANGUAGE = lazy(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, the part in use: zh, zh-CN, en-US
WHOLE_NUMBER = lazy(r"[1-9][0-9]*")
_CHAPTER = lazy(r"^(\d{2}):(\d{2}):(\d{2}) (.*)$", re.MULTILINE)


def chapter_lines(text: str) -> list[tuple[int, str]]:
    """The chapters that a description lists, one line each as 00:01:30 Title, as (second, title)."""
    found = _CHAPTER.findall(text)
    return [(int(hours) * 3600 + int(minutes) * 60 + int(seconds), title) for hours, minutes, seconds, title in found]
