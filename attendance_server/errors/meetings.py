"""What can go wrong with a meeting report that is imported."""

from . import Conflict
from .requests import InvalidSchema


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
