"""`audiobuild`, and `python -m audiobuild`."""

from __future__ import annotations

import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line; a Ctrl-C while it is still loading ends it like any other."""
    try:
        from audiobuild.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("audiobuild: stopped.\n")
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
