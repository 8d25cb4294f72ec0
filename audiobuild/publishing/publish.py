"""Turns finished episodes into a folder that any static host can serve: media, transcripts, pages and the feed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from audiobuild.building.record import BuildRecord
from audiobuild.checking import hosts
from audiobuild.config import FILE, read_show, show_folder
from audiobuild.dates import READABLE, read_date, zone_of
from audiobuild.errors import PublishError
from audiobuild.i18n import _, listed
from audiobuild.model import Show, ShowPage
from audiobuild.outputs import show_notes
from audiobuild.publishing import feed, folder, identity, ledger
from audiobuild.publishing.channel import PREVIEW, Picture, advice, feed_head, show_picture, show_title
from audiobuild.publishing.episodes import (
    MEDIA,
    FinishedEpisode,
    published_episodes,
    read_records,
    require_published,
)
from audiobuild.publishing.folder import COVER, FEED, INDEX, SEARCH, STYLE
from audiobuild.publishing.identity import Comparison
from audiobuild.publishing.items import episode_pages, feed_item
from audiobuild.publishing.ledger import Ledger
from audiobuild.publishing.upload import Site, Target, Update, site_of, target_of
from audiobuild.resources import samples_folder
from audiobuild.storage import files
from audiobuild.storage.locks import Lock, Notify, waited_for

if TYPE_CHECKING:
    from audiobuild.checking import Finding

FOLDER, STORE = "public", ".cache"
MANY = 20  # a recording of two minutes takes 0.4 s to check: from here on somebody waits long enough to wonder

Place = Callable[[Path, Path, str], None]
"""Puts a file with a given SHA-256 into a published folder."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the folder, the feed's address, and the titles, newest first.

    `new` are those never published before, `changed` those whose recording in the folder was another (none where the
    folder held no feed). `notes` say which episodes were left out, and why, or are known under a new name; `advice` are
    sentences on what directories would refuse, `removed` the names of older files that were deleted, `update` what the
    `target` got (of a trial: what would change there, or without a target in the folder).
    """

    folder: Path
    address: str
    titles: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    advice: tuple[str, ...]
    removed: tuple[str, ...]
    notes: tuple[str, ...] = ()
    update: Update | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What may be published: with `force` also defective and outdated episodes, with `drafts` those that only hum.

    `withdraw` names episodes that are taken out of the feed for good, `to` is the target that the folder is sent to
    (see `upload.target_of`). A trial (`dry`) changes nothing, here and there.
    """

    force: bool = False
    drafts: bool = False
    withdraw: tuple[str, ...] = ()
    to: str = ""
    dry: bool = False


def folders() -> list[Path]:
    """The default folders to check: the show's episodes, and the published folder in it if there is one."""
    home = files.relative_to_here((show_folder(Path.cwd() / FILE) or Path.cwd()) / "output")
    public = home / FOLDER
    return [home, public] if public.is_dir() else [home]


