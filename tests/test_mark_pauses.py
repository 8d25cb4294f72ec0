"""The silence at the marks inside a sentence: what is asked for, and what is inserted into the sound."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from audiobuild.engines.kokoro import RATE, Kokoro
from audiobuild.errors import ConfigError
from audiobuild.model import Pauses, Piece, Pronunciation, Utterance, Voice, Word
from audiobuild.sound.mark_pauses import asked, with_pauses
from audiobuild.storage.store import take_key

MS = RATE // 1000
#: One after the other so different that one taken for another is seen.
TEN = Pauses(ellipsis=70, dash=60, clause=50, comma=40, list=30, bracket=20, quote=10)
VOICE = Voice("kokoro", "zf_xiaoxiao", "zh")


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("走了……来。", "zh", (70,)),
        ("走——来。", "zh", (60,)),
        ("走；来：好。", "zh", (50, 50)),
        ("走，来。", "zh", (40,)),
        ("茶、碗、灯。", "zh", (30, 30)),
        ("船（旧的）沉了。", "zh", (20, 20)),
        ("读“诗”了。", "zh", (10, 10)),
        ("他说：“来。”走了。", "zh", (50, 50)),
        ("走吧。", "zh", ()),
        ("Wait… go, now; (or not) — fine.", "en", (70, 40, 50, 60)),
        ("An old lamp.", "en", ()),
    ],
)
def test_each_mark_asks_for_its_own_pause_and_of_several_the_longest(text, language, wanted):
    said = Kokoro().pronounce(Utterance(text, VOICE, language, pauses=TEN))
    assert said.pieces[0].pauses == wanted


def test_the_strongest_marks_pause_longest():
    usual = Pauses()
    in_order = (usual.ellipsis, usual.dash, usual.clause, usual.comma, usual.list)
    assert list(in_order) == sorted(in_order, reverse=True)
    assert len(set(in_order)) == len(in_order)


def test_a_take_has_another_key_only_where_its_own_marks_pause_otherwise():
    def key(text, pauses):
        said = Kokoro().pronounce(Utterance(text, VOICE, "zh", pauses=pauses))
        return take_key(["m1"], said, VOICE)

    longer = replace(Pauses(), dash=400)
    assert key("走——来。", Pauses()) != key("走——来。", longer)
    assert key("走，来。", Pauses()) == key("走，来。", longer)
    assert key("走，来。", Pauses()) != key("走、来。", Pauses())
    plain = Pronunciation((Piece("走", "走", "ʦou↓"),))
    assert take_key(["m1"], plain, VOICE) == take_key(["m1"], Kokoro().pronounce(Utterance("走", VOICE, "zh")), VOICE)


def hum(*milliseconds):
    """A hum, silence, a hum … of these lengths."""
    parts = []
    for place, length in enumerate(milliseconds):
        wave = np.sin(np.arange(length * MS) * 0.1).astype(np.float32)
        parts.append(wave * np.float32(1 - place % 2))
    return np.concatenate(parts)


def silences(sound):
    """The lengths in milliseconds of all silences of at least 10 ms."""
    quiet = np.abs(sound[: len(sound) // MS * MS]).reshape(-1, MS).max(axis=1) < 1e-3
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(int), [0]])))
    return [int(end - start) for start, end in edges.reshape(-1, 2) if end - start >= 10]


@pytest.mark.parametrize(("made", "wanted", "heard"), [(60, 220, 220), (0, 220, 220), (300, 220, 300), (60, 0, 60)])
def test_a_pause_is_made_as_long_as_asked_and_never_shorter_than_the_voice_made_it(made, wanted, heard):
    sound = hum(400, made, 400)
    words = [Word(0, 400 * MS, "a"), Word((400 + made) * MS, (800 + made) * MS, "b")]
    paused, _ = with_pauses(sound, RATE, "a, b", words, [wanted] if wanted else ())
    assert silences(paused) == pytest.approx([heard] if heard else [], abs=10)
    assert len(paused) == pytest.approx(len(sound) + (heard - made) * MS, abs=10 * MS)


def test_words_move_with_the_sound_and_lie_outside_the_inserted_silence():
    sound = hum(400, 20, 300, 20, 400)
    words = [Word(0, 400 * MS, "a"), Word(420 * MS, 720 * MS, "b"), Word(740 * MS, 1140 * MS, "c")]
    paused, moved = with_pauses(sound, RATE, "a, b c", words, [220])
    shift = len(paused) - len(sound)
    assert [word.text for word in moved] == ["a", "b", "c"]
    assert moved[2] == Word(words[2].start + shift, words[2].end + shift, "c")
    assert all(one.end <= other.start for one, other in pairwise(moved))
    silence = paused[moved[0].end + 30 * MS : moved[1].start - 30 * MS]
    assert not np.abs(silence).any()


def test_a_voice_that_does_not_pause_is_cut_without_a_click():
    sound = hum(800)
    words = [Word(0, 400 * MS, "a"), Word(400 * MS, 800 * MS, "b")]
    paused, _ = with_pauses(sound, RATE, "a, b", words, [220])
    assert np.abs(np.diff(paused)).max() <= np.abs(np.diff(sound)).max() * 1.05


def test_a_piece_of_which_nothing_is_asked_stays_to_the_sample():
    sound = hum(300, 0, 300)
    words = [Word(0, 300 * MS, "a"), Word(300 * MS, 600 * MS, "b")]
    same, moved = with_pauses(sound, RATE, "a b", words, asked("a b", Pauses()))
    assert np.array_equal(same, sound)
    assert moved == words


def test_pauses_at_marks_are_settings_of_the_show(show):
    import audiobuild
    from audiobuild.config import read_show

    settings = show / "audiobuild.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[pauses]\nellipsis = 600\n", "utf-8")
    assert read_show(show).pauses == Pauses(ellipsis=600)
    with audiobuild.Builder(show=show, engine="kokoro") as builder:
        said = builder.pronounce("走了……来。").pronunciation
    assert said.pieces[0].pauses == (600,)
    settings.write_text(settings.read_text("utf-8").replace("600", "-1"), "utf-8")
    with pytest.raises(ConfigError, match="ellipsis"):
        read_show(show)


@pytest.mark.voice
def test_the_embedded_voice_pauses_longest_at_the_strongest_marks():
    engine = Kokoro()
    said = engine.pronounce(Utterance("他想……走了——可是，茶、碗都在。", VOICE, "zh"))
    take = engine.speak(said, VOICE)
    gaps = [(after.start - before.end) / MS for before, after in pairwise(take.words)]
    symbols = said.pieces[0].engine_input
    marks = [symbols[symbols.index(one.text) + len(one.text)] for one in take.words[:-1]]
    at = {mark: gap for mark, gap in zip(marks, gaps, strict=True) if mark != " "}
    assert at["…"] > 320 and 220 < at["—"] < at["…"] and at["、"] < at[","] < at["—"] + 20
