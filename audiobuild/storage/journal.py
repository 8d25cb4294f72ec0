"""Changes of a show's files that can be undone, also after a crash: old and new bytes are kept by their content."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path

from audiobuild.errors import OutputError, ScriptError
from audiobuild.i18n import _
from audiobuild.storage.files import atomic_write, remove

FOLDER = ".audiobuild/undo"
JOURNAL = "journal.json"
MOST = 500  # actions that can be undone
MOST_SHOWN = 400  # lines of a diff: comparing the 6,500 of a three-hour script that was converted took 0.8 s


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after: None where it is not there."""

    path: Path
    old: bytes | None
    new: bytes | None

    @property
    def diff(self) -> str:
        """The changed lines, as `diff -u` shows them; of a file that is another from end to end only how many."""
        old, new = (_lines(data) for data in (self.old, self.new))
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
        tails = zip(reversed(old[same:]), reversed(new[same:]), strict=False)
        end = len(list(takewhile(lambda pair: pair[0] == pair[1], tails)))
        gone, come = (lines[max(0, same - 1) : len(lines) - end + 1] for lines in (old, new))
        if len(gone) + len(come) > MOST_SHOWN:
            return f"-{len(gone)} lines\n+{len(come)} lines\n"
        return "".join(line for line in list(difflib.unified_diff(gone, come, n=0))[2:] if not line.startswith("@@"))


def _lines(data: bytes | None) -> list[str]:
    return [f"{line}\n" for line in (data or b"").decode("utf-8", "replace").splitlines()]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One action: for each file its path below the show's folder, and the digests of its bytes before and after."""

    what: str
    files: list[tuple[str, str | None, str | None]]


class Journal:
    """The actions of one show, in order, and how many of them are done."""

    def __init__(self, show: Path) -> None:
        self._show = show
        self._folder = show / FOLDER
        self._entries, self._done = self._read()

    def _read(self) -> tuple[list[_Entry], int]:
        try:
            found = json.loads((self._folder / JOURNAL).read_text("utf-8"))
        except (OSError, ValueError):  # none yet, or damaged: then nothing can be undone
            return [], 0
        entries = [_Entry(each["what"], [tuple(file) for file in each["files"]]) for each in found["entries"]]
        return entries, found["done"]

    @property
    def undoable(self) -> str:
        """What can be undone, "" for nothing."""
        return self._entries[self._done - 1].what if self._done else ""

    @property
    def redoable(self) -> str:
        """What can be done again, "" for nothing."""
        return self._entries[self._done].what if self._done < len(self._entries) else ""

    def do(self, what: str, changes: list[Change]) -> None:
        """Make changes. Raises OutputError; a file is then as it was or as it will be, never between.

        What can be undone is on the disk before the first file changes, so that also a killed process leaves nothing
        that cannot be put back.
        """
        entry = _Entry(what, [(self._name(each.path), self._kept(each.old), self._kept(each.new)) for each in changes])
        self._entries = [*self._entries[: self._done], entry][-MOST:]
        self._done = len(self._entries)
        self._save()
        try:
            for change in changes:
                _put(change.path, change.new)
        except OutputError:  # those that were written already are put back
            self.undo()
            raise

    def undo(self) -> list[Path]:
        """Put back the bytes before the last action. Raises ScriptError when a file has changed since."""
        if not self._done:
            raise ScriptError(_("there is nothing to undo."))
        paths = self._restore({name: (new, old) for name, old, new in self._entries[self._done - 1].files})
        self._done -= 1
        self._save()
        return paths

    def redo(self) -> list[Path]:
        """Do the last undone action again."""
        if not self.redoable:
            raise ScriptError(_("there is nothing to do again."))
        paths = self._restore({name: (old, new) for name, old, new in self._entries[self._done].files})
        self._done += 1
        self._save()
        return paths

    def _restore(self, files: Mapping[str, tuple[str | None, str | None]]) -> list[Path]:
        for name, states in files.items():
            if _digest(_bytes(self._show / name)) not in states:  # the second: a process was killed before the change
                raise ScriptError(_("{name} was changed in another program since: undo it there.").format(name=name))
        for name, (_unused, wanted) in files.items():
            _put(self._show / name, None if wanted is None else (self._folder / wanted).read_bytes())
        return [self._show / name for name in files]

    def _name(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self._show.resolve()).as_posix()
        except ValueError as error:
            raise ScriptError(
                _("{path} lies outside the show {show}: it is only read here.").format(path=path, show=self._show)
            ) from error

    def _kept(self, data: bytes | None) -> str | None:
        """Keep bytes, and return their digest."""
        digest = _digest(data)
        if data is not None and digest and not (self._folder / digest).exists():
            with atomic_write(self._folder / digest, durable=True) as out:
                out.write(data)
        return digest

    def _save(self) -> None:
        facts = {"done": self._done, "entries": [asdict(entry) for entry in self._entries]}
        with atomic_write(self._folder / JOURNAL, durable=True) as out:
            out.write(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogateescape"))


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        if path.exists():
            remove(path)
        return
    with atomic_write(path, durable=True) as out:
        out.write(data)
