"""The parent of several server processes, for `WORKERS` above 1.

It serves no one: it holds what they share, the port and the private MongoDB, and keeps them
running.
"""

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from .. import logs
from ..data_dir import stored_secret
from ..event_loop import EventLoop
from ..exit_errors import CannotListen, CommandError, StartupError, fail
from ..open_files import allow_many_files
from ..settings import Settings
from ..siblings.place import Place, line_of, make_shares
from ..siblings.shares import Shares
from ..supervision import Supervisor
from .team import Team

GRACE = 15.0
"""Seconds beyond the longest that saving may take until a worker that does not stop is killed."""

PREFIX = "attendance-"
SOCKET_PATH_BYTES = 103
"""What the path of a Unix socket may have at most on every system."""


def main() -> None:
    """Run the server as several processes; exits as `cli.main` does."""
    try:
        settings = Settings.load()
        logs.set_up(settings.log_format, settings.log_level)
        with asyncio.Runner(loop_factory=EventLoop) as runner:
            runner.run(run(settings))
    except CommandError as error:
        fail(error.exit_code, *filter(None, [str(error)]))
    except KeyboardInterrupt:
        fail(130, "interrupted")


async def run(settings: Settings) -> None:
    """Run the workers until the process is told to stop.

    Raises `StartupError`, `WorkerEnded` if a worker cannot start, and `ServerFailed` if the private
    MongoDB is no longer kept running.
    """
    # A choice that every worker would report as missing, before anything is started.
    assert settings.teachers
    allow_many_files()
    with private_folder(settings.workers) as (folder, shares):
        listening = await bound(settings.host, settings.port)
        place = Place(0, settings.workers, folder, listening, shares)
        team = Team(place, max(settings.shutdown_timeout, settings.commit_timeout) + GRACE)
        supervisor = Supervisor(team.stop)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, team.stop)
        loop.add_signal_handler(signal.SIGHUP, team.renew)
        async with database(settings, supervisor) as uri:
            try:
                url = await team.open(environment(settings, uri))
                if not team.stopping:
                    print(f"listening on {url}", flush=True)
                await team.keep()
            finally:
                # Else clients would wait where no one accepts them.
                for each in listening:
                    each.close()
                await team.close()
    supervisor.check()


def environment(settings: Settings, uri: str) -> dict[str, str]:
    """The environment of a worker: that of this process, and what must be the same for all.

    Raises `SettingsError`.
    """
    shared = {
        "MONGO_URI": uri,
        "JWT_SECRET": settings.jwt_secret or stored_secret(settings.data_dir),
        "WORKERS": str(settings.workers),
    }
    return {**os.environ, **shared}


@asynccontextmanager
async def database(settings: Settings, supervisor: Supervisor) -> AsyncIterator[str]:
    """The URI of the database: `MONGO_URI`, or that of the private MongoDB, which runs meanwhile.

    Raises `StartupError`.
    """
    if settings.mongo_uri:
        yield settings.mongo_uri
        return
    # It loads the driver, which a parent without it does not need.
    from ..database.private_mongod import PrivateMongod

    mongod = PrivateMongod(settings.data_dir, settings.mongod, supervisor, replica_set=True)
    await mongod.start()
    try:
        yield mongod.uri
    finally:
        await mongod.stop()


@contextmanager
def private_folder(workers: int) -> Iterator[tuple[Path, Shares]]:
    """A folder for the workers' Unix sockets, which only this user may enter, and their shares.

    Raises `StartupError`.
    """
    with ExitStack() as ends:
        try:
            longest = line_of(Path(tempfile.gettempdir(), PREFIX + 8 * "x"), workers + 1)
            base = None if len(os.fsencode(longest)) <= SOCKET_PATH_BYTES else "/tmp"
            made = ends.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX, dir=base))
            shares = make_shares(Path(made), workers + 1)
        except OSError as exc:
            raise StartupError(
                f"the workers need a folder for temporary files: {exc}; make room in it, or set"
                " TMPDIR to another"
            ) from exc
        yield Path(made), shares


async def bound(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to every address of the host, on one port; 0 is a free one.

    They do not listen yet: until a worker serves, clients are refused. Raises `StartupError`.
    """
    made: list[socket.socket] = []
    try:
        infos = await asyncio.get_running_loop().getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        for family, kind, protocol, _, address in dict.fromkeys(infos):
            each = socket.socket(family, kind, protocol)
            made.append(each)
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            each.bind((address[0], made[0].getsockname()[1] or port, *address[2:]))
    except OSError as exc:
        for each in made:
            each.close()
        raise CannotListen(host, port, exc) from exc
    return made
