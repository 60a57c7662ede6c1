"""Classes over HTTP: creating, enrolling, showing, listing, and searching for students."""

import asyncio
from typing import Any

import pytest
from yarl import URL

from tests.conftest import OWN, shared_client
from tests.support.client import PASSWORD, Answer, Client, Person

NOT_CLASS_TEACHER = (403, "Forbidden, not class teacher")
INVALID = (400, "Invalid request schema")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


def listed(*people: Person) -> list[dict[str, str]]:
    return [{"_id": person.id, "name": person.name, "email": person.email} for person in people]


async def test_a_new_class_belongs_to_its_teacher_and_is_empty(client: Client) -> None:
    teacher = await client.teacher()
    answer = await client.post("/class", {"className": "Algebra"}, teacher.token)
    class_ = {
        "_id": answer.data["_id"],
        "className": "Algebra",
        "teacherId": teacher.id,
        "studentIds": [],
        "lateAfter": None,
    }
    assert (answer.status, answer.body) == (201, {"success": True, "data": class_})


async def test_two_classes_may_have_the_same_name(client: Client) -> None:
    teacher = await client.teacher()
    first, second = await client.make_class(teacher), await client.make_class(teacher)
    assert first != second


async def test_enrolling_returns_the_class_with_its_students_in_order(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ben)
    answer = await client.enrol(teacher, class_id, ada)
    class_ = {
        "_id": class_id,
        "className": "Algebra",
        "teacherId": teacher.id,
        "studentIds": [ben.id, ada.id],
        "lateAfter": None,
    }
    assert (answer.status, answer.body) == (200, {"success": True, "data": class_})


async def test_enrolling_twice_changes_nothing(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada)
    once = await client.enrol(teacher, class_id, ben)
    again = await client.enrol(teacher, class_id, ada)
    assert (again.status, again.body) == (200, once.body)


async def test_students_enrolled_simultaneously_are_each_enrolled_once(client: Client) -> None:
    teacher, class_of = await client.teacher(), [await client.student() for _ in range(4)]
    class_id = await client.make_class(teacher)
    await asyncio.gather(*(client.enrol(teacher, class_id, student) for student in class_of * 2))
    saved = (await client.get(f"/class/{class_id}", teacher.token)).data
    assert sorted(student["_id"] for student in saved["students"]) == sorted(
        student.id for student in class_of
    )


async def test_a_teacher_cannot_be_enrolled(client: Client) -> None:
    teacher, colleague = await client.teacher(), await client.teacher()
    class_id = await client.make_class(teacher)
    answer = await client.enrol(teacher, class_id, colleague)
    assert answer.error == (404, "Student not found")


async def enrol_by_email(client: Client, teacher: Person, class_id: str, email: object) -> Answer:
    return await client.post(f"/class/{class_id}/add-student", {"email": email}, teacher.token)


async def test_enrolling_by_email_answers_like_enrolling_by_id(client: Client) -> None:
    teacher, ada, ben = await client.teacher(), await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada)
    by_address = await enrol_by_email(client, teacher, class_id, ben.email.upper())
    assert by_address.data["studentIds"] == [ada.id, ben.id]
    by_id = await client.enrol(teacher, class_id, ben)
    assert (by_id.status, by_id.body) == (by_address.status, by_address.body)


