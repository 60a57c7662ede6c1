"""The load tests for Locust and Artillery run against the real server, and nothing fails."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Sequence
from typing import Any

import pymongo
import yaml
from playwright._impl._driver import compute_driver_executable

from attendance_server.settings import Settings
from tests.support.client import Client
from tests.support.process import ROOT
from tests.support.programs import needed_module, needed_node_modules

ARTILLERY = ROOT / "tests" / "js" / "artillery"


async def start(command: Sequence[str]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe
    )


async def figures(process: asyncio.subprocess.Process, stdin: bytes = b"") -> Any:
    """The JSON that a program has written when it ends."""
    out, err = await process.communicate(stdin)
    assert process.returncode == 0, (out + err).decode()
    return json.loads(out)


async def test_locust_plays_lessons(school: Client, school_settings: Settings) -> None:
    needed_module("locust")
    command = [sys.executable, "-m", "locust", "-f", "benchmarks/locustfile.py", "--headless"]
    options = ["--host", school.url, "--json", "-u", "2", "-r", "2", "--stop-timeout", "60s"]
    locust = await start([*command, *options])
    with pymongo.MongoClient(school_settings.mongo_uri) as client:
        sessions, ended = client.get_default_database().sessions, {"endedAt": {"$ne": None}}
        while locust.returncode is None and len(sessions.distinct("classId", ended)) < 2:
            await asyncio.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        # It ends the lessons that are going on.
        locust.send_signal(signal.SIGTERM)
    rows = await figures(locust)
    assert not [row for row in rows if row["num_failures"]]
    counts = {row["name"]: row["num_requests"] for row in rows}
    assert counts["/auth/signup"] == 2 * (1 + 10)
    marks = counts["MARK_ATTENDANCE to its answer"]
    assert counts["MARK_ATTENDANCE to the last student"] == marks >= 2 * 10
    assert counts["DONE to the last socket"] == counts["GET_TODAY_SUMMARY"] >= 2


async def test_artillery_plays_lessons(school: Client) -> None:
    """With Artillery's own core and its Socket.IO engine, but without the rest of the tool."""
    needed_node_modules(ARTILLERY)
    scenario = yaml.safe_load((ROOT / "benchmarks" / "artillery.yml").read_text())
    scenario["config"]["phases"] = [{"duration": 1, "arrivalRate": 4}]
    node, _ = compute_driver_executable()
    script = ARTILLERY / "run.mjs"
    counts = await figures(
        await start([node, str(script), school.url]), json.dumps(scenario).encode()
    )
    assert {name for name in counts if name.startswith("errors")} == set()
    assert (counts["vusers.completed"], counts["vusers.failed"]) == (4, 0)
    assert counts["socketio.emit"] == 4 * (1 + 20 + 1 + 1)
