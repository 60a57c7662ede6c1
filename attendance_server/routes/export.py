"""Everything that is stored about a user, for themselves, in one file."""

from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from typing import TypeVar

import attrs
from aiohttp import hdrs, web

from ..audit import Action
from ..errors.server import TooManyReports, TooManyRequests
from ..http.auth import own_account
from ..http.now import NOW
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import (
    ClassOutline,
    ClassRole,
    Role,
    Session,
    SessionSummary,
    TeachingRecord,
    User,
    creation_time,
)
from ..tables import file_name
from ..wire.absence_notes import NoteDecisionMade, OwnNote
from ..wire.answers import (
    AccountView,
    AttendedClass,
    CorrectionMade,
    ExportedSession,
    HeldSessionView,
    OwnExport,
    ReopeningMade,
    TaughtClass,
)
from ..wire.api_keys import OwnApiKey
from ..wire.arrivals import OwnJoinRequest
from ..wire.fields import Day
from ..wire.invitation_answers import OwnInvitation
from .accounts import reset_view
from .app_keys import DEVICES, RUNNING, STORE
from .devices import device_views
from .formats import MadeFile, counted, json_file
from .session_views import exported_session, session_view

S = TypeVar("S", ExportedSession, HeldSessionView)

routes = web.RouteTableDef()


@routes.get("/auth/me/export")
@operation(
    "Get everything that is stored about you, as a file",
    tag=Tag.EXPORT,
    note="Of other people it has numbers only and, for teachers, the ids of students in their"
    " corrections and of those whose codes they hand out.",
    answer=OwnExport,
    refuses=(TooManyRequests, TooManyReports),
    audit=Action.EXPORT,
)
@own_account
async def export(request: web.Request, user: User) -> web.StreamResponse:
    store = request.app[STORE]
    classes = await store.classes.of_user(user.id)
    # Before the others are read, so that one which ends meanwhile is included as running.
    running = _running(request.app, user)
    if user.role is Role.TEACHER:
        live = [_held_view(_held(session, user), user) for session in running]
        asked = store.reports.taught_by(user.id, discarded=True)
        changed = await store.reports.changed_by(user.id, discarded=True)
        async with counted(request, user, asked) as found:
            mistakes = [_held_view(each, user) async for each in _in_order(found, changed)]
        changed = await store.reports.changed_by(user.id)
        async with counted(request, user, store.reports.taught_by(user.id)) as found:
            held = (_held_view(each, user) async for each in _in_order(found, changed))
            made = await _file(request, user, classes, mistakes, _each_once(held, live))
        return await send_file(request, *made)
    now = [exported_session(session, user.id) for session in running]
    asked_of = store.reports.attended_by(user.id, discarded=True)
    async with counted(request, user, asked_of) as rows:
        discarded = [exported_session(session, user.id) async for session in rows]
    async with counted(request, user, store.reports.attended_by(user.id)) as rows:
        attended = (exported_session(session, user.id) async for session in rows)
        made = await _file(request, user, classes, discarded, _each_once(attended, now))
    return await send_file(request, *made)


