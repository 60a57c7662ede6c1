"""A network of one's own: places with an address each, whose cables can be pulled out.

Each place is a network namespace of the kernel, with one end of a cable per street; the other end
is in a bridge, where a cable is cut by taking it down. What is sent over a cut cable is lost, and
no end of a connection learns of that, as when a switch dies.

The kernel allows this to users who have a namespace of their own, so it needs no rights:
`own_network` starts a program in one. Whatever runs in there ends with it.
"""

import functools
import os
import shutil
import subprocess
import sys

from attrs import define, field

STREETS = ("front", "back")
"""Clients reach servers on the first one, and servers reach the database on the second."""

UNSHARE = (
    "unshare",
    *("--map-root-user", "--net", "--mount", "--pid", "--fork", "--mount-proc"),
    "--kill-child=KILL",
)

SBIN = "/usr/sbin:/sbin"


@functools.cache
def allowed() -> bool:
    """Whether this machine lets programs have a network of their own."""
    if shutil.which("unshare") is None or shutil.which("ip", path=_path()) is None:
        return False
    probe = [*UNSHARE, "ip", "link", "add", "probe", "type", "bridge"]
    return subprocess.run(probe, capture_output=True, check=False, env=_env()).returncode == 0


def own_network(*arguments: str) -> list[str]:
    """The command that runs Python with these arguments in a network of its own."""
    return [*UNSHARE, sys.executable, *arguments]


@define
class Place:
    """Where a program can run. `addresses`: by street.

    `launcher`: what a command has to begin with to run here.
    """

    name: str
    addresses: dict[str, str]
    launcher: tuple[str, ...]

    def cut(self, street: str) -> None:
        """Pull out the cable to a street."""
        _ip("link", "set", _cable(self.name, street), "down")

    def mend(self, street: str) -> None:
        """Put the cable back in."""
        _ip("link", "set", _cable(self.name, street), "up")


@define
class Network:
    """Places on two streets. The program that makes it is on both of them."""

    _holders: list[subprocess.Popen[bytes]] = field(factory=list)

    def open(self) -> None:
        _ip("link", "set", "lo", "up")
        for number, street in enumerate(STREETS):
            _ip("link", "add", street, "type", "bridge")
            _ip("address", "add", f"10.88.{number}.1/24", "dev", street)
            _ip("link", "set", street, "up")

    def place(self, name: str, *streets: str) -> Place:
        """A new place on these streets; `name`: of at most 5 letters."""
        # It lives as long as a process in it.
        holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo; exec sleep infinity"], stdout=subprocess.PIPE
        )
        self._holders.append(holder)
        assert holder.stdout
        holder.stdout.readline()
        launcher = ("nsenter", f"--net=/proc/{holder.pid}/ns/net")
        _run(*launcher, "ip", "link", "set", "lo", "up")
        addresses = {}
        for street in streets:
            address = f"10.88.{STREETS.index(street)}.{10 + len(self._holders)}"
            cable = _cable(name, street)
            peer = ("type", "veth", "peer", "name", street, "netns", str(holder.pid))
            _ip("link", "add", cable, *peer)
            _ip("link", "set", cable, "master", street, "up")
            _run(*launcher, "ip", "address", "add", f"{address}/24", "dev", street)
            _run(*launcher, "ip", "link", "set", street, "up")
            addresses[street] = address
        return Place(name, addresses, launcher)

    def close(self) -> None:
        for holder in self._holders:
            holder.kill()
            holder.wait()


def _cable(name: str, street: str) -> str:
    return f"{name}-{street}"


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, env=_env())
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode()}")


def _env() -> dict[str, str]:
    return {**os.environ, "PATH": _path()}


def _path() -> str:
    """Debian does not have the folder of `ip` in the path of users."""
    return f"{os.environ.get('PATH', os.defpath)}:{SBIN}"
