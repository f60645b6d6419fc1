"""Whose webhooks a caller may see and change: those of organizations in which they are at least a member.

A viewer does not even see them, since an address may be a secret in itself.
"""

from quarterdeck.events.webhooks.errors import WebhookNotFound
from quarterdeck.identity.api import Caller, kept_organizations, require_member


def reach_of(caller: Caller, wanted: str | None = None) -> list[str] | None:
    """Return the organizations whose webhooks are in reach, `None` for all; `wanted` narrows it."""
    kept = kept_organizations(caller)
    if kept is None:
        return None if wanted is None else [wanted]
    return sorted(name for name in kept if wanted in (None, name))


def require_keeper(caller: Caller, organization_id: str) -> None:
    """Raise `WebhookNotFound` for strangers, `NotAMember` for viewers."""
    if caller.role != "admin" and organization_id not in caller.organizations:
        raise WebhookNotFound
    require_member(caller, organization_id)
