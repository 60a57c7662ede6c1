"""What is started in which order when the application starts, and stopped in which in the end."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from attrs import frozen

from ..accounts.passwords import equalize
from ..audit import Audit
from ..database.connection import DatabaseConnection
from ..settings import Settings
from ..store.agreeing import warn_of_others
from ..store.migrations import migrate
from ..supervision import LongLived, Supervisor, Work
from .accounts import AccountServices
from .history import HistoryServices
from .joining import JoiningServices
from .rosters import RosterServices
from .sessions import SessionServices
from .several import SeveralServers


@frozen
class LifeCycle:
    """Starts and stops the parts of one server."""

    settings: Settings
    database: DatabaseConnection
    supervisor: Supervisor
    audit: Audit
    sessions: SessionServices
    history: HistoryServices
    accounts: AccountServices
    rosters: RosterServices
    joining: JoiningServices
    several: SeveralServers

    def attach(self, app: web.Application) -> None:
        """Have the application start in this order, and stop in the reverse one."""
        app.cleanup_ctx.extend([self._with_database, self._with_sessions, self._with_sign_on])

    async def _with_database(self, _: web.Application) -> AsyncIterator[None]:
        async with self.database.opened() as store:
            if store.replicated:
                await self.several.join()
            yield

    async def _with_sessions(self, _: web.Application) -> AsyncIterator[None]:
        await self._restore()
        works = self._works()
        # Without it, nothing could be saved when the server stops.
        self.supervisor.start(LongLived.JOURNAL, self.sessions.journal.run, again=True)
        for name, work in works.items():
            self.supervisor.start(name, work)
        await self.sessions.running.complete_rosters()
        await self.history.excusals.catch_up()
        users, passwords = self.database.store.users, self.accounts.passwords
        migrated = asyncio.create_task(migrate({"search keys of users": users.add_search_keys}))
        equalized = asyncio.create_task(equalize(passwords, users))
        yield
        migrated.cancel()
        equalized.cancel()
        await self.supervisor.stop(LongLived.JOURNAL, *works)
        await self.sessions.messenger.close()
        if self.database.store.replicated:
            await self.several.leave()
        await self.audit.close()
        await passwords.close()

    async def _with_sign_on(self, _: web.Application) -> AsyncIterator[None]:
        yield
        if self.accounts.sign_on:
            await self.accounts.sign_on.close()

    async def _restore(self) -> None:
        """Bring the server to where the last one stopped. Raises `StorageUnavailable`."""
        store = self.database.store
        # Before the sessions, whose rosters then include the students that it enrols.
        await self.rosters.imports.restore()
        await store.claims.set_missing_expiry(self.accounts.code_term.end())
        if store.replicated:
            await self.several.follow()
        else:
            if self.settings.mongo_uri:
                await warn_of_others(store)
            await store.sessions.fence()
        await self.sessions.running.restore()
        if self.settings.keep_audit:
            await store.audit.prepare(self.settings.keep_audit)

    def _works(self) -> dict[LongLived, Work]:
        """The tasks that run as long as the server, besides the journal."""
        sessions = self.sessions
        works: dict[LongLived, Work] = {
            LongLived.CATCHING_UP: sessions.following.run,
            LongLived.TOKEN_WATCH: sessions.token_watch.run,
            LongLived.TOKEN_EXPIRY: sessions.token_watch.expire,
            LongLived.SESSION_LIMIT: sessions.running.expire,
            LongLived.SUBSTITUTES: sessions.running.end_terms,
            LongLived.HEARTBEAT: sessions.heartbeat.run,
            LongLived.CHECK_IN: self.joining.check_ins.run,
            LongLived.IMPORTS: self.rosters.imports.run,
        }
        if self.database.store.replicated:
            works |= self.several.works
        if self.settings.keep_audit:
            works[LongLived.AUDIT] = self.audit.run
        if self.accounts.outbox:
            works[LongLived.MAIL] = self.accounts.outbox.run
        if self.settings.keep_sessions:
            works[LongLived.RETENTION] = self.history.retention.run
        return works
