"""What a check found, and how findings are written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement looked at in one file; one that is not `ok` is a defect when it is `needed`, else advice."""

    file: str
    what: str
    ok: bool
    found: str
    needed: bool = True

    @property
    def defect(self) -> bool:
        """Whether the file must not be published so."""
        return self.needed and not self.ok


def judged(file: str, what: str, faults: Iterable[str], fine: str, needed: bool = True) -> Finding:
    """The finding that lists the faults, or says what is fine."""
    listed = list(faults)
    shown = "; ".join(listed[:3]) + (f"; and {len(listed) - 3} more" if len(listed) > 3 else "")
    return Finding(file, what, not listed, shown or fine, needed)
