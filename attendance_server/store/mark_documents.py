"""Marks as they are stored: a student's entry in `marks` of a session."""

from typing import Any

from bson import ObjectId

from ..models import Mark, Status
from .documents import Document


def mark_fields(mark: Mark) -> dict[str, Any]:
    """The value of a student's entry in `marks`."""
    fields: dict[str, Any] = {
        "status": mark.status.value,
        "markedAt": mark.marked_at,
        "seq": mark.seq,
    }
    if mark.decided_at != mark.marked_at:
        fields["decidedAt"] = mark.decided_at
    if mark.by:
        fields["by"] = ObjectId(mark.by)
    if mark.withdrawn:
        fields["withdrawn"] = True
    if mark.blanket:
        fields["blanket"] = True
    return fields


def mark_of(student_id: str, fields: Document) -> Mark:
    """The mark that a student's entry in `marks` holds."""
    marked_at = fields["markedAt"]
    return Mark(
        student_id,
        Status(fields["status"]),
        marked_at,
        fields["seq"],
        fields.get("decidedAt", marked_at),
        str(fields["by"]) if "by" in fields else None,
        withdrawn=fields.get("withdrawn", False),
        blanket=fields.get("blanket", False),
    )
