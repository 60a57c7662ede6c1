"""Time zones as browsers name them, and local times in them. Pure.

`Intl.DateTimeFormat().resolvedOptions().timeZone` does not only report names of the IANA database,
but also offsets such as `+03:00`, names that only the browser knows, and `Etc/Unknown`.
"""

import functools
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_OFFSET = re.compile(
    r"(?:UTC|GMT)?(?P<sign>[ +\u2212-])(?P<hours>\d\d?)(?::?(?P<minutes>[0-5]\d))?", re.IGNORECASE
)
"""A plus sign that was not encoded in a query arrives as a space."""


def zone_of(text: str) -> tzinfo | None:
    """The time zone with this name, in any letter case, or offset; `None` if it is unknown."""
    return _named(text) or _offset(text) or _named(_in_lower_case().get(text.lower(), ""))


def local_time(moment: datetime, zone: tzinfo) -> datetime:
    """The local time in the zone, to the second, as a naive datetime.

    A time that occurs twice, as when summer time ends, keeps its offset from UTC.
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
        # The offset is a day or more.
        return None


@functools.cache
def _in_lower_case() -> dict[str, str]:
    """The names of the IANA database by their lower-case form."""
    return {name.lower(): name for name in available_timezones()}
