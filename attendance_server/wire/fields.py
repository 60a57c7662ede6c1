"""The converter between attrs classes and JSON, and what it accepts for each kind of value.

Field names follow Python in the classes and the wire in JSON: `student_id` becomes `studentId`, and
`id` becomes MongoDB's `_id`. Unknown fields are ignored and values are never coerced. A field that
equals its default is omitted from the output.
"""

import re
import unicodedata
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NewType, TypeVar, Union, get_args

import attrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.orjson import make_converter

from ..audit import Action
from ..models import (
    CHOOSABLE_ROLES,
    ID_PATTERN,
    Id,
    Missing,
    ReportOrder,
    Role,
    Status,
    is_id,
    iso_time,
)
from ..problems import FieldError, ProblemCode
from ..text import BIDI, BLANK, ZERO_WIDTH, clean_address, cleaned, valid_address
from ..zones import zone_of
from .password_rules import CONTRACT, PasswordRules

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

PASSWORD_BYTES = CONTRACT.sizes

password_rules: ContextVar[PasswordRules] = ContextVar("password_rules", default=CONTRACT)
"""The rules for new passwords in the current context."""

MAX_ADDRESS = 1000
"""The longest text, in characters, that is examined for an e-mail address. RFC 5321 allows 254 for
the address itself; the rest is room for a display name. The time grows with the square of the
length."""

MAX_NAME = 200
MAX_REASON = 500
MAX_LATE_AFTER = 24 * 60
MAX_STUDENTS = 1000

FRAGMENT = "^(#/[!-~]{0,500})?$"
"""A page as the fragment of its address, or nothing."""

MAX_SESSIONS = 100

SPACE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What `str.strip` removes, written for a character class of any regular expression dialect."""

CONTROL = r"\x00-\x1f\x7f-\x9f"
CONTROL_BUT_LINES = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
"""Control characters except tabs and line ends."""

EDGE = SPACE + ZERO_WIDTH + BLANK
"""Characters that show nothing at the start or the end of a text."""

_EDGE = re.compile(f"[{EDGE}]*")
_FRAGMENT = re.compile(FRAGMENT)
_BIDI = re.compile(f"[{BIDI}]")

converter = make_converter()

JSON_SCHEMAS: dict[Any, dict[str, object]] = {}
"""The JSON Schema of each kind of value, which accepts exactly what its reader accepts.

