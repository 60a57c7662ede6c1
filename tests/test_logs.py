"""What the server logs, and what it must never log."""

import asyncio
import io
import json
import logging
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from attendance_server import logs
from attendance_server.exit_errors import SettingsError
from attendance_server.settings import Settings
from tests.support.client import PASSWORD, Client, Lesson
from tests.support.mongo import Mongod, Outage
from tests.support.process import SECRET, Server
from tests.support.raw import Raw

GENERATED_ID = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def mongod(mortal_mongod: Mongod) -> Mongod:
    return mortal_mongod


@pytest.fixture
def server(mongod: Mongod, tmp_path: Path) -> Iterator[Server]:
    """A server, not yet started, with its own database; it logs to a file."""
    uri = f"{mongod.uri}l{uuid.uuid4().hex}"
    server = Server(tmp_path, MONGO_URI=uri, JWT_SECRET=SECRET, LOG_LEVEL="DEBUG")
    yield server
    server.kill()


@pytest.fixture
def client(server: Server, http: aiohttp.ClientSession) -> Client:
    return Client(server.start().url, http)


@pytest.fixture
def no_handlers(logging_restored: None) -> None:
    """Spares pytest's own handlers in a test that sets up logging, which closes the others."""
    logging.getLogger().handlers.clear()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def log_of(server: Server) -> list[dict[str, Any]]:
    """Stop the server and return all its log lines: some are written after the answer."""
    assert await asyncio.to_thread(server.stop) == 0
    return [json.loads(line) for line in server.err.splitlines()]


def with_message(lines: list[dict[str, Any]], message: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["message"] == message]


async def test_a_request_is_logged_on_one_line_without_its_query(
    server: Server, client: Client
) -> None:
    await client.get("/readyz")
    teacher = await client.teacher()
    await client.get("/students?q=whom-one-looks-for", teacher.token)
    await client.get("/nowhere?token=something")
    probe, *lines = with_message(await log_of(server), "request")
    # Proxies and service managers ask every second.
    assert (probe["path"], probe["level"]) == ("/readyz", "DEBUG")
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("POST", "/auth/signup", 201),
        ("POST", "/auth/login", 200),
        ("GET", "/students", 200),
        ("GET", "/nowhere", 404),
    ]
    assert all(0 <= line["ms"] < 60_000 and line["level"] == "INFO" for line in lines)
    assert len({line["request_id"] for line in lines}) == 4


async def test_a_path_can_neither_break_a_line_nor_fill_the_log(
    server: Server, client: Client
) -> None:
    await client.get("/a%0Ab")
    await client.get("/" + "a" * 5000)
    paths = [line["path"] for line in with_message(await log_of(server), "request")]
    assert paths == ["/a%0Ab", "/" + "a" * 199]


@pytest.mark.parametrize("request_id", ["a", "A-b_c.9", "x" * 64])
async def test_a_clients_request_id_is_returned(client: Client, request_id: str) -> None:
    answer = await client.get("/healthz", headers={"X-Request-ID": request_id})
    assert answer.headers["X-Request-ID"] == request_id


@pytest.mark.parametrize("request_id", ["", "x" * 65, "a b", "ä", 'a"b', "a;b", "a/b"])
async def test_a_malformed_request_id_is_replaced(client: Client, request_id: str) -> None:
    answer = await client.get("/healthz", headers={"X-Request-ID": request_id})
    assert GENERATED_ID.fullmatch(answer.headers["X-Request-ID"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/nowhere", 404),
        ("DELETE", "/classes", 405),
        ("GET", "/classes", 401),
        ("POST", "/auth/login", 400),
        ("GET", "/ws", 426),
    ],
)
async def test_every_answer_has_a_request_id(
    client: Client, method: str, path: str, status: int
) -> None:
    answer = await client.call(method, path)
    assert answer.status == status
    assert GENERATED_ID.fullmatch(answer.headers["X-Request-ID"])


