"""What a check-in changes in a session, and what a teacher decides about it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from ..errors.check_in import CheckInCodeWrong, TeacherMustConfirm
from ..errors.sessions import StudentNotInClass
from ..models import Arrival, Flag, Mark, Status
from .pending import PendingChanges


def arrive(pending: PendingChanges, arrival: Arrival) -> tuple[Mark | None, tuple[str, ...]]:
    """Have a student check in, who is present then, or late.

    A student who counts as present stays as they are. One who comes on the device of another
    student gets no mark: they are flagged, and held until a teacher decides. The others are
    flagged unless it is their usual device.

    Returns the student's mark after that, `None` if they are held, and the students who are flagged
    now. Raises `NoActiveSession`, `StudentNotInClass`, `TeacherMustConfirm` if a teacher has marked
    the student absent, and `CheckInCodeWrong` for a ticket that another student has used.
    """
    pending.check_running()
    student_id = arrival.student_id
    if not pending.has(student_id):
        raise StudentNotInClass
    before = pending.mark_of(student_id)
    if before and before.status.attends:
        return before, ()
    if before and before.status is Status.ABSENT and not before.withdrawn:
        raise TeacherMustConfirm
    known = pending.arrival_of(student_id)
    if known and known.held:
        return None, ()
    if arrival.ticket and _owner_of(pending, arrival.ticket) not in (None, student_id):
        raise CheckInCodeWrong
    if others := _others_on(pending, arrival.devices, student_id):
        pending.note(evolve(arrival, held=True))
        return None, _flag_shared(pending, (student_id, *others))
    mark = pending.mark(student_id, None, arrival.at)
    if pending.head_count is not None and present_count(pending) > pending.head_count:
        arrival = arrival.flagged(Flag.OVER_HEAD_COUNT)
    pending.note(arrival)
    return mark, (student_id,) if arrival.flags else ()


def decide(pending: PendingChanges, student_id: str) -> bool:
    """A teacher has marked a student: return whether that decides about their check-in."""
    arrival = pending.arrival_of(student_id)
    if arrival is None or arrival.decided:
        return False
    pending.note(evolve(arrival, decided=True, held=False))
    return bool(arrival.flags) or arrival.held


def flag(pending: PendingChanges, flags: Mapping[str, Iterable[Flag]]) -> Iterator[str]:
    """Flag check-ins that are undecided, and yield the students of those that change."""
    for student_id, added in flags.items():
        arrival = pending.arrival_of(student_id)
        if arrival and not arrival.decided:
            flagged = arrival.flagged(*added)
            if flagged != arrival:
                pending.note(flagged)
                yield student_id


def on_device_of(arrivals: Iterable[Arrival], arrival: Arrival) -> tuple[str, ...]:
    """The other students among `arrivals` who came on the same device."""
    keys = set(arrival.devices)
    return tuple(
        each.student_id
        for each in arrivals
        if each.student_id != arrival.student_id and not keys.isdisjoint(each.devices)
    )


def suspects(arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
    """Of the students on one device, who is held, and those who did not check in with it before.

    All of them, if it is no one's usual device, or everyone's.
    """
    strangers = any(each.other_device for each in arrivals)
    return [each for each in arrivals if each.held or each.other_device or not strangers]


def present_count(pending: PendingChanges) -> int:
    """How many students count as present once the changes are saved."""
    present = pending.session.present.keys() - pending.unenrolled.keys() - pending.marks.keys()
    return len(present) + sum(mark.status.attends for mark in pending.marks.values())


def _others_on(
    pending: PendingChanges, devices: Iterable[bytes], student_id: str
) -> dict[str, None]:
    """The first student on each of the devices, except for this one."""
    owners = (_first_on(pending, key) for key in devices)
    return dict.fromkeys(owner for owner in owners if owner and owner != student_id)


def _first_on(pending: PendingChanges, device: bytes) -> str | None:
    """The first student who came on a device, `None` if no one on the roster did."""
    for devices in (pending.session.devices, pending.devices):
        student_id = devices.get(device)
        if student_id and pending.arrival_of(student_id):
            return student_id
    return None


def _owner_of(pending: PendingChanges, ticket: str) -> str | None:
    """The student who has used a ticket; `None` if it is no one's yet."""
    return pending.tickets.get(ticket) or pending.session.tickets.get(ticket)


def _flag_shared(pending: PendingChanges, student_ids: Iterable[str]) -> tuple[str, ...]:
    """Flag those of the students on one device who are suspect, and return those that change.

    That holds also if a teacher had decided about them before.
    """
    arrivals = [each for each in map(pending.arrival_of, student_ids) if each]
    flagged = [each for each in suspects(arrivals) if Flag.SHARED_DEVICE not in each.flags]
    for arrival in flagged:
        pending.note(evolve(arrival.flagged(Flag.SHARED_DEVICE), decided=False))
    return tuple(each.student_id for each in flagged)
