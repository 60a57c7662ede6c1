"""What the collections share: types, ids and the conversion of failures."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import PyMongoError

from ..errors.server import StorageUnavailable
from ..models import is_id
from .time_budget import database_call

log = logging.getLogger(__name__)

Document = Mapping[str, Any]
Database = AsyncIOMotorDatabase[Any]
Collection = AsyncIOMotorCollection[Any]

DUPLICATE_KEY = 11000
"""MongoDB's error code for a violation of a unique index."""


@contextmanager
def storage_errors(timeout: float | None = None) -> Iterator[None]:
    """Logs any failure of the database and raises `StorageUnavailable` instead.

    `timeout`: seconds that the call may take, including the wait for a thread. Without it, the
    time budget of the current context applies.
    """
    try:
        with database_call(timeout):
            yield
    except PyMongoError as exc:
        log.warning("MongoDB: %s: %s", type(exc).__name__, exc)
        raise StorageUnavailable from exc


def id_after(latest: ObjectId | None) -> ObjectId:
    """A new id that is greater than `latest`.

    Ids start with the seconds of the wall clock, which may have been set back.
    """
    new_id = ObjectId()
    if latest is None or latest < new_id:
        return new_id
    seconds = int.from_bytes(latest.binary[:4]) + 1
    return ObjectId(seconds.to_bytes(4) + new_id.binary[4:])


def id_of_time(at: datetime) -> ObjectId:
    """A new id that is as old as `at`, to the second."""
    return ObjectId(int(at.timestamp()).to_bytes(4) + ObjectId().binary[4:])


def object_ids(ids: Iterable[str]) -> list[ObjectId]:
    """The ObjectIds of valid ids. Raises `InvalidId`."""
    return [ObjectId(each) for each in ids]


def object_id(text: str) -> ObjectId | None:
    """The ObjectId in `text`; `None`, which matches no document, if `text` is not a valid id."""
    return ObjectId(text) if is_id(text) else None
