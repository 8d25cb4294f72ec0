"""A fault at a system call of a small build on the real command line, and what has to hold afterwards."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from audiobuild.storage.locks import Lock
from audiobuild.storage.maintenance import store_entries
from audiobuild.storage.store import Store
from support import command

SCRIPT = "题\nQ 一？\nA 二。三。\nQ 四？\nA 五。\n"
SENTENCES = 6
CALLS = (
    "openat,open,creat,write,pwrite64,writev,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,"
    "ftruncate,fsync,fdatasync,chmod,fchmod,close,utimensat,link,symlink"
)
#: Names of temporary files are the same in every run, whichever thread comes first, so that a point is identified by its path.
SITE = """
import collections, itertools, os, secrets, threading, zlib
numbers = collections.defaultdict(itertools.count)
def token(size):
    thread = threading.current_thread().name
    return f"{zlib.crc32(thread.encode()):08x}{next(numbers[thread]):04x}"
secrets.token_hex = token
os.getpid = lambda: 4242
"""
_LINE = re.compile(r"^(\d+) +(\w+)\(")


@dataclass(frozen=True)
class Point:
    """A thread's n-th call of that name on that path, which is written from the sandbox's folder."""

    name: str
    path: str
    nth: int

    @property
    def changes_nothing_when_it_fails(self) -> bool:
        """A failing removal says little; being killed there does."""
        return self.name in ("unlink", "unlinkat", "chmod", "fchmod")


class Sandbox:
    """A show with an old episode in place and a new script, copied for each fault from one template."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "box"
        self._template = folder / "template"
        self._site = folder / "site"
        self._site.mkdir(parents=True)
        (self._site / "sitecustomize.py").write_text(SITE)
        (self.root / "scripts").mkdir(parents=True)
        (self.root / "audiobuild.toml").write_text('engine = "tone"\n')
        self._write(SCRIPT.replace("五", "旧"))
        assert self.build().returncode == 0
        self.old = self.published()
        shutil.rmtree(self.root / "out" / ".cache")  # all sentences are spoken again
        self._write(SCRIPT)
        shutil.copytree(self.root, self._template)
        assert self.build().returncode == 0
        self.new = self.published()
        self.reset()

    def _write(self, text: str) -> None:
        (self.root / "scripts" / "a.txt").write_text(text, encoding="utf-8")

    def reset(self) -> None:
        """As before the build."""
        shutil.rmtree(self.root)
        shutil.copytree(self._template, self.root)

    @property
    def _arguments(self) -> tuple[object, ...]:
        return "build", "--jobs", 1, "--json", self.root / "scripts" / "a.txt", "-o", self.root / "out"

    def build(self) -> command.Done:
        """The build, undisturbed, in this process."""
        return command.run(*self._arguments)

    def run_under(self, *prefix: str) -> command.Done:
        """The build in its own process, started by another command."""
        paths = os.pathsep.join([str(self._site), os.environ.get("PYTHONPATH", "")])
        facts = {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "1"}
        words = [*prefix, *command.COMMAND, *map(str, self._arguments)]
        return subprocess.run(words, capture_output=True, text=True, env=os.environ | facts, timeout=120)

    def published(self) -> dict[str, bytes]:
        """Every finished file outside the store."""
        files = [path for path in (self.root / "out").iterdir() if path.is_file()]
        return {path.name: path.read_bytes() for path in files if not path.name.startswith(".tmp-")}

    def stale_files(self) -> list[Path]:
        return list(self.root.rglob(".tmp-*"))

    def takes(self) -> int:
        """How many sound takes the store holds."""
        store = Store(self.root / "out" / ".cache")
        found = [entry for entry in store_entries(store.folder) if entry.kind.name == "TAKE"]
        return sum(store.has(entry.kind, entry.key) for entry in found)

    def damaged(self) -> list[Path]:
        store = Store(self.root / "out" / ".cache")
        return [entry.path for entry in store_entries(store.folder) if not store.has(entry.kind, entry.key)]

    def held(self) -> list[Path]:
        """The locks that somebody still holds."""
        return [path for path in (self.root / "out" / ".cache" / "locks").glob("*") if not _is_free(path)]

    def points(self) -> list[Point]:
        """Every call of a build that touches the sandbox, in order."""
        log = self.root.parent / "calls"
        done = self.run_under("strace", "-f", "-qq", "-y", "-s", "1", "-o", str(log), "-e", f"trace={CALLS}")
        assert done.returncode == 0, done.stderr
        self.reset()
        seen: Counter[tuple[str, str, str]] = Counter()
        found = {}
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            call, path = _LINE.match(line), re.search(rf'[<"]{re.escape(str(self.root))}/([^>"]+)[>"]', line)
            if call and path:
                seen[call[1], call[2], path[1]] += 1
                if "ENOENT" in line or "EEXIST" in line:  # it touched nothing
                    continue
                found[Point(call[2], path[1], seen[call[1], call[2], path[1]])] = True
        return list(found)

    def strike(self, point: Point, fault: str) -> None:
        """Let the fault happen at the point, in a sandbox as before the build; then judge, and build again."""
        self.reset()
        log = self.root.parent / "struck"
        inject = f"inject={point.name}:{fault}:when={point.nth}"
        strace = ("strace", "-f", "-qqq", "-o", str(log), "-P", str(self.root / point.path))
        done = self.run_under(*strace, "-e", f"trace={point.name}", "-e", inject)
        report = f"{point} {fault}: exit {done.returncode}\n{done.stderr}"
        struck = log.read_text(encoding="utf-8", errors="replace")
        assert "INJECTED" in struck or "killed by SIGKILL" in struck, f"never reached: {report}"
        assert "Traceback" not in done.stderr, report
        self._judge(done.returncode, report)
        kept = self.takes()
        again = self.build()
        report += f"\nand again: exit {again.returncode}\n{again.stderr}"
        assert again.returncode == 0, report
        assert self.published() == self.new, report
        spoken = json.loads(again.stdout)["episodes"][0]["spoken"]
        assert spoken + kept <= SENTENCES, report
        assert not self.stale_files(), f"{self.stale_files()} {report}"
        assert not self.damaged(), report
        assert not self.held(), report

    def _judge(self, code: int, report: str) -> None:
        """Every published file is the old one or the new one; success is reported only when all are new."""
        now = self.published()
        assert set(now) == set(self.new), report
        torn = [name for name, data in now.items() if data not in (self.old[name], self.new[name])]
        assert not torn, f"torn: {torn} {report}"
        assert (code != 0) or now == self.new, report


def _is_free(path: Path) -> bool:
    lock = Lock(path)
    free = lock.take()
    lock.drop()
    return free
