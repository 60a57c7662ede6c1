"""A wall clock that has jumped is not trusted for anything that cannot be undone."""

from datetime import timedelta

import pytest
from attrs import define, field

from attendance_server.store.clock_trust import (
    LONGEST_OFF,
    SHORTEST_DOUBT,
    SLACK,
    ClockReading,
    boot_id,
)
from tests.support.clock import NINE

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@define
class Machine:
    """A machine whose clock can be set, and the readings of a server on it."""

    reading: ClockReading = field(factory=lambda: ClockReading(NINE, 100.0, "first"))

    def pass_time(self, time: timedelta, *, clock_set_by: timedelta = timedelta()) -> bool:
        """Let time pass while the machine runs; return whether the clock is trusted then."""
        last = self.reading
        counted = last.counted + time.total_seconds()
        self.reading = last.next(last.wall + time + clock_set_by, counted, last.boot)
        return self.reading.trusted

    def start_again(self, off: timedelta) -> bool:
        """Switch the machine off and on; return whether the clock is trusted then."""
        last = self.reading
        self.reading = last.next(last.wall + off, 5.0, last.boot + " again")
        return self.reading.trusted


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_a_clock_that_keeps_time_is_trusted(machine: Machine) -> None:
    assert all(machine.pass_time(HOUR) for _ in range(500))
    # The server was down, but the machine was not.
    assert machine.pass_time(500 * DAY)
    assert machine.pass_time(HOUR, clock_set_by=SLACK / 2)


@pytest.mark.parametrize("jump", [2 * SLACK, 3 * DAY, 9 * DAY])
def test_a_clock_that_is_set_ahead_is_not_trusted_for_a_day(
    machine: Machine, jump: timedelta
) -> None:
    assert not machine.pass_time(HOUR, clock_set_by=jump)
    assert not any(machine.pass_time(HOUR) for _ in range(23))
    assert machine.pass_time(HOUR)
    assert machine.pass_time(HOUR)


def test_the_further_a_clock_jumps_the_longer_it_is_not_trusted(machine: Machine) -> None:
    assert not machine.pass_time(HOUR, clock_set_by=500 * DAY)
    assert machine.reading.trusted_from == machine.reading.wall + 50 * DAY
    assert not any(machine.pass_time(DAY) for _ in range(49))
    assert machine.pass_time(DAY)


def test_several_jumps_count_together(machine: Machine) -> None:
    for _ in range(10):
        assert not machine.pass_time(HOUR, clock_set_by=50 * DAY)
    assert machine.reading.trusted_from == machine.reading.wall + 50 * DAY


def test_a_clock_that_is_corrected_is_trusted_at_once(machine: Machine) -> None:
    assert not machine.pass_time(HOUR, clock_set_by=500 * DAY)
    assert not machine.pass_time(HOUR, clock_set_by=-100 * DAY)
    assert machine.pass_time(HOUR, clock_set_by=-400 * DAY)


def test_a_slow_clock_is_not_trusted_when_it_is_set_right(machine: Machine) -> None:
    assert machine.pass_time(HOUR, clock_set_by=-20 * DAY)
    assert not machine.pass_time(HOUR, clock_set_by=20 * DAY)


def test_a_machine_is_trusted_after_a_night_off_but_not_after_a_long_time(
    machine: Machine,
) -> None:
    assert machine.start_again(LONGEST_OFF)
    assert not machine.start_again(3 * DAY)
    # A school that switches its server off at night and at weekends.
    assert not machine.pass_time(8 * HOUR)
    assert machine.start_again(16 * HOUR)
    assert not machine.start_again(60 * DAY)
    assert machine.reading.trusted_from - machine.reading.wall == 6 * DAY > SHORTEST_DOUBT


def test_a_clock_set_while_the_machine_was_off_is_detected(machine: Machine) -> None:
    assert not machine.start_again(500 * DAY)
    assert not machine.start_again(-499 * DAY)
    assert machine.start_again(-1 * DAY)


def test_a_boot_has_one_id() -> None:
    assert boot_id() == boot_id() != ""
