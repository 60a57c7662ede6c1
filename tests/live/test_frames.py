"""Invalid frames, and what the underlying WebSocket protocol allows and forbids."""

import asyncio
import json
import logging
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from attendance_server.settings import Settings
from tests.conftest import serving
from tests.support.client import Client, Lesson
from tests.support.raw import CLOSE, CONTINUATION, PING, PONG, TEXT, Raw, closing, frame, header

INVALID = "Invalid message format"
LIMIT = 64 * 1024
SUMMARY = b'{"event": "GET_TODAY_SUMMARY"}'
NO_SESSION = "No active attendance session"


@pytest.fixture
def client(school: Client) -> Client:
    return school


def text(event: object, data: object) -> str:
    return json.dumps({"event": event, "data": data})


def padded(size: int) -> str:
    """A frame of that many bytes that asks for the summary."""
    bare = len(text("GET_TODAY_SUMMARY", {"pad": ""}))
    return text("GET_TODAY_SUMMARY", {"pad": "x" * (size - bare)})


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        "hello",
        "{",
        '{"event": "WATCH"',
        '{"event": "WATCH",}',
        "{'event': 'WATCH'}",
        '{"event": "WATCH"} {"event": "WATCH"}',
        '{"event": "WATCH", "data": {"x": NaN}}',
        '\ufeff{"event": "WATCH"}',
        "\0",
        '{"event": "WATCH"}\0',
        '{"event": "WAT\0CH"}',
        '{"event": "\\ud800"}',
        pytest.param("[" * 20_000, id="open lists"),
        pytest.param("[" * 20_000 + "]" * 20_000, id="nested lists"),
        pytest.param('{"event":' * 5_000 + "1" + "}" * 5_000, id="nested events"),
        pytest.param(
            '{"event": "WATCH", "data": {"x": ' + "[" * 20_000 + "]" * 20_000 + "}}",
            id="nested in an ignored field",
        ),
    ],
)
async def test_text_that_is_not_json_is_an_invalid_message(client: Client, bad: str) -> None:
    socket = await client.socket(await client.teacher())
    await socket.ws.send_str(bad)
    assert await socket.error() == INVALID
    await socket.heard_nothing()


@pytest.mark.parametrize(
    "bad",
    [
        "null",
        "true",
        "7",
        '"WATCH"',
        "[]",
        '["WATCH", {}]',
        '[{"event": "WATCH"}]',
        "{}",
        '{"data": {}}',
        '{"Event": "WATCH"}',
        *(text(event, {}) for event in (None, 7, True, [], ["WATCH"], {}, {"$ne": None})),
        *(text("WATCH", data) for data in (None, [], [{}], "", "{}", 0, 7, False, True)),
    ],
)
async def test_json_that_is_not_an_event_with_data_is_an_invalid_message(
    client: Client, bad: str
) -> None:
    socket = await client.socket(await client.student())
    await socket.ws.send_str(bad)
    assert await socket.error() == INVALID
    await socket.heard_nothing()


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("MARK_ATTENDANCE", {}),
        ("MARK_ATTENDANCE", {"status": "present"}),
        *(("MARK_ATTENDANCE", {"studentId": wrong}) for wrong in (None, 7, True, [], ["x"], {})),
        ("MARK_ATTENDANCE", {"studentId": {"$ne": None}}),
        ("MARK_ATTENDANCE", {"studentid": "x"}),
        *(
            ("MARK_ATTENDANCE", {"studentId": "x", "status": wrong})
            for wrong in ("", "early", "PRESENT", " present", 1, True, [], {}, {"$ne": "absent"})
        ),
        *(
            (event, {"studentId": "x", "classId": wrong})
            for event in ("MARK_ATTENDANCE", "GET_TODAY_SUMMARY", "DONE")
            for wrong in (7, False, [], {"$gt": ""})
        ),
    ],
)
async def test_wrong_fields_are_an_invalid_message(
    client: Client, event: str, data: dict[str, Any]
) -> None:
    socket = await client.socket(await client.teacher())
    assert await socket.ask_error(event, **data) == INVALID


