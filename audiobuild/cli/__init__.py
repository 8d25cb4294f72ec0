"""The command line: the only package that prints, exits or uses colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from audiobuild import __version__
from audiobuild.cli.building import build
from audiobuild.cli.caching import cache
from audiobuild.cli.commands import Option, group, option, use_language
from audiobuild.cli.completing import completion
from audiobuild.cli.machine import doctor, init
from audiobuild.cli.printing import FAILED, discard_output, ignore_broken_stderr, note, say_error
from audiobuild.cli.publishing import check, publish
from audiobuild.cli.reading import parse
from audiobuild.cli.serving import serve
from audiobuild.cli.speaking import say, voices
from audiobuild.cli.stopping import INTERRUPTED, TERMINATED, exit_code, handle_signals
from audiobuild.cli.studio import studio
from audiobuild.errors import AudiobuildError, Interrupted
from audiobuild.i18n import LANGUAGES, _, language_of
from audiobuild.storage.files import reason


def main() -> NoReturn:
    """Run the command line as a process: prepare its streams, stop on a signal, exit with the code."""
    _prepare_streams()
    handle_signals()
    code = run(sys.argv[1:])
    if code in (INTERRUPTED, TERMINATED):
        _exit_at_once(code)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; an expected failure is one sentence on stderr."""
    use_language(language_of(os.environ))
    try:
        code = cli.main(list(arguments), prog_name="audiobuild", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        with ignore_broken_stderr():
            error.show()
        return error.exit_code
    except Interrupted as error:
        say_error(error)
        return exit_code(error.__cause__)
    except AudiobuildError as error:
        say_error(error)
        return FAILED
    except MemoryError:
        note(_("audiobuild: out of memory; finished sentences are kept. Build with --jobs 1."))
        return FAILED
    except (click.Abort, KeyboardInterrupt) as stop:
        note(_("audiobuild: stopped."))
        return exit_code(stop.__context__ or stop)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # a reader that has closed the pipe expects no message
            note(_("audiobuild: cannot print the result: {reason}.").format(reason=reason(error)))
        discard_output(sys.stdout)
        return FAILED
    return code or 0


def _prepare_streams() -> None:
    """Make stdout and stderr writable and UTF-8, whatever the parent process and the locale are."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the parent process: discard the output and keep working
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")


def _exit_at_once(code: int) -> NoReturn:
    """Exit at once: Python would wait for the threads that still speak."""
    for stream in (sys.stdout, sys.stderr):
        with ignore_broken_stderr():
            stream.flush()
    os._exit(code)


def _choose_language(context: click.Context, parameter: click.Parameter, language: str | None) -> None:
    if language:
        use_language(language)


@group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    is_eager=True,
    expose_value=False,
    callback=_choose_language,
    help="Language of messages and help [default: that of the system].",
)
@click.version_option(__version__, "-V", "--version", prog_name="audiobuild", cls=Option)
def cli() -> None:
    """Turn interview scripts into chaptered podcast episodes.

    \b
    audiobuild build interview.txt    makes output/interview.mp3
    audiobuild parse interview.txt    shows how the script is read
    """


for each in (build, parse, say, voices, publish, check, studio, serve, cache, doctor, init, completion):
    cli.add_command(each)
