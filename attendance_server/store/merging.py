"""What is stored about one student becomes another one's, in updates that can be repeated.

An account that is being merged has `mergingInto`, and is disabled, until it is deleted at the end.
Each session and each class changes in one update, and names the old account before or the new one
after it. So a merge that was interrupted continues where it was when it is repeated.
"""

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from bson import ObjectId

from ..models import Status, utc_now
from .classes import code_of, names_of
from .documents import Database, storage_errors
from .indexes import CORRECTED, HAS_ENDED, OF_STUDENT
from .users import SEARCHED, keys_of, number_fields

PRECEDENCE = (Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT)
"""Where both accounts have a mark in a session, the one with the first of these statuses stays: a
teacher who saw the student marked one of them, and knew nothing of the other. Of two marks with the
same status, the one of the account that remains stays."""

Stage = dict[str, Any]


@frozen
class DoubleMark:
    """A session in which both accounts have a mark: the status that stays, and the other one."""

    session_id: str
    kept: Status
    dropped: Status


class Merging:
    """Merges the accounts of students. Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._classes = database.classes
        self._sessions = database.sessions
        self._absence_notes = database.absenceNotes

    async def begin(self, source_id: str, target_id: str) -> bool:
        """Disable the account `source_id` and end its tokens: from now on it is being merged.

        Returns whether that is so: it may be in the middle of a merge with another account.
        """
        source = {"_id": ObjectId(source_id)}
        with storage_errors():
            document = await self._users.find_one(source, {"mergingInto": 1})
            other = document.get("mergingInto") if document else None
            if other not in (None, ObjectId(target_id)) and await self._users.find_one(
                {"_id": other}, {"_id": 1}
            ):
                return False
            result = await self._users.update_one(
                {**source, "mergingInto": other},
                {
                    "$set": {"mergingInto": ObjectId(target_id), "disabledAt": utc_now()},
                    "$inc": {"generation": 1},
                },
            )
        return result.matched_count == 1

    async def double_marks(self, source_id: str, target_id: str) -> Sequence[DoubleMark]:
        """The ended sessions in which both have a mark, oldest first."""
        marks = [f"marks.{each}" for each in (source_id, target_id)]
        query = {
            "roster": ObjectId(source_id),
            **HAS_ENDED,
            **{mark: {"$exists": True} for mark in marks},
        }
        fields = {f"{mark}.status": 1 for mark in marks}
        with storage_errors():
            found = self._sessions.find(query, fields).hint(OF_STUDENT).sort("_id", 1)
            documents = await found.to_list(None)
        return [
            _double_mark(str(document["_id"]), document["marks"], source_id, target_id)
            for document in documents
        ]

    async def move_sessions(self, source_id: str, target_id: str) -> None:
        """In all ended sessions, `target_id` takes the place of `source_id`, with its marks.

        The number of the last commit rises, so that a correction which is made at the same time
        finds that the session has changed.
        """
        source, target = ObjectId(source_id), ObjectId(target_id)
        theirs, own = f"marks.{source_id}", f"marks.{target_id}"
        came, arrived = f"arrivals.{source_id}", f"arrivals.{target_id}"
        prevails = _prevails(theirs, own)
        pipeline: list[Stage] = [
            {
                "$set": {
                    "roster": _replaced("$roster", source, target),
                    own: {"$cond": [prevails, f"${theirs}", f"${own}"]},
                    arrived: {
                        "$cond": [
                            prevails,
                            {"$ifNull": [f"${came}", f"${arrived}"]},
                            {"$ifNull": [f"${arrived}", f"${came}"]},
                        ]
                    },
                    "commit": {"$add": [{"$ifNull": ["$commit", 0]}, 1]},
                }
            },
            {"$unset": [theirs, came]},
        ]
        with storage_errors():
            await self._sessions.update_many(
                {"roster": source, **HAS_ENDED}, pipeline, hint=OF_STUDENT
            )
            await self._sessions.update_many(
                {"corrections.studentId": source},
                {"$set": {"corrections.$[theirs].studentId": target}},
                array_filters=[{"theirs.studentId": source}],
                hint=CORRECTED,
            )

    async def move_classes(self, source_id: str, target_id: str) -> None:
        """In all classes, `target_id` takes the place of `source_id`; so do their invitations."""
        source, target = ObjectId(source_id), ObjectId(target_id)
        code, own_code = code_of(source_id), code_of(target_id)
        names, own_names = names_of(source_id), names_of(target_id)
        invited: list[Stage] = [
            {
                "$set": {
                    "invitedIds": {
                        "$setDifference": [
                            _replaced("$invitedIds", source, target),
                            "$studentIds",
                        ]
                    },
                    own_code: {"$ifNull": [f"${own_code}", f"${code}"]},
                    own_names: {"$ifNull": [f"${own_names}", f"${names}"]},
                }
            },
            {"$unset": [code, names]},
        ]
        with storage_errors():
            await self._classes.update_many(
                {"studentIds": source},
                [{"$set": {"studentIds": _replaced("$studentIds", source, target)}}],
            )
            await self._classes.update_many({"invitedIds": source}, invited)

    async def move_notes(self, source_id: str, target_id: str) -> None:
        """The notes that `source_id` has written become those of `target_id`."""
        with storage_errors():
            await self._absence_notes.update_many(
                {"studentId": ObjectId(source_id)}, {"$set": {"studentId": ObjectId(target_id)}}
            )

    async def move_number(self, source_id: str, target_id: str) -> None:
        """`target_id` takes over the student number of `source_id`, unless it has one."""
        source, target = ObjectId(source_id), ObjectId(target_id)
        with storage_errors():
            # Numbers are unique, so the first account has to give it up before.
            await self._users.update_one(
                {"_id": source, "studentNumber": {"$exists": True}},
                [
                    {"$set": {"givenUp": "$studentNumber"}},
                    {"$unset": ["studentNumber", "numberKey"]},
                ],
            )
            document = await self._users.find_one({"_id": source}, {"givenUp": 1})
            if document and "givenUp" in document:
                await self._take_number(target, document["givenUp"])

    async def move_name_parts(self, source_id: str, target_id: str) -> None:
        """`target_id` gets the parts of its name from `source_id`, if both have the same name.

        Not if it has parts already.
        """
        parts = ("givenName", "familyName")
        with storage_errors():
            source = await self._users.find_one({"_id": ObjectId(source_id)}, SEARCHED)
            known = {part: source[part] for part in parts if part in source} if source else {}
            if source and known:
                unknown = {"_id": ObjectId(target_id), "name": source["name"]}
                await self._users.update_one({**unknown, **dict.fromkeys(parts)}, {"$set": known})

    async def move_subject(self, source_id: str, target_id: str) -> None:
        """Whoever signs on to `source_id` signs on to `target_id`, unless someone does already."""
        source, target = ObjectId(source_id), ObjectId(target_id)
        with storage_errors():
            # As with numbers.
            await self._users.update_one(
                {"_id": source, "subject": {"$exists": True}},
                [{"$set": {"subjectGivenUp": "$subject"}}, {"$unset": "subject"}],
            )
            document = await self._users.find_one({"_id": source}, {"subjectGivenUp": 1})
            if document and "subjectGivenUp" in document:
                await self._users.update_one(
                    {"_id": target, "subject": {"$exists": False}},
                    {"$set": {"subject": document["subjectGivenUp"]}},
                )

    async def _take_number(self, target: ObjectId, student_number: str) -> None:
        without = {"_id": target, "studentNumber": {"$exists": False}}
        document = await self._users.find_one(without)
        if document:
            fields = number_fields(student_number)
            search = keys_of({**document, **fields})
            await self._users.update_one(without, {"$set": {**fields, "search": search}})


def _replaced(ids: str, source: ObjectId, target: ObjectId) -> Stage:
    """The list with `target` in the place of `source`, or without `source` if it has both."""
    return {
        "$cond": [
            {"$in": [target, ids]},
            {"$filter": {"input": ids, "cond": {"$ne": ["$$this", source]}}},
            {
                "$map": {
                    "input": ids,
                    "in": {"$cond": [{"$eq": ["$$this", source]}, target, "$$this"]},
                }
            },
        ]
    }


def _prevails(theirs: str, own: str) -> Stage:
    """Whether the mark `theirs` stays and not `own`; also if there is no `own`."""
    order = [status.value for status in PRECEDENCE]
    ranks = [{"$indexOfArray": [order, f"${mark}.status"]} for mark in (theirs, own)]
    missing = [{"$eq": [{"$type": f"${mark}"}, "missing"]} for mark in (theirs, own)]
    return {"$or": [missing[1], {"$and": [{"$not": missing[:1]}, {"$lt": ranks}]}]}


def _double_mark(session_id: str, marks: Any, source_id: str, target_id: str) -> DoubleMark:
    theirs, own = (Status(marks[each]["status"]) for each in (source_id, target_id))
    if PRECEDENCE.index(theirs) < PRECEDENCE.index(own):
        return DoubleMark(session_id, kept=theirs, dropped=own)
    return DoubleMark(session_id, kept=own, dropped=theirs)
