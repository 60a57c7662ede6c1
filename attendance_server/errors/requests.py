"""What can be wrong with a request, whatever it asks for."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ..problems import Problem
from . import AttendanceError, Forbidden, Invalid, RateLimited, TooLarge


class MalformedRequest(Invalid):
    """What arrived on a connection is not HTTP."""

    message = "Malformed HTTP request"
    code = "malformed_request"


class InvalidSchema(Invalid):
    """A body or a query is not what the call takes. `details` lists every problem found."""

    message = "Invalid request schema"
    code = "invalid_request"
    beside: ClassVar[Mapping[str, object]] = {"details": list[Problem]}

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.details = tuple(problems)


class BodyTooLarge(TooLarge):
    message = "Request body too large"
    code = "body_too_large"


class NotAcceptable(AttendanceError):
    """The `Accept` header of a request names none of the formats that are available."""

    status = 406
    message = "Not acceptable, ask for application/json, text/csv or an XLSX workbook"
    code = "not_acceptable"


class BodyTooSlow(AttendanceError):
    """The body of a request took longer than `BODY_TIMEOUT`."""

    status = 408
    message = "Request body did not arrive in time"
    code = "body_too_slow"


class NotJson(AttendanceError):
    """The `Content-Type` of a body is not JSON."""

    status = 415
    message = "Unsupported media type, send application/json"
    code = "unsupported_media_type"


class ClientGone(AttendanceError):
    """The client hung up before its answer. Only the log shows this, with nginx's status."""

    status = 499
    message = "Client closed the connection"
    code = "client_gone"


class OriginNotAllowed(Forbidden):
    """The page that opens a socket is from another origin, which is not in `ALLOWED_ORIGINS`."""

    message = "Origin not allowed"
    code = "origin_not_allowed"


class TeacherOnly(Forbidden):
    """A student has made a call for teachers."""

    message = "Forbidden, teacher access required"
    code = "teacher_only"


class StudentOnly(Forbidden):
    """A teacher has made a call for students."""

    message = "Forbidden, student access required"
    code = "student_only"


class AdminOnly(Forbidden):
    """A teacher or a student has made a call for administrators."""

    message = "Forbidden, administrator access required"
    code = "admin_only"


class TooManyWrites(RateLimited):
    """An account has used up `WRITES_PER_ACCOUNT`."""

    message = "Too many changes by this account, try again later"
    code = "too_many_writes"