async def _file(
    request: web.Request,
    user: User,
    classes: Sequence[ClassOutline],
    discarded: Sequence[ExportedSession] | Sequence[HeldSessionView],
    sessions: AsyncIterable[ExportedSession] | AsyncIterable[HeldSessionView],
) -> MadeFile:
    other_fields: dict[str, object] = {
        "account": AccountView(
            user.id,
            user.name,
            user.email,
            user.role,
            created_at=creation_time(user.id),
            contact_email=user.contact_email,
            confirmed_email=user.confirmed_email,
            sign_on_issuer=user.subject.issuer if user.subject else None,
            sign_on_subject=user.subject.id if user.subject else None,
            student_number=user.student_number,
            given_name=user.given_name,
            family_name=user.family_name,
            name_order=user.name_order,
            language=user.language,
            password_reset=await reset_view(request, user),
        ),
        "devices": device_views(request, await request.app[DEVICES].of_user(user)),
        "classesTaught": [
            taught_class(each, each.role)
            for each in classes
            if each.role and not (each.until and each.until <= request.app[NOW]())
        ],
        "codesIssuedFor": await request.app[STORE].claims.issued_by(user.id),
        "classesAttended": [attended_class(each) for each in classes if each.attends],
        "discardedSessions": discarded,
    }
    if invitations := await request.app[STORE].invitations.of_student(user.id):
        other_fields["invitations"] = [
            OwnInvitation(
                each.class_id, each.class_name, **attrs.asdict(each.invited_as, recurse=False)
            )
            for each in invitations
        ]
    if keys := await request.app[STORE].api_keys.of_user(user.id):
        other_fields["apiKeys"] = [
            OwnApiKey(each.name, each.class_id, each.created_at, each.last_used_at) for each in keys
        ]
    if choices := await request.app[STORE].column_choices.of_user(user.id):
        other_fields["columnChoices"] = choices
    if notes := await request.app[STORE].absence_notes.of_student(user.id):
        other_fields["absenceNotes"] = [
            OwnNote(
                each.class_id,
                Day(each.first),
                Day(each.last),
                each.reason,
                each.state,
                each.written_at,
                each.decision.at if each.decision else None,
            )
            for each in notes
        ]
    if decided := await request.app[STORE].absence_notes.decided_by(user.id):
        other_fields["notesDecided"] = [
            NoteDecisionMade(each.id, each.class_id, each.decision.accepted, each.decision.at)
            for each in decided
            if each.decision
        ]
    if requests := await request.app[STORE].join_requests.of_student(user.id):
        other_fields["joinRequests"] = [OwnJoinRequest(each.class_id, each.at) for each in requests]
    file, headers = await json_file(request, json_list(sessions, other_fields, "sessions"))
    name = file_name(f"{user.name} export", "json")
    return file, {**headers, hdrs.CONTENT_DISPOSITION: name}


def taught_class(class_: ClassOutline, role: ClassRole) -> TaughtClass:
    """A class for one of its teachers."""
    return TaughtClass(
        id=class_.id,
        class_name=class_.class_name,
        late_after=class_.late_after,
        total_students=class_.students,
        role=role,
        archived=class_.archived,
        until=class_.until,
    )


def attended_class(class_: ClassOutline) -> AttendedClass:
    """A class for one of its students."""
    return AttendedClass(class_.id, class_.class_name, class_.archived)


def _running(app: web.Application, user: User) -> list[Session]:
    """The user's running sessions, as they are saved.

    A teacher's are those whose class they own, and those that they have changed.
    """
    registry = app[RUNNING].registry
    if user.role is Role.STUDENT:
        theirs = [session.saved() for session in registry.of_student(user.id)]
    else:
        taught = [session.saved() for session in registry.of_teacher(user.id)]
        theirs = [each for each in taught if each.teacher_id == user.id or _changed(each, user)]
    return sorted(theirs, key=lambda session: session.started_at)


def _changed(session: Session, teacher: User) -> bool:
    """Whether the teacher has corrected or reopened the session."""
    changed_by = {
        *(each.by for each in session.corrections),
        *(each.by for each in session.reopenings),
    }
    return teacher.id in changed_by


async def _in_order(
    taught: AsyncIterable[TeachingRecord], changed: Sequence[TeachingRecord]
) -> AsyncIterator[TeachingRecord]:
    """The sessions of a teacher's own classes and those of others, oldest first."""
    remaining = deque(changed)
    async for record in taught:
        while remaining and remaining[0].summary.started_at <= record.summary.started_at:
            yield remaining.popleft()
        yield record
    for record in remaining:
        yield record


async def _each_once(ended: AsyncIterable[S], running: Sequence[S]) -> AsyncIterator[S]:
    """The ended sessions, then the running ones, which may have ended in the database meanwhile."""
    running_ids = {session.id for session in running}
    async for session in ended:
        if session.id not in running_ids:
            yield session
    for session in running:
        yield session


def _held(session: Session, teacher: User) -> TeachingRecord:
    return TeachingRecord(
        SessionSummary.of(session),
        tuple(each for each in session.corrections if each.by == teacher.id),
        tuple(each for each in session.reopenings if each.by == teacher.id),
    )


def _held_view(held: TeachingRecord, teacher: User) -> HeldSessionView:
    return HeldSessionView(
        **attrs.asdict(session_view(held.summary, {teacher.id: teacher}), recurse=False),
        corrections=tuple(
            CorrectionMade(each.student_id, each.from_, each.to, each.reason, each.at)
            for each in held.corrections
        ),
        reopenings=tuple(ReopeningMade(each.ended_at, each.at) for each in held.reopenings),
    )
