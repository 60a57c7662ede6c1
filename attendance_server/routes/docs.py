"""This description: for machines, and for people."""

from aiohttp import hdrs, web

from ..calls import Bare, described
from .keys import DOCUMENTS

MAX_AGE = 300
"""Seconds that a copy is good for; another version of the server may describe other calls."""

routes = web.RouteTableDef()


@routes.get("/openapi.json")
@described("The HTTP calls, as OpenAPI", answer=Bare("application/json"))
async def openapi(request: web.Request) -> web.Response:
    return await _send(request, "application/json")


@routes.get("/asyncapi.json")
@described("What goes over the WebSocket, as AsyncAPI", answer=Bare("application/json"))
async def asyncapi(request: web.Request) -> web.Response:
    return await _send(request, "application/json")


@routes.get("/docs")
@described("Both of them as a page", answer=Bare("text/html"))
async def page(request: web.Request) -> web.Response:
    return await _send(request, "text/html")


@routes.get("/docs.css")
@described("The page's style sheet", answer=Bare("text/css"))
async def style(request: web.Request) -> web.Response:
    return await _send(request, "text/css")


async def _send(request: web.Request, media_type: str) -> web.Response:
    return web.Response(
        body=await request.app[DOCUMENTS].get(request.path),
        content_type=media_type,
        charset="utf-8",
        headers={hdrs.CACHE_CONTROL: f"public, max-age={MAX_AGE}"},
    )
