"""What a language has to have words for."""

from collections.abc import Mapping
from datetime import tzinfo

from attrs import frozen

from ..models import RecordSource, Status


@frozen(kw_only=True)
class FileWords:
    """The words of one language. Those in braces are replaced by values, and stay as they are.

    `statuses` and `sources`: what stands in the cells for each. `page`: the footer of a printed
    page, where `&P` is its number and `&N` the number of pages. `from_to`, `from_on` and `up_to`:
    periods of days. The last ones are names of files.
    """

    name: str
    given_name: str
    family_name: str
    email: str
    student_number: str
    contact_email: str
    claimed: str
    enrolled: str
    yes: str
    no: str

    class_name: str
    all_classes: str
    class_id: str
    session_id: str
    student_id: str
    students: str
    sessions: str
    date: str
    started: str
    ended: str

    present: str
    late: str
    excused: str
    absent: str
    rate: str
    absence_run: str
    last_seen: str
    attendance: str

    status: str
    statuses: Mapping[Status, str]
    late_minutes: str
    marked: str
    marked_by: str
    source: str
    sources: Mapping[RecordSource, str]
    corrections: str
    corrected: str
    corrected_from: str
    corrected_by: str
    reason: str

    time: str
    action: str
    outcome: str
    user: str
    user_id: str
    address: str
    targets: str
    changes: str
    request_id: str

    page: str
    from_to: str
    from_on: str
    up_to: str

    students_of: str
    sessions_of: str
    matrix_of: str
    roster_of: str
    records_of: str
    all_records: str
    own_attendance: str
    audit: str


def at(title: str, zone: tzinfo) -> str:
    """The title of a column with times in a time zone."""
    return f"{title} ({zone})"
