"""Describes one episode as an item of the feed and as a page to listen on."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiobuild.model import Page, PageCue, PageLink, Role
from audiobuild.outputs import show_notes
from audiobuild.publishing.episodes import FinishedEpisode
from audiobuild.publishing.feed import FeedHead, Item
from audiobuild.publishing.folder import FEED, INDEX


def feed_item(episode: FinishedEpisode, base: str, head: FeedHead) -> Item:
    """The episode in the feed; `base` is the address of the published folder."""
    last, about, names = episode.record, episode.record.about, episode.names
    page = base + episode.page
    notes = show_notes.show_notes(about.description, last.chapters, about.language)
    every = show_notes.full_notes(about.description, last.chapters, about.language, page)
    return Item(
        title=last.title,
        guid=episode.entry.guid,
        date=episode.entry.date,
        description=show_notes.html_paragraphs(notes),
        notes=show_notes.html_paragraphs(every),
        media=base + names["mp3"],
        length=episode.written("mp3").bytes,
        seconds=last.seconds,
        page=about.link or page,
        image=base + names["jpg"],
        chapters=base + names["chapters.json"],
        transcript=base + names["vtt"],
        language=about.language,
        people=tuple(_people(episode, head)),
        explicit=about.explicit,
        season=about.season,
        number=about.number,
        kind=about.kind,
    )


def _people(episode: FinishedEpisode, head: FeedHead) -> Iterator[tuple[str, str]]:
    """Names and roles; where no host is given, the author is one."""
    about = episode.record.about
    for name in about.hosts or (about.author or head.author,):
        yield name, "host"
    for name in about.guests:
        yield name, "guest"


def episode_pages(episodes: Sequence[FinishedEpisode], head: FeedHead, base: str) -> Iterator[tuple[str, Page]]:
    """The name and the page of each episode, which come newest first.

    `base` is the address of the published folder, "" as long as it is not known.
    """
    links = [PageLink(each.page, each.record.title) for each in episodes]
    neighbours = zip(episodes, [None, *links], [*links[1:], None], strict=False)
    for episode, later, earlier in neighbours:
        page = episode_content(episode, head, base + episode.page if base else "")
        yield episode.page, replace(page, earlier=earlier, later=later)


def episode_content(episode: FinishedEpisode, head: FeedHead, address: str) -> Page:
    """The episode's page, which will be at `address` ("": not known); addresses are relative to the folder."""
    last, about, names = episode.record, episode.record.about, episode.names
    return Page(
        title=last.title,
        show=head.title,
        author=about.author or head.author,
        guests=about.guests,
        language=about.language,
        description=about.description,
        date=episode.entry.date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=last.seconds,
        audio=names["mp3"],
        cover=names["jpg"],
        feed=FEED,
        index=INDEX,
        downloads={"MP3": names["mp3"], "WebVTT": names["vtt"], "SRT": names["srt"]},
        chapters=last.chapters,
        cues=tuple(_cues(episode)),
        address=address,
        hidden=head.channel.block,
    )


def _cues(episode: FinishedEpisode) -> Iterator[PageCue]:
    """The sentences as built, numbered by turn: a turn ends where the speaker changes or a chapter begins."""
    starts = [second for second, _ in episode.record.chapters]
    turn, before = 0, None
    for cue in json.loads(episode.file("words.json").read_bytes())["cues"]:
        now = (cue["role"], cue["speaker"], bisect_right(starts, cue["start"]))
        if now != before:
            turn += 1
        before = now
        yield PageCue(
            start=cue["start"],
            end=cue["end"],
            role=Role(cue["role"]),
            speaker=cue["speaker"],
            text=cue["text"],
            turn=turn,
            paragraph=cue.get("paragraph", False),
            words=tuple(word_starts(cue["text"], cue["words"])),
        )


def word_starts(text: str, words: Sequence[tuple[float, float, str]]) -> Iterator[tuple[int, float]]:
    """Where each word begins in the text, and when; a word that is not in the text is left out."""
    at = 0
    for start, _, word in words:
        found = text.find(word, at)
        if found >= 0:
            yield found, start
            at = found + len(word)
