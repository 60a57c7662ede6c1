"""What bringing a class up to date with a roster does."""

from enum import StrEnum

from attrs import frozen

from .names import PersonName


class Change(StrEnum):
    """What a roster changes about a student of a class, or about one who is to join it.

    `NEW`: an account is created. `MOVED`: a student who has an account joins the class. `RENAMED`:
    a student of the class gets the name in the file. `LEFT`: a student who is not in the file
    leaves the class; the account stays. `INVITED`: a student whose account is not proven to be
    theirs is invited. `UNCHANGED`: nothing changes. `WRONG`: the line has a mistake.
    """

    NEW = "new"
    MOVED = "moved"
    RENAMED = "renamed"
    LEFT = "left"
    INVITED = "invited"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@frozen
class Renaming:
    """That an account got another name."""

    user_id: str
    before: PersonName
    after: PersonName
