"""Reads the modules of the pages: what each imports and exports.

It knows the forms in which `web/` is written, and refuses every other one: imports and exports
start at the beginning of a line, name what they import, and stand before what uses it.
"""

import re
from collections.abc import Iterator

from attrs import frozen

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(/[^"]+)";\n', re.MULTILINE)
EXPORT_LIST = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
DEFAULT = re.compile(r"^export default (\w+);\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|class|const) (\w+))", re.MULTILINE)
LAZY = re.compile(r'\bimport\("(/[^"]+)"\)')
OTHER = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b", re.MULTILINE)
WAIT = re.compile(r"^(?:(?:const|let) .* = )?await\b", re.MULTILINE)

COMMENT = re.compile(r"\s*(?://.*|/\*.*\*/\s*|/\*(?!.*\*/).*)$")
"""A line that is only a comment, or with which one begins."""


class UnknownForm(Exception):
    """A module has an import or export in a form that is not known here."""


@frozen
class Module:
    """A module, without its comments, imports and exports.

    `imports`: from each address, pairs of the exported and the local name. `exports`: pairs of the
    local and the exported name. `lazy`: the addresses of what it imports when it is needed.
    `waits`: it awaits something before it exports.
    """

    url: str
    imports: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    exports: tuple[tuple[str, str], ...]
    lazy: frozenset[str]
    waits: bool
    body: str

    @property
    def needs(self) -> list[str]:
        """The addresses that it imports at once."""
        return [url for url, _ in self.imports]

    @classmethod
    def read(cls, url: str, source: str) -> "Module":
        """Raises `UnknownForm`."""
        source = "".join(without_comments(source))
        imports = tuple((url, tuple(_names(names))) for names, url in IMPORT.findall(source))
        body = IMPORT.sub("", source)
        listed = [pair for names in EXPORT_LIST.findall(body) for pair in _names(names)]
        listed += [(name, "default") for name in DEFAULT.findall(body)]
        body = DEFAULT.sub("", EXPORT_LIST.sub("", body))
        declared = [(name, name) for name in EXPORT.findall(body)]
        body = EXPORT.sub("", body)
        if unknown := OTHER.search(body):
            raise UnknownForm(f"{url}: {unknown[0]}")
        return cls(
            url=url,
            imports=imports,
            exports=(*declared, *listed),
            lazy=frozenset(LAZY.findall(body)),
            waits=WAIT.search(body) is not None,
            body=body.strip("\n") + "\n",
        )


def without_comments(source: str) -> Iterator[str]:
    """The lines of a script but for those that are only comments."""
    in_comment = in_template = False
    for line in source.splitlines(keepends=True):
        if not in_template and not in_comment and COMMENT.match(line):
            in_comment = line.lstrip().startswith("/*") and "*/" not in line
        elif in_comment:
            in_comment = "*/" not in line
        else:
            in_template ^= line.count("`") % 2 == 1
            yield line


def unindented(source: str) -> str:
    """A script without the spaces at the beginning of its lines."""
    in_template = False
    lines = []
    for line in source.splitlines(keepends=True):
        lines.append(line if in_template else line.lstrip(" "))
        in_template ^= line.count("`") % 2 == 1
    return "".join(lines)


def _names(listed: str) -> Iterator[tuple[str, str]]:
    """The pairs in `a, b as c`."""
    for each in filter(None, (part.strip() for part in listed.split(","))):
        name, _, other = each.partition(" as ")
        yield name, other or name
