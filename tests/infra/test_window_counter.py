"""Counting in fixed windows."""

from datetime import UTC, datetime, timedelta

from quarterdeck.infra import window_counter
from quarterdeck.infra.window_counter import WindowCounter
from quarterdeck.kit import clock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_window_begins_with_its_first_hit_and_ends_after_its_seconds() -> None:
    counter = WindowCounter()

    with clock.frozen(NOON):
        assert counter.hit("ada", 60) == (1, NOON.timestamp() + 60)
        clock.advance(timedelta(seconds=59))
        assert counter.hit("ada", 60) == (2, NOON.timestamp() + 60)
        assert counter.hit("bo", 60)[0] == 1
        clock.advance(timedelta(seconds=1))
        assert counter.hit("ada", 60) == (1, NOON.timestamp() + 120)


def test_windows_that_ended_are_forgotten_and_those_that_last_are_not() -> None:
    counter, most = WindowCounter(), window_counter.FEWEST_BEFORE_PURGE

    with clock.frozen(NOON):
        counter.hit("lasts", 3_600)
        for number in range(most - 1):
            counter.hit(number, 60)
        assert len(counter) == most
        clock.advance(timedelta(seconds=60))
        counter.hit("one more", 60)

        assert len(counter) == 2
        assert counter.hit("lasts", 3_600)[0] == 2
