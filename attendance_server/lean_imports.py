"""Keeps a library from loading another that the server does not use, wherever that is installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(library: str) -> Iterator[None]:
    """During the block `library` cannot be imported, unless it was before.

    A library that is imported in the block does without it from then on.
    """
    if library in sys.modules:
        yield
        return
    sys.modules[library] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[library]
