"""A class, its members, and everyone else who may try to access it."""

import asyncio
import secrets
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from typing import Any, TypeAlias

import aiohttp
import attrs
import jwt
import pymongo
from attrs import define, field, frozen
from bson import ObjectId

from attendance_server.models import utc_now
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import SECRET
from tests.support.client import PASSWORD, PATIENCE, Client, Person, Socket
from tests.support.office import make_admin

Database: TypeAlias = "pymongo.database.Database[dict[str, Any]]"

BEARERS = {
    "nobody": ["nobody"],
    "garbage": ["garbage", "forged"],
    "student": ["student"],
    "outsider": ["outsider"],
    "teacher": ["teacher"],
    "assistant": ["assistant"],
    "substitute": ["substitute"],
    "colleague": ["colleague"],
    "deleted": ["deleted student", "deleted teacher"],
    "expired": ["expired student", "expired teacher"],
    "ended": ["ended student", "ended teacher", "ended device", "ended key"],
    "admin": ["admin"],
    "disabled": ["disabled student", "disabled teacher"],
    "class-key": ["class key"],
    "school-key": ["school key"],
    "other-key": ["other key"],
}
"""The kinds of callers, and whose tokens represent each.

`student`: in the class; `outsider`: a student of another class; `teacher`: the owner of the class;
`assistant`: its other teacher; `substitute`: one whose time is over; `colleague`: the teacher of
another class; `deleted`: a former student of the class, and a former teacher; `expired` and
`ended`: tokens of members of the class that have expired, or that a password change or the end of
their device has ended, and an API key that was ended; `disabled`: members of the class whose
accounts are disabled; `class-key`, `school-key` and `other-key`: API keys for the class, the school
and a colleague's class.
"""

KEYS = tuple(kind for kind in BEARERS if kind.endswith("-key"))
USERS = tuple(kind for kind in BEARERS if kind not in KEYS)

FOREIGN = BEARERS.keys() - {"student", "teacher", "assistant", "admin", "class-key", "school-key"}

ROLES = {
    "teacher": "teacher",
    "assistant": "teacher",
    "substitute": "teacher",
    "student": "student",
    "mate": "student",
    "newcomer": "student",
    "outsider": "student",
    "colleague": "teacher",
    "deleted student": "student",
    "deleted teacher": "teacher",
    "disabled student": "student",
    "disabled teacher": "teacher",
}


@frozen
class View:
    """The class as its teacher sees it: its members and its running session."""

    class_: Any
    running: Any


