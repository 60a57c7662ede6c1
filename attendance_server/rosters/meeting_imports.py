"""Imports meeting reports as past sessions: a preview, and the import itself."""

import asyncio
from collections.abc import Sequence

from attrs import evolve, frozen

from ..errors.meetings import ReportUnsure
from ..live.past import PastSessions
from ..models import PastLesson, Session, Status
from ..store import Store
from .meetings import Attended, Meeting, ReportChoice, attended, read_meeting
from .reading.found import Report, RosterFile


@frozen
class ImportedMeeting:
    """A meeting and who was there: the students of the class, and everyone else.

    `before`: the session that the same report was imported as; `session`: what it is now.
    """

    meeting: Meeting
    students: Sequence[Attended]
    others: Sequence[Attended]
    before: Session | None = None
    session: Session | None = None


class MeetingImports:
    """Makes sessions of meeting reports. Every call raises `StorageUnavailable`."""

    def __init__(self, store: Store, past: PastSessions) -> None:
        self._store = store
        self._past = past

    async def preview(
        self, class_id: str, file: RosterFile, report: Report, choice: ReportChoice
    ) -> ImportedMeeting:
        """The session that `carry_out` would add. Raises `ClassNotFound`."""
        # In threads: a report may have thousands of rows, and others need not wait for them.
        meeting = await asyncio.to_thread(read_meeting, file, report, choice)
        class_ = await self._store.classes.get(class_id)
        users = await self._store.users.named(class_.student_ids)
        students = [users[each] for each in class_.student_ids if each in users]
        before = await self._store.sessions.imported(class_id, meeting.key)
        found, others = await asyncio.to_thread(attended, meeting, students, choice)
        return ImportedMeeting(meeting, found, others, before)

    async def carry_out(
        self,
        class_id: str,
        file: RosterFile,
        report: Report,
        choice: ReportChoice,
        *,
        by: str,
        replace: bool,
    ) -> ImportedMeeting:
        """Add the session. `by` and `replace` are as for `PastSessions.add`.

        Raises `ReportUnsure`, and as `PastSessions.add`.
        """
        imported = await self.preview(class_id, file, report, choice)
        meeting = imported.meeting
        start, end = meeting.started_at, meeting.ended_at
        if meeting.unsure or not start or not end:
            raise ReportUnsure(meeting.unsure)
        results = {
            each.user.id: (each.status, min(max(each.joined or start, start), end))
            for each in imported.students
            if each.user and each.status is not Status.ABSENT
        }
        lesson = PastLesson(meeting.source, meeting.key, start, end, choice.late_after)
        session = await self._past.add(class_id, lesson, results, by=by, replace=replace)
        return evolve(imported, before=None, session=session)
