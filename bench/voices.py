"""How high and how fast each embedded voice speaks: `python bench/voices.py`, the table of docs/voices.md.

Each voice speaks the text of its language that `audiobuild voices --sample` uses, cast as it comes. Pitch is the median
of the fundamental frequency, pace counts the text's characters or words over the whole sound.
"""

from __future__ import annotations

from pathlib import Path

from audiobuild.builder import Builder
from audiobuild.building.voice_list import voice_rows
from audiobuild.config import read_profiles
from audiobuild.sampling import samples


def main() -> None:
    """Print the table."""
    rows, _ = voice_rows("kokoro", None, Path())
    about = read_profiles(None)["kokoro"].voices
    print("| voice | sex | pitch, Hz | pace | cast as | |\n| --- | --- | ---: | --- | --- | --- |")
    with Builder(engine="kokoro") as builder:
        for found in samples(builder, rows, ""):
            mixed = ", ".join(f"{name} {part}" for name, part in about[found.voice].blend)
            cells = (found.gender, f"{found.pitch:.0f}", found.pace, found.cast_as, mixed and f"mixed: {mixed}")
            print(f"| `{found.voice}` | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
