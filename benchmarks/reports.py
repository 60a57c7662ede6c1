"""Reports over a whole term: whether every cell is right, how fast they are, and their memory."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from attrs import define, frozen
from bson import ObjectId

from attendance_server.loadtest.school import data_in
from attendance_server.tables.xlsx import WRITER
from tests.support.recount import Recount
from tests.support.tables import TABLES, Table, as_text, own_table, read_csv, read_xlsx

from .harness import Harness, NotMeasured, Row, ServerProcess, peak_memory, reset_peak, token
from .term import Size, Term

SEED = 1
FORMS = ("json", "csv", "xlsx")
MIB = 1024 * 1024
LOOK = 0.005
"""Seconds between two looks at the writer's memory."""

BOUND = 8
"""Megabytes by which the server may grow: a fraction of the size of a large matrix."""

Document = dict[str, Any]


async def measure(harness: Harness) -> list[Row]:
    """Every report of a term, checked against a recount in Python; then time and memory.

    First all reports of classes in every format, and those of all students, cell by cell. Then each
    report of a class of 1,000 students and 200 sessions: the seconds to the last byte, and the
    growth of the server's memory from before (VmRSS) to its peak (VmHWM). Workbooks are written by
    a process of their own, whose peak memory is given separately.
    """
    rows = [await _right(harness, harness.sizes.term)]
    rows += await _measured(harness, harness.sizes.year)
    return rows


async def _right(harness: Harness, size: Size) -> Row:
    """Check every report. Raises `NotMeasured` if a cell is wrong."""
    started, cells, files = time.perf_counter(), 0, 0
    async with _term_server(harness, size) as term:
        recount = Recount(term.database)
        for class_ in list(term.database.classes.find()):
            for path, table in TABLES.items():
                url, who = f"/class/{class_['_id']}/report{path}", class_["teacherId"]
                data = await term.data(url, who, "TEACHER")
                _check(_by_student(data) == COUNTED[path](recount, class_["_id"]), url)
                cells += await _check_files(term, url, who, "TEACHER", table(data))
                files += 1
        for student in list(term.database.users.find({"role": "STUDENT"})):
            url, who = "/auth/me/report", student["_id"]
            data = await term.data(url, who, "STUDENT")
            classes, total = recount.own(who)
            by_class = {row["classId"]: row for row in data["classes"]}
            _check((by_class, data["total"]) == (classes, total), url)
            cells += sum(map(len, own_table(data)))
            files += 1
    seconds = time.perf_counter() - started
    return Row(
        f"Reports: a term of {size.classes} classes, {size.students:,} students,"
        f" {size.sessions} sessions each",
        "every cell as counted again in Python",
        f"**all {cells:,} cells** of {files:,} reports; a class's as JSON, CSV and XLSX;"
        f" {seconds:.0f} s with counting again",
        True,
    )


async def _measured(harness: Harness, size: Size) -> list[Row]:
    rows = []
    async with _term_server(harness, size) as term:
        class_ = term.database.classes.find_one({"className": "Assembly"})
        student = class_["studentIds"][0]
        reports = [
            *((path, f"/class/{class_['_id']}/report{path}") for path in TABLES),
            ("own", "/auth/me/report"),
        ]
        # A first report of each format, so that memory which is needed only once is not counted.
        for form in FORMS:
            await term.fetch("/auth/me/report", student, "STUDENT", form)
        for name, url in reports:
            who, role = (student, "STUDENT") if name == "own" else (class_["teacherId"], "TEACHER")
            figures = {form: await term.measured(url, who, role, form) for form in FORMS}
            worst = max(figure.grown for figure in figures.values())
            rows.append(
                Row(
                    f"Reports: {NAMES[name]} ({size.students:,} students, {size.sessions}"
                    " sessions)",
                    f"at most {BOUND} MB more memory",
                    "; ".join(figure.text(form) for form, figure in figures.items()),
                    worst <= BOUND * MIB,
                )
            )
    return rows


NAMES = {
    "": "a class's students",
    "/sessions": "a class over time",
    "/matrix": "a class's matrix",
    "own": "a student's own",
}


