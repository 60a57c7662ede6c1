"""The values of settings, where they are more than numbers, texts and durations."""

from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

ANY_ORIGIN = "*"
"""Stands for every origin, where origins are allowed."""


class SignupRule(StrEnum):
    """Who may sign up, as a teacher or as a student: anyone, who knows a code, or no one."""

    OPEN = "open"
    CODE = "code"
    CLOSED = "closed"


TeacherSignup: TypeAlias = SignupRule
StudentSignup: TypeAlias = SignupRule


class StudentDirectory(StrEnum):
    """Which students a teacher can look for and enrol at once: all, or those whom they know.

    `OWN`: those of their classes and their imports. Others are invited, by their exact address.
    """

    OWN = "own"
    ALL = "all"


class ShareMarks(StrEnum):
    """Of whose marks a student hears: of those of the whole class, or of their own."""

    CLASS = "class"
    OWN = "own"


class AnswerForm(StrEnum):
    """The form of JSON answers: in an envelope with `success`, or data and errors by themselves."""

    ENVELOPE = "envelope"
    PLAIN = "plain"


class PasswordRule(StrEnum):
    """What a new password has to be: what the wire contract says, or what is hard to guess."""

    CONTRACT = "contract"
    STRICT = "strict"


class PasswordLogIn(StrEnum):
    """Whether teachers and students have passwords; administrators always do."""

    ON = "on"
    OFF = "off"


@frozen
class TeacherClaim:
    """What a provider of single sign-on claims about a teacher: one of these values under a name.

    A name with dots may also be a path into nested claims.
    """

    name: str
    values: frozenset[str]


@frozen
class Rate:
    """So many in so many seconds."""

    count: int
    seconds: int
