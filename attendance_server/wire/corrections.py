"""Several marks of an ended session, corrected together. Docstrings appear in the description."""

from typing import Any, NewType

from ..models import Id, Status, is_id
from ..problems import FieldError, ProblemCode
from .answers import CorrectedMark
from .fields import JSON_SCHEMAS, Reason, converter
from .frozen import frozen

MAX_CORRECTED = 1000
"""The number of students that one request may name."""

StudentIds = NewType("StudentIds", tuple[str, ...])

JSON_SCHEMAS[StudentIds] = {
    "type": "array",
    "minItems": 1,
    "maxItems": MAX_CORRECTED,
    "description": f"1 to {MAX_CORRECTED:,} ids of students; one that is named twice counts once",
    "items": JSON_SCHEMAS[Id],
}


@converter.register_structure_hook
def _structure_student_ids(value: Any, _: Any) -> StudentIds:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise FieldError("expected a list of ids", ProblemCode.WRONG_TYPE)
    if not value:
        raise FieldError("must not be empty", ProblemCode.EMPTY)
    if len(value) > MAX_CORRECTED:
        message = f"must not hold more than {MAX_CORRECTED} ids"
        raise FieldError(message, ProblemCode.TOO_MANY, maximum=MAX_CORRECTED)
    for place, each in enumerate(value, 1):
        if not is_id(each):
            raise FieldError(f"expected an id as number {place}", ProblemCode.INVALID_ID)
    return StudentIds(tuple(each.lower() for each in value))


@frozen
class CorrectMarks:
    """The correct status of these students, and the one reason for all of the corrections."""

    student_ids: StudentIds
    status: Status
    reason: Reason


@frozen
class CorrectedMarks:
    """The marks of the students that were named, in that order, and how many have changed.

    The others had the status already, and have no new correction.
    """

    changed: int
    marks: tuple[CorrectedMark, ...]
