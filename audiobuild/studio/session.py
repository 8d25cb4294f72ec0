"""The scripts of a show while they are open in the studio: read again when they change, heard by the sentence."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audiobuild.builder import Builder, Progress
from audiobuild.building.episode import EpisodePlan, LineKeys
from audiobuild.building.record import read_header, unaltered
from audiobuild.building.requests import BuildRequest
from audiobuild.building.voice_list import voice_rows
from audiobuild.config import engine_name, read_profiles, read_show, stamp
from audiobuild.errors import AudiobuildError, ScriptError
from audiobuild.i18n import _
from audiobuild.marks import read_marks
from audiobuild.model import Line, Segment
from audiobuild.planning.cast import find_voice
from audiobuild.publishing.publish import PublishOptions, publish_episodes
from audiobuild.script.front_matter import front_matter
from audiobuild.sound import mp3
from audiobuild.storage.files import relative_path
from audiobuild.studio.changes import KEPT_ENDINGS, changes_of, written_text
from audiobuild.studio.journal import Journal
from audiobuild.studio.review import Marks, publish_list
from audiobuild.studio.text import text_of
from audiobuild.studio.view import Sentence, described, sentences, short_digest

BLOCK = 200  # sentences whose pronunciation is sent to the page at once


class ChangedError(AudiobuildError):
    """The script is not the one that the page shows."""


@dataclass
class OpenScript:
    """A script as it was last read: `revision` is the SHA-256 of its bytes."""

    request: BuildRequest
    revision: str
    plan: EpisodePlan
    shown: list[Sentence]
    front: int  # lines of its front matter
    keys: dict[str, LineKeys] = field(default_factory=dict)

    def sentence(self, name: str) -> Line:
        """The line of a sentence's id. Raises ScriptError when the script has it no more."""
        for each in self.shown:
            if each.id == name:
                return each.line
        raise ScriptError(_("the script has changed: this sentence is no longer in it."))

    def keys_of(self, each: Sentence) -> LineKeys:
        """The keys of a sentence; the front end runs once for each."""
        if each.id not in self.keys:
            self.keys[each.id] = self.plan.keys_of(each.line)
        return self.keys[each.id]


