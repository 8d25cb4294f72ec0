"""The listening page of an episode: one file that holds everything but the audio and the cover."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from audiobuild.markup import render
from audiobuild.model import Page, PageCue, Role
from audiobuild.site import messages
from audiobuild.site.facts import PageHead, absolute, episode_facts, filled_in, filled_lines
from audiobuild.site.speaker_bar import Who, speaker_bar, speaker_colours, speaker_shares

LONGEST_TAB_TITLE = 70
"""Characters of the document's title with the show's name; a longer one leaves the name out, as tabs cut it anyway."""
LONG = 3000
"""Sentences (three hours) above which turns out of sight are not laid out. Chromium keeps those from screen readers,
but the layout of 12,000 sentences takes 2.4 s of processor time, a quarter of it below this."""
SHORTCUTS = (
    ("key_toggle", ("space", "K")),
    ("key_seek", ("←", "→")),
    ("key_jump", ("J", "L")),
    ("key_chapter", ("P", "N")),
    ("key_sentence", ("[", "]")),
    ("key_speed", ("<", ">")),
    ("key_follow", ("F",)),
    ("key_link", ("C",)),
    ("key_share", ("S",)),
    ("key_search", ("/",)),
    ("key_arrows", ("↑", "↓")),
    ("key_keys", ("?",)),
)
"""The message that names each action, and its keys."""
SCRIPT_MESSAGES = ("play", "pause", "copied", "quote_copied", "copy_by_hand", "begins", "beyond", "failed", "none")
"""The messages that episode.js shows."""


class _Sentence(NamedTuple):
    """A cue: its number in the episode, its start and text, and the space that separates it from the one before."""

    number: int
    start: float
    text: str
    space: str


class _Turn(NamedTuple):
    """One person's speech; `paragraphs` are CSS class and sentences of each."""

    first: PageCue
    role: str
    colour: str
    paragraphs: list[tuple[str, list[_Sentence]]]


class _Part(NamedTuple):
    """A chapter, or what comes before the first (title ""); `spoken` says that its title is read out in it."""

    title: str
    spoken: bool
    turns: list[_Turn]


def episode_page(page: Page) -> str:
    """The page as one HTML document that works from disk and over HTTP.

    Style, script and data are inside; audio and cover stay at the addresses that `page` gives. Every text is escaped,
    and a character that HTML cannot hold becomes a blank.
    """
    colours = speaker_colours(page.cues)
    return render(
        "site/episode.html",
        page=page,
        head=_head(page),
        t=messages.texts(page.language),
        facts=episode_facts(page),
        description=filled_lines(page.description),
        whole_seconds=max(1, int(page.seconds)),
        bar=speaker_bar(page.cues, page.seconds, [second for second, _ in page.chapters]),
        shares=[(colours[who], who[1], f"{share:.0%}") for who, share in speaker_shares(page.cues).items()],
        shortcuts=SHORTCUTS,
        long=LONG,
        has_end=bool(page.downloads or page.feed or page.author or page.earlier or page.later),
        parts=list(_parts(page, colours)),
        data=_data(page),
    )


def _head(page: Page) -> PageHead:
    tab_title = f"{page.title} · {page.show}"
    if not page.show or len(tab_title) > LONGEST_TAB_TITLE:
        tab_title = page.title
    return PageHead(
        language=messages.interface_language(page.language),
        kind="article",
        title=page.title,
        tab_title=tab_title,
        description=page.description or page.title,
        cover=page.cover,
        feed=page.feed,
        feed_title=page.show or page.title,
        address=page.address,
        image=absolute(page.address, page.cover),
        audio=absolute(page.address, page.audio),
        linked_data=_linked_data(page) if page.address else {},
        hidden=page.hidden,
    )


def _linked_data(page: Page) -> dict[str, object]:
    """The episode as a https://schema.org/PodcastEpisode."""
    length = messages.iso_duration(page.seconds)
    series = {"@type": "PodcastSeries", "name": page.show, "webFeed": absolute(page.address, page.feed)}
    facts = {
        "name": page.title,
        "description": page.description,
        "datePublished": page.date,
        "inLanguage": page.language,
        "duration": length,
        "url": page.address,
        "image": absolute(page.address, page.cover),
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": absolute(page.address, page.audio),
            "encodingFormat": "audio/mpeg",
            "duration": length,
        },
        "actor": [{"@type": "Person", "name": name} for name in page.guests],
        "partOfSeries": filled_in(series),
    }
    return {"@context": "https://schema.org", "@type": "PodcastEpisode", **filled_in(facts)}


