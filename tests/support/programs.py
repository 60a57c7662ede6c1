"""Programs that tests run but pip does not install."""

import os

import pytest

from tests.support.nginx import find_program


def needed(program: str) -> str:
    """The path of a program; without it, the test is skipped, or fails if skipping is forbidden."""
    path = find_program(program)
    if path is None:
        missing = f"{program} is not installed"
        if os.environ.get("ATTENDANCE_NO_SKIP"):
            pytest.fail(f"{missing}, and ATTENDANCE_NO_SKIP is set")
        pytest.skip(missing)
    return path
