"""What teams look like outside their tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    organization_id: str
    description: str
    members_count: int
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class TeamMember:
    id: str
    kind: Literal["developer", "user"]
    name: str
    email: str
    added_at: datetime
