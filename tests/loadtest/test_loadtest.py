"""The load test: it completes against the real server, and detects every fault."""

import asyncio
import itertools
import json
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pymongo
import pytest
from aiohttp import web
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.loadtest import frames, tiny
from attendance_server.loadtest.__main__ import main
from attendance_server.loadtest.figures import percentile
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.reference import LARGE, Follower, Reference
from attendance_server.loadtest.school import retry_after
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import AnswerForm, TeacherSignup
from tests.support.preloaded import Forked
from tests.support.process import ROOT, STOP_TIMEOUT
from tests.support.tamper import Tamper, tampered

SMALL = ("--students", "20", "--marks", "50", "--rate", "500")
SOCKETS = 21


@define
class Ran:
    status: int
    out: str
    err: str
    figures: Any


def launch(folder: Path, *arguments: str, **environment: str) -> Forked:
    """Start the load test; its output goes to `out` and `err` in `folder`."""
    return Forked(
        arguments,
        ROOT,
        {**os.environ, **environment},
        stdin=Path(os.devnull),
        stdout=folder / "out",
        stderr=folder / "err",
        program=main,
    )


async def loadtest(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the load test as a user would, and wait until it ends."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    file = folder / "figures.json"
    process = launch(folder, *arguments, "--json", str(file), **environment)
    status = await asyncio.to_thread(process.wait, STOP_TIMEOUT)
    out, err = ((folder / name).read_text() for name in ("out", "err"))
    figures = json.loads(file.read_text()) if file.exists() else None
    return Ran(status, out, err, figures)


async def test_a_run_against_the_server(
    server: str, database: pymongo.database.Database, tmp_path: Path
) -> None:
    ran = await loadtest(tmp_path, server, *SMALL)
    assert ran.status == 0, ran
    figures = ran.figures
    assert figures["passed"] is True
    assert figures["errors"] == {}
    assert set(figures["faults"].values()) == {0}
    assert figures["connections"]["count"] == 20
    assert figures["burst"]["deliveries"] == figures["burst"]["expected"] == 50 * SOCKETS
    assert figures["ceiling"]["deliveriesPerSecond"] > 0
    latency = figures["paced"]["latencyMs"]
    assert 0 < latency["p50"] <= latency["p95"] <= latency["p99"] <= latency["max"]
    assert len(figures["paced"]["latenciesMs"]) == 50
    assert figures["sessionEnded"] == {"expected": SOCKETS, "received": SOCKETS}
    assert "deliveries/s" in ran.out
    assert "in order and intact" in ran.out
    session = database.sessions.find_one({})
    assert session is not None
    assert session["endedAt"] is not None
    # 100 marks of 20 students: after the fifth round, every student is present.
    assert {mark["status"] for mark in session["marks"].values()} == {"present"}
    assert len(session["marks"]) == 20


async def test_more_students_than_marks(server: str, tmp_path: Path) -> None:
    ran = await loadtest(tmp_path, server, "--students", "20", "--marks", "7", "--rate", "500")
    assert ran.status == 0, ran


async def test_the_plot_is_a_png(server: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    picture = tmp_path / "latency.png"
    ran = await loadtest(tmp_path, server, *SMALL, "--plot", str(picture))
    assert ran.status == 0, ran
    assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


async def test_a_run_against_a_server_with_plain_answers_that_asks_teachers_for_a_code(
    settings: Settings, tmp_path: Path
) -> None:
    code = "chalk & cheese"
    settings = attrs.evolve(
        settings,
        teacher_signup=TeacherSignup.CODE,
        teacher_code=code,
        answers=AnswerForm.PLAIN,
    )
    async with serving(settings) as url:
        ran = await loadtest(tmp_path, url, *SMALL, "--teacher-code", code)
        assert ran.status == 0, ran
        refused = await loadtest(tmp_path, url, *SMALL, TEACHER_CODE="chalk and cheese")
        assert refused.status == 2
        assert "answered 403: Forbidden, teacher code missing or wrong" in refused.err
        ran = await loadtest(tmp_path, url, *SMALL, TEACHER_CODE=code)
        assert ran.status == 0, ran
    assert code not in ran.out + ran.err


async def test_a_run_does_not_wait_minutes_for_a_rate_limit(
    tmp_path: Path,
) -> None:
    async def refuse(_: web.Request) -> web.Response:
        body = {"success": False, "error": "Too many attempts, try again later"}
        return web.json_response(body, status=429, headers={"Retry-After": "540"})

    app = web.Application()
    app.router.add_post("/auth/signup", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        ran = await loadtest(tmp_path, f"http://{host}:{port}", *SMALL)
    finally:
        await runner.cleanup()
    assert ran.status == 2
    for words in ("wait for 540 s", "SIGNUPS_PER_ADDRESS"):
        assert words in ran.err


def drop(number: int, frame: bytes) -> list[bytes]:
    return [] if number == 10 else [frame]


def drop_the_last(number: int, frame: bytes) -> list[bytes]:
    return [] if number == 99 else [frame]


def repeat(number: int, frame: bytes) -> list[bytes]:
    return [frame] * (2 if number == 10 else 1)


def flip_a_bit(number: int, frame: bytes) -> list[bytes]:
    spoiled = frame[:100] + bytes([frame[100] ^ 1]) + frame[101:]
    return [spoiled] if number == 10 else [frame]


def spoil_a_head(number: int, frame: bytes) -> list[bytes]:
    return [b"\x82" + frame[1:]] if number == 10 else [frame]


def invent(number: int, frame: bytes) -> list[bytes]:
    invented = frames.server_frame(frames.TEXT, b'{"event":"SESSION_STARTED","data":{}}')
    return [frame, invented] if number == 10 else [frame]


def swap() -> Tamper:
    held: list[bytes] = []

    def tamper(number: int, frame: bytes) -> list[bytes]:
        if number == 10:
            held.append(frame)
            return []
        return [frame, *held] if number == 11 else [frame]

    return tamper


@pytest.mark.parametrize(
    ("tamper", "faults"),
    [
        pytest.param(drop, {"missing": 1}, id="a frame dropped"),
        pytest.param(drop_the_last, {"missing": 1}, id="the last frame dropped"),
        pytest.param(swap(), {"disordered": 1}, id="two frames swapped"),
        pytest.param(repeat, {"twice": 1}, id="a frame twice"),
        pytest.param(flip_a_bit, {"corrupt": 1}, id="a bit flipped"),
        pytest.param(invent, {"corrupt": 1}, id="an unexpected frame"),
    ],
)
async def test_a_fault_at_one_socket_is_detected(
    server: str, tmp_path: Path, tamper: Tamper, faults: dict[str, int]
) -> None:
    async with tampered(server, tamper) as url:
        ran = await loadtest(tmp_path, url, *SMALL, "--patience", "6")
    assert ran.status == 1, ran
    assert ran.figures["passed"] is False
    detected = {name: count for name, count in ran.figures["faults"].items() if count}
    assert detected == faults
    assert "FAILED" in ran.out


async def test_an_unreadable_stream_is_detected(server: str, tmp_path: Path) -> None:
    async with tampered(server, spoil_a_head) as url:
        ran = await loadtest(tmp_path, url, *SMALL, "--patience", "6")
    assert ran.status == 1, ran
    assert ran.figures["faults"]["corrupt"] == 1
    assert ran.figures["faults"]["missing"] == 100 - 10 - 1
    assert ran.figures["faults"]["unended"] == 1


async def test_pings_between_frames_are_not_a_fault(server: str, tmp_path: Path) -> None:
    ping = frames.server_frame(frames.PING, b"still there?")
    async with tampered(server, lambda number, frame: [ping, frame, ping]) as url:
        ran = await loadtest(tmp_path, url, *SMALL)
    assert ran.status == 0, ran


async def test_an_interrupted_run_ends_its_session(
    server: str, database: pymongo.database.Database, tmp_path: Path
) -> None:
    marks = ("--students", "20", "--marks", "1000", "--rate", "5")
    process = launch(tmp_path, server, *marks)
    async with asyncio.timeout(60):
        while not database.sessions.find_one({"marks": {"$ne": {}}}):
            await asyncio.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert await asyncio.to_thread(process.wait, STOP_TIMEOUT) == 130
    assert database.sessions.find_one({"endedAt": None}) is None


def test_a_server_on_another_machine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://192.0.2.1:3000"]) == 2
    error = capsys.readouterr().err
    assert "--i-own-this-server" in error
    assert "attack" in error


def test_targets_that_cannot_be_tested_are_refused(
    capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    assert main([f"http://127.0.0.1:{unused_tcp_port}"]) == 2
    assert "nothing accepts connections" in capsys.readouterr().err
    assert main(["ftp://127.0.0.1"]) == 2
    assert main(["http://127.0.0.1", "--json", "no/such/folder/figures.json"]) == 2
    with pytest.raises(SystemExit) as exit_:
        main(["http://127.0.0.1", "--students", "0"])
    assert exit_.value.code == 2


# The core: every byte of every socket is compared, in whatever chunks it arrives.

PLAN_MARKS = 6
STUDENTS = [f"{number:024x}" for number in range(3)]
PING = frames.server_frame(frames.PING, b"hello")
ERROR = frames.server_frame(frames.TEXT, b'{"event":"ERROR","data":{"message":"Unknown event"}}')


def plan(students: list[str] = STUDENTS, sent: int = PLAN_MARKS) -> Plan:
    new_plan = Plan("c" * 24, students, session_id="5" * 24)
    new_plan.sent = sent
    return new_plan


def session_frames(load_plan: Plan) -> list[bytes]:
    return [
        tiny.marked(load_plan.class_id, *load_plan.mark(number), "2026-03-02T09:00:00.000Z")
        for number in range(load_plan.sent)
    ]


def own(opcode: int, payload: bytes) -> bool:
    return opcode != frames.TEXT or b"ERROR" in payload


def chunks(data: bytes, cuts: list[int]) -> Iterator[memoryview]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for start, end in itertools.pairwise(places):
        yield memoryview(data)[start:end]


CUTS = st.lists(st.integers(min_value=0, max_value=5000), max_size=30)
EXTRA = st.lists(st.sampled_from([b"", PING, ERROR, PING + ERROR]), min_size=7, max_size=7)


@given(st.lists(st.tuples(EXTRA, CUTS), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_any_chunks_and_interruptions_are_followed(sockets: Any, random: Any) -> None:
    """Sockets at any position relative to one another, some ahead and some behind."""
    reference = Reference(plan())
    stream = session_frames(reference.plan)
    readers = []
    for extra, cuts in sockets:
        pieces = [part for pair in zip(extra, [*stream, b""], strict=True) for part in pair]
        readers.append((Follower(reference, own), list(chunks(b"".join(pieces), cuts))))
    turns = [reader for reader in readers for _ in reader[1]]
    random.shuffle(turns)
    for follower, waiting in turns:
        follower.take(waiting.pop(0))
    assert bytes(reference.data) == b"".join(stream)
    for follower, _ in readers:
        assert follower.stray is None
        assert follower.frames == PLAN_MARKS


@given(
    st.integers(min_value=0, max_value=10_000),
    st.integers(min_value=1, max_value=255),
    st.integers(min_value=0, max_value=PLAN_MARKS),
    CUTS,
)
def test_any_changed_byte_is_detected(place: int, change: int, ahead: int, cuts: list[int]) -> None:
    """`ahead`: how many frames another socket has received before."""
    reference = Reference(plan())
    stream = session_frames(reference.plan)
    Follower(reference, own).take(memoryview(b"".join(stream[:ahead])))
    spoiled = bytearray(b"".join(stream))
    spoiled[place % len(spoiled)] ^= change
    follower, other = Follower(reference, own), Follower(reference, own)
    for chunk in chunks(bytes(spoiled), cuts):
        follower.take(chunk)
    other.take(memoryview(b"".join(stream)))
    assert follower.stray or other.stray or follower.frames < PLAN_MARKS
    # One time may be changed into another, and then it is unknown which socket is right. For any
    # other change it is known.
    if not in_a_time(stream, place):
        assert other.stray is None
        assert other.frames == PLAN_MARKS


def in_a_time(stream: list[bytes], place: int) -> bool:
    """Whether the byte belongs to a `markedAt`, which is at the end of each frame."""
    text = b"".join(stream)
    place %= len(text)
    time = b"2026-03-02T09:00:00.000Z"
    return any(text[start : start + len(time)] == time for start in range(place - 23, place + 1))


def test_a_large_result_is_compared_as_it_arrives() -> None:
    students = [f"{number:024x}" for number in range(1000)]
    reference = Reference(plan(students, sent=2))
    reference.plan.done = True
    result = result_frame(reference.plan)
    assert len(result) > LARGE
    stream = b"".join(session_frames(reference.plan)) + result
    first, second = Follower(reference, own), Follower(reference, own)
    for start in range(0, len(stream), 5000):
        # The two take turns at being ahead.
        for follower in (first, second) if start % 10_000 else (second, first):
            follower.take(memoryview(stream)[start : start + 5000])
    assert reference.bad == 0
    assert bytes(reference.data) == stream
    assert (first.frames, second.frames) == (3, 3)


def test_a_wrong_large_result_is_detected() -> None:
    students = [f"{number:024x}" for number in range(1000)]
    reference = Reference(plan(students, sent=2))
    reference.plan.done = True
    result = result_frame(reference.plan).replace(b'"present"', b'"absent" ', 1)
    follower = Follower(reference, own)
    stream = b"".join(session_frames(reference.plan)) + result
    for start in range(0, len(stream), 5000):
        follower.take(memoryview(stream)[start : start + 5000])
    assert reference.bad == 1


def result_frame(load_plan: Plan) -> bytes:
    present = {load_plan.mark(number)[0] for number in range(load_plan.sent)}
    data = {
        "sessionId": load_plan.session_id,
        "classId": load_plan.class_id,
        "totalStudents": len(load_plan.students),
        "presentCount": len(present),
        "attendance": [
            {"studentId": student, "status": "present" if student in present else "absent"}
            for student in load_plan.students
        ],
    }
    return frames.server_frame(
        frames.TEXT, json.dumps({"event": "SESSION_ENDED", "data": data}).encode()
    )


def test_percentiles_are_measured_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 50) == percentile([7.0], 99) == 7.0


def test_retry_after_is_read_in_every_form() -> None:
    assert retry_after("3") == 3
    assert retry_after(None) == 1
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == pytest.approx(0.1)
    assert retry_after("soon") == 1
