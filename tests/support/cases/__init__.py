"""Test cases that the server and its pages share."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

SEARCH: dict[str, Any] = json.loads((FOLDER / "search.json").read_text())
"""`folded`: a text and its folded form. `people`: typed text, a name, and whether a search for the
text finds the person with this name, whose address is `email` and whose student number `number`."""

ADDRESSES: list[tuple[str, str]] = json.loads((FOLDER / "addresses.json").read_text())
"""Typed or pasted text, and the address in it."""
