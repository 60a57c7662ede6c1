"""OneRoster bundles: the users of `users.csv`, and the classes in which they are enrolled."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from ...problems import ProblemCode
from .archives import read_part
from .delimited import read_delimited
from .encodings import decode
from .grid import Grid, NumberedRow
from .unreadable import UnreadableFile

USERS = "users.csv"
ENROLLMENTS = "enrollments.csv"
CLASSES = "classes.csv"
ROLES = "roles.csv"

MOST_CLASSES = 2000

_ENROLLMENT_COLUMNS = {"classsourcedid", "usersourcedid"}


def read_bundle(file: zipfile.ZipFile, folder: str) -> list[Grid]:
    """All users, with their classes in a column of their own; and those of each class, if there are
    several. `folder`: that of the files. Raises `UnreadableFile`."""
    users = _grid(file, folder + USERS)
    if not users.rows:
        return [users]
    header, *body = users.rows
    keys = _keys(header[1])
    at = keys.get("sourcedid")
    if at is None:
        return [users]
    if "role" not in keys:
        header, *body = _with_roles(users.rows, at, _roles(file, folder))
    classes = _classes(file, folder)
    if not classes:
        return [evolve(users, rows=[header, *body])]
    members = {title: [row for row in body if row[1][at] in ids] for title, ids in classes.items()}
    of_user = defaultdict[str, list[str]](list)
    for title, ids in classes.items():
        for user in ids:
            of_user[user].append(title)
    titled = header[0], [*header[1], "class"]

    def with_classes(rows: Sequence[NumberedRow]) -> Iterator[NumberedRow]:
        for number, cells in rows:
            yield number, [*cells, "; ".join(of_user[cells[at]])]

    everyone = evolve(users, rows=[titled, *with_classes(body)])
    if len(classes) == 1:
        return [everyone]
    return [
        everyone,
        *(Grid([titled, *with_classes(rows)], title) for title, rows in members.items()),
    ]


def without_users(grid: Grid) -> bool:
    """Whether it is `enrollments.csv` alone, which has no names."""
    return bool(grid.rows) and set(_keys(grid.rows[0][1])) >= _ENROLLMENT_COLUMNS


def _roles(file: zipfile.ZipFile, folder: str) -> Mapping[str, str]:
    """The roles of users by their ids, which version 1.2 has in a file of their own."""
    roles = defaultdict[str, list[str]](list)
    for row in _records(file, folder + ROLES):
        roles[row.get("usersourcedid", "")].append(row.get("role", ""))
    return {user: "; ".join(each) for user, each in roles.items()}


def _with_roles(
    rows: Sequence[NumberedRow], at: int, roles: Mapping[str, str]
) -> Iterator[NumberedRow]:
    (first, header), *body = rows
    yield first, [*header, "role"]
    for number, cells in body:
        yield number, [*cells, roles.get(cells[at], "")]


def _classes(file: zipfile.ZipFile, folder: str) -> Mapping[str, set[str]]:
    """The ids of the users of each class, by the title of the class."""
    titles = {
        row.get("sourcedid", ""): row.get("title", "") for row in _records(file, folder + CLASSES)
    }
    members = defaultdict[str, set[str]](set)
    for row in _records(file, folder + ENROLLMENTS):
        is_current = row.get("status", "").casefold() not in ("tobedeleted", "inactive")
        if is_current and (class_id := row.get("classsourcedid", "")):
            members[titles.get(class_id) or class_id].add(row.get("usersourcedid", ""))
    if len(members) > MOST_CLASSES:
        message = f"expected at most {MOST_CLASSES:,} classes"
        raise UnreadableFile(message, ProblemCode.TOO_COMPLEX, maximum=MOST_CLASSES)
    return members


def _records(file: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    rows = _grid(file, name).rows if name in file.namelist() else []
    if rows:
        keys = [*_keys(rows[0][1])]
        for _, cells in rows[1:]:
            yield dict(zip(keys, cells, strict=False))


def _grid(file: zipfile.ZipFile, name: str) -> Grid:
    return evolve(read_delimited(decode(read_part(file, name)).text), name=USERS)


def _keys(header: Sequence[str]) -> dict[str, int]:
    return {title.strip().casefold(): index for index, title in enumerate(header)}
