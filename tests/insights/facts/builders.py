"""Rows with every field filled, so that a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from quarterdeck.insights.facts.rows import Change, Commit, Deployment, DeploymentChange, Incident

MONDAY = datetime(2025, 6, 2)  # noqa: DTZ001 - facts keep naive UTC

COMMIT = Commit(
    "r", "c1", "", "Ada", "ada@x.test", "ada@x.test", MONDAY, MONDAY, 0, "Add it", False, True, "human", "[]",
    None, None, None, None, None, True, "observed",
)  # fmt: skip
CHANGE = Change(
    "r", "1", "pull_request", 1, "Add it", "ada@x.test", "Ada", "human", MONDAY, MONDAY, MONDAY, None, "c1",
    "merged", 1, 5, 2, "https://x.test/1", "observed",
)  # fmt: skip
DEPLOYMENT = Deployment(
    "r", "d1", "app", "production", "c1", "v1", MONDAY, "success", "planned", None, None, "observed", "tags"
)
LEAD = DeploymentChange("r", "d1", "1", MONDAY, MONDAY, MONDAY, 3600.0, None, "human")
INCIDENT = Incident("r", "i1", "app", MONDAY, None, "high", "Down", None, None, "observed")


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def commit(sha: str, **fields: Any) -> Commit:
    return COMMIT._replace(sha=sha, **fields)


def change(change_id: str, **fields: Any) -> Change:
    return CHANGE._replace(change_id=change_id, **fields)


def deployment(deployment_id: str, finished: datetime, **fields: Any) -> Deployment:
    return DEPLOYMENT._replace(deployment_id=deployment_id, finished_time=finished, **fields)


def lead(change_id: str, deployed: datetime, lead_hours: float, **fields: Any) -> DeploymentChange:
    """Make a lead time: started `lead_hours` before, merged half-way."""
    start, merged = deployed - hours(lead_hours), deployed - hours(lead_hours / 2)
    row = LEAD._replace(
        change_id=change_id, deployed_time=deployed, start_time=start, merged_time=merged,
        lead_seconds=lead_hours * 3600,
    )  # fmt: skip
    return row._replace(**fields)


def incident(incident_id: str, started: datetime, lasted: float | None, **fields: Any) -> Incident:
    resolved = None if lasted is None else started + hours(lasted)
    return INCIDENT._replace(incident_id=incident_id, started_time=started, resolved_time=resolved, **fields)


def utc(text: str) -> datetime:
    """Read an aware instant; without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day(number: int, hour: float = 12) -> datetime:
    """Name an hour of a June day in 2025, as facts keep time."""
    return MONDAY.replace(day=number) + hours(hour)
