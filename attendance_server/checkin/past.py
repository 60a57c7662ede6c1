"""The earlier check-ins to a class, with which those to its running session are compared."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from weakref import WeakKeyDictionary

from ..errors.server import StorageUnavailable
from ..live.live_session import LiveSession
from ..models import Arrival, Status
from ..store import Store
from .usual import PastCheckIn, Sign, unusual

LOOKING_BACK = 12
"""The number of sessions that are looked at."""

log = logging.getLogger(__name__)

ByStudent = Mapping[str, tuple[PastCheckIn, ...]]


class EarlierCheckIns:
    """Those of all running sessions to which students check in, read once for each."""

    def __init__(self, store: Store) -> None:
        self._history = store.history
        # What no longer runs leaves by itself.
        self._of: WeakKeyDictionary[LiveSession, ByStudent] = WeakKeyDictionary()
        self._reading: WeakKeyDictionary[LiveSession, asyncio.Lock] = WeakKeyDictionary()

    async def read(self, session: LiveSession) -> None:
        """Read those before this session. Without a database, nothing is known of them."""
        if session in self._of:
            return
        # A whole room may check in at once where another server has opened check-in.
        async with self._reading.setdefault(session, asyncio.Lock()):
            if session not in self._of:
                await self._read(session)

    async def _read(self, session: LiveSession) -> None:
        try:
            before = await self._history.check_ins_before(session.base, LOOKING_BACK)
        except StorageUnavailable:
            log.warning("nothing is known of the check-ins before session %s", session.id)
            return
        self._of[session] = _by_student(before)

    def is_other_device(
        self, session: LiveSession, student_id: str, devices: Collection[bytes]
    ) -> bool:
        """Whether the student did not check in with a device before. `devices`: as in `Arrival`."""
        past = self._of.get(session, {}).get(student_id, ())
        known = {key for each in past if not each.absent for key in each.devices}
        return known.isdisjoint(devices) and bool(known or devices)

    def signs(self, session: LiveSession, arrival: Arrival) -> frozenset[Sign]:
        """What is unusual about a check-in."""
        past = self._of.get(session, {}).get(arrival.student_id, ())
        return unusual(arrival.way, arrival.outside, arrival.own_devices, past)


def _by_student(
    sessions: Iterable[tuple[Mapping[str, Arrival], Mapping[str, Status]]],
) -> ByStudent:
    """The check-ins by student. `sessions`: those of each session, and the status of everyone."""
    past = dict[str, tuple[PastCheckIn, ...]]()
    for arrivals, statuses in sessions:
        for student_id, arrival in arrivals.items():
            # A check-in that is held and was not accepted leaves no mark.
            absent = statuses.get(student_id, Status.ABSENT) is Status.ABSENT
            check_in = PastCheckIn(arrival.way, arrival.outside, arrival.own_devices, absent)
            past[student_id] = (*past.get(student_id, ()), check_in)
    return past
