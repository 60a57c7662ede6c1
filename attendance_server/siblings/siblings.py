"""One of several workers: what it shares with the others, and how it reaches them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from prometheus_client import CollectorRegistry

from .line import Line
from .listening import SharedListening
from .metrics import MetricsOfAll
from .passing import pass_on
from .place import Place, line_of


class Siblings:
    """This worker among the others."""

    def __init__(self, place: Place) -> None:
        """`place`: that of this worker."""
        self._place = place
        self._metrics: MetricsOfAll | None = None

    def metrics_of_all(self, own: CollectorRegistry) -> Callable[[], Awaitable[bytes]]:
        """A function that returns the metrics of all workers; `own`: those of this one."""
        self._metrics = MetricsOfAll(self._place, own)
        return self._metrics.render

    def listen(
        self,
        protocol_factory: Callable[[], asyncio.Protocol],
        connections: Callable[[], int],
        backlog: int,
    ) -> "Listening":
        """Accept connections from clients and siblings. Arguments as for `SharedListening`.

        `metrics_of_all` was called before. Raises `OSError`.
        """
        assert self._metrics
        shared = SharedListening(self._place, protocol_factory, connections, backlog)
        line = Line(self._place.line, self._metrics.own, shared.adopt)
        line.start()
        shared.start()
        return Listening(shared, line)

    @property
    def prefix(self) -> str:
        """What ids begin with that belong to this worker, see `owner_of`."""
        return f"{self._place.number}."

    def owner_of(self, made_id: str) -> Path | None:
        """The Unix socket of the worker that made an id; `None` if it was this one, or none."""
        number, dot, _ = made_id.partition(".")
        mine = number == str(self._place.number)
        if not dot or mine or not (number.isascii() and number.isdigit()):
            return None
        path = line_of(self._place.folder, int(number))
        return path if path.exists() else None

    pass_on = staticmethod(pass_on)


class Listening:
    """All that a worker listens on. `sockets`: those for clients."""

    def __init__(self, shared: SharedListening, line: Line) -> None:
        self.sockets = shared.sockets
        self._shared = shared
        self._line = line

    def close(self) -> None:
        """Accept no more connections, from no one."""
        self._line.close()
        self._shared.close()
