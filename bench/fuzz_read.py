"""Coverage-guided fuzzing of script reading: `python bench/fuzz_read.py [--seconds 600] [--runs N] [CORPUS]`.

Needs atheris (pip install atheris) in audiobuild's virtual environment. Bytes go into `read_bytes`; only a ScriptError
may come out, and what is read must hold the invariants of the sheet's section 8, in any container. The golden scripts
are the first corpus; what is found is added to CORPUS (a new folder without it). Whatever breaks belongs into
tests/test_script_seeds.py.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

with atheris.instrument_imports(include=["audiobuild.script"]):
    from audiobuild.errors import ScriptError
    from audiobuild.script import read_bytes, reading
    from audiobuild.script.clean import clean
    from audiobuild.script.decode import decode
    from audiobuild.script.formats import read_container

    assert reading
from support.invariants import check_nothing_vanishes, check_shape

MAX_BYTES = 4096


def one(data: bytes) -> None:
    """One input: refused in one sentence, or read soundly."""
    try:
        script = read_bytes(data, "talk.txt")
    except ScriptError as error:
        assert "talk.txt" in str(error) and "\n" not in str(error)
        return
    text = decode(data, "talk.txt").text
    lines = clean(text)[0]
    check_shape(script, text)
    check_nothing_vanishes(script, "\n".join(lines), read_container(lines).kind == "html")


def main() -> None:
    """Fuzz until the time or the number of runs is used up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", nargs="?", default="")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--runs", type=int, default=-1)
    options = parser.parse_args()
    corpus = options.corpus or tempfile.mkdtemp(prefix="corpus-")
    golden = str(ROOT / "tests" / "golden")
    limits = [f"-max_total_time={options.seconds}", f"-runs={options.runs}", f"-max_len={MAX_BYTES}", "-timeout=20"]
    print(f"corpus: {corpus}", file=sys.stderr)
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={corpus}/broken-", corpus, golden], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
