"""What all numbers of one reply rest on, read once."""

from dataclasses import dataclass
from functools import cached_property

from quarterdeck.insights.analytics.schemas import Source
from quarterdeck.insights.metrics.deployments import DeploymentDays, Tally
from quarterdeck.insights.metrics.durations import Shapes
from quarterdeck.insights.metrics.lead_times import LeadTimes
from quarterdeck.insights.metrics.restores import Restores
from quarterdeck.insights.metrics.scope import Scope


@dataclass(frozen=True)
class Evidence:
    """`known` tells that deployments of this scope are known before the window's end: then none is zero."""

    scope: Scope
    days: DeploymentDays
    gap_hours: float | None
    known: bool
    lead: LeadTimes
    lead_shapes: Shapes
    restores: Restores
    restore_shapes: Shapes
    version: str

    @cached_property
    def total(self) -> Tally:
        return self.days.total

    @cached_property
    def deployment_source(self) -> Source | None:
        return source_of(self.total.observed, self.total.derived, self.total.imported)

    @cached_property
    def incident_source(self) -> Source | None:
        return source_of(*self.restores.sources)


def source_of(observed: int, derived: int, imported: int) -> Source | None:
    """Name where rows came from; more than one origin is `mixed`, none is None."""
    counts: dict[Source, int] = {"observed": observed, "derived": derived, "imported": imported}
    present = [name for name, count in counts.items() if count]
    return present[0] if len(present) == 1 else "mixed" if present else None
