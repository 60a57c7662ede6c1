"""schemathesis against a running server, with the server's own description and all its checks."""

import asyncio
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pymongo
import pytest

from tests.support.client import Client, Person
from tests.support.description import openapi
from tests.support.office import make_admin
from tests.support.process import ROOT

HOOKS = Path(__file__).parent / "schemathesis_hooks.py"
SEED = "20261"
SHORT = ("--max-examples", "2", "--phases", "examples,fuzzing")
"""Two examples of each call."""

OFFICE = (
    *("--include-tag", "Users", "--include-tag", "Audit", "--include-tag", "API keys"),
    *("--include-operation-id", "getRecords"),
    *("--max-examples", "20"),
)
"""More examples of the calls that only administrators may make, besides moving a class."""

COVERING = ("--max-examples", "2", "--phases", "examples,coverage,fuzzing")
"""Also examples that schemathesis derives from each schema. Teachers may make most calls."""

LONG = ("--max-examples", "5")
"""More examples for every role, and sequences of calls."""

TIMEOUT = 900.0

NOT_REACHED = {
    "postAuthLogin",
    "postAuthPassword",
    "postAuthLogout",
    "deleteAuthMe",
    "postAuthClaim",
    "postAuthForgot",
    "postAuthRefresh",
    "getAuthSignOn",
    "getAuthSignOnCallback",
    "postAuthSignOnToken",
    "deleteAuthDevicesByDeviceId",
    "postRostersSync",
    "postClassByIdMeetings",
    "postClassByIdStudentsByStudentIdCode",
    "deleteStudentsByStudentId",
    "patchStudentsByStudentId",
    "postStudentsByStudentIdResetCode",
    "deleteImportsByImportId",
    "postAttendanceByIdCheckIn",
    "getCByCode",
    "getJoinByCode",
    "postJoin",
    "postClassByIdOwner",
    "postClassByIdSessionsBySessionIdCorrections",
    "postClassByIdAccept",
    "postClassByIdDecline",
    "postClassByIdInvitationsByStudentIdConfirm",
    "deleteClassByIdInvitationsByStudentId",
    "postClassByIdNotes",
    "deleteClassByIdNotesByNoteId",
    "postClassByIdNotesByNoteIdAccept",
    "postClassByIdNotesByNoteIdDecline",
    "postClassByIdJoinRequestsByStudentIdAccept",
    "deleteClassByIdJoinRequestsByStudentId",
    "deleteAuthMeJoinRequestsById",
}
"""Calls that cannot succeed here, most of them without knowing a password, a code or a device.

A call for a student's code, and one to delete or to correct an unclaimed account, fail because the
students have claimed their accounts. None was imported, so that no teacher may reset a password,
and the server sends no mail; no id of an import is known, and no run has an API key. No file is the
report of a meeting. The administrator, who could move a class, makes only the calls that are theirs
alone. There are no invitations because this server enrols students at once, and no requests to join
because no one checks in: no student knows a code, of a check-in or of a class, and a link is never
answered with more than where to go. Days of a note that fit each other, and lists of students who
all were in a session, are not guessed, and no id of a note is known. There is no single sign-on. A
log-out is left out because it would end the token of the run."""


def config(
    classes: list[str],
    teachers: list[Person],
    students: list[Person],
    sessions: list[str],
    spare: list[Person],
) -> str:
    """The settings of a run that often uses these classes, teachers and students.

    `sessions` belong to the first class, so that calls on ended sessions find one; the first one is
    left to corrections, which a discarded or a running session does not accept. The second and
    the third class have a running session, one to be marked and one to be ended. `spare`: students
    whose accounts may be changed, merged and deleted.
    """
    return f"""
hooks = {json.dumps(str(HOOKS))}

[auth]
auto-signup = false

[dictionaries]
classes.values = {json.dumps(classes)}
teachers.values = {json.dumps([teacher.id for teacher in teachers])}
addresses.values = {json.dumps([teacher.email for teacher in teachers])}
students.values = {json.dumps([student.id for student in students])}
sessions.values = {json.dumps(sessions[1:])}
corrected.values = {json.dumps(sessions[:1])}
spare.values = {json.dumps([student.id for student in spare])}
looked_back_on.values = {json.dumps(classes[:1])}
marked.values = {json.dumps(classes[1:2])}
ended.values = {json.dumps(classes[2:3])}

[parameters]
"path.id" = {{ dictionary = "classes", probability = 0.7 }}
"path.sessionId" = {{ dictionary = "sessions", probability = 0.9 }}
"path.teacherId" = {{ dictionary = "teachers", probability = 0.9 }}
"path.studentId" = {{ dictionary = "students", probability = 0.7 }}
"path.userId" = {{ dictionary = "spare", probability = 0.9 }}
"body.into" = {{ dictionary = "spare", probability = 0.9 }}
"body.classId" = {{ dictionary = "classes", probability = 0.7 }}
"body.studentId" = {{ dictionary = "students", probability = 0.7 }}

[[operations]]
include-operation-id = "postAuthLogout"
enabled = false

[[operations]]
include-operation-id = "patchClassByIdSessionsBySessionIdMarksByStudentId"
parameters = {{ "path.id" = {{ dictionary = "looked_back_on", probability = 0.9 }}, \
"path.sessionId" = {{ dictionary = "corrected", probability = 0.9 }}, \
"path.studentId" = {{ dictionary = "students", probability = 0.9 }} }}

[[operations]]
include-tag = "Ended"
parameters = {{ "path.id" = {{ dictionary = "looked_back_on", probability = 0.9 }} }}

[[operations]]
include-operation-id = "postClassByIdTeachers"
parameters = {{ "body.email" = {{ dictionary = "addresses", probability = 0.9 }} }}

[[operations]]
include-operation-id = "postAttendanceByIdMarks"
parameters = {{ "path.id" = {{ dictionary = "marked", probability = 0.9 }} }}

[[operations]]
include-operation-id = "postAttendanceEnd"
parameters = {{ "body.classId" = {{ dictionary = "ended", probability = 0.9 }} }}
"""


