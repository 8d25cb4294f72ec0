"""Messages in the user's language: none is forgotten, none loses a place, and no file depends on the language."""

from __future__ import annotations

import ast
import json
import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from support.bench import of_bench

from audiobuild import cli, i18n
from audiobuild.building.record import read_record
from audiobuild.errors import ScriptError
from audiobuild.script import read_bytes

MESSAGES = of_bench("messages")
SAID = re.compile(
    r"\w*Error|Interrupted|note|notify|rejected|did_you_mean|ScriptWarning|Diagnosis|Check|_error|error|fail|judge|require"
    r"|echo|secho|Faults"
)
"""The functions that are given what a user reads; `append` and `return` are seen by their readers only."""
NOT_SAID = re.compile(r"RuntimeError|AttributeError|KeyError|DecodeError|TypeError")
THROUGH = re.compile(r"join|without_controls|_safe|tuple|list|Faults|did_you_mean")
EXEMPT = {  # (file, text): why
    ("cli/printing.py", "audiobuild: "): "the program's name",
    ("cli/speaking.py", "audiobuild , "): "the program's name",
    ("building/record.py", "another schema"): "caught by read_record",
    ("building/record.py", "a key is not a digest"): "caught by read_record",
    ("engines/edge/client.py", "a word at "): "caught by the client",
    ("engines/openai/client.py", "HTTP "): "the protocol's name",
    ("engines/openai/listed.py", "no list of voices"): "caught by the client",
}


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    cli.use_language(i18n.ENGLISH)


def _catalogue() -> dict[str, str]:
    return MESSAGES.read(MESSAGES.CATALOGUE.read_text("utf-8"))[1]


def test_every_message_of_the_code_is_in_the_catalogue_and_no_other():
    """`python bench/messages.py` writes them into it."""
    assert _catalogue().keys() == {place.text for place in MESSAGES.messages()}


def test_every_message_has_its_chinese():
    assert [message for message, text in _catalogue().items() if not text] == []


def _places(text: str) -> set[tuple[str, str, str]]:
    return {(name, spec or "", conversion or "") for _text, name, spec, conversion in Formatter().parse(text) if name}


def test_no_text_loses_or_invents_a_place():
    texts = _catalogue()
    formatted = [place for place in MESSAGES.messages() if _places(place.text)]
    for place in formatted:
        assert _places(texts[place.text]) == _places(place.plural or place.text), place.text
    for message, text in texts.items():
        assert re.findall(r"%[sdg]", text) == re.findall(r"%[sdg]", message), message


def test_the_catalogue_is_read_as_it_is_written():
    assert i18n.read_catalogue("zh_CN") == {message: text for message, text in _catalogue().items() if text}


def test_chinese_has_chinese_punctuation():
    wrong = re.compile(r"[\u4e00-\u9fff”][,;:!?](?![\w/-])|[\u4e00-\u9fff] ?\((?=[\u4e00-\u9fff])")
    of_a_file = re.compile(r"“[^”]*”|李雷: A|名称: 值")
    assert [text for text in _catalogue().values() if wrong.search(of_a_file.sub("", text))] == []


def test_click_says_what_the_catalogue_has_of_it():
    sources = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    texts = (*MESSAGES.OF_CLICK, *(text for pair in MESSAGES.PLURALS_OF_CLICK for text in pair))
    assert [text for text in texts if text not in sources] == []


def _literal(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _function(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _unmarked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The literals that reach a user without going through `_`."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = _literal(node)
        if text and re.search(r"[A-Za-z]{3,}", text) and " " in text and _is_said(node, parents):
            yield node.lineno, text


def _is_said(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while not isinstance(node, ast.stmt):
        above = parents[node]
        if isinstance(above, ast.JoinedStr | ast.Compare | ast.Attribute | ast.Dict):
            return False
        if isinstance(above, ast.Call):
            name = _function(above)
            if SAID.fullmatch(name):
                return not NOT_SAID.fullmatch(name)
            if not THROUGH.fullmatch(name):
                return False
        node = above
    return False


def test_everything_that_is_said_is_a_message():
    found = [
        (path.relative_to(MESSAGES.PACKAGE).as_posix(), line, text)
        for path in sorted(MESSAGES.PACKAGE.rglob("*.py"))
        for line, text in _unmarked(ast.parse(path.read_text("utf-8")))
    ]
    assert [(file, line, text) for file, line, text in found if (file, text) not in EXEMPT] == []


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "zh_CN.GB18030", "zh", "zh_Hans_CN"])
def test_the_language_is_that_of_the_locale(locale):
    assert i18n.language_of({"LANG": locale}) == i18n.CHINESE
    assert i18n.language_of({"LANG": "en_GB.UTF-8", "LC_MESSAGES": locale}) == i18n.CHINESE
    assert i18n.language_of({"LANG": locale, "LC_ALL": "C.UTF-8"}) == i18n.ENGLISH
    assert i18n.language_of({}) == i18n.ENGLISH


def test_help_is_in_the_language_of_the_option(capsys):
    assert cli.run(["--lang", "zh", "build", "--help"]) == 0
    chinese = capsys.readouterr().out
    assert "用法" in chinese and "Usage" not in chinese and "Speak" not in chinese
    assert cli.run(["build", "--help"]) == 0
    assert "Usage: audiobuild build" in capsys.readouterr().out


def test_click_s_errors_are_in_the_language(capsys):
    assert cli.run(["--lang", "zh", "build", "--nope"]) == 2
    said = capsys.readouterr().err
    assert "错误" in said and "Error" not in said and "--nope" in said


def test_an_error_is_in_the_language(capsys, tmp_path):
    assert cli.run(["--lang", "zh", "parse", str(tmp_path / "none.txt")]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "none.txt") in said and "does not exist" not in said


SCRIPT = "# 夜班\n\n问：您好，行长。\n答：您好。[停顿 99秒] 我2008年来的。\n\n甲乙丙：谢谢。\n"


def _build(folder: Path, language: str) -> dict[str, bytes]:
    folder.mkdir()
    script = folder / "talk.txt"
    script.write_text(SCRIPT, "utf-8")
    os.utime(script, (1, 1))
    here = Path.cwd()
    os.chdir(folder)
    try:
        assert cli.run(["--lang", language, "build", "talk.txt", "--engine", "tone", "-o", "out"]) == 0
    finally:
        os.chdir(here)
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir() if path.is_file()}


