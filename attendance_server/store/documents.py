"""What the collections share: ids, types, and how their failures are told."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import PyMongoError

from ..errors import StorageUnavailable
from ..models import is_id
from .time_budget import database_call

log = logging.getLogger(__name__)

Document = Mapping[str, Any]
Database = AsyncIOMotorDatabase[Any]
Collection = AsyncIOMotorCollection[Any]


@contextmanager
def storage_errors(timeout: float | None = None) -> Iterator[None]:
    """Turns whatever the database fails with into `StorageUnavailable`, and logs it.

    `timeout`: seconds that what is asked of it may take, waiting for a thread included; where it is
    not given, as long as whoever asks has patience.
    """
    try:
        with database_call(timeout):
            yield
    except PyMongoError as exc:
        log.warning("MongoDB: %s: %s", type(exc).__name__, exc)
        raise StorageUnavailable from exc


def id_after(latest: ObjectId | None) -> ObjectId:
    """A new id, greater than `latest`.

    An id begins with the seconds of the wall clock, which may have been set back since.
    """
    new_id = ObjectId()
    if latest is None or latest < new_id:
        return new_id
    seconds = int.from_bytes(latest.binary[:4]) + 1
    return ObjectId(seconds.to_bytes(4) + new_id.binary[4:])


def object_id(text: str) -> ObjectId | None:
    """The id that `text` stands for; `None` where it stands for none, and so for nothing saved."""
    return ObjectId(text) if is_id(text) else None
