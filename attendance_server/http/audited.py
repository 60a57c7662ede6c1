"""Requests as audit events: a request is recorded as the action its operation names (`audit=`)."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware
from attrs import evolve

from ..audit import BROKEN_OFF, OK, STARTED, Action, Audit, Event, ValueChange
from ..errors import AttendanceError, Unauthorized
from ..errors.accounts import (
    HashingUnavailable,
    RefreshTokenInvalid,
    TooManyAttempts,
    TooManyLogins,
)
from ..errors.requests import BodyTooLarge, InvalidSchema, NotAcceptable, NotJson, TooManyWrites
from ..errors.rosters import TooManyImports
from ..errors.server import TooManyReports, TooManyRequests
from ..logs import request_id
from ..models import is_id
from .auth import API_KEY, USER, guard_of
from .client import address_of
from .envelope import REFUSAL
from .now import NOW
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
    "user_id": "userId",
    "import_id": "importId",
    "key_id": "keyId",
    "teacher_id": "teacherId",
    "note_id": "noteId",
}
"""The names of the parts of a path in an event."""

_NOTES: web.RequestKey[dict[str, str]] = web.RequestKey("audit_notes", dict[str, str])
_CHANGES: web.RequestKey[list[ValueChange]] = web.RequestKey("audit_changes", list[ValueChange])
_RECORDED: web.RequestKey[bool] = web.RequestKey("audit_recorded", bool)
_USER_ID = "user"

AUDIT = web.AppKey("audit", Audit)


def note(
    request: web.Request,
    user_id: str | None = None,
    *,
    changes: Sequence[ValueChange] = (),
    **targets: str,
) -> None:
    """Add to the audit event what its path and token do not tell.

    `user_id`: whose account it is about; `changes`: what it has changed; `targets`: the ids of what
    the action applies to.
    """
    notes = request.setdefault(_NOTES, {})
    notes.update(targets)
    if user_id:
        notes[_USER_ID] = user_id
    request.setdefault(_CHANGES, []).extend(changes)


@asynccontextmanager
async def recorded_first(request: web.Request) -> AsyncIterator[None]:
    """Save the event of a request before the block carries out its action, and then its outcome.

    What the block notes is saved with the outcome. Raises `StorageUnavailable` if the event cannot
    be saved: the block is then not entered.
    """
    operation = operation_of(request.match_info.handler)
    assert operation
    assert operation.audit
    audit = request.app[AUDIT]
    begun = _event(request, operation.audit, STARTED)
    key = await audit.begin(begun)
    request[_RECORDED] = True

    async def finish(outcome: str) -> None:
        now = _event(request, begun.action, outcome)
        await audit.finish(key, evolve(now, at=begun.at))

    try:
        yield
    except BaseException as exc:
        await finish(type(exc).__name__ if isinstance(exc, AttendanceError) else BROKEN_OFF)
        raise
    await finish(OK)


def _event(request: web.Request, action: str, outcome: str) -> Event:
    notes = dict(request.get(_NOTES, {}))
    user = request.get(USER)
    if key := request.get(API_KEY):
        notes |= {"keyId": key.id, "key": key.name}
    # Only ids are recorded: anything else in a path is text that anyone may have made up.
    path = {TARGETS[name]: text.lower() for name, text in request.match_info.items()}
    address = address_of(request)
    return Event(
        at=request.app[NOW](),
        action=action,
        outcome=outcome,
        user_id=notes.pop(_USER_ID, user.id if user else None),
        address=str(address) if address else None,
        request_id=request_id(),
        targets={**{name: text for name, text in path.items() if is_id(text)}, **notes},
        changes=tuple(request.get(_CHANGES, ())),
    )


def audited(audit: Audit) -> Middleware:
    """A middleware that records events; it belongs outside the envelope."""

    def record(request: web.Request, action: Action, outcome: str) -> None:
        if _RECORDED in request:
            return
        event = _event(request, action, outcome)
        if event.user_id or guard_of(request.match_info.handler) is None:
            audit.record(event)

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
