"""The API description: valid, complete, and consistent with the code."""

import importlib.resources
import inspect
import itertools
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import attrs
import jsonschema_rs
import orjson
import pytest
from aiohttp import web
from asyncapi3 import AsyncAPI3
from cattrs import ClassValidationError
from hypothesis import example, given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from attendance_server.api_docs.asyncapi import asyncapi
from attendance_server.api_docs.json_schema import Schemas
from attendance_server.api_docs.openapi import openapi as described_calls
from attendance_server.api_docs.page import render
from attendance_server.app import create_app
from attendance_server.errors import AttendanceError
from attendance_server.errors.requests import ClientGone, MalformedRequest
from attendance_server.errors.sign_on import SignOnInvalid, SignOnRefused, SignOnUnavailable
from attendance_server.http.auth import guard_of
from attendance_server.http.operations import operation_of
from attendance_server.live.events import EVENTS
from attendance_server.models import Role, Status
from attendance_server.pages import files
from attendance_server.routes import pages, socketio
from attendance_server.settings import Settings
from attendance_server.wire import (
    absence_notes,
    answers,
    arrivals,
    check_in,
    joining,
    messages,
    requests,
)
from attendance_server.wire import fields as wire
from tests.support.client import Client
from tests.support.description import openapi
from tests.support.error_classes import error_classes

DOCUMENTS = {
    "/openapi.json": "application/json",
    "/asyncapi.json": "application/json",
    "/docs": "text/html",
    "/docs.css": "text/css",
}


@pytest.fixture
def client(school: Client) -> Client:
    return school


def handlers() -> Iterator[tuple[str, Any]]:
    """Every handler of a call with its method and path; pages and Socket.IO are not calls."""
    app = create_app(Settings(mongo_uri="mongodb://nowhere", jwt_secret="x" * 32, bcrypt_rounds=4))
    for route in app.router.routes():
        assert route.resource
        if route.handler.__module__ in (pages.__name__, files.__name__, socketio.__name__):
            continue
        yield f"{route.method} {route.resource.canonical}", route.handler


def test_the_openapi_document_is_valid() -> None:
    OpenAPIV31SpecValidator(openapi()).validate()


def test_the_asyncapi_document_is_valid() -> None:
    AsyncAPI3.model_validate(asyncapi())


def test_every_schema_is_valid_in_its_dialect() -> None:
    for schema in openapi()["components"]["schemas"].values():
        jsonschema_rs.Draft202012Validator({**schema, "components": openapi()["components"]})
    for schema in asyncapi()["components"]["schemas"].values():
        jsonschema_rs.Draft7Validator({**schema, "components": asyncapi()["components"]})


@pytest.mark.parametrize(("route", "handler"), list(handlers()))
def test_every_route_is_described(route: str, handler: object) -> None:
    assert operation_of(handler) is not None


@pytest.mark.parametrize(("route", "handler"), list(handlers()))
def test_a_handler_reads_the_body_and_query_described_for_it(route: str, handler: Any) -> None:
    call = operation_of(handler)
    assert call
    source = inspect.getsource(inspect.unwrap(handler))
    bodies = re.findall(r"read_(?:optional_)?body\(request, (\w+)[,)]", source)
    queries = re.findall(
        r"(?:parse_fields\(dict\(request.query\)|zoned_query\(request), (\w+)\)", source
    )
    module = vars(inspect.getmodule(inspect.unwrap(handler)))
    assert [module[name] for name in bodies] == ([call.body] if call.body else [])
    assert [module[name] for name in queries] == ([call.query] if call.query else [])


def test_every_error_is_described_somewhere() -> None:
    documents = orjson.dumps([openapi(), asyncapi()]).decode()
    undescribed = {
        # Of malformed requests and closed connections.
        *(AttendanceError, MalformedRequest, ClientGone),
        # The log-in page shows these, to which a browser is led instead of an answer.
        *(SignOnInvalid, SignOnRefused, SignOnUnavailable),
    }
    missing = [
        error.__name__
        for error in error_classes()
        if error not in undescribed
        and orjson.dumps(error.pattern or error.message).decode() not in documents
    ]
    assert missing == []


def test_every_event_is_described() -> None:
    document = asyncapi()
    sent = [
        cls.event
        for module in (messages, check_in, arrivals, joining, absence_notes)
        for cls in vars(module).values()
        if attrs.has(cls) and hasattr(cls, "event")
    ]
    assert len(sent) == 22
    assert list(document["components"]["messages"]) == [*EVENTS, *sent]
    actions = [operation["action"] for operation in document["operations"].values()]
    assert actions == ["receive"] * len(EVENTS) + ["send"] * len(sent)


