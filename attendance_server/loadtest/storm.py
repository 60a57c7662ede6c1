"""Sends the marks, all at once or at a steady pace, and ends the session."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from attrs import frozen

from .socket_group import SocketGroup

Look = Callable[[], None]


def _nothing() -> None:
    pass


@frozen
class Burst:
    """Marks that were sent all at once.

    `seconds`: from the first send to the last delivery; `None` if some never arrived.
    """

    deliveries: int
    expected: int
    seconds: float | None

    @property
    def rate(self) -> float:
        """Deliveries per second; 0 if some never arrived."""
        return self.deliveries / self.seconds if self.seconds else 0.0


@frozen
class Paced:
    """Marks that were sent one after another.

    `latencies`: seconds from sending a mark to its last delivery, `None` for a mark that did not
    reach every socket. `late`: seconds by which this client sent each mark late.
    """

    latencies: Sequence[float | None]
    late: Sequence[float]

    @property
    def measured(self) -> list[float]:
        return [latency for latency in self.latencies if latency is not None]


async def burst(
    groups: Sequence[SocketGroup],
    marks: int,
    patience: float,
    look: Look = _nothing,
    *,
    instead: bytes | None = None,
) -> Burst:
    """Send `marks` marks in each session, all at once, and wait for the last delivery.

    Gives up when nothing is delivered for `patience` seconds. `look` is called now and then.
    `instead`: sent instead of the marks, to a server that knows them.
    """
    batches = [instead or b"".join(group.plan.frames(marks)) for group in groups]
    before = sum(group.deliveries for group in groups)
    with _undisturbed():
        arrivals = [group.arrivals.expect(group.plan.sent + marks) for group in groups]
        start = time.perf_counter()
        for group, batch in zip(groups, batches, strict=True):
            group.plan.sent += marks
            group.teacher.send(batch)
        ends = [
            await group.wait(arrival, patience, look)
            for group, arrival in zip(groups, arrivals, strict=True)
        ]
    arrived = [end for end in ends if end is not None]
    return Burst(
        deliveries=sum(group.deliveries for group in groups) - before,
        expected=marks * sum(len(group.listeners) for group in groups),
        seconds=max(arrived) - start if len(arrived) == len(ends) else None,
    )


async def paced(
    group: SocketGroup,
    marks: int,
    rate: float,
    patience: float,
    look: Callable[[int], None] = lambda sent: None,
) -> Paced:
    """Send `marks` marks at `rate` per second, whether or not the previous one has arrived.

    Gives up when nothing is delivered for `patience` seconds. `look` is called after each mark with
    the number sent so far.
    """
    plan = group.plan
    batch = plan.frames(marks)
    sent, late, arrivals = [], [], []
    with _undisturbed():
        start = time.perf_counter()
        for number, frame in enumerate(batch):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            plan.sent += 1
            arrivals.append(group.arrivals.expect(plan.sent))
            sent.append(time.perf_counter())
            group.teacher.send(frame)
            late.append(sent[-1] - due)
            look(number + 1)
        if arrivals:
            await group.wait(arrivals[-1], patience)
    latencies = [
        arrival.result() - at if arrival.done() else None
        for at, arrival in zip(sent, arrivals, strict=True)
    ]
    return Paced(latencies, late)


async def end(group: SocketGroup, patience: float, class_id: str | None = None) -> float | None:
    """End the session, and return the seconds until every socket had the result.

    `None` if some socket did not receive it.
    """
    plan = group.plan
    plan.done = True
    arrival = group.arrivals.expect(plan.sent + 1)
    start = time.perf_counter()
    group.teacher.send(plan.encode("DONE", {"classId": class_id} if class_id else None))
    at = await group.wait(arrival, patience)
    return None if at is None else at - start


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Disables the garbage collector, whose pauses would be attributed to the server."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
