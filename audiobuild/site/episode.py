"""The listening page of an episode: one file that holds everything but the audio and the cover."""

from __future__ import annotations

from audiobuild.model import Page
from audiobuild.site.markup import fill, join

_PAGE = """\
<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
</head>
<body>
<h1>$title</h1>
<audio controls preload="metadata" src="$audio" aria-label="$title"></audio>
$cues
</body>
</html>
"""


def episode_page(page: Page) -> str:
    """The page as one HTML document that works from disk and over HTTP."""
    cues = join([fill("<p>$text</p>", text=cue.text) for cue in page.cues])
    return fill(_PAGE, language=page.language, title=page.title, audio=page.audio, cues=cues)
