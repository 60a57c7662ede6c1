"""Reads the rows that MongoDB computes of sessions, in batches."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, TypeAlias, TypeVar

from pymongo.errors import PyMongoError

from .counted import SessionReader
from .documents import Database, Document, storage_errors
from .report_stages import Stage

T = TypeVar("T")

Rows: TypeAlias = AbstractAsyncContextManager[AsyncIterator[T]]
"""Rows that are read from the database while the context is open."""

TIMEOUT = 60.0
"""Seconds for the computation; a class of 1,000 students and 200 sessions takes one."""

BATCH_TIMEOUT = 10.0
"""Seconds for each further batch, when the computation is done."""

BATCH = 200


class RowReader:
    """Runs pipelines over ended sessions.

    Reading the rows raises `StorageUnavailable`, also if the computation exceeds `TIMEOUT`.
    """

    def __init__(self, database: Database) -> None:
        self._counted = SessionReader.counted(database)
        self._discarded = SessionReader.discarded(database)

    @asynccontextmanager
    async def rows(
        self,
        pipeline: Sequence[Stage],
        read: Callable[[Document], T],
        *,
        hint: str,
        batch: int = BATCH,
        discarded: bool = False,
        **options: Any,
    ) -> AsyncIterator[AsyncIterator[T]]:
        """What `read` makes of each result. `options` are those of the driver.

        The first batch is read when the context opens, when the computation is done.
        """
        sessions = self._discarded if discarded else self._counted
        cursor = sessions.aggregate(
            pipeline, hint=hint, batchSize=batch, allowDiskUse=True, **options
        )

        async def next_batch(timeout: float) -> Sequence[Document]:
            with storage_errors(timeout):
                documents: Sequence[Document] = await cursor.to_list(batch)
            return documents

        async def rows(documents: Sequence[Document]) -> AsyncIterator[T]:
            while documents:
                for document in documents:
                    yield read(document)
                documents = await next_batch(BATCH_TIMEOUT)

        try:
            yield rows(await next_batch(TIMEOUT))
        finally:
            with suppress(PyMongoError):
                await cursor.close()
