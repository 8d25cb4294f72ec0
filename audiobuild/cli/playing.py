"""Playing sound while it is made, by a player of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from audiobuild.cli.printing import note
from audiobuild.errors import OutputError
from audiobuild.i18n import _
from audiobuild.storage.files import reason

#: Commands that play the MP3 on their standard input, the best first.
PLAYERS = (
    ("mpv", "--no-video", "--really-quiet", "-"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet", "-i", "-"),
    ("mpg123", "-q", "-"),
)


@contextmanager
def player() -> Iterator[BinaryIO]:
    """The standard input of a player, which the caller closes; at the end waits until all is played.

    Raises OutputError when no player is installed.
    """
    found = [(program, rest) for name, *rest in PLAYERS if (program := shutil.which(name))]
    if not found:
        names = ", ".join(name for name, *_unused in PLAYERS)
        raise OutputError(
            _("nothing here plays sound while it is made: install one of {names}, or write a file.").format(names=names)
        )
    program, rest = found[0]
    silent = subprocess.DEVNULL
    with subprocess.Popen([program, *rest], stdin=subprocess.PIPE, stdout=silent, stderr=silent) as process:
        try:
            yield cast("BinaryIO", process.stdin)
        except BrokenPipeError:  # it has ended before the sound has; the note below says so
            pass
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        note(
            _("{program} could not play the sound (exit code {returncode}).").format(
                program=program, returncode=process.returncode
            )
        )


@contextmanager
def sound_file(path: str) -> Iterator[BinaryIO]:
    """The file for `--stream`, standard output for "-". Raises OutputError when it cannot be written."""
    if path == "-":
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:  # a second handle, since the stream closes its own
            yield out
        return
    with ExitStack() as opened:
        try:
            out = opened.enter_context(Path(path).open("wb"))
        except OSError as error:
            raise OutputError(
                _("{path} cannot be written: {reason}.").format(path=path, reason=reason(error))
            ) from error
        yield out
