"""What some work takes: by the clock, and in processor seconds by who used them."""

import time
from collections.abc import Sequence

from attrs import define, field, frozen

from ..harness import cpu_of


@frozen
class Cost:
    """What some work took, in seconds.

    `elapsed`: by the clock. `busiest`: the processor seconds of the server that used most;
    `servers`: those of all servers, `client` and `database`: those of this process and of mongod.
    """

    elapsed: float
    busiest: float
    servers: float
    client: float
    database: float

    @property
    def used(self) -> float:
        """The processor seconds of all."""
        return self.servers + self.client + self.database


@define
class Meter:
    """Measures some servers. `servers`, `mongod`: the ids of their processes."""

    servers: Sequence[int]
    mongod: int
    _before: Sequence[float] = field(factory=list, init=False)

    def start(self) -> None:
        """The work begins."""
        self._before = self._now()

    def stop(self) -> Cost:
        """The work is done."""
        elapsed, client, database, *servers = (
            now - then for now, then in zip(self._now(), self._before, strict=True)
        )
        return Cost(elapsed, max(servers), sum(servers), client, database)

    def _now(self) -> Sequence[float]:
        servers = map(cpu_of, self.servers)
        return [time.perf_counter(), time.process_time(), cpu_of(self.mongod), *servers]
