"""All servers go by the clock of the database, whatever the clocks of their machines say."""

from datetime import datetime, timedelta

import pytest
from attrs import Factory, define
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.checkin.clock import StepClock
from attendance_server.live.shared_clock import JUMP, SLEW, SharedClock
from tests.support.clock import NINE

LATENCY = 0.004


@define
class Machine:
    """A server's machine, whose clock is off by `off` seconds."""

    off: float = 0.0
    started: float = 100.0
    passed: float = 0.0
    clock: SharedClock = Factory(lambda self: SharedClock(self.wall, self.counted), takes_self=True)

    def wall(self) -> datetime:
        return NINE + timedelta(seconds=self.passed + self.off)

    def counted(self) -> float:
        return self.started + self.passed

    def hears(self, database_off: float = 0.0, latency: float = LATENCY) -> None:
        """The database tells its time, which is off by so much, as half of the latency is over."""
        asked_at = self.counted()
        self.passed += latency
        told = NINE + timedelta(seconds=self.passed - latency / 2 + database_off)
        self.clock.heard(told, asked_at, self.counted())

    def error(self) -> float:
        """Seconds by which its time is ahead of that of the database."""
        return (self.clock.now() - NINE).total_seconds() - self.passed


def test_servers_whose_clocks_are_an_hour_apart_agree() -> None:
    ahead, behind = Machine(off=1800.0), Machine(off=-1800.0, started=7.0)
    assert ahead.clock.now() == ahead.wall(), "a single server goes by its machine"
    for machine in (ahead, behind):
        machine.hears()
        assert abs(machine.error()) <= LATENCY


def test_a_check_in_has_the_same_age_at_both() -> None:
    ahead, behind = Machine(off=1800.0), Machine(off=-1800.0, started=7.0)
    clocks = [
        StepClock(machine.clock.steady, machine.counted, boot)
        for machine, boot in ((ahead, "first"), (behind, "second"))
    ]
    for machine in (ahead, behind):
        machine.hears()
    began = clocks[0].now()
    for machine in (ahead, behind):
        machine.passed += 30
    assert [clock.age(began) for clock in clocks] == [pytest.approx(30, abs=0.01)] * 2


def test_a_single_server_is_not_disturbed_by_its_clock_being_set() -> None:
    machine = Machine()
    machine.passed, machine.off = 60.0, 3600.0
    assert machine.clock.steady() == NINE + timedelta(seconds=60)
    assert machine.clock.now() == machine.wall()


def test_a_jump_of_the_database_is_ignored_and_reported(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    machine.hears()
    caplog.clear()
    machine.passed += 1
    machine.hears(database_off=3600.0)
    assert machine.clock.jump == pytest.approx(3600, abs=0.01)
    machine.passed += 100
    machine.hears(database_off=3600.0)
    assert abs(machine.error()) <= 2 * LATENCY
    machine.hears()
    assert machine.clock.jump == 0
    jumps = [each for each in caplog.messages if "clock of the database" in each]
    assert len(jumps) == 2, "once as it jumped, and once as it was back"


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0, 3), st.floats(0, 5)), max_size=30))
def test_no_time_comes_twice(heard: list[tuple[float, float, float]]) -> None:
    machine = Machine()
    machine.hears()
    for off, latency, pause in heard:
        before, passed = machine.clock.seconds(), machine.passed
        machine.hears(off, latency)
        machine.passed += pause
        ran, real = machine.clock.seconds() - before, machine.passed - passed
        assert ran == pytest.approx(real, abs=real * SLEW + 1e-5)
        assert abs(machine.clock.jump) >= JUMP or machine.clock.jump == 0


def test_it_follows_a_database_whose_clock_drifts() -> None:
    machine = Machine()
    machine.hears()
    for second in range(200):
        machine.passed += 1
        machine.hears(database_off=0.0005 * second)
    assert abs(machine.error() - 0.1) < 2 * LATENCY
