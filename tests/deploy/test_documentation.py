"""The README and `docs/`: links have targets, commands run, and nothing is left out."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import attrs
import pytest

from attendance_server.settings import PARSE, Settings, name_of
from tests.support.client import Client
from tests.support.description import openapi
from tests.support.process import ROOT
from tests.support.programs import needed

PAGES = sorted(
    path for folder in (ROOT, ROOT / "docs", ROOT / "deploy") for path in folder.glob("*.md")
)
NAMED = [path.relative_to(ROOT).as_posix() for path in PAGES]

README_LINES = 150

PAGES_AND_DESCRIPTIONS = {"/", "/ws", "/docs", "/docs.css", "/openapi.json", "/asyncapi.json"}
"""Calls that need not be in the tables of calls."""

CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"")
SETTINGS = re.compile(r"^\| (`[^|]+`) \| ([^|]+) \|", re.MULTILINE)
CALL = re.compile(r"`(GET|POST|PATCH|PUT|DELETE) ([^`?]+)`")
FILE = re.compile(r"\b(?:attendance_server|benchmarks|deploy|docs|tests)/[\w./-]*\.\w+\b")
MODULE = re.compile(r"python -m ((?:attendance_server|benchmarks|tests)[\w.]*)")


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub generates them."""
    headings = HEADING.findall(CODE.sub("", page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: str) -> Iterator[str]:
    for groups in LINK.findall(CODE.sub("", page)):
        link = "".join(groups)
        if not link.startswith("https://"):
            yield link


def first_cells(page: str) -> Iterator[str]:
    """The first cell of each row of a page's tables."""
    for line in page.splitlines():
        if line.startswith("| `"):
            yield line.split(" | ")[0]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= README_LINES


@pytest.mark.parametrize("path", PAGES, ids=NAMED)
def test_every_link_has_an_existing_target(path: Path) -> None:
    for link in links(path.read_text()):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text()), link


@pytest.mark.parametrize("path", PAGES, ids=NAMED)
def test_every_command_parses_and_every_file_and_module_exists(path: Path) -> None:
    page = path.read_text()
    for block in SHELL.findall(page):
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)
    for name in FILE.findall(page):
        assert (ROOT / name).exists() or (path.parent / name).exists(), name
    for module in MODULE.findall(page):
        assert find_spec(module.rstrip(".")), module


def test_the_readme_links_to_every_page() -> None:
    linked = {ROOT / link.partition("#")[0] for link in links((ROOT / "README.md").read_text())}
    assert set(PAGES) - {ROOT / "README.md"} <= linked


def test_every_setting_is_described_once_with_its_default() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    described = dict[str, str]()
    for names, default in SETTINGS.findall(
        page[page.index("## Settings") : page.index("## Limits")]
    ):
        for name, documented in zip(names.split(", "), cycle(default.split(", ")), strict=False):
            assert name not in described
            described[name.strip("`")] = documented
    fields = {name_of(each): each for each in attrs.fields(Settings)}
    assert sorted(described) == sorted(fields)
    for name, documented in described.items():
        if documented == "none":
            assert fields[name].default in (None, (), frozenset())
        elif default := re.match(r"`([^`]+)`(?! \+)", documented):
            assert fields[name].metadata[PARSE](default[1]) == fields[name].default


def test_every_call_is_described_once() -> None:
    described = [
        (method.lower(), re.sub(r":\w+", "{}", path))
        for name in ("protocol.md", "operating.md")
        for cell in first_cells((ROOT / "docs" / name).read_text())
        for method, path in CALL.findall(cell)
    ]
    served = {
        (method, re.sub(r"\{\w+\}", "{}", path))
        for path, item in openapi()["paths"].items()
        for method in item.keys() - {"parameters"}
        if path not in PAGES_AND_DESCRIPTIONS
    }
    assert sorted(described) == sorted(served)


async def test_the_lesson_in_the_readme_runs_as_pasted(either_school: Client) -> None:
    needed("curl")
    (lesson,) = (
        block for block in SHELL.findall((ROOT / "README.md").read_text()) if "URL=" in block
    )
    lesson = lesson.replace("http://127.0.0.1:3000", either_school.url)
    shell = await asyncio.create_subprocess_exec(
        *(
            "bash",
            "-eu",
            "-o",
            "pipefail",
            "-c",
            lesson.replace(".venv/bin/python", sys.executable),
        ),
        env={"PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = (output.decode() for output in await shell.communicate())
    assert (shell.returncode, err) == (0, "")
    assert 'Ada sees: {"event":"ATTENDANCE_MARKED"' in out
    assert 'Mrs Hill sees: {"event":"SESSION_ENDED"' in out
    assert '"status":"present"' in out.splitlines()[-1]
