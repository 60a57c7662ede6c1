"""Imports of rosters: all or nothing, even on a MongoDB without transactions.

An import first creates its accounts with `import: {id, classId}`, which hides them from searches
for students. Then one update enrols all students in the class, and finally `import` is removed.
An interrupted import is recognised by this field: if the class contains one of the accounts, the
import has happened; otherwise its accounts are deleted.

Before all this, the class gets the field `importing` with the id of the import. The update requires
it and removes it. Undoing an import removes it first, so that a write that was given up and arrives
late matches no class.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen
from bson import ObjectId
from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError

from ..errors.accounts import EmailTaken
from ..errors.classes import ClassNotFound
from ..errors.server import StorageUnavailable
from ..models import Class, PersonName, Role, User
from ..text import search_keys
from .classes import class_of, code_of, names_of
from .documents import DUPLICATE_KEY, Database, Document, object_id, object_ids, storage_errors
from .invitations import InvitedLine, invited_by
from .users import FIELDS, NOT_PENDING, name_fields, number_fields, user_of

BATCH = 500
"""The number of accounts that are read at a time."""


@frozen
class NewStudent:
    """An account to create, the hash of the code that claims it, and when that code expires."""

    name: str
    email: str | None
    code_hash: bytes = field(repr=False)
    code_until: datetime | None = None
    student_number: str | None = None
    contact_email: str | None = None
    given_name: str | None = None
    family_name: str | None = None


@frozen
class Addition:
    """What a roster adds to an account that exists: values that the account lacks.

    `name`: the name of the account, with the parts that are added.
    """

    user: User
    student_number: str | None = None
    contact_email: str | None = None
    name: PersonName | None = None


@frozen
class Departures:
    """Who is no longer part of a class: students who leave it, and those invited to it."""

    left: Sequence[str] = ()
    withdrawn: Sequence[str] = ()


class Imports:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._classes = database.classes
        self._records = database.imports

    async def by_email(self, emails: Sequence[str]) -> Mapping[str, User]:
        """The accounts with these addresses, by address."""
        return await self._by("email", emails)

    async def by_number(self, keys: Sequence[str]) -> Mapping[str, User]:
        """The accounts with these student numbers, by the key of the number."""
        return await self._by("numberKey", keys)

    async def _by(self, field: str, values: Sequence[str]) -> Mapping[str, User]:
        users: dict[str, User] = {}
        for start in range(0, len(values), BATCH):
            query = {field: {"$in": values[start : start + BATCH]}, **NOT_PENDING}
            with storage_errors():
                documents = await self._users.find(query, FIELDS).to_list(None)
            users.update((document[field], user_of(document)) for document in documents)
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

        Raises `EmailTaken` if one of the addresses or numbers has an account.
        """
        documents = [
            {
                "_id": ObjectId(),
                **name_fields(PersonName(student.name, student.given_name, student.family_name)),
                # Left out where there is none, since the indexes are sparse.
                **({"email": student.email} if student.email else {}),
                **(number_fields(student.student_number) if student.student_number else {}),
                **({"contactEmail": student.contact_email} if student.contact_email else {}),
                "role": Role.STUDENT.value,
                "passwordHash": b"",
                "search": search_keys(
                    student.name,
                    student.email,
                    student.student_number,
                    (student.given_name, student.family_name),
                ),
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
        departures: Departures,
        invited: Mapping[str, InvitedLine],
    ) -> Class:
        """Enrol all students and return the class; this completes the import.

        `departures`: who leaves in the same update. `invited`: the lines of students to invite, by
        the id of the student.

        Raises `ClassNotFound`, and `StorageUnavailable` if another import has begun since.
        """
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {"_id": ObjectId(class_id), "importing": ObjectId(import_id)},
                _membership(student_ids, departures, invited),
                return_document=ReturnDocument.AFTER,
            )
            if document:
                return class_of(document)
            if await self._classes.find_one({"_id": ObjectId(class_id)}, {"_id": 1}):
                raise StorageUnavailable
        raise ClassNotFound

    async def complete(self, additions: Sequence[Addition]) -> None:
        """Add values to accounts that still lack them; a number that was taken since is not added.

        Doing it twice changes nothing.
        """
        updates = [update for addition in additions for update in _updates(addition)]
        if not updates:
            return
        with storage_errors():
            try:
                await self._users.bulk_write(updates, ordered=False)
            except BulkWriteError as exc:
                if any(error["code"] != DUPLICATE_KEY for error in exc.details["writeErrors"]):
                    # The text of the error contains names and addresses.
                    raise PyMongoError("accounts were not completed") from None

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


def _membership(
    joining: Sequence[str], departures: Departures, invited: Mapping[str, InvitedLine]
) -> list[Document]:
    """The update by which students join and leave a class, and are invited, all at once.

    It is a pipeline, since no other update both adds to a list and removes from it.
    """
    fields = {
        "studentIds": _with("studentIds", object_ids(joining), object_ids(departures.left)),
        "invitedIds": _with("invitedIds", object_ids(invited), object_ids(departures.withdrawn)),
        # A name may start with `$`.
        **{field: {"$literal": value} for field, value in invited_by(invited).items()},
    }
    over = [field(each) for each in departures.withdrawn for field in (code_of, names_of)]
    return [{"$set": fields}, {"$unset": ["importing", *over]}]


def _with(field: str, added: list[ObjectId], removed: list[ObjectId]) -> Document:
    """The list in the field, if it has one, without the removed ids, and then the added ones."""
    before = {"$ifNull": [f"${field}", []]}
    return {
        "$concatArrays": [
            {"$setDifference": [before, removed]},
            {"$setDifference": [added, before]},
        ]
    }


def _updates(addition: Addition) -> Iterator[UpdateOne]:
    user, number, contact = addition.user, addition.student_number, addition.contact_email
    name = addition.name or user.person_name
    if addition.name:
        yield UpdateOne(
            {"_id": ObjectId(user.id), "name": name.name, "givenName": None, "familyName": None},
            {"$set": name_fields(name)},
        )
    if number:
        keys = search_keys(user.name, user.email, number, (name.given_name, name.family_name))
        yield UpdateOne(
            {"_id": ObjectId(user.id), "numberKey": None},
            {"$set": {**number_fields(number), "search": keys}},
        )
    if contact:
        yield UpdateOne(
            {"_id": ObjectId(user.id), "contactEmail": None}, {"$set": {"contactEmail": contact}}
        )
