"""Rows that are no students, names and addresses as they are typed, and attendance reports."""

import pytest

from attendance_server.rosters.reading.found import Attendee, ReportKind, SkipReason
from tests.rosters.test_headers import found, students


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("Name,Email,Role\nAda,a@x.test,Student\nMrs Hill,h@x.test,Teacher", SkipReason.TEACHER),
        (
            "Name;E-Mail;Rolle\nAda;a@x.test;Teilnehmer/in\nFrau Hill;h@x.test;Trainer/in",
            SkipReason.TEACHER,
        ),
        ("Name,Email,Role\nAda,a@x.test,Student\nPat,p@x.test,Parent", SkipReason.NOT_STUDENT),
        ("Name,Email,Status\nAda,a@x.test,Active\nZoe,z@x.test,Left 12/9", SkipReason.LEFT),
        ("Name,Email,Status\nAda,a@x.test,active\nZoe,z@x.test,tobedeleted", SkipReason.LEFT),
        ("Nom;Mail;Statut\nAda;a@x.test;Inscrit\nZoe;z@x.test;Radié", SkipReason.LEFT),
        ("Name,Email,Active\nAda,a@x.test,yes\nZoe,z@x.test,no", SkipReason.LEFT),
        ("Student;SIS User ID\nAda;7\nStudent, Test;", SkipReason.TEST_STUDENT),
        ("Student;SIS User ID\nAda;7\n    Points Possible;", SkipReason.POINTS),
        ("Name,Email\nAda,a@x.test\nTotal: 5 students,", SkipReason.TOTAL),
        ("No.,Name,Email\n1,Ada,a@x.test\n,Total,5", SkipReason.TOTAL),
        ("Name;E-Mail\nAda;a@x.test\nDurchschnitt;", SkipReason.TOTAL),
        ("Name,Email\nAda,a@x.test\nSignature: ________,", SkipReason.TOTAL),
        ("Name,Email\nAda,a@x.test\nNAME,EMAIL", SkipReason.REPEATED_HEADER),
        ("Name,Email\nAda,a@x.test\nADA,A@x.test", SkipReason.DUPLICATE),
    ],
)
def test_rows_that_are_no_students_are_skipped_with_a_reason(
    text: str, skipped: SkipReason
) -> None:
    assert [line.skipped for line in found(text).lines] == [None, skipped]


def test_a_student_without_an_address_is_not_taken_for_a_total() -> None:
    file = found("Name,Email\nAda Okafor,ada@x.test\nJimmy Page,\nJoe Average,\n")
    assert [line.skipped for line in file.lines] == [None, None, None]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ada\u00a0 Okafor\u200b", "Ada Okafor"),
        ("\u202aBjörn Müller\u202c", "Björn Müller"),
        ("Chloe\u0301 Lefe\u0300vre", "Chloé Lefèvre"),
        ("Sean O&#39;Brien", "Sean O'Brien"),
        ("King, Jr.", "King, Jr."),
    ],
)
def test_names_lose_what_was_copied_along(typed: str, name: str) -> None:
    assert [line.name for line in found(f'Name,Email\n"{typed}",a@x.test\n').lines] == [name]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ada@x.test; parent@x.test", "ada@x.test"),
        ("ada@x.test;", "ada@x.test"),
        ("mailto:ada@x.test", "ada@x.test"),
        ("Ada <ada@x.test>", "ada@x.test"),
        ("ada\uff20x.test", "ada@x.test"),
        # Which of the two was meant is not guessed.
        ("ada okafor@x.test", "ada okafor@x.test"),
    ],
)
def test_addresses_lose_what_was_copied_along(typed: str, address: str) -> None:
    file = found(f"Name\tEmail\nBo\tbo@x.test\nAda\t{typed}\n")
    assert file.lines[1].email == address


def test_capitals_tell_the_family_name_if_they_do_in_every_row() -> None:
    file = found("Élève;Mail\nDUPONT Marie;m@x.test\nLE GALL Jean-Luc;j@x.test\n")
    assert [(line.given_name, line.family_name) for line in file.lines] == [
        ("Marie", "DUPONT"),
        ("Jean-Luc", "LE GALL"),
    ]
    mixed = found("Élève;Mail\nDUPONT Marie;m@x.test\nAda Okafor;a@x.test\n")
    assert [line.name for line in mixed.lines] == ["DUPONT Marie", "Ada Okafor"]


TEAMS = """1. Summary
Meeting title\tMaths 8B
Start time\t9/14/26, 9:00:00 AM
End time\t9/14/26, 9:45:10 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Maude Hill\t9/14/26, 8:59:05 AM\t9/14/26, 9:45:10 AM\t46m 5s\th@x.test\th@x.test\tOrganizer
Ada Okafor\t9/14/26, 9:00:05 AM\t9/14/26, 9:45:10 AM\t45m 5s\tada@x.test\tada@x.test\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Maude Hill\t9/14/26, 8:59:05 AM\t9/14/26, 9:45:10 AM\t46m 5s\th@x.test\tOrganizer
"""

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 456,Maths 8B,09/14/2026 09:00:00 AM,09/14/2026 09:45:00 AM,h@x.test,45,6

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
iPad (Ada Okafor),ada@x.test,09/14/2026 09:01:00 AM,09/14/2026 09:20:00 AM,19,No
iPad (Ada Okafor),ada@x.test,09/14/2026 09:30:00 AM,09/14/2026 09:45:00 AM,15,No
"""


def test_a_report_of_teams_is_a_list_and_says_who_was_there_when() -> None:
    file = found(TEAMS)
    assert students(file) == [("Ada Okafor", "ada@x.test", "")]
    assert [line.skipped for line in file.lines] == [SkipReason.TEACHER, None]
    report = file.report
    assert report
    assert (report.kind, report.title, report.started, report.ended) == (
        ReportKind.TEAMS,
        "Maths 8B",
        "9/14/26, 9:00:00 AM",
        "9/14/26, 9:45:10 AM",
    )
    joined, left = "9/14/26, 9:00:05 AM", "9/14/26, 9:45:10 AM"
    assert report.attendees[1] == Attendee(1, joined, left, "45m 5s")


def test_a_report_of_zoom_has_each_stay_of_a_student() -> None:
    file = found(ZOOM)
    assert students(file) == [("Ada Okafor", "ada@x.test", "")]
    assert [line.skipped for line in file.lines] == [None, SkipReason.DUPLICATE]
    report = file.report
    assert report
    assert (report.kind, report.title) == (ReportKind.ZOOM, "Maths 8B")
    assert [each.duration for each in report.attendees] == ["19", "15"]
