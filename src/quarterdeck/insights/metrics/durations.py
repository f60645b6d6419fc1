"""Quantiles of durations, and the shapes that trend and interval rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quarterdeck.insights.metrics.question import FactReader, ask, write
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.trend import Sketch

HOUR = 3600.0
SAMPLE = 40_000
PRIMES = (7, 11, 13, 17, 23, 29, 37, 47, 59, 79, 101, 127, 163, 211, 269, 347, 443, 569, 727, 929, 1187, 1511)
"""Steps of sampling. Primes share no factor with a minute or an hour, so round times do not fall out together."""
STEPS = 32
LEVELS = "array[" + ", ".join(f"{step / STEPS}" for step in range(STEPS + 1)) + "]"
"""Levels at which a group's quantiles are taken: enough of its shape to compare groups of any size."""


@dataclass(frozen=True, slots=True)
class DurationQuantiles:
    """Hours of one set of changes or incidents."""

    n: int
    median: float | None
    p75: float | None
    p90: float | None
    excluded: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Quantiles of all, and of each step of the trend; taken from one in `every`."""

    total: Sketch | None
    steps: Sequence[Sketch | None]
    every: int


def duration_quantiles(n: int, quantiles: Sequence[Any] | None, excluded: Mapping[str, int]) -> DurationQuantiles:
    """Build a group from what SQL gave; of no rows the engines give null, or nulls."""
    median, p75, p90 = (value / HOUR for value in quantiles) if n and quantiles else (None, None, None)
    return DurationQuantiles(n, median, p75, p90, excluded)


async def lead_time_shapes(facts: FactReader, scope: Scope, n: int) -> Shapes:
    return await _shapes(facts, scope, n, durations="{lead_times}", local_ended="{local_deployed}")


async def restore_shapes(facts: FactReader, scope: Scope, n: int) -> Shapes:
    return await _shapes(facts, scope, n, durations="{restores_in_scope}", local_ended="{local_resolved}")


def sampling_step(n: int) -> int:
    """Return 1 to take every row, or the prime that leaves about `SAMPLE` of `n`."""
    if n <= SAMPLE:
        return 1
    return next((prime for prime in PRIMES if prime * SAMPLE >= n), PRIMES[-1])


async def _shapes(facts: FactReader, scope: Scope, n: int, **fragments: str) -> Shapes:
    every = sampling_step(n)
    sql = write("shapes", levels=LEVELS, **fragments, **scope.fragments)
    rows = await ask(facts, sql, {**scope.values, "every": every})
    found = {period: _sketch(count, seconds) for period, count, seconds in rows}
    return Shapes(found.get(None), [found.get(step) for step in range(scope.window.periods.count)], every)


def _sketch(n: int, seconds: Sequence[float] | None) -> Sketch | None:
    return Sketch(n, [value / HOUR for value in seconds]) if n and seconds else None
