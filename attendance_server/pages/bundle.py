"""Joins the modules of the pages into a few files.

A browser asks for a module once it has read the one that imports it, so that a page of ninety
modules needs as many requests, in rows that each wait for the network. Joined, it needs one file
for what every page uses, and few for the views of its user: their door.

In a joined file each module is a function that is called with the others' exports at hand, after
those that it imports.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import PurePosixPath

from attrs import frozen

from .modules import LAZY, Module, UnknownForm

LOADER = """\
const modules = {}, fetched = {}, attempts = {}, defined = {};
// A browser does not load a failed file again under the same address.
const fetchFile = (name) =>
    (fetched[name] ??= import(`./${name}.js${attempts[name] ?? ""}`).catch((error) => {
        delete fetched[name];
        attempts[name] = `?${Date.now()}`;
        throw error;
    }));
const load = async (url, names) => {
    const files = await Promise.all(names.map(fetchFile));
    for (const [place, { define }] of files.entries()) {
        await (defined[names[place]] ??= define(modules, load).catch((error) => {
            delete defined[names[place]];
            throw error;
        }));
    }
    return modules[url];
};
"""


SMALL = 40_000
"""Characters of shared modules, some 10 kB packed, below which they get no file of their own: the
request would cost a slow network more than a browser that loads a second door."""


@frozen
class Script:
    """A file of joined modules. `parts`: the addresses of the modules in it."""

    name: str
    parts: tuple[str, ...]
    text: str


def bundle(sources: Mapping[str, str], entry: str, small: int = SMALL) -> list[Script]:
    """Join the module `entry` and all that it needs, each of them in one file or, if small, in few.

    `sources`: the text of each module by its address. What is imported by `import(…)` is a door,
    with a file of its own. What several doors share is in their own files if it has fewer than
    `small` characters. Raises `UnknownForm`, and `CycleError` where modules import each other.
    """
    modules = _read(sources, entry)
    order = list(_in_order(modules))
    core = _reached(modules, entry)
    doors = sorted({door for module in modules.values() for door in module.lazy} - core)
    reached = {door: _reached(modules, door) for door in doors}
    users = {url: tuple(door for door in doors if url in reached[door]) for url in order}
    users |= dict.fromkeys(core, ())
    # What more doors use comes first: a module's imports have all its users.
    sharing = sorted(set(users.values()) - {()}, key=lambda each: (-len(each), each))
    shared = {each: {url for url in order if users[url] == each} for each in sharing}
    kept = _without_small(shared, modules, small)
    names = {each: _name(each, number) for number, each in enumerate(kept)}
    files = {door: [names[each] for each in kept if door in each] for door in doors}
    groups = {PurePosixPath(entry).stem: core} | {names[each]: kept[each] for each in kept}
    scripts = []
    for name, group in groups.items():
        parts = [modules[url] for url in order if url in group]
        text = _entry(parts, files, entry) if entry in group else _lazy(parts, files)
        scripts.append(Script(name, tuple(part.url for part in parts), text))
    return scripts


def _without_small(
    shared: Mapping[tuple[str, ...], set[str]], modules: Mapping[str, Module], least: int
) -> dict[tuple[str, ...], set[str]]:
    """The groups of modules by the doors that use them, without files that are not worth a request.

    What would be in such a file is in the next one of each of its doors instead. A module that is
    in several files is defined once, as long as it does not wait.
    """
    groups = {doors: set(urls) for doors, urls in shared.items()}
    for doors in shared:
        parts = [modules[url] for url in groups[doors]]
        small = sum(len(part.body) for part in parts) < least
        if len(doors) == 1 or not small or any(part.waits for part in parts):
            continue
        smaller = list(groups)[list(groups).index(doors) + 1 :]
        heirs = [
            next((each for each in smaller if door in each and {*each} <= {*doors}), None)
            for door in doors
        ]
        if None not in heirs:
            for heir in filter(None, heirs):
                groups[heir] |= groups[doors]
            del groups[doors]
    return groups


def _name(doors: Sequence[str], number: int) -> str:
    """The name of the file for what these doors use, which is that of the only one."""
    if len(doors) > 1:
        return f"shared-{number}"
    return doors[0].removeprefix("/").removesuffix(".js").replace("/", "-")


def _read(sources: Mapping[str, str], entry: str) -> dict[str, Module]:
    """The module `entry` and all that it needs, now or later."""
    modules: dict[str, Module] = {}
    waiting = [entry]
    while waiting:
        url = waiting.pop()
        if url in modules:
            continue
        if url not in sources:
            raise UnknownForm(f"{url} is imported and does not exist")
        module = modules[url] = Module.read(url, sources[url])
        waiting += [*module.needs, *module.lazy]
    return modules


def _in_order(modules: Mapping[str, Module]) -> Iterable[str]:
    """Each module after those that it imports; of several orders always the same."""
    graph = {url: modules[url].needs for url in sorted(modules)}
    return TopologicalSorter(graph).static_order()


def _reached(modules: Mapping[str, Module], start: str) -> set[str]:
    """The modules that are loaded with this one, directly or through others."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        url = waiting.pop()
        if url not in reached:
            reached.add(url)
            waiting += modules[url].needs
    return reached


def _entry(parts: Sequence[Module], doors: Mapping[str, Sequence[str]], entry: str) -> str:
    """The file that is loaded first."""
    defined = [_define(part, doors) for part in parts if part.url != entry]
    (last,) = [part for part in parts if part.url == entry]
    return "".join([LOADER, *defined, *_imports(last), _stubs(last.body, doors)])


def _lazy(parts: Sequence[Module], doors: Mapping[str, Sequence[str]]) -> str:
    """A file that is loaded when it is needed."""
    body = "".join(_define(part, doors) for part in parts)
    return f"export async function define(modules, load) {{\n{body}}}\n"


def _define(module: Module, doors: Mapping[str, Sequence[str]]) -> str:
    exports = ", ".join(
        local if local == exported else f"{exported}: {local}" for local, exported in module.exports
    )
    body = "".join([*_imports(module), _stubs(module.body, doors)])
    # Defined once, whichever door comes first.
    asynchronous, wait = ("async ", "await ") if module.waits else ("", "")
    made = f"{wait}({asynchronous}() => {{\n{body}return {{ {exports} }};\n}})()"
    return f'modules["{module.url}"] ??= {made};\n'


def _imports(module: Module) -> Iterator[str]:
    for url, names in module.imports:
        if names:
            pairs = ", ".join(
                name if name == local else f"{name}: {local}" for name, local in names
            )
            yield f'const {{ {pairs} }} = modules["{url}"];\n'


def _stubs(body: str, doors: Mapping[str, Sequence[str]]) -> str:
    """The body, whose `import(…)` of a door loads the files that the door is in."""
    return LAZY.sub(lambda found: f'load("{found[1]}", {json.dumps(doors[found[1]])})', body)
