"""The attendance of each student over all records of a class."""

from collections.abc import AsyncIterable
from datetime import datetime

from attrs import define

from ..models import AttendanceRecord, Status


@define
class StudentTotal:
    """`record`: one of the student's, for their names. Excused sessions do not count."""

    record: AttendanceRecord
    attended: int = 0
    counted: int = 0

    @property
    def percent(self) -> float | None:
        """The share of the counted sessions that they attended; `None` if there are none."""
        return round(100 * self.attended / self.counted, 2) if self.counted else None


@define
class ClassTotals:
    """The students whose accounts exist, in the order in which they occur first.

    `first` and `last`: when the first and the last session started; `None` if there were none.
    """

    students: list[StudentTotal]
    first: datetime | None = None
    last: datetime | None = None


async def totals(records: AsyncIterable[AttendanceRecord]) -> ClassTotals:
    """Add up the records of a class, which are oldest first."""
    students, found = dict[str, StudentTotal](), ClassTotals([])
    async for record in records:
        found.first = found.first or record.started_at
        found.last = record.started_at
        if record.name is None:
            continue
        total = students.setdefault(record.student_id, StudentTotal(record))
        total.attended += record.status.attends
        total.counted += record.status is not Status.EXCUSED
    found.students = list(students.values())
    return found
