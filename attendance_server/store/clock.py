"""The clock of the database, and the last reading of all clocks, kept between starts."""

from datetime import datetime, timedelta

from .clock_trust import ClockReading
from .documents import Database, storage_errors
from .indexes import BY_END, HAS_ENDED
from .schema import META

_ID = {"_id": "clock"}


class StoredClock:
    """The clock and the reading in the database. Every method raises `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._meta = database[META]

    async def now(self) -> datetime:
        """The time on the clock of the database, which may run on another machine."""
        with storage_errors():
            hello = await self._database.command(
                "hello", codec_options=self._database.codec_options
            )
        now: datetime = hello["localTime"]
        return now

    async def last_reading(self) -> ClockReading | None:
        """The reading that `keep` stored last.

        Without one, a reading from the end of the latest session; `None` if no session has ended.
        """
        with storage_errors():
            stored = await self._meta.find_one(_ID)
            if stored:
                jumped = timedelta(seconds=stored["jumpedSeconds"])
                return ClockReading(
                    stored["wall"], stored["counted"], stored["boot"], jumped, stored["since"]
                )
            latest = await self._database["sessions"].find_one(
                HAS_ENDED, {"endedAt": 1}, sort=[("endedAt", -1)], hint=BY_END
            )
        return ClockReading(latest["endedAt"], 0.0, "") if latest else None

    async def keep(self, reading: ClockReading) -> None:
        """Store the reading for the next start."""
        fields = {
            "wall": reading.wall,
            "counted": reading.counted,
            "boot": reading.boot,
            "jumpedSeconds": reading.jumped.total_seconds(),
            "since": reading.since,
        }
        with storage_errors():
            await self._meta.replace_one(_ID, {**_ID, **fields}, upsert=True)
