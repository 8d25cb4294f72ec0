"""The command line, run in this process or in another; either way the result is a finished process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from audiobuild.cli import run as run_command

COMMAND = (sys.executable, "-m", "audiobuild")
Done = subprocess.CompletedProcess[str]


def run(*arguments: object, cwd: Path | None = None) -> Done:
    """Run `audiobuild ARGUMENTS` here, in `cwd`: which is fastest, with the environment of the test."""
    words = [os.fspath(word) if isinstance(word, Path) else str(word) for word in arguments]
    with CliRunner().isolation() as (stdout, stderr, _), contextlib.chdir(cwd or Path.cwd()):
        sys.stdout.reconfigure(errors="replace")  # as in `main`
        sys.stderr.reconfigure(errors="replace")
        try:
            code = run_command(words)
        except SystemExit as stop:  # of a command that has failed
            code = int(stop.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = (stream.getvalue().decode().replace("\r\n", "\n") for stream in (stdout, stderr))
    return Done(["audiobuild", *words], code, out, err)


def run_alone(*arguments: object, cwd: Path | None = None, **environ: str) -> Done:
    """Run `audiobuild ARGUMENTS` in its own process, with these variables in its environment too."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environ,
        timeout=300,
    )
