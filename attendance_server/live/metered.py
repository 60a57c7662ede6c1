"""How much of the event loop's time some work takes."""

import time
import types
from collections.abc import Coroutine, Generator
from functools import partial
from typing import Any, TypeVar

from .connection import Connection

T = TypeVar("T")


@types.coroutine
def metered(work: Coroutine[Any, Any, T], connection: Connection) -> Generator[Any, Any, T]:
    """Await `work`, and add the time that its own steps take to the connection's `cost`.

    The time in which it waits is not counted: the loop is free for others then.
    """
    step = partial(work.send, None)
    while True:
        started = time.perf_counter()
        try:
            waited_for = step()
        except StopIteration as ended:
            result: T = ended.value
            return result
        finally:
            connection.cost += time.perf_counter() - started
        try:
            yield waited_for
        except BaseException as error:
            # Whatever is thrown in is meant for `work`; above all a cancellation.
            step = partial(work.throw, error)
        else:
            step = partial(work.send, None)
