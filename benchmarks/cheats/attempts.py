"""Who tries to check in to a lesson, when, from where, and which codes are right then.

Times are seconds since the start of the term.
"""

from collections.abc import Iterator
from random import Random

from attrs import define, frozen

from .assumptions import Assumptions
from .people import Device, Kind, Room, School, Student
from .wall import Wall

MOST_TRIES = 5
"""After which an honest student would ask the teacher."""


@frozen
class Try:
    """One code: read from the wall at `read_at`, and at the server at `at`. `right`: accepted."""

    read_at: float
    at: float
    typed: bool
    right: bool


@define(eq=False)
class Attempt:
    """A student who wants to be checked in, present or not.

    `cheat`: the kind, if the student is absent. `helps`: whether they help one who is. `at`: when
    the check-in reaches the server, after the log-in if there is one; `None` if no code was right.
    """

    student: Student
    device: Device
    address: str
    tries: list[Try]
    at: float | None
    cheat: Kind | None = None
    helps: bool = False

    @property
    def typed(self) -> bool:
        return self.tries[-1].typed


@define
class Lesson:
    """One lesson in a room. Check-in is opened at `opened_at`, and closed when all have arrived."""

    school: School
    room: Room
    wall: Wall
    opened_at: float

    @property
    def _a(self) -> Assumptions:
        return self.school.assumptions

    @property
    def _rng(self) -> Random:
        return self.school.rng

    def attempts(self) -> list[Attempt]:
        """All who try, in no order."""
        a, rng = self._a, self._rng
        attending, cheating = list[Student](), list[Student]()
        for student in self.room.students:
            if student.cheat and rng.random() < a.cheating:
                cheating.append(student)
            elif rng.random() >= a.absent:
                attending.append(student)
        starts = self._starts(attending)
        found = [each for student in attending for each in self._honest(student, starts, attending)]
        own = {attempt.student: attempt for attempt in found}
        for student in cheating:
            helper = own.get(student.friend) if student.friend else None
            # Without the friend in the room there is nobody to help.
            if helper and helper.at is not None:
                helper.helps = True
                found.append(self._cheat(student, helper))
        return found

    def _starts(self, attending: list[Student]) -> dict[Student, float]:
        a, rng = self._a, self._rng
        starts = {each: self.opened_at + a.looking_up.draw(rng) for each in attending}
        for student in attending:
            if student.companion in starts:
                starts[student] = starts[student.companion] + a.beside.draw(rng)
        return starts

    def _honest(
        self, student: Student, starts: dict[Student, float], attending: list[Student]
    ) -> Iterator[Attempt]:
        a, rng = self._a, self._rng
        device, address = student.device, self._address(student)
        if rng.random() < a.new_phone + a.forgotten:
            device = student.device = self.school.new_device(starts[student])
        elif rng.random() < a.dead_battery:
            if rng.random() >= a.borrows:
                return
            lender = rng.choice([each for each in attending if each is not student])
            device, address = lender.device, self._address(lender)
        typed = student.types or rng.random() < a.types_today
        tries = self._tries(student, typed, starts[student])
        at = tries[-1].at if tries[-1].right else None
        fresh = device is not student.device or device.first_seen == starts[student]
        if at is not None and (fresh or rng.random() < a.logged_out):
            at += a.logging_in.draw(rng)
        yield Attempt(student, device, address, tries, at)

    def _tries(self, student: Student, typed: bool, start: float) -> list[Try]:
        """The codes that an honest student tries until one is right."""
        tries = [self._try(typed, student.scanner, start)]
        while not tries[-1].right and len(tries) < MOST_TRIES:
            start = tries[-1].at + self._a.again.draw(self._rng)
            # The page that says that the code was too old has the scanner open.
            tries.append(self._try(typed, True, start))
        return tries

    def _try(self, typed: bool, scanner: bool, start: float) -> Try:
        a, rng = self._a, self._rng
        at = start + a.network.draw(rng)
        if typed:
            at += a.typing.draw(rng)
            wrong = rng.random() < a.mistyped
            return self._judged(start, at, typed=True, wrong=wrong)
        if not scanner:
            at += a.noticing.draw(rng) + a.starting.draw(rng)
            if rng.random() < a.distracted:
                at += a.distraction.draw(rng)
        return self._judged(start, at, typed=False)

    def _judged(self, read_at: float, at: float, *, typed: bool, wrong: bool = False) -> Try:
        code = self.wall.letters(read_at) if typed else self.wall.link(read_at)
        if wrong:
            code = self.wall.mistyped(code)
        return Try(read_at, at, typed, self.wall.accepts(code, at))

    def _address(self, student: Student) -> str:
        on_wifi = not student.mobile_data and self._rng.random() >= self._a.wifi_fails
        return self.room.wifi if self.room.wifi and on_wifi else self.school.carrier()

    def _cheat(self, student: Student, helper: Attempt) -> Attempt:
        match student.cheat:
            case Kind.SHARED_DEVICE:
                return self._again_on(helper.device, helper, student)
            case Kind.SECOND_PHONE:
                return self._on_second_phone(student, helper)
            case kind:
                return self._from_afar(student, helper, kind)

    def _again_on(self, device: Device, helper: Attempt, student: Student) -> Attempt:
        a, rng = self._a, self._rng
        start = (helper.at or self.opened_at) + a.hand_over.draw(rng)
        tries = self._tries(student, False, start)
        at = tries[-1].at if tries[-1].right else None
        if at is not None and device is not student.second:
            at += a.logging_in.draw(rng)
        return Attempt(student, device, helper.address, tries, at, student.cheat)

    def _on_second_phone(self, student: Student, helper: Attempt) -> Attempt:
        kept = student.second
        if kept is None:
            device = self.school.new_device(helper.at or self.opened_at)
            attempt = self._again_on(device, helper, student)
            if self._rng.random() < self._a.second_kept:
                student.second = device
            return attempt
        return self._again_on(kept, helper, student)

    def _from_afar(self, student: Student, helper: Attempt, kind: Kind | None) -> Attempt:
        a, rng = self._a, self._rng
        address = student.home if rng.random() < a.at_home else self.school.carrier()
        tries = list[Try]()
        start = helper.at or self.opened_at
        while not tries or (not tries[-1].right and len(tries) < a.tries):
            at, typed = start + a.network.draw(rng), False
            if kind is Kind.VIDEO_CALL:
                at += a.video_lag.draw(rng)
                if not student.scanner:
                    at += a.noticing.draw(rng) + a.starting.draw(rng)
            else:
                typed = kind is Kind.LETTERS
                waits = rng.random() < a.waiting
                at += (a.passing_on if typed else a.photographing).draw(rng) + a.delivery.draw(rng)
                at += (a.reacting if waits else a.notified).draw(rng)
                at += (a.typing if typed else a.opening_photo).draw(rng)
            tries.append(self._judged(start, at, typed=typed))
            start = at + a.again.draw(rng)
        return Attempt(
            student, student.device, address, tries, at if tries[-1].right else None, kind
        )
