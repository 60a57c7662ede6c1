"""The time as handlers and middlewares get it."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

NOW: web.AppKey[Callable[[], datetime]] = web.AppKey("now")
"""Returns the time that decides what a user may do."""
