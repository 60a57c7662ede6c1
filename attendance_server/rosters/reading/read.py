"""Reads a file of any kind: what the reader does with its input."""

from .found import Choice, RosterFile
from .simple import read_csv, read_workbook

ZIP = b"PK\x03\x04"
"""The first bytes of a workbook, with which no text file starts."""


def read(raw: bytes, choice: Choice, *, workbook: bool = False) -> RosterFile:
    """What a file holds.

    `workbook`: read it as a workbook in any case. Raises `UnreadableFile`.
    """
    return read_workbook(raw) if workbook or raw.startswith(ZIP) else read_csv(raw)
