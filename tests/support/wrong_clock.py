"""The server on a machine whose clock is wrong.

    python -m tests.support.wrong_clock SECONDS

It runs as `python -m attendance_server` does, with a clock that is so many seconds ahead, or behind
where they are negative. The clock that is never set is right, as it is on such a machine.
"""

import datetime
import sys
import time
from typing import Any


class _AnyDatetime(type):
    """What the C code of others makes are instances too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, RIGHT)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, RIGHT)


RIGHT = datetime.datetime


def set_clock(seconds: float) -> None:
    """Put the clock of this process forward by so many seconds."""
    ahead = datetime.timedelta(seconds=seconds)
    right_time, right_time_ns = time.time, time.time_ns

    class Wrong(RIGHT, metaclass=_AnyDatetime):
        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            return RIGHT(*args, **kwargs)

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return RIGHT.now(tz) + ahead

        @classmethod
        def utcnow(cls) -> Any:
            return RIGHT.now(datetime.UTC).replace(tzinfo=None) + ahead

    # The classes that are registered by their type find values by it.
    datetime.datetime = Wrong  # type: ignore[misc]
    time.time = lambda: right_time() + seconds
    time.time_ns = lambda: right_time_ns() + int(seconds * 1e9)


def main() -> None:
    set_clock(float(sys.argv.pop(1)))
    # Only now: modules take the names of classes and functions when they are imported.
    from attendance_server.cli import main as serve

    serve()


if __name__ == "__main__":
    main()
