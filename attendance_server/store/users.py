"""The accounts of users."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

from attrs import asdict, frozen
from bson import ObjectId
from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import DuplicateKeyError

from ..errors.accounts import BadCredentials, EmailTaken
from ..models import (
    Identity,
    NameOrder,
    PasswordReset,
    PersonName,
    Proof,
    ResetWay,
    Role,
    Subject,
    User,
)
from ..text import number_key, search_keys, search_words
from .documents import Database, Document, object_id, object_ids, storage_errors
from .erasure import Erasure
from .name_order import Sorting, by_name, collation

NOT_PENDING = {"import": None}
"""Matches accounts that are not part of an unfinished import."""

MOST_WORDS = 10
"""The number of words that a search uses; further words are ignored."""

BCRYPT_HASH_BYTES = 60

BATCH = 250
"""The number of users that are read at a time where there may be thousands."""

KEYS_BATCH = 200
"""The number of users that get their search keys at a time."""

FIELDS = {"search": 0}
"""A projection without the search keys, which are as large as the rest of a user."""

SEARCHED = dict.fromkeys(("name", "givenName", "familyName", "email", "studentNumber"), 1)
"""A projection with the fields that the search keys are made of."""

MOST_ENDED = 200
"""The number of revoked tokens that are stored per user."""


@frozen
class ValidTokens:
    """Which tokens of a user are valid, as long as they have not expired.

    `ended_tokens`: the ids of tokens, or of the devices that they were issued through.
    """

    password_version: int
    ended_tokens: frozenset[str]
    disabled: bool

    def include(self, identity: Identity) -> bool:
        """Whether the identity's token is among them."""
        return (
            not self.disabled
            and identity.password_version == self.password_version
            and identity.token_id not in self.ended_tokens
            and identity.device_id not in self.ended_tokens
        )


