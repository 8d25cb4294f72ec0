"""Suggests the known name that a misspelt one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from audiobuild.i18n import _

SIMILAR = 0.5  # of difflib's ratio: "titel" and "title" have 0.8, two words that only share their letters less


def nearest(name: str, known: Iterable[str], similar: float = SIMILAR) -> str:
    """The known name most like `name`; "" when none reaches `similar` (difflib's ratio, 0 to 1)."""
    import difflib  # 2 ms, for a mistake only

    return next(iter(difflib.get_close_matches(name, list(known), 1, similar)), "")


def did_you_mean(name: object, known: Iterable[str], otherwise: str) -> str:
    """The end of an error message: a question with the nearest known name, else `otherwise` and all of them."""
    choices = list(known)
    near = nearest(str(name), choices)
    return (
        _("did you mean “{near}”?").format(near=near)
        if near
        else _("{otherwise} {choices}.").format(otherwise=otherwise, choices=_(", ").join(choices))
    )
