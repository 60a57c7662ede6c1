"""Answers that are JSON or a table for a spreadsheet, as the client likes."""

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from typing import IO, TypeVar

import attrs
import mimeparse
from aiohttp import hdrs, web

from ..errors import ClientGone, NotAcceptable
from ..http.operations import Bare
from ..http.streaming import Pieces, made_whole, stream
from ..models import User
from ..tables import Table, csv_text, file_name
from ..turns import Turns
from ..wire.codec import parse_fields
from ..wire.fields import ZONE_HEADER, Format
from ..wire.requests import SessionQuery
from .app_keys import COUNTS, WORKBOOKS

Q = TypeVar("Q", bound=SessionQuery)
R = TypeVar("R")

ZONE: web.RequestKey[str] = web.RequestKey("zone", str)

MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    # Last: what a client gets that likes several as much.
    Format.JSON: "application/json",
}

JSON_HEADERS: Mapping[str, str] = {hdrs.CONTENT_TYPE: f"{MEDIA_TYPES[Format.JSON]}; charset=utf-8"}

LONG = 28
"""Characters of a column for names."""

TIME = 24
"""Characters of a column for times, with an offset from UTC."""

FILES = (Bare(MEDIA_TYPES[Format.CSV]), Bare(MEDIA_TYPES[Format.XLSX]))


def zoned_query(request: web.Request, kind: type[Q]) -> Q:
    """The query, whose time zone the answer then tells. Raises `InvalidSchema`."""
    query = parse_fields(dict(request.query), kind)
    request[ZONE] = query.tz
    return query


async def show_zone(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler: an answer on the clock of a time zone tells which one that is."""
    if ZONE in request:
        response.headers[ZONE_HEADER] = request[ZONE]


def form_of(request: web.Request, asked: Format | None) -> Format:
    """What is asked for by the query, else by `Accept` (RFC 9110, section 12.5.1).

    Raises `NotAcceptable`.
    """
    accept = ",".join(request.headers.getall(hdrs.ACCEPT, ())).lower()
    if asked or not accept.strip():
        return asked or Format.JSON
    try:
        best = mimeparse.best_match(list(MEDIA_TYPES.values()), accept)
    except mimeparse.MimeTypeParseException:
        # It may be disregarded, and then it says nothing.
        return Format.JSON
    for form, media_type in MEDIA_TYPES.items():
        if media_type == best:
            return form
    raise NotAcceptable


def turn(request: web.Request, form: Format, user: User) -> AbstractAsyncContextManager[None]:
    """Held while rows are read and written: no cursor is open for one that has to wait.

    Raises `ClientGone`, `TooManyRequests` and `TooManyReports`.
    """
    if form is not Format.XLSX:
        return nullcontext()
    return turn_in(request.app[WORKBOOKS].turns, request, user)


def turn_in(turns: Turns, request: web.Request, user: User) -> AbstractAsyncContextManager[None]:
    """A turn of the user's, as long as the client of the request is there."""
    return turns.turn(user.id, lambda: has_hung_up(request))


def has_hung_up(request: web.Request) -> bool:
    """Whether the connection has been closed since the request came."""
    return request.transport is None or request.transport.is_closing()


@asynccontextmanager
async def counted(
    request: web.Request, user: User, rows: AbstractAsyncContextManager[AsyncIterator[R]]
) -> AsyncIterator[AsyncIterator[R]]:
    """The rows; the turn of who asks for them lasts until MongoDB has counted them.

    Raises as `turn`.
    """
    async with AsyncExitStack() as open_rows:
        async with turn_in(request.app[COUNTS], request, user):
            found = await open_rows.enter_async_context(rows)
        yield found


async def while_there(request: web.Request, rows: AsyncIterable[R]) -> AsyncIterator[R]:
    """The rows, as long as the client is there. Raises `ClientGone`."""
    async for row in rows:
        if has_hung_up(request):
            raise ClientGone
        yield row


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


async def send_json(request: web.Request, pieces: Pieces) -> web.StreamResponse:
    """An answer that is streamed as JSON."""
    return await stream(request, pieces, JSON_HEADERS)


async def send(request: web.Request, form: Format, table: Table) -> web.StreamResponse:
    """The table as a file; `form` is not JSON."""
    headers = file_headers(form, table)
    if form is Format.XLSX:
        # Sent when the handler has returned: its turn is over then.
        return web.Response(body=await file_of(request, form, table), headers=headers)
    return await stream(request, csv_text(table), headers)


async def file_of(request: web.Request, form: Format, table: Table) -> IO[bytes]:
    """The table as a file that is written to its end, to be closed; `form` is not JSON."""
    if form is Format.CSV:
        return await made_whole(csv_text(table))
    watched = attrs.evolve(table, rows=while_there(request, table.rows))
    return await request.app[WORKBOOKS].write(watched)


def file_headers(form: Format, table: Table) -> dict[str, str]:
    """What is said of the table as a file; `form` is not JSON."""
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: MEDIA_TYPES[form],
        hdrs.CONTENT_DISPOSITION: file_name(table.name, form),
    }
    if form is Format.CSV:
        headers[hdrs.CONTENT_TYPE] += "; charset=utf-8"
    return headers
