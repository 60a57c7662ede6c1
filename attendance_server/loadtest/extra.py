"""The libraries of the `loadtest` extra, imported only where they are needed."""

import importlib
from typing import Any

from .target import TestRefused


def need(module: str, purpose: str) -> Any:
    """Import a module. Raises `TestRefused`, which says what to install, if it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError as exc:
        package = module.partition(".")[0]
        raise TestRefused(
            f"{purpose} needs {package}: pip install 'attendance-server[loadtest]'"
        ) from exc
