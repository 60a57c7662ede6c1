"""Roster files of all kinds, compared with a plain model of their content; and invalid files."""

import asyncio
import contextlib
import csv
import io
import os
import re
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import openpyxl
import pytest
from attrs import frozen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from attendance_server.rosters.files import MAX_BYTES, TOO_MUCH, _run
from attendance_server.text import FORMULA, cleaned
from tests.support.client import NUMBERS, PATIENCE, Client, Person
from tests.support.roster import XLSX, csv_of, known_student, outcomes, roster, take, xlsx_of

few = settings(suppress_health_check=list(HealthCheck), print_blob=True)

NAMED = ("name", "Name", " NAME ", "nAmE")
EMAILED = ("email", "E-Mail", " e-mail", "EMAIL ADDRESS", "Mail", "E_mail ", "e-mail address")
PARTED = (("first name", "last name"), ("First Name", " LASTNAME"), ("first_name", "Last-Name"))
OTHERS = ("Class", "Nr", "", "Birthday", "Parents' phone")

MIXED_WORD = re.compile("[A-Za-z][^\\W\\d_]*[\u0370-\uffff]|[\u0370-\uffff][^\\W\\d_]*[A-Za-z]")

LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs"])


def is_stored_as_typed(name: str) -> bool:
    """Names that are stored differently or are invisible are covered by test_writing.py.

    Blanks within names, `Family, Given` and HTML entities are covered by test_rows.py.
    """
    plain = name.count(",") != 1 and "&" not in name
    return cleaned(name) == name.strip() == " ".join(name.split()) and plain


NAMES = st.text(LETTERS, max_size=12).filter(is_stored_as_typed) | st.sampled_from(
    ["Ada", "O'Neill, Jo, Jr", 'Jo "Bo" Ha', "Zoë; Ana", " Ida ", "", "   ", "x" * 200, "y" * 201]
)
LOOKS_LIKE_FORMULA = st.sampled_from(["=1+1", "-x", "+49 30", "@home", "= x", "\uff1dwide"])
WHOLE = [
    csv_of(("Ada", "ada@school.test"), ("Bo", "bo@school.test")),
    xlsx_of([["name", "email"], ["Ada", "ada@school.test"]]),
    b"",
]

WRONG_EMAILS = ("", "ada", "a@b@school.test", "@school.test", "a b@school.test", "ada@")


@frozen
class Course:
    """A class, and the existing accounts: enrolled students, known students and a teacher."""

    client: Client
    teacher: Person
    class_id: str
    known: dict[str, tuple[str, Person]]


@pytest.fixture(scope="module")
async def course(school: Client) -> Course:
    teacher = await school.teacher()
    enrolled = [await school.student() for _ in range(2)]
    known_students = [await known_student(school, teacher) for _ in range(2)]
    class_id = await school.make_class(teacher, *enrolled)
    known = {student.email: ("enrolled", student) for student in enrolled}
    known |= {student.email: ("known", student) for student in known_students}
    known[teacher.email] = ("wrong", teacher)
    return Course(school, teacher, class_id, known)


@frozen
class Line:
    """A line as typed, and the name that the reader must return."""

    cells: tuple[str, str]
    name: str
    email: str


@st.composite
def lines(draw: Any, known: Sequence[str], marks: bool = True) -> Line:
    """`marks`: with the `'` that our own files put before text that looks like a formula."""
    email = draw(
        st.sampled_from([*known, *WRONG_EMAILS]) | st.integers(0, 20).map("s{}@school.test".format)
    )
    typed = draw(st.sampled_from([email, email.upper(), f" {email} ", email.title()]))
    if marks and draw(st.booleans()):
        name = draw(LOOKS_LIKE_FORMULA)
        return Line(("'" + name, typed), name, email)
    # Without an address, digits or a colon would make it a total.
    name = draw(NAMES) if email else "Ada"
    assume(not name.strip().startswith("'"))
    return Line((name, typed), name.strip(), email)


