"""What all presets share: what they are given, and how they write lines."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Sequence
from datetime import datetime, tzinfo

from attrs import frozen

from ..models import AttendanceRecord, PersonName
from ..tables import Cell, Column, CsvForm, Table, csv_text
from ..zones import local_time

COMMAS = CsvForm(mark=False)
"""For programs, which take a byte order mark for a part of the first title."""


@frozen
class ClassAttendance:
    """The records of one class, oldest session first. Times are written in `zone`.

    `period`: the days that they are of, as a text; empty if they are all.
    """

    class_id: str
    class_name: str
    zone: tzinfo
    period: str
    records: AsyncIterable[AttendanceRecord]

    def local(self, moment: datetime) -> datetime:
        """The local time, without the offset that `local_time` adds to ambiguous ones."""
        return local_time(moment, self.zone).replace(tzinfo=None)


@frozen
class Layout:
    """A kind of file: the ending of its name, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[ClassAttendance], AsyncGenerator[bytes, None]]


def lines(
    titles: Sequence[str], rows: AsyncIterator[Sequence[Cell]], form: CsvForm = COMMAS
) -> AsyncGenerator[bytes, None]:
    """A file with one line of titles, and one line per row."""
    return csv_text(Table("", [Column(title) for title in titles], rows), form)


def name_parts(record: AttendanceRecord) -> tuple[str, str]:
    """The given and the family name, split by the rule for sorting where they are not known.

    Both are empty for a deleted account.
    """
    name = PersonName(record.name or "", record.given_name, record.family_name)
    return name.given_part, name.family_part
