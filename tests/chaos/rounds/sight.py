"""What clients and servers see of a lesson now, compared with what is saved."""

import asyncio
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import aiohttp
from attrs import frozen

from tests.chaos.rounds.history import View
from tests.chaos.rounds.oracle import difference, present_in_order, saved_view, told
from tests.chaos.rounds.phones import BOUND, CALL, Phone
from tests.support.client import Client
from tests.support.witness import NOT_RUNNING, Violation, insist

if TYPE_CHECKING:
    from tests.chaos.rounds.lesson import Lesson


@frozen
class Sight:
    """Everything that shows the session to anyone: it comes to be what is saved."""

    lesson: "Lesson"

    async def converge(self) -> None:
        """Everyone comes to see what is saved, by what they are told and without asking."""
        wrong: dict[str, Any] = {}
        deadline = time.monotonic() + BOUND
        while True:
            document = await self.lesson.saved()
            wrong = {}
            for phone in self.lesson.phones:
                if not phone.out and (found := self._wrong(phone, document)):
                    wrong[f"{phone.name} at {phone.server}"] = found
            if not wrong:
                return
            if time.monotonic() > deadline:
                raise Violation(
                    f"everyone sees what is saved\n    (seen, saved) {wrong}\n    "
                    + "\n    ".join(self._commits_of(wrong))
                )
            await asyncio.sleep(0.05)

    def _commits_of(self, wrong: dict[str, Any]) -> Iterator[str]:
        """What was saved of the students of whom something is wrong."""
        history = self.lesson.bench.historian.sessions.get(self.lesson.session_id)
        differ = {student for each in wrong.values() if isinstance(each, dict) for student in each}
        for change in history.changes if history else ():
            if change.student in differ:
                yield f"commit {change.commit}: {change.student} {change.mark}"

    def _wrong(self, phone: Phone, document: dict[str, Any]) -> object:
        """What a client knows by its last connection that is not what is saved."""
        if not phone.is_up:
            return "not connected"
        view: View = {}
        knows_all, running = False, False
        for frame in phone.segments[-1].frames:
            data = frame.data
            match frame.event:
                case "WATCHING":
                    sessions = {each["sessionId"]: each for each in data["sessions"]}
                    running = self.lesson.session_id in sessions
                    mine = sessions.get(self.lesson.session_id, {})
                    if "marks" in mine:
                        view = {each["studentId"]: told(each) for each in mine["marks"]}
                    knows_all = phone in self.lesson.desks or not running
                case "SESSION_STARTED" if data["sessionId"] == self.lesson.session_id:
                    running = True
                case "ATTENDANCE_MARKED" if data["classId"] == self.lesson.class_id:
                    view[data["studentId"]] = told(data)
                case "SESSION_ENDED" if data["sessionId"] == self.lesson.session_id:
                    running = False
        if running != (document["endedAt"] is None):
            return f"running: {running}, endedAt: {document['endedAt']}"
        if not running:
            return None
        saved = saved_view(document)
        if not knows_all:
            saved = {student: mark for student, mark in saved.items() if student in view}
        return difference(view, saved, self.lesson.movers)

    async def ask_everyone(self) -> None:
        """What all clients and all servers say comes to be what is saved.

        A call that a client gave up may still be saved later, by a server that was away.
        """
        deadline = time.monotonic() + BOUND
        for phone in self.lesson.phones:
            while not phone.out:
                document = await self.lesson.saved()
                async with asyncio.timeout(BOUND):
                    sessions = {each["sessionId"]: each for each in await phone.watch()}
                wrong = self._wrong_in(sessions.get(self.lesson.session_id), phone, document)
                if wrong is None:
                    break
                where = f"{phone.name} at {phone.server}"
                insist(time.monotonic() < deadline, "WATCHING is as saved", where, wrong)
                await asyncio.sleep(0.05)
        for server in self.lesson.bench.servers:
            await self._ask_server(server.url, server.name)

    def _wrong_in(
        self, mine: dict[str, Any] | None, phone: Phone, document: dict[str, Any]
    ) -> object:
        """What a `WATCHING` says of the session that is not what is saved; `None`: nothing."""
        if mine is None or document["endedAt"]:
            return None if mine is None and document["endedAt"] else ("running", mine)
        counts = mine["totalStudents"], mine["presentCount"]
        expected = len(document["roster"]), len(present_in_order(document))
        if counts != expected:
            return "students, and present ones", counts, expected
        saved = saved_view(document)
        if "marks" in mine:
            return difference({e["studentId"]: told(e) for e in mine["marks"]}, saved) or None
        mark = saved.get(phone.person.id)
        status = None if mark is None or mark[0] == "absent" else mark[0]
        return None if mine["status"] == status else ("status", mine["status"], mark)

    async def _ask_server(self, url: str, name: str) -> None:
        """A server says what is saved, once it takes clients and has followed."""
        deadline = time.monotonic() + BOUND
        while True:
            document = await self.lesson.saved()
            if (wrong := await self._wrong_at(url, document)) is None:
                return
            insist(
                time.monotonic() < deadline,
                "the summary of every server is what is saved, in the order of the marks",
                name,
                wrong,
                present_in_order(document),
            )
            await asyncio.sleep(0.1)

    async def _wrong_at(self, url: str, document: dict[str, Any]) -> object:
        """What a server says that is not what is saved; `None` if there is nothing."""
        try:
            async with asyncio.timeout(CALL):
                frame, ids = await self._asked(url)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return error
        if document["endedAt"]:
            right = (
                frame["data"].get("message") == NOT_RUNNING and self.lesson.session_id not in ids
            )
        else:
            present = frame["data"].get("presentStudentIds")
            right = present == present_in_order(document) and self.lesson.session_id in ids
        return None if right else (frame, ids)

    async def _asked(self, url: str) -> tuple[dict[str, Any], list[str]]:
        """The summary, and the ids of the running sessions."""
        token, http = self.lesson.course.teacher.token, self.lesson.bench.http
        ask = {"event": "GET_TODAY_SUMMARY", "data": {"classId": self.lesson.class_id}}
        async with http.ws_connect(f"{url}/ws", params={"token": token}, max_msg_size=0) as ws:
            await ws.send_json(ask)
            message = await ws.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise aiohttp.ClientConnectionError("closed")
        running = await Client(url, http).get("/attendance/running", token)
        return message.json(), [each["sessionId"] for each in running.data["sessions"]]
