"""The server to compare with: aiohttp, and `await ws.send_str()` for each client in a loop.

It has no accounts and saves nothing, so it does less than the real one. It runs on uvloop too.
"""

import asyncio
import signal
from datetime import UTC, datetime

import orjson
import uvloop
from aiohttp import WSMsgType, web

CLASS_ID = "b" * 24

clients: dict[web.WebSocketResponse, None] = {}


async def serve(request: web.Request) -> web.WebSocketResponse:
    """Serve one socket: marks go to everyone, and anything else is answered."""
    ws = web.WebSocketResponse(compress=False)
    await ws.prepare(request)
    clients[ws] = None
    try:
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                await handle(ws, message.data)
    finally:
        del clients[ws]
    return ws


async def handle(ws: web.WebSocketResponse, text: str) -> None:
    frame = orjson.loads(text)
    if frame["event"] != "MARK_ATTENDANCE":
        await ws.send_str('{"event":"MY_STATUS","data":{}}')
        return
    data = {
        "classId": CLASS_ID,
        "studentId": frame["data"]["studentId"],
        "status": frame["data"]["status"],
        "markedAt": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
    }
    marked = orjson.dumps({"event": "ATTENDANCE_MARKED", "data": data}).decode()
    for client in list(clients):
        await client.send_str(marked)


async def serve_app(app: web.Application) -> None:
    """Serve on a free loopback port, which is printed, until SIGTERM."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    host, port = runner.addresses[0]
    print(f"listening on http://{host}:{port}", flush=True)
    await stopped.wait()
    await runner.cleanup()


def run(app: web.Application) -> None:
    """Run `serve_app` on uvloop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(serve_app(app))


if __name__ == "__main__":
    application = web.Application()
    application.router.add_get("/ws", serve)
    run(application)
