"""Rosters that are taken over as a whole or not at all, on a MongoDB without transactions too.

The accounts that an import makes come first, each with `import: {id, classId}`, which hides it from
all who look for students. Then one update puts everyone into the class, and in the end the marks
go. What has been broken off is told by them: where the class has one of these accounts the import
has happened, else its accounts go.

Before all that the class gets `importing`, the import's id, and the update is for a class that has
it, and takes it away. Whoever undoes an import takes it away first: a write that was given up, and
arrives late, then finds no class.
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
from .documents import Database, object_id, storage_errors
from .users import FIELDS, NOT_PENDING, user_of

BATCH = 500
"""Accounts that are read together."""

DUPLICATE_KEY = 11000


@frozen
class NewStudent:
    """An account to be made, and the hash of the code by which its owner claims it until then."""

    name: str
    email: str
    code_hash: bytes = field(repr=False)
    code_until: datetime | None = None


class Imports:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._classes = database.classes

    async def by_email(self, emails: Sequence[str]) -> Mapping[str, User]:
        """Those of the addresses that have an account, with it."""
        users: dict[str, User] = {}
        for start in range(0, len(emails), BATCH):
            query = {"email": {"$in": emails[start : start + BATCH]}, **NOT_PENDING}
            with storage_errors():
                documents = await self._users.find(query, FIELDS).to_list(None)
            users.update((document["email"], user_of(document)) for document in documents)
        return users

    async def begin(self, class_id: str) -> str:
        """The id of an import into the class; those begun before do not happen any more.

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
        """Make accounts that nobody has claimed, and nobody finds before the import has happened.

        Raises `EmailTaken` where somebody has one of the addresses.
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
                # Stays, also where the account is claimed.
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
                # Its own text has names and addresses in it.
                raise PyMongoError("accounts were not inserted") from None
        return [user_of(document) for document in documents]

    async def enrol(
        self,
        import_id: str,
        class_id: str,
        student_ids: Sequence[str],
        invited: Mapping[str, bytes],
    ) -> Class:
        """The class with all of the students in it; from now on the import has happened.

        `invited`: the ids of those who are invited, with the hash of the code that each needs.

        Raises `ClassNotFound`, and `StorageUnavailable` where another one was begun meanwhile.
        """
        students = [ObjectId(student_id) for student_id in student_ids]
        codes = {code_of(student_id): code for student_id, code in invited.items()}
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {"_id": ObjectId(class_id), "importing": ObjectId(import_id)},
                {
                    "$addToSet": {"studentIds": {"$each": students}, **invited_ids(invited)},
                    "$unset": {"importing": ""},
                    # An empty one is an error to earlier versions of MongoDB.
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
        """The accounts of an import that has happened are as all others."""
        with storage_errors():
            await self._users.update_many(
                {"import.id": ObjectId(import_id)}, {"$unset": {"import": ""}}
            )

    async def resolve(self) -> int:
        """Finish or undo all imports that were broken off; how many they were comes back.

        None may be under way meanwhile.
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
        if happened:
            await self.settle(str(import_id))
