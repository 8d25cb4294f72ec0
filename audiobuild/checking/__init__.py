"""Checks finished episodes and feeds from their bytes, as an app would, and lists each requirement with what was found.

It shares no code with the modules that write these files, so that it does not repeat their mistakes. Only loudness and
silence are measured with the meter of `audiobuild.sound.audio`, which is tested against another one.
"""

from audiobuild.checking.files import check_episode, check_files, check_published
from audiobuild.checking.finding import Finding

__all__ = ["Finding", "check_address", "check_episode", "check_files", "check_published"]


def check_address(address: str) -> list[Finding]:
    """Check a published feed at a web address, and everything it names."""
    from audiobuild.checking import remote  # aiohttp takes 0.2 s to import

    return remote.check_address(address)
