"""Attendance reports of Teams and Zoom become past sessions like any other."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import define

from attendance_server.models import DateOrder
from attendance_server.rosters.meeting_times import dates_of, read_duration, read_time
from tests.conftest import shared_client
from tests.support.client import Answer, Client, Person

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@define
class Online:
    """A class with four students, two of whom share a name."""

    client: Client
    teacher: Person
    ada: Person
    ben: Person
    twins: tuple[Person, Person]
    class_id: str

    @classmethod
    async def make(cls, client: Client) -> "Online":
        teacher = await client.teacher()
        named = ["Ada Okafor", "Björn Müller", "Kim Lee", "Kim Lee"]
        ada, ben, *twins = [await client.person("student", name) for name in named]
        class_id = await client.make_class(teacher, ada, ben, *twins)
        return cls(client, teacher, ada, ben, (twins[0], twins[1]), class_id)

    async def take(self, file: bytes, **query: str) -> Answer:
        path = f"/class/{self.class_id}/meetings"
        query = {"tz": "Europe/Berlin", "dryRun": "true", **query}
        return await self.client.call("POST", path, self.teacher.token, data=file, params=query)

    async def sessions(self, query: str = "") -> Any:
        path = f"/class/{self.class_id}/sessions{query}"
        return (await self.client.get(path, self.teacher.token)).data


def teams(online: Online, *rows: str, words: str = "en") -> bytes:
    """A report as Teams makes it now, in English or in German; `rows` follow Ada's and Björn's."""
    people = [
        f"Mrs Hill|8:59:05|9:45:10|46m 5s|{online.teacher.email}|Organizer",
        # He was away in between, which only the duration says.
        f"Björn Müller|9:11:05|9:45:10|4m 30s|{online.ben.email}|Presenter",
        f"Ada Okafor|9:11:00|9:45:10|34m 10s|{online.ada.email}|Presenter",
        *rows,
    ]
    heads = {
        "en": (
            *("1. Summary", "Meeting title", "Start time", "End time", "2. Participants"),
            "Name|First Join|Last Leave|In-Meeting Duration|Email|Role",
        ),
        "de": (
            *("1. Zusammenfassung", "Besprechungstitel", "Startzeit", "Endzeit", "2. Teilnehmer"),
            "Name|Erster Beitritt|Letztes Verlassen|Besprechungsdauer|E-Mail|Rolle",
        ),
    }
    summary, title, start, end, participants, header = heads[words]

    def at(clock: str) -> str:
        return f"9/14/25, {clock} AM" if words == "en" else f"14.09.25, 0{clock}"

    lines = [
        summary,
        f"{title}\tMaths 8B",
        f"{start}\t{at('9:00:00')}",
        f"{end}\t{at('9:45:10')}",
        "",
        participants,
        header.replace("|", "\t"),
    ]
    for each in people:
        name, joined, left, *rest = each.split("|")
        lines.append("\t".join([name, at(joined), at(left), *rest]))
    activities = ["", "3. In-Meeting Activities", "Name\tJoin Time\tLeave Time\tDuration\tEmail"]
    return "\r\n".join([*lines, *activities]).encode("utf-16")


def statuses(answer: Answer) -> list[tuple[str, str, str | None, int]]:
    return [
        (each["name"], each["status"], each["matchedBy"], each["minutes"])
        for each in answer.data["students"]
    ]


@pytest.mark.parametrize("words", ["en", "de"])
async def test_a_report_becomes_a_session_that_is_corrected_discarded_and_restored(
    client: Client, words: str
) -> None:
    online = await Online.make(client)
    report = teams(online, "Kim Lee|9:00:00|9:45:00|45m|kim@home.test|Presenter", words=words)
    dry = await online.take(report, lateAfter="10")
    assert statuses(dry) == [
        ("Ada Okafor", "late", "email", 34),
        ("Björn Müller", "absent", "email", 4),
        ("Kim Lee", "absent", None, 0),
        ("Kim Lee", "absent", None, 0),
    ]
    assert [each["name"] for each in dry.data["others"]] == ["Mrs Hill", "Kim Lee"]
    assert dry.data["counts"] == {"present": 0, "late": 1, "absent": 3, "others": 2}
    assert (dry.data["source"], dry.data["title"]) == ("teams", "Maths 8B")
    assert dry.data["startedAt"] == "2025-09-14T07:00:00.000Z"
    assert dry.data["endedAt"] == "2025-09-14T07:45:10.000Z"
    assert await online.sessions() == []

    done = await online.take(report, lateAfter="0", minMinutes="3", dryRun="false")
    (session,) = await online.sessions()
    assert (session["_id"], session["source"]) == (done.data["sessionId"], "teams")
    assert [session[each] for each in ("presentCount", "total", "running")] == [2, 4, False]
    path = f"/class/{online.class_id}/sessions/{session['_id']}"
    detail = (await client.get(path, online.teacher.token)).data
    assert detail["attendance"][0]["markedAt"] == "2025-09-14T07:11:00.000Z"
    correction = {"status": "excused", "reason": "a doctor's note"}
    mark = f"{path}/marks/{online.twins[0].id}"
    corrected = await client.call("PATCH", mark, online.teacher.token, json=correction)
    assert corrected.data["status"] == "excused"
    total = (await client.get("/auth/me/report", online.ada.token)).data["total"]
    assert total["counts"]["present"] == 1
    reason = {"reason": "the wrong class"}
    await client.call("DELETE", path, online.teacher.token, json=reason)
    assert await online.sessions() == []
    await client.post(f"{path}/restore", None, online.teacher.token)
    assert [each["source"] for each in await online.sessions()] == ["teams"]


async def test_the_same_report_is_imported_once_unless_it_replaces_its_session(
    client: Client,
) -> None:
    online = await Online.make(client)
    report = teams(online)
    first = (await online.take(report, dryRun="false")).data["sessionId"]
    assert (await online.take(report)).data["importedAs"] == first
    # Also with another time zone, and with a later download of the same meeting.
    later = teams(online, "Kim Lee|9:00:00|9:45:00|45m||Presenter")
    for file, query in ((report, {"tz": "UTC"}), (later, {})):
        refused = await online.take(file, dryRun="false", **query)
        assert (refused.status, refused.body["code"]) == (409, "session_imported")
    second = (await online.take(later, dryRun="false", replace="true")).data["sessionId"]
    assert [each["_id"] for each in await online.sessions()] == [second]
    (discarded,) = await online.sessions("?discarded=true")
    assert discarded["_id"] == first
    # A discarded one is not in the way.
    path = f"/class/{online.class_id}/sessions/{second}"
    await client.call("DELETE", path, online.teacher.token, json={"reason": "wrong"})
    assert (await online.take(report, dryRun="false")).status == 200


async def test_several_stays_add_up_and_what_overlaps_counts_once(client: Client) -> None:
    online = await Online.make(client)
    ada, _ = online.ada, online.ben
    zoom = (
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
        "987 6543 2100,Maths 8B,01/21/2025 09:00:00 AM,01/21/2025 09:45:00 AM,h@x.test,45,3\n"
        "\n"
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        f"Ada,{ada.email},01/21/2025 08:55:00 AM,01/21/2025 09:10:00 AM,15,No\n"
        f"Ada,{ada.email},01/21/2025 09:30:00 AM,01/21/2025 09:45:00 AM,15,No\n"
        "iPad (Ada Okafor),,01/21/2025 09:05:00 AM,01/21/2025 09:15:00 AM,10,Yes\n"
        "björn muller,,01/21/2025 09:00:00 AM,01/21/2025 09:45:00 AM,45,Yes\n"
    ).encode()
    dry = await online.take(zoom)
    assert dry.data["source"] == "zoom"
    assert dry.data["startedAt"] == "2025-01-21T08:00:00.000Z"
    assert statuses(dry)[:2] == [
        ("Ada Okafor", "present", "email", 30),
        ("Björn Müller", "present", "name", 45),
    ]
    # The lesson may be shorter than the meeting.
    bounds = {"startedAt": "2025-01-21T08:12:00Z", "endedAt": "2025-01-21T08:32:00Z"}
    assert statuses(await online.take(zoom, **bounds))[0][3] == 5


async def test_what_a_report_does_not_say_is_asked_for(client: Client) -> None:
    online = await Online.make(client)
    header = "Name (Original Name),User Email,Total Duration (Minutes),Guest"
    unique = f"{header}\nA,{online.ada.email},40,No\n"
    dry = await online.take(unique.encode())
    assert (dry.data["startedAt"], dry.data["unsure"][0]["path"]) == (None, "startedAt")
    refused = await online.take(unique.encode(), dryRun="false")
    assert (refused.status, refused.body["code"]) == (400, "report_unsure")
    done = await online.take(unique.encode(), dryRun="false", startedAt="2025-03-04T08:00:00Z")
    assert done.data["endedAt"] == "2025-03-04T08:40:00.000Z"

    either = f"Name,Email,Join Time,Leave Time\nA,{online.ada.email},3/4/2025 9:00,3/4/2025 9:45\n"
    dry = await online.take(either.encode())
    assert [each["code"] for each in dry.data["unsure"]] == ["unclear_dates"]
    refused = await online.take(either.encode(), dryRun="false")
    assert refused.body["details"][0]["code"] == "unclear_dates"
    chosen = await online.take(either.encode(), dates="mdy")
    assert chosen.data["startedAt"] == "2025-03-04T08:00:00.000Z"

    roster = await online.take(b"name,email\nAda,ada@school.test\n")
    assert roster.body["details"][0]["code"] == "no_report"
    soon = datetime.now(UTC) + timedelta(days=1)
    future = (
        f"Name,Email,Join Time,Leave Time\nA,a@x.test,{soon:%Y-%m-%d} 9:00,{soon:%Y-%m-%d} 9:45\n"
    )
    refused = await online.take(future.encode(), dryRun="false")
    assert (refused.status, refused.body["code"]) == (409, "lesson_not_over")


@pytest.mark.parametrize(
    "text",
    [
        *("9/14/26, 9:00:05 AM", "14.09.2026, 09:00:05", "14. 9. 2026 9:00:05"),
        *("09/14/2026 09:00:05 AM", "14/09/2026 09:00:05", "2026-09-14 09:00:05"),
        *("Sep 14, 2026 09:00:05 AM", "14 Sep 2026 09:00:05", "14.9.2026 klo 9.00.05"),
        *("2026年9月14日 9:00:05", "2026/9/14 上午 9:00:05", "2026-09-14T07:00:05Z"),
        *("14-09-2026 9:00:05", "14/9/2026, 9:00:05 a. m."),
    ],
)
def test_times_are_read_as_regions_write_them(text: str) -> None:
    time = read_time(text)
    assert time
    dates = dates_of([time])
    assert dates.sure
    assert time.moment(dates.order, BERLIN) == datetime(2026, 9, 14, 7, 0, 5, tzinfo=UTC)


def test_noon_and_midnight_of_a_clock_with_twelve_hours() -> None:
    for text, hour in (("1/13/2026 12:05 AM", 0), ("1/13/2026 12:05 PM", 12)):
        time = read_time(text)
        assert time
        moment = time.moment(DateOrder.MONTH_FIRST, UTC)
        assert moment == datetime(2026, 1, 13, hour, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("45m 10s", 2710), ("1h 30m 51s", 5451), ("40", 2400), ("00:45:10", 2710)),
        *(("1 Std. 3 Min. 5 Sek.", 3785), ("2 小时 3 分钟", 7380), ("1 時間 5 分", 3900)),
        *(("3 timmar 2 minuter", 10920), ("41 min 3 s", 2463), ("1 ч. 2 мин.", 3720)),
    ],
)
def test_durations_are_read_as_languages_write_them(text: str, seconds: int) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


def test_what_is_no_time_is_none() -> None:
    for text in ("", "Ada", "9:00", "14.09.2026", "Maude 12, 2026 9:00", "1/2/345 9:00"):
        assert read_time(text) is None
    assert read_duration("soon") is None


async def test_a_report_of_an_earlier_teams_is_recognized(client: Client) -> None:
    online = await Online.make(client)
    rows = [
        ("Meeting Summary",),
        ("Total Number of Participants", "1"),
        ("Meeting Title", "Maths 8B"),
        ("Meeting Start Time", "9/14/2021, 9:00:00 AM"),
        ("Meeting End Time", "9/14/2021, 9:45:00 AM"),
        ("Meeting Id", "0e7a-19"),
        (),
        (
            "Full Name",
            "Join Time",
            "Leave Time",
            "Duration",
            "Email",
            "Role",
            "Participant ID (UPN)",
        ),
        *(
            ("Ada", f"9/14/2021, {joined}", f"9/14/2021, {left}", "10m", online.ada.email, "")
            for joined, left in (("9:00:05 AM", "9:10:05 AM"), ("9:30:00 AM", "9:40:00 AM"))
        ),
    ]
    report = "\n".join("\t".join(row) for row in rows).encode("utf-16")
    dry = await online.take(report)
    assert (dry.data["source"], dry.data["title"]) == ("teams", "Maths 8B")
    assert statuses(dry)[0] == ("Ada Okafor", "present", "email", 20)
