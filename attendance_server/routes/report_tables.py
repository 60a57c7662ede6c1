"""Reports as tables: what their columns are, and what stands in them."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import tzinfo

from ..file_words import FileWords, at, period_in
from ..models import (
    AbsentStudent,
    Attendance,
    ClassReport,
    Counts,
    MatrixRow,
    SessionReport,
    StudentReport,
)
from ..tables import Cell, Column, Table
from ..wire.report_queries import AbsentQuery, ReportQuery
from ..zones import local_time
from .formats import LONG, TIME, words_of

SHORT_TIME = 17
"""Characters of a column whose title is a time without an offset."""


def students_table(
    class_name: str, rows: AsyncIterable[StudentReport], query: ReportQuery
) -> Table:
    """One line per student of a class."""
    words = words_of(query)
    columns = [*_student_columns(words), *_attendance_columns(words, query.zone)]
    cells = (
        [*_student_cells(row, words), *_attendance_cells(row, query.zone)] async for row in rows
    )
    return _of_class(words.students_of, class_name, columns, cells, query)


def sessions_table(
    class_name: str, rows: AsyncIterable[SessionReport], query: ReportQuery
) -> Table:
    """One line per session of a class."""
    words, zone = words_of(query), query.zone
    columns = [
        Column(at(words.started, zone), TIME),
        Column(at(words.ended, zone), TIME),
        Column(words.students),
        *_count_columns(words),
    ]
    cells = (
        [
            local_time(row.started_at, zone),
            local_time(row.ended_at, zone),
            row.total,
            *_count_cells(row.counts, row.rate),
        ]
        async for row in rows
    )
    return _of_class(words.sessions_of, class_name, columns, cells, query)


def matrix_table(
    class_name: str,
    sessions: Sequence[SessionReport],
    rows: AsyncIterable[MatrixRow],
    query: ReportQuery,
) -> Table:
    """One line per student of a class, and a column per session."""
    words = words_of(query)
    starts = (local_time(session.started_at, query.zone) for session in sessions)
    columns = [
        *_student_columns(words),
        *(Column(start, TIME if start.tzinfo else SHORT_TIME) for start in starts),
    ]
    cells = (
        [
            *_student_cells(row, words),
            *(words.statuses[status] if status else None for status in row.statuses),
        ]
        async for row in rows
    )
    return _of_class(words.matrix_of, class_name, columns, cells, query)


def own_table(
    name: str, classes: Sequence[ClassReport], total: Attendance, query: ReportQuery
) -> Table:
    """One line per class of a student, and one for all of them."""
    words = words_of(query)
    columns = [
        Column(words.class_name, LONG),
        Column(words.enrolled),
        *_attendance_columns(words, query.zone),
    ]

    async def rows() -> AsyncIterator[list[Cell]]:
        for row in classes:
            enrolled = words.yes if row.enrolled else words.no
            yield [row.class_name, enrolled, *_attendance_cells(row, query.zone)]
        yield [words.all_classes, None, *_attendance_cells(total, query.zone)]

    return Table(
        f"{name} {words.own_attendance}",
        columns,
        rows(),
        heading=name,
        period=period_in(words, query.from_, query.to),
        footer=words.page,
    )


def absent_table(rows: AsyncIterable[AbsentStudent], query: AbsentQuery) -> Table:
    """One line per student, with the classes that they were absent from."""
    words = words_of(query)
    columns = [
        Column(words.name, LONG),
        Column(words.email, LONG),
        Column(words.student_number),
        Column(words.sessions),
        *_count_columns(words),
        Column(at(words.last_seen, query.zone), TIME),
        Column(words.class_name, LONG),
    ]
    cells = (
        [
            *(row.name, row.email, row.student_number, row.sessions),
            *_count_cells(row.counts, row.rate),
            local_time(row.last_seen, query.zone) if row.last_seen else None,
            ", ".join(
                f"{each.class_name} ({each.counts.absent})"
                for each in row.classes
                if each.counts.absent
            ),
        ]
        async for row in rows
    )
    heading = f"{words.absent} ≥ {query.at_least}"
    return Table(
        words.absent,
        columns,
        cells,
        heading=heading,
        period=period_in(words, query.from_, query.to),
        footer=words.page,
    )


def _of_class(
    name: str,
    class_name: str,
    columns: Sequence[Column],
    rows: AsyncIterator[Sequence[Cell]],
    query: ReportQuery,
) -> Table:
    words = words_of(query)
    return Table(
        name.format(class_name=class_name),
        columns,
        rows,
        heading=class_name,
        period=period_in(words, query.from_, query.to),
        footer=words.page,
    )


def _student_columns(words: FileWords) -> list[Column]:
    return [
        Column(words.name, LONG),
        Column(words.email, LONG),
        Column(words.student_number),
        Column(words.enrolled),
    ]


def _student_cells(row: StudentReport | MatrixRow, words: FileWords) -> list[Cell]:
    enrolled = words.yes if row.enrolled else words.no
    return [row.name, row.email, row.student_number, enrolled]


def _attendance_columns(words: FileWords, zone: tzinfo) -> list[Column]:
    return [
        Column(words.sessions),
        *_count_columns(words),
        Column(words.absence_run, 16),
        Column(at(words.last_seen, zone), TIME),
    ]


def _attendance_cells(row: Attendance, zone: tzinfo) -> list[Cell]:
    seen = local_time(row.last_seen, zone) if row.last_seen else None
    return [row.sessions, *_count_cells(row.counts, row.rate), row.absence_run, seen]


def _count_columns(words: FileWords) -> list[Column]:
    titles = (words.present, words.late, words.excused, words.absent)
    return [*map(Column, titles), Column(words.rate, percent=True)]


def _count_cells(counts: Counts, rate: float | None) -> list[Cell]:
    # To a hundredth of a percent, since not every program keeps all digits.
    rounded = None if rate is None else round(rate, 4)
    return [counts.present, counts.late, counts.excused, counts.absent, rounded]
