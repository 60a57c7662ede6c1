"""Canvas: a file for "Import" in the gradebook, with one assignment out of 100 points.

The shape is that of `lib/gradebook_importer.rb` of instructure/canvas-lms. Students are found by
their SIS id, else by their log-in, else by their name; `EX` excuses. An assignment that does not
exist is created by the import.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from ..tables import Cell
from .layout import ClassAttendance, Layout, lines, name_parts
from .totals import totals

STUDENT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
MOST_POINTS = 100
EXCUSED = "EX"


def write(attendance: ClassAttendance) -> AsyncGenerator[bytes, None]:
    title = " ".join(filter(None, ("Attendance", attendance.period)))
    return lines((*STUDENT, title), _rows(attendance))


async def _rows(attendance: ClassAttendance) -> AsyncIterator[Sequence[Cell]]:
    yield [POINTS, None, None, None, None, MOST_POINTS]
    for total in (await totals(attendance.records)).students:
        record = total.record
        given, family = name_parts(record)
        yield [
            ", ".join(filter(None, (family, given))),
            # Canvas's own id, which is not known here.
            None,
            record.student_number,
            record.email,
            attendance.class_name,
            EXCUSED if total.percent is None else total.percent,
        ]


LAYOUT = Layout("csv", "text/csv", write)
