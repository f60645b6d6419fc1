"""What each number means, in a sentence, under an id that changes when the meaning does."""

from collections.abc import Mapping
from types import MappingProxyType

from quarterdeck.insights.metrics.scope import Scope

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "deployment_frequency.v1": "Successful deployments to the environment, per seven elapsed days.",
        "lead_time.first_commit.v1": (
            "From the first commit of a change to the end of the first successful deployment that contains it. "
            "Changes older than the first known deployment of their service are left out."
        ),
        "lead_time.merge.v1": (
            "From the merge of a change to the end of the first successful deployment that contains it. "
            "Changes older than the first known deployment of their service are left out."
        ),
        "lead_time.commit.v1": (
            "From the commit that brought a change into the main line, by its committer's clock, to the end of the "
            "first successful deployment that contains it. Changes older than the first known deployment are left out."
        ),
        "change_failure_rate.v1": (
            "Deployments that needed a rollback, hotfix or repair, out of those whose outcome is known. "
            "One deployment counts once, however many incidents it caused; pipelines that never arrived do not count."
        ),
        "time_to_restore.incident.v1": "From the start of an incident to its end, for those that ended in the window.",
        "time_to_restore.failed_deployment.v1": (
            "From the end of the failed deployment to the end of the incident it caused, for those that ended in the "
            "window (DORA's failed deployment recovery time)."
        ),
        "rework_rate.v1": "Deployments that were rollbacks or hotfixes, not planned, out of all successful ones.",
    }
)

WINDOWED_BY: Mapping[str, str] = MappingProxyType(
    {
        "deployment_frequency": "end of the deployment",
        "lead_time_for_changes": "end of the deployment",
        "change_failure_rate": "end of the deployment",
        "time_to_restore": "end of the incident",
        "rework_rate": "end of the deployment",
    }
)


def ids(scope: Scope) -> dict[str, str]:
    """Name the definition of each metric that `scope` asks for."""
    return {
        "deployment_frequency": "deployment_frequency.v1",
        "lead_time_for_changes": f"lead_time.{scope.start}.v1",
        "change_failure_rate": "change_failure_rate.v1",
        "time_to_restore": f"time_to_restore.{scope.restore_from}.v1",
        "rework_rate": "rework_rate.v1",
    }
