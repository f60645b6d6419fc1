"""Shapes of a comparison with the published industry reports."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

BenchmarkYear = Literal["2025", "2024", "2023", "2021"]
Tier = Literal["elite", "high", "medium", "low"]


class Standing(BaseModel):
    """Where one metric stands. 2025 gives a score beside the industry's mean, the years before it a tier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tier: Tier | None
    score: float | None = Field(description="0-10, ten is best (2025 only)")
    industry_mean: float | None
    industry_sd: float | None


class Benchmark(BaseModel):
    """One standing per metric. There is no label for a team: the report itself gave that up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: BenchmarkYear
    deployment_frequency: Standing | None
    lead_time_for_changes: Standing | None
    change_failure_rate: Standing | None
    time_to_restore: Standing | None
    rework_rate: Standing | None
    note: str
