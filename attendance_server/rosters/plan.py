"""Checks the lines of a roster and plans their outcomes. No I/O."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from ..models import Outcome, Role, User
from ..problems import FieldError, Problem, ProblemCode
from ..wire.fields import Email, Name, converter
from .files import RosterLine

MOST_SHOWN = 10
"""The number of wrong lines that an error names when an import is refused because of them."""


UNPROVEN = Problem(
    "email",
    "the address has an account already, and is not proven: hand the code to the student",
    ProblemCode.UNPROVEN_EMAIL,
)
SIGNED_UP = Problem(
    "email",
    "the account signed up by itself, and the address is not proven",
    ProblemCode.SELF_SIGNUP,
)
NO_ADDRESS = Problem("email", "the e-mail address must not be empty", ProblemCode.EMPTY)
NOT_AN_ADDRESS = Problem("email", "the e-mail address is not one", ProblemCode.INVALID_EMAIL)
OF_STAFF = Problem("email", "the e-mail address is that of a teacher", ProblemCode.TEACHER_EMAIL)


@frozen
class CheckedLine:
    """A line with its name and its address in the form in which they are stored.

    `problems`: what is wrong with the line by itself, or in relation to other lines.
    """

    number: int
    name: str
    email: str
    problems: tuple[Problem, ...] = ()


@frozen
class PlannedLine:
    """A line and its outcome.

    `problems`: why the line is wrong, or what to check. `user`: the account with the address; for a
    new line, the account once it is created. `code`: the code of a new account or an invitation.
    """

    line: CheckedLine
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    user: User | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)

    @property
    def reason(self) -> str | None:
        """The problems in one sentence."""
        return "; ".join(problem.message for problem in self.problems) or None


def check(lines: Iterable[RosterLine]) -> Iterator[CheckedLine]:
    """Check the lines as a sign-up would. Only the first line with an address is right."""
    seen: dict[str, int] = {}
    return (_check(line, seen) for line in lines)


def plan(
    lines: Sequence[CheckedLine],
    users: Mapping[str, User],
    enrolled: Collection[str],
    taught: Collection[str],
    *,
    own: bool,
) -> list[PlannedLine]:
    """The outcomes of the lines.

    `users`: the existing users by address. `enrolled`: the ids of the students in the class.
    `taught`: the ids of students that the teacher already has. `own`: invite other students instead
    of enrolling them.
    """
    return [_plan(line, users.get(line.email), enrolled, taught, own=own) for line in lines]


def wrong_lines(planned: Sequence[PlannedLine]) -> list[Problem]:
    """The number of wrong lines and the first of them; empty if there are none.

    A line with several problems has the code and the values of the first one.
    """
    wrong = [each for each in planned if each.outcome is Outcome.WRONG]
    if not wrong:
        return []
    message = f"{len(wrong)} of {len(planned)} lines are wrong"
    shown = [
        evolve(each.problems[0], path=f"line {each.line.number}", message=each.reason or "")
        for each in wrong[:MOST_SHOWN]
    ]
    return [Problem("", message, ProblemCode.WRONG_LINES, count=len(wrong)), *shown]


def _check(line: RosterLine, seen: dict[str, int]) -> CheckedLine:
    problems = []
    name, email = line.name, line.email
    try:
        name = converter.structure(name, Name)
    except FieldError as exc:
        problems.append(evolve(exc.at("name"), message=f"the name {exc}"))
    try:
        email = converter.structure(email, Email)
        first = seen.setdefault(email, line.number)
        if first != line.number:
            message = f"line {first} has the same e-mail address"
            problems.append(Problem("email", message, ProblemCode.DUPLICATE_EMAIL, line=first))
    except ValueError:
        problems.append(NOT_AN_ADDRESS if email else NO_ADDRESS)
    return CheckedLine(line.number, name, email, tuple(problems))


def _plan(
    line: CheckedLine,
    user: User | None,
    enrolled: Collection[str],
    taught: Collection[str],
    *,
    own: bool,
) -> PlannedLine:
    problems = line.problems
    if user and user.role is not Role.STUDENT:
        problems += (OF_STAFF,)
    if problems:
        return PlannedLine(line, Outcome.WRONG, problems)
    if user is None:
        return PlannedLine(line, Outcome.NEW)
    if user.id in enrolled:
        return PlannedLine(line, Outcome.ENROLLED, user=user)
    if own and user.id not in taught:
        return PlannedLine(line, Outcome.UNPROVEN, (UNPROVEN,), user=user)
    unproven = user.importer_id is None and user.claimed and user.id not in taught
    return PlannedLine(line, Outcome.KNOWN, (SIGNED_UP,) if unproven else (), user=user)
