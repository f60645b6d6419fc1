"""What makes the numbers of a repository less sure, in sentences that say what to do about it."""

from collections.abc import Sequence

from quarterdeck.insights.derive.assemble import FactSet
from quarterdeck.insights.sources.git.inspect import RepositoryState

Warnings = list[dict[str, str]]

BROKEN = "BROKEN_OBJECTS"


def warnings_of(state: RepositoryState | None, facts: FactSet) -> Warnings:
    found: Warnings = []
    if state is not None and state.shallow:
        found.append(
            _warning("SHALLOW_CLONE", "The clone is shallow: older commits are missing. Run `git fetch --unshallow`")
        )
    if state is not None and state.tags_on_no_commit:
        found.append(
            _warning("TAGS_ON_NO_COMMIT", f"{state.tags_on_no_commit} tags point at no commit and are left out")
        )
    if facts.strategy == "first_parent_main":
        found.append(
            _warning(
                "NO_RELEASES", f"Deployments are a guess: {facts.reason}. Push release tags, or hand in deployments"
            )
        )
    if not facts.deployments:
        found.append(_warning("NO_DEPLOYMENTS", "No deployment is known; hand in deployments at /ingest/deployments"))
    skewed = sum(row.excluded == "clock_skew" for row in facts.deployment_changes)
    if skewed:
        found.append(_warning("CLOCK_SKEW", f"{skewed} changes run against the clock; they count in no lead time"))
    if not any(incident.source == "imported" for incident in facts.incidents):
        found.append(_warning("NO_INCIDENTS", "Failures come from git alone; hand in incidents at /ingest/incidents"))
    return found


def with_broken(warnings: Sequence[dict[str, str]], broken: int) -> Warnings:
    kept = [warning for warning in warnings if warning["code"] != BROKEN]
    message = f"Git cannot read {broken} commits, so their lines are not counted. Run `git fsck`"
    return [*kept, _warning(BROKEN, message)] if broken else kept


def _warning(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}
