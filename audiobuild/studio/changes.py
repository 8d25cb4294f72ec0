"""What an action of the page changes in the files of a show: the script, its copy as it came, the lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiobuild.building.episode import EpisodePlan
from audiobuild.building.requests import ORIGINALS, BuildRequest
from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.pronunciation.lexicon import Lexicon
from audiobuild.script import exact_form, read_bytes
from audiobuild.script.front_matter import EXACT_FORM, cast_in, front_matter, is_exact
from audiobuild.studio import edits
from audiobuild.studio.journal import Change
from audiobuild.studio.text import Text, text_of, with_toml_line
from audiobuild.studio.view import Sentence, by_paragraph

KEPT_ENDINGS = (".txt", ".md", ".markdown")  # a script in another form becomes Markdown
LEXICON = "voices/lexicon.toml"


def changes_of(
    request: BuildRequest, plan: EpisodePlan, shown: Sequence[Sentence], actions: Sequence[Mapping[str, Any]]
) -> list[Change]:
    """The files that these actions change, with their bytes before and after.

    Raises ScriptError when an action cannot be done, or when the script could not be read any more.
    """
    old = request.script.read_bytes()
    for_show = [action for action in actions if _is_for_show(action)]
    files = {change.path: change for change in (_in_lexicon(request, action) for action in for_show)}
    others = [action for action in actions if not _is_for_show(action)]
    if others:
        files |= _of_the_script(request, plan, shown, others, old)
    return list(files.values())


def _of_the_script(
    request: BuildRequest,
    plan: EpisodePlan,
    shown: Sequence[Sentence],
    actions: Sequence[Mapping[str, Any]],
    old: bytes,
) -> dict[Path, Change]:
    script, text = request.script, text_of(old, str(request.script))
    was_exact = _is_exact(text)
    for action in actions:
        if not _is_in_front(action) and not _is_exact(text):
            script, text = _converted(request, text)
        text = _changed(text, plan, shown, action)
    new = text.bytes()
    read_bytes(new, str(script))  # it must be readable still
    is_converted = _is_exact(text) and not was_exact
    return _script_files(request.script, old, script, new, is_converted)


def _is_for_show(action: Mapping[str, Any]) -> bool:
    return bool(action["do"] == "reading" and action.get("scope") == "show")


def _is_in_front(action: Mapping[str, Any]) -> bool:
    """Whether an action changes the front matter only, which scripts of all forms have."""
    return action["do"] in _FRONT or (action["do"] == "reading" and action.get("scope") == "episode")


def _changed(text: Text, plan: EpisodePlan, shown: Sequence[Sentence], action: Mapping[str, Any]) -> Text:
    if action["do"] in _FRONT:
        return _FRONT[action["do"]](text, plan, action)
    if _is_in_front(action):
        return text.with_setting("lexicon", _written(action), str(action["reading"]))
    return _body(text, shown, action)


def _script_files(was: Path, old: bytes, script: Path, new: bytes, is_converted: bool) -> dict[Path, Change]:
    """The script, and where it was converted also the file as it came, in the folder of originals."""
    files = {script: Change(script, old if script == was else None, new)}
    if script != was:
        files[was] = Change(was, old, None)
    if is_converted:
        copy = was.parent / ORIGINALS / was.name
        if not copy.exists():
            files[copy] = Change(copy, None, old)
    return files


def _is_exact(text: Text) -> bool:
    return is_exact(text.plain)


def _converted(request: BuildRequest, text: Text) -> tuple[Path, Text]:
    """The script in the exact form, in which a paragraph is a line. Its plan is the same: nothing is spoken again."""
    script = request.script
    if script.suffix.lower() not in KEPT_ENDINGS:
        script = script.with_suffix(".md")
    _, exact = exact_form(request.script, request.roles or {}, script)
    lines = tuple(f"{line}\n" for line in exact.split("\n")[: -1 if exact.endswith("\n") else None])
    return script, replace(text, path=str(script), lines=lines, encoding="utf-8", bom=False)


def written_text(request: BuildRequest, plan: EpisodePlan, shown: Sequence[Sentence], sentence: str) -> str:
    """A sentence as its file has it, or will have it in the exact form: with its marks."""
    text = text_of(request.script.read_bytes(), str(request.script))
    if plan.script.style.id != EXACT_FORM:
        _, text = _converted(request, text)
    if _is_in_front_matter(text, shown, sentence):
        return plan.script.title.text
    found = _target(text, shown, sentence)
    return found.paragraph.text[found.start : found.end]


def _body(text: Text, shown: Sequence[Sentence], action: Mapping[str, Any]) -> Text:
    """The script with its body changed."""
    if action["do"] == "keep":
        return edits.keep(text, int(action["line"]))
    if action["do"] not in edits.ACTIONS:
        raise ScriptError(_("there is no action “{action}”.").format(action=action["do"]))
    if action["do"] == "text" and _is_in_front_matter(text, shown, str(action["sentence"])):
        return text.with_title(" ".join(str(action["text"]).split()))
    return edits.ACTIONS[action["do"]](_target(text, shown, str(action["sentence"])), action)


def _is_in_front_matter(text: Text, shown: Sequence[Sentence], sentence: str) -> bool:
    """Whether a sentence is the title, and the title a setting of the front matter."""
    return _row_of(shown, sentence) == (0, 0) and "title" in front_matter(text.plain).settings


def _target(text: Text, shown: Sequence[Sentence], sentence: str) -> edits.Target:
    """The sentence in its line of an exact script."""
    row, number = _row_of(shown, sentence)
    rows = by_paragraph(shown)
    paragraph = list(edits.places(text, ["".join(each.line.utterance.text for each in row) for row in rows]))[row]
    if paragraph is None:
        raise ScriptError(_("this line is in the front matter: change it there."))
    sentences = [each.line.utterance.text for each in rows[row]]
    return edits.target(text, paragraph, sentences, number)


def _row_of(shown: Sequence[Sentence], name: str) -> tuple[int, int]:
    """Which row has the sentence, and at which place."""
    for n, row in enumerate(by_paragraph(shown)):
        for number, each in enumerate(row):
            if each.id == name:
                return n, number
    raise ScriptError(_("the script has changed: this sentence is no longer in it."))


# -------------------------------------------------------------------------------------------------------- front matter


def _with_role(text: Text, plan: EpisodePlan, action: Mapping[str, Any]) -> Text:
    label = _label(plan, action)
    voice = next((wish for who, wish in _wishes(text).items() if who == label), "")
    return text.with_setting("cast", label, f"{action['role']} {voice}".strip())


def _with_voice(text: Text, plan: EpisodePlan, action: Mapping[str, Any]) -> Text:
    label = _label(plan, action)
    role = _roles(text).get(label, "")
    return text.with_setting("cast", label, f"{role} {action['voice']}".strip())


def _label(plan: EpisodePlan, action: Mapping[str, Any]) -> str:
    """What the front matter calls a speaker, given by id or by label: the label, else the name, else the role."""
    if label := action.get("label"):
        return str(label)
    for who in plan.script.speakers:
        if who.id == action["speaker"]:
            return who.label or who.name or who.role.value
    return "N"


def _roles(text: Text) -> Mapping[str, str]:
    return {name: role.value for name, role in cast_in(front_matter(text.plain).settings)[0].items()}


def _wishes(text: Text) -> Mapping[str, str]:
    return cast_in(front_matter(text.plain).settings)[1]


_FRONT = {"role": _with_role, "voice": _with_voice}


def _written(action: Mapping[str, Any]) -> str:
    written = str(action["written"]).strip()
    if not written:
        raise ScriptError(_("choose the word that is to be said in another way."))
    return written


def _in_lexicon(request: BuildRequest, action: Mapping[str, Any]) -> Change:
    """The show's lexicon with one line more or another."""
    path = request.show / LEXICON
    old = path.read_bytes() if path.exists() else None
    written, said = _written(action), str(action["reading"])
    Lexicon({written: said})  # raises for a reading that cannot be
    new = with_toml_line((old or b"").decode("utf-8"), written, said).encode()
    return Change(path, old, new)
