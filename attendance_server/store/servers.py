"""The servers that share the database: each says from time to time that it lives.

    {_id, host, pid, version, schema, jump, startedAt, at, secret, settings: {NAME}}

`schema` is the version of the documents that it knows, and `jump` as `Servers.jump` has it.
`secret` and `settings` are fingerprints (`Agreement`).

Only the clock of the database counts: those of the servers may differ.
"""

import os
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo import ReturnDocument

from ..shared_settings import Agreement
from .documents import Database, storage_errors
from .own_threads import OwnThreads
from .schema import SCHEMA_VERSION

FORGET_AFTER = 24 * 3600
"""Seconds after its last beat for which a server that was killed is still listed."""

BEAT_TIMEOUT = 2.0
"""Seconds within which a beat has to be acknowledged."""


LISTENED_FOR = 10.0
"""Seconds after its last beat for which a server counts as running, when versions are compared."""


class Servers:
    def __init__(
        self, database: Database, server: ObjectId, version: str, own_threads: OwnThreads
    ) -> None:
        """`own_threads`: run the beats, which must not wait for other calls."""
        self._servers = database.servers
        self._in_thread = database.servers.delegate
        self._server = server
        self._version = version
        self._own_threads = own_threads
        self.jump: Callable[[], float] = lambda: 0.0
        """Returns the seconds by which the clock of the database is ahead of what this server takes
        the time to be, which its beats note."""

    async def prepare(self) -> None:
        """Create the index that removes those that are gone. Raises `PyMongoError`."""
        await self._servers.create_index("at", name="by_age", expireAfterSeconds=FORGET_AFTER)

    async def beat(self) -> datetime:
        """Note that this server lives, and return the time on the clock of the database."""
        with storage_errors(BEAT_TIMEOUT):
            return await self._own_threads.run(self._beat)

    async def alive(self, within: float) -> set[ObjectId]:
        """The servers whose last beat is at most so many seconds ago."""
        query = {"$expr": _within(within)}
        with storage_errors():
            documents = await self._servers.find(query, {"_id": 1}).to_list(None)
        return {document["_id"] for document in documents}

    async def jump_of_most(self) -> float:
        """Seconds by which the database's clock is ahead of what running servers go by; 0 if none.

        Of several values it is the middle one.
        """
        query = {"$expr": _within(LISTENED_FOR)}
        with storage_errors():
            documents = await self._servers.find(query, {"jump": 1}).to_list(None)
        jumps: list[float] = [each.get("jump", 0.0) for each in documents]
        return sorted(jumps)[(len(jumps) - 1) // 2] if jumps else 0.0

    async def older(self, schema_version: int) -> list[str]:
        """Where servers run that know a lower version of the documents. Raises `PyMongoError`."""
        query = {"schema": {"$lt": schema_version}, "$expr": _within(LISTENED_FOR)}
        found = await self._servers.find(query).sort("_id", 1).to_list(None)
        return [_where(each) for each in found]

    async def introduce(self, agreement: Agreement) -> dict[str, Agreement]:
        """Note what this server, which has beaten, has in common with others.

        Returns the same of each other server that runs, by where it does.
        """
        described = {"secret": agreement.secret, "settings": dict(agreement.settings)}
        others = {"_id": {"$ne": self._server}, "secret": {"$exists": True}}
        with storage_errors():
            # First: of two that start at the same time, at least one hears of the other.
            await self._servers.update_one({"_id": self._server}, {"$set": described})
            found = self._servers.find({**others, "$expr": _within(LISTENED_FOR)}).sort("_id", 1)
            return {
                _where(each): Agreement(each["secret"], each["settings"]) async for each in found
            }

    async def leave(self) -> None:
        """This server stops."""
        with storage_errors():
            await self._servers.delete_one({"_id": self._server})

    def _beat(self) -> datetime:
        here = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "version": self._version,
            "schema": SCHEMA_VERSION,
            "at": "$$NOW",
            "jump": self.jump(),
            "startedAt": {"$ifNull": ["$startedAt", "$$NOW"]},
        }
        document: dict[str, Any] = self._in_thread.find_one_and_update(
            {"_id": self._server},
            [{"$set": here}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        at: datetime = document["at"]
        return at


def _where(server: Mapping[str, Any]) -> str:
    return f"{server['host']} (process {server['pid']}, {server['version']})"


def _within(seconds: float) -> dict[str, Any]:
    return {"$gte": ["$at", {"$subtract": ["$$NOW", round(seconds * 1000)]}]}
