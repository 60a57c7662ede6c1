"""Files of every kind: workbooks, pages, bundles, and what cannot be read."""

import datetime

import openpyxl
import pytest

from attendance_server.rosters.reading.found import (
    GUESS_ALL,
    Choice,
    ColumnRole,
    FileKind,
    RosterFile,
    SkipReason,
)
from attendance_server.rosters.reading.read import read
from attendance_server.rosters.reading.unreadable import UnreadableFile
from tests.support.roster import workbook_of, xlsx_of
from tests.support.roster_files import (
    ADA_AND_BO,
    bundle_of,
    excel_xml_of,
    excel_xml_rows,
    odf_of,
    odf_rows,
    ods_of,
    page_of,
    workbook,
    xls_of,
    zip_of,
)

PEOPLE = [("Ada Okafor", "ada@x.test"), ("Björn Müller", "bo@x.test")]
ARCHIVED_PAGE = (
    b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page_of(ADA_AND_BO).encode()
)
CSV = "".join(f"{name},{email}\n" for name, email in ADA_AND_BO)


def people(file: RosterFile) -> list[tuple[str, str]]:
    return [(line.name, line.email) for line in file.students]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (xlsx_of(ADA_AND_BO), FileKind.WORKBOOK),
        (xls_of(ADA_AND_BO), FileKind.WORKBOOK),
        (ods_of({"8B": odf_rows(ADA_AND_BO)}), FileKind.WORKBOOK),
        (odf_of({"8B": odf_rows(ADA_AND_BO)}).encode(), FileKind.WORKBOOK),
        (excel_xml_of(excel_xml_rows(ADA_AND_BO)).encode(), FileKind.WORKBOOK),
        (page_of(ADA_AND_BO).encode(), FileKind.WEB_PAGE),
        (page_of(ADA_AND_BO).encode("utf-16"), FileKind.WEB_PAGE),
        (ARCHIVED_PAGE, FileKind.WEB_PAGE),
        (CSV.replace(",", "\t").encode("utf-16"), FileKind.TEXT),
        (zip_of({"Class list.csv": CSV}), FileKind.TEXT),
    ],
    ids=["xlsx", "xls", "ods", "fods", "xml", "html", "html in utf-16", "mhtml", "text", "zip"],
)
def test_a_list_is_read_whatever_holds_it(raw: bytes, kind: FileKind) -> None:
    file = read(raw, GUESS_ALL)
    assert people(file) == PEOPLE
    assert file.kind is kind
    assert not file.unsure


def test_the_sheet_with_the_list_is_found() -> None:
    cover = workbook_of({"Read me": [["How to use this list"]], "8B": ADA_AND_BO})
    file = read(cover, GUESS_ALL)
    assert (people(file), file.sheet) == (PEOPLE, "8B")
    assert [(sheet.name, sheet.has_list) for sheet in file.sheets] == [
        ("Read me", False),
        ("8B", True),
    ]


def test_one_of_several_lists_has_to_be_chosen() -> None:
    book = workbook_of({"8A": [["Name", "Email"], ["Uma Gray", "uma@x.test"]], "8B": ADA_AND_BO})
    assert [problem.code for problem in read(book, GUESS_ALL).unsure] == ["several_sheets"]
    chosen = read(book, Choice(sheet="8B"))
    assert people(chosen) == PEOPLE
    assert not chosen.unsure
    assert [sheet.has_list for sheet in chosen.sheets] == [True, True]


def test_columns_are_chosen_for_the_sheet_with_the_list() -> None:
    cover = workbook_of({"Read me": [["How to use this list"]], "8B": ADA_AND_BO})
    roles = {0: ColumnRole.GIVEN_NAME, 1: ColumnRole.EMAIL}
    file = read(cover, Choice(columns=roles))
    assert (file.sheet, file.lines[0].given_name) == ("8B", "Ada Okafor")


def hide_row(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def filter_row(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    hide_row(sheet)
    sheet.auto_filter.ref = "A1:B3"


def odf_with(visibility: str) -> bytes:
    """An ODS file whose last row has a visibility."""
    hidden = f'<table:table-row table:visibility="{visibility}">'
    last = odf_rows(ADA_AND_BO[2:]).replace("<table:table-row>", hidden)
    return ods_of({"8B": odf_rows(ADA_AND_BO[:2]) + last})


LAST = excel_xml_rows(ADA_AND_BO[2:]).replace("<Row>", '<Row ss:Hidden="1">')
HIDDEN_IN_XML = excel_xml_of(excel_xml_rows(ADA_AND_BO[:2]) + LAST)
HIDDEN_IN_PAGE = page_of(ADA_AND_BO).replace("<tr><td>Bj", '<tr style="display: none"><td>Bj')


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (workbook(hide_row), SkipReason.HIDDEN),
        (workbook(filter_row), SkipReason.FILTERED),
        (odf_with("collapse"), SkipReason.HIDDEN),
        (odf_with("filter"), SkipReason.FILTERED),
        (HIDDEN_IN_XML.encode(), SkipReason.HIDDEN),
        (HIDDEN_IN_PAGE.encode(), SkipReason.HIDDEN),
    ],
    ids=["xlsx", "xlsx filter", "ods", "ods filter", "xml", "html"],
)
def test_rows_that_are_not_shown_are_skipped(raw: bytes, reason: SkipReason) -> None:
    assert [line.skipped for line in read(raw, GUESS_ALL).lines] == [None, reason]


