"""How long it takes until service is back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quarterdeck.insights.metrics.lead_times import HOUR, sketch_of
from quarterdeck.insights.metrics.question import Facts, ask, write
from quarterdeck.insights.metrics.scope import STEPS, Scope
from quarterdeck.insights.metrics.trend import Sketch

EXCLUSIONS = ("clock_skew", "failed_deployment_unknown")


@dataclass(frozen=True, slots=True)
class Restores:
    """Incidents that ended in the window, in hours; `sketch` is None when there is none.

    `still_open` ones had not ended with the window: their age is a lower bound and enters no quantile.
    """

    sketch: Sketch | None
    p90: float | None
    excluded: Mapping[str, int]
    sources: tuple[int, int, int]
    by_bucket: Mapping[date, Sketch]
    steps: Sequence[Sketch | None]
    still_open: int
    oldest_open: float | None
    known: int

    @property
    def n(self) -> int:
        return self.sketch.n if self.sketch else 0

    @property
    def p75(self) -> float | None:
        return self.sketch.quantiles[STEPS * 3 // 4] if self.sketch else None


async def restores(facts: Facts, scope: Scope) -> Restores:
    rows = await ask(facts, write("restores", **scope.fragments), scope.values)
    ((still_open, oldest, known),) = await ask(facts, write("incidents_open"), scope.values)
    by_bucket = {row[0]: sketch_of(row[4], row[10]) for row in rows if row[2]}
    by_period = {row[1]: sketch_of(row[4], row[10]) for row in rows if row[3]}
    total = next(row for row in rows if not (row[2] or row[3]))
    return Restores(
        sketch=sketch_of(total[4], total[10]),
        p90=total[11] / HOUR if total[4] else None,
        excluded=dict(zip(EXCLUSIONS, total[5:7], strict=True)),
        sources=(total[7], total[8], total[9]),
        by_bucket={day: sketch for day, sketch in by_bucket.items() if sketch},
        steps=[by_period.get(step) for step in range(scope.window.periods.count)],
        still_open=still_open,
        oldest_open=None if oldest is None else oldest / HOUR,
        known=known,
    )
