"""Brings documents that earlier versions wrote, or that a backup brings back, into today's form.

A migration runs beside the servers at every start. It goes forward only, in steps: a step changes a
few documents that still need it, and says how many. It finds them by what they lack, writes what
follows from the document alone, and only if that still lacks it. So it does no harm if several
servers run it at once, if it is killed and begins again, or if it has nothing left to do.

What readers need before a migration is done, they read both ways.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from ..errors.server import StorageUnavailable
from ..logs import fields

log = logging.getLogger(__name__)

RETRY_PAUSE = 1.0
"""Seconds between two attempts while the database cannot be reached."""

Step: TypeAlias = Callable[[], Awaitable[int]]
"""Changes a few documents, and returns how many; 0 when done. Raises `StorageUnavailable`."""


async def migrate(migrations: Mapping[str, Step]) -> None:
    """Run migrations, given with what is said of them in the log, one after another to their end.

    It never raises. One that fails goes on at the next start.
    """
    for name, step in migrations.items():
        try:
            if count := await _run(step):
                log.info("migrated: %s", name, extra=fields(count=count))
        except Exception:
            log.exception("migrating failed unexpectedly, and goes on at the next start: %s", name)


async def _run(step: Step) -> int:
    """How many documents were changed."""
    count = 0
    while True:
        try:
            changed = await step()
        except StorageUnavailable:
            await asyncio.sleep(RETRY_PAUSE)
            continue
        if not changed:
            return count
        count += changed
