"""Time zones as browsers name them, and the hour repeated when daylight saving time ends."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.zones import local_time, zone_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "name", "hours"),
    [
        ("UTC", "UTC", 0),
        ("utc", "UTC", 0),
        ("Etc/UTC", "Etc/UTC", 0),
        ("GMT", "GMT", 0),
        ("Asia/Tokyo", "Asia/Tokyo", 9),
        ("asia/tokyo", "Asia/Tokyo", 9),
        ("Asia/Calcutta", "Asia/Calcutta", 5.5),
        ("US/Hawaii", "US/Hawaii", -10),
        ("EST", "EST", -5),
        # POSIX counts west of Greenwich, and everyone else east.
        ("Etc/GMT+3", "Etc/GMT+3", -3),
        ("GMT+3", "UTC+03:00", 3),
        ("GMT-03:30", "UTC-03:30", -3.5),
        ("UTC+5:45", "UTC+05:45", 5.75),
        ("+03:00", "UTC+03:00", 3),
        (" 03:00", "UTC+03:00", 3),
        ("+0300", "UTC+03:00", 3),
        ("-11", "UTC-11:00", -11),
        ("\N{MINUS SIGN}11", "UTC-11:00", -11),
        ("-00:00", "UTC", 0),
    ],
)
def test_every_zone_that_a_browser_reports_is_known(text: str, name: str, hours: float) -> None:
    zone = zone_of(text)
    assert zone is not None
    assert str(zone) == name
    assert zone.utcoffset(datetime(2026, 1, 1)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "Mars/Base", "Etc/Unknown", "../../etc/passwd", "/etc/passwd", "Europe", "\0"),
        *("a" * 300, "é", "\ud800", "+24:00", "+3:0", "+03:60", "Europe/Berlin/", "+", "\u0663"),
    ],
)
def test_an_unknown_zone_is_none(text: str) -> None:
    assert zone_of(text) is None


@given(st.text())
def test_no_text_raises_an_error(text: str) -> None:
    zone_of(text)


@given(st.sampled_from(sorted(available_timezones())), st.data())
def test_no_two_moments_are_shown_alike(name: str, data: st.DataObject) -> None:
    moments = st.datetimes(datetime(1900, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
    moment = data.draw(moments).replace(microsecond=0)
    zone = ZoneInfo(name)
    shown = local_time(moment, zone)
    assert moment.astimezone(zone).replace(tzinfo=shown.tzinfo, fold=0) == shown
    if shown.tzinfo:
        assert shown == moment
    else:
        # It can only be read as this moment.
        assert {shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)} == {
            moment
        }


def test_a_repeated_hour_is_shown_with_its_offset() -> None:
    before = datetime(2026, 10, 24, 23, 59, 59, 999_000, UTC)
    texts = [
        local_time(before + timedelta(hours=hours), BERLIN).isoformat(" ") for hours in range(4)
    ]
    assert texts == [
        "2026-10-25 01:59:59",
        "2026-10-25 02:59:59+02:00",
        "2026-10-25 02:59:59+01:00",
        "2026-10-25 03:59:59",
    ]


def test_a_fixed_offset_repeats_no_hour() -> None:
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    zone = timezone(timedelta(hours=1))
    assert local_time(moment, zone) == datetime(2026, 10, 25, 1, 30)
