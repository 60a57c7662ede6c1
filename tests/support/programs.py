"""Programs that tests run and that pip does not install."""

import os

import pytest

from tests.support.nginx import find_program


def needed(program: str) -> str:
    """The path of a program; the test is skipped without it, or fails where nothing may be."""
    found = find_program(program)
    if found is None:
        missing = f"{program} is not installed"
        if os.environ.get("ATTENDANCE_NO_SKIP"):
            pytest.fail(f"{missing}, and ATTENDANCE_NO_SKIP is set")
        pytest.skip(missing)
    return found
