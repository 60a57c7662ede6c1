"""What happens in a script, and the strategies that generate scripts.

Users, classes and sockets are numbers, taken modulo how many there are, so that every script can be
played. In payloads `@C1` stands for the id of the second class, `@O1` for that of the second that
the sender is in, `@S1` for a student's and `@T1` for a teacher's; lower-case letters stand for the
same id in upper case.
"""

import itertools
import json
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen
from hypothesis import strategies as st

from tests.support.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, closing, frame, header

T = TypeVar("T")

MAX_FRAME = 64 * 1024


def _shown(payload: bytes) -> str:
    return repr(payload) if len(payload) < 400 else f"{payload[:40]!r}... ({len(payload)} bytes)"


@frozen
class Open:
    """A user opens a socket, with the token where `way` says."""

    person: int
    way: str


@frozen
class Knock:
    """A user is gone before their handshake is answered, of which they have sent a `part`.

    `more`: messages that they sent right after it.
    """

    person: int
    part: float
    more: tuple[bytes, ...]


@frozen
class Say:
    """A whole message, padded with spaces to `size` bytes, in as many frames as `cuts` make of it.

    `role`: that of the sender, if such a user has a socket. `pinged`: a ping is sent between any
    two frames. `torn`: the last byte is sent later.
    """

    socket: int
    payload: bytes = field(repr=_shown)
    role: str = ""
    opcode: int = TEXT
    size: int = 0
    cuts: tuple[float, ...] = ()
    pinged: bool = False
    torn: bool = False


@frozen
class Signal:
    """A ping, or an unsolicited pong."""

    socket: int
    opcode: int
    payload: bytes


@frozen
class Break:
    """Bytes that no client should send; `codes` are those of the close frame that must follow. If
    there are none, anything may follow.
    """

    socket: int
    raw: bytes
    codes: tuple[int, ...] = ()


@frozen
class Leave:
    """The client leaves: with a close frame, at once, or in the middle of a frame."""

    socket: int
    way: str


@frozen
class Call:
    """A call over HTTP; `waits`: nothing else happens before its answer.

    `own`: the teacher of the class makes it, regardless of `person`.
    """

    person: int
    name: str
    class_: int
    student: int
    own: bool
    waits: bool


@frozen
class Wait:
    """Nothing happens until everything that a socket has sent is answered."""

    socket: int


Action: TypeAlias = Open | Knock | Say | Signal | Break | Leave | Call | Wait


@frozen
class Script:
    """`running`: which of the classes have a session from the beginning."""

    running: tuple[bool, ...]
    actions: tuple[Action, ...]


CALLS = (
    *("start",) * 5,
    *("enrol",) * 3,
    *("unenrol",) * 3,
    *("reopen",) * 3,
    *("mark",) * 3,
    "end",
    *("discard",) * 2,
    *(
        "restore",
        "correct",
        "rename",
        "delete class",
        "make class",
        "change password",
        "delete account",
    ),
    *(
        "/class/{id}",
        "/class/{id}/my-attendance",
        "/attendance/running",
        "/class/{id}/sessions",
        "/class/{id}/report",
        "/students",
    ),
)

GOOD = [
    b'{"event": "WATCH"}',
    b'{"event": "GET_TODAY_SUMMARY", "data": {"classId": "@C0"}}',
    b'{"event": "CHECK_MY_STATUS", "data": {"classId": "@C1"}}',
    b'{"event": "MARK_ATTENDANCE", "data": {"studentId": "@S0", "classId": "@C0"}}',
    b'{"event": "DONE", "data": {"classId": "@C2"}}',
]