def test_no_file_depends_on_the_language_but_the_report_for_the_editor(tmp_path, monkeypatch):
    english, chinese = _build(tmp_path / "en", "en"), _build(tmp_path / "zh", "zh")
    report = "talk.readings.html"
    assert english.pop(report) != chinese.pop(report)
    records = [json.loads(files.pop("talk.json")) for files in (english, chinese)]
    for record in records:
        del record["outputs"][report]
    assert records[0]["warnings"] and records[0] == records[1]
    assert english == chinese
    assert read_record(tmp_path / "zh" / "out" / "talk.json")


def test_a_new_show_explains_its_settings_in_the_language(tmp_path, capsys):
    texts = []
    for language in i18n.LANGUAGES:
        assert cli.run(["--lang", language, "init", str(tmp_path / language)]) == 0
        texts.append((tmp_path / language / "audiobuild.toml").read_text("utf-8"))
    english, chinese = texts
    assert "# the show's name" in english and "# 节目的名字" in chinese
    lines = [re.findall(r"^#? ?\S+ = \S+", text, re.MULTILINE) for text in texts]
    assert lines[0][0] == 'title = "en"' and lines[1][0] == 'title = "zh"'
    assert lines[0][1:] == lines[1][1:]


def _warnings(data: bytes, name: str, language: str) -> list[str]:
    i18n.select(language)
    return [warning.message for warning in read_bytes(data, name).warnings]


def test_a_warning_remembers_its_english():
    """What records keep: every warning about the golden scripts."""
    scripts = [path for path in (Path(__file__).parent / "golden").iterdir() if path.suffix == ".txt"]
    assert len(scripts) > 100
    for path in scripts:
        data = path.read_bytes()
        in_english = _warnings(data, path.name, i18n.ENGLISH)
        assert [i18n.english(message) for message in _warnings(data, path.name, i18n.CHINESE)] == in_english


def test_an_error_inside_a_message_remembers_its_english():
    i18n.select(i18n.CHINESE)
    error = ScriptError(i18n._("there is nothing to undo."))
    said = i18n._("{path} cannot be written in the exact form: {error}").format(path="a.txt", error=error)
    assert said.startswith("a.txt 不能") and said.endswith("没有可以撤销的操作。")
    assert i18n.english(said) == "a.txt cannot be written in the exact form: there is nothing to undo."


def test_messages_in_a_list_remember_their_english():
    i18n.select(i18n.CHINESE)
    said = i18n.listed([i18n._("words may be missing"), i18n._("title")], "; ")
    assert said == "可能漏了词；标题"
    assert i18n.english(said) == "words may be missing; title"


def test_a_message_survives_the_way_to_another_process():
    i18n.select(i18n.CHINESE)
    said = pickle.loads(pickle.dumps(i18n._("{count} more").format(count=3)))
    assert (said, i18n.english(said)) == ("另有 3 处", "3 more")


def test_machine_values_of_json_are_the_same(capsys, tmp_path):
    script = tmp_path / "talk.txt"
    script.write_text(SCRIPT, "utf-8")
    shown = []
    for language in i18n.LANGUAGES:
        assert cli.run(["--lang", language, "parse", "--json", str(script)]) == 0
        shown.append(json.loads(capsys.readouterr().out))
    english, chinese = shown
    assert [each["code"] for each in english["warnings"]] == [each["code"] for each in chinese["warnings"]]
    assert [each["message"] for each in english["warnings"]] != [each["message"] for each in chinese["warnings"]]
    for each in shown:
        del each["warnings"]
    assert english == chinese
