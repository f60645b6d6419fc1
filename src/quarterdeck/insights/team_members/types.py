"""What members look like outside their table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class TeamMember:
    id: str
    kind: Literal["developer", "user"]
    name: str
    email: str
    added_at: datetime
