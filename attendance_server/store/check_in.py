"""Check-in as documents: the rules in that of a class, and the rest in that of a session.

    class:   checkIn: {allowed, step, codeStep, openAtStart, closeAfter, join}
    session: checkIn: {room, secret, began: {wall, counted, boot}, step, codeStep, open, closesAt},
             arrivals: {<student id>: {at, way, remembered, ticket, devices, newDevice, flags,
                                       held, decided, called}}, headCount

A class has only those rules that were changed, and an arrival only those fields, after the first
two, that are not `False`, `None` or empty.
"""

from collections.abc import Iterable
from typing import Any

from ..models import (
    DEFAULT_RULES,
    Arrival,
    CheckIn,
    CheckInChange,
    CheckInRules,
    ClockStart,
    Flag,
    JoinRule,
    Missing,
    Way,
)
from .documents import Document


def changed_rules(change: CheckInChange | Missing) -> dict[str, Any]:
    """What to set in the document of a class."""
    if isinstance(change, Missing):
        return {}
    fields = {
        "allowed": change.allowed,
        "step": change.step,
        "codeStep": change.code_step,
        "openAtStart": change.open_at_start,
        "closeAfter": change.close_after,
        "join": change.join,
    }
    return {
        f"checkIn.{name}": value for name, value in fields.items() if value is not Missing.MISSING
    }


def rules_of(class_: Document) -> CheckInRules:
    """The rules in the document of a class."""
    fields, default = class_.get("checkIn", {}), DEFAULT_RULES
    return CheckInRules(
        allowed=fields.get("allowed", default.allowed),
        step=fields.get("step", default.step),
        code_step=fields.get("codeStep", default.code_step),
        open_at_start=fields.get("openAtStart", default.open_at_start),
        close_after=fields.get("closeAfter", default.close_after),
        join=JoinRule(fields.get("join", default.join)),
    )


def check_in_fields(check_in: CheckIn) -> dict[str, Any]:
    """The value of the field `checkIn` in the document of a session."""
    began = check_in.began
    return {
        "room": check_in.room,
        "secret": check_in.secret,
        "began": {"wall": began.wall, "counted": began.counted, "boot": began.boot},
        "step": check_in.step,
        "codeStep": check_in.code_step,
        "open": check_in.is_open,
        "closesAt": check_in.closes_at,
    }


def check_in_of(session: Document) -> CheckIn | None:
    """The check-in in the document of a session; `None` if it was never open."""
    fields = session.get("checkIn")
    if fields is None:
        return None
    return CheckIn(
        room=fields["room"],
        secret=fields["secret"],
        began=ClockStart(**fields["began"]),
        step=fields["step"],
        code_step=fields["codeStep"],
        is_open=fields["open"],
        closes_at=fields["closesAt"],
    )


def arrival_fields(arrival: Arrival) -> dict[str, Any]:
    """The value of a student's entry in `arrivals`."""
    fields = {
        "at": arrival.at,
        "way": arrival.way.value,
        "remembered": arrival.remembered or None,
        "ticket": arrival.ticket,
        "devices": list(arrival.devices) or None,
        "newDevice": arrival.new_device or None,
        "ownDevices": list(arrival.own_devices) or None,
        "otherDevice": arrival.other_device or None,
        "outside": arrival.outside or None,
        "flags": [flag.value for flag in arrival.flags] or None,
        "held": arrival.held or None,
        "decided": arrival.decided or None,
        "called": arrival.called or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def arrivals_of(session: Document) -> Iterable[Arrival]:
    """Those who have checked in, in the document of a session."""
    for student_id, fields in session.get("arrivals", {}).items():
        yield Arrival(
            student_id=student_id,
            at=fields["at"],
            way=Way(fields["way"]),
            remembered=fields.get("remembered", False),
            ticket=fields.get("ticket"),
            devices=tuple(fields.get("devices", ())),
            new_device=fields.get("newDevice", False),
            own_devices=tuple(fields.get("ownDevices", ())),
            other_device=fields.get("otherDevice", False),
            outside=fields.get("outside", False),
            flags=tuple(map(Flag, fields.get("flags", ()))),
            held=fields.get("held", False),
            decided=fields.get("decided", False),
            called=fields.get("called", False),
        )
