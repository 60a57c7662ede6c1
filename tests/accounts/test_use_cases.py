"""The account use cases, called without a server, a request or a socket."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pymongo
import pytest
from attrs import define, field, frozen
from bson import ObjectId

from attendance_server.accounts.accounts import Accounts
from attendance_server.accounts.attempts import Attempts
from attendance_server.accounts.claim_codes import CodeTerm
from attendance_server.accounts.devices import Devices
from attendance_server.accounts.known_students import KnownStudents
from attendance_server.accounts.memberships import StoredMemberships
from attendance_server.accounts.passwords import Passwords
from attendance_server.accounts.resets import ResetCodes
from attendance_server.accounts.signup_policy import SignupPolicy
from attendance_server.accounts.tokens import Tokens
from attendance_server.database.connection import DatabaseConnection
from attendance_server.errors import Unauthorized
from attendance_server.errors.accounts import BadCredentials, TeacherSignupClosed, TooManyAttempts
from attendance_server.errors.administration import TeacherHasClasses
from attendance_server.errors.sessions import SessionRunning
from attendance_server.models import Identity, Role, User, utc_now
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate, SignupRule, StudentDirectory
from attendance_server.store import Store
from attendance_server.wire.requests import Signup
from tests.conftest import SECRET
from tests.support.client import PASSWORD

ADDRESS = "203.0.113.7"
EMAIL = "ada@school.test"
SIGNUP = Signup("Ada", EMAIL, PASSWORD, Role.STUDENT)


@define
class Memberships(StoredMemberships):
    """Memberships in the database; a session runs while `conflict` is set."""

    store: Store
    conflict: type[SessionRunning] | None = None
    withdrawn: list[str] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        super().__init__(self.store)

    async def withdraw(self, user: User) -> None:
        self.withdrawn.append(user.id)
        if self.conflict:
            raise self.conflict
        await super().withdraw(user)


@frozen
class Office:
    """The accounts of a database, and the other things that the use cases change."""

    accounts: Accounts
    store: Store
    tokens: Tokens
    memberships: Memberships
    closed: list[tuple[str, Callable[[Identity], bool]]]
    """The users and tokens whose sockets were to be closed."""


@asynccontextmanager
async def opened(
    settings: Settings, attempts: Attempts | None = None, rounds: int = 4
) -> AsyncIterator[Office]:
    passwords = Passwords(rounds, limit=100)
    try:
        async with DatabaseConnection(settings).opened() as store:
            tokens = Tokens(store, SECRET, ttl=3600)
            memberships = Memberships(store)
            closed: list[tuple[str, Callable[[Identity], bool]]] = []
            known_students = KnownStudents(store, StudentDirectory.ALL, utc_now)
            attempts = attempts or Attempts()

            def close_sockets(user_id: str, ended: Callable[[Identity], bool]) -> None:
                closed.append((user_id, ended))

            accounts = Accounts(
                store,
                passwords,
                tokens,
                attempts,
                SignupPolicy(students=SignupRule.OPEN),
                CodeTerm(3600, utc_now),
                ResetCodes(store, known_students, utc_now),
                memberships,
                Devices(store, tokens, attempts, close_sockets, 3600, utc_now),
                close_sockets,
            )
            yield Office(accounts, store, tokens, memberships, closed)
    finally:
        await passwords.close()


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    async with opened(settings) as office:
        yield office


async def test_an_account_created_by_a_command_can_log_in(office: Office) -> None:
    accounts = office.accounts
    created = await accounts.create("Ada", EMAIL, Role.TEACHER, PASSWORD)
    logged_in = await accounts.log_in(EMAIL, PASSWORD, None)
    assert logged_in.user == created == await accounts.by_email(EMAIL)
    assert (await office.tokens.identify(logged_in.token)).user_id == created.id


async def test_a_command_creates_accounts_even_where_signup_is_closed(office: Office) -> None:
    with pytest.raises(TeacherSignupClosed):
        await office.accounts.sign_up(Signup("Ada", EMAIL, PASSWORD, Role.TEACHER), None)
    await office.accounts.create("Ada", EMAIL, Role.TEACHER, PASSWORD)


async def test_log_ins_are_counted_by_outcome(settings: Settings) -> None:
    attempts = Attempts(failures_per_email=Rate(1, 60))
    async with opened(settings, attempts) as office:
        accounts = office.accounts
        await accounts.sign_up(SIGNUP, ADDRESS)
        await accounts.log_in(EMAIL, PASSWORD, ADDRESS)
        with pytest.raises(BadCredentials):
            await accounts.log_in(EMAIL, "wrong horse", ADDRESS)
        with pytest.raises(TooManyAttempts):
            await accounts.log_in(EMAIL, PASSWORD, ADDRESS)
        assert accounts.logins == {"ok": 1, "wrong": 1, "turned away": 1}


async def test_a_limit_per_address_does_not_apply_to_a_caller_without_one(
    settings: Settings,
) -> None:
    attempts = Attempts(failures_per_address=Rate(1, 60), signups_per_address=Rate(1, 60))
    async with opened(settings, attempts) as office:
        accounts = office.accounts
        await accounts.sign_up(SIGNUP, ADDRESS)
        with pytest.raises(TooManyAttempts):
            await accounts.sign_up(
                Signup("Ben", "ben@school.test", PASSWORD, Role.STUDENT), ADDRESS
            )
        with pytest.raises(BadCredentials):
            await accounts.log_in(EMAIL, "wrong horse", ADDRESS)
        with pytest.raises(TooManyAttempts):
            await accounts.log_in(EMAIL, PASSWORD, ADDRESS)
        await accounts.log_in(EMAIL, PASSWORD, None)


async def test_a_failed_log_in_reports_the_account_it_was_for(office: Office) -> None:
    found_ids: list[str] = []
    user = await office.accounts.sign_up(SIGNUP, ADDRESS)
    for email in (EMAIL, "nobody@school.test"):
        with pytest.raises(BadCredentials):
            await office.accounts.log_in(email, "wrong horse", ADDRESS, on_found=found_ids.append)
    assert found_ids == [user.id]


async def test_a_log_in_rehashes_at_the_configured_cost(settings: Settings) -> None:
    async with opened(settings) as office:
        await office.accounts.sign_up(SIGNUP, ADDRESS)
    async with opened(settings, rounds=5) as office:
        await office.accounts.log_in(EMAIL, PASSWORD, ADDRESS)
        user = await office.accounts.by_email(EMAIL)
        assert user
        assert user.password_hash.startswith(b"$2b$05$")
        await office.accounts.log_in(EMAIL, PASSWORD, ADDRESS)


async def test_logging_out_ends_one_token_and_closes_its_sockets(office: Office) -> None:
    user = await office.accounts.sign_up(SIGNUP, ADDRESS)
    tokens = [(await office.accounts.log_in(EMAIL, PASSWORD, ADDRESS)).token for _ in "12"]
    ended, other = [await office.tokens.identify(token) for token in tokens]
    await office.accounts.log_out(user, tokens[0])
    ((closed_id, is_closed),) = office.closed
    assert (closed_id, is_closed(ended), is_closed(other)) == (user.id, True, False)
    assert await office.tokens.identify(tokens[1]) == other
    with pytest.raises(Unauthorized):
        await office.tokens.identify(tokens[0])


async def test_a_password_change_ends_every_token_but_the_one_returned(office: Office) -> None:
    user = await office.accounts.sign_up(SIGNUP, ADDRESS)
    old = (await office.accounts.log_in(EMAIL, PASSWORD, ADDRESS)).token
    identity = await office.tokens.identify(old)
    changed = await office.accounts.change_password(user, PASSWORD, "other horse", ADDRESS)
    ((closed_id, is_closed),) = office.closed
    assert (closed_id, is_closed(identity)) == (user.id, True)
    assert (await office.tokens.identify(changed.token)).user_id == user.id
    with pytest.raises(Unauthorized):
        await office.tokens.identify(old)


async def test_a_deletion_removes_memberships_before_and_after_the_account(office: Office) -> None:
    user = await office.accounts.sign_up(SIGNUP, ADDRESS)
    with pytest.raises(BadCredentials):
        await office.accounts.delete_own(user, "wrong horse", ADDRESS)
    assert office.memberships.withdrawn == []
    await office.accounts.delete_own(user, PASSWORD, ADDRESS)
    assert office.memberships.withdrawn == [user.id, user.id]
    assert [closed_id for closed_id, _ in office.closed] == [user.id]
    assert await office.accounts.by_email(EMAIL) is None


async def test_an_account_whose_classes_prevent_deletion_keeps_its_tokens(office: Office) -> None:
    user = await office.accounts.sign_up(SIGNUP, ADDRESS)
    token = (await office.accounts.log_in(EMAIL, PASSWORD, ADDRESS)).token
    office.memberships.conflict = SessionRunning
    with pytest.raises(SessionRunning):
        await office.accounts.delete(user)
    assert office.closed == []
    assert (await office.tokens.identify(token)).user_id == user.id


async def test_a_command_does_not_delete_a_teacher_with_classes(office: Office) -> None:
    teacher = await office.accounts.create("Ada", EMAIL, Role.TEACHER, PASSWORD)
    class_ = await office.store.classes.add("Maths", teacher.id, None)
    with pytest.raises(TeacherHasClasses):
        await office.accounts.delete(teacher)
    await office.store.classes.delete(class_.id)
    await office.accounts.delete(teacher)
    assert await office.accounts.by_email(EMAIL) is None


async def test_deleting_a_teacher_deletes_unclaimed_accounts_of_no_other_teacher(
    office: Office, database: pymongo.database.Database
) -> None:
    teacher = await office.accounts.create("Ada", EMAIL, Role.TEACHER, PASSWORD)
    other = await office.accounts.create("Eve", "eve@school.test", Role.TEACHER, PASSWORD)
    enrolled, _ = [
        database.users.insert_one(
            {
                "name": name,
                "email": f"{name}@school.test",
                "role": "STUDENT",
                "passwordHash": b"",
                "claim": {
                    "by": ObjectId(teacher.id),
                    "codeHash": name.encode(),
                    "until": utc_now(),
                },
            }
        ).inserted_id
        for name in ("ben", "cid")
    ]
    class_ = await office.store.classes.add("Maths", other.id, None)
    await office.store.classes.enrol(class_.id, str(enrolled), 10)
    await office.accounts.delete(teacher)
    assert {user["_id"] for user in database.users.find()} == {ObjectId(other.id), enrolled}
