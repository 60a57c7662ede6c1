"""A forgotten password: a code by mail, to the address of the account."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from functools import partial

from ..audit import OK, Action, Audit, Event
from ..errors.accounts import AccountDisabled, PasswordsOff, UserNotFound
from ..errors.mail import NoMail, TooMuchMail
from ..mail.letters import Letters
from ..mail.outbox import Outbox
from ..models import ResetWay
from ..store import Store
from .attempts import Attempts
from .resets import ResetCodes


class ForgottenPasswords:
    """Mails codes for a new password."""

    def __init__(
        self,
        store: Store,
        resets: ResetCodes,
        attempts: Attempts,
        audit: Audit,
        now: Callable[[], datetime],
        mail: tuple[Outbox, Letters] | None,
    ) -> None:
        """`mail`: how mail is sent and what it says; `None`: the server sends none."""
        self._store = store
        self._resets = resets
        self._attempts = attempts
        self._audit = audit
        self._now = now
        self._mail = mail

    async def ask(self, email: str, address: str | None, language: str) -> None:
        """Have a code mailed to the owner of the account with this address, if there is one.

        `email` is in lower case; `address`: the client, as for `Accounts`; `language`:
        that of the request, in which the mail is unless the account has one. Whether there is an
        account is looked up later: neither what this does nor how long it takes shows it. Raises
        `NoMail`, `TooManyAttempts` and `TooMuchMail`.
        """
        if self._mail is None:
            raise NoMail
        outbox, letters = self._mail
        attempt = self._attempts.mail(address, email)
        await attempt.count()
        try:
            outbox.put(partial(self._write, letters, email, language))
        except TooMuchMail:
            await attempt.uncount()
            raise

    async def _write(self, letters: Letters, email: str, language: str) -> EmailMessage | None:
        """The mail to the account with this address. Raises `StorageUnavailable`."""
        user = await self._store.users.by_email(email)
        if user is None:
            return None
        try:
            issued = await self._resets.issue(user, ResetWay.MAIL)
        except (AccountDisabled, PasswordsOff, UserNotFound):
            return None
        self._audit.record(
            Event(
                at=self._now(),
                action=Action.RESET_CODE,
                outcome=OK,
                user_id=user.id,
                targets={"userId": user.id, "way": ResetWay.MAIL.value},
            )
        )
        return letters.reset(email, issued.code, user.language or language)
