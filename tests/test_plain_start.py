"""What a plain server loads: every library takes memory, and time of each start."""

import json
import subprocess
import sys

LOADED = """
import json, sys
{program}
print(json.dumps(sorted(sys.modules)))
"""

SERVER = """
from attendance_server.serve import main
from attendance_server.server import create_app
from attendance_server.settings import Settings
create_app(Settings(mongo_uri="mongodb://nowhere", jwt_secret="x" * 32, bcrypt_rounds=4))
"""

BEFORE_MONGOD = "from attendance_server.serve import main"

LIBRARIES = {
    *("aiohttp", "aiohttp_jwt", "aiosignal", "aiohappyeyeballs", "attr", "attrs", "bcrypt", "bson"),
    *("cattrs", "deprecated", "frozenlist", "gridfs", "idna", "jwt", "limits", "mimeparse"),
    *("motor", "multidict", "orjson", "packaging", "propcache", "pymongo"),
    *("typing_extensions", "uvloop", "wrapt", "yarl"),
}
"""What the server needs from its start, and what those need."""

WHERE_INSTALLED = {"_brotli", "brotli"}
"""What aiohttp loads where it finds it: the tests install it for other purposes."""

UNNEEDED = (
    *("attendance_server.loadtest", "attendance_server.socketio", "attendance_server.web"),
    *("attendance_server.siblings", "attendance_server.processes", "attendance_server.cli"),
    *("attendance_server.database.archive", "attendance_server.database.backup"),
    *("attendance_server.api_docs.openapi", "attendance_server.api_docs.asyncapi"),
    *("attendance_server.rosters.reading.read", "attendance_server.tables.workbook"),
    *("ctypes", "sqlite3", "statistics", "unittest", "xml", "concurrent.futures.process"),
)
"""Parts that are loaded when they are first used, and large ones of the standard library."""

WHILE_MONGOD_STARTS = (
    *("aiohttp", "bson", "motor", "pymongo", "attendance_server.store"),
    *("attendance_server.http", "attendance_server.live", "attendance_server.wire"),
)
"""What takes long to load, and so is loaded only while a private mongod starts."""


def loaded_by(program: str) -> list[str]:
    """The modules that a new interpreter has loaded after `program`."""
    command = [sys.executable, "-c", LOADED.format(program=program)]
    ended = subprocess.run(command, capture_output=True, check=True)
    loaded: list[str] = json.loads(ended.stdout)
    return loaded


def within(modules: list[str], packages: tuple[str, ...]) -> list[str]:
    """Those of the modules that belong to one of these packages."""
    prefixes = tuple(f"{package}." for package in packages)
    return [module for module in modules if f"{module}.".startswith(prefixes)]


def test_a_plain_server_loads_nothing_that_it_may_never_need() -> None:
    loaded = loaded_by(SERVER)
    libraries = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    of_an_environment = {
        name
        for name in libraries
        if name.startswith(("_cython_", "__", "_distutils", "_sysconfigdata", "cython_runtime"))
    }
    ours = {"attendance_server"}
    assert libraries - of_an_environment - ours - LIBRARIES - WHERE_INSTALLED == set()
    assert within(loaded, UNNEEDED) == []


def test_a_private_mongod_starts_before_most_of_the_server_is_loaded() -> None:
    assert within(loaded_by(BEFORE_MONGOD), WHILE_MONGOD_STARTS) == []
