"""The server to test, and the check that it may be tested."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

_SECURE = {"http": False, "ws": False, "https": True, "wss": True}

REACH = 10.0
"""Seconds for a connection to one address."""


class TestRefused(Exception):
    """The test cannot be run. The text is for the person at the terminal."""


@frozen(kw_only=True)
class Target:
    """The server at a URL. Its name is resolved once, so that no connection waits for that.

    `path`: put before every path of the contract, for a server behind a proxy.
    """

    host: str
    port: int
    path: str = ""
    addresses: Sequence[str] = field(factory=tuple)
    tls: ssl.SSLContext | None = None

    @classmethod
    def parse(cls, url: str) -> "Target":
        """The server at an `http`, `https`, `ws` or `wss` URL. Raises `TestRefused`."""
        try:
            parts = urlsplit(url if "://" in url else f"http://{url}")
            secure = _SECURE[parts.scheme.lower()]
            host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        except (KeyError, ValueError):
            host, port, secure = "", 0, False
        if not host:
            raise TestRefused(f"{url!r} is not a URL such as http://127.0.0.1:3000")
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as exc:
            raise TestRefused(f"{host}: {exc}") from exc
        return cls(
            host=host,
            port=port,
            path=parts.path.rstrip("/"),
            addresses=tuple(dict.fromkeys(str(address[0]) for *_, address in addresses)),
            tls=ssl.create_default_context() if secure else None,
        )

    @property
    def loopback(self) -> bool:
        """Whether the name resolves to loopback addresses only."""
        return all(ipaddress.ip_address(address).is_loopback for address in self.addresses)

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The base URL for HTTP requests, without a trailing slash."""
        return f"{'https' if self.tls else 'http'}://{self.host_header}{self.path}"

    def check_owner(self, owned: bool) -> None:
        """Raises `TestRefused` for a server on another machine, unless `owned` by the user."""
        if not owned and not self.loopback:
            raise TestRefused(
                f"{self.host} is not this machine. A load test creates accounts that stay in the"
                " server's database, keeps its processors busy with password hashes, opens a socket"
                " for every student and sends as many marks as it can: that is an attack if the"
                " server belongs to someone else, and shuts out a school if it is in use. If it is"
                " yours to test, pass --i-own-this-server"
            )

    async def reached(self) -> "Target":
        """The same server, at the first of its addresses that accepts connections.

        Raises `TestRefused` if none does.
        """
        failure: object = "it has no address"
        for address in self.addresses:
            try:
                async with asyncio.timeout(REACH):
                    _, writer = await asyncio.open_connection(address, self.port)
            except (OSError, TimeoutError) as exc:
                failure = exc or "no answer"
            else:
                writer.close()
                return evolve(self, addresses=(address,))
        raise TestRefused(f"nothing accepts connections at {self.host_header}: {failure}")
