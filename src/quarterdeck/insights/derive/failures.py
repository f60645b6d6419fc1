"""Which deployments failed, as far as git alone can tell, what the evidence is, and when it was put right.

Three kinds of evidence, each within its window: a commit of the deployment was reverted and the revert was
deployed later (or waits to be); a hotfix was deployed next; a patch release followed sooner than this project
usually releases. A revert that brings a change back is no failure, nor one that never met the change in
production.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.graph import Graph, claim
from quarterdeck.insights.derive.releases import Release
from quarterdeck.insights.derive.reverts import is_reapply

# A project that releases patches every few days says nothing by releasing one more.
UNUSUALLY_SOON = 2
EVIDENCE_KEPT = 400


@dataclass(frozen=True, slots=True)
class Failure:
    """`remedied_by` is the deployment that put it right; null when none has yet."""

    release: Release
    remedied_by: Release | None
    evidence: str

    @property
    def resolved(self) -> datetime | None:
        return self.remedied_by.finished if self.remedied_by else None


def find_failures(
    graph: Graph,
    releases: Sequence[Release],
    reverts: Mapping[str, str],
    hotfixes: frozenset[str],
    config: DeriveConfig,
) -> list[Failure]:
    """Return at most one failure for each release. `releases` are in order, `hotfixes` are release ids."""
    found: dict[str, Failure] = {}
    for service in dict.fromkeys(release.service for release in releases):
        own = [release for release in releases if release.service == service]
        for failure in (
            *_reverted(graph, own, reverts, config.revert_window),
            *_hotfixed(own, hotfixes, config.hotfix_window),
            *_patched(own, config.patch_window),
        ):
            known = found.get(failure.release.id)
            found[failure.release.id] = _joined(known, failure) if known else failure
    return list(found.values())


def _reverted(graph: Graph, own: Sequence[Release], reverts: Mapping[str, str], window: timedelta) -> Iterator[Failure]:
    owner = claim(graph, [release.sha for release in own])
    undoes = {target: sha for sha, target in reverts.items()}
    for sha, target in sorted(reverts.items(), key=lambda pair: (graph.commits[pair[0]].committed_time, pair[0])):
        broken, fixed = owner.get(target), owner.get(sha)
        if broken is None or broken == fixed or is_reapply(reverts, sha):
            continue
        if sha in undoes and owner.get(undoes[sha]) == fixed:
            continue  # the revert was itself taken back before it was deployed
        revert, release = graph.commits[sha], own[broken]
        if window and revert.committed_time - release.finished <= window:
            remedy = own[fixed] if fixed is not None else None
            out = f"deployed with {_name(remedy)}" if remedy else "not deployed yet"
            evidence = f"{target[:10]} was reverted by {sha[:10]} on {revert.committed_time:%Y-%m-%d}, {out}"
            yield Failure(release, remedy, evidence)


def _hotfixed(own: Sequence[Release], hotfixes: frozenset[str], window: timedelta) -> Iterator[Failure]:
    for release in own:
        if release.id in hotfixes:
            yield from _blamed(_before(own, release), release, window, "the hotfix")


def _patched(own: Sequence[Release], window: timedelta) -> Iterator[Failure]:
    times = sorted(release.finished for release in own)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    if not gaps or median(gaps) < UNUSUALLY_SOON * window.total_seconds():
        return
    for release in own:
        if release.version and release.version.is_patch and not release.version.hotfix:
            yield from _blamed(_before(own, release), release, window, "the patch release")


def _blamed(before: Release | None, remedy: Release, window: timedelta, what: str) -> Iterator[Failure]:
    if before is None or not window or remedy.finished - before.finished > window:
        return
    hours = (remedy.finished - before.finished).total_seconds() / 3600
    yield Failure(before, remedy, f"{what} {_name(remedy)} followed after {hours:.1f} hours")


def _before(own: Sequence[Release], release: Release) -> Release | None:
    """The release that this one mends: the next lower of its line, else the one deployed before it."""
    earlier = [other for other in own if other.finished <= release.finished and other.id != release.id]
    if release.version:
        line = [other for other in earlier if _lower_in_line(other, release)]
        if line or not release.version.hotfix:
            return max(line, key=_rank, default=None)
    return max(earlier, key=lambda other: (other.finished, other.id), default=None)


def _lower_in_line(other: Release, release: Release) -> bool:
    return (
        other.version is not None
        and release.version is not None
        and other.version.line == release.version.line
        and other.version.order < release.version.order
    )


def _rank(release: Release) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    return release.version.order if release.version else ((), (), "")


def _joined(known: Failure, other: Failure) -> Failure:
    """Put two kinds of evidence together; the earlier remedy ended the failure."""
    remedies = [failure.remedied_by for failure in (known, other) if failure.remedied_by]
    remedy = min(remedies, key=lambda release: release.finished, default=None)
    evidence = f"{known.evidence}; {other.evidence}"
    return Failure(known.release, remedy, evidence if len(evidence) <= EVIDENCE_KEPT else known.evidence)


def _name(release: Release) -> str:
    return release.id.removeprefix("tag:") if release.version else release.sha[:10]
