"""Codes that must not open a session: too old, or of another session, class or day."""

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

from attendance_server.checkin.codes import (
    LETTERS_GRACE,
    LINK_GRACE,
    is_right,
    letters,
    link_code,
    read_code,
)
from attendance_server.models import CheckIn, CheckInRules

from .people import DAY
from .wall import seeded_check_in

STEPS = (3, 5, 10, 30, 60)
"""Seconds that a step may be set to."""

LESSON = 3 * 3600.0
"""Seconds within which the codes of a lesson are shown."""

PER_SESSION = 100
"""Tries against one session, each with a code of another age."""

JUST_TOO_OLD = 0.001
"""Seconds."""


def tries(seed: int, count: int) -> tuple[Counter[str], Counter[str]]:
    """How many codes of each kind were tried, and how many of them were accepted."""
    rng = Random(seed)
    tried, accepted = Counter[str](), Counter[str]()
    while tried.total() < count:
        rules = CheckInRules(step=rng.choice(STEPS), code_step=rng.choice(STEPS))
        session = seeded_check_in(rng, rng.uniform(0, DAY), rules)
        for kind, old_code in _kinds(rng, rules, session).items():
            for _ in range(PER_SESSION):
                text, age = old_code()
                code = read_code(text)
                tried[kind] += 1
                accepted[kind] += code is not None and is_right(session, code, age)
    return tried, accepted


def _kinds(
    rng: Random, rules: CheckInRules, session: CheckIn
) -> Mapping[str, Callable[[], tuple[str, float]]]:
    """Functions that return a code and the age of the session at which it is tried."""
    # The room numbers are the same: by these alone, no link of another session is accepted.
    other = seeded_check_in(rng, 0, rules, session.room)

    def shown(check_in: CheckIn, age: float) -> tuple[str, float]:
        """A code that is shown at this age, and the age from which it is too old."""
        if rng.random() < 0.5:
            return link_code(check_in, age), (age // rules.step + 1) * rules.step + LINK_GRACE
        return letters(check_in, age), (
            age // rules.code_step + 1
        ) * rules.code_step + LETTERS_GRACE

    def older(by: Callable[[], float]) -> Callable[[], tuple[str, float]]:
        def old_code() -> tuple[str, float]:
            text, too_old = shown(session, rng.uniform(0, LESSON))
            return text, too_old + by()

        return old_code

    def of_other_session() -> tuple[str, float]:
        age = rng.uniform(0, LESSON)
        return shown(other, age)[0], age

    return {
        "just too old": older(lambda: rng.uniform(0, JUST_TOO_OLD)),
        "too old": older(lambda: rng.expovariate(1 / 60)),
        "of another day": older(lambda: DAY * rng.randint(1, 40)),
        "of another session": of_other_session,
    }
