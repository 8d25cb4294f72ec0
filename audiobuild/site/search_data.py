"""Writes what the show's page searches: the sentences of all episodes, as a script that a page loads from disk too."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from audiobuild.model import Page

_SURROGATE = re.compile("[\ud800-\udfff]")  # half of a pair: UTF-8 cannot hold it
NAME = "search.js"  # as in publishing/folder.py


def search_data(pages: Sequence[tuple[str, Page]]) -> str:
    """The script: address, title and sentences (second, text) of each page, in the order given.

    A script, because a browser reads no other file next to a page that was opened from disk.
    """
    episodes = []
    for address, page in pages:
        sentences = [[round(cue.start, 3), cue.text] for cue in page.cues]
        episodes.append([address, page.title, sentences])
    texts = json.dumps(episodes, ensure_ascii=False, separators=(",", ":"))
    return f"window.episodeTexts = {_SURROGATE.sub(' ', texts)};\n"
