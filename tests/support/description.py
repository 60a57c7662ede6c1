"""Checks the server's answers and frames against its own API description."""

import functools
import re
from typing import Any

import jsonschema_rs
import orjson

from attendance_server.api_docs.asyncapi import asyncapi
from attendance_server.api_docs.openapi import openapi as describe_operations
from attendance_server.app import create_app
from attendance_server.settings import Settings
from attendance_server.settings.choices import AnswerForm

UNDESCRIBED = (404, 405)
"""The possible statuses of a request that the description does not list."""


def check_answer(
    method: str,
    path: str,
    status: int,
    body: object,
    form: AnswerForm = AnswerForm.ENVELOPE,
) -> None:
    """Check an answer against the description of its operation; `path` may have a query."""
    described = _described_path(path.partition("?")[0])
    _answer_schema(method.lower(), described, status, form).validate(body)


def check_frame(frame: Any) -> None:
    """Check a frame from the server against the description."""
    _frame_schema(frame["event"]).validate(frame)


@functools.cache
def openapi(form: AnswerForm = AnswerForm.ENVELOPE) -> Any:
    """The OpenAPI document of a server with default settings, or with this form of answers."""
    app = create_app(Settings(mongo_uri="mongodb://nowhere", jwt_secret="x" * 32, bcrypt_rounds=4))
    return orjson.loads(orjson.dumps(describe_operations(app.router.routes(), form=form)))


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        path: re.compile(re.sub(r"\{\w+\}", "[^/]+", path, flags=re.ASCII))
        for path in openapi()["paths"]
    }


def _described_path(path: str) -> str | None:
    return next((known for known, form in _patterns().items() if form.fullmatch(path)), None)


@functools.cache
def _answer_schema(method: str, path: str | None, status: int, form: AnswerForm) -> Any:
    document = openapi(form)
    operation = document["paths"].get(path, {}).get(method)
    if operation is None:
        assert status in UNDESCRIBED, f"{method} {path} is not described"
        return jsonschema_rs.validator_for(_failure(form))
    assert str(status) in operation["responses"], f"{status} is not described for {method} {path}"
    schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})


def _failure(form: AnswerForm) -> Any:
    """The schema of a failure of a request that the description does not list."""
    properties: dict[str, Any] = {
        "error": {"type": "string"},
        "code": {"enum": ["not_found", "method_not_allowed"]},
    }
    if form is AnswerForm.ENVELOPE:
        properties["success"] = {"const": False}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@functools.cache
def _frame_schema(event: str) -> Any:
    components = asyncapi()["components"]
    return jsonschema_rs.validator_for(
        {**components["messages"][event]["payload"], "components": components}
    )
