"""Attendance reports of online meetings, imported as past sessions."""

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, datetime

from aiohttp import web

from ..audit import Action
from ..errors.classes import ClassArchived, ClassNotFound, NotClassTeacher
from ..errors.meetings import LessonNotOver, ReportUnsure, SessionImported
from ..errors.requests import BodyTooSlow
from ..errors.rosters import RosterTooLarge, RosterUnreadable, TooManyImports
from ..errors.server import TooManyRequests
from ..errors.sessions import TooManySessions
from ..http.audited import note
from ..http.auth import teacher_only
from ..http.envelope import success
from ..http.operations import Bare, Tag, operation
from ..models import Status, User
from ..problems import ProblemCode
from ..rights import Right
from ..rosters.files import unreadable
from ..rosters.meeting_imports import ImportedMeeting
from ..rosters.meetings import Attended, ReportChoice
from ..store import lift_shared_budget
from ..wire.codec import parse_fields
from ..wire.fields import Format
from ..wire.meetings import (
    MeetingCounts,
    MeetingGuest,
    MeetingQuery,
    MeetingStudent,
    MeetingView,
)
from .app_keys import MEETINGS, ROSTER_FILES
from .classes import permitted_class
from .formats import FILES, MEDIA_TYPES, turn_in
from .imports import receive

routes = web.RouteTableDef()


@routes.post("/class/{id:[^/]+}/meetings")
@operation(
    "Import the attendance report of a Teams or Zoom meeting as a past session",
    tag=Tag.HISTORY,
    note="The body is the file as Teams or Zoom make it, in any language. Students are found by"
    " address, by number, or by a name that no one else in the class has; everyone else is listed."
    " Several stays of a student add up, and what overlaps counts once. The roster of the session"
    " is that of the class now, and the session is like any other; its `source` says where it was"
    " held. The same report is imported once.",
    takes=(*FILES, Bare("application/octet-stream")),
    query=MeetingQuery,
    answer=MeetingView,
    refuses=(
        RosterUnreadable,
        ReportUnsure,
        RosterTooLarge,
        BodyTooSlow,
        ClassNotFound,
        NotClassTeacher,
        ClassArchived,
        LessonNotOver,
        SessionImported,
        TooManySessions,
        TooManyRequests,
        TooManyImports,
    ),
    audit=Action.IMPORT_SESSION,
)
@teacher_only
async def take(request: web.Request, user: User) -> web.Response:
    query = parse_fields(dict(request.query), MeetingQuery)
    note(request, dryRun="yes" if query.dry_run else "no")
    files, meetings = request.app[ROSTER_FILES], request.app[MEETINGS]
    with tempfile.TemporaryFile(buffering=0) as file:
        await receive(request, file)
        # Before the file is read, which takes a process.
        class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
        choice = _choice(query, class_.late_after)
        is_workbook = request.content_type == MEDIA_TYPES[Format.XLSX]
        async with turn_in(files.queue, request, user):
            found = await files.read(file, workbook=is_workbook)
            lift_shared_budget()
            if found.report is None:
                message = "expected the attendance report of a Teams or Zoom meeting"
                raise unreadable(message, ProblemCode.NO_REPORT)
            what = (class_.id, found, found.report, choice)
            if query.dry_run:
                imported = await meetings.preview(*what)
            else:
                imported = await meetings.carry_out(*what, by=user.id, replace=query.replace)
    if imported.session:
        note(request, sessionId=imported.session.id)
    return await asyncio.to_thread(lambda: success(_view(imported, choice)))


def _choice(query: MeetingQuery, late_after: int | None) -> ReportChoice:
    """What the query says; `late_after` is that of the class."""
    return ReportChoice(
        zone=query.zone,
        min_minutes=query.min_minutes,
        late_after=(query.late_after or None) if query.late_after is not None else late_after,
        dates=query.dates,
        started_at=_in_seconds(query.started_at),
        ended_at=_in_seconds(query.ended_at),
    )


def _in_seconds(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def _view(imported: ImportedMeeting, choice: ReportChoice) -> MeetingView:
    meeting = imported.meeting
    counts = Counter(each.status for each in imported.students)
    return MeetingView(
        source=meeting.source,
        title=meeting.title,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        dates=meeting.dates,
        min_minutes=choice.min_minutes,
        late_after=choice.late_after,
        counts=MeetingCounts(
            present=counts[Status.PRESENT],
            late=counts[Status.LATE],
            absent=counts[Status.ABSENT],
            others=len(imported.others),
        ),
        students=tuple(_student(each, each.user) for each in imported.students if each.user),
        others=tuple(
            MeetingGuest(each.name, each.email, each.minutes, each.joined, each.left)
            for each in imported.others
        ),
        unsure=meeting.unsure,
        imported_as=imported.before.id if imported.before else None,
        session_id=imported.session.id if imported.session else None,
    )


def _student(attended: Attended, student: User) -> MeetingStudent:
    return MeetingStudent(
        student_id=student.id,
        name=student.name,
        email=student.email,
        status=attended.status,
        minutes=attended.minutes,
        joined=attended.joined,
        left=attended.left,
        matched_by=attended.matched_by.value if attended.matched_by else None,
        student_number=student.student_number,
    )
