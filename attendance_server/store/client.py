"""The connection to MongoDB, and the parts of the store that use it."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext

import pymongo
from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import WriteConcern
from pymongo.errors import ConfigurationError, InvalidName, InvalidURI, PyMongoError

from .. import __version__
from ..exit_errors import OlderServersRunning, SettingsError, StartupError
from .absence_notes import AbsenceNotes
from .absences import Absences
from .api_keys import ApiKeys
from .audit import StoredAudit
from .change_stream import ChangeStream
from .claims import Claims
from .class_codes import ClassCodes
from .classes import Classes
from .clock import StoredClock
from .column_choices import ColumnChoices
from .counts import Counts
from .devices import Devices
from .documents import Database, storage_errors
from .dump import Dump
from .history import History
from .import_records import ImportRecords
from .imports import Imports
from .indexes import ensure_indexes
from .invitations import Invitations
from .jobs import Jobs
from .join_requests import JoinRequests
from .merging import Merging
from .messages import Messages
from .own_lessons import OwnLessons
from .own_threads import OwnThreads
from .presence import Presence
from .records import AttendanceRecords
from .reports import Reports
from .resets import Resets
from .schema import READABLE_FROM, SCHEMA_VERSION, Schema
from .servers import Servers
from .sessions import Sessions
from .subjects import Subjects
from .teachers import Teachers
from .turns import Turns
from .used_once import UsedOnce
from .users import Users

log = logging.getLogger(__name__)

DATABASE = "attendance"
"""Used where the URI names no database."""

LOOK_MS = 2000
"""Milliseconds between two looks at each member of a replica set, and until one has to answer.

By default, one that is cut off would be noticed after half a minute.
"""

CLOSE_TIMEOUT = 1.0

PREPARE_TIMEOUT = 60.0
"""Seconds that the preparation may take altogether: an index takes longer than a commit."""


class Store:
    """All stored data. Every method raises `StorageUnavailable` if the database cannot be reached.

    A write that has returned is acknowledged by a majority, and is in the journal on disk.
    """

    def __init__(self, uri: str, *, timeout: float) -> None:
        """`timeout`: seconds that an operation may take, including the wait for a server.

        Raises `SettingsError` if the URI cannot be used.
        """
        self.server = ObjectId()
        """Identifies this run of the server in what it writes."""
        try:
            self._client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
                uri,
                timeoutMS=round(timeout * 1000),
                heartbeatFrequencyMS=LOOK_MS,
                connectTimeoutMS=LOOK_MS,
                tz_aware=True,
                appname="attendance-server",
            )
            self.database: Database = self._client.get_default_database(
                DATABASE, write_concern=WriteConcern(w="majority", j=True)
            )
        except (ConfigurationError, InvalidURI, InvalidName, ValueError) as exc:
            raise SettingsError(f"MONGO_URI: {exc}") from exc
        self.users = Users(self.database)
        self.claims = Claims(self.database)
        self.resets = Resets(self.database)
        self.subjects = Subjects(self.database)
        self.devices = Devices(self.database)
        self.api_keys = ApiKeys(self.database)
        self.classes = Classes(self.database)
        self.class_codes = ClassCodes(self.database)
        self.invitations = Invitations(self.database)
        self.teachers = Teachers(self.database)
        self.imports = Imports(self.database)
        self.import_records = ImportRecords(self.database)
        self.column_choices = ColumnChoices(self.database)
        self.absence_notes = AbsenceNotes(self.database)
        self.join_requests = JoinRequests(self.database)
        self._own_threads = OwnThreads()
        self._ping: asyncio.Task[None] | None = None
        self.sessions = Sessions(self.database, self.server, self._own_threads)
        self.own_lessons = OwnLessons(self.database)
        self.history = History(self.database)
        self.reports = Reports(self.database)
        self.absences = Absences(self.database)
        self.clock = StoredClock(self.database)
        self.merging = Merging(self.database)
        self.audit = StoredAudit(self.database)
        self.schema = Schema(self.database)
        self.dump = Dump(self._client, self.database)
        self.records = AttendanceRecords(self.database, self.dump)
        self.servers = Servers(self.database, self.server, __version__, self._own_threads)
        self.messages = Messages(self.database, self.server)
        self.change_stream = ChangeStream(self.database, str(self.server))
        self.jobs = Jobs(self.database)
        self.turns = Turns(self.database)
        self.counts = Counts(self.database)
        self.used_once = UsedOnce(self.database)
        self._presence = Presence(uri, self.database.name, self.server)
        self.replicated = False
        """Whether other servers may share the database: it is on a replica set."""

    async def reach(self) -> None:
        """Check that the database answers. Raises `StartupError`."""
        with _startup_errors():
            await self.database.command("ping")

    async def prepare(self) -> None:
        """Check the database, adopt its schema version and create the indexes.

        Raises `StartupError`, also if a restore was interrupted, `DatabaseTooNew` and
        `OlderServersRunning`.
        """
        with _startup_errors(), pymongo.timeout(PREPARE_TIMEOUT):
            await self.dump.ensure_whole()
            hello = await self.database.command("hello")
            self.replicated = "setName" in hello
            if self.replicated:
                await self.servers.prepare()
                await self.messages.prepare()
                await self._refuse_older_servers()
                await self.counts.prepare()
                await self.used_once.prepare()
            version = await self.schema.adopt()
            prepared = [self.import_records.prepare(), self.join_requests.prepare()]
            if version == SCHEMA_VERSION:
                # A newer server knows better which indexes its version and this one need.
                prepared.append(ensure_indexes(self.database))
            await asyncio.gather(*prepared)

    async def others(self) -> Sequence[str]:
        """Where other servers run that use this database, of those that have asked this too.

        For a standalone, on which there should be only one.
        """
        return await self._own_threads.run(self._presence.show)

    def alone(self, name: str) -> AbstractAsyncContextManager[None]:
        """Keep other servers, where there may be any, from doing the same, as `Turns.alone`."""
        return self.turns.alone(name) if self.replicated else nullcontext()

    async def takes(self, job: str, every_seconds: float) -> bool:
        """Whether a job is this server's to do now: always, or as `Jobs.take` decides."""
        return not self.replicated or await self.jobs.take(job, every_seconds)

    async def _refuse_older_servers(self) -> None:
        """Before the documents change in a way that running servers would misread.

        Raises `OlderServersRunning`, and `PyMongoError`.
        """
        if await self.schema.read() < READABLE_FROM:
            older = await self.servers.older(READABLE_FROM)
            if older:
                raise OlderServersRunning(older, __version__)

    async def ping(self, timeout: float) -> None:
        """Raises `StorageUnavailable` if no primary answers within `timeout` seconds.

        Concurrent calls share one answer, so that only one thread waits.
        """
        if self._ping is None or self._ping.done():
            self._ping = asyncio.create_task(self._ask(timeout))
        await asyncio.shield(self._ping)

    async def _ask(self, timeout: float) -> None:
        with storage_errors(timeout):
            await self._own_threads.run(self.database.delegate.command, "ping")

    def close(self) -> None:
        """Close the connection, even if the database cannot be reached."""
        self.change_stream.close()
        # The driver first ends its sessions on the server, and would wait half a minute for that.
        with pymongo.timeout(CLOSE_TIMEOUT):
            self._client.close()
            self._presence.close()
        self._own_threads.close()


@contextmanager
def _startup_errors() -> Iterator[None]:
    try:
        yield
    except PyMongoError as exc:
        raise StartupError(f"MongoDB cannot be used: {exc}") from exc
