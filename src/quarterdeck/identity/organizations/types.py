"""What organizations and members look like outside their tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quarterdeck.identity.roles import OrganizationRole


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    name: str
    description: str
    settings: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Member:
    organization_id: str
    user_id: str
    email: str
    name: str
    role: OrganizationRole
    created_at: datetime
