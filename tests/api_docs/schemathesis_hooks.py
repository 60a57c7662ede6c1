"""What schemathesis needs to know about this API and the description cannot express."""

import io
from typing import Any
from uuid import UUID

import openpyxl
import schemathesis
from hypothesis import strategies as st
from schemathesis.openapi.checks import RejectedPositiveData

from attendance_server.text import normal_password
from attendance_server.wire.fields import PASSWORD_BYTES

LOW, HIGH = PASSWORD_BYTES
# The limits are in bytes, which JSON Schema cannot count.
REFUSED = ({"wrong_length"}, {"wrong_order"}, {"not_in_future"}, {"too_many"})
"""Codes of problems that the description cannot express."""

PASSWORDS = st.text(min_size=2, max_size=HIGH).filter(
    lambda text: (
        LOW <= len(normal_password(text).encode(errors="replace")) <= HIGH and "\0" not in text
    )
)

schemathesis.openapi.format("password", PASSWORDS)
# Mostly new addresses, so that accounts are created.
schemathesis.openapi.format(
    "email", st.uuids().map(UUID.__str__).map("{}@school.test".format) | st.emails()
)


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ROSTERS = st.lists(st.uuids(), min_size=1, max_size=3).map(
    lambda ids: [["name", "email"], *([f"N {each}", f"{each}@school.test"] for each in ids)]
)
schemathesis.openapi.media_type(
    "text/csv", ROSTERS.map(lambda rows: "\n".join(map(",".join, rows)).encode()) | st.binary()
)
schemathesis.openapi.media_type(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ROSTERS.map(_workbook)
)


@schemathesis.hook
def filter_failure(_: Any, failure: object, __: Any, response: Any) -> bool:
    """Whether a failure counts.

    A refusal of valid data does not count if the data was valid: the password is not that of the
    account, or the address already has an account. Nor does a password with too few or too many
    bytes, a last day before the first or too long after it, or the end of a time that is over.
    """
    if not isinstance(failure, RejectedPositiveData):
        return True
    body = response.json()
    codes = {problem["code"] for problem in body.get("details", ())}
    return body["code"] == "invalid_request" and codes not in REFUSED
