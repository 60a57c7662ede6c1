"""The classes that users teach and attend, as far as deleting an account needs them."""

from typing import Protocol

from ..errors import TeacherHasClasses
from ..models import Role, User
from ..store import Store


class Memberships(Protocol):
    """Takes users out of classes."""

    async def withdraw(self, user: User) -> None:
        """Take a student out of all classes, and delete a teacher's classes.

        Raises `StorageUnavailable`, and a `Conflict` where a class does not allow that now.
        """
        ...


class StoredMemberships:
    """The memberships in the database, for a process in which no session runs."""

    def __init__(self, store: Store) -> None:
        self._classes = store.classes
        self._invitations = store.invitations

    async def withdraw(self, user: User) -> None:
        """Take a student out of all classes.

        Raises `StorageUnavailable`, and `TeacherHasClasses`: another process may run their
        sessions.
        """
        if user.role is Role.TEACHER:
            if await self._classes.of_user(user.id):
                raise TeacherHasClasses
            return
        await self._classes.unenrol_all(user.id)
        await self._invitations.delete_all(user.id)
