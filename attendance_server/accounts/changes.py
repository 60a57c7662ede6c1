"""Changes to accounts that more than one kind of user can make."""

from datetime import datetime

from ..audit import ValueChange
from ..errors.accounts import UserNotFound
from ..errors.administration import LastAdmin
from ..models import NameChange, Role, User, iso_time
from ..store import Store

SAME_NAME = NameChange()


async def correct(
    store: Store, user: User, name: NameChange = SAME_NAME, *, email: str | None = None
) -> User:
    """The account with another name or address; without one, that of the account stays.

    Raises `EmailTaken`, `StorageUnavailable`, and `UserNotFound` if the account is deleted.
    """
    found: User | None = user
    while found:
        wanted = (name.applied_to(found.person_name), email or found.email)
        if wanted == (found.person_name, found.email):
            return found
        corrected = await store.users.correct(found, *wanted)
        if corrected:
            return corrected
        # It has changed in the meantime, or is gone.
        found = await store.users.get(user.id)
    raise UserNotFound


async def check_not_last_admin(store: Store, user: User) -> None:
    """Raises `LastAdmin` if the user is the only administrator who can log in."""
    if user.role is Role.ADMIN and not user.disabled:
        admins = await store.users.people("", 2, None, Role.ADMIN, disabled=False)
        if len(admins) == 1:
            raise LastAdmin


def differences(before: User, after: User) -> list[ValueChange]:
    """What differs between two states of an account, for the audit trail."""
    values = [
        ("name", before.name, after.name),
        ("givenName", before.given_name, after.given_name),
        ("familyName", before.family_name, after.family_name),
        ("email", before.email, after.email),
        ("role", before.role.value, after.role.value),
        ("disabledAt", _time(before.disabled_at), _time(after.disabled_at)),
    ]
    return [ValueChange(*each) for each in values if each[1] != each[2]]


def _time(moment: datetime | None) -> str | None:
    return iso_time(moment) if moment else None
