"""A class, those who belong to it, and everyone else who may want something of it."""

import asyncio
import secrets
import time
from collections.abc import Iterable
from typing import Any

import aiohttp
import attrs
import jwt
from attrs import define, frozen

from tests.conftest import SECRET
from tests.support.client import PASSWORD, PATIENCE, Client, Person, Socket

BEARERS = {
    "nobody": ["nobody"],
    "garbage": ["garbage", "forged"],
    "student": ["student"],
    "outsider": ["outsider"],
    "teacher": ["teacher"],
    "colleague": ["colleague"],
    "deleted": ["deleted student", "deleted teacher"],
    "expired": ["expired student", "expired teacher"],
    "ended": ["ended student", "ended teacher"],
}
"""The kinds of users, and whose tokens stand for each.

`student`: in the class; `outsider`: a student of another; `colleague`: the teacher of another;
`deleted`: a student who was in the class, and a teacher; `expired` and `ended`: tokens of those who
are in the class, which have run out, and which another password has ended.
"""

FOREIGN = BEARERS.keys() - {"student", "teacher"}

ROLES = {
    "teacher": "teacher",
    "student": "student",
    "mate": "student",
    "newcomer": "student",
    "outsider": "student",
    "colleague": "teacher",
    "deleted student": "student",
    "deleted teacher": "teacher",
}


@frozen
class View:
    """The class as its teacher sees it: who is in it, and what of it runs."""

    class_: Any
    running: Any


@define
class Scene:
    """A class whose session runs or has ended, and one of a colleague's with one that does too.

    `ears`: sockets of those outside that have asked for all they may hear.
    """

    client: Client
    people: dict[str, Person]
    tokens: dict[str, str | None]
    class_id: str
    class_name: str
    session_id: str
    desk: Socket
    ears: list[Socket]

    @classmethod
    async def set(cls, client: Client, *, running: bool) -> "Scene":
        # No name is part of another, nor of anything else that is said.
        named = [client.person(role, f"{role} {secrets.token_hex(6)}") for role in ROLES.values()]
        people = dict(zip(ROLES, await asyncio.gather(*named), strict=True))
        teacher, student, mate = people["teacher"], people["student"], people["mate"]
        class_name = f"Class {secrets.token_hex(6)}"
        class_id, other = await asyncio.gather(
            client.make_class(teacher, student, mate, people["deleted student"], name=class_name),
            client.make_class(people["colleague"], people["outsider"]),
        )
        tokens = _tokens(people)
        gone = [people.pop(who) for who in ("deleted student", "deleted teacher")]
        people["teacher"], people["student"], *_ = await asyncio.gather(
            _with_another_password(client, teacher),
            _with_another_password(client, student),
            *(_delete_account(client, person) for person in gone),
        )
        tokens |= {who: people[who].token for who in ("teacher", "student")}
        session, _ = await asyncio.gather(
            client.start(people["teacher"], class_id), client.start(people["colleague"], other)
        )
        who_listens = (people["teacher"], people["colleague"], people["outsider"])
        desk, *ears = await asyncio.gather(*map(client.socket, who_listens))
        await desk.mark(mate)
        if not running:
            for socket in (desk, ears[0]):
                await socket.send("DONE")
                await socket.expect("SESSION_ENDED")
            await ears[1].expect("SESSION_ENDED")
        for ear in ears:
            await ear.ask("WATCH")
        session_id = session["sessionId"]
        return cls(client, people, tokens, class_id, class_name, session_id, desk, ears)

    @property
    def of_class(self) -> list[str]:
        """What only those who belong to the class may be told of it."""
        return [self.class_id, self.class_name, self.session_id]

    @property
    def of_people(self) -> list[str]:
        """What there is to know of those who belong to the class."""
        people = [self.people[who] for who in ("teacher", "student", "mate")]
        return [text for person in people for text in (person.id, person.name, person.email)]

    async def view(self) -> View:
        """The class as its teacher sees it now."""
        class_ = await self.client.get(f"/class/{self.class_id}", self.people["teacher"].token)
        await self.desk.send("WATCH")
        while (frame := await self.desk.next())[0] != "WATCHING":
            pass
        return View(class_.data, frame[1])

    async def overheard(self) -> list[str]:
        """What anyone outside the class was sent of it, over all this time."""
        frames = [frame for ear in self.ears for frame in await _hear_out(ear)]
        return [
            f"heard outside: {frame}"
            for frame in frames
            if holds_any(frame, self.of_class + self.of_people)
        ]

    async def close(self) -> None:
        for socket in (self.desk, *self.ears):
            await socket.close()


@define
class Stage:
    """One scene after the other: the next is set when something has changed the one before."""

    client: Client
    running: bool
    scene: Scene | None = None

    async def now(self) -> Scene:
        if self.scene is None:
            self.scene = await Scene.set(self.client, running=self.running)
        return self.scene

    async def strike(self) -> None:
        if self.scene:
            await self.scene.close()
            self.scene = None


def holds_any(text: str, parts: Iterable[str]) -> bool:
    return any(part.lower() in text.lower() for part in parts)


def _tokens(people: dict[str, Person]) -> dict[str, str | None]:
    """The tokens of all bearers; those of `people` will have ended with their next password."""
    teacher, student = people["teacher"], people["student"]
    tokens: dict[str, str | None] = {who: person.token for who, person in people.items()}
    return tokens | {
        "nobody": None,
        "garbage": "garbage",
        "forged": _token(teacher, "another secret of 32 bytes or more"),
        "expired teacher": _token(teacher, expires_in=-60),
        "expired student": _token(student, expires_in=-60),
        "ended teacher": teacher.token,
        "ended student": student.token,
    }


def _token(person: Person, secret: str = SECRET, expires_in: int = 60) -> str:
    now = int(time.time())
    # Of the password_version after the change of the password: nothing else is wrong with it.
    claims = {"userId": person.id, "role": person.role.upper(), "iat": now, "gen": 1}
    return jwt.encode(claims | {"exp": now + expires_in}, secret, "HS256")


async def _with_another_password(client: Client, person: Person) -> Person:
    body = {"oldPassword": PASSWORD, "newPassword": PASSWORD}
    answer = await client.post("/auth/password", body, person.token)
    return attrs.evolve(person, token=answer.data["token"])


async def _delete_account(client: Client, person: Person) -> None:
    await client.call("DELETE", "/auth/me", person.token, json={"password": PASSWORD})


async def _hear_out(ear: Socket) -> list[str]:
    """The frames that the ear has been sent up to now; it may have been closed."""
    frames: list[str] = []
    if not ear.ws.closed:
        await ear.ws.send_str('{"event": "ANYTHING_NEW"}')
    while True:
        message = await ear.ws.receive(timeout=PATIENCE)
        if message.type is not aiohttp.WSMsgType.TEXT:
            return frames
        if "Unknown event" in message.data:
            return frames
        frames.append(message.data)
