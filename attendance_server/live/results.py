"""Tells open pages that the result of an ended session has changed."""

import logging
from collections.abc import Iterable

from ..errors.classes import ClassNotFound
from ..errors.server import StorageUnavailable
from ..logs import fields
from ..models import Session
from ..store import Store
from ..wire.messages import SessionChanged, StudentStatus
from .messenger import Messenger

log = logging.getLogger(__name__)


class ResultNews:
    """Sends `SESSION_CHANGED` to those who watch: teachers of the class, and students concerned."""

    def __init__(self, messenger: Messenger, store: Store) -> None:
        self._messenger = messenger
        self._store = store

    async def changed(self, session: Session, student_ids: Iterable[str] | None = None) -> None:
        """The result of a session is saved, with the marks of these students, by default of all.

        If it was discarded, it has none. Never raises: the change is saved, and pages that miss
        this show it when they are loaded again.
        """
        try:
            class_ = await self._store.classes.seen_by(session.teacher_id, session.class_id)
        except (ClassNotFound, StorageUnavailable) as error:
            ids = fields(class_id=session.class_id, session_id=session.id)
            log.warning("pages are not told of a changed result: %s", error, extra=ids)
            return
        concerned = session.roster if student_ids is None else tuple(student_ids)
        lines = {each: StudentStatus(each, session.result_of(each)) for each in concerned}
        counts = session.discarded is None
        self._messenger.tell_teachers(class_, _frame(session, lines.values() if counts else ()))
        for student_id, line in lines.items():
            self._messenger.tell((student_id,), _frame(session, (line,) if counts else ()))


def _frame(session: Session, lines: Iterable[StudentStatus]) -> SessionChanged:
    assert session.ended_at
    return SessionChanged(
        session_id=session.id,
        class_id=session.class_id,
        started_at=session.started_at,
        ended_at=session.ended_at,
        attendance=tuple(lines),
        discarded=session.discarded is not None,
    )
