"""Codes, tickets and the clock of check-ins, without a server."""

import random
import string
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, evolve
from hypothesis import example, given
from hypothesis import strategies as st

from attendance_server.checkin.clock import StepClock
from attendance_server.checkin.codes import (
    LETTERS_GRACE,
    LINK_GRACE,
    is_right,
    letters,
    link_code,
    new_check_in,
    new_room,
    read_code,
    until_next,
)
from attendance_server.checkin.tickets import TICKET_SECONDS, new_ticket, read_ticket
from attendance_server.live.shared_clock import SharedClock
from attendance_server.models import CheckIn, CheckInRules, ClockStart

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEGAN = ClockStart(NINE, 1000.0, "this boot")
RULES = CheckInRules(step=5, code_step=30)

ages = st.floats(0, 40 * 86_400)
steps = st.integers(3, 60)


def check_in(rules: CheckInRules = RULES) -> CheckIn:
    return new_check_in(rules, new_room(), BEGAN)


def accepts(check_in: CheckIn, text: str, age: float) -> bool:
    code = read_code(text)
    return code is not None and is_right(check_in, code, age)


@given(ages, st.floats(0, 120), steps)
@example(5.0, 0.0, 5)
@example(4.999, 3.0, 5)
@example(0.0, 5.0, 3)
def test_a_code_is_right_during_its_step_and_its_grace(age: float, later: float, step: int) -> None:
    opened = check_in(CheckInRules(step=step, code_step=2 * step))
    for show, every, grace in (
        (link_code, step, LINK_GRACE),
        (letters, 2 * step, LETTERS_GRACE),
    ):
        good_for = until_next(every, age) + grace
        assert accepts(opened, show(opened, age), age)
        if abs(later - good_for) > 1e-3:
            assert accepts(opened, show(opened, age), age + later) is (later < good_for)


def test_no_code_of_another_session_or_of_an_earlier_day_is_right() -> None:
    chance = random.Random(7)
    opened, other = check_in(), check_in()
    same_room = evolve(other, room=opened.room)
    yesterday = evolve(opened, began=evolve(BEGAN, counted=BEGAN.counted - 86_400))
    assert yesterday.secret == opened.secret
    for _ in range(20_000):
        age = chance.uniform(100_000, 300_000)
        older = age - chance.uniform(RULES.code_step + LETTERS_GRACE, 100_000)
        show = chance.choice((link_code, letters))
        assert not accepts(opened, show(opened, older), age)
        assert not accepts(opened, show(chance.choice((other, same_room)), age), age)


@given(ages)
def test_a_link_fits_a_coarse_qr_code(age: float) -> None:
    code = link_code(check_in(), age)
    longest = f"HTTPS://{'A' * 36}/C/{code}"
    # What version 3 of ISO/IEC 18004 holds in its alphanumeric mode, with error correction M.
    assert len(longest) <= 61
    assert set(code) <= set(string.ascii_uppercase + string.digits)


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        "https://attendance.school.test/C/{}".format,
        "HTTPS://ATTENDANCE.SCHOOL.TEST/C/{}".format,
        "/C/{}".format,
        lambda code: f" {code[:4]}-{code[4:]}\xa0",
        lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code.lower()),
    ],
)
def test_a_code_is_read_in_any_form(write: "type[str]") -> None:
    opened = check_in()
    for show in (link_code, letters):
        assert accepts(opened, write(show(opened, 12)), 12)


@given(st.text() | st.text("23456789ABCDEFGH", min_size=5, max_size=15))
def test_any_other_text_is_no_right_code(text: str) -> None:
    assert not accepts(check_in(), text, 12)


def test_the_secret_is_in_no_text() -> None:
    opened = check_in()
    assert repr(opened.secret) not in repr(opened)


def test_a_ticket_is_good_for_its_check_in_and_for_five_minutes() -> None:
    opened, other = check_in(), check_in()
    ticket = new_ticket("c1", "s1", 100.0)
    text = ticket.write(opened)
    assert read_ticket(text, opened, 100.0 + TICKET_SECONDS - 1) == ticket
    assert read_ticket(text, opened, 100.0 + TICKET_SECONDS) is None
    assert read_ticket(text, other, 101.0) is None
    assert read_ticket(text[:-1], opened, 101.0) is None
    assert read_ticket(text.swapcase(), opened, 101.0) is None


@given(st.text(max_size=600) | st.text("abcXYZ019-_", max_size=600))
def test_any_other_text_is_no_ticket(text: str) -> None:
    assert read_ticket(text, check_in(), 1.0) is None


@define
class Machine:
    """The clocks of a machine, which tests set and let pass."""

    wall: datetime = NINE
    counted: float = 5000.0
    boot: str = "first"

    def start_server(self) -> StepClock:
        clock = SharedClock(lambda: self.wall, lambda: self.counted)
        return StepClock(clock.steady, lambda: self.counted, self.boot)

    def wait(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.counted += seconds


@pytest.mark.parametrize("turned", [timedelta(hours=1), -timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_is_turned_changes_no_step(turned: timedelta) -> None:
    machine = Machine()
    clock = machine.start_server()
    began = clock.now()
    machine.wait(7)
    machine.wall += turned
    assert clock.age(began) == pytest.approx(7)
    # Neither does a restart of the server.
    clock = machine.start_server()
    assert clock.age(began) == pytest.approx(7)
    machine.wait(2)
    assert clock.age(began) == pytest.approx(9)


def test_after_a_restart_of_the_machine_the_wall_clock_counts() -> None:
    machine = Machine()
    began = machine.start_server().now()
    machine.wait(60)
    machine.counted, machine.boot = 12.0, "second"
    clock = machine.start_server()
    machine.wall += timedelta(hours=1)
    machine.counted += 3
    assert clock.age(began) == pytest.approx(63)


def test_a_clock_that_is_behind_after_that_makes_no_step_negative() -> None:
    machine = Machine()
    began = machine.start_server().now()
    machine.wall, machine.boot = NINE - timedelta(days=1), "second"
    assert machine.start_server().age(began) == 0
