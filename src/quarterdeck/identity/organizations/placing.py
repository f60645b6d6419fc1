"""Which organization a new thing belongs to, and who may change what an organization holds."""

from quarterdeck.identity.caller import Caller
from quarterdeck.identity.organizations.errors import NotAMember
from quarterdeck.identity.organizations.repository import organization_for
from quarterdeck.identity.roles import at_least
from quarterdeck.infra.database import Session
from quarterdeck.kit.errors import Detail, Invalid


def kept_organizations(caller: Caller) -> frozenset[str] | None:
    """Return the organizations whose things `caller` may change; `None` means all of them (administrators)."""
    if caller.role == "admin":
        return None
    return frozenset(name for name, role in caller.organizations.items() if at_least(role, "member"))


def require_member(caller: Caller, organization_id: str) -> None:
    """Raise `NotAMember` for viewers and for strangers; administrators belong everywhere."""
    kept = kept_organizations(caller)
    if kept is not None and organization_id not in kept:
        raise NotAMember


async def organization_for_new(session: Session, caller: Caller, wanted: str | None) -> str:
    """Choose where a new thing goes: the organization named, or else the caller's only one.

    Raises `Invalid` when there is no such organization for the caller, `NotAMember` for a viewer.
    """
    if wanted is None and len(caller.organizations) != 1:
        raise Invalid(details=[Detail("organization_id", "You belong to several organizations, or none: name one")])
    chosen = wanted or next(iter(caller.organizations))
    if await organization_for(session, caller, chosen) is None:
        raise Invalid(details=[Detail("organization_id", "There is no such organization")])
    require_member(caller, chosen)
    return chosen
