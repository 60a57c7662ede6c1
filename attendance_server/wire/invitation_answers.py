"""The data of HTTP responses about invitations. The docstrings appear in the API description."""

from ..models import Id
from .frozen import frozen


@frozen
class InvitationView:
    """An invitation to a class. `needsCode`: accepting it takes a code from the teacher."""

    class_id: Id
    class_name: str
    teacher_name: str
    needs_code: bool


@frozen
class PendingInvitation:
    """A student who is invited to a class and not in it yet, as its teacher named them.

    `needsCode`: the account is not confirmed to be the student's. They join with the code, or once
    the teacher confirms them. Without it, the student has to accept.
    """

    student_id: Id
    name: str | None
    email: str | None
    needs_code: bool
    student_number: str | None = None


@frozen
class OwnInvitation:
    """An invitation in the export of its student: the class, and what its teacher called them."""

    class_id: Id
    class_name: str
    name: str | None
    email: str | None
    student_number: str | None = None