async def test_an_answer_by_aiohttp_itself_and_a_handshake_have_a_request_id(
    client: Client,
) -> None:
    headers = {"Expect": "the-unexpected", "X-Request-ID": "mine"}
    async with client.http.get(client.url + "/healthz", headers=headers) as response:
        assert (response.status, response.headers["X-Request-ID"]) == (417, "mine")
    raw = await Raw.connect(client.url, await client.student(), X_Request_ID="mine")
    assert (raw.status, raw.headers["x-request-id"]) == (101, "mine")


async def test_each_request_on_a_connection_has_its_own_id(client: Client) -> None:
    first = await client.get("/healthz", headers={"X-Request-ID": "first"})
    second = await client.get("/healthz")
    assert first.headers["X-Request-ID"] == "first"
    assert GENERATED_ID.fullmatch(second.headers["X-Request-ID"])


async def test_all_lines_of_a_request_have_its_id(
    server: Server, client: Client, mongod: Mongod
) -> None:
    with Outage(mongod, "paused"):
        answer = await client.get("/readyz", headers={"X-Request-ID": "probe"})
    assert answer.status == 503
    lines = [line for line in await log_of(server) if line.get("request_id") == "probe"]
    assert [line["level"] for line in lines] == ["WARNING", "INFO"]
    assert lines[0]["message"].startswith("MongoDB: ")
    assert lines[1]["path"] == "/readyz"


async def test_starting_restoring_and_ending_a_session_is_logged(
    server: Server, client: Client
) -> None:
    lesson = await Lesson.begin(client)
    await lesson.desk.mark(lesson.students[0])
    server.kill()
    client.url = server.start().url
    desk = await client.socket(lesson.teacher)
    await desk.send("DONE")
    await desk.expect("SESSION_ENDED")
    lines = await log_of(server)
    for message, present in (("session started", 0), ("session restored", 1), ("session ended", 1)):
        (line,) = with_message(lines, message)
        assert line["session_id"] == lesson.session_id
        assert line["class_id"] == lesson.class_id
        assert (line["students"], line["present"]) == (3, present)


async def test_opening_and_closing_a_socket_is_logged(server: Server, client: Client) -> None:
    student = await client.student()
    socket = await client.socket(student)
    await socket.heard_nothing()
    await socket.close()
    open_socket = await client.socket(student)
    stopped = asyncio.to_thread(server.stop)
    assert await asyncio.gather(open_socket.close_code(), stopped) == [1001, 0]
    lines = await log_of(server)
    assert [line["user"] for line in with_message(lines, "socket opened")] == [student.id] * 2
    first, second = with_message(lines, "socket closed")
    assert (first["user"], first["code"], second["code"]) == (student.id, 1000, 1001)
    assert 0 <= first["seconds"] < 60
    assert not [line for line in with_message(lines, "request") if line["status"] == 101]


async def test_the_log_contains_no_secrets_and_no_names(server: Server, client: Client) -> None:
    lesson = await Lesson.begin(client)
    email, name = "secret.address@school.test", "Secret Name"
    signup = {"name": name, "email": email, "password": "secret word", "role": "student"}
    for body in (signup, signup, signup | {"role": "secret role"}):
        await client.post("/auth/signup", body)
    for password in ("secret guess", "secret word", PASSWORD):
        await client.post("/auth/login", {"email": email, "password": password})
    await client.call("POST", "/auth/login", data=b'{"password": "secret word"')
    tampered = lesson.teacher.token + "secret"
    await client.get("/auth/me", tampered)
    await client.get(f"/students?q={name}&limit=secret", lesson.teacher.token)
    await client.get(f"/nowhere?token={lesson.teacher.token}")
    await client.post("/class", {"className": "Secret Class"}, lesson.teacher.token)
    for frame in ("{secret", '{"event": "SECRET_EVENT"}', '{"event": "DONE", "data": "secret"}'):
        await lesson.desk.ws.send_str(frame)
        await lesson.desk.error()
    await lesson.desk.ws.send_bytes(b"secret")
    await lesson.desk.error()
    await lesson.desk.ask_error("MARK_ATTENDANCE", studentId="secret student")
    await lesson.desk.mark(lesson.students[0])
    await lesson.desk.ws.send_str("secret" * 12_000)
    assert await lesson.desk.close_code() == 1009
    async with client.http.ws_connect(client.url + "/ws", params={"token": tampered}) as refused:
        await refused.receive()
    for request in (f"GET /ws?token={tampered} HTP/9", f"GE\0T /?{tampered} HTTP/1.1"):
        await send_malformed_http(client, request.encode() + b"\r\n\r\n")
    desk = await client.socket(lesson.teacher)
    await desk.send("DONE")
    await desk.expect("SESSION_ENDED")

    lines = await log_of(server)
    assert len(with_message(lines, "socket opened")) == 5
    assert len(with_message(lines, "session ended")) == 1
    assert len(with_message(lines, "request")) > 20
    text = server.err.lower()
    people = [lesson.teacher, *lesson.students]
    hidden = ["secret", PASSWORD, "algebra", "bearer", "eyj", "school.test"]
    hidden += [text for person in people for text in (person.token, person.name, person.email)]
    assert [secret for secret in hidden if secret.lower() in text] == []