async def attack(
    folder: Path, url: str, settings: str, token: str | None, extent: Sequence[str]
) -> None:
    """One run with a token, which must find no fault; `extent`: options for how much is tried."""
    folder.mkdir()
    (folder / "schemathesis.toml").write_text(settings)
    # Sockets are not tested here: the other document describes their messages.
    options = ["--exclude-tag", "Socket", "--seed", SEED, *extent]
    if token:
        options += ["--header", f"Authorization: Bearer {token}"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--no-color", "run", f"{url}/openapi.json"),
        *(*options, "--checks", "all", "--continue-on-failure"),
        # A slow machine is no fault: only a request that hangs is.
        *("--request-timeout", "60", "--max-response-time", "60"),
        *("--suppress-health-check", "too_slow"),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(TIMEOUT):
            out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, out.decode()


async def successes(client: Client) -> Counter[tuple[str, str]]:
    """How often each call has succeeded, by method and path."""
    async with client.http.get(client.url + "/metrics") as response:
        metrics = await response.text()
    counts = re.findall(
        r'http_requests_total\{method="(\w+)",route="(\S+)",status="2\d\d"\} (\S+)', metrics
    )
    return Counter(
        {
            (method.lower(), route.replace("_id", "Id")): float(count)
            for method, route, count in counts
        }
    )


def described() -> dict[tuple[str, str], str]:
    """The operation ids of all calls except the handshakes, by method and path."""
    return {
        (method, path): operation["operationId"]
        for path, item in openapi()["paths"].items()
        for method, operation in item.items()
        if method != "parameters" and operation["tags"] != ["Socket"]
    }


async def prepared(client: Client) -> tuple[str, Person, Person]:
    """The settings of a run against this server, a teacher and a student."""
    teacher, students = await client.teacher(), [await client.student() for _ in range(4)]
    classes = [await client.make_class(teacher, *students) for _ in range(8)]
    colleagues = [await client.teacher() for _ in range(4)]
    for class_id in classes:
        for colleague in colleagues[1:]:
            body = {"email": colleague.email}
            await client.post(f"/class/{class_id}/teachers", body, teacher.token)
    desk, sessions = await client.socket(teacher), []
    for _ in range(4):
        # Several, since a discarded session accepts neither corrections nor a reopening.
        sessions.append((await client.start(teacher, classes[0]))["sessionId"])
        await desk.send("DONE")
        await desk.expect("SESSION_ENDED")
    sessions.append((await client.start(teacher, classes[0]))["sessionId"])
    for class_id in classes[1:3]:
        await client.start(teacher, class_id)
    spare = [await client.student() for _ in range(40)]
    return config(classes, colleagues, students, sessions, spare), teacher, students[0]


async def test_schemathesis_finds_no_fault_with_and_without_a_token(
    school: Client,
    school_database: pymongo.database.Database,
    plain_school: Client,
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    settings, _, student = await prepared(school)
    plain_settings, teacher, _ = await prepared(plain_school)
    admin = await make_admin(school, school_database)
    successes_before = await successes(school) + await successes(plain_school)
    # Most calls are a teacher's. Their answers with the envelope are checked by all other tests.
    runs = {
        "nobody": (school, settings, None, SHORT),
        "student": (school, settings, student.token, SHORT),
        "teacher": (plain_school, plain_settings, teacher.token, COVERING),
        "admin": (school, settings, admin.token, (*SHORT[2:], *OFFICE)),
    }
    long = pytestconfig.getoption("--long")
    await asyncio.gather(
        *(
            attack(
                tmp_path / who,
                client.url,
                config,
                token,
                (*LONG, *extent[4:]) if long else extent,
            )
            for who, (client, config, token, extent) in runs.items()
        )
    )
    reached = await successes(school) + await successes(plain_school) - successes_before
    assert {
        operation for call, operation in described().items() if not reached[call]
    } == NOT_REACHED
