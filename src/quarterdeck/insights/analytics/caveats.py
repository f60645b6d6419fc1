"""What a reader should know about the data, and the one step that would better it."""

from collections.abc import Iterator, Sequence

from quarterdeck.insights.analytics.evidence import Evidence
from quarterdeck.insights.analytics.schemas import Caveat
from quarterdeck.insights.metrics.benchmark import MetricName

MANY_BOTS = 0.2
DEPLOYMENT_METRICS: list[MetricName] = [
    "deployment_frequency",
    "lead_time_for_changes",
    "change_failure_rate",
    "rework_rate",
]
SEND_DEPLOYMENTS = "Send deployments from your pipeline: POST /api/v1/ingest/deployments, or the forge's webhook"
SEND_INCIDENTS = "Send incidents from your alerting: POST /api/v1/ingest/incidents"


def caveats(evidence: Evidence) -> list[Caveat]:
    return [*_sources(evidence), *_outcomes(evidence), *_changes(evidence), *_time(evidence)]


def banner(found: Sequence[Caveat]) -> str | None:
    """Say in one line what to connect so that derived numbers become observed."""
    steps = [caveat for caveat in found if caveat.connect]
    if not steps:
        return None
    return " ".join(f"{caveat.message} {caveat.connect}." for caveat in steps[:2])


def _sources(evidence: Evidence) -> Iterator[Caveat]:
    if evidence.deployment_source in {"derived", "mixed"}:
        part = "All" if evidence.deployment_source == "derived" else "Some"
        yield Caveat(
            code="deployments_derived",
            metrics=DEPLOYMENT_METRICS,
            message=f"{part} deployments were concluded from git (tags or merges), not observed.",
            connect=SEND_DEPLOYMENTS,
        )
    if not evidence.known:
        yield Caveat(
            code="deployments_unknown",
            metrics=DEPLOYMENT_METRICS,
            message="No deployment is known.",
            connect=SEND_DEPLOYMENTS,
        )
    if evidence.incident_source in {"derived", "mixed"}:
        yield Caveat(
            code="incidents_derived",
            metrics=["time_to_restore"],
            message="Incidents were concluded from reverts and hotfixes in git, which miss what was never reverted.",
            connect=SEND_INCIDENTS,
        )
    if not evidence.restores.known:
        yield Caveat(
            code="incidents_unknown",
            metrics=["change_failure_rate", "time_to_restore"],
            message="No incident is known.",
            connect=SEND_INCIDENTS,
        )


def _outcomes(evidence: Evidence) -> Iterator[Caveat]:
    unknown = evidence.total.finished - evidence.total.judged
    if unknown and evidence.total.judged:
        yield Caveat(
            code="outcome_unknown",
            metrics=["change_failure_rate"],
            message=f"The outcome of {unknown} of {evidence.total.finished} deployments is unknown; they do not count.",
            connect=None,
        )
    if evidence.restores.still_open:
        yield Caveat(
            code="incidents_open",
            metrics=["time_to_restore"],
            message=f"{evidence.restores.still_open} incidents were still open; the quantiles are without them.",
            connect=None,
        )


def _changes(evidence: Evidence) -> Iterator[Caveat]:
    lead = evidence.lead
    bots = lead.by_actor.get("bot")
    if bots and bots.n > MANY_BOTS * lead.total.n and len(lead.by_actor) > 1:
        share = round(100 * bots.n / lead.total.n)
        yield Caveat(
            code="many_bots",
            metrics=["lead_time_for_changes"],
            message=f"{share} % of the changes are by bots; actors=human,agent leaves them out.",
            connect=None,
        )
    if left_out := lead.total.excluded.get("baseline"):
        yield Caveat(
            code="baseline",
            metrics=["lead_time_for_changes"],
            message=f"{left_out} changes are older than the first known deployment and were left out.",
            connect=None,
        )


def _time(evidence: Evidence) -> Iterator[Caveat]:
    window = evidence.scope.window
    if window.until < window.end:
        yield Caveat(
            code="window_running",
            metrics=["deployment_frequency"],
            message="The window is still running: rates are per elapsed time.",
            connect=None,
        )
