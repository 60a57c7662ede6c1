"""The network that a client is in, without its address. Pure.

Only whether two clients are in one network is of interest. What is kept of an address, in memory,
is a keyed hash of its prefix.
"""

import hashlib
import hmac
from ipaddress import IPv4Address, ip_network

from ..client_address import HOME_BITS, Address

IPV4_BITS = 24
"""The prefix length that counts as one network: a school's addresses mostly share it."""

HASH_BYTES = 8


class NetworkHashes:
    """Hashes the networks of addresses."""

    def __init__(self, secret: str) -> None:
        """`secret`: that of the server's access tokens, from which the key is derived."""
        self._key = hmac.digest(secret.encode(), b"networks", "sha256")

    def of(self, address: Address | None) -> bytes | None:
        """The hash of the address's network; `None` if there is no address."""
        if address is None:
            return None
        bits = IPV4_BITS if isinstance(address, IPv4Address) else HOME_BITS
        network = ip_network((int(address), bits), strict=False)
        packed = network.network_address.packed
        return hashlib.blake2b(packed, key=self._key, digest_size=HASH_BYTES).digest()
