"""Answers that are JSON or a table for a spreadsheet, as the client likes."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar

import mimeparse
from aiohttp import hdrs, web

from ..calls import Bare
from ..errors import NotAcceptable
from ..schemas import SessionQuery, parse_fields
from ..streams import Pieces, stream
from ..tables import Table, csv_text, file_name
from ..wire import ZONE_HEADER, Format
from .keys import WORKBOOKS

Q = TypeVar("Q", bound=SessionQuery)

ZONE: web.RequestKey[str] = web.RequestKey("zone", str)

MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    # Last: what a client gets that likes several as much.
    Format.JSON: "application/json",
}

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


def turn(request: web.Request, form: Format) -> AbstractAsyncContextManager[None]:
    """Held while rows are read and written: no cursor is open for one that has to wait."""
    return request.app[WORKBOOKS].turn() if form is Format.XLSX else nullcontext()


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


async def send_json(request: web.Request, pieces: Pieces) -> web.StreamResponse:
    """An answer that is streamed as JSON."""
    media_type = MEDIA_TYPES[Format.JSON]
    return await stream(request, pieces, {hdrs.CONTENT_TYPE: f"{media_type}; charset=utf-8"})


async def send(request: web.Request, form: Format, table: Table) -> web.StreamResponse:
    """The table as a file; `form` is not JSON."""
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: MEDIA_TYPES[form],
        hdrs.CONTENT_DISPOSITION: file_name(table.name, form),
    }
    if form is Format.XLSX:
        return web.Response(body=await request.app[WORKBOOKS].write(table), headers=headers)
    headers[hdrs.CONTENT_TYPE] += "; charset=utf-8"
    return await stream(request, csv_text(table), headers)
