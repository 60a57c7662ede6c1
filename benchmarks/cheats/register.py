"""The check-ins of a class as the server sees them: what is odd, and what it shows the teacher.

Everything that judges is the product's own code: which device it is, what is odd, what is unusual.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address

from attrs import define, evolve, field

from attendance_server.checkin.devices import device_keys, is_new
from attendance_server.checkin.flags import RoomHabits, outside
from attendance_server.checkin.networks import NetworkHashes
from attendance_server.checkin.past import LOOKING_BACK
from attendance_server.checkin.usual import PastCheckIn, Sign, unusual
from attendance_server.live.arriving import strangers
from attendance_server.models import Arrival, Browser, Flag, Way

from .attempts import Attempt
from .people import Device
from .wall import TERM

NETWORKS = NetworkHashes("the simulation's secret of 32 bytes")


@define
class Page:
    """The check-ins of one lesson, by student in the order of arrival, and their signs."""

    let_in: Mapping[str, Attempt]
    arrivals: dict[str, Arrival] = field(factory=dict)
    signs: dict[str, frozenset[Sign]] = field(factory=dict)
    room: RoomHabits = field(factory=RoomHabits)

    def flag(self, flag: Flag, students: Iterable[str]) -> None:
        for student in students:
            self.arrivals[student] = self.arrivals[student].flagged(flag)


@define
class Register:
    """All lessons of a class. `past`: the last check-ins, by student.

    Who always arrives together is shown after a lesson only, so it is left out.
    """

    class_id: str
    past: dict[str, deque[PastCheckIn]] = field(factory=dict)

    def write(self, session_id: str, attempts: Sequence[Attempt]) -> Page:
        """Take the check-ins of a lesson, one after another."""
        right = [attempt for attempt in attempts if attempt.at is not None]
        right.sort(key=lambda attempt: attempt.at or 0.0)
        page = Page({attempt.student.id: attempt for attempt in right})
        for attempt in right:
            self._take(page, session_id, attempt)
        # Only now are the networks of the room known.
        outsiders = outside(page.room)
        for student, attempt in page.let_in.items():
            page.signs[student] = self._unusual(attempt, student in outsiders)
        return page

    def remember(self, page: Page, absent: Collection[str]) -> None:
        """Note the check-ins of a lesson. `absent`: who was not there, as the teacher found out."""
        outsiders = outside(page.room)
        for student, attempt in page.let_in.items():
            past = self.past.setdefault(student, deque(maxlen=LOOKING_BACK))
            devices = self._own_devices(attempt)
            past.append(
                PastCheckIn(_way(attempt), student in outsiders, devices, student in absent)
            )

    def _take(self, page: Page, session_id: str, attempt: Attempt) -> None:
        student, now = attempt.student.id, _moment(attempt.at or 0.0)
        browser = _browser(attempt.device)
        keys, signs = device_keys(session_id, None, browser), self._unusual(attempt, False)
        others = [each for each in page.arrivals.values() if set(keys) & set(each.devices)]
        arrival = Arrival(
            student,
            now,
            _way(attempt),
            devices=keys,
            new_device=is_new(now, None, browser),
            other_device=Sign.OTHER_DEVICE in signs,
            held=bool(others),
        )
        page.arrivals[student], page.signs[student] = arrival, signs
        page.room.add(arrival, NETWORKS.of(ip_address(attempt.address)))
        if others:
            flagged = strangers([arrival, *others])
            page.flag(Flag.SHARED_DEVICE, [each.student_id for each in flagged])
        for flag, students in page.room.odd(page.signs).items():
            page.flag(flag, students)

    def _unusual(self, attempt: Attempt, outside_: bool) -> frozenset[Sign]:
        past = self.past.get(attempt.student.id, ())
        return unusual(_way(attempt), outside_, self._own_devices(attempt), past)

    def _own_devices(self, attempt: Attempt) -> tuple[bytes, ...]:
        scope = f"{self.class_id} {attempt.student.id}"
        return device_keys(scope, None, _browser(attempt.device))


def decided(arrival: Arrival) -> Arrival:
    """The check-in after the teacher has marked the student."""
    return evolve(arrival, decided=True)


def _way(attempt: Attempt) -> Way:
    return Way.TYPED if attempt.typed else Way.SCANNED


def _moment(seconds: float) -> datetime:
    return TERM + timedelta(seconds=seconds)


def _browser(device: Device) -> Browser:
    return Browser(bytes.fromhex(device.id), _moment(device.first_seen))
