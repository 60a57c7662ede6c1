"""Hashes passwords with bcrypt: a separate program, which the server starts.

bcrypt in a thread of the server would delay marks: while a thread at low priority holds the GIL,
the system may suspend it for anything more urgent, and the event loop, which is, waits for the GIL.

The server writes to standard input, for each password: one byte with its length, the password, one
byte with the length of the salt, and the salt. The hashes go to standard output in the same order;
for an invalid salt there are as many NULs as a hash has bytes. The program ends with its input.
"""

import sys
from io import FileIO

import bcrypt

HASH_BYTES = 60


def main() -> None:
    # Unbuffered, so that each password is hashed as soon as it has arrived.
    with open(0, "rb", buffering=0) as texts, open(1, "wb", buffering=0) as out:
        while (password := read_one(texts)) is not None and (salt := read_one(texts)) is not None:
            out.write(hashed(password, salt))


def read_one(texts: FileIO) -> bytes | None:
    """The next password or salt, `None` at the end of the input."""
    length = texts.read(1)
    if not length:
        return None
    text = b""
    while len(text) < length[0]:
        more = texts.read(length[0] - len(text))
        if not more:
            return None
        text += more
    return text


def hashed(password: bytes, salt: bytes) -> bytes:
    try:
        return bcrypt.hashpw(password, salt)
    except ValueError:
        return bytes(HASH_BYTES)


if __name__ == "__main__":
    # The server has ended.
    try:
        main()
    except BrokenPipeError:
        sys.exit(1)
