"""Blanket marks: those of all unmarked students at once, and how they are taken back. Pure."""

from collections.abc import Iterator
from datetime import datetime

from ..models import Mark, Status
from .pending import PendingChanges


def mark_rest(
    pending: PendingChanges,
    status: Status | None,
    now: datetime,
    at: datetime | None,
    by: str,
) -> tuple[Mark, ...]:
    """Mark all students who are unmarked once the pending changes are saved.

    The arguments are those of `PendingChanges.mark`. Those who are held stay unmarked, since a
    teacher has to decide about each of them; so do those whose mark was taken back after `at`.
    Returns the new marks in the order of the roster. Raises `NoActiveSession`.
    """
    pending.check_running()
    rest = [
        student_id for student_id in pending.student_ids() if _is_unmarked(pending, student_id, at)
    ]
    moment = at or _newest(pending, rest, now)
    status = status or pending.session.status_at(moment)
    return tuple(pending.put(student_id, status, moment, by, blanket=True) for student_id in rest)


def take_back_rest(
    pending: PendingChanges, marked_at: datetime, now: datetime, at: datetime | None, by: str
) -> tuple[Mark, ...]:
    """Take back the marks that `mark_rest` made `by` this teacher at the time `marked_at`.

    Those that were decided anew since then stay. Returns the marks by which students are unmarked.
    Raises `NoActiveSession`.
    """
    pending.check_running()
    made = [
        mark.student_id
        for mark in _marks(pending)
        if mark.blanket and mark.by == by and mark.marked_at == mark.decided_at == marked_at
    ]
    moment = max(at or now, marked_at)
    return tuple(
        pending.put(student_id, Status.ABSENT, moment, by, withdrawn=True) for student_id in made
    )


def _is_unmarked(pending: PendingChanges, student_id: str, at: datetime | None) -> bool:
    mark = pending.mark_of(student_id)
    if mark and not (mark.withdrawn and (at is None or mark.decided_at <= at)):
        return False
    arrival = pending.arrival_of(student_id)
    return arrival is None or not arrival.held


def _newest(pending: PendingChanges, student_ids: list[str], now: datetime) -> datetime:
    """The time of a decision that is newer than those about these students, whatever the clock."""
    before = filter(None, map(pending.mark_of, student_ids))
    started = pending.session.base.started_at
    return max([now, started, *(mark.decided_at for mark in before)])


def _marks(pending: PendingChanges) -> Iterator[Mark]:
    return filter(None, map(pending.mark_of, pending.student_ids()))
