"""PowerSchool: tab-separated lines for its import into the table Attendance.

The titles are names of fields of PowerSchool's tables. Students who were present have no line, as
they have no row in that table. Schools choose their codes; these are the usual ones.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from ..models import Status
from ..tables import Cell, CsvForm
from .layout import ClassAttendance, Layout, lines

TITLES = ("Student_Number", "Att_Date", "Att_Mode_Code", "Att_Code", "Att_Comment")
OF_A_MEETING = "ATT_ModeMeeting"
CODES = {Status.ABSENT: "A", Status.LATE: "T", Status.EXCUSED: "E"}
TABS = CsvForm(delimiter="\t", mark=False)


def write(attendance: ClassAttendance) -> AsyncGenerator[bytes, None]:
    return lines(TITLES, _rows(attendance), TABS)


async def _rows(attendance: ClassAttendance) -> AsyncIterator[Sequence[Cell]]:
    async for record in attendance.records:
        if record.status in CODES:
            yield [
                record.student_number,
                f"{attendance.local(record.started_at):%m/%d/%Y}",
                OF_A_MEETING,
                CODES[record.status],
                record.correction.reason if record.correction else None,
            ]


LAYOUT = Layout("txt", "text/tab-separated-values", write)
