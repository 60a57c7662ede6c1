"""What handlers find in the application."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from ..auth import Auth
from ..models import Class, Status
from ..schemas import StartedSession
from ..store import Store


class RunningSessions(Protocol):
    """What handlers need of the running sessions."""

    async def start(self, class_id: str) -> StartedSession:
        """The running session of a class; a new one where there is none."""
        ...

    async def enrol(self, class_id: str, student_id: str) -> Class:
        """Put a student into a class, and on the roster of its running session."""
        ...

    def status_of(self, class_id: str, student_id: str) -> tuple[bool, Status | None]:
        """Whether the class has a running session, and what the student is in it."""
        ...


AUTH = web.AppKey("auth", Auth)
STORE = web.AppKey("store", Store)
STOPPING = web.AppKey("stopping", asyncio.Event)
"""Set once the server takes no new connections."""

METRICS: web.AppKey[Callable[[], bytes]] = web.AppKey("metrics")
RUNNING: web.AppKey[RunningSessions] = web.AppKey("running")
