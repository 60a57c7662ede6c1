"""Report files: how to read them, and what they should contain.

The expected content is the JSON of the same report, which other tests check against the documents.
"""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import openpyxl

from tests.support.recount import STATUSES, Row

Table = list[list[Any]]
TITLES = ["Sessions", "Present", "Late", "Excused", "Absent", "Rate", "Absent in a row"]


def read_csv(body: bytes) -> list[list[str]]:
    """All rows of a CSV file, which must have the form that every program can read."""
    text = body.decode("utf-8-sig")
    assert body.startswith(b"\xef\xbb\xbf")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def read_xlsx(body: bytes) -> Table:
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def wall(at: str | None, zone: Any = UTC) -> datetime | None:
    """A time on the wire as local wall-clock time."""
    if at is None:
        return None
    return datetime.fromisoformat(at).astimezone(zone).replace(tzinfo=None, microsecond=0)


def rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


def as_text(table: Table) -> list[list[str]]:
    """The table as CSV can hold it."""
    return [["" if cell is None else str(cell) for cell in row] for row in table]


def attendance_cells(row: Row, zone: Any = UTC) -> list[Any]:
    counts = [row["counts"][status] for status in STATUSES]
    seen = wall(row["lastSeen"], zone)
    return [row["sessions"], *counts, rounded(row["rate"]), row["absenceRun"], seen]


def student_cells(row: Row) -> list[Any]:
    return [row["name"], row["email"], row.get("studentNumber"), "yes" if row["enrolled"] else "no"]


def report_table(rows: Iterable[Row], zone: Any = UTC) -> Table:
    titles = ["Name", "E-mail", "Student number", "Enrolled", *TITLES, f"Last seen ({zone})"]
    return [titles, *([*student_cells(row), *attendance_cells(row, zone)] for row in rows)]


def sessions_table(rows: Iterable[Row], zone: Any = UTC) -> Table:
    times = [f"Started ({zone})", f"Ended ({zone})"]
    table = [[*times, "Students", "Present", "Late", "Excused", "Absent", "Rate"]]
    for row in rows:
        counts = [row["counts"][status] for status in STATUSES]
        starts, ends = wall(row["startedAt"], zone), wall(row["endedAt"], zone)
        table.append([starts, ends, row["total"], *counts, rounded(row["rate"])])
    return table


def matrix_table(report: Row, zone: Any = UTC) -> Table:
    starts = [wall(session["startedAt"], zone) for session in report["sessions"]]
    rows = [[*student_cells(row), *row["statuses"]] for row in report["students"]]
    return [["Name", "E-mail", "Student number", "Enrolled", *starts], *rows]


def own_table(report: Row, zone: Any = UTC) -> Table:
    rows = [
        [row["className"], "yes" if row["enrolled"] else "no", *attendance_cells(row, zone)]
        for row in report["classes"]
    ]
    total = ["All classes", None, *attendance_cells(report["total"], zone)]
    return [["Class", "Enrolled", *TITLES, f"Last seen ({zone})"], *rows, total]


TABLES: dict[str, Callable[..., Table]] = {
    "": report_table,
    "/sessions": sessions_table,
    "/matrix": matrix_table,
}
