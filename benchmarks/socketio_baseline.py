"""The server to compare with: python-socketio as its documentation shows it, `emit` to a room.

It has no accounts and saves nothing, so it does less than the real one. It runs on uvloop too.
"""

import asyncio
import signal
from datetime import UTC, datetime
from typing import Any

import socketio
import uvloop
from aiohttp import web

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


async def main() -> None:
    """Serve on a free loopback port, which is printed, until SIGTERM."""
    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    host, port = runner.addresses[0]
    print(f"listening on http://{host}:{port}", flush=True)
    await stopped.wait()
    await runner.cleanup()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(main())
