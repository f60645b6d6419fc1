"""Where one metric stands beside the published DORA reports.

2025 scores each metric from 0 to 10 and prints the industry's mean; the years before it have tiers. The
reports warn against one label for a team, so there is none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Year = Literal["2025", "2024", "2023", "2021"]
Tier = Literal["elite", "high", "medium", "low"]
MetricName = Literal[
    "deployment_frequency", "lead_time_for_changes", "change_failure_rate", "time_to_restore", "rework_rate"
]

TIERS: tuple[Tier, ...] = ("elite", "high", "medium", "low")
DAY, MONTH = 24.0, 30.4375 * 24.0
PER_MONTH = 7 / 30.4375

INDUSTRY_2025: Mapping[MetricName, tuple[float, float]] = MappingProxyType(
    {
        "lead_time_for_changes": (5.5, 2.4),
        "deployment_frequency": (4.8, 2.8),
        "time_to_restore": (7.4, 2.1),
        "change_failure_rate": (8.1, 1.9),
        "rework_rate": (7.8, 2.2),
    }
)
HOURS_2025 = (1.0, DAY, 7 * DAY, MONTH, 6 * MONTH)
PER_WEEK_2025 = (PER_MONTH / 6, PER_MONTH, 1.0, 7.0, 7.0 * 24)

HOURS_BELOW: Mapping[tuple[Year, MetricName], Sequence[float]] = MappingProxyType(
    {
        ("2024", "lead_time_for_changes"): (DAY, 7 * DAY, MONTH),
        ("2024", "time_to_restore"): (1.0, DAY, 7 * DAY),
        ("2023", "lead_time_for_changes"): (DAY, 7 * DAY, 30 * DAY),
        ("2023", "time_to_restore"): (1.0, DAY, 7 * DAY),
        ("2021", "lead_time_for_changes"): (1.0, 7 * DAY, 180 * DAY),
        ("2021", "time_to_restore"): (1.0, DAY, 7 * DAY),
    }
)
PER_WEEK_FROM: Mapping[Year, Sequence[float]] = MappingProxyType(
    {"2024": (PER_MONTH, 1.0, 7.0), "2023": (PER_MONTH, 1.0, 7.0), "2021": (PER_MONTH / 6, PER_MONTH, 7.0)}
)
PERCENT_TO: Mapping[Year, Sequence[float]] = MappingProxyType({"2023": (5, 10, 15), "2021": (15, 20, 30)})
CENTRES_2024: Mapping[float, Tier] = MappingProxyType({5: "elite", 20: "high", 10: "medium", 40: "low"})


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """A tier, or a score beside the industry's mean and standard deviation."""

    tier: Tier | None = None
    score: float | None = None
    industry_mean: float | None = None
    industry_sd: float | None = None


def compare(year: Year, metric: MetricName, value: float | None) -> BenchmarkResult | None:
    """Place `value` (per week, hours or per cent); None when it is unknown or the report had no such metric."""
    if value is None:
        return None
    if year == "2025":
        mean, sd = INDUSTRY_2025[metric]
        return BenchmarkResult(None, _score(metric, value), mean, sd)
    tier = _tier(year, metric, value)
    return BenchmarkResult(tier) if tier else None


def _score(metric: MetricName, value: float) -> float:
    if metric == "deployment_frequency":
        return 2.0 * bisect_right(PER_WEEK_2025, value)
    if metric in {"lead_time_for_changes", "time_to_restore"}:
        return 10.0 - 2.0 * bisect_right(HOURS_2025, value)
    return 10.0 - value / 10.0


def _tier(year: Year, metric: MetricName, value: float) -> Tier | None:
    if metric == "deployment_frequency":
        return TIERS[3 - bisect_right(PER_WEEK_FROM[year], value)]
    if metric == "rework_rate":
        return None
    if metric != "change_failure_rate":
        return TIERS[bisect_right(HOURS_BELOW[year, metric], value)]
    if year == "2024":  # clusters, not steps: "medium" teams failed less often than "high" ones
        return CENTRES_2024[min(CENTRES_2024, key=lambda centre: abs(centre - value))]
    return TIERS[bisect_left(PERCENT_TO[year], value)]
