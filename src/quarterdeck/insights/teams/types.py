"""What teams look like outside their table."""

from dataclasses import dataclass
from datetime import datetime


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
