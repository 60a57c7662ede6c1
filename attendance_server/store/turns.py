"""What only one of all servers does at a time: `{_id: name, by, until}`.

A server has its turn until `until`, a time on the database's clock, and keeps putting that off. If
it dies, the next one waits no longer than `LEASE`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import Context

from bson import ObjectId
from pymongo import ReturnDocument

from ..errors.server import StorageUnavailable
from .database_time import either, in_seconds, is_over
from .documents import Database, storage_errors

LEASE = 10.0
"""Seconds for which a server that is not heard of keeps its turn."""

RENEW = 2.0
"""Seconds after which a turn is prolonged."""

GIVE_BACK_TIMEOUT = 2.0
"""Seconds within which the end of a turn has to be acknowledged."""

LOOK = 0.1
"""Seconds after which a server that waits looks again."""


class Turns:
    """The turns of one server among others."""

    def __init__(self, database: Database) -> None:
        self._turns = database.turns

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[None]:
        """Wait until no other server does this, and keep them from it meanwhile.

        A server that was paused for longer than `LEASE` may find that another one has had its turn:
        what is done in it has to bear that. Raises `StorageUnavailable`.
        """
        turn = ObjectId()
        while not await self._take(name, turn):
            await asyncio.sleep(LOOK)
        # Neither belongs to a request, whose time may be used up by what it does in its turn.
        prolonging = asyncio.create_task(self._prolong(name, turn), context=Context())
        try:
            yield
        finally:
            prolonging.cancel()
            await asyncio.create_task(self._give_back(name, turn), context=Context())

    async def _take(self, name: str, turn: ObjectId) -> bool:
        """Begin a turn, or prolong it; whether it is this one's."""
        mine = {"$or": [is_over("until", LEASE), {"$eq": ["$by", turn]}]}
        taken = {
            "until": either(mine, in_seconds(LEASE), "$until"),
            "by": either(mine, turn, "$by"),
        }
        with storage_errors():
            document = await self._turns.find_one_and_update(
                {"_id": name}, [{"$set": taken}], upsert=True, return_document=ReturnDocument.AFTER
            )
        return bool(document["by"] == turn)

    async def _give_back(self, name: str, turn: ObjectId) -> None:
        # Where that fails, it ends by itself.
        with suppress(StorageUnavailable), storage_errors(GIVE_BACK_TIMEOUT):
            await self._turns.delete_one({"_id": name, "by": turn})

    async def _prolong(self, name: str, turn: ObjectId) -> None:
        while True:
            await asyncio.sleep(RENEW)
            with suppress(StorageUnavailable):
                if not await self._take(name, turn):
                    return
