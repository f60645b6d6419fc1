"""What `/api/v1/analytics/dora-metrics` answers.

The keys of the platform document (`value`, `unit`, `median_hours`, `p90_hours`, `percentage`, `trend`) keep
their names and types. Around each number stands what a reader needs to trust it: how many events it rests on,
where they came from, by which definition, how sure it is, what was left out, and why it is null when it is.
All percentages are 0-100, all durations hours, all instants UTC.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from quarterdeck.infra.web.schema import ResponseModel, UtcDateTime
from quarterdeck.insights.analytics.tiers import Benchmark
from quarterdeck.insights.facts.rows import Actor
from quarterdeck.insights.metrics.benchmark import MetricName
from quarterdeck.insights.metrics.scope import LeadStart
from quarterdeck.insights.metrics.trend import Direction
from quarterdeck.insights.metrics.window import Granularity

Source = Literal["observed", "derived", "imported", "mixed"]


class FrozenResponse(ResponseModel):
    """Answers are values: built once, never changed, with no field a reader was not told of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TrendDetail(FrozenResponse):
    """The test behind `trend`. A direction other than stable needs p < 0.05 and a change of at least 10 %."""

    direction: Direction
    p: float | None = Field(description="Chance of so strong a trend if the weeks came in random order")
    pct_per_week: float | None = Field(description="Theil-Sen slope, per cent of the level per week")
    n: int = Field(description="Events the test saw")
    weeks: int = Field(description="Whole weeks the test saw")
    insufficient_data: bool = Field(description="Fewer than 8 whole weeks or 20 events: no trend is claimed")
    direction_is_good: bool | None = Field(description="Null when the direction is stable")


class Interval(FrozenResponse):
    low: float
    high: float
    level: float = Field(default=0.95, description="Confidence level")
    method: Literal["wilson", "poisson", "order_statistics"]


class Metric(FrozenResponse):
    """What every number carries. `reason` is set exactly when the number is null."""

    n: int
    source: Source | None
    definition: str = Field(examples=["lead_time.first_commit.v1"])
    interval: Interval | None
    excluded: dict[str, int] = Field(description="Rows left out, by cause")
    reason: str | None
    trend: Direction
    trend_detail: TrendDetail


class DeploymentFrequency(Metric):
    value: float | None = Field(examples=[15.2])
    unit: Literal["per_week"] = "per_week"
    deploy_days_per_week: float | None
    median_gap_hours: float | None = Field(description="Between one deployment and the next of its service")


class Durations(Metric):
    """Quantiles by linear interpolation; a mean is never given, since one long case would decide it."""

    median_hours: float | None = Field(examples=[4.5])
    p75_hours: float | None
    p90_hours: float | None = Field(examples=[12.0])


class LeadTime(Durations):
    start: LeadStart


class TimeToRestore(Durations):
    open: int = Field(description="Not restored by the end of the window: lower bounds, not in the quantiles")
    oldest_open_hours: float | None


class Share(Metric):
    percentage: float | None = Field(examples=[5.2])
    count: int = Field(description="The deployments that made the share, out of n")


class Bucket(FrozenResponse):
    """One step of the series. A number without events is null, a count without events is 0."""

    start: UtcDateTime
    end: UtcDateTime
    partial: bool = Field(description="Cut by the window or still running")
    deployments: int
    deployments_per_week: float | None
    changes: int
    lead_time_median_hours: float | None
    lead_time_p90_hours: float | None
    change_failure_percentage: float | None
    restored: int
    time_to_restore_median_hours: float | None
    rework_percentage: float | None


class Cohort(FrozenResponse):
    """Changes of one kind of author side by side. Markers of agents are a lower bound."""

    actor: Actor
    changes: int
    share_percentage: float
    median_hours: float | None
    p75_hours: float | None
    p90_hours: float | None
    deployments: int = Field(
        description="Deployments of known outcome that carried such a change; of very many, the latest"
    )
    change_failure_percentage: float | None = Field(description="Of these deployments")
    interval: Interval | None = Field(description="Of the failure percentage")


class Window(FrozenResponse):
    start: UtcDateTime
    end: UtcDateTime = Field(description="Exclusive")
    days: float = Field(description="Elapsed days: a window that reaches into the future ends now")
    timezone: str
    granularity: Granularity
    windowed_by: dict[str, str] = Field(description="For each metric the instant that decides its window")


class Caveat(FrozenResponse):
    """A fact about the data that a reader should weigh, and the one step that would better it."""

    code: str = Field(examples=["deployments_derived"])
    metrics: list[MetricName]
    message: str
    connect: str | None = Field(description="What to connect so that the number becomes observed")


class DoraMetrics(FrozenResponse):
    deployment_frequency: DeploymentFrequency
    lead_time_for_changes: LeadTime
    change_failure_rate: Share
    time_to_restore: TimeToRestore
    rework_rate: Share
    series: list[Bucket]
    cohorts: list[Cohort]
    tiers: Benchmark | None = Field(description="Only when `benchmark` is asked for; never one label per team")
    window: Window
    data_version: str
    banner: str | None = Field(description="One line for the top of a page; null when all is observed")
    warnings: list[Caveat]
    definitions: dict[str, str] = Field(description="Each definition id used above, in a sentence")


class EvidenceRow(FrozenResponse):
    """One deployment, change or incident behind a number. Fields that its kind lacks are null."""

    kind: Literal["deployment", "change", "incident"]
    id: str
    repository_id: str
    title: str | None
    actor: Actor | None
    started_time: UtcDateTime | None
    finished_time: UtcDateTime | None
    hours: float | None = Field(description="The duration that enters the quantiles")
    counted: bool = Field(description="Whether the row counts towards the share, or enters the quantiles")
    evidence: str | None = Field(description="Why it counted, or why it was left out")
    service: str | None
    environment: str | None
    sha: str | None
    deployment_id: str | None
    number: int | None
    url: str | None
    source: Source


class Explanation(FrozenResponse):
    """The rows behind one number, the ones that move it most first."""

    metric: MetricName
    definition: str
    meaning: str
    window: Window
    items: list[EvidenceRow]
    total: int
    page: int
    page_size: int
    next_cursor: str | None
    data_version: str
