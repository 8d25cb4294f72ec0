"""Reads the dates that people write, where they can be read in one way only."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from audiobuild.i18n import N_
from audiobuild.regex import lazy

READABLE = N_("2026-05-06 or 2026-05-06 08:30")
"""The form that messages recommend."""
_TIME = r"(?:[T，, ]*\s*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:\.\d+)?)?)?"
_ZONE = r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<name>[A-Z][a-z]{2,8})\.?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
#: Year first in figures, eight figures, and English months by name. 05/06/2026 is May to some and June to others.
_FORMS = (
    lazy(rf"(?P<year>\d{{4}})[-/.年]\s?(?P<month>\d{{1,2}})[-/.月]\s?(?P<day>\d{{1,2}})日?{_TIME}{_ZONE}", re.ASCII),
    lazy(rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}}){_TIME}{_ZONE}", re.ASCII),
    lazy(rf"{_MONTH} {_ORDINAL},? (?P<year>\d{{4}}){_TIME}{_ZONE}", re.ASCII),
    lazy(rf"{_ORDINAL} (?:of )?{_MONTH},? (?P<year>\d{{4}}){_TIME}{_ZONE}", re.ASCII),
)


def read_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The date in UTC; None when it is none, or can be read in two ways. `zone` is that of a date without one."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found:
            return _date(found.groupdict(), zone)
    return None


def zone_of(name: str) -> tzinfo | None:
    """The time zone of an IANA name (Asia/Shanghai) or an offset (+08:00); None when there is none of that name."""
    offset = _offset(name)
    if offset:
        return offset
    from zoneinfo import ZoneInfo  # imported here: most shows set no zone

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None


def _date(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    try:
        month = _MONTHS.index(_whole(str(parts["name"]))) + 1 if parts.get("name") else int(str(parts["month"]))
        hour, minute, second = (int(parts[part] or 0) for part in ("hour", "minute", "second"))
        date = datetime(int(str(parts["year"])), month, int(str(parts["day"])), hour, minute, second)
        return date.replace(tzinfo=_offset(parts["zone"] or "") or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _whole(name: str) -> str:
    """The whole name of a month given by its beginning. Raises ValueError for any other word."""
    (month,) = (month for month in _MONTHS if month.startswith(name.casefold().replace("sept", "sep")))
    return month


def _offset(text: str) -> timezone | None:
    if text == "Z":
        return UTC
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", text, re.ASCII)
    if not found or found[2] > "23" or found[3] > "59":
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
