"""Attendance one by one as a table."""

from collections.abc import AsyncIterable

from ..file_words import FileWords, at, period_in
from ..models import AttendanceRecord
from ..tables import Cell, Column, Table
from ..wire.report_queries import RecordsQuery
from ..zones import local_time
from .formats import LONG, TIME, words_of
from .session_views import DELETED, deleted_student


def record_table(
    class_name: str | None, rows: AsyncIterable[AttendanceRecord], query: RecordsQuery
) -> Table:
    """One line per record; times are in the zone of the query.

    `class_name`: of the class that all records are of; `None`: they are of the whole school.
    """
    words, zone = words_of(query), query.zone
    columns = [
        Column(words.class_name, LONG),
        Column(words.date),
        Column(at(words.started, zone), TIME),
        Column(at(words.ended, zone), TIME),
        Column(words.family_name, LONG),
        Column(words.given_name, LONG),
        Column(words.name, LONG),
        Column(words.student_number),
        Column(words.email, LONG),
        Column(words.status),
        Column(words.late_minutes),
        Column(at(words.marked, zone), TIME),
        Column(words.marked_by, LONG),
        Column(words.source),
        Column(words.corrections),
        Column(at(words.corrected, zone), TIME),
        Column(words.corrected_from),
        Column(words.corrected_by, LONG),
        Column(words.reason, LONG),
        Column(words.class_id, TIME),
        Column(words.session_id, TIME),
        Column(words.student_id, TIME),
    ]
    name = words.records_of.format(class_name=class_name) if class_name else words.all_records
    return Table(
        name,
        columns,
        (_cells(row, query, words) async for row in rows),
        frozen_columns=0,
        heading=class_name or words.all_records,
        period=period_in(words, query.from_, query.to),
        footer=words.page,
    )


def _cells(row: AttendanceRecord, query: RecordsQuery, words: FileWords) -> list[Cell]:
    started = local_time(row.started_at, query.zone)
    return [
        row.class_name,
        started.date(),
        started,
        local_time(row.ended_at, query.zone),
        row.family_name,
        row.given_name,
        row.name if row.name is not None else deleted_student(row.student_id),
        row.student_number,
        row.email,
        words.statuses[row.status],
        row.late_minutes,
        local_time(row.marked_at, query.zone) if row.marked_at else None,
        (row.marked_by_name or DELETED) if row.marked_by else None,
        words.sources[row.source],
        *_correction_cells(row, query, words),
        row.class_id,
        row.session_id,
        row.student_id,
    ]


def _correction_cells(row: AttendanceRecord, query: RecordsQuery, words: FileWords) -> list[Cell]:
    made = row.correction
    if made is None:
        return [0, None, None, None, None]
    at_ = local_time(made.at, query.zone)
    return [made.count, at_, words.statuses[made.from_], made.by_name or DELETED, made.reason]
