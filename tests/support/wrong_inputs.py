"""Wrong inputs as users make them, each with what its message has to say: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from support.command import Done, run


class Wrong(NamedTuple):
    """Files of a folder, a command in it, and parts of the message: the place, the mistake, the remedy."""

    name: str
    files: Mapping[str, str | bytes]
    arguments: tuple[str, ...]
    where: str
    what: str
    remedy: str


TALK = "专访贺兰舟\n记者：您几点来？\n贺兰舟：八点。\n记者：冷吗？\n贺兰舟：不冷。\n"
JAPANESE = "お話\n司会「今日は何時に来ましたか」\n中野「八時です」\n司会「寒いですか」\n中野「いいえ、ちっとも」\n"
CAST = "cast:\n  记者: Q\n  陶渡: A\n"
SAID = "记者：你好吗？\n陶渡：好。\n"
BUILD = ("build", "--engine", "tone", "a.txt")
PLAN = ("build", "-n", "a.txt")


def front(text: str) -> dict[str, str]:
    return {"a.txt": f"---\n{text}\n---\n{TALK}"}


def settings(text: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    return {"a.txt": TALK, "audiobuild.toml": text, **more}


def exact(head: str, body: str = SAID) -> dict[str, str]:
    return {"a.txt": f"---\nform: exact\ntitle: 灯塔\n{head}---\n\n{body}"}


TOML = "audiobuild.toml"
WRONG = (
    # scripts
    Wrong("no such script", {}, ("build", "nope.txt"), "nope.txt", "no such file", "name a script"),
    Wrong("no folder of scripts", {}, ("build",), "scripts", "there is no folder", "audiobuild init"),
    Wrong("a folder without scripts", {"s/x.rtf": "x"}, ("build", "s"), "s:", "no scripts here", "scripts end in .txt"),
    Wrong("an empty file", {"a.txt": ""}, BUILD, "a.txt", "is empty", "write the interview into it"),
    Wrong("nothing to speak", {"a.txt": "https://example.org/x\n"}, BUILD, "a.txt", "nothing to speak", "write the"),
    Wrong("bytes", {"a.txt": bytes(range(256)) * 20}, BUILD, "a.txt", "is not text", "save it as plain text"),
    Wrong("a PDF", {"a.pdf": b"%PDF-1.7\nx"}, ("build", "a.pdf"), "a.pdf", "is a PDF", "pdftotext -layout a.pdf"),
    Wrong(
        "an old Word file",
        {"a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)},
        ("build", "a.doc"),
        "a.doc",
        "Word",
        "soffice",
    ),
    Wrong(
        "a damaged Word file",
        {"a.docx": b"PK\x03\x04" + b"x" * 99},
        ("build", "a.docx"),
        "a.docx",
        "damaged",
        "save it again",
    ),
    Wrong(
        "two scripts, one episode",
        {"a.txt": TALK, "a.md": TALK},
        ("build", "a.txt", "a.md"),
        "a.md",
        "both become",
        "rename",
    ),
    Wrong(
        "nobody of that name",
        {"a.txt": TALK},
        (*BUILD, "--as", "何兰舟=A"),
        "a.txt",
        "nobody",
        "did you mean “贺兰舟”?",
    ),
    # options
    Wrong("a role that is none", {"a.txt": TALK}, (*BUILD, "--as", "贺兰舟=B"), "--as", "is not a role", "A answers"),
    Wrong("an option without its sign", {"a.txt": TALK}, (*BUILD, "--as", "贺兰舟"), "--as", "“贺兰舟”", "NAME=VALUE"),
    Wrong(
        "a voice that is none",
        {"a.txt": TALK},
        (*PLAN, "--voice", "A=zm_yunxx"),
        "--voice A=",
        "no voice",
        "did you mean “zm_yunxi”?",
    ),
    Wrong(
        "an engine that is none",
        {"a.txt": TALK},
        ("build", "a.txt", "--engine", "kokorro"),
        "--engine",
        "no engine",
        "did you mean “kokoro”?",
    ),
    Wrong(
        "a language without a voice",
        {"a.txt": JAPANESE},
        ("build", "-n", "a.txt", "--engine", "kokoro"),
        "kokoro",
        "Japanese",
        "another --engine",
    ),
    Wrong("the same when parsed", {"a.txt": JAPANESE}, ("parse", "a.txt"), "kokoro", "Japanese", "another --engine"),
    Wrong(
        "writing over the script",
        {"a.txt": TALK},
        ("parse", "a.txt", "--write", "a.txt"),
        "a.txt",
        "the script itself",
        "name another",
    ),
    Wrong(
        "writing over a file",
        {"a.txt": TALK, "b.md": "x"},
        ("parse", "a.txt", "--write", "b.md"),
        "b.md",
        "exists",
        "--force",
    ),
    Wrong("a folder that is a file", {"a.txt": TALK, "o": "x"}, (*BUILD, "-o", "o"), " o:", "not a directory", "-o"),
    Wrong("nothing to say", {}, ("say", "-n", "……"), "……", "nothing to speak", "give a text with words"),
    Wrong("a preview of another kind", {}, ("say", "你好", "-o", "x.ogg"), "x.ogg", "has to end in", ".mp3 or .wav"),
    # audiobuild.toml
    Wrong(
        "an unknown setting", settings('tilte = "x"\n'), BUILD, TOML, "unknown name “tilte”", "did you mean “title”?"
    ),
    Wrong("a text without quotes", settings("title = x\n"), BUILD, f"{TOML}:1", "title = x", "in quotes"),
    Wrong(
        "a Chinese name without quotes",
        settings('[voices]\n陶渡 = "zm_yunxi"\n'),
        BUILD,
        f"{TOML}:2",
        "“陶渡” needs quotes",
        'write "陶渡"',
    ),
    Wrong("a setting twice", settings('title = "a"\ntitle = "b"\n'), BUILD, f"{TOML}:2", "a second time", "remove one"),
    Wrong("a colon", settings("title: a\n"), BUILD, f"{TOML}:1", "has a colon", "NAME = VALUE"),
    Wrong("curled quotes", settings("title = “a”\n"), BUILD, f"{TOML}:1", "curled quotes", "straight ones"),
    Wrong(
        "settings in GBK",
        settings('title = "灯"\n'.encode("gbk")),
        BUILD,
        f"{TOML}:1",
        "not in UTF-8",
        "save it as UTF-8",
    ),
    Wrong(
        "a language by its name",
        settings('language = "chinese"\n'),
        BUILD,
        f"{TOML}: language",
        "“chinese”",
        "write “zh”",
    ),
    Wrong(
        "a pause of seconds",
        settings("[pauses]\nturn = 1.5\n"),
        BUILD,
        "[pauses]: turn",
        "whole number",
        "milliseconds",
    ),
    Wrong(
        "a pause that is too long",
        settings("[pauses]\nturn = 90000\n"),
        BUILD,
        "[pauses]: turn",
        "not 90000",
        "between 0 and 10000",
    ),
    Wrong(
        "voices as a text",
        settings('voices = "zm_yunxi"\n'),
        BUILD,
        f"{TOML}: voices",
        "must be a table",
        "under [voices]",
    ),
    Wrong(
        "a voice of the show",
        settings('[voices]\nA = "zm_yunxx"\n'),
        PLAN,
        f"{TOML}: [voices]: A",
        "no voice",
        "did you mean",
    ),
    Wrong("no such cover", settings('cover = "c.jpg"\n'), BUILD, f"{TOML}: cover", "no file", "correct its name"),
    Wrong(
        "a cover that is none",
        settings('cover = "c.jpg"\n', **{"c.jpg": b"x"}),
        BUILD,
        "c.jpg",
        "as a picture",
        "save it as JPEG or PNG",
    ),
    Wrong(
        "music that is none",
        settings('[music]\nintro = "c.mp3"\n', **{"c.mp3": b"x"}),
        BUILD,
        "c.mp3",
        "as sound",
        "save it as WAV",
    ),
    Wrong(
        "an address that is none",
        settings('base_url = "example"\n'),
        BUILD,
        f"{TOML}: base_url",
        "“example”",
        "as in https://",
    ),
    Wrong(
        "a time zone that is none",
        settings('timezone = "Peking"\n'),
        BUILD,
        f"{TOML}: timezone",
        "“Peking”",
        "Asia/Shanghai",
    ),
    Wrong(
        "a syllable that is none",
        settings("", **{"voices/lexicon.toml": '"两" = "liang9"\n'}),
        PLAN,
        "lexicon.toml",
        "liang9 is not",
        "correct its spelling",
    ),
    Wrong(
        "a syllable too few",
        settings("", **{"voices/lexicon.toml": '"贺兰" = "he4"\n'}),
        PLAN,
        "lexicon.toml",
        "not 1",
        "2 characters need 2 syllables",
    ),
    Wrong(
        "a voice out of range",
        settings("", **{"voices/kokoro.toml": "[voices.zm_x]\nrate = 9\n"}),
        PLAN,
        "voices/kokoro.toml: voice zm_x",
        "not 9",
        "between 0.5 and 2",
    ),
    Wrong(
        "a remembered voice",
        settings("", **{"voices.toml": '"贺兰舟" = "zm_yunxx"\n'}),
        PLAN,
        "voices.toml: 贺兰舟",
        "no voice",
        "did you mean",
    ),
    # recordings
    Wrong(
        "a recording that is none",
        settings('recordings = "."\n', **{"贺兰舟-1.wav": b"x"}),
        BUILD,
        "贺兰舟-1.wav",
        "as sound",
        "save it as WAV",
    ),
    # front matter
    Wrong(
        "three facts for the feed",
        front("explicit: maybe\nseason: one\ntype: extra"),
        BUILD,
        "a.txt:2: explicit",
        "a.txt:3: season",
        "yes or no",
    ),
    Wrong(
        "a link that is none",
        front("title: x\nlink: nowhere"),
        BUILD,
        "a.txt:3: link",
        "“nowhere”",
        "write it as in https://",
    ),
    Wrong("a script's cover", front("cover: x.jpg"), BUILD, "a.txt:2: cover", "no file x.jpg", "correct its name"),
    Wrong(
        "a script's voice",
        front("voices:\n  A: zm_yunxx"),
        PLAN,
        "a.txt:2: voices: A",
        "no voice",
        "did you mean “zm_yunxi”?",
    ),
    Wrong(
        "a script's lexicon",
        front("lexicon: shan4"),
        BUILD,
        "a.txt:2: lexicon",
        "must be a table",
        "on a line of its own",
    ),
    Wrong("a script's language", front("language: chinese"), BUILD, "a.txt:2: language", "“chinese”", "write “zh”"),
    # the exact form
    Wrong(
        "a label with a slip",
        exact(CAST, "记者：你好吗？\n陶度：好。\n"),
        BUILD,
        "a.txt:10",
        "“陶度” is not in",
        "did you mean “陶渡”?",
    ),
    Wrong("no cast", exact(""), BUILD, "a.txt:1", "needs “cast:”", "as in “  陶渡: A”"),
    Wrong("a role of the cast", exact("cast:\n  记者: B\n"), BUILD, "a.txt:5", "has no role", "as in “记者: A”"),
    Wrong("a key with a slip", exact(f"{CAST}tilte: x\n"), BUILD, "a.txt:7", "“tilte”", "did you mean “title”?"),
    Wrong("a heading that is too deep", exact(CAST, f"### 一\n{SAID}"), BUILD, "a.txt:9", "sections only", "“## ”"),
    Wrong(
        "a comment without an end",
        exact(CAST, "记者：你好吗？<!-- x\n陶渡：好。\n"),
        BUILD,
        "a.txt:9",
        "never closed",
        "write “-->”",
    ),
    Wrong(
        "front matter without an end",
        {"a.txt": f"---\nform: exact\n{CAST}{SAID}"},
        BUILD,
        "a.txt:1",
        "never closed",
        "end it with a line “---”",
    ),
    # what is made
    Wrong("nothing to publish", {}, ("publish",), "output", "no episodes", "audiobuild build"),
    Wrong(
        "a show that is there",
        {"audiobuild.toml": ""},
        ("init", "."),
        ".",
        "is a show already",
        "choose another folder",
    ),
)


def tried(wrong: Wrong, folder: Path) -> Done:
    """Run the command in a folder with these files."""
    for name, text in wrong.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(*wrong.arguments, cwd=folder)


def message_of(done: Done) -> list[str]:
    """The lines of the message, without those that show how a command is used."""
    usage = ("Usage: ", "Try ")
    return [line for line in done.stderr.splitlines() if line and not line.startswith(usage)]