@frozen
class Figure:
    """The cost of one report. `size`, `grown` and `writer` are in bytes.

    `grown`: the growth of the server's memory. `writer`: the peak of the workbook's writer, or 0.
    """

    seconds: float
    size: int
    grown: int
    writer: int

    def text(self, form: str) -> str:
        writer = f", its writer {self.writer / MIB:.0f} MB" if self.writer else ""
        return (
            f"{form.upper()} **{self.seconds:.2f} s**, {self.size / 1024:,.0f} KB,"
            f" +{self.grown / MIB:.1f} MB{writer}"
        )


@define
class TermServer:
    """A server on the database of a term."""

    server: ServerProcess
    http: aiohttp.ClientSession
    database: Any

    async def fetch(self, path: str, who: ObjectId, role: str, form: str) -> bytes:
        """Fetch a report. Raises `NotMeasured` if it is refused."""
        headers = {"Authorization": f"Bearer {token(str(who), role)}"}
        url = f"{self.server.url}{path}?format={form}"
        async with self.http.get(url, headers=headers) as response:
            body = await response.read()
        if response.status != 200:
            raise NotMeasured(f"{path}: {response.status} {body[:200]!r}")
        return body

    async def data(self, path: str, who: ObjectId, role: str) -> Any:
        headers = {"Authorization": f"Bearer {token(str(who), role)}"}
        async with self.http.get(self.server.url + path, headers=headers) as response:
            return data_in(await response.json())

    async def measured(self, path: str, who: ObjectId, role: str, form: str) -> Figure:
        process = Path(f"/proc/{self.server.process.pid}")
        reset_peak(process)
        before = self.server.memory
        writers = asyncio.create_task(_watch_writers(process))
        started = time.perf_counter()
        body = await self.fetch(path, who, role, form)
        seconds = time.perf_counter() - started
        writers.cancel()
        return Figure(seconds, len(body), peak_memory(process) - before, await writers)


async def _watch_writers(server: Path) -> int:
    """The peak memory of the writers that the server starts until this is cancelled."""
    highest = 0
    try:
        while True:
            # The main thread, which runs the event loop, starts them.
            for child in (server / "task" / server.name / "children").read_text().split():
                highest = max(highest, _peak_of_writer(Path(f"/proc/{child}")))
            await asyncio.sleep(LOOK)
    except asyncio.CancelledError:
        return highest


def _peak_of_writer(process: Path) -> int:
    """The peak memory of a writer; 0 while it is still a fork of the server."""
    try:
        started = WRITER.name.encode() in (process / "cmdline").read_bytes()
    except OSError:
        return 0
    return peak_memory(process) if started else 0


@asynccontextmanager
async def _term_server(harness: Harness, size: Size) -> AsyncIterator[TermServer]:
    uri = f"{harness.mongod.uri}{size.classes}x{size.students}x{size.sessions}"
    with harness.database(uri) as database:
        Term(SEED, size).write(database)
        async with harness.server(MONGO_URI=uri) as server, aiohttp.ClientSession() as http:
            yield TermServer(server, http, database)
        database.client.drop_database(database.name)


async def _check_files(term: TermServer, url: str, who: ObjectId, role: str, table: Table) -> int:
    """The number of cells checked. Raises `NotMeasured` if one was wrong."""
    _check(read_csv(await term.fetch(url, who, role, "csv")) == as_text(table), f"{url} as CSV")
    _check(read_xlsx(await term.fetch(url, who, role, "xlsx")) == table, f"{url} as XLSX")
    return 3 * sum(map(len, table))


COUNTED: dict[str, Callable[[Recount, ObjectId], Any]] = {
    "": Recount.students,
    "/sessions": Recount.sessions,
    "/matrix": lambda recount, class_id: (recount.sessions(class_id), recount.matrix(class_id)),
}


def _by_student(data: Any) -> Any:
    """The data of a report without the order of its students, as `Recount` returns it."""
    if isinstance(data, dict):
        return data["sessions"], _by_student(data["students"])
    if data and "studentId" in data[0]:
        return {row["studentId"]: row for row in data}
    return data


def _check(right: bool, what: str) -> None:
    if not right:
        raise NotMeasured(f"wrong: {what}")
