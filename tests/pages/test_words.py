"""The words of the pages: complete in every language, and nowhere but in their catalogues."""

import json
import shutil
import subprocess
from pathlib import Path

from attendance_server.routes.pages import FOLDER
from tests.support.process import ROOT
from tests.support.programs import needed_node_modules

JS = ROOT / "tests" / "js"
LANGUAGE = FOLDER / "language"


def problems_of(folder: Path) -> list[str]:
    """What is wrong with the catalogues in `folder`."""
    needed_node_modules(JS)
    command = ["node", "words.mjs", str(folder)]
    ended = subprocess.run(command, cwd=JS, capture_output=True, text=True, check=True)
    problems: list[str] = json.loads(ended.stdout)
    return problems


def test_every_language_has_every_word_and_every_plural() -> None:
    assert problems_of(LANGUAGE) == []


FAULTS = {
    "da": ('    loading: "Loading…",\n', "", "text.loading is missing"),
    "de": ('    loading: "', '    other: "", loading: "', "text.other is not in English"),
    "et": ("`Back to ${className}`", '"Back"', "text.backTo does not show its argument 0"),
    "fi": ("email || (student", "(student", "text.loginName does not show its argument email"),
    "nl": ("# marks are not saved yet and", "Marks", "text.logOutLosing does not show its number"),
    "sv": ('{ one: "# mark is', '{ few: "", one: "# mark is', "plural has few,one,other"),
}
"""By language: an English word, what stands in its place, and what is wrong with that.

These languages have the plurals that English has.
"""


def test_the_faults_of_catalogues_are_found(tmp_path: Path) -> None:
    shutil.copytree(LANGUAGE / "en", tmp_path / "en")
    for language, (word, replacement, _) in FAULTS.items():
        shutil.copytree(LANGUAGE / "en", tmp_path / language)
        common = tmp_path / language / "common.js"
        text = common.read_text()
        assert word in text
        common.write_text(text.replace(word, replacement))
    found = problems_of(tmp_path)
    assert len(found) == len(FAULTS)
    for problem, (language, (_, _, wrong)) in zip(sorted(found), FAULTS.items(), strict=True):
        assert problem.startswith(f"{language}/common.js: ")
        assert wrong in problem
