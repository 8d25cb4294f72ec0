"""Writes the transcript of an episode with its times as WebVTT, SubRip and LRC, and word by word as JSON.

The texts are the script's, in the script's order. Only what a format cannot hold is changed, and each function says
what that is. In WebVTT and SubRip lines hold at most 65 characters and no cue has an empty line.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping

from audiobuild.model import Cue, Timeline

LONGEST_LINE = 65
"""Characters a line. A Chinese character counts as one, although it is twice as wide: players wrap to their own width,
and some join lines with a blank, so fewer breaks mean fewer blanks inside Chinese sentences."""
LONGEST_NAME = 40
"""Characters of a speaker's name; the rest is cut, so that a line has space for text."""
WORDS_SCHEMA = "audiobuild.words/1"


def vtt(timeline: Timeline, names: Mapping[str, str]) -> str:
    """WebVTT, one voice tag a cue. `names` maps speaker ids to names; a speaker without one is shown by the id.

    Text is escaped and otherwise whole; names have fullwidth signs for `&`, `<` and `>`, as players drop such names.
    """
    blocks = ["WEBVTT\n"]
    for start, end, cue in _timed(timeline):
        lines = "\n".join(map(_escaped, _lines(_clean(cue.text))))
        name = _name(cue, names).translate(_PLAIN)
        blocks.append(f"{_timestamp(start, '.')} --> {_timestamp(end, '.')}\n<v {name}>{lines}</v>\n")
    return "\n".join(blocks)


def srt(timeline: Timeline, names: Mapping[str, str]) -> str:
    """SubRip, each cue beginning with the speaker's name and a fullwidth colon.

    In names and text `:`, `<`, `>`, `{` and `}` become their fullwidth forms: players cut at the first and read the
    others as markup.
    """
    blocks = []
    for number, (start, end, cue) in enumerate(_timed(timeline), 1):
        text = f"{_name(cue, names)}：{_clean(cue.text)}".translate(_NO_MARKUP)
        times = f"{_timestamp(start, ',')} --> {_timestamp(end, ',')}"
        blocks.append(f"{number}\n{times}\n" + "\n".join(_lines(text)) + "\n")
    return "\n".join(blocks)


def lrc(timeline: Timeline, names: Mapping[str, str]) -> str:
    """LRC, a line a cue, with the speaker's name where the speaker changes. `[` and `]` become fullwidth."""
    lines = []
    speaker = None
    for start, _, cue in _timed(timeline):
        name = "" if cue.speaker == speaker else _name(cue, names) + "："
        minutes, rest = divmod(start, 60_000)
        stamp = f"[{minutes:02d}:{rest // 1000:02d}.{rest % 1000 // 10:02d}]"
        lines.append(stamp + f"{name}{_clean(cue.text)}".translate(_NO_BRACKETS) + "\n")
        speaker = cue.speaker
    return "".join(lines)


def words_json(timeline: Timeline, names: Mapping[str, str]) -> str:
    """JSON "audiobuild.words/1": per cue start, end, role, speaker, text and words, each word as [start, end, text].

    Times are seconds to the millisecond. A cue's `words` are in order, do not overlap and lie within it; joined they
    are its text but for blanks and punctuation, and empty where the voice gives no word times. A cue that begins a
    paragraph of the script has `"paragraph": true`, the others have no such key. Each cue is one line.
    """
    grain = timeline.rate // 1000  # samples in a millisecond
    lines = []
    for start, end, cue in _timed(timeline):
        facts = {
            "end": end / 1000,
            **({"paragraph": True} if cue.paragraph else {}),
            "role": cue.role.value,
            "speaker": _name(cue, names),
            "start": start / 1000,
            "text": cue.text,
            "words": [[at // grain / 1000, to // grain / 1000, text] for at, to, text in cue.words],
        }
        lines.append(json.dumps(facts, ensure_ascii=False))
    return '{"cues": [\n' + ",\n".join(lines) + f'\n], "schema": "{WORDS_SCHEMA}"}}\n'


_PLAIN = str.maketrans("&<>", "＆＜＞")
_NO_MARKUP = str.maketrans(":<>{}", "：＜＞｛｝")
_NO_BRACKETS = str.maketrans("[]", "［］")


def _timed(timeline: Timeline) -> Iterator[tuple[int, int, Cue]]:
    """The cues that have words, with start and end in milliseconds: end after start, both inside the duration."""
    duration = timeline.length * 1000 // timeline.rate
    for cue in timeline.cues:
        if _clean(cue.text):
            start = min(cue.start * 1000 // timeline.rate, duration - 1)
            end = min(cue.end * 1000 // timeline.rate, duration)
            yield start, max(end, start + 1), cue


def _timestamp(milliseconds: int, point: str) -> str:
    """HH:MM:SS.mmm with the format's decimal point."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _name(cue: Cue, names: Mapping[str, str]) -> str:
    """The speaker's name in one short line, never empty."""
    return _clean(names.get(cue.speaker, ""))[:LONGEST_NAME].strip() or _clean(cue.speaker) or cue.role.value


def _clean(text: str) -> str:
    """The text in one line: control characters and line ends become blanks, blanks at its ends go."""
    if text.isprintable():  # nearly every text is
        return text.strip()
    controls = ("Cc", "Cs", "Zl", "Zp")
    return "".join(" " if unicodedata.category(c) in controls else c for c in text).strip()


# ------------------------------------------------------------------------------------------------------- breaking lines

_CLOSING = frozenset("，。、；：？！…—～·）》」』】〕〉”’,.;:?!)]}%ー々")
_OPENING = frozenset("（《「『【〔〈“‘([{")
_PAUSES = frozenset("，。、；：？！…—”’,.;:?!")
_JOINER = "\u200d"
"""Joins emoji into one."""
_JOINED = ("Mn", "Mc", "Me", "Cf", "Sk")
"""Marks that belong to the character before them: accents, joiners, skin tones."""


def _lines(text: str) -> list[str]:
    """The text in lines of at most 65 characters; only blanks at the ends of lines are dropped."""
    lines = []
    while len(text) > LONGEST_LINE:
        end = _line_end(text)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text]


def _line_end(text: str) -> int:
    """Where the first line ends best: after punctuation in its second half, else at the last place that may end one.

    A word longer than a line is cut.
    """
    places = [n for n in range(LONGEST_LINE, 0, -1) if _may_end(text[n - 1], text[n])]
    pauses = [n for n in places if n > LONGEST_LINE // 2 and text[:n].rstrip()[-1:] in _PAUSES]
    return next(iter([*pauses, *places]), LONGEST_LINE)


def _may_end(before: str, after: str) -> bool:
    """Whether a line may end between two characters: at a blank, or next to a wide character."""
    if before.isspace() or after.isspace():
        return True
    if after in _CLOSING or before in _OPENING:
        return False
    if before == _JOINER or unicodedata.category(after) in _JOINED:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
