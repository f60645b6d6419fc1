"""How far a number may be off: 95 % intervals that hold for small counts too."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class ConfidenceInterval:
    low: float
    high: float
    method: Literal["wilson", "poisson", "order_statistics"]


def wilson(hits: int, n: int) -> ConfidenceInterval | None:
    """Interval of a share, as shares from 0 to 1 (E. B. Wilson 1927)."""
    if n == 0:
        return None
    share, z2 = hits / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return ConfidenceInterval(max(0.0, middle - half), min(1.0, middle + half), "wilson")


def poisson(count: int) -> ConfidenceInterval:
    """Interval of the expected count behind a count, by Byar's approximation to the exact one."""
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return ConfidenceInterval(low, high, "poisson")


def of_median(quantiles: Sequence[float], n: int, median: float) -> ConfidenceInterval | None:
    """Interval of a median by the ranks it may have, read off quantiles at evenly spaced levels.

    Needs six values: of fewer, even the whole range covers the median less often than 95 times in 100.
    """
    if n < 6:  # noqa: PLR2004 - 1 - 2 * 0.5**6 is the first to reach 0.95
        return None
    reach = Z / (2 * sqrt(n))
    middle = _at(quantiles, 0.5)
    low, high = _at(quantiles, 0.5 - reach), _at(quantiles, 0.5 + reach)
    return ConfidenceInterval(max(0.0, median - (middle - low)), median + (high - middle), "order_statistics")


def _at(quantiles: Sequence[float], level: float) -> float:
    place = min(1.0, max(0.0, level)) * (len(quantiles) - 1)
    below = min(int(place), len(quantiles) - 2)
    return quantiles[below] + (quantiles[below + 1] - quantiles[below]) * (place - below)