@pytest.mark.parametrize("wrong", [7, False, [], {"$gt": ""}])
async def test_wrong_fields_from_a_student_are_an_invalid_message(
    client: Client, wrong: object
) -> None:
    socket = await client.socket(await client.student())
    assert await socket.ask_error("CHECK_MY_STATUS", classId=wrong) == INVALID


@pytest.mark.parametrize(
    "event",
    [
        "",
        "mark_attendance",
        " WATCH",
        "WATCH\0",
        "WATCHING",
        "ATTENDANCE_MARKED",
        "ERROR",
        "$where",
        "__init__",
        "Прошу",
        "x" * 1000,
    ],
)
async def test_an_event_that_clients_cannot_send_is_unknown(client: Client, event: str) -> None:
    socket = await client.socket(await client.teacher())
    assert await socket.ask_error(event) == "Unknown event"
    await socket.heard_nothing()


@pytest.mark.parametrize(
    ("data", "message"),
    [([], INVALID), (None, INVALID), ({"studentId": 7, "classId": []}, "Unknown event")],
)
async def test_a_frame_is_checked_for_its_form_then_its_event_then_its_fields(
    client: Client, data: object, message: str
) -> None:
    socket = await client.socket(await client.teacher())
    await socket.ws.send_str(text("NO_SUCH_EVENT", data))
    assert await socket.error() == message


@pytest.mark.parametrize(
    "good",
    [
        '{"event": "WATCH"}',
        '{"event": "WATCH", "data": {}}',
        ' \r\n\t{"event" : "WATCH" }\n',
        '{"event": "\\u0057ATCH"}',
        '{"id": 7, "event": "WATCH", "data": {"more": [1, {"$ne": null}, "\\u0000", "é"]}}',
    ],
)
async def test_missing_data_spaces_and_unknown_fields_are_fine(client: Client, good: str) -> None:
    socket = await client.socket(await client.teacher())
    await socket.ws.send_str(good)
    assert await socket.expect("WATCHING") == {"sessions": []}


WRONG_IDS = [
    "",
    "x",
    "0" * 23,
    "0" * 24,
    "0" * 25,
    "g" * 24,
    "\0" * 24,
    "\u0660" * 24,
    "0x" + "0" * 22,
    "$ne",
    "marks.x",
    "__proto__",
    "'; drop table",
]


@pytest.mark.parametrize("student_id", WRONG_IDS)
async def test_a_wrong_student_id_is_not_in_the_class(lesson: Lesson, student_id: str) -> None:
    error = await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=student_id)
    assert error == "Student not in class"


@pytest.mark.parametrize(("before", "after"), [("", "\n"), (" ", ""), ("", "\0"), ("$", "")])
async def test_an_id_with_extra_characters_is_a_different_id(
    lesson: Lesson, before: str, after: str
) -> None:
    student_id = before + lesson.students[0].id + after
    error = await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=student_id)
    assert error == "Student not in class"


async def test_a_wrong_class_id_has_no_session(lesson: Lesson) -> None:
    for class_id in [*WRONG_IDS, lesson.class_id + "\n"]:
        for event in ("GET_TODAY_SUMMARY", "DONE"):
            assert await lesson.desk.ask_error(event, classId=class_id) == NO_SESSION
        assert await lesson.seats[0].ask_error("CHECK_MY_STATUS", classId=class_id) == NO_SESSION


