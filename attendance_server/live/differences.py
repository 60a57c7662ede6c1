"""What is different about a session that was read anew, as events. Pure."""

from ..models import Mark, Session, Status
from .changes import CheckInSet, Ended, Enrolled, Held, Marked, SessionEvent, Unenrolled
from .live_session import LiveSession, seq_of


def differences(session: LiveSession, now: Session) -> list[SessionEvent]:
    """The events that lead from a running session to what was read of it, as far as it shows.

    They are true once the session has taken over what was read. A student may have had several
    marks in between, of which the last is left.
    """
    events: list[SessionEvent] = []
    roster = dict.fromkeys(now.roster)
    events.extend(Unenrolled(session, each) for each in session.roster if each not in roster)
    if enrolled := tuple(each for each in roster if each not in session.roster):
        events.append(Enrolled(session, enrolled))
    marks = sorted(now.marks.values(), key=seq_of)
    changed = [mark for mark in marks if mark != session.marks.get(mark.student_id)]
    events.extend(Marked(session, mark) for mark in changed)
    events.extend(
        Marked(session, _taken_back(mark))
        for mark in session.marks.values()
        if mark.student_id in roster and mark.student_id not in now.marks
    )
    if arrived := tuple(
        each.student_id
        for each in now.arrivals.values()
        if each != session.arrivals.get(each.student_id) and (each.held or each.flags)
    ):
        events.append(Held(session, arrived))
    if now.check_in != session.check_in:
        events.append(CheckInSet(session, stays=False))
    if now.ended_at is not None:
        events.append(Ended(session, discarded=now.discarded is not None))
    return events


def _taken_back(mark: Mark) -> Mark:
    """The mark as it is shown of a student who has none any more."""
    return Mark(mark.student_id, Status.ABSENT, mark.decided_at, mark.seq, withdrawn=True)
