"""A repository's strategy as the rules of derivation."""

import fnmatch
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from quarterdeck.insights.derive.config import TAG_PATTERN, DeriveConfig
from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.repositories.schemas import Strategy


def read_strategy(stored: Mapping[str, Any]) -> Strategy:
    return Strategy.model_validate(stored)


def rules_of(strategy: Strategy) -> DeriveConfig:
    """Translate. A shell pattern becomes an expression that cannot run away, unlike one a caller might write."""
    pattern = TAG_PATTERN
    if strategy.tag_pattern is not None:
        pattern = f"{TAG_PATTERN}|{fnmatch.translate(strategy.tag_pattern)}"
    usual = DeriveConfig()
    branches = (strategy.environment_branch,) if strategy.environment_branch else usual.environment_branches
    return DeriveConfig(
        strategy=None if strategy.kind == "auto" else strategy.kind,
        service=strategy.service,
        tag_pattern=pattern,
        tag_order=strategy.tag_order,
        environment_branches=branches,
        group_within=timedelta(minutes=strategy.group_minutes),
        revert_window=timedelta(days=strategy.revert_window_days),
        patch_window=timedelta(days=strategy.patch_window_days),
        hotfix_window=timedelta(days=strategy.hotfix_window_days),
    )


def fitting_tags(strategy: Strategy, tags: Sequence[Tag]) -> list[Tag]:
    if strategy.tag_pattern is None:
        return list(tags)
    return [tag for tag in tags if fnmatch.fnmatchcase(tag.name, strategy.tag_pattern)]
