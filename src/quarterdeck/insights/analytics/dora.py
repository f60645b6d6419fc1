"""DORA's five metrics of a scope, put together from what the facts answer."""

import asyncio
from dataclasses import dataclass

from quarterdeck.insights.analytics.caveats import banner, caveats
from quarterdeck.insights.analytics.evidence import Evidence
from quarterdeck.insights.analytics.numbers import (
    change_failure_rate,
    cohorts,
    deployment_frequency,
    lead_time,
    rework_rate,
    time_to_restore,
)
from quarterdeck.insights.analytics.schemas import DoraMetrics, Window
from quarterdeck.insights.analytics.series import series
from quarterdeck.insights.analytics.tiers import BenchmarkYear, benchmark
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.metrics.definitions import SENTENCES, WINDOWED_BY, ids
from quarterdeck.insights.metrics.deployments import (
    deployments_by_day,
    known_before_end,
    median_gap_hours,
    origins,
    outcomes_by_actor,
    spare_needless_checks,
)
from quarterdeck.insights.metrics.durations import lead_time_shapes, restore_shapes
from quarterdeck.insights.metrics.lead_times import lead_times
from quarterdeck.insights.metrics.restores import restores
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.window import TimeWindow


@dataclass(frozen=True)
class DoraQuestion:
    scope: Scope
    benchmark: BenchmarkYear | None = None


async def dora_metrics(facts: FactStore, question: DoraQuestion) -> DoraMetrics:
    """Answer with every number, or null and the reason. The number of statements does not grow with the facts."""
    scope = question.scope
    evidence = await gather_evidence(facts, scope)
    frequency, lead = deployment_frequency(evidence), lead_time(evidence)
    failures, restored, rework = change_failure_rate(evidence), time_to_restore(evidence), rework_rate(evidence)
    found = caveats(evidence)
    return DoraMetrics(
        deployment_frequency=frequency,
        lead_time_for_changes=lead,
        change_failure_rate=failures,
        time_to_restore=restored,
        rework_rate=rework,
        series=series(evidence),
        cohorts=cohorts(evidence),
        tiers=benchmark(
            question.benchmark,
            {
                "deployment_frequency": frequency.value,
                "lead_time_for_changes": lead.median_hours,
                "change_failure_rate": failures.percentage,
                "time_to_restore": restored.median_hours,
                "rework_rate": rework.percentage,
            },
        ),
        window=describe(scope.window),
        data_version=evidence.version,
        banner=banner(found),
        warnings=found,
        definitions={name: SENTENCES[name] for name in ids(scope).values()},
    )


async def gather_evidence(facts: FactStore, scope: Scope) -> Evidence:
    """Read all that the metrics rest on. The version is read first: a write in between makes it old, not wrong."""
    version = await facts.data_version(scope.repository_ids)
    scope = await spare_needless_checks(facts, scope)
    days, arrived, lead, restored = await asyncio.gather(
        deployments_by_day(facts, scope),
        origins(facts, scope),
        lead_times(facts, scope),
        restores(facts, scope),
    )
    known, gap, lead_shapes, outcomes, restored_shapes = await asyncio.gather(
        known_before_end(facts, scope, days),
        median_gap_hours(facts, scope, days),
        lead_time_shapes(facts, scope, lead.total.n),
        outcomes_by_actor(facts, scope, days),
        restore_shapes(facts, scope, restored.total.n),
    )
    return Evidence(scope, days, arrived, gap, known, lead, lead_shapes, outcomes, restored, restored_shapes, version)


def describe(window: TimeWindow) -> Window:
    return Window(
        start=window.start,
        end=window.end,
        days=window.days,
        timezone=window.zone.key,
        granularity=window.granularity,
        windowed_by=dict(WINDOWED_BY),
    )