async def test_an_email_of_no_student_is_not_found(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    for email in ("nobody@school.test", teacher.email, f"x{ada.email}"):
        answer = await enrol_by_email(client, teacher, class_id, email)
        assert answer.error == (404, "Student not found")
    assert (await client.get(f"/class/{class_id}", teacher.token)).data["students"] == []


async def test_the_email_of_a_deleted_account_is_not_found(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    await client.call("DELETE", "/auth/me", ada.token, json={"password": PASSWORD})
    answer = await enrol_by_email(client, teacher, class_id, ada.email)
    assert answer.error == (404, "Student not found")


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@school.test", "\0", None, 7, {}, []])
async def test_an_invalid_email_is_reported(client: Client, email: object) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    answer = await enrol_by_email(client, teacher, class_id, email)
    assert answer.error == INVALID
    assert [fault["path"] for fault in answer.body["details"]] == ["email"]


async def test_enrolling_takes_an_id_or_an_email_but_not_both(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    for by_id in (ada.id, None):
        for email in (ada.email, None):
            both = {"studentId": by_id, "email": email}
            answer = await client.post(f"/class/{class_id}/add-student", both, teacher.token)
            assert answer.error == INVALID
    assert (await client.get(f"/class/{class_id}", teacher.token)).data["students"] == []


async def test_enrolling_simultaneously_by_id_and_by_email_enrols_once(
    client: Client,
) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    await asyncio.gather(
        *(client.enrol(teacher, class_id, ada) for _ in range(3)),
        *(enrol_by_email(client, teacher, class_id, ada.email) for _ in range(3)),
    )
    students = (await client.get(f"/class/{class_id}", teacher.token)).data["students"]
    assert students == listed(ada)


@pytest.mark.parametrize("reader", [0, 1, 2], ids=["teacher", "first student", "last student"])
async def test_a_class_is_shown_to_its_teacher_and_its_students(
    client: Client, reader: int
) -> None:
    teacher, ada, ben = people = [
        await client.teacher(),
        await client.student(),
        await client.student(),
    ]
    class_id = await client.make_class(teacher, ben, ada)
    answer = await client.get(f"/class/{class_id}", people[reader].token)
    class_ = {
        "_id": class_id,
        "className": "Algebra",
        "teacherId": teacher.id,
        "students": listed(ben, ada),
        "lateAfter": None,
    }
    if reader:
        for student in class_["students"]:
            del student["email"]
    else:
        class_["teachers"] = [
            {"_id": teacher.id, "name": teacher.name, "role": "owner", "until": None}
        ]
    assert (answer.status, answer.body) == (200, {"success": True, "data": class_})


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_a_class_is_not_shown_to_others(client: Client, role: str) -> None:
    class_id = await client.make_class(await client.teacher(), await client.student())
    stranger = await client.person(role)
    answer = await client.get(f"/class/{class_id}", stranger.token)
    assert answer.error == NOT_CLASS_TEACHER


async def test_a_teacher_cannot_enrol_into_a_colleagues_class(client: Client) -> None:
    teacher, colleague, ada = (
        await client.teacher(),
        await client.teacher(),
        await client.student(),
    )
    class_id = await client.make_class(teacher)
    assert (await client.enrol(colleague, class_id, ada)).error == NOT_CLASS_TEACHER
    assert (await client.get(f"/class/{class_id}", teacher.token)).data["students"] == []


async def test_an_id_is_read_in_either_case_and_returned_in_lower_case(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    answer = await client.post(
        f"/class/{class_id.upper()}/add-student", {"studentId": ada.id.upper()}, teacher.token
    )
    assert (answer.data["_id"], answer.data["studentIds"]) == (class_id, [ada.id])


async def test_teachers_list_the_classes_they_teach(client: Client) -> None:
    teacher, colleague, ada = (
        await client.teacher(),
        await client.teacher(),
        await client.student(),
    )
    algebra = await client.make_class(teacher, ada)
    await client.make_class(colleague, ada)
    geometry = await client.make_class(teacher, name="Geometry")
    assert (await client.get("/classes", teacher.token)).body == {
        "success": True,
        "data": [
            {
                "_id": algebra,
                "className": "Algebra",
                "teacherId": teacher.id,
                "studentIds": [ada.id],
                "lateAfter": None,
            },
            {
                "_id": geometry,
                "className": "Geometry",
                "teacherId": teacher.id,
                "studentIds": [],
                "lateAfter": None,
            },
        ],
    }


async def test_students_list_the_classes_they_attend(client: Client) -> None:
    teacher, colleague = await client.teacher(), await client.teacher()
    ada, ben = await client.student(), await client.student()
    both = await client.make_class(teacher, ada, ben)
    await client.make_class(teacher, ben)
    other = await client.make_class(colleague, ada)
    classes = (await client.get("/classes", ada.token)).data
    assert [class_["_id"] for class_ in classes] == [both, other]


async def test_classes_are_listed_all_at_once_or_in_pages(client: Client) -> None:
    teacher, colleague, ada = await client.teacher(), await client.teacher(), await client.student()
    class_ids = [await client.make_class(owner, ada) for owner in 15 * (teacher, colleague)]
    archived = class_ids[1]
    await client.call("PATCH", f"/class/{archived}", colleague.token, json={"archived": True})
    class_ids.remove(archived)
    assert [each["_id"] for each in (await client.get("/classes", ada.token)).data] == class_ids
    listed_ids, after = list[str](), ""
    while page := (await client.get(f"/classes?limit=8{after}", ada.token)).data:
        listed_ids += [each["_id"] for each in page]
        assert len(page) <= 8
        after = f"&after={listed_ids[-1]}"
    assert listed_ids == class_ids
    for wrong in ("limit=0", "limit=1001", "limit=all", "after=last"):
        answer = await client.get(f"/classes?{wrong}", ada.token)
        assert answer.error == (400, "Invalid request schema")


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_a_user_without_classes_gets_an_empty_list(client: Client, role: str) -> None:
    await client.make_class(await client.teacher(), await client.student())
    user = await client.person(role)
    assert (await client.get("/classes", user.token)).data == []


@OWN
async def test_a_search_without_a_query_finds_all_students_but_no_teachers(client: Client) -> None:
    teacher, *students = (
        await client.teacher(),
        await client.student(),
        await client.student(),
    )
    await client.teacher()
    answer = await client.get("/students", teacher.token)
    assert (answer.status, answer.body) == (200, {"success": True, "data": listed(*students)})


@OWN
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("", "ABC"),
        ("lovelace", "A"),
        ("LOVE", "A"),
        ("éLODIE", "B"),
        ("student", "ABC"),
        ("SCHOOL.test", "ABC"),
        ("schoolxtest", ""),
        ("l adele", "A"),
        ("e l", ""),
        ("elodie\u0301", "B"),
        ("o'b (2", "C"),
        ("2 obrien", "C"),
        (".*", ""),
        ("^Ad.*e", ""),
        ("[a-z]", ""),
        ("(", ""),
        ("a|b", ""),
        ("\\", ""),
        ("$", ""),
        ("$regex", ""),
        ("\0", ""),
        ("\0.*", ""),
        ("x" * 4000, ""),
    ],
)
async def test_a_search_matches_words_in_names_and_emails(
    client: Client, q: str, expected: str
) -> None:
    teacher = await client.teacher()
    students = {
        "A": await client.person("student", "Adele Lovelace"),
        "B": await client.person("student", "Élodie"),
        "C": await client.person("student", "O'Brien O'B (2$)"),
    }
    answer = await client.get("/students", teacher.token, params={"q": q})
    assert answer.data == listed(*(students[key] for key in expected))


@pytest.mark.parametrize("query", ["q=%FF", "q=%ED%A0%80", "q=%00", "q=%zz"])
async def test_a_query_that_is_not_text_finds_no_one(client: Client, query: str) -> None:
    teacher, _ = await client.teacher(), await client.student()
    url = URL(f"{client.url}/students?{query}", encoded=True)
    async with client.http.get(url, headers={"Authorization": teacher.token}) as response:
        assert await response.json() == {"success": True, "data": []}


@OWN
@pytest.mark.parametrize("query", ["q", "q[$ne]=x", "$where=1", "role=TEACHER", "skip=1"])
async def test_an_unknown_query_parameter_is_ignored(client: Client, query: str) -> None:
    teacher, ada = await client.teacher(), await client.student()
    assert (await client.get(f"/students?{query}", teacher.token)).data == listed(ada)


@OWN
async def test_search_results_can_be_read_in_pages(client: Client) -> None:
    teacher, students = await client.teacher(), [await client.student() for _ in range(5)]
    results: list[Any] = []
    query: dict[str, Any] = {"limit": 2, "q": "student"}
    while page := (await client.get("/students", teacher.token, params=query)).data:
        assert len(page) <= 2
        results += page
        query["after"] = page[-1]["_id"]
    assert results == listed(*students)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("limit", ["0", "-1", "1.5", "1e3", "x", "", "9" * 30, "٣", "\0"]),
        ("after", ["x", "", "7", "g" * 24, "0" * 23, "0" * 25, "\0"]),
    ],
    ids=["limit", "after"],
)
async def test_invalid_page_parameters_are_refused(
    client: Client, field: str, values: list[str]
) -> None:
    teacher = await client.teacher()
    for value in values:
        answer = await client.get("/students", teacher.token, params={field: value})
        assert answer.error == (400, "Invalid request schema"), value
        assert [fault["path"] for fault in answer.body["details"]] == [field]
