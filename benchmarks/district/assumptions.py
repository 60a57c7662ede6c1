"""What the simulation of a district assumes: people, machines, and what was measured.

`docs/scaling.md` shows this as a table. The costs are those of one core of the machine that
docs/speed.md describes; each names the command that measures it.
"""

from typing import Any

import attrs
from attrs import field, frozen

from ..assumed import Delay


def _of(default: object, why: str) -> Any:
    return field(default=default, metadata={"why": why})


COSTS = "`python -m benchmarks --only costs`"


@frozen(kw_only=True)
class Assumptions:
    """Times are in seconds, memory is in MB; a share is between 0 and 1."""

    # People.
    students: int = _of(100_000, "200 schools of 500 students on average")
    class_size: int = _of(25, "students per class")
    early: float = _of(0.4, "share of students who have the page open before the bell")
    arriving: Delay = _of(Delay(420, 1.8), "how long before the bell they open it")
    remembered: float = _of(0.97, "share of devices that need no password")
    starting: Delay = _of(Delay(60, 2.0), "from the bell until a teacher starts the session")
    check_in: float = _of(0.5, "share of classes that check in with their phones")
    checking_in: Delay = _of(Delay(45, 2.0), "from the start of a session to a check-in")
    tap: float = _of(1.5, "between two marks of a teacher who goes down the list")
    lesson: float = _of(2_700.0, "from the bell to the end of a lesson")
    ending: float = _of(120.0, "from the end of a lesson until the last teacher ends the session")
    pause: float = _of(300.0, "from the end of a lesson to the next bell")
    lessons: int = _of(2, "lessons in the simulated time")
    asleep: float = _of(0.5, "share of phones that were locked and connect anew for a lesson")

    # Machines.
    machines: int = _of(4, "machines with servers, in one installation")
    servers: int = _of(2, "servers per machine")
    cores: int = _of(4, "cores per machine")
    database_cores: int = _of(4, "cores of the primary's machine")
    dies_at: float = _of(60.0, "from the first bell until one machine loses its power; 0: never")
    noticed: float = _of(8.0, "the longest until a client notices a silent server (client.js)")
    at_once: float = _of(0.3, "the longest until it connects to another (client.js)")
    election: float = _of(1.0, "no commits while a primary is elected: `--only failover`")

    # What was measured.
    commit: Delay = _of(
        Delay(0.0066, 1.2),
        f"from a mark to its frame with a set of three and nothing else to do: {COSTS}",
    )
    connecting: float = _of(0.0013, f"processor: refresh, socket and `WATCH`: {COSTS}")
    moving: float = _of(0.00046, f"processor: a socket and `WATCH` of a known user: {COSTS}")
    log_in: float = _of(0.0017, f"processor: a log-in, without the hash: {COSTS}")
    hash: float = _of(0.3, f"processor: one hash of bcrypt at cost 12: {COSTS}")
    mark: float = _of(0.000057, f"processor: a mark, without its commit: {COSTS}")
    committing: float = _of(0.0015, f"processor of the server: a commit of a session: {COSTS}")
    saving: float = _of(0.0014, f"processor of MongoDB: a commit of a session: {COSTS}")
    following: float = _of(0.0011, "processor of each other server per commit: `--only followers`")
    delivery: float = _of(0.000027, f"processor: a frame to a socket of a class: {COSTS}")
    start: float = _of(0.0067, f"processor: the start of a session: {COSTS}")
    lag: float = _of(0.002, "from a commit until another server sees it: `--only followers`")
    base: float = _of(79.0, f"memory of a server without sockets: {COSTS}")
    socket: float = _of(0.016, "memory of a socket: `python -m benchmarks --only memory`")


def markdown(assumptions: Assumptions) -> str:
    """All assumptions as a table."""
    lines = ["| assumption | value | |", "|---|---|---|"]
    for each in attrs.fields(Assumptions):
        value = getattr(assumptions, each.name)
        text = str(value) if isinstance(value, Delay) else f"{value:,}"
        lines.append(f"| `{each.name}` | {text} | {each.metadata['why']} |")
    return "\n".join(lines)
