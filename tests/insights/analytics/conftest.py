"""Asking for the five metrics in one line."""

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quarterdeck.insights.analytics.dora import DoraQuestion, dora_metrics
from quarterdeck.insights.analytics.schemas import DoraMetrics
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.window import TimeWindow
from tests.insights.facts.builders import utc

Ask = Callable[..., Awaitable[DoraMetrics]]


@pytest.fixture
def dora(facts: FactStore) -> Ask:
    """Ask about repository `r` in June 2025, unless the test says otherwise."""
    return asking(facts)


def asking(facts: FactStore) -> Ask:
    async def ask(
        start: str = "2025-06-02", end: str = "2025-06-30", zone: str = "UTC", granularity: Any = "weekly",
        benchmark: Any = None, **narrowing: Any,
    ) -> DoraMetrics:  # fmt: skip
        window = TimeWindow.between(utc(start), utc(end), ZoneInfo(zone), granularity)
        narrowing.setdefault("repository_ids", ["r"])
        narrowing.update(start=narrowing.pop("start_at", "first_commit"))
        return await dora_metrics(facts, DoraQuestion(Scope(window=window, **narrowing), benchmark))

    return ask