@pytest.mark.parametrize("payload", [b"", b"\0\xff", b'{"event": "WATCH"}', b"x" * 60_000])
async def test_a_binary_frame_is_an_invalid_message(client: Client, payload: bytes) -> None:
    socket = await client.socket(await client.teacher())
    await socket.ws.send_bytes(payload)
    assert await socket.error() == INVALID
    await socket.heard_nothing()


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff",
        b"\xc3",
        b'{"event": "WATCH\xff"}',
        b'{"event": "WATCH", "data": {"overlong": "\xc0\xaf"}}',
        b'{"event": "WATCH", "data": {"surrogate": "\xed\xa0\x80"}}',
        b'{"event": "WATCH", "data": {"too far": "\xf4\x90\x80\x80"}}',
        '{"event": "WATCH"}'.encode("utf-16"),
    ],
)
async def test_text_that_is_not_utf8_is_an_invalid_message(client: Client, bad: bytes) -> None:
    socket = await Raw.connect(client.url, await client.teacher())
    socket.write(frame(bad))
    assert await socket.error() == INVALID
    socket.write(frame(b'{"event": "WATCH"}'))
    assert await socket.next() == ("WATCHING", {"sessions": []})


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([SUMMARY[:9], SUMMARY[9:]], id="two"),
        pytest.param([SUMMARY[i : i + 1] for i in range(len(SUMMARY))], id="bytes"),
        pytest.param([b"", SUMMARY, b""], id="empty ends"),
        pytest.param([SUMMARY[:-1] + b', "x": "\xc3', b'\xa9"}'], id="inside a character"),
    ],
)
async def test_a_frame_in_fragments_is_one_frame(lesson: Lesson, parts: list[bytes]) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    *_, last = opcodes = [TEXT] + [CONTINUATION] * (len(parts) - 1)
    assert last == CONTINUATION
    for opcode, part in zip(opcodes[:-1], parts[:-1], strict=True):
        desk.write(frame(part, opcode, fin=False))
    desk.write(frame(parts[-1], CONTINUATION))
    assert (await desk.next())[0] == "TODAY_SUMMARY"


async def test_a_ping_between_fragments_is_answered_at_once(lesson: Lesson) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    desk.write(frame(SUMMARY[:9], fin=False), frame(b"?", PING))
    assert await desk.receive() == (PONG, b"?")
    desk.write(frame(SUMMARY[9:], CONTINUATION))
    assert (await desk.next())[0] == "TODAY_SUMMARY"


async def test_a_frame_sent_byte_by_byte_is_one_frame(lesson: Lesson) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    for byte in frame(SUMMARY):
        desk.write(bytes([byte]))
        await lesson.desk.heard_nothing()
    assert (await desk.next())[0] == "TODAY_SUMMARY"


async def test_many_frames_in_one_write_are_all_answered(lesson: Lesson) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    desk.write(frame(SUMMARY) * 100, frame(b"?"))
    for _ in range(100):
        assert (await desk.next())[0] == "TODAY_SUMMARY"
    assert await desk.error() == INVALID


@pytest.mark.parametrize("size", [125, 126, 1 << 15, LIMIT - 1])
async def test_a_frame_below_the_limit_is_answered(lesson: Lesson, size: int) -> None:
    await lesson.desk.ws.send_str(padded(size))
    await lesson.desk.expect("TODAY_SUMMARY")


@pytest.mark.parametrize("size", [LIMIT + 1, 4 * LIMIT])
async def test_a_frame_above_the_limit_closes_its_socket(lesson: Lesson, size: int) -> None:
    await lesson.desk.ws.send_str(padded(size))
    assert await lesson.desk.close_code() == 1009
    await lesson.seats[0].heard_nothing()


async def test_fragments_that_are_too_large_together_close_their_socket(lesson: Lesson) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    whole = padded(LIMIT + 1).encode()
    desk.write(frame(whole[:40_000], fin=False), frame(whole[40_000:], CONTINUATION))
    assert await desk.close_code() == 1009
    await desk.ended()


@pytest.mark.parametrize("size", [1 << 24, 1 << 40, (1 << 63) - 1])
async def test_a_header_that_announces_too_much_closes_its_socket(
    lesson: Lesson, size: int
) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    desk.write(header(size))
    assert await desk.close_code() == 1009


async def test_frames_before_one_that_is_too_large_are_handled(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    mark = text("MARK_ATTENDANCE", {"studentId": ada.id})
    desk.write(frame(mark.encode()), header(1 << 40))
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == ada.id


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(frame(SUMMARY, 0x3), id="reserved opcode"),
        pytest.param(frame(SUMMARY, rsv=0b100), id="compressed unasked"),
        pytest.param(frame(SUMMARY, rsv=0b001), id="reserved bit"),
        pytest.param(frame(SUMMARY, CONTINUATION), id="continues nothing"),
        pytest.param(frame(SUMMARY, fin=False) + frame(SUMMARY), id="not continued"),
        pytest.param(frame(b"", PING, fin=False), id="fragmented ping"),
        pytest.param(frame(b"x" * 126, PING), id="long ping"),
        pytest.param(frame(b"\x03", CLOSE), id="half a close code"),
        *(
            pytest.param(closing(code), id=f"close code {code}")
            for code in (0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535)
        ),
        pytest.param(b"\x81\x02{}", id="unmasked"),
        pytest.param(b"\x88\x02\x03\xe8", id="unmasked goodbye"),
    ],
)
async def test_a_protocol_violation_closes_only_its_own_socket(
    lesson: Lesson, wrong: bytes
) -> None:
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    desk.write(wrong)
    assert await desk.close_code() == 1002
    await lesson.desk.mark(lesson.students[0])


