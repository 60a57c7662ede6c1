"""Every error has a code that programs can rely on, in frames and over HTTP."""

import asyncio
import json
import re
from collections import defaultdict
from typing import Any

import pytest

from attendance_server.api_docs.asyncapi import asyncapi
from attendance_server.problems import ProblemCode
from attendance_server.settings.choices import AnswerForm
from tests.support.client import PATIENCE, Client, Lesson
from tests.support.description import openapi
from tests.support.error_classes import error_classes
from tests.support.process import ROOT
from tests.support.raw import Raw

CODES = {
    "AwaitsStudent": "awaits_student",
    "AccountDisabled": "account_disabled",
    "AccountUnclaimed": "account_unclaimed",
    "AdminOnly": "admin_only",
    "AlreadyClaimed": "already_claimed",
    "AlreadyOwner": "already_owner",
    "ApiKeyNotFound": "api_key_not_found",
    "AttendanceError": "internal_error",
    "BadCredentials": "wrong_credentials",
    "BodyTooLarge": "body_too_large",
    "BodyTooSlow": "body_too_slow",
    "CannotMerge": "cannot_merge",
    "CheckInClosed": "check_in_closed",
    "CheckInCodeWrong": "check_in_code_wrong",
    "CheckInOff": "check_in_off",
    "ClassArchived": "class_archived",
    "ClassCodeWrong": "class_code_wrong",
    "ClassFull": "class_full",
    "ClassHasSessions": "class_has_sessions",
    "ClassIdRequired": "class_id_required",
    "ClassNameTaken": "class_name_taken",
    "ClassNotFound": "class_not_found",
    "ClientGone": "client_gone",
    "CodeExpired": "code_expired",
    "CodeWrong": "wrong_code",
    "DeviceNotFound": "device_not_found",
    "EmailTaken": "email_taken",
    "HashingUnavailable": "hashing_unavailable",
    "ImportNotFound": "import_not_found",
    "InvalidFrame": "invalid_message",
    "InvalidFrameId": "invalid_message_id",
    "InvalidSchema": "invalid_request",
    "InvitationNotFound": "invitation_not_found",
    "JoinAsked": "join_requested",
    "JoinRequestNotFound": "join_request_not_found",
    "LastAdmin": "last_admin",
    "LessonNotOver": "lesson_not_over",
    "MalformedRequest": "malformed_request",
    "MergeUnfinished": "merge_unfinished",
    "NoActiveSession": "no_active_session",
    "NoMail": "no_mail",
    "NoTeacherAccount": "no_teacher_account",
    "NotAcceptable": "not_acceptable",
    "NotClassOwner": "not_class_owner",
    "NotClassTeacher": "not_class_teacher",
    "NotEnrolled": "not_enrolled",
    "NotImporter": "not_importer",
    "NotIssuer": "not_issuer",
    "NotJson": "unsupported_media_type",
    "NoteDecided": "note_decided",
    "NoteNotFound": "note_not_found",
    "NothingToMark": "nothing_to_mark",
    "NotLastSession": "not_last_session",
    "OriginNotAllowed": "origin_not_allowed",
    "OtherClassKey": "other_class_key",
    "OwnPassword": "own_password",
    "OwnerStays": "owner_stays",
    "PasswordsOff": "passwords_off",
    "RefreshTokenInvalid": "refresh_token_invalid",
    "RefreshTokenReused": "refresh_token_reused",
    "RenewalRefused": "renewal_refused",
    "ReportUnsure": "report_unsure",
    "RoleFixed": "role_fixed",
    "RosterTooLarge": "roster_too_large",
    "RosterUnreadable": "roster_unreadable",
    "RosterUnsure": "roster_unsure",
    "RosterWrong": "roster_wrong",
    "SchoolKeyOnly": "school_key_only",
    "ServerFull": "server_full",
    "SessionDiscarded": "session_discarded",
    "SessionImported": "session_imported",
    "SessionNotFound": "session_not_found",
    "SessionRunning": "session_running",
    "ShuttingDown": "shutting_down",
    "SignOnInvalid": "sign_on_invalid",
    "SignOnNotAllowed": "sign_on_not_allowed",
    "SignOnNotForAdmins": "sign_on_not_for_admins",
    "SignOnOff": "sign_on_off",
    "SignOnRefused": "sign_on_refused",
    "SignOnStale": "sign_on_stale",
    "SignOnTaken": "sign_on_taken",
    "SignOnUnavailable": "sign_on_unavailable",
    "SignOnUnverified": "sign_on_unverified",
    "SocketUnauthorized": "unauthorized",
    "StorageUnavailable": "storage_unavailable",
    "StudentCodeWrong": "wrong_student_code",
    "StudentEventOnly": "student_only",
    "StudentNotFound": "student_not_found",
    "StudentNotInClass": "student_not_in_class",
    "StudentOnly": "student_only",
    "StudentSignupClosed": "student_signup_closed",
    "TeacherCodeWrong": "wrong_teacher_code",
    "TeacherEventOnly": "teacher_only",
    "TeacherHasClasses": "teacher_has_classes",
    "TeacherMustConfirm": "teacher_must_confirm",
    "TeacherNotFound": "teacher_not_found",
    "TeacherOnly": "teacher_only",
    "TeacherSignupClosed": "teacher_signup_closed",
    "TooLateToReopen": "too_late_to_reopen",
    "TooLateToRestore": "too_late_to_restore",
    "TooManyApiKeys": "too_many_api_keys",
    "TooManyAttempts": "too_many_attempts",
    "TooManyChanges": "too_many_changes",
    "TooManyClasses": "too_many_classes",
    "TooManyConnections": "server_full",
    "TooManyFrames": "too_many_frames",
    "TooManyImports": "too_many_imports",
    "TooManyLeft": "too_many_left",
    "TooManyLogins": "too_many_logins",
    "TooManyReports": "too_many_reports",
    "TooManyNotes": "too_many_notes",
    "TooManyRequests": "too_many_requests",
    "TooManySessions": "too_many_sessions",
    "TooManySockets": "too_many_sockets",
    "TooManyTeachers": "too_many_teachers",
    "TooManyTries": "too_many_tries",
    "TooManyUnclaimed": "too_many_unclaimed",
    "TooManyWrites": "too_many_writes",
    "TooMuchMail": "too_much_mail",
    "Unauthorized": "unauthorized",
    "UnknownEvent": "unknown_event",
    "UpgradeRequired": "upgrade_required",
    "UserNotFound": "user_not_found",
}
"""The code of every error that a client can receive. Clients rely on codes: they never change."""

