"""How alike the voices of a cast are: `python bench/distinct.py [--language zh]`, a matrix of speaker similarity.

Each voice of the embedded cast speaks the same sentences; their speaker embeddings (Resemblyzer, whose weights lie in
its wheel: pip install resemblyzer) are averaged and compared by cosine. 1 is the same speaker; two halves of one
voice's sentences are printed on the diagonal as the measure of "the same". Last, for each sentence the voice whose
average of the other sentences is nearest: how often that is the one that spoke.
"""

from __future__ import annotations

import argparse

import numpy as np
from resemblyzer import VoiceEncoder, preprocess_wav

from audiobuild.config import read_profiles
from audiobuild.engines.kokoro import Kokoro
from audiobuild.model import Utterance, Voice

SENTENCES = {
    "zh": (
        "灯塔看守人每天早晨都要爬上一百级台阶。",
        "他说，海上的雾来得很快，走得很慢。",
        "你最喜欢哪一个季节，为什么？",
        "那天晚上没有月亮，只有一艘船还亮着灯。",
        "我们把门打开，把风放进来，把信放在桌上。",
        "其实做这件事并不难，难的是每天都做。",
    ),
    "en": (
        "Every morning the keeper climbs a hundred steps to the lamp.",
        "He says that fog comes quickly and leaves slowly.",
        "Which season do you like best, and why?",
        "There was no moon that night, only one ship with its lights on.",
        "We opened the door, let the wind in, and put the letter on the table.",
        "It is not a hard thing to do; the hard part is doing it every day.",
    ),
}


def main() -> None:
    """Speak, compare, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--language", choices=SENTENCES, default="zh")
    language = options.parse_args().language
    profiles = read_profiles(None)["kokoro"]
    voices = [voice for voice in profiles.voices.values() if voice.language == language]
    engine, encoder = Kokoro(), VoiceEncoder("cpu", verbose=False)
    marks = {voice.name: embeddings(engine, encoder, voice, SENTENCES[language]) for voice in voices}
    matrix(marks)
    right = sum(nearest(marks, name, i) == name for name in marks for i in range(len(marks[name])))
    print(f"\nspeaker recognised by the other sentences: {right} of {sum(map(len, marks.values()))}")


def embeddings(engine: Kokoro, encoder: VoiceEncoder, voice: Voice, sentences: tuple[str, ...]) -> np.ndarray:
    """One unit vector a sentence: shape (sentences, 256)."""
    rows = []
    for text in sentences:
        take = engine.speak(engine.pronounce(Utterance(text, voice, voice.language)), voice)
        rows.append(encoder.embed_utterance(preprocess_wav(take.samples.astype("f4") / 32768, source_sr=take.rate)))
    return np.array(rows)


def unit(rows: np.ndarray) -> np.ndarray:
    """The direction of the rows' mean."""
    mean = rows.mean(axis=0)
    return mean / np.linalg.norm(mean)


def matrix(marks: dict[str, np.ndarray]) -> None:
    """The table: off the diagonal two voices, on it two halves of one."""
    print(" " * 14 + "".join(f"{name[3:]:>10}" for name in marks))
    for one, rows in marks.items():
        cells = [
            unit(rows) @ unit(other) if name != one else unit(rows[::2]) @ unit(rows[1::2])
            for name, other in marks.items()
        ]
        print(f"{one:<14}" + "".join(f"{cell:>10.3f}" for cell in cells))


def nearest(marks: dict[str, np.ndarray], name: str, sentence: int) -> str:
    """The voice that sounds most like this sentence, which is left out of its own voice's average."""
    left = {one: unit(np.delete(rows, sentence, axis=0) if one == name else rows) for one, rows in marks.items()}
    return max(left, key=lambda one: float(left[one] @ marks[name][sentence]))


if __name__ == "__main__":
    main()
