"""Makes of built episodes a folder that any static host can serve: media, transcripts, pages and the feed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import uuid
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from audiobuild.building import record
from audiobuild.building.record import BuildRecord, Written
from audiobuild.categories import DEFAULT
from audiobuild.config import FILE, read_show, show_folder
from audiobuild.errors import PublishError
from audiobuild.model import Page, PageCue, Role, Show, ShowPage
from audiobuild.outputs import show_notes
from audiobuild.publishing import feed, ledger
from audiobuild.publishing.ledger import Entry, Ledger
from audiobuild.regex import lazy
from audiobuild.storage import files
from audiobuild.storage.locks import Lock, Tell, waited_for
from audiobuild.storage.store import output_tag

FEED, INDEX = "feed.xml", "index.html"
FOLDER, STORE = "public", ".cache"
COVER = "cover"
PREVIEW = "http://127.0.0.1:8000/"
"""Where the folder is found as long as nobody says where it will be: on this machine, where `serve` shows it."""
MEDIA = ("mp3", "vtt", "srt", "chapters.json", "jpg")
_DATE = lazy(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?:日?$|(?=[T ][0-9]{2}:))(.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the folder, the feed's address, titles, and what to mend before directories take it.

    `advice` are sentences, `removed` the older files that no feed names any more.
    """

    folder: Path
    address: str
    titles: tuple[str, ...]
    advice: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Episode:
    """A built episode: the folder and name of its files, its record, what is assigned to it."""

    home: Path
    name: str
    record: BuildRecord
    entry: Entry

    def file(self, ending: str) -> Path:
        """The file as built."""
        return self.home / f"{self.name}.{ending}"

    def written(self, ending: str) -> Written:
        """Its size and digest."""
        return self.record.outputs[self.file(ending).name]

    @property
    def names(self) -> dict[str, str]:
        """What its files are called when published, by ending."""
        return {ending: _addressed(self.entry.slug, self.written(ending).sha256, ending) for ending in MEDIA}

    @property
    def page(self) -> str:
        """The name of its page, which is always the same."""
        return f"{self.entry.slug}.html"


@dataclass(frozen=True, slots=True)
class _Picture:
    name: str
    data: bytes


def folders() -> list[Path]:
    """What there is to check when nothing is named: the show's folder of episodes, and what is published of it."""
    home = _short((show_folder(Path.cwd() / FILE) or Path.cwd()) / "output")
    return [home, *filter(Path.is_dir, [home / FOLDER])]


def publish(home: Path | None, out: Path | None, base_url: str, force: bool, tell: Tell) -> Published:
    """Publish the episodes in `home` (default: the show's folder "output") to `out` (default: "public" in it).

    `base_url` is where `out` will be found, "" as the settings say; with `force` episodes with defects are published
    too. Two at once would assign twice, so the second waits, and `tell` says so. Raises PublishError, with nothing
    published.
    """
    home = home or folders()[0]
    folder = show_folder(home) or home.resolve().parent
    with ExitStack() as held:
        if home.is_dir():
            with files.refusing(home):
                held.enter_context(waited_for(Lock(home / STORE / "locks" / "publish"), str(home), tell))
        return _published(home, folder, out or home / FOLDER, base_url, force)


def _published(home: Path, folder: Path, out: Path, base_url: str, force: bool) -> Published:
    show = read_show(folder)
    base = base_url or show.channel.base_url or PREVIEW
    records = _records(home)
    before = ledger.read(folder / ledger.FILE)
    _complete(before, records, home, folder / ledger.FILE)
    kept = _assigned(before, records, base)
    episodes = _in_feed(home, records, kept)
    if not force:
        _judged(each.file("mp3") for each in episodes if not (out / each.names["mp3"]).is_file())
    ledger.write(folder / ledger.FILE, kept)
    picture = _picture(show, _title(show, episodes))
    head = _head(show, episodes, base, kept.guid, picture)
    _write(out, base, head, picture, episodes)
    removed = _swept(out, kept, {name for each in episodes for name in each.names.values()} | {picture.name})
    titles = tuple(each.record.title for each in episodes)
    return Published(out, base + FEED, titles, (*_advice(show, base, head), *_faults(out)), removed)


def _records(home: Path) -> dict[str, BuildRecord]:
    """The records of the episodes in a folder, by name; an MP3 that was not built here is none."""
    found = {}
    for path in sorted(home.glob("*.mp3")):
        beside = path.with_suffix(".json")
        if beside.exists():
            last = record.read(beside)
            if last is None or not record.unaltered(last, beside):
                raise PublishError(f"{path} is not as it was built; run “audiobuild build” again before publishing.")
            found[path.stem] = last
    if not found:
        raise PublishError(f"there are no episodes in {home}; run “audiobuild build” first, or name their folder.")
    return found


