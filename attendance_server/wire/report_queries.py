"""Queries of reports, lists and files. The docstrings appear in the API description."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NewType

from ..errors.requests import InvalidSchema
from ..models import NameOrder, ReportOrder, Span
from ..problems import FieldError, Problem, ProblemCode
from ..zones import zone_of
from .fields import IN_UTC, Cursor, Day, Format, Zone, checked
from .file_forms import (
    BY_ROOT_RULES,
    DecimalSign,
    Delimiter,
    Language,
    SortLocale,
)
from .frozen import frozen

Times = NewType("Times", int)
USUAL_TIMES = Times(3)
MOST_TIMES = 9999


@checked(Times, type="integer", minimum=1, maximum=MOST_TIMES)
def _read_times(text: str) -> int:
    if re.fullmatch("[0-9]{1,4}", text) and int(text):
        return int(text)
    message = f"expected a whole number from 1 to {MOST_TIMES:,}"
    raise FieldError(message, ProblemCode.OUT_OF_RANGE, minimum=1, maximum=MOST_TIMES)


@frozen
class FileQuery:
    """A format, and the form of a file: without a `format`, `Accept` decides.

    `delimiter` and `decimal` are for CSV. `lang`: the language of the headings; without it, that of
    your account, or English. `nameOrder`: what students are sorted by; without it, what your
    account says. `locale`: the language by whose rules names are sorted.
    """

    format: Format | None = None
    delimiter: Delimiter = Delimiter.COMMA
    decimal: DecimalSign = DecimalSign.POINT
    lang: Language | None = None
    name_order: NameOrder | None = None
    locale: SortLocale = BY_ROOT_RULES


@frozen
class RosterQuery(FileQuery):
    """The format of a roster, and the form of its file.

    A roster is in the order of enrolment, unless `nameOrder` or your account says otherwise.
    """


@frozen
class SessionQuery(FileQuery):
    """The format of a session: JSON or, for its teacher, a file with the times of a time zone."""

    tz: Zone = IN_UTC

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.tz) or UTC


@frozen
class ReportQuery(SessionQuery):
    """The days of a report, and its format; without a `format`, `Accept` decides.

    The days are whole days in the time zone; `to` is the last one, and is included.
    """

    from_: Day | None = None
    to: Day | None = None

    def span(self) -> Span:
        """The span of the days. Raises `InvalidSchema` if the last day is before the first."""
        return span_of(self.from_, self.to, self.zone)


@frozen
class ClassReportQuery(ReportQuery):
    """The days, the format and the order of a report; the default order is by name."""

    sort: ReportOrder = ReportOrder.NAME


@frozen
class MatrixQuery(ReportQuery):
    """The days and the format of a matrix. `student`: only them, and their own sessions."""

    student: Cursor | None = None


@frozen
class AbsentQuery(ReportQuery):
    """The days and the format of a report. `atLeast`: the least number of absences; 3 by default.

    Absences in all classes add up.
    """

    at_least: Times = USUAL_TIMES


@frozen
class RecordsQuery(ReportQuery):
    """The days and the format of a list of attendance. `student`: only that of this student."""

    student: Cursor | None = None


def span_of(first: date | None, last: date | None, zone: tzinfo) -> Span:
    """The span of whole days in a time zone, both included.

    Raises `InvalidSchema` if the last day is before the first.
    """
    if first and last and last < first:
        problem = Problem("to", "must not be before from", ProblemCode.WRONG_ORDER)
        raise InvalidSchema([problem])
    return Span(_start(first, 0, zone), _start(last, 1, zone))


def _start(day: date | None, later: int, zone: tzinfo) -> datetime | None:
    """When the day that is `later` days after `day` starts in the time zone.

    `None` if there is no `day`, or if the result is out of range.
    """
    if day is None:
        return None
    try:
        day += timedelta(days=later)
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except OverflowError:
        return None
