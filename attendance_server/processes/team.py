"""The workers of one parent: all of them run, until all are stopped.

There is one post per worker. A worker that dies is replaced; a renewal replaces each by one that
runs the code and the `.env` of now, one after another, and each only once its successor serves.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence

from attrs import define, evolve, field

from ..exit_errors import WorkerEnded
from ..siblings.place import Place, line_of
from .worker_process import WorkerProcess

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
"""Seconds until a worker that has died is replaced; the pause doubles with every death."""

STEADY = 60.0
"""Seconds of serving after which the pause starts again from `FIRST_PAUSE`."""


@define(eq=False)
class Post:
    """What one worker after another holds. `changing`: held while the next one starts."""

    worker: WorkerProcess
    pause: float = field(init=False, default=FIRST_PAUSE)
    changing: asyncio.Lock = field(init=False, factory=asyncio.Lock)
    _since: float = field(init=False, factory=time.monotonic)

    def take(self, worker: WorkerProcess) -> None:
        """This worker, which serves, holds the post from now on."""
        self.worker, self._since = worker, time.monotonic()

    def next_pause(self) -> float:
        """Seconds to wait before the next try to replace a worker that has died."""
        if time.monotonic() - self._since > STEADY:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(2 * self.pause, LONGEST_PAUSE)
        return pause


class Team:
    """All workers."""

    def __init__(self, place: Place, grace: float) -> None:
        """`place`: that of any worker, whose number does not matter; its shares have one more than
        there are workers. `grace`: seconds that a worker may take to stop.
        """
        self._place = place
        self._grace = grace
        self._environment: Mapping[str, str] = {}
        # One more than workers: a successor starts while its predecessor runs.
        self._free = set(range(1, place.count + 2))
        self._running: set[WorkerProcess] = set()
        self._posts: list[Post] = []
        self._stopping = asyncio.Event()
        self._told = asyncio.Event()

    async def open(self, environment: Mapping[str, str]) -> str:
        """Start all workers, and return their URL once all of them serve, or `stop` was called.

        `environment`: all that they get. Raises `WorkerEnded` if one cannot start, and `OSError`.
        """
        self._environment = environment
        first, *others = await asyncio.gather(*(self._start() for _ in range(self._place.count)))
        # The first goes ahead, while the others load their code: it prepares the database for all,
        # and says once what is wrong.
        url = await self._take_in([first])
        return url and await self._take_in(others)

    async def keep(self) -> None:
        """Replace workers that die, and all of them when told to `renew`, until `stop`."""
        async with asyncio.TaskGroup() as group:
            for post in self._posts:
                group.create_task(self._keep(post))
            group.create_task(self._renew_when_told())

    def renew(self) -> None:
        """Have every worker replaced, one after another."""
        self._told.set()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        """Have all workers stop; none is replaced from now on."""
        self._stopping.set()
        self._told.set()
        for each in self._running:
            each.tell_to_stop()

    async def close(self) -> None:
        """Stop all workers, and return when they have ended."""
        self.stop()
        await asyncio.gather(*map(self._dismiss, self._running))

    async def _take_in(self, workers: Sequence[WorkerProcess]) -> str:
        """Have workers serve that are started, and give each a post. As `open`."""
        url = ""
        for worker in workers:
            worker.go()
        for worker in workers:
            url = await worker.ready()
            if not url:
                code = await self._ended(worker)
                if self.stopping:
                    return ""
                raise WorkerEnded(code)
            self._posts.append(Post(worker))
        return url

    async def _start(self) -> WorkerProcess:
        """Start a worker, which waits to be told to `go`."""
        number = min(self._free)
        self._free.remove(number)
        worker = await WorkerProcess.start(evolve(self._place, number=number), self._environment)
        self._running.add(worker)
        if self.stopping:
            worker.tell_to_stop()
        return worker

    async def _ended(self, worker: WorkerProcess) -> int:
        """Wait for the end of a worker, and return its exit code. Then its number is free."""
        code = await worker.ended()
        if worker in self._running:
            self._running.remove(worker)
            self._place.shares.leave(worker.number)
            line_of(self._place.folder, worker.number).unlink(missing_ok=True)
            self._free.add(worker.number)
        return code

    async def _dismiss(self, worker: WorkerProcess) -> None:
        if not await worker.stop(self._grace):
            log.warning("worker %d did not stop in %g s and was killed", worker.number, self._grace)
        await self._ended(worker)

    async def _keep(self, post: Post) -> None:
        while not self.stopping:
            worker = post.worker
            code = await self._ended(worker)
            async with post.changing:
                if post.worker is worker:
                    await self._replace(post, code)

    async def _replace(self, post: Post, code: int) -> None:
        """Start workers until one serves at the post whose last one has ended with this code."""
        while not self.stopping:
            number, pause = post.worker.number, post.next_pause()
            log.error("worker %d ended with %d; it is replaced in %g s", number, code, pause)
            if await self._stopped_within(pause):
                return
            worker = await self._start()
            worker.go()
            if await worker.ready():
                post.take(worker)
                log.warning("worker %d serves in place of %d", worker.number, number)
                return
            code = await self._ended(worker)

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True

    async def _renew_when_told(self) -> None:
        while not self.stopping:
            await self._told.wait()
            self._told.clear()
            if not self.stopping:
                await self._renew_all()

    async def _renew_all(self) -> None:
        log.info("the workers are replaced, one after another")
        for post in self._posts:
            if not await self._renew(post):
                return
        log.info("all workers are replaced")

    async def _renew(self, post: Post) -> bool:
        """Replace the worker of a post by another, once that serves; whether it does."""
        async with post.changing:
            if self.stopping:
                return False
            successor = await self._start()
            successor.go()
            if not await successor.ready():
                code = await self._ended(successor)
                if not self.stopping:
                    log.error("a new worker ended with %d before it served: the others stay", code)
                return False
            predecessor = post.worker
            post.take(successor)
        await self._dismiss(predecessor)
        return True
