"""What a frame of the server looks like: the contract's tables as checks."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any], bool]

_ID = re.compile(r"[0-9a-f]{24}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

INVALID = "Invalid message format"
UNKNOWN = "Unknown event"
TEACHERS = "Forbidden, teacher event only"
STUDENTS = "Forbidden, student event only"
NOT_RUNNING = "No active attendance session"
NOT_ITS_TEACHER = "Forbidden, not class teacher"
NOT_IN_CLASS = "Student not in class"
WHICH_CLASS = "classId required"
UNAUTHORIZED = "Unauthorized or invalid token"
ERRORS = {
    INVALID: "invalid_message",
    UNKNOWN: "unknown_event",
    TEACHERS: "teacher_only",
    STUDENTS: "student_only",
    NOT_RUNNING: "no_active_session",
    NOT_ITS_TEACHER: "not_class_teacher",
    NOT_IN_CLASS: "student_not_in_class",
    WHICH_CLASS: "class_id_required",
    UNAUTHORIZED: "unauthorized",
}
"""All errors that a socket can receive while the database is available, and their codes."""


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _id(value: Any) -> bool:
    return _text(value) and _ID.fullmatch(value) is not None


def _time(value: Any) -> bool:
    return _text(value) and _TIME.fullmatch(value) is not None


def _count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _one_of(*values: str | None) -> Check:
    return lambda value: (value is None or _text(value)) and value in values


def _list(item: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(item, value))


def _object(**fields: Check) -> Check:
    """Has exactly these fields."""
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == fields.keys()
        and all(check(value[name]) for name, check in fields.items())
    )


def _true(value: Any) -> bool:
    return value is True


def _either(*checks: Check) -> Check:
    return lambda value: any(check(value) for check in checks)


_status = _one_of("present", "late", "excused", "absent")
_own_status = _one_of("present", "late", "excused", None)
_started = {"sessionId": _id, "classId": _id, "className": _text, "startedAt": _time}
_counts = dict.fromkeys(("totalStudents", "presentCount", "lateCount", "excusedCount"), _count)
_running = _started | _counts
_mark = {"studentId": _id, "status": _status, "markedAt": _time}
_result = {
    "sessionId": _id,
    "classId": _id,
    "absentCount": _count,
    **_counts,
    "attendance": _list(_object(studentId=_id, status=_status)),
}
_change = {
    **{"sessionId": _id, "classId": _id, "startedAt": _time, "endedAt": _time},
    "attendance": _result["attendance"],
}

SHAPES: dict[str, Check] = {
    "ERROR": _either(
        *(_object(message=_one_of(message), code=_one_of(code)) for message, code in ERRORS.items())
    ),
    "ATTENDANCE_MARKED": _either(
        _object(classId=_id, **_mark), _object(classId=_id, **_mark, unmarked=_true)
    ),
    "TODAY_SUMMARY": _object(
        classId=_id, presentStudentIds=_list(_id), unmarkedCount=_count, **_counts
    ),
    "MY_STATUS": _object(classId=_id, status=_own_status),
    "SESSION_ENDED": _either(_object(**_result), _object(**_result, discarded=_true)),
    "SESSION_COUNTS": _object(classId=_id, totalStudents=_count, presentCount=_count),
    "SESSION_STARTED": _object(**_started),
    "WATCHING": _object(
        sessions=_list(
            _either(
                _object(
                    **_running,
                    marks=_list(_either(_object(**_mark), _object(**_mark, unmarked=_true))),
                ),
                _object(**_running, status=_own_status),
                _object(**_running, status=_one_of(None), markedAt=_time),
            )
        )
    ),
    "SESSION_CHANGED": _either(_object(**_change), _object(**_change, discarded=_true)),
    "ROSTER_CHANGED": _object(classId=_id, totalStudents=_count),
    "CLASS_MEMBERSHIP": _object(
        classId=_id, className=_text, membership=_one_of("enrolled", "invited", "none")
    ),
}


def is_server_frame(frame: Any) -> bool:
    """Whether `frame`, as JSON gives it, is one that the contract knows."""
    shape = _object(event=_one_of(*SHAPES), data=lambda _: True)
    return shape(frame) and SHAPES[frame["event"]](frame["data"])
