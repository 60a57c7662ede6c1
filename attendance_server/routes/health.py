"""How the server is, for whoever looks after it."""

from aiohttp import hdrs, web
from prometheus_client import CONTENT_TYPE_LATEST

from ..errors import ShuttingDown, StorageUnavailable
from ..http.envelope import success
from ..http.operations import Bare, Tag, operation
from ..wire.answers import Health
from .app_keys import METRICS, STOPPING, STORE, SUPERVISOR

READY_TIMEOUT = 2.0
"""Seconds that the database has to answer a server that calls itself ready."""

RETRY_AFTER = 5

routes = web.RouteTableDef()


@routes.get("/healthz")
@operation("Does the process live?", tag=Tag.HEALTH, answer=Health)
async def healthz(_: web.Request) -> web.Response:
    """The process lives and its loop turns."""
    return success(Health("alive"))


@routes.get("/readyz")
@operation(
    "Can the server do its work?",
    tag=Tag.HEALTH,
    note=f"It can where the database answers within {READY_TIMEOUT:g} seconds, it does not shut "
    "down, and no part of it has failed.",
    answer=Health,
    refuses=(StorageUnavailable, ShuttingDown),
)
async def readyz(request: web.Request) -> web.Response:
    """The server can do its work. Raises `ShuttingDown`, and `StorageUnavailable`."""
    if request.app[STOPPING].is_set() or request.app[SUPERVISOR].failed:
        raise ShuttingDown
    try:
        await request.app[STORE].ping(READY_TIMEOUT)
    except StorageUnavailable as error:
        error.retry_after = RETRY_AFTER
        raise
    return success(Health("ready"))


@routes.get("/metrics")
@operation("How the server does, for Prometheus", tag=Tag.HEALTH, answer=Bare("text/plain"))
async def metrics(request: web.Request) -> web.Response:
    """Text, not JSON: Prometheus takes nothing else."""
    return web.Response(
        body=request.app[METRICS](), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE_LATEST}
    )
