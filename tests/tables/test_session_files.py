"""Sessions as files: their content, in the requested time zone."""

import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from attrs import frozen

from tests.routes.test_reports import HOSTILE, XLSX, enrolled, fetch
from tests.support.client import Client, Person
from tests.support.tables import Table, as_text, read_csv, read_xlsx, wall

INVALID = (400, "Invalid request schema")
NOT_CLASS_TEACHER = (403, "Forbidden, not class teacher")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
WHY = "=was there\nall the time"


@frozen
class RecordedSession:
    """A session whose students have the given statuses, in the order of `names`."""

    teacher: Person
    students: Sequence[Person]
    path: str


async def hold(
    client: Client, names: Sequence[str], *statuses: str, end: bool = True
) -> RecordedSession:
    teacher, class_id, students = await enrolled(client, names)
    session_id = (await client.start(teacher, class_id))["sessionId"]
    desk = await client.socket(teacher)
    for student, status in zip(students, statuses, strict=False):
        await desk.mark(student, status, classId=class_id)
    if end:
        await desk.send("DONE", classId=class_id)
        await desk.expect("SESSION_ENDED")
    await desk.close()
    return RecordedSession(teacher, students, f"/class/{class_id}/sessions/{session_id}")


async def table(client: Client, session: RecordedSession, zone: ZoneInfo) -> Table:
    """The table that the file of a session must contain, derived from its JSON."""
    detail = (await client.get(session.path, session.teacher.token)).data
    times = [f"{title} ({zone})" for title in ("Started", "Ended", "Marked", "Corrected")]
    started, ended, marked, corrected = times
    titles = ["Class", started, ended, "Name", "E-mail", "Student number", "Status"]
    rows = []
    for line in detail["attendance"]:
        changes = [each for each in detail["corrections"] if each["studentId"] == line["studentId"]]
        last = changes[-1] if changes else {"at": None, "from": None, "reason": None}
        rows.append(
            [
                detail["className"],
                *[wall(detail[key], zone) for key in ("startedAt", "endedAt")],
                *[line[key] for key in ("name", "email")],
                *[line.get("studentNumber"), line["status"], wall(line["markedAt"], zone)],
                *[wall(last["at"], zone), last["from"], last["reason"]],
            ]
        )
    return [[*titles, marked, corrected, "Corrected from", "Reason"], *rows]


async def test_a_session_file_uses_the_requested_time_zone(school: Client) -> None:
    names = ["Student 10", "\u00c9lodie", "Student 9", "Zo\u00eb"]
    session = await hold(school, names, "present", "late", "excused")
    for status, reason in (("present", "ill"), ("late", WHY)):
        mark = f"{session.path}/marks/{session.students[3].id}"
        body = {"status": status, "reason": reason}
        answer = await school.call("PATCH", mark, session.teacher.token, json=body)
        assert answer.status == 200
    await school.call(
        "DELETE", "/auth/me", session.students[0].token, json={"password": "correct horse"}
    )
    titles, deleted, elodie, nine, zoe = await table(school, session, KIRITIMATI)
    assert zoe[6:] == ["late", zoe[7], zoe[8], "present", WHY]
    expected = [titles, elodie, nine, zoe, deleted]
    query = {"tz": str(KIRITIMATI)}
    file = await fetch(school, session.path, session.teacher.token, format="csv", **query)
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    started = f"{elodie[1]:%Y-%m-%d %H%M}"
    assert f'filename="{elodie[0]} {started}.csv"' in file.headers["Content-Disposition"]
    harmless = [[f"'{cell}" if cell == WHY else cell for cell in row] for row in expected]
    assert read_csv(file.body) == as_text(harmless)
    file = await fetch(school, session.path, session.teacher.token, format="xlsx", **query)
    assert file.headers["Content-Type"] == XLSX
    assert read_xlsx(file.body) == expected
    cells = openpyxl.load_workbook(io.BytesIO(file.body)).active
    assert all(cells[place].is_date for place in ("B2", "C2", "H2", "I4"))


async def test_the_file_of_a_running_session_has_no_end(school: Client) -> None:
    session = await hold(school, ["Ada", "Ben"], "present", end=False)
    body = (await fetch(school, session.path, session.teacher.token, format="csv")).body
    assert read_csv(body) == as_text(await table(school, session, ZoneInfo("UTC")))


async def test_a_session_file_contains_no_formula(school: Client) -> None:
    session = await hold(school, HOSTILE)
    csv = read_csv((await fetch(school, session.path, session.teacher.token, format="csv")).body)
    cells = [cell for row in csv for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\uff1d"))]
    body = (await fetch(school, session.path, session.teacher.token, format="xlsx")).body
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(min_row=2))
    assert {row[3].value for row in rows} == set(HOSTILE)
    assert {row[3].data_type for row in rows} <= {"s", "inlineStr"}


async def test_only_the_teacher_may_read_a_session_file(school: Client) -> None:
    session = await hold(school, ["Ada"])
    for other in (session.students[0], await school.student(), await school.teacher()):
        answer = await school.get(f"{session.path}?format=csv", other.token)
        assert answer.error == NOT_CLASS_TEACHER
    for query in ("format=pdf", "format=CSV", "format="):
        answer = await school.get(f"{session.path}?{query}", session.teacher.token)
        assert answer.error == INVALID


@pytest.mark.parametrize("accept", ["text/html", "text/csv", "*/*", "image/png"])
async def test_a_session_is_json_unless_a_file_is_requested(school: Client, accept: str) -> None:
    session = await hold(school, ["Ada"])
    headers = {"Accept": accept}
    assert (await school.get(session.path, session.teacher.token, headers=headers)).status == 200
