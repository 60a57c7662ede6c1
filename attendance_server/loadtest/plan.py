"""The marks of a session, their order, and the frames that every socket must therefore receive."""

import re
from collections.abc import Sequence
from typing import Any

import orjson

from .frames import event_frame

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Plan:
    """The marks of one session: all students in turn as present, then all as absent, and so on.

    So every mark changes something, and no two successive marks are alike. `sent`: the number of
    marks sent so far. `done`: whether `DONE` was sent. No frame is expected before its request.
    """

    def __init__(
        self, class_id: str, students: Sequence[str], *, session_id: str = "", named: bool = False
    ) -> None:
        """`named`: the marks carry the `classId`, for a teacher who runs several sessions."""
        self.class_id = class_id
        self.session_id = session_id
        self.students = students
        self.sent = 0
        self.done = False
        self._seat = {student: seat for seat, student in enumerate(students)}
        self._named = {"classId": class_id} if named else {}

    def mark(self, number: int) -> tuple[str, str]:
        """The student and the status of the mark with this number, counted from 0."""
        lap, seat = divmod(number, len(self.students))
        return self.students[seat], "absent" if lap % 2 else "present"

    def encode(self, event: str, data: dict[str, Any] | None = None) -> bytes:
        """An event as a client's frame."""
        return event_frame(event, data)

    def decode(self, text: bytes) -> tuple[str, dict[str, Any]] | None:
        """The event and the data of a server's frame; `None` if it does not follow the contract."""
        return event_of(text)

    def frames(self, count: int) -> list[bytes]:
        """The next `count` marks as frames. The caller adds those it sends to `sent`."""
        return [self._frame(number) for number in range(self.sent, self.sent + count)]

    def expects(self, number: int, text: bytes) -> bool:
        """Whether `text` is right for the session's frame with this number."""
        data = self._data(text, "ATTENDANCE_MARKED" if number < self.sent else "SESSION_ENDED")
        if data is None or data.get("classId") != self.class_id:
            return False
        if number < self.sent:
            student, status = self.mark(number)
            marked = data.get("studentId"), data.get("status")
            return marked == (student, status) and self.is_time(data.get("markedAt"))
        return self.ends_with(number) and self._is_result(data)

    def is_time(self, value: object) -> bool:
        """Whether a value is a time as the server sends them."""
        return isinstance(value, str) and bool(_TIME.fullmatch(value))

    def ends_with(self, number: int) -> bool:
        """Whether the session's frame with this number must be its result."""
        return self.done and number == self.sent

    def result(self) -> dict[str, str]:
        """The status of every student after the marks that were sent."""
        lap = range(max(0, self.sent - len(self.students)), self.sent)
        last = dict(map(self.mark, lap))
        return {student: last.get(student, "absent") for student in self.students}

    def locate(self, text: bytes, near: int) -> int | None:
        """The number of the mark that `text` reports; of several, the nearest to `near`.

        `None` if it does not report a mark that was sent.
        """
        data = self._data(text, "ATTENDANCE_MARKED")
        if data is None or data.get("classId") != self.class_id:
            return None
        seat = self._seat.get(str(data.get("studentId")))
        lap = {"present": 0, "absent": 1}.get(str(data.get("status")))
        if seat is None or lap is None:
            return None
        cycle = 2 * len(self.students)
        first = lap * len(self.students) + seat
        number = first + round((near - first) / cycle) * cycle
        number = max(number, first)
        while number >= self.sent:
            number -= cycle
        return number if number >= 0 else None

    def _frame(self, number: int) -> bytes:
        student, status = self.mark(number)
        return self.encode(
            "MARK_ATTENDANCE", {**self._named, "studentId": student, "status": status}
        )

    def _data(self, text: bytes, event: str) -> dict[str, Any] | None:
        parsed = self.decode(text)
        return parsed[1] if parsed and parsed[0] == event else None

    def _is_result(self, data: dict[str, Any]) -> bool:
        result = self.result()
        present = sum(status == "present" for status in result.values())
        attendance = data.get("attendance")
        return (
            isinstance(attendance, list)
            and len(attendance) == len(result)
            and dict(map(_row, attendance)) == result
            and data.get("sessionId") == self.session_id
            and (data.get("totalStudents"), data.get("presentCount")) == (len(result), present)
        )


def _row(row: object) -> tuple[str, str]:
    if not isinstance(row, dict):
        return "", ""
    return str(row.get("studentId")), str(row.get("status"))


def event_of(text: bytes) -> tuple[str, dict[str, Any]] | None:
    """The event and the data of a server frame; `None` if it does not follow the contract."""
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(frame, dict) or not isinstance(frame.get("event"), str):
        return None
    data = frame.get("data")
    return (frame["event"], data) if isinstance(data, dict) else None
