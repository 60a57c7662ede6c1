"""Commits as updates of the documents of sessions, and as the change stream shows them.

    writers: {<server id>: attempt}, last: {commit, events: [{kind, fields, mark, of}], whole}

`writers` says which attempt of each server was applied last. `last` is what the last commit is
heard as, if other servers follow. Of an event, `mark` is the mark of a student, and `of` their id;
there is only the id if it is the one that the commit saved. `whole`: the commit replaced what was
saved, so that the difference is not in the update.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..models import Commit, EventRecord, FollowedCommit, Mark, Missing, StoredSession
from .check_in import arrival_fields, arrivals_of, check_in_fields, check_in_of
from .counted import discard_fields, discard_of
from .documents import Document, object_ids
from .mark_documents import mark_fields, mark_of
from .session_documents import session_of

ENTRY = re.compile(r"(marks|arrivals|writers|roster)\.(\w+)")
"""A field of a commit that adds to what is saved."""

WHOLE = frozenset({"commit", "last", "checkIn", "headCount", "endedAt", "discarded"})
"""The fields of such a commit that are shown whole."""


def update_of(commit: Commit, writer: str) -> dict[str, Any]:
    """The update that applies a commit of the server `writer`."""
    roster = object_ids(commit.roster)
    fields: dict[str, Any] = {"commit": commit.number, f"writers.{writer}": commit.attempt}
    removed: set[str] = set()
    if commit.ended_at:
        # Other servers read what is over as a whole, and nothing but its result is kept.
        removed.add("last")
    elif commit.events is not None:
        fields["last"] = _last(commit, commit.events)
    if commit.discarded:
        fields["discarded"] = discard_fields(commit.discarded)
    if commit.check_in:
        fields["checkIn"] = check_in_fields(commit.check_in)
    if commit.head_count is not Missing.MISSING:
        fields["headCount"] = commit.head_count
    arrivals = {arrival.student_id: arrival_fields(arrival) for arrival in commit.arrivals}
    update: dict[str, Any] = {"$set": fields}
    if commit.replaces:
        fields["roster"] = roster
        fields["marks"] = {mark.student_id: mark_fields(mark) for mark in commit.marks}
        fields["endedAt"] = commit.ended_at
        if arrivals:
            fields["arrivals"] = arrivals
        removed.update({"discarded", "checkIn", "arrivals"} - fields.keys())
    else:
        fields.update((f"marks.{mark.student_id}", mark_fields(mark)) for mark in commit.marks)
        fields.update((f"arrivals.{student_id}", entry) for student_id, entry in arrivals.items())
        if commit.ended_at:
            fields["endedAt"] = commit.ended_at
        if roster:
            update["$addToSet"] = {"roster": {"$each": roster}}
    # Earlier versions of MongoDB refuse an empty `$unset`.
    if removed:
        update["$unset"] = dict.fromkeys(removed, "")
    return update


def shows_commit_of(writer: str) -> dict[str, Any]:
    """An expression for whether an event of a change stream is a commit of the server `writer`."""
    updated = "$updateDescription.updatedFields"
    entry = {"$getField": {"field": f"writers.{writer}", "input": updated}}
    # The first entry is shown with the field.
    first = f"{updated}.writers.{writer}"
    return {"$ne": [{"$ifNull": [entry, first, None]}, None]}


def stored_session(document: Document, reader: str) -> StoredSession:
    """A session as it was read by a server."""
    session = session_of(document)
    last = document.get("last")
    fresh = last is not None and last["commit"] == session.commit
    events = tuple(_events(last["events"], session.marks)) if last and fresh else None
    return StoredSession(session, document.get("writers", {}).get(reader), events)


def followed_commit(session_id: str, description: Document) -> FollowedCommit | None:
    """What a change stream shows of an update; `None` if it was no commit.

    `description`: the `updateDescription` of the event.
    """
    updated: Mapping[str, Any] = description["updatedFields"]
    if "commit" not in updated:
        return None
    number = updated["commit"]
    entries: dict[str, dict[str, Any]] = {"marks": {}, "arrivals": {}, "writers": {}, "roster": {}}
    readable = not description.get("removedFields") and not description.get("truncatedArrays")
    for name, value in updated.items():
        if entry := ENTRY.fullmatch(name):
            entries[entry[1]][entry[2]] = value
        elif name in ("writers", "arrivals"):
            # The first entry is shown with the field.
            entries[name].update(value)
        elif name not in WHOLE:
            readable = False
    last = updated.get("last")
    if not readable or last is None or "whole" in last:
        return FollowedCommit(session_id, number, None)
    marks = {key: mark_of(key, fields) for key, fields in entries["marks"].items()}
    commit = Commit(
        session_id=session_id,
        number=number,
        replaces=False,
        roster=tuple(str(each) for _, each in sorted(entries["roster"].items(), key=_place)),
        marks=tuple(marks.values()),
        ended_at=updated.get("endedAt"),
        discarded=discard_of(updated.get("discarded")),
        check_in=check_in_of(updated),
        arrivals=tuple(arrivals_of(entries)),
        head_count=updated.get("headCount", Missing.MISSING),
        events=tuple(_events(last["events"], marks)),
    )
    return FollowedCommit(session_id, number, commit)


def _last(commit: Commit, events: Iterable[EventRecord]) -> dict[str, Any]:
    saved = {mark.student_id: mark for mark in commit.marks}
    last = {"commit": commit.number, "events": [_event_fields(each, saved) for each in events]}
    return {**last, "whole": True} if commit.replaces else last


def _event_fields(event: EventRecord, saved: Mapping[str, Mark]) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": event.kind}
    if event.fields:
        fields["fields"] = dict(event.fields)
    if event.mark:
        fields["of"] = event.mark.student_id
        if saved.get(event.mark.student_id) != event.mark:
            fields["mark"] = mark_fields(event.mark)
    return fields


def _events(events: Iterable[Document], marks: Mapping[str, Mark]) -> Iterator[EventRecord]:
    for each in events:
        mark = None
        if student_id := each.get("of"):
            mark = mark_of(student_id, each["mark"]) if "mark" in each else marks[student_id]
        yield EventRecord(each["kind"], each.get("fields", {}), mark)


def _place(entry: tuple[str, Any]) -> int:
    return int(entry[0])
