"""Hashes passwords with bcrypt: a program of its own, which the server starts.

bcrypt in a thread of the server would make marks wait: a thread at a low priority that has the GIL
is set aside by the system for whatever is more urgent, and the loop, which is, waits for the GIL.

Standard input is the server's: for each password a byte with its length, the password, a byte with
the length of the salt, and the salt. For each there is its hash on standard output, in the same
order, or as many NULs where the salt is none. Where the input ends, nobody wants any more of them.
"""

import sys
from typing import IO

import bcrypt

HASH_BYTES = 60


def main() -> None:
    # Unbuffered: a password that is there is hashed, whether or not another one follows.
    with open(0, "rb", buffering=0) as told, open(1, "wb", buffering=0) as out:
        while (password := read_one(told)) is not None and (salt := read_one(told)) is not None:
            out.write(hashed(password, salt))


def read_one(told: IO[bytes]) -> bytes | None:
    """What is next, `None` at the end."""
    length = told.read(1)
    if not length:
        return None
    text = b""
    while len(text) < length[0]:
        more = told.read(length[0] - len(text))
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
    # Gone in the middle, with the server: there is nobody to tell.
    try:
        main()
    except BrokenPipeError:
        sys.exit(1)
