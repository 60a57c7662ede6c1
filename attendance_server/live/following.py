"""Running sessions follow their documents, to which other servers commit as well.

What another server has committed is applied in the order of the commits, and told as what this
server commits itself. If a commit is missing, the session is behind: its document is read, and the
difference is told. The same settles what this server has sent and does not know the outcome of.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from typing import Protocol

from ..errors import AttendanceError
from ..errors.server import StorageUnavailable
from ..models import Commit, FollowedCommit, Missing, StoredSession
from .backlog import Backlog, Submission
from .changes import Saved, SessionEvent
from .differences import differences
from .event_records import event_of
from .live_session import LiveSession
from .pending import PendingChanges
from .registry import SessionRegistry

log = logging.getLogger(__name__)

RETRY_PAUSE = 0.1
"""Seconds from a read that failed to the next try."""

STREAM_LEAD = 1.0
"""Seconds that the change stream has to show a commit of another server before it is read.

It shows every mark; the document only the last of each student.
"""

STALE_PAUSE = 0.01
"""Seconds after which a document is read again that did not show yet what was saved of it."""


CATCH_UP_TIMEOUT = 2.0
"""Seconds within which a session has to be read that seems to have ended."""

PER_TURN = 256
"""Events that are told in a turn of the loop."""


class SessionReader(Protocol):
    """Where sessions are saved."""

    async def stored(self, session_ids: Collection[str]) -> Mapping[str, StoredSession]:
        """The sessions with these ids that exist, by id. Raises `StorageUnavailable`."""
        ...


class EventListener(Protocol):
    """Learns what has become of sessions. Its methods never raise."""

    async def settled(self, submission: Submission) -> None:
        """A submission has its outcome."""
        ...

    async def followed(self, event: Saved) -> None:
        """Another server, or one that no client waits for any longer, has saved this."""
        ...

    def lost(self, session: LiveSession) -> None:
        """A session is gone from the database."""
        ...


class Following:
    """Advances sessions by what was committed to them."""

    def __init__(
        self,
        registry: SessionRegistry,
        backlog: Backlog,
        reader: SessionReader,
        listener: EventListener,
    ) -> None:
        self._registry = registry
        self._backlog = backlog
        self._reader = reader
        self._listener = listener
        self._early: dict[LiveSession, list[FollowedCommit]] = {}
        self._landed: dict[LiveSession, StoredSession] = {}
        self._to_read: set[LiveSession] = set()
        self._due: dict[LiveSession, float] = {}
        self._wake = asyncio.Event()
        self.streaming = False
        """Whether a change stream shows the commits of other servers."""
        self.on_advanced: Callable[[], None] = lambda: None
        """Called when a session is no longer behind, or could not be read, and when all is told."""
        self.followed = 0
        self.reads = 0

    async def follow(self, session: LiveSession, followed: FollowedCommit) -> None:
        """A commit to a session has been seen on the change stream."""
        behind = session in self._backlog.behind
        if followed.number <= session.commits:
            return
        if self._backlog.is_held(session) and not behind:
            # This server is saving or telling something of it, which may be this commit.
            self._early.setdefault(session, []).append(followed)
            return
        skipped = followed.number > session.commits + 1
        if skipped or followed.commit is None or self._backlog.needs_document(session):
            self.read_again((session,))
            return
        self._backlog.advance(session)
        try:
            await self._step(session, followed.commit)
        finally:
            await self._catch_up(session)

    async def missed(self, sessions: Iterable[LiveSession]) -> None:
        """Commits to these sessions were not applied: those of other servers were."""
        now = asyncio.get_running_loop().time()
        for session in sessions:
            self._to_read.discard(session)
            # No stream shows a server what it has committed itself.
            shown = self.streaming and not self._backlog.in_doubt(session)
            self._due[session] = now + STREAM_LEAD if shown else now
            for followed in self._early.pop(session, ()):
                await self.follow(session, followed)
        self._wake.set()

    async def released(self, sessions: Iterable[LiveSession]) -> None:
        """These sessions are no longer held, so that what came early can be applied."""
        if not (self._early or self._to_read):
            return
        for session in sessions:
            if session in self._to_read:
                self._to_read.remove(session)
                self._fall_behind(session, asyncio.get_running_loop().time())
            for followed in self._early.pop(session, ()):
                await self.follow(session, followed)

    def read_again(self, sessions: Iterable[LiveSession]) -> None:
        """Nothing is known of what was committed to these sessions in the meantime."""
        for session in sessions:
            if not self._backlog.is_held(session):
                self._fall_behind(session, asyncio.get_running_loop().time())
            else:
                # What is being saved or told of it comes first, and so does a read that is under
                # way: it may find the document as it was before.
                self._to_read.add(session)

    async def catch_up(self, sessions: Iterable[LiveSession]) -> None:
        """Wait until these sessions are what their documents are now.

        Raises `StorageUnavailable` if that takes too long.
        """
        waiting = set(sessions)
        self.read_again(waiting)
        deadline = asyncio.get_running_loop().time() + CATCH_UP_TIMEOUT
        while waiting & (self._backlog.behind.keys() | self._to_read):
            if asyncio.get_running_loop().time() > deadline:
                raise StorageUnavailable
            await asyncio.sleep(STALE_PAUSE)

    async def run(self) -> None:
        """Read the documents of sessions that are behind, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            for session in self._backlog.behind:
                self._due.setdefault(session, loop.time())
            if not self._due:
                await self._wake.wait()
                continue
            if (ahead := min(self._due.values()) - loop.time()) > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(ahead):
                        await self._wake.wait()
                continue
            await self._read([each for each, due in self._due.items() if due <= loop.time()])

    async def _read(self, sessions: Collection[LiveSession]) -> None:
        for session in sessions:
            del self._due[session]
        behind = [each for each in sessions if each in self._backlog.behind]
        if not behind:
            return
        try:
            stored = await self._reader.stored([session.id for session in behind])
        except StorageUnavailable:
            self.on_advanced()
            await asyncio.sleep(RETRY_PAUSE)
            return
        stale = False
        for session in behind:
            if session not in self._backlog.behind:
                # The change stream was quicker.
                continue
            self.reads += 1
            document = stored.get(session.id)
            stale = stale or (document is not None and document.session.commit <= session.commits)
            await self.take_over(session, document)
        if stale:
            # It does not show yet what a majority is about to have.
            await asyncio.sleep(STALE_PAUSE)

    async def take_over(self, session: LiveSession, stored: StoredSession | None) -> None:
        """Take over what was read of a session that is behind; `None`: it is gone."""
        if stored is None:
            self._backlog.lose(session)
            await self.tell_landed()
            self._listener.lost(session)
            self._early.pop(session, None)
            self._to_read.discard(session)
            self.on_advanced()
            return
        self._backlog.advance(session)
        document = stored.session
        if document.commit > session.commits:
            attempt = self._backlog.resolve(session, stored.attempt)
            last = document.commit == session.commits + 1
            if attempt and self._backlog.land(attempt, last=last):
                self._landed[session] = stored
                await self.tell_landed()
                return
        await self._take_over_rest(session, stored)

    async def tell_landed(self) -> None:
        """Tell what has landed or is refused, and may be told; take over what came after it."""
        while attempts := self._backlog.next_landed():
            together = [each for attempt in attempts for each in attempt.submissions]
            try:
                for submission, outcome in sorted(together, key=lambda each: each[0].ticket):
                    if submission.outcome is outcome:
                        await self._listener.settled(submission)
                    elif not isinstance(outcome, AttendanceError):
                        # Its client was told that it could not be saved.
                        await self._listener.followed(outcome)
            finally:
                self._backlog.told()
                for session in (attempt.session for attempt in attempts if attempt.holds):
                    await self._take_over_rest(session, self._landed.pop(session, None))
                # Also where all were refused, and no session was held for them.
                self.on_advanced()

    async def _take_over_rest(self, session: LiveSession, stored: StoredSession | None) -> None:
        """Take over what was `stored` after the commits that the session has."""
        try:
            if stored and stored.session.commit > session.commits:
                events = self._recorded(session, stored)
                if events is None:
                    events = differences(session, stored.session)
                self._registry.replace(session, stored.session)
                await self._tell(events)
        finally:
            await self._catch_up(session)

    def _recorded(
        self, session: LiveSession, stored: StoredSession
    ) -> Iterable[SessionEvent] | None:
        """The events of the one commit that is missing; `None` if there are more, or no events.

        Each is made when it is told, of the session as it is after that commit.
        """
        if stored.events is None or stored.session.commit != session.commits + 1:
            return None
        return (event for each in stored.events if (event := event_of(each, session)))

    async def _step(self, session: LiveSession, commit: Commit) -> None:
        """Apply the next commit to a session, which is another server's."""
        self._backlog.resolve(session, None)
        self._registry.accept(_pending(session, commit))
        self.followed += 1
        await self._tell(
            event for each in commit.events or () if (event := event_of(each, session))
        )

    async def _tell(self, events: Iterable[SessionEvent]) -> None:
        for place, event in enumerate(events):
            if place and place % PER_TURN == 0:
                # Others get turns of the loop if there is much to tell; the session is held.
                await asyncio.sleep(0)
            await self._listener.followed(event)

    async def _catch_up(self, session: LiveSession) -> None:
        self._backlog.catch_up(session)
        self.on_advanced()
        await self.released((session,))

    def _fall_behind(self, session: LiveSession, due: float) -> None:
        self._backlog.fall_behind(session)
        self._due[session] = due
        self._wake.set()


def _pending(session: LiveSession, commit: Commit) -> PendingChanges:
    """The changes of a commit to a session that has all commits before it."""
    pending = PendingChanges(session)
    pending.enrolled = dict.fromkeys(each for each in commit.roster if each not in session.roster)
    pending.marks = {mark.student_id: mark for mark in commit.marks}
    pending.last_seq = max([session.last_seq, *(mark.seq for mark in commit.marks)])
    for arrival in commit.arrivals:
        pending.note(arrival)
    pending.ended_at = commit.ended_at
    pending.discarded = commit.discarded
    if commit.check_in:
        pending.check_in = commit.check_in
    if not isinstance(commit.head_count, Missing):
        pending.head_count = commit.head_count
    return pending
