"""Why a number is null. `None` from these functions means that it is not."""

from quarterdeck.insights.analytics.evidence import Evidence

NO_REPOSITORY = "No repository is in scope"
FUTURE = "The window lies in the future"
NO_DEPLOYMENT_KNOWN = "No deployment to this environment is known"
NONE_FINISHED = "No deployment finished in the window"
NO_OUTCOME = "Nothing tells whether these deployments failed: no incident, rollback or hotfix source is connected"
NO_INCIDENT_KNOWN = "No incident is known: no incident source is connected"
NONE_ENDED = "No incident ended in the window"
NO_CHANGE = "No change was deployed in the window"
ALL_EXCLUDED = "All of the changes deployed in the window were left out, see `excluded`"
ALL_RESTORES_EXCLUDED = "All of the incidents that ended in the window were left out, see `excluded`"


def no_frequency(evidence: Evidence) -> str | None:
    """Tell an honest zero, of a scope that is known to deploy, from knowing nothing."""
    return _no_scope(evidence) or (None if evidence.known else NO_DEPLOYMENT_KNOWN)


def no_rework(evidence: Evidence) -> str | None:
    return no_frequency(evidence) or (None if evidence.total.finished else NONE_FINISHED)


def no_failure_rate(evidence: Evidence) -> str | None:
    return no_rework(evidence) or (None if evidence.total.judged else NO_OUTCOME)


def no_lead_time(evidence: Evidence) -> str | None:
    total = evidence.lead.total
    if total.n:
        return None
    return no_frequency(evidence) or (ALL_EXCLUDED if any(total.excluded.values()) else NO_CHANGE)


def no_restore(evidence: Evidence) -> str | None:
    found = evidence.restores
    if found.total.n:
        return None
    if scope := _no_scope(evidence):
        return scope
    if any(found.total.excluded.values()):
        return ALL_RESTORES_EXCLUDED
    return NONE_ENDED if found.known else NO_INCIDENT_KNOWN


def _no_scope(evidence: Evidence) -> str | None:
    if not evidence.scope.repository_ids:
        return NO_REPOSITORY
    return None if evidence.scope.window.days else FUTURE
