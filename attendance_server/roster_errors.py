"""What can go wrong with API keys, and with rosters and reports that bring a class up to date."""

from typing import ClassVar

from .errors import Conflict, Forbidden, InvalidSchema, NotFound, QuotaReached


class ApiKeyNotFound(NotFound):
    """The class, or the school, has no such key, or no longer."""

    message = "API key not found"
    code = "api_key_not_found"


class OtherClassKey(Forbidden):
    """An API key for one class is used for another one."""

    message = "Forbidden, this API key is for another class"
    code = "other_class_key"


class SchoolKeyOnly(Forbidden):
    """A call for API keys of the school is made with anything else."""

    message = "Forbidden, API key of the school required"
    code = "school_key_only"


class TooManyApiKeys(QuotaReached):
    usual = 20
    message = "There can be 20 API keys for a class and for the school: end one first"
    code = "too_many_api_keys"


class ClassNameTaken(Conflict):
    """Several classes have the name by which a class is named."""

    message = "Several classes have this name, use the id of the class"
    code = "class_name_taken"


class TooManyLeft(Conflict):
    """More than a third of a class is missing from the roster that it is to be."""

    message = (
        "This roster would remove 9 of 9 students: check that it is the whole class,"
        " and send it with allowLeft=true"
    )
    code = "too_many_left"
    pattern: ClassVar[str | None] = "^This roster would remove [0-9]+ of [0-9]+ students: check "

    def __init__(self, left: int, size: int) -> None:
        """`left`: the number of students who would leave, of `size`."""
        self.message = self.message.replace("9 of 9", f"{left} of {size}", 1)
        super().__init__()


class ReportUnsure(InvalidSchema):
    """A meeting report may mean several things, and its importer has to choose."""

    message = "Report needs a choice, nothing was changed"
    code = "report_unsure"


class LessonNotOver(Conflict):
    """A report is of a lesson that has not ended yet."""

    message = "The lesson has not ended yet: check its time and the time zone"
    code = "lesson_not_over"


class SessionImported(Conflict):
    """The same report was imported before, as a session that counts."""

    message = "This report was imported before, send it with replace=true to replace its session"
    code = "session_imported"
