"""Mail on its way to the mail server: a bounded queue that one task works off.

Whoever sends a mail does not wait for it, so that no answer shows by its time whether there was
one to send. Mail that the mail server does not take is tried again, for an hour. The queue is in
memory: what still waits when the process ends is lost, and its recipient asks again.
"""

import asyncio
import heapq
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.message import EmailMessage
from itertools import count
from typing import TypeAlias

from attrs import define

from ..errors.mail import TooMuchMail
from ..errors.server import StorageUnavailable
from ..logs import fields
from .delivery import Delayed, Refused, Unreachable

log = logging.getLogger(__name__)

LIMIT = 1000
"""Mails that may wait."""

KEEP = 3600.0
"""Seconds after which a mail is no longer tried."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds until the next try; each pause is twice as long as the one before."""

Write: TypeAlias = Callable[[], Awaitable[EmailMessage | None]]
"""Writes a mail; `None`: there is nothing to send. May raise `StorageUnavailable`."""

Deliver: TypeAlias = Callable[[EmailMessage], Awaitable[None]]
"""Raises `Unreachable`, `Delayed` and `Refused`."""


@define
class Waiting:
    """A mail that waits: how to write it, and the mail itself once it is written."""

    write: Write
    until: float
    letter: EmailMessage | None = None
    tries: int = 0


class Outbox:
    """Writes and delivers mail in the background."""

    def __init__(self, deliver: Deliver, limit: int = LIMIT) -> None:
        """`limit`: how many mails may wait."""
        self._deliver = deliver
        self._limit = limit
        # By the time of the next try, and then in the order of their arrival.
        self._queue: list[tuple[float, int, Waiting]] = []
        self._numbers = count()
        self._added = asyncio.Event()
        self._failures = 0
        self.outcomes = Counter({"sent": 0, "refused": 0, "given up": 0})
        """How mails ended."""

    @property
    def waiting(self) -> int:
        """How many mails wait."""
        return len(self._queue)

    def put(self, write: Write) -> None:
        """Have a mail written and sent soon. Raises `TooMuchMail`."""
        if len(self._queue) >= self._limit:
            raise TooMuchMail
        now = time.monotonic()
        self._push(now, Waiting(write, now + KEEP))
        self._added.set()

    async def run(self) -> None:
        """Send mail as it comes, until cancelled."""
        task = asyncio.current_task()
        try:
            # aiosmtplib swallows a cancellation that meets it while it closes a connection.
            while not (task and task.cancelling()):
                await self._send_next()
        finally:
            if self._queue:
                log.warning("mail was not sent", extra=fields(count=len(self._queue)))

    async def _send_next(self) -> None:
        """Wait until a mail is due, and try to send it."""
        self._added.clear()
        due = self._queue[0][0] if self._queue else None
        if due is None or due > time.monotonic():
            await self._wait(due)
            return
        _, _, mail = heapq.heappop(self._queue)
        try:
            await self._send(mail)
        except Delayed as exc:
            self._failures = 0
            self._try_again(mail, str(exc))
        except (Unreachable, StorageUnavailable) as exc:
            self._try_again(mail, str(exc))
            self._failures += 1
            # No other mail would fare better.
            await asyncio.sleep(pause_after(self._failures))
        except Refused as exc:
            self._failures = 0
            self.outcomes["refused"] += 1
            log.warning("mail refused: %s", exc)
        except Exception as exc:
            # One mail must not end the server. Its address could be in the message.
            self.outcomes["given up"] += 1
            log.error("mail failed unexpectedly: %s", type(exc).__name__)  # noqa: TRY400
        else:
            self._failures = 0

    async def _wait(self, due: float | None) -> None:
        """Wait until then, or until another mail is put into the queue."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None if due is None else due - time.monotonic()):
                await self._added.wait()

    async def _send(self, mail: Waiting) -> None:
        # Written once: what is tried again is the same mail, which mail programs recognize.
        mail.letter = mail.letter or await mail.write()
        if mail.letter:
            await self._deliver(mail.letter)
            self.outcomes["sent"] += 1

    def _try_again(self, mail: Waiting, why: str) -> None:
        """Let a mail wait, and others go first."""
        mail.tries += 1
        now = time.monotonic()
        if now >= mail.until:
            self.outcomes["given up"] += 1
            log.error("mail given up after %d tries: %s", mail.tries, why)
            return
        pause = pause_after(mail.tries)
        log.warning("mail waits: %s", why, extra=fields(seconds=pause, count=self.waiting + 1))
        self._push(now + pause, mail)

    def _push(self, due: float, mail: Waiting) -> None:
        heapq.heappush(self._queue, (due, next(self._numbers), mail))


def pause_after(failures: int) -> float:
    """Seconds until the next try after so many failures in a row."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 16))