@define
class Scene:
    """A class with a running or ended session, and a colleague's class in the same state.

    `device_id`: a device on which the teacher stays logged in; `key_id`: an API key of the class.
    `outside_sockets`: sockets of users outside the class, each watching all that it may.
    """

    client: Client
    people: dict[str, Person]
    tokens: dict[str, str | None]
    class_id: str
    class_name: str
    session_id: str
    device_id: str
    key_id: str
    desk: Socket = field(init=False)
    outside_sockets: list[Socket] = field(init=False)

    @classmethod
    async def set(cls, client: Client, database: Database, *, running: bool) -> "Scene":
        """A new scene, without its sockets."""
        # No name is part of another name or of any other text that the server sends.
        named = [client.person(role, f"{role} {secrets.token_hex(6)}") for role in ROLES.values()]
        people = dict(zip(ROLES, await asyncio.gather(*named), strict=True))
        teacher, student, mate = people["teacher"], people["student"], people["mate"]
        class_name = f"Class {secrets.token_hex(6)}"
        class_id, other = await asyncio.gather(
            client.make_class(
                teacher,
                student,
                mate,
                people["deleted student"],
                people["disabled student"],
                name=class_name,
            ),
            client.make_class(people["colleague"], people["outsider"]),
        )
        await _add_assistants(client, database, class_id, people)
        # Two, so that one can be deleted.
        people["admin"], _ = [
            await make_admin(client, database, f"admin {secrets.token_hex(6)}") for _ in range(2)
        ]
        tokens = _tokens(people)
        for kind in ("disabled student", "disabled teacher"):
            await _disable(client, people["admin"], people[kind])
        deleted = [people.pop(role) for role in ("deleted student", "deleted teacher")]
        people["teacher"], people["student"], *_ = await asyncio.gather(
            _with_another_password(client, teacher),
            _with_another_password(client, student),
            *(_delete_account(client, person) for person in deleted),
        )
        tokens |= {role: people[role].token for role in ("teacher", "student")}
        tokens["ended device"], _ = await _remembered(client, people["teacher"])
        await client.call("DELETE", "/auth/devices", people["teacher"].token)
        _, device_id = await _remembered(client, people["teacher"])
        keys, key_id = await _api_keys(client, people, class_id, other)
        tokens |= keys
        session, _ = await asyncio.gather(
            client.start(people["teacher"], class_id), client.start(people["colleague"], other)
        )
        desks = [await client.socket(people[each]) for each in ("teacher", "colleague")]
        await desks[0].mark(mate)
        for desk in desks:
            if not running:
                await desk.send("DONE")
                await desk.expect("SESSION_ENDED")
            await desk.close()
        return cls(
            client,
            people,
            tokens,
            class_id,
            class_name,
            session["sessionId"],
            device_id,
            key_id,
        )

    async def connect(self) -> None:
        """Open the sockets."""
        connected = ("teacher", "colleague", "outsider", "substitute")
        sockets = [self.client.socket(self.people[each]) for each in connected]
        self.desk, *self.outside_sockets = await asyncio.gather(*sockets)
        for socket in self.outside_sockets:
            await socket.ask("WATCH")

    @property
    def class_details(self) -> list[str]:
        """Details of the class that only its members may learn."""
        return [self.class_id, self.class_name, self.session_id]

    @property
    def people_details(self) -> list[str]:
        """Personal details of the members of the class."""
        people = [self.people[role] for role in ("teacher", "student", "mate")]
        return [text for person in people for text in (person.id, person.name, person.email)]

    async def view(self) -> View:
        """The class as its teacher sees it now."""
        class_ = await self.client.get(f"/class/{self.class_id}", self.people["teacher"].token)
        await self.desk.send("WATCH")
        while (frame := await self.desk.next())[0] != "WATCHING":
            pass
        return View(class_.data, frame[1])

    async def leaked_frames(self) -> list[str]:
        """Everything about the class that any socket outside it has received so far."""
        frames = [
            frame for socket in self.outside_sockets for frame in await _received_frames(socket)
        ]
        return [
            f"received outside: {frame}"
            for frame in frames
            if holds_any(frame, self.class_details + self.people_details)
        ]

    async def close(self) -> None:
        for socket in (self.desk, *self.outside_sockets):
            await socket.close()


@define
class Stage:
    """One scene after another: when something has changed the last, it is set up again.

    The scene is played once. From then on, its documents are put back into the database and a new
    server continues with them: that takes a fraction of the time, and nothing piles up.
    """

    settings: Settings
    http: aiohttp.ClientSession
    database: Database
    running: bool
    scene: Scene | None = None
    _played: Scene | None = None
    _documents: dict[str, list[dict[str, Any]]] = field(factory=dict)
    _server: AsyncExitStack = field(factory=AsyncExitStack)

    async def now(self) -> Scene:
        if self._played is None:
            await asyncio.to_thread(self._put_back)
            client = await self._start()
            self._played = await Scene.set(client, self.database, running=self.running)
            await self._server.aclose()
            await asyncio.to_thread(self._save)
        if self.scene is None:
            await asyncio.to_thread(self._put_back)
            self.scene = attrs.evolve(self._played, client=await self._start())
            await self.scene.connect()
        return self.scene

    async def strike(self) -> None:
        if self.scene:
            await self.scene.close()
            self.scene = None
        await self._server.aclose()

    async def _start(self) -> Client:
        url = await self._server.enter_async_context(serving(self.settings))
        return Client(url, self.http)

    def _save(self) -> None:
        names = self.database.list_collection_names()
        self._documents = {name: list(self.database[name].find()) for name in names}

    def _put_back(self) -> None:
        for name in self.database.list_collection_names():
            self.database[name].delete_many({})
            if documents := self._documents.get(name):
                self.database[name].insert_many(documents)


