"""What XML cannot carry."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # XML 1.0, section 2.2


def xml_safe(text: str) -> str:
    """The text with blanks in place of what XML cannot carry."""
    return _ILLEGAL.sub(" ", text)
