"""Checks the lines of a roster and plans their outcomes. No I/O."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from ..models import Outcome, Role, User
from ..problems import FieldError, Problem, ProblemCode
from ..text import clean_address, cleaned, number_key
from ..wire.fields import Email, Name, converter
from ..wire.student_numbers import StudentNumber
from .made import name_of
from .reading.found import RosterLine

MOST_SHOWN = 10
"""The number of wrong lines that an error names when an import is refused because of them."""


UNPROVEN = Problem(
    "email",
    "there is an account already, and it is not proven to be the student's: hand the code to the"
    " student",
    ProblemCode.UNPROVEN_EMAIL,
)
SIGNED_UP = Problem(
    "email",
    "the account signed up by itself, and is not proven to be the student's: confirm it, or hand"
    " the code to the student",
    ProblemCode.SELF_SIGNUP,
)
NO_ADDRESS = Problem("email", "the e-mail address must not be empty", ProblemCode.EMPTY)
NOT_AN_ADDRESS = Problem("email", "the e-mail address is not one", ProblemCode.INVALID_EMAIL)
OF_STAFF = Problem("email", "the e-mail address is that of a teacher", ProblemCode.TEACHER_EMAIL)
NO_CONTACT = Problem("contactEmail", "the contact address is not one", ProblemCode.INVALID_EMAIL)
OTHER_ACCOUNT = Problem(
    "studentNumber",
    "the student number belongs to another account than the e-mail address",
    ProblemCode.OTHER_ACCOUNT,
)
OTHER_NUMBER = Problem(
    "studentNumber",
    "the account with this e-mail address has another student number",
    ProblemCode.OTHER_NUMBER,
)
SAME_EMAIL = Problem("email", "has the same e-mail address", ProblemCode.DUPLICATE_EMAIL)
SAME_NUMBER = Problem("studentNumber", "has the same student number", ProblemCode.DUPLICATE_NUMBER)
EMAIL_IGNORED = Problem(
    "email",
    "the account with this student number has no e-mail address, and this one is not added",
    ProblemCode.EMAIL_IGNORED,
)

EMAIL_KEPT = Problem(
    "email",
    "the account with this student number has another e-mail address, and keeps it",
    ProblemCode.EMAIL_KEPT,
)


@frozen
class ImportChoice:
    """What the importer chose to happen to lines that cannot be imported as they are.

    `only_right`: leave wrong lines out, instead of importing nothing. `make_numbers`: give a
    student number to students with neither a number nor an address. `make_names`: make names of
    addresses where there are none.
    """

    only_right: bool = False
    make_numbers: bool = False
    make_names: bool = False


ALL_OR_NOTHING = ImportChoice()


@frozen
class CheckedLine:
    """A line with its values in the form in which they are stored; `email` may be empty.

    `problems`: what is wrong with the line by itself, or in relation to other lines.
    """

    number: int
    name: str
    email: str
    problems: tuple[Problem, ...] = ()
    student_number: str | None = None
    contact_email: str | None = None
    given_name: str | None = None
    family_name: str | None = None

    @property
    def needs_number(self) -> bool:
        """Whether nothing but the name is known of the student."""
        return not self.email and not self.student_number


@frozen
class PlannedLine:
    """A line and its outcome.

    `problems`: why the line is wrong, or what to check. `user`: the account that the line is about;
    for a new line, the account once it is created. `code`: the code of a new account or an
    invitation.
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


@frozen
class Existing:
    """The accounts that exist: by address, and by the key of their student number.

    `number_decides`: a line with the number of an account is about it, though it has another
    address, as long as no other account has that address.
    """

    by_email: Mapping[str, User]
    by_number: Mapping[str, User]
    number_decides: bool = False

    @property
    def users(self) -> list[User]:
        return [*self.by_email.values(), *self.by_number.values()]

    def matching(self, line: CheckedLine) -> tuple[User | None, Problem | None]:
        """The account that a line is about, and why the line contradicts it.

        An account is found by its number first.
        """
        number = number_key(line.student_number) if line.student_number else None
        by_number = self.by_number.get(number) if number else None
        by_email = self.by_email.get(line.email)
        if by_number is None:
            other = number and by_email and by_email.student_number
            return by_email, OTHER_NUMBER if other else None
        free = by_email is None
        fits = by_number.email == line.email if by_number.email else free
        fits = fits or (free and self.number_decides)
        return by_number, None if fits or not line.email else OTHER_ACCOUNT


def check(
    lines: Iterable[RosterLine], choice: ImportChoice = ALL_OR_NOTHING
) -> Iterator[CheckedLine]:
    """Check the lines as a sign-up would. Only the first with an address or a number is right."""
    seen: dict[str, int] = {}
    return (_check(line, seen, choice) for line in lines)


