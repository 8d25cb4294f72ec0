"""A script as the JSON object `audiobuild.parse/1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from audiobuild.model import Script

SCHEMA = "audiobuild.parse/1"


def script_as_json(script: Script) -> dict[str, Any]:
    """The script as dicts and lists for `json.dumps`, in the schema `audiobuild.parse/1`."""
    shown = {field.name: _plain(getattr(script, field.name)) for field in fields(script)}
    settings = shown.pop("settings")
    if shown["lede"] is not None:
        shown["lede"]["role"] = "N"
    return {"schema": SCHEMA, **shown, **({"settings": settings} if settings else {})}


def _plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, roles as letters."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, str):
        return str(value)
    return {name: _plain(getattr(value, name)) for name in value.__slots__}
