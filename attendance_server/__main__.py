"""The command line as `python -m attendance_server`: the same as `attendance-server`."""

import sys
from collections.abc import Sequence

from .exit_errors import SettingsError
from .settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command as `cli.main` does; the server as several processes if `WORKERS` says so."""
    given = sys.argv[1:] if arguments is None else arguments
    if given:
        from .cli import main as run

        run(given)
    elif _several():
        # Their parent serves no one, and loads little of the server.
        from .processes.parent import main as serve_as_several

        serve_as_several()
    else:
        # Without the other commands, which it does not need.
        from .serve import main as serve

        serve()


def _several() -> bool:
    try:
        return Settings.load().workers > 1
    except SettingsError:
        # Told by the command.
        return False


if __name__ == "__main__":
    main()
