"""Text to pronunciation: normalized words, and the phonemes that the embedded voice receives.

Pure: no files are written, and neither clock nor network is used. The libraries it needs are loaded on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from audiobuild.errors import EngineError
from audiobuild.i18n import _
from audiobuild.model import GivenReading, Pronunciation
from audiobuild.pronunciation.form import Form
from audiobuild.pronunciation.given import hold
from audiobuild.pronunciation.lexicon import Lexicon
from audiobuild.pronunciation.pieces import LIMIT, pieces

__all__ = ["LANGUAGES", "Lexicon", "in_words", "pronounce"]

#: Languages with a front end, by the first part of their BCP 47 tag.
LANGUAGES = ("zh", "en")


def pronounce(
    text: str,
    language: str,
    limit: int = LIMIT,
    lexicon: Lexicon | None = None,
    given: Sequence[GivenReading] = (),
    names: Sequence[str] = (),
) -> Pronunciation:
    """The pronunciation of `text` in pieces of at most `limit` phonemes; their `written` joined equal `text`.

    `language` is a BCP 47 tag. The entries of `lexicon` take precedence over all rules, and the readings `given` for
    parts of the text over those; the surnames of people's `names` are read as such. Raises EngineError for a language
    without a front end, and when the pieces do not join to the text.
    """
    held = hold(text, given, lexicon or Lexicon())
    base = language.partition("-")[0].lower()
    if base not in LANGUAGES:
        spoken = " and ".join(LANGUAGES)
        raise EngineError(
            _("the embedded voice speaks {spoken}, not “{language}”: choose another --engine.").format(
                spoken=spoken, language=language
            )
        )
    if base == "zh":
        from audiobuild.pronunciation.zh.frontend import pronounce_zh

        form: Callable[[str, Lexicon], Form] = partial(pronounce_zh, names=names)
    else:
        from audiobuild.pronunciation.en.frontend import pronounce_en as form
    said = pieces(held.text, lambda stretch: form(stretch, held.lexicon), limit)
    return held.restored(said)


def in_words(text: str, language: str) -> str:
    """`text` with figures, units and signs in words, for a voice that reads text by itself.

    `language` is a BCP 47 tag; the text of a language without a front end stays as it is.
    """
    base = language.partition("-")[0].lower()
    if base == "zh":
        from audiobuild.pronunciation.zh.frontend import words_zh

        return words_zh(text)
    if base == "en":
        from audiobuild.pronunciation.en.normalize import normal_en
        from audiobuild.pronunciation.rules import JOINT

        return normal_en(text).replace(JOINT, "")
    return text
