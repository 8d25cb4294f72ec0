"""The Kokoro model's phonemes and their token numbers."""

from __future__ import annotations

from collections.abc import Iterable

from audiobuild.errors import EngineError
from audiobuild.i18n import _

#: Runs of phonemes with consecutive token numbers, each with its first number. Source: `vocab` in the
#: config.json of Kokoro-82M v1.0 (hexgrad/Kokoro-82M, Apache-2.0), also in the kokoro-onnx wheel; 0 is padding.
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

#: Phoneme -> token number.
TOKENS: dict[str, int] = {symbol: first + place for first, run in _RUNS for place, symbol in enumerate(run)}
#: The comma of a Chinese list, which pauses for less. The model knows one comma only.
LIST_COMMA = "、"

#: The most phonemes of one model call: its position table has 512 rows, and two are for padding.
HARD_LIMIT = 510

#: Marks without a sound: a piece of nothing else is silent.
MARKS = frozenset(';:,、.!?—…"()“” ')


def tokens(symbols: str) -> list[int]:
    """The token numbers of `symbols` (phonemes), without padding.

    Raises EngineError for a phoneme that the model does not know, and for more than HARD_LIMIT phonemes.
    """
    symbols = symbols.replace(LIST_COMMA, ",")
    foreign = sorted(set(symbols) - TOKENS.keys())
    if foreign:
        raise EngineError(
            _("the voice does not know the phoneme {phonemes} in “{symbols}”: respell the word in the lexicon.").format(
                phonemes=" ".join(foreign), symbols=symbols
            )
        )
    if len(symbols) > HARD_LIMIT:
        raise EngineError(
            _("a word has {count} phonemes, the voice speaks at most {limit}: “{symbols}”; split the word.").format(
                count=len(symbols), limit=HARD_LIMIT, symbols=symbols
            )
        )
    return [TOKENS[symbol] for symbol in symbols]


def sounds(symbols: Iterable[str]) -> bool:
    """Whether any of `symbols` is audible."""
    return any(symbol not in MARKS for symbol in symbols)
