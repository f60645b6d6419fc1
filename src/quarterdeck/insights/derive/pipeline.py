"""From commits and tags to changes, deployments, lead times and incidents. Pure: the same in, the same out."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.changes import find_changes
from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.failures import Failure, find_failures
from quarterdeck.insights.derive.graph import build
from quarterdeck.insights.derive.inputs import Note, Tag
from quarterdeck.insights.derive.leads import find_leads
from quarterdeck.insights.derive.releases import Choice, Refs, Release, choose
from quarterdeck.insights.derive.reverts import find_reverts, is_reapply
from quarterdeck.insights.facts.rows import (
    Change,
    Commit,
    Deployment,
    DeploymentChange,
    DeploymentKind,
    Incident,
)


@dataclass(frozen=True, slots=True)
class History:
    """All that git knows of a repository. `branches` need only hold those that a strategy may look at."""

    repository_id: str
    commits: Sequence[Commit]
    main_tip: str
    tags: Sequence[Tag] = ()
    branches: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows ready to store in the place of everything derived before for this repository."""

    choice: Choice
    changes: list[Change]
    deployments: list[Deployment]
    deployment_changes: list[DeploymentChange]
    incidents: list[Incident]


_NO_CONFIG = DeriveConfig()
_BY_MARKERS = Actors()


def derive(history: History, config: DeriveConfig = _NO_CONFIG, actors: Actors = _BY_MARKERS) -> Derived:
    """Conclude everything anew. 60,000 commits take about a second."""
    graph = build(history.commits)
    refs = Refs(history.main_tip, history.tags, history.branches)
    choice, releases = choose(graph, refs, config)
    changes = find_changes(graph, history.main_tip, releases, history.notes, actors)
    leads = find_leads(graph, releases, changes)
    reverts = find_reverts(graph, history.notes, changes)
    brought = _brought(changes, leads)
    hotfixes = _hotfixes(releases, brought, history.notes, config)
    failures = find_failures(graph, releases, reverts, hotfixes, config)
    kinds = _kinds(releases, hotfixes, _rollbacks(brought, reverts), failures)
    failed = {failure.release.id: failure for failure in failures}
    return Derived(
        choice=choice,
        changes=changes,
        deployments=[
            _deployment(release, kinds[release.id], failed.get(release.id), history, choice, config=config)
            for release in releases
        ],
        deployment_changes=leads,
        incidents=[incident_of(history.repository_id, failure) for failure in failures],
    )


def _brought(changes: Iterable[Change], leads: Iterable[DeploymentChange]) -> dict[str, list[Change]]:
    by_id = {change.change_id: change for change in changes}
    brought: defaultdict[str, list[Change]] = defaultdict(list)
    for lead in leads:
        brought[lead.deployment_id].append(by_id[lead.change_id])
    return dict(brought)


def _hotfixes(
    releases: Iterable[Release],
    brought: Mapping[str, Sequence[Change]],
    notes: Mapping[str, Note],
    config: DeriveConfig,
) -> frozenset[str]:
    """A release is a hotfix by its tag's name; a step of a branch is one when all it brings says so."""
    title = re.compile(config.hotfix_title_pattern)

    def mends(change: Change) -> bool:
        branch = (notes.get(change.merge_sha or "") or Note()).branch or ""
        return bool(title.search(change.title)) or "hotfix/" in branch

    return frozenset(
        release.id
        for release in releases
        if (release.version.hotfix if release.version else _all(mends, brought.get(release.id, ())))
    )


def _rollbacks(brought: Mapping[str, Sequence[Change]], reverts: Mapping[str, str]) -> frozenset[str]:
    """A deployment that brings nothing but reverts goes back; one that brings more goes on."""

    def takes_back(change: Change) -> bool:
        sha = change.merge_sha or ""
        return (sha in reverts or change.title.startswith('Revert "')) and not is_reapply(reverts, sha)

    return frozenset(release for release, changes in brought.items() if _all(takes_back, changes))


def _all(test: Callable[[Change], bool], changes: Sequence[Change]) -> bool:
    return bool(changes) and all(test(change) for change in changes)


def _kinds(
    releases: Iterable[Release],
    hotfixes: frozenset[str],
    rollbacks: frozenset[str],
    failures: Iterable[Failure],
) -> dict[str, DeploymentKind]:
    remedies = {failure.remedied_by.id for failure in failures if failure.remedied_by}

    def kind(release: Release) -> DeploymentKind:
        if release.id in rollbacks:
            return "rollback"
        is_patch = release.version is not None and release.version.is_patch
        return "hotfix" if release.id in hotfixes or (is_patch and release.id in remedies) else "planned"

    return {release.id: kind(release) for release in releases}


def _deployment(
    release: Release,
    kind: DeploymentKind,
    failure: Failure | None,
    history: History,
    choice: Choice,
    *,
    config: DeriveConfig,
) -> Deployment:
    return Deployment(
        repository_id=history.repository_id,
        deployment_id=release.id,
        service=release.service,
        environment=config.environment,
        sha=release.sha,
        ref=release.ref,
        finished_time=release.finished,
        status="success",  # it reached production; whether it had to be mended is `failed`
        kind=kind,
        failed=failure is not None if config.looks_for_failures else None,
        failure_evidence=failure.evidence if failure else None,
        source="derived",
        strategy=choice.strategy,
    )


def incident_of(repository_id: str, failure: Failure) -> Incident:
    """The failure began when the deployment finished: git knows of no later moment at which it was noticed."""
    return Incident(
        repository_id=repository_id,
        incident_id=f"failure:{failure.release.id}",
        service=failure.release.service,
        started_time=failure.release.finished,
        resolved_time=failure.resolved,
        severity="unknown",
        title=failure.evidence,
        caused_by_deployment=failure.release.id,
        failed_deployment_time=failure.release.finished,
        source="derived",
    )
