"""Which deployments failed, when incidents or deployments were handed in.

In this order: what a deployment's own row says; an incident that names it; an incident within a week after it,
for the latest deployment of its service; then what git shows (reverts, hotfixes). Incidents that were handed in
stand for all incidents: those concluded from git are left out beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from quarterdeck.insights.facts.rows import Deployment, Incident

BLAMED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GitEvidence:
    """What git says of deployments by id, and whether it was asked at all."""

    by_deployment: Mapping[str, str]
    asked: bool


def attribute_failures(
    deployments: Sequence[Deployment], incidents: Sequence[Incident], evidence: GitEvidence
) -> tuple[list[Deployment], list[Incident]]:
    """Settle which deployments failed, and point each incident at the one that caused it."""
    linked = [_linked(incident, deployments) for incident in incidents]
    blamed: dict[str, str] = {}
    for incident in linked:
        if incident.failed_deployment_time is not None and incident.caused_by_deployment:
            blamed.setdefault(incident.caused_by_deployment, f"incident {incident.incident_id}")
    known = bool(incidents) or evidence.asked
    return [_with_outcome(one, blamed, evidence.by_deployment, known=known) for one in deployments], linked


def _with_outcome(one: Deployment, blamed: Mapping[str, str], shown: Mapping[str, str], *, known: bool) -> Deployment:
    if one.failed is not None and not (one.failed is False and one.source == "derived"):
        return one
    why = blamed.get(one.deployment_id) or shown.get(one.deployment_id)
    if why is not None:
        return one._replace(failed=True, failure_evidence=why)
    return one._replace(failed=False if known else None)


def _linked(incident: Incident, deployments: Sequence[Deployment]) -> Incident:
    cause = _cause(incident, deployments)
    if cause is None:
        return incident
    return incident._replace(caused_by_deployment=cause.deployment_id, failed_deployment_time=cause.finished_time)


def _cause(incident: Incident, deployments: Sequence[Deployment]) -> Deployment | None:
    if incident.caused_by_deployment is not None:
        named = (one for one in deployments if one.deployment_id == incident.caused_by_deployment)
        return next(named, None)
    before = [
        one
        for one in deployments
        if one.service == incident.service
        and one.status == "success"
        and timedelta(0) <= incident.started_time - one.finished_time <= BLAMED_WITHIN
    ]
    return max(before, key=lambda one: (one.finished_time, one.deployment_id), default=None)
