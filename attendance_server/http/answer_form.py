"""The form of JSON answers: in an envelope that says whether a call succeeded, or plain."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from ..settings.choices import AnswerForm

FORM = web.AppKey("form", AnswerForm)


def around_data(form: AnswerForm) -> tuple[bytes, bytes]:
    """What stands before and after the data in the JSON of a success."""
    return (b'{"success":true,"data":', b"}") if form is AnswerForm.ENVELOPE else (b"", b"")


def failure_body(form: AnswerForm, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a failure with these fields."""
    return {"success": False, **fields} if form is AnswerForm.ENVELOPE else dict(fields)
