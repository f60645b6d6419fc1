"""Whose rows a caller sees and may change. Every list and look-up of this domain takes its `where` from here."""

from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, bindparam, true

from quarterdeck.identity.api import Caller, organization_for, visible_organizations
from quarterdeck.infra.database import Session
from quarterdeck.kit.errors import Detail, Forbidden, Invalid

Reach = Literal["all", "one", "many"]


class NotAMember(Forbidden):
    code = "NOT_A_MEMBER"
    message = "Only members and owners of the organization may change what it holds"


def within(column: Column[Any], reach: Reach) -> ColumnElement[bool]:
    """Compose the condition that `column` names an organization in reach; `reach_of` gives its parameters."""
    if reach == "all":
        return true()
    if reach == "one":
        return column == bindparam("organization")
    return column.in_(bindparam("organizations", expanding=True))


def reach_of(caller: Caller, wanted: str | None = None) -> tuple[Reach, dict[str, Any]]:
    """Say how far `caller` sees, narrowed to the organization `wanted`; a foreign one is as good as none."""
    visible = visible_organizations(caller)
    if wanted is not None:
        visible = frozenset({wanted}) if visible is None or wanted in visible else frozenset()
    if visible is None:
        return "all", {}
    if len(visible) == 1:
        return "one", {"organization": next(iter(visible))}
    return "many", {"organizations": sorted(visible)}


def require_member(caller: Caller, organization_id: str) -> None:
    """Raise `NotAMember` for a viewer, who sees the organization's things but changes none."""
    if caller.role != "admin" and caller.organizations.get(organization_id) not in ("owner", "member"):
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
