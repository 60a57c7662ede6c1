"""The words of the pages: complete in every language, and nowhere but in their catalogues."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from attendance_server.routes.pages import FOLDER
from tests.support.process import ROOT
from tests.support.programs import needed_node_modules

JS = ROOT / "tests" / "js"
LANGUAGE = FOLDER / "language"


def problems_of(folder: Path) -> list[str]:
    """What is wrong with the catalogues in `folder`."""
    needed_node_modules(JS)
    command = ["node", "words.mjs", str(folder)]
    ended = subprocess.run(command, cwd=JS, capture_output=True, text=True, check=True, timeout=60)
    problems: list[str] = json.loads(ended.stdout)
    return problems


def test_every_language_has_every_word_and_every_plural() -> None:
    assert problems_of(LANGUAGE) == []


@pytest.mark.parametrize(
    ("word", "replacement", "problem"),
    [
        ('    loading: "Loading…",\n', "", "text.loading is missing"),
        ('    loading: "', '    other: "", loading: "', "text.other is not in English"),
        ("`Back to ${className}`", '"Back"', "text.backTo does not show its argument 0"),
        ("email || (student", "(student", "text.loginName does not show its argument email"),
        ("# marks are not saved yet and", "Marks", "text.logOutLosing does not show its number"),
        ('{ one: "# mark is', '{ few: "", one: "# mark is', "plural has few,one,other"),
    ],
)
def test_a_fault_of_a_catalogue_is_found(
    tmp_path: Path, word: str, replacement: str, problem: str
) -> None:
    shutil.copytree(LANGUAGE / "en", tmp_path / "en")
    # German has the plurals that English has.
    shutil.copytree(LANGUAGE / "en", tmp_path / "de")
    common = tmp_path / "de" / "common.js"
    text = common.read_text()
    assert word in text
    common.write_text(text.replace(word, replacement))
    (found,) = problems_of(tmp_path)
    assert found.startswith("de/common.js: ")
    assert problem in found
