"""Programs and packages that tests use but that pip does not install with the project itself."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest


def find_program(name: str) -> str | None:
    """The path of an installed program, including those that only root has on its PATH."""
    folders = [str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin", "/sbin"]
    return shutil.which(name, path=os.pathsep.join(folders))


def needed(program: str) -> str:
    """The path of a program; without it, the test is skipped, or fails if skipping is forbidden."""
    return find_program(program) or _missing(f"{program} is not installed")


def needed_module(name: str) -> None:
    """The same for a Python package."""
    if find_spec(name) is None:
        _missing(f"{name} is not installed")


def needed_node_modules(folder: Path) -> None:
    """The same for the npm packages of a folder."""
    if not (folder / "node_modules").is_dir():
        _missing(f"the packages of {folder} are not installed: npm ci --prefix {folder}")


def _missing(what: str) -> NoReturn:
    if os.environ.get("ATTENDANCE_NO_SKIP"):
        pytest.fail(f"{what}, and ATTENDANCE_NO_SKIP is set")
    pytest.skip(what)