ODD = [
    b"",
    b" ",
    b"\0",
    b"null",
    b"[]",
    b"{}",
    b"{",
    b"[" * 20_000,
    b"[" * 20_000 + b"]" * 20_000,
    b'{"event": "WATCH", "data": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}",
    b'{"event":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"event": "WATCH", "event": "DONE"}',
    b'{"event": "DONE", "event": "WATCH", "data": [], "data": {}}',
    b'{"event": "DONE", "data": {"classId": "@C0", "classId": "@C1"}}',
    b'{"event": "WATCH", "data": {"x": NaN}}',
    b'{"event": "WATCH", "data": {"x": -Infinity}}',
    b'{"event": "WATCH", "data": {"x": 1e999999}}',
    b'{"event": "WATCH", "data": {"x": ' + b"9" * 5_000 + b"}}",
    b'{"event": "\\ud800"}',
    b'{"event": "WATCH", "data": {"\\udfff": "\\ud800"}}',
    b'{"event": "MARK_ATTENDANCE", "data": {"studentId": "\\ud800"}}',
    b'{"event": "GET_TODAY_SUMMARY", "data": {"classId": "\\u0000"}}',
    b'{"event": "WATCH"}{"event": "WATCH"}',
    b'\xef\xbb\xbf{"event": "WATCH"}',
    b'{"event": "WATCH\xff"}',
    b'{"event": "WATCH", "data": {"x": "\xed\xa0\x80"}}',
    '{"event": "WATCH"}'.encode("utf-16"),
    b'{"event": "SESSION_ENDED", "data": {"classId": "@C0"}}',
    b'{"event": "ATTENDANCE_MARKED", "data": {"classId": "@C0", "studentId": "@S0"}}',
    b'{"event": "__class__", "data": {"__proto__": {}}}',
]

ILL_FORMED = [
    *((raw, (1002,)) for raw in (frame(GOOD[0], 0x3), frame(GOOD[0], 0xB))),
    (frame(GOOD[0], rsv=0b100), (1002,)),
    (frame(GOOD[0], rsv=0b001), (1002,)),
    (frame(GOOD[0], CONTINUATION), (1002,)),
    (frame(GOOD[0], fin=False) + frame(GOOD[0]), (1002,)),
    (frame(b"", PING, fin=False), (1002,)),
    (frame(b"x" * 126, PING), (1002,)),
    (frame(b"\x03", CLOSE), (1002,)),
    (closing(1005), (1002,)),
    (closing(1000, b"\xff"), ()),
    (header(1 << 24), (1009,)),
    (header((1 << 63) - 1), (1009,)),
    (header(1 << 63), ()),
    (b"\x81\x12" + GOOD[0], ()),
    (b"GET /ws HTTP/1.1\r\n\r\n", ()),
]


