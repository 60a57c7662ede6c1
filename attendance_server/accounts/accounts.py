"""What people do with their accounts: sign up, log in, claim, change the password, log out, delete.

Every way into the server calls these use cases: HTTP handlers, commands, and whatever comes next.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from attrs import evolve, frozen

from ..errors import AttendanceError, Conflict
from ..errors.accounts import (
    AccountDisabled,
    BadCredentials,
    CodeExpired,
    CodeWrong,
    DeviceNotFound,
    HashingUnavailable,
    PasswordsOff,
    TooManyAttempts,
    TooManyLogins,
)
from ..errors.server import StorageUnavailable
from ..models import LogInOrigin, NameChange, NameOrder, Role, User
from ..store import Store
from ..text import normal_password
from ..wire.requests import Signup
from .attempts import Attempt, Attempts
from .changes import check_not_last_admin, correct
from .claim_codes import CodeTerm, code_hash
from .devices import CloseSockets, Devices, LoggedIn
from .memberships import Memberships
from .password_logins import FOR_EVERYONE, PasswordLogins
from .passwords import Passwords
from .resets import ResetCodes
from .signup_policy import SignupPolicy
from .tokens import Tokens

BUSY: tuple[type[AttendanceError], ...] = (TooManyAttempts, TooManyLogins, HashingUnavailable)
"""What can keep a password from being checked or hashed now."""

LOGGED_IN = "logged in"
"""The browser, as limits count it, of users who give their password once more."""


@frozen
class Redeemable:
    """An account that a code is for, and until when; `None` is no end.

    `redeem` sets the password by its hash, and returns the account, or `None` if the code is no
    longer good.
    """

    user: User
    until: datetime | None
    redeem: Callable[[bytes], Awaitable[User | None]]


class Accounts:
    """The accounts of this server, and what their users may do with them.

    Every call raises `StorageUnavailable` if the database does not answer, and those that check or
    hash a password raise `TooManyAttempts`, `TooManyLogins` and `HashingUnavailable`. An `address`
    is the client as limits count it (see `client_address.limit_key`), or `None` for a client that
    no limit per address applies to.
    """

    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        tokens: Tokens,
        attempts: Attempts,
        signup_policy: SignupPolicy,
        code_term: CodeTerm,
        resets: ResetCodes,
        memberships: Memberships,
        devices: Devices,
        close_sockets: CloseSockets,
        *,
        password_logins: PasswordLogins = FOR_EVERYONE,
    ) -> None:
        """`close_sockets` is called when tokens end before their time.

        `password_logins`: who has a password.
        """
        self._password_logins = password_logins
        self._store = store
        self._passwords = passwords
        self._tokens = tokens
        self._attempts = attempts
        self._signup_policy = signup_policy
        self._code_term = code_term
        self._resets = resets
        self._memberships = memberships
        self._devices = devices
        self._close_sockets = close_sockets
        self.logins = Counter({"ok": 0, "wrong": 0, "turned away": 0})
        """How log-ins ended; `turned away` are those that were not checked."""

    @property
    def waiting_passwords(self) -> int:
        """How many passwords are being hashed or wait for it."""
        return self._passwords.waiting

    async def rename(self, user: User, change: NameChange) -> User:
        """Change the name of an account and return it. Raises `UserNotFound` if it is gone."""
        return await correct(self._store, user, change)

    async def prefer(self, user: User, order: NameOrder, language: str | None) -> User:
        """Remember what lists of students are sorted by for the user, and the user's language.

        Returns the user.
        """
        changed = evolve(user, name_order=order, language=language)
        await self._store.users.prefer(changed)
        return changed

    async def by_email(self, email: str) -> User | None:
        """The user with this address, given in lower case."""
        return await self._store.users.by_email(email)

    async def create(self, name: str, email: str, role: Role, password: str) -> User:
        """Create an account, whatever the sign-up policy says. Raises `EmailTaken`.

        `email` is in lower case, and `password` in its normal form.
        """
        password_hash = await self._passwords.hash(password)
        return await self._store.users.add(name, email, role, password_hash)

    def sign_on_attempt(self, address: str | None) -> Attempt:
        """A return from the provider of single sign-on, as it is limited."""
        return self._attempts.sign_on(address)

    async def sign_up(self, signup: Signup, address: str | None) -> User:
        """Create an account as the sign-up policy allows.

        Raises `EmailTaken`, `PasswordsOff`, and what `SignupPolicy.check` does.
        """
        self._password_logins.require()
        attempt = self._attempts.signup(address, signup.email)
        # Before the policy: this limit is the only thing that slows down guessing its code.
        await attempt.count()
        # Before the database: whoever may not sign up must not learn which addresses are taken.
        self._signup_policy.check(signup)
        try:
            password_hash = await self._passwords.hash(signup.password, attempt)
        except (TooManyLogins, HashingUnavailable):
            await attempt.uncount()
            raise
        return await self._store.users.add(signup.name, signup.email, signup.role, password_hash)

    async def log_in(
        self,
        login_name: str,
        password: str,
        address: str | None,
        *,
        browser: str | None = None,
        remember_as: str | None = None,
        on_found: Callable[[str], object] = lambda _: None,
    ) -> LoggedIn:
        """Check a password, as it was typed, and issue a token.

        Raises `BadCredentials`, and, for the right password only, `AccountDisabled` and
        `PasswordsOff`.

        `login_name`: an e-mail address in lower case, or the key of a student number (see
        `text.number_key`). `browser`: the id of one that has logged in to this account before, see
        `known_browsers`. `remember_as` as for `begin`. `on_found` is called with the id of the
        account that has the name before the password is checked, so that a caller knows whose
        account a failed log-in was tried on.
        """
        attempt = self._attempts.password(address, login_name, browser)
        try:
            # Before the database too: a refused log-in should cost nothing.
            await attempt.check()
            user = await self._by_login_name(login_name)
            if user:
                on_found(user.id)
                # Wrong passwords count together, whichever name of the account they were given for.
                attempt = self._attempts.password(address, user.login_name, browser)
            # An unclaimed account has no password, and looks like an address without an account.
            claimed = user if user and user.claimed else None
            correct = await self._passwords.match(password, claimed, attempt)
        except BUSY:
            self.logins["turned away"] += 1
            raise
        if claimed is None or not correct:
            self.logins["wrong"] += 1
            raise BadCredentials
        if claimed.disabled:
            self.logins["turned away"] += 1
            raise AccountDisabled
        try:
            # Only now: earlier, the answer would tell which addresses are administrators'.
            self._password_logins.require(claimed.role)
        except PasswordsOff:
            self.logins["turned away"] += 1
            raise
        self.logins["ok"] += 1
        if self._passwords.outdated(claimed.password_hash):
            await self._rehash(claimed, password, attempt)
        return await self.begin(claimed, LogInOrigin.PASSWORD, remember_as)

    async def claim(
        self,
        code: str,
        password: str,
        address: str | None,
        *,
        remember_as: str | None = None,
    ) -> LoggedIn:
        """Give the account with this code a password, and issue a token.

        The code is that of an unclaimed account, or one for a new password, which ends all tokens
        and devices of the account. `password` is in its normal form; `remember_as` as for `begin`.
        Raises `CodeWrong`, `CodeExpired`, `AccountDisabled` and `PasswordsOff`.
        """
        hashed_code = code_hash(code)
        attempt = self._attempts.claim(address, hashed_code)
        await attempt.check()
        # Before the password is hashed: a wrong code should cost next to nothing.
        redeemable = await self._redeemable(hashed_code)
        if redeemable is None:
            await attempt.count()
            raise CodeWrong
        # An administrator, too, may need a code for a new password.
        self._password_logins.require(redeemable.user.role)
        if redeemable.user.disabled:
            raise AccountDisabled
        if self._code_term.is_over(redeemable.until):
            raise CodeExpired
        # Other attempts may have failed meanwhile: past the limit, even a correct code is refused.
        await attempt.check()
        password_hash = await self._passwords.hash(password, attempt)
        user = await redeemable.redeem(password_hash)
        if user is None:
            raise CodeWrong
        if user.password_version != redeemable.user.password_version:
            # The password is another one now, whether or not this succeeds: the devices have ended.
            with suppress(StorageUnavailable):
                await self._devices.password_changed(user, None)
            self.end_tokens(user)
        return await self.begin(user, LogInOrigin.CLAIM, remember_as)

    async def begin(
        self, user: User, origin: LogInOrigin, remember_as: str | None = None
    ) -> LoggedIn:
        """Log in a user who has just proven who they are: the end of every way to log in.

        `remember_as`: the name of the device on which they stay logged in; `None`: on none.
        """
        if remember_as is None:
            return self._logged_in(user)
        return await self._devices.remember(user, origin, remember_as)

    async def log_out(self, user: User, token: str, device_id: str | None = None) -> None:
        """End one of the user's tokens, and its device if it has one, and close its sockets.

        Raises `Unauthorized`.
        """
        if device_id:
            # Another request may have ended it in the meantime.
            with suppress(DeviceNotFound):
                await self._devices.end(user, device_id)
                return
        ended = await self._tokens.end(user, token)
        self._close_sockets(user.id, ended)

    async def change_password(
        self,
        user: User,
        old_password: str,
        new_password: str,
        address: str | None,
        device_id: str | None = None,
    ) -> LoggedIn:
        """Set another password, end all of the user's tokens and other devices, and log in again.

        `old_password` is as it was typed, `new_password` in its normal form. `device_id`: the
        device that stays. Raises `BadCredentials` and
        `PasswordsOff`.
        """
        self._password_logins.require(user.role)
        attempt = await self._authenticate(user, old_password, address)
        password_hash = await self._passwords.hash(new_password, attempt)
        user = await self._store.users.change_password(user, password_hash)
        # The password is another one now, whether or not this succeeds: the devices have ended.
        with suppress(StorageUnavailable):
            # Before any socket is closed: the pages on this device then refresh at once.
            await self._devices.password_changed(user, device_id)
        self.end_tokens(user)
        return self._logged_in(user, device_id)

    async def delete_own(self, user: User, password: str, address: str | None) -> None:
        """Delete the account of a user who gives its password. Raises as `delete` does.

        Also raises `BadCredentials`.
        """
        await self._authenticate(user, password, address)
        await self.delete(user)

    async def delete(self, user: User) -> None:
        """Delete an account and end its tokens; a student leaves all classes, a teacher's go too.

        Raises `LastAdmin`, and what `Memberships.withdraw` does. The account then still exists, and
        deleting it can be tried again.
        """
        await check_not_last_admin(self._store, user)
        await self._withdraw(user)
        await self._store.users.delete(user.id)
        self.end_tokens(user)
        # Until the account was gone, it could be enrolled, or create a class.
        with suppress(Conflict):
            await self._withdraw(user)

    async def _redeemable(self, code_hash: bytes) -> Redeemable | None:
        """What this code is for; `None` if nothing has it."""
        unclaimed = await self._store.claims.by_code(code_hash)
        if unclaimed:
            claim = partial(self._store.claims.claim, code_hash)
            return Redeemable(unclaimed, unclaimed.code_until, claim)
        found = await self._store.resets.find(code_hash)
        if found is None:
            return None
        user, code = found
        return Redeemable(user, code.until, partial(self._resets.redeem, code))

    async def _by_login_name(self, login_name: str) -> User | None:
        # A student number has no @.
        if "@" in login_name:
            return await self._store.users.by_email(login_name)
        return await self._store.users.by_number(login_name)

    async def _withdraw(self, user: User) -> None:
        await self._memberships.withdraw(user)
        # Unclaimed accounts in no class, whose codes no one else can hand out.
        await self._store.claims.delete_unenrolled(user.id)

    async def _authenticate(self, user: User, password: str, address: str | None) -> Attempt:
        """Check the password of a logged-in user. Raises `BadCredentials`."""
        # Strangers must not keep the owner from changing it: they have no token.
        attempt = self._attempts.password(address, user.login_name, LOGGED_IN)
        if not await self._passwords.match(password, user, attempt):
            raise BadCredentials
        return attempt

    async def _rehash(self, user: User, password: str, attempt: Attempt) -> None:
        """Store a hash of the current cost; where that fails, the next log-in tries again."""
        with suppress(*BUSY, StorageUnavailable):
            password_hash = await self._passwords.hash(normal_password(password), attempt)
            await self._store.users.rehash(user, password_hash)

    def _logged_in(self, user: User, device_id: str | None = None) -> LoggedIn:
        return LoggedIn(user, self._tokens.issue(user, device_id), device_id=device_id)

    def end_tokens(self, user: User) -> None:
        """Close the sockets of a user whose tokens have ended in the database."""
        self._tokens.forget([user.id])
        self._close_sockets(user.id, lambda _: True)
