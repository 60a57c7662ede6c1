"""A real mail server, which tests start, stop and start again at the same address."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.mongo import free_port


class MailServer:
    """Takes mail on a port of this machine.

    `replies`: what it says to the next recipients instead of taking them.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.replies: list[str] = []
        self.refusals = 0
        self._letters: asyncio.Queue[EmailMessage] = asyncio.Queue()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> "MailServer":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="mail.school.test"), "127.0.0.1", self.port
        )
        return self

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            self._server = None

    async def next(self) -> EmailMessage:
        """The next mail, once it is here."""
        async with asyncio.timeout(60):
            return await self._letters.get()

    @property
    def unread(self) -> int:
        return self._letters.qsize()

    async def handle_RCPT(  # noqa: N802, as aiosmtpd names it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if self.replies:
            self.refusals += 1
            return self.replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self._letters.put_nowait(letter)
        return "250 OK"