def expected(course: Course, numbered: Sequence[tuple[int, Line]]) -> list[tuple[Any, ...]]:
    """The number, outcome, name and account id of each line."""
    seen = set[str]()
    whole = set[tuple[str, str]]()
    result = []
    for number, line in numbered:
        # Repeated lines are skipped.
        if line.email and (line.name.casefold(), line.email) in whole:
            continue
        whole.add((line.name.casefold(), line.email))
        outcome, user = course.known.get(line.email, ("new", None))
        if line.email in WRONG_EMAILS or line.email in seen or not 1 <= len(line.name) <= 200:
            outcome = "wrong"
        if line.email not in WRONG_EMAILS:
            seen.add(line.email)
        student_id = user.id if user and outcome != "wrong" else None
        result.append((number, outcome, line.name[:200], student_id))
    return result


def lines_of(answer: Any) -> list[tuple[Any, ...]]:
    return [
        (line["line"], line["outcome"], line["name"][:200], line["studentId"])
        for line in answer.data["lines"]
    ]


@frozen
class Form:
    """The form of a file: the titles of its columns, in order."""

    titles: tuple[str, ...]
    parted: bool

    def row(self, name: str, email: str) -> list[str]:
        first, _, last = name.partition(" ")
        cells = {"email": email, "name": name, "first": first, "last": last}
        return [cells.get(kind, "x") for kind in self.kinds]

    @property
    def kinds(self) -> list[str]:
        normal = [re.sub(r"[\W_]", "", title).lower() for title in self.titles]
        named = {"name": "name", "firstname": "first", "lastname": "last"}
        mails = {re.sub(r"[\W_]", "", title).lower() for title in EMAILED}
        return ["email" if each in mails else named.get(each, "other") for each in normal]


@st.composite
def forms(draw: Any) -> Form:
    parted = draw(st.booleans())
    names = draw(st.sampled_from(PARTED)) if parted else (draw(st.sampled_from(NAMED)),)
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=2))
    titles = draw(st.permutations([draw(st.sampled_from(EMAILED)), *names, *others]))
    return Form(tuple(titles), parted)


def joined(form: Form, line: Line) -> Line:
    """The line as it is read if the name is split over two cells."""
    if not form.parted:
        return line
    first, _, last = line.cells[0].partition(" ")
    parts = [first.strip(), last.strip()]
    kinds = [kind for kind in form.kinds if kind in ("first", "last")]
    assert sorted(kinds) == ["first", "last"]
    return Line(line.cells, " ".join(filter(None, parts)), line.email)


@few
@given(st.data())
async def test_a_csv_file_of_any_kind_is_read_correctly(
    course: Course, data: st.DataObject
) -> None:
    form = data.draw(forms())
    known = list(course.known)
    written = data.draw(st.lists(lines(known, marks=not form.parted), min_size=1, max_size=8))
    separator = data.draw(st.sampled_from(",;\t"))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    encoding = data.draw(
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    )
    marked = data.draw(st.booleans())
    names_separator = data.draw(st.booleans())
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=end, quoting=quoting)
    number = 1
    if names_separator:
        file.write(f"sep={separator}{end}")
        number += 1
    writer.writerow(form.titles)
    numbered = []
    for line in written:
        if data.draw(st.booleans()):
            file.write(data.draw(st.sampled_from(["", " ", separator * 2])) + end)
            number += 1
        number += 1
        numbered.append((number, joined(form, line)))
        writer.writerow(form.row(*line.cells))
    text = file.getvalue()
    if encoding in ("utf-16-le", "utf-16-be") and marked:
        text = "\ufeff" + text
    # Then it may be UTF-8 by chance only, which somebody has to confirm.
    assume(encoding != "utf-8" or not MIXED_WORD.search(text))
    raw = text.encode(encoding)
    answer = await take(course.client, course.teacher, course.class_id, raw, dry=True)
    assert lines_of(answer) == expected(course, numbered)


