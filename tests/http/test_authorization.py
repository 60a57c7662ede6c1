"""Who may do what: every call and every event, by every kind of user.

The two tables hold all expectations. A cell is the answer to one kind of user (`scene.BEARERS`);
a single cell applies to all kinds. In a cell with a slash, the first part is for a class with a
running session, the second for one whose session has ended. A new call needs a row in `CALLS`, and
a line in `BODIES` where it has a body; a new event needs a row in `EVENTS` for each set of fields
that makes a difference. Every event is sent over a WebSocket and over Socket.IO.
"""

import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

import aiohttp
import pymongo
import pytest
from attrs import define, field, frozen

from attendance_server.app import create_app
from attendance_server.live import events
from attendance_server.routes import pages
from attendance_server.settings import Settings
from tests.support.client import NUMBERS, PASSWORD, PATIENCE, Socket
from tests.support.description import check_frame
from tests.support.scene import BEARERS, FOREIGN, KEYS, USERS, Scene, Stage, View, holds_any

CALLS = """
                                              nobody garbage student  outsider teacher  assistant substitute colleague deleted expired ended   admin    disabled

POST   /auth/signup                           201    201     201      201      201      201       201        201       201     201     201     201      201
POST   /auth/login                            200    200     200      200      200      200       200        200       200     200     200     200      200
POST   /auth/claim                            no-code
POST   /auth/forgot                           no-mail
POST   /auth/password                         401    401     200      200      200      200       200        200       401     401     401     200      401
POST   /auth/logout                           401    401     200      200      200      200       200        200       401     401     401     200      401
GET    /auth/me/invitations                   401    401     200      200      students students  students   students  401     401     401     students 401
POST   /auth/refresh                          no-token
GET    /auth/sign-on                          no-sso
GET    /auth/sign-on/callback                 no-sso
POST   /auth/sign-on/token                    no-sso
GET    /auth/devices                          401    401     200      200      200      200       200        200       401     401     401     200      401
DELETE /auth/devices                          401    401     200      200      200      200       200        200       401     401     401     200      401
DELETE /auth/devices/{device_id}              401    401     no-dev   no-dev   200      no-dev    no-dev     no-dev    401     401     401     no-dev   401
GET    /auth/me                               401    401     200      200      200      200       200        200       404     401     401     200      401
DELETE /auth/me                               401    401     200      200      409/200  200       200        409/200   404     401     401     200      401

POST   /class                                 401    401     teachers teachers 201      201       201        201       401     401     401     teachers 401
GET    /class/{id}                            401    401     200      not-its  200      200       not-its    not-its   401     401     401     200      401
PATCH  /class/{id}                            401    401     teachers teachers 409/200  not-own   not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}                            401    401     teachers teachers 409/200  not-own   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/add-student                401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/students/{student_id}      401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/accept                     401    401     no-inv   no-inv   students students  students   students  401     401     401     students 401
POST   /class/{id}/decline                    401    401     no-inv   no-inv   students students  students   students  401     401     401     students 401
GET    /class/{id}/invitations                401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/invitations/{student_id}/confirm
                                              401    401     teachers teachers no-inv   not-own   not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/invitations/{student_id}   401    401     teachers teachers no-inv   not-own   not-its    not-its   401     401     401     teachers 401
GET    /class/{id}/join-requests              401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/join-requests/{student_id}/accept
                                              401    401     teachers teachers no-join  no-join   not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/join-requests/{student_id} 401    401     teachers teachers no-join  no-join   not-its    not-its   401     401     401     teachers 401
GET    /class/{id}/code                       401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
PATCH  /class/{id}/code                       401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/code/renew                 401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
POST   /join                                  401    401     no-class no-class students students  students   students  401     401     401     students 401
GET    /join/{code}                           303
GET    /JOIN/{code}                           303
GET    /auth/me/join-requests                 401    401     200      200      students students  students   students  401     401     401     students 401
DELETE /auth/me/join-requests/{id}            401    401     no-join  no-join  students students  students   students  401     401     401     students 401
POST   /class/{id}/notes                      401    401     201      not-in   students students  students   students  401     401     401     students 401
GET    /class/{id}/notes                      401    401     200      not-in   200      200       not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/notes/{note_id}            401    401     no-note  not-in   students students  students   students  401     401     401     students 401
POST   /class/{id}/notes/{note_id}/accept     401    401     teachers teachers no-note  no-note   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/notes/{note_id}/decline    401    401     teachers teachers no-note  no-note   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/leave                      401    401     200      not-in   students students  students   students  401     401     401     students 401
POST   /class/{id}/teachers                   401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/teachers/{teacher_id}      401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/roster                     401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
GET    /class/{id}/roster                     401    401     teachers teachers 200      200       not-its    not-its   401     401     401     200      401
POST   /class/{id}/roster/sync                401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
GET    /class/{id}/keys                       401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/keys                       401    401     teachers teachers 201      not-own   not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/keys/{key_id}              401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/codes                      401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/students/{student_id}/code 401    401     teachers teachers claimed  not-own   not-its    not-its   401     401     401     teachers 401
GET    /classes                               401    401     200      200      200      200       200        200       401     401     401     200      401
GET    /students                              401    401     teachers teachers 200      200       200        200       401     401     401     teachers 401
DELETE /students/{student_id}                 401    401     teachers teachers claimed  claimed   no-one     no-one    401     401     401     teachers 401

PATCH  /auth/me                               401    401     200      200      200      200       200        200       404     401     401     200      401
GET    /users                                 401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
GET    /users/{user_id}                       401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
PATCH  /users/{user_id}                       401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
DELETE /users/{user_id}                       401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
POST   /users/{user_id}/merge                 401    401     admins   admins   admins   admins    admins     admins    401     401     401     409/200  401
POST   /users/{user_id}/reset-code            401    401    admins   admins   admins   admins    admins     admins    401     401     401     200      401
POST   /rosters/sync                          401    401     school   school   school   school    school     school    401     401     401     school   401
GET    /keys                                  401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
POST   /keys                                  401    401     admins   admins   admins   admins    admins     admins    401     401     401     201      401
DELETE /keys/{key_id}                         401    401     admins   admins   admins   admins    admins     admins    401     401     401     no-key   401
GET    /audit                                 401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
POST   /class/{id}/owner                      401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
GET    /class/{id}/imports                    401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     teachers 401
DELETE /imports/{import_id}                   401    401     teachers teachers no-imp   no-imp    no-imp     no-imp    401     401     401     teachers 401
PATCH  /students/{student_id}                 401    401     teachers teachers claimed  claimed   no-one     no-one    401     401     401     teachers 401
POST   /students/{student_id}/reset-code      401    401    teachers teachers not-imp  not-imp   no-one     no-one    401     401     401     teachers 401

POST   /attendance/start                      401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
POST   /attendance/{id}/marks                 401    401     teachers teachers 200/none 200/none  not-its    not-its   401     401     401     teachers 401
POST   /attendance/end                        401    401     teachers teachers 200/none 200/none  not-its    not-its   401     401     401     teachers 401
POST   /attendance/{id}/check-in              401    401     no-check/none not-in students students  students   students  401     401     401     students 401
POST   /attendance/{id}/raise-hand            401    401     200/none not-in   students students  students   students  401     401     401     students 401
POST   /attendance/{id}/head-count            401    401     teachers teachers 200/none 200/none  not-its    not-its   401     401     401     teachers 401
POST   /attendance/{id}/call-out              401    401     teachers teachers 200/none 200/none  not-its    not-its   401     401     401     teachers 401
GET    /C/{code}                              303
GET    /c/{code}                              303
GET    /attendance/running                    401    401     200      200      200      200       200        200       401     401     401     200      401
GET    /attendance/{id}/my-attendance         401    401     200      not-in   students students  students   students  401     401     401     students 401
GET    /class/{id}/my-attendance              401    401     200      not-in   students students  students   students  401     401     401     students 401

GET    /class/{id}/sessions                   401    401     200      not-its  200      200       not-its    not-its   401     401     401     200      401
GET    /class/{id}/sessions/{session_id}      401    401     200      not-its  200      200       not-its    not-its   401     401     401     200      401
POST   /class/{id}/meetings                   401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
GET    /class/{id}/sessions/{session_id}/check-ins
                                              401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
DELETE /class/{id}/sessions/{session_id}      401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/sessions/{session_id}/restore
                                              401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/sessions/{session_id}/reopen
                                              401    401     teachers teachers 200      200       not-its    not-its   401     401     401     teachers 401
PATCH  /class/{id}/sessions/{session_id}/marks/{student_id}
                                              401    401     teachers teachers 409/200  409/200   not-its    not-its   401     401     401     teachers 401
POST   /class/{id}/sessions/{session_id}/corrections
                                              401    401     teachers teachers 409/200  409/200   not-its    not-its   401     401     401     teachers 401
GET    /reports/absent                        401    401     teachers teachers 200      200       200        200       401     401     401     200      401
GET    /class/{id}/report                     401    401     teachers teachers 200      200       not-its    not-its   401     401     401     200      401
GET    /class/{id}/report/sessions            401    401     teachers teachers 200      200       not-its    not-its   401     401     401     200      401
GET    /class/{id}/report/matrix              401    401     teachers teachers 200      200       not-its    not-its   401     401     401     200      401
GET    /class/{id}/records                    401    401     teachers teachers 200      200       not-its    not-its   401     401     401     200      401
GET    /class/{id}/export                     401    401     teachers teachers 200      not-own   not-its    not-its   401     401     401     200      401
GET    /records                               401    401     admins   admins   admins   admins    admins     admins    401     401     401     200      401
GET    /auth/me/report                        401    401     200      200      students students  students   students  401     401     401     students 401
GET    /auth/me/export                        401    401     200      200      200      200       200        200       404     401     401     200      401

GET    /healthz                               200
GET    /readyz                                200
GET    /metrics                               200
GET    /openapi.json                          200
GET    /asyncapi.json                         200
GET    /docs                                  200
GET    /docs.css                              200
GET    /                                      200
GET    /ws                                    426
"""  # noqa: E501

