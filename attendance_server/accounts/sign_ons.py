"""Which account a person signs on to, who gets a new one, and who is refused."""

import logging
from collections.abc import Callable, Collection

from ..errors.accounts import AccountDisabled, EmailTaken
from ..errors.sign_on import SignOnNotAllowed, SignOnNotForAdmins, SignOnTaken, SignOnUnverified
from ..logs import fields
from ..models import Role, User
from ..sign_on.person import Person
from ..store import Store
from ..store.subjects import NO_PASSWORD

log = logging.getLogger(__name__)

TRIES = 3
"""How often an account is looked for that changes at the same time."""


class SignOns:
    """Finds or creates the accounts of people who sign on."""

    def __init__(
        self, store: Store, domains: Collection[str], end_tokens: Callable[[User], None]
    ) -> None:
        """`domains`: of the addresses that may sign on; all if there are none.

        `end_tokens` is called with a user whose tokens have ended in the database.
        """
        self._store = store
        self._domains = domains
        self._end_tokens = end_tokens

    async def user_of(self, person: Person) -> User:
        """The user who has signed on, whose account may be a new one.

        The subject decides, whatever the address is by now. The first time the address does, if
        the provider vouches for it. Raises `AccountDisabled`, `SignOnUnverified`,
        `SignOnNotAllowed`, `SignOnNotForAdmins`, `SignOnTaken` and `StorageUnavailable`.
        """
        for _ in range(TRIES):
            user = await self._store.subjects.user_of(person.subject) or await self._first(person)
            if user is None:
                continue
            if user.disabled:
                raise AccountDisabled
            return user
        raise SignOnTaken

    async def _first(self, person: Person) -> User | None:
        """The account that this subject now signs on to; `None` if it has just changed."""
        email = self._usable_email(person)
        user = await self._store.users.by_email(email)
        if user is None:
            role = Role.TEACHER if person.teacher else Role.STUDENT
            try:
                return await self._store.users.add(
                    person.name,
                    email,
                    role,
                    NO_PASSWORD,
                    person.subject,
                    given_name=person.given_name,
                    family_name=person.family_name,
                )
            except EmailTaken:
                return None
        if user.role is Role.ADMIN:
            raise SignOnNotForAdmins
        if user.disabled:
            return user
        if user.subject:
            # The provider may have given the address of someone who has left to someone new.
            raise SignOnTaken
        # Whoever signed up with the address never proved that it is theirs: it may have been a
        # stranger, who must not keep a way in.
        unproven = user.signed_up and user.confirmed_email != email
        linked = await self._store.subjects.link(user, person.subject, drop_password=unproven)
        if linked and unproven:
            log.info("single sign-on ended a password", extra=fields(user=user.id))
            self._end_tokens(linked)
        return linked

    def _usable_email(self, person: Person) -> str:
        if person.email is None or not person.verified:
            raise SignOnUnverified
        if self._domains and person.email.rpartition("@")[2] not in self._domains:
            raise SignOnNotAllowed
        return person.email
