"""How the modules of the pages are joined to few files."""

import gzip
import json
import re
import subprocess
from graphlib import CycleError
from pathlib import Path

import pytest

from attendance_server.languages import LANGUAGES
from attendance_server.pages.build import WORKER, build
from attendance_server.pages.bundle import Script, bundle
from attendance_server.pages.files import TYPES
from attendance_server.pages.modules import Module, UnknownForm, unindented, without_comments
from attendance_server.pages.words import in_language, offered_in
from attendance_server.routes.pages import FOLDER, INDEX
from tests.support.process import ROOT
from tests.support.programs import needed_node_modules

JS = ROOT / "tests" / "js"

SCRIPT_SUFFIX = ".js"


def sources() -> dict[str, str]:
    return {
        f"/{path.relative_to(FOLDER).as_posix()}": path.read_text()
        for path in FOLDER.rglob(f"*{SCRIPT_SUFFIX}")
    }


FILES = {
    f"/{path.relative_to(FOLDER).as_posix()}": path.read_bytes()
    for path in FOLDER.rglob("*")
    if path.suffix in TYPES
}
OFFERED = offered_in(FILES)


def run(program: str, folder: Path) -> str:
    """What a module of Node prints that runs in `folder`."""
    main = folder / "main.mjs"
    main.write_text(program)
    ended = subprocess.run(["node", main], capture_output=True, text=True, check=True, timeout=60)
    return ended.stdout


