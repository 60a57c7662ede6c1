"""What can be wrong with one field of a request, a roster file or a line of one."""

from enum import StrEnum

from attrs import evolve, frozen


class ProblemCode(StrEnum):
    """What can be wrong with a field, or with a roster. Clients rely on the codes: they stay."""

    REQUIRED = "required"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    INVISIBLE = "invisible"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LENGTH = "wrong_length"
    CONTROL_CHARACTERS = "control_characters"
    DIRECTION_CHARACTERS = "direction_characters"
    INVALID_EMAIL = "invalid_email"
    INVALID_NUMBER = "invalid_number"
    COMMON_PASSWORD = "common_password"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_VALUE = "unknown_value"
    INVALID_ID = "invalid_id"
    INVALID_DATE = "invalid_date"
    INVALID_TIME = "invalid_time"
    WRONG_ORDER = "wrong_order"
    NOT_IN_FUTURE = "not_in_future"
    CONFLICTING = "conflicting"
    NOTHING_TO_CHANGE = "nothing_to_change"
    TOO_MANY = "too_many"
    INCOMPLETE = "incomplete"
    MALFORMED_JSON = "malformed_json"

    EMPTY_FILE = "empty_file"
    NOT_TEXT = "not_text"
    DAMAGED_WORKBOOK = "damaged_workbook"
    PROTECTED_WORKBOOK = "protected_workbook"
    NO_SHEET = "no_sheet"
    MISSING_COLUMNS = "missing_columns"
    DUPLICATE_COLUMN = "duplicate_column"
    UNMATCHED_QUOTES = "unmatched_quotes"
    NO_STUDENTS = "no_students"
    TOO_MANY_STUDENTS = "too_many_students"
    TOO_COMPLEX = "too_complex"

    PDF_FILE = "pdf_file"
    PICTURE_FILE = "picture_file"
    NUMBERS_FILE = "numbers_file"
    WORD_FILE = "word_file"
    PRESENTATION_FILE = "presentation_file"
    CONTACTS_FILE = "contacts_file"
    DATABASE_FILE = "database_file"
    ARCHIVE_FILE = "archive_file"
    UNKNOWN_FILE = "unknown_file"
    WITHOUT_USERS = "without_users"
    NO_VALUES = "no_values"

    UNKNOWN_SHEET = "unknown_sheet"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_ENCODING = "unknown_encoding"
    SEVERAL_SHEETS = "several_sheets"
    UNCLEAR_COLUMNS = "unclear_columns"
    UNCLEAR_DATES = "unclear_dates"
    NO_REPORT = "no_report"
    UNCLEAR_ENCODING = "unclear_encoding"

    WRONG_LINES = "wrong_lines"
    DUPLICATE_EMAIL = "duplicate_email"
    TEACHER_EMAIL = "teacher_email"
    NAME_KEPT = "name_kept"
    EMAIL_KEPT = "email_kept"
    UNPROVEN_EMAIL = "unproven_email"
    SELF_SIGNUP = "self_signup"
    DUPLICATE_NUMBER = "duplicate_number"
    OTHER_ACCOUNT = "other_account"
    OTHER_NUMBER = "other_number"
    EMAIL_IGNORED = "email_ignored"


@frozen
class Problem:
    """One thing wrong with a body, a query, a file or a line of a roster.

    `path` says where, in the wire's own names; it is empty where the whole is meant. `message`
    tells a person what is wrong, and `code` a program. The others are the values in `message`:
    `minimum` and `maximum` are the limits, `line` is the number of a line of the file, `column` the
    title of a column, and `count` a number of lines.
    """

    path: str
    message: str
    code: ProblemCode
    minimum: int | None = None
    maximum: int | None = None
    line: int | None = None
    column: str | None = None
    count: int | None = None

    def within(self, path: str) -> "Problem":
        """The same, of a part of the field with this path."""
        return evolve(self, path=f"{path}.{self.path}" if self.path else path)


class FieldError(ValueError):
    """A value is not what its field takes. `code`, `minimum` and `maximum` as in `Problem`."""

    def __init__(
        self,
        message: str,
        code: ProblemCode,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.minimum = minimum
        self.maximum = maximum

    def at(self, path: str) -> Problem:
        """The problem of the field with this path."""
        return Problem(path, str(self), self.code, self.minimum, self.maximum)
