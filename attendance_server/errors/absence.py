"""What can go wrong with notes of absence."""

from . import Conflict, NotFound


class NoteNotFound(NotFound):
    """The class has no such note, or it is another student's."""

    message = "Note not found"
    code = "note_not_found"


class NoteDecided(Conflict):
    """A student withdraws a note that a teacher has decided on."""

    message = "A teacher has decided on this note, it can no longer be withdrawn"
    code = "note_decided"


class TooManyNotes(Conflict):
    """A student has as many undecided notes in a class as they can have."""

    message = "Too many notes wait for a decision, withdraw one first"
    code = "too_many_notes"
