r"""England's attendance and absence codes, as in SIMS and other systems of schools there.

The codes are those of the School Attendance (Pupil Registration) (England) Regulations 2024: `/`
and `\` present in the morning and in the afternoon, `L` late before the register closed, `C` leave
of absence granted by the school, `N` absent for a reason that is not known yet. The school changes
`C` and `N` to the code of the reason.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from datetime import datetime

from ..models import Status
from ..tables import Cell
from .layout import ClassAttendance, Layout, lines, name_parts

TITLES = (
    "Admission number",
    "Surname",
    "Forename",
    "Class",
    "Date",
    "Session",
    "Time",
    "Mark",
    "Minutes late",
    "Comment",
)
NOON = 12
CODES = {Status.LATE: "L", Status.EXCUSED: "C", Status.ABSENT: "N"}


def write(attendance: ClassAttendance) -> AsyncGenerator[bytes, None]:
    return lines(TITLES, _rows(attendance))


async def _rows(attendance: ClassAttendance) -> AsyncIterator[Sequence[Cell]]:
    async for record in attendance.records:
        started = attendance.local(record.started_at)
        given, family = name_parts(record)
        yield [
            record.student_number,
            family,
            given,
            record.class_name,
            f"{started:%d/%m/%Y}",
            "AM" if _in_the_morning(started) else "PM",
            f"{started:%H:%M}",
            code(record.status, started),
            record.late_minutes,
            record.correction.reason if record.correction else None,
        ]


def code(status: Status, started: datetime) -> str:
    """The code of a status in a session that started at this local time."""
    if status is Status.PRESENT:
        return "/" if _in_the_morning(started) else "\\"
    return CODES[status]


def _in_the_morning(started: datetime) -> bool:
    return started.hour < NOON


LAYOUT = Layout("csv", "text/csv", write)
