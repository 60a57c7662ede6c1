"""A script, from the sign-ups to the verdict."""

import asyncio
from urllib.parse import urlsplit

from tests.support.raw import frame, handshake

from .asks import User
from .calls import enrol, make_call, make_class, start
from .listener import Listener
from .scripts import Action, Break, Call, Knock, Leave, Open, Say, Script, Signal, Wait
from .verdict import judge
from .world import World, pick

CLASSES = ((0, (0, 1, 2)), (1, (1, 2)), (0, (0, 2)))
"""The number of the teacher, and those of the students; the fourth student is in no class."""

MAX_LISTENERS = 20


async def play(world: World, script: Script) -> None:
    """Raises `Violation`."""
    calls: list[asyncio.Task[None]] = []
    try:
        early = await _begin(world, script)
        for action in script.actions:
            await _do(world, action, calls)
        await asyncio.gather(*calls)
        await judge(world, early)
    finally:
        for call in calls:
            call.cancel()
        for listener in world.listeners:
            listener.drop()
    world.count["scripts"] += 1
    world.count["actions"] += len(script.actions)


async def _begin(world: World, script: Script) -> list[Listener]:
    """Set up the users and classes; return the first socket of each user."""
    people = [world.client.teacher() for _ in range(2)]
    people += [world.client.student() for _ in range(4)]
    world.users = [User(person) for person in await asyncio.gather(*people)]
    for number, (teacher, students) in enumerate(CLASSES):
        await make_class(world, world.teachers[teacher], f"Class {number}")
        class_ = world.classes[-1]
        for student in students:
            await enrol(world, class_.teacher, class_, world.students[student])
        class_.changed.clear()
    for class_, runs in zip(world.classes, script.running, strict=True):
        if runs:
            await start(world, class_.teacher, class_)
    return [await world.open(user, "url") for user in world.users]


async def _do(world: World, action: Action, calls: list[asyncio.Task[None]]) -> None:
    match action:
        case Open():
            if len(world.listeners) < MAX_LISTENERS:
                await world.open(pick(world.users, action.person), action.way)
        case Knock():
            await _knock(world, pick(world.users, action.person), action)
        case Call():
            call = asyncio.create_task(make_call(world, action))
            calls.append(call)
            if action.waits:
                await call
        case _:
            writable = [listener for listener in world.listeners if listener.writable]
            if isinstance(action, Say) and action.role:
                of_role = [one for one in writable if one.user.role == action.role]
                writable = of_role or writable
            if writable:
                await _use(world, pick(writable, action.socket), action)


async def _knock(world: World, user: User, action: Knock) -> None:
    more = [world.with_ids(payload, user) for payload in action.more]
    world.note_marks(user, more)
    head = handshake(world.client.url, user.person)
    sent = head[: round(action.part * len(head))] + b"".join(map(frame, more))
    address = urlsplit(world.client.url)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(sent)
    writer.transport.abort()
    world.count["handshakes broken off"] += 1


async def _use(
    world: World, listener: Listener, action: Say | Signal | Break | Leave | Wait
) -> None:
    match action:
        case Say():
            payload = world.with_ids(action.payload, listener.user)
            world.note_marks(listener.user, [payload])
            listener.say(action, payload)
        case Signal():
            listener.signal(action.opcode, action.payload)
        case Break():
            listener.spoil(world.with_ids(action.raw, listener.user), action.codes)
        case Leave():
            listener.leave(action.way)
        case Wait():
            await listener.settle()
