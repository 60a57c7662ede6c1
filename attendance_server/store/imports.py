"""Imports of rosters: all or nothing, even on a MongoDB without transactions.

An import first creates its accounts with `import: {id, classId}`, which hides them from searches
for students. Then one update enrols all students in the class, and finally `import` is removed.
An interrupted import is recognised by this field: if the class contains one of the accounts, the
import has happened; otherwise its accounts are deleted.

Before all this, the class gets the field `importing` with the id of the import. The update requires
it and removes it. Undoing an import removes it first, so that a write that was given up and arrives
late matches no class.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import field, frozen
from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import BulkWriteError, PyMongoError

from ..errors import ClassNotFound, EmailTaken, StorageUnavailable
from ..models import Class, Role, User
from ..text import search_keys
from .classes import class_of, code_of, invited_ids
from .documents import DUPLICATE_KEY, Database, object_id, object_ids, storage_errors
from .users import FIELDS, NOT_PENDING, user_of

BATCH = 500
"""The number of accounts that are read at a time."""


@frozen
class NewStudent:
    """An account to create, the hash of the code that claims it, and when that code expires."""

    name: str
    email: str
    code_hash: bytes = field(repr=False)
    code_until: datetime | None = None


class Imports:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._classes = database.classes
        self._records = database.imports

    async def by_email(self, emails: Sequence[str]) -> Mapping[str, User]:
        """The accounts with these addresses, by address."""
        users: dict[str, User] = {}
        for start in range(0, len(emails), BATCH):
            query = {"email": {"$in": emails[start : start + BATCH]}, **NOT_PENDING}
            with storage_errors():
                documents = await self._users.find(query, FIELDS).to_list(None)
            users.update((document["email"], user_of(document)) for document in documents)
        return users

    async def begin(self, class_id: str) -> str:
        """Begin an import into the class and return its id; earlier ones can no longer complete.

        Raises `ClassNotFound`.
        """
        import_id = ObjectId()
        with storage_errors():
            result = await self._classes.update_one(
                {"_id": object_id(class_id)}, {"$set": {"importing": import_id}}
            )
        if not result.matched_count:
            raise ClassNotFound
        return str(import_id)

    async def add(
        self, import_id: str, class_id: str, issuer_id: str, students: Sequence[NewStudent]
    ) -> list[User]:
        """Create unclaimed accounts, which stay hidden until the import has happened.

        Raises `EmailTaken` if one of the addresses has an account.
        """
        documents = [
            {
                "_id": ObjectId(),
                "name": student.name,
                "email": student.email,
                "role": Role.STUDENT.value,
                "passwordHash": b"",
                "search": search_keys(student.name, student.email),
                "claim": {
                    **{"codeHash": student.code_hash, "by": ObjectId(issuer_id)},
                    "until": student.code_until,
                },
                # Stays even when the account is claimed.
                "importedBy": ObjectId(issuer_id),
                "import": {"id": ObjectId(import_id), "classId": ObjectId(class_id)},
            }
            for student in students
        ]
        with storage_errors():
            try:
                if documents:
                    await self._users.insert_many(documents)
            except BulkWriteError as exc:
                if any(error["code"] == DUPLICATE_KEY for error in exc.details["writeErrors"]):
                    raise EmailTaken from None
                # The text of the error contains names and addresses.
                raise PyMongoError("accounts were not inserted") from None
        return [user_of(document) for document in documents]

    async def enrol(
        self,
        import_id: str,
        class_id: str,
        student_ids: Sequence[str],
        invited: Mapping[str, bytes],
    ) -> Class:
        """Enrol all students and return the class; this completes the import.

        `invited`: the ids of students to invite, each with the hash of the code it requires.

        Raises `ClassNotFound`, and `StorageUnavailable` if another import has begun since.
        """
        codes = {code_of(student_id): code for student_id, code in invited.items()}
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {"_id": ObjectId(class_id), "importing": ObjectId(import_id)},
                {
                    "$addToSet": {
                        "studentIds": {"$each": object_ids(student_ids)},
                        **invited_ids(invited),
                    },
                    "$unset": {"importing": ""},
                    # Earlier versions of MongoDB refuse an empty `$set`.
                    **({"$set": codes} if codes else {}),
                },
                return_document=ReturnDocument.AFTER,
            )
            if document:
                return class_of(document)
            if await self._classes.find_one({"_id": ObjectId(class_id)}, {"_id": 1}):
                raise StorageUnavailable
        raise ClassNotFound

    async def settle(self, import_id: str) -> None:
        """Reveal the accounts of an import that has happened, and let it be undone."""
        with storage_errors():
            await self._records.update_one({"_id": ObjectId(import_id)}, {"$set": {"done": True}})
            await self._users.update_many(
                {"import.id": ObjectId(import_id)}, {"$unset": {"import": ""}}
            )

    async def resolve(self) -> int:
        """Finish or undo all interrupted imports, and return their number.

        No import may be in progress.
        """
        with storage_errors():
            interrupted = await self._users.distinct("import", {"import.id": {"$exists": True}})
        for import_ in interrupted:
            await self._resolve(import_["id"], import_["classId"])
        return len(interrupted)

    async def _resolve(self, import_id: ObjectId, class_id: ObjectId) -> None:
        accounts = {"import.id": import_id}
        with storage_errors():
            await self._classes.update_one(
                {"_id": class_id, "importing": import_id}, {"$unset": {"importing": ""}}
            )
            documents = await self._users.find(accounts, {"_id": 1}).to_list(None)
            ids = [document["_id"] for document in documents]
            happened = await self._classes.find_one(
                {"_id": class_id, "studentIds": {"$in": ids}}, {"_id": 1}
            )
            if not happened:
                await self._users.delete_many(accounts)
                await self._records.delete_one({"_id": import_id})
        if happened:
            await self.settle(str(import_id))
