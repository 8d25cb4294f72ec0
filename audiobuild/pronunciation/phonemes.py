"""The symbols the Kokoro model knows, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from audiobuild.errors import EngineError

#: Symbols in runs of neighbouring token numbers, each with its first number. The facts are those of `vocab` in the
#: config.json of Kokoro-82M v1.0 (hexgrad/Kokoro-82M, Apache-2.0), which the wheel of kokoro-onnx carries too; 0 pads.
_RUNS = (
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝ\uab67AI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)

#: Symbol -> token number.
TOKENS: dict[str, int] = {symbol: first + place for first, run in _RUNS for place, symbol in enumerate(run)}

#: The most symbols one call of the model takes: its position table has 512 rows, two are the pads.
HARD_LIMIT = 510

#: Symbols that only phrase: a piece of nothing else has no sound.
MARKS = frozenset(';:,.!?—…"()“” ')


def tokens(symbols: str) -> list[int]:
    """The numbers of `symbols`, without pads; EngineError when one is foreign to the model or they are too many."""
    foreign = sorted(set(symbols) - TOKENS.keys())
    if foreign:
        raise EngineError(f"the voice has no sound for {' '.join(foreign)} in “{symbols}”: respell the word.")
    if len(symbols) > HARD_LIMIT:
        raise EngineError(
            f"a word of {len(symbols)} symbols is beyond the voice ({HARD_LIMIT}): “{symbols}”; shorten it."
        )
    return [TOKENS[symbol] for symbol in symbols]


def sounds(symbols: Iterable[str]) -> bool:
    """Whether anything in `symbols` is heard."""
    return any(symbol not in MARKS for symbol in symbols)
