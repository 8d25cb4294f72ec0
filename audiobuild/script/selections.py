"""Selections from lists and mappings that many rules of reading need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")


def without(items: Iterable[K], excluded: Container[K]) -> list[K]:
    """The items that are not excluded, in order."""
    return [item for item in items if item not in excluded]


def places_where(holds: Callable[[V], object], items: Iterable[V]) -> list[int]:
    """The indexes of the items for which `holds` is true."""
    return [i for i, item in enumerate(items) if holds(item)]


def keys_where(holds: Callable[[V], object], values: Mapping[K, V]) -> list[K]:
    """The keys of the values for which `holds` is true, in order."""
    return [key for key, value in values.items() if holds(value)]


def keys_with(wanted: V, values: Mapping[K, V]) -> list[K]:
    """The keys of one value, in order."""
    return [key for key, value in values.items() if value == wanted]


def mapped(function: Callable[[V], R], values: Mapping[K, V]) -> dict[K, R]:
    """The mapping with the function's result for each value."""
    return {key: function(value) for key, value in values.items()}


def share(holds: Callable[[V], bool], items: Collection[V], empty: float = 0.0) -> float:
    """The share of the items for which `holds` is true; `empty` if there are none."""
    return sum(map(holds, items)) / len(items) if items else empty
