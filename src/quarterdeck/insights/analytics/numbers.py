"""The five metrics of the reply, each from the evidence to its honest shape."""

from collections.abc import Mapping
from typing import Any

from quarterdeck.insights.analytics import reasons
from quarterdeck.insights.analytics.evidence import Evidence
from quarterdeck.insights.analytics.schemas import (
    Cohort,
    DeploymentFrequency,
    Interval,
    LeadTime,
    Share,
    TimeToRestore,
    TrendDetail,
)
from quarterdeck.insights.metrics import intervals, trend
from quarterdeck.insights.metrics.benchmark import MetricName
from quarterdeck.insights.metrics.definitions import ids
from quarterdeck.insights.metrics.durations import DurationQuantiles, Shapes
from quarterdeck.insights.metrics.intervals import ConfidenceInterval
from quarterdeck.insights.metrics.trend import Trend

PERCENT = 100.0
DAYS_A_WEEK = 7.0
GOOD_WHEN: dict[MetricName, str] = {
    "deployment_frequency": "increasing",
    "lead_time_for_changes": "decreasing",
    "change_failure_rate": "decreasing",
    "time_to_restore": "decreasing",
    "rework_rate": "decreasing",
}


def deployment_frequency(evidence: Evidence) -> DeploymentFrequency:
    finished, days = evidence.total.finished, evidence.scope.window.days
    reason = reasons.no_frequency(evidence)
    periods = evidence.scope.window.periods
    counts = [tally.finished for tally in evidence.days.by_period(periods)] if reason is None else []
    per_week = DAYS_A_WEEK / days if days else 0.0
    return DeploymentFrequency(
        value=None if reason else finished * per_week,
        deploy_days_per_week=None if reason else evidence.days.active_days * per_week,
        median_gap_hours=evidence.gap_hours,
        n=finished,
        source=evidence.deployment_source,
        interval=None if reason else _scaled(intervals.poisson(finished), per_week),
        excluded=_some({"never_arrived": evidence.origins.never_arrived}),
        reason=reason,
        **_common("deployment_frequency", evidence, trend.of_counts(counts, periods.weeks)),
    )


def lead_time(evidence: Evidence) -> LeadTime:
    return LeadTime(
        start=evidence.scope.start,
        source=evidence.deployment_source if evidence.lead.total.n else None,
        reason=reasons.no_lead_time(evidence),
        **_durations("lead_time_for_changes", evidence, evidence.lead.total, evidence.lead_shapes),
    )


def time_to_restore(evidence: Evidence) -> TimeToRestore:
    found = evidence.restores
    return TimeToRestore(
        open=found.still_open,
        oldest_open_hours=found.oldest_open,
        source=evidence.incident_source,
        reason=reasons.no_restore(evidence),
        **_durations("time_to_restore", evidence, found.total, evidence.restore_shapes),
    )


def change_failure_rate(evidence: Evidence) -> Share:
    total = evidence.total
    excluded = {"outcome_unknown": total.finished - total.judged, "never_arrived": evidence.origins.never_arrived}
    reason = reasons.no_failure_rate(evidence)
    return _share("change_failure_rate", evidence, ("failed", "judged"), excluded, reason)


def rework_rate(evidence: Evidence) -> Share:
    excluded = {"never_arrived": evidence.origins.never_arrived}
    return _share("rework_rate", evidence, ("unplanned", "finished"), excluded, reasons.no_rework(evidence))


def cohorts(evidence: Evidence) -> list[Cohort]:
    """Give each kind of author its own numbers, the largest first."""
    groups = sorted(evidence.lead.by_actor.items(), key=lambda entry: (-entry[1].n, entry[0]))
    everyone = sum(group.n for _, group in groups)
    return [_cohort(actor, group, everyone, *evidence.outcomes.get(actor, (0, 0))) for actor, group in groups]


def _cohort(actor: str, group: DurationQuantiles, everyone: int, judged: int, failed: int) -> Cohort:
    return Cohort.model_validate(
        {
            "actor": actor,
            "changes": group.n,
            "share_percentage": PERCENT * group.n / everyone if everyone else 0.0,
            "median_hours": group.median,
            "p75_hours": group.p75,
            "p90_hours": group.p90,
            "deployments": judged,
            "change_failure_percentage": PERCENT * failed / judged if judged else None,
            "interval": _scaled(intervals.wilson(failed, judged), PERCENT),
        }
    )


def _durations(metric: MetricName, evidence: Evidence, total: DurationQuantiles, shapes: Shapes) -> dict[str, Any]:
    interval = None
    if shapes.total is not None and total.median is not None:
        interval = intervals.of_median(shapes.total.quantiles, total.n, total.median)
    found = trend.of_durations(shapes.steps, evidence.scope.window.periods.weeks, shapes.every)
    return {
        "median_hours": total.median,
        "p75_hours": total.p75,
        "p90_hours": total.p90,
        "n": total.n,
        "interval": _scaled(interval),
        "excluded": _some(total.excluded),
        **_common(metric, evidence, found),
    }


def _share(
    metric: MetricName, evidence: Evidence, of: tuple[str, str], excluded: dict[str, int], reason: str | None
) -> Share:
    hits, n = (getattr(evidence.total, field) for field in of)
    periods = evidence.scope.window.periods
    steps = [tuple(getattr(tally, field) for field in of) for tally in evidence.days.by_period(periods)]
    found = trend.of_rates([step[0] for step in steps], [step[1] for step in steps], periods.weeks)
    return Share(
        percentage=PERCENT * hits / n if n else None,
        count=hits,
        n=n,
        source=evidence.deployment_source if n else None,
        interval=_scaled(intervals.wilson(hits, n), PERCENT),
        excluded=_some(excluded),
        reason=reason,
        **_common(metric, evidence, found),
    )


def _common(metric: MetricName, evidence: Evidence, found: Trend) -> dict[str, Any]:
    good = None if found.direction == "stable" else found.direction == GOOD_WHEN[metric]
    detail = TrendDetail(
        direction=found.direction,
        p=found.p,
        pct_per_week=None if found.change_per_week is None else PERCENT * found.change_per_week,
        n=found.n,
        weeks=found.weeks,
        insufficient_data=found.insufficient_data,
        direction_is_good=good,
    )
    return {"definition": ids(evidence.scope)[metric], "trend": found.direction, "trend_detail": detail}


def _some(excluded: Mapping[str, int]) -> dict[str, int]:
    return {cause: count for cause, count in excluded.items() if count}


def _scaled(interval: ConfidenceInterval | None, factor: float = 1.0) -> Interval | None:
    if interval is None:
        return None
    return Interval(low=interval.low * factor, high=interval.high * factor, method=interval.method)
