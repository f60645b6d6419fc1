"""When a delivery is tried again: decisions without a clock or a network."""

from datetime import UTC, datetime, timedelta

import pytest

from quarterdeck.events.webhooks.schedule import STEPS, Outcome, next_wait, reason_to_disable, retry_after_in
from quarterdeck.events.webhooks.types import TEST

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_each_attempt_waits_for_its_step_and_a_little_more() -> None:
    for number, step in enumerate(STEPS, start=1):
        waits = {next_wait("thing.made", number, None) for _ in range(20)}
        assert all(wait is not None and step <= wait <= step * 1.2 for wait in waits)
        assert len(waits) > 1, "without jitter everybody comes back at once"


def test_after_ten_attempts_over_three_days_there_is_none() -> None:
    assert next_wait("thing.made", len(STEPS) + 1, None) is None
    assert timedelta(days=3) < sum(STEPS, timedelta(0)) < timedelta(days=4)


def test_a_ping_is_tried_once() -> None:
    assert next_wait(TEST, 1, None) is None


def test_the_receivers_wish_counts_when_it_is_later() -> None:
    assert next_wait("thing.made", 1, timedelta(hours=1)) == timedelta(hours=1)
    assert next_wait("thing.made", 4, timedelta(seconds=1)) >= timedelta(hours=2)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("Sun, 01 Mar 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("999999999999999999999", DAY),
        ("Sun, 01 Mar 2099 12:05:00 GMT", DAY),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("Sun, 99 Mar 2026 12:05:00 GMT", None),
    ],
)
def test_a_wish_is_seconds_or_a_date_and_at_most_a_day(text: str, wish: timedelta | None) -> None:
    assert retry_after_in(text, NOON) == wish


def test_a_webhook_is_given_up_when_it_is_gone_or_fails_often_and_for_days() -> None:
    failed = Outcome(error="timeout")

    assert reason_to_disable(Outcome(error="status", status=410), NOON, 1, NOON) == "gone"
    assert reason_to_disable(Outcome(error="secret_unreadable"), NOON, 1, NOON) == "secret_unreadable"
    assert reason_to_disable(failed, NOON - 5 * DAY, 10, NOON) == "failing"
    assert reason_to_disable(failed, NOON - 5 * DAY, 9, NOON) is None
    assert reason_to_disable(failed, NOON - 4 * DAY, 1_000, NOON) is None
    assert reason_to_disable(Outcome(error="status", status=404), NOON, 1, NOON) is None
