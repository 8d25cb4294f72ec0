"""`python -m audiobuild`."""

from audiobuild.cli import main

main()
