"""The comparison with a published report, on request."""

from collections.abc import Mapping

from pydantic import Field

from quarterdeck.infra.web.schema import ResponseModel
from quarterdeck.insights.metrics.benchmark import MetricName, Tier, Year, compare

BenchmarkYear = Year

NOTES: Mapping[Year, str] = {
    "2025": "Scores of the DORA Quick Check; the report of 2025 gave up tiers.",
    "2024": "Failure rate by the nearest cluster: in that report medium performers failed less often than high ones.",
    "2023": "Cut-offs of the report of 2023.",
    "2021": "Cut-offs of the report of 2021.",
}


class Standing(ResponseModel):
    """Where one metric stands. 2025 gives a score beside the industry's mean, the years before it a tier."""

    tier: Tier | None
    score: float | None = Field(description="0-10, ten is best (2025 only)")
    industry_mean: float | None
    industry_sd: float | None


class Benchmark(ResponseModel):
    """One standing per metric, null where the number or the report's metric is missing; no label for a team."""

    year: Year
    deployment_frequency: Standing | None
    lead_time_for_changes: Standing | None
    change_failure_rate: Standing | None
    time_to_restore: Standing | None
    rework_rate: Standing | None
    note: str


def benchmark(year: Year | None, values: Mapping[MetricName, float | None]) -> Benchmark | None:
    if year is None:
        return None
    standings = {metric: compare(year, metric, value) for metric, value in values.items()}
    return Benchmark.model_validate({"year": year, "note": NOTES[year], **standings})
