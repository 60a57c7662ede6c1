"""The table, for the terminal and for docs/speed.md."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from .harness import NotMeasured, Row

MARKER = "<!-- benchmarks -->"
PACKAGES = ("aiohttp", "uvloop", "motor", "pymongo", "orjson", "bcrypt")


def markdown(rows: Sequence[Row], mongod: str) -> str:
    """The rows as a Markdown table, with the machine and the versions below it."""
    return f"{figures(rows)}\n\n{machine(mongod)}\n"


def figures(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| figure | target | measured |", "|---|---|---|"]
    lines += [f"| {row.figure} | {row.target} | {_verdict(row)} |" for row in rows]
    return "\n".join(lines)


def machine(mongod: str) -> str:
    """The machine and the versions that were measured."""
    cores = len(os.sched_getaffinity(0))
    split = "server on one, client on the other" if cores > 1 else "server and client on it"
    kernel = platform.release().partition("-")[0]
    packages = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"Measured with `python -m benchmarks` on {cores} core{'s' * (cores > 1)} ({_processor()}),"
        f" {split}; {platform.system()} {kernel}, Python {platform.python_version()},"
        f" {packages}, MongoDB {mongod}."
    )


def write(path: Path, text: str, marker: str = MARKER) -> None:
    """Replace the text between the two markers in a file. Raises `NotMeasured` without them."""
    parts = path.read_text().split(marker)
    if len(parts) != 3:
        raise NotMeasured(f"{path} does not have the line {marker} twice")
    path.write_text(f"{parts[0]}{marker}\n\n{text}\n{marker}{parts[2]}")


def _verdict(row: Row) -> str:
    return row.measured if row.met is not False else f"{row.measured} (target not met)"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