KEYED_CALLS = """
                                              class-key school-key other-key

POST   /class/{id}/roster                     200       200        other-key
POST   /class/{id}/roster/sync                200       200        other-key
POST   /rosters/sync                          school    200        school
"""
"""The calls that accept API keys. To all others a key is garbage, and so it is to every event."""

EVENTS = """
                                   nobody garbage student  outsider    teacher  assistant substitute   colleague    deleted expired ended   admin    disabled

CONNECT /ws                        4401   4401    yes      yes         yes      yes       yes          yes          4401    4401    4401     yes      4401
CONNECT /                          4401   4401    yes      yes         yes      yes       yes          yes          4401    4401    4401     yes      4401
CONNECT /socket.io/                4401   4401    yes      yes         yes      yes       yes          yes          4401    4401    4401     yes      4401
MARK_ATTENDANCE classId studentId  4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
MARK_ATTENDANCE studentId          4401   4401    teachers teachers    yes/none yes/none  none         not-in/none  4401    4401    4401     teachers 4401
MARK_ALL classId only              4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
MARK_ALL only                      4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
UNMARK_ALL classId markedAt        4401   4401    teachers teachers    no-marks/none no-marks/none not-its/none not-its/none 4401 4401 4401  teachers 4401
UNMARK_ALL markedAt                4401   4401    teachers teachers    no-marks/none no-marks/none none no-marks/none 4401    4401    4401     teachers 4401
GET_TODAY_SUMMARY classId          4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
GET_TODAY_SUMMARY                  4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
CHECK_MY_STATUS classId            4401   4401    yes/none not-in/none students students  students     students     4401    4401    4401     students 4401
CHECK_MY_STATUS                    4401   4401    yes/none yes/none    students students  students     students     4401    4401    4401     students 4401
DONE classId                       4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
DONE                               4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
OPEN_CHECK_IN classId              4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
OPEN_CHECK_IN                      4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
CLOSE_CHECK_IN classId             4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
CLOSE_CHECK_IN                     4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
CHECK_IN classId code              4401   4401    no-check/none not-in/none students students  students  students   4401    4401    4401     students 4401
CHECK_IN code                      4401   4401    no-check/none no-check/none students students students students   4401    4401    4401     students 4401
HEAD_COUNT classId count           4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
HEAD_COUNT count                   4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
CALL_OUT classId count             4401   4401    teachers teachers    yes/none yes/none  not-its/none not-its/none 4401    4401    4401     teachers 4401
CALL_OUT count                     4401   4401    teachers teachers    yes/none yes/none  none         yes/none     4401    4401    4401     teachers 4401
RAISE_HAND classId                 4401   4401    yes/none not-in/none students students  students     students     4401    4401    4401     students 4401
RAISE_HAND                         4401   4401    yes/none yes/none    students students  students     students     4401    4401    4401     students 4401
WATCH                              4401   4401    yes      yes         yes      yes       yes          yes          4401    4401    4401     yes      4401
RENEW token                        4401   4401    yes      yes         yes      yes       yes          yes          4401    4401    4401     yes      4401
RENEW otherToken                   4401   4401    not-own  not-own     not-own  not-own   not-own      not-own      4401    4401    4401     not-own  4401
"""  # noqa: E501

