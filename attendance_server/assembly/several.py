"""What a server does besides where it may be one of several: on a replica set.

They hear of each other through the database alone, whose clock is that of all.
"""

from contextlib import suppress
from datetime import timedelta

from attrs import frozen

from ..errors.server import StorageUnavailable
from ..shared_settings import Agreement
from ..store import Store
from ..store.agreeing import agree
from ..supervision import LongLived, Work
from .accounts import AccountServices
from .clocks import ServerClocks
from .joining import JoiningServices
from .sessions import SessionServices
from .sockets import SocketServices


@frozen
class SeveralServers:
    """This server among the others; every method raises `StorageUnavailable`, but for `leave`.

    `commit_timeout`: seconds that the database has to answer. `agreement`: what it should have in
    common with the others.
    """

    store: Store
    clocks: ServerClocks
    commit_timeout: float
    agreement: Agreement
    sessions: SessionServices
    accounts: AccountServices
    joining: JoiningServices
    sockets: SocketServices

    async def join(self) -> None:
        """Go by the clock of all, and count with the others what is limited.

        To be called first: codes that are read or issued from here on go by that clock.
        """
        clock = self.clocks.shared
        jump = timedelta(seconds=await self.store.servers.jump_of_most())
        asked_at = self.clocks.counted()
        clock.heard(await self.store.clock.now() - jump, asked_at, self.clocks.counted())
        self.accounts.attempts.share(self.store.counts)
        self.joining.check_in_tries.share(self.store.counts)
        self.joining.code_tries.share(self.store.counts)
        if self.accounts.sign_on:
            self.accounts.sign_on.share(self.store.used_once)
        self.sessions.messenger.share(self.store.messages)

    async def follow(self) -> None:
        """Take a lease and open the stream of changes.

        To be called before the sessions are read, so that nothing is missed. Raises `OtherSecret`
        too.
        """
        self._listen()
        self.sessions.backlog.shared = self.sessions.following.streaming = True
        await self.sessions.lease.take()
        await agree(self.store.servers, self.agreement)
        await self.store.change_stream.open(self.commit_timeout)

    @property
    def works(self) -> dict[LongLived, Work]:
        """The tasks that only such a server runs."""
        return {
            LongLived.LEASE: self.sessions.lease.run,
            LongLived.FEED: self.sessions.feed.run,
            LongLived.MESSAGES: self.sessions.messenger.run,
        }

    async def leave(self) -> None:
        """Say that this server is gone, if the database still answers."""
        with suppress(StorageUnavailable):
            await self.store.servers.leave()

    def _listen(self) -> None:
        """Have the lease and the feed tell the parts that they concern."""
        clock, lease, feed = self.clocks.shared, self.sessions.lease, self.sessions.feed
        self.store.servers.jump = lambda: clock.jump
        lease.on_beat = clock.heard
        lease.on_loss = self.sockets.sockets.send_away
        lease.on_return = feed.read_all
        feed.on_user = self.sessions.token_watch.check_user
        feed.on_message = self.sessions.messenger.receive
        feed.on_gap = self.sessions.token_watch.check_all
