"""Time zones as browsers name them, and moments on the clocks there. Pure.

`Intl.DateTimeFormat().resolvedOptions().timeZone` can report more than names of the IANA database:
offsets such as `+03:00`, names that only the browser knows, and `Etc/Unknown`.
"""

import functools
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_OFFSET = re.compile(
    r"(?:UTC|GMT)?(?P<sign>[ +\u2212-])(?P<hours>\d\d?)(?::?(?P<minutes>[0-5]\d))?", re.IGNORECASE
)
"""A plus sign in a query that was not encoded arrives as a space."""


def zone_of(text: str) -> tzinfo | None:
    """The time zone of a name, in any letter case, or of an offset; `None` where there is none."""
    return _named(text) or _offset(text) or _named(_in_lower_case().get(text.lower(), ""))


def local_time(moment: datetime, zone: tzinfo) -> datetime:
    """What a clock there shows, to the second: a naive time.

    One that the clock shows twice, as the hour that summer time ends in, has its offset from UTC.
    """
    shown = moment.astimezone(zone).replace(microsecond=0)
    if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
        return shown.replace(tzinfo=None)
    offset = shown.utcoffset()
    assert offset is not None
    return shown.replace(tzinfo=timezone(offset), fold=0)


def _named(text: str) -> tzinfo | None:
    try:
        return UTC if text == "UTC" else ZoneInfo(text)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def _offset(text: str) -> tzinfo | None:
    match = _OFFSET.fullmatch(text)
    if not match:
        return None
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    try:
        return timezone(-offset if match["sign"] in "-\u2212" else offset)
    except ValueError:
        # A day or more.
        return None


@functools.cache
def _in_lower_case() -> dict[str, str]:
    """The names of the database by those names in lower case."""
    return {name.lower(): name for name in available_timezones()}
