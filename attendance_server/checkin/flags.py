"""What is odd about a check-in compared with the rest of the room. Pure.

How others check in is known only after some have: those who came first are judged with the rest.
A flag that was given stays, whatever the room does later.
"""

from collections.abc import Collection, Iterable, Mapping

from attrs import field, frozen

from ..models import Arrival, Flag, Way
from .usual import Sign


@frozen
class Thresholds:
    """From when on something is odd. Shares are of all who have checked in.

    `enough`: the number of check-ins from which a room can be judged, and `enough_networks` its
    networks. `scanning`: the share of those who scan from which typing is odd. `known`: the share
    of known devices from which a new one is odd: on the first day all are new. A network is one of
    the room's if at least `neighbours` check-ins and a share of `neighbourhood` come from it.
    `inside`: the share of check-ins from the room's networks from which others are outside.
    """

    enough: int = 5
    enough_networks: int = 10
    scanning: float = 0.75
    known: float = 0.5
    neighbours: int = 3
    neighbourhood: float = 0.02
    inside: float = 0.5


THRESHOLDS = Thresholds()


@frozen
class RoomHabits:
    """How the students in a room have checked in so far.

    `here`: all of them. `typing`: those who typed the code. `new`: those with a new device.
    `networks`: the students in each network, as far as theirs is known to this run of the server.
    `given`: by flag, the students who have it already. `strangers`: those who are noted as being
    outside the networks of the room.
    """

    here: set[str] = field(factory=set)
    typing: set[str] = field(factory=set)
    new: set[str] = field(factory=set)
    networks: dict[bytes, set[str]] = field(factory=dict)
    given: dict[Flag, set[str]] = field(factory=lambda: {flag: set() for flag in Flag})
    strangers: set[str] = field(factory=set)

    @classmethod
    def of(cls, arrivals: Iterable[Arrival]) -> "RoomHabits":
        """Those of a session that ran before the server was started: without networks."""
        habits = cls()
        for arrival in arrivals:
            if not arrival.held:
                habits.add(arrival)
            habits.give({arrival.student_id: arrival.flags})
            habits.move({arrival.student_id: arrival.outside})
        return habits

    def add(self, arrival: Arrival, network: bytes | None = None) -> None:
        """A student has checked in, from this network as `NetworkHashes` has it."""
        student_id = arrival.student_id
        self.remove(student_id)
        self.here.add(student_id)
        if arrival.way is Way.TYPED:
            self.typing.add(student_id)
        if arrival.new_device:
            self.new.add(student_id)
        if network is not None:
            self.networks.setdefault(network, set()).add(student_id)

    def remove(self, student_id: str) -> None:
        """The student is no longer on the roster."""
        if student_id not in self.here:
            return
        self.here.remove(student_id)
        self.typing.discard(student_id)
        self.new.discard(student_id)
        for network, students in list(self.networks.items()):
            students.discard(student_id)
            if not students:
                del self.networks[network]

    def give(self, flags: Mapping[str, Iterable[Flag]]) -> None:
        """Note the flags that students get."""
        for student_id, added in flags.items():
            for flag in added:
                self.given[flag].add(student_id)

    def moved(self) -> Mapping[str, bool]:
        """Whether they are outside the networks of the room, of those of whom that is to be noted.

        Nothing is said of those whose network is not known.
        """
        now = outside(self)
        known = set[str]().union(*self.networks.values())
        return {each: each in now for each in known & (now ^ self.strangers)}

    def move(self, moved: Mapping[str, bool]) -> None:
        """Note who is outside the networks of the room, or no longer."""
        for student_id, is_outside in moved.items():
            (self.strangers.add if is_outside else self.strangers.discard)(student_id)

    def odd(
        self, signs: Mapping[str, Collection[Sign]], thresholds: Thresholds = THRESHOLDS
    ) -> Mapping[Flag, set[str]]:
        """By flag, the students to whom it applies now. `signs`: what is unusual for each.

        Many honest students type, and many are outside the networks of the room. Only one who does
        both, and who usually scans, stands out.
        """
        typing = {
            student
            for student in odd_typing(self, thresholds) & outside(self, thresholds)
            if Sign.TYPED in signs.get(student, ())
        }
        return {
            Flag.TYPED: typing,
            Flag.OTHER_NETWORK: typing,
            Flag.NEW_DEVICE: odd_devices(self, thresholds),
        }


def odd_typing(room: RoomHabits, thresholds: Thresholds = THRESHOLDS) -> set[str]:
    """Those who typed the code although others scan it."""
    size = len(room.here)
    scanning = size - len(room.typing)
    if size < thresholds.enough or scanning < thresholds.scanning * size:
        return set()
    return room.typing


def odd_devices(room: RoomHabits, thresholds: Thresholds = THRESHOLDS) -> set[str]:
    """Those with a new device although others have known ones."""
    size = len(room.here)
    known = size - len(room.new)
    if size < thresholds.enough or known < thresholds.known * size:
        return set()
    return room.new


def outside(room: RoomHabits, thresholds: Thresholds = THRESHOLDS) -> set[str]:
    """Those outside the networks of the room, if most are in these."""
    size = sum(map(len, room.networks.values()))
    if size < thresholds.enough_networks:
        return set()
    neighbours = max(thresholds.neighbours, thresholds.neighbourhood * size)
    strangers = {
        student
        for students in room.networks.values()
        if len(students) < neighbours
        for student in students
    }
    return strangers if len(strangers) <= (1 - thresholds.inside) * size else set()
