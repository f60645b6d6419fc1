"""Local days, buckets and whole weeks."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quarterdeck.insights.metrics.window import MOST_PERIODS, TimeWindow
from quarterdeck.kit import clock
from tests.insights.facts.builders import utc


def window(start: str, end: str, zone: str = "UTC", granularity: Any = "weekly") -> TimeWindow:
    return TimeWindow.between(utc(start), utc(end), ZoneInfo(zone), granularity)


def test_buckets_cover_the_window_without_a_gap() -> None:
    buckets = window("2025-01-15T10:00", "2025-03-03T09:00", granularity="monthly").buckets

    assert [bucket.first_day for bucket in buckets] == [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
    assert [bucket.partial for bucket in buckets] == [True, False, True]
    assert sum(bucket.days for bucket in buckets) == pytest.approx(window("2025-01-15T10:00", "2025-03-03T09:00").days)


def test_trends_look_at_whole_weeks_only() -> None:
    periods = window("2025-06-03", "2025-06-29").periods  # Tuesday to Sunday

    assert (periods.first_day, periods.count, periods.weeks) == (date(2025, 6, 9), 2, 1)


def test_the_running_week_is_not_whole() -> None:
    with clock.frozen(utc("2025-06-25T12:00")):
        periods = window("2025-06-02", "2025-07-28").periods

    assert (periods.first_day, periods.count) == (date(2025, 6, 2), 3)


def test_long_windows_take_steps_of_several_weeks_and_drop_the_oldest_remainder() -> None:
    periods = window("2022-01-03", "2024-12-30").periods  # 156 weeks

    assert (periods.count, periods.weeks) == (MOST_PERIODS, 3)
    odd = window("2022-01-03", "2024-12-23").periods  # 155 weeks
    assert (odd.count, odd.weeks, odd.first_day) == (51, 3, date(2022, 1, 17))


def test_a_window_in_the_future_has_no_days() -> None:
    with clock.frozen(utc("2025-01-01")):
        future = window("2025-02-01", "2025-03-01")

    assert future.days == 0
    assert future.periods.count == 0


def test_local_time_is_the_column_itself_where_no_shift_is_needed() -> None:
    assert window("2025-01-01", "2025-12-31").local("x") == "x"
    assert window("2025-01-01", "2025-02-01", "Asia/Kolkata").local("x") == "(x + 19800 * interval '1 second')"


def test_local_time_turns_at_the_second_of_the_clock_change() -> None:
    text = window("2025-01-01", "2025-12-31", "Europe/Berlin").local("x")

    assert "when x < timestamp '2025-03-30 01:00:00' then 3600" in text
    assert "when x < timestamp '2025-10-26 01:00:00' then 7200 else 3600" in text
