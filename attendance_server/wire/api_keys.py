"""Bodies and answers of the calls about API keys. The docstrings appear in the API description."""

from datetime import datetime

from attrs import field

from ..models import Id
from .fields import Name
from .frozen import frozen


@frozen
class NewApiKey:
    """What a key is called, so that its owner recognises it in lists and in the audit trail."""

    name: Name


@frozen
class ApiKeyView:
    """An API key, without its text. `by`: who made it. `classId`: `null` for one of the school."""

    id: Id
    name: str
    class_id: Id | None
    by: Id
    by_name: str | None
    created_at: datetime
    last_used_at: datetime | None


@frozen
class MadeApiKey(ApiKeyView):
    """A new API key. `key`: its text, which cannot be shown again."""

    key: str = field(repr=False)


@frozen
class OwnApiKey:
    """An API key in the export of the user who made it."""

    name: str
    class_id: Id | None
    created_at: datetime
    last_used_at: datetime | None
