"""One version of the pages in one language: what a page loads, joined to a few files under an
address of its own.

    /build/LANGUAGE-BUILD/NAME

As BUILD depends on the content of all files, browsers keep them without asking again, and a page
never mixes files of two versions of the server.
"""

import functools
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import PurePath

from attrs import frozen

from ..languages import DEFAULT, LANGUAGES
from .bundle import bundle
from .modules import Module, unindented, without_comments
from .words import in_language, page_in

STYLE = re.compile(r' *<link rel="stylesheet" href="([^"]+)">\n')
ENTRY = re.compile(r'(<link rel="modulepreload" href=")([^"]+)(">)')
"""Names the module that the first script loads."""

FIRST_SCRIPT = re.compile(r'(<script type="module" src=")([^"]+)(">)')

WORKER = ("/worker/builds.js", "/worker/service-worker.js")
"""The modules of the service worker, each after those that it imports."""

DOOR = re.compile(r'load\("/doors/([\w-]+)\.js", (\[[^]]*\])\)')
"""Loads a door, in the form that `bundle` gives to it."""

INDENT = re.compile("^ +", re.MULTILINE)

CSS_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


@frozen
class Build:
    """The page as it is served, the files that it then loads, by their addresses, and the script
    of its service worker."""

    page: bytes
    files: Mapping[str, bytes]
    worker: bytes = b""


@functools.lru_cache(maxsize=2 * len(LANGUAGES))
def build(page: bytes, files: frozenset[tuple[str, bytes]], language: str = DEFAULT) -> Build:
    """Join what the page loads, with the words of one language.

    `files`: addresses and contents of what `page` would load as it is. A page without scripts
    loads nothing. Raises `UnknownForm` and `CycleError`, as `bundle` does.
    """
    html = page_in(page.decode(), dict(files), language)
    entry, first = ENTRY.search(html), FIRST_SCRIPT.search(html)
    if not (entry and first):
        return Build(html.encode(), {})
    texts = {url: body.decode() for url, body in files if PurePath(url).suffix in (".js", ".css")}
    texts = in_language(texts, language)
    joined = {f"{script.name}.js": script.text for script in bundle(texts, entry[2])}
    joined[PurePath(first[2]).name] = "".join(without_comments(texts[first[2]]))
    styles = STYLE.findall(html)
    joined["all.css"] = INDENT.sub("", CSS_COMMENT.sub("", "".join(texts[url] for url in styles)))
    joined = {
        name: text if name.endswith(".css") else unindented(text) for name, text in joined.items()
    }
    content = "".join(f"{name}\0{text}\0" for name, text in sorted(joined.items()))
    folder = f"/build/{language}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
    doors = escape(json.dumps(dict(_doors(joined[PurePath(entry[2]).name]))))
    for tag, beside in ((entry, f'" data-doors="{doors}'), (first, "")):
        url = f"{folder}/{PurePath(tag[2]).name}"
        html = html.replace(tag[0], f"{tag[1]}{url}{beside}{tag[3]}")
    all_styles = f'        <link rel="stylesheet" href="{folder}/all.css">\n'
    # One in the place of the first.
    html = STYLE.sub("", STYLE.sub("\0", html, count=1)).replace("\0", all_styles)
    built = {f"{folder}/{name}": text.encode() for name, text in joined.items()}
    return Build(html.encode(), built, _worker(texts).encode())


def _doors(entry: str) -> Iterator[tuple[str, list[str]]]:
    """The files of each door, which the first script may ask for before the entry does."""
    for door, names in DOOR.findall(entry):
        yield door, json.loads(names)


def _worker(texts: Mapping[str, str]) -> str:
    """The modules of the service worker as one classic script, which every browser takes."""
    return "".join(Module.read(url, texts[url]).body for url in WORKER if url in texts)
