"""The layers: which package may import which, and which modules stand outside packages."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import attendance_server

PACKAGE = Path(attendance_server.__file__).parent

LAYERS = (
    {"__init__"},
    {"models", "text", "zones", "languages", "client_address", "smtp_url", "histogram"}
    | {"problems", "errors", "exit_errors", "file_words", "lean_imports"},
    {"rights"},
    {"settings", "logs", "supervision", "audit", "data_dir", "workers"}
    | {"event_loop", "open_files", "siblings", "shared_settings"},
    {"wire", "mail"},
    {"sign_on", "store", "tables", "presets"},
    {"accounts"},
    {"live"},
    {"checkin"},
    {"absence", "joining"},
    {"administration", "rosters"},
    {"database", "http"},
    {"socketio"},
    {"pages"},
    {"routes"},
    {"api_docs", "metrics"},
    {"assembly"},
    {"app"},
    {"server"},
    {"serve"},
    {"cli"},
    {"processes"},
    {"__main__"},
)
"""Lowest first. A layer may import from those below it, and modules within one from each other."""

OUTSIDE_LAYERS = {"loadtest", "web"}
"""The load test is a separate program, and the pages are not Python."""

DRIVERS = {"motor", "pymongo"}

WITHOUT_HTTP = {"absence", "accounts", "administration", "checkin", "joining"} | {
    "models",
    "presets",
    "rosters",
    "store",
    "tables",
    "wire",
}
"""Packages that Socket.IO, a command or another process can use just as the HTTP handlers do."""


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def package_of(module: str) -> str:
    """The package, or the top-level module, that a module belongs to."""
    return module.split(".")[1]


def imported(module: str) -> Iterator[str]:
    """All modules that a module imports, including imports inside functions."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parents, *filter(None, [node.module])]) if node.level else node.module
            for alias in node.names:
                full_name = f"{base}.{alias.name}"
                yield full_name if full_name in MODULES else str(base)


def internal_imports(module: str) -> set[str]:
    names = {name for name in imported(module) if name.split(".")[0] == PACKAGE.name}
    return {name if name != PACKAGE.name else f"{PACKAGE.name}.__init__" for name in names}


def test_every_module_has_a_layer() -> None:
    assert {package_of(module) for module in MODULES} == set.union(*LAYERS) | OUTSIDE_LAYERS


@pytest.mark.parametrize(
    "module", [name for name in MODULES if package_of(name) not in OUTSIDE_LAYERS]
)
def test_imports_go_downward(module: str) -> None:
    layers = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    upward = {
        name
        for name in internal_imports(module)
        if package_of(name) != package_of(module)
        and layers[package_of(name)] > layers[package_of(module)]
    }
    assert not upward


def test_there_are_no_import_cycles() -> None:
    graph = {module: internal_imports(module) for module in MODULES}
    TopologicalSorter(graph).prepare()


def test_only_the_store_imports_the_driver() -> None:
    importing = {
        package_of(module)
        for module in MODULES
        if any(name.split(".")[0] in DRIVERS for name in imported(module))
    }
    assert importing == {"store"}


@pytest.mark.parametrize("module", [name for name in MODULES if package_of(name) in WITHOUT_HTTP])
def test_modules_without_http_do_not_import_aiohttp(module: str) -> None:
    assert not [name for name in imported(module) if name.split(".")[0] == "aiohttp"]


@pytest.mark.parametrize(
    ("package", "modules"),
    [
        ("live", {"reader", "socket", "websocket"}),
        ("assembly", {"application", "handlers", "life_cycle"}),
    ],
)
def test_only_some_modules_of_a_package_import_aiohttp(package: str, modules: set[str]) -> None:
    importing = {
        module.rpartition(".")[2]
        for module in MODULES
        if package_of(module) == package
        and any(name.split(".")[0] == "aiohttp" for name in imported(module))
    }
    assert importing == modules