@pytest.mark.parametrize("payload", [b"", b"are you there", b"\0\xff" * 62])
async def test_a_ping_is_answered_with_a_matching_pong(client: Client, payload: bytes) -> None:
    socket = await Raw.connect(client.url, await client.student())
    socket.write(frame(payload, PING))
    assert await socket.receive() == (PONG, payload)


async def test_a_ping_from_a_client_that_has_gone_is_not_an_error(
    lesson: Lesson, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    seat = await Raw.connect(lesson.client.url, lesson.students[0])
    seat.write(frame(b'{"event": "WATCH"}') * 20, frame(b"are you there", PING))
    seat.drop()
    while "socket closed" not in caplog.messages:
        await lesson.desk.heard_nothing()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_an_unsolicited_pong_changes_nothing(client: Client) -> None:
    socket = await Raw.connect(client.url, await client.student())
    socket.write(frame(b"here", PONG), frame(b'{"event": "WATCH"}'))
    assert await socket.next() == ("WATCHING", {"sessions": []})


@pytest.mark.parametrize("code", [1000, 1001, 3000, 4000])
async def test_a_close_frame_is_answered_and_the_connection_closed(
    lesson: Lesson, code: int
) -> None:
    seat = await Raw.connect(lesson.client.url, lesson.students[0])
    seat.write(closing(code, b"bye"))
    opcode, payload = await seat.receive()
    assert opcode == CLOSE
    assert len(payload) >= 2
    await seat.ended()


async def test_closing_one_socket_leaves_the_others_open(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    await lesson.seats[0].close()
    assert lesson.seats[0].ws.close_code == 1000
    marked = await lesson.desk.mark(ada)
    assert await lesson.seats[1].expect("ATTENDANCE_MARKED") == marked


async def test_frames_before_a_close_frame_are_handled(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    mark = text("MARK_ATTENDANCE", {"studentId": ada.id})
    desk.write(frame(mark.encode()), closing(1000))
    assert (await lesson.seats[1].expect("ATTENDANCE_MARKED"))["studentId"] == ada.id


@pytest.mark.parametrize("sent", [1, 5, 20])
async def test_a_connection_dropped_halfway_through_a_frame_harms_no_other(
    lesson: Lesson, caplog: pytest.LogCaptureFixture, sent: int
) -> None:
    ada, _, _ = lesson.students
    desk = await Raw.connect(lesson.client.url, lesson.teacher)
    desk.write(frame(text("MARK_ATTENDANCE", {"studentId": ada.id}).encode())[:sent])
    desk.drop()
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary["presentCount"] == 0
    marked = await lesson.desk.mark(ada)
    assert await lesson.seats[0].expect("ATTENDANCE_MARKED") == marked
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_compression_is_not_negotiated(client: Client) -> None:
    socket = await Raw.connect(
        client.url,
        await client.student(),
        Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits",
    )
    assert socket.status == 101
    assert "sec-websocket-extensions" not in socket.headers


async def test_a_stopping_server_closes_every_socket_as_going_away(settings: Settings) -> None:
    async with aiohttp.ClientSession() as http, AsyncExitStack() as running:
        client = Client(await running.enter_async_context(serving(settings)), http)
        lesson = await Lesson.begin(client)
        raw = await Raw.connect(client.url, lesson.teacher)
        marked = await lesson.desk.mark(lesson.students[0])
        async with asyncio.TaskGroup() as group:
            group.create_task(running.aclose())
            assert await raw.next() == ("ATTENDANCE_MARKED", marked)
            assert await raw.close_code() == 1001
            for seat in lesson.seats:
                assert await seat.expect("ATTENDANCE_MARKED") == marked
                assert await seat.close_code() == 1001
            assert await lesson.desk.close_code() == 1001
        await raw.ended()
