"""How long a change takes from its start until it is deployed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quarterdeck.insights.metrics.question import Facts, ask, write
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.trend import Sketch

HOUR = 3600.0
EXCLUSIONS = ("baseline", "clock_skew", "commit_unknown")
SAMPLE = 40_000
PRIMES = (7, 11, 13, 17, 23, 29, 37, 47, 59, 79, 101, 127, 163, 211, 269, 347, 443, 569, 727, 929, 1187, 1511)
"""Steps of sampling. Primes share no factor with a minute or an hour, so round times do not fall out together."""


@dataclass(frozen=True, slots=True)
class Group:
    """Hours of one set of changes."""

    n: int
    median: float | None
    p75: float | None
    p90: float | None
    excluded: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LeadTimes:
    total: Group
    by_bucket: Mapping[date, Group]
    by_actor: Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Quantiles of all, and of each step of the trend; taken from one in `every`."""

    total: Sketch | None
    steps: Sequence[Sketch | None]
    every: int


async def lead_times(facts: Facts, scope: Scope) -> LeadTimes:
    rows = await ask(facts, write("lead_times", **scope.fragments), scope.values)
    total = Group(0, None, None, None, dict.fromkeys(EXCLUSIONS, 0))
    by_bucket: dict[date, Group] = {}
    by_actor: dict[str, Group] = {}
    for bucket, actor, is_bucket, is_cohort, n, *excluded, quantiles in rows:
        group = _group(n, quantiles, excluded)
        if is_bucket:
            by_bucket[bucket] = group
        elif is_cohort:
            by_actor[actor] = group
        else:
            total = group
    return LeadTimes(total, by_bucket, by_actor)


async def shapes(facts: Facts, scope: Scope, n: int) -> Shapes:
    """Read the quantiles that trend and interval rest on, from a sample once there are more than enough."""
    every = sampling_step(n)
    values = {**scope.values, "every": every}
    rows = await ask(facts, write("lead_time_periods", **scope.fragments), values)
    found = {period: sketch_of(count, seconds) for period, count, seconds in rows}
    return Shapes(found.get(None), [found.get(step) for step in range(scope.window.periods.count)], every)


def sampling_step(n: int) -> int:
    """Return 1 to take every row, or the prime that leaves about `SAMPLE` of `n`."""
    if n <= SAMPLE:
        return 1
    return next((prime for prime in PRIMES if prime * SAMPLE >= n), PRIMES[-1])


def sketch_of(n: int, seconds: Sequence[float] | None) -> Sketch | None:
    return Sketch(n, [value / HOUR for value in seconds]) if n and seconds else None


def _group(n: int, quantiles: Sequence[Any] | None, excluded: Sequence[int]) -> Group:
    median, p75, p90 = (value / HOUR for value in quantiles) if n and quantiles else (None, None, None)
    return Group(n, median, p75, p90, dict(zip(EXCLUSIONS, excluded, strict=True)))
