"""The HTTP calls as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html)."""

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from itertools import groupby
from typing import Any

from aiohttp import hdrs, web

from .. import __version__
from ..errors import AttendanceError
from ..errors.accounts import TooManyAttempts
from ..errors.requests import BodyTooLarge, BodyTooSlow, InvalidSchema, NotJson, TooManyWrites
from ..errors.server import StorageUnavailable, TooManyConnections
from ..http.answer_form import failure_body
from ..http.auth import READS, guard_of
from ..http.operations import Bare, Operation, operation_of
from ..http.request_log import HEADER
from ..models import Id
from ..settings.choices import AnswerForm
from ..wire.fields import Password, wire_name
from ..wire.password_rules import CONTRACT, PasswordRules
from .json_schema import TITLE, Json, Schemas

JSON = "application/json"
TOKEN = "token"
API_KEY = "apiKey"

FORMS = {
    AnswerForm.ENVELOPE: """\
Every JSON answer is an envelope: `{"success": true, "data": …}`, or
`{"success": false, "error": "…", "code": "…"}`,""",
    AnswerForm.PLAIN: """\
The JSON of a success is its data alone, and that of a failure `{"error": "…", "code": "…"}`,""",
}

ABOUT = """\
{form}
where `code` says to programs what `error` says to people, and never changes. Fields of a body that
are not described here are ignored.

Beside the failures described at each call, there are 404 (`not_found`) for an unknown path, 405
(`method_not_allowed`), 417 (`expectation_failed`) for an `Expect` other than `100-continue`, 500
(`internal_error`), and 400 (`malformed_request`: Malformed HTTP request).

Send the token that `POST /auth/login` gives as `Authorization: Bearer <token>`.

Every answer has an `X-Request-ID`, which also stands in the server's log. It is the request's own
where that has one of up to 64 letters, digits, `.`, `_` and `-`.
"""

_RETRY_LATER = (429, 503)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def openapi(
    routes: Iterable[web.AbstractRoute],
    passwords: PasswordRules = CONTRACT,
    form: AnswerForm = AnswerForm.ENVELOPE,
) -> Json:
    """The document of all routes that are described.

    `passwords`: the rules for new ones; `form`: that of the answers.
    """
    schemas = Schemas(kinds={Password: passwords.schema})
    about = ABOUT.format(form=FORMS[form])
    paths: dict[str, Json] = {}
    tags: dict[str, Json] = {}
    for route in routes:
        operation = operation_of(route.handler)
        # aiohttp answers HEAD wherever it answers GET.
        if operation is None or route.method == hdrs.METH_HEAD or route.resource is None:
            continue
        path = _PLACEHOLDER.sub(lambda match: f"{{{_camel(match[1])}}}", route.resource.canonical)
        if any(path != known and path.lower() == known.lower() for known in paths):
            # The same call, for those who change the letter case.
            continue
        tags[operation.tag] = {"name": operation.tag}
        paths.setdefault(path, _path_item(path))[route.method.lower()] = {
            "operationId": _operation_id(route.method, path),
            "tags": [operation.tag],
            **_operation(route.handler, operation, route.method, schemas, form),
        }
    return {
        "openapi": "3.1.1",
        "info": {"title": TITLE, "version": __version__, "description": about},
        "servers": [{"url": "/"}],
        "tags": list(tags.values()),
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "parameters": {"RequestId": _request_id_parameter()},
            "headers": _HEADERS,
            "securitySchemes": {
                TOKEN: {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                API_KEY: _API_KEY,
            },
        },
    }


def _refusals(handler: object, operation: Operation, method: str) -> list[type[AttendanceError]]:
    """All that a call can be refused with, in the order of the statuses."""
    guard = guard_of(handler)
    found = list(guard.refuses) if guard else []
    if guard and guard.keys:
        found += [TooManyAttempts]
    if guard and not guard.from_memory and method not in READS:
        found += [TooManyWrites]
    if operation.body:
        found += [InvalidSchema, BodyTooLarge, BodyTooSlow, NotJson]
    elif operation.query:
        found += [InvalidSchema]
    found += operation.refuses
    if guard or operation.body:
        # Users are looked up in the database, and no body is of use without it.
        found += [StorageUnavailable, TooManyConnections]
    return sorted(dict.fromkeys(found), key=_status)


_API_KEY: Json = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "att_class_… or att_school_…",
    "description": "A key that `POST /class/{id}/keys` or `POST /keys` has made, in the place of"
    " the token.",
}

_HEADERS: Json = {
    "RequestId": {
        "description": "What the request is called in the server's log.",
        "required": True,
        "schema": {"type": "string"},
    },
    "RetryAfter": {
        "description": "Seconds after which trying again makes sense, where that can be said.",
        "schema": {"type": "integer", "minimum": 0},
    },
}


_BESIDE: Json = {
    "details": [{"path": "email", "message": "required", "code": "required"}],
    "sessions": 12,
    "limit": 1000,
    "file": None,
}
"""Examples of what stands beside `error`."""


