"""What the projector shows and what the server accepts: the product's own codes."""

from datetime import UTC, datetime
from random import Random

from attrs import define

from attendance_server.accounts.claim_codes import ALPHABET
from attendance_server.checkin.codes import is_right, letters, link_code, read_code
from attendance_server.models import DEFAULT_RULES, CheckIn, CheckInRules, ClockStart

from .assumptions import Assumptions

TERM = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""The start of the term."""

ROOM, SECRET_BYTES = 4, 32


def seeded_check_in(
    rng: Random, opened_at: float, rules: CheckInRules = DEFAULT_RULES, room: str | None = None
) -> CheckIn:
    """A check-in as the product begins it, but with a secret from the seed."""
    return CheckIn(
        room=room or "".join(rng.choices(ALPHABET, k=ROOM)),
        secret=rng.randbytes(SECRET_BYTES),
        began=ClockStart(TERM, opened_at, "simulation"),
        step=rules.step,
        code_step=rules.code_step,
    )


@define
class Wall:
    """The wall of one lesson. Times are seconds since the start of the term."""

    assumptions: Assumptions
    rng: Random
    opened_at: float
    check_in: CheckIn

    @classmethod
    def of(cls, assumptions: Assumptions, rng: Random, opened_at: float) -> "Wall":
        rules = CheckInRules(step=assumptions.step, code_step=assumptions.code_step)
        return cls(assumptions, rng, opened_at, seeded_check_in(rng, opened_at, rules))

    def link(self, at: float) -> str:
        """What stands in the QR code that is seen at this time."""
        return link_code(self.check_in, self._shown_age(at))

    def letters(self, at: float) -> str:
        """The letters that are seen at this time."""
        return letters(self.check_in, self._shown_age(at))

    def mistyped(self, code: str) -> str:
        """The letters with another one in place of one."""
        place = self.rng.randrange(len(code))
        other = self.rng.choice([letter for letter in ALPHABET if letter != code[place]])
        return code[:place] + other + code[place + 1 :]

    def accepts(self, text: str, at: float) -> bool:
        """Whether the server accepts the code at this time."""
        code = read_code(text)
        return code is not None and is_right(self.check_in, code, at - self.opened_at)

    def _shown_age(self, at: float) -> float:
        """The age of what is on the wall, which the projector shows a moment later."""
        return max(0.0, at - self.opened_at - self.assumptions.showing.draw(self.rng))
