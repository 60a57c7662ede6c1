"""Student numbers as clients and rosters send them."""

from typing import NewType

from ..problems import FieldError, ProblemCode
from ..text import clean_number
from .fields import CONTROL, checked, pattern_of, trimmed

MAX_STUDENT_NUMBER = 64

AT_SIGNS = "@\ufe6b\uff20"
"""A number has none of them, so that it is never taken for an e-mail address."""

StudentNumber = NewType("StudentNumber", str)


@checked(
    StudentNumber,
    pattern=pattern_of(MAX_STUDENT_NUMBER, CONTROL + AT_SIGNS),
    description=f"a student number as text, 1 to {MAX_STUDENT_NUMBER} characters without @ and"
    " control characters; leading zeros count, letter case and blanks do not",
)
def _read_student_number(text: str) -> str:
    number = trimmed(text, MAX_STUDENT_NUMBER)
    if any(sign in number for sign in AT_SIGNS):
        raise FieldError("expected a student number without @", ProblemCode.INVALID_NUMBER)
    return clean_number(number)
