"""Tables that the server sends as CSV and XLSX files, written row by row."""

from .csv_text import CsvForm, csv_text
from .table import Cell, Column, Table, file_name
from .xlsx import Workbooks

__all__ = ["Cell", "Column", "CsvForm", "Table", "Workbooks", "csv_text", "file_name"]
