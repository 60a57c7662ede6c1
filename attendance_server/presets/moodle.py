"""Moodle's plugin Attendance: "Import attendance for several sessions", without changing its form.

The columns are those that `classes/import/bulkmarksessions.php` of danmarsden/moodle-mod_attendance
expects before anyone maps them: the start of the session, the e-mail address, the acronym of the
status; then remarks. Sessions are found by their start in Moodle's time zone.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from ..models import Status
from ..tables import Cell
from .layout import ClassAttendance, Layout, lines

TITLES = ("Session", "Email", "Status", "Remarks", "ID number")

ACRONYMS = {Status.PRESENT: "P", Status.LATE: "L", Status.EXCUSED: "E", Status.ABSENT: "A"}
"""Those of the plugin's default set of statuses."""


def write(attendance: ClassAttendance) -> AsyncGenerator[bytes, None]:
    return lines(TITLES, _rows(attendance))


async def _rows(attendance: ClassAttendance) -> AsyncIterator[Sequence[Cell]]:
    async for record in attendance.records:
        yield [
            f"{attendance.local(record.started_at):%Y-%m-%d %H:%M}",
            record.email,
            ACRONYMS[record.status],
            record.correction.reason if record.correction else None,
            record.student_number,
        ]


LAYOUT = Layout("csv", "text/csv", write)
