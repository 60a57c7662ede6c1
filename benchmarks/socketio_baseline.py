"""The server to compare with: python-socketio as its documentation shows it, `emit` to a room.

It has no accounts and saves nothing, so it does less than the real one. It runs on uvloop too.
"""

from datetime import UTC, datetime
from typing import Any

import socketio
from aiohttp import web

from .baseline import run

CLASS_ID = "b" * 24

# In order: by default, each event of a client is handled in a task of its own.
sio = socketio.AsyncServer(async_mode="aiohttp", async_handlers=False)


@sio.event
async def connect(sid: str, environ: dict[str, Any], auth: object) -> None:
    await sio.enter_room(sid, CLASS_ID)


@sio.on("MARK_ATTENDANCE")
async def mark(sid: str, asked: dict[str, Any]) -> None:
    data = {
        "classId": CLASS_ID,
        "studentId": asked["studentId"],
        "status": asked["status"],
        "markedAt": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
    }
    await sio.emit("ATTENDANCE_MARKED", data, room=CLASS_ID)


if __name__ == "__main__":
    application = web.Application()
    sio.attach(application)
    run(application)
