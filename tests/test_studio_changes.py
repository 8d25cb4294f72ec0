"""What the studio changes in files: exactly what an action says, undone to the byte, and nothing lost."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest

from audiobuild.cli.studio import alone
from audiobuild.errors import AudiobuildError, OutputError, ScriptError
from audiobuild.script.text_lines import text_of, with_toml_line
from audiobuild.storage.journal import Change, Journal
from audiobuild.storage.locks import Lock
from audiobuild.studio.opened import check_only
from audiobuild.studio.session import ChangedError, Session

GOLDEN = Path(__file__).parent / "golden"
SCRIPTS = sorted([*GOLDEN.glob("*.txt"), *GOLDEN.glob("*.md")])
TALK = """\
---
title: 夜里的面包   # the street's own bakery
cast:
  # who speaks
  记者: Q
  阿布: A
form: exact
---

凌晨三点，炉子先醒。

## 为什么这么早
记者：你几点起床？
阿布：三点。面要发酵。
炉子要热。

<!-- ad: 扫码关注 -->
记者：还说行长的事吗？
阿布：他爱吃长面包。
"""


class Opened:
    """A script open in a session."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.session = Session(path, None)

    @property
    def id(self) -> str:
        return str(self.session.show()["episodes"][0]["id"])

    def script(self) -> dict[str, Any]:
        return self.session.script(self.id)

    def said(self) -> list[tuple[str, str]]:
        """Role and text of all sentences."""
        rows = [row for row in self.script()["rows"] if "sentences" in row]
        return [(row["role"], each["text"]) for row in rows for each in row["sentences"]]

    def sentence(self, text: str) -> str:
        """The id of the sentence that has this text, else that begins with it, else that holds it."""
        rows = [row for row in self.script()["rows"] if "sentences" in row]
        every = [each for row in rows for each in row["sentences"]]
        ranked = sorted(every, key=lambda each: (each["text"] != text, not each["text"].startswith(text)))
        return str(next(each["id"] for each in ranked if text in each["text"]))

    def act(self, do: str, **more: Any) -> dict[str, Any]:
        found = self.script()
        return self.session.act(found["id"], found["rev"], {"do": do, **more}, only_try=False)

    def undo(self, again: bool = False) -> None:
        self.session.undo(self.id, again)

    def close(self) -> None:
        self.session.close()


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Opened]:
    (tmp_path / "audiobuild.toml").write_text("")
    (tmp_path / "talk.md").write_text(TALK, "utf-8")
    with closing(Opened(tmp_path / "talk.md")) as opened:
        yield opened


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that are gone, and new ones."""
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("text", "do", "more", "gone", "new"),
    [
        (
            "夜里的面包", "text", {"text": "夜里: 面包"},
            ["title: 夜里的面包   # the street's own bakery"], ["title: '夜里: 面包'   # the street's own bakery"],
        ),
        ("三点", "text", {"text": "四点。"}, ["阿布：三点。面要发酵。"], ["阿布：四点。面要发酵。"]),
        ("面要", "text", {"text": "面（miàn）要睡。"}, ["阿布：三点。面要发酵。"], ["阿布：三点。面（miàn）要睡。"]),
        ("炉子要热", "text", {"text": "记者：这是引用。"}, ["炉子要热。"], ["\\记者：这是引用。"]),
        ("面要", "drop", {}, ["阿布：三点。面要发酵。"], ["阿布：三点。<!-- ad: 面要发酵。 -->"]),
        ("炉子要热", "drop", {}, ["炉子要热。"], ["<!-- ad: 炉子要热。 -->"]),
        ("炉子要热", "speaker", {"label": "记者"}, ["炉子要热。"], ["记者：炉子要热。"]),
        ("炉子要热", "speaker", {"label": "老张"}, ["炉子要热。"], ["  老张: A", "老张：炉子要热。"]),
        ("面要", "split", {}, ["阿布：三点。面要发酵。"], ["阿布：三点。", "面要发酵。"]),
        ("还说", "merge", {}, ["记者：还说行长的事吗？"], ["还说行长的事吗？"]),
        ("炉子要热", "heading", {}, ["炉子要热。"], ["## 炉子要热。"]),
        ("为什么", "heading", {}, ["## 为什么这么早"], ["为什么这么早"]),
        ("面要", "pause", {"seconds": 1.5}, ["阿布：三点。面要发酵。"], ["阿布：三点。[停顿 1.5秒]面要发酵。"]),
        (
            "长面包", "reading", {"start": 3, "end": 4, "reading": "cháng", "scope": "here", "written": "长"},
            ["阿布：他爱吃长面包。"], ["阿布：他爱吃长（cháng）面包。"],
        ),
        (
            "行长", "reading", {"start": 2, "end": 4, "reading": "háng zhǎng", "scope": "episode", "written": "行长"},
            [], ["lexicon:", "  行长: háng zhǎng"],
        ),
    ],
)  # fmt: skip
def test_an_action_changes_its_lines_and_no_other(
    talk: Opened, text: str, do: str, more: dict[str, Any], gone: list[str], new: list[str]
) -> None:
    talk.act(do, sentence=talk.sentence(text), **more)
    assert lines_changed(TALK, talk.path.read_text("utf-8")) == (gone, new)
    talk.undo()
    assert talk.path.read_text("utf-8") == TALK
    talk.undo(again=True)
    assert lines_changed(TALK, talk.path.read_text("utf-8")) == (gone, new)


@pytest.mark.parametrize(
    ("do", "more", "new"),
    [
        ("role", {"speaker": "a", "role": "Q"}, "  阿布: Q"),
        ("voice", {"speaker": "a", "voice": "zm_yunjian"}, "  阿布: A zm_yunjian"),
    ],
)
def test_a_speaker_s_role_and_voice_are_one_line_of_the_front_matter(
    talk: Opened, do: str, more: dict[str, Any], new: str
) -> None:
    talk.act(do, **more)
    assert lines_changed(TALK, talk.path.read_text("utf-8")) == (["  阿布: A"], [new])


def test_a_comment_is_spoken_again(talk: Opened) -> None:
    line = TALK.split("\n").index("<!-- ad: 扫码关注 -->") + 1
    talk.act("keep", line=line)
    assert ("A", "扫码关注") in talk.said()


def test_a_reading_for_the_show_is_a_line_of_its_lexicon(talk: Opened) -> None:
    more = {"start": 0, "end": 2, "reading": "hang2 zhang3", "scope": "show", "written": "行长"}
    talk.act("reading", sentence=talk.sentence("行长"), **more)
    lexicon = talk.path.parent / "voices" / "lexicon.toml"
    assert lexicon.read_text("utf-8") == '"行长" = "hang2 zhang3"\n'
    assert talk.path.read_text("utf-8") == TALK
    talk.undo()
    assert not lexicon.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_and_line_ends_of_a_file_stay(tmp_path: Path, encoding: str, newline: str) -> None:
    (tmp_path / "audiobuild.toml").write_text("")
    path = tmp_path / "talk.md"
    path.write_bytes(TALK.replace("\n", newline).encode(encoding))
    with closing(Opened(path)) as opened:
        opened.act("text", sentence=opened.sentence("三点。"), text="四点。")
        assert path.read_bytes() == TALK.replace("三点。面", "四点。面").replace("\n", newline).encode(encoding)


def test_the_first_edit_of_a_guessed_script_keeps_it_as_it_came(tmp_path: Path) -> None:
    (tmp_path / "audiobuild.toml").write_text("")
    path = tmp_path / "talk.html"
    path.write_text(
        "<h1>面包</h1><p><b>记者：</b>几点？</p><p><b>阿布：</b>三点。</p><p><b>记者：</b>啊？</p><p><b>阿布：</b>对。</p>",
        "utf-8",
    )
    old = path.read_bytes()
    with closing(Opened(path)) as opened:
        before = opened.said()
    with closing(Session(tmp_path, None)) as session:
        script = session.script(session.show()["episodes"][0]["id"])
        sentence = next(
            each["id"] for row in script["rows"] for each in row.get("sentences", []) if each["text"] == "对。"
        )
        session.act(script["id"], script["rev"], {"do": "text", "sentence": sentence, "text": "没错。"}, only_try=False)
        assert not path.exists()
        assert (tmp_path / "originals" / "talk.html").read_bytes() == old
        with closing(Opened(tmp_path / "talk.md")) as opened:
            assert [text for _, text in opened.said()] == [text.replace("对。", "没错。") for _, text in before]
        session.undo(session.show()["episodes"][0]["id"], again=False)
    assert path.read_bytes() == old
    assert not (tmp_path / "talk.md").exists()


@pytest.mark.parametrize("path", SCRIPTS[::4], ids=lambda path: path.stem)
def test_every_kind_of_script_can_be_corrected_and_is_put_back(tmp_path: Path, path: Path) -> None:
    """Each action on a golden script changes what it says and nothing else, and undo restores the bytes."""
    (tmp_path / "audiobuild.toml").write_text("")
    copied = Path(shutil.copy(path, tmp_path))
    old = copied.read_bytes()
    with closing(Opened(copied)) as opened:
        try:
            before = opened.said()
        except AudiobuildError:
            pytest.skip("no voice speaks it, or it is refused")
        middle = before[len(before) // 2][1]
        try:
            opened.act("text", sentence=opened.sentence(middle), text="这一句改过了。")
        except ScriptError as error:
            assert "save it as UTF-8 first" in str(error)
            assert copied.read_bytes() == old
            return
        changed = [(one, other) for one, other in zip(before, opened.said(), strict=True) if one != other]
        assert [other[1] for _, other in changed] == ["这一句改过了。"]
        opened.undo()
        assert copied.read_bytes() == old
        assert opened.said() == before


def test_a_new_speaker_is_offered_for_every_paragraph_that_begins_alike(talk: Opened) -> None:
    talk.path.write_text(TALK.replace("炉子要热。", "\\阿宝：炉子要热。\n\n\\阿宝：对。"), "utf-8")
    done = talk.act("speaker", sentence=talk.sentence("炉子要热"), label="阿宝")
    text = talk.path.read_text("utf-8")
    assert "\n阿宝：炉子要热。\n" in text
    assert "\n\\阿宝：对。\n" in text
    assert done["like"] == 1
    talk.act("like", label="阿宝")
    assert "\n阿宝：对。\n" in talk.path.read_text("utf-8")
    with pytest.raises(ScriptError, match="no paragraph begins with"):
        talk.act("like", label="阿宝")


def test_a_speaker_gets_another_name_in_all_turns_and_the_cast(talk: Opened) -> None:
    talk.act("name", speaker="a", name="顾晓棠")
    assert lines_changed(TALK, talk.path.read_text("utf-8")) == (
        ["  阿布: A", "阿布：三点。面要发酵。", "阿布：他爱吃长面包。"],
        ["  顾晓棠: A", "顾晓棠：三点。面要发酵。", "顾晓棠：他爱吃长面包。"],
    )
    with pytest.raises(ScriptError, match="cannot be a label"):
        talk.act("name", speaker="a", name="记者")


def test_a_paragraph_becomes_the_title(talk: Opened) -> None:
    talk.act("title", sentence=talk.sentence("凌晨三点"))
    assert lines_changed(TALK, talk.path.read_text("utf-8")) == (
        ["title: 夜里的面包   # the street's own bakery", "凌晨三点，炉子先醒。"],
        ["title: 凌晨三点，炉子先醒。   # the street's own bakery", "<!-- ad: 凌晨三点，炉子先醒。 -->"],
    )


def test_the_rest_of_a_turn_keeps_its_speaker_when_its_first_paragraph_goes(talk: Opened) -> None:
    talk.path.write_text(TALK.replace("三点。面要发酵。", "三点。"), "utf-8")
    talk.act("drop", sentence=talk.sentence("三点。"))
    assert "<!-- ad: 三点。 -->\n阿布：炉子要热。" in talk.path.read_text("utf-8")
    assert ("A", "炉子要热。") in talk.said()


def test_a_change_of_role_or_voice_keeps_what_else_the_cast_says(talk: Opened) -> None:
    talk.path.write_text(TALK.replace("  阿布: A", "  阿布: {role: A, name: 顾晓棠}"), "utf-8")
    talk.act("voice", speaker="a", voice="zm_yunjian")
    assert "  阿布: {role: A, name: 顾晓棠, voice: zm_yunjian}" in talk.path.read_text("utf-8")


@pytest.mark.parametrize("scope", ["episode", "show"])
def test_a_word_of_the_lexicon_is_heard_at_once_and_no_other_sentence_is_made_again(talk: Opened, scope: str) -> None:
    def runs() -> dict[str, str]:
        script = talk.script()
        every = [each for row in script["rows"] for each in row.get("sentences", [])]
        found = talk.session.pronounced(script["id"], [each["id"] for each in every])
        return {each["text"]: found[each["id"]]["run"] for each in every}

    before = runs()
    more = {"written": "行长", "reading": "xíng cháng", "scope": scope}
    talk.act("reading", sentence=talk.sentence("行长"), **more)
    after = runs()
    assert [text for text in before if before[text] != after[text]] == ["还说行长的事吗？"]
    script = talk.script()
    every = [each for row in script["rows"] for each in row.get("sentences", [])]
    assert [each["text"] for each in every if each["v"]] == ["还说行长的事吗？"]  # the page asks for this one again


def test_a_choice_says_the_word_around_it_and_how_far_it_would_reach(talk: Opened) -> None:
    other = talk.path.parent / "other.md"
    other.write_text("---\nform: exact\ncast:\n  甲: Q\n---\n甲：行长来了。行长走了。\n", "utf-8")
    with closing(Session(talk.path.parent, None)) as session:
        script = next(each["id"] for each in session.show()["episodes"] if "talk" in each["file"])
        session.script(script)
        found = session.choices(script, talk.sentence("行长"), 2, 3)
        assert [offer["said"] for offer in found["offers"]][:2] == ["xíng", "háng"]
        assert found["word"] == {"written": "行长", "at": 0, "syllables": ["háng", "zhǎng"], "lone": False}
        assert found["reach"]["episode"]["sentences"] == 1
        assert (found["reach"]["show"]["sentences"], found["reach"]["show"]["episodes"]) == (3, 2)
        lone = session.choices(script, talk.sentence("长面包"), 3, 4)
        assert lone["word"]["lone"]
        assert lone["reach"] == {}


def test_what_is_heard_is_the_very_run_that_the_build_joins(tmp_path: Path) -> None:
    (tmp_path / "audiobuild.toml").write_text('engine = "tone"\n')
    path = tmp_path / "talk.md"
    path.write_text(TALK, "utf-8")
    with closing(Opened(path)) as opened:
        heard = []
        for text in ("三点", "他爱吃"):
            run = opened.session.say(opened.id, opened.sentence(text), {})["run"]
            heard.append(opened.session.sound(run) or b"")
        sentence = opened.sentence("面要")
        tried = opened.session.say(opened.id, sentence, {"text": "面（miàn）要睡。"})["run"]
        heard.append(opened.session.sound(tried) or b"")
        opened.act("text", sentence=sentence, text="面（miàn）要睡。")
        said: list[str] = []
        done = threading.Event()

        def tell(name: str, **facts: Any) -> None:
            said.append(f"{name} {facts}")
            if name in ("built", "failed"):
                done.set()

        opened.session.build(opened.id, tell)
        assert done.wait(30)
        assert said[-1].startswith("built")
        episode = (tmp_path / "output" / "talk.mp3").read_bytes()
    first_frames = [sound[len(sound) // 2 :] for sound in heard]  # behind the Info frame that a file has besides
    assert all(len(frames) > 100 and frames in episode for frames in first_frames)


@pytest.mark.parametrize(
    ("old", "new", "do", "is_refused"),
    [
        ("炉子要热", "炉子早热了", "drop", True),  # another paragraph's text
        ("\n炉子要热", "\n记者：炉子要热", "drop", True),  # who says it
        ("面要发酵", "面要睡", "drop", False),
        ("阿布：三点", "记者：三点", "speaker", False),  # the rest of the turn goes with it
        ("阿布：他爱吃", "记者：他爱吃", "speaker", True),
    ],
)
def test_an_action_that_would_change_something_else_is_refused(
    talk: Opened, old: str, new: str, do: str, is_refused: bool
) -> None:
    before = talk.session.open(talk.id).shown
    talk.path.write_text(TALK.replace(old, new), "utf-8")
    after = talk.session.open(talk.id).shown
    sentence = next(each.id for each in before if each.line.utterance.text == "三点。")
    with pytest.raises(ScriptError, match="other lines") if is_refused else nullcontext():
        check_only(before, after, {"do": do, "sentence": sentence})


def test_an_unreadable_change_elsewhere_leaves_the_last_reading_with_the_error(talk: Opened) -> None:
    before = talk.said()
    talk.path.write_text(TALK.replace("阿布：三点", "谁谁：三点"), "utf-8")
    assert "谁谁" in talk.script()["error"]
    assert talk.said() == before


def test_a_show_without_scripts_is_open_and_a_wrong_name_is_not(tmp_path: Path) -> None:
    (tmp_path / "audiobuild.toml").write_text("")
    with closing(Session(tmp_path, None)) as session:
        assert session.show()["episodes"] == []
        (tmp_path / "talk.md").write_text(TALK, "utf-8")
        assert [each["title"] for each in session.show()["episodes"]] == ["talk"]
    with closing(Session(tmp_path / "no.md", None)) as session, pytest.raises(ScriptError, match="no such file"):
        session.show()


def test_a_second_studio_of_a_show_learns_the_address_of_the_first(tmp_path: Path) -> None:
    with alone(tmp_path) as first:
        assert isinstance(first, Lock)
        first.write("http://127.0.0.1:1/#x")
        with alone(tmp_path) as second:
            assert second == "http://127.0.0.1:1/#x"
        if os.name != "nt":
            assert first.path.stat().st_mode & 0o077 == 0
    with alone(tmp_path) as third:
        assert isinstance(third, Lock)


def test_a_change_elsewhere_stays_beside_ours(talk: Opened) -> None:
    found = talk.script()
    sentence = talk.sentence("三点")
    talk.path.write_text(TALK.replace("炉子要热", "炉子早热了"), "utf-8")
    done = talk.session.act(found["id"], found["rev"], {"do": "drop", "sentence": sentence}, only_try=False)
    assert done["merged"]
    assert lines_changed(TALK, talk.path.read_text("utf-8")) == (
        ["阿布：三点。面要发酵。", "炉子要热。"],
        ["阿布：<!-- ad: 三点。 -->面要发酵。", "炉子早热了。"],
    )


@pytest.mark.parametrize("theirs", ["阿布：四点。面要发酵。", "阿布：三点。面要发酵。三点。"], ids=["gone", "twice"])
def test_a_sentence_that_changed_elsewhere_is_not_overwritten(talk: Opened, theirs: str) -> None:
    found = talk.script()
    sentence = talk.sentence("三点")
    talk.path.write_text(TALK.replace("阿布：三点。面要发酵。", theirs), "utf-8")
    with pytest.raises(ChangedError, match="changed in another window or program"):
        talk.session.act(found["id"], found["rev"], {"do": "drop", "sentence": sentence}, only_try=False)
    assert theirs in talk.path.read_text("utf-8")


def test_undo_refuses_a_file_that_was_changed_since(talk: Opened) -> None:
    talk.act("text", sentence=talk.sentence("三点"), text="四点。")
    talk.path.write_text(TALK.replace("面要", "面团要"), "utf-8")
    with pytest.raises(ScriptError, match="changed in another program since"):
        talk.undo()
    assert "面团要" in talk.path.read_text("utf-8")


def test_a_try_and_a_read_only_studio_write_nothing(talk: Opened) -> None:
    found = talk.script()
    action = {"do": "text", "sentence": talk.sentence("三点"), "text": "四点。"}
    tried = talk.session.act(found["id"], found["rev"], action, only_try=True)
    assert tried["files"][0]["diff"].splitlines() == ["-阿布：三点。面要发酵。", "+阿布：四点。面要发酵。"]
    with closing(Session(talk.path, None, read_only=True)) as session, pytest.raises(ScriptError, match="--read-only"):
        session.act(found["id"], found["rev"], action, only_try=False)
    assert talk.path.read_text("utf-8") == TALK


@pytest.mark.parametrize(
    ("do", "more", "said"),
    [
        ("text", {"text": " "}, "choose “not spoken” instead"),
        ("speaker", {"label": "a：b"}, "cannot be a label"),
        ("split", {}, "begins its paragraph already"),
        ("merge", {}, "belongs to the turn above already"),
        ("dance", {}, "there is no action “dance”"),
        (
            "reading",
            {"start": 0, "end": 1, "reading": "a b", "scope": "here", "written": "炉"},
            "one syllable a character",
        ),
        ("reading", {"start": 5, "end": 9, "reading": "lú", "scope": "here", "written": "炉"}, "choose the characters"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    talk: Opened, do: str, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScriptError, match=said):
        talk.act(do, sentence=talk.sentence("炉子要热"), **more)
    assert talk.path.read_text("utf-8") == TALK


def test_a_link_out_of_the_show_is_only_read(tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.md"
    outside.write_text(TALK, "utf-8")
    show = tmp_path / "show"
    show.mkdir()
    (show / "audiobuild.toml").write_text("")
    (show / "talk.md").symlink_to(outside)
    with closing(Session(show, None)) as session:
        script = session.script(session.show()["episodes"][0]["id"])
        sentence = script["rows"][1]["sentences"][0]["id"]
        with pytest.raises(ScriptError, match="lies outside the show"):
            session.act(script["id"], script["rev"], {"do": "drop", "sentence": sentence}, only_try=False)
    assert outside.read_text("utf-8") == TALK


def test_the_journal_survives_the_process_and_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    Journal(tmp_path).do("text", [Change(path, None, b"one")])
    Journal(tmp_path).do("text", [Change(path, b"one", b"two")])
    assert Journal(tmp_path).undo() == [path]
    assert path.read_bytes() == b"one"
    Journal(tmp_path).undo()
    assert not path.exists()
    Journal(tmp_path).redo()
    assert path.read_bytes() == b"one"
    (tmp_path / ".audiobuild" / "undo" / "journal.json").write_text("{")
    assert Journal(tmp_path).undoable == ""


@pytest.mark.parametrize("step", range(1, 7))
def test_killed_at_any_step_of_a_change_the_old_bytes_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The files of a change are written one after another; the process dies before file number `step` appears."""
    script, lexicon = tmp_path / "talk.md", tmp_path / "voices" / "lexicon.toml"
    script.write_bytes(b"old")
    left = [step]
    replace = Path.replace

    def dying(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", dying)
    changes = [Change(script, b"old", b"new"), Change(lexicon, None, b"a = 'b'\n")]
    with suppress(KeyboardInterrupt):
        Journal(tmp_path).do("text", changes)
    monkeypatch.undo()
    assert script.read_bytes() in (b"old", b"new")
    journal = Journal(tmp_path)
    if journal.undoable:
        journal.undo()
    assert script.read_bytes() == b"old"
    assert not lexicon.exists()
    assert not list(tmp_path.rglob(".tmp-*"))


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_every_file_as_it_was(talk: Opened) -> None:
    import resource

    found = talk.script()
    sentence = talk.sentence("三点")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))  # no file can be larger
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            talk.session.act(found["id"], found["rev"], {"do": "drop", "sentence": sentence}, only_try=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert talk.path.read_text("utf-8") == TALK
    assert [path.name for path in talk.path.parent.iterdir() if path.suffix == ".md"] == ["talk.md"]


def test_when_the_second_of_two_files_cannot_be_written_the_first_is_put_back(tmp_path: Path) -> None:
    script = tmp_path / "talk.md"
    script.write_bytes(b"old")
    (tmp_path / "voices").write_text("a file where a folder has to be")
    journal = Journal(tmp_path)
    with pytest.raises(OutputError, match="cannot be written"):
        journal.do("text", [Change(script, b"old", b"new"), Change(tmp_path / "voices" / "lexicon.toml", None, b"")])
    assert script.read_bytes() == b"old"
    assert journal.undoable == ""


def test_comments_and_order_of_the_front_matter_stay() -> None:
    text = text_of("---\ncast:\n  甲: A   # he\n  乙: Q\n# end\ntitle: x\n---\n甲：好\n".encode(), "x")
    changed = "".join(text.with_setting("cast", "甲", "Q").lines)
    assert changed == "---\ncast:\n  甲: Q   # he\n  乙: Q\n# end\ntitle: x\n---\n甲：好\n"


def test_a_line_of_toml_is_replaced_or_added_and_its_comment_stays() -> None:
    assert with_toml_line('# c\n"a" = "x"  # k\n', "a", "y") == '# c\n"a" = "y"  # k\n'
    assert with_toml_line("a = 'x'", "b", 'q"') == 'a = \'x\'\n"b" = "q\\""\n'
