"""The commands: options to one call to one sentence; the only room that prints, exits or colours."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from audiobuild import __version__
from audiobuild.cli.building import build
from audiobuild.cli.caching import cache
from audiobuild.cli.machine import doctor, init
from audiobuild.cli.printing import FAILED, if_heard, note, say_error, silence
from audiobuild.cli.publishing import check, publish
from audiobuild.cli.reading import parse
from audiobuild.cli.serving import serve
from audiobuild.cli.speaking import say, voices
from audiobuild.errors import AudiobuildError, Interrupted
from audiobuild.storage.files import reason

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM came; handled as Ctrl-C is, with an exit code of its own."""


def main() -> NoReturn:
    """Run the command line as a process: make its streams safe, stop on a signal, leave with the exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us: what is said goes nowhere, the work goes on
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")
    _heed_signals()
    code = run(sys.argv[1:])
    if code in (INTERRUPTED, TERMINATED):
        _leave(code)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; every foreseen failure is one sentence on stderr. Returns the exit code."""
    try:
        code = cli.main(list(arguments), prog_name="audiobuild", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        with if_heard():
            error.show()
        return error.exit_code
    except Interrupted as error:
        say_error(error)
        return TERMINATED if isinstance(error.__cause__, Terminated) else INTERRUPTED
    except AudiobuildError as error:
        say_error(error)
        return FAILED
    except MemoryError:
        note("audiobuild: there was not enough memory; what was finished is kept. Build with --jobs 1.")
        return FAILED
    except (click.Abort, KeyboardInterrupt) as stop:
        note("audiobuild: stopped.")
        return TERMINATED if isinstance(stop.__context__ or stop, Terminated) else INTERRUPTED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # then the reader has gone, and nothing is left to say
            note(f"audiobuild: the result cannot be printed: {reason(error)}.")
        silence(sys.stdout)
        return FAILED
    return code or 0


def _heed_signals() -> None:
    """The first signal stops the work in good order, the second ends the process at once: locks die with it."""

    def stop(number: int, frame: object) -> NoReturn:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, leave)
        raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    def leave(number: int, frame: object) -> NoReturn:
        os._exit(TERMINATED if number == signal.SIGTERM else INTERRUPTED)

    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as of a job that a shell put in the background
        signal.signal(signal.SIGINT, stop)


def _leave(code: int) -> NoReturn:
    """End now: a sentence that is still being spoken would be waited for."""
    for stream in (sys.stdout, sys.stderr):
        with if_heard():
            stream.flush()
    os._exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="audiobuild")
def cli() -> None:
    """Turn interview scripts into chaptered podcast episodes.

    \b
    audiobuild build interview.txt    makes output/interview.mp3
    audiobuild parse interview.txt    shows how the script is read
    """


for command in (build, parse, say, voices, publish, check, serve, cache, doctor, init):
    cli.add_command(command)
