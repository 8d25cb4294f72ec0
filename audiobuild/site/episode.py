"""The listening page of an episode: one file that holds everything but the audio and the cover."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from audiobuild.model import Page, PageCue, Role
from audiobuild.site import messages
from audiobuild.site.facts import facts, icon
from audiobuild.site.markup import Html, data, fill, join, part
from audiobuild.site.speaker_bar import Who, colours, shares, strip

LONGEST_HEAD = 70
"""Characters of the document's title with the show's name; beyond it the name is left out, as tabs cut it anyway."""
SHORTCUTS = (
    ("key_toggle", ("space", "K")),
    ("key_seek", ("←", "→")),
    ("key_jump", ("J", "L")),
    ("key_chapter", ("P", "N")),
    ("key_sentence", ("[", "]")),
    ("key_speed", ("<", ">")),
    ("key_follow", ("F",)),
    ("key_link", ("C",)),
    ("key_search", ("/",)),
    ("key_keys", ("?",)),
)
SCRIPT_WORDS = ("play", "pause", "copied", "copy_by_hand", "begins", "failed", "none")


def episode_page(page: Page) -> str:
    """The page as one HTML document that works from disk and over HTTP.

    Style, script and data are inside; audio and cover stay at the addresses that `page` gives. Every text is escaped,
    and a character that HTML cannot hold becomes a blank.
    """
    words = messages.words(page.language)
    whole = f"{page.title} · {page.show}"
    return fill(
        part("episode.html"),
        **words,
        tongue=messages.tongue(page.language),
        language=page.language,
        title=page.title,
        head_title=whole if page.show and len(whole) <= LONGEST_HEAD else page.title,
        description=page.description or page.title,
        links=_links(page),
        style=join([part("look.css"), part("episode.css")], ""),
        script=part("episode.js"),
        cover=_cover(page),
        show=_show(page),
        facts=facts(page),
        audio=page.audio,
        strip=strip(page.cues, page.seconds, [second for second, _ in page.chapters]),
        whole=str(max(1, int(page.seconds))),
        clock=messages.clock(page.seconds),
        lede=_lede(page),
        shares=_shares(page, words),
        chapters=_chapters(page, words),
        keys=_keys(words),
        transcript=_transcript(page),
        footer=_footer(page, words),
        data=_data(page, words),
    )


# ------------------------------------------------------------------------------------------------------- head and facts


def _links(page: Page) -> Html:
    feed = '<link rel="alternate" type="application/rss+xml" title="$show" href="$feed">'
    found = [fill(feed, show=page.show or page.title, feed=page.feed)] if page.feed else []
    return join([icon(page.cover), *found])


def _cover(page: Page) -> Html:
    picture = '<img class="cover" src="$cover" alt="" width="600" height="600">'
    return fill(picture, cover=page.cover) if page.cover else Html("")


def _show(page: Page) -> Html:
    name = page.show or page.author
    if not name:
        return Html("")
    inner = '<a href="$index">$name</a>' if page.index else "$name"
    return fill('<p class="show" dir="auto">' + inner + "</p>", index=page.index, name=name)


def _lede(page: Page) -> Html:
    lines = [line for line in page.description.split("\n") if line.strip()]
    paragraphs = [fill('<p dir="auto">$line</p>', line=line) for line in lines]
    if not paragraphs:
        return Html("")
    return fill('<div class="lede" lang="$language">$text</div>', language=page.language, text=join(paragraphs))


def _shares(page: Page, words: Mapping[str, str]) -> Html:
    named = colours(page.cues)
    rows = [
        fill(
            '<li class="$colour"><span class="name" dir="auto">$name</span> <span class="share">$share</span></li>',
            colour=named[who],
            name=who[1],
            share=f"{100 * share:.0f}%",
        )
        for who, share in shares(page.cues).items()
    ]
    if not rows:
        return Html("")
    group = '<div role="group" aria-label="$t_shares">\n<ul class="shares">\n$rows\n</ul>\n</div>'
    return fill(group, rows=join(rows), **words)


def _chapters(page: Page, words: Mapping[str, str]) -> Html:
    rows = [
        fill(
            '<li><button type="button" class="jump" data-start="$start"><span class="title" dir="auto">$title</span> '
            '<span class="at">$clock</span></button></li>',
            start=str(second),
            title=title,
            clock=messages.clock(second),
        )
        for second, title in page.chapters
    ]
    if not rows:
        return Html("")
    return fill(
        '<nav class="chapters" aria-labelledby="chapters-title">\n<h2 id="chapters-title">$t_chapters</h2>\n'
        '<ol lang="$language">\n$rows\n</ol>\n</nav>',
        language=page.language,
        rows=join(rows),
        **words,
    )


def _keys(words: Mapping[str, str]) -> Html:
    rows = []
    for name, keys in SHORTCUTS:
        shown = [fill("<kbd>$key</kbd>", key=words["t_key_space"] if key == "space" else key) for key in keys]
        rows.append(fill("<div><dt>$keys</dt><dd>$does</dd></div>", keys=join(shown, " "), does=words[f"t_{name}"]))
    return fill(part("keys.html"), rows=join(rows), **words)


def _footer(page: Page, words: Mapping[str, str]) -> Html:
    files = [
        fill('<a href="$file" download>$label</a>', file=file, label=label) for label, file in page.downloads.items()
    ]
    rows = [fill("<p>$t_downloads $files</p>", files=join(files, " "), **words)] if files else []
    if page.feed:
        rows.append(fill('<p><a href="$feed">$t_feed</a></p>', feed=page.feed, **words))
    if page.author:
        rows.append(fill('<p dir="auto">$author</p>', author=page.author))
    return fill("<footer>\n$rows\n</footer>", rows=join(rows)) if rows else Html("")


# ----------------------------------------------------------------------------------------------------------- transcript


def _transcript(page: Page) -> Html:
    """The text in chapters, each chapter in turns, each turn in sentences that can be played."""
    named = colours(page.cues)
    numbered = list(enumerate(page.cues))
    return join(
        [_chapter(number, title, cues, named) for number, (title, cues) in enumerate(_by_chapter(page, numbered))]
    )


Numbered = Sequence[tuple[int, PageCue]]


def _by_chapter(page: Page, cues: Numbered) -> Iterator[tuple[str, Numbered]]:
    """Each chapter's title with the sentences that begin in it; what comes before the first has no title."""
    starts = [(0.0, ""), *((float(second), title) for second, title in page.chapters)]
    ends = [*(second for second, _ in starts[1:]), float("inf")]
    for (start, title), end in zip(starts, ends, strict=True):
        found = [(n, cue) for n, cue in cues if start <= cue.start < end]
        if found:
            yield title, found


