"""The tables of the fact store, read off the row classes so that the two cannot drift apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from types import MappingProxyType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from quarterdeck.insights.facts.rows import Change, Commit, Deployment, DeploymentChange, Incident

FORMAT = 1
"""Raise it when a column changes: an older store is then set aside and rebuilt from its sources."""

Row = Commit | Change | Deployment | DeploymentChange | Incident
Values = tuple[Any, ...]

_SQL_TYPES: Mapping[type, str] = {
    str: "text",
    int: "integer",
    bool: "boolean",
    float: "double precision",
    datetime: "timestamp",
}

BOOKKEEPING = (
    "create table if not exists store_format (format integer not null, generation text not null)",
    "create table if not exists data_versions (repository_id text primary key, version bigint not null)",
)


@dataclass(frozen=True)
class Table:
    """One table: its row class, natural key, and the time by which a hypertable would be cut."""

    name: str
    row: type[Row]
    key: tuple[str, ...]
    cut_by: str | None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return self.row._fields

    def create(self, key: Iterable[str]) -> str:
        """Write the `create table`; a hypertable's key must hold its time too, so the key is given, or none."""
        hints = get_type_hints(self.row)
        columns = [f"{name} {_column_type(hints[name])}" for name in self.columns]
        if names := ", ".join(key):
            columns.append(f"primary key ({names})")
        return f"create table if not exists {self.name} ({', '.join(columns)})"

    def values(self, rows: Iterable[Row]) -> list[Values]:
        """Keep of rows with one key the last."""
        key_of = itemgetter(*(self.columns.index(name) for name in self.key))
        return list({key_of(row): row for row in rows}.values())


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            Table("commits", Commit, ("repository_id", "sha"), "committed_time"),
            Table("changes", Change, ("repository_id", "change_id"), None),
            Table("deployments", Deployment, ("repository_id", "deployment_id"), "finished_time"),
            Table(
                "deployment_changes",
                DeploymentChange,
                ("repository_id", "deployment_id", "change_id"),
                "deployed_time",
            ),
            Table("incidents", Incident, ("repository_id", "incident_id"), "started_time"),
        )
    }
)


def _python_type(hint: Any) -> type:
    """Name the type of a column without its null, a choice of words being text."""
    inner = next(arg for arg in get_args(hint) if arg is not type(None)) if _nullable(hint) else hint
    return str if get_origin(inner) is Literal else inner


def _nullable(hint: Any) -> bool:
    return type(None) in get_args(hint) if isinstance(hint, UnionType) or get_args(hint) else False


def _column_type(hint: Any) -> str:
    return _SQL_TYPES[_python_type(hint)] + ("" if _nullable(hint) else " not null")
