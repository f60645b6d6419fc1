"""How long a change takes from its start until it is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quarterdeck.insights.metrics.durations import DurationQuantiles, duration_quantiles
from quarterdeck.insights.metrics.question import FactReader, ask, write
from quarterdeck.insights.metrics.scope import Scope


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Groups of lead times. What was left out is counted for all of them together."""

    total: DurationQuantiles
    by_bucket: Mapping[date, DurationQuantiles]
    by_actor: Mapping[str, DurationQuantiles]


async def lead_times(facts: FactReader, scope: Scope) -> LeadTimes:
    rows = await ask(facts, write("lead_times", **scope.fragments), scope.values)
    left_out: dict[str, int] = dict(await ask(facts, write("lead_times_left_out", **scope.fragments), scope.values))
    total = duration_quantiles(0, None, left_out)
    by_bucket: dict[date, DurationQuantiles] = {}
    by_actor: dict[str, DurationQuantiles] = {}
    for bucket, actor, is_bucket, is_cohort, n, quantiles in rows:
        found = duration_quantiles(n, quantiles, left_out)
        if is_bucket:
            by_bucket[bucket] = found
        elif is_cohort:
            by_actor[actor] = found
        else:
            total = found
    return LeadTimes(total, by_bucket, by_actor)