def _weighted(*parts: tuple[int, st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """One of the strategies, each with the weight before it."""
    among = [part for weight, part in parts for _ in range(weight)]
    return st.sampled_from(among).flatmap(lambda part: part)


def _frame_text(event: object, data: object, plain: bool) -> bytes:
    """`plain`: characters are not escaped, not even those that are invalid in UTF-8."""
    text = json.dumps({"event": event, "data": data}, ensure_ascii=not plain)
    return text.encode("utf-8", "surrogatepass")


def _event(name: str, **data: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """Events with these fields, of which only `studentId` is required."""
    student = {"studentId": data.pop("studentId")} if "studentId" in data else {}
    fields = st.fixed_dictionaries(student, optional=data)
    return st.builds(_frame_text, st.just(name), fields, st.just(False))


def _changed(payload: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """The payload with some of its bytes replaced by others."""
    for at, length, instead in changes:
        at %= len(payload) + 1
        payload = payload[:at] + instead + payload[at + length :]
    return payload


def _mutated(payload: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    change = st.tuples(st.integers(0, 80), st.integers(0, 3), st.binary(max_size=3))
    return st.builds(_changed, payload, st.lists(change, min_size=1, max_size=3))


numbers = st.integers(0, 11)
payloads = st.binary(max_size=24)

NO_ID = "0" * 24
class_ids = st.sampled_from(
    ["@O0", "@O1"] * 12 + ["@C0", "@C1", "@C2", "@C3", "@c0", "@o0"] * 2 + ["@S0", NO_ID, "", "x"]
)
student_ids = st.sampled_from(["@S0", "@S1", "@S2", "@S3", "@s1"] * 3 + ["@T0", "@C0", NO_ID, ""])
statuses = st.sampled_from(["present", "late", "excused", "absent"] * 4 + ["here", "", None])
marks = _event("MARK_ATTENDANCE", studentId=student_ids, classId=class_ids, status=statuses)
of_teachers = _weighted(
    (20, marks),
    (2, _event("DONE", classId=class_ids)),
    (3, _event("GET_TODAY_SUMMARY", classId=class_ids)),
    (4, _event("WATCH")),
)
of_students = _weighted((3, _event("CHECK_MY_STATUS", classId=class_ids)), (1, _event("WATCH")))
events = of_teachers | of_students

characters = st.text(st.characters(), max_size=8)
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | characters
    | class_ids
    | st.sampled_from(["$ne", "event", "data", "classId", "studentId", "status"]),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(characters, values, max_size=4),
    max_leaves=6,
)
of_junk = st.builds(
    _frame_text,
    st.sampled_from(["WATCH", "DONE", "MARK_ATTENDANCE", "TODAY_SUMMARY"]) | junk,
    st.dictionaries(st.sampled_from(["studentId", "classId", "status"]), junk) | junk,
    st.booleans(),
)
no_events = _weighted((3, st.sampled_from(ODD)), (2, _mutated(events)), (2, of_junk), (1, payloads))

cuts = st.lists(st.floats(0, 1), max_size=4).map(lambda at: tuple(sorted(at)))
sizes = st.sampled_from([0] * 12 + [125, 126, 65535, MAX_FRAME, MAX_FRAME + 1, 4 * MAX_FRAME])
says = _weighted(
    (6, st.builds(Say, numbers, of_teachers, st.just("teacher"))),
    (3, st.builds(Say, numbers, of_students, st.just("student"))),
    (1, st.builds(Say, numbers, events)),
    (2, st.builds(Say, numbers, no_events)),
    (2, st.builds(Say, numbers, events | no_events, size=sizes, cuts=cuts, pinged=st.booleans())),
    (1, st.builds(Say, numbers, events | no_events, torn=st.just(True))),
    (1, st.builds(Say, numbers, events | payloads, opcode=st.just(BINARY), cuts=cuts)),
)
calls = st.builds(
    Call,
    person=numbers,
    name=st.sampled_from(CALLS),
    class_=numbers,
    student=numbers,
    own=st.sampled_from([True, True, True, False]),
    waits=st.booleans(),
)
breaks = _weighted(
    (2, st.builds(lambda socket, how: Break(socket, *how), numbers, st.sampled_from(ILL_FORMED))),
    (1, st.builds(Break, numbers, _mutated(events.map(frame)))),
    (1, st.builds(Break, numbers, payloads)),
)
actions: st.SearchStrategy[Action] = _weighted(
    (30, says),
    (12, calls),
    (4, st.builds(Open, numbers, st.sampled_from(["url", "header", "subprotocol"]))),
    (1, st.builds(Open, numbers, st.just("wrong token"))),
    (
        1,
        st.builds(
            Knock,
            numbers,
            st.floats(0, 1) | st.just(1.0),
            st.lists(events | no_events, max_size=3).map(tuple),
        ),
    ),
    (2, st.builds(Signal, numbers, st.sampled_from([PING, PONG]), payloads)),
    (2, breaks),
    (2, st.builds(Leave, numbers, st.sampled_from(["goodbye", "abort", "half a frame"]))),
    (2, st.builds(Wait, numbers)),
)
scripts = st.builds(
    Script,
    running=st.tuples(*(st.booleans() for _ in range(3))),
    # Lists of lists: mostly long enough for a script, and short when shrunk.
    actions=st.lists(st.lists(actions, max_size=12), min_size=8, max_size=24).map(
        lambda parts: tuple(itertools.chain(*parts))
    ),
)
