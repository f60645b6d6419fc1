"""Which deployment brought which change, and how long the change had waited."""

from collections.abc import Sequence
from datetime import datetime

from quarterdeck.insights.derive.graph import Graph, claim
from quarterdeck.insights.derive.releases import Release
from quarterdeck.insights.facts.rows import Change, Deployment, DeploymentChange, Exclusion


def find_leads(graph: Graph, releases: Sequence[Release], changes: Sequence[Change]) -> list[DeploymentChange]:
    """Pair each change with the first deployment, per service, that contains it. `releases` are in order."""
    leads: list[DeploymentChange] = []
    for service in dict.fromkeys(release.service for release in releases):
        own = [release for release in releases if release.service == service]
        owner = claim(graph, [release.sha for release in own])
        boundary = min(release.finished for release in own)
        for change in changes:
            place = owner.get(change.merge_sha or "")
            if place is not None:
                leads.append(_lead(change, own[place], boundary, first=place == 0))
    return leads


def _lead(change: Change, release: Release, boundary: datetime, *, first: bool) -> DeploymentChange:
    merged = change.merged_time or release.finished
    start = change.first_commit_time or merged
    excluded = _exclusion(start, merged, release.finished, boundary, first=first)
    return DeploymentChange(
        repository_id=change.repository_id,
        deployment_id=release.id,
        change_id=change.change_id,
        deployed_time=release.finished,
        start_time=start,
        merged_time=merged,
        lead_seconds=None if excluded else (release.finished - start).total_seconds(),
        excluded=excluded,
        actor=change.actor,
    )


def _exclusion(
    start: datetime, merged: datetime, deployed: datetime, boundary: datetime, *, first: bool
) -> Exclusion | None:
    """Nothing is known before the first deployment, and nothing follows from clocks that run backwards."""
    if first or merged < boundary:
        return "baseline"
    if not start <= merged <= deployed:
        return "clock_skew"
    return None


def releases_from(deployments: Sequence[Deployment]) -> list[Release]:
    """Take the deployments that arrived, in their order: the first that contains a change may claim it."""
    return [
        Release(one.deployment_id, one.service, one.sha, one.ref, one.finished_time)
        for one in deployments
        if one.status == "success"
    ]


def leads_of(graph: Graph, deployments: Sequence[Deployment], changes: Sequence[Change]) -> list[DeploymentChange]:
    """Pair changes with deployments, for each environment by itself: by ancestry, else by time.

    Time decides only where there is no commit to ask: nothing is known of the deployed sha or of the merge.
    """
    leads: list[DeploymentChange] = []
    for environment in dict.fromkeys(one.environment for one in deployments):
        own = [one for one in deployments if one.environment == environment]
        releases = releases_from(own)
        placed = [release for release in releases if release.sha in graph.commits]
        if placed:
            leads += find_leads(graph, placed, changes)
        elif releases:
            leads += _by_time(releases, changes)
    return leads


def _by_time(releases: Sequence[Release], changes: Sequence[Change]) -> list[DeploymentChange]:
    leads: list[DeploymentChange] = []
    for service in dict.fromkeys(release.service for release in releases):
        own = [release for release in releases if release.service == service]
        for change in changes:
            merged = change.merged_time
            after = [release for release in own if merged is not None and release.finished >= merged]
            if merged is not None and after:
                leads.append(_lead_by_time(change, after[0], before_any=after[0] is own[0]))
    return leads


def _lead_by_time(change: Change, release: Release, *, before_any: bool) -> DeploymentChange:
    merged = change.merged_time or release.finished
    start = change.first_commit_time or change.opened_time or merged
    skewed = start > merged
    return DeploymentChange(
        repository_id=change.repository_id,
        deployment_id=release.id,
        change_id=change.change_id,
        deployed_time=release.finished,
        start_time=start,
        merged_time=merged,
        lead_seconds=None if before_any or skewed else (release.finished - start).total_seconds(),
        excluded="baseline" if before_any else "clock_skew" if skewed else None,
        actor=change.actor,
    )
