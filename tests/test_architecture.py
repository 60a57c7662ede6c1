"""The house: which package may import which, and what may stand loose beside the packages."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import attendance_server

PACKAGE = Path(attendance_server.__file__).parent

FLOORS = (
    {"__init__"},
    {"models", "text", "zones", "client_address", "histogram", "errors", "exit_errors"},
    {"settings", "logs", "supervision", "audit", "data_dir", "workers"},
    {"wire"},
    {"store", "tables"},
    {"accounts"},
    {"live"},
    {"rosters"},
    {"database", "http"},
    {"routes"},
    {"api_docs", "metrics"},
    {"app"},
    {"server"},
    {"cli"},
    {"__main__"},
)
"""The lowest first. A floor imports from those below it, and the modules of one from each other."""

ASIDE = {"loadtest", "web"}
"""The load test is a program of its own, and the pages are no Python."""

DRIVERS = {"motor", "pymongo"}

WITHOUT_HTTP = {"accounts", "models", "rosters", "store", "tables", "wire"}
"""What Socket.IO, a command or another process uses in the same way as the HTTP handlers."""


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room(module: str) -> str:
    """The package, or the loose module, that a module belongs to."""
    return module.split(".")[1]


def imported(module: str) -> Iterator[str]:
    """All modules that a module names in its imports, those inside of functions too."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parents, *filter(None, [node.module])]) if node.level else node.module
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in MODULES else str(base)


def own_imports(module: str) -> set[str]:
    found = {name for name in imported(module) if name.split(".")[0] == PACKAGE.name}
    return {name if name != PACKAGE.name else f"{PACKAGE.name}.__init__" for name in found}


def test_every_module_has_its_floor() -> None:
    assert {room(module) for module in MODULES} == set.union(*FLOORS) | ASIDE


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) not in ASIDE])
def test_imports_go_downward(module: str) -> None:
    floors = {name: number for number, floor in enumerate(FLOORS) for name in floor}
    upward = {
        name
        for name in own_imports(module)
        if room(name) != room(module) and floors[room(name)] > floors[room(module)]
    }
    assert not upward


def test_no_two_modules_import_each_other() -> None:
    graph = {module: own_imports(module) for module in MODULES}
    TopologicalSorter(graph).prepare()


def test_only_the_store_imports_the_driver() -> None:
    importing = {
        room(module)
        for module in MODULES
        if any(name.split(".")[0] in DRIVERS for name in imported(module))
    }
    assert importing == {"store"}


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) in WITHOUT_HTTP])
def test_these_know_no_http(module: str) -> None:
    assert not [name for name in imported(module) if name.split(".")[0] == "aiohttp"]


def test_of_what_is_live_only_the_sockets_know_http() -> None:
    knowing = {
        module.rpartition(".")[2]
        for module in MODULES
        if room(module) == "live"
        and any(name.split(".")[0] == "aiohttp" for name in imported(module))
    }
    assert knowing == {"socket", "websocket"}
