"""How deployments and failures are concluded from git alone: every rule, its default and its meaning."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Strategy = Literal["tags", "first_parent_main", "environment_branch"]

# A version with an optional name in front. `api@1.2.0` and `api/v1.2.0` name a service; in `flask-0.1`,
# `release-1.2` and `v1.2` the part in front says nothing.
TAG_PATTERN = (
    r"^(?:(?P<service>[A-Za-z@][\w.@/-]{0,100})[@/])?"
    r"(?:(?!nightly|snapshot|canary|test|build|backup|tmp|ci[-_ ])[A-Za-z][A-Za-z_]{0,40}[-_ ])?[vV]?"
    r"(?P<version>\d{1,9}(?:[._]\d{1,9}){0,4})(?P<suffix>[-._+]?[A-Za-z0-9][\w.+-]{0,60})?$"
)
PRERELEASE_PATTERN = (
    r"(?i)^[-._+]?(a|b|c|m|rc|cr|alpha|beta|pre|preview|dev|ea|snapshot|nightly|canary|milestone|next|test|wip|x)"
    r"(?![A-Za-z])"
)
HOTFIX_PATTERN = r"(?i)hot-?fix"
HOTFIX_TITLE_PATTERN = r"(?i)^hot-?fix\b|^fix(\([^)]*\))?!:"


@dataclass(frozen=True, slots=True)
class DeriveConfig:
    """Rules for one repository.

    `strategy=None` chooses by what the repository shows. Patterns are regular expressions; `tag_pattern` has
    the groups `version` and, optionally, `service` and `suffix`. `tag_order` decides which release counts as
    the first to contain a change: the earlier one, or the lower version. `group_within` joins commits pushed
    together to the main line into one deployment. The windows say how soon after a deployment a revert, a
    patch release or a hotfix still counts as its failure; zero switches the rule off.
    """

    strategy: Strategy | None = None
    service: str = "default"
    environment: str = "production"
    tag_pattern: str = TAG_PATTERN
    prerelease_pattern: str = PRERELEASE_PATTERN
    hotfix_pattern: str = HOTFIX_PATTERN
    hotfix_title_pattern: str = HOTFIX_TITLE_PATTERN
    tag_order: Literal["time", "version"] = "time"
    environment_branches: tuple[str, ...] = ("production", "prod", "live", "deploy", "deployed")
    group_within: timedelta = timedelta(minutes=10)
    revert_window: timedelta = timedelta(days=14)
    patch_window: timedelta = timedelta(days=3)
    hotfix_window: timedelta = timedelta(days=7)

    @property
    def looks_for_failures(self) -> bool:
        """Whether any rule is on; without one, nothing can be said about failures."""
        return any((self.revert_window, self.patch_window, self.hotfix_window))
