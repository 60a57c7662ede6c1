"""Adds search keys to users that earlier versions created, also when a backup brings them back."""

import asyncio
import logging
from typing import Protocol

from ..errors import StorageUnavailable
from ..logs import fields

log = logging.getLogger(__name__)

RETRY_PAUSE = 1.0
"""Seconds between two attempts while the database cannot be reached."""


class Searchable(Protocol):
    """The part of the store with the users."""

    async def add_search_keys(self) -> int:
        """Add search keys to some users without, and return how many; 0 when done.

        Raises `StorageUnavailable`.
        """
        ...


async def add_search_keys(users: Searchable) -> None:
    """Add the search keys of all users, a few at a time; running it again changes nothing.

    It runs beside the server, and until it is done a search does not find all users.
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
