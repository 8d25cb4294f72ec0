"""Ions in Chinese words: Ca²⁺ as 钙离子, Fe³⁺ as 三价铁离子."""

from __future__ import annotations

import re

from audiobuild.pronunciation.tables import listed, table
from audiobuild.regex import lazy

_CATIONS = table(
    """
    H 氢, Li 锂, Na 钠, K 钾, Rb 铷, Cs 铯, Be 铍, Mg 镁, Ca 钙, Sr 锶, Ba 钡, Al 铝, Zn 锌, Ag 银, Cd 镉, Ni 镍, Ga 镓
    Ce 铈, Fe 铁, Cu 铜, Mn 锰, Cr 铬, Co 钴, Sn 锡, Pb 铅, Hg 汞, Ti 钛, V 钒, Au 金, Pt 铂, As 砷
    NH4 铵根, H3O 水合氢
    """
)
#: Elements whose ions have several charges, so that the charge is part of the name.
_SEVERAL = listed("Fe Cu Mn Cr Co Sn Pb Hg Ti V Au Pt As Ce")
_ANIONS = table(
    """
    F 氟, Cl 氯, Br 溴, I 碘, O 氧, S 硫, N 氮, P 磷, H 氢负, OH 氢氧根, NO3 硝酸根, NO2 亚硝酸根, SO4 硫酸根
    SO3 亚硫酸根, CO3 碳酸根, HCO3 碳酸氢根, PO4 磷酸根, HPO4 磷酸氢根, H2PO4 磷酸二氢根, MnO4 高锰酸根
    ClO 次氯酸根, CN 氰根, HSO4 硫酸氢根, SiO3 硅酸根, CrO4 铬酸根
    """
)
#: The signs of a charge: names of ions, and how the sign is said after a formula that has no name.
_SIGNS = {"⁺": (_CATIONS, "正"), "⁻": (_ANIONS, "负")}
_CHARGES = {"": "", "²": "二", "³": "三", "⁴": "四", "⁵": "五"}
#: A formula with subscripts as plain figures, its charge, and the sign; not the exponent of a unit: L⁻¹.
_ION = lazy(r"(?<![A-Za-z])([A-Z][A-Za-z0-9]{0,6}?)([²³⁴⁵]?)([⁺⁻])(?![⁰¹²³⁴⁵⁶⁷⁸⁹])(?:离子)?")


def ions_zh(text: str) -> str:
    """`text` with the formulas of ions in words."""
    return _ION.sub(_ion, text)


def _ion(found: re.Match[str]) -> str:
    formula, charge, sign = found.groups()
    names, said = _SIGNS[sign]
    number = _CHARGES[charge]
    if formula not in names:
        return f"{formula}{number}{said}离子"
    name = f"{names[formula]}离子"
    if number and formula in _SEVERAL:
        return f"{number}价{name}"
    return name
