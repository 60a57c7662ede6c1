"""The simulation of a district: its queues obey the laws of queues, and no mark goes missing."""

from random import Random

import pytest
from attrs import evolve

from benchmarks.district.__main__ import changed
from benchmarks.district.assumptions import Assumptions, Delay
from benchmarks.district.morning import Morning, Outcome
from benchmarks.district.queues import WINDOW, Clock, Queue

SCHOOL = Assumptions(students=2_000, machines=3, servers=1)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return Morning(SCHOOL, 1).run()


def test_a_queue_waits_as_long_as_theory_says() -> None:
    """One worker, random arrivals, random work: the mean stay is 1 / (service - arrivals)."""
    clock, dice = Clock(), Random(1)
    queue, stays = Queue(clock), list[float]()
    in_queue = area = changed_at = 0.0

    def count(difference: int) -> None:
        nonlocal in_queue, area, changed_at
        area += in_queue * (clock.now - changed_at)
        in_queue, changed_at = in_queue + difference, clock.now

    def arrive(number: int) -> None:
        arrived = clock.now
        count(1)

        def leave() -> None:
            count(-1)
            stays.append(clock.now - arrived)

        queue.add("work", dice.expovariate(1.0), leave)
        if number:
            clock.at(clock.now + dice.expovariate(0.5), arrive, number - 1)

    arrive(60_000)
    clock.run()
    mean = sum(stays) / len(stays)
    assert mean == pytest.approx(1 / (1.0 - 0.5), rel=0.05)
    # Little's law: the mean number in the queue is the rate of arrivals times the mean stay.
    assert area / clock.now == pytest.approx(len(stays) / clock.now * mean)
    assert sum(queue.use().values()) * WINDOW / clock.now == pytest.approx(0.5, rel=0.05)


def test_two_workers_serve_at_the_same_time_and_a_hold_lets_nobody_begin() -> None:
    clock, done = Clock(), dict[str, float]()
    queue = Queue(clock, 2)
    for name in "abc":
        queue.add("work", 3.0, lambda name=name: done.setdefault(name, clock.now))
    clock.run()
    assert done == {"a": 3.0, "b": 3.0, "c": 6.0}
    queue.hold(10.0)
    queue.add("work", 1.0, lambda: done.setdefault("d", clock.now), later=0.5)
    clock.run()
    assert done["d"] == 11.5


def test_every_mark_is_told_once_though_a_machine_dies(outcome: Outcome) -> None:
    assert outcome.made == SCHOOL.students * SCHOOL.lessons
    assert len(outcome.told) == outcome.made
    assert outcome.back
    assert max(outcome.back) < SCHOOL.noticed + SCHOOL.at_once + 1


def test_every_socket_is_at_a_server_that_lives(outcome: Outcome) -> None:
    dead, *alive = outcome.installation.servers
    assert not dead.sockets
    clients = SCHOOL.students + SCHOOL.students // SCHOOL.class_size
    assert sum(server.sockets for server in alive) == clients


def test_the_work_of_a_server_is_what_was_done_times_its_cost() -> None:
    assumptions = evolve(SCHOOL, machines=1, dies_at=0, asleep=0, remembered=1, delivery=0)
    outcome = Morning(assumptions, 1).run()
    [server] = outcome.installation.servers
    done = {kind: 0.0 for _, kind in server.loop.work}
    for (_, kind), seconds in server.loop.work.items():
        done[kind] += seconds
    classes = assumptions.students // assumptions.class_size
    assert done == pytest.approx(
        {
            "connections": (assumptions.students + classes) * assumptions.connecting,
            "marks": outcome.made * assumptions.mark,
            "commits": outcome.installation.commits * assumptions.committing,
            "sessions": classes * assumptions.lessons * 2 * assumptions.start,
        }
    )


def test_a_seed_gives_the_same_morning_again(outcome: Outcome) -> None:
    assert Morning(SCHOOL, 1).run().told == outcome.told
    assert Morning(SCHOOL, 2).run().told != outcome.told


def test_assumptions_can_be_changed_by_name() -> None:
    assert changed(["students=500", "commit=0.002/3"]) == evolve(
        Assumptions(), students=500, commit=Delay(0.002, 3)
    )
    with pytest.raises(ValueError, match="no assumption"):
        changed(["pupils=500"])
