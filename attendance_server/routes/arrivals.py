"""How students arrive, as teachers see it: check-ins and their flags, call out, raised hands."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web

from ..checkin.together import always_together
from ..errors.classes import ClassNotFound, NotClassTeacher, NotEnrolled
from ..errors.server import TooManyReports, TooManyRequests
from ..errors.sessions import NoActiveSession, SessionNotFound, StudentNotInClass
from ..http.auth import student_from_memory, teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..live.arriving import on_device_of
from ..live.live_session import LiveSession
from ..models import Arrival, Flag, Identity, Session, Status, User
from ..rights import Right
from ..wire.arrivals import (
    Call,
    CalledOut,
    CheckInView,
    CountHeads,
    HandRaised,
    HeadsCounted,
    RaisedHand,
    SessionCheckIns,
)
from ..wire.fields import Format
from .app_keys import ARRIVALS, RUNNING, SAVED, STORE
from .check_in import check_enrolled
from .classes import permitted_class
from .formats import turn
from .session_views import deleted_student

TERM = 60
"""Sessions of a class, the one that is asked for and those before it, that are compared."""

routes = web.RouteTableDef()


@routes.post("/attendance/{id:[^/]+}/head-count")
@operation(
    "Say how many students are in the room",
    tag=Tag.ATTENDANCE,
    note="It does what `HEAD_COUNT` does.",
    body=CountHeads,
    answer=HeadsCounted,
    refuses=(ClassNotFound, NotClassTeacher, NoActiveSession),
)
@teacher_only
async def count_heads(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, CountHeads)
    session = await _running(request, user)
    return success(await request.app[ARRIVALS].count_heads_now(session, body.count))


@routes.post("/attendance/{id:[^/]+}/call-out")
@operation(
    "Draw students who checked in, to be called out",
    tag=Tag.ATTENDANCE,
    note="It does what `CALL_OUT` does.",
    body=Call,
    answer=CalledOut,
    refuses=(ClassNotFound, NotClassTeacher, NoActiveSession),
)
@teacher_only
async def call_out(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, Call)
    session = await _running(request, user)
    return success(await request.app[ARRIVALS].call_out_now(session, body.count, user.id))


@routes.post("/attendance/{id:[^/]+}/raise-hand")
@operation(
    "Ask the teacher to be marked in the running session of a class you attend",
    tag=Tag.ATTENDANCE,
    note="It does what `RAISE_HAND` does.",
    answer=HandRaised,
    refuses=(ClassNotFound, NotEnrolled, NoActiveSession),
)
@student_from_memory
async def raise_hand(request: web.Request, student: Identity) -> web.Response:
    class_id = request.match_info["id"]
    registry = request.app[RUNNING].registry
    if registry.of_class(class_id.lower()) is None:
        await check_enrolled(request, student, class_id)
        raise NoActiveSession
    try:
        session = registry.attended(student.user_id, class_id)
    except StudentNotInClass:
        raise NotEnrolled from None
    return success(request.app[ARRIVALS].raise_hand(session, student.user_id))


@routes.get("/class/{id:[^/]+}/sessions/{session_id:[^/]+}/check-ins")
@operation(
    "Show how students checked in to a session of a class you teach",
    tag=Tag.HISTORY,
    note="In the order of arrival, with what is odd about it, and the hands that are raised. Those"
    f" who always arrive together are found among the last {TERM} sessions up to this one.",
    answer=SessionCheckIns,
    refuses=(ClassNotFound, NotClassTeacher, SessionNotFound, TooManyRequests, TooManyReports),
)
@teacher_only
async def check_ins(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    saved, session_id = request.app[SAVED], request.match_info["session_id"].lower()
    session = await saved.one(class_.id, session_id)
    session = session or await saved.one_discarded(class_.id, session_id)
    if session is None:
        raise SessionNotFound
    async with turn(request, Format.JSON, user):
        earlier = await request.app[STORE].history.arrivals_before(session, TERM - 1)
        times = {each.student_id: each.at for each in session.arrivals.values()}
        pairs = await asyncio.to_thread(always_together, [times, *earlier])
    live = request.app[RUNNING].registry.of_class(class_.id)
    hands = request.app[ARRIVALS].hands(live if live and live.id == session.id else None)
    users = await request.app[STORE].users.named({*session.arrivals, *hands})
    return success(_view(session, _by_student(pairs), hands, users))


async def _running(request: web.Request, user: User) -> LiveSession:
    """The running session of the class in the URL, for one of its teachers.

    Raises `ClassNotFound`, `NotClassTeacher` and `NoActiveSession`.
    """
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    session = request.app[RUNNING].registry.of_class(class_.id)
    if session is None:
        raise NoActiveSession
    return session


def _by_student(pairs: Sequence[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    """The students with whom each one always arrives."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for first, second in pairs:
        others[first].append(second)
        others[second].append(first)
    return others


def _view(
    session: Session,
    together: Mapping[str, Sequence[str]],
    hands: Mapping[str, datetime],
    users: Mapping[str, User],
) -> SessionCheckIns:
    def name(student_id: str) -> str:
        user = users.get(student_id)
        return user.name if user else deleted_student(student_id)

    arrivals = sorted(session.arrivals.values(), key=lambda each: each.at)
    return SessionCheckIns(
        session_id=session.id,
        class_id=session.class_id,
        head_count=session.head_count,
        present_count=sum(mark.status.attends for mark in session.marks.values()),
        check_ins=tuple(
            _check_in(session, each, together.get(each.student_id, ()), name(each.student_id))
            for each in arrivals
        ),
        hands=tuple(RaisedHand(each, name(each), at) for each, at in hands.items()),
    )


def _check_in(
    session: Session, arrival: Arrival, together: Sequence[str], name: str
) -> CheckInView:
    if together:
        arrival = arrival.flagged(Flag.ALWAYS_TOGETHER)
    shares = Flag.SHARED_DEVICE in arrival.flags
    on_device = on_device_of(session.arrivals.values(), arrival) if shares else ()
    mark = session.marks.get(arrival.student_id)
    absent = Status.ABSENT if session.ended_at else None
    return CheckInView(
        student_id=arrival.student_id,
        name=name,
        way=arrival.way,
        checked_in_at=arrival.at,
        status=mark.status if mark and not mark.withdrawn else absent,
        flags=arrival.flags,
        with_=tuple(dict.fromkeys((*on_device, *together))),
        held=arrival.held,
        decided=arrival.decided,
        called=arrival.called,
    )
