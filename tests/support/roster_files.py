"""Roster files of the kinds that other programs write, made small."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import xlwt

Rows = Sequence[Sequence[str]]

ADA_AND_BO = [
    ["Name", "E-mail"],
    ["Ada Okafor", "ada@x.test"],
    ["Björn Müller", "bo@x.test"],
]

_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def workbook(
    change: Callable[[Any], object], rows: Sequence[Sequence[object]] = ADA_AND_BO
) -> bytes:
    """An XLSX file of these rows after a change to its sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([*row])
    change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls_of(rows: Rows) -> bytes:
    """A workbook of Excel 97."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("8B")
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write(at, place, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def odf_rows(rows: Rows) -> str:
    """The rows as elements of OpenDocument."""
    return "".join(
        f"<table:table-row>{''.join(map(_odf_cell, row))}</table:table-row>" for row in rows
    )


def _odf_cell(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


def odf_of(sheets: Mapping[str, str], styles: str = "") -> str:
    """The content of a workbook of OpenDocument. `sheets`: the rows of each as elements."""
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="of-{name}">{rows}</table:table>'
        for name, rows in sheets.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_ODF}><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document>"
    )


def ods_of(sheets: Mapping[str, str], styles: str = "") -> bytes:
    """An ODS file, as `odf_of`."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": kind, "content.xml": odf_of(sheets, styles)})


def excel_xml_of(rows: str) -> str:
    """An XML Spreadsheet 2003 with one sheet. `rows`: as elements."""
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="8B"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def excel_xml_rows(rows: Rows) -> str:
    """The rows as elements of XML Spreadsheet 2003."""
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'.format
    return "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)


def page_of(rows: Rows) -> str:
    """An HTML page with a table of these rows."""
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return (
        f"<html><body><table>{''.join(f'<tr>{each}</tr>' for each in cells)}</table></body></html>"
    )


def bundle_of(**files: str) -> bytes:
    """A OneRoster bundle of these CSV files."""
    return zip_of({f"{name}.csv": content for name, content in files.items()})
