"""What can be wrong with a socket, or with a frame on it."""

from . import AttendanceError, Invalid, RateLimited, Unauthorized
from .requests import StudentOnly, TeacherOnly
from .server import TooManyConnections


class UpgradeRequired(AttendanceError):
    """A request to `/ws` is not a WebSocket handshake."""

    status = 426
    message = "Upgrade required, this is a WebSocket endpoint"
    code = "upgrade_required"


class SocketUnauthorized(Unauthorized):
    """As `Unauthorized`, of a socket; also when that becomes so while it is open."""

    message = "Unauthorized or invalid token"


class RenewalRefused(Unauthorized):
    """The new token of an open socket is not valid, or that of another user: the old one stays."""

    message = "Token invalid or not yours, the socket keeps the one it has"
    code = "renewal_refused"


class InvalidFrame(Invalid):
    """A message on a socket is not a JSON object with an event, or its data has wrong fields."""

    message = "Invalid message format"
    code = "invalid_message"


class InvalidFrameId(Invalid):
    """The `id` of a frame is neither an integer of 64 bits nor a short string."""

    message = "Invalid message id, send a string of at most 64 characters or an integer"
    code = "invalid_message_id"


class UnknownEvent(Invalid):
    """A frame has an event that clients cannot send."""

    message = "Unknown event"
    code = "unknown_event"


class TeacherEventOnly(TeacherOnly):
    """A student has sent an event for teachers."""

    message = "Forbidden, teacher event only"


class StudentEventOnly(StudentOnly):
    """A teacher has sent an event for students."""

    message = "Forbidden, student event only"


class SocketRefused(AttendanceError):
    """A socket is closed with `close_code`, after an `ERROR` that says why.

    The codes are those of RFC 6455, section 7.4.1, and of the IANA registry that it set up.
    """

    close_code = 1008


class TooManyFrames(SocketRefused, RateLimited):
    """A socket has sent more than `FRAMES_PER_SOCKET`."""

    message = "Too many frames, slow down"
    code = "too_many_frames"


class TooManySockets(SocketRefused, RateLimited):
    """A user has `MAX_SOCKETS_PER_USER` open."""

    message = "Too many connections for this account"
    code = "too_many_sockets"


class ServerFull(SocketRefused, TooManyConnections):
    """`MAX_SOCKETS` are open."""

    close_code = 1013


class WrongFrame(Exception):
    """A client's frame that RFC 6455 forbids: its socket is closed with 1002, and no `ERROR`."""

    close_code = 1002