def _complete(kept: Ledger, records: Mapping[str, BuildRecord], home: Path, path: Path) -> None:
    """Refuse to publish less than was: an app takes an episode that has left the feed from its listeners."""
    there = set(map(ledger.key, records))
    gone = [name for name, entry in kept.episodes.items() if name not in there and not entry.withdrawn]
    if gone:
        raise PublishError(
            f"{', '.join(gone)}: published before, and not in {home} now; build it again, or write "
            f'"withdrawn": true into its entry in {path}. (If the script has a new name, give it to the entry.)'
        )


def _judged(episodes: Iterable[Path]) -> None:
    """Refuse what apps would show or play wrongly; what lies in the published folder has been judged before."""
    from audiobuild.checking import check_episode

    defects = [finding for path in episodes for finding in check_episode(path) if finding.defect]
    if defects:
        told = "; ".join(f"{finding.file}: {finding.what}: {finding.found}" for finding in defects)
        raise PublishError(f"nothing is published, for there are defects: {told}. (--force publishes all the same.)")


def _faults(out: Path) -> list[str]:
    """What directories would not take of the feed as it is now."""
    from audiobuild.checking import check

    return [f"{finding.file}: {finding.what}: {finding.found}" for finding in check([out / FEED]) if finding.defect]


def _assigned(kept: Ledger, records: Mapping[str, BuildRecord], base: str) -> Ledger:
    dates = {ledger.key(name): _date(found.about.date) for name, found in records.items()}
    return ledger.assigned(kept, base + FEED, dates, datetime.now(UTC), uuid.uuid4)


def _in_feed(home: Path, records: Mapping[str, BuildRecord], kept: Ledger) -> list[_Episode]:
    """The episodes that are not withdrawn, newest first."""
    named = [_Episode(home, name, found, kept.episodes[ledger.key(name)]) for name, found in records.items()]
    shown = [each for each in named if not each.entry.withdrawn]
    if not shown:
        raise PublishError(f"every episode in {home} is withdrawn; there is nothing to publish.")
    return sorted(shown, key=lambda each: (each.entry.date, each.entry.slug), reverse=True)


def _short(path: Path) -> Path:
    """The path as seen from here, when it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _date(text: str) -> datetime | None:
    """The date of a front matter in UTC; None when there is none, or none that can be read."""
    match = _DATE.match(text.strip())
    try:
        date = datetime.fromisoformat(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}{match[4]}" if match else "")
    except ValueError:
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)


# ------------------------------------------------------------------------------------------------------------- the show


def _title(show: Show, episodes: Sequence[_Episode]) -> str:
    """What the show is called: the first episode gives its name to a show without one."""
    first = episodes[-1].record
    return show.title or first.about.show or first.title


def _picture(show: Show, title: str) -> _Picture:
    """The show's cover; it is drawn where none is given."""
    from audiobuild.outputs import cover

    names = tuple(filter(None, [show.author]))
    data = cover.show_cover(show.cover) if show.cover else cover.draw_cover(title, "", names, title)
    ending = "png" if data.startswith(b"\x89PNG") else "jpg"
    return _Picture(_addressed(COVER, hashlib.sha256(data).hexdigest(), ending), data)


def _head(show: Show, episodes: Sequence[_Episode], base: str, guid: str, picture: _Picture) -> feed.Head:
    """The show as the feed tells it, with what has to be there and is not set assumed."""
    title, channel = _title(show, episodes), show.channel
    first = episodes[-1].record.about
    description = show_notes.show_notes(channel.description or title, (), first.language)
    return feed.Head(
        title=title,
        author=show.author or first.author or title,
        language=show.language or first.language,
        description=show_notes.paragraphs(description),
        image=base + picture.name,
        address=base + FEED,
        guid=guid,
        channel=replace(channel, link=channel.link or base, categories=channel.categories or (DEFAULT,)),
    )


def _advice(show: Show, base: str, head: feed.Head) -> Iterator[str]:
    """What directories ask for and the settings lack, each with its line to add; then what the address lacks."""
    channel = show.channel
    asked = [
        (show.title, f'title = "{head.title}"', "directories require it; assumed for now"),
        (channel.description, 'description = "What the show is about"', "directories require it"),
        (show.language, f'language = "{head.language}"', "directories require it; assumed for now"),
        (channel.categories, f'category = "{DEFAULT[0]}"', "directories require it; assumed for now"),
        (channel.explicit is not None, "explicit = false", "directories require it; assumed for now"),
        (show.author, 'author = "Who makes it"', "directories show it"),
        (channel.owner_email, 'owner = { name = "Your Name", email = "you@example.org" }', "Spotify writes to it"),
    ]
    for present, line, why in asked:
        if not present:
            yield f"{FILE}: add the line  {line}  ({why})"
    if base == PREVIEW:
        yield (
            "the feed names this machine's own address; “audiobuild serve --lan” shows it to a phone. "
            f'Before going public add to {FILE} the line  base_url = "https://…/"  with the address of the folder'
        )
    elif not ledger.is_public(base):
        yield f"{base} can be reached on this network only; directories need a public address"
    elif not base.startswith("https:"):
        yield f"{base} is not https; some apps refuse to play from it"


# ------------------------------------------------------------------------------------------------------------ the files


