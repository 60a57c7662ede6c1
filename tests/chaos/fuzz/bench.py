"""The server that scripts are played on, and the loop that plays them."""

import asyncio
import json
import math
import time
import uuid
from collections import Counter
from pathlib import Path

import aiohttp
import hypothesis
import pymongo
from hypothesis import HealthCheck, Phase, given

from attendance_server.event_loop import EventLoop
from tests.support.client import Client
from tests.support.process import SECRET, Server
from tests.support.witness import insist

from .play import play
from .scripts import Script, scripts
from .world import World


class Bench:
    """A server of its own in `folder`, with its own database; `count` counts over all scripts.

    `discreet`: it runs with `SHARE_MARKS=own`. Raises `Violation` at the end if the server does
    not stop as it should.
    """

    def __init__(self, folder: Path, mongo_uri: str, *, discreet: bool = False) -> None:
        uri = f"{mongo_uri}f{uuid.uuid4().hex}"
        self.count: Counter[str] = Counter()
        self._discreet = discreet
        sharing = {"SHARE_MARKS": "own" if discreet else "class"}
        self._server = Server(
            folder, MONGO_URI=uri, JWT_SECRET=SECRET, LOG_FORMAT="json", **sharing
        )
        self._mongo = pymongo.MongoClient(uri, tz_aware=True)
        self._runner = asyncio.Runner(loop_factory=EventLoop)
        self._log_read = 0

    def __enter__(self) -> "Bench":
        self._server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._runner.close()
            self._mongo.close()
            if kind is None:
                insist(self._server.stop() == 0, "the server stops", self._server.err[-2000:])
                self._judge_log()
        finally:
            self._server.kill()

    def play(self, script: Script) -> None:
        """Play one script. Raises `Violation`."""
        self._runner.run(self._play(script))
        self._judge_log()

    def report(self) -> str:
        """What was counted, one line each."""
        return "\n".join(f"{what:28}{self.count[what]:>12,}" for what in sorted(self.count))

    async def _play(self, script: Script) -> None:
        async with aiohttp.ClientSession() as http:
            client = Client(self._server.url, http)
            database = self._mongo.get_default_database()
            await play(World(client, database, self.count, self._discreet), script)

    def _judge_log(self) -> None:
        """Check that the server has logged no error since the last check."""
        with (self._server.folder / "err").open() as log:
            log.seek(self._log_read)
            # The last line may be incomplete.
            *lines, rest = log.read().split("\n")
            self._log_read = log.tell() - len(rest.encode())
        for line in lines:
            insist(_is_not_an_error(line), "the log contains no error", line)


def _is_not_an_error(line: str) -> bool:
    try:
        return json.loads(line)["level"] in ("INFO", "WARNING")
    except ValueError:
        return False


def fuzz(
    bench: Bench, seed: int, examples: int, *, until: float = math.inf, shrink: bool = True
) -> None:
    """Play as many scripts as `examples`, generated from `seed`.

    `until`: after this `time.monotonic()` no further script is played. Raises `Violation` after the
    first script that causes one; Hypothesis prints that script or, with `shrink`, the shortest one
    that it finds to cause the same, which takes minutes.
    """
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        phases=phases,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(scripts)
    def play_one(script: Script) -> None:
        if time.monotonic() < until:
            bench.play(script)

    play_one()
