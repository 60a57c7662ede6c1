"""A session as a table: one line per student, in the order in which they come."""

from collections.abc import AsyncIterable, AsyncIterator
from datetime import datetime, tzinfo

from ..file_words import FileWords, at
from ..tables import Cell, Column, Table
from ..wire.answers import AttendanceLine, SessionDetail
from ..zones import local_time
from .formats import LONG, TIME


def session_table(
    session: SessionDetail, lines: AsyncIterable[AttendanceLine], zone: tzinfo, words: FileWords
) -> Table:
    """A session with the `lines` of everyone on its roster; times are in `zone`.

    For a corrected mark, the last correction is shown.
    """
    columns = [
        Column(words.class_name, LONG),
        Column(at(words.started, zone), TIME),
        Column(at(words.ended, zone), TIME),
        Column(words.name, LONG),
        Column(words.email, LONG),
        Column(words.student_number),
        Column(words.status),
        Column(at(words.marked, zone), TIME),
        Column(at(words.corrected, zone), TIME),
        Column(words.corrected_from),
        Column(words.reason, LONG),
    ]
    started = local_time(session.started_at, zone)
    return Table(
        session.class_name,
        columns,
        _rows(session, lines, zone, words),
        frozen_columns=0,
        period=f"{started:%Y-%m-%d %H%M%z}",
        footer=words.page,
    )


async def _rows(
    session: SessionDetail, lines: AsyncIterable[AttendanceLine], zone: tzinfo, words: FileWords
) -> AsyncIterator[list[Cell]]:
    def shown(moment: datetime | None) -> Cell:
        return local_time(moment, zone) if moment else None

    of_session = [session.class_name, shown(session.started_at), shown(session.ended_at)]
    corrected = {each.student_id: each for each in session.corrections}
    async for line in lines:
        names = [line.name, line.email, line.student_number]
        status = words.statuses[line.status] if line.status else None
        of_student = [*names, status, shown(line.marked_at)]
        last = corrected.get(line.student_id)
        of_correction = (
            [shown(last.at), words.statuses[last.from_], last.reason] if last else 3 * [None]
        )
        yield [*of_session, *of_student, *of_correction]
