"""Answers that are JSON or a table for a spreadsheet, as the client prefers."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import IO, Protocol, TypeAlias, TypeVar

import mimeparse
from aiohttp import hdrs, web
from attrs import evolve

from ..errors.requests import ClientGone, NotAcceptable
from ..file_words import FileWords, words_in
from ..http.answer_form import FORM
from ..http.operations import Bare
from ..http.streaming import Pieces, file_of, in_form, stream
from ..languages import DEFAULT
from ..models import User
from ..store.name_order import Sorting
from ..tables import CsvForm, Table, csv_text, file_name
from ..wire.codec import parse_fields
from ..wire.fields import ZONE_HEADER, Format, Zone
from ..wire.file_forms import DecimalSign, Delimiter, Language
from ..wire.report_queries import FileQuery
from ..workers import BoundedQueue
from .app_keys import LARGE_ANSWERS, REPORTS, WORKBOOKS


class Zoned(Protocol):
    """A query with a time zone."""

    @property
    def tz(self) -> Zone: ...


Q = TypeVar("Q", bound=Zoned)
F = TypeVar("F", bound=FileQuery)
R = TypeVar("R")
V = TypeVar("V")

MadeFile: TypeAlias = tuple[IO[bytes], Mapping[str, str]]
"""A file with an answer, which is closed when it has been sent, and its headers."""

ZONE: web.RequestKey[str] = web.RequestKey("zone", str)

MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    # The last one is what a client gets that prefers several equally.
    Format.JSON: "application/json",
}

JSON_HEADERS: Mapping[str, str] = {hdrs.CONTENT_TYPE: f"{MEDIA_TYPES[Format.JSON]}; charset=utf-8"}

STEP = 100
"""Lines that are written before other requests have a turn."""

LONG = 28
"""Characters of a column for names."""

TIME = 24
"""Characters of a column for times, with an offset from UTC."""

DELIMITERS = {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";", Delimiter.TAB: "\t"}
DECIMAL_SIGNS = {DecimalSign.POINT: ".", DecimalSign.COMMA: ","}

FILES = (Bare(MEDIA_TYPES[Format.CSV]), Bare(MEDIA_TYPES[Format.XLSX]))


def zoned_query(request: web.Request, kind: type[Q]) -> Q:
    """The query, whose time zone the answer then names. Raises `InvalidSchema`."""
    query = parse_fields(dict(request.query), kind)
    request[ZONE] = query.tz
    return query


async def show_zone(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler that names the time zone of an answer in a header."""
    if ZONE in request:
        response.headers[ZONE_HEADER] = request[ZONE]


def form_of(request: web.Request, asked: Format | None) -> Format:
    """The format requested by the query, or else by `Accept` (RFC 9110, section 12.5.1).

    Raises `NotAcceptable`.
    """
    accept = ",".join(request.headers.getall(hdrs.ACCEPT, ())).lower()
    if asked or not accept.strip():
        return asked or Format.JSON
    try:
        best = mimeparse.best_match(list(MEDIA_TYPES.values()), accept)
    except mimeparse.MimeTypeParseException:
        # A malformed header may be disregarded.
        return Format.JSON
    for form, media_type in MEDIA_TYPES.items():
        if media_type == best:
            return form
    raise NotAcceptable


def turn(request: web.Request, form: Format, user: User) -> AbstractAsyncContextManager[None]:
    """A turn for reading rows and making the answer from them, but not for sending it.

    No cursor is open while an answer waits. Raises `ClientGone`, `TooManyRequests` and
    `TooManyReports`.
    """
    workbook = form is Format.XLSX
    queue = request.app[WORKBOOKS].queue if workbook else request.app[LARGE_ANSWERS]
    return turn_in(queue, request, user)


def turn_in(
    queue: BoundedQueue, request: web.Request, user: User
) -> AbstractAsyncContextManager[None]:
    """A turn of the user, unless the client disconnects before it begins."""
    return queue.turn(user.id, gone=lambda: has_disconnected(request))


def has_disconnected(request: web.Request) -> bool:
    """Whether the connection has been closed since the request arrived."""
    return request.transport is None or request.transport.is_closing()


@asynccontextmanager
async def counted(
    request: web.Request,
    user: User,
    rows: AbstractAsyncContextManager[AsyncIterator[R]],
    form: Format = Format.JSON,
) -> AsyncIterator[AsyncIterator[R]]:
    """The rows of a report, in a turn of the user that lasts until the block has read them.

    For a workbook it lasts only until MongoDB has counted them: writing takes longer, in a `turn`
    of its own. Reading raises `ClientGone` once the client has disconnected. Raises what `turn`
    does.
    """
    async with AsyncExitStack() as open_rows, AsyncExitStack() as report:
        await report.enter_async_context(turn_in(request.app[REPORTS], request, user))
        found = await open_rows.enter_async_context(rows)
        if form is Format.XLSX:
            await report.aclose()
        yield while_connected(request, found)


async def while_connected(request: web.Request, rows: AsyncIterable[R]) -> AsyncIterator[R]:
    """The rows, as long as the client is connected. Raises `ClientGone`."""
    async for row in rows:
        if has_disconnected(request):
            raise ClientGone
        yield row


def in_language_of(user: User, query: F) -> F:
    """The query, which is in the user's language unless it names one."""
    if query.lang or not user.language:
        return query
    return evolve(query, lang=Language(user.language))


def words_of(query: FileQuery) -> FileWords:
    """The words of the language that a file is requested in."""
    return words_in(query.lang or DEFAULT)


def sorting_of(query: FileQuery, user: User) -> Sorting:
    """What students are sorted by for this query, or else for this user."""
    return Sorting(query.name_order or user.name_order, query.locale)


async def in_steps(values: Iterable[V]) -> AsyncIterator[V]:
    """The values, with a turn for other requests after every `STEP` of them."""
    for at, value in enumerate(values):
        if at % STEP == 0:
            await asyncio.sleep(0)
        yield value


async def send_json(request: web.Request, pieces: Pieces) -> web.StreamResponse:
    """An answer that is streamed as JSON; the pieces are its data."""
    return await stream(request, in_form(request.app[FORM], pieces), JSON_HEADERS)


async def json_file(request: web.Request, pieces: Pieces) -> MadeFile:
    """An answer as a JSON file; the pieces are its data."""
    return await file_of(in_form(request.app[FORM], pieces)), JSON_HEADERS


async def table_file(
    request: web.Request, form: Format, query: FileQuery, table: Table
) -> MadeFile:
    """The table as a file; `form` is not JSON."""
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: MEDIA_TYPES[form],
        hdrs.CONTENT_DISPOSITION: file_name(table.file_name, form),
    }
    if form is Format.CSV:
        headers[hdrs.CONTENT_TYPE] += "; charset=utf-8"
        csv_form = CsvForm(DELIMITERS[query.delimiter], DECIMAL_SIGNS[query.decimal])
        return await file_of(csv_text(table, csv_form)), headers
    return await request.app[WORKBOOKS].write(table), headers
