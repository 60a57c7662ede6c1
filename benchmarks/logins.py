"""Marks while many others log in."""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle, islice

import aiohttp
import bcrypt
from attrs import frozen

from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.school import School, open_school

from .harness import Harness, NotMeasured, Row, ServerProcess, ms
from .paced import latencies

COST = 10
"""bcrypt's cost: 2 to the power of 10 rounds, about 50 ms."""

TIMEOUT = 300.0
"""Seconds within which every login must be answered."""

GETTING_BUSY = 0.2
"""Seconds from sending the logins to the first mark."""

PER_ACCOUNT = 10
"""The number of logins of one account that may wait at a time."""

OTHERS, FLOOD = 20, 1000
"""The number of accounts that log in, and of the logins that another one sends at once."""

SHARE = 0.75
"""The share of the hashes that otherwise idle cores could compute, which counts as using them."""


@frozen
class Crowd:
    """Logins that were sent at once. `seconds`: until the last one was answered."""

    statuses: Counter[str]
    seconds: float

    @property
    def rate(self) -> float:
        return self.statuses["200"] / self.seconds


async def measure(harness: Harness) -> list[Row]:
    """p99 of a paced mark while the server processes 200 logins, compared with its quiet p99.

    Turns of 100 marks at 50 per second to 1,001 sockets: quiet; with one busy process per core that
    has the lowest priority and nothing to do with the server; and just after 200 logins were sent
    at once. Neither the server nor the client is bound to a core here, since logins should use all
    cores. Then 200 logins alone, compared with the number of hashes that the cores can compute; and
    2,000 at once, to see how many are refused with 503, and whether these have a `Retry-After`. The
    logins are spread over enough accounts that none exceeds its limit. Last, one account repeats
    its own right password while 20 others log in: how many of them succeed, and how long they wait,
    compared with the same without that account.
    """
    sizes = harness.sizes
    quiet, counting, busy, outlasted = list[float](), list[float](), list[float](), True
    async with (
        harness.all_cores(),
        harness.server(pinned=False, BCRYPT_ROUNDS=str(COST)) as server,
        harness.lesson(server, sizes.students) as lesson,
        open_school(server.target) as school,
    ):
        accounts = await school.people("student", sizes.too_many_logins // PER_ACCOUNT)
        emails = [account.email for account in accounts]
        for _ in range(sizes.rounds):
            quiet += await latencies(lesson, sizes.pace_marks)
            async with _counting(len(harness.cores)):
                counting += await latencies(lesson, sizes.pace_marks)
            crowd = asyncio.create_task(_log_in(server, school, emails, sizes.logins))
            await asyncio.sleep(GETTING_BUSY)
            busy += await latencies(lesson, sizes.pace_marks)
            outlasted = outlasted and not crowd.done()
            await crowd
        alone = await _log_in(server, school, emails, sizes.logins)
        too_many = await _log_in(server, school, emails, sizes.too_many_logins)
        greedy, *others = emails[: OTHERS + 1]
        quiet_others = await _log_in(server, school, others, OTHERS)
        flood = asyncio.create_task(_log_in(server, school, [greedy], FLOOD))
        await asyncio.sleep(GETTING_BUSY)
        flooded_others = await _log_in(server, school, others, OTHERS)
        flood.cancel()
        possible = len(harness.cores) / seconds_per_hash(COST)
    if not outlasted:
        raise NotMeasured("the logins were through before the marks")
    return [
        *_marks(quiet, counting, busy, sizes.logins),
        *_logins(alone, possible, too_many),
        _greedy(quiet_others, flooded_others),
    ]


def _marks(
    quiet: Sequence[float], counting: Sequence[float], busy: Sequence[float], logins: int
) -> list[Row]:
    before, beside, during = summary(quiet), summary(counting), summary(busy)
    ratio = during["p99"] / before["p99"]
    return [
        Row(
            "Logins: p99 of a mark while idle-priority processes count on every core instead",
            "what this machine makes of full cores",
            f"{beside['p99'] / before['p99']:.2f} times; {ms(beside['p99'])}",
        ),
        Row(
            f"Logins: p99 of a mark while {logins} logins queue",
            "under 3 times its quiet value",
            f"**{ratio:.2f} times**; {ms(during['p99'])}, quiet {ms(before['p99'])}",
            ratio < 3,
        ),
    ]


def _logins(alone: Crowd, possible: float, too_many: Crowd) -> list[Row]:
    share = alone.rate / possible
    turned_away, without_header = (
        too_many.statuses["503"],
        too_many.statuses["503 without Retry-After"],
    )
    others = (
        sum(too_many.statuses.values()) - turned_away - without_header - too_many.statuses["200"]
    )
    return [
        Row(
            f"Logins: {sum(alone.statuses.values())} at once, at cost {COST}",
            "the cores there are in use",
            f"**{share:.0%}** of what the cores could hash; {alone.rate:.0f} a second",
            share >= SHARE,
        ),
        Row(
            f"Logins: {sum(too_many.statuses.values()):,} at once",
            "503 with `Retry-After` past the bound",
            f"**{turned_away:,}** turned away so; {too_many.statuses['200']:,} let in,"
            f" {without_header + others:,} others",
            bool(turned_away) and not without_header + others,
        ),
    ]


def _greedy(quiet: Crowd, flooded: Crowd) -> Row:
    let_in = flooded.statuses["200"]
    return Row(
        f"Logins: {OTHERS} accounts, while one account has sent {FLOOD} with its right password",
        "all are let in",
        f"**{let_in}** let in, the last after {flooded.seconds:.1f} s; {quiet.seconds:.1f} s"
        " without the one",
        let_in == OTHERS,
    )


async def _log_in(
    server: ServerProcess, school: School, emails: Sequence[str], count: int
) -> Crowd:
    """Send `count` logins at once, with the accounts in turns."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    statuses = Counter[str]()

    async def one(http: aiohttp.ClientSession, email: str) -> None:
        body = {"email": email, "password": school.password}
        try:
            async with http.post(f"{server.url}/auth/login", json=body) as response:
                has_header = response.status != 503 or "Retry-After" in response.headers
                statuses[f"{response.status}" + ("" if has_header else " without Retry-After")] += 1
        except (aiohttp.ClientError, TimeoutError) as exc:
            statuses[type(exc).__name__] += 1

    start = time.perf_counter()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        await asyncio.gather(*(one(http, email) for email in islice(cycle(emails), count)))
    return Crowd(statuses, time.perf_counter() - start)


@asynccontextmanager
async def _counting(processes: int) -> AsyncIterator[None]:
    """Processes that keep a core busy each, and yield to everything else."""
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", "while True: pass")
        for _ in range(processes)
    ]
    try:
        for process in running:
            os.sched_setscheduler(process.pid, os.SCHED_IDLE, os.sched_param(0))
        yield
    finally:
        for process in running:
            process.kill()
            await process.wait()


def seconds_per_hash(cost: int, tries: int = 10) -> float:
    """Processor seconds of one hash. `cost`: bcrypt's, the logarithm of its rounds."""
    salt = bcrypt.gensalt(cost)
    start = time.process_time()
    for _ in range(tries):
        bcrypt.hashpw(b"not anybody's password", salt)
    return (time.process_time() - start) / tries
