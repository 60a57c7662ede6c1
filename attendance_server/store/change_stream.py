"""What is written to the database by any server, as it happens.

One stream serves the whole process. It is read in a thread of its own, since the driver waits in it
for the next change.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

import pymongo
from attrs import frozen
from pymongo.errors import OperationFailure, PyMongoError

from ..errors.server import StorageUnavailable
from ..models import FollowedCommit, Session
from .commit_documents import followed_commit, shows_commit_of
from .documents import Database, Document
from .ended_tokens import ENDS_TOKENS
from .session_documents import session_of

log = logging.getLogger(__name__)

AWAIT = 0.5
"""Seconds that the database waits for a change before it answers that there is none."""

ANSWER_TIMEOUT = 3.0
"""Seconds within which it has to answer; the stream is opened anew otherwise, where it was left."""

RETRY_PAUSE = 0.1

HISTORY_LOST = frozenset({136, 280, 286})
"""Error codes of a stream that can't be resumed (CappedPositionLost, ChangeStreamFatalError,
ChangeStreamHistoryLost)."""


@frozen
class SessionStarted:
    """A session runs that did not run before."""

    session: Session


@frozen
class SessionRemoved:
    """A session is gone, running or not."""

    session_id: str


@frozen
class ClassChanged:
    class_id: str


@frozen
class UserChanged:
    """Tokens of a user may have ended."""

    user_id: str


@frozen
class MessageSent:
    """A server has something to tell to users. `document`: as `Messages` has saved it."""

    document: Document


@frozen
class HistoryLost:
    """Changes were missed, and can't be shown any more."""


Change: TypeAlias = (
    SessionStarted
    | SessionRemoved
    | FollowedCommit
    | ClassChanged
    | UserChanged
    | MessageSent
    | HistoryLost
)

NEEDED: dict[str, Any] = {
    "$project": {
        "operationType": 1,
        "ns.coll": 1,
        "documentKey": 1,
        "wallTime": 1,
        # Not of users and classes: they may be large, and only their ids are needed here.
        "updateDescription": {
            "$cond": [{"$eq": ["$ns.coll", "sessions"]}, "$updateDescription", "$$REMOVE"]
        },
        "fullDocument": {
            "$cond": [
                {"$in": ["$ns.coll", ["sessions", "messages"]]},
                "$fullDocument",
                "$$REMOVE",
            ]
        },
    }
}


def pipeline(server: str) -> list[dict[str, Any]]:
    """What a server follows: not its own commits, whose outcome it learns when it saves them."""
    return [
        {
            "$match": {
                "$or": [
                    {"ns.coll": "sessions", "operationType": {"$in": ["insert", "delete"]}},
                    {
                        "ns.coll": "sessions",
                        "operationType": "update",
                        "updateDescription.updatedFields.commit": {"$exists": True},
                        "$expr": {"$not": shows_commit_of(server)},
                    },
                    {"ns.coll": "classes", "operationType": {"$in": ["update", "replace"]}},
                    ENDS_TOKENS,
                    {"ns.coll": "messages", "operationType": "insert"},
                ]
            }
        },
        NEEDED,
    ]


class ChangeStream:
    """The changes since it was opened, in the order in which a majority has them."""

    def __init__(self, database: Database, server: str) -> None:
        """`server`: the one that follows."""
        self._database: pymongo.database.Database[Any] = database.delegate
        self._pipeline = pipeline(server)
        self._seen: deque[Document | HistoryLost] = deque()
        self._signalled = False
        self._wake = asyncio.Event()
        self._closing = False
        self.shown_at: datetime | None = None
        """When what was seen last was written, by the clock of the database."""
        self._answered = time.monotonic()

    @property
    def overdue(self) -> float:
        """Seconds for which the database should have answered, and has not."""
        silent = time.monotonic() - self._answered - AWAIT
        return silent if silent > AWAIT else 0.0

    async def open(self, timeout: float) -> None:
        """Show what happens from now on. Raises `StorageUnavailable` after `timeout` seconds."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[None] = loop.create_future()

        def signal() -> None:
            if not opened.done():
                opened.set_result(None)

        thread = threading.Thread(
            target=self._read, args=(loop, signal), name="change stream", daemon=True
        )
        thread.start()
        try:
            async with asyncio.timeout(timeout):
                await opened
        except TimeoutError:
            self.close()
            raise StorageUnavailable from None

    async def changes(self) -> list[Change]:
        """Wait for changes, and return all that are there."""
        while True:
            self._signalled = False
            self._wake.clear()
            changes: list[Change] = []
            while self._seen:
                seen = self._seen.popleft()
                if isinstance(seen, HistoryLost):
                    changes.append(seen)
                else:
                    self.shown_at = seen.get("wallTime", self.shown_at)
                    if change := change_of(seen):
                        changes.append(change)
            if changes:
                return changes
            await self._wake.wait()

    def close(self) -> None:
        """Show nothing more."""
        self._closing = True

    def _read(self, loop: asyncio.AbstractEventLoop, opened: Callable[[], None]) -> None:
        """Read the stream in its thread, until `close`."""
        token, lost = None, False
        while not self._closing:
            try:
                with pymongo.timeout(ANSWER_TIMEOUT):
                    stream = self._database.watch(
                        self._pipeline, resume_after=token, max_await_time_ms=round(AWAIT * 1000)
                    )
                with stream:
                    token = stream.resume_token or token
                    loop.call_soon_threadsafe(opened)
                    if lost:
                        # Only now: what is read before the stream is open may be out of date again.
                        lost = False
                        self._put(loop, HistoryLost())
                    while stream.alive and not self._closing:
                        with pymongo.timeout(ANSWER_TIMEOUT):
                            change = stream.try_next()
                        token = stream.resume_token or token
                        self._answered = time.monotonic()
                        if change is not None:
                            self._put(loop, change)
                if not self._closing:
                    # The database was dropped, as by a restore.
                    token, lost = None, True
            except RuntimeError:
                # The loop is closed: so is the server.
                return
            except PyMongoError as exc:
                if self._closing:
                    return
                log.warning("the change stream ended: %s: %s", type(exc).__name__, exc)
                if isinstance(exc, OperationFailure) and exc.code in HISTORY_LOST:
                    token, lost = None, True
                threading.Event().wait(RETRY_PAUSE)

    def _put(self, loop: asyncio.AbstractEventLoop, change: Document | HistoryLost) -> None:
        self._seen.append(change)
        if not self._signalled:
            self._signalled = True
            loop.call_soon_threadsafe(self._wake.set)


def change_of(seen: Document) -> Change | None:
    """What an event of the stream means to the server; `None` if nothing."""
    document_id, kind = str(seen["documentKey"]["_id"]), seen["operationType"]
    match seen["ns"]["coll"]:
        case "sessions" if kind == "insert":
            session = session_of(seen["fullDocument"])
            return SessionStarted(session) if session.ended_at is None else None
        case "sessions" if kind == "delete":
            return SessionRemoved(document_id)
        case "sessions":
            return followed_commit(document_id, seen["updateDescription"])
        case "classes":
            return ClassChanged(document_id)
        case "users":
            return UserChanged(document_id)
        case "messages":
            return MessageSent(seen["fullDocument"])
    return None
