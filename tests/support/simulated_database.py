"""A replica set as one document of a session sees it: its writes, its majority, and its stream.

Nothing happens by itself: the test decides when a write arrives, when a majority has it, and when
its sender learns of that, or that it never does.
"""

import asyncio
import copy
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import Factory, define, field

from attendance_server.errors.server import StorageUnavailable
from attendance_server.models import Commit, FollowedCommit, StoredSession
from attendance_server.store.commit_documents import followed_commit, stored_session, update_of
from attendance_server.store.documents import Document


@define(eq=False)
class Write:
    """A commit on its way. `taken`: whether it was applied; `None`: it has not arrived.

    `position`: how many updates the document had when it arrived.
    """

    server: str
    commit: Commit
    answer: asyncio.Future[set[str]]
    taken: bool | None = None
    position: int = 0


@define(eq=False)
class Read:
    """A read on its way. `found`: the document as it was when it arrived."""

    server: str
    answer: asyncio.Future[Mapping[str, StoredSession]]
    found: Document | None = None


@define
class Update:
    """One update of the document: what it was, what came of it, and what a stream shows of it."""

    server: str
    commit: Commit
    document: Document
    description: Document


@define
class SimulatedDatabase:
    """The document and all updates of it. `majority`: how many of them a majority has."""

    first: Document
    updates: list[Update] = Factory(list)
    majority: int = 0
    writes: list[Write] = Factory(list)
    reads: list[Read] = Factory(list)

    @property
    def session_id(self) -> str:
        return str(self.first["_id"])

    @property
    def newest(self) -> Document:
        """The document as the primary has it."""
        return self.updates[-1].document if self.updates else self.first

    @property
    def document(self) -> Document:
        """The document as a majority has it."""
        return self.updates[self.majority - 1].document if self.majority else self.first

    def arrive(self, write: Write) -> None:
        """A write arrives at the primary, and is applied if it was made of what is there."""
        write.taken = self.newest["commit"] == write.commit.number - 1
        if write.taken:
            update = update_of(write.commit, write.server)
            document, description = apply(self.newest, update)
            self.updates.append(Update(write.server, write.commit, document, description))
        write.position = len(self.updates)

    def acknowledge(self, write: Write) -> None:
        """Its sender learns what has come of a write that a majority has."""
        self.writes.remove(write)
        if not write.answer.done():
            write.answer.set_result(set() if write.taken else {self.session_id})

    def may_acknowledge(self, write: Write) -> bool:
        return write.taken is not None and write.position <= self.majority

    def lose_answer(self, write: Write) -> None:
        """Its sender learns that nothing is known of a write; it may still arrive."""
        if not write.answer.done():
            write.answer.set_exception(StorageUnavailable())
        if write.taken is not None:
            self.writes.remove(write)

    def replicate(self) -> None:
        self.majority = len(self.updates)

    def fail_over(self) -> None:
        """The primary is lost, with all that a majority does not have; so are its answers."""
        del self.updates[self.majority :]
        for write in list(self.writes):
            if write.taken is not None:
                self.lose_answer(write)

    def answer_read(self, read: Read) -> None:
        self.reads.remove(read)
        if not read.answer.done():
            stored = stored_session(read.found or self.document, read.server)
            read.answer.set_result({self.session_id: stored})

    def fail_read(self, read: Read) -> None:
        self.reads.remove(read)
        if not read.answer.done():
            read.answer.set_exception(StorageUnavailable())

    def shown(self, number: int, server: str) -> FollowedCommit | None:
        """What the stream shows a server of an update; `None` if it was its own."""
        update = self.updates[number]
        if update.server == server:
            return None
        return followed_commit(self.session_id, update.description)


@define
class Connection:
    """The connection of one server: its commits and its reads."""

    database: SimulatedDatabase
    server: str
    sent: list[Commit] = field(factory=list)

    async def commit(self, commits: Sequence[Commit], timeout: float) -> set[str]:
        (commit,) = commits
        self.sent.append(commit)
        write = Write(self.server, commit, asyncio.get_running_loop().create_future())
        self.database.writes.append(write)
        return await write.answer

    async def stored(self, session_ids: Collection[str]) -> Mapping[str, StoredSession]:
        read = Read(self.server, asyncio.get_running_loop().create_future())
        self.database.reads.append(read)
        return await read.answer


def apply(document: Document, update: Mapping[str, Any]) -> tuple[Document, Document]:
    """What an update makes of a document, and what a change stream shows of it."""
    changed = copy.deepcopy(document)
    updated: dict[str, Any] = {}
    for name, value in update.get("$set", {}).items():
        updated.update(_set(changed, name, value))
    removed = [name for name in update.get("$unset", {}) if name in changed]
    for name in removed:
        del changed[name]
    for name, each in update.get("$addToSet", {}).items():
        for value in each["$each"]:
            if value not in changed[name]:
                updated[f"{name}.{len(changed[name])}"] = value
                changed[name].append(value)
    unknown = update.keys() - {"$set", "$unset", "$addToSet"}
    assert not unknown, unknown
    return changed, {"updatedFields": copy.deepcopy(updated), "removedFields": removed}


def _set(document: Document, name: str, value: Any) -> dict[str, Any]:
    """Set a field, and return what a change stream shows of that."""
    parent, _, key = name.rpartition(".")
    if not parent:
        if document.get(name) == value and name in document:
            return {}
        document[name] = value
        return {name: value}
    if parent not in document:
        # The first entry is shown with the field.
        document[parent] = {key: value}
        return {parent: document[parent]}
    if document[parent].get(key) == value:
        return {}
    document[parent][key] = value
    return {name: value}
