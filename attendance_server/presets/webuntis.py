"""WebUntis: absences as lines of text, separated by semicolons, dates as in German.

One line per absence: from the start of the session to its end, and to the arrival of a student who
was late, which is how WebUntis records lateness. Students who were present have no line.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from ..models import Status
from ..tables import Cell, CsvForm
from .layout import ClassAttendance, Layout, lines, name_parts

TITLES = (
    "Langname",
    "Vorname",
    "ID",
    "Klasse",
    "Beginndatum",
    "Beginnzeit",
    "Enddatum",
    "Endzeit",
    "Status",
    "Text",
)
STATUSES = {Status.ABSENT: "nicht entsch.", Status.LATE: "nicht entsch.", Status.EXCUSED: "entsch."}
SEMICOLONS = CsvForm(delimiter=";", decimal_sign=",", mark=False)


def write(attendance: ClassAttendance) -> AsyncGenerator[bytes, None]:
    return lines(TITLES, _rows(attendance), SEMICOLONS)


async def _rows(attendance: ClassAttendance) -> AsyncIterator[Sequence[Cell]]:
    async for record in attendance.records:
        if record.status not in STATUSES:
            continue
        arrived = record.marked_at if record.late_minutes is not None else None
        started, ended = map(attendance.local, (record.started_at, arrived or record.ended_at))
        given, family = name_parts(record)
        yield [
            family,
            given,
            record.student_number,
            record.class_name,
            *(f"{started:%d.%m.%Y}", f"{started:%H:%M}"),
            *(f"{ended:%d.%m.%Y}", f"{ended:%H:%M}"),
            STATUSES[record.status],
            record.correction.reason if record.correction else None,
        ]


LAYOUT = Layout("csv", "text/csv", write)
