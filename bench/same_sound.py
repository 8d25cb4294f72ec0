"""Whether the faster form of the embedded voice's model makes the same bytes, and what it saves.

`python bench/same_sound.py [--few]` speaks sentences of both languages with all voices at three speeds in both forms,
one after the other in one process, and compares sound and durations. CPU is that of the runs, in seconds a second of
sound; the ratio holds on a busy machine, the seconds only on a quiet one.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np

from audiobuild.engines import kokoro
from audiobuild.model import Utterance, Voice
from audiobuild.resources import voices_folder

TEXTS = {
    "zh": ["对。", "凌晨三点，摊子还没有摆开，灯先亮了。", "那一年，桥还没有修好，过河要等船，一等就是半天。"],
    "en": [
        "No.",
        "We mend the bridge first, and then the clock.",
        "There were thirty of us, all cold, and nobody slept.",
    ],
}
SPEEDS = (0.8, 1.0, 1.2)


def inputs(few: bool) -> Iterator[dict[str, np.ndarray]]:
    """What the model receives for each voice, language, sentence and speed."""
    engine = kokoro.Kokoro()
    names = sorted(path.stem for path in (voices_folder() / "kokoro").glob("*.bin"))
    for name in names[:: 5 if few else 1]:
        for language, texts in TEXTS.items():
            for text in texts:
                piece = engine.pronounce(Utterance(text, Voice("kokoro", name, language), language)).pieces[0]
                numbers = kokoro.tokens(piece.engine_input)
                style = kokoro._styles(name)[len(numbers) - 1][None]
                for speed in SPEEDS:
                    tokens = np.array([[0, *numbers, 0]])
                    yield {"tokens": tokens, "style": style, "speed": np.array([speed], dtype=np.float32)}


def main() -> None:
    """Print how many runs are byte-identical, and CPU seconds of both forms."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--few", action="store_true", help="every fifth voice")
    parts = kokoro._model_parts(None)
    forms = {"as it is": kokoro._open(b"".join(parts), {}, 1), "faster": kokoro._open_faster(parts, True, 1)}
    cpu = dict.fromkeys(forms, 0.0)
    same = runs = 0
    seconds = 0.0
    for given in inputs(parser.parse_args().few):
        made = []
        for form, session in forms.items():
            begin = time.process_time()
            sound, durations = session.run(None, given)
            cpu[form] += time.process_time() - begin
            made.append((sound.tobytes(), durations.tobytes()))
        runs += 1
        same += made[0] == made[1]
        seconds += sound.size / kokoro.RATE
    print(f"{same} of {runs} runs byte-identical, {seconds:.0f} s of sound")
    for form, spent in cpu.items():
        print(f"{form:<12}{spent / seconds:.3f} CPU s a second of sound")
    print(f"{'ratio':<12}{cpu['faster'] / cpu['as it is']:.3f}")


if __name__ == "__main__":
    main()
