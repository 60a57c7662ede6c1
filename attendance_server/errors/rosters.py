"""What can go wrong with rosters, and with the codes and accounts that they bring."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ..models import FoundFile
from ..problems import Problem
from . import Conflict, Forbidden, NotFound, Overloaded, QuotaReached, TooLarge
from .requests import InvalidSchema


class RosterUnreadable(InvalidSchema):
    """No list of students was found in a file. `file`: what was found instead, if it is a table."""

    message = "Roster unreadable, nothing was changed"
    code = "roster_unreadable"
    beside: ClassVar[Mapping[str, object]] = {**InvalidSchema.beside, "file": FoundFile | None}

    def __init__(self, problems: Sequence[Problem], file: FoundFile | None = None) -> None:
        super().__init__(problems)
        self.file = file


class RosterUnsure(RosterUnreadable):
    """A list may mean several things, and the importer has to choose. `details`: what to choose."""

    message = "Roster needs a choice, nothing was changed"
    code = "roster_unsure"


class RosterWrong(InvalidSchema):
    """At least one line of a roster cannot be imported. `details` lists the first of them."""

    message = "Roster has invalid lines, nothing was changed"
    code = "roster_wrong"


class RosterTooLarge(TooLarge):
    message = "Roster too large, send a file of at most 2 MB"
    code = "roster_too_large"


class ImportNotFound(NotFound):
    """The import was not made by this teacher, or is too old to be undone."""

    message = "Import not found, or made more than a day ago"
    code = "import_not_found"


class NotIssuer(Forbidden):
    """A teacher replaces the code of an account that another teacher's import created."""

    message = "Forbidden, the code of this account is issued by another teacher"
    code = "not_issuer"


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


class TooManyUnclaimed(QuotaReached):
    usual = 20000
    message = (
        "A teacher can have 20000 unclaimed accounts: hand out their codes,"
        " or have UNCLAIMED_PER_TEACHER raised"
    )
    code = "too_many_unclaimed"


class TooManyImports(Overloaded):
    """The queue of rosters to be read is full."""

    message = "Too many rosters are being read, try again"
    code = "too_many_imports"