@few
@given(st.data())
async def test_a_workbook_is_read_correctly(course: Course, data: st.DataObject) -> None:
    form = data.draw(forms())
    written = data.draw(st.lists(lines(list(course.known), marks=False), min_size=1, max_size=8))
    rows: list[Sequence[str]] = [[]] * data.draw(st.integers(0, 2))
    empty_columns = [""] * data.draw(st.integers(0, 2))
    rows.append([*empty_columns, *form.titles])
    numbered = []
    for line in written:
        rows += [[]] * data.draw(st.integers(0, 1))
        rows.append([*empty_columns, *form.row(*line.cells)])
        numbered.append((len(rows), joined(form, line)))
    file = xlsx_of(rows)
    kind = data.draw(st.sampled_from([None, XLSX, "application/octet-stream"]))
    answer = await take(course.client, course.teacher, course.class_id, file, dry=True, kind=kind)
    assert lines_of(answer) == expected(course, numbered)


@few
@given(
    st.lists((NAMES | LOOKS_LIKE_FORMULA).filter(lambda n: 1 <= len(n.strip()) <= 200), max_size=5),
    st.sampled_from(["'", "=", "+", "-", "'=", "''-", "a"]),
    st.booleans(),
)
async def test_an_exported_roster_can_be_imported_again_unchanged(
    school: Client, names: list[str], odd: str, workbook: bool
) -> None:
    teacher = await school.teacher()
    class_id = await school.make_class(teacher)
    people = [
        (name.strip(), f"{odd if at == 0 else ''}s{next(NUMBERS)}@school.test")
        for at, name in enumerate(["'=Mark", *names])
    ]
    rows = [("name", "email"), *people]
    text = io.StringIO(newline="")
    # In CSV, a text that begins with the mark of our own files needs another mark.
    csv.writer(text).writerows([["'" * marked(cell) + cell for cell in row] for row in rows])
    file = xlsx_of(rows) if workbook else text.getvalue().encode()
    answer = await take(school, teacher, class_id, file)
    assert outcomes(answer) == ["new"] * len(people)
    assert [(s["name"], s["email"]) for s in await roster(school, teacher, class_id)] == people

    for form in ("csv", "xlsx"):
        exported = await get_file(school, teacher, f"/class/{class_id}/roster?format={form}")
        again = await take(school, teacher, class_id, exported, dry=True)
        assert [(s["name"], s["email"], s["knownAs"]) for s in again.data["lines"]] == [
            (*person, None) for person in people
        ]
        assert outcomes(again) == ["enrolled"] * len(people)
        none = "" if form == "csv" else None
        cells = [[name, email, none, none, "no"] for name, email in people]
        titles = ["Name", "E-mail", "Student number", "Contact e-mail", "Claimed"]
        assert read_back(form, exported) == [titles, *cells]


def marked(cell: str) -> bool:
    bare = cell.lstrip("'")
    return bool({bare[:1], bare.lstrip()[:1]} & FORMULA)


async def get_file(client: Client, user: Person, path: str) -> bytes:
    headers = {"Authorization": f"Bearer {user.token}"}
    async with client.http.get(client.url + path, headers=headers) as response:
        assert response.status == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        return await response.read()


def read_back(form: str, file: bytes) -> list[list[Any]]:
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(file)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    rows = csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""))
    return [[cell[marked(cell) :] for cell in row] for row in rows]


@few
@given(st.data())
async def test_any_file_gets_an_answer(course: Course, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE))
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 4))
    raw = whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + cut :]
    answer = await take(course.client, course.teacher, course.class_id, raw, dry=True)
    assert answer.status in (200, 400)


EXPECTED = "expected a line that names the columns"


