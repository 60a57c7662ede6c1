"""Why rows of a file are no students to import, in words."""

from collections.abc import Mapping

from ..models import SkipReason

WORDS: Mapping[SkipReason, str] = {
    SkipReason.TEACHER: "a teacher",
    SkipReason.NOT_STUDENT: "not a student, by the role in this row",
    SkipReason.LEFT: "has left, by the status in this row",
    SkipReason.TEST_STUDENT: "the test student of a learning platform",
    SkipReason.TOTAL: "a total, or a text below the list",
    SkipReason.POINTS: "points or dates of a gradebook",
    SkipReason.REPEATED_HEADER: "the header once more",
    SkipReason.DUPLICATE: "the same student as in an earlier row",
    SkipReason.HIDDEN: "hidden in the workbook",
    SkipReason.FILTERED: "left out by the filter of the workbook",
}
