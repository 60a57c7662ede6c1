"""One mongod per run; by default, every test has its own server and database."""

import gc
import logging
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import hypothesis
import pymongo
import pytest
from playwright.async_api import BrowserContext

from attendance_server.event_loop import EventLoop
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import AnswerForm
from tests.support.chromium import Chromium, Console
from tests.support.client import Client, Lesson
from tests.support.clock import Clock
from tests.support.mongo import Databases, Mongod, free_port
from tests.support.process import Server
from tests.support.set_of_one import SetOfOne

SECRET = "a secret that only the tests know, 32 bytes or more"


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Any]:
    """Tests run on the same event loop as the server."""
    return {"uvloop": EventLoop}


# By default, Hypothesis fails an example that takes more than 200 ms, as many do on a busy machine.
hypothesis.settings.register_profile("short", deadline=None, max_examples=10)
hypothesis.settings.register_profile("long", deadline=None, max_examples=100)
hypothesis.settings.load_profile("short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long",
        action="store_true",
        help="ten times as many generated examples, every kind of fault, more calls by"
        " schemathesis, and the tests marked `long`",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: run with --long only; a similar test always runs")
    if config.getoption("--long"):
        hypothesis.settings.load_profile("long")


def pytest_collection() -> None:
    """Nothing that is collected is garbage; looking for it takes a quarter of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on, garbage is looked for among what the tests make, not among themselves."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    deselected = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if not item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=deselected)


def pytest_xdist_auto_num_workers() -> int:
    """Two per core and one more: more than half of the time, a test waits for something.

    For a browser, say, a server that it started or killed, or a database that it paused.
    """
    return 2 * (os.cpu_count() or 1) + 1


MEMORY = Path("/dev/shm")
"""A file system in memory. Containers often have 64 MB of it, which is too little."""


def has_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free > 4 << 30


@pytest.fixture(autouse=True)
def logging_restored() -> Iterator[None]:
    """Undoes what a command that a test ran in this process has changed about logging."""
    root, ours = logging.getLogger(), logging.getLogger("attendance_server")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.fixture(autouse=True, scope="session")
def patience_with_readers() -> Iterator[None]:
    """Rosters are read at a low priority, which on a busy machine takes any number of seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("attendance_server.rosters.files.TIMEOUT", 300.0)
        yield


@contextmanager
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """For a mongod; in memory if there is room, as each test makes many collections."""
    if has_room(MEMORY):
        with tempfile.TemporaryDirectory(prefix="attendance-tests-", dir=MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("m")


@pytest.fixture(scope="session")
def shared_mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    """The mongod of most tests."""
    with data_folder(tmp_path_factory) as folder:
        mongod = Mongod(folder).start()
        yield mongod
        mongod.kill()


@pytest.fixture(scope="session")
def set_of_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetOfOne]:
    """A replica set, for what servers do only where there may be several of them."""
    with data_folder(tmp_path_factory) as folder:
        member = SetOfOne(folder)
        try:
            yield member.start()
        finally:
            member.member.kill()


@pytest.fixture(scope="session")
def replicated_databases(set_of_one: SetOfOne) -> Iterator[Databases]:
    databases = Databases(set_of_one.member, set_of_one.uri)
    yield databases
    databases.close()


@pytest.fixture
def replicated(replicated_databases: Databases) -> Iterator[Settings]:
    """Settings for an empty database of a replica set."""
    with replicated_databases.borrow() as uri:
        yield settings_for(uri)


@pytest.fixture(scope="session")
def mongod(shared_mongod: Mongod) -> Mongod:
    """The mongod that holds a test's databases; a test file may override it."""
    return shared_mongod


@pytest.fixture(scope="session")
def databases(shared_mongod: Mongod) -> Iterator[Databases]:
    databases = Databases(shared_mongod)
    yield databases
    databases.close()


@pytest.fixture(scope="module")
def module_mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    with data_folder(tmp_path_factory) as folder:
        mongod = Mongod(folder).start()
        yield mongod
        mongod.kill()


@pytest.fixture
def mortal_mongod(module_mongod: Mongod) -> Iterator[Mongod]:
    """A mongod of this test file that tests may kill and pause; it is restored after each test."""
    yield module_mongod
    module_mongod.resume()
    if not module_mongod.running:
        module_mongod.start()


def settings_for(uri: str) -> Settings:
    return Settings(port=0, mongo_uri=uri, jwt_secret=SECRET, bcrypt_rounds=4, commit_timeout=30.0)


@contextmanager
def new_database(mongod: Mongod) -> Iterator[Settings]:
    """Settings for a database that does not exist yet."""
    name = f"t{uuid.uuid4().hex}"
    yield settings_for(mongod.uri + name)
    with pymongo.MongoClient(mongod.uri) as client:
        client.drop_database(name)


@contextmanager
def own_database(mongod: Mongod, databases: Databases) -> Iterator[Settings]:
    """Settings for an empty database that no other test uses meanwhile."""
    if mongod is databases.mongod:
        with databases.borrow() as uri:
            yield settings_for(uri)
    else:
        with new_database(mongod) as settings:
            yield settings


@pytest.fixture
def settings(mongod: Mongod, databases: Databases) -> Iterator[Settings]:
    with own_database(mongod, databases) as settings:
        yield settings


@pytest.fixture
def database(settings: Settings) -> Iterator[pymongo.database.Database]:
    """The database of this test's server."""
    with pymongo.MongoClient(settings.mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of a server that starts later: request it before `server`."""
    clock = Clock()
    monkeypatch.setattr("attendance_server.app.utc_now", clock)
    return clock


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[str]:
    async with serving(settings) as url:
        yield url


@pytest.fixture
def steady_server(mongod: Mongod, tmp_path: Path) -> Iterator[Server]:
    """A server in a process, which keeps its address and its data when it is restarted."""
    with new_database(mongod) as settings:
        server = Server(
            tmp_path, MONGO_URI=settings.mongo_uri or "", JWT_SECRET=SECRET, PORT=str(free_port())
        )
        yield server.start()
        server.kill()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(server: str, http: aiohttp.ClientSession) -> Client:
    return Client(server, http)


def shared_client(request: pytest.FixtureRequest) -> Client:
    """For the `client` fixture of a test file whose tests share a server where possible.

    A test gets its own server if it uses `database`, `settings` or `clock`, or is marked `OWN`.
    """
    alone = not {"server", "settings", "database", "clock"}.isdisjoint(request.fixturenames)
    if alone:
        return Client(request.getfixturevalue("server"), request.getfixturevalue("http"))
    client: Client = request.getfixturevalue("school")
    return client


OWN = pytest.mark.usefixtures("server")
"""For a test that needs its own server, such as one that lists all students."""


@pytest.fixture
async def lesson(client: Client) -> Lesson:
    return await Lesson.begin(client)


@pytest.fixture(scope="module")
def school_settings(databases: Databases) -> Iterator[Settings]:
    with own_database(databases.mongod, databases) as settings:
        yield settings


@pytest.fixture(scope="module")
def school_database(school_settings: Settings) -> Iterator[pymongo.database.Database]:
    """The database of `school`."""
    with pymongo.MongoClient(school_settings.mongo_uri, tz_aware=True) as client:
        yield client.get_default_database()


@pytest.fixture(scope="module")
async def school(school_settings: Settings) -> AsyncIterator[Client]:
    """A client of one server per test file; each test creates its own users."""
    async with serving(school_settings) as url, aiohttp.ClientSession() as http:
        yield Client(url, http)


@pytest.fixture(scope="module")
async def plain_school(databases: Databases) -> AsyncIterator[Client]:
    """As `school`, but its answers are without the envelope."""
    with own_database(databases.mongod, databases) as settings:
        settings = attrs.evolve(settings, answers=AnswerForm.PLAIN)
        async with serving(settings) as url, aiohttp.ClientSession() as http:
            yield Client(url, http, AnswerForm.PLAIN)


@pytest.fixture(params=["school", "plain_school"])
def either_school(request: pytest.FixtureRequest) -> Client:
    """A client of a server with each form of answers."""
    client: Client = request.getfixturevalue(request.param)
    return client


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Chromium]:
    """The browser of all tests; without one, a test is skipped when it requests a context."""
    chromium = Chromium()
    yield chromium
    await chromium.close()


@pytest.fixture
def console() -> Iterator[Console]:
    """What the pages of this test logged; errors that it has not forgiven fail it at the end."""
    console = Console()
    yield console
    assert console.errors == []


@pytest.fixture
async def new_context(
    browser: Chromium, console: Console
) -> AsyncIterator[Callable[..., Awaitable[BrowserContext]]]:
    """Creates browser contexts, one per user; they are closed after the test."""
    contexts = []

    async def make(**options: object) -> BrowserContext:
        context = await browser.new_context(**options)
        contexts.append(context)
        console.listen(context)
        return context

    yield make
    for context in contexts:
        await context.close()
