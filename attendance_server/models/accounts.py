"""Users: their accounts, their tokens, and what they prove who they are with."""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from ..text import number_key
from .names import NameOrder, PersonName


class Role(StrEnum):
    TEACHER = "TEACHER"
    STUDENT = "STUDENT"
    ADMIN = "ADMIN"


CHOOSABLE_ROLES = (Role.TEACHER, Role.STUDENT)
"""The roles that a request can name. Administrators are created by a command only."""


class Proof(StrEnum):
    """How an e-mail address was proven to be the account owner's."""

    MAIL = "mail"
    SINGLE_SIGN_ON = "single sign-on"


class ResetWay(StrEnum):
    """How the code for a new password was given to the owner of an account."""

    TEACHER = "teacher"
    OFFICE = "office"
    COMMAND = "command"
    MAIL = "mail"


@frozen
class PasswordReset:
    """That a password was set with a code: when, and who had issued the code, and when.

    `issuer_id`: the teacher or the administrator; `None` for a command and a mail.
    """

    way: ResetWay
    issued_at: datetime
    at: datetime
    issuer_id: str | None = None


@frozen
class ResetCode:
    """A stored code for a new password.

    `email`: the address that it was mailed to, which has to be that of the account still.
    """

    code_hash: bytes = field(repr=False)
    way: ResetWay
    issued_at: datetime
    until: datetime
    issuer_id: str | None = None
    email: str | None = None


@frozen
class Subject:
    """Who someone is for a provider of single sign-on; never another person's."""

    issuer: str
    id: str


@frozen
class User:
    """A user's account.

    Its log-in names are the `email` and, for students of a school that has such numbers, the
    `student_number`; students who were imported may have the number only. Mail for the family goes
    to `contact_email`: it is no log-in name, and siblings may share it. `confirmed_email`: the
    address that was proven to be the owner's.

    `password_version`: the number of password changes; tokens of another version are invalid.
    `issuer_id`: the teacher who issues the code of an unclaimed account, which has no password: its
    `password_hash` is empty. `code_until`: when that code expires. `importer_id`: the teacher whose
    import created the account; `None` if its owner signed up. `ended_tokens`: the ids of tokens
    that were revoked before they expired. `disabled_at`: since when an administrator keeps its
    owner from using it; `None`: they may. `merging_into`: the account that this one is being
    merged into. `subject`: who signs on to it; an account that knows only that has no password,
    and an empty `password_hash`. `password_reset`: the last time that its password was set with a
    code. `given_name` and `family_name`: the parts of the name, where they are known. `name_order`:
    what lists of students are sorted by for this user. `language`: the one of `LANGUAGES` that this
    user has chosen; `None`: none yet.
    """

    id: str
    name: str
    email: str | None
    role: Role
    password_hash: bytes = field(repr=False)
    password_version: int = 0
    issuer_id: str | None = None
    importer_id: str | None = None
    code_until: datetime | None = None
    ended_tokens: frozenset[str] = frozenset()
    disabled_at: datetime | None = None
    merging_into: str | None = None
    password_reset: PasswordReset | None = None
    student_number: str | None = None
    contact_email: str | None = None
    confirmed_email: str | None = None
    subject: Subject | None = None
    given_name: str | None = None
    family_name: str | None = None
    name_order: NameOrder = NameOrder.NAME
    language: str | None = None

    @property
    def person_name(self) -> PersonName:
        """The name with its parts."""
        return PersonName(self.name, self.given_name, self.family_name)

    @property
    def login_name(self) -> str:
        """What attempts to log in to the account are counted under, whichever name they used."""
        return self.email or number_key(self.student_number or self.id)

    @property
    def login_names(self) -> tuple[str, ...]:
        """The names that log in to the account, as requests hold them."""
        number = number_key(self.student_number) if self.student_number else None
        return tuple(name for name in (self.email, number) if name)

    @property
    def disabled(self) -> bool:
        """Whether its owner may not log in, and none of its tokens is valid."""
        return self.disabled_at is not None

    @property
    def claimed(self) -> bool:
        """Whether the owner has taken it over, and so may log in."""
        return self.issuer_id is None

    @property
    def signed_up(self) -> bool:
        """Whether the owner created the account, and no teacher."""
        return self.importer_id is None and self.claimed


@frozen
class Identity:
    """The user that a token identifies, and when the token expires, in seconds since 1970.

    `password_version`: the user's when the token was issued. `token_id`: the id of the token.
    `device_id`: the device that it was issued through, if that is remembered.
    """

    user_id: str
    role: Role
    expires_at: float
    password_version: int = 0
    token_id: str = ""
    device_id: str | None = None


class LogInOrigin(StrEnum):
    """How the user of a remembered device has proven who they are."""

    PASSWORD = "password"
    CLAIM = "claim"
    SSO = "sso"


@frozen
class Device:
    """A browser or a program on which a user stays logged in.

    `name`: what the program calls itself, such as `Firefox on Android`; empty if it does not say.
    `password_version`: the user's when it was last known to be theirs; with another one, the device
    has ended. `expires_at`: when it ends unless it is used before.
    """

    id: str
    user_id: str
    name: str
    origin: LogInOrigin
    password_version: int
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
