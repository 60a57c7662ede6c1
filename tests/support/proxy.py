"""What the proxies in front of the servers have in common, in tests."""

import socket
import ssl
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.mongo import free_port

START_TIMEOUT = 20.0
STOP_TIMEOUT = 20.0

NAME = "attendance.example.org"
"""The domain in the shipped files."""


class LocalProxy:
    """A proxy for `localhost` with a certificate of its own; `https`: its port.

    All its files are in `folder`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.https = free_port()
        folder.mkdir(parents=True)
        _make_certificate(folder)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"

    @property
    def trust(self) -> ssl.SSLContext:
        """What a client needs to trust the certificate."""
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))


def adapted(shipped: Path, changes: Mapping[str, str]) -> str:
    """The text of a shipped file, with every one of these changes made."""
    text = shipped.read_text()
    for before, after in changes.items():
        assert before in text, f"{shipped} has no {before!r}"
        text = text.replace(before, after)
    return text


def _make_certificate(folder: Path) -> None:
    """Write a self-signed certificate for `localhost`, with the file names of certbot."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


def answers(port: int) -> bool:
    """Whether a process accepts connections on this port of loopback."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
