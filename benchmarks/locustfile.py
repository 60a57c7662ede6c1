"""Load-test a server with Locust: classes that have one lesson after another.

    locust -f benchmarks/locustfile.py --host http://127.0.0.1:3000 --headless -u 20 -r 2 -t 60s

Each of Locust's users is a class: a teacher and ten students, all with a WebSocket. If teachers
need a code to sign up, set TEACHER_CODE. docs/load-testing.md says what the figures mean.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import websocket
from locust import HttpUser, between, task
from locust.exception import RescheduleTask

STUDENTS = 10
PATIENCE = 10.0
"""Seconds after which an answer counts as lost."""


class Class(HttpUser):
    wait_time = between(0.5, 2)

    def on_start(self) -> None:
        self.teacher, *self.students = map(self.sign_up, ["teacher"] + ["student"] * STUDENTS)
        self.class_id = self.post("/class", self.teacher, className="Load test")["_id"]
        for student in self.students:
            path = f"/class/{self.class_id}/add-student"
            self.post(path, self.teacher, "/class/:id/add-student", studentId=student["_id"])

    @task
    def lesson(self) -> None:
        self.post("/attendance/start", self.teacher, classId=self.class_id)
        with ExitStack() as sockets:
            desk, *seats = (
                sockets.enter_context(closing(self.connect(person["token"])))
                for person in (self.teacher, *self.students)
            )
            for student in self.students:
                with self.step("MARK_ATTENDANCE to the last student"):
                    with self.step("MARK_ATTENDANCE to its answer"):
                        send(desk, "MARK_ATTENDANCE", studentId=student["_id"])
                        receive(desk, "ATTENDANCE_MARKED")
                    for seat in seats:
                        receive(seat, "ATTENDANCE_MARKED")
            with self.step("GET_TODAY_SUMMARY"):
                send(desk, "GET_TODAY_SUMMARY")
                assert receive(desk, "TODAY_SUMMARY")["presentCount"] == STUDENTS
            with self.step("DONE to the last socket"):
                send(desk, "DONE")
                for socket in (desk, *seats):
                    receive(socket, "SESSION_ENDED")

    def sign_up(self, role: str) -> dict[str, Any]:
        """A new user with their token."""
        login = {"email": f"load-{secrets.token_hex(8)}@example.com", "password": "locust and bee"}
        code = os.environ.get("TEACHER_CODE") if role == "teacher" else None
        user = self.post("/auth/signup", name=f"A {role}", role=role, code=code, **login)
        return {**user, **self.post("/auth/login", **login)}

    def post(
        self, path: str, person: dict[str, Any] | None = None, title: str | None = None, **body: Any
    ) -> Any:
        """The data of the answer; `title`: what Locust reports the call as."""
        headers = {"Authorization": f"Bearer {person['token']}"} if person else {}
        response = self.client.post(path, name=title, headers=headers, json=body)
        if not response.ok:
            raise RescheduleTask
        return response.json()["data"]

    def connect(self, token: str) -> websocket.WebSocket:
        url = f"{self.host}/ws".replace("http", "ws", 1)
        with self.step("connect"):
            socket = websocket.create_connection(f"{url}?token={token}", timeout=PATIENCE)
            send(socket, "WATCH")
            receive(socket, "WATCHING")
        return socket

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Report how long it took. If it fails, this ends the lesson."""
        with self.environment.events.request.measure("WS", name) as request:
            yield
        if request["exception"]:
            raise RescheduleTask


def send(socket: websocket.WebSocket, event: str, **data: str) -> None:
    socket.send(json.dumps({"event": event, "data": data}))


def receive(socket: websocket.WebSocket, event: str) -> Any:
    """The data of the next frame, which must have this event."""
    frame = json.loads(socket.recv())
    assert frame["event"] == event, frame
    return frame["data"]
