"""Is there a trend, or does it only look like one?

Comparing the first week with the last finds a "trend" in 94 % of series that have none. Here whole weeks are
put into random order many times, and the trend counts only if the real order beats 95 % of these; weeks, not
events, because events of one week resemble each other. The shuffles are the same on every call.

Durations: Jonckheere-Terpstra, the ordered-alternative test over the events of each week. Counts: the same
with one number a week, which is Mann-Kendall. Rates: Cochran-Armitage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from quarterdeck.insights.arrays import Array, np

Direction = Literal["increasing", "decreasing", "stable"]

SHUFFLES = 999
SEED = 20_251_121
LEAST_PERIODS = 8
LEAST_EVENTS = 20
LEAST_CASES = 5
SIGNIFICANT = 0.05
LEAST_CHANGE = 0.10
SHORTEST = 1e-3
"""Hours below which a median counts as this much, so that its logarithm exists."""


@dataclass(frozen=True, slots=True)
class Trend:
    """`change_per_week` is a share of the level: 0.05 means five per cent a week."""

    direction: Direction
    p: float | None
    change_per_week: float | None
    n: int
    weeks: int
    insufficient_data: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """Durations of one step in hours: how many, and their quantiles at evenly spaced levels."""

    n: int
    quantiles: Sequence[float]

    @property
    def median(self) -> float:
        return self.quantiles[len(self.quantiles) // 2]


def of_durations(steps: Sequence[Sketch | None], weeks_each: int = 1, every: int = 1) -> Trend:
    """Judge durations step by step; `None` stands for a step without any. They are one in `every` of all."""
    places = np.array([place for place, step in enumerate(steps) if step is not None], dtype=float)
    known = [step for step in steps if step is not None]
    events = sum(step.n for step in known) * every
    if len(known) < LEAST_PERIODS or events < LEAST_EVENTS:
        return insufficient(events, len(known) * weeks_each)
    medians = np.log(np.maximum([step.median for step in known], SHORTEST))
    slope = float(np.expm1(theil_sen(places, medians)))
    whole = float(np.expm1(theil_sen(places, medians) * (places[-1] - places[0])))
    return _verdict(order_test(preferences(known)), slope / weeks_each, whole, events, len(steps) * weeks_each)


def of_counts(counts: Sequence[int], weeks_each: int = 1) -> Trend:
    """Judge how often something happened; a step in which it did not is a zero like any number."""
    events, values = int(sum(counts)), np.asarray(counts, dtype=float)
    if len(counts) < LEAST_PERIODS or events < LEAST_EVENTS:
        return insufficient(events, len(counts) * weeks_each)
    slope = _slope(values, np.ones_like(values)) / values.mean()
    p = order_test(np.sign(values[None, :] - values[:, None]))
    return _verdict(p, slope / weeks_each, slope * (len(counts) - 1), events, len(counts) * weeks_each)


def of_rates(hits: Sequence[int], totals: Sequence[int], weeks_each: int = 1) -> Trend:
    """Judge a share, `hits` out of `totals` in each step."""
    some = np.asarray(totals) > 0
    places, ns = np.flatnonzero(some).astype(float), np.asarray(totals, dtype=float)[some]
    xs = np.asarray(hits, dtype=float)[some]
    events, level = int(ns.sum()), float(xs.sum() / ns.sum()) if ns.size else 0.0
    if ns.size < LEAST_PERIODS or events < LEAST_EVENTS:
        return insufficient(events, int(ns.size) * weeks_each)
    if level in {0.0, 1.0}:
        return Trend("stable", 1.0, 0.0, events, len(totals) * weeks_each, insufficient_data=False)
    if min(xs.sum(), ns.sum() - xs.sum()) < LEAST_CASES:  # the test's normal approximation does not hold for so few
        return insufficient(events, int(ns.size) * weeks_each)
    centred = places - np.average(places, weights=ns)
    slope = float((centred * (xs - ns * level)).sum() / (ns * centred**2).sum() / level)
    whole = slope * float(places[-1] - places[0])
    return _verdict(_rate_test(places, xs, ns), slope / weeks_each, whole, events, len(totals) * weeks_each)


def insufficient(n: int, weeks: int) -> Trend:
    return Trend("stable", None, None, n, weeks, insufficient_data=True)


def preferences(steps: Sequence[Sketch]) -> Array:
    """Entry (i, j): pairs of an event of step i and one of j where j is longer, less those where it is shorter.

    A step is seen through its quantiles and weighted by its number of events, so that a million cost no more
    than a hundred.
    """
    shapes = np.array([step.quantiles for step in steps])
    values, ranks = np.unique(shapes, return_inverse=True)
    ranks = ranks.reshape(shapes.shape)
    at_rank = np.zeros((len(shapes), len(values)))
    np.add.at(at_rank, (np.arange(len(shapes))[:, None], ranks), 1.0)
    up_to = at_rank.cumsum(axis=1)
    below_less_above = 2 * up_to - at_rank - shapes.shape[1]
    wins = below_less_above[:, ranks].mean(axis=2) / shapes.shape[1]
    counts = np.array([step.n for step in steps], dtype=float)
    weighted: Array = wins * np.outer(counts, counts)
    return weighted


def order_test(preferred: Array) -> float:
    """Return the share of orders of the steps that agree with themselves as much as the real one does."""
    upper = preferred[np.triu_indices(len(preferred), 1)].astype(np.float32)
    # einsum, for its single thread: the product is small, and BLAS would wait for cores that queries hold
    shuffled = np.einsum("ij,j->i", _shuffled_signs(len(preferred)), upper)
    return _share(abs(float(upper.sum(dtype=np.float64))), np.abs(shuffled))


def theil_sen(places: Array, values: Array) -> float:
    """Return the median slope over all pairs, which no single week can bend."""
    first, second = np.triu_indices(len(places), 1)
    return float(np.median((values[second] - values[first]) / (places[second] - places[first])))


def _rate_test(places: Array, xs: Array, ns: Array) -> float:
    residuals = xs - ns * xs.sum() / ns.sum()
    orders = places[_shuffles(len(places))]
    return _share(abs(float(places @ residuals)), np.abs(orders @ residuals))


def _slope(values: Array, weights: Array) -> float:
    places = np.arange(len(values), dtype=float)
    centred = places - np.average(places, weights=weights)
    return float((centred * values).sum() / (centred**2).sum())


def _share(real: float, shuffled: Array) -> float:
    as_strong = np.count_nonzero(shuffled >= real * (1 - 1e-6))
    return float((as_strong + 1) / (SHUFFLES + 1))


def _verdict(p: float, per_week: float, whole: float, n: int, weeks: int) -> Trend:
    direction: Direction = "stable"
    if p < SIGNIFICANT and abs(whole) >= LEAST_CHANGE:
        direction = "increasing" if whole > 0 else "decreasing"
    return Trend(direction, p, per_week, n, weeks, insufficient_data=False)


@lru_cache(maxsize=8)
def _shuffles(steps: int) -> Array:
    return np.argsort(np.random.default_rng(SEED).random((SHUFFLES, steps)), axis=1)


@lru_cache(maxsize=4)
def _shuffled_signs(steps: int) -> Array:
    """For each shuffle and each pair of steps: do they keep their order (1) or turn it round (-1)."""
    order = _shuffles(steps)
    first, second = np.triu_indices(steps, 1)
    signs: Array = np.where(order[:, first] < order[:, second], np.float32(1), np.float32(-1))
    return signs
