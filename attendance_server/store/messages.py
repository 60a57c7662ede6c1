"""What servers tell each other's clients: frames to users, on their way to the other servers.

    {_id, server, to: [user ids], name, data, checkInOf, at}

`data` is the JSON text of the frame. A document is only read as a change of the collection, and a
TTL index removes it a minute later. Used on a replica set only.
"""

from collections.abc import Sequence

from attrs import frozen
from bson import ObjectId
from pymongo import UpdateOne

from .documents import Database, Document, object_ids, storage_errors

LIFETIME = 60
"""Seconds after which a message is removed."""


@frozen
class Message:
    """A frame to the sockets of some users that watch.

    `name` and `data`: its event, and its data as JSON text. `check_in_of`: the class whose teachers
    get it on the sockets, too, to which its check-in is shown.
    """

    to: tuple[str, ...]
    name: str
    data: bytes
    check_in_of: str | None = None


class Messages:
    def __init__(self, database: Database, server: ObjectId) -> None:
        """`server`: this one, as opposed to the others that use the database."""
        self._messages = database.messages
        self._server = server

    async def prepare(self) -> None:
        """Create the index that removes what is old. Raises `PyMongoError`."""
        await self._messages.create_index("at", name="by_age", expireAfterSeconds=LIFETIME)

    def new_key(self) -> ObjectId:
        """A unique key for a new message."""
        return ObjectId()

    async def add(self, messages: Sequence[tuple[object, Message]]) -> None:
        """Save messages under their keys, in this order; those whose key exists stay as they are.

        Raises `StorageUnavailable`.
        """
        # Not inserts: only an update gets its time from the clock of the database.
        updates = [
            UpdateOne(
                {"_id": key},
                {"$setOnInsert": self._fields(message), "$currentDate": {"at": True}},
                upsert=True,
            )
            for key, message in messages
        ]
        with storage_errors():
            await self._messages.bulk_write(updates)

    def from_another(self, document: Document) -> Message | None:
        """The message in a document; `None` if this server has sent it itself."""
        if document["server"] == self._server:
            return None
        class_id = document.get("checkInOf")
        return Message(
            to=tuple(map(str, document["to"])),
            name=document["name"],
            data=document["data"].encode(),
            check_in_of=str(class_id) if class_id else None,
        )

    def _fields(self, message: Message) -> dict[str, object]:
        fields = {
            "server": self._server,
            "to": object_ids(message.to),
            "name": message.name,
            "data": message.data.decode(),
        }
        if message.check_in_of:
            fields["checkInOf"] = ObjectId(message.check_in_of)
        return fields
