"""Who was absent often over all of a teacher's classes, and the matrix of one student."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
import pytest
from attrs import define
from bson import ObjectId

from tests.conftest import shared_client
from tests.routes.test_reports import hold
from tests.support.client import Client, Person
from tests.support.recount import Recount
from tests.support.tables import read_csv, read_xlsx

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PATH = "/reports/absent"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@define
class Term:
    """Mrs Hill owns Algebra and Botany, and assists in Chemistry; Latin is archived."""

    client: Client
    hill: Person
    owner: Person
    ada: Person
    ben: Person
    cat: Person
    classes: dict[str, str]

    async def absent(self, user: Person | None = None, **query: str) -> Any:
        token = (user or self.hill).token
        return (await self.client.get(PATH, token, params=query)).data

    async def named(self, user: Person | None = None, **query: str) -> list[str]:
        return [row["name"] for row in await self.absent(user, **query)]


@pytest.fixture
async def term(client: Client, database: pymongo.database.Database) -> Term:
    hill, owner = await client.teacher(), await client.teacher()
    ada, ben, cat = [await client.person("student", name) for name in ("Ada", "Ben", "Cat")]
    classes = {}
    for name, teacher in (
        ("Algebra", hill),
        ("Botany", hill),
        ("Chemistry", owner),
        ("Latin", hill),
    ):
        classes[name] = await client.make_class(teacher, ada, ben, cat, name=name)
    path = f"/class/{classes['Chemistry']}/teachers"
    await client.post(path, {"email": hill.email}, owner.token)
    absent, here = None, "present"
    for day, (name, *statuses) in enumerate(
        (
            ("Algebra", absent, here, here),
            ("Algebra", "absent", "absent", "late"),
            ("Botany", absent, "absent", "excused"),
            ("Chemistry", here, absent, here),
            ("Latin", absent, absent, absent),
        )
    ):
        marks = dict(zip((ada, ben, cat), statuses, strict=True))
        hold(database, classes[name], MONDAY + day * DAY, marks)
    body = {"archived": True}
    await client.call("PATCH", f"/class/{classes['Latin']}", hill.token, json=body)
    return Term(client, hill, owner, ada, ben, cat, classes)


async def test_absences_add_up_over_all_classes_in_use(
    term: Term, database: pymongo.database.Database
) -> None:
    ada, ben = await term.absent()
    recount = Recount(database)
    for row, person in ((ada, term.ada), (ben, term.ben)):
        of_class = {
            name: recount.students(ObjectId(term.classes[name]))[person.id]
            for name in ("Algebra", "Botany", "Chemistry")
        }
        assert row["sessions"] == sum(each["sessions"] for each in of_class.values()) == 4
        for status, count in row["counts"].items():
            assert count == sum(each["counts"][status] for each in of_class.values())
        assert row["lastSeen"] == max(each["lastSeen"] or "" for each in of_class.values())
        for each in row["classes"]:
            expected = of_class.pop(each["className"])
            both = each.keys() & expected.keys()
            assert len(both) == 6
            assert {name: each[name] for name in both} == {name: expected[name] for name in both}
        assert not of_class
    assert (ada["name"], ada["email"], ada["rate"]) == ("Ada", term.ada.email, 0.25)
    # The class with the most absences comes first.
    assert [each["className"] for each in ada["classes"]] == ["Algebra", "Botany", "Chemistry"]
    assert ada["classes"][0]["classId"] == term.classes["Algebra"]
    assert await term.named(atLeast="4") == []
    assert await term.named(atLeast="1") == ["Ada", "Ben"]
    assert await term.named(atLeast="2", to="2026-03-03") == ["Ada"]
    assert await term.named(atLeast="1", **{"from": "2026-03-05"}) == ["Ben"]
    # Students who have left a class are not missed there any more.
    path = f"/class/{term.classes['Algebra']}/students/{term.ada.id}"
    await term.client.call("DELETE", path, term.hill.token)
    assert await term.named() == ["Ben"]
    for wrong in ("0", "-1", "x", "10000", ""):
        answer = await term.client.get(PATH, term.hill.token, params={"atLeast": wrong})
        assert answer.error == (400, "Invalid request schema")


async def test_files_hold_the_classes_that_one_owns(term: Term) -> None:
    query = {"atLeast": "2", "tz": "UTC"}

    async def table(form: str, user: Person) -> Any:
        headers = {"Authorization": f"Bearer {user.token}"}
        url = term.client.url + PATH
        params = {**query, "format": form}
        async with term.client.http.get(url, params=params, headers=headers) as answer:
            assert 'filename="Absent' in answer.headers["Content-Disposition"]
            body = await answer.read()
        return read_csv(body) if form == "csv" else read_xlsx(body)

    titles, ada, ben = await table("csv", term.hill)
    assert titles[-1] == "Class"
    assert (ada[0], ada[-1]) == ("Ada", "Algebra (2), Botany (1)")
    # Not the absence from Chemistry, which she only assists in.
    assert (ben[0], ben[-1]) == ("Ben", "Algebra (1), Botany (1)")
    workbook = await table("xlsx", term.hill)
    assert [row[0] for row in workbook] == ["Name", "Ada", "Ben"]
    assert len(await table("csv", term.owner)) == 1


async def test_a_matrix_of_one_student_has_only_their_sessions(
    term: Term, database: pymongo.database.Database
) -> None:
    newcomer = await term.client.student()
    class_id = term.classes["Algebra"]
    await term.client.enrol(term.hill, class_id, newcomer)
    last = hold(database, class_id, MONDAY + 7 * DAY, {newcomer: "late"})
    path = f"/class/{class_id}/report/matrix"
    whole = (await term.client.get(path, term.hill.token)).data
    for student, places in ((newcomer, [2]), (term.ada, [0, 1])):
        query = {"student": student.id.upper()}
        part = (await term.client.get(path, term.hill.token, params=query)).data
        assert part["sessions"] == [whole["sessions"][place] for place in places]
        (row,) = part["students"]
        (of_whole,) = [each for each in whole["students"] if each["studentId"] == student.id]
        statuses = [of_whole["statuses"][place] for place in places]
        assert row == {**of_whole, "statuses": statuses}
    assert part["sessions"][-1]["_id"] != str(last)
    stranger = await term.client.student()
    query = {"student": stranger.id}
    none = (await term.client.get(path, term.hill.token, params=query)).data
    assert none == {"sessions": [], "students": []}
