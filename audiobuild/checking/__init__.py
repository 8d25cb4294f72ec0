"""Checks finished episodes and feeds from their bytes, as an app would, and lists each requirement with what was found.

It shares no code with the modules that write these files, so a mistake there cannot hide here. Only loudness and
silence are measured with the meter of `audiobuild.sound.audio`, which is tested against another one.
"""

from audiobuild.checking.files import check, check_episode
from audiobuild.checking.finding import Finding

__all__ = ["Finding", "check", "check_episode"]
