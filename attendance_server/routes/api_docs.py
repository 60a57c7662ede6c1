"""The API description: for programs, and for people."""

from aiohttp import hdrs, web

from ..http.operations import Bare, Tag, operation
from .app_keys import DOCUMENTS

MAX_AGE = 300
"""Seconds that a copy may be cached; another version of the server may have other calls."""

routes = web.RouteTableDef()


@routes.get("/openapi.json")
@operation("The HTTP calls, as OpenAPI", tag=Tag.DOCS, answer=Bare("application/json"))
async def openapi(request: web.Request) -> web.Response:
    return await _send(request, "application/json")


@routes.get("/asyncapi.json")
@operation(
    "The messages of the WebSocket, as AsyncAPI", tag=Tag.DOCS, answer=Bare("application/json")
)
async def asyncapi(request: web.Request) -> web.Response:
    return await _send(request, "application/json")


@routes.get("/docs")
@operation("Both of them as a page", tag=Tag.DOCS, answer=Bare("text/html"))
async def page(request: web.Request) -> web.Response:
    return await _send(request, "text/html")


@routes.get("/docs.css")
@operation("The page's style sheet", tag=Tag.DOCS, answer=Bare("text/css"))
async def style(request: web.Request) -> web.Response:
    return await _send(request, "text/css")


async def _send(request: web.Request, media_type: str) -> web.Response:
    return web.Response(
        body=await request.app[DOCUMENTS](request.path),
        content_type=media_type,
        charset="utf-8",
        headers={hdrs.CACHE_CONTROL: f"public, max-age={MAX_AGE}"},
    )
