"""Checks finished episodes and feeds from their bytes, as an app would, and lists each requirement with what was found.

It shares no code with the modules that write these files, so that it does not repeat their mistakes. Only loudness and
silence are measured with the meter of `audiobuild.sound.audio`, which is tested against another one.
"""

from audiobuild.checking.files import check_episode, check_files
from audiobuild.checking.finding import Finding

__all__ = ["Finding", "check_episode", "check_files"]
