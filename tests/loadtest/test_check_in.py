"""The load test of check-in, against the real server."""

from pathlib import Path

import pymongo

from attendance_server.loadtest.check_in import CheckInPace
from tests.loadtest.test_loadtest import loadtest

QUICK = ("--check-in", "--students", "30", "--check-in-seconds", "2", "--check-in-peak", "100")


async def test_students_check_in(
    server: str, database: pymongo.database.Database, tmp_path: Path
) -> None:
    ran = await loadtest(tmp_path, server, *QUICK)
    assert ran.status == 0, ran
    check_in = ran.figures["checkIn"]
    assert (check_in["students"], check_in["marked"]) == (30, 30)
    assert (check_in["refused"], check_in["wrongCodesAccepted"]) == ({}, 0)
    assert 0 < check_in["latencyMs"]["p50"] <= check_in["latencyMs"]["max"]
    assert ran.figures["sessionEnded"] == {"expected": 31, "received": 31}
    assert "30 of 30" in ran.out
    session = database.sessions.find_one({})
    assert session is not None
    assert {mark["status"] for mark in session["marks"].values()} == {"present"}
    assert len(session["marks"]) == 30


def test_a_class_arrives_in_a_rush() -> None:
    moments = CheckInPace(60, 100).moments(1000)
    assert len(moments) == 1000
    assert moments == sorted(moments)
    assert 59 < moments[-1] < 60
    per_second = [sum(second <= each < second + 1 for each in moments) for second in range(60)]
    assert max(per_second) in (100, 101)
    assert sum(count >= 99 for count in per_second) == 4
