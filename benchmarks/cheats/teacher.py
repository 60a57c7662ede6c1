"""What the teacher of a lesson does about what the server shows, and who is caught."""

from collections.abc import Sequence
from random import Random

from attrs import define, frozen

from attendance_server.checkin.call_out import draw
from attendance_server.models import Flag

from .assumptions import Assumptions
from .attempts import Attempt
from .register import Page, Register, decided


@frozen
class Seen:
    """How one attempt ended. `caught_by`: why an absent student is not counted as present.

    `flags`: what the teacher was shown.
    """

    attempt: Attempt
    flags: tuple[Flag, ...] = ()
    caught_by: str | None = None


@define
class Teacher:
    """The teacher of a class, who looks up for flags first, and then calls names out."""

    assumptions: Assumptions
    rng: Random
    register: Register

    def lesson(self, session_id: str, attempts: Sequence[Attempt], names: int) -> list[Seen]:
        """How all attempts of a lesson end. `names`: how many are called out."""
        page = self.register.write(session_id, attempts)
        shown = {student: arrival.flags for student, arrival in page.arrivals.items()}
        caught = self._look_up(page)
        caught |= self._call_out(page, names)
        self.register.remember(page, caught)
        return [
            Seen(attempt, caught_by="code")
            if attempt.at is None
            else Seen(attempt, shown[attempt.student.id], caught.get(attempt.student.id))
            for attempt in attempts
        ]

    def _look_up(self, page: Page) -> dict[str, str]:
        """Decide about those who are held or have a flag, and return who was not there, and why."""
        a, rng, caught = self.assumptions, self.rng, dict[str, str]()
        for student, arrival in page.arrivals.items():
            if not arrival.flags and not arrival.held:
                continue
            looks = 1 - a.accepts_blindly if arrival.held else a.looks
            if rng.random() >= looks:
                continue
            page.arrivals[student] = decided(arrival)
            if page.let_in[student].cheat and (arrival.held or not self._answered_for()):
                caught[student] = "held check-in" if arrival.held else "flag"
        return caught

    def _call_out(self, page: Page, names: int) -> dict[str, str]:
        """Call names out, and return those that were not there."""
        candidates = [each for each in page.arrivals.values() if not each.decided]
        drawn = draw(candidates, names, self.rng, page.signs)
        return {
            each.student_id: "call-out"
            for each in drawn
            if page.let_in[each.student_id].cheat and not self._answered_for()
        }

    def _answered_for(self) -> bool:
        return self.rng.random() < self.assumptions.answered_for
