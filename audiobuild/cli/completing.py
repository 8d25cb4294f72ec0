"""`audiobuild completion`."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from audiobuild.cli.commands import command

SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
def completion(shell: str) -> None:
    """Print a script that completes commands and options in SHELL.

    \b
    bash  echo 'eval "$(audiobuild completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(audiobuild completion zsh)"' >> ~/.zshrc
    fish  audiobuild completion fish > ~/.config/fish/completions/audiobuild.fish
    """
    group = click.get_current_context().find_root().command
    click.echo(SHELLS[shell](group, {}, "audiobuild", "_AUDIOBUILD_COMPLETE").source())