def plan(
    lines: Sequence[CheckedLine],
    existing: Existing,
    enrolled: Collection[str],
    taught: Collection[str],
    *,
    own: bool,
    members: Iterable[User] = (),
) -> list[PlannedLine]:
    """The outcomes of the lines.

    `enrolled`: the ids of the students in the class. `taught`: the ids of students that the teacher
    already has. `own`: invite all other students instead of enrolling them, not only those who
    signed up by themselves. `members`: the students in the class, by whose names lines are found
    that have nothing but a name.
    """
    planned = [_plan(line, existing, enrolled, taught, own=own) for line in lines]
    return [*_with_namesakes(planned, members)]


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


def _with_namesakes(
    planned: Sequence[PlannedLine], members: Iterable[User]
) -> Iterator[PlannedLine]:
    """The lines, where those with nothing but a name are the members of that name.

    Each member is one line: of two lines with one name, the second is another student.
    """
    found = {each.user.id for each in planned if each.user}
    by_name = defaultdict[str, list[User]](list)
    for member in members:
        if member.id not in found:
            by_name[cleaned(member.name)].append(member)
    for each in planned:
        namesakes = by_name.get(each.line.name)
        if each.outcome is Outcome.NEW and each.line.needs_number and namesakes:
            yield evolve(each, outcome=Outcome.ENROLLED, user=namesakes.pop(0))
        else:
            yield each


def _check(line: RosterLine, seen: dict[str, int], choice: ImportChoice) -> CheckedLine:
    problems = list[Problem]()
    name, email, number, contact = line.name, line.email, line.student_number, line.contact_email
    if choice.make_names and not name and email:
        name = name_of(clean_address(email))
    try:
        name = converter.structure(name, Name)
    except FieldError as exc:
        problems.append(evolve(exc.at("name"), message=f"the name {exc}"))
    if not email and not number and not choice.make_numbers:
        problems.append(NO_ADDRESS)
    if email:
        try:
            email = converter.structure(email, Email)
            problems += _repeated(email, line, seen, SAME_EMAIL)
        except ValueError:
            problems.append(NOT_AN_ADDRESS)
    if number:
        try:
            number = converter.structure(number, StudentNumber)
            problems += _repeated(number_key(number), line, seen, SAME_NUMBER)
        except FieldError as exc:
            problems.append(evolve(exc.at("studentNumber"), message=f"the student number: {exc}"))
    if contact:
        try:
            contact = converter.structure(contact, Email)
        except ValueError:
            problems.append(NO_CONTACT)
    return CheckedLine(
        line.number,
        name,
        email,
        tuple(problems),
        number or None,
        contact or None,
        _part(line.given_name),
        _part(line.family_name),
    )


def _part(text: str) -> str | None:
    """A part of a name in the form that is stored; whatever is wrong with it is with the name."""
    try:
        return converter.structure(text, Name) if text else None
    except FieldError:
        return None


def _repeated(
    key: str, line: RosterLine, seen: dict[str, int], problem: Problem
) -> Iterator[Problem]:
    """The problem of a line whose log-in name an earlier line has."""
    first = seen.setdefault(key, line.number)
    if first != line.number:
        yield evolve(problem, message=f"line {first} {problem.message}", line=first)


def _plan(
    line: CheckedLine,
    existing: Existing,
    enrolled: Collection[str],
    taught: Collection[str],
    *,
    own: bool,
) -> PlannedLine:
    user, contradiction = existing.matching(line)
    problems = line.problems
    if user and user.role is not Role.STUDENT:
        problems += (OF_STAFF,)
    # What a wrong line refers to was not looked up.
    if contradiction and not problems:
        problems = (contradiction,)
    if problems:
        return PlannedLine(line, Outcome.WRONG, problems)
    if user is None:
        return PlannedLine(line, Outcome.NEW)
    ignored: tuple[Problem, ...] = ()
    if line.email and line.email != user.email:
        ignored = (EMAIL_KEPT if user.email else EMAIL_IGNORED,)
    if user.id in enrolled:
        return PlannedLine(line, Outcome.ENROLLED, ignored, user=user)
    if user.id in taught or user.confirmed_email == line.email:
        return PlannedLine(line, Outcome.KNOWN, ignored, user=user)
    if own:
        return PlannedLine(line, Outcome.UNPROVEN, (UNPROVEN,), user=user)
    if user.signed_up:
        return PlannedLine(line, Outcome.UNPROVEN, (SIGNED_UP,), user=user)
    return PlannedLine(line, Outcome.KNOWN, ignored, user=user)
