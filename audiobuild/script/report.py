"""The reading report that `audiobuild parse` prints: speakers, warnings, the text line by line, and what was dropped.

Plain text without colours; text of the file is printed without control characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from audiobuild.i18n import N_, _
from audiobuild.model import Dropped, Role, Script, ScriptWarning, Section, Speaker, Style
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.front_matter import EXACT_FORM
from audiobuild.script.left_out import can_be_kept, looks_like_speech, refused_heads
from audiobuild.script.lines import ends_sentence, fold, width

WIDTH = 100  # columns of a printed line
_ROLES = {Role.HOST: N_("asks"), Role.GUEST: N_("answers"), Role.NARRATOR: N_("narrates")}
_HEADINGS = (N_("speaker"), N_("role"), N_("decided by"), N_("turns"), N_("characters"), N_("voice"))
# The beginning of a line by which it can be named: words, no rule of dashes and no picture.
_WORDS = lazy(r'(?=\w)(?=(?:[^"\\]*\w){4})[^"\\]{1,16}')
_SEVERAL = 2  # guests who need voices to be told apart by
_PAGES = (".docx", ".html", ".htm")  # files in which front matter cannot be seen, or is not text
_WORD = lazy(r"[^\s\u2e80-\uffff]*(?:[\u2e80-\uffff][，。、；：！？”’）》」』]*|\s+|(?=[\u2e80-\uffff])|$)")


def reading_report(script: Script, voices: Mapping[str, str]) -> str:
    """The reading as text for a terminal; `voices` maps a speaker id to "engine:voice" and may be empty."""
    blocks = [
        [_safe(script.title.text) or _("(no title)"), _style(script.style)],
        [*_casting(script.speakers, voices), *_unknown_sex(script.speakers)],
        _warnings(script.warnings),
        _refused(script),
        _reading(script),
        _not_spoken(script),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _style(style: Style) -> str:
    """The style, its confidence and its evidence on one line."""
    evidence = ", ".join(f"{name} {value:g}" for name, value in style.evidence.items())
    found = _("style {style}, confidence {confidence:.2f}").format(style=style.id, confidence=style.confidence)
    return _("{text} ({more})").format(text=found, more=evidence) if evidence else found


def _casting(speakers: Sequence[Speaker], voices: Mapping[str, str]) -> list[str]:
    """The table of speakers, one line for each."""
    lines = [tuple(map(_, _HEADINGS))]
    for speaker in speakers:
        numbers = (str(speaker.turns), str(speaker.chars))
        lines.append((_name(speaker), _(_ROLES[speaker.role]), _(speaker.by), *numbers, _voice(speaker, voices)))
    return [_("Casting"), *_table(lines, right=(3, 4))]


def _unknown_sex(speakers: Sequence[Speaker]) -> list[str]:
    """The guests of several of whom nothing shows whether they are women or men, and what to write."""
    guests = [who for who in speakers if who.role is Role.GUEST and fold(who.label or "") not in words.TOGETHER]
    unknown = [_name(who) for who in guests if not who.gender]
    if len(guests) < _SEVERAL or not unknown:
        return []
    return wrap(
        _(
            "  Nothing here says whether these are women or men: {names}. Write it in the front matter, as in  "
            "gender: {{{first}: female}}"
        ).format(names=", ".join(unknown), first=unknown[0]),
        WIDTH,
    )


def _voice(speaker: Speaker, voices: Mapping[str, str]) -> str:
    """The voice, with the sex it was chosen for and what shows it: "kokoro:zf_xiaoyi (female, 她: line 2)"."""
    voice = voices.get(speaker.id, "-")
    if not speaker.gender:
        return voice
    why = _("{sex}, {sign}").format(sex=_(speaker.gender), sign=_safe(speaker.gender_by))
    return _("{text} ({more})").format(text=voice, more=why)


def _warnings(warnings: Sequence[ScriptWarning]) -> list[str]:
    if not warnings:
        return []
    lines = [
        (_("line {line}").format(line=w.line) if w.line else _("file"), w.code, _safe(w.message)) for w in warnings
    ]
    return [_("Warnings"), *_table(lines, wrapped=True)]


def _reading(script: Script) -> list[str]:
    """The spoken text in file order; the first paragraph of a turn has its line number, role and speaker."""
    names = {speaker.id: _name(speaker) for speaker in script.speakers}
    rows: list[tuple[str, str, str, str]] = []
    if script.lede:
        rows += _paragraphs(script.lede.lines[0], Role.NARRATOR, names, script.lede.paragraphs)
    sections = list(script.sections)
    headings: dict[int, Section] = {}
    for turn in script.turns:
        while sections and sections[0].first_turn <= turn.index:
            headings[len(rows)] = sections.pop(0)
            rows.append(("", "", "", ""))
        rows += _paragraphs(turn.lines[0], turn.role, names, turn.paragraphs, turn.speaker)
    line = max([4, *(len(row[0]) for row in rows)])
    name = min(24, max([0, *(width(row[2]) for row in rows)]))
    shown = [_("Reading"), _heading(script.title.line, "#", script.title.text, line)]
    for index, (number, role, speaker, text) in enumerate(rows):
        section = headings.get(index)
        if section:
            shown.append(_heading(section.line, "##", section.title, line))
        else:
            start = f"{number:>{line}}  {role:1}  {pad(shorten(speaker, name), name)}  "
            shown.append((start + shorten(text, WIDTH - width(start))).rstrip())
    return shown


def _paragraphs(
    line: int, role: Role, names: Mapping[str, str], texts: Iterable[str], speaker: str = ""
) -> list[tuple[str, str, str, str]]:
    """The table lines of one turn; only the first has line number, role and speaker."""
    name = names.get(speaker) or _("narrator")
    rows = [("", "", "", _safe(text)) for text in texts]
    return [(str(line), str(role), name, rows[0][3]), *rows[1:]] if rows else []


def _heading(number: int | None, mark: str, title: str, column: int) -> str:
    start = f"{number or '':>{column}}  {mark} "
    return start + shorten(_safe(title), WIDTH - width(start))


def _refused(script: Script) -> list[str]:
    """The label candidates that are read as text, and the option that makes one a speaker."""
    heads = refused_heads(script)
    if not heads:
        return []
    lines = [(_("line {line}").format(line=head.line), f"{head.count} x", _safe(head.label)) for head in heads]
    return [_("Read as text, not as labels (--as NAME=A makes one a speaker)"), *_table(lines, right=(1,))]


def _not_spoken(script: Script) -> list[str]:
    """The dropped texts: first those after the first turn that look like speech, then the others."""
    if script.style.id == EXACT_FORM:  # its author has left them out
        return _cuts(_("Not spoken"), script.dropped)
    body = script.turns[0].lines[0] if script.turns else 0
    doubtful = [cut for cut in script.dropped if cut.line >= body and looks_like_speech(cut)]
    others = [cut for cut in script.dropped[_front_matter(script) :] if cut not in doubtful]
    blocks = ((_("Not spoken, though it may be speech"), doubtful), (_("Not spoken"), others))
    shown = [line for title, cuts in blocks for line in _cuts(title, cuts)]
    return shown + _keep_one([*doubtful, *others], script.source.path)


def _front_matter(script: Script) -> int:
    """How many of the first dropped lines are the front matter; it is settings, which nobody expects to hear."""
    fences = [index for index, cut in enumerate(script.dropped) if cut.text.strip() == "---"][:2]
    return fences[1] + 1 if len(fences) == 2 and fences[0] == 0 else 0


def _keep_one(cuts: Sequence[Dropped], path: str) -> list[str]:
    """How to have a dropped line spoken, with the words of the one most like speech for which that is possible."""
    possible = sorted(filter(can_be_kept, cuts), key=lambda cut: not ends_sentence(cut.text))
    found = next(filter(None, (_WORDS.match(_safe(cut.text)) for cut in possible)), None)
    if not found:
        return []
    if path.lower().endswith(_PAGES):
        text = _(
            "  To speak such a line, first run  audiobuild parse --write {path}  and write “{words}” into the new file"
        )
        return wrap(text.format(path=path, words=found[0].strip()), WIDTH)
    return [_('  To speak such a line, write in the front matter: keep: ["{words}"]').format(words=found[0].strip())]


def _cuts(title: str, cuts: Sequence[Dropped]) -> list[str]:
    if not cuts:
        return []
    head = (_("line"), _("reason"), _("text"))
    lines = [head, *((str(cut.line), _(cut.reason), _safe(cut.text)) for cut in cuts)]
    return [title, *_table(lines, right=(0,))]


def _name(speaker: Speaker) -> str:
    if speaker.role is Role.NARRATOR and not speaker.name and not speaker.label:
        return _("narrator")
    return _safe(speaker.name or speaker.label or speaker.id)


def _table(rows: Sequence[Sequence[str]], right: Sequence[int] = (), wrapped: bool = False) -> list[str]:
    """The rows as aligned columns; a last column that is too long for WIDTH is shortened, or `wrapped`."""
    widths = [min(40, max(width(row[column]) for row in rows)) for column in range(len(rows[0]) - 1)]
    lines: list[str] = []
    for row in rows:
        cells = [
            pad(shorten(cell, size), size, i in right) for i, (cell, size) in enumerate(zip(row, widths, strict=False))
        ]
        start = "".join(f"  {cell}" for cell in cells) + "  "
        left = max(8, WIDTH - width(start))
        last = wrap(row[-1], left) if wrapped else [shorten(row[-1], left)]
        indent = " " * width(start)
        lines += [((indent if i else start) + text).rstrip() for i, text in enumerate(last)]
    return lines


def shorten(text: str, columns: int) -> str:
    """The text cut to `columns`, with an ellipsis of one column if anything was cut."""
    if width(text) <= columns:
        return text
    kept = text[: columns - 1]
    while width(kept) > columns - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`, cut at blanks and between hanzi; a longer word stays whole."""
    lines = [""]
    for word in _WORD.findall(text):
        if lines[-1] and width(lines[-1] + word.rstrip()) > columns:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text padded with blanks to `columns`, on the left if `right`."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def _safe(text: str) -> str:
    """The text on one line without terminal control characters."""
    return "".join(filter(str.isprintable, " ".join(text.split())))
