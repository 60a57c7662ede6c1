"""Tickets: what a browser gets for opening a link in time. Pure.

Whoever scans the code may have to log in, to claim an account or to prove a second factor first.
The age of the link is therefore judged when it is opened, and the browser keeps a ticket for what
comes in between. It is good for one session and one student, so that a copy is of no use to others.
"""

import base64
import binascii
import hmac
import secrets

import orjson
from attrs import asdict, frozen

from ..models import CheckIn

TICKET_SECONDS = 300.0
"""How long a ticket is good for."""

ID_BYTES = 9
TAG_BYTES = 16

LONGEST = 500
"""Characters that are examined at most."""


@frozen
class Ticket:
    """A link of this session was opened `age` seconds after its check-in began."""

    id: str
    class_id: str
    session_id: str
    age: float

    def write(self, check_in: CheckIn) -> str:
        """The ticket as a text for a cookie."""
        raw = orjson.dumps(asdict(self))
        return base64.urlsafe_b64encode(_tag(check_in, raw) + raw).decode().rstrip("=")


def new_ticket(class_id: str, session_id: str, age: float) -> Ticket:
    """A ticket for a link that was opened now, `age` seconds after check-in began."""
    return Ticket(secrets.token_urlsafe(ID_BYTES), class_id, session_id, age)


def read_ticket(text: str, check_in: CheckIn, age: float) -> Ticket | None:
    """The ticket in a text, if it was written for this check-in and is still good at `age` seconds.

    `None` for everything else.
    """
    try:
        whole = base64.b64decode(text[:LONGEST] + "=" * (-len(text) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    tag, raw = whole[:TAG_BYTES], whole[TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(check_in, raw)):
        return None
    ticket = Ticket(**orjson.loads(raw))
    return ticket if age - ticket.age < TICKET_SECONDS else None


def _tag(check_in: CheckIn, raw: bytes) -> bytes:
    return hmac.digest(check_in.secret, b"ticket " + raw, "sha256")[:TAG_BYTES]
