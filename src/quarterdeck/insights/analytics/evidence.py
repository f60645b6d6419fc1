"""What all numbers of one reply rest on, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from quarterdeck.insights.analytics.schemas import Source
from quarterdeck.insights.metrics.deployments import DeploymentCounts, DeploymentDays, Origins
from quarterdeck.insights.metrics.durations import Shapes
from quarterdeck.insights.metrics.lead_times import LeadTimes
from quarterdeck.insights.metrics.restores import Restores
from quarterdeck.insights.metrics.scope import Scope


@dataclass(frozen=True)
class Evidence:
    """`known` tells that deployments of this scope are known before the window's end: then none is zero.

    `outcomes` counts judged and failed deployments by who made the changes in them.
    """

    scope: Scope
    days: DeploymentDays
    origins: Origins
    gap_hours: float | None
    known: bool
    lead: LeadTimes
    lead_shapes: Shapes
    outcomes: Mapping[str, tuple[int, int]]
    restores: Restores
    restore_shapes: Shapes
    version: str

    @cached_property
    def total(self) -> DeploymentCounts:
        return self.days.total

    @cached_property
    def deployment_source(self) -> Source | None:
        found = self.origins
        return source_of(observed=found.observed, derived=found.derived, imported=found.imported)

    @cached_property
    def incident_source(self) -> Source | None:
        observed, derived, imported = self.restores.sources
        return source_of(observed=observed, derived=derived, imported=imported)


def source_of(*, observed: bool, derived: bool, imported: bool) -> Source | None:
    """Name where rows came from; more than one origin is `mixed`, none is None."""
    known: dict[Source, bool] = {"observed": observed, "derived": derived, "imported": imported}
    present = [name for name, there in known.items() if there]
    return present[0] if len(present) == 1 else "mixed" if present else None