HTTP_REFUSALS = {
    "401": (401, "Unauthorized, token missing or invalid"),
    "404": (404, "User not found"),
    "none": (409, "No active attendance session"),
    "no-check": (409, "Check-in is not open"),
    "no-token": (401, "Unauthorized, refresh token missing or invalid"),
    "no-sso": (404, "Single sign-on is off"),
    "no-dev": (404, "Device not found"),
    "no-code": (404, "Code is wrong or already used, ask your teacher for a new one"),
    "409": (409, "An attendance session is running, end it first"),
    "426": (426, "Upgrade required, this is a WebSocket endpoint"),
    "no-inv": (404, "Invitation not found"),
    "school": (403, "Forbidden, API key of the school required"),
    "no-key": (404, "API key not found"),
    "other-key": (403, "Forbidden, this API key is for another class"),
    "no-one": (404, "Student not found"),
    "no-join": (404, "Request to join not found"),
    "no-note": (404, "Note not found"),
    "no-class": (404, "No class has this code, ask your teacher for the current one"),
    "no-imp": (404, "Import not found, or made more than a day ago"),
    "not-imp": (
        403,
        "Forbidden, your imports did not create this account, ask the school office",
    ),
    "no-mail": (409, "This server sends no mail, ask your teacher or the school office"),
    "claimed": (409, "Account is already claimed and needs no code"),
    "teachers": (403, "Forbidden, teacher access required"),
    "students": (403, "Forbidden, student access required"),
    "admins": (403, "Forbidden, administrator access required"),
    "not-its": (403, "Forbidden, not class teacher"),
    "not-own": (403, "Forbidden, not class owner"),
    "not-in": (403, "Forbidden, not enrolled in class"),
}
UNAUTHORIZED = {"message": "Unauthorized or invalid token", "code": "unauthorized"}
SOCKET_REFUSALS = {
    "4401": UNAUTHORIZED["message"],
    "teachers": "Forbidden, teacher event only",
    "students": "Forbidden, student event only",
    "none": "No active attendance session",
    "no-marks": "No student to mark",
    "no-check": "Check-in is not open",
    "not-its": "Forbidden, not class teacher",
    "not-in": "Student not in class",
    "not-own": "Token invalid or not yours, the socket keeps the one it has",
}
ANSWERS = {
    "CONNECT": "WATCHING",
    "MARK_ATTENDANCE": "ATTENDANCE_MARKED",
    "MARK_ALL": "ATTENDANCE_MARKED",
    "UNMARK_ALL": "ATTENDANCE_MARKED",
    "GET_TODAY_SUMMARY": "TODAY_SUMMARY",
    "CHECK_MY_STATUS": "MY_STATUS",
    "DONE": "SESSION_ENDED",
    "OPEN_CHECK_IN": "CHECK_IN_CODE",
    "CLOSE_CHECK_IN": "CHECK_IN_CODE",
    "CHECK_IN": "ATTENDANCE_MARKED",
    "HEAD_COUNT": "HEAD_COUNTED",
    "CALL_OUT": "CALLED_OUT",
    "RAISE_HAND": "HAND_RAISED",
    "WATCH": "WATCHING",
    "RENEW": "RENEWED",
}
"""The answer to each event for users who may send it."""

