"""Check what a wheel installs: `python3 .ci/check_wheel.py ENVIRONMENT`.

ENVIRONMENT is the virtual environment that the wheel was installed into. It must hold every file of
the package, and a server started there, in an empty folder, must serve its pages with everything
they load, and the description of its API. Exits with 1 and one line per failure otherwise.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Timer
from urllib.parse import urljoin, urlsplit

PACKAGE = Path(__file__).parent.parent / "attendance_server"
WEB = PACKAGE / "web"

START_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0
REQUEST_TIMEOUT = 30.0
"""Seconds."""

INHERITED = ("PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "MONGOD")
"""Environment variables that the server gets; none of them leads to the checkout."""

LINKS = {
    "text/html": re.compile(r"""\b(?:src|href)=["']([^"'#]+)"""),
    "text/css": re.compile(r"""(?:\burl\(|@import)\s*["']?([^"')]+)"""),
    "text/javascript": re.compile(r"""\b(?:from|import)[\s(]*["'](\.{0,2}/[^"']+)"""),
}
"""What a document loads, or links to, by the document's type."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class WheelError(Exception):
    """The installed server does not start or does not stop."""


def main(environment: Path) -> int:
    """Print each failure; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        failures = list[str]()
        try:
            failures += [f"not installed: {name}" for name in _missing(environment, home)]
            with _server(environment, home) as url:
                failures += _unserved(url)
                failures += _wrong_version(environment, home, url)
        except WheelError as error:
            failures.append(str(error))
    for failure in failures:
        print(f"wheel: {failure}")
    return 1 if failures else 0


def _missing(environment: Path, home: Path) -> list[str]:
    """The files of the checkout's package that the installed package lacks."""
    script = "import attendance_server; print(attendance_server.__path__[0])"
    installed = Path(_output(home, environment / "bin" / "python", "-I", "-c", script)).resolve()
    if not installed.is_relative_to(environment):
        raise WheelError(f"the package is imported from {installed}")
    return sorted(_files(PACKAGE) - _files(installed))


def _files(package: Path) -> set[str]:
    return {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


@contextmanager
def _server(environment: Path, home: Path) -> Iterator[str]:
    """The address of a server that runs in `home`, with a private MongoDB and no settings."""
    with (home / "log").open("w+") as log:
        server = subprocess.Popen(
            [environment / "bin" / "attendance-server"],
            cwd=home,
            env=_variables(home),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert server.stdout
        too_late = Timer(START_TIMEOUT, server.kill)
        too_late.start()
        try:
            line = server.stdout.readline()
            too_late.cancel()
            if not line.startswith("listening on "):
                raise WheelError(f"the server did not start:\n{(home / 'log').read_text()}")
            yield line.split()[-1]
            server.terminate()
            code = server.wait(STOP_TIMEOUT)
            if code:
                raise WheelError(f"the server ended with {code}:\n{(home / 'log').read_text()}")
        finally:
            too_late.cancel()
            if server.poll() is None:
                # With SIGTERM, so that it stops its MongoDB.
                server.terminate()
            server.wait()


def _unserved(url: str) -> Iterator[str]:
    """What is not served: pages, descriptions, files of `web/`, and what any of them loads."""
    files = {f"/{name}" for name in _files(WEB) if not name.endswith(".py")} - {"/index.html"}
    waiting = {"/", "/docs", "/openapi.json", "/asyncapi.json", *files}
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        answer, body = _get(url, path)
        if answer.status != 200 or not body:
            yield f"{path} is answered with {answer.status} and {len(body)} bytes"
            continue
        for link in _links(answer.headers.get_content_type(), body):
            target = urljoin(path, link)
            if not urlsplit(target).scheme and target not in known:
                known.add(target)
                waiting.add(target)


def _links(content_type: str, body: bytes) -> list[str]:
    if content_type not in LINKS:
        return []
    # Comments of scripts name types that browsers do not load.
    return LINKS[content_type].findall(COMMENT.sub("", body.decode()))


def _wrong_version(environment: Path, home: Path, url: str) -> Iterator[str]:
    """Two versions, where that of the command line is not that of the API's description."""
    command = _output(home, environment / "bin" / "attendance-server", "--version").split()[-1]
    described = json.loads(_get(url, "/openapi.json")[1])["info"]["version"]
    if command != described:
        yield f"attendance-server --version says {command}, /openapi.json {described}"


def _get(url: str, path: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=REQUEST_TIMEOUT)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def _output(home: Path, *command: str | Path) -> str:
    try:
        return subprocess.run(
            command,
            cwd=home,
            env=_variables(home),
            timeout=START_TIMEOUT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        raise WheelError(str(error)) from error


def _variables(home: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "HOME": str(home), "PORT": "0"}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
