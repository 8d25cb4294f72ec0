"""`keep:` and `drop:` in the front matter, and how the report says that they can be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import run

from audiobuild.building.episode import read_with_roles
from audiobuild.errors import ConfigError
from audiobuild.model import Role, Script
from audiobuild.script import read_bytes, reading_report
from audiobuild.script.asked import marked
from audiobuild.script.lines import Row, width
from audiobuild.script.report import WIDTH, wrap

FRONT = 3  # lines of front matter
TURNS = "Mira: Why salt?\n\nTom: It is slow.\n\nMira: And then?\n\nTom: I stayed.\n\n"
BOLD = TURNS.replace("Mira:", "**Mira:**").replace("Tom:", "**Tom:**")


def read(front: str, text: str, name: str = "talk.md") -> Script:
    return read_bytes(f"---\n{front}\n---\n{text}".encode(), name)


def heard(script: Script) -> str:
    lede = script.lede.paragraphs if script.lede else ()
    turns = [text for turn in script.turns for text in turn.paragraphs]
    return "\n".join([script.title.text, *lede, *(s.title for s in script.sections), *turns])


GUESSED = {
    "page break": f"The harbour\n\n{TURNS}Page 3 of 9\n\n{TURNS}",
    "ad": f"The harbour\n\n{TURNS}Subscribe to our newsletter\n\n{TURNS}",
    "ornaments": f"The harbour\n\n{TURNS}※※ ※※\n\n{TURNS}",
    "caption": f"The harbour\n\n{TURNS}★港口的清晨\n\n{TURNS}",
    "running head": "The harbour\n\nMira: Why was the salt so\n\nHARBOUR NEWS 1\n\nslow to come?\n\nTom: Nobody in the town\n\n"
    "HARBOUR NEWS 2\n\nknows that.\n",
    "byline at the top": f"# The harbour\n\nBy Ann Lee\n\n{TURNS}",
    "a line at the top that is no prose": f"# The harbour\n\nSalt\n\n{TURNS}",
    "the title again": f"# The harbour\n\nThe harbour\n\n{TURNS}",
    "date at the end": f"The harbour\n\n{TURNS}2026-11-30, Oslo\n",
    "block at the end": f"The harbour\n\n{TURNS}Show notes\n\nThe other harbour\n",
    "pull quote": f"The harbour\n\n{TURNS}> It is slow, I said, and it never stops\n\n{TURNS}Tom: It is slow, I said, and it never stops.\n",
    "aside": f"The harbour\n\n{TURNS}（海浪声渐强）\n\n{TURNS}",
    "declaration": f"# The harbour\n\nGuests: Tom, Mira\n\n{TURNS}",
    "cast list": f"# The harbour\n\nGuests\n\n- Tom, a maker of salt\n- Mira, a reporter\n\n{TURNS}",
    "short names": f"# The harbour\n\nMira Ek（以下简称“Mira”）met him.\n\n{TURNS}",
    "break of the programme": f"The harbour\n\n{BOLD}**Sponsor:** A word from the salt works.\n\n{BOLD}",
    "last heading": f"# The harbour\n\n{TURNS}## The end of it all\n",
}
LINES = {
    "page break": "Page 3 of 9",
    "ad": "Subscribe to our newsletter",
    "ornaments": "※※ ※※",
    "caption": "港口的清晨",
    "running head": "HARBOUR NEWS 1",
    "byline at the top": "By Ann Lee",
    "a line at the top that is no prose": "Salt",
    "the title again": "The harbour",
    "date at the end": "2026-11-30, Oslo",
    "block at the end": "The other harbour",
    "pull quote": "and it never stops",
    "aside": "海浪声渐强",
    "declaration": "Tom, Mira",
    "cast list": "a maker of salt",
    "short names": "以下简称",
    "break of the programme": "A word from the salt works.",
    "last heading": "The end of it all",
}


@pytest.mark.parametrize("guess", GUESSED)
def test_a_line_to_keep_is_spoken_whatever_a_guess_says(guess: str) -> None:
    words = LINES[guess]
    without = heard(read("author: Ann", GUESSED[guess])).count(words)
    script = read(f'keep: ["{words}"]', GUESSED[guess])
    assert heard(script).count(words) == without + 1
    assert not [cut for cut in script.dropped if cut.line > FRONT and words in cut.text]


def test_a_number_to_keep_is_no_number_of_the_next_line() -> None:
    text = f"The harbour\n\n{TURNS}1\n\nThe long winter\n\n{TURNS}"
    assert "1" not in heard(read("author: Ann", text))
    assert "1" in heard(read("keep: 14", text))


def test_a_kept_line_opens_no_block_of_credits() -> None:
    assert "The other harbour" in heard(read("keep: show notes", GUESSED["block at the end"]))


def test_a_kept_heading_keeps_its_number() -> None:
    text = f"# The harbour\n\n## 1. Salt\n\n{TURNS}## 2. Fish\n\n{TURNS}"
    assert [s.title for s in read('keep: "2. fish"', text).sections] == ["Salt", "2. Fish"]


@pytest.mark.parametrize(
    "entry", ['"It is slow"', '"ＩＴ  is ＳＬＯＷ"', "8", "7-8", '"7 – 8"', "[7-8]", '["nothing like it", 8]']
)
def test_a_line_to_drop_is_left_out_by_words_or_by_number(entry: str) -> None:
    script = read(f"drop: {entry}", f"The harbour\n\n{TURNS}")
    assert ("Tom: It is slow.", "asked") in [(cut.text, cut.reason) for cut in script.dropped]
    assert "slow" not in heard(script)


def test_drop_goes_before_keep() -> None:
    script = read('drop: "slow"\nkeep: "slow"', f"The harbour\n\n{TURNS}")
    assert "slow" not in heard(script)
    assert [w.code for w in script.warnings if "keep" in w.message] == ["front-matter"]


@pytest.mark.parametrize("setting", ["keep", "drop"])
@pytest.mark.parametrize("entry", ["pepper", "400", "400-402", "、 、"])
def test_an_entry_without_a_line_is_a_warning_that_names_it(setting: str, entry: str) -> None:
    messages = [w.message for w in read(f'{setting}: ["{entry}", "slow"]', f"The harbour\n\n{TURNS}").warnings]
    assert [message for message in messages if f'{setting}: "{entry}" matches no line' in message]
    assert not [message for message in messages if "slow" in message]


def test_a_paragraph_that_holds_a_line_to_keep_is_kept() -> None:
    rows = [Row(1, "Salt", last=3), Row(4, "Fish", last=5)]
    assert [row.keep for row in marked(rows, frozenset([2]))] == [True, False]


def test_the_report_says_how_to_speak_a_line_that_was_left_out() -> None:
    script = read("author: Ann", GUESSED["ad"])
    report = reading_report(script, {})
    hint = next(line for line in report.split("\n") if "keep:" in line)
    assert "Subscribe to our newsletter" in heard(read(hint[hint.index("keep:") :], GUESSED["ad"]))


def test_a_long_warning_is_wrapped_and_keeps_its_remedy() -> None:
    script = read(f'drop: "{"no such words " * 9}"', f"The harbour\n\n{TURNS}")
    report = reading_report(script, {})
    assert "copy words of the line, or give its number" in " ".join(report.split())
    assert all(width(line) <= WIDTH for line in report.split("\n"))


def test_text_is_wrapped_at_blanks_and_between_hanzi() -> None:
    assert wrap("salt and 海很慢，他说 fish", 9) == ["salt and", "海很慢，", "他说 fish"]


def test_a_speaker_becomes_the_narrator_by_name(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(
        "夜谈\n小夏：你好吗？\n何姐：天黑了。\n许望潮：很好。\n小夏：忙吗？\n许望潮：不忙。\n何姐：天亮了。\n小夏：再见？\n许望潮：再见。\n",
        "utf-8",
    )
    script = read_with_roles(path, {"何姐": Role.NARRATOR}, {})
    assert [turn.role.value for turn in script.turns] == ["Q", "N", "A", "Q", "A", "N", "Q", "A"]
    with pytest.raises(ConfigError, match="nobody in .* is called “何妹”; did you mean “何姐”"):
        read_with_roles(path, {"何妹": Role.NARRATOR}, {})


def test_a_script_written_beside_its_source_is_said_to_be_the_same_episode(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(
        "夜谈\n\n小夏：你好吗？\n\n许望潮：很好。\n\n小夏：忙吗？\n\n许望潮：不忙。\n", "utf-8"
    )
    done = run("parse", "talk.txt", "--write", "talk.md", cwd=tmp_path)
    assert "talk.txt would become the same episode: move it into a folder originals" in done.stderr
    both = run("build", ".", "-n", cwd=tmp_path)
    assert "or move it into a folder originals" in both.stderr
    (tmp_path / "originals").mkdir()
    (tmp_path / "talk.txt").rename(tmp_path / "originals" / "talk.txt")
    assert run("build", ".", "-n", cwd=tmp_path).returncode == 0


def test_the_report_leaves_out_the_front_matter_and_no_other_dropped_line() -> None:
    text = "---\ntitle: Salt\n---\n\nMira: Why salt?\nTom: It is slow.\n[music]\nMira: And then?\nTom: I stayed.\n"
    report = reading_report(read_bytes(text.encode(), "talk.txt"), {})
    assert "title: Salt" not in report
    assert "[music]" in report.partition("Not spoken")[2]
