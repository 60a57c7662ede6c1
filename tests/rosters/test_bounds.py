"""Files built to exhaust memory or time: all are refused or read in little of both."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import attendance_server
from attendance_server.rosters.files import READER
from attendance_server.rosters.reading.found import GUESS_ALL
from tests.support.roster_files import excel_xml_of, odf_of, zip_of

ASKED = json.dumps({"choice": GUESS_ALL.as_json(), "workbook": False})

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'
)

REPEATED = (
    '<table:table-row table:number-rows-repeated="9999999">'
    '<table:table-cell table:number-columns-repeated="9999999"><text:p>x</text:p>'
    "</table:table-cell></table:table-row>"
)


def inflated(name: str, megabytes: int) -> bytes:
    """A zip file with a large part."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w") as part,
    ):
        for _ in range(megabytes):
            part.write(bytes(2**20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (lambda: ENTITIES.encode(), "too_complex"),
        (lambda: zip_of({"content.xml": "<a>" * 500_000 + "</a>" * 500_000}), "unknown_file"),
        (lambda: zip_of({"content.xml": odf_of({"x": REPEATED * 500})}), "too_complex"),
        (lambda: inflated("content.xml", 300), "damaged_workbook"),
        (lambda: inflated("list.csv", 20), "too_complex"),
        (lambda: inflated("users.csv", 20), "too_complex"),
        (
            lambda: excel_xml_of('<Row ss:Index="9999999"><Cell ss:Index="9"/></Row>').encode(),
            "empty_file",
        ),
        (lambda: b"<html>" + b"<table><tr><td>" * 20_000, "empty_file"),
        (lambda: b"<html><table>" + b'<td a="' * 250_000, "empty_file"),
        (lambda: b"<html>" + b"<!--" * 400_000, "unknown_file"),
        (lambda: b"name,email\n" + b'"a""' * 400_000, "unmatched_quotes"),
        (lambda: b",".join([b"name"] * 400_000), "no_students"),
        (lambda: b"Name;Email\n" + b"J\xfcrgen;a@b.test\n" * 90_000, "too_many_students"),
    ],
    ids=[
        *("entities", "deep XML", "repeated rows", "inflated ODS", "inflated CSV"),
        *("inflated OneRoster", "far row", "nested tables", "open tags", "open comments"),
        *("quotes", "columns", "lines of a code page"),
    ],
)
def test_a_file_built_to_hurt_is_refused(raw: Callable[[], bytes], code: str) -> None:
    # With the limits of the program on memory and processor time.
    done = subprocess.run(
        [sys.executable, str(READER), ASKED],
        input=raw(),
        capture_output=True,
        check=True,
        cwd=Path(attendance_server.__file__).parents[1],
    )
    assert json.loads(done.stdout)["unreadable"]["code"] == code
