"""The name of the browser or program that sent a request, in a few words. Pure."""

import re
from collections.abc import Sequence

LONGEST = 40
"""Characters that the name of an unknown program may have."""

BROWSERS: Sequence[tuple[str, str]] = (
    # Many call themselves Chrome or Safari too, so these come last.
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\b(?:OPR|OPiOS)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/"),
    ("Safari", r"\bVersion/[\d.]+.*\bSafari/"),
)

SYSTEMS: Sequence[tuple[str, str]] = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)

_PROGRAM = re.compile(r"[A-Za-z][\w.+-]*(?= |/|$)", re.ASCII)


def browser_name(user_agent: str) -> str:
    """Such as `Firefox on Android`; for other programs how they call themselves, or nothing."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser:
        return f"{browser} on {system}" if system else browser
    program = _PROGRAM.match(user_agent)
    return program[0][:LONGEST] if program and program[0] != "Mozilla" else ""


def _first(names: Sequence[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), "")