PROBLEM_CODES = {
    "archive_file",
    "common_password",
    "conflicting",
    "contacts_file",
    "control_characters",
    "damaged_workbook",
    "database_file",
    "direction_characters",
    "duplicate_column",
    "duplicate_email",
    "duplicate_number",
    "email_ignored",
    "email_kept",
    "empty",
    "empty_file",
    "incomplete",
    "invalid_date",
    "invalid_email",
    "invalid_id",
    "invalid_number",
    "invalid_time",
    "invisible",
    "lost_characters",
    "malformed_json",
    "missing_columns",
    "name_kept",
    "no_report",
    "no_sheet",
    "no_students",
    "no_values",
    "not_in_future",
    "not_text",
    "nothing_to_change",
    "numbers_file",
    "other_account",
    "other_number",
    "out_of_range",
    "pdf_file",
    "picture_file",
    "presentation_file",
    "protected_workbook",
    "required",
    "self_signup",
    "several_sheets",
    "teacher_email",
    "too_complex",
    "too_long",
    "too_many",
    "too_many_students",
    "too_short",
    "unclear_columns",
    "unclear_encoding",
    "unknown_column",
    "unknown_encoding",
    "unknown_file",
    "unknown_sheet",
    "unclear_dates",
    "unknown_value",
    "unmatched_quotes",
    "unproven_email",
    "without_users",
    "word_file",
    "wrong_length",
    "wrong_lines",
    "wrong_order",
    "wrong_type",
}
"""The code of everything that can be wrong with a field, a roster file or a line of one. Clients
rely on them too."""

SAME_MEANING = [
    {"SocketUnauthorized", "Unauthorized"},
    {"StudentEventOnly", "StudentOnly"},
    {"TeacherEventOnly", "TeacherOnly"},
    {"ServerFull", "TooManyConnections"},
]
"""Errors that mean the same over HTTP and in a frame."""


DEPLOY = ROOT / "deploy"


@pytest.fixture
def client(school: Client) -> Client:
    return school


def test_the_codes_of_errors_are_stable() -> None:
    assert {each.__name__: each.code for each in error_classes()} == CODES


def test_a_code_has_one_meaning() -> None:
    named = defaultdict(set)
    for each in error_classes():
        named[each.code].add(each.__name__)
    shared = [names for names in named.values() if len(names) > 1]
    assert sorted(shared, key=sorted) == sorted(SAME_MEANING, key=sorted)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", code) for code in named)


def test_every_problem_has_the_code_that_clients_know() -> None:
    assert set(ProblemCode) == PROBLEM_CODES
    described = openapi()["components"]["schemas"]["Problem"]
    assert set(described["properties"]["code"]["enum"]) == PROBLEM_CODES
    assert described["required"] == ["path", "message", "code"]


def test_every_error_over_http_is_described_with_its_code() -> None:
    schemas = openapi()["components"]["schemas"]
    described = {
        name: schema["properties"]["code"]["const"]
        for name, schema in schemas.items()
        if schema.get("properties", {}).get("success") == {"const": False}
    }
    assert described.items() <= CODES.items()
    for item in openapi()["paths"].values():
        for method in item.keys() - {"parameters"}:
            for status, response in item[method]["responses"].items():
                if int(status) >= 400:
                    content = response["content"]["application/json"]
                    for name, example in content["examples"].items():
                        assert example["value"]["code"] == CODES[name]


