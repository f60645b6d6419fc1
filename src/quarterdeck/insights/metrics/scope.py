"""Which facts a question is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from quarterdeck.insights.facts.rows import Actor
from quarterdeck.insights.metrics.question import read
from quarterdeck.insights.metrics.window import TimeWindow

LeadStart = Literal["first_commit", "merge", "commit"]
RestoreFrom = Literal["incident", "failed_deployment"]


@dataclass(frozen=True)
class Scope:
    """Repositories the caller may see, a window, and what narrows them. `None` narrows nothing.

    `actors` keeps lead times of changes by these, and deployments that carried at least one such change.
    """

    repository_ids: Sequence[str]
    window: TimeWindow
    environment: str = "production"
    service: str | None = None
    actors: Sequence[Actor] | None = None
    start: LeadStart = "first_commit"
    restore_from: RestoreFrom = "incident"
    mixed: bool = True
    """Whether these repositories also deploy what the scope leaves out, so that changes must be told apart."""

    @property
    def values(self) -> dict[str, Any]:
        periods = self.window.periods
        return {
            "repositories": list(self.repository_ids),
            "environment": self.environment,
            "service": self.service,
            "actors": None if self.actors is None else list(self.actors),
            "origin": periods.origin,
            "span": periods.seconds,
            **self.window.times,
        }

    @property
    def fragments(self) -> dict[str, str]:
        """The parts of SQL that differ by choice rather than by value."""
        return {
            "unit": self.window.unit,
            "local_finished": self.window.local("finished_time"),
            "local_deployed": self.window.local("deployed_time"),
            "local_resolved": self.window.local("resolved_time"),
            "deployments_in_scope": read("deployments_in_scope"),
            "carried_by_actors": "" if self.actors is None else read("carried_by_actors"),
            "changes_in_scope": read("changes_in_scope"),
            "deployed_here": read("deployed_here") if self.mixed else "",
            "restores_in_scope": read("restores_in_scope"),
            "lead_times": read(f"lead_times_from_{self.start}"),
            "began": "started_time" if self.restore_from == "incident" else "failed_deployment_time",
        }
