"""What the product makes of the arrivals of a lesson, and what the teacher does about it.

Everything that judges is the product's own code: which device it is, what is odd, who is drawn.
"""

from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from random import Random

import attrs
from attrs import define, field, frozen

from attendance_server.checkin import call_out
from attendance_server.checkin.devices import Browser, device_keys, is_new
from attendance_server.checkin.flags import RoomHabits, outside, sharing
from attendance_server.checkin.networks import NetworkHashes
from attendance_server.checkin.together import always_together
from attendance_server.checkin.usual import PastCheckIn, Sign, unusual
from attendance_server.models import Flag, How
from attendance_server.models.check_ins import CheckIn

from .arrivals import Arrival
from .assumptions import Assumptions
from .people import Device
from .wall import TERM

NETWORKS = NetworkHashes("the simulation's secret of 32 bytes")

LOOKING_BACK = 12
"""Lessons of a class that are compared."""


@frozen
class Seen:
    """How one arrival ended. `caught_by`: why an absent student is not counted as present.

    `flags`: what the teacher was shown.
    """

    arrival: Arrival
    flags: tuple[Flag, ...] = ()
    held: bool = False
    caught_by: str | None = None


@define
class Register:
    """The check-ins of one class, lesson after lesson.

    `past`: by student, in the last lessons. `times`: when everyone checked in to these.
    """

    class_id: str
    assumptions: Assumptions
    rng: Random
    past: dict[str, deque[PastCheckIn]] = field(factory=dict)
    times: deque[dict[str, datetime]] = field(factory=lambda: deque(maxlen=LOOKING_BACK))
    _signs: dict[str, frozenset[Sign]] = field(factory=dict, init=False)

    def lesson(self, session_id: str, arrivals: Iterable[Arrival], names: int) -> list[Seen]:
        """All arrivals of a lesson with their end. `names`: how many are called out."""
        let_in = {a.student.id: a for a in sorted(arrivals, key=_order) if a.at is not None}
        room = RoomHabits()
        check_ins = self._judged(session_id, let_in, room)
        self._flag_pairs(check_ins)
        shown = dict(check_ins)
        caught = self._looked_at(let_in, check_ins)
        caught |= self._called(let_in, check_ins, names)
        self._remember(let_in, check_ins, room, caught)
        return [self._seen(arrival, shown, caught) for arrival in arrivals]

    def _judged(
        self, session_id: str, let_in: dict[str, Arrival], room: RoomHabits
    ) -> dict[str, CheckIn]:
        check_ins, self._signs = dict[str, CheckIn](), {}
        for student, arrival in let_in.items():
            now, browser = _moment(arrival.at or 0.0), _browser(arrival.device)
            keys = device_keys(session_id, None, browser)
            others = [each for each in check_ins.values() if set(keys) & set(each.devices)]
            check_ins[student] = CheckIn(
                student,
                now,
                How.TYPED if arrival.typed else How.SCANNED,
                with_=tuple(each.student_id for each in others),
                devices=keys,
                new_device=is_new(now, None, browser),
                held=bool(others),
            )
            room.add(check_ins[student], NETWORKS.of(ip_address(arrival.address)))
            self._signs[student] = self._unusual(arrival, check_ins[student], ())
            if others:
                group = {student, *check_ins[student].with_}
                self._flag(check_ins, Flag.SHARED_DEVICE, sharing(group, self._signs))
            for flag, students in room.odd(self._signs).items():
                self._flag(check_ins, flag, students)
        # The networks of the room are known only now.
        strangers = outside(room)
        for student, check_in in check_ins.items():
            self._signs[student] = self._unusual(let_in[student], check_in, strangers)
        return check_ins

    def _unusual(
        self, arrival: Arrival, check_in: CheckIn, strangers: Collection[str]
    ) -> frozenset[Sign]:
        student = check_in.student_id
        past = self.past.get(student, ())
        return unusual(check_in.how, student in strangers, self._own_devices(arrival), past)

    def _own_devices(self, arrival: Arrival) -> tuple[bytes, ...]:
        scope = f"{self.class_id} {arrival.student.id}"
        return device_keys(scope, None, _browser(arrival.device))

    def _remember(
        self,
        let_in: dict[str, Arrival],
        check_ins: dict[str, CheckIn],
        room: RoomHabits,
        caught: Collection[str],
    ) -> None:
        strangers = outside(room)
        for student, check_in in check_ins.items():
            past = self.past.setdefault(student, deque(maxlen=LOOKING_BACK))
            devices = self._own_devices(let_in[student])
            past.append(PastCheckIn(check_in.how, student in strangers, devices, student in caught))

    def _flag_pairs(self, check_ins: dict[str, CheckIn]) -> None:
        """Flag those who always arrive together."""
        self.times.appendleft({each.student_id: each.at for each in check_ins.values()})
        for pair in always_together(list(self.times)):
            self._flag(check_ins, Flag.ALWAYS_TOGETHER, pair)

    def _flag(self, check_ins: dict[str, CheckIn], flag: Flag, students: Iterable[str]) -> None:
        for student in students:
            check_in = check_ins[student]
            if flag not in check_in.flags:
                check_ins[student] = attrs.evolve(check_in, flags=(*check_in.flags, flag))

    def _looked_at(
        self, let_in: dict[str, Arrival], check_ins: dict[str, CheckIn]
    ) -> dict[str, str]:
        """Why absent students are caught whom a flag shows; the teacher decides about all flags."""
        a, rng, caught = self.assumptions, self.rng, dict[str, str]()
        for student, check_in in check_ins.items():
            if not check_in.flags and not check_in.held:
                continue
            looks = rng.random() < (1 - a.accepts_blindly if check_in.held else a.looks)
            if not looks:
                continue
            check_ins[student] = attrs.evolve(check_in, decided=True)
            if let_in[student].cheat and (check_in.held or not self._answered_for()):
                caught[student] = "held" if check_in.held else "flag"
        return caught

    def _called(
        self,
        let_in: dict[str, Arrival],
        check_ins: dict[str, CheckIn],
        names: int,
    ) -> dict[str, str]:
        """Why absent students are caught whom the teacher calls out."""
        candidates = [each for each in check_ins.values() if not each.decided]
        drawn = call_out.draw(candidates, names, self.rng, self._signs)
        return {
            each.student_id: "call-out"
            for each in drawn
            if let_in[each.student_id].cheat and not self._answered_for()
        }

    def _answered_for(self) -> bool:
        return self.rng.random() < self.assumptions.answered_for

    def _seen(self, arrival: Arrival, shown: dict[str, CheckIn], caught: dict[str, str]) -> Seen:
        if arrival.at is None:
            return Seen(arrival, caught_by="code")
        student = arrival.student.id
        check_in = shown[student]
        return Seen(arrival, check_in.flags, check_in.held, caught.get(student))


def _order(arrival: Arrival) -> float:
    return arrival.at or 0.0


def _moment(seconds: float) -> datetime:
    return TERM + timedelta(seconds=seconds)


def _browser(device: Device) -> Browser:
    return Browser(bytes.fromhex(device.id), _moment(device.first_seen))
