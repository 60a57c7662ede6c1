"""How many wrong codes an account and a device may send. Right ones are not counted.

Where there are several servers, they count together: with each wrong code, a server learns how many
there were at all of them. No more than one per server gets through beyond the limit.
"""

from collections.abc import Callable, Iterator

from attrs import frozen

from ..accounts.attempts import WindowCounter
from ..errors.check_in import TooManyTries
from ..models import Source
from ..settings.choices import Rate
from ..store.counts import Counts

PER_ACCOUNT = Rate(10, 60)
PER_DEVICE = Rate(30, 60)
"""A device may be passed on to others who mistype. Of 2³⁰ codes to type, two are right at most."""

UNKNOWN = Source()
"""Where a client is of which nothing is known."""

PAUSE = 1.0
"""Seconds after which a socket is told that it has sent too many."""


@frozen
class Guest:
    """A student who checks in, the remembered device that they do it on, and where that is.

    `device_id` is `None` if the device is not remembered.
    """

    student_id: str
    device_id: str | None = None
    source: Source = UNKNOWN


class Tries:
    """Counts wrong codes, in windows of a minute."""

    def __init__(self, now: Callable[[], float], name: str) -> None:
        """`now` returns seconds on a clock that is never set back.

        `name`: what kind of codes it counts, apart from others.
        """
        self._name = name
        self._counts: Counts | None = None
        self._of_accounts = WindowCounter(PER_ACCOUNT, now)
        self._of_devices = WindowCounter(PER_DEVICE, now)

    def share(self, counts: Counts) -> None:
        """Count together with all servers from now on."""
        self._counts = counts

    def check(self, guest: Guest) -> None:
        """Raises `TooManyTries` if one more code may not even be looked at."""
        wait = max(counter.wait(key) for counter, key in self._counters(guest))
        if wait:
            raise TooManyTries(wait)

    async def count_wrong(self, guest: Guest) -> None:
        """Count a wrong code."""
        for counter, key in self._counters(guest):
            if self._counts:
                await counter.take_together(key, self._name, self._counts)
            else:
                counter.take(key)

    def _counters(self, guest: Guest) -> Iterator[tuple[WindowCounter, str]]:
        yield self._of_accounts, guest.student_id
        if guest.device_id:
            yield self._of_devices, guest.device_id
        if guest.source.browser:
            yield self._of_devices, guest.source.browser.id.hex()
