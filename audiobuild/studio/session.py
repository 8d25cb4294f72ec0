"""The scripts of a show while they are open in the studio: read again when they change, heard by the sentence."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiobuild.builder import Builder, Progress
from audiobuild.building.record import read_header, unaltered
from audiobuild.building.requests import ORIGINALS, BuildRequest
from audiobuild.building.voice_list import voice_rows
from audiobuild.config import engine_name, read_profiles, read_show, show_folder, stamp
from audiobuild.engines import engine_class
from audiobuild.errors import AudiobuildError, ScriptError
from audiobuild.i18n import _
from audiobuild.marks import read_marks
from audiobuild.model import Line
from audiobuild.planning.cast import find_voice
from audiobuild.publishing.publish import PublishOptions, publish_episodes
from audiobuild.script import read_bytes
from audiobuild.sound import mp3
from audiobuild.storage.files import decoded_name, relative_path
from audiobuild.storage.journal import Change, Journal
from audiobuild.storage.locks import Lock
from audiobuild.studio.changes import CONVERTED, Action, Changed, changes_of, written_text
from audiobuild.studio.opened import OpenScript, Stamp, check_only, sound_of
from audiobuild.studio.reach import choices_of
from audiobuild.studio.review import Review, publish_list
from audiobuild.studio.view import described, short_digest

BLOCK = 200  # sentences whose pronunciation is sent to the page at once
AHEAD = 3  # sentences made ahead for the newest requests; older ones are given up
LOCK = ".audiobuild/studio.lock"


class ChangedError(AudiobuildError):
    """The script is not the one that the page shows."""


class Session:
    """A show, or one script of it, open in the studio. Its methods may be called from several threads."""

    def __init__(self, place: Path | None, engine: str | None, read_only: bool = False) -> None:
        """Open `place`, a show's folder or a script; None: the show of the current folder."""
        self.read_only = read_only
        self._named = [place] if place else []
        self._builder = Builder(engine=engine)
        self._engine = engine
        self._open: dict[str, OpenScript] = {}
        self._runs: dict[str, str] = {}  # segments that the page may fetch, each with its script
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        self._ahead = threading.Lock()
        self._asked_ahead = 0
        self._building = threading.Thread()

    def close(self) -> None:
        """Free engines and threads."""
        self._builder.stop()
        self._builder.close()

    def warm(self) -> None:
        """Read the first script and load its voice while the browser starts; failures are said when it is asked for."""
        with suppress(AudiobuildError):
            first, *_ = self._requests()
            for engine in self.open(_id(first)).plan.engines.values():
                if not engine.online:
                    engine.prepare(self._builder.threads)

    # ------------------------------------------------------------------------------------------------------- the show

    @property
    def folder(self) -> Path:
        """The folder of the show."""
        place = self._named[0] if self._named else Path.cwd()
        return show_folder(place / "x" if place.is_dir() else place) or (place if place.is_dir() else Path.cwd())

    def show(self) -> dict[str, Any]:
        """The show: its episodes with their states, and the voices that can be cast.

        A show without scripts has no episodes, and says in "empty" where to put them.
        """
        empty = ""
        try:
            requests = self._requests()
        except ScriptError as error:
            if self._named and not self._named[0].is_dir():
                raise
            requests, empty = [], str(error)
        folder = requests[0].show if requests else self.folder
        show = read_show(folder)
        engine = engine_name(show, self._engine)
        rows, _unused = voice_rows(engine, None, folder)
        return {
            "title": show.title,
            "folder": folder.resolve().name,
            "engine": engine,
            "online": engine_class(engine).online,
            "readOnly": self.read_only,
            "episodes": [self._episode(request) for request in requests],
            "voices": rows,
            "empty": empty,
        }

    def _requests(self) -> list[BuildRequest]:
        """The requests of what was opened; a script in another form may have become Markdown meanwhile."""
        converted = ((place, place.with_suffix(CONVERTED)) for place in self._named)
        return self._builder.requests([new if new.exists() and not old.exists() else old for old, new in converted])

    def _episode(self, request: BuildRequest) -> dict[str, Any]:
        header = read_header(request.record)
        opened = self._open.get(_id(request))
        title = opened.plan.script.title.text if opened else request.name
        state, seconds = "never", 0.0
        if header:
            title, seconds = title if opened else header.record.title, header.record.seconds
            whole = unaltered(header.record, request.record)
            state = "built" if whole and header.record.script_sha256 == _digest_of(request.script) else "stale"
        return {"id": _id(request), "title": title, "file": str(request.script), "state": state, "seconds": seconds}

    # ----------------------------------------------------------------------------------------------------- one script

    def request(self, script: str) -> BuildRequest:
        """The request of a script's id. Raises ScriptError for any other."""
        for request in self._requests():
            if _id(request) == script:
                return request
        raise ScriptError(_("there is no such script in this show any more."))

    def open(self, script: str) -> OpenScript:
        """The script as it is now. Raises AudiobuildError when it cannot be read or cast."""
        with self._reading:
            request = self.request(script)
            data = _bytes_of(request.script)
            known = self._open.get(script)
            settings = stamp(request.show)
            if known and known.is_of(data, settings):
                return known
            spoken = replace(request, recorded=False)  # sentence by sentence, as they are edited
            self._open[script] = self._planned(spoken, data, settings, known)
            return self._open[script]

    def _planned(self, request: BuildRequest, data: bytes, settings: Stamp, known: OpenScript | None) -> OpenScript:
        read = read_bytes(data, decoded_name(str(request.script)), request.roles or {})
        return OpenScript.of(self._builder.plan(request, read), read, data, settings, known)

    def script(self, script: str) -> dict[str, Any]:
        """All that the page shows of a script; one that cannot be read any more stays as it was, with the error."""
        try:
            opened, error = self.open(script), ""
        except AudiobuildError as failed:
            if script not in self._open:
                raise
            opened, error = self._open[script], str(failed)
        request = opened.plan.request
        return {
            "id": script,
            "rev": opened.revision,
            "error": error,
            "state": self._episode(request)["state"],
            **Review(request).read(),
            **_state(Journal(request.show)),
            **described(opened.plan, opened.shown, opened.front, opened.versions),
        }

    def pronounced(self, script: str, wanted: Sequence[str]) -> dict[str, Any]:
        """How sentences are spoken, at most BLOCK: by id the run, its seconds when it is made, readings to check."""
        opened = self.open(script)
        names = set(wanted[:BLOCK])
        found = {each.id: sound_of(opened, each, self._builder) for each in opened.shown if each.id in names}
        self._runs.update((sound["run"], script) for sound in found.values() if "run" in sound)
        return found

    # ------------------------------------------------------------------------------------------------------ its sound

    def say(self, script: str, sentence: str, instead: Mapping[str, Any], ahead: bool = False) -> dict[str, Any]:
        """Make a sentence audible, as it is or with another text or voice, and return its run and how it is said.

        What is made `ahead` is made one at a time, and given up when newer requests have come: {} then.
        """
        if not ahead:
            return self._say(script, sentence, instead)
        self._asked_ahead += 1
        number = self._asked_ahead
        with self._ahead:
            is_old = number <= self._asked_ahead - AHEAD
            return {} if is_old or (os.cpu_count() or 1) == 1 else self._say(script, sentence, instead)

    def _say(self, script: str, sentence: str, instead: Mapping[str, Any]) -> dict[str, Any]:
        opened = self.open(script)
        line = self._changed(opened, opened.sentence(sentence), instead)
        run, segment = self._builder.segment(opened.plan, line)
        self._runs[run] = script
        pronunciation = opened.plan.engine_of(line).pronounce(line.utterance)
        return {
            "run": run,
            "seconds": segment.content / opened.plan.show.audio.rate,
            "said": "".join(piece.normalized for piece in pronunciation.pieces),
            "pinyin": " ".join(filter(None, (piece.pinyin for piece in pronunciation.pieces))),
        }

    def _changed(self, opened: OpenScript, line: Line, instead: Mapping[str, Any]) -> Line:
        utterance = line.utterance
        if text := instead.get("text"):
            marked = read_marks(str(text))
            utterance = replace(utterance, text=marked.text, readings=marked.readings)
        if voice := instead.get("voice"):
            profiles = read_profiles(opened.plan.request.show)
            utterance = replace(utterance, voice=find_voice(str(voice), utterance.voice.engine, profiles))
        return replace(line, utterance=utterance)

    def sound(self, run: str) -> bytes | None:
        """A run of this show as an MP3 file, None when it was not offered or is not made."""
        opened = self._open.get(self._runs.get(run, ""))
        segment = self._builder.kept(opened.plan, run) if opened else None
        if segment is None or opened is None:
            return None
        info = mp3.info_frame(segment.frames, segment.content, segment.crc, opened.plan.show.audio)
        return info + segment.data

    def choices(self, script: str, sentence: str, start: int, end: int) -> dict[str, Any]:
        """The ways to say a part of a sentence, the word that a lexicon would have, and what that would reach."""
        opened = self.open(script)
        return choices_of(opened, opened.sentence(sentence), start, end, self._requests())

    # ----------------------------------------------------------------------------------------------------- its changes

    def act(self, script: str, revision: str, action: Action, only_try: bool) -> dict[str, Any]:
        """Change files as the action says, and return the changed lines and the script as it is then.

        A script that has changed since the page read it is changed too when the sentence is still the same, "merged"
        says so. Raises ChangedError when it is not, AudiobuildError when the action cannot be done, would make the
        script unreadable or would change something else; nothing is written then.
        """
        with self._changing():
            opened = self.open(script)
            merged = opened.revision != revision
            if merged and not opened.has_once(str(action.get("sentence", "")), str(action["do"])):
                raise ChangedError(_("the script has changed in another window or program."))
            request = opened.plan.request
            changed = changes_of(opened.plan, opened.read, opened.shown, action)
            new = self._checked(opened, changed, action)
            files = [{"file": _shown(each.path, request), "diff": _diff(each)} for each in changed.files]
            result = {"files": files, "merged": merged, "like": changed.like}
            if only_try:
                return result
            Journal(request.show).do(str(action["do"]), changed.files)
            if new:
                self._open[_id(new.plan.request)] = new
            return {**result, "script": self.script(_id(new.plan.request) if new else script)}

    def _checked(self, opened: OpenScript, changed: Changed, action: Action) -> OpenScript | None:
        """The script as it will be, read from the bytes in memory; only what the action names may be another."""
        if changed.script is None:
            return None
        request = replace(opened.plan.request, script=changed.path)
        new = self._planned(request, changed.script, opened.settings, opened)
        check_only(opened.shown, new.shown, action)
        return new

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Files are changed by one page, and one studio, at a time. Raises ScriptError for a read-only one."""
        if self.read_only:
            raise ScriptError(_("the studio was started with --read-only: it changes nothing."))
        lock = Lock(self.folder / LOCK)
        with self._writing:
            try:
                if not lock.take():
                    raise ScriptError(_("another studio is changing this show: try again."))
                yield
            finally:
                lock.drop()

    def written(self, script: str, sentence: str) -> dict[str, Any]:
        """A sentence with its marks, for the field in which it is edited."""
        opened = self.open(script)
        return {"text": written_text(opened.plan, opened.read, opened.shown, sentence)}

    def undo(self, script: str, again: bool) -> dict[str, Any]:
        """Take back the last action of the show, or do it again; the script may have another name then."""
        with self._changing():
            request = self.request(script)
            journal = Journal(request.show)
            files = journal.redo() if again else journal.undo()
            same = (each for each in self._requests() if each.script.stem == request.script.stem)
            now = next(same, request)  # its ending may be another one again
            shown = [{"file": _shown(path, request), "diff": ""} for path in files]
            return {"files": shown, "script": self.script(_id(now))}

    # ------------------------------------------------------------------------------------------------------ its build

    def build(self, script: str, tell: Callable[..., None]) -> dict[str, Any]:
        """Begin to build the episode; `tell` receives what happens: progress, then built or failed."""
        request = self.request(script)
        if self._building.is_alive():
            raise ScriptError(_("an episode is being built; wait until it is finished."))
        self._building = threading.Thread(target=self._build, args=(request, script, tell), daemon=True)
        self._building.start()
        return {}

    def stop(self) -> dict[str, Any]:
        """Stop the build; what was spoken is kept."""
        self._builder.stop()
        return {}

    def _build(self, request: BuildRequest, script: str, tell: Callable[..., None]) -> None:
        def progress(now: Progress) -> None:
            if not now.message:
                tell("progress", id=script, done=now.done, total=now.total)

        try:
            built = self._builder.build(request.script, progress=progress)
        except AudiobuildError as error:
            tell("failed", id=script, message=str(error))
        else:
            tell("built", id=script, seconds=built.seconds, spoken=built.spoken, page=str(built.path))

    # --------------------------------------------------------------------------------------- what is left, and the feed

    def review(self, script: str, name: str, what: str, wanted: bool) -> dict[str, Any]:
        """Note a sentence for later (`name` "later", by id), or a reading as right ("right"), or no longer so."""
        with self._changing():
            opened = self.open(script)
            return Review(opened.plan.request).set(name, what, wanted, [each.id for each in opened.shown])

    def ready(self, script: str) -> dict[str, Any]:
        """What is left to do before the episode can be published."""
        opened = self.open(script)
        return {"list": publish_list(opened, self._episode(opened.plan.request)["state"])}

    def publish(self, script: str) -> dict[str, Any]:
        """Publish the show's episodes into output/public, as `audiobuild publish` does, and nothing further."""
        with self._changing():
            request = self.request(script)
            notes: list[str] = []
            done = publish_episodes(request.out, None, "", PublishOptions(), notes.append)
            return {"folder": str(done.folder), "feed": done.address, "notes": [*notes, *done.notes, *done.advice]}

    def stamp(self) -> tuple[object, ...]:
        """What tells whether a file of the show has changed: its scripts and settings, by time and size."""
        found: list[object] = []
        try:
            requests = self._requests()
        except AudiobuildError:  # said when the page asks for the show
            return ()
        for request in requests:
            try:
                facts = request.script.stat()
            except OSError:
                continue
            found.append((str(request.script), facts.st_mtime_ns, facts.st_size))
        return (*found, *{request.show: stamp(request.show) for request in requests}.items())


def _state(journal: Journal) -> dict[str, Any]:
    """What can be undone and done again."""
    return {"undo": journal.undoable, "redo": journal.redoable}


def _diff(change: Change) -> str:
    """The changed lines; of a file that was only moved among the originals there are none."""
    return "" if change.path.parent.name == ORIGINALS else change.diff


def _shown(path: Path, request: BuildRequest) -> str:
    """A file of the show as the page names it."""
    return relative_path(path, request.show)


def _id(request: BuildRequest) -> str:
    return short_digest(str(request.script))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScriptError(_("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)) from error


def _digest_of(path: Path) -> str:
    return hashlib.sha256(_bytes_of(path)).hexdigest()
