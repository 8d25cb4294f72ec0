"""Runs the programs that send files, and reports what they say without passwords."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from audiobuild.errors import PublishError
from audiobuild.i18n import _
from audiobuild.regex import lazy

_SAID = 3  # lines of a program's own message that are passed on: the first ones are mostly banners
_CONSEQUENCES = ("rsync error:", "rsync: connection unexpectedly closed")  # the cause is in the line before
_PASSWORD = lazy(r"(://)[^/@\s]*@")

Line = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended: its exit code, and what it wrote to standard output and to standard error."""

    code: int
    output: str
    errors: str

    @property
    def said(self) -> str:
        """The end of its messages in one line, without passwords."""
        every = (self.errors or self.output).splitlines()
        lines = [line.strip() for line in every if line.strip() and not line.startswith(_CONSEQUENCES)]
        return hidden(" / ".join(lines[-_SAID:])) or _("exit code {code}").format(code=self.code)


def call(
    command: Sequence[str], *, given: str = "", more: Mapping[str, str] | None = None, line: Line | None = None
) -> Answer:
    """Run a program to its end, with `given` as its standard input and `more` added to its environment.

    `line` receives each line of its output while it runs. A program that is interrupted is ended. Raises PublishError
    when it is not installed.
    """
    environment = {**os.environ, "LC_ALL": "C", **(more or {})}  # its messages in English, which we read
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(given.encode())
        source.seek(0)
        try:
            process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=errors, env=environment)
        except FileNotFoundError as error:
            raise PublishError(
                _("{program} is not installed; {remedy}.").format(program=command[0], remedy=_remedy(command[0]))
            ) from error
        try:
            output = _read(process, line)
            code = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        errors.seek(0)
        return Answer(code, output, errors.read().decode("utf-8", "replace"))


def hidden(text: str) -> str:
    """The text with the user names and passwords of addresses replaced."""
    return _PASSWORD.sub(r"\1***@", text)


def _read(process: subprocess.Popen[bytes], line: Line | None) -> str:
    assert process.stdout is not None
    lines = []
    with process.stdout:
        for raw in process.stdout:
            text = raw.decode("utf-8", "replace")
            lines.append(text)
            if line:
                line(text.rstrip("\n"))
    return "".join(lines)


def _remedy(program: str) -> str:
    return _(
        "install it (“apt install {program}”, “brew install {program}”), or publish to another kind of target"
    ).format(program=program)
