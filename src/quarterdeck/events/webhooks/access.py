"""Whose webhooks a caller may see and change: those of organizations in which they are at least a member.

A viewer does not even see them, since an address may be a secret in itself.
"""

from quarterdeck.events.webhooks.errors import NotForViewers, WebhookNotFound
from quarterdeck.identity.api import Caller, organization_for
from quarterdeck.infra.database import Session
from quarterdeck.kit.errors import Detail, Invalid


def reach_of(caller: Caller, wanted: str | None = None) -> list[str] | None:
    """Return the organizations whose webhooks are in reach, `None` for all; `wanted` narrows it."""
    if caller.role == "admin":
        return None if wanted is None else [wanted]
    own = (name for name, role in caller.organizations.items() if role != "viewer")
    return sorted(name for name in own if wanted in (None, name))


def require_member(caller: Caller, organization_id: str) -> None:
    """Raise `WebhookNotFound` for strangers, `NotForViewers` for viewers."""
    if caller.role == "admin":
        return
    role = caller.organizations.get(organization_id)
    if role is None:
        raise WebhookNotFound
    if role == "viewer":
        raise NotForViewers


async def organization_for_new(session: Session, caller: Caller, wanted: str | None) -> str:
    """Choose where a new webhook goes: the organization named, or else the caller's only one.

    Raises `Invalid` when there is no such organization for the caller, `NotForViewers`.
    """
    if wanted is None and len(caller.organizations) != 1:
        raise Invalid(details=[Detail("organization_id", "You belong to several organizations, or none: name one")])
    chosen = wanted or next(iter(caller.organizations))
    if await organization_for(session, caller, chosen) is None:
        raise Invalid(details=[Detail("organization_id", "There is no such organization")])
    require_member(caller, chosen)
    return chosen