@pytest.mark.parametrize(
    ("file", "reason", "code", "values"),
    [
        (b"", "the file is empty", "empty_file", {}),
        (b"\n \n,,\n", "the file is empty", "empty_file", {}),
        (b"name,email\n\n", "there is no student below", "no_students", {}),
        (
            b"\nname;class\nAda;1\n",
            f"no column holds: email or student number; line 2 has 'name', 'class'; {EXPECTED}",
            "missing_columns",
            {"line": 2},
        ),
        (b"first name,email\nAda,ada@school.test\n", EXPECTED, "missing_columns", {"line": 1}),
        (
            b'name,email\nAda,a@b.test\n"Bo,b@b.test\n',
            "quotation marks in line 3 do not match",
            "unmatched_quotes",
            {"line": 3},
        ),
        (b"name,email\nAda,a@b.test\n\0", "expected text or a workbook", "not_text", {}),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
            "expected a workbook that is whole",
            "damaged_workbook",
            {},
        ),
        (
            b"PK\x03\x04 not a workbook",
            "expected a workbook that is whole",
            "damaged_workbook",
            {},
        ),
        (xlsx_of([]), "the file is empty", "empty_file", {}),
        (xlsx_of([["name", "email"]]), "there is no student below", "no_students", {}),
        (
            csv_of(*[("x", "x@y.test")] * 10_001),
            "expected at most 10,000 students",
            "too_many_students",
            {"maximum": 10_000},
        ),
    ],
)
async def test_an_invalid_roster_is_refused_with_the_reason(
    course: Course, file: bytes, reason: str, code: str, values: dict[str, object]
) -> None:
    for dry in (True, False):
        answer = await take(course.client, course.teacher, course.class_id, file, dry=dry)
        assert answer.error == (400, "Roster unreadable, nothing was changed")
        (fault,) = answer.body["details"]
        assert reason in fault["message"]
        assert fault == {"path": "", "message": fault["message"], "code": code, **values}


async def test_a_file_sent_as_a_workbook_that_is_not_one_is_refused(course: Course) -> None:
    file = csv_of(("Ada", "ada@school.test"))
    answer = await take(course.client, course.teacher, course.class_id, file, kind=XLSX)
    message = "expected a workbook that is whole: open it, and save it again as XLSX or CSV"
    assert answer.body["details"] == [{"path": "", "message": message, "code": "damaged_workbook"}]


def sheet_of(xml: bytes) -> bytes:
    """A workbook with these rows, given as XML."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    whole, file = io.BytesIO(xlsx_of([["name", "email"]])), io.BytesIO()
    with (
        zipfile.ZipFile(whole) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            sheet = head + b"<sheetData>" + xml + b"</sheetData></worksheet>"
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return file.getvalue()


FAR = b'<row r="%d"><c r="%s%d" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "xml",
    [
        lambda: FAR % (1, b"A", 1) + FAR % (1048576, b"XFD", 1048576),
        lambda: FAR.replace(b"x<", b"a" * 300_000_000 + b"<") % (1, b"A", 1),
    ],
    ids=["far apart", "inflated"],
)
async def test_a_workbook_designed_to_exhaust_memory_is_refused(
    course: Course, xml: Callable[[], bytes]
) -> None:
    file = sheet_of(xml())
    assert len(file) < MAX_BYTES
    answer = await take(course.client, course.teacher, course.class_id, file)
    assert answer.error == (400, "Roster unreadable, nothing was changed")
    assert answer.body["details"] == [{"path": "", "message": TOO_MUCH, "code": "too_complex"}]


def children() -> set[str]:
    """The running child processes of the main thread."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@contextlib.contextmanager
def endless() -> Iterator[IO[bytes]]:
    """A file that never ends."""
    out, into = os.pipe()
    with os.fdopen(out, "rb", buffering=0) as file, os.fdopen(into, "wb"):
        yield file


async def test_a_cancelled_import_ends_its_reader() -> None:
    children_before = children()
    with endless() as file:
        reading = asyncio.create_task(_run(file, {}))
        async with asyncio.timeout(PATIENCE):
            while children() == children_before:
                await asyncio.sleep(0.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        async with asyncio.timeout(PATIENCE):
            while children() != children_before:
                await asyncio.sleep(0.01)


async def test_a_file_that_a_busy_machine_does_not_read_in_time_is_not_called_unreadable(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attendance_server.rosters.files.TIMEOUT", 0.0)
    children_before = children()
    file = csv_of(("Ada", "ada@school.test"))
    answer = await take(course.client, course.teacher, course.class_id, file)
    assert answer.error == (503, "Too many rosters are being read, try again")
    assert answer.headers["Retry-After"]
    assert children() == children_before


async def test_a_file_that_is_too_large_gets_413(course: Course) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 2**20

    for body in (b"x" * (MAX_BYTES + 1), slowly()):
        answer = await take(course.client, course.teacher, course.class_id, body)
        assert answer.error == (413, "Roster too large, send a file of at most 2 MB")
