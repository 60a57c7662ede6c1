"""The codes with which students join classes: `joining: {rule, code}` in the document of a class.

A class has the field once its code was on. A code is stored as it is, since teachers show it to
everyone in the room, time and again.
"""

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from ..errors.classes import ClassNotFound
from ..models import Class, ClassCode, CodeRule
from .classes import ARCHIVED, class_of, fields_seen_by
from .documents import Database, Document, object_id, storage_errors


class ClassCodes:
    """Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._classes = database.classes

    async def of_class(self, class_id: str) -> ClassCode:
        """The code of a class. Raises `ClassNotFound`."""
        with storage_errors():
            found = await self._classes.find_one({"_id": object_id(class_id)}, {"joining": 1})
        return _code_or_raise(found)

    async def set_rule(self, class_id: str, rule: CodeRule, fresh: str) -> ClassCode | None:
        """Set what the code is good for, and return it; `fresh`: the code of a class without one.

        `None`: another class has that code. Raises `ClassNotFound`.
        """
        code = {"$ifNull": ["$joining.code", {"$literal": fresh}]}
        return await self._set(class_id, {"rule": rule.value, "code": code})

    async def renew(self, class_id: str, fresh: str) -> ClassCode | None:
        """Replace the code, as `set_rule` does; what it is good for stays."""
        rule = {"$ifNull": ["$joining.rule", CodeRule.OFF.value]}
        return await self._set(class_id, {"rule": rule, "code": {"$literal": fresh}})

    async def find(self, code: str, student_id: str) -> tuple[Class, CodeRule] | None:
        """The class in use whose code this is, and what that is good for; `None` if it is off.

        Of its students the class has only this one, if they are in it.
        """
        query = {
            "joining.code": code,
            "joining.rule": {"$in": [CodeRule.AT_ONCE.value, CodeRule.ASK.value]},
            "archived": ARCHIVED[False],
        }
        fields = {**fields_seen_by(student_id), "joining": 1}
        with storage_errors():
            found = await self._classes.find_one(query, fields)
        if found is None:
            return None
        return class_of({"studentIds": (), **found}), CodeRule(found["joining"]["rule"])

    async def _set(self, class_id: str, joining: Document) -> ClassCode | None:
        with storage_errors():
            try:
                found = await self._classes.find_one_and_update(
                    {"_id": object_id(class_id)},
                    [{"$set": {"joining": joining}}],
                    {"joining": 1},
                    return_document=ReturnDocument.AFTER,
                )
            except DuplicateKeyError:
                return None
        return _code_or_raise(found)


def _code_or_raise(found: Document | None) -> ClassCode:
    if found is None:
        raise ClassNotFound
    class_id, joining = str(found["_id"]), found.get("joining")
    if joining is None:
        return ClassCode(class_id)
    return ClassCode(class_id, CodeRule(joining["rule"]), joining["code"])
