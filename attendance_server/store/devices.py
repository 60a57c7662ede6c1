"""Remembered devices, and the hashes of their refresh tokens.

A document is `{_id, userId, name, origin, passwordVersion, createdAt, lastUsedAt, expiresAt, hash,
previous: {hash, salt, at}}`: the hash of the current token, and the token before it, which was used
first at `at`. A TTL index removes devices that have expired. Backups do not include devices, and a
restore leaves them alone: otherwise it would bring back devices that have ended since.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import field, frozen
from bson import ObjectId
from pymongo import UpdateOne

from ..models import Device, LogInOrigin, User
from .documents import Database, Document, object_id, object_ids, storage_errors
from .users import user_of


@frozen
class PreviousToken:
    """The token before the current one: its hash, the salt of its successor, and its first use."""

    hash: bytes
    salt: bytes = field(repr=False)
    used_at: datetime


@frozen
class StoredDevice:
    """A device with what is known of its tokens, and its user if there still is one."""

    device: Device
    hash: bytes
    previous: PreviousToken | None
    user: User | None


@frozen
class Rotation:
    """The next token of a device, in place of the one with the hash `current`."""

    device_id: str
    current: bytes
    hash: bytes
    previous: PreviousToken
    expires_at: datetime


class Devices:
    def __init__(self, database: Database) -> None:
        self._devices = database.devices

    def new_id(self) -> str:
        """The id of a device that does not exist yet."""
        return str(ObjectId())

    async def add(self, device: Device, token_hash: bytes) -> None:
        """Save a new device with its first token."""
        with storage_errors():
            await self._devices.insert_one(
                {
                    "_id": ObjectId(device.id),
                    "userId": ObjectId(device.user_id),
                    "name": device.name,
                    "origin": device.origin.value,
                    "passwordVersion": device.password_version,
                    "createdAt": device.created_at,
                    "lastUsedAt": device.last_used_at,
                    "expiresAt": device.expires_at,
                    "hash": token_hash,
                }
            )

    async def with_users(self, device_ids: Iterable[str]) -> dict[str, StoredDevice]:
        """The devices that exist, by id, with one query; also those that have expired."""
        lookup = {"from": "users", "localField": "userId", "foreignField": "_id", "as": "users"}
        pipeline: list[Document] = [
            {"$match": {"_id": {"$in": object_ids(device_ids)}}},
            {"$lookup": lookup},
            {"$project": {"users.search": 0}},
        ]
        with storage_errors():
            documents = await self._devices.aggregate(pipeline).to_list(None)
        return {str(document["_id"]): _stored(document) for document in documents}

    async def rotate(self, rotations: Sequence[Rotation]) -> set[str]:
        """Save the next tokens of devices, and return the ids of those that were changed.

        The others have ended, or another rotation came before.
        """
        if not rotations:
            return set()
        ids = {each.device_id for each in rotations}
        with storage_errors():
            result = await self._devices.bulk_write([_update(each) for each in rotations], False)
            if result.matched_count == len(ids):
                return ids
            hashes = [each.hash for each in rotations]
            query = {"_id": {"$in": object_ids(ids)}, "hash": {"$in": hashes}}
            documents = await self._devices.find(query, {"_id": 1}).to_list(None)
        return {str(document["_id"]) for document in documents}

    async def of_user(self, user_id: str) -> list[Device]:
        """The devices of a user, the last used first."""
        query = {"userId": ObjectId(user_id)}
        with storage_errors():
            found = self._devices.find(query).sort([("lastUsedAt", -1), ("_id", -1)])
            documents = await found.to_list(None)
        return [_device(document) for document in documents]

    async def find(self, user_id: str, device_id: str) -> Device | None:
        """A device of the user; `None` if there is none, or if the id is not one."""
        query = {"_id": object_id(device_id), "userId": ObjectId(user_id)}
        with storage_errors():
            document = await self._devices.find_one(query)
        return _device(document) if document else None

    async def delete(self, device_id: str) -> None:
        with storage_errors():
            await self._devices.delete_one({"_id": ObjectId(device_id)})

    async def delete_all(self, user_id: str, *, but: str | None = None) -> None:
        """Delete the devices of a user; `but`: the id of one that stays."""
        with storage_errors():
            await self._devices.delete_many(
                {"userId": ObjectId(user_id), "_id": {"$ne": object_id(but or "")}}
            )

    async def set_password_version(self, device_id: str, password_version: int) -> None:
        """The user of the device has changed the password on it."""
        with storage_errors():
            await self._devices.update_one(
                {"_id": ObjectId(device_id)}, {"$set": {"passwordVersion": password_version}}
            )


def _device(document: Document) -> Device:
    return Device(
        id=str(document["_id"]),
        user_id=str(document["userId"]),
        name=document["name"],
        origin=LogInOrigin(document["origin"]),
        password_version=document["passwordVersion"],
        created_at=document["createdAt"],
        last_used_at=document["lastUsedAt"],
        expires_at=document["expiresAt"],
    )


def _update(rotation: Rotation) -> UpdateOne:
    used = rotation.previous
    return UpdateOne(
        {"_id": ObjectId(rotation.device_id), "hash": rotation.current},
        {
            "$set": {
                "hash": rotation.hash,
                "previous": {"hash": used.hash, "salt": used.salt, "at": used.used_at},
                "lastUsedAt": used.used_at,
                "expiresAt": rotation.expires_at,
            }
        },
    )


def _stored(document: Document) -> StoredDevice:
    previous = document.get("previous")
    return StoredDevice(
        _device(document),
        document["hash"],
        PreviousToken(previous["hash"], previous["salt"], previous["at"]) if previous else None,
        next(map(user_of, document["users"]), None),
    )
