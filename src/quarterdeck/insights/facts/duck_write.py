"""Applying batches of rows to DuckDB: many batches, one commit, and each its own verdict."""

from collections.abc import Sequence

import duckdb

from quarterdeck.insights.facts.errors import FactsFull, FactsUnavailable
from quarterdeck.insights.facts.schema import Table
from quarterdeck.insights.facts.staging import as_columns
from quarterdeck.insights.facts.writes import Replace, Upsert, WriteBatch

RAISE_VERSIONS = """
insert into data_versions select unnest($1::text[]), 1
on conflict (repository_id) do update set version = data_versions.version + 1
"""


def apply(connection: duckdb.DuckDBPyConnection, batches: Sequence[WriteBatch]) -> list[Exception | None]:
    """Commit all batches together, or, should that fail, each alone so that one bad batch spoils no other."""
    failure = _transact(connection, batches)
    if failure is None or len(batches) == 1:
        return [failure] * len(batches)
    return [_transact(connection, [batch]) for batch in batches]


def _transact(connection: duckdb.DuckDBPyConnection, batches: Sequence[WriteBatch]) -> Exception | None:
    try:
        connection.begin()
        for batch in batches:
            _apply(connection, batch)
        connection.commit()
    except duckdb.Error as error:
        _roll_back(connection)
        return _named(error)
    return None


def _apply(connection: duckdb.DuckDBPyConnection, batch: WriteBatch) -> None:
    for step in batch.steps:
        if isinstance(step, Replace):
            connection.execute(_delete_all(step.table), [step.repository_id])
        if step.values:
            connection.register("staged", as_columns(step.table, step.values))
            if isinstance(step, Upsert):
                connection.execute(_delete_same(step.table))
            connection.execute(_append(step.table))
            connection.unregister("staged")
    connection.execute(RAISE_VERSIONS, [batch.repositories])


def _delete_all(table: Table) -> str:
    return f"delete from {table.name} where repository_id = $1"  # noqa: S608 - names of ours only


def _delete_same(table: Table) -> str:
    same = " and ".join(f"staged.{column} = {table.name}.{column}" for column in table.key)
    return f"delete from {table.name} using staged where {same}"  # noqa: S608 - names of ours only


def _append(table: Table) -> str:
    columns = ", ".join(table.columns)
    return f"insert into {table.name} ({columns}) select {columns} from staged"  # noqa: S608 - names of ours only


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.rollback()
    except duckdb.TransactionException:
        return  # the failure already ended the transaction


def _named(error: duckdb.Error) -> Exception:
    """Give the failures an operator can act on their names; a defect of ours keeps its own."""
    if "No space left" in str(error):
        return FactsFull(hint="Free some disk space under DATA_DIR")
    if isinstance(error, duckdb.FatalException | duckdb.IOException | duckdb.OutOfMemoryException):
        return FactsUnavailable()
    return error