QUERIES = {"/class/{id}/export": {"preset": "moodle"}}
"""The queries of calls that require one."""

BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "POST /auth/signup": lambda _: {
        "name": "Ida",
        "email": f"ida{next(NUMBERS)}@school.test",
        "password": PASSWORD,
        "role": "student",
    },
    "POST /auth/login": lambda scene: {
        "email": scene.people["teacher"].email,
        "password": PASSWORD,
    },
    "POST /auth/claim": lambda _: {"code": "ABCD-EFGH-JKLM", "password": PASSWORD},
    "POST /auth/forgot": lambda _: {"email": "ida@school.test"},
    "POST /auth/password": lambda _: {"oldPassword": PASSWORD, "newPassword": "battery staple"},
    "PATCH /auth/me": lambda _: {"name": "Ida"},
    "DELETE /auth/me": lambda _: {"password": PASSWORD},
    "PATCH /users/{user_id}": lambda _: {"name": "Ida"},
    "POST /users/{user_id}/merge": lambda scene: {"into": scene.people["newcomer"].id},
    "POST /class/{id}/owner": lambda scene: {"teacherId": scene.people["assistant"].id},
    "PATCH /students/{student_id}": lambda _: {"name": "Ida"},
    "POST /class/{id}/keys": lambda _: {"name": "nightly"},
    "POST /keys": lambda _: {"name": "nightly"},
    "POST /class": lambda _: {"className": "Logic"},
    "PATCH /class/{id}": lambda _: {"className": "Logic"},
    "DELETE /class/{id}": lambda scene: {"className": scene.class_name},
    "POST /class/{id}/add-student": lambda scene: {"studentId": scene.people["newcomer"].id},
    "PATCH /class/{id}/code": lambda _: {"rule": "ask"},
    "POST /class/{id}/notes": lambda _: {"from": "2026-03-02", "reason": "a fever"},
    "POST /join": lambda _: {"code": "ABCD-EFGH"},
    "POST /class/{id}/teachers": lambda scene: {"email": scene.people["assistant"].email},
    "POST /attendance/start": lambda scene: {"classId": scene.class_id},
    "DELETE /class/{id}/sessions/{session_id}": lambda _: {"reason": "a mistake"},
    "POST /attendance/{id}/marks": lambda scene: {
        "marks": [{"studentId": scene.people["student"].id}]
    },
    "POST /attendance/{id}/check-in": lambda _: {"code": "ABCDEF"},
    "POST /attendance/{id}/head-count": lambda _: {"count": 1},
    "POST /attendance/{id}/call-out": lambda _: {"count": 1},
    "POST /attendance/end": lambda scene: {"classId": scene.class_id},
    "PATCH /class/{id}/sessions/{session_id}/marks/{student_id}": lambda _: {
        "status": "excused",
        "reason": "a doctor's note",
    },
    "POST /class/{id}/sessions/{session_id}/corrections": lambda scene: {
        "studentIds": [scene.people["student"].id],
        "status": "excused",
        "reason": "a school trip",
    },
}

