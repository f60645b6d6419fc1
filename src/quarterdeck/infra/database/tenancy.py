"""Whose rows are seen: every list and look-up of what belongs to organizations takes its `where` from here."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Row, Select, bindparam, true

from quarterdeck.infra.database.session import Session

Tenants = frozenset[str] | None
"""Ids of the organizations whose rows may be seen; `None` means all of them."""

Reach = Literal["all", "one", "many"]
REACHES: tuple[Reach, ...] = ("all", "one", "many")


def narrowed(tenants: Tenants, wanted: str | None) -> Tenants:
    """Keep only the organization `wanted`, if one is; a foreign one is as good as none."""
    if wanted is None:
        return tenants
    return frozenset({wanted}) if tenants is None or wanted in tenants else frozenset()


def within(column: Column[Any], reach: Reach) -> ColumnElement[bool]:
    """Compose the condition that `column` names an organization in reach; `reach_of` gives its parameters.

    The usual caller belongs to one organization, and an index serves `=` better than a list.
    """
    if reach == "all":
        return true()
    if reach == "one":
        return column == bindparam("tenant")
    return column.in_(bindparam("tenants", expanding=True))


def reach_of(tenants: Tenants) -> tuple[Reach, dict[str, Any]]:
    """Say which of the three conditions fits, with its parameters."""
    if tenants is None:
        return "all", {}
    if len(tenants) == 1:
        return "one", {"tenant": next(iter(tenants))}
    return "many", {"tenants": sorted(tenants)}


class TenantSelect:
    """A statement that only finds rows of organizations in reach; composed once for each kind of reach."""

    def __init__(self, statement: Select[Any], tenant: Column[Any]) -> None:
        self._statements = {reach: statement.where(within(tenant, reach)) for reach in REACHES}

    async def row(self, session: Session, tenants: Tenants, parameters: Mapping[str, Any]) -> Row[Any] | None:
        """The first row in reach, or `None`."""
        reach, given = reach_of(tenants)
        return await session.row(self._statements[reach], {**parameters, **given})

    async def rows(self, session: Session, tenants: Tenants, parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """Every row in reach."""
        reach, given = reach_of(tenants)
        return await session.rows(self._statements[reach], {**parameters, **given})
