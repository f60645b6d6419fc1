"""What an invitation looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.sessions.types import SignedIn

LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offer to whoever holds the canonical address `email`."""

    id: str
    organization_id: str
    email: str
    role: OrganizationRole
    invited_by: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationPreview:
    """An invitation as the invited person sees it."""

    organization_name: str
    email: str
    role: OrganizationRole
    expires_at: datetime
    sign_in_first: bool


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who has joined what. A new account is signed in at once; who had one was."""

    user_id: str
    organization_id: str
    role: OrganizationRole
    signed_in: SignedIn | None
