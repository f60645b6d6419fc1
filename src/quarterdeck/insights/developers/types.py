"""What developers look like outside their table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quarterdeck.insights.facts.rows import Actor


@dataclass(frozen=True, slots=True)
class Developer:
    id: str
    name: str
    email: str
    organization_id: str
    team_id: str | None
    actor: Actor
    given_actor: Actor | None
    merged_into: str | None
    first_seen: datetime
    last_seen: datetime
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ObservedDeveloper:
    """An address as the facts of a repository show it."""

    email: str
    name: str
    actor: Actor
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class DeveloperScope:
    """Developers to be measured: the addresses of each, and the repositories of their organization."""

    emails: Sequence[str]
    repository_ids: Sequence[str]
