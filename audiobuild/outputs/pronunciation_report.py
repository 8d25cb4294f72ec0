"""The reading list: one page on which an editor checks how an episode says what can be said in several ways."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from audiobuild.model import Cue, Reading

PLACES = 4  # places of a reading that are linked; the rest are counted
_KINDS = {
    "unsaid": ("Not said", "These have no sound. Respell them in the lexicon, or take them out of the script."),
    "guess": ("Guessed", "No dictionary lists these words; the sound is a guess from the spelling."),
    "lexicon": ("Lexicon", "Said as the lexicon says."),
    "number": ("Numbers and signs", ""),
    "latin": ("Latin letters", "Letters one by one, or a word with its sounds."),
    "polyphone": ("Characters with several readings", "The same word with different readings stands together."),
}
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · reading list</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ max-width: 60rem; margin: 0 auto; padding: 0 1rem 4rem; }}
header {{ position: sticky; top: 0; background: Canvas; padding: .75rem 0; border-bottom: 1px solid #8886; }}
h1 {{ font-size: 1.25rem; margin: 0 0 .5rem; }}
h2 {{ font-size: 1.05rem; margin: 2rem 0 .25rem; }}
p {{ margin: .25rem 0; opacity: .75; }}
audio {{ width: 100%; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8883; }}
th {{ font-weight: 600; font-size: .85rem; }}
td:nth-child(-n+2) {{ font-weight: 600; }}
td:nth-child(3) {{ white-space: nowrap; font-variant-numeric: tabular-nums; }}
mark {{ background: #fc06; color: inherit; }}
@media print {{ audio {{ display: none; }} header {{ position: static; }} }}
</style>
</head>
<body>
<header>
<h1 lang="{language}">{title}</h1>
<audio controls preload="none" src="{audio}" aria-label="The episode"></audio>
</header>
<main lang="en">
<p>How the voice reads what can be read in several ways. A time plays the sentence. What is wrong is put right in
<code>voices/lexicon.toml</code>: <code>"行长" = "hang2 zhang3"</code>, <code>"ERP" = "E R P"</code> or
<code>"nginx" = "engine x"</code>.</p>
{tables}
</main>
<script>
const audio = document.querySelector("audio");
document.addEventListener("click", event => {{
  const place = event.target.closest("a[data-at]");
  if (!place) return;
  event.preventDefault();
  audio.currentTime = place.dataset.at;
  audio.play();
}});
</script>
</body>
</html>
"""


@dataclass(slots=True)
class _Row:
    """A reading with the sentence it was first met in and the seconds of all its places."""

    reading: Reading
    sentence: str
    places: list[float] = field(default_factory=list)


def reading_list(
    title: str, language: str, audio: str, rate: int, heard: Iterable[tuple[Cue, Sequence[Reading]]]
) -> str:
    """The page, self-contained but for the episode `audio` beside it; `heard` gives each cue its readings.

    `rate` is the cues' in Hz. Each reading is shown once, in the order of the episode, with its first places in time.
    """
    rows: dict[Reading, _Row] = {}
    for cue, readings in heard:
        for reading in dict.fromkeys(readings):
            row = rows.setdefault(reading, _Row(reading, cue.text))
            row.places.append(cue.start / rate)
    tables = [_table(kind, _together(rows, kind), language) for kind in _KINDS]
    shown = (
        "\n".join(filter(None, tables)) or "<p>This engine reads the text by rules of its own: nothing to check.</p>"
    )
    return _PAGE.format(language=html.escape(language), title=html.escape(title), audio=quote(audio), tables=shown)


def _together(rows: Mapping[Reading, _Row], kind: str) -> list[_Row]:
    """The rows of a kind in order of appearance, those of the same written text together."""
    groups: dict[str, list[_Row]] = {}
    for reading, row in rows.items():
        if reading.kind == kind:
            groups.setdefault(reading.written, []).append(row)
    return [row for group in groups.values() for row in group]


def _table(kind: str, rows: Sequence[_Row], language: str) -> str:
    if not rows:
        return ""
    name, note = _KINDS[kind]
    lines = "\n".join(_cells(row, language) for row in rows)
    head = "".join(f"<th scope=col>{column}</th>" for column in ("Written", "Said", "At", "In"))
    body = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"
    return f"<h2>{name} ({len(rows)})</h2>\n<p>{note}</p>\n{body}"


def _cells(row: _Row, language: str) -> str:
    written, said = html.escape(row.reading.written), html.escape(row.reading.said)
    links = [f'<a href="#" data-at="{place:.2f}">{_clock(place)}</a>' for place in row.places[:PLACES]]
    more = f" +{len(row.places) - PLACES}" if len(row.places) > PLACES else ""
    sentence = html.escape(row.sentence).replace(written, f"<mark>{written}</mark>", 1)
    own = f'lang="{html.escape(language)}"'
    return f"<tr><td {own}>{written}</td><td>{said}</td><td>{' '.join(links)}{more}</td><td {own}>{sentence}</td></tr>"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