def holds_any(text: str, parts: Iterable[str]) -> bool:
    return any(part.lower() in text.lower() for part in parts)


def _tokens(people: dict[str, Person]) -> dict[str, str | None]:
    """The tokens of all callers; those of `people` end with their next password change."""
    teacher, student = people["teacher"], people["student"]
    tokens: dict[str, str | None] = {role: person.token for role, person in people.items()}
    return tokens | {
        "nobody": None,
        "garbage": "garbage",
        "forged": _token(teacher, "another secret of 32 bytes or more"),
        "expired teacher": _token(teacher, expires_in=-60),
        "expired student": _token(student, expires_in=-60),
        "ended teacher": teacher.token,
        "ended student": student.token,
        "disabled teacher": _token(people["disabled teacher"]),
        "disabled student": _token(people["disabled student"]),
    }


def _token(person: Person, secret: str = SECRET, expires_in: int = 3600) -> str:
    now = int(time.time())
    # The version after the password change, or after the account was disabled, so that nothing else
    # is wrong with the token.
    claims = {"userId": person.id, "role": person.role.upper(), "iat": now, "gen": 1}
    return jwt.encode(claims | {"exp": now + expires_in}, secret, "HS256")


async def _add_assistants(
    client: Client, database: Database, class_id: str, people: dict[str, Person]
) -> None:
    """Add the assistant and the substitute, whose time is over at once."""
    path, owner = f"/class/{class_id}/teachers", people["teacher"].token
    for each in ("assistant", "substitute", "disabled teacher"):
        answer = await client.post(path, {"email": people[each].email}, owner)
        assert answer.status == 200
    substitute = {"assistants.userId": ObjectId(people["substitute"].id)}
    over = {"$set": {"assistants.$.until": utc_now()}}
    await asyncio.to_thread(
        database.classes.update_one, {"_id": ObjectId(class_id), **substitute}, over
    )


async def _with_another_password(client: Client, person: Person) -> Person:
    body = {"oldPassword": PASSWORD, "newPassword": PASSWORD}
    answer = await client.post("/auth/password", body, person.token)
    return attrs.evolve(person, token=answer.data["token"])


async def _remembered(client: Client, person: Person) -> tuple[str, str]:
    """The token of a new device of the person's, and the id of the device."""
    body = {"email": person.email, "password": PASSWORD, "remember": True}
    token: str = (await client.post("/auth/login", body)).data["token"]
    devices = (await client.get("/auth/devices", token)).data
    return token, next(each["_id"] for each in devices if each["current"])


async def _api_keys(
    client: Client, people: dict[str, Person], class_id: str, other: str
) -> tuple[dict[str, str | None], str]:
    """The API keys of all kinds, and the id of the one of the class."""

    async def make(path: str, person: str) -> Any:
        return (await client.post(path, {"name": "nightly"}, people[person].token)).data

    made = {
        "class key": await make(f"/class/{class_id}/keys", "teacher"),
        "ended key": await make(f"/class/{class_id}/keys", "teacher"),
        "other key": await make(f"/class/{other}/keys", "colleague"),
        "school key": await make("/keys", "admin"),
    }
    ended = f"/class/{class_id}/keys/{made['ended key']['_id']}"
    await client.call("DELETE", ended, people["teacher"].token)
    return {name: key["key"] for name, key in made.items()}, made["class key"]["_id"]


async def _disable(client: Client, admin: Person, person: Person) -> None:
    body = {"disabled": True}
    answer = await client.call("PATCH", f"/users/{person.id}", admin.token, json=body)
    assert answer.status == 200


async def _delete_account(client: Client, person: Person) -> None:
    await client.call("DELETE", "/auth/me", person.token, json={"password": PASSWORD})


async def _received_frames(socket: Socket) -> list[str]:
    """All frames that the socket has received so far; it may have been closed."""
    frames: list[str] = []
    if not socket.ws.closed:
        await socket.ws.send_str('{"event": "ANYTHING_NEW"}')
    while True:
        message = await socket.ws.receive(timeout=PATIENCE)
        if message.type is not aiohttp.WSMsgType.TEXT:
            return frames
        if "Unknown event" in message.data:
            return frames
        frames.append(message.data)
