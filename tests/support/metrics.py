"""A server's metrics, as `/metrics` shows them."""

import asyncio
from typing import TypeAlias

from attrs import frozen
from prometheus_client.parser import text_string_to_metric_families

from tests.support.client import PATIENCE, Client

Samples: TypeAlias = dict[tuple[str, frozenset[tuple[str, str]]], float]


@frozen
class Scrape:
    """All samples of one answer from `/metrics`."""

    samples: Samples

    @classmethod
    async def of(cls, client: Client) -> "Scrape":
        async with client.http.get(client.url + "/metrics") as response:
            assert response.status == 200
            assert response.content_type == "text/plain"
            text = await response.text()
        return cls(
            {
                (sample.name, frozenset(sample.labels.items())): sample.value
                for family in text_string_to_metric_families(text)
                for sample in family.samples
            }
        )

    def __call__(self, name: str, **labels: str) -> float:
        """The value of a sample; a missing sample counts as zero."""
        return self.samples.get((f"attendance_{name}", frozenset(labels.items())), 0.0)


async def until_waiting(client: Client, changes: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await Scrape.of(client))("changes_waiting") < changes:
            pass
