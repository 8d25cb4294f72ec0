"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiobuild.dates import read_date, zone_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-05-06", datetime(2026, 5, 6, tzinfo=UTC)),
        ("2026/5/6", datetime(2026, 5, 6, tzinfo=UTC)),
        ("2026年5月6日", datetime(2026, 5, 6, tzinfo=UTC)),
        ("2026年5月6日 08:30", datetime(2026, 5, 6, 8, 30, tzinfo=UTC)),
        ("2026年5月6日08:30", datetime(2026, 5, 6, 8, 30, tzinfo=UTC)),
        ("2026-05-06T08:30:15Z", datetime(2026, 5, 6, 8, 30, 15, tzinfo=UTC)),
        ("2026-05-06 08:30 +08:00", datetime(2026, 5, 6, 0, 30, tzinfo=UTC)),
        ("20260506", datetime(2026, 5, 6, tzinfo=UTC)),
        ("May 6, 2026", datetime(2026, 5, 6, tzinfo=UTC)),
        ("Sept. 6th, 2026", datetime(2026, 9, 6, tzinfo=UTC)),
        ("6 May 2026", datetime(2026, 5, 6, tzinfo=UTC)),
        ("6th of May 2026, 08:30", datetime(2026, 5, 6, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_date_that_can_be_read_in_one_way_is_read(text: str, date: datetime) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    "|tomorrow|05/06/2026|6.5.2026|2026-13-45|2026-02-30|May 2026|Mai 6, 2026|Ma 6, 2026|2026-05-06 25:00|0000-01-01|"
    "2026-05-06x".split("|"),
)
def test_any_other_text_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_date_without_a_zone_is_local_to_the_show() -> None:
    shanghai = zone_of("Asia/Shanghai")
    assert shanghai
    assert read_date("2026-05-06", shanghai) == datetime(2026, 5, 5, 16, tzinfo=UTC)
    assert read_date("2026-05-06T00:00Z", shanghai) == datetime(2026, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(("name", "known"), [("+08:00", True), ("UTC", True), ("Asia/Shang", False), ("../x", False)])
def test_a_zone_is_an_iana_name_or_an_offset(name: str, known: bool) -> None:
    assert (zone_of(name) is not None) == known
