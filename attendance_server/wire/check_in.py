"""Check-in by students: what clients send, and what they get. The docstrings are published."""

from datetime import datetime
from typing import Any, ClassVar, NewType

import attrs
from attrs import field

from ..models import DEFAULT_RULES, CheckInRules, Id, JoinRule, Missing, Status
from ..problems import FieldError, ProblemCode
from .fields import JSON_SCHEMAS, Flag, checked, converter, wire_name
from .frozen import frozen

MAX_CODE = 500
"""Characters of a code that are examined: a link may stand in its place."""

STEPS = (3, 60)
CODE_STEPS = (10, 300)
"""The shortest and the longest step of links and of letters, in seconds."""

CLOSE_AFTER = (1, 24 * 60)
"""The shortest and the longest time until check-in closes by itself, in minutes."""

Code = NewType("Code", str)
Step = NewType("Step", int)
CodeStep = NewType("CodeStep", int)
CloseAfter = NewType("CloseAfter", int)


@checked(
    Code,
    maxLength=MAX_CODE,
    description="the letters that the projector shows, or the link or its last part; letter case,"
    " blanks and dashes do not count",
)
def _read_code(text: str) -> str:
    if len(text) > MAX_CODE:
        message = f"must not be longer than {MAX_CODE} characters"
        raise FieldError(message, ProblemCode.TOO_LONG, maximum=MAX_CODE)
    return text


def _whole(kind: Any, unit: str, low: int, high: int) -> None:
    """Register a kind of whole number of a unit of time."""
    JSON_SCHEMAS[kind] = {"type": "integer", "minimum": low, "maximum": high, "description": unit}

    def read(value: Any, _: Any) -> int:
        # In Python `True` is a number; in JSON `10.0` equals `10`.
        if type(value) in (int, float) and low <= value <= high and value % 1 == 0:
            return int(value)
        message = f"expected a whole number of {unit} from {low} to {high}"
        raise FieldError(message, ProblemCode.OUT_OF_RANGE, minimum=low, maximum=high)

    converter.register_structure_hook(kind, read)


_whole(Step, "seconds", *STEPS)
_whole(CodeStep, "seconds", *CODE_STEPS)
_whole(CloseAfter, "minutes", *CLOSE_AFTER)


@converter.register_structure_hook
def _structure_join(value: Any, _: Any) -> JoinRule:
    if isinstance(value, str) and value in set(JoinRule):
        return JoinRule(value)
    raise FieldError("expected " + " or ".join(JoinRule), ProblemCode.UNKNOWN_VALUE)


@frozen
class ChangeCheckIn:
    """How the students of a class check in; at least one field, and others stay as they are.

    `allowed`: whether they may. `step` and `codeStep`: seconds until there is another link and
    other letters to type. `openAtStart`: check-in opens with each session. `closeAfter`: minutes
    after which it closes by itself; `null`: it does not. `join`: whether students who are not in
    the class are refused (`no`), or may ask to join it (`ask`).
    """

    allowed: Flag | Missing = Missing.MISSING
    step: Step | Missing = Missing.MISSING
    code_step: CodeStep | Missing = Missing.MISSING
    open_at_start: Flag | Missing = Missing.MISSING
    close_after: CloseAfter | Missing | None = Missing.MISSING
    join: JoinRule | Missing = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        if all(value is Missing.MISSING for value in attrs.astuple(self)):
            names = " or ".join(", ".join(_NAMES).rsplit(", ", 1))
            raise FieldError(f"expected {names}", ProblemCode.NOTHING_TO_CHANGE)


_NAMES = [wire_name(each.name) for each in attrs.fields(ChangeCheckIn)]

JSON_SCHEMAS[ChangeCheckIn] = {"anyOf": [{"required": [name]} for name in _NAMES]}


@frozen
class CheckInSettings:
    """How the students of a class check in, as in `PATCH /class/:id`."""

    allowed: bool
    step: int
    code_step: int
    open_at_start: bool
    close_after: int | None
    join: JoinRule

    @classmethod
    def of(cls, rules: CheckInRules) -> "CheckInSettings | None":
        """The rules of a class, in the words of the protocol; `None` for those of a new class."""
        return None if rules == DEFAULT_RULES else cls(**attrs.asdict(rules))


@frozen
class OpenCheckIn:
    """Let students check themselves in to the running session.

    From then on the socket gets each new code, until check-in is closed.
    """

    class_id: Id | None = None


@frozen
class CloseCheckIn:
    """Let students no longer check themselves in."""

    class_id: Id | None = None


@frozen
class CheckIn:
    """Check in to the running session of a class.

    `classId`: needed with letters where more than one of the student's classes has a running
    session; a link names its session itself.
    """

    code: Code = field(repr=False)
    class_id: Id | None = None


@frozen
class CheckInByCode:
    """The code. It is not needed by a browser that has opened the link before."""

    code: Code | None = field(default=None, repr=False)


@frozen
class CheckedIn:
    """One's own mark after a check-in."""

    class_id: Id
    status: Status
    marked_at: datetime


@frozen
class CheckInCode:
    """What the projector shows. Sent to teachers' sockets that watch or have opened check-in.

    `link` is what the QR code shows, without the origin if the server does not know its own, and
    `code` the letters to type. `step` and `codeStep`: seconds until the next link and the next
    letters, each of which is shown for `stepSeconds` and `codeStepSeconds`. `closesIn`: seconds
    until check-in closes by itself. If check-in is not open, there is `classId` and `open` only.
    """

    event: ClassVar[str] = "CHECK_IN_CODE"
    class_id: Id
    open: bool
    link: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    step: float | None = None
    code_step: float | None = None
    step_seconds: int | None = None
    code_step_seconds: int | None = None
    closes_in: float | None = None


@frozen
class CheckInChanged:
    """Whether students can check themselves in has changed. Sent to students who watch."""

    event: ClassVar[str] = "CHECK_IN_CHANGED"
    class_id: Id
    open: bool
