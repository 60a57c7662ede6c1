"""Sends the marks, all at once or at a steady pace, and ends the session."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from attrs import frozen

from .audience import Audience
from .frames import event_frame

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
    audiences: Sequence[Audience],
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
    batches = [instead or b"".join(audience.plan.frames(marks)) for audience in audiences]
    before = sum(audience.deliveries for audience in audiences)
    with _undisturbed():
        arrivals = [audience.arrivals.expect(audience.plan.sent + marks) for audience in audiences]
        start = time.perf_counter()
        for audience, batch in zip(audiences, batches, strict=True):
            audience.plan.sent += marks
            audience.teacher.send(batch)
        ends = [
            await audience.wait(arrival, patience, look)
            for audience, arrival in zip(audiences, arrivals, strict=True)
        ]
    arrived = [end for end in ends if end is not None]
    return Burst(
        deliveries=sum(audience.deliveries for audience in audiences) - before,
        expected=marks * sum(len(audience.listeners) for audience in audiences),
        seconds=max(arrived) - start if len(arrived) == len(ends) else None,
    )


async def paced(
    audience: Audience,
    marks: int,
    rate: float,
    patience: float,
    look: Callable[[int], None] = lambda sent: None,
) -> Paced:
    """Send `marks` marks at `rate` per second, whether or not the previous one has arrived.

    Gives up when nothing is delivered for `patience` seconds. `look` is called after each mark with
    the number sent so far.
    """
    plan = audience.plan
    batch = plan.frames(marks)
    sent, late, arrivals = [], [], []
    with _undisturbed():
        start = time.perf_counter()
        for number, frame in enumerate(batch):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            plan.sent += 1
            arrivals.append(audience.arrivals.expect(plan.sent))
            sent.append(time.perf_counter())
            audience.teacher.send(frame)
            late.append(sent[-1] - due)
            look(number + 1)
        if arrivals:
            await audience.wait(arrivals[-1], patience)
    latencies = [
        arrival.result() - at if arrival.done() else None
        for at, arrival in zip(sent, arrivals, strict=True)
    ]
    return Paced(latencies, late)


async def end(audience: Audience, patience: float, class_id: str | None = None) -> float | None:
    """End the session, and return the seconds until every socket had the result.

    `None` if some socket did not receive it.
    """
    plan = audience.plan
    plan.done = True
    arrival = audience.arrivals.expect(plan.sent + 1)
    start = time.perf_counter()
    audience.teacher.send(event_frame("DONE", {"classId": class_id} if class_id else None))
    at = await audience.wait(arrival, patience)
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
