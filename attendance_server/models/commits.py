"""Writes to the documents of running sessions, and what is read back of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from .check_in import Arrival, CheckIn
from .ids import Missing
from .sessions import Discard, Mark, Session


@frozen
class EventRecord:
    """What a commit is heard as, saved with it so that other servers send the same frames.

    `kind`: the name of the event. `fields`: what there is to say of it, besides the `mark` that a
    student has after it.
    """

    kind: str
    fields: Mapping[str, Any] = field(factory=dict)
    mark: Mark | None = None


@frozen
class Commit:
    """One write to the document of a session, applied completely or not at all.

    It is applied only to the document that the commit before it, `number` - 1, has left. So of
    several servers that write at the same time one succeeds, and a write that arrives late changes
    nothing. `attempt` is another number for everything that a server sends: the document says which
    one of each server was applied last. With `replaces`, all fields replace what is saved;
    otherwise they are added to it. `events`: what other servers are to tell; `None` if there are
    no other servers.
    """

    session_id: str
    number: int
    replaces: bool
    roster: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    ended_at: datetime | None = None
    discarded: Discard | None = None
    check_in: CheckIn | None = None
    arrivals: tuple[Arrival, ...] = ()
    head_count: int | Missing | None = Missing.MISSING
    attempt: int = 0
    events: tuple[EventRecord, ...] | None = None


@frozen
class StoredSession:
    """A session as its document was read, with what came last of it.

    `attempt`: the last attempt of the reading server that was applied; `None` if none was.
    `events`: those of the last commit; `None` if it was saved without any.
    """

    session: Session
    attempt: int | None = None
    events: tuple[EventRecord, ...] | None = None


@frozen
class FollowedCommit:
    """A commit as the change stream shows it to other servers than the one that made it.

    `commit`: `None` if it changed what only the whole document shows.
    """

    session_id: str
    number: int
    commit: Commit | None
