"""Counting deployments: how often, how many failed, how many were repairs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any

from quarterdeck.insights.arrays import Array, np
from quarterdeck.insights.metrics.question import FactReader, ask, read, write
from quarterdeck.insights.metrics.scope import Scope
from quarterdeck.insights.metrics.window import Periods

ENOUGH = 10_000
"""The median gap and the outcomes by author are taken over the latest days that hold this many deployments."""


@dataclass(frozen=True, slots=True)
class DeploymentCounts:
    """Deployments by outcome. `judged` are those whose outcome is known, `unplanned` hotfixes and rollbacks."""

    finished: int = 0
    judged: int = 0
    failed: int = 0
    unplanned: int = 0


FIELDS = len(fields(DeploymentCounts))


@dataclass(frozen=True, slots=True)
class Origins:
    """Deployments that never arrived, and whether any of the rest was observed, derived or imported."""

    never_arrived: int
    observed: bool
    derived: bool
    imported: bool


@dataclass(frozen=True)
class DeploymentDays:
    """Day numbers, ascending, and what happened on each: one column per field of `Tally`."""

    days: Array
    counts: Array

    @property
    def total(self) -> DeploymentCounts:
        return DeploymentCounts(*self.counts.sum(axis=0).tolist())

    @property
    def active_days(self) -> int:
        return len(self.days)

    def by_bucket(self, first_days: Sequence[date]) -> list[DeploymentCounts]:
        starts = np.array([day.toordinal() for day in first_days])
        places = np.searchsorted(starts, self.days, "right") - 1
        return [DeploymentCounts(*row) for row in self._sums(places, len(first_days)).tolist()]

    def by_period(self, periods: Periods) -> list[DeploymentCounts]:
        places = (self.days - periods.first_day.toordinal()) // (7 * periods.weeks)
        inside = (places >= 0) & (places < periods.count)
        within = DeploymentDays(self.days[inside], self.counts[inside])
        return [DeploymentCounts(*row) for row in within._sums(places[inside], periods.count).tolist()]

    def latest(self, least: int) -> date | None:
        """Return the day since which at least `least` deployments finished, or the first of all."""
        if not len(self.days):
            return None
        since = np.cumsum(self.counts[::-1, 0])[::-1]
        enough = np.flatnonzero(since >= least)
        return date.fromordinal(int(self.days[enough[-1] if enough.size else 0]))

    def _sums(self, places: Array, size: int) -> Array:
        sums = np.zeros((size, FIELDS), dtype=np.int64)
        np.add.at(sums, places, self.counts)
        return sums


async def deployments_by_day(facts: FactReader, scope: Scope) -> DeploymentDays:
    rows = await ask(facts, write("deployments_by_day", **scope.fragments), scope.values)
    days = np.array([row[0].toordinal() for row in rows], dtype=np.int64)
    return DeploymentDays(days, np.array([row[1:] for row in rows], dtype=np.int64).reshape(-1, FIELDS))


async def origins(facts: FactReader, scope: Scope) -> Origins:
    ((never_arrived, *sources),) = await ask(facts, write("deployment_origins", **scope.fragments), scope.values)
    return Origins(never_arrived, *sources)


async def spare_needless_checks(facts: FactReader, scope: Scope) -> Scope:
    """Note in the scope when it leaves nothing out; telling changes apart would then double the work."""
    ((mixed,),) = await ask(facts, write("deployed_elsewhere"), scope.values)
    return replace(scope, mixed=mixed)


async def median_gap_hours(facts: FactReader, scope: Scope, days: DeploymentDays) -> float | None:
    """Return the median time between one deployment and the next of its service, among the latest."""
    ((seconds,),) = await ask(facts, write("deployment_gaps", **scope.fragments), _latest(scope, days))
    return None if seconds is None else seconds / 3600


async def outcomes_by_actor(facts: FactReader, scope: Scope, days: DeploymentDays) -> dict[str, tuple[int, int]]:
    """Count judged and failed deployments by who made the changes in them, among the latest."""
    rows = await ask(facts, read("outcomes_by_actor"), _latest(scope, days))
    return {actor: (judged, failed) for actor, judged, failed in rows}


async def known_before_end(facts: FactReader, scope: Scope, days: DeploymentDays) -> bool:
    """Tell whether any deployment of the scope is known before the window ends: then none is a zero."""
    if len(days.days):
        return True
    ((first,),) = await ask(facts, write("first_deployment"), scope.values)
    return first is not None and first < scope.values["until"]


def _latest(scope: Scope, days: DeploymentDays) -> dict[str, Any]:
    """Narrow the time to the latest days that hold enough deployments for a median or a share."""
    values, since = scope.values, days.latest(ENOUGH)
    if since is None:
        return values
    begins = datetime.combine(since, time(), scope.window.zone).astimezone(UTC).replace(tzinfo=None)
    return values | {"from": max(values["from"], begins)}
