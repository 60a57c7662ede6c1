"""The teachers of classes: who joins, who leaves, and who takes a class over.

A class has `assistants: [{userId, until}]` beside its owner, `teacherId`. Classes of earlier
versions do not have the field. Substitutes whose time is over stay in it until the next change.
"""

from datetime import datetime

from bson import ObjectId
from pymongo import ReturnDocument

from ..errors.classes import ClassNotFound
from ..models import Assistant, Class
from .classes import class_of
from .documents import Database, Document, storage_errors


class Teachers:
    def __init__(self, database: Database) -> None:
        self._classes = database.classes

    async def add(self, class_id: str, assistant: Assistant, at: datetime) -> Class:
        """Make a teacher an assistant, or change until when they are one, and return the class.

        Those whose time was over `at` this moment are removed. Raises `ClassNotFound`.
        """
        added = {"userId": ObjectId(assistant.user_id), "until": assistant.until}
        stays = {
            "$and": [
                {"$ne": ["$$this.userId", added["userId"]]},
                {"$or": [{"$eq": ["$$this.until", None]}, {"$gt": ["$$this.until", at]}]},
            ]
        }
        return await self._change(class_id, {"$concatArrays": [_those_who(stays), [added]]})

    async def remove(self, class_id: str, user_id: str) -> Class:
        """Remove an assistant, if they are one, and return the class. Raises `ClassNotFound`."""
        stays = {"$ne": ["$$this.userId", ObjectId(user_id)]}
        return await self._change(class_id, _those_who(stays))

    async def hand_over(self, class_id: str, owner_id: str) -> Class:
        """Give the class another owner, and return it. The previous one is no longer a teacher.

        Ended sessions stay those of the owner they had. Raises `ClassNotFound`.
        """
        owner = ObjectId(owner_id)
        stays = {"$ne": ["$$this.userId", owner]}
        return await self._change(class_id, _those_who(stays), teacherId=owner)

    async def _change(self, class_id: str, assistants: Document, **fields: ObjectId) -> Class:
        with storage_errors():
            document = await self._classes.find_one_and_update(
                {"_id": ObjectId(class_id)},
                [{"$set": {"assistants": assistants, **fields}}],
                return_document=ReturnDocument.AFTER,
            )
        if document is None:
            raise ClassNotFound
        return class_of(document)


def _those_who(condition: Document) -> Document:
    """An expression for the assistants that satisfy a condition on `$$this`."""
    return {"$filter": {"input": {"$ifNull": ["$assistants", []]}, "cond": condition}}