def _data(page: Page) -> dict[str, object]:
    """What episode.js needs: seconds and titles of chapters, start and end of sentences, facts for a lock screen."""
    texts = messages.MESSAGES[messages.interface_language(page.language)]
    return {
        "title": page.title,
        "artist": messages.join_names(page.guests, page.language) or page.author or page.show,
        "album": page.show,
        "cover": page.cover,
        "seconds": page.seconds,
        "chapters": page.chapters,
        "cues": [[round(cue.start, 3), round(cue.end, 3), *_word_steps(cue)] for cue in page.cues],
        "words": {name: texts[name] for name in SCRIPT_MESSAGES},
    }


def _word_steps(cue: PageCue) -> Iterator[int]:
    """For each word of a sentence the UTF-16 units and the hundredths of a second since the word before it began.

    Steps are short, which matters: ten hours have 90,000 words.
    """
    offset = time = 0
    for place, second in cue.words:
        step = len(cue.text[offset:place].encode("utf-16-le", "surrogatepass")) // 2
        now = round((second - cue.start) * 100)
        yield from (step, now - time)
        offset, time = place, now


# ----------------------------------------------------------------------------------------------------------- transcript

_Numbered = Sequence[tuple[int, PageCue]]


def _parts(page: Page, colours: Mapping[Who, str]) -> Iterator[_Part]:
    """The cues by chapter; a chapter in which no sentence begins is left out."""
    starts = [second for second, _ in page.chapters]
    titles = ["", *(title for _, title in page.chapters)]
    for chapter, cues in groupby(enumerate(page.cues), key=lambda item: bisect_right(starts, item[1].start)):
        yield _part(titles[chapter], list(cues), colours)


def _part(title: str, cues: _Numbered, colours: Mapping[Who, str]) -> _Part:
    turns = [list(turn) for _, turn in groupby(cues, key=lambda item: (item[1].turn, item[1].speaker))]
    spoken = any(cue.text.startswith(title.rstrip("…")) for _, cue in turns[0])
    return _Part(title, spoken, [_turn(turn, title, colours) for turn in turns])


def _turn(cues: _Numbered, chapter: str, colours: Mapping[Who, str]) -> _Turn:
    """The turn in paragraphs: a heading that is read out has its own."""
    first = cues[0][1]
    paragraphs = [("said", part) for part in _paragraphs(cues)]
    if first.role is Role.NARRATOR and _is_title(first.text, chapter):
        paragraphs = [("said title", cues[:1]), *(("said", part) for part in _paragraphs(cues[1:]))]
    shown = [(kind, list(_sentences(part))) for kind, part in paragraphs]
    return _Turn(first, first.role.name.lower(), colours[first.role, first.speaker], shown)


def _paragraphs(cues: _Numbered) -> list[_Numbered]:
    begins = [place for place, (_, cue) in enumerate(cues) if cue.paragraph or not place]
    return [cues[start:end] for start, end in pairwise([*begins, len(cues)])]


def _is_title(sentence: str, title: str) -> bool:
    """Whether a sentence is a chapter's title, which may have been cut and then ends in "…"."""
    if not sentence.startswith(title.rstrip("…")):
        return False
    return title.endswith("…") or len(sentence) <= len(title) + 1  # a full stop


def _sentences(cues: _Numbered) -> Iterator[_Sentence]:
    before = None
    for number, cue in cues:
        yield _Sentence(number, cue.start, cue.text, _space(before, cue.text))
        before = cue.text


def _space(before: str | None, after: str) -> str:
    """What separates two sentences: nothing next to a wide character, as in Chinese and Japanese, else a space."""
    if before is None:
        return ""
    neighbours = before[-1:] + after[:1]
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in neighbours)
    return "" if wide else " "
