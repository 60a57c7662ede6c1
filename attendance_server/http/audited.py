"""Requests as audit events: a request is recorded as the action its operation names (`audit=`)."""

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
    RefreshTokenInvalid,
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

NOT_RECORDED = {
    error.__name__
    for error in (
        BodyTooLarge,
        HashingUnavailable,
        InvalidSchema,
        NotAcceptable,
        NotJson,
        RefreshTokenInvalid,
        TooManyAttempts,
        TooManyImports,
        TooManyLogins,
        TooManyReports,
        TooManyRequests,
        TooManyWrites,
        Unauthorized,
    )
}
"""Refusals of requests that were not even examined. Anyone can cause any number of them, and an
audit trail that anyone can fill is worthless; the request log and the metrics have them."""

ONLY_REFUSALS = {Action.REFRESH}
"""Actions that are events only if they are refused: every device refreshes all the time."""

TARGETS = {
    "id": "classId",
    "session_id": "sessionId",
    "student_id": "studentId",
    "device_id": "deviceId",
}
"""The names of the parts of a path in an event."""

_NOTES: web.RequestKey[dict[str, str]] = web.RequestKey("audit_notes", dict[str, str])
_USER_ID = "user"


def note(request: web.Request, user_id: str | None = None, **targets: str) -> None:
    """Add to the audit event what its path and token do not tell.

    `user_id`: whose account it is about; `targets`: the ids of what the action applies to.
    """
    notes = request.setdefault(_NOTES, {})
    notes.update(targets)
    if user_id:
        notes[_USER_ID] = user_id


def audited(audit: Audit, now: Callable[[], datetime]) -> Middleware:
    """A middleware that records events; it belongs outside the envelope."""

    def record(request: web.Request, action: Action, outcome: str) -> None:
        notes = dict(request.get(_NOTES, {}))
        user = request.get(USER)
        user_id = notes.pop(_USER_ID, user.id if user else None)
        if user_id is None and guard_of(request.match_info.handler):
            return
        # Only ids are recorded: anything else in a path is text that anyone may have made up.
        path = {TARGETS[name]: text.lower() for name, text in request.match_info.items()}
        address = address_of(request)
        audit.record(
            Event(
                at=now(),
                action=action,
                outcome=outcome,
                user_id=user_id,
                address=str(address) if address else None,
                request_id=request_id(),
                targets={**{name: text for name, text in path.items() if is_id(text)}, **notes},
            )
        )

    async def recorded_as(
        request: web.Request, handler: Handler, action: Action
    ) -> web.StreamResponse:
        try:
            response = await handler(request)
        except BaseException:
            record(request, action, BROKEN_OFF)
            raise
        refusal = response.get(REFUSAL)
        if request.method == hdrs.METH_GET:
            # Reading is not an event, but getting a file is, and being refused it.
            recorded = response.status == FORBIDDEN or hdrs.CONTENT_DISPOSITION in response.headers
        else:
            done = response.status < REFUSED and action not in ONLY_REFUSALS
            recorded = refusal not in NOT_RECORDED and (bool(refusal) or done)
        if recorded:
            record(request, action, refusal or OK)
        return response

    # Not a coroutine, so that requests without an event pay nothing for it.
    @web.middleware
    def record_events(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
        operation = operation_of(request.match_info.handler)
        if operation and operation.audit:
            return recorded_as(request, handler, operation.audit)
        return handler(request)

    return record_events