def publish_episodes(
    home: Path | None, out: Path | None, base_url: str, options: PublishOptions, notify: Notify
) -> Published:
    """Publish the episodes in `home` (default: the show's folder "output") to `out` (default: "public" in it).

    `base_url` is the web address of `out` ("": as the settings say).
    A second `publish` of the same folder waits for the first and reports that with `notify`: else both would assign
    guids. Raises PublishError when there is nothing to publish or an episode has a defect, and OutputError when a file
    cannot be written; the feed is then unchanged.
    """
    home = home or folders()[0]
    show = show_folder(home) or home.resolve().parent
    with ExitStack() as held:
        if home.is_dir():
            with files.writing_to(home):
                held.enter_context(waited_for(Lock(home / STORE / "locks" / "publish"), str(home), notify))
        return _publish(home, show, out or home / FOLDER, base_url, options, notify)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be published, before anything is written.

    `folder` is the name of the show's folder, `base` the address of the published one, `kept` the new ledger, `new` are
    the names of episodes that the old ledger lacks.
    """

    show: Show
    folder: str
    base: str
    kept: Ledger
    episodes: tuple[FinishedEpisode, ...]
    new: frozenset[str]
    notes: tuple[str, ...]

    @property
    def slugs(self) -> frozenset[str]:
        """What the names of the files of all episodes begin with, those of withdrawn ones too."""
        return frozenset(entry.slug for entry in self.kept.episodes.values())


def _publish(
    home: Path, show_home: Path, out: Path, base_url: str, options: PublishOptions, notify: Notify
) -> Published:
    plan = _plan(home, show_home, base_url, options)
    if not options.force:
        _refuse_defects([each.file("mp3") for each in plan.episodes if not _is_there(out, each)], notify)
    target = _target(plan, options, show_home)
    if options.dry:
        return _trial(plan, out, home / STORE, target, notify)
    ledger.write(show_home / ledger.FILE, plan.kept)
    done = _make(plan, out, folder.copy)
    if target is None:
        return done
    site = site_of(out, home / STORE, plan.slugs)
    if not options.force:
        _refuse_large(site, plan.base, target.shown)
    return replace(done, update=target.update(site, False, notify), target=target.shown)


def _plan(home: Path, show_home: Path, base_url: str, options: PublishOptions) -> _Plan:
    show, now = read_show(show_home), datetime.now(UTC)
    base = base_url or show.channel.base_url or PREVIEW
    ledger_path = show_home / ledger.FILE
    records = read_records(home)
    before = ledger.withdrawn(ledger.read_ledger(ledger_path), options.withdraw)
    compared = identity.compare(home, records, before, options.drafts, _samples() if base != PREVIEW else ())
    records = _allowed(compared, records, options)
    before = ledger.renamed(before, compared.renamed)
    require_published(before, records, home, ledger_path)
    dates = {ledger.key(name): _date_of(found, show) for name, found in records.items()}
    kept = ledger.assigned(before, base + FEED, dates, now, uuid.uuid4)
    episodes = published_episodes(home, records, kept, now)
    notes = _notes(compared, records, kept, now, _zone(show))
    new = frozenset(name for name in records if ledger.key(name) not in before.episodes)
    return _Plan(show, show_home.resolve().name, base, kept, tuple(episodes), new, tuple(notes))


def _samples() -> frozenset[str]:
    """The SHA-256 of the scripts that come with new shows: nobody means to publish them as an episode."""
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in samples_folder().glob("*.txt"))


def _target(plan: _Plan, options: PublishOptions, show_home: Path) -> Target | None:
    """The target that the folder is sent to, None for none. Raises PublishError before anything is written."""
    if not options.to:
        return None
    target = target_of(options.to, show_home)
    if plan.base == PREVIEW:
        raise PublishError(
            _(
                "the feed would name this machine's own address; before publishing to {target} add at the top of "
                '{file} the line  base_url = "https://…/"  with the address of the folder there.'
            ).format(target=target.shown, file=show_home / FILE)
        )
    return target


def _make(plan: _Plan, out: Path, place: Place) -> Published:
    """Write the folder, with `place` for what is copied, and remove what no feed lists any more."""
    picture = show_picture(plan.show, show_title(plan.show, plan.episodes))
    head = feed_head(plan.show, plan.episodes, plan.base, plan.kept.guid, picture)
    unlike = [each for each in plan.episodes if not _is_there(out, each)]
    known = (out / FEED).is_file()
    _write(out, plan.base, head, picture, plan.episodes, place)
    removed = _remove_old(out, plan.kept, picture, plan.episodes)
    titles, new = _titles(plan.episodes), _titles(each for each in plan.episodes if each.name in plan.new)
    changed = _titles(each for each in unlike if known and each.name not in plan.new)
    opened = [each.names["mp3"] for each in unlike]
    site = site_of(out, out, plan.slugs)
    advised = (
        *advice(plan.show, plan.base, head, plan.folder),
        *_host_advice(site, plan.base),
        *_feed_defects(out / FEED, opened),
    )
    return Published(out, plan.base + FEED, titles, new, changed, advised, removed, plan.notes)


def _titles(episodes: Iterable[FinishedEpisode]) -> tuple[str, ...]:
    return tuple(each.record.title for each in episodes)


def _is_there(out: Path, episode: FinishedEpisode) -> bool:
    """Whether this version of an episode's recording is in a published folder."""
    return (out / episode.names["mp3"]).is_file()


def _trial(plan: _Plan, out: Path, cache: Path, target: Target | None, notify: Notify) -> Published:
    """Publish to a folder that is deleted at the end, and list what would change at the target or in `out`."""
    present = site_of(out, cache, plan.slugs)
    cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="trial-", dir=cache) as trial:
        again = Path(trial)
        for name in present.names:
            folder.link(out / name, again / name, "")
        done = replace(_make(plan, again, folder.link), folder=out)
        site = site_of(again, cache, plan.slugs)
        changes = target.update(site, True, notify) if target else _changes(present, site)
    return replace(done, update=changes, removed=())


def _host_advice(site: Site, base: str) -> list[str]:
    """What the host that the address belongs to would refuse."""
    host, sizes = hosts.host_of(base), site.sizes()
    return [*hosts.too_large(host, sizes), *hosts.site_too_large(host, sizes)] if host else []


def _refuse_large(site: Site, *addresses: str) -> None:
    """Raise PublishError for a file that the host would refuse after all others were sent."""
    host = hosts.host_of(*addresses)
    if host and (faults := list(hosts.too_large(host, site.sizes()))):
        raise PublishError(_("nothing was sent: {faults}. (--force sends it anyway.)").format(faults=listed(faults)))


def _changes(old: Site, new: Site) -> Update:
    """What differs between two published folders."""
    changed = [
        name
        for step in new.steps()
        for name in step
        if name not in old.names or not cmp(old.folder / name, new.folder / name, shallow=False)
    ]
    return Update(tuple(changed), tuple(new.stale(old.names)))


