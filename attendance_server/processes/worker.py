"""One of several server processes: the program that the parent starts.

`python -m attendance_server.processes.worker PARENT PLACE…`: the file descriptor of a socket whose
other end the parent holds, and the arguments of a `Place`.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress

from .. import server  # noqa: F401 - as `main` says
from ..serve import run_server, run_to_end, warn_if_open
from ..settings import Settings
from ..siblings.place import Place
from ..siblings.siblings import Siblings


def main(arguments: Sequence[str]) -> None:
    """Serve until the parent says to stop, or ends."""
    parent = socket.socket(fileno=int(arguments[0]))
    place = Place.handed_down(arguments[1:])
    # Everything is loaded by now. Nothing comes if the parent has ended.
    if not parent.recv(1):
        return

    async def serve(settings: Settings) -> None:
        def ready(url: str) -> None:
            # For all workers.
            if place.number == 1:
                warn_if_open(settings)
            # The parent may have ended just now.
            with suppress(OSError):
                parent.send(url.encode())

        parent.setblocking(False)
        # It sends nothing more: what can be read is the end.
        asyncio.get_running_loop().add_reader(parent, _orphaned, parent)
        await run_server(settings, ready, Siblings(place))

    run_to_end(serve, worker=place.number)


def _orphaned(parent: socket.socket) -> None:
    """The parent has ended, however it did: end like it would have had this process end."""
    asyncio.get_running_loop().remove_reader(parent)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
