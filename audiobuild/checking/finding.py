"""The result of a check: one requirement, what was found in the file, and the remedy for a defect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiobuild.i18n import _, listed

LISTED_FAULTS = 3  # a damaged transcript has hundreds of faults; three show what is wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement checked in one file.

    `what` names the requirement; `found` is what the file has, and for a failed requirement ends with the remedy. A
    failed requirement is a defect when it is `needed`, advice otherwise.
    """

    file: str
    what: str
    ok: bool
    found: str
    needed: bool = True

    @property
    def defect(self) -> bool:
        """Whether the file must not be published in this state."""
        return self.needed and not self.ok


class Faults(list[str]):
    """What is wrong with one requirement, one phrase per fault; empty when it is met."""

    def require(self, met: object, fault: str) -> None:
        """Add `fault` unless `met` is true."""
        if not met:
            self.append(fault)


@dataclass(frozen=True, slots=True)
class Subject:
    """The file being checked, and the remedy for most of its faults."""

    file: str
    remedy: str

    def judge(self, what: str, faults: Sequence[str], fine: str, *, needed: bool = True, remedy: str = "") -> Finding:
        """The finding for one requirement: the faults and their remedy, or `fine` when there are none."""
        if not faults:
            return Finding(self.file, what, True, fine, needed)
        shown = list(faults[:LISTED_FAULTS])
        if len(faults) > LISTED_FAULTS:
            shown.append(_("{count} more").format(count=len(faults) - LISTED_FAULTS))
        return Finding(self.file, what, False, listed([*shown, _(remedy or self.remedy)]), needed)

    def fail(self, what: str, fault: str) -> Finding:
        """The defect that ends the check of a file which cannot be read further."""
        return self.judge(what, [fault], "")
