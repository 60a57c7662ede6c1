"""Tables that leave the server as files: CSV and XLSX, row by row as the rows come."""

from .csv_text import csv_text
from .table import Cell, Column, Table, file_name
from .xlsx import Workbooks

__all__ = ["Cell", "Column", "Table", "Workbooks", "csv_text", "file_name"]