For attrs classes, only what their fields do not express.
"""


def wire_name(name: str) -> str:
    """The wire name of a field."""
    head, *tail = name.split("_")
    return "_id" if name == "id" else head + "".join(word.capitalize() for word in tail)


def _wire_names(cls: type[Any]) -> dict[str, Any]:
    return {f.name: override(rename=wire_name(f.name)) for f in attrs.fields(cls)}


@converter.register_structure_hook_factory(attrs.has)
def _structure_attrs(cls: type[T]) -> Callable[[Any, Any], T]:
    fill = make_dict_structure_fn(cls, converter, **_wire_names(cls))

    def structure(value: Any, _: Any) -> T:
        if not isinstance(value, dict):
            raise TypeError("expected an object")
        return fill(value, cls)

    return structure


@converter.register_unstructure_hook_factory(attrs.has)
def _unstructure_attrs(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(
        cls, converter, _cattrs_omit_if_default=True, **_wire_names(cls)
    )


@converter.register_structure_hook
def _structure_text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected a string")
    return value


_ANY_CASE = ("".join(f"[{char}{char.lower()}]" for char in role) for role in CHOOSABLE_ROLES)
JSON_SCHEMAS[Role] = {
    "type": "string",
    "pattern": f"^({'|'.join(_ANY_CASE)})$",
    "description": " or ".join(role.lower() for role in CHOOSABLE_ROLES) + ", in any letter case",
}


@converter.register_structure_hook
def _structure_role(value: Any, _: Any) -> Role:
    # The capital of a non-ASCII letter may be an ASCII one: that of the long s is S.
    if isinstance(value, str) and value.isascii() and value.upper() in CHOOSABLE_ROLES:
        return Role(value.upper())
    raise FieldError("expected teacher or student", ProblemCode.UNKNOWN_VALUE)


@converter.register_structure_hook
def _structure_status(value: Any, _: Any) -> Status:
    if isinstance(value, str) and value in set(Status):
        return Status(value)
    raise FieldError("expected " + " or ".join(Status), ProblemCode.UNKNOWN_VALUE)


@converter.register_structure_hook_factory(lambda kind: Missing in get_args(kind))
def _structure_what_may_be_missing(kind: Any) -> Callable[[Any, Any], Any]:
    sent = without_missing(kind)
    return lambda value, _: converter.structure(value, sent)


def without_missing(kind: Any) -> Any:
    """`kind` without `Missing`: what a client may send, `null` only if `kind` includes it."""
    return Union[tuple(part for part in get_args(kind) if part is not Missing)]  # noqa: UP007


JSON_SCHEMAS[datetime] = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$",
    "description": "a time in UTC, with milliseconds",
}
converter.register_unstructure_hook(datetime, iso_time)


JSON_SCHEMAS[Id] = {
    "type": "string",
    "pattern": f"^{ID_PATTERN}$",
    "description": "an id, 24 hexadecimal digits",
}

Name = NewType("Name", str)
Email = NewType("Email", str)
Password = NewType("Password", str)
PageSize = NewType("PageSize", int)
LARGEST_PAGE = PageSize(MAX_STUDENTS)
HistoryPageSize = NewType("HistoryPageSize", int)
USUAL_PAGE = HistoryPageSize(20)
Cursor = NewType("Cursor", str)
Reason = NewType("Reason", str)
LateAfter = NewType("LateAfter", int)
Day = NewType("Day", date)
Moment = NewType("Moment", datetime)
Until = NewType("Until", datetime)
Zone = NewType("Zone", str)
Switch = NewType("Switch", bool)
PageFragment = NewType("PageFragment", str)
Flag = NewType("Flag", bool)
AnyRole = NewType("AnyRole", Role)
OFF = Switch(False)
NO_PAGE = PageFragment("")
IN_UTC = Zone("UTC")
ZONE_HEADER = "X-Time-Zone"


class Format(StrEnum):
    """The format of a response."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def checked(kind: Any, **schema: object) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Registers a function that reads this kind of text or raises `FieldError`.

    `schema`: the JSON Schema of the kind, with the same limits.
    """
    JSON_SCHEMAS[kind] = {"type": "string", **schema}

    def register(read: Callable[[str], Any]) -> Callable[[str], Any]:
        converter.register_structure_hook(kind, lambda value, _: read(_structure_text(value, str)))
        return read

    return register


def pattern_of(longest: int, control: str) -> str:
    """The regular expression for what `trimmed` accepts, without the characters in `control`."""
    control += BIDI
    end = f"[^{EDGE}{CONTROL}{control}]"
    return f"^[{EDGE}]*{end}([^{control}]{{0,{longest - 2}}}{end})?[{EDGE}]*$"


def trimmed(text: str, longest: int, layout: str = "") -> str:
    """`text` in the form that is stored. Raises `FieldError`.

    `longest`: the limit in characters. `layout`: the control characters that are allowed.
    """
    start, end = _edge(text), len(text) - _edge(text[::-1])
    visible = text[start:end]
    if not visible:
        if text.strip():
            raise FieldError("must contain a visible character", ProblemCode.INVISIBLE)
        raise FieldError("must not be empty", ProblemCode.EMPTY)
    if len(visible) > longest:
        message = f"must not be longer than {longest} characters"
        raise FieldError(message, ProblemCode.TOO_LONG, maximum=longest)
    if any(unicodedata.category(char) == "Cc" and char not in layout for char in visible):
        raise FieldError("must not hold control characters", ProblemCode.CONTROL_CHARACTERS)
    if _BIDI.search(visible):
        raise FieldError(
            "must not contain characters that change the direction of writing",
            ProblemCode.DIRECTION_CHARACTERS,
        )
    # One character more: an emoji may end with a variation selector, which is invisible by itself.
    return cleaned(text[start : end + 1])


def _edge(text: str) -> int:
    """The number of characters before the first visible one."""
    match = _EDGE.match(text)
    return match.end() if match else 0


@checked(
    Name,
    pattern=pattern_of(MAX_NAME, CONTROL),
    description=f"1 to {MAX_NAME} characters, at least one of them visible, without control"
    " characters and characters that change the direction of writing; surrounding white space and"
    " zero-width characters are removed",
)
def _read_name(text: str) -> str:
    return trimmed(text, MAX_NAME)


@checked(
    Reason,
    pattern=pattern_of(MAX_REASON, CONTROL_BUT_LINES),
    description=f"1 to {MAX_REASON} characters, at least one of them visible, without control"
    " characters other than tabs and line ends, and without characters that change the direction of"
    " writing; surrounding white space and zero-width characters are removed",
)
def _read_reason(text: str) -> str:
    return trimmed(text, MAX_REASON, "\t\r\n")


@checked(
    Email,
    format="email",
    description="an e-mail address, in any letter case; surrounding blanks, a display name and"
    " `mailto:` are removed",
)
def _read_email(text: str) -> str:
    """The address as it is stored: in lower case, so that letter case makes no second account."""
    if len(text) > MAX_ADDRESS:
        raise FieldError("expected an e-mail address", ProblemCode.INVALID_EMAIL)
    try:
        return valid_address(clean_address(text)).lower()
    except ValueError:
        raise FieldError("expected an e-mail address", ProblemCode.INVALID_EMAIL) from None


@checked(Password, **CONTRACT.schema)
def _read_password(text: str) -> str:
    return password_rules.get().read(text)


@checked(PageSize, type="integer", minimum=1, maximum=MAX_STUDENTS)
def _read_page_size(text: str) -> int:
    return _whole_number(text, MAX_STUDENTS)


@checked(HistoryPageSize, type="integer", minimum=1, maximum=MAX_SESSIONS)
def _read_history_page_size(text: str) -> int:
    return _whole_number(text, MAX_SESSIONS)


def _whole_number(text: str, high: int) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= high:
        return int(text)
    message = f"expected a whole number from 1 to {high}"
    raise FieldError(message, ProblemCode.OUT_OF_RANGE, minimum=1, maximum=high)


@checked(Cursor, **JSON_SCHEMAS[Id])
def _read_cursor(text: str) -> str:
    if not is_id(text):
        raise FieldError("expected an id", ProblemCode.INVALID_ID)
    return text


JSON_SCHEMAS[LateAfter] = {
    "type": "integer",
    "minimum": 1,
    "maximum": MAX_LATE_AFTER,
    "description": "minutes after the start of a session",
}


@converter.register_structure_hook
def _structure_late_after(value: Any, _: Any) -> LateAfter:
    # In Python `True` is a number; in JSON `10.0` equals `10`.
    if type(value) in (int, float) and 1 <= value <= MAX_LATE_AFTER and value % 1 == 0:
        return LateAfter(int(value))
    message = f"expected a whole number from 1 to {MAX_LATE_AFTER}, or null"
    raise FieldError(message, ProblemCode.OUT_OF_RANGE, minimum=1, maximum=MAX_LATE_AFTER)


@checked(PageFragment, pattern=FRAGMENT)
def _read_fragment(text: str) -> str:
    if not _FRAGMENT.fullmatch(text):
        raise FieldError("expected a page of this server, #/…", ProblemCode.UNKNOWN_VALUE)
    return text


@checked(Switch, type="boolean")
def _read_switch(text: str) -> bool:
    if text not in ("true", "false"):
        raise TypeError("expected true or false")
    return text == "true"


JSON_SCHEMAS[Flag] = {"type": "boolean"}


@converter.register_structure_hook
def _structure_flag(value: Any, _: Any) -> Flag:
    # For bodies: only in a query is a boolean sent as text.
    if isinstance(value, bool):
        return Flag(value)
    raise TypeError("expected true or false")


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@checked(Day, format="date", pattern=f"^{_DAY}$")
def _read_day(text: str) -> date:
    # Python accepts other forms of ISO 8601 too.
    if re.fullmatch(_DAY, text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise FieldError("expected a date such as 2026-03-02", ProblemCode.INVALID_DATE)


_MOMENT = _DAY + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"


@checked(
    Moment,
    format="date-time",
    pattern=f"^{_MOMENT}$",
    description="a time with its offset from UTC, such as 2026-03-02T09:00:00.000Z",
)
def _read_moment(text: str) -> datetime:
    # Python accepts other forms of ISO 8601 too; one without an offset could mean any zone.
    if re.fullmatch(_MOMENT, text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    raise FieldError("expected a time such as 2026-03-02T09:00:00.000Z", ProblemCode.INVALID_TIME)


@checked(
    Until,
    anyOf=[JSON_SCHEMAS[Day], JSON_SCHEMAS[Moment]],
    description="a time with its offset from UTC, or a date for the end of that day in UTC",
)
def _read_until(text: str) -> datetime:
    """In UTC, cut to milliseconds."""
    try:
        if re.fullmatch(_DAY, text):
            return datetime.combine(_read_day(text) + timedelta(days=1), time.min, UTC)
        moment: datetime = _read_moment(text).astimezone(UTC)
    except OverflowError:
        message = "expected a time between the years 1 and 9999"
        raise FieldError(message, ProblemCode.INVALID_TIME) from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@checked(
    Zone,
    description="the name of a time zone, such as Europe/Berlin, or an offset such as +03:00; the"
    f" header {ZONE_HEADER} names the one that was used, which is UTC where the zone is unknown",
)
def _read_zone(text: str) -> str:
    return str(zone_of(text) or IN_UTC)


@checked(Format, enum=list(Format))
def _read_format(text: str) -> Format:
    return one_of(Format, text)


@checked(AnyRole, enum=list(Role))
def _read_any_role(text: str) -> Role:
    return one_of(Role, text)


@checked(Action, enum=list(Action))
def _read_action(text: str) -> Action:
    return one_of(Action, text)


@checked(ReportOrder, enum=list(ReportOrder))
def _read_order(text: str) -> ReportOrder:
    return one_of(ReportOrder, text)


def one_of(choices: type[E], text: str) -> E:
    """The choice that is written so. Raises `FieldError`."""
    try:
        return choices(text)
    except ValueError:
        raise FieldError("expected " + " or ".join(choices), ProblemCode.UNKNOWN_VALUE) from None