def joined(tmp_path: Path, **modules: str) -> Path:
    """A folder with the files that `app` and the other modules become."""
    texts = {f"/{name}.js": text for name, text in modules.items()}
    for script in bundle(texts, "/app.js", small=0):
        (tmp_path / f"{script.name}.js").write_text(script.text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    return tmp_path


def test_modules_get_what_they_import(tmp_path: Path) -> None:
    folder = joined(
        tmp_path,
        app='import { twice, Word as Text } from "/words.js";\nimport "/effect.js";\n'
        "await null;\nconsole.log(twice(new Text().value), globalThis.effect);\n",
        words='import {\n    ONE,\n} from "/one.js";\n\n'
        "// A comment.\nexport const twice = (x) => x + x;\n"
        "export class Word {\n    /** @type {string} */\n    value = ONE;\n}\n",
        one='const first = "`a` // `b`";\nexport { first as ONE };\nexport default first;\n',
        effect="globalThis.effect = true;\n",
    )
    assert run('import "./app.js";', folder) == "`a` // `b``a` // `b` true\n"


def test_a_door_is_loaded_when_it_is_needed_and_shares_its_modules(tmp_path: Path) -> None:
    folder = joined(
        tmp_path,
        app='import { core } from "/core.js";\nconsole.log("app", core);\n'
        'const { show } = await import("/left.js");\nshow();\n'
        'const right = await import("/right.js");\nright.show();\n',
        core='export const core = "core";\n',
        left='import { count } from "/both.js";\nimport { core } from "/core.js";\n'
        'export function show() {\n    console.log("left", count(), core);\n}\n',
        right='import { count } from "/both.js";\n'
        'export function show() {\n    console.log("right", count());\n}\n',
        both='import { next } from "/number.js";\n'
        'export const count = next;\nconsole.log("once");\n',
        number="let number = await 0;\nexport const next = () => (number += 1);\n",
    )
    assert {path.name for path in folder.glob("*.js")} == {
        *("app.js", "left.js", "right.js", "shared-0.js")
    }
    assert run('import "./app.js";', folder) == "app core\nonce\nleft 1 core\nright 2\n"


@pytest.mark.parametrize(
    "text",
    [
        'import everything from "/x.js";\n',
        'import * as x from "/x.js";\n',
        'import { x } from "./x.js";\n',
        'export * from "/x.js";\n',
        "export let x = 1;\n",
        "export const { x } = y;\n",
        "const { url } = import.meta;\n",
    ],
)
def test_a_form_that_cannot_be_joined_is_refused(text: str) -> None:
    with pytest.raises(UnknownForm, match="/some\\.js"):
        Module.read("/some.js", text)


def test_modules_that_import_each_other_are_refused() -> None:
    cycle = {"/app.js": 'import { x } from "/x.js";\n', "/x.js": 'import "/app.js";\n'}
    with pytest.raises(CycleError):
        bundle(cycle, "/app.js")
    with pytest.raises(UnknownForm, match=r"/x\.js is imported and does not exist"):
        bundle({"/app.js": cycle["/app.js"]}, "/app.js")


SAME_TOKENS = """
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const espree = createRequire("%s/")("espree");
const options = { ecmaVersion: "latest", sourceType: "module" };
const tokens = (text) =>
    JSON.stringify(espree.tokenize(text, options).map(({ type, value }) => [type, value]));
for (const [name, text, shorter] of JSON.parse(readFileSync("%s"))) {
    if (tokens(text) !== tokens(shorter)) console.log(name);
}
"""


def test_only_comments_are_left_out(tmp_path: Path) -> None:
    needed_node_modules(JS)
    pairs = [
        (url, text, unindented("".join(without_comments(text)))) for url, text in sources().items()
    ]
    assert sum(len(text) for _, text, _ in pairs) > 1.1 * sum(len(text) for *_, text in pairs)
    (tmp_path / "pairs.json").write_text(json.dumps(pairs))
    assert run(SAME_TOKENS % (JS, tmp_path / "pairs.json"), tmp_path) == ""


def packed(script: Script) -> int:
    return len(gzip.compress(unindented(script.text).encode(), mtime=0))


def size_of_door(scripts: list[Script], door: str) -> int:
    """Bytes of the first file and of those with a door, compressed."""
    by_name = {each.name: each for each in scripts}
    files = re.search(rf'load\("/doors/{door}\.js", (\[.*?\])\)', by_name["app"].text)
    assert files
    return sum(packed(by_name[name]) for name in ("app", *json.loads(files[1])))


@pytest.mark.parametrize("language", OFFERED)
def test_every_module_is_in_a_file_and_a_students_are_small(language: str) -> None:
    """A page has the words of its own language, and of no other one."""
    scripts = bundle(in_language(sources(), language), "/app.js")
    parts = [part for script in scripts for part in script.parts]
    others = tuple(f"/language/{each}/" for each in LANGUAGES if each != language)
    # The first script finds the others, so it is not joined to them; the worker is another one.
    apart = {url for url in sources() if not url.startswith(others)} - set(parts)
    assert apart == {"/start.js", *WORKER}
    assert not [url for url in parts if url.startswith(others)]
    # What a student loads first, and all that a remembered phone loads after a scan.
    for door, most in (("student", 60), ("student-check-in", 56)):
        assert size_of_door(scripts, door) <= most * 1024


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("page.json", content) for content in (None, b"", b"{}", b'{"title": "Anwesenheit"}')),
        ("roll.js", None),
    ],
    ids=str,
)
def test_a_language_of_which_a_part_is_missing_is_not_offered(
    name: str, content: bytes | None
) -> None:
    url = f"/language/de/{name}"
    assert "de" in OFFERED
    half = {each: body for each, body in FILES.items() if each != url}
    half |= {} if content is None else {url: content}
    assert offered_in(half) == [each for each in OFFERED if each != "de"]
    page = build(half[INDEX], frozenset(half.items())).page.decode()
    assert '<html lang="en" dir="ltr"' in page


def test_another_content_is_another_build() -> None:
    files = dict(FILES)
    page = files.pop(INDEX)
    first = build(page, frozenset(files.items()))
    assert first == build(page, frozenset(files.items()))
    files["/styles/base.css"] += b"p { color: red }\n"
    assert first.files.keys().isdisjoint(build(page, frozenset(files.items())).files)
    assert all(url.encode() in first.page for url in first.files if "all.css" in url)
