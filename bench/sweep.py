"""Every file-touching system call of a small build: killed there, then failed there; what holds afterwards.

`python bench/sweep.py [signal=KILL error=ENOSPC error=EIO]` takes every point, half an hour; Linux with strace.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support.faults import Sandbox

FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        box = Sandbox(Path(folder))
        points = box.points()
        print(f"{len(points)} points: {dict(Counter(point.name for point in points))}", flush=True)
        wrong = 0
        for fault in sys.argv[1:] or FAULTS:
            begun, tried, bad = time.monotonic(), 0, 0
            for point in points:
                if fault.startswith("error") and point.changes_nothing_when_it_fails:
                    continue
                tried += 1
                try:
                    box.strike(point, fault)
                except AssertionError as error:
                    bad += 1
                    print(f"WRONG {error}", flush=True)
            print(f"{fault}: {tried} points, {bad} wrong, {time.monotonic() - begun:.0f} s", flush=True)
            wrong += bad
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
