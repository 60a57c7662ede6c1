"""Tables that the server and its pages are both held to."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

SEARCH: dict[str, Any] = json.loads((FOLDER / "search.json").read_text())
"""`folded`: a text and what is looked for in its place. `people`: what somebody types, a name, and
whether that person is found, whose address is `email`."""

ADDRESSES: list[tuple[str, str]] = json.loads((FOLDER / "addresses.json").read_text())
"""What somebody has typed or pasted, and the address in it."""
