"""Sessions: one document each, so that a session is never partly saved, and ends in one update.

`commit` is the number of the last commit that was applied. A commit is applied only to what the one
before it has left, so neither another server that commits at the same time nor a write that was
given up and arrives late can change what it does not know of.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import pymongo
from attrs import evolve
from bson import ObjectId
from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from ..errors.meetings import SessionImported
from ..errors.sessions import SessionRunning
from ..models import (
    Class,
    Commit,
    Correction,
    Discard,
    Mark,
    PastLesson,
    Reopening,
    Session,
    StoredSession,
)
from .check_in import arrival_fields
from .classes import class_of
from .commit_documents import stored_session, update_of
from .counted import COUNTS, SessionReader, discard_fields
from .documents import (
    Database,
    Document,
    id_after,
    id_of_time,
    object_id,
    object_ids,
    storage_errors,
)
from .indexes import BY_END, HAS_ENDED, NEWEST, ONE_IMPORTED, ONE_RUNNING
from .mark_documents import mark_fields
from .own_threads import OwnThreads
from .session_documents import correction_fields, part_of, session_of

SETTLED = ReadConcern("majority")
"""What a majority does not have yet may still be undone, should the primary fail."""


class Sessions:
    def __init__(self, database: Database, server: ObjectId, own_threads: OwnThreads) -> None:
        """`server` commits; `own_threads`: run the commits, which must not wait for other calls."""
        self._sessions = database.sessions
        self._in_thread: pymongo.collection.Collection[Any] = database.sessions.delegate
        self._own_threads = own_threads
        self._counted = SessionReader.counted(database)
        self._classes = database.classes.with_options(read_concern=SETTLED)
        self._server = str(server)
        self._settled = database.sessions.with_options(read_concern=SETTLED)

    async def start(self, class_: Class, started_at: datetime) -> Session:
        """The running session of a class: a new one, or the one that exists already."""
        of_class = {"classId": ObjectId(class_.id)}
        with storage_errors():
            latest = await self._sessions.find_one(
                of_class, {"_id": 1}, sort=[("_id", -1)], hint=NEWEST
            )
        document: dict[str, Any] = {
            "_id": id_after(latest["_id"] if latest else None),
            **of_class,
            "className": class_.class_name,
            "teacherId": ObjectId(class_.teacher_id),
            "startedAt": started_at,
            "endedAt": None,
            "roster": object_ids(class_.student_ids),
            "marks": {},
            "lateAfter": class_.late_after,
            "corrections": [],
            "reopenings": [],
            "commit": 0,
        }
        while True:
            with storage_errors():
                try:
                    await self._sessions.insert_one(document)
                except DuplicateKeyError:
                    # Another server was first, or a start that was given up has succeeded.
                    running = await self.running(class_.id)
                else:
                    return with_teachers(session_of(document), class_)
            if running:
                return running

    async def imported(self, class_id: str, report: str) -> Session | None:
        """The session of a class that was added for this report, if it counts."""
        query = {"classId": ObjectId(class_id), "report": report}
        with storage_errors():
            document = await self._counted.find_one(query, hint=ONE_IMPORTED)
        return session_of(document) if document else None

    async def release(self, class_id: str, report: str, discard: Discard | None) -> None:
        """Let a report be imported into a class once more.

        `discard`: the session that was added for it counts no longer.
        """
        discarded = {"$set": {"discarded": discard_fields(discard)}} if discard else {}
        with storage_errors():
            await self._sessions.update_one(
                {"classId": ObjectId(class_id), "report": report},
                {"$unset": {"report": ""}, **discarded},
            )

    async def add_past(
        self, class_: Class, lesson: PastLesson, marks: Mapping[str, Mark]
    ) -> Session:
        """Save a session that is over, among those that started at the same time.

        Raises `SessionImported` if the report of the lesson was imported since.
        """
        document: dict[str, Any] = {
            "_id": id_of_time(lesson.started_at),
            "classId": ObjectId(class_.id),
            "className": class_.class_name,
            "teacherId": ObjectId(class_.teacher_id),
            "startedAt": lesson.started_at,
            "endedAt": lesson.ended_at,
            "roster": object_ids(class_.student_ids),
            "marks": {student_id: mark_fields(mark) for student_id, mark in marks.items()},
            "lateAfter": lesson.late_after,
            "corrections": [],
            "reopenings": [],
            "source": lesson.source.value,
            "report": lesson.report,
            "commit": 0,
        }
        with storage_errors():
            try:
                await self._sessions.insert_one(document)
            except DuplicateKeyError:
                raise SessionImported from None
        return session_of(document)

    async def running(self, class_id: str) -> Session | None:
        """The running session of a class, with its teachers; `None` if none runs."""
        query = {"classId": object_id(class_id), "endedAt": None}
        with storage_errors():
            document = await self._settled.find_one(query, hint=ONE_RUNNING)
        return await self._with_teachers(document) if document else None

    async def all_running(self) -> list[tuple[Session, tuple[str, ...]]]:
        """All running sessions, each with the students of its class.

        They may not all be on the roster: a server may have died while it enrolled them.
        """
        with storage_errors():
            # Without the hint, all sessions would be read.
            documents = await self._settled.find({"endedAt": None}).hint(ONE_RUNNING).to_list(None)
            ids = [document["classId"] for document in documents]
            found = await self._classes.find({"_id": {"$in": ids}}).to_list(None)
        classes = {document["_id"]: class_of(document) for document in found}
        sessions = []
        for document in documents:
            class_, session = classes.get(document["classId"]), session_of(document)
            if class_:
                sessions.append((with_teachers(session, class_), class_.student_ids))
            else:
                sessions.append((session, ()))
        return sessions

    async def fence(self) -> None:
        """Nothing that was sent before can be applied to a running session any more.

        For a server that is alone on its database, when it starts: what its predecessor sent last
        may still arrive.
        """
        with storage_errors():
            await self._sessions.update_many(
                {"endedAt": None}, {"$inc": {"commit": 1}}, hint=ONE_RUNNING
            )

    async def stored(self, session_ids: Collection[str]) -> dict[str, StoredSession]:
        """The sessions with these ids, as a majority has them, by id."""
        query = {"_id": {"$in": object_ids(session_ids)}}
        with storage_errors():
            documents = await self._settled.find(query).to_list(None)
        return {
            str(document["_id"]): stored_session(document, self._server) for document in documents
        }

    async def resumed(self, session_id: str) -> Session | None:
        """A session that runs, with its teachers; `None` if it has ended."""
        query = {"_id": ObjectId(session_id), "endedAt": None}
        with storage_errors():
            document = await self._settled.find_one(query)
        return await self._with_teachers(document) if document else None

    async def commit(self, commits: Sequence[Commit], timeout: float) -> set[str]:
        """Save all `commits`. Returns the ids of the sessions that another commit has changed.

        Raises `StorageUnavailable` if success is not confirmed within `timeout` seconds.
        """
        with storage_errors(timeout):
            return await self._own_threads.run(self._commit, commits)

    async def reopen(self, session: Session, reopening: Reopening, class_: Class) -> Session | None:
        """Reopen an ended session, with the current students of `class_` on its roster.

        The marks of other students are removed. Returns the running session, or `None` if it has
        changed since `session` was read. Raises `SessionRunning` if the class has a running one.
        """
        gone = set(session.roster).difference(class_.student_ids)
        stay = [student_id for student_id in session.roster if student_id not in gone]
        roster = dict.fromkeys((*stay, *class_.student_ids))
        fields = {
            "endedAt": None,
            "roster": object_ids(roster),
        }
        trace = {
            "endedAt": reopening.ended_at,
            "by": ObjectId(reopening.by),
            "at": reopening.at,
        }
        update: dict[str, Any] = {
            "$set": fields,
            "$inc": {"commit": 1},
            "$push": {"reopenings": trace},
        }
        if gone:
            entries = (f"{field}.{each}" for each in gone for field in ("marks", "arrivals"))
            update["$unset"] = dict.fromkeys(entries, "")
        reopened = await self._change_ended(session, update, COUNTS)
        return with_teachers(reopened, class_) if reopened else None

    async def correct(self, session: Session, corrections: Sequence[Correction]) -> Session | None:
        """Add corrections to an ended session, and change the marks accordingly, in one update.

        Each is of another student. Returns the session, or `None` if it has changed since `session`
        was read.
        """
        last = max((mark.seq for mark in session.marks.values()), default=0)
        changed: dict[str, Any] = {}
        for seq, made in enumerate(corrections, last + 1):
            mark = Mark(made.student_id, made.to, made.at, seq, by=made.by)
            changed[f"marks.{mark.student_id}"] = mark_fields(mark)
            if arrival := session.arrivals.get(mark.student_id):
                decided = evolve(arrival, decided=True, held=False)
                changed[f"arrivals.{mark.student_id}"] = arrival_fields(decided)
        update = {
            "$set": changed,
            "$push": {"corrections": {"$each": [correction_fields(made) for made in corrections]}},
        }
        return await self._change_ended(session, update, COUNTS)

    async def discard(self, session: Session, discard: Discard) -> Session | None:
        """Discard an ended session, so that it counts nowhere.

        Returns the session, or `None` if it has changed since `session` was read.
        """
        update = {"$set": {"discarded": discard_fields(discard)}}
        return await self._change_ended(session, update, COUNTS)

    async def restore(self, session: Session, discard: Discard) -> Session | None:
        """Undo a discard, so that the session counts again.

        Returns the session, or `None` if it has changed since `session` was read.
        """
        discarded = {"discarded": discard_fields(discard)}
        return await self._change_ended(session, {"$unset": {"discarded": ""}}, discarded)

    async def count(self, class_id: str) -> int:
        """The number of sessions of the class, discarded ones included."""
        with storage_errors():
            return await self._sessions.count_documents(
                {"classId": ObjectId(class_id)}, hint=NEWEST
            )

    async def last_ended(self, class_id: str, student_id: str) -> Session | None:
        """The last ended session of the class with the student on its roster, or `None`.

        It contains only this student.
        """
        query = {
            "classId": object_id(class_id),
            "endedAt": {"$ne": None},
            "roster": object_id(student_id),
        }
        with storage_errors():
            document = await self._counted.find_one(
                query, projection=part_of(student_id), sort=[("_id", -1)], hint=NEWEST
            )
        return session_of(document) if document else None

    async def remove_ended(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` sessions that ended before `before`, and return their number.

        Discarded sessions are kept no longer than others.
        """
        query = {"endedAt": {**HAS_ENDED["endedAt"], "$lt": before}}
        with storage_errors():
            oldest = self._sessions.find(query, {"_id": 1}).sort("endedAt", 1).hint(BY_END)
            ids = [document["_id"] for document in await oldest.limit(limit).to_list(None)]
            if not ids:
                return 0
            # A session may have been reopened since.
            result = await self._sessions.delete_many({"_id": {"$in": ids}, **query})
        return result.deleted_count

    async def _change_ended(
        self, session: Session, update: dict[str, Any], of: Mapping[str, Any]
    ) -> Session | None:
        """Update an ended session and return it; `None` if it has changed since it was read.

        `of`: further conditions for the update. Raises `SessionRunning`.
        """
        unchanged = {
            "_id": ObjectId(session.id),
            "endedAt": session.ended_at,
            "commit": session.commit,
            # Corrections are the only part of an ended session that grows.
            f"corrections.{len(session.corrections)}": {"$exists": False},
            **of,
        }
        with storage_errors():
            try:
                document = await self._sessions.find_one_and_update(
                    unchanged, update, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:
                # This would be a second running session of the class.
                raise SessionRunning from None
        return session_of(document) if document else None

    def _commit(self, commits: Sequence[Commit]) -> set[str]:
        """As `commit`, for a thread."""
        if self._taken(commits) == len(commits):
            return set()
        return self._not_taken(commits)

    def _taken(self, commits: Sequence[Commit]) -> int:
        """Make the updates, and return how many sessions accepted theirs."""
        updates = [(_before(commit), update_of(commit, self._server)) for commit in commits]
        if len(updates) == 1:
            # As when one teacher marks, who would wait for what a bulk costs the driver.
            return self._in_thread.update_one(*updates[0]).matched_count
        bulk = [UpdateOne(*update) for update in updates]
        return self._in_thread.bulk_write(bulk, ordered=False).matched_count

    def _not_taken(self, commits: Sequence[Commit]) -> set[str]:
        query = {
            "$or": [
                {"_id": ObjectId(commit.session_id), f"writers.{self._server}": commit.attempt}
                for commit in commits
            ]
        }
        documents = list(self._in_thread.find(query, {"_id": 1}))
        return {commit.session_id for commit in commits} - {
            str(document["_id"]) for document in documents
        }

    async def _with_teachers(self, document: Document) -> Session:
        with storage_errors():
            class_ = await self._classes.find_one({"_id": document["classId"]})
        session = session_of(document)
        return with_teachers(session, class_of(class_)) if class_ else session


def _before(commit: Commit) -> dict[str, Any]:
    """The document that a commit can be applied to."""
    return {"_id": ObjectId(commit.session_id), "commit": commit.number - 1}


def with_teachers(session: Session, class_: Class) -> Session:
    """A session that is to run, with the teachers and the rules of its class as they are now."""
    return evolve(
        session,
        teacher_id=class_.teacher_id,
        assistants=class_.assistants,
        check_in_rules=class_.check_in,
    )
