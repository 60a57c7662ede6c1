"""Accounts."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import frozen
from bson import ObjectId
from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import DuplicateKeyError

from ..errors import BadCredentials, EmailTaken
from ..models import Identity, Role, User
from ..text import asked_words, search_keys
from .documents import Database, Document, object_id, storage_errors
from .erasure import Erasure

NOT_PENDING = {"import": None}
"""Of an import that is under way nobody knows yet whether it will have happened."""

MOST_WORDS = 10
"""Words of a search that are looked for; those beyond do not count."""

BCRYPT_HASH_BYTES = 60

BATCH = 250
"""Users that are read together where there may be thousands."""

KEYS_BATCH = 200
"""Users that get their search keys together."""

FIELDS = {"search": 0}
"""What a projection leaves out for `user_of`: as much as all the rest of a user."""


MOST_ENDED = 200
"""Tokens of a user that are kept as ended before their time."""


@frozen
class ValidTokens:
    """Which tokens of a user are valid, as long as they have not expired."""

    password_version: int
    ended_tokens: frozenset[str]

    def include(self, identity: Identity) -> bool:
        """Whether the identity's token is among them."""
        return (
            identity.password_version == self.password_version
            and identity.token_id not in self.ended_tokens
        )


class Users:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._erasure = Erasure(database)

    async def add(self, name: str, email: str, role: Role, password_hash: bytes) -> User:
        """Make an account. Raises `EmailTaken`."""
        user = User(str(ObjectId()), name, email, role, password_hash)
        document = {
            "_id": ObjectId(user.id),
            "name": name,
            "email": email,
            "role": role.value,
            "passwordHash": password_hash,
            "search": search_keys(name, email),
        }
        with storage_errors():
            try:
                await self._users.insert_one(document)
            except DuplicateKeyError:
                raise EmailTaken from None
        return user

    async def get(self, user_id: str) -> User | None:
        """The user with this id; `None` also for what is no id."""
        return await self._find({"_id": object_id(user_id)})

    async def by_email(self, email: str) -> User | None:
        """The user with this address, given in lower case."""
        return await self._find({"email": email})

    async def student(self, user_id: str) -> User | None:
        """The student with this id; `None` for a teacher's."""
        return await self._find(
            {"_id": object_id(user_id), "role": Role.STUDENT.value, **NOT_PENDING}
        )

    async def student_by_email(self, email: str) -> User | None:
        """The student with this address, given in lower case; `None` for a teacher's."""
        return await self._find({"email": email, "role": Role.STUDENT.value, **NOT_PENDING})

    async def named(self, user_ids: Iterable[str]) -> dict[str, User]:
        """Those of the users that exist, by id."""
        ids = [ObjectId(user_id) for user_id in user_ids]
        with storage_errors():
            found = await self._users.find({"_id": {"$in": ids}}, FIELDS).to_list(None)
        return {str(document["_id"]): user_of(document) for document in found}

    async def in_batches(
        self, user_ids: Sequence[str]
    ) -> AsyncIterator[list[tuple[str, User | None]]]:
        """The users in the order of their ids, some at a time; `None` for one that is gone."""
        for start in range(0, len(user_ids), BATCH):
            ids = user_ids[start : start + BATCH]
            users = await self.named(ids)
            yield [(user_id, users.get(user_id)) for user_id in ids]

    async def one_by_one(self, user_ids: Sequence[str]) -> AsyncIterator[tuple[str, User | None]]:
        """As `in_batches`, one after the other."""
        async for users in self.in_batches(user_ids):
            for each in users:
                yield each

    async def existing(self, user_ids: Iterable[str]) -> set[str]:
        """The ids of those of the users that exist."""
        ids = [ObjectId(user_id) for user_id in user_ids]
        with storage_errors():
            found = await self._users.find({"_id": {"$in": ids}}, {"_id": 1}).to_list(None)
        return {str(document["_id"]) for document in found}

    async def valid_tokens(self, user_ids: Iterable[str]) -> dict[str, ValidTokens]:
        """Which tokens of those of the users that exist are valid, by user id."""
        ids = [ObjectId(user_id) for user_id in user_ids]
        wanted = {"generation": 1, "endedTokens": 1}
        with storage_errors():
            found = await self._users.find({"_id": {"$in": ids}}, wanted).to_list(None)
        return {
            str(document["_id"]): ValidTokens(_password_version(document), _ended_tokens(document))
            for document in found
        }

    async def end_token(self, user: User, token_id: str, expires_at: datetime) -> bool:
        """The token is good no more; whether all others of the user are still good.

        A user who ends very many of them within their time loses all: what is kept is bounded.
        """
        ended = {"id": token_id, "until": expires_at}
        now = datetime.now(UTC)
        query = {"_id": ObjectId(user.id), f"endedTokens.{MOST_ENDED - 1}": {"$exists": False}}
        with storage_errors():
            await self._users.update_one(
                {"_id": ObjectId(user.id)}, {"$pull": {"endedTokens": {"until": {"$lte": now}}}}
            )
            result = await self._users.update_one(query, {"$addToSet": {"endedTokens": ended}})
            if result.matched_count:
                return True
            await self._users.update_one(
                {"_id": ObjectId(user.id), "generation": user.password_version or None},
                {"$inc": {"generation": 1}, "$unset": {"endedTokens": ""}},
            )
        return False

    async def change_password(self, user: User, password_hash: bytes) -> User:
        """The user with another password, of the next version.

        Raises `BadCredentials` where the password is not that of `user` any more.
        """
        # Not by the hash: a log-in may have made another one of the same password meanwhile.
        query = {"_id": ObjectId(user.id), "generation": user.password_version or None}
        with storage_errors():
            document = await self._users.find_one_and_update(
                query,
                {
                    "$set": {"passwordHash": password_hash},
                    "$inc": {"generation": 1},
                    "$unset": {"endedTokens": ""},
                },
                return_document=ReturnDocument.AFTER,
            )
        if document is None:
            raise BadCredentials
        return user_of(document)

    async def rehash(self, user: User, password_hash: bytes) -> None:
        """Keep another hash of the same password, unless the password has changed meanwhile."""
        with storage_errors():
            await self._users.update_one(
                {"_id": ObjectId(user.id), "passwordHash": user.password_hash},
                {"$set": {"passwordHash": password_hash}},
            )

    async def highest_cost(self, mark: bytes) -> int:
        """The highest cost of bcrypt's hashes that have `mark` before them, 0 where there are none.

        All accounts are read for it.
        """
        prefix = mark + b"$2b$"
        # Of bytes that begin in the same way and have one length, those with a higher cost sort
        # after the others.
        rest = len(mark) + BCRYPT_HASH_BYTES - len(prefix)
        within = {"$gte": prefix + b"\x00" * rest, "$lte": prefix + b"\xff" * rest}
        with storage_errors():
            found = await self._users.find_one(
                {"passwordHash": within}, {"passwordHash": 1}, sort=[("passwordHash", -1)]
            )
        return int(found["passwordHash"][len(prefix) :][:2]) if found else 0

    async def delete(self, user_id: str) -> None:
        """The account is gone, as `Erasure` says; deleting twice is the same as once."""
        await self._erasure.prepare([ObjectId(user_id)])
        with storage_errors():
            await self._users.delete_one({"_id": ObjectId(user_id)})

    async def students(
        self, q: str, limit: int, after: str | None, known: Document | None = None
    ) -> list[User]:
        """Up to `limit` students in the order of their ids, from behind the id `after`.

        `known`: what finds those who are looked through; all where it is `None`.

        Every word of `q` begins a word of their name or their address; letter case and accents do
        not count. Where there is nothing to look for in `q`, as in "(", nobody is found.
        """
        query = students_query(q, after)
        if query is None:
            return []
        query |= known or {}
        with storage_errors():
            page = self._users.find(query, FIELDS).sort("_id", 1).limit(limit).batch_size(limit)
            found = await page.to_list(None)
        return [user_of(document) for document in found]

    async def add_search_keys(self) -> int:
        """Give some of the users without search keys theirs, and return how many.

        0: none is left. Users of earlier versions have none.
        """
        # With the roles, so that the index by word finds them.
        query = {"role": {"$in": [role.value for role in Role]}, "search": None}
        with storage_errors():
            some = self._users.find(query, {"name": 1, "email": 1}).limit(KEYS_BATCH)
            found = await some.to_list(None)
            updates = [
                UpdateOne(
                    {"_id": user["_id"]},
                    {"$set": {"search": search_keys(user["name"], user["email"])}},
                )
                for user in found
            ]
            if updates:
                await self._users.bulk_write(updates, ordered=False)
        return len(updates)

    async def _find(self, query: dict[str, Any]) -> User | None:
        with storage_errors():
            document = await self._users.find_one(query, FIELDS)
        return user_of(document) if document else None


