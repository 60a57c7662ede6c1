"""A district of 200 schools through one morning, in virtual time, against measured costs.

`python -m benchmarks.district --help` shows how to change what is assumed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter

from attrs import evolve

from attendance_server.loadtest.figures import percentile

from ..harness import Harness, Row, ms
from .assumptions import Assumptions
from .morning import BELL, Morning, Outcome
from .queues import WINDOW

SEED = 20

SIZES = (500, 2_000, 10_000, 30_000, 100_000)
SERVERS = (1, 2, 4, 6, 8, 12, 16)
MOST_USE = 0.7
MOST_DELAY = 0.1
DISTURBED = 30.0
"""Seconds after the death of a machine, whose marks have a row of their own."""


async def measure(harness: Harness) -> list[Row]:
    """The figures of the simulation; the harness is not needed."""
    assumptions = evolve(Assumptions(), students=harness.sizes.district)
    outcome = Morning(assumptions, SEED).run()
    return [*rows_of(assumptions, outcome), *needed(assumptions, SEED)]


def rows_of(assumptions: Assumptions, outcome: Outcome) -> list[Row]:
    """The figures of one installation for all students."""
    name = (
        f"District: {assumptions.students:,} students, {assumptions.machines} machines with"
        f" {assumptions.servers} servers each"
    )
    died = BELL + assumptions.dies_at
    usual = [took for made, took in outcome.told if not died <= made < died + DISTURBED]
    after = [took for made, took in outcome.told if died <= made < died + DISTURBED]
    memory = assumptions.base + outcome.most_sockets * assumptions.socket
    rows = [
        Row(
            f"{name}; the busiest core, in {WINDOW} s",
            f"at most {MOST_USE:.0%}",
            f"**{outcome.peak:.0%}**: {_shares(outcome)}; MongoDB {_database(outcome):.0%} of its"
            f" {assumptions.database_cores} cores; at most {outcome.most_sockets:,} sockets and"
            f" {memory:,.0f} MB per server",
            outcome.peak <= MOST_USE,
        ),
        Row(
            f"{name}; from a mark to its frame",
            f"p99 at most {ms(MOST_DELAY)}",
            f"p50 **{ms(_p(usual, 50))}**, p99 **{ms(_p(usual, 99))}** of {len(usual):,}",
            _p(usual, 99) <= MOST_DELAY,
        ),
        Row(
            f"{name}; from opening the page to the complete state",
            f"p99 at most {ms(MOST_DELAY)}",
            f"p99 **{ms(_p([took for _, took in outcome.connected], 99))}**;"
            f" {len(outcome.logged_in):,} log-ins, p99 {_p(outcome.logged_in, 99):.2f} s",
        ),
    ]
    if assumptions.dies_at:
        rows.append(
            Row(
                f"{name}; one machine dies {assumptions.dies_at:g} s after the bell",
                "no mark is lost",
                f"**{outcome.made - len(outcome.told)}** of {outcome.made:,} lost;"
                f" {len(outcome.back):,} clients are back after p50 {_p(outcome.back, 50):.1f} s,"
                f" the last after **{max(outcome.back):.1f} s**; p99 of the marks of"
                f" {DISTURBED:g} s: {_p(after, 99):.1f} s",
                outcome.made == len(outcome.told),
            )
        )
    return rows


def needed(assumptions: Assumptions, seed: int) -> list[Row]:
    """How many servers an installation needs, by its size."""
    rows, least = [], SERVERS[0]
    for students in (size for size in SIZES if size <= assumptions.students):
        # More students never need fewer.
        for servers in (count for count in SERVERS if count >= least):
            machines = max(1, servers // assumptions.servers)
            installation = evolve(
                assumptions,
                students=students,
                machines=machines,
                servers=min(servers, assumptions.servers),
                lessons=1,
                dies_at=0,
            )
            outcome = Morning(installation, seed).run()
            delay = _p([took for _, took in outcome.told], 99)
            if outcome.peak <= MOST_USE and delay <= MOST_DELAY:
                least = servers
                memory = assumptions.base + outcome.most_sockets * assumptions.socket
                rows.append(
                    Row(
                        f"District: servers for {students:,} students in one installation",
                        f"core at most {MOST_USE:.0%}, p99 at most {ms(MOST_DELAY)}",
                        f"**{servers}**; core {outcome.peak:.0%}, p99 {ms(delay)}, {memory:,.0f} MB"
                        f" each; {_shares(outcome)}",
                    )
                )
                break
        else:
            rows.append(
                Row(
                    f"District: servers for {students:,} students in one installation",
                    f"core at most {MOST_USE:.0%}, p99 at most {ms(MOST_DELAY)}",
                    f"more than {SERVERS[-1]}",
                    False,
                )
            )
    return rows


def _shares(outcome: Outcome) -> str:
    """What the busiest core did in its busiest window."""
    _, window, server = max(
        (use, window, server.number)
        for server in outcome.installation.servers
        for window, use in server.loop.use().items()
    )
    work = defaultdict[str, float](float)
    for (when, kind), seconds in outcome.installation.servers[server].loop.work.items():
        if when == window:
            work[kind] += seconds
    return ", ".join(f"{kind} {seconds / WINDOW:.0%}" for kind, seconds in _by_size(work))


def _by_size(work: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(work.items(), key=itemgetter(1), reverse=True)


def _database(outcome: Outcome) -> float:
    return max(outcome.installation.database.use().values())


def _p(values: Sequence[float], percent: float) -> float:
    return percentile(sorted(values), percent)
