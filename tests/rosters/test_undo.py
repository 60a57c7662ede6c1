"""An import is undone as a whole, within a day; until then its names can be corrected."""

from datetime import UTC, datetime

import pymongo

from tests.support.client import PASSWORD, Answer, Client, Lesson, Person
from tests.support.clock import Clock
from tests.support.roster import csv_of, known_student, outcomes, roster, take


async def undo(client: Client, teacher: Person, import_id: str) -> Answer:
    return await client.call("DELETE", f"/imports/{import_id}", teacher.token)


async def enrolled(client: Client, teacher: Person, class_id: str) -> list[str]:
    return [each["email"] for each in await roster(client, teacher, class_id)]


async def test_undoing_takes_back_enrolments_and_accounts_but_not_claimed_ones(
    client: Client, database: pymongo.database.Database
) -> None:
    lesson = await Lesson.begin(client)
    teacher, class_id = lesson.teacher, lesson.class_id
    before = await enrolled(client, teacher, class_id)
    known, stays = await known_student(client, teacher), lesson.students[0]
    file = csv_of(
        ("Eve", "eve@school.test"),
        ("Dan", "dan@school.test"),
        ("Zoe", "zoe@school.test"),
        (known.name, known.email),
        (stays.name, stays.email),
    )
    dry = await take(client, teacher, class_id, file, dry=True)
    assert "importId" not in dry.data
    imported = await take(client, teacher, class_id, file)
    assert outcomes(imported) == ["new", "new", "new", "known", "enrolled"]
    eve, dan, zoe = imported.data["lines"][:3]
    claimed = await client.post("/auth/claim", {"code": eve["code"], "password": PASSWORD})
    elsewhere = await client.make_class(teacher, name="History")
    await client.post(
        f"/class/{elsewhere}/add-student", {"studentId": zoe["studentId"]}, teacher.token
    )
    await lesson.desk.send("MARK_ATTENDANCE", studentId=dan["studentId"])
    await lesson.desk.expect("ATTENDANCE_MARKED")

    (recent,) = (await client.get(f"/class/{class_id}/imports", teacher.token)).data
    import_id = imported.data["importId"]
    assert (recent["_id"], recent["created"], recent["joined"]) == (import_id, 3, 1)
    stranger = await client.teacher()
    not_found = (404, "Import not found, or made more than a day ago")
    assert (await undo(client, stranger, import_id)).error == not_found
    undone = (await undo(client, teacher, import_id)).data
    assert (undone["deleted"], undone["created"]) == (1, 3)
    assert await enrolled(client, teacher, class_id) == before
    assert (await client.get("/auth/me", claimed.data["token"])).data["name"] == "Eve"
    assert await enrolled(client, teacher, elsewhere) == ["zoe@school.test"]
    result = await lesson.end()
    assert (result["totalStudents"], result["presentCount"]) == (3, 0)
    # Nothing is left to undo, and the same file can be imported again.
    assert (await undo(client, teacher, import_id)).error == not_found
    assert (await client.get(f"/class/{class_id}/imports", teacher.token)).data == []
    again = await take(client, teacher, class_id, file)
    assert outcomes(again) == ["known", "new", "known", "known", "enrolled"]


async def test_an_import_can_be_undone_for_a_day(clock: Clock, client: Client) -> None:
    # MongoDB removes what is old by its own clock.
    clock.now = datetime.now(UTC).replace(microsecond=0)
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    imported = await take(client, teacher, class_id, csv_of(("Eve", "eve@school.test")))
    clock.forward(hours=25)
    assert (await client.get(f"/class/{class_id}/imports", teacher.token)).data == []
    assert (await undo(client, teacher, imported.data["importId"])).status == 404
    clock.forward(hours=-2)
    assert (await undo(client, teacher, imported.data["importId"])).data["deleted"] == 1


async def test_the_teacher_corrects_a_name_until_the_account_is_claimed(client: Client) -> None:
    teacher, colleague = await client.teacher(), await client.teacher()
    class_id = await client.make_class(teacher)
    imported = await take(client, teacher, class_id, csv_of(("Eev", "eve@school.test")))
    (line,) = imported.data["lines"]
    path, body = f"/students/{line['studentId']}", {"json": {"name": "  Eve "}}
    assert (await client.call("PATCH", path, colleague.token, **body)).status == 404
    assert (await client.call("PATCH", path, teacher.token, **body)).data["name"] == "Eve"
    assert [each["name"] for each in await roster(client, teacher, class_id)] == ["Eve"]
    await client.post("/auth/claim", {"code": line["code"], "password": PASSWORD})
    late = await client.call("PATCH", path, teacher.token, **body)
    assert late.error == (409, "Account is already claimed and needs no code")
