"""What a plain server loads: every library takes memory, and time of each start."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
import attendance_server.cli
from attendance_server.app import create_app
from attendance_server.settings import Settings
create_app(Settings(mongo_uri="mongodb://nowhere", jwt_secret="x" * 32, bcrypt_rounds=4))
print(json.dumps(sorted(sys.modules)))
"""

LIBRARIES = {
    *("aiohttp", "aiohttp_jwt", "aiosignal", "aiohappyeyeballs", "attr", "attrs", "bcrypt", "bson"),
    *("cattrs", "deprecated", "dotenv", "email_validator", "frozenlist", "gridfs", "idna", "jwt"),
    *("limits", "mimeparse", "motor", "multidict", "orjson", "packaging", "prometheus_client"),
    *("propcache", "pymongo", "typing_extensions", "uvloop", "wrapt", "yarl"),
}
"""What the server needs from its start, and what those need."""

WHERE_INSTALLED = {"_brotli", "_cffi_backend", "_openssl", "brotli", "cryptography"}
"""What aiohttp and PyJWT load where they find it: the tests install it for other purposes."""

UNNEEDED = (
    *("attendance_server.loadtest", "attendance_server.socketio", "attendance_server.web"),
    *("attendance_server.siblings", "attendance_server.processes"),
    *("attendance_server.api_docs.openapi", "attendance_server.api_docs.asyncapi"),
    *("attendance_server.rosters.reading.read", "attendance_server.tables.workbook"),
    *("ctypes", "sqlite3", "unittest", "xml", "concurrent.futures.process"),
)
"""Parts that are loaded when they are first used, and large ones of the standard library."""


def test_a_plain_server_loads_nothing_that_it_may_never_need() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    loaded: list[str] = json.loads(ended.stdout)
    libraries = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    of_an_environment = {
        name
        for name in libraries
        if name.startswith(("_cython_", "__", "_distutils", "_sysconfigdata", "cython_runtime"))
    }
    ours = {"attendance_server"}
    assert libraries - of_an_environment - ours - LIBRARIES - WHERE_INSTALLED == set()
    assert [
        name for name in loaded if f"{name}.".startswith(tuple(f"{u}." for u in UNNEEDED))
    ] == []