def students_query(q: str, after: str | None) -> dict[str, Any] | None:
    """What finds the students that `Users.students` is asked for; `None`: there can be none."""
    query: dict[str, Any] = {"role": Role.STUDENT.value, **NOT_PENDING}
    if after:
        query["_id"] = {"$gt": ObjectId(after)}
    if q.strip():
        # They hold letters and digits only, and so nothing that is more in a pattern.
        asked = asked_words(q)[:MOST_WORDS]
        if not asked:
            return None
        query["$and"] = [{"search": {"$regex": f"^{word}"}} for word in asked]
    return query


def user_of(document: Document) -> User:
    """The user that a document holds."""
    claim = document.get("claim")
    return User(
        id=str(document["_id"]),
        name=document["name"],
        email=document["email"],
        role=Role(document["role"]),
        password_hash=document["passwordHash"],
        password_version=_password_version(document),
        issuer_id=str(claim["by"]) if claim else None,
        importer_id=str(document["importedBy"]) if "importedBy" in document else None,
        code_until=claim.get("until") if claim else None,
        ended_tokens=_ended_tokens(document),
    )


def _password_version(document: Document) -> int:
    """Accounts are made without one: nought."""
    password_version: int = document.get("generation", 0)
    return password_version


def _ended_tokens(document: Document) -> frozenset[str]:
    return frozenset(ended["id"] for ended in document.get("endedTokens", ()))
