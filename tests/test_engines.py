"""The hum, and how engines are found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from audiobuild.engines import BUILT_IN, GROUP, make, names
from audiobuild.engines.tone import Tone
from audiobuild.errors import ConfigError
from audiobuild.model import Show, Utterance, Voice

LOW, HIGH = Voice("tone", "low", "any"), Voice("tone", "high", "any")


def hum(text: str, voice: Voice = LOW):
    tone = Tone()
    return tone.speak(tone.pronounce(Utterance(text, voice, "zh")), voice)


def test_a_hum_is_as_long_as_its_text() -> None:
    short, long = (len(hum(text).samples) for text in ("你好吗", "你好吗你好吗你好吗"))
    assert 2.4 < long / short < 3.1


def test_a_hum_is_the_same_each_time_and_another_for_another_voice() -> None:
    assert np.array_equal(hum("你好").samples, hum("你好").samples)
    assert not np.array_equal(hum("你好").samples, hum("你好", HIGH).samples)


def test_a_faster_voice_hums_shorter() -> None:
    quick = Voice("tone", "low", "any", rate=1.5)
    assert len(hum("你好吗朋友", quick).samples) < len(hum("你好吗朋友").samples)


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=", ".join(names())):
        make("festival", Show())


def test_the_engines_known_without_metadata_are_those_that_the_package_declares() -> None:
    declared = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    assert declared["project"]["entry-points"][GROUP] == BUILT_IN
