"""Whose webhooks a caller may see and change: those of organizations in which they are at least a member.

A viewer does not even see them, since an address may be a secret in itself.
"""

from quarterdeck.events.webhooks.errors import WebhookNotFound
from quarterdeck.identity.api import Caller, require_member


def require_keeper(caller: Caller, organization_id: str) -> None:
    """Raise `WebhookNotFound` for strangers, `NotAMember` for viewers."""
    if caller.role != "admin" and organization_id not in caller.organizations:
        raise WebhookNotFound
    require_member(caller, organization_id)
