"""Check-in over HTTP: the link that the projector shows, and the check-in itself."""

from urllib.parse import urlencode

from aiohttp import hdrs, web

from ..checkin.tickets import TICKET_SECONDS
from ..checkin.tries import Guest
from ..errors import AttendanceError
from ..errors.check_in import CheckInClosed, CheckInCodeWrong, TeacherMustConfirm, TooManyTries
from ..errors.classes import ClassNotFound, NotEnrolled
from ..errors.joining import JoinAsked
from ..errors.requests import OriginNotAllowed
from ..errors.sessions import NoActiveSession, StudentNotInClass
from ..http.auth import student_from_memory
from ..http.check_in_cookies import (
    drop_ticket,
    keep_browser,
    keep_ticket,
    kept_ticket,
    recognised,
)
from ..http.envelope import read_optional_body, success
from ..http.operations import Tag, operation
from ..models import Identity
from ..wire.check_in import CheckedIn, CheckInByCode
from .app_keys import CHECK_INS, STORE

PAGE = "/#/check-in"

routes = web.RouteTableDef()


# Some programs that read QR codes write links in lower case.
@routes.get("/c/{code:[^/]+}", allow_head=False)
@routes.get("/C/{code:[^/]+}", allow_head=False)
@operation(
    "The link that the QR code of a check-in shows",
    tag=Tag.ATTENDANCE,
    note="Leads to the page that checks in, which may ask for a log-in first. If the link is shown"
    " at the moment, or was a few seconds ago, the browser gets a cookie for that, which is good"
    f" for {TICKET_SECONDS / 60:g} minutes, for one session and for one student. Otherwise the"
    " address of the page says in `problem` what is wrong.",
    status=303,
)
async def open_link(request: web.Request) -> web.Response:
    try:
        class_id, ticket = request.app[CHECK_INS].ticket_for(request.match_info["code"])
    except AttendanceError as error:
        return _see_other(f"{PAGE}?{urlencode({'problem': error.code})}")
    response = _see_other(f"{PAGE}/{class_id}")
    keep_ticket(request, response, ticket, TICKET_SECONDS)
    keep_browser(request, response, recognised(request)[1])
    return response


@routes.post("/attendance/{id:[^/]+}/check-in")
@operation(
    "Check in to the running session of a class you attend",
    tag=Tag.ATTENDANCE,
    note="It does what `CHECK_IN` does. A browser that has opened the link of the session needs no"
    " `code`, even if check-in was closed in the meantime.",
    body=CheckInByCode,
    optional=True,
    answer=CheckedIn,
    refuses=(
        ClassNotFound,
        NotEnrolled,
        NoActiveSession,
        CheckInClosed,
        CheckInCodeWrong,
        TooManyTries,
        JoinAsked,
        TeacherMustConfirm,
        OriginNotAllowed,
    ),
)
@student_from_memory
async def check_in(request: web.Request, student: Identity) -> web.Response:
    body = await read_optional_body(request, CheckInByCode)
    ticket = kept_ticket(request) if body.code is None else ""
    source, browser = recognised(request)
    guest = Guest(student.user_id, student.device_id, source)
    check_ins, class_id = request.app[CHECK_INS], request.match_info["id"]
    try:
        session = await check_ins.find(guest, class_id)
        if session is None:
            await check_enrolled(request, student, class_id)
            raise NoActiveSession
        mark = await check_ins.check_in_now(guest, session, body.code, ticket)
    except StudentNotInClass:
        raise NotEnrolled from None
    response = success(CheckedIn(session.class_id, mark.status, mark.marked_at))
    drop_ticket(request, response)
    keep_browser(request, response, browser)
    return response


async def check_enrolled(request: web.Request, student: Identity, class_id: str) -> None:
    """Raises `ClassNotFound` and `NotEnrolled`."""
    class_ = await request.app[STORE].classes.seen_by(student.user_id, class_id)
    if student.user_id not in class_.student_ids:
        raise NotEnrolled


def _see_other(address: str) -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: address})
