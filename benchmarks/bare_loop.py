"""The minimum cost of a paced mark: one commit to the database, one `transport.write` per socket.

It has no HTTP library, no accounts and no checks, only the kernel and MongoDB. It runs on uvloop,
with the write concern of the real server.
"""

import asyncio
import os
import signal
from datetime import UTC, datetime
from typing import Any

import orjson
import uvloop
from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import WriteConcern

from attendance_server.loadtest import frames, tiny

CLASS_ID = "a" * 24


class SavingBroadcaster(tiny.Broadcaster):
    """All connected sockets. Marks are saved one after another, then written to all sockets."""

    def __init__(self, sessions: Any) -> None:
        super().__init__()
        self._sessions = sessions
        self._session_id = ObjectId()
        self._marks: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    def received(self, data: bytes) -> None:
        used = 0
        while frame_head := frames.head(data, used):
            text = frames.masked(data[frame_head.start : frame_head.end], frame_head.mask)
            used = frame_head.end
            if frame_head.opcode == frames.TEXT:
                mark = orjson.loads(text)["data"]
                self._marks.put_nowait((mark["studentId"], mark["status"]))

    async def run(self) -> None:
        """Save and write the marks until cancelled."""
        await self._sessions.insert_one({"_id": self._session_id})
        while True:
            student_id, status = await self._marks.get()
            now = datetime.now(UTC)
            mark = {"status": status, "markedAt": now}
            await self._sessions.update_one(
                {"_id": self._session_id}, {"$set": {f"marks.{student_id}": mark}}
            )
            at = f"{now:%Y-%m-%dT%H:%M:%S}.000Z"
            frame = tiny.marked(CLASS_ID, student_id, status, at)
            for transport in self.transports:
                transport.write(frame)


async def main() -> None:
    """Serve on a free loopback port, which is printed, until SIGTERM."""
    loop = asyncio.get_running_loop()
    client: AsyncIOMotorClient[Any] = AsyncIOMotorClient(os.environ["MONGO_URI"])
    database = client.get_default_database(write_concern=WriteConcern(w="majority", j=True))
    broadcaster = SavingBroadcaster(database.bare_loop)
    writer = asyncio.create_task(broadcaster.run())
    server = await loop.create_server(
        lambda: tiny.TinyProtocol(broadcaster), "127.0.0.1", 0, backlog=1024
    )
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    print(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await stopped.wait()
    writer.cancel()
    server.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
