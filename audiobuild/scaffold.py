"""Writes a new show folder: settings, a lexicon, a sample script, a place for episodes."""

from __future__ import annotations

from pathlib import Path

from audiobuild.config import FILE, LEXICON
from audiobuild.errors import OutputError
from audiobuild.resources import samples_folder, voices_folder
from audiobuild.storage import files

SETTINGS = """\
# The show. Every line may be left out; a line that begins with # is asleep.
# title = "My Show"
# author = "Who makes it"
# language = "zh"
# cover = "cover.jpg"       # square, 1400 to 3000 pixels; without it a cover is drawn

# For "audiobuild publish": what podcast directories ask for.
# description = "What the show is about"
# category = "Society & Culture > Documentary"      # of Apple's list; ["Arts", "History"] for several
# explicit = false
# owner = { name = "Your Name", email = "you@example.org" }
# copyright = "Who has it"
# link = "https://example.org/"                     # the show's website
# base_url = "https://example.org/show/"            # where the published folder will be found
# locked = false            # let other hosts import the feed; they may not unless this says so

engine = "auto"             # auto and kokoro: the embedded voice; edge: online voices; tone: a hum for drafts

# fallback = "kokoro"       # speaks an episode whose online voices cannot be had; else it is held back

[voices]                    # Q asks, A answers, N tells; "audiobuild voices" lists the names
# Q = "zf_xiaoxiao"
# A = "zm_yunyang"
# N = "zm_yunxi"

[pauses]                    # least silence in milliseconds before a ... (chapters wait for a whole second)
# sentence = 320
# paragraph = 550
# turn = 750
# section = 1200
# music = 400

[music]                     # WAV, FLAC, MP3 or Ogg Vorbis; anything else where ffmpeg is installed
# intro = "music/intro.mp3"
# sting = "music/sting.wav" # before each chapter
# outro = "music/outro.mp3"
# fade = 800                # milliseconds the end fades
# loudness = -19.0          # else as loud as the speech

[edge]                      # the online voices; they are sent the text
# proxy = "http://host:port"
# start = 4                 # sentences asked for at once, to begin with
# ceiling = 8               # and at most
# endpoint = "wss://host/path"

[audio]
# loudness = -19.0          # LUFS on a mono meter
# rate = 48000              # 48000 with bitrate 96, or 24000 with 64
# bitrate = 96
"""


def create(folder: Path) -> list[Path]:
    """Write the show's files and return them. Raises OutputError when the folder holds a show already."""
    if (folder / FILE).exists():
        raise OutputError(f"{folder} is a show already: it has an {FILE}; choose another folder.")
    contents = {FILE: SETTINGS.encode(), ".gitignore": b"/output/\n"}
    contents[f"voices/{LEXICON}"] = (voices_folder() / LEXICON).read_bytes()
    for sample in sorted(samples_folder().glob("*.txt")):
        contents[f"scripts/{sample.name}"] = sample.read_bytes()
    for name, data in contents.items():
        if not (folder / name).exists():
            with files.whole(folder / name) as out:
                out.write(data)
    return [folder / name for name in contents]
