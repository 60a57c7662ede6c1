"""API keys: for programs that upload rosters, such as a nightly job."""

from datetime import datetime

from attrs import frozen


@frozen
class ApiKey:
    """A key with which a program uploads rosters. Its text is shown once and not stored.

    `by`: the user who made it, and in whose name it acts. `class_id`: the class it is for; `None`:
    every class of the school.
    """

    id: str
    name: str
    by: str
    class_id: str | None
    created_at: datetime
    last_used_at: datetime | None = None
