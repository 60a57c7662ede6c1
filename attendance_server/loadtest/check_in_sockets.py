"""The sockets of a session to which students check themselves in, in an order of their own."""

import asyncio
from typing import Any

from .listener import Listener
from .plan import Plan
from .socket_group import SocketGroup


class CheckInPlan(Plan):
    """Each student is marked once, in the order in which the server saves the check-ins.

    `sent`: the number of check-ins that were sent. `codes`: what the teacher was shown last.
    """

    codes: dict[str, Any] | None = None

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._arrived: dict[str, tuple[int, str]] = {}
        self.flagged = 0

    def number_of(self, student_id: str) -> int | None:
        """Which frame of the session told of this student; `None` if none has so far."""
        arrived = self._arrived.get(student_id)
        return arrived and arrived[0]

    def link_path(self) -> str:
        """The path of the link that is shown now."""
        link = str((self.codes or {}).get("link"))
        return link[link.index("/C/") :]

    def expects(self, number: int, text: bytes) -> bool:
        if number >= self.sent:
            return super().expects(number, text)
        data = self._data(text, "ATTENDANCE_MARKED") or {}
        student, status = data.get("studentId"), data.get("status")
        if (
            data.get("classId") != self.class_id
            or student not in self._seat
            or student in self._arrived
            or status not in ("present", "late")
            or not self.is_time(data.get("markedAt"))
        ):
            return False
        self._arrived[student] = number, status
        return True

    def locate(self, text: bytes, near: int) -> int | None:
        data = self._data(text, "ATTENDANCE_MARKED") or {}
        return self.number_of(str(data.get("studentId")))

    def result(self) -> dict[str, str]:
        absent = None, "absent"
        return {student: self._arrived.get(student, absent)[1] for student in self.students}


class CheckInListener(Listener):
    """One socket; the teacher's is also shown the codes."""

    def _own_event(self, text: bytes) -> bool:
        event, data = self._plan.decode(text) or ("", {})
        if event == "CHECK_IN_FLAGGED":
            self._checking_in.flagged += 1
            return True
        if event != "CHECK_IN_CODE":
            return super()._own_event(text)
        self._checking_in.codes = data
        if not self.answered.done():
            self.answered.set_result((event, data))
        return True

    @property
    def _checking_in(self) -> CheckInPlan:
        assert isinstance(self._plan, CheckInPlan)
        return self._plan


class CheckInGroup(SocketGroup):
    """The sockets of one session."""

    kind = CheckInListener
    planned = CheckInPlan

    @property
    def check_ins(self) -> CheckInPlan:
        assert isinstance(self.plan, CheckInPlan)
        return self.plan

    async def open_check_in(self, patience: float) -> bool:
        """Open check-in, and return whether the teacher is shown codes."""
        answered = self.teacher.ask("OPEN_CHECK_IN", {"classId": self.plan.class_id})
        done, _ = await asyncio.wait([answered], timeout=patience)
        return bool(done) and bool((self.check_ins.codes or {}).get("open"))
