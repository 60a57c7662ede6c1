"""All errors that clients can be told of, wherever their classes are."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from attendance_server import errors
from attendance_server.errors import AttendanceError


def error_classes() -> Iterator[type[AttendanceError]]:
    """All error classes that are raised; families are left out, as they have no message."""
    names = [
        errors.__name__,
        *(f"{errors.__name__}.{m.name}" for m in pkgutil.iter_modules(errors.__path__)),
    ]
    for name in names:
        for each in vars(import_module(name)).values():
            if isinstance(each, type) and issubclass(each, AttendanceError):
                family = each.message == AttendanceError.message and each is not AttendanceError
                if not family and each.__module__ == name:
                    yield each
