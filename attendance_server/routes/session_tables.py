"""A session as a table: one line per student, in the order of their names."""

import re
from collections.abc import AsyncIterable, AsyncIterator
from datetime import datetime, tzinfo

from ..tables import Cell, Column, Table
from ..text import fold
from ..wire.answers import AttendanceLine, SessionDetail
from ..zones import local_time
from .formats import LONG, TIME


def session_table(
    session: SessionDetail, lines: AsyncIterable[AttendanceLine], zone: tzinfo
) -> Table:
    """A session with the `lines` of everyone on its roster; times are in `zone`.

    For a corrected mark, the last correction is shown.
    """
    columns = [
        Column("Class", LONG),
        Column(f"Started ({zone})", TIME),
        Column(f"Ended ({zone})", TIME),
        Column("Name", LONG),
        Column("E-mail", LONG),
        Column("Student number"),
        Column("Status"),
        Column(f"Marked ({zone})", TIME),
        Column(f"Corrected ({zone})", TIME),
        Column("Corrected from"),
        Column("Reason", LONG),
    ]
    started = local_time(session.started_at, zone)
    name = f"{session.class_name} {started:%Y-%m-%d %H%M%z}"
    return Table(name, columns, _rows(session, lines, zone), frozen_columns=0)


async def _rows(
    session: SessionDetail, lines: AsyncIterable[AttendanceLine], zone: tzinfo
) -> AsyncIterator[list[Cell]]:
    def shown(moment: datetime | None) -> Cell:
        return local_time(moment, zone) if moment else None

    of_session = [session.class_name, shown(session.started_at), shown(session.ended_at)]
    corrected = {each.student_id: each for each in session.corrections}
    for line in sorted([line async for line in lines], key=_as_listed):
        names = [line.name, line.email, line.student_number]
        of_student = [*names, line.status, shown(line.marked_at)]
        last = corrected.get(line.student_id)
        of_correction = [shown(last.at), last.from_, last.reason] if last else 3 * [None]
        yield [*of_session, *of_student, *of_correction]


def _as_listed(line: AttendanceLine) -> tuple[bool, str, str]:
    """By name, `Student 9` before `Student 10`; deleted accounts, without a log-in name, last."""
    name = re.sub(r"\d+", lambda number: number[0].zfill(9), fold(line.name))
    return line.email is None and line.student_number is None, name, line.student_id
