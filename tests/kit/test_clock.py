"""The one clock."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

from quarterdeck.kit import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_held_clock_stands_still_and_runs_again_afterwards() -> None:
    with clock.frozen(NOON):
        assert clock.now() == NOON
        clock.advance(timedelta(minutes=5))
        assert clock.now() == NOON + timedelta(minutes=5)

    assert clock.now() > NOON + timedelta(minutes=5)


def test_time_is_told_in_utc_wherever_it_was_read() -> None:
    in_delhi = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert clock.isoformat(in_delhi) == "2026-03-01T12:00:00Z"
    with clock.frozen(in_delhi):
        assert clock.now().tzinfo is UTC


async def test_tasks_started_under_a_held_clock_see_it_too() -> None:
    async def tell() -> datetime:
        return clock.now()

    with clock.frozen(NOON):
        assert await asyncio.create_task(tell()) == NOON
