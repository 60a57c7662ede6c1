"""What can go wrong with blanket marks; see `errors` for the families."""

from .errors import Conflict


class NothingToMark(Conflict):
    """No student is unmarked, or none has a mark that would be taken back."""

    message = "No student to mark"
    code = "nothing_to_mark"
