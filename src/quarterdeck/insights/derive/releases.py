"""Deployments concluded from tags, from an environment's branch, or from the main line; and which to choose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quarterdeck.insights.derive.config import DeriveConfig, Strategy
from quarterdeck.insights.derive.graph import Graph, children_first, earliest_above
from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.derive.versions import Version, Versions

ENOUGH = 2  # the first one only sets the boundary
ALIVE = timedelta(days=730)  # behind the newest commit; some libraries release every other year


@dataclass(frozen=True, slots=True)
class Release:
    """A deployment before it is known what it brought and how it went."""

    id: str
    service: str
    sha: str
    ref: str
    finished: datetime
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The strategy in use and why, in a sentence for people."""

    strategy: Strategy
    reason: str


@dataclass(frozen=True, slots=True)
class Refs:
    """The names a strategy may look at. `branches` maps names to tips."""

    main_tip: str
    tags: Sequence[Tag]
    branches: Mapping[str, str]


def choose(graph: Graph, refs: Refs, config: DeriveConfig) -> tuple[Choice, list[Release]]:
    """Take the most explicit strategy of which the repository has enough, and recent, deployments.

    The deployments come in the order in which they may claim changes.
    """
    if config.strategy is not None:
        return Choice(config.strategy, "set for this repository"), find(graph, refs, config, config.strategy)
    newest = max((commit.committed_time for commit in graph.commits.values()), default=None)
    names: dict[Strategy, str] = {
        "environment_branch": f"pushes to the branch {_environment_branch(refs, config)}",
        "tags": "release tags",
    }
    too_few: list[str] = []
    for strategy, name in names.items():
        releases = find(graph, refs, config, strategy)
        last = max((release.finished for release in releases), default=None)
        if len(releases) >= ENOUGH and last and newest and newest - last <= ALIVE:
            return Choice(strategy, f"the repository has {len(releases)} {name}"), releases
        if releases:
            too_few.append(f"{len(releases)} {name}, the last on {last:%Y-%m-%d}")
    found = f"only {' and '.join(too_few)}" if too_few else "no release tags and no environment branch"
    reason = f"{found}; so every change of the main line counts as deployed"
    return Choice("first_parent_main", reason), from_main(graph, refs, config)


def find(graph: Graph, refs: Refs, config: DeriveConfig, strategy: Strategy) -> list[Release]:
    """Return the deployments by one strategy, in order."""
    finders = {"tags": from_tags, "environment_branch": from_branch, "first_parent_main": from_main}
    return finders[strategy](graph, refs, config)


def from_tags(graph: Graph, refs: Refs, config: DeriveConfig) -> list[Release]:
    """Each release tag is a deployment at its tagger's date, or at its commit's where it has none."""
    versions = Versions(config)
    found = [
        Release(
            id=f"tag:{tag.name}",
            service=version.service,
            sha=tag.sha,
            ref=f"refs/tags/{tag.name}",
            finished=tag.tagged_time or graph.commits[tag.sha].committed_time,
            version=version,
        )
        for tag in refs.tags
        if tag.sha in graph.commits and (version := versions.read(tag)) is not None
    ]
    order = children_first(graph)
    tagged = {release.sha for release in found}
    position = {sha: -place for place, sha in enumerate(order) if sha in tagged}
    ordered: list[Release] = []
    for service in dict.fromkeys(release.service for release in found):
        own = _settle(graph, order, _once(release for release in found if release.service == service))
        if config.tag_order == "version":
            own.sort(key=_version_order)
        else:
            own.sort(key=lambda release: (release.finished, position[release.sha]))
        ordered += own
    return ordered


def from_branch(graph: Graph, refs: Refs, config: DeriveConfig) -> list[Release]:
    """Each step of the environment's branch is a deployment at its commit's date."""
    branch = _environment_branch(refs, config)
    if branch is None:
        return []
    return _steps(graph, refs.branches[branch], f"refs/heads/{branch}", config)


def from_main(graph: Graph, refs: Refs, config: DeriveConfig) -> list[Release]:
    """Each step of the main line is a deployment at its commit's date."""
    return _steps(graph, refs.main_tip, "HEAD", config)


def _steps(graph: Graph, tip: str, ref: str, config: DeriveConfig) -> list[Release]:
    """Join steps committed together (a push of several, a rebase merge) into their last one."""
    oldest_first = [graph.commits[sha] for sha in graph.first_parents(tip)][::-1]
    steps: list[Release] = []
    opened: datetime | None = None
    for commit in oldest_first:
        step = Release(f"commit:{commit.sha}", config.service, commit.sha, ref, commit.committed_time)
        if opened is not None and commit.committed_time - opened <= config.group_within:
            steps[-1] = replace(step, finished=max(step.finished, steps[-1].finished))
        else:
            steps.append(step)
            opened = commit.committed_time
    return steps


def _environment_branch(refs: Refs, config: DeriveConfig) -> str | None:
    return next((name for name in config.environment_branches if name in refs.branches), None)


def _once(releases: Iterable[Release]) -> list[Release]:
    """Two names for one commit, or two commits under one version, are one deployment: the earlier."""
    seen: set[object] = set()
    kept: list[Release] = []
    for release in sorted(releases, key=lambda release: (release.finished, release.id)):
        version = release.version
        names = {release.sha, version.order if version and version.numbers else release.sha}
        if seen.isdisjoint(names):
            kept.append(release)
            seen |= names
    return kept


def _settle(graph: Graph, order: Sequence[str], releases: Sequence[Release]) -> list[Release]:
    """A release cannot come after one that contains it, whatever its tag's date says (tags made afterwards)."""
    earliest = earliest_above(graph, order, {release.sha: release.finished for release in releases})
    return [replace(release, finished=earliest[release.sha]) for release in releases]


def _version_order(release: Release) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    return release.version.order if release.version else ((), (), release.id)