def test_every_error_in_a_frame_is_described_with_its_code() -> None:
    document = asyncapi()
    schema = document["components"]["schemas"]["Error"]
    assert schema["required"] == ["message", "code"]
    codes = schema["properties"]["code"]["enum"]
    assert set(codes) <= set(CODES.values())
    messages = {each.message: each.code for each in error_classes()}
    assert {messages[message] for message in schema["properties"]["message"]["enum"]} == set(codes)


def fields_of(client: Client, failure: dict[str, Any]) -> dict[str, Any]:
    """The fields of a failure in the form of the server's answers, without the envelope's own."""
    if client.form is AnswerForm.ENVELOPE:
        assert failure.pop("success") is False
    assert isinstance(failure.pop("error"), str)
    return failure


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("GET", "/nowhere", {}, 404, "not_found"),
        ("DELETE", "/auth/login", {}, 405, "method_not_allowed"),
        ("GET", "/auth/me", {}, 401, "unauthorized"),
        ("POST", "/auth/login", {"data": b"{"}, 415, "unsupported_media_type"),
        ("POST", "/auth/login", {"json": {}}, 400, "invalid_request"),
        ("POST", "/auth/login", {"json": "x" * 70_000}, 413, "body_too_large"),
        ("GET", "/ws", {}, 426, "upgrade_required"),
        ("GET", "/auth/me", {"headers": {"Expect": "a miracle"}}, 417, "expectation_failed"),
        ("GET", "/nowhere", {"headers": {"Expect": "a miracle"}}, 417, "expectation_failed"),
    ],
)
async def test_a_failure_over_http_has_a_code(
    either_school: Client, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    async with either_school.http.request(method, either_school.url + path, **options) as answer:
        assert (answer.status, answer.content_type) == (status, "application/json")
        fields = fields_of(either_school, await answer.json())
    assert fields.pop("code") == code
    assert fields.keys() == ({"details"} if status == 400 else set())


@pytest.mark.parametrize(
    "request_head",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nno size\r\n",
    ],
    ids=lambda head: repr(head[:40]),
)
async def test_malformed_requests_are_answered_like_any_other_failure(
    either_school: Client, request_head: bytes
) -> None:
    host, port = either_school.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request_head)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
        body = await reader.readexactly(int(fields[b"content-length"]))
    finally:
        writer.transport.abort()
    assert head.split(b" ")[1] == b"400", head
    assert fields[b"content-type"].startswith(b"application/json")
    failure = fields_of(either_school, json.loads(body))
    assert failure["code"] in ("malformed_request", "invalid_request")


async def test_a_page_of_another_origin_is_refused_with_a_code(either_school: Client) -> None:
    ada = await either_school.student()
    headers = {"Origin": "https://elsewhere.test", "Connection": "Upgrade", "Upgrade": "websocket"}
    raw = await Raw.connect(either_school.url, ada, **headers)
    body = await asyncio.wait_for(
        raw.reader.readexactly(int(raw.headers["content-length"])), PATIENCE
    )
    assert raw.status == 403
    assert fields_of(either_school, json.loads(body)) == {"code": "origin_not_allowed"}


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxy_answers_in_either_form(name: str) -> None:
    site = (DEPLOY / name).read_text()
    failures = [json.loads(text) for text in re.findall(r'\{"success".*?\}', site)]
    codes = {each["code"] for each in failures}
    assert all(each.keys() == {"success", "error", "code"} for each in failures)
    assert {"not_found", "service_unavailable"} <= codes
    # As deploy/README.md changes it for ANSWERS=plain.
    plain = re.findall(r'\{"error".*?\}', site.replace('"success": false, ', ""))
    assert [json.loads(text) | {"success": False} for text in plain] == failures


async def test_an_error_in_a_frame_has_a_code(lesson: Lesson) -> None:
    desk, seat = lesson.desk, lesson.seats[0]
    for socket, event, data, code in (
        (desk, "NO_SUCH_EVENT", {}, "unknown_event"),
        (desk, "MARK_ATTENDANCE", {}, "invalid_message"),
        (desk, "MARK_ATTENDANCE", {"studentId": "0" * 24}, "student_not_in_class"),
        (desk, "MARK_ALL", {}, "invalid_message"),
        (desk, "CHECK_MY_STATUS", {}, "student_only"),
        (seat, "DONE", {}, "teacher_only"),
        (desk, "DONE", {"classId": "0" * 24}, "no_active_session"),
    ):
        await socket.send(event, **data)
        error = await socket.expect("ERROR")
        assert error == {"message": error["message"], "code": code}


async def test_a_rejected_socket_receives_a_code(client: Client) -> None:
    socket = await client.socket()
    error = {"message": "Unauthorized or invalid token", "code": "unauthorized"}
    assert await socket.expect("ERROR") == error
    assert await socket.close_code() == 4401
