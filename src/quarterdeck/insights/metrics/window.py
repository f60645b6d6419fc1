"""A stretch of time, its local days, buckets and whole weeks.

Facts hold UTC; people think in local days. A bucket is a local day, ISO week or month, so around a clock
change one day has 23 or 25 hours, and its bounds here are right to the second.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from quarterdeck.kit.clock import now

Granularity = Literal["daily", "weekly", "monthly"]

UNITS = {"daily": "day", "weekly": "week", "monthly": "month"}
WEEK = timedelta(days=7)
MOST_PERIODS = 52
"""Trends look at no more steps than this; longer windows are cut into steps of several weeks."""


@dataclass(frozen=True, slots=True)
class TimeBucket:
    first_day: date
    start: datetime
    end: datetime
    partial: bool
    days: float


@dataclass(frozen=True, slots=True)
class Periods:
    """The whole weeks of a window in `count` steps of `weeks` each, beginning on the Monday `first_day`."""

    first_day: date
    count: int
    weeks: int

    @property
    def origin(self) -> float:
        """Seconds of the first local midnight, counted as if local time were UTC."""
        return datetime.combine(self.first_day, time(), UTC).timestamp()

    @property
    def seconds(self) -> float:
        return self.weeks * WEEK.total_seconds()


@dataclass(frozen=True)
class TimeWindow:
    """From `start` to before `end`, both aware; nothing after `until`, the end or now, can have happened."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    granularity: Granularity
    until: datetime

    @classmethod
    def between(cls, start: datetime, end: datetime, zone: ZoneInfo, granularity: Granularity) -> "TimeWindow":
        until = max(start, min(end, now()))
        return cls(start.astimezone(UTC), end.astimezone(UTC), zone, granularity, until.astimezone(UTC))

    @property
    def days(self) -> float:
        return (self.until - self.start) / timedelta(days=1)

    @property
    def times(self) -> dict[str, datetime]:
        """Both bounds as facts keep time."""
        return {"from": self.start.replace(tzinfo=None), "until": self.until.replace(tzinfo=None)}

    @property
    def unit(self) -> str:
        return UNITS[self.granularity]

    @cached_property
    def buckets(self) -> tuple[TimeBucket, ...]:
        return tuple(self._buckets())

    @cached_property
    def periods(self) -> Periods:
        first = self._local_day(self.start, up=True)
        first += timedelta(days=-first.weekday() % 7)
        weeks = max(0, (self._local_day(self.until) - first) // WEEK)
        step = max(1, -(-weeks // MOST_PERIODS))
        return Periods(first + WEEK * (weeks % step), weeks // step, step)

    def local(self, column: str) -> str:
        """Write the SQL that turns a UTC column into local time; both engines read it and it costs no lookup."""
        offsets = _offsets(self.start, self.end, self.zone)
        if len(offsets) == 1:
            shift = str(offsets[0][1])
        else:
            earlier = "".join(
                f" when {column} < timestamp '{after[0]:%Y-%m-%d %H:%M:%S}' then {before[1]}"
                for before, after in pairwise(offsets)
            )
            shift = f"(case{earlier} else {offsets[-1][1]} end)"
        return column if shift == "0" else f"({column} + {shift} * interval '1 second')"

    def _buckets(self) -> Iterator[TimeBucket]:
        day = _floor(self.start.astimezone(self.zone).date(), self.granularity)
        while (start := self._instant(day)) < self.end:
            following = _next(day, self.granularity)
            end = self._instant(following)
            inside = max(timedelta(), min(end, self.until) - max(start, self.start))
            yield TimeBucket(day, start, end, start < self.start or end > self.until, inside / timedelta(days=1))
            day = following

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _local_day(self, moment: datetime, *, up: bool = False) -> date:
        """Name the local day of `moment`, or with `up` the first day that begins no earlier."""
        day = moment.astimezone(self.zone).date()
        return day + timedelta(days=1) if up and self._instant(day) < moment else day


def _floor(day: date, granularity: Granularity) -> date:
    if granularity == "monthly":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if granularity == "weekly" else day


def _next(day: date, granularity: Granularity) -> date:
    if granularity == "monthly":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + (WEEK if granularity == "weekly" else timedelta(days=1))


@lru_cache(maxsize=256)
def _offsets(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[tuple[datetime, int], ...]:
    """List each UTC offset in seconds with the instant from which it holds."""
    found = [(start, _offset(start, zone))]
    day = start
    while day < end:
        following = min(day + timedelta(days=1), end)
        if _offset(following, zone) != found[-1][1]:
            found.append((_turn(day, following, zone), _offset(following, zone)))
        day = following
    return tuple(found)


def _turn(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the offset of `high` begins."""
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (low, middle) if _offset(middle, zone) == _offset(high, zone) else (middle, high)
    return high.replace(microsecond=0)


def _offset(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
