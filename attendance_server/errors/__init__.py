"""Everything that can go wrong for a client, in families that share an HTTP status.

    AttendanceError             500, also: whatever was not foreseen
    ├── Invalid                 400, what was sent cannot be taken as it is
    ├── Unauthorized            401
    ├── Forbidden               403, not for this user
    ├── NotFound                404
    ├── Conflict                409, not as things are now
    │   └── QuotaReached
    ├── TooLarge                413
    ├── Unavailable             503, the same may succeed later
    │   ├── Overloaded          503, too much at once for the server
    │   └── RateLimited         429, too much from this client or account
    └── those with a status of their own: 406, 408, 410, 415, 426 and 499

Here are the families, and each module has those of one subject. They are raised where they are
known. The envelope middleware makes HTTP answers of them, and the socket loop `ERROR` frames. Their
codes never change, and the contract fixes many of the messages.
"""

from collections.abc import Mapping
from typing import ClassVar


class AttendanceError(Exception):
    """A client's request or frame failed.

    `message` tells a person why, and `code` a program. `status` is that of the HTTP answer;
    `beside`: the attributes that stand beside the message there, and their types. `pattern`: what
    `message` matches, where it varies.
    """

    status = 500
    message = "Internal server error"
    code = "internal_error"
    beside: ClassVar[Mapping[str, object]] = {}
    pattern: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__(self.message)


class Invalid(AttendanceError):
    """What was sent cannot be taken as it is."""

    status = 400


class Unauthorized(AttendanceError):
    """A request has no token, or one that is wrong, has expired or was ended."""

    status = 401
    message = "Unauthorized, token missing or invalid"
    code = "unauthorized"


class Forbidden(AttendanceError):
    """The user, or the page, may not do this."""

    status = 403


class NotFound(AttendanceError):
    """What is named does not exist. A malformed id is treated as one that does not exist."""

    status = 404


class Conflict(AttendanceError):
    """The request conflicts with the current state; it may succeed after that has changed."""

    status = 409


class QuotaReached(Conflict):
    """A quota is used up. The message says how many there may be, and what to do about it.

    `usual` is the number in `message`, which is replaced by that of the server's settings.
    """

    usual: ClassVar[int] = 0
    beside: ClassVar[Mapping[str, object]] = {"limit": int}

    def __init__(self, limit: int) -> None:
        """`limit`: how many there may be."""
        self.limit = limit
        self.message = self.message.replace(str(self.usual), str(limit))
        super().__init__()

    def __init_subclass__(cls) -> None:
        cls.pattern = f"^{cls.message.replace(str(cls.usual), '[0-9]+')}$"


class TooLarge(AttendanceError):
    """The body has too many bytes."""

    status = 413


class Unavailable(AttendanceError):
    """This cannot be done now; the same request may succeed later.

    `retry_after`: whole seconds after which a retry makes sense; `None` if that is not known.
    """

    status = 503
    retry_after: int | None = None

    def __init__(self, retry_after: int | None = None) -> None:
        """`retry_after`: instead of the default of the class."""
        super().__init__()
        if retry_after is not None:
            self.retry_after = retry_after


class Overloaded(Unavailable):
    """The whole server has too much to do."""


class RateLimited(Unavailable):
    """One client, account or socket has asked for too much; others are served."""

    status = 429
