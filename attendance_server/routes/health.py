"""The health of the server, for its operators."""

from aiohttp import hdrs, web

from ..errors.server import ShuttingDown, StorageUnavailable
from ..http.envelope import success
from ..http.operations import Bare, Tag, operation
from ..http.request_log import ROUTINE
from ..wire.answers import Health
from .app_keys import LEASE, METRICS, STOPPING, STORE, SUPERVISOR

READY_TIMEOUT = 2.0
"""Seconds within which the database must answer a server that reports itself ready."""

RETRY_AFTER = 5

routes = web.RouteTableDef()


@routes.get("/healthz")
@operation("Is the process alive?", tag=Tag.HEALTH, answer=Health)
async def healthz(_: web.Request) -> web.Response:
    """The process is alive and its event loop runs."""
    return success(Health("alive"))


@routes.get("/readyz")
@operation(
    "Is the server ready?",
    tag=Tag.HEALTH,
    note=f"It is if the database answers within {READY_TIMEOUT:g} seconds, it is not shutting"
    " down, and no part of it has failed.",
    answer=Health,
    refuses=(StorageUnavailable, ShuttingDown),
)
async def readyz(request: web.Request) -> web.Response:
    """The server can do its work. Raises `ShuttingDown` and `StorageUnavailable`."""
    if request.app[STOPPING].is_set() or request.app[SUPERVISOR].failed:
        raise ShuttingDown
    try:
        request.app[LEASE].check()
        await request.app[STORE].ping(READY_TIMEOUT)
    except StorageUnavailable as error:
        error.retry_after = RETRY_AFTER
        raise
    answer = success(Health("ready"))
    # Proxies and service managers ask every second.
    answer[ROUTINE] = True
    return answer


@routes.get("/metrics")
@operation("Metrics of the server, for Prometheus", tag=Tag.HEALTH, answer=Bare("text/plain"))
async def metrics(request: web.Request) -> web.Response:
    """Text, not JSON: Prometheus reads nothing else."""
    from prometheus_client import CONTENT_TYPE_LATEST

    return web.Response(
        body=await request.app[METRICS](), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE_LATEST}
    )
