"""Browsers that have logged in to an account before, and can prove it. Pure.

A stranger who knows an e-mail address can use up the wrong passwords that its account allows. A
browser that has logged in to the account before is therefore limited on its own. It keeps a proof
for each of the last accounts: a random id, and a tag that only this server can make for it and for
the name that was typed to log in. It does not tell whose account that is.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterator

from attrs import frozen

ID_BYTES = 12
TAG_BYTES = 16

MOST = 10
"""The number of accounts of which a browser keeps a proof: that of a shared computer has many."""

LONGEST = 1000
"""Characters that are examined at most."""


@frozen
class _Proof:
    browser: bytes
    tag: bytes

    def write(self) -> str:
        return base64.urlsafe_b64encode(self.browser + self.tag).decode().rstrip("=")


class KnownBrowsers:
    """Makes and checks the proofs. `proofs` are those that a browser has, as one text."""

    def __init__(self, secret: str) -> None:
        """`secret`: that of the server's access tokens, from which the key is derived."""
        self._key = hmac.digest(secret.encode(), b"known browsers", "sha256")

    def find(self, proofs: str, name: str) -> str | None:
        """The id of a browser that has logged in with this name; `None` if it has not."""
        proof = self._find(proofs, name)
        return proof.browser.hex() if proof else None

    def add(self, proofs: str, name: str) -> str:
        """The proofs of a browser that has just logged in with this name."""
        known = self._find(proofs, name)
        browser = known.browser if known else secrets.token_bytes(ID_BYTES)
        newest = _Proof(browser, self._tag(browser, name))
        others = [proof for proof in _read(proofs) if proof != newest]
        return ".".join(proof.write() for proof in [newest, *others][:MOST])

    def _find(self, proofs: str, name: str) -> _Proof | None:
        for proof in _read(proofs):
            if hmac.compare_digest(proof.tag, self._tag(proof.browser, name)):
                return proof
        return None

    def _tag(self, browser: bytes, name: str) -> bytes:
        return hmac.digest(self._key, browser + name.encode(), "sha256")[:TAG_BYTES]


def _read(proofs: str) -> Iterator[_Proof]:
    """The proofs in a text; parts that are not proofs are left out."""
    for part in proofs[:LONGEST].split(".")[:MOST]:
        try:
            raw = base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True)
        except (ValueError, binascii.Error):
            continue
        if len(raw) == ID_BYTES + TAG_BYTES:
            yield _Proof(raw[:ID_BYTES], raw[ID_BYTES:])
