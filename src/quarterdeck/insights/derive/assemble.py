"""One set of facts from git and from what was handed in. Pure: the same in, the same out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.attribution import GitEvidence, attribute_failures
from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.failures import Failure, find_failures
from quarterdeck.insights.derive.graph import Graph, build
from quarterdeck.insights.derive.inputs import Imports
from quarterdeck.insights.derive.leads import leads_of, releases_from
from quarterdeck.insights.derive.overlay import overlay
from quarterdeck.insights.derive.pipeline import Derived, History, derive, incident_of
from quarterdeck.insights.derive.reverts import find_reverts
from quarterdeck.insights.facts.rows import Change, Commit, Deployment, DeploymentChange, Incident
from quarterdeck.insights.facts.schema import Row

_EMPTY = Graph({}, {})


@dataclass(frozen=True, slots=True)
class FactSet:
    """Everything known of one repository. `strategy` is how deployments were found, `reason` why so.

    `steps` are the commits that brought the changes to their lines, in the order in which they claim others.
    """

    repository_id: str
    commits: Sequence[Commit]
    changes: Sequence[Change]
    deployments: Sequence[Deployment]
    deployment_changes: Sequence[DeploymentChange]
    incidents: Sequence[Incident]
    strategy: str
    reason: str
    steps: Sequence[str]

    @property
    def tables(self) -> dict[str, Sequence[Row]]:
        return {
            "commits": self.commits,
            "changes": self.changes,
            "deployments": self.deployments,
            "deployment_changes": self.deployment_changes,
            "incidents": self.incidents,
        }


def join_history(repository_id: str, history: History | None, dropped: Sequence[Commit], imports: Imports) -> History:
    """Put commits together: what git shows now, what it once showed, and what was handed in besides."""
    read = history or History(repository_id, (), "")
    shown = {commit.sha for commit in read.commits}
    added = [commit for commit in imports.commits if commit.sha not in shown]
    known = shown | {commit.sha for commit in added}
    kept = [commit for commit in dropped if commit.sha not in known]
    tip = read.main_tip or _newest(added)
    return replace(read, commits=[*read.commits, *added, *kept], main_tip=tip)


def _newest(commits: Sequence[Commit]) -> str:
    newest = max(commits, key=lambda commit: (commit.committed_time, commit.sha), default=None)
    return newest.sha if newest else ""


def assemble(history: History, imports: Imports, config: DeriveConfig, actors: Actors, *, has_git: bool) -> FactSet:
    """Conclude everything anew. Handed-in deployments are used unless the repository's strategy says otherwise."""
    derived = derive(history, config, actors)
    changes = overlay(derived.changes, imports.changes)
    anything_imported = bool(imports.changes or imports.deployments)
    graph = build(history.commits) if anything_imported else _EMPTY
    use_imported = not has_git or (config.strategy is None and bool(imports.deployments))
    if use_imported:
        deployments = sorted(imports.deployments, key=lambda one: (one.finished_time, one.deployment_id))
        strategy, reason = "imported", f"{len(imports.deployments)} deployments were handed in"
    else:
        deployments = derived.deployments
        strategy, reason = derived.choice.strategy, derived.choice.reason
    failures = _failures(graph, history, changes, deployments, config) if use_imported and has_git else []
    leads = _leads(graph, derived, deployments, changes, anew=use_imported or bool(imports.changes))
    found = _incidents(history.repository_id, derived, failures, use_imported=use_imported)
    evidence = GitEvidence(
        {failure.release.id: failure.evidence for failure in failures}, has_git and config.looks_for_failures
    )
    settled, linked = attribute_failures(deployments, imports.incidents, evidence)
    return FactSet(
        repository_id=history.repository_id,
        commits=history.commits,
        changes=changes,
        deployments=settled,
        deployment_changes=leads,
        incidents=linked or found,
        strategy=strategy,
        reason=reason,
        steps=[change.merge_sha or "" for change in derived.changes],
    )


def _leads(
    graph: Graph, derived: Derived, deployments: Sequence[Deployment], changes: Sequence[Change], *, anew: bool
) -> list[DeploymentChange]:
    return leads_of(graph, deployments, changes) if anew else derived.deployment_changes


def _failures(
    graph: Graph,
    history: History,
    changes: Sequence[Change],
    deployments: Sequence[Deployment],
    config: DeriveConfig,
) -> list[Failure]:
    """Ask git whether a handed-in deployment was soon reverted or followed by a hotfix."""
    reverts = find_reverts(graph, history.notes, changes)
    hotfixes = frozenset(one.deployment_id for one in deployments if one.kind == "hotfix")
    return find_failures(graph, releases_from(deployments), reverts, hotfixes, config)


def _incidents(
    repository_id: str, derived: Derived, failures: Sequence[Failure], *, use_imported: bool
) -> list[Incident]:
    if not use_imported:
        return derived.incidents
    return [incident_of(repository_id, failure) for failure in failures]
