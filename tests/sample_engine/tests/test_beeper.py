"""The engine as audiobuild uses it. Install it first: pip install -e . pytest"""

from pathlib import Path

import pytest

import audiobuild

SCRIPT = "Q: How do you mend a clock?\n\nA: I listen first. Then I take it apart.\n"


@pytest.mark.parametrize("voice", ["high", "low"])
def test_every_voice_is_heard(voice: str) -> None:
    with audiobuild.Builder(engine="beeper") as builder:
        sound = builder.preview("How do you mend a clock?", voice=voice)
    assert sound.samples.max() > 0.05


def test_it_speaks_an_episode(tmp_path: Path) -> None:
    script = tmp_path / "clock.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    with audiobuild.Builder(tmp_path, engine="beeper") as builder:
        built = builder.build(script)
    assert built.seconds > 2
