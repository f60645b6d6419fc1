"""Which deployment brought which change, and how long the change had waited."""

from collections.abc import Sequence
from datetime import datetime

from quarterdeck.insights.derive.graph import Graph, claim
from quarterdeck.insights.derive.releases import Release
from quarterdeck.insights.facts.rows import Change, DeploymentChange, Exclusion


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
