"""The school of the simulation: rooms, students with their habits and phones, and the networks."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import count
from random import Random

from attrs import Factory, define, frozen

from .assumptions import Assumptions

DAY = 86_400.0
"""Seconds."""


class Kind(Enum):
    """How an absent student is checked in. The value is the name in `Assumptions.kinds`."""

    PHOTO = "photo"
    """A photo of the QR code, or its link, in a chat."""
    LETTERS = "letters"
    """The six letters in a chat."""
    SHARED_DEVICE = "shared"
    """A friend logs in a second time, in the browser that checked the friend in."""
    SECOND_PHONE = "second"
    """A friend brings a second phone, or uses another browser or a private window."""
    VIDEO_CALL = "call"
    """The absent student scans the wall in a live video call."""


@frozen(eq=False)
class Device:
    """A browser as the server knows it. `first_seen`: seconds since the start of the term."""

    id: str
    first_seen: float


@define(eq=False)
class Student:
    """A student and their habits. `home`: their network there.

    `cheat`: the kind that they use now and then, with the help of `friend`; `second`: the phone or
    the browser that the friend uses for them.
    """

    id: str
    device: Device
    types: bool
    scanner: bool
    mobile_data: bool
    home: str
    companion: "Student | None" = None
    cheat: Kind | None = None
    friend: "Student | None" = None
    second: Device | None = None


@frozen(eq=False)
class Room:
    """A class that always meets in the same room. `wifi`: the address of its network, if any."""

    id: str
    students: Sequence[Student]
    wifi: str | None
    called_out: int


@define
class School:
    """All rooms. Everything in it depends on the seed of `rng` alone."""

    assumptions: Assumptions
    rng: Random
    rooms: list[Room] = Factory(list)
    _numbers: Iterator[int] = Factory(count)

    @classmethod
    def of(cls, assumptions: Assumptions, rng: Random) -> "School":
        a, school = assumptions, cls(assumptions, rng)
        sizes = [(a.class_size, a.called_out)] * a.classes
        sizes += [(a.lecture_size, a.called_out_lecture)] * a.lectures
        for number, (size, called_out) in enumerate(sizes):
            wifi = None if rng.random() < a.rooms_without_wifi else f"198.51.{number}.1"
            students = [school._student() for _ in range(size)]
            school._befriend(students)
            school.rooms.append(Room(school.new_id(), students, wifi, called_out))
        return school

    def new_id(self) -> str:
        """An id in the form of those in the database."""
        return f"{next(self._numbers):024x}"

    def new_device(self, now: float) -> Device:
        return Device(self.new_id(), now)

    def carrier(self) -> str:
        """The address that a phone on mobile data has at the moment."""
        a, rng = self.assumptions, self.rng
        carrier, gateway = rng.randrange(a.carriers), rng.randrange(a.gateways)
        return f"203.{carrier}.{gateway}.{rng.randrange(1, 255)}"

    def _student(self) -> Student:
        a, rng = self.assumptions, self.rng
        home = f"{rng.randrange(20, 90)}.{rng.randrange(256)}.{rng.randrange(256)}.7"
        return Student(
            id=self.new_id(),
            # Everyone has logged in on the phone at some time before the term.
            device=self.new_device(-rng.uniform(1, 300) * DAY),
            types=rng.random() < a.types,
            scanner=rng.random() < a.scanner,
            mobile_data=rng.random() < a.mobile_data,
            home=home,
        )

    def _befriend(self, students: Sequence[Student]) -> None:
        a, rng = self.assumptions, self.rng
        shares = a.of_kinds()
        kinds, weights = [Kind(name) for name in shares], list(shares.values())
        for student in students:
            others = [other for other in students if other is not student]
            if rng.random() < a.companions:
                student.companion = rng.choice(others)
            if rng.random() < a.cheats:
                student.friend = rng.choice(others)
                [student.cheat] = rng.choices(kinds, weights)
