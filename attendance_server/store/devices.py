"""Remembered devices, and the hashes of their refresh tokens.

A document is `{_id, userId, name, origin, passwordVersion, createdAt, lastUsedAt, expiresAt, hash,
previous: {hash, salt, at}}`: the hash of the current token, and the token before it, which was used
first at `at`. A TTL index removes devices that have expired. Backups do not include devices, and a
restore leaves them alone: otherwise it would bring back devices that have ended since.
"""

from datetime import datetime
from typing import Any

from attrs import field, frozen
from bson import ObjectId
from pymongo import ReturnDocument

from ..models import Device, LogInOrigin
from .documents import Database, Document, object_id, storage_errors

DEVICES = "devices"


@frozen
class PreviousToken:
    """The token before the current one: its hash, the salt of its successor, and its first use."""

    hash: bytes
    salt: bytes = field(repr=False)
    used_at: datetime


@frozen
class StoredDevice:
    """A device with what is known of its tokens."""

    device: Device
    hash: bytes
    previous: PreviousToken | None


class Devices:
    def __init__(self, database: Database) -> None:
        self._devices = database[DEVICES]

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

    async def get(self, device_id: str) -> StoredDevice | None:
        """The device with this id, even if it has expired."""
        with storage_errors():
            document = await self._devices.find_one({"_id": ObjectId(device_id)})
        return _stored(document) if document else None

    async def rotate(
        self,
        device_id: str,
        token_hash: bytes,
        used: PreviousToken,
        expires_at: datetime,
        *,
        current: bytes | None = None,
    ) -> Device | None:
        """Make `token_hash` the current token in place of `used`, and return the device.

        `used` has to be the current token, or with `current` the one before that. Otherwise nothing
        changes and `None` is returned, as for a device that has ended or expired.
        """
        query: dict[str, Any] = {"_id": ObjectId(device_id), "expiresAt": {"$gt": used.used_at}}
        query |= {"hash": current, "previous.hash": used.hash} if current else {"hash": used.hash}
        previous = {"hash": used.hash, "salt": used.salt, "at": used.used_at}
        with storage_errors():
            document = await self._devices.find_one_and_update(
                query,
                {
                    "$set": {
                        "hash": token_hash,
                        "previous": previous,
                        "lastUsedAt": used.used_at,
                        "expiresAt": expires_at,
                    }
                },
                return_document=ReturnDocument.AFTER,
            )
        return _device(document) if document else None

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


def _stored(document: Document) -> StoredDevice:
    previous = document.get("previous")
    return StoredDevice(
        _device(document),
        document["hash"],
        PreviousToken(previous["hash"], previous["salt"], previous["at"]) if previous else None,
    )
