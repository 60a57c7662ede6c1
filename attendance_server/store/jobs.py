"""What one of all servers does now and then: `{_id: name, next, by}`.

The server that takes a job does it; the others have nothing to do until `next`, a time on the
database's clock. One that dies in the middle leaves the rest to whoever takes it then.
"""

from bson import ObjectId
from pymongo import ReturnDocument

from .database_time import either, in_seconds, is_over
from .documents import Database, storage_errors


class Jobs:
    """The jobs. Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._jobs = database.jobs

    async def take(self, name: str, every_seconds: float) -> bool:
        """Whether the job is this server's to do now: once in so many seconds, at one server."""
        taking = ObjectId()
        due = is_over("next", every_seconds)
        taken = {
            "next": either(due, in_seconds(every_seconds), "$next"),
            "by": either(due, taking, "$by"),
        }
        with storage_errors():
            job = await self._jobs.find_one_and_update(
                {"_id": name},
                [{"$set": taken}],
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return bool(job["by"] == taking)
