"""Notes with an absence, from the student who writes one to the teacher who decides."""

from collections.abc import Callable
from datetime import datetime

import attrs

from ..errors.absence import NoteDecided, NoteNotFound, TooManyNotes
from ..live.messenger import Messenger
from ..models import AbsenceNote, Class, NoteDecision, NoteState, User
from ..store import Store
from ..wire.absence_notes import AbsenceNoteChanged, NoteView, WriteNote
from ..wire.fields import Day
from .excusals import Excusals

MOST_WAITING = 20
"""Notes of a student in a class that may wait for a decision."""


class AbsenceNotes:
    """The notes of all classes. Every call raises `StorageUnavailable`.

    Those who are told are the class's teachers and the student, on sockets that watch.
    """

    def __init__(
        self, store: Store, excusals: Excusals, messenger: Messenger, now: Callable[[], datetime]
    ) -> None:
        """`now` returns the time at which a note is written or decided on."""
        self._store = store
        self._excusals = excusals
        self._messenger = messenger
        self._now = now

    async def write(self, class_: Class, student: User, note: WriteNote) -> NoteView:
        """Save a note of a student of the class, and tell those concerned.

        Raises `TooManyNotes`.
        """
        waiting = await self._store.absence_notes.count_waiting(class_.id, student.id)
        if waiting >= MOST_WAITING:
            raise TooManyNotes
        written = await self._store.absence_notes.add(
            class_.id,
            student.id,
            days=(note.from_, note.last),
            span=note.span(),
            reason=note.reason,
            at=self._now(),
        )
        return self._tell(class_, written, student.name)

    async def decide(
        self, class_: Class, note_id: str, teacher: User, *, accepted: bool
    ) -> tuple[NoteView, int]:
        """Accept a note as an excuse, or decline it; a later decision replaces an earlier one.

        Returns the note, and how many marks accepting it makes excused. What an earlier decision
        has excused stays so. Raises `NoteNotFound`.
        """
        note = await self._find(class_, note_id)
        decision = NoteDecision(accepted, teacher.id, self._now())
        # The decision first: accepting can be tried again.
        decided = await self._store.absence_notes.decide(note, decision)
        if decided is None:
            raise NoteNotFound
        excused = await self._excusals.accepted(decided) if accepted else 0
        student = await self._store.users.get(decided.student_id)
        return self._tell(class_, decided, student.name if student else ""), excused

    async def withdraw(self, class_: Class, note_id: str, student: User) -> NoteView:
        """Delete a note of the student's own. Raises `NoteNotFound` and `NoteDecided`."""
        note = await self._find(class_, note_id)
        if note.student_id != student.id:
            raise NoteNotFound
        if not await self._store.absence_notes.withdraw(note):
            raise NoteDecided
        return self._tell(class_, note, student.name, NoteState.WITHDRAWN)

    async def _find(self, class_: Class, note_id: str) -> AbsenceNote:
        note = await self._store.absence_notes.get(class_.id, note_id)
        if note is None:
            raise NoteNotFound
        return note

    def _tell(
        self, class_: Class, note: AbsenceNote, name: str, state: NoteState | None = None
    ) -> NoteView:
        view = note_view(note, name)
        if state:
            view = attrs.evolve(view, state=state)
        frame = AbsenceNoteChanged(**attrs.asdict(view, recurse=False))
        self._messenger.tell_teachers(class_, frame)
        self._messenger.tell((note.student_id,), frame)
        return view


def note_view(note: AbsenceNote, name: str) -> NoteView:
    """A note in the words of the protocol. `name`: the student's."""
    return NoteView(
        id=note.id,
        class_id=note.class_id,
        student_id=note.student_id,
        name=name,
        from_=Day(note.first),
        until=Day(note.last),
        reason=note.reason,
        state=note.state,
        written_at=note.written_at,
        decided_at=note.decision.at if note.decision else None,
    )