def test_the_description_states_who_may_make_a_call() -> None:
    for route, handler in handlers():
        method, path = route.replace("_id", "Id").lower().split()
        item = {key.lower(): value for key, value in openapi()["paths"].items()}[path]
        guard = guard_of(handler)
        expected = None if guard is None else [{"token": [role.lower() for role in guard.roles]}]
        if guard and guard.keys:
            expected = [*(expected or []), {"apiKey": []}]
        if method != "head":
            assert item[method].get("security") == expected, route


def accepts(kind: Any, value: object) -> bool:
    """Whether the converter accepts `value` as a `kind`."""
    try:
        wire.converter.structure(value, kind)
    except (ClassValidationError, TypeError, ValueError):
        return False
    return True


def described(kind: Any, value: object) -> bool:
    """Whether the description says that `value` is accepted as a `kind`."""
    return jsonschema_rs.validator_for(Schemas().taken(kind)).is_valid(value)


ODD = st.text(st.sampled_from(" \t\n\x1c\x1f\x7f\x85\xa0\u1680\u2003\u2028\u3000\ufeff\u200baé𝄞"))


def long_texts(longest: int) -> st.SearchStrategy[str]:
    """One character repeated about `longest` times, with odd characters on both sides."""
    return st.builds(
        lambda left, char, length, right: left + char * length + right,
        ODD,
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from([0, 1, longest - 1, longest, longest + 1]),
        ODD,
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS | ODD | long_texts(wire.MAX_NAME))
@example("a" * wire.MAX_NAME)
@example("a" * (wire.MAX_NAME + 1))
@example("")
def test_names_are_accepted_as_described(text: str) -> None:
    assert accepts(wire.Name, text) is described(wire.Name, text)


@given(TEXTS | ODD | long_texts(wire.MAX_REASON))
@example("ill\r\n\tsince Monday")
@example("ill\vsince Monday")
@example("a" * wire.MAX_REASON)
@example("a" * (wire.MAX_REASON + 1))
@example("")
def test_reasons_are_accepted_as_described(text: str) -> None:
    assert accepts(wire.Reason, text) is described(wire.Reason, text)


@given(st.integers(-5, 2000) | st.floats(-5, 2000) | st.booleans() | st.none() | TEXTS)
@example(1)
@example(10.0)
@example(wire.MAX_LATE_AFTER)
def test_minutes_are_accepted_as_described(value: object) -> None:
    assert accepts(wire.LateAfter, value) is described(wire.LateAfter, value)


A_TIME = "2026-03-02T09:00:00.000Z"
ANYTHING = st.sampled_from([None, "", "Algebra", "late", A_TIME, 10, 0, True, [], {}, [{}]])


@pytest.mark.parametrize(
    "kind",
    [
        requests.ChangeClass,
        requests.NewClass,
        messages.MarkAttendance,
        messages.MarkAll,
        messages.UnmarkAll,
        requests.MarkStudents,
        requests.CorrectMark,
        check_in.ChangeCheckIn,
        check_in.CheckIn,
        arrivals.HeadCount,
        arrivals.CallOut,
    ],
)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *["className", "lateAfter", "studentId", "status", "classId", "reason", "at"],
                *["marks", "checkIn", "code", "count", "only", "markedAt", "unmarked"],
            ]
        ),
        ANYTHING,
    )
)
@example({})
@example({"other": "Algebra"})
@example({"className": "Algebra"})
@example({"className": None, "lateAfter": 10})
@example({"lateAfter": None})
@example({"studentId": "0" * 24})
@example({"studentId": "0" * 24, "status": "late", "classId": None})
@example({"studentId": "0" * 24, "status": None})
@example({"studentId": "0" * 24, "status": "late", "unmarked": True})
@example({"studentId": "0" * 24, "status": "absent", "unmarked": True})
@example({"only": "unmarked", "markedAt": A_TIME})
@example({"status": "late", "reason": "ill"})
def test_optional_fields_are_described_as_optional(kind: Any, value: dict[str, object]) -> None:
    schemas = Schemas()
    schema = schemas.taken(kind) | {"components": {"schemas": schemas.components}}
    # An id in another form is accepted, but unknown.
    ids = {name: "0" * 24 for name in ("studentId", "classId") if isinstance(value.get(name), str)}
    value = value | ids
    assert accepts(kind, value) is jsonschema_rs.validator_for(schema).is_valid(value)


WORDS = st.sampled_from([*Role, *Status, "TEACHER\n", "\u017ftudent", "teachers", ""])


@pytest.mark.parametrize("kind", [Role, Status])
@given(TEXTS | WORDS | WORDS.map(str.lower) | WORDS.map(str.title) | st.none() | st.integers())
def test_words_are_accepted_as_described(kind: Any, value: object) -> None:
    assert accepts(kind, value) is described(kind, value)


