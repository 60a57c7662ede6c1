"""The client sockets of one session: the teacher's and the students'."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from .arrivals import Arrivals
from .listener import JoinError, Listener, connect
from .plan import Plan
from .reference import Reference
from .stray import Faults
from .target import Target

JOINING = 100
"""The number of handshakes in progress at a time."""

POLL = 0.25
"""Seconds between two checks for further deliveries."""

LEAVE = 10.0
"""Seconds that the server may take to close connections after the closing handshake."""


class SocketGroup:
    """The sockets of one session, what was delivered to them, and what went wrong.

    `errors`: the number of errors by their text. `failed`: the number of sockets that could not be
    opened. `kind`: the class of its sockets, and `planned`: that of their plans.
    """

    kind: type[Listener] = Listener
    planned: type[Plan] = Plan

    def __init__(self, target: Target, plan: Plan) -> None:
        self.plan = plan
        self.reference = Reference(plan)
        self.arrivals = Arrivals(self.reference, time.perf_counter)
        self.listeners: list[Listener] = []
        self.errors: Counter[str] = Counter()
        self.failed = 0
        self._target = target
        self._teacher: Listener | None = None

    @property
    def teacher(self) -> Listener:
        """The socket that sends the marks. Raises `JoinError` if it is not open."""
        if self._teacher is None:
            raise JoinError("the teacher has no socket")
        return self._teacher

    @property
    def deliveries(self) -> int:
        """The number of session frames that all sockets together have received."""
        return sum(listener.follower.frames for listener in self.listeners)

    @property
    def progress(self) -> int:
        """A number that increases as long as anything is delivered."""
        followers = [listener.follower for listener in self.listeners]
        return sum(
            follower.stray.frames if follower.stray else follower.place for follower in followers
        )

    async def join_teacher(self, token: str | None) -> None:
        """Open the socket that sends the marks. Raises `JoinError`."""
        self._teacher = await self._join(token)

    async def join(
        self,
        tokens: Sequence[str | None],
        tick: Callable[[], None] = lambda: None,
        *,
        sources: Sequence[str | None] = (None,),
        receive_buffer: int | None = None,
    ) -> float:
        """Open a socket per token, `JOINING` at a time, and return the seconds that it took.

        `tick` is called after each. Failures are counted in `errors` and `failed`. `sources`: the
        local addresses to connect from, in turns. `receive_buffer` is as for `connect`.
        """
        waiting = iter([(token, sources[n % len(sources)]) for n, token in enumerate(tokens)])

        async def work() -> None:
            for token, source in waiting:
                try:
                    await self._join(token, source, receive_buffer)
                except JoinError as error:
                    self.failed += 1
                    self.errors[str(error)] += 1
                tick()

        start = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(min(JOINING, len(tokens))):
                tasks.create_task(work())
        return time.perf_counter() - start

    async def query_all(self, patience: float) -> int:
        """Send a query from every socket, and return the number of answers.

        A socket that has received an answer is in the session's room, and misses nothing after it.
        `patience`: seconds to wait for the answers.
        """
        answers = [
            listener.ask("GET_TODAY_SUMMARY" if listener is self._teacher else "CHECK_MY_STATUS")
            for listener in self.listeners
            if not listener.closed.done()
        ]
        if not answers:
            return 0
        done, unanswered = await asyncio.wait(answers, timeout=patience)
        if unanswered:
            self.errors["no answer to a first question"] += len(unanswered)
        return sum(not future.cancelled() and future.result()[0] != "ERROR" for future in done)

    async def wait(
        self,
        arrival: "asyncio.Future[float]",
        patience: float,
        look: Callable[[], None] = lambda: None,
    ) -> float | None:
        """The time of an arrival; `None` if nothing was delivered for `patience` seconds.

        `look` is called every `POLL` seconds.
        """
        last_progress, last_change = -1, time.perf_counter()
        while not arrival.done():
            await asyncio.wait([arrival], timeout=POLL)
            look()
            if (now := self.progress) != last_progress:
                last_progress, last_change = now, time.perf_counter()
            elif time.perf_counter() - last_change > patience:
                return None
        return arrival.result()

    def faults(self) -> Faults:
        """Everything that has been wrong with deliveries so far."""
        plan = self.plan
        total = Faults(corrupt=self.reference.bad * len(self.listeners))
        for listener in self.listeners:
            follower = listener.follower
            if follower.stray:
                total += follower.stray.faults(self.reference.frame, plan.done)
            else:
                frames = follower.frames
                total += Faults(
                    missing=plan.sent - min(frames, plan.sent),
                    unended=int(plan.done and frames <= plan.sent),
                )
        return total

    def release(self, listeners: Iterable[Listener]) -> None:
        """Remove sockets, so that nothing is expected of them and their errors do not count."""
        for listener in listeners:
            self.listeners.remove(listener)
            self.arrivals.stop_waiting_for(listener.follower)
            listener.on_error = lambda text: None

    async def leave(self) -> None:
        """Close every socket, and wait up to `LEAVE` seconds for the connections to end."""
        for listener in self.listeners:
            listener.leave()
        open_ = [listener.closed for listener in self.listeners if not listener.closed.done()]
        try:
            if open_:
                await asyncio.wait(open_, timeout=LEAVE)
        finally:
            abort(self.listeners)

    async def _join(
        self, token: str | None, source: str | None = None, receive_buffer: int | None = None
    ) -> Listener:
        listener = await connect(
            self._target,
            token,
            lambda: self.kind(self.reference, self.arrivals, self._on_error),
            source=source,
            receive_buffer=receive_buffer,
        )
        self.listeners.append(listener)
        self.arrivals.add(listener.follower)
        return listener

    def _on_error(self, text: str) -> None:
        self.errors[text] += 1


def abort(listeners: Iterable[Listener]) -> None:
    """Abort the connections that are still open."""
    for listener in listeners:
        if not listener.closed.done():
            listener.abort()
