"""How a class differs from the roster that it is to be. No I/O."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ..errors.rosters import TooManyLeft
from ..models import Change, Outcome, PersonName, Renaming, User
from ..problems import Problem, ProblemCode
from ..text import cleaned
from .plan import CheckedLine, PlannedLine

NAME_KEPT = Problem(
    "name",
    "the account has another name, which its owner keeps",
    ProblemCode.NAME_KEPT,
)

LARGEST_SHARE = 1 / 3
"""The share of a class that a roster can remove before someone has to confirm it."""


@frozen
class ChangedLine:
    """A line of the roster and what it changes; without a `line`, a student who is not in it.

    `planned`: the line with the account that it is about, and its code if it has one.
    """

    change: Change
    planned: PlannedLine | None = None
    student: User | None = None

    @property
    def user(self) -> User | None:
        return self.planned.user if self.planned else self.student

    @property
    def line(self) -> CheckedLine | None:
        return self.planned.line if self.planned else None

    @property
    def renaming(self) -> Renaming | None:
        """The new name that the account gets, if it gets one."""
        if self.change not in (Change.MOVED, Change.RENAMED) or not (self.user and self.line):
            return None
        if NAME_KEPT in self.problems or not _renames(self.line, self.user):
            return None
        line = self.line
        after = PersonName(line.name, line.given_name, line.family_name)
        return Renaming(self.user.id, self.user.person_name, after)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.planned.problems if self.planned else ()

    @property
    def reason(self) -> str | None:
        return self.planned.reason if self.planned else None


@frozen
class Differences:
    """All lines of a roster with what they change, and then the students who leave.

    `size`: the number of students that the class has now. `withdrawn`: the ids of students who are
    invited and not in the file.
    """

    lines: Sequence[ChangedLine]
    size: int
    withdrawn: Sequence[str] = ()

    @property
    def left(self) -> list[User]:
        return [each.student for each in self.lines if each.student]

    @property
    def planned(self) -> list[PlannedLine]:
        """The lines of the roster as an import takes them, without those that change nothing."""
        return [
            each.planned
            for each in self.lines
            if each.planned and not _awaits(each.change, each.planned)
        ]

    @property
    def renamings(self) -> list[Renaming]:
        return [each.renaming for each in self.lines if each.renaming]

    @property
    def nothing(self) -> bool:
        """Whether the class is as the roster says already."""
        return not self.withdrawn and all(each.change is Change.UNCHANGED for each in self.lines)

    @property
    def needs_allow_left(self) -> bool:
        """Whether so many students would leave that it has to be confirmed."""
        return len(self.left) > self.size * LARGEST_SHARE

    def check_left(self, *, allowed: bool) -> None:
        """Raises `TooManyLeft` if too many students would leave and that is not `allowed`."""
        if self.needs_allow_left and not allowed:
            raise TooManyLeft(len(self.left), self.size)


def differences(
    planned: Sequence[PlannedLine],
    members: Mapping[str, User],
    invited: Sequence[str],
    renamable: Collection[str] | None,
) -> Differences:
    """What has to change so that a class is what a roster says.

    `planned`: the lines as an import would take them. `members`: the students of the class, by id.
    `invited`: the ids of those who are invited. `renamable`: the ids of the students who get the
    name in the file; `None`: all of them.
    """
    lines = [_changed(each, invited, renamable) for each in planned]
    found = {each.user.id for each in lines if each.user}
    left = [
        ChangedLine(Change.LEFT, student=member)
        for student_id, member in members.items()
        if student_id not in found
    ]
    withdrawn = [each for each in invited if each not in found]
    return Differences([*lines, *left], len(members), withdrawn)


def _changed(
    planned: PlannedLine, invited: Sequence[str], renamable: Collection[str] | None
) -> ChangedLine:
    user, outcome = planned.user, planned.outcome
    if outcome is Outcome.WRONG:
        return ChangedLine(Change.WRONG, planned)
    if user is None:
        return ChangedLine(Change.NEW, planned)
    if outcome is Outcome.UNPROVEN:
        change = Change.UNCHANGED if user.id in invited else Change.INVITED
        return ChangedLine(change, planned)
    renames = _renames(planned.line, user)
    if renames and renamable is not None and user.id not in renamable:
        planned = evolve(planned, problems=(*planned.problems, NAME_KEPT))
        renames = False
    if outcome is Outcome.KNOWN:
        return ChangedLine(Change.MOVED, planned)
    return ChangedLine(Change.RENAMED if renames else Change.UNCHANGED, planned)


def _renames(line: CheckedLine, user: User) -> bool:
    return cleaned(user.name) != line.name


def _awaits(change: Change, planned: PlannedLine) -> bool:
    """Whether the student is invited already, and has a code that must stay valid."""
    return change is Change.UNCHANGED and planned.outcome is Outcome.UNPROVEN


def numbered(lines: Sequence[ChangedLine], done: Sequence[PlannedLine]) -> Iterator[ChangedLine]:
    """The lines with what an import made of them: accounts, codes and numbers."""
    by_number = {each.line.number: each for each in done}
    for each in lines:
        number = each.line.number if each.line else None
        yield evolve(each, planned=by_number[number]) if number in by_number else each
