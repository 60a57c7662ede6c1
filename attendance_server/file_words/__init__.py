"""The words in files for people: headings, statuses and names of files, per language.

A language is a module with a `FileWords`, and an entry in `LANGUAGES`.
"""

from collections.abc import Mapping
from datetime import date

from .english import ENGLISH
from .words import FileWords, at

__all__ = ["DEFAULT", "LANGUAGES", "FileWords", "at", "period_in"]

DEFAULT = "en"

LANGUAGES: Mapping[str, FileWords] = {DEFAULT: ENGLISH}
"""The languages that files can be written in, by their codes (BCP 47)."""


def period_in(words: FileWords, first: date | None, last: date | None) -> str:
    """The days from `first` to `last`, both included, as a text; empty if there is no bound."""
    if first and last:
        return words.from_to.format(first=first, last=last) if first != last else str(first)
    if first:
        return words.from_on.format(first=first)
    return words.up_to.format(last=last) if last else ""
