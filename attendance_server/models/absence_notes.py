"""Notes with which students say why they were, or will be, absent."""

from datetime import date, datetime
from enum import StrEnum

from attrs import frozen


class NoteState(StrEnum):
    """What has become of a note.

    `WAITING`: no teacher has decided yet. `WITHDRAWN`: the student has taken it back, and it is no
    longer stored.
    """

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@frozen
class NoteDecision:
    """That a teacher has accepted a note as an excuse, or not: who, and when."""

    accepted: bool
    by: str
    at: datetime


@frozen
class AbsenceNote:
    """A student's reason for not being in a class from one day to another, both included.

    `starts_at` and `ends_at`: when the first day begins and the last one is over, where the student
    is. `decision`: `None` until a teacher has decided.
    """

    id: str
    class_id: str
    student_id: str
    first: date
    last: date
    starts_at: datetime
    ends_at: datetime
    reason: str
    written_at: datetime
    decision: NoteDecision | None = None

    @property
    def state(self) -> NoteState:
        if self.decision is None:
            return NoteState.WAITING
        return NoteState.ACCEPTED if self.decision.accepted else NoteState.DECLINED

    def covers(self, moment: datetime) -> bool:
        """Whether a session that started at that moment is one of its days'."""
        return self.starts_at <= moment < self.ends_at
