"""Times and durations as meeting reports write them, in whatever language and region. No I/O."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from attrs import frozen

from ..models import DateOrder

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MORNING = ("a", "午前", "上午", "오전", "π", "de.", "öö", "ص")
AFTERNOON = ("p", "午後", "下午", "오후", "μ", "du.", "ös", "م")
"""How words begin that stand beside the hours of a clock with twelve of them."""

_DATE = re.compile(r"(\d{1,4})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,4})")
_NAMED_DATE = re.compile(r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3})[A-Za-z]*\.?\s+(\d{1,2})?,?\s*(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")

_AMOUNT = re.compile(r"(\d+)\s*([^\W\d]*)")
_SECONDS = ("s", "с", "秒", "초", "δ", "ث", "mp")  # noqa: RUF001
_HOURS = (
    *("h", "std", "stu", "u", "g", "tim", "tun", "t", "sa"),
    *("ч", "ó", "時", "小", "시", "ώ", "س"),
)
"""How the units of durations begin in many languages; all others are minutes."""


@frozen
class WrittenTime:
    """A time as its numbers. `first` and `second` are day and month in one order or the other.

    `order`: which one it is, if the text says so. `zone`: the time zone, if the text has one.
    """

    year: int
    first: int
    second: int
    hour: int
    minute: int
    seconds: int
    capitals: bool = False
    zone: tzinfo | None = None
    order: DateOrder | None = None

    def moment(self, order: DateOrder, zone: tzinfo) -> datetime | None:
        """The time in UTC; `None` if there is no such day."""
        day, month = self.first, self.second
        if (self.order or order) is DateOrder.MONTH_FIRST:
            day, month = month, day
        try:
            local = datetime(self.year, month, day, self.hour, self.minute, self.seconds)
            return local.replace(tzinfo=self.zone or zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


@frozen
class Dates:
    """The order of all dates of a file. `sure`: no date could also be read the other way round."""

    order: DateOrder
    sure: bool


def read_time(text: str) -> WrittenTime | None:
    """The time in a text; `None` if it is not one."""
    text = text.strip()
    iso = _iso(text)
    if iso:
        return iso
    numbers = _DATE.search(text)
    named = None if numbers else _NAMED_DATE.search(text)
    date = numbers or named
    if date is None:
        return None
    rest = text[: date.start()] + " " + text[date.end() :]
    clock = _CLOCK.search(rest)
    if clock is None:
        return None
    hour, minute, seconds = (int(part or 0) for part in clock.groups())
    # Only what is beside the clock: a date may have words too.
    words = (rest[: clock.start()] + rest[clock.end() :]).replace(",", " ").split()
    if any(word.lower().startswith(AFTERNOON) for word in words) and hour < 12:
        hour += 12
    elif any(word.lower().startswith(MORNING) for word in words) and hour == 12:
        hour = 0
    capitals = bool({"AM", "PM"}.intersection(words))
    parts = _of_numbers(numbers) if numbers else _of_name(date)
    if parts is None:
        return None
    year, first, second, order = parts
    return WrittenTime(year, first, second, hour, minute, seconds, capitals, None, order)


def dates_of(times: Iterable[WrittenTime]) -> Dates:
    """The order of day and month that fits all times of a file.

    Where both fit, it is that of the United States if the clock is theirs, and otherwise that of
    most of the world.
    """
    unclear = [time for time in times if time.order is None]
    fits = {
        order: all(time.moment(order, UTC) is not None for time in unclear) for order in DateOrder
    }
    if fits[DateOrder.DAY_FIRST] != fits[DateOrder.MONTH_FIRST]:
        return Dates(next(order for order in DateOrder if fits[order]), sure=True)
    american = any(time.capitals for time in unclear)
    order = DateOrder.MONTH_FIRST if american else DateOrder.DAY_FIRST
    return Dates(order, sure=all(time.first == time.second for time in unclear))


def read_duration(text: str) -> timedelta | None:
    """The duration in a text such as `1h 5m 20s`, `00:45:10` or, in minutes, `45`."""
    text = text.strip().lower()
    clock = re.fullmatch(r"(\d+):(\d{2}):(\d{2})", text)
    if clock:
        hours, minutes, seconds = map(int, clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if re.fullmatch(r"\d{1,6}([.,]\d+)?", text):
        return timedelta(minutes=float(text.replace(",", ".")))
    total = timedelta()
    amounts = [(int(number), unit) for number, unit in _AMOUNT.findall(text[:100])]
    for number, unit in amounts:
        if number > 10**6:
            return None
        if unit.startswith(_HOURS):
            total += timedelta(hours=number)
        elif unit.startswith(_SECONDS):
            total += timedelta(seconds=number)
        else:
            total += timedelta(minutes=number)
    return total if amounts else None


def _iso(text: str) -> WrittenTime | None:
    """A time in the form of ISO 8601, which has no other order."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    order = DateOrder.DAY_FIRST
    return WrittenTime(
        *(at.year, at.day, at.month, at.hour, at.minute, at.second), False, at.tzinfo, order
    )


def _of_numbers(date: re.Match[str]) -> tuple[int, int, int, DateOrder | None] | None:
    first, second, third = map(int, date.groups())
    if len(date[1]) == 4:
        return first, third, second, DateOrder.DAY_FIRST
    if len(date[3]) == 3:
        return None
    year = third + 2000 if third < 100 else third
    # Dots are for dates that begin with the day.
    order = DateOrder.DAY_FIRST if "." in date[0] else None
    return year, first, second, order


def _of_name(date: re.Match[str]) -> tuple[int, int, int, DateOrder | None] | None:
    before, name, after, year = date.groups()
    day = before or after
    if day is None or name.lower() not in MONTHS:
        return None
    return int(year), int(day), MONTHS.index(name.lower()) + 1, DateOrder.DAY_FIRST
