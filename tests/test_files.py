"""Writing: whole or absent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobuild.errors import OutputError
from audiobuild.storage import files


@pytest.mark.parametrize("durable", [False, True])
def test_a_finished_write_replaces_the_old_file(tmp_path: Path, durable: bool) -> None:
    (tmp_path / "x").write_bytes(b"old")
    with files.atomic_write(tmp_path / "x", durable=durable) as out:
        out.write(b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"new")]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(error), files.atomic_write(tmp_path / "x") as out:
        out.write(b"half")
        raise error
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"old")]


def test_a_folder_that_cannot_be_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="file"), files.atomic_write(tmp_path / "file" / "x"):
        pass


def test_missing_folders_are_made(tmp_path: Path) -> None:
    with files.atomic_write(tmp_path / "a" / "b" / "x") as out:
        out.write(b"1")
    assert (tmp_path / "a" / "b" / "x").read_bytes() == b"1"


def test_a_probe_leaves_no_trace(tmp_path: Path) -> None:
    files.probe(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, a Linux device")
def test_a_full_disk_is_reported_in_the_systems_words(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught, open("/dev/full", "wb", buffering=0) as full:
        full.write(b"1")
    assert files.reason(caught.value) == "no space left on device"


def test_files_written_together_get_their_names_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with files.FileGroup(tmp_path, "t") as out:
        out.write("a", [b"n", b"ew"])
        out.write("b", [b"more"])
        assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".tmp-t-")] == ["a"]
        assert (tmp_path / "a").read_bytes() == b"old"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new", "b": b"more"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_files_of_which_one_fails_are_all_left_as_they_were(tmp_path: Path, error: type[BaseException]) -> None:
    def blocks() -> Iterator[bytes]:
        yield bytes(files.SYNC_EVERY)  # the disk is at work on it when the next fails
        raise error

    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(error), files.FileGroup(tmp_path, "t") as out:
        out.write("a", [b"new"])
        out.write("b", blocks())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}
