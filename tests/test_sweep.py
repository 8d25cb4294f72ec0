"""A fault at every file-touching system call of a small build: here at a sample, with AUDIOBUILD_SWEEP=all at all."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from support.faults import Sandbox

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(not (sys.platform == "linux" and shutil.which("strace")), reason="needs Linux with strace"),
]
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
EACH = None if os.environ.get("AUDIOBUILD_SWEEP") == "all" else 7  # points for each fault


def test_wherever_a_build_is_struck_its_files_are_old_or_new_and_the_same_command_mends_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seeds differ from fault to fault, so that the sample is spread over more points."""
    box = Sandbox(tmp_path)
    points = box.points()
    struck: Counter[str] = Counter()
    for fault in FAULTS:
        here = [point for point in points if fault == FAULTS[0] or not point.changes_nothing_when_it_fails]
        for point in random.Random(fault).sample(here, EACH or len(here)):
            box.strike(point, fault)
            struck[fault] += 1
    with capsys.disabled():
        sys.stdout.write(f"\nsweep: {len(points)} points, struck {dict(struck)}\n")
    assert len(points) > 150