class Session:
    """A show, or one script of it, open in the studio. Its methods may be called from several threads."""

    def __init__(self, place: Path | None, engine: str | None, read_only: bool = False) -> None:
        """Open `place`, a show's folder or a script; None: the show of the current folder."""
        self.read_only = read_only
        self._named = [place] if place else []
        self._builder = Builder(engine=engine)
        self._engine = engine
        self._open: dict[str, OpenScript] = {}
        self._offered: dict[str, EpisodePlan] = {}  # by the key of a segment that the page may fetch
        self._writing = threading.Lock()
        self._building = threading.Thread()

    def close(self) -> None:
        """Free engines and threads."""
        self._builder.stop()
        self._builder.close()

    # ------------------------------------------------------------------------------------------------------- the show

    def show(self) -> dict[str, Any]:
        """The show: its episodes with their states, and the voices that can be cast."""
        requests = self._requests()
        folder = requests[0].show if requests else Path.cwd()
        show = read_show(folder)
        rows, _ = voice_rows(engine_name(show, self._engine), None, folder)
        return {
            "title": show.title,
            "folder": folder.name,
            "engine": engine_name(show, self._engine),
            "readOnly": self.read_only,
            "episodes": [self._episode(request) for request in requests],
            "voices": rows,
        }

    def _requests(self) -> list[BuildRequest]:
        return self._builder.requests(self._named)

    def _episode(self, request: BuildRequest) -> dict[str, Any]:
        header = read_header(request.record)
        state = "never"
        seconds = 0.0
        title = request.name
        if header:
            title, seconds = header.record.title, header.record.seconds
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
        request = self.request(script)
        revision = _digest_of(request.script)
        known = self._open.get(script)
        if known and known.revision == revision:
            return known
        plan = self._builder.plan(replace(request, recorded=False))  # sentence by sentence, as they are edited
        opened = OpenScript(request, revision, plan, sentences(plan.lines), _lines_of_front_matter(request.script))
        if known:  # the front end need not run again for what stays
            same = {each.id: each.line.utterance for each in known.shown}
            opened.keys = {
                each.id: known.keys[each.id]
                for each in opened.shown
                if each.id in known.keys and same.get(each.id) == each.line.utterance
            }
        self._open[script] = opened
        return opened

    def script(self, script: str) -> dict[str, Any]:
        """All that the page shows of a script."""
        opened = self.open(script)
        shown = described(opened.plan, opened.shown, opened.front)
        marks = Marks(opened.request).read()
        return {"id": script, "rev": opened.revision, "marks": marks, **_state(Journal(opened.request.show)), **shown}

    def pronounced(self, script: str, start: int) -> dict[str, Any]:
        """How a block of sentences from number `start` is spoken: by id its run, whether it is made, its readings."""
        opened = self.open(script)
        block = opened.shown[start : start + BLOCK]
        return {
            "sentences": {each.id: self._sound_of(opened, each) for each in block},
            "next": start + BLOCK if start + BLOCK < len(opened.shown) else None,
        }

    def _sound_of(self, opened: OpenScript, each: Sentence) -> dict[str, Any]:
        try:
            keys = opened.keys_of(each)
        except AudiobuildError as error:
            return {"error": str(error)}
        run = opened.plan.segment_of(each.line, keys)
        segment = self._builder.kept(opened.plan, run)
        self._offered[run] = opened.plan
        readings = [reading._asdict() for reading in keys.readings]
        seconds = segment.content / opened.plan.show.audio.rate if segment else None
        return {"run": run, "seconds": seconds, "readings": readings}

    # ------------------------------------------------------------------------------------------------------ its sound

    def say(self, script: str, sentence: str, instead: Mapping[str, Any]) -> dict[str, Any]:
        """Make a sentence audible, as it is or with another text or voice, and return its run and how it is said."""
        opened = self.open(script)
        line = self._changed(opened, opened.sentence(sentence), instead)
        run, segment = self._builder.segment(opened.plan, line)
        self._offered[run] = opened.plan
        pronunciation = opened.plan.engine_of(line).pronounce(line.utterance)
        return {
            "run": run,
            "seconds": segment.content / opened.plan.show.audio.rate,
            "said": "".join(piece.normalized for piece in pronunciation.pieces),
            "pinyin": " ".join(filter(None, (piece.pinyin for piece in pronunciation.pieces))),
            "words": [
                [word.start / opened.plan.show.audio.rate, word.end / opened.plan.show.audio.rate, word.text]
                for word in segment.words
            ],
        }

    def _changed(self, opened: OpenScript, line: Line, instead: Mapping[str, Any]) -> Line:
        utterance = line.utterance
        if text := instead.get("text"):
            marked = read_marks(str(text))
            utterance = replace(utterance, text=marked.text, readings=marked.readings)
        if voice := instead.get("voice"):
            profiles = read_profiles(opened.request.show)
            utterance = replace(utterance, voice=find_voice(str(voice), utterance.voice.engine, profiles))
        return replace(line, utterance=utterance)

    # ----------------------------------------------------------------------------------------------------- its changes

    def act(self, script: str, revision: str, actions: Sequence[Mapping[str, Any]], only_try: bool) -> dict[str, Any]:
        """Change files as the actions say, and return the changed lines.

        Raises ChangedError when the script is not the one that the page shows, AudiobuildError when an action cannot be
        done or would make the script unreadable; nothing is written then.
        """
        self._check_writable()
        with self._writing:
            opened = self.open(script)
            if opened.revision != revision:
                raise ChangedError(_("the script has changed in another window or program."))
            changes = changes_of(opened.request, opened.plan, opened.shown, actions)
            result = {
                "files": [{"file": _shown(change.path, opened.request), "diff": change.diff} for change in changes]
            }
            if only_try:
                return result
            journal = Journal(opened.request.show)
            journal.do(str(actions[0]["do"]), changes)
            return {**result, **_state(journal)}

    def written(self, script: str, sentence: str) -> dict[str, Any]:
        """A sentence with its marks, for the field in which it is edited."""
        opened = self.open(script)
        return {"text": written_text(opened.request, opened.plan, opened.shown, sentence)}

    def undo(self, script: str, again: bool) -> dict[str, Any]:
        """Take back the last action of the show, or do it again."""
        self._check_writable()
        with self._writing:
            request = self.request(script)
            journal = Journal(request.show)
            files = journal.redo() if again else journal.undo()
            return {"files": [{"file": _shown(path, request), "diff": ""} for path in files], **_state(journal)}

    def _check_writable(self) -> None:
        if self.read_only:
            raise ScriptError(_("the studio was started with --read-only: it changes nothing."))

    def sound(self, run: str) -> bytes | None:
        """A run of this show as an MP3 file, None when it was not offered or is not made."""
        plan = self._offered.get(run)
        segment = self._builder.kept(plan, run) if plan else None
        return _file(segment, plan) if segment and plan else None

    # ------------------------------------------------------------------------------------------------------ its build

    def build(self, script: str, tell: Callable[..., None]) -> dict[str, Any]:
        """Begin to build the episode; `tell` receives what happens: progress, then built or failed."""
        request = self.request(script)
        if self._building.is_alive():
            raise ScriptError(_("an episode is being built; wait until it is finished."))
        self._building = threading.Thread(target=self._build, args=(request, script, tell), daemon=True)
        self._building.start()
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

    def mark(self, script: str, sentence: str, marked: bool) -> dict[str, Any]:
        """Mark a sentence for later, or take the mark away."""
        self._check_writable()
        opened = self.open(script)
        return {"marks": Marks(opened.request).set(sentence, marked, [each.id for each in opened.shown])}

    def ready(self, script: str) -> dict[str, Any]:
        """What is left to do before the episode can be published."""
        opened = self.open(script)
        state = self._episode(opened.request)["state"]
        marks = len(Marks(opened.request).read())
        return {"list": publish_list(opened.request, state, marks, len(opened.plan.warnings))}

    def publish(self, script: str) -> dict[str, Any]:
        """Publish the show's episodes into output/public, as `audiobuild publish` does, and nothing further."""
        self._check_writable()
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
            found.append(stamp(request.show))
        return tuple(found)


def _file(segment: Segment, plan: EpisodePlan) -> bytes:
    info = mp3.info_frame(segment.frames, segment.content, segment.crc, plan.show.audio)
    return info + segment.data


def _lines_of_front_matter(path: Path) -> int:
    data = path.read_bytes()
    return front_matter(text_of(data, str(path)).plain).lines if path.suffix.lower() in KEPT_ENDINGS else 0


def _state(journal: Journal) -> dict[str, Any]:
    """What can be undone and done again."""
    return {"undo": journal.undoable, "redo": journal.redoable}


def _shown(path: Path, request: BuildRequest) -> str:
    """A file of the show as the page names it."""
    return relative_path(path, request.show)


def _id(request: BuildRequest) -> str:
    return short_digest(str(request.script))


def _digest_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ScriptError(_("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)) from error
