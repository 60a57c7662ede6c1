"""Answers that are JSON or a table for a spreadsheet, as the client likes."""

from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime, tzinfo

import mimeparse
from aiohttp import hdrs, web

from ..calls import Bare
from ..errors import NotAcceptable
from ..streams import Pieces, stream
from ..tables import Table, csv_text, file_name
from ..wire import Format
from .keys import WORKBOOKS

MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    # Last: what a client gets that likes several as much.
    Format.JSON: "application/json",
}

LONG = 28
"""Characters of a column for names."""

TIME = 17
"""Characters of a column for times."""

FILES = (Bare(MEDIA_TYPES[Format.CSV]), Bare(MEDIA_TYPES[Format.XLSX]))


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


def clock(moment: datetime, zone: tzinfo) -> datetime:
    """The time on a wall there, to the second."""
    return moment.astimezone(zone).replace(microsecond=0, tzinfo=None)


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
