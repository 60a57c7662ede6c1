"""Codes for a new password: `resets: [{codeHash, way, at, until, by, email}]` of a user.

There is at most one that someone hands over, and one that was mailed: whoever asks for mail must
not end a code that a teacher has just written down for a student. `passwordReset: {way, issuedAt,
at, by}` is what the last redeemed code has left.
"""

from bson import ObjectId
from pymongo import ReturnDocument

from ..models import PasswordReset, ResetCode, ResetWay, User
from .documents import Database, Document, object_id, storage_errors
from .users import FIELDS, NOT_PENDING, user_of

HANDED_OVER = [way.value for way in ResetWay if way is not ResetWay.MAIL]


class Resets:
    def __init__(self, database: Database) -> None:
        self._users = database.users

    async def issue(self, user_id: str, code: ResetCode) -> bool:
        """Store a code, which replaces the one that was given in the same manner.

        Returns whether there is such a user, whose account is not disabled.
        """
        stays = HANDED_OVER if code.way is ResetWay.MAIL else [ResetWay.MAIL.value]
        kept = {
            "$filter": {
                "input": {"$ifNull": ["$resets", []]},
                "cond": {"$in": ["$$this.way", stays]},
            }
        }
        update = [{"$set": {"resets": {"$concatArrays": [kept, [{"$literal": _stored(code)}]]}}}]
        query = {"_id": object_id(user_id), "disabledAt": {"$exists": False}, **NOT_PENDING}
        with storage_errors():
            result = await self._users.update_one(query, update)
        return bool(result.matched_count)

    async def find(self, code_hash: bytes) -> tuple[User, ResetCode] | None:
        """The account with this code and the code, or `None`."""
        with storage_errors():
            document = await self._users.find_one({"resets.codeHash": code_hash}, FIELDS)
        if document is None:
            return None
        (code,) = (each for each in document["resets"] if each["codeHash"] == code_hash)
        return user_of(document), _code_of(code)

    async def redeem(
        self, code: ResetCode, password_hash: bytes, reset: PasswordReset
    ) -> User | None:
        """Set the password of the account with this code, and end its tokens and all of its codes.

        Returns the account, or `None` if it no longer has the code, is disabled, or has another
        address than the one that the code was mailed to.
        """
        query: dict[str, object] = {
            "resets.codeHash": code.code_hash,
            "disabledAt": {"$exists": False},
        }
        if code.email:
            query["email"] = code.email
        noted: dict[str, object] = {
            "way": reset.way.value,
            "issuedAt": reset.issued_at,
            "at": reset.at,
        }
        if reset.issuer_id:
            noted["by"] = ObjectId(reset.issuer_id)
        with storage_errors():
            document = await self._users.find_one_and_update(
                query,
                {
                    "$set": {"passwordHash": password_hash, "passwordReset": noted},
                    "$inc": {"generation": 1},
                    "$unset": {"resets": "", "claim": "", "endedTokens": ""},
                },
                return_document=ReturnDocument.AFTER,
            )
        return user_of(document) if document else None


def _stored(code: ResetCode) -> Document:
    stored: dict[str, object] = {
        "codeHash": code.code_hash,
        "way": code.way.value,
        "at": code.issued_at,
        "until": code.until,
    }
    if code.issuer_id:
        stored["by"] = ObjectId(code.issuer_id)
    if code.email:
        stored["email"] = code.email
    return stored


def _code_of(document: Document) -> ResetCode:
    return ResetCode(
        code_hash=document["codeHash"],
        way=ResetWay(document["way"]),
        issued_at=document["at"],
        until=document["until"],
        issuer_id=str(document["by"]) if "by" in document else None,
        email=document.get("email"),
    )
