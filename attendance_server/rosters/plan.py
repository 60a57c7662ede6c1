"""Checks the lines of a roster and plans their outcomes. No I/O."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from ..errors import Problem
from ..models import Outcome, Role, User
from ..wire.fields import Email, Name, converter
from .files import RosterLine

MOST_SHOWN = 10
"""The number of wrong lines that an error names when an import is refused because of them."""


UNPROVEN = "the address has an account already, and is not proven: hand the code to the student"
SIGNED_UP = "the account signed up by itself, and the address is not proven"


@frozen
class CheckedLine:
    """A line with its name and its address in the form in which they are stored.

    `reasons`: what is wrong with the line by itself, or in relation to other lines.
    """

    number: int
    name: str
    email: str
    reasons: tuple[str, ...] = ()


@frozen
class PlannedLine:
    """A line and its outcome.

    `user`: the account with the address; for a new line, the account once it is created. `code`:
    the code of a new account or an invitation.
    """

    line: CheckedLine
    outcome: Outcome
    reason: str | None = None
    user: User | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)


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


def problems(planned: Sequence[PlannedLine]) -> list[Problem]:
    """The number of wrong lines and the first of them; empty if there are none."""
    wrong = [each for each in planned if each.outcome is Outcome.WRONG]
    if not wrong:
        return []
    shown = [Problem(f"line {each.line.number}", each.reason or "") for each in wrong[:MOST_SHOWN]]
    return [Problem("", f"{len(wrong)} of {len(planned)} lines are wrong"), *shown]


def _check(line: RosterLine, seen: dict[str, int]) -> CheckedLine:
    reasons = []
    name, email = line.name, line.email
    try:
        name = converter.structure(name, Name)
    except ValueError as exc:
        reasons.append(f"the name {exc}")
    try:
        email = converter.structure(email, Email)
        first = seen.setdefault(email, line.number)
        if first != line.number:
            reasons.append(f"line {first} has the same e-mail address")
    except ValueError:
        reasons.append(f"the e-mail address {'is not one' if email else 'must not be empty'}")
    return CheckedLine(line.number, name, email, tuple(reasons))


def _plan(
    line: CheckedLine,
    user: User | None,
    enrolled: Collection[str],
    taught: Collection[str],
    *,
    own: bool,
) -> PlannedLine:
    reasons = line.reasons
    if user and user.role is Role.TEACHER:
        reasons += ("the e-mail address is that of a teacher",)
    if reasons:
        return PlannedLine(line, Outcome.WRONG, "; ".join(reasons))
    if user is None:
        return PlannedLine(line, Outcome.NEW)
    if user.id in enrolled:
        return PlannedLine(line, Outcome.ENROLLED, user=user)
    if own and user.id not in taught:
        return PlannedLine(line, Outcome.UNPROVEN, UNPROVEN, user=user)
    unproven = user.importer_id is None and user.claimed and user.id not in taught
    return PlannedLine(line, Outcome.KNOWN, SIGNED_UP if unproven else None, user=user)