ROSTER = b"name,email\nIda,ida@school.test\n"
ROSTERS = {
    "POST /class/{id}/roster": ROSTER,
    "POST /class/{id}/roster/sync": ROSTER,
    "POST /rosters/sync": ROSTER,
    "POST /class/{id}/meetings": b"Name,Email,Join time,Leave time\n"
    b"Ida,ida@school.test,2026-03-02 09:00:00,2026-03-02 09:45:00\n",
}
"""The bodies of calls that take a file."""

ADDS = {"POST /auth/signup", "POST /class"}
"""Calls that only create things outside the class."""

FILES = {
    f"GET /{path.relative_to(pages.FOLDER).as_posix()}"
    for path in pages.FOLDER.rglob("*")
    if path.suffix in pages.TYPES and path.name != "index.html"
}
"""Files of the package that browsers load; they need no row."""

FILE_ROUTES = {re.sub(r"(?<=\w/).*", "{file}", file) for file in FILES}
"""Files that are not in a folder, and folders."""

BUILT = {
    "GET /build/{build}/{name}",
    "GET /build/{language}-{build}/{name}",
    "GET /service-worker.js",
}
"""What they are joined to, for all languages and per language; the same for all users."""

TELLS_OF_PEOPLE = {"GET /students", "POST /auth/login"}
"""Calls that show people outside the class: to teachers the students whom they may enrol, and to
whoever has the password of an account, that account."""

Table: TypeAlias = dict[str, dict[str, tuple[str, str]]]


