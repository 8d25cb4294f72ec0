"""Prints what the program says to wrong inputs, one line each: `python bench/messages.py`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from support.wrong_inputs import WRONG, message_of, tried

for wrong in WRONG:
    with tempfile.TemporaryDirectory() as folder:
        done = tried(wrong, Path(folder))
        for line in message_of(done):
            print(f"{wrong.name:<32}{done.returncode}  {line.replace(folder, '.')}")
print(f"{len(WRONG)} wrong inputs")
