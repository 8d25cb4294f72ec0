"""Files that come with the package, and digests of its own code: the one place that knows where the package is
installed.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent  # importlib.resources costs 5 ms of start-up and finds the same folder


def packaged(name: str) -> Path:
    """A file or folder inside the package, as in "fonts/CoverSansSC-Bold.otf"."""
    return PACKAGE / name


def voices_folder() -> Path:
    """The folder of casts, voice settings and embedded voices."""
    return _installed_or_checkout("voices", "voices")


def samples_folder() -> Path:
    """The folder of sample scripts."""
    return _installed_or_checkout("sample", "scripts")


def sample_engine_folder() -> Path:
    """The folder of a package with an engine, from which new ones are made."""
    return _installed_or_checkout("sample_engine", "tests/sample_engine")


@cache
def code_digest(*patterns: str) -> str:
    """SHA-256 over the package's files that match the patterns (as in "sound/*.py"), their names included."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in PACKAGE.glob(pattern)}):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _installed_or_checkout(installed: str, checkout: str) -> Path:
    """A folder that a wheel carries inside the package and a checkout has next to it."""
    inside = PACKAGE / installed
    return inside if inside.is_dir() else PACKAGE.parent / checkout