def read_table(text: str, kinds: Iterable[str] = USERS) -> Table:
    """By row and kind, the expected answers while the session runs and after it has ended."""
    # A name that is too long for its column is on its own line.
    text = re.sub(r"(?m)^(\S+ +\S+)\n +", r"\1 ", text)
    head, *rows = [line.split() for line in text.splitlines() if line]
    assert head == list(kinds), "a column for every kind, in order"
    table: Table = {}
    for words in rows:
        columns = len(head) if len(words) > len(head) else 1
        name, cells = " ".join(words[:-columns]), words[-columns:] * (len(head) // columns)
        both = [(cell, cell) if "/" not in cell else tuple(cell.split("/")) for cell in cells]
        table[name] = dict(zip(head, both, strict=True))
    return table


def with_keys(table: Table, keyed: Table) -> Table:
    """The table with the cells for API keys, which `keyed` has where they are not garbage."""
    return {
        name: cells | keyed.get(name, dict.fromkeys(KEYS, cells["garbage"]))
        for name, cells in table.items()
    }


CALL_TABLE = with_keys(read_table(CALLS), read_table(KEYED_CALLS, KEYS))
EVENT_TABLE = with_keys(read_table(EVENTS), {})


@frozen
class Outcome:
    """The answer to one user: the cell for it, and its full text."""

    cell: str
    text: str
    refused: bool


Attempt: TypeAlias = Callable[[Scene, str | None], Awaitable[Outcome]]
"""Makes the call of a row with a token, or without one."""


def saved(database: pymongo.database.Database) -> str:
    """A fingerprint of the database that changes unless only the audit trail has changed."""
    names = [name for name in database.list_collection_names() if name != "audit"]
    return json.dumps(database.command("dbHash", collections=names)["collections"])


@define
class Trial:
    """Tries the cells of a row, on a new class after each change, and collects the faults.

    `reads`: it never changes anything. `adds`: it only creates things outside the class.
    `tells_of_people`: it may show a teacher the students of any class.
    `last_saved`: the fingerprint after the last cell; empty if the class is new since then.
    `view`: the class before the cells of foreign callers that have been tried on it, `foreign`.
    """

    stage: Stage
    database: pymongo.database.Database
    attempt: Attempt
    reads: bool = False
    adds: bool = False
    tells_of_people: bool = False
    last_saved: str = ""
    view: View | None = None
    foreign: list[str] = field(factory=list)
    faults: list[str] = field(factory=list)

    async def row(self, cells: dict[str, tuple[str, str]]) -> list[str]:
        """Try all cells, those of foreign callers first, and return their faults."""
        try:
            for kind, both in sorted(cells.items(), key=lambda cell: cell[0] not in FOREIGN):
                for bearer in BEARERS[kind]:
                    await self.cell(kind, bearer, both[not self.stage.running])
            scene = await self.stage.now()
            await self.compare(scene)
            self.faults += await scene.leaked_frames()
        except BaseException:
            # The state of the class is unknown, so the next row gets a new one.
            await self.stage.strike()
            raise
        return self.faults

    async def cell(self, kind: str, bearer: str, expected: str) -> None:
        scene = await self.stage.now()
        foreign = kind in FOREIGN
        if not foreign:
            # What it may change is none of theirs.
            await self.compare(scene)
        elif self.view is None:
            self.view = await scene.view()
        saved_before = self.last_saved or saved(self.database)
        outcome = await self.attempt(scene, scene.tokens[bearer])
        self.last_saved = saved(self.database)
        changed = self.last_saved != saved_before
        secret = (
            scene.class_details
            if self.tells_of_people
            else scene.class_details + scene.people_details
        )
        checks = {
            f"is told {outcome.cell}, not {expected}": outcome.cell != expected,
            "is refused, and has changed something": outcome.refused and changed,
            "reads, and has changed something": self.reads and changed,
            f"learns of it: {outcome.text}": (outcome.refused or foreign)
            and holds_any(outcome.text, secret),
        }
        self.faults += [f"{bearer} {fault}" for fault, is_one in checks.items() if is_one]
        if foreign:
            self.foreign.append(bearer)
        if changed and not self.adds:
            await self.compare(scene)
            self.faults += await scene.leaked_frames()
            await self.stage.strike()
            self.last_saved = ""

    async def compare(self, scene: Scene) -> None:
        """Check that the foreign callers since the last comparison have not changed the class.

        Their calls are compared together: most of them are refused, and what a call saves is
        compared after each.
        """
        if self.view is not None and await scene.view() != self.view:
            self.faults.append(f"one of {', '.join(self.foreign)} has changed the class")
        self.view = None
        self.foreign.clear()


async def answer(scene: Scene, call: str, token: str | None) -> tuple[int, str]:
    """Make a call, and return the status and the body of the answer."""
    method, path = call.split()
    student = scene.people["student"]
    path = path.format(
        id=scene.class_id,
        student_id=student.id,
        session_id=scene.session_id,
        device_id=scene.device_id,
        teacher_id=scene.people["assistant"].id,
        user_id=student.id,
        import_id=scene.class_id,
        key_id=scene.key_id,
        # None is written: deciding on one is tested with the notes.
        note_id="0" * 24,
        code="ABCDEF",
    )
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    body = BODIES[call](scene) if call in BODIES else None
    file = ROSTERS.get(call)
    query = QUERIES.get(call.split()[1])
    if call.endswith("/sync"):
        query = {"allowLeft": "true", "class": scene.class_name}
    async with scene.client.http.request(
        method,
        scene.client.url + path,
        headers=headers,
        json=body,
        data=file,
        params=query,
        allow_redirects=False,
    ) as response:
        return response.status, (await response.read()).decode(errors="replace")


async def make_call(call: str, scene: Scene, token: str | None) -> Outcome:
    status, text = await answer(scene, call, token)
    if status < 400:
        cell = str(status)
    else:
        refusal = (status, json.loads(text)["error"])
        cell = next(
            (c for c, expected in HTTP_REFUSALS.items() if expected == refusal), f"{refusal}"
        )
    if call.startswith("GET "):
        head, nothing = await answer(scene, call.replace("GET", "HEAD"), token)
        # A call without HEAD answers 405 to every kind of user.
        if head not in (status, 405) or nothing:
            cell += f", {head} {nothing} by HEAD"
    return Outcome(cell, text, refused=status >= 400)


async def send_event(row: str, doors: Sequence[str], scene: Scene, token: str | None) -> Outcome:
    """Send the event through each door, which must all have the same outcome."""
    event, *rest = row.split()
    values = {
        "classId": scene.class_id,
        "studentId": scene.people["student"].id,
        "token": token or "",
        "code": "ABCDEF",
        "count": 1,
        "only": "unmarked",
        "markedAt": "2026-03-02T09:00:00.000Z",
        "otherToken": scene.people["mate"].token,
    }
    data = {name.replace("otherT", "t"): values[name] for name in rest if name in values}
    if event == "CONNECT":
        event = "WATCH"
    outcomes = []
    for door in doors:
        ask, refusals = DOORS[door]
        name, answer_data = await ask(scene, door, token, event, data)
        cell = "yes" if name == ANSWERS[event] else name
        if name == "ERROR":
            message = answer_data["message"]
            cell = next((c for c, expected in refusals.items() if expected == message), message)
        outcomes.append(Outcome(cell, f"{answer_data}", refused=name == "ERROR"))
    cells = {outcome.cell: door for outcome, door in zip(outcomes, doors, strict=True)}
    cell = next(iter(cells)) if len(cells) == 1 else f"{cells}"
    text = " ".join(outcome.text for outcome in outcomes)
    return Outcome(cell, text, refused=all(outcome.refused for outcome in outcomes))


async def over_websocket(
    scene: Scene, path: str, token: str | None, event: str, data: dict[str, object]
) -> tuple[str, Any]:
    params = {} if token is None else {"token": token}
    async with scene.client.http.ws_connect(scene.client.url + path, params=params) as ws:
        socket = Socket(ws)
        with contextlib.suppress(ConnectionError):
            await socket.send(event, **data)
        name, answer_data = await socket.next()
        if answer_data == UNAUTHORIZED:
            assert await socket.close_code() == 4401
        return name, answer_data


async def over_socketio(
    scene: Scene, path: str, token: str | None, event: str, data: dict[str, object]
) -> tuple[str, Any]:
    """The answer to the event, or the refusal of the connection as the data of an `ERROR`."""
    query = {"EIO": "4", "transport": "websocket"}
    async with scene.client.http.ws_connect(scene.client.url + path, params=query) as ws:
        await ws.receive_str(timeout=PATIENCE)
        await ws.send_str("40" + json.dumps({"token": token} if token else {}))
        packet = await ws.receive_str(timeout=PATIENCE)
        if packet.startswith("44"):
            return "ERROR", json.loads(packet[2:])
        assert packet.startswith("40"), packet
        await ws.send_str("42" + json.dumps([event, data]))
        packet = await ws.receive_str(timeout=PATIENCE)
        assert packet.startswith("42"), packet
        name, answer_data = json.loads(packet[2:])
        check_frame({"event": name, "data": answer_data})
        return name, answer_data


DOORS = {
    "/ws": (over_websocket, SOCKET_REFUSALS),
    "/": (over_websocket, SOCKET_REFUSALS),
    "/socket.io/": (over_socketio, {**SOCKET_REFUSALS, "4401": "Authentication error"}),
}
"""How an event is sent to a path, and what a refusal is there."""


def event_trials() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each row of `EVENTS`, and the doors through which its event is sent one after another."""
    for row in EVENT_TABLE:
        event, *rest = row.split()
        if event == "CONNECT":
            yield row, (rest[0],)
        elif event in ("DONE", "MARK_ALL"):
            # Through the second door it would find nothing to end, or to mark.
            yield row, ("/ws",)
            yield row, ("/socket.io/",)
        else:
            yield row, ("/ws", "/socket.io/")


def without_row(existing: Iterable[str], rows: Iterable[str]) -> dict[str, set[str]]:
    """Missing and superfluous rows of a table."""
    existing, rows = set(existing), set(rows)
    return {"needs a row": existing - rows, "has a row but does not exist": rows - existing}


NOTHING = {"needs a row": set[str](), "has a row but does not exist": set[str]()}


@pytest.fixture(scope="module", params=[True, False], ids=["running", "ended"])
async def stage(school_settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    with pymongo.MongoClient[dict[str, Any]](school_settings.mongo_uri) as mongo:
        async with aiohttp.ClientSession() as http:
            database = mongo.get_default_database()
            stage = Stage(school_settings, http, database, running=request.param)
            yield stage
            await stage.strike()


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


def test_every_call_has_a_row(settings: Settings) -> None:
    routes = create_app(settings).router.routes()
    # Socket.IO takes any method, and its events have rows.
    calls = {
        f"{route.method} {route.resource.canonical}"
        for route in routes
        if route.resource and route.method not in ("HEAD", "*")
    }
    assert without_row(calls - FILE_ROUTES - BUILT, CALL_TABLE) == NOTHING


def test_every_event_has_a_row() -> None:
    rows = {row.split()[0] for row in EVENT_TABLE}
    assert without_row({"CONNECT", *events.EVENTS}, rows) == NOTHING


@pytest.mark.parametrize("call", CALL_TABLE)
async def test_a_call_answers_permitted_users_and_reveals_nothing_to_others(
    stage: Stage, database: pymongo.database.Database, call: str
) -> None:
    trial = Trial(
        stage,
        database,
        partial(make_call, call),
        reads=call.startswith("GET "),
        adds=call in ADDS,
        tells_of_people=call in TELLS_OF_PEOPLE,
    )
    faults = await trial.row(CALL_TABLE[call])
    assert not faults, "\n".join(faults)


async def test_page_files_are_the_same_for_all_users(stage: Stage) -> None:
    scene = await stage.now()
    for file in FILES:
        answers = {await answer(scene, file, token) for token in scene.tokens.values()}
        assert [status for status, _ in answers] == [200], file
    # It takes long, and a socket at which no one reads answers no ping: the server has closed them.
    await stage.strike()


@pytest.mark.parametrize(
    ("row", "doors"),
    [pytest.param(*each, id=" ".join([each[0], *each[1]])) for each in event_trials()],
)
async def test_an_event_answers_permitted_users_and_reveals_nothing_to_others(
    stage: Stage, database: pymongo.database.Database, row: str, doors: tuple[str, ...]
) -> None:
    reads = not row.startswith(("MARK_", "UNMARK_", "DONE", "OPEN_CHECK_IN", "HEAD_COUNT"))
    trial = Trial(stage, database, partial(send_event, row, doors), reads=reads)
    faults = await trial.row(EVENT_TABLE[row])
    assert not faults, "\n".join(faults)
