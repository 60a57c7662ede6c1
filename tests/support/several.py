"""Several servers of one school, as `deploy/` sets them up: processes of this machine."""

import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support.mongo import Mongod, free_port
from tests.support.process import ROOT, SECRET, Server
from tests.support.proxy import adapted

DEPLOY = ROOT / "deploy"
MEMBER = DEPLOY / "mongod.conf"
REPLICA_SET = DEPLOY / "replica_set.py"
UNIT = DEPLOY / "attendance@.service"
NUMBER = 3


class Several:
    """Three members of a replica set, with users and passwords, and three servers on them."""

    def __init__(self, folder: Path) -> None:
        self.members = [_member(folder / f"member{number}") for number in range(NUMBER)]
        hosts = ",".join(f"127.0.0.1:{member.port}" for member in self.members)
        self.mongo_uri = (
            f"mongodb://school:chalk%20and%20board@{hosts}/attendance"
            "?replicaSet=attendance&authSource=admin"
        )
        self.servers = [
            Server(
                folder / f"server{number}",
                MONGO_URI=self.mongo_uri,
                JWT_SECRET=SECRET,
                PORT=str(free_port()),
                TRUSTED_PROXIES="127.0.0.1",
                TEACHER_SIGNUP="open",
                STUDENT_DIRECTORY="all",
            )
            for number in range(NUMBER)
        ]

    def start(self) -> "Several":
        """Start everything, on an empty database, and wait until it is ready."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(Mongod.start, self.members))
            subprocess.run(
                [sys.executable, str(REPLICA_SET)],
                env={
                    **os.environ,
                    "MONGO_URI": self.mongo_uri,
                    "MONGO_ADMIN_PASSWORD": "the admin's password",
                    "MONGO_MEMBER": f"127.0.0.1:{self.members[0].port}",
                },
                check=True,
                capture_output=True,
            )
            list(pool.map(Server.start, self.servers))
        return self

    def kill(self) -> None:
        for process in (*self.servers, *self.members):
            process.kill()


def wait_as_the_unit_does(server: Server) -> int:
    """Run what systemd runs after it has started a server; the exit code."""
    assert server.process
    (command,) = (
        line.removeprefix("ExecStartPost=")
        for line in UNIT.read_text().splitlines()
        if line.startswith("ExecStartPost=")
    )
    here = command.replace("$$", "$").replace("%i", server.url.rpartition(":")[2])
    environment = {**os.environ, "MAINPID": str(server.process.pid)}
    return subprocess.run(shlex.split(here), env=environment, timeout=60, check=False).returncode


def _member(folder: Path) -> Mongod:
    """A member with the shipped configuration, its files in `folder`."""
    folder.mkdir(parents=True)
    key = folder / "key"
    key.write_text("the same on all members")
    key.chmod(0o400)
    (folder / "mongod.conf").write_text(
        adapted(MEMBER, {"/etc/mongod.key": str(key), "/var/log/mongodb/": f"{folder}/"})
    )
    return Mongod(folder, free_port(), "--config", str(folder / "mongod.conf"))