@given(TEXTS | st.from_regex(r"[0-9a-fA-F]{23,25}\n?"))
def test_cursors_are_accepted_as_described(text: str) -> None:
    assert accepts(wire.Cursor, text) is described(wire.Cursor, text)


@given(
    TEXTS
    | st.datetimes(timezones=st.timezones()).map(datetime.isoformat)
    | st.datetimes().map(datetime.isoformat)
)
@example(A_TIME)
@example("2026-03-02T09:00:00Z")
@example("2026-03-02T09:00:00.123456789+01:00")
@example("2026-03-02t09:00:00z")
@example("2026-03-02T09:00Z")
@example("20260302T090000Z")
@example("2026-03-02T09:00:00.000Z\n")
def test_moments_are_accepted_as_described(text: str) -> None:
    assert accepts(wire.Moment, text) is described(wire.Moment, text)


@given(TEXTS | st.integers(-5, 2000).map(str))
def test_page_sizes_are_accepted_as_described(text: str) -> None:
    number = int(text) if text.isascii() and text.isdigit() else None
    assert accepts(wire.PageSize, text) is described(wire.PageSize, number)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@example("é" * 3)
@example("𝄞𝄞")
@example("𝄞" * 18)
@example("a" * 72)
def test_no_accepted_password_is_described_as_invalid(text: str) -> None:
    assert described(wire.Password, text) or not accepts(wire.Password, text)
    if text.isascii() and len(text) >= wire.PASSWORD_BYTES[0]:
        assert accepts(wire.Password, text) is described(wire.Password, text)


def test_a_class_without_a_schema_is_refused() -> None:
    @attrs.frozen
    class Odd:
        field: complex

    with pytest.raises(TypeError, match="complex"):
        Schemas().given(Odd)


def test_two_classes_cannot_share_a_name() -> None:
    schemas = Schemas()
    schemas.given(answers.Health)
    with pytest.raises(ValueError, match="Health"):
        schemas.add("Health", {})


@pytest.mark.parametrize(("path", "content_type"), DOCUMENTS.items())
async def test_the_description_is_public_and_may_be_cached(
    client: Client, path: str, content_type: str
) -> None:
    async with client.http.get(client.url + path) as answer:
        assert (answer.status, answer.content_type) == (200, content_type)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert await answer.read()


async def test_the_served_documents_are_those_that_tests_validate_against(
    client: Client,
) -> None:
    async with client.http.get(client.url + "/openapi.json") as answer:
        assert await answer.json() == openapi()
    async with client.http.get(client.url + "/asyncapi.json") as answer:
        assert await answer.json() == asyncapi()


class Page(HTMLParser):
    """The tags of the page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, attributes in self.tags if (value := attributes.get(name))]


@pytest.fixture
async def page(client: Client) -> Page:
    async with client.http.get(client.url + "/docs") as answer:
        return Page(await answer.text())


async def test_the_page_lists_every_call_and_event(page: Page) -> None:
    text = " ".join("".join(page.texts).split())
    for path, item in openapi()["paths"].items():
        for method in item.keys() - {"parameters"}:
            assert f"{method.upper()} {path}" in text
    for name in asyncapi()["components"]["messages"]:
        assert name in page.values("id")


async def test_the_page_needs_no_other_host_and_no_script(page: Page) -> None:
    assert not {"script", "style", "iframe", "object", "img"} & {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name[:2] == "on"]
    assert page.values("style") == page.values("src") == []
    links = {link for link in page.values("href") if not link.startswith("#")}
    assert links == {"docs.css", "openapi.json", "asyncapi.json", "data:,"}
    style = importlib.resources.files("attendance_server.api_docs").joinpath("page.css").read_text()
    assert "url(" not in style
    assert "@import" not in style


async def test_every_link_within_the_page_has_a_target(page: Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


async def test_the_page_skips_no_heading_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(low <= high + 1 for high, low in itertools.pairwise(levels))


def test_text_of_the_documents_is_escaped_in_the_page() -> None:
    text = orjson.dumps(openapi()).replace(b"Create an account", b"<script>`<b>`").decode()
    text = text.replace('"classId"', '"<i>"').replace('"name":"q"', '"name":"<q>"')
    html = render(orjson.loads(text.replace('"present"', '"<s>"')), asyncapi())
    for tag in ("<script", "<b>", "<i>", "<q>", "<s>"):
        assert tag not in html
        assert tag.replace("<", "&lt;")[:-1] in html


def test_a_route_without_a_description_is_not_in_the_document() -> None:
    async def nothing(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/nothing", nothing)
    assert described_calls(app.router.routes())["paths"] == {}
