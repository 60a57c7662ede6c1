"""Who may do what with a class. The one place that decides it; no I/O.

Students are not among them: what they see of their own classes follows from the roster.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto

from .errors.api_keys import OtherClassKey
from .errors.classes import NotClassOwner, NotClassTeacher
from .models import ApiKey, Class, ClassRole, Role, User


class Right(Enum):
    """What can be permitted.

    `SEE`: the class with its students, sessions and reports. `TAKE_ATTENDANCE`: start, mark and end
    its sessions, correct, reopen, discard and restore them, and enrol a student. `EXPORT`: get any
    of it as a file. `MANAGE`: change, archive and delete the class, import a roster, issue codes,
    remove students, and add and remove teachers.
    """

    SEE = auto()
    TAKE_ATTENDANCE = auto()
    EXPORT = auto()
    MANAGE = auto()


RIGHTS: Mapping[ClassRole | None, frozenset[Right]] = {
    ClassRole.OWNER: frozenset(Right),
    ClassRole.ASSISTANT: frozenset({Right.SEE, Right.TAKE_ATTENDANCE}),
    None: frozenset(),
}
"""The rights of each role; `None`: of a user without one."""


OF_ADMINS = frozenset({Right.SEE, Right.EXPORT})
"""The rights of administrators in every class."""


def rights_in(class_: Class, user: User, at: datetime) -> frozenset[Right]:
    """The rights that a user has in a class at a time."""
    if user.role is Role.ADMIN:
        return OF_ADMINS
    return RIGHTS[class_.role_of(user.id, at)]


def check_right(right: Right, class_: Class, user: User, at: datetime) -> None:
    """Raises `NotClassTeacher` for users without any right, `NotClassOwner` for other teachers."""
    rights = rights_in(class_, user, at)
    if not rights:
        raise NotClassTeacher
    if right not in rights:
        raise NotClassOwner


def check_key(key: ApiKey, class_: Class, user: User, at: datetime) -> None:
    """Check that rosters of a class may be uploaded with a key, in the name of the user.

    Raises `OtherClassKey`, and as `check_right` if the user no longer owns the class of the key.
    """
    if key.class_id is None:
        return
    if key.class_id != class_.id:
        raise OtherClassKey
    check_right(Right.MANAGE, class_, user, at)
