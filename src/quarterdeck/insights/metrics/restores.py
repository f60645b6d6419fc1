"""How long it takes until service is back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quarterdeck.insights.metrics.durations import HOUR, DurationQuantiles, duration_quantiles
from quarterdeck.insights.metrics.question import FactReader, ask, write
from quarterdeck.insights.metrics.scope import Scope

EXCLUSIONS = ("clock_skew", "failed_deployment_unknown")


@dataclass(frozen=True, slots=True)
class Restores:
    """Incidents that ended in the window, and whether any was observed, derived or imported.

    `still_open` ones had not ended with the window: their age is a lower bound and enters no quantile.
    """

    total: DurationQuantiles
    by_bucket: Mapping[date, DurationQuantiles]
    sources: tuple[bool, bool, bool]
    still_open: int
    oldest_open: float | None
    known: int


async def restores(facts: FactReader, scope: Scope) -> Restores:
    rows = await ask(facts, write("restores", **scope.fragments), scope.values)
    ((still_open, oldest, known),) = await ask(facts, write("incidents_open"), scope.values)
    total, sources = duration_quantiles(0, None, dict.fromkeys(EXCLUSIONS, 0)), (False, False, False)
    by_bucket: dict[date, DurationQuantiles] = {}
    for bucket, is_bucket, n, skewed, unknown, observed, derived, imported, quantiles in rows:
        found = duration_quantiles(n, quantiles, dict(zip(EXCLUSIONS, (skewed, unknown), strict=True)))
        if is_bucket:
            by_bucket[bucket] = found
        else:
            total, sources = found, (observed, derived, imported)
    oldest_hours = None if oldest is None else oldest / HOUR
    return Restores(total, by_bucket, sources, still_open, oldest_hours, known)
