"""The classes that users teach and attend, as far as deleting an account needs them."""

from contextlib import suppress
from typing import Protocol

from ..errors.administration import TeacherHasClasses
from ..errors.classes import ClassNotFound
from ..models import ClassRole, Role, User
from ..store import Store


class Memberships(Protocol):
    """Takes users out of classes."""

    async def withdraw(self, user: User) -> None:
        """Take a user out of all classes, and delete a teacher's own, or hand them over.

        Raises `StorageUnavailable`, and a `Conflict` where a class does not allow that now.
        """
        ...


class StoredMemberships:
    """The memberships in the database, for a process in which no session runs."""

    def __init__(self, store: Store) -> None:
        self._classes = store.classes
        self._invitations = store.invitations
        self._teachers = store.teachers

    async def withdraw(self, user: User) -> None:
        """Take a user out of all classes.

        Raises `StorageUnavailable`, and `TeacherHasClasses` for a teacher who owns some: another
        process may run their sessions.
        """
        if user.role is Role.TEACHER:
            classes = await self._classes.of_user(user.id)
            if any(each.role is ClassRole.OWNER for each in classes):
                raise TeacherHasClasses
            for each in classes:
                with suppress(ClassNotFound):
                    await self._teachers.remove(each.id, user.id)
            return
        await self._classes.unenrol_all(user.id)
        await self._invitations.delete_all(user.id)