def _chapter(number: int, title: str, cues: Numbered, named: Mapping[Who, str]) -> Html:
    turns = [list(turn) for _, turn in groupby(cues, key=lambda item: (item[1].turn, item[1].speaker))]
    said = any(cue.text.startswith(title.rstrip("…")) for _, cue in turns[0])
    heading = fill('<h3 class="$kind" dir="auto">$title</h3>', kind="said" if said else "told", title=title)
    return fill(
        '<section class="part">\n$heading\n$turns\n</section>' if title else '<div class="part">\n$turns\n</div>',
        heading=heading,
        turns=join([_turn(turn, title, named) for turn in turns]),
    )


def _turn(cues: Numbered, chapter: str, named: Mapping[Who, str]) -> Html:
    """A turn: who speaks, from when on, and the sentences; a heading that is read out stands on a line of its own."""
    first = cues[0][1]
    heading = first.role is Role.NARRATOR and _same(first.text, chapter)
    parts = [("said title", cues[:1]), ("said", cues[1:])] if heading else [("said", cues)]
    said = [
        fill('<p class="$kind" dir="auto">$sentences</p>', kind=kind, sentences=_sentences(part))
        for kind, part in parts
        if part
    ]
    return fill(
        '<div class="turn $role $colour">\n<p class="who"><span class="name" dir="auto">$name</span> '
        '<a class="moment" href="#t=$clock">$clock</a></p>\n$said\n</div>',
        role=first.role.name.lower(),
        colour=named[first.role, first.speaker],
        name=first.speaker,
        clock=messages.clock(first.start),
        said=join(said),
    )


def _same(sentence: str, title: str) -> bool:
    """Whether a sentence is a chapter's title, which may have been cut."""
    return sentence.startswith(title.rstrip("…")) and (title.endswith("…") or len(sentence) <= len(title) + 1)


def _sentences(cues: Numbered) -> Html:
    found: list[Html] = []
    for place, (number, cue) in enumerate(cues):
        if place and _apart(cues[place - 1][1].text, cue.text):
            found.append(Html(" "))
        found.append(
            fill(
                '<span class="cue" id="s$number"><button type="button" class="jump" data-start="$start" '
                'aria-label="$clock"></button>$text</span>',
                number=str(number),
                start=f"{cue.start:.3f}",
                clock=messages.clock(cue.start),
                text=cue.text,
            )
        )
    return join(found, "")


def _apart(before: str, after: str) -> bool:
    """Whether a blank stands between two sentences: not beside a wide character, as in Chinese and Japanese."""
    return not any(unicodedata.east_asian_width(letter) in "WF" for letter in (before[-1:], after[:1]) if letter)


def _data(page: Page, words: Mapping[str, str]) -> Html:
    """What the script needs: seconds and titles of chapters, start and end of sentences, facts for a lock screen."""
    return data(
        {
            "title": page.title,
            "artist": messages.listed(page.guests, page.language) or page.author or page.show,
            "album": page.show,
            "cover": page.cover,
            "seconds": page.seconds,
            "chapters": page.chapters,
            "cues": [[round(cue.start, 3), round(cue.end, 3)] for cue in page.cues],
            "words": {name: words[f"t_{name}"] for name in SCRIPT_WORDS},
        }
    )
