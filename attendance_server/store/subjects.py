"""Accounts by the subjects of single sign-on, which have `subject: {issuer, id}`."""

from attrs import asdict
from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..models import Subject, User
from .documents import Database, storage_errors
from .users import FIELDS, user_of

NO_PASSWORD = b""


class Subjects:
    """Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._users = database.users

    async def user_of(self, subject: Subject) -> User | None:
        """The user who signs on as this subject."""
        query = {"subject.issuer": subject.issuer, "subject.id": subject.id}
        with storage_errors():
            document = await self._users.find_one(query, FIELDS)
        return user_of(document) if document else None

    async def link(self, user: User, subject: Subject, *, drop_password: bool) -> User | None:
        """Let the subject sign on to an account, which is claimed by it, and return the account.

        `drop_password`: also end its password and all of its tokens. Returns `None` if the account
        has changed since `user` was read, or another one has the subject.
        """
        query = {
            **{"_id": ObjectId(user.id), "email": user.email, "role": user.role.value},
            **{"generation": user.password_version or None, "disabledAt": None, "subject": None},
        }
        update: dict[str, dict[str, object]] = {
            "$set": {"subject": asdict(subject)},
            "$unset": {"claim": ""},
        }
        if drop_password:
            update["$set"]["passwordHash"] = NO_PASSWORD
            update["$unset"] |= {"endedTokens": "", "resets": ""}
            update["$inc"] = {"generation": 1}
        with storage_errors():
            try:
                document = await self._users.find_one_and_update(
                    query, update, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:
                return None
        return user_of(document) if document else None