def test_hidden_sheets_are_left_alone() -> None:
    display = (
        '<style:style style:name="of-Staff"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    staff = odf_rows([["Name", "Email"], ["Maude Hill", "h@x.test"]])
    file = read(ods_of({"Staff": staff, "8B": odf_rows(ADA_AND_BO)}, display), GUESS_ALL)
    assert people(file) == PEOPLE
    assert not file.unsure


def test_of_two_columns_the_one_that_is_shown_is_used() -> None:
    rows = [["E-mail", "Name", "Email"], ["parent@x.test", "Ada Okafor", "ada@x.test"]]

    def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.column_dimensions["A"].hidden = True

    file = read(workbook(hide, rows), GUESS_ALL)
    assert people(file) == PEOPLE[:1]
    assert not file.unsure


def test_numbers_keep_the_zeros_with_which_they_are_shown() -> None:
    rows = [["Name", "Student number"], ["Ada", 567], ["Bo", 100234]]

    def show_six_digits(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for at in (2, 3):
            sheet.cell(at, 2).number_format = "000000"

    file = read(workbook(show_six_digits, rows), GUESS_ALL)
    assert [line.student_number for line in file.lines] == ["000567", "100234"]


def test_an_address_that_is_only_in_a_link_is_read() -> None:
    def link(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for at, (_, email) in enumerate(PEOPLE, 2):
            sheet.cell(at, 2).value = "e-mail"
            sheet.cell(at, 2).hyperlink = f"mailto:{email}"

    assert people(read(workbook(link), GUESS_ALL)) == PEOPLE


def test_formulas_without_results_are_refused() -> None:
    def compute(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for at in (2, 3):
            sheet.cell(at, 2).value = f'=LOWER(A{at})&"@x.test"'

    with pytest.raises(UnreadableFile) as refused:
        read(workbook(compute), GUESS_ALL)
    assert refused.value.problem.code == "no_values"


def test_a_name_that_the_spreadsheet_took_for_a_date_is_not_made_up() -> None:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A2"] = datetime.date(2026, 5, 1)

    assert read(workbook(change), GUESS_ALL).lines[0].name == ""


def test_cells_that_span_columns_and_rows_stay_in_place() -> None:
    page = (
        "<table><tr><td colspan=3>Class 8B<tr><th>Form<th>Name<th>Email"
        "<tr><td rowspan=2>8B<td>Ada Okafor<td>ada@x.test<tr><td>Björn Müller<td>bo@x.test</table>"
    )
    assert people(read(page.encode(), GUESS_ALL)) == PEOPLE


USERS = (
    "sourcedId,status,role,givenName,familyName,identifier,email\n"
    "t1,active,teacher,Maude,Hill,T1,h@x.test\n"
    "s1,active,student,Ada,Okafor,100,ada@x.test\n"
    "s2,active,student,Björn,Müller,101,bo@x.test\n"
    "s3,tobedeleted,student,Zoe,Left,102,zoe@x.test\n"
)
CLASSES = "sourcedId,title\nc1,Maths 8B\nc2,Art 8C\n"


def test_a_oneroster_bundle_is_read() -> None:
    enrolled = "classSourcedId,userSourcedId,role\nc1,s1,student\nc1,s2,student\n"
    file = read(bundle_of(users=USERS, enrollments=enrolled, classes=CLASSES), GUESS_ALL)
    assert file.kind is FileKind.ONEROSTER
    assert [(line.name, line.student_number, line.class_name) for line in file.students] == [
        ("Ada Okafor", "100", "Maths 8B"),
        ("Björn Müller", "101", "Maths 8B"),
    ]
    assert [line.skipped for line in file.lines if line.skipped] == ["teacher", "left"]
    assert not file.unsure


def test_the_classes_of_a_oneroster_bundle_are_its_sheets() -> None:
    enrolled = "classSourcedId,userSourcedId,role\nc1,s1,student\nc2,s2,student\n"
    raw = bundle_of(users=USERS, enrollments=enrolled, classes=CLASSES)
    assert [problem.code for problem in read(raw, GUESS_ALL).unsure] == ["several_sheets"]
    assert people(read(raw, Choice(sheet="Art 8C"))) == PEOPLE[1:]


def test_roles_of_oneroster_may_be_in_a_file_of_their_own() -> None:
    users = (
        "sourcedId,givenName,familyName,email\nt1,Maude,Hill,h@x.test\ns1,Ada,Okafor,ada@x.test\n"
    )
    roles = "sourcedId,userSourcedId,roleType,role\nr1,t1,primary,teacher\nr2,s1,primary,student\n"
    assert people(read(bundle_of(users=users, roles=roles), GUESS_ALL)) == PEOPLE[:1]


ODT = zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf_file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture_file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture_file"),
        (b"\0\0\0\x18ftypheic\0\0", "picture_file"),
        (zip_of({"Index/Document.iwa": "x", "Metadata/Properties.plist": "x"}), "numbers_file"),
        (zip_of({"[Content_Types].xml": "x", "word/document.xml": "x"}), "word_file"),
        (
            zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "word_file",
        ),
        (b"{\\rtf1\\ansi", "word_file"),
        (zip_of({"ppt/presentation.xml": "x"}), "presentation_file"),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n", "contacts_file"),
        (b"SQLite format 3\0\x10", "database_file"),
        (b"\x1f\x8b\x08\0", "archive_file"),
        (zip_of({"a.csv": "x", "b.csv": "y"}), "archive_file"),
        (b'[{"name": "Ada"}]', "unknown_file"),
        (b"<html><body>Log in first</body></html>", "unknown_file"),
        (b'<?xml version="1.0"?><people><person/></people>', "unknown_file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected_workbook",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "word_file"),
        (b"classSourcedId,userSourcedId,role\nc1,s1,student\n", "without_users"),
    ],
)
def test_what_cannot_be_read_is_named(raw: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(raw, GUESS_ALL)
    assert refused.value.problem.code == code
