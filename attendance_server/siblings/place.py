"""What a worker is given by its parent: its number, and what all workers share."""

import os
import socket
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from .shares import Shares

SHARES = "shares"


def line_of(folder: Path, number: int) -> Path:
    """The Unix socket on which a worker hears its siblings."""
    return folder / f"{number}.sock"


@frozen
class Place:
    """The place of a worker among its siblings.

    `number`: from 1 on; no two that run have the same. `count`: how many workers there should be.
    `folder`: for their Unix sockets; only this user may enter it. `listening`: the sockets that all
    accept connections on. `shares`: how many connections each of them has.
    """

    number: int
    count: int
    folder: Path
    listening: Sequence[socket.socket]
    shares: Shares

    def arguments(self) -> list[str]:
        """The arguments for a process that gets this place; it inherits `descriptors`."""
        listening = ",".join(map(str, self.descriptors()))
        return [str(self.number), str(self.count), str(self.folder), listening]

    def descriptors(self) -> list[int]:
        """The file descriptors of the listening sockets."""
        return [each.fileno() for each in self.listening]

    @classmethod
    def handed_down(cls, arguments: Sequence[str]) -> "Place":
        """The place that `arguments` tell. Raises `OSError` if its parent has ended."""
        number, count, folder, listening = arguments
        return cls(
            int(number),
            int(count),
            Path(folder),
            [socket.socket(fileno=int(each)) for each in listening.split(",")],
            Shares(Path(folder, SHARES)),
        )

    @property
    def line(self) -> Path:
        """The Unix socket of this worker."""
        return line_of(self.folder, self.number)

    def others(self) -> list[int]:
        """The numbers of the siblings that have a Unix socket, in order."""
        numbers = (int(each.stem) for each in self.folder.glob("*.sock"))
        return sorted(number for number in numbers if number != self.number)


def make_shares(folder: Path, places: int) -> Shares:
    """The shares of so many places, in a file of the folder. Raises `OSError`."""
    file = folder / SHARES
    with file.open("xb") as made:
        os.fchmod(made.fileno(), 0o600)
        # Not only made so long: on a full disk, writing to the memory that it becomes would end the
        # process.
        made.write(bytes(Shares.size_of(places)))
    shares = Shares(file)
    for number in range(1, places + 1):
        shares.leave(number)
    return shares
