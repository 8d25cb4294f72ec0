"""What an action of the page changes in the files of a show: the script, its copy as it came, the lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from audiobuild.building.episode import EpisodePlan
from audiobuild.building.requests import ORIGINALS, BuildRequest
from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.model import Script
from audiobuild.pronunciation.lexicon import Lexicon
from audiobuild.script import exact_edits as edits
from audiobuild.script import exact_form
from audiobuild.script.exact_edits import alike
from audiobuild.script.front_matter import EXACT_FORM, cast_in, front_matter, is_exact
from audiobuild.script.text_lines import Text, text_of, with_toml_line
from audiobuild.storage.journal import Change
from audiobuild.studio.view import Sentence, by_paragraph

KEPT_ENDINGS = (".txt", ".md", ".markdown")
CONVERTED = ".md"  # what a script in another form becomes
LEXICON = "voices/lexicon.toml"
Action = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """Files with their bytes before and after, the script's path, and its bytes when they are other ones."""

    files: list[Change]
    path: Path
    script: bytes | None
    like: int  # other paragraphs that begin with the label that was given


def changes_of(plan: EpisodePlan, read: Script, shown: Sequence[Sentence], action: Action) -> Changed:
    """What an action changes in a script that was `read`. Raises ScriptError when it cannot be done."""
    request = plan.request
    if action["do"] == "reading" and action.get("scope") == "show":
        return Changed([_in_lexicon(request, action)], request.script, None, 0)
    old = request.script.read_bytes()
    was = text_of(old, str(request.script))
    path, text = request.script, was
    if not _is_in_front(action) and not is_exact(was.plain):
        path, text = _converted(request, was, read)
    text = _changed(text, plan, shown, action)
    new = text.bytes()
    is_converted = is_exact(text.plain) and not is_exact(was.plain)
    like = len(alike(text, str(action["label"]))) if action["do"] == "speaker" else 0
    files = _script_files(request.script, old, path, new, is_converted)
    return Changed(list(files.values()), path, new, like)


def _is_in_front(action: Action) -> bool:
    """Whether an action changes the front matter only, which scripts of all forms have."""
    return action["do"] in _FRONT or (action["do"] == "reading" and action.get("scope") == "episode")


def _changed(text: Text, plan: EpisodePlan, shown: Sequence[Sentence], action: Action) -> Text:
    if action["do"] in _FRONT:
        return _FRONT[action["do"]](text, plan, action)
    if _is_in_front(action):
        return text.with_setting("lexicon", _written(action), str(action["reading"]))
    if action["do"] in _WHOLE:
        return _WHOLE[action["do"]](text, plan, action)
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


def _converted(request: BuildRequest, text: Text, read: Script) -> tuple[Path, Text]:
    """The script in the exact form, in which a paragraph is a line. Its plan is the same: nothing is spoken again."""
    script = request.script
    if script.suffix.lower() not in KEPT_ENDINGS:
        script = script.with_suffix(CONVERTED)
    _unused, exact = exact_form(request.script, request.roles or {}, script, read)
    lines = tuple(f"{line}\n" for line in exact.split("\n")[: -1 if exact.endswith("\n") else None])
    return script, replace(text, path=str(script), lines=lines, encoding="utf-8", bom=False)


def written_text(plan: EpisodePlan, read: Script, shown: Sequence[Sentence], sentence: str) -> str:
    """A sentence as its file has it, or will have it in the exact form: with its marks."""
    request = plan.request
    text = text_of(request.script.read_bytes(), str(request.script))
    if plan.script.style.id != EXACT_FORM:
        _unused, text = _converted(request, text, read)
    if _is_in_front_matter(text, shown, sentence):
        return plan.script.title.text
    found = _target(text, shown, sentence)
    return found.paragraph.text[found.start : found.end]


def _body(text: Text, shown: Sequence[Sentence], action: Action) -> Text:
    """The script with the line of a sentence changed."""
    sentence = str(action.get("sentence"))
    if action["do"] == "title":
        found = _target(text, shown, sentence)
        said = "".join(each.line.utterance.text for each in by_paragraph(shown)[_row_of(shown, sentence)[0]])
        return edits.drop(replace(found, start=0, end=len(found.paragraph.text)), action).with_title(said)
    if action["do"] not in edits.ACTIONS:
        raise ScriptError(_("there is no action “{action}”.").format(action=action["do"]))
    if action["do"] == "text" and _is_in_front_matter(text, shown, sentence):
        return text.with_title(" ".join(str(action["text"]).split()))
    return edits.ACTIONS[action["do"]](_target(text, shown, sentence), action)


def _is_in_front_matter(text: Text, shown: Sequence[Sentence], sentence: str) -> bool:
    """Whether a sentence is the title, and the title a setting of the front matter."""
    return _row_of(shown, sentence) == (0, 0) and "title" in front_matter(text.plain).settings


def _target(text: Text, shown: Sequence[Sentence], sentence: str) -> edits.Target:
    """The sentence in its line of an exact script."""
    row, number = _row_of(shown, sentence)
    rows = by_paragraph(shown)
    texts = ("".join(each.line.utterance.text for each in row) for row in rows)
    paragraph = next(islice(edits.places(text, texts), row, None))
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


def _with_role(text: Text, plan: EpisodePlan, action: Action) -> Text:
    return _with_member(text, _label(plan, action), "role", str(action["role"]))


def _with_voice(text: Text, plan: EpisodePlan, action: Action) -> Text:
    return _with_member(text, _label(plan, action), "voice", str(action["voice"]))


def _with_member(text: Text, label: str, key: str, value: str) -> Text:
    """The role or the voice of a label in the cast; what else is said of it stays."""
    settings = front_matter(text.plain).settings
    table = settings.get("cast")
    member = table.get(label) if isinstance(table, dict) else None
    if isinstance(member, dict):
        return text.with_setting("cast", label, {**member, key: value})
    roles, voices = cast_in(settings)
    said = {"role": roles[label].value if label in roles else "", "voice": voices.get(label, ""), key: value}
    return text.with_setting("cast", label, f"{said['role']} {said['voice']}".strip())


def _label(plan: EpisodePlan, action: Action) -> str:
    """What the front matter calls a speaker, given by id or by label: the label, else the name, else the role."""
    if label := action.get("label"):
        return str(label)
    for who in plan.script.speakers:
        if who.id == action["speaker"]:
            return who.label or who.name or who.role.value
    return "N"


def _named(text: Text, plan: EpisodePlan, action: Action) -> Text:
    return edits.with_name(text, _label(plan, action), str(action["name"]).strip())


def _like(text: Text, plan: EpisodePlan, action: Action) -> Text:
    return edits.with_turns(text, _label(plan, action))


def _kept(text: Text, plan: EpisodePlan, action: Action) -> Text:
    return edits.keep(text, int(action["line"]))


_FRONT = {"role": _with_role, "voice": _with_voice}
_WHOLE = {"name": _named, "like": _like, "keep": _kept}  # they change lines of an exact script, wherever these are


def _written(action: Action) -> str:
    written = str(action["written"]).strip()
    if not written:
        raise ScriptError(_("choose the word that is to be said in another way."))
    return written


def _in_lexicon(request: BuildRequest, action: Action) -> Change:
    """The show's lexicon with one line more or another."""
    path = request.show / LEXICON
    old = path.read_bytes() if path.exists() else None
    written, said = _written(action), str(action["reading"])
    Lexicon({written: said})  # raises for a reading that cannot be
    new = with_toml_line((old or b"").decode("utf-8"), written, said).encode()
    return Change(path, old, new)