def _operation(
    handler: Any, operation: Operation, method: str, schemas: Schemas, form: AnswerForm
) -> Json:
    document: Json = {"summary": operation.summary}
    if operation.note:
        document["description"] = operation.note
    guard = guard_of(handler)
    if guard:
        document["security"] = [{TOKEN: [role.lower() for role in guard.roles]}]
        if guard.keys:
            document["security"] += [{API_KEY: []}]
    if operation.query:
        document["parameters"] = list(_query(operation.query, schemas))
    if operation.body:
        content = {JSON: {"schema": schemas.taken(operation.body)}}
        document["requestBody"] = {"required": not operation.optional, "content": content}
    if operation.takes:
        file = {"schema": {"type": "string", "format": "binary"}}
        content = {taken.media_type: file for taken in operation.takes}
        document["requestBody"] = {"required": True, "content": content}
    document["responses"] = {str(operation.status): _success(operation, schemas, form)}
    for status, errors in groupby(_refusals(handler, operation, method), key=_status):
        document["responses"][str(status)] = _refusal(status, list(errors), schemas, form)
    return document


def _query(cls: type[Any], schemas: Schemas) -> Iterator[Json]:
    """The fields of `cls` as parameters; what a query does not tell it leaves out."""
    query = schemas.fields_taken(cls)
    for name, schema in query["properties"].items():
        # Nothing in a query is `null`.
        schema = schema.get("anyOf", [schema])[0]
        required = name in query.get("required", ())
        yield {"name": name, "in": "query", "required": required, "schema": schema}


def _success(operation: Operation, schemas: Schemas, form: AnswerForm) -> Json:
    response = _response(HTTPStatus(operation.status).phrase)
    if isinstance(operation.answer, Bare):
        kind = "object" if operation.answer.media_type == JSON else "string"
        response["content"] = {operation.answer.media_type: {"schema": {"type": kind}}}
    elif operation.answer is not None:
        data = schemas.given(operation.answer)
        plain = form is AnswerForm.PLAIN
        response["content"] = {
            JSON: {"schema": data if plain else _object(success={"const": True}, data=data)}
        }
    for file in operation.files:
        response["content"][file.media_type] = {"schema": {"type": "string"}}
    return response


def _refusal(
    status: int, errors: list[type[AttendanceError]], schemas: Schemas, form: AnswerForm
) -> Json:
    response = _response(" · ".join(error.message for error in errors))
    if status in _RETRY_LATER:
        response["headers"]["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    references = [schemas.add(error.__name__, _error(error, schemas, form)) for error in errors]
    schema = references[0] if len(references) == 1 else {"oneOf": references}
    examples = {error.__name__: {"value": _example(error, form)} for error in errors}
    response["content"] = {JSON: {"schema": schema, "examples": examples}}
    return response


def _response(description: str) -> Json:
    headers = {HEADER: {"$ref": "#/components/headers/RequestId"}}
    return {"description": description, "headers": headers}


def _error(error: type[AttendanceError], schemas: Schemas, form: AnswerForm) -> Json:
    sentence: Json = {"const": error.message}
    if error.pattern:
        sentence = {"type": "string", "pattern": error.pattern}
    beside = {name: schemas.given(kind) for name, kind in error.beside.items()}
    envelope = {} if form is AnswerForm.PLAIN else {"success": {"const": False}}
    return _object(**envelope, error=sentence, code={"const": error.code}, **beside)


def _example(error: type[AttendanceError], form: AnswerForm) -> Json:
    beside = {name: _BESIDE[name] for name in error.beside}
    return failure_body(form, {"error": error.message, "code": error.code, **beside})


def _object(**fields: Json) -> Json:
    return {
        "type": "object",
        "properties": fields,
        "required": [*fields],
        "additionalProperties": False,
    }


def _path_item(path: str) -> Json:
    parameters: list[Json] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string"} if name == "code" else Schemas().taken(Id),
        }
        for name in _PLACEHOLDER.findall(path)
    ]
    return {"parameters": [*parameters, {"$ref": "#/components/parameters/RequestId"}]}


def _request_id_parameter() -> Json:
    return {
        "name": HEADER,
        "in": "header",
        "description": "What the request is to be called in the answer and in the log.",
        "schema": {"type": "string"},
    }


def _operation_id(method: str, path: str) -> str:
    """`GET /class/{id}` is `getClassById`, and `GET /` is `getRoot`."""
    words = re.findall(r"[A-Za-z]+", path.replace("{", "/by/")) or ["root"]
    return method.lower() + "".join(word[0].upper() + word[1:] for word in words)


def _camel(name: str) -> str:
    """The name on the wire of what stands in a path, where `id` is no field of a document."""
    return name if name == "id" else wire_name(name)


def _status(error: type[AttendanceError]) -> int:
    return error.status
