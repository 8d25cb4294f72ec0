"""The public API: everything here uses names of `audiobuild.__all__` and nothing else of the package."""

from __future__ import annotations

import inspect
import threading
import wave
from pathlib import Path

import pytest

import audiobuild

EDITED = ("三十里。", "四十里。")


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_every_public_name_can_be_imported_and_is_documented():
    for name in audiobuild.__all__:
        value = getattr(audiobuild, name)
        assert name == "__version__" or inspect.getdoc(value), name


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        audiobuild.nothing_of_ours  # noqa: B018


def test_an_interview_is_read_without_building_it(show):
    script = audiobuild.read("scripts/post.txt")
    assert script.title.text == "山里的邮局"
    assert [who.label for who in script.speakers if who.role is audiobuild.Role.GUEST] == ["A"]


def test_an_episode_is_built_edited_built_again_and_published(show):
    lines = []
    with audiobuild.Builder(show=show, engine="tone") as builder:
        first = builder.build("scripts/post.txt", progress=lines.append)
        again = builder.build("scripts/post.txt")
        edit(show / "scripts" / "post.txt", *EDITED)
        planned = builder.status("scripts/post.txt")
        edited = builder.build("scripts/post.txt")
    assert first.path.is_file() and first.spoken == first.lines and first.seconds > 10
    assert str(lines[-1]) == f"scripts/post.txt: {first.lines} of {first.lines} sentences"
    assert (again.spoken, again.reasons) == (0, ())
    assert (planned.missing, edited.spoken) == (1, 1)
    published = audiobuild.publish(show / "output", base_url="https://example.org/show/", drafts=True)
    assert (published.folder / "feed.xml").is_file()
    assert not [finding for finding in audiobuild.check(show / "output") if finding.defect]


def test_a_preview_is_sound_with_its_pronunciation(show):
    with audiobuild.Builder(show=show, engine="tone") as builder:
        preview = builder.preview("重庆的行长", voice="high")
        seconds = preview.save(show / "say.wav")
    assert preview.pronunciation.pieces[0].written == "重庆的行长"
    assert seconds == pytest.approx(len(preview.samples) / preview.rate)
    with wave.open(str(show / "say.wav")) as file:
        assert (file.getframerate(), file.getnframes()) == (preview.rate, len(preview.samples))


def test_a_builder_reports_each_episode_of_a_folder_and_a_failed_one_stops_no_other(show):
    (show / "scripts" / "empty.txt").write_text("\n", "utf-8")
    with audiobuild.Builder(engine="tone") as builder:
        results = builder.build_all()
    assert isinstance(results[Path("output/empty.mp3")], audiobuild.ScriptError)
    assert isinstance(results[Path("output/post.mp3")], audiobuild.BuiltEpisode)


def test_what_a_single_build_fails_of_is_raised(show):
    with audiobuild.Builder(engine="tone") as builder, pytest.raises(audiobuild.ScriptError, match="gone"):
        builder.build("scripts/gone.txt")


class Stopping:
    """Stops a builder, or waits until another is stopped, when its first sentence is done."""

    def __init__(self, builder: audiobuild.Builder) -> None:
        self._builder = builder

    def __call__(self, progress: audiobuild.Progress) -> None:
        if progress.done == 1:
            self._builder.stop()


def test_of_two_builders_in_one_process_one_is_stopped_and_the_other_speaks_on(show):
    slow, fast = show / "slow", show / "fast"
    for place, pause in ((slow, 900), (fast, 100)):
        (place / "scripts").mkdir(parents=True)
        (place / "scripts" / "talk.txt").write_bytes((show / "scripts" / "post.txt").read_bytes())
        (place / "audiobuild.toml").write_text(f'engine = "tone"\n[pauses]\nturn = {pause}\n', "utf-8")
    begun, stopped = threading.Event(), threading.Event()
    results = {}

    def speak_on(progress: audiobuild.Progress) -> None:
        if progress.done == 1:
            begun.set()
            assert stopped.wait(30)

    with audiobuild.Builder(slow, jobs=1) as one, audiobuild.Builder(fast, jobs=1) as other:
        speaking = threading.Thread(
            target=lambda: results.update(other=other.build(fast / "scripts" / "talk.txt", progress=speak_on))
        )
        speaking.start()
        assert begun.wait(30)
        with pytest.raises(audiobuild.Interrupted, match="1 of"):
            one.build(slow / "scripts" / "talk.txt", progress=Stopping(one))
        stopped.set()
        speaking.join(30)
        assert results["other"].spoken == results["other"].lines
        again = one.build(slow / "scripts" / "talk.txt")  # a stopped builder can be used again
    assert 0 < again.spoken < again.lines
    assert again.seconds > results["other"].seconds  # each has its own settings
