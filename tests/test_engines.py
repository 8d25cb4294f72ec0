"""The hum and the plain form of the online engine."""

from __future__ import annotations

from xml.sax.saxutils import escape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobuild.engines import NAMES, engine
from audiobuild.engines.edge import PIECE_BYTES, Edge
from audiobuild.engines.tone import Tone
from audiobuild.errors import ConfigError
from audiobuild.model import Show, Utterance, Voice

LOW, HIGH = Voice("tone", "low", "any"), Voice("tone", "high", "any")


def hum(text: str, voice: Voice = LOW):
    tone = Tone()
    return tone.speak(tone.said(Utterance(text, voice, "zh")), voice)


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
    with pytest.raises(ConfigError, match=", ".join(NAMES)):
        engine("espeak", Show())


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60).map(lambda text: text * 60))
def test_the_online_pieces_are_the_text_and_none_is_over_the_services_limit(text: str) -> None:
    voice = Voice("edge", "zh-CN-YunxiNeural", "zh")
    pieces = Edge().said(Utterance(text, voice, "zh")).pieces
    assert "".join(piece.written for piece in pieces) == text
    assert all(len(escape(piece.symbols).encode()) <= PIECE_BYTES for piece in pieces)


def test_the_online_pieces_hold_nothing_that_xml_cannot() -> None:
    voice = Voice("edge", "zh-CN-YunxiNeural", "zh")
    said = Edge().said(Utterance("a\x00b\x1bc\ufffed", voice, "zh"))
    assert [piece.symbols for piece in said.pieces] == ["a b c d"]
