"""Whose rows a caller sees. Every list and look-up of this domain takes its `where` from here."""

from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, bindparam, true

from quarterdeck.identity.api import Caller, visible_organizations

Reach = Literal["all", "one", "many"]


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
