"""Text files in archives."""

import zipfile

from ...problems import ProblemCode
from .unreadable import UnreadableFile

MOST_BYTES = 16 * 2**20
"""Of a text file, once it is decompressed."""


def read_part(file: zipfile.ZipFile, name: str) -> bytes:
    """A part of an archive, which is text. Raises `UnreadableFile` if it is too large."""
    with file.open(name) as part:
        raw = part.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        message = "the file takes too much to read: keep the list alone in it"
        raise UnreadableFile(message, ProblemCode.TOO_COMPLEX)
    return raw
