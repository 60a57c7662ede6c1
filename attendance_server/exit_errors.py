"""What ends a command, the server among them.

    CommandError                 exit code 1
    ├── StartupError
    │   ├── CannotListen
    │   ├── DataDirInUse
    │   ├── SettingsError        2
    │   ├── DatabaseTooNew       2
    │   ├── OlderServersRunning
    │   └── OtherSecret
    ├── BackupError
    ├── WorkerEnded              that of the worker
    └── ServerFailed             70

The texts are for the person at the terminal.
"""

import errno
import sys
from collections.abc import Iterable
from typing import NoReturn


class CommandError(Exception):
    """The command has failed. `exit_code` is that of its process."""

    exit_code = 1


class StartupError(CommandError):
    """The server cannot start, or a command cannot use the database."""


class DataDirInUse(StartupError):
    """The private MongoDB of this folder belongs to a server that is running."""


class CannotListen(StartupError):
    """The server cannot have the address that it is to listen on."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        """`error`: what the system says."""
        advice = (
            ": stop the program that uses it, or set PORT to another"
            if error.errno == errno.EADDRINUSE
            else ""
        )
        super().__init__(f"cannot listen on {host}:{port}: {error}{advice}")


class SettingsError(StartupError):
    """A setting is missing or wrong, or what it asks for is not installed."""

    exit_code = 2


class DatabaseTooNew(StartupError):
    """The database was written by a newer version of the server, in a form unknown to this one."""

    exit_code = 2
    """As for a setting: starting again does not help."""

    def __init__(self, theirs: str, ours: str) -> None:
        """`theirs`, `ours`: versions of the server."""
        super().__init__(
            f"the database was written by version {theirs} of attendance-server, this is version"
            f" {ours}: install version {theirs} or later, or restore a backup of {ours} with"
            " `restore --replace`"
        )


class OlderServersRunning(StartupError):
    """Servers that use the database would misread what this version writes."""

    def __init__(self, theirs: Iterable[str], ours: str) -> None:
        """`theirs`: where they run and their versions; `ours`: the version of this server."""
        super().__init__(
            f"version {ours} of attendance-server cannot use the database beside older servers:"
            f" stop {', '.join(theirs)} first"
        )


class OtherSecret(StartupError):
    """Servers that use the database sign tokens with another secret than this one."""

    def __init__(self, theirs: Iterable[str]) -> None:
        """`theirs`: where they run."""
        super().__init__(
            "JWT_SECRET is not that of the servers that use the same database, which would accept"
            f" none of the log-ins here: {', '.join(theirs)}. Give all of them the same one; to"
            " change it, stop all servers first"
        )


class BackupError(CommandError):
    """A backup cannot be made, or cannot be used."""


class ServerFailed(CommandError):
    """A part of the server ended while it ran, and the server stopped because of that."""

    exit_code = 70
    """As `EX_SOFTWARE` of sysexits(3): not the 2 with which systemd leaves a service stopped."""


class WorkerEnded(CommandError):
    """One of several workers ended before it served."""

    def __init__(self, code: int) -> None:
        """`code`: that of its process, negative for a signal.

        Without a text where the worker has said itself what is wrong.
        """
        super().__init__("" if code > 0 else f"a worker ended with {code} before it served")
        self.exit_code = code if code > 0 else ServerFailed.exit_code


def fail(code: int, *lines: str) -> NoReturn:
    """Exit with a code, and say why at the terminal."""
    for line in lines:
        print(f"attendance-server: {line}", file=sys.stderr)
    sys.exit(code)