def _allowed(
    compared: Comparison, records: Mapping[str, BuildRecord], options: PublishOptions
) -> dict[str, BuildRecord]:
    """The records of what may be published. Raises PublishError for what must not, and when nothing is left."""
    if not options.force:
        identity.require_current(compared)
    allowed = {name: found for name, found in records.items() if name not in compared.left_out}
    if not allowed:
        raise PublishError(
            _("there is nothing to publish: {reasons}.").format(reasons=listed(compared.left_out.values()))
        )
    return allowed


def _date_of(found: BuildRecord, show: Show) -> datetime | None:
    return read_date(found.about.date, _zone(show))


def _zone(show: Show) -> tzinfo:
    return zone_of(show.channel.timezone) or UTC


def _notes(
    compared: Comparison, records: Mapping[str, BuildRecord], kept: Ledger, now: datetime, zone: tzinfo
) -> Iterator[str]:
    """What a user has to know about episodes that are not in the feed as expected; times are those of `zone`."""
    for new, old in compared.renamed.items():
        yield _("{new} is the episode that was published as {old}: it keeps its identity, date and addresses").format(
            new=new, old=old
        )
    yield from (_("left out: {why}").format(why=why) for why in compared.left_out.values() if why)
    for name, found in records.items():
        entry = kept.episodes[ledger.key(name)]
        if entry.date > now and not entry.withdrawn:
            local = entry.date.astimezone(zone)
            yield _("held back until {local:%Y-%m-%d %H:%M} {zone}: {title} ({name}); publish again then").format(
                local=local, zone=local.tzname(), title=found.title, name=name
            )
        elif found.about.date and not entry.withdrawn and read_date(found.about.date) is None:
            unread = _("{name}: the date “{date}” cannot be read").format(name=name, date=found.about.date)
            yield _("{unread}; it is dated {date:%Y-%m-%d}. Write it as {readable}").format(
                unread=unread, date=entry.date, readable=_(READABLE)
            )


def _refuse_defects(audio: Sequence[Path], notify: Notify) -> None:
    """Raise PublishError for episodes that apps would show or play wrongly. Published files were checked before."""
    from audiobuild.checking import check_episode

    if len(audio) >= MANY:
        notify(_("checking {count} recordings that are not published yet").format(count=len(audio)))
    defects: list[str] = []
    for path in audio:
        defects += _defects(check_episode(path))
    if defects:
        raise PublishError(
            _("nothing was published because of defects: {listed}. (--force publishes anyway.)").format(
                listed=listed(defects)
            )
        )


def _feed_defects(path: Path, new: Collection[str]) -> list[str]:
    """What directories would refuse in the feed as published; of its recordings only the `new` ones are opened."""
    from audiobuild.checking import check_published

    return _defects(check_published(path, new))


def _defects(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.file}: {finding.what}: {finding.found}" for finding in findings if finding.defect]


def _write(
    out: Path, base: str, head: feed.FeedHead, picture: Picture, episodes: Sequence[FinishedEpisode], place: Place
) -> None:
    """Write all files, the feed last: it never names a file that is not there yet."""
    folder.open_folder(out)
    for each in episodes:
        for ending, name in each.names.items():
            place(each.file(ending), out / name, each.written(ending).sha256)
    folder.put(out / picture.name, picture.data)
    _write_pages(out, base, head, picture, episodes)
    items = [feed_item(each, base, head) for each in episodes]
    folder.put(out / FEED, feed.rss(head, items))


def _write_pages(
    out: Path, base: str, head: feed.FeedHead, picture: Picture, episodes: Sequence[FinishedEpisode]
) -> None:
    from audiobuild.site import episode_page, feed_style, index_page, search_data

    pages = list(episode_pages(episodes, head, "" if base == PREVIEW else base))
    for name, page in pages:
        folder.put(out / name, episode_page(page).encode())
    notes = show_notes.show_notes(head.channel.description, (), head.language)
    subscribe = "" if base == PREVIEW else base + FEED
    show = ShowPage(
        head.title, head.author, head.language, "\n".join(notes), picture.name, FEED, subscribe, head.channel.block
    )
    folder.put(out / INDEX, index_page(show, pages).encode())
    folder.put(out / SEARCH, search_data(pages).encode())
    folder.put(out / STYLE, feed_style(head.language).encode())


def _remove_old(out: Path, kept: Ledger, picture: Picture, episodes: Iterable[FinishedEpisode]) -> tuple[str, ...]:
    """Remove all files of withdrawn episodes and, of the others, what is older than the version before; their names.

    That version stays for those who have yesterday's feed.
    """
    current = {picture.name}.union(*(each.names.values() for each in episodes))
    stems = {entry.slug: 0 if entry.withdrawn else 1 for entry in kept.episodes.values()} | {COVER: 1}
    removed = folder.old_versions(out, stems, (*MEDIA, "png"), current)
    removed += _withdrawn_pages(out, kept)
    for path in removed:
        files.remove(path)
    return tuple(path.name for path in removed)


def _withdrawn_pages(out: Path, kept: Ledger) -> Iterator[Path]:
    slugs = sorted(entry.slug for entry in kept.episodes.values() if entry.withdrawn)
    return filter(Path.exists, (out / f"{slug}.html" for slug in slugs))