class Users:
    def __init__(self, database: Database) -> None:
        self._users = database.users
        self._erasure = Erasure(database)

    async def add(
        self,
        name: str,
        email: str,
        role: Role,
        password_hash: bytes,
        subject: Subject | None = None,
        *,
        given_name: str | None = None,
        family_name: str | None = None,
    ) -> User:
        """Create an account. Raises `EmailTaken` if another one has the address or the subject."""
        names = PersonName(name, given_name, family_name)
        user = User(
            str(ObjectId()),
            email=email,
            role=role,
            password_hash=password_hash,
            subject=subject,
            **asdict(names),
        )
        document: dict[str, Any] = {
            "_id": ObjectId(user.id),
            **name_fields(names),
            "email": email,
            "role": role.value,
            "passwordHash": password_hash,
            "search": search_keys(name, email, None, (given_name, family_name)),
        }
        if subject:
            document["subject"] = asdict(subject)
        with storage_errors():
            try:
                await self._users.insert_one(document)
            except DuplicateKeyError:
                raise EmailTaken from None
        return user

    async def get(self, user_id: str) -> User | None:
        """The user with this id; `None` also for an invalid id."""
        return await self._find({"_id": object_id(user_id)})

    async def settled(self, user_id: str) -> User | None:
        """As `get`, but without accounts that are part of an unfinished import."""
        return await self._find({"_id": object_id(user_id), **NOT_PENDING})

    async def by_email(self, email: str) -> User | None:
        """The user with this address, given in lower case."""
        return await self._find({"email": email})

    async def by_number(self, number: str) -> User | None:
        """The student with this number, however it is written."""
        return await self._find({"numberKey": number_key(number)})

    async def student(self, user_id: str) -> User | None:
        """The student with this id; `None` if it is the id of a teacher."""
        return await self._find(
            {"_id": object_id(user_id), "role": Role.STUDENT.value, **NOT_PENDING}
        )

    async def student_by_email(self, email: str) -> User | None:
        """The student with this address, given in lower case; `None` if it is a teacher's."""
        return await self._find({"email": email, "role": Role.STUDENT.value, **NOT_PENDING})

    async def named(self, user_ids: Iterable[str]) -> dict[str, User]:
        """The users that exist, by id."""
        ids = object_ids(user_ids)
        with storage_errors():
            documents = await self._users.find({"_id": {"$in": ids}}, FIELDS).to_list(None)
        return {str(document["_id"]): user_of(document) for document in documents}

    async def in_batches(
        self, user_ids: Sequence[str]
    ) -> AsyncIterator[list[tuple[str, User | None]]]:
        """The users in the order of `user_ids`, in batches; `None` for a deleted user."""
        for start in range(0, len(user_ids), BATCH):
            ids = user_ids[start : start + BATCH]
            users = await self.named(ids)
            yield [(user_id, users.get(user_id)) for user_id in ids]

    async def one_by_one(self, user_ids: Sequence[str]) -> AsyncIterator[tuple[str, User | None]]:
        """As `in_batches`, one at a time."""
        async for users in self.in_batches(user_ids):
            for each in users:
                yield each

    async def in_name_order(self, user_ids: Sequence[str], sorting: Sorting) -> list[str]:
        """The ids in the order of the users' names; those of deleted users come last."""
        pipeline: list[dict[str, Any]] = [
            {"$match": {"_id": {"$in": object_ids(user_ids)}}},
            {"$project": {"name": 1, "givenName": 1, "familyName": 1}},
            *by_name(sorting.order),
            {"$project": {"_id": 1}},
        ]
        rules = collation(sorting.locale)
        with storage_errors():
            documents = await self._users.aggregate(pipeline, collation=rules).to_list(None)
        existing = dict.fromkeys(str(document["_id"]) for document in documents)
        return [*existing, *sorted(set(user_ids).difference(existing))]

    async def existing(self, user_ids: Iterable[str]) -> set[str]:
        """The ids of the users that exist."""
        ids = object_ids(user_ids)
        with storage_errors():
            documents = await self._users.find({"_id": {"$in": ids}}, {"_id": 1}).to_list(None)
        return {str(document["_id"]) for document in documents}

    async def valid_tokens(self, user_ids: Iterable[str]) -> dict[str, ValidTokens]:
        """Which tokens of each user that exists are valid, by user id."""
        ids = object_ids(user_ids)
        fields = {"generation": 1, "endedTokens": 1, "disabledAt": 1}
        with storage_errors():
            documents = await self._users.find({"_id": {"$in": ids}}, fields).to_list(None)
        return {
            str(document["_id"]): ValidTokens(
                _password_version(document), _ended_tokens(document), "disabledAt" in document
            )
            for document in documents
        }

    async def end_tokens(
        self, user: User, token_ids: Iterable[str], expires_at: datetime, now: datetime
    ) -> bool:
        """Revoke tokens, and return whether the user's other tokens stay valid.

        `token_ids`: the ids of tokens, or of devices, all of whose tokens are meant. `expires_at`:
        when the last of these expires. `now`: those that have expired by then are no longer kept.

        The others do not stay valid if the user has revoked more than `MOST_ENDED` tokens that have
        not expired: then all tokens are revoked, since the list is bounded.
        """
        ended = [{"id": token_id, "until": expires_at} for token_id in token_ids]
        query = {"_id": ObjectId(user.id), f"endedTokens.{MOST_ENDED - 1}": {"$exists": False}}
        with storage_errors():
            await self._users.update_one(
                {"_id": ObjectId(user.id)}, {"$pull": {"endedTokens": {"until": {"$lte": now}}}}
            )
            result = await self._users.update_one(
                query, {"$addToSet": {"endedTokens": {"$each": ended}}}
            )
            if result.matched_count:
                return True
            await self._users.update_one(
                {"_id": ObjectId(user.id), "generation": user.password_version or None},
                {"$inc": {"generation": 1}, "$unset": {"endedTokens": ""}},
            )
        return False

    async def change_password(self, user: User, password_hash: bytes) -> User:
        """Set a new password, which increases the password version, and return the user.

        Raises `BadCredentials` if the password has changed since `user` was read.
        """
        # Not by the hash: a log-in may have hashed the same password anew.
        query = {"_id": ObjectId(user.id), "generation": user.password_version or None}
        with storage_errors():
            document = await self._users.find_one_and_update(
                query,
                {
                    "$set": {"passwordHash": password_hash},
                    "$inc": {"generation": 1},
                    "$unset": {"endedTokens": "", "resets": ""},
                },
                return_document=ReturnDocument.AFTER,
            )
        if document is None:
            raise BadCredentials
        return user_of(document)

    async def confirm(self, user_id: str, email: str, how: Proof, at: datetime) -> None:
        """Record that this address is proven to be the user's, unless they have another one."""
        confirmed = {"email": email, "how": how.value, "at": at}
        with storage_errors():
            await self._users.update_one(
                {"_id": ObjectId(user_id), "email": email}, {"$set": {"confirmed": confirmed}}
            )

    async def correct(self, user: User, name: PersonName, email: str | None) -> User | None:
        """Change the name and the address of an account, and return it.

        `email` is in lower case. Returns `None` if the account has changed since `user` was read.
        Raises `EmailTaken`.
        """
        query = {"_id": ObjectId(user.id), **_names_of(user)}
        fields, removed = _named(name, email, user.student_number)
        update = {"$set": fields, **({"$unset": removed} if removed else {})}
        with storage_errors():
            try:
                document = await self._users.find_one_and_update(
                    query, update, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:
                raise EmailTaken from None
        return user_of(document) if document else None

    async def replace(self, user: User, wanted: User) -> User | None:
        """Give an account the names, address, role and `disabled_at` of `wanted`, and return it.

        With another role, and if it is disabled, its tokens and its codes for a new password end.
        Returns `None` if the account has changed since `user` was read. Raises `EmailTaken`.
        """
        query = {
            **{"_id": ObjectId(user.id), **_names_of(user)},
            **{"role": user.role.value, "disabledAt": user.disabled_at},
        }
        fields, removed = _named(wanted.person_name, wanted.email, user.student_number)
        fields["role"] = wanted.role.value
        update: dict[str, Any] = {"$set": fields}
        if wanted.disabled_at:
            fields["disabledAt"] = wanted.disabled_at
        else:
            removed["disabledAt"] = ""
        if wanted.role is not user.role:
            # A teacher has no power over the account of another teacher.
            removed["importedBy"] = ""
        if wanted.role is not user.role or (wanted.disabled and not user.disabled):
            update["$inc"] = {"generation": 1}
            removed["resets"] = ""
        if removed:
            update["$unset"] = removed
        with storage_errors():
            try:
                document = await self._users.find_one_and_update(
                    query, update, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:
                raise EmailTaken from None
        return user_of(document) if document else None

    async def prefer(self, user: User) -> None:
        """Store what lists of students are sorted by for this user, and their language."""
        preferences = {"nameOrder": user.name_order.value, "language": user.language}
        with storage_errors():
            await self._users.update_one({"_id": ObjectId(user.id)}, {"$set": preferences})

    async def rehash(self, user: User, password_hash: bytes) -> None:
        """Store another hash of the same password, unless the hash has changed since."""
        with storage_errors():
            await self._users.update_one(
                {"_id": ObjectId(user.id), "passwordHash": user.password_hash},
                {"$set": {"passwordHash": password_hash}},
            )

    async def highest_cost(self, mark: bytes) -> int:
        """The highest cost of the bcrypt hashes that follow `mark`; 0 if there are none.

        This reads all accounts.
        """
        prefix = mark + b"$2b$"
        # Hashes of equal length that start with the same bytes sort by their cost.
        rest = len(mark) + BCRYPT_HASH_BYTES - len(prefix)
        hashes = {"$gte": prefix + b"\x00" * rest, "$lte": prefix + b"\xff" * rest}
        with storage_errors():
            document = await self._users.find_one(
                {"passwordHash": hashes}, {"passwordHash": 1}, sort=[("passwordHash", -1)]
            )
        return int(document["passwordHash"][len(prefix) :][:2]) if document else 0

    async def delete(self, user_id: str) -> None:
        """Delete an account as `Erasure` describes; deleting it again changes nothing."""
        await self._erasure.prepare([ObjectId(user_id)])
        with storage_errors():
            await self._users.delete_one({"_id": ObjectId(user_id)})

    async def students(
        self, q: str, limit: int, after: str | None, among: Document | None = None
    ) -> list[User]:
        """Up to `limit` students in the order of their ids, starting after the id `after`.

        `q`: every word of it has to start a word of the name, the address or the student number,
        regardless of letter case and accents. A blank one matches all, and one without a word, such
        as "(", no student.
        `among`: a query for the students to search; `None`: all.
        """
        return await self._page(students_query(q, after), limit, among or {})

    async def people(
        self, q: str, limit: int, after: str | None, role: Role | None, *, disabled: bool | None
    ) -> list[User]:
        """As `students`, but the users of a role; `None`: of all roles.

        `disabled`: only those whose account is disabled, or only others; `None`: both.
        """
        among = {} if disabled is None else {"disabledAt": {"$exists": disabled}}
        roles = [role] if role else list(Role)
        return await self._page(students_query(q, after, roles), limit, among)

    async def _page(self, query: Document | None, limit: int, among: Document) -> list[User]:
        if query is None:
            return []
        query = {**query, **among}
        with storage_errors():
            page = self._users.find(query, FIELDS).sort("_id", 1).limit(limit).batch_size(limit)
            documents = await page.to_list(None)
        return [user_of(document) for document in documents]

    async def add_search_keys(self) -> int:
        """A migration's step: add search keys to some users without, and return how many.

        Until none is without, a search does not find all users.
        """
        # The roles are part of the query so that the index by word is used.
        query = {"role": {"$in": [role.value for role in Role]}, "search": None}
        with storage_errors():
            unindexed = self._users.find(query, SEARCHED).limit(KEYS_BATCH)
            users = await unindexed.to_list(None)
            updates = [
                # Only if there are none yet: the user may have been renamed since.
                UpdateOne({"_id": user["_id"], "search": None}, {"$set": {"search": keys_of(user)}})
                for user in users
            ]
            if updates:
                await self._users.bulk_write(updates, ordered=False)
        return len(updates)

    async def _find(self, query: dict[str, Any]) -> User | None:
        with storage_errors():
            document = await self._users.find_one(query, FIELDS)
        return user_of(document) if document else None


def students_query(
    q: str, after: str | None, roles: Sequence[Role] = (Role.STUDENT,)
) -> dict[str, Any] | None:
    """The query of `Users.students`, or for users of other `roles`; `None` if none can match."""
    among = {"$in": [role.value for role in roles]}
    query: dict[str, Any] = {"role": roles[0].value if len(roles) == 1 else among, **NOT_PENDING}
    if after:
        query["_id"] = {"$gt": ObjectId(after)}
    if q.strip():
        # These consist of letters, digits and emoji, none of which is special in a pattern.
        prefixes = search_words(q)[:MOST_WORDS]
        if not prefixes:
            return None
        query["$and"] = [{"search": {"$regex": f"^{word}"}} for word in prefixes]
    return query


def keys_of(document: Document) -> list[str]:
    """The search keys of a user's document."""
    parts = [document.get(part) for part in ("givenName", "familyName")]
    email, number = document.get("email"), document.get("studentNumber")
    return search_keys(document["name"], email, number, parts)


def _named(
    name: PersonName, email: str | None, student_number: str | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of a user's document for these names, and those to remove from it.

    Without an address, the field stays left out, since the index is sparse.
    """
    fields = name_fields(name)
    if email:
        fields["email"] = email
    number = {"studentNumber": student_number} if student_number else {}
    removed = {part: "" for part in ("givenName", "familyName") if part not in fields}
    return {**fields, "search": keys_of({**fields, **number})}, removed


def name_fields(name: PersonName) -> dict[str, Any]:
    """The fields of a user's document for a name; parts that are not known are left out."""
    parts = {"givenName": name.given_name, "familyName": name.family_name}
    return {"name": name.name, **{part: value for part, value in parts.items() if value}}


def _names_of(user: User) -> dict[str, Any]:
    """Matches the document of the user as long as the names in it have not changed."""
    names = {"givenName": user.given_name, "familyName": user.family_name}
    return {"name": user.name, "email": user.email, **names}


def number_fields(student_number: str) -> dict[str, str]:
    """The fields of a user's document for a student number, which is unique by its key."""
    return {"studentNumber": student_number, "numberKey": number_key(student_number)}


def user_of(document: Document) -> User:
    """The user that a document holds."""
    claim = document.get("claim")
    return User(
        id=str(document["_id"]),
        name=document["name"],
        email=document.get("email"),
        role=Role(document["role"]),
        password_hash=document["passwordHash"],
        password_version=_password_version(document),
        issuer_id=str(claim["by"]) if claim else None,
        importer_id=str(document["importedBy"]) if "importedBy" in document else None,
        code_until=claim.get("until") if claim else None,
        ended_tokens=_ended_tokens(document),
        disabled_at=document.get("disabledAt"),
        merging_into=str(document["mergingInto"]) if "mergingInto" in document else None,
        student_number=document.get("studentNumber"),
        contact_email=document.get("contactEmail"),
        confirmed_email=document.get("confirmed", {}).get("email"),
        subject=Subject(**document["subject"]) if "subject" in document else None,
        password_reset=_password_reset(document.get("passwordReset")),
        given_name=document.get("givenName"),
        family_name=document.get("familyName"),
        name_order=NameOrder(document.get("nameOrder", NameOrder.NAME)),
        language=document.get("language"),
    )


def _password_reset(document: Document | None) -> PasswordReset | None:
    if document is None:
        return None
    return PasswordReset(
        way=ResetWay(document["way"]),
        issued_at=document["issuedAt"],
        at=document["at"],
        issuer_id=str(document["by"]) if "by" in document else None,
    )


def _password_version(document: Document) -> int:
    """The stored password version; new accounts have none, which means 0."""
    password_version: int = document.get("generation", 0)
    return password_version


def _ended_tokens(document: Document) -> frozenset[str]:
    return frozenset(ended["id"] for ended in document.get("endedTokens", ()))
