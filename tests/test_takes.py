"""The store: an entry is whole and itself, or it is absent."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobuild.model import AudioSettings, Piece, Pronunciation, Segment, Take, Voice, Word
from audiobuild.resources import PACKAGE
from audiobuild.storage.store import EntryKind, Store, segment_key, take_key, words_digest

KEY, OTHER = "ab" * 32, "cd" * 32
TAKE = Take(np.arange(-500, 500, dtype=np.int16), 24_000)
VOICE = Voice("tone", "low", "zh", loudness=-19.0)
SAID = Pronunciation((Piece("好。", "好。", "xau"),))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def entry(store: Store) -> Path:
    return next(path for path in store.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("words", [(), (Word(3, 9, "好"),), (Word(0, 7, "a"), Word(7, 1 << 40, "“b😀"))])
def test_what_is_put_comes_back_the_same(store: Store, words: tuple[Word, ...]) -> None:
    run = Segment(b"\xff\xfb" + bytes(286), 1, 1000, 4711, words)
    store.put_take(KEY, replace(TAKE, words=words))
    store.put_segment(KEY, run)
    back = store.take(KEY)
    assert back is not None and back.rate == 24_000 and np.array_equal(back.samples, TAKE.samples)
    assert back.words == words
    assert store.segment(KEY) == run


def test_an_absent_entry_is_none(store: Store) -> None:
    assert store.take(KEY) is None
    assert store.segment(KEY) is None
    assert not store.holds_segment(KEY)
    assert not store.has(EntryKind.TAKE, KEY)


def test_an_entry_with_any_byte_flipped_counts_as_absent(store: Store) -> None:
    store.put_take(KEY, TAKE)
    path = entry(store)
    whole = path.read_bytes()
    for place in [*range(100), len(whole) - 1]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert store.take(KEY) is None, place


@pytest.mark.parametrize("length", [0, 7, 56, 87, 88, 91, 1000])
def test_an_entry_that_was_cut_counts_as_absent(store: Store, length: int) -> None:
    store.put_take(KEY, TAKE)
    path = entry(store)
    path.write_bytes(path.read_bytes()[:length])
    assert store.take(KEY) is None


def test_an_entry_of_the_format_before_counts_as_absent(store: Store) -> None:
    """Without words, as first released; its digest agrees."""
    payload = struct.pack("<I", 24_000) + TAKE.samples.tobytes()
    head = struct.pack("<8sHHIQ32s", b"AUDIOB\r\n", 1, EntryKind.TAKE, 0, len(payload), bytes.fromhex(KEY))
    store.put_take(KEY, TAKE)
    entry(store).write_bytes(head + hashlib.sha256(head + payload).digest() + payload)
    assert store.take(KEY) is None
    assert not store.has(EntryKind.TAKE, KEY)


def test_an_entry_under_another_name_counts_as_absent(store: Store) -> None:
    store.put_take(KEY, TAKE)
    target = store.folder / "takes" / OTHER[:2] / OTHER[2:]
    target.parent.mkdir(parents=True)
    entry(store).rename(target)
    assert store.take(OTHER) is None


def test_a_run_does_not_pass_for_a_take(store: Store) -> None:
    store.put_segment(KEY, Segment(bytes(288), 1, 1000, 1))
    path = entry(store)
    target = store.folder / "takes" / path.parent.name / path.name
    target.parent.mkdir(parents=True)
    path.rename(target)
    assert store.take(KEY) is None


def test_a_damaged_entry_is_replaced_by_the_next_put(store: Store) -> None:
    store.put_take(KEY, TAKE)
    entry(store).write_bytes(b"noise")
    store.put_take(KEY, TAKE)
    assert store.has(EntryKind.TAKE, KEY)


def test_nothing_but_the_entry_is_left(store: Store) -> None:
    store.put_take(KEY, TAKE)
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [KEY[2:]]


@pytest.mark.parametrize(
    ("identity", "said", "voice"),
    [
        (["m2"], SAID, VOICE),
        (["m1"], Pronunciation((Piece("好。", "好。", "hau"),)), VOICE),
        (["m1"], SAID, Voice("tone", "high", "zh")),
        (["m1"], SAID, Voice("tone", "low", "zh", rate=1.1)),
        (["m1"], SAID, Voice("edge", "low", "zh")),
    ],
)
def test_whatever_changes_the_sound_changes_the_name_of_the_take(identity, said, voice) -> None:
    assert take_key(identity, said, voice) != take_key(["m1"], SAID, VOICE)


def test_a_text_written_otherwise_but_said_alike_is_the_same_take() -> None:
    rewritten = Pronunciation((Piece("好！", "好。", "xau"),))
    assert take_key(["m1"], rewritten, VOICE) == take_key(["m1"], SAID, VOICE)


def test_text_level_and_format_change_the_run_and_not_the_take() -> None:
    words = words_digest(SAID)
    names = {
        segment_key(KEY, words, VOICE, AudioSettings()),
        segment_key(KEY, words, VOICE, AudioSettings(loudness=-18.0)),
        segment_key(KEY, words, VOICE, AudioSettings(rate=24_000, bitrate=64)),
        segment_key(KEY, words, Voice("tone", "low", "zh", loudness=-20.0), AudioSettings()),
        segment_key(OTHER, words, VOICE, AudioSettings()),
        segment_key(KEY, words_digest(Pronunciation((Piece("好！", "好。", "xau"),))), VOICE, AudioSettings()),
    }
    assert len(names) == 6


def test_the_normalized_text_decides_the_words_and_so_the_segment() -> None:
    """“二〇〇八” and “2008” may have one sound, and words at other places."""
    one = Pronunciation((Piece("2008", "二零零八", "x"),))
    other = Pronunciation((Piece("2008", "两千零八", "x"),))
    assert take_key(["m1"], one, VOICE) == take_key(["m1"], other, VOICE)
    assert words_digest(one) != words_digest(other)


KEYS = """
from audiobuild.model import AudioSettings, Voice
from audiobuild.storage.store import cover_key, segment_key
print(segment_key("ab", "cd", Voice("tone", "low", "zh"), AudioSettings()), cover_key("title"))
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("changed", "expected"), [("sound/mp3.py", (True, False)), ("outputs/cover.py", (False, True))]
)
def test_the_code_that_makes_an_entry_is_in_its_key(changed: str, expected: tuple[bool, bool], tmp_path: Path) -> None:
    """Another line in that code makes another key of segments or covers; nobody has to raise a number."""
    package = tmp_path / "audiobuild"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))

    def keys() -> list[str]:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        command = [sys.executable, "-c", KEYS]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split()

    before = keys()
    with (package / changed).open("a") as code:
        code.write("# changed\n")
    assert tuple(now != then for now, then in zip(keys(), before, strict=True)) == expected