def _write(out: Path, base: str, head: feed.Head, picture: _Picture, episodes: Sequence[_Episode]) -> None:
    """Put everything in place, the feed last: it never names what is not there yet."""
    files.probe(out)
    files.sweep(out, output_tag(out))
    for each in episodes:
        for ending in MEDIA:
            _copy(each.file(ending), out / each.names[ending], each.written(ending))
    _put(out / picture.name, picture.data)
    _write_pages(out, base, head, picture, episodes)
    _put(out / FEED, feed.rss(head, [_item(each, base, head) for each in episodes]))


def _write_pages(out: Path, base: str, head: feed.Head, picture: _Picture, episodes: Sequence[_Episode]) -> None:
    from audiobuild.site import episode_page, index_page

    pages = [(each.page, _page(each, head)) for each in episodes]
    for name, page in pages:
        _put(out / name, episode_page(page).encode())
    told = show_notes.show_notes(head.channel.description, (), head.language)
    subscribe = "" if base == PREVIEW else base + FEED
    show = ShowPage(head.title, head.author, head.language, "\n".join(told), picture.name, FEED, subscribe)
    _put(out / INDEX, index_page(show, pages).encode())


def _page(each: _Episode, head: feed.Head) -> Page:
    last, about, names = each.record, each.record.about, each.names
    return Page(
        title=last.title,
        show=head.title,
        author=about.author or head.author,
        guests=about.guests,
        language=about.language,
        description=about.description,
        date=each.entry.date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=last.seconds,
        audio=names["mp3"],
        cover=names["jpg"],
        feed=FEED,
        index=INDEX,
        downloads={"MP3": names["mp3"], "WebVTT": names["vtt"], "SRT": names["srt"]},
        chapters=last.chapters,
        cues=tuple(_cues(each)),
    )


def _cues(each: _Episode) -> Iterator[PageCue]:
    """The sentences as built; a turn ends where the speaker changes or a chapter begins."""
    turn, before = 0, None
    starts = [second for second, _ in each.record.chapters]
    for cue in json.loads(each.file("words.json").read_bytes())["cues"]:
        now = (cue["role"], cue["speaker"], bisect_right(starts, cue["start"]))
        turn, before = turn + (now != before), now
        yield PageCue(cue["start"], cue["end"], Role(cue["role"]), cue["speaker"], cue["text"], turn)


def _item(each: _Episode, base: str, head: feed.Head) -> feed.Item:
    last, about = each.record, each.record.about
    hosts = about.hosts or (about.author or head.author,)
    return feed.Item(
        title=last.title,
        guid=each.entry.guid,
        date=each.entry.date,
        description=show_notes.paragraphs(show_notes.show_notes(about.description, last.chapters, about.language)),
        media=base + each.names["mp3"],
        length=each.written("mp3").bytes,
        seconds=last.seconds,
        page=base + each.page,
        image=base + each.names["jpg"],
        chapters=base + each.names["chapters.json"],
        transcript=base + each.names["vtt"],
        language=about.language,
        people=(*((name, "host") for name in hosts), *((name, "guest") for name in about.guests)),
    )


def _copy(source: Path, target: Path, wanted: Written) -> None:
    """Copy what is not there yet; a file that is keeps its date, so that rsync has nothing to do."""
    if not _holds(target, wanted.sha256):
        with files.whole(target, durable=True, tag=output_tag(target.parent)) as out, source.open("rb") as data:
            shutil.copyfileobj(data, out, 1 << 20)


def _put(target: Path, data: bytes) -> None:
    if not _holds(target, hashlib.sha256(data).hexdigest()):
        with files.whole(target, durable=True, tag=output_tag(target.parent)) as out:
            out.write(data)


def _holds(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest() == digest
    except OSError:
        return False


def _swept(out: Path, kept: Ledger, current: Collection[str]) -> tuple[str, ...]:
    """Remove what no feed names: all of withdrawn episodes, and of the others what is older than the last version.

    The last version stays, for whoever has yesterday's feed; it is the newest file beside the current one.
    """
    removed = []
    withdrawn = {entry.slug for entry in kept.episodes.values() if entry.withdrawn}
    for stem in (COVER, *(entry.slug for entry in kept.episodes.values())):
        for ending in (*MEDIA, "png"):
            old = [path for path in out.glob(f"{stem}-*.{ending}") if _is_addressed(path.name, stem, ending)]
            old = sorted((path for path in old if path.name not in current), key=_age, reverse=True)
            removed += old[0 if stem in withdrawn else 1 :]
    removed += [out / f"{stem}.html" for stem in sorted(withdrawn) if (out / f"{stem}.html").exists()]
    for path in removed:
        files.remove(path)
    return tuple(path.name for path in removed)


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name


def _addressed(stem: str, digest: str, ending: str) -> str:
    """A name that changes with the content: apps and proxies keep what an address gave them once."""
    return f"{stem}-{digest[:8]}.{ending}"


def _is_addressed(name: str, stem: str, ending: str) -> bool:
    return re.fullmatch(rf"{re.escape(stem)}-[0-9a-f]{{8}}\.{re.escape(ending)}", name) is not None
