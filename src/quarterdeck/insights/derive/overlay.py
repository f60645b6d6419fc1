"""Pull requests that were handed in, laid over those concluded from git."""

from collections.abc import Sequence

from quarterdeck.insights.facts.rows import Change

_FROM_GIT_WHERE_UNSAID = (
    "author_email",
    "first_commit_time",
    "merged_time",
    "closed_time",
    "merge_sha",
    "commit_count",
    "additions",
    "deletions",
)


def overlay(derived: Sequence[Change], imported: Sequence[Change]) -> list[Change]:
    """Return one change for each: what was handed in counts, and git fills in what it left out.

    They are the same by number, or by the commit that brought them to the main line.
    """
    by_id = {change.change_id: change for change in derived}
    by_sha = {change.merge_sha: change for change in derived if change.merge_sha}
    replaced: set[str] = set()
    laid: list[Change] = []
    for change in imported:
        known = by_id.get(change.change_id) or by_sha.get(change.merge_sha or "")
        laid.append(_filled(change, known) if known else change)
        replaced |= {known.change_id} if known else set()
    return [change for change in derived if change.change_id not in replaced] + laid


def _filled(change: Change, known: Change) -> Change:
    state = "merged" if known.state == "merged" else change.state
    missing = {name: getattr(known, name) for name in _FROM_GIT_WHERE_UNSAID if getattr(change, name) in (None, "")}
    return change._replace(state=state, **missing)
