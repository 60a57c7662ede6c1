"""Users of earlier versions, and of their backups, get what a search finds them by."""

import asyncio
import logging
from typing import Protocol

from ..errors import StorageUnavailable
from ..logs import fields

log = logging.getLogger(__name__)

RETRY_PAUSE = 1.0
"""Seconds between two tries while the database is away."""


class Searchable(Protocol):
    """Where users are."""

    async def add_search_keys(self) -> int:
        """Give some of the users without search keys theirs, and return how many.

        Raises `StorageUnavailable`.
        """
        ...


async def add_search_keys(users: Searchable) -> None:
    """Give all users their search keys, a few at a time; running it again changes nothing.

    Until it is done a search does not find all users. It never delays a start.
    """
    count = 0
    while True:
        try:
            added = await users.add_search_keys()
        except StorageUnavailable:
            await asyncio.sleep(RETRY_PAUSE)
            continue
        except Exception:
            log.exception("adding search keys failed unexpectedly; the next start tries again")
            return
        if not added:
            break
        count += added
    if count:
        log.info("search keys added", extra=fields(count=count))
