"""Requests as audit events: what a handler is described to be (`audit=`), it is recorded as."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from ..audit import BROKEN_OFF, OK, Action, Audit, Event
from ..errors import (
    BodyTooLarge,
    HashingUnavailable,
    InvalidSchema,
    NotAcceptable,
    NotJson,
    TooManyAttempts,
    TooManyImports,
    TooManyLogins,
    TooManyReports,
    TooManyRequests,
    TooManyWrites,
    Unauthorized,
)
from ..logs import request_id
from ..models import is_id
from .auth import USER, guard_of
from .client import address_of
from .envelope import REFUSAL
from .operations import operation_of

REFUSED = 400
FORBIDDEN = 403

UNHEARD = {
    error.__name__
    for error in (
        BodyTooLarge,
        HashingUnavailable,
        InvalidSchema,
        NotAcceptable,
        NotJson,
        TooManyAttempts,
        TooManyImports,
        TooManyLogins,
        TooManyReports,
        TooManyRequests,
        TooManyWrites,
        Unauthorized,
    )
}
"""Refusals of what was not even looked at. A stranger can cause them without end, and a trail that
strangers can fill tells nothing; the log of requests and the metrics have them."""

TARGETS = {"id": "classId", "session_id": "sessionId", "student_id": "studentId"}
"""What the parts of a path are called in an event."""

_NOTES: web.RequestKey[dict[str, str]] = web.RequestKey("audit_notes", dict[str, str])
_WHO = "user"


def note(request: web.Request, user_id: str | None = None, **targets: str) -> None:
    """Tell what the path and the token do not.

    `user_id`: whose account it is; `targets`: the ids of what something is done to.
    """
    notes = request.setdefault(_NOTES, {})
    notes.update(targets)
    if user_id:
        notes[_WHO] = user_id


def audited(audit: Audit, now: Callable[[], datetime]) -> Middleware:
    """A middleware that records events; it belongs outside the envelope."""

    def record(request: web.Request, action: Action, outcome: str) -> None:
        notes = dict(request.get(_NOTES, {}))
        user = request.get(USER)
        who = notes.pop(_WHO, user.id if user else None)
        if who is None and guard_of(request.match_info.handler):
            return
        # What somebody made up, who may be a stranger, is no id.
        path = {TARGETS[name]: text.lower() for name, text in request.match_info.items()}
        address = address_of(request)
        audit.record(
            Event(
                at=now(),
                action=action,
                outcome=outcome,
                user_id=who,
                address=str(address) if address else None,
                request_id=request_id(),
                targets={**{name: text for name, text in path.items() if is_id(text)}, **notes},
            )
        )

    async def watched(request: web.Request, handler: Handler, action: Action) -> web.StreamResponse:
        try:
            response = await handler(request)
        except BaseException:
            record(request, action, BROKEN_OFF)
            raise
        refusal = response.get(REFUSAL)
        if request.method == hdrs.METH_GET:
            # To look at something is no event; to take it away as a file is one, or to try to.
            heard = response.status == FORBIDDEN or hdrs.CONTENT_DISPOSITION in response.headers
        else:
            heard = refusal not in UNHEARD and (bool(refusal) or response.status < REFUSED)
        if heard:
            record(request, action, refusal or OK)
        return response

    # Not a coroutine: what only passes through here pays nothing for it.
    @web.middleware
    def where_asked(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
        operation = operation_of(request.match_info.handler)
        if operation and operation.audit:
            return watched(request, handler, operation.audit)
        return handler(request)

    return where_asked