async def send_malformed_http(client: Client, request: bytes) -> None:
    """Send malformed HTTP, and wait until the server has closed the connection."""
    address = urlsplit(client.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(request)
    assert b" 400 " in await reader.read()
    writer.close()


async def test_nothing_is_logged_below_the_level(
    server: Server, http: aiohttp.ClientSession
) -> None:
    server.settings["LOG_LEVEL"] = "error"
    await Lesson.begin(Client(server.start().url, http))
    assert await log_of(server) == []


def test_a_terminal_gets_text(no_handlers: None) -> None:
    terminal = Terminal()
    logs.set_up("auto", "INFO", terminal)
    logs.requests.info("request", extra=logs.fields(path="/classes", status=200))
    assert re.fullmatch(
        r"\S+ \S+ INFO attendance_server\.requests: request path=/classes status=200\n",
        terminal.getvalue(),
    )


def test_anything_but_a_terminal_gets_json(no_handlers: None) -> None:
    file = io.StringIO()
    logs.set_up("auto", "INFO", file)
    logs.requests.info("request", extra=logs.fields(path="/classes", status=200))
    line = json.loads(file.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "INFO",
        "logger": "attendance_server.requests",
        "message": "request",
        "path": "/classes",
        "status": 200,
    }


def test_an_exception_is_in_its_line(no_handlers: None) -> None:
    file = io.StringIO()
    logs.set_up("json", "INFO", file)
    try:
        _ = [][0]
    except IndexError:
        logs.requests.exception("failed")
    line = json.loads(file.getvalue())
    assert line["exception"].endswith("IndexError: list index out of range")


def test_the_setting_decides_the_format(no_handlers: None) -> None:
    terminal, file = Terminal(), io.StringIO()
    logs.set_up("json", "INFO", terminal)
    logs.requests.info("request")
    logs.set_up("text", "INFO", file)
    logs.requests.info("request")
    assert terminal.getvalue().startswith("{")
    assert not file.getvalue().startswith("{")


def test_libraries_log_only_warnings_and_above(no_handlers: None) -> None:
    file = io.StringIO()
    logs.set_up("json", "DEBUG", file)
    logging.getLogger("pymongo.command").debug("all of a document")
    logging.getLogger("attendance_server.live").debug("heard")
    assert json.loads(file.getvalue())["message"] == "heard"


@pytest.mark.parametrize(("name", "text"), [("LOG_FORMAT", "xml"), ("LOG_LEVEL", "loud")])
def test_an_unknown_format_or_level_is_an_error(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}: expected one of"):
        Settings.parse({name: text})


def test_format_and_level_ignore_case() -> None:
    settings = Settings.parse({"LOG_FORMAT": "JSON", "LOG_LEVEL": "debug"})
    assert (settings.log_format, settings.log_level) == ("json", "DEBUG")
